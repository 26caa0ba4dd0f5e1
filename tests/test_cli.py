"""The command: exit codes, one line for each thing that is wrong, and nothing lost."""

import json
import shutil
from pathlib import Path

import pytest
from broken import BREAKS

from walkmap import jobs

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "geo" / "nanshatan"


@pytest.fixture
def walkmap(run_walkmap):
    return run_walkmap


def complaints(err: str) -> list[str]:
    return [line for line in err.splitlines() if line.strip()]


@pytest.mark.parametrize("how", sorted(BREAKS))
def test_a_broken_community_is_one_clear_line_and_the_output_stays(how, sample, tmp_path, walkmap):
    out = tmp_path / "out"
    out.mkdir()
    (out / "plan.json").write_text("an earlier plan", encoding="utf-8")
    BREAKS[how](sample)
    code, said, err = walkmap(
        "month", "2026-12", "--community", sample, "--out", out, "--lang", "zh"
    )
    lines = complaints(err)
    assert code == 1
    assert said == ""
    assert len(lines) == 1, lines
    assert lines[0].startswith("✗ ")
    assert "Traceback" not in err
    assert [file.name for file in out.iterdir()] == ["plan.json"]
    assert (out / "plan.json").read_text(encoding="utf-8") == "an earlier plan"
    code, said, _ = walkmap("check", "--community", sample, "--lang", "en")
    assert code == 1
    assert "1 fault" in said


def test_at_least_twenty_ways_to_break_a_community_are_tried():
    assert len(BREAKS) >= 20


def test_check_of_the_sample_finds_it_sound(walkmap):
    code, said, _ = walkmap("check", "--community", SAMPLE, "--date", "2026-12-07", "--lang", "zh")
    assert code == 0
    assert "没有错误" in said
    assert "32 栋无物业楼、2547 户" in said
    assert "每一处都能从办公室走到" in said


def test_check_names_what_cannot_be_reached(sample, walkmap):
    gates = sample / "gates.geojson"
    text = gates.read_text(encoding="utf-8").replace('"closed": false', '"closed": true')
    gates.write_text(text, encoding="utf-8")
    code, said, _ = walkmap("check", "--community", sample, "--lang", "en", "--date", "2026-12-07")
    assert code == 0
    assert "can't be reached" in said
    assert "has no open gate" in said


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("month", "2026-13"), "2026-12"),
        (("month", "December"), "2026-12"),
        (("init", "x"), "--osm"),
        (("init", "x", "--bbox", "1,2,3"), "--bbox"),
        (("check", "--date", "today"), "2026-12-07"),
    ],
)
def test_usage_errors_end_with_2_and_show_how(words, part, tmp_path, monkeypatch, walkmap):
    monkeypatch.chdir(tmp_path)
    code, _, err = walkmap(*words)
    assert code == 2
    assert part in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words", [("mnth", "2026-12"), ("month",), ("month", "2026-12", "--lang", "de")]
)
def test_commands_that_cannot_be_parsed_end_with_2(words, walkmap):
    assert walkmap(*words)[0] == 2


def test_a_folder_that_holds_other_things_is_not_replaced(tmp_path, walkmap):
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    code, _, err = walkmap("heat", "--community", SAMPLE, "--out", tmp_path)
    assert code == 1
    assert "--out" in err
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "dear"


def test_heat_writes_its_page_in_the_language_asked_for(tmp_path, walkmap):
    out = tmp_path / "heat"
    code, said, _ = walkmap("heat", "--community", SAMPLE, "--out", out, "--lang", "en")
    assert code == 0
    assert str(out / "heat.html") in said
    assert '<html lang="en"' in (out / "heat.html").read_text(encoding="utf-8")


def test_the_sample_is_used_only_for_want_of_another_and_it_says_so(tmp_path, monkeypatch, walkmap):
    monkeypatch.chdir(tmp_path)
    _, said, err = walkmap("check", "--date", "2026-12-07")
    assert "示例" in err
    assert "2547" in said
    shutil.copytree(SAMPLE, tmp_path / "own")
    monkeypatch.chdir(tmp_path / "own")
    assert "示例" not in walkmap("check", "--date", "2026-12-07")[2]


