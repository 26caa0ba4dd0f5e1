"""What the documents promise is true: commands run, help texts are those of today."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import make_docs
import pytest

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh.md")


def commands(readme: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("readme", READMES)
def test_the_planners_ten_minutes_run_as_written(readme, tmp_path, estate_osm):
    (tmp_path / "map.osm").write_text(estate_osm, encoding="utf-8")
    lines = commands(readme)
    assert len(lines) == 12
    for line in lines:
        words = shlex.split(line)
        assert words[0] == "walkmap"
        done = subprocess.run(
            [sys.executable, "-m", "walkmap", *words[1:]],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
    assert (tmp_path / "maps" / "my-estate" / "2026-12" / "index.html").is_file()


def test_a_problem_of_plain_arrays_is_solved_as_written():
    text = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert "assert" in code
    exec(code, {})


def test_both_readmes_have_the_same_commands():
    assert commands("README.md") == commands("README.zh.md")


@pytest.mark.parametrize("readme", READMES)
def test_links_and_scripts_of_the_readme_exist(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    scripts = re.findall(r"^python3 (scripts/\S+)$", text, re.MULTILINE)
    assert scripts == ["scripts/demo.py", "scripts/test.py"]
    missing = [path for path in (*links, *scripts) if not (ROOT / path).exists()]
    assert missing == []


def test_the_page_of_commands_is_what_help_says():
    assert make_docs.PAGE.read_text(encoding="utf-8") == make_docs.commands_page()


def test_every_command_is_on_that_page():
    text = make_docs.PAGE.read_text(encoding="utf-8")
    told = re.findall(r"^## walkmap ?(.*)$", text, re.MULTILINE)
    assert told == list(make_docs.names(make_docs.get_command(make_docs.app)))
    assert {"", "month", "targets import", "issues settle", "print round"} <= set(told)
