"""`walkmap heat` on the command line: what is chosen, and what is said where it can't be."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from walkmap import cli
from walkmap.cli import speak

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "geo" / "nanshatan"


@pytest.fixture
def heat(monkeypatch, capsys, tmp_path):
    """Run the command; give its exit code, what it printed, and the page's data if it wrote one."""

    def run(*words: object, community: Path = SAMPLE) -> tuple[int, str, dict]:
        out = tmp_path / "heat"
        line = ["walkmap", "heat", "-c", str(community), "-o", str(out), *map(str, words)]
        monkeypatch.setattr(sys, "argv", line)
        monkeypatch.setattr(speak.err, "_width", 200)
        with pytest.raises(SystemExit) as stop:
            cli.main()
        data = {}
        if not stop.value.code:
            text = (out / "heat.html").read_text(encoding="utf-8").split('id="walkmap-data">')[1]
            data = json.loads(text.split("</script>")[0])
        return int(stop.value.code or 0), capsys.readouterr().err, data

    return run


def test_period_and_choice(heat):
    code, _, data = heat("--from", "2025-03", "--to", "2025-08", "--category", "环境问题",
                         "--source", "walk", "--status", "已办结")  # fmt: skip
    assert code == 0
    shown = data["heat"]
    assert shown["periods"][0] == "2025年3月至2025年8月"
    assert shown["facts"][0] == ["只看：环境问题、走访、已办结", ""]
    assert shown["categories"] == []  # one category: nothing to choose on the page
    assert 0 < shown["slices"]["0.0.0"]["count"] < 183


def test_bandwidth_by_the_issues(heat):
    _, _, data = heat("--bandwidth", "auto")
    assert any("约 50 米" in fact for fact, _ in data["heat"]["facts"])


def test_a_choice_without_issues_says_what_to_do(heat):
    code, _, data = heat("--from", "2020-01", "--to", "2020-12", "--level", "大事")
    assert (code, data["heat"], data["chosen"]) == (0, None, True)
    later = heat("--from", "2030-01")[2]
    assert (later["heat"], later["chosen"]) == (None, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "2026-13"), "--from 写成 2026-01 或 2026-01-15"),
        (("--to", "昨天"), "--to 写成"),
        (("--from", "2026-05", "--to", "2026-02"), "早于 --from"),
        (("--category", "噪音"), "可以写 民事纠纷、环境问题、无物业问题"),
        (("--bandwidth", "0"), "5 到 200 的米数"),
        (("--bandwidth", "远"), "5 到 200 的米数"),
    ],
)
def test_what_can_t_be_understood_is_one_line(heat, words, said):
    code, err, _ = heat(*words)
    assert code == 2
    assert said in err
    assert "Traceback" not in err


def test_works_of_a_courtyard_that_there_is_not(heat, tmp_path):
    folder = Path(shutil.copytree(SAMPLE, tmp_path / "sample"))
    works = '\n[[works]]\nname = "围合"\ndate = 2025-11-01\ncourtyards = ["C1", "C77"]\n'
    with (folder / "community.toml").open("a", encoding="utf-8") as file:
        file.write(works)
    code, err, _ = heat(community=folder)
    assert code == 1
    assert "works[1].courtyards = C77" in err


def test_works_stand_on_the_page(heat, tmp_path):
    folder = Path(shutil.copytree(SAMPLE, tmp_path / "sample"))
    with (folder / "community.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[works]]\nname = "围合"\ndate = 2025-11-01\ncourtyards = ["C1"]\n')
    _, _, data = heat(community=folder)
    (works,) = data["heat"]["works"]
    assert works["name"] == "围合 · 2025年11月"
    assert len(works["rows"]) == 2
    assert works["real"] is False