def test_layers_that_fit_the_streets_only_as_gcj02_are_found_out(sample, walkmap):
    import geopandas as gpd
    import shapely

    from walkmap.datum import wgs84_to_gcj02

    for file in sample.glob("*.geojson"):
        layer = gpd.read_file(file)
        moved = shapely.transform(
            layer.geometry.to_numpy(),
            lambda p: __import__("numpy").column_stack(wgs84_to_gcj02(p[:, 0], p[:, 1])),
        )
        layer.set_geometry(moved).to_file(file, driver="GeoJSON")
    code, _, err = walkmap("month", "2026-12", "--community", sample, "--out", sample / "out")
    assert code == 1
    assert 'datum = "gcj02"' in err
    toml = sample / "community.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace('datum = "wgs84"', 'datum = "gcj02"'), encoding="utf-8")
    code, said, _ = walkmap("check", "--community", sample, "--date", "2026-12-07")
    assert code == 0
    assert "每一处都能从办公室走到" in said


def test_a_bug_is_not_shown_as_a_traceback(monkeypatch, walkmap):
    def broken(*_args: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(jobs, "make_heat", broken)
    code, _, err = walkmap("heat", "--community", SAMPLE)
    assert code == 70
    assert len(complaints(err)) == 1
    assert "Traceback" not in err
    assert "Traceback" in walkmap("--debug", "heat", "--community", SAMPLE)[2]


def test_init_refuses_a_folder_that_exists_and_data_without_buildings(
    tmp_path, monkeypatch, walkmap
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "file").write_text("mine", encoding="utf-8")
    assert walkmap("init", "here", "--osm", "map.osm")[0] == 1
    code, _, err = walkmap("init", "new", "--osm", "missing.osm")
    assert code == 1
    assert "missing.osm" in err
    (tmp_path / "empty.osm").write_text('<osm version="0.6"></osm>', encoding="utf-8")
    assert walkmap("init", "new", "--osm", "empty.osm")[0] == 1
    assert sorted(file.name for file in tmp_path.iterdir()) == ["empty.osm", "here"]


def test_check_lists_faults_of_the_issues_and_streets_in_its_table(sample, walkmap):
    issues = (sample / "issues.csv").read_text(encoding="utf-8-sig")
    issues = issues.replace(",environment,", ",weather,", 1).replace(",small,", ",tiny,", 1)
    (sample / "issues.csv").write_text(issues, encoding="utf-8")
    code, said, err = walkmap("check", "-c", sample, "--date", "2026-12-07", "--lang", "en")
    assert code == 1
    assert "2 faults" in said
    assert "weather" in said
    assert "tiny" in said
    assert complaints(err) == []
    (sample / "streets.osm").write_text("<osm><node", encoding="utf-8")
    code, said, _ = walkmap("check", "-c", sample, "--date", "2026-12-07", "--lang", "en")
    assert code == 1
    assert "3 faults" in said


@pytest.mark.parametrize("declared", ["gcj02", "bd09"])
def test_a_datum_that_is_declared_but_not_so_is_found_out(sample, declared, walkmap):
    toml = sample / "community.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace('datum = "wgs84"', f'datum = "{declared}"'), encoding="utf-8")
    code, said, _ = walkmap("check", "-c", sample, "--date", "2026-12-07")
    assert code == 1
    assert 'datum = "wgs84"' in said


@pytest.mark.parametrize("place", ["afile/out", "afile"])
def test_output_that_cannot_be_written_is_one_line(tmp_path, place, walkmap):
    (tmp_path / "afile").write_text("mine", encoding="utf-8")
    code, _, err = walkmap("heat", "-c", SAMPLE, "-o", tmp_path / place)
    assert code == 1
    assert len(complaints(err)) == 1
    assert (tmp_path / "afile").read_text(encoding="utf-8") == "mine"


def test_heat_does_not_replace_a_months_plan(tmp_path, walkmap):
    (tmp_path / "plan.json").write_text("{}", encoding="utf-8")
    assert walkmap("heat", "-c", SAMPLE, "-o", tmp_path)[0] == 1
    assert (tmp_path / "plan.json").read_text(encoding="utf-8") == "{}"


def test_an_english_community_is_spoken_to_in_english(sample, walkmap):
    toml = sample / "community.toml"
    text = toml.read_text(encoding="utf-8").replace('language = "zh"', 'language = "en"')
    toml.write_text(text, encoding="utf-8")
    assert "No faults" in walkmap("check", "-c", sample, "--date", "2026-12-07")[1]


def test_names_cannot_steer_the_terminal(sample, walkmap):
    targets = sample / "targets.geojson"
    data = json.loads(targets.read_text(encoding="utf-8"))
    data["features"][0]["properties"] |= {"name": "\x1b]0;pwn\x07[red]", "weeks": "5"}
    targets.write_text(json.dumps(data), encoding="utf-8")
    said = walkmap("plan", "2026-12", "-c", sample, "-o", sample.parent / "out")[1]
    assert "[red]" in said
    assert "\x1b]0" not in said


def test_init_says_so_if_the_office_is_nowhere_on_earth(tmp_path, monkeypatch, estate_osm, walkmap):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "map.osm").write_text(estate_osm, encoding="utf-8")
    code, _, err = walkmap("init", "new", "--osm", "map.osm", "--office", "40.0,116.36")
    assert code == 1
    assert len(complaints(err)) == 1
    assert not (tmp_path / "new").exists()


