"""What a round brought back is in the next month: when a target is due, what its stop says."""

import json
import shutil
from datetime import date

import made
import pytest

from walkmap.community import read_community
from walkmap.jobs import SAMPLE, import_results, make_month
from walkmap.rounds import SolveParams

TEXT = "墙角的野猫窝还在"
FIRST_DUE = date(2026, 12, 21)  # the first Monday 21 days after 30 November


@pytest.fixture(scope="module")
def month(tmp_path_factory):
    """A month of the sample after a round: its folder, targets visited, and others left out."""
    at = tmp_path_factory.mktemp("next")
    folder = shutil.copytree(SAMPLE, at / "sample")
    targets = read_community(folder).targets
    free = targets[targets["weeks"] == ""]
    shops = free["kind"] == "small_shop"
    done, left_out = list(free.index[shops]), list(free.index[~shops])
    day = "2026-11-30"
    visits = [
        made.visit(id_, kind="target", id=f"{day}/1/{id_}", result=result)
        for result, ids in (("done", done), ("skipped", left_out))
        for id_ in ids
    ]
    issue = made.issue(
        stop="B05", building_id="B05", text=TEXT, recorded_at=f"{day}T09:10:00+08:00"
    )
    file = made.write_results(
        at / "results.json", community="nanshatan", date=day, visits=visits, issues=[issue]
    )
    import_results(folder, file)
    make_month(folder, "2026-12", out=at / "out", params=SolveParams(effort="quick"))
    return at / "out", done, left_out


def test_a_visit_done_is_the_last_visit_of_the_next_plan(month):
    out, done, left_out = month
    plan = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    days = {s["id"]: date.fromisoformat(r["date"]) for r in plan["rounds"] for s in r["stops"]}
    assert len(done) > 3
    assert min(days[id_] for id_ in done) >= FIRST_DUE
    assert min(days[id_] for id_ in left_out) < FIRST_DUE  # due as ever


def test_what_was_found_stands_on_the_rounds_to_that_stop_and_nowhere_else(month):
    out, _, _ = month
    told = {file.name for file in out.iterdir() if TEXT in file.read_text("utf-8", "replace")}
    plan = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    there = {
        f"round-{r['date']}-{r['team']}.html"
        for r in plan["rounds"] if "B05" in {stop["id"] for stop in r["stops"]}
    }  # fmt: skip
    assert told == there
    assert len(there) == 4
