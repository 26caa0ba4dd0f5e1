"""An import that is killed leaves all or nothing; several at once are all whole."""

import json
import os
import subprocess
import sys
from pathlib import Path

import made
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def left(tmp_path_factory):
    """What was left of killed imports, and of several at once."""
    if not hasattr(os, "fork"):
        pytest.skip("needs fork")
    folder = tmp_path_factory.mktemp("killed")
    made.make_community(folder / "tiny")
    picture, _ = made.photo()
    many = [made.issue(k, text=f"第 {k} 件", photo=picture if k == 3 else None) for k in range(4)]
    made.write_results(folder / "1.json", issues=many[:2])
    made.write_results(
        folder / "2.json",
        exported_at="2026-12-07T11:40:00+08:00",
        issues=[many[1] | {"text": "后来的", "level": "large"}, *many[2:]],
        visits=[made.visit("B1"), made.visit("B2"), made.visit("T1", result="skipped")],
    )
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("killed.py")), str(folder)],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("when", ["first", "later"])
def test_killed_in_the_middle_all_or_nothing(left, when):
    found = left[when]
    assert found["ticks"] > 25
    assert found["killed"] == 25
    assert found["half"] == 0
    assert found["nothing"] + found["all"] == 25
    assert found["nothing"] > 10  # most were in the middle, indeed
    assert found["whole_after"] == 25


def test_several_at_once_are_all_whole(left):
    found = left["at_once"]
    assert found["codes"] == [0] * 6
    assert found["issues"] == [*made.IDS[:4], "old-1", "old-2"]
    assert found["visits"] == [f"2026-12-07/1/{stop}" for stop in ("B1", "B2", "T1")]