def test_a_month_of_one_digit_is_the_same_month(sample, walkmap):
    out = sample.parent / "out"
    assert walkmap("plan", "2027-1", "-c", sample, "-o", out)[0] == 0
    assert '"month": "2027-01"' in (out / "plan.json").read_text(encoding="utf-8")


PLAN = {"format": "walkmap-plan/1", "community": "nanshatan", "month": "2026-12", "rounds": []}
LIKE = ("--like", "PLAN")


@pytest.mark.parametrize(
    ("plan", "words", "code", "part"),
    [
        (None, LIKE, 1, "plan.json"),
        ("{", LIKE, 1, "不是 walkmap 的计划"),
        ([], LIKE, 1, "不是 walkmap 的计划"),
        (PLAN | {"format": "walkmap-plan/9"}, LIKE, 1, "不是 walkmap 的计划"),
        (PLAN | {"month": 5}, LIKE, 1, "不是 walkmap 的计划"),
        (PLAN | {"rounds": [{"date": "7 Dec"}]}, LIKE, 1, "不是 walkmap 的计划"),
        (PLAN | {"community": "elsewhere"}, LIKE, 1, "另一个社区（elsewhere）"),
        (None, ("--after", "PLAN"), 1, "plan.json"),
        (PLAN, ("--after", "PLAN"), 2, "2026-12 以前"),
        (PLAN, ("--date", "2026-12-14"), 2, "--like"),
        (PLAN, ("--absent", "2"), 2, "--date"),
        (PLAN, (*LIKE, "--absent", "2"), 2, "--date"),
        (PLAN, (*LIKE, "--date", "14 Dec"), 2, "2026-12-07"),
        (PLAN, (*LIKE, "--date", "2026-12-15"), 2, "2026-12-14"),
        (PLAN, (*LIKE, "--date", "2026-12-14", "--absent", "9"), 2, "没有 9 这个走访组"),
        (PLAN | {"month": "2026-11"}, (*LIKE, "--date", "2026-12-14"), 2, "2026-11 的计划"),
    ],
)
def test_what_is_wrong_with_an_earlier_plan_or_its_day_is_one_line(
    plan, words, code, part, tmp_path, walkmap
):
    file, out = tmp_path / "plan.json", tmp_path / "out"
    if plan is not None:
        text = plan if isinstance(plan, str) else json.dumps(plan)
        file.write_text(text, encoding="utf-8")
    words = [str(file) if word == "PLAN" else word for word in words]
    ended, said, err = walkmap("plan", "2026-12", "-c", SAMPLE, "-o", out, "--lang", "zh", *words)
    assert ended == code
    assert said == ""
    (line,) = complaints(err)
    assert part in line
    assert not out.exists()


def test_a_monday_planned_anew_tells_what_it_changes(sample, walkmap):
    out, anew = sample.parent / "out", sample.parent / "anew"
    quick = ("-c", sample, "--effort", "quick", "--lang", "zh")
    assert walkmap("plan", "2026-12", *quick, "-o", out)[0] == 0
    day = ("--like", out / "plan.json", "--date", "2026-12-14", "--absent", "2")
    code, said, _ = walkmap("plan", "2026-12", *quick, "-o", anew, *day)
    assert code == 0
    assert "≠ 12-14 二组：二组这天不走" in said
    rounds = json.loads((anew / "plan.json").read_text(encoding="utf-8"))["rounds"]
    assert {r["team"] for r in rounds if r["date"] == "2026-12-14"} == {"1", "3"}
