"""What does not fit: all of it is named, and what is said to help does."""

import re
from pathlib import Path

import pytest
from checker import faults
from shapely import box
from strategies import MONDAYS, Sketch

from walkmap.jobs import make_month
from walkmap.rounds import MonthPlan, SolveParams


@pytest.fixture
def s() -> Sketch:
    """One team with an hour, and a building."""
    sketch = Sketch()
    sketch.street((-200, -10), (200, -10))
    sketch.office((0, -10))
    sketch.building(box(0, 0, 20, 10), [(5, 0), (15, 0)])
    sketch.settings["teams"] = [{"id": "1", "name": "Reds", "start": "08:30", "end": "09:30"}]
    return sketch


def plan_of(s: Sketch, folder: Path) -> MonthPlan:
    community, out = s.save(folder / "c"), folder / "o"
    params = SolveParams(effort="quick")
    made = make_month(community, "2026-12", out=out, params=params, pages=False)
    assert faults(community, out, "2026-12") == []
    assert made.plan is not None
    return made.plan


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def second_mondays(s: Sketch, minutes: int, count: int = 2) -> None:
    """Add targets that are due on the second Monday, though there is time for one."""
    for at in range(count):
        s.target((30 + 10 * at, -10), weeks="2", minutes=minutes)


def test_so_many_minutes_later_it_fits_and_fewer_do_not_do(s, tmp_path):
    second_mondays(s, 40)
    (left,) = plan_of(s, tmp_path / "short").unvisited
    said = re.search(r"fits if Reds ends (\d+) minutes later on 12-14", left.reason.en)
    assert said, left.reason.en
    for less, missing in ((0, 0), (5, 1)):
        s.settings["teams"][0]["end"] = clock(9 * 60 + 30 + int(said[1]) - less)
        assert len(plan_of(s, tmp_path / str(less)).unvisited) == missing


def test_so_many_minutes_earlier_it_fits_and_fewer_do_not_do(s, tmp_path):
    s.target((40, -10), hours="08:00-08:40", minutes=20)
    (left,) = plan_of(s, tmp_path / "late").unvisited
    said = re.search(r"fits if Reds starts (\d+) minutes earlier", left.reason.en)
    assert said, left.reason.en
    for less, missing in ((0, 0), (5, 1)):
        s.settings["teams"][0]["start"] = clock(8 * 60 + 30 - int(said[1]) + less)
        assert len(plan_of(s, tmp_path / str(less)).unvisited) == missing


@pytest.mark.parametrize(("open_s", "word"), [("08:00-12:00", "later"), ("08:00-09:30", "earlier")])
def test_a_longer_shift_is_no_help_if_it_shuts_a_gate(s, tmp_path, open_s, word):
    """A gate counts as open only if it is open for the whole shift."""
    id_ = s.courtyard(box(-30, -5, 60, 40), enclosed=True)
    s.gate((10, -5), id_, hours=open_s)
    second_mondays(s, 35)
    (left,) = plan_of(s, tmp_path / "short").unvisited
    said = re.search(rf"(\d+) minutes {word}", left.reason.en)
    assert said, left.reason.en
    team = s.settings["teams"][0]
    if word == "later":
        team["end"] = clock(9 * 60 + 30 + int(said[1]))
    else:
        team["start"] = clock(8 * 60 + 30 - int(said[1]))
    assert plan_of(s, tmp_path / "long").unvisited == ()


def test_a_gate_that_helps_is_named(s, tmp_path):
    id_ = s.courtyard(box(-5, -5, 40, 40), enclosed=True)
    s.gate((10, -5), id_, closed=True, name="South Gate")
    left = plan_of(s, tmp_path / "shut").unvisited
    assert len(left) == 4
    assert all("it can be reached if South Gate is open" in item.reason.en for item in left)
    s.wish("open_gate", "G1")
    assert plan_of(s, tmp_path / "open").unvisited == ()


def test_no_gate_is_named_where_two_are_in_the_way(s, tmp_path):
    outer = s.courtyard(box(-9, -8, 60, 60), enclosed=True)
    inner = s.courtyard(box(-5, -5, 40, 40), enclosed=True)
    s.gate((10, -8), outer, closed=True)
    s.gate((10, -5), inner, closed=True)
    left = plan_of(s, tmp_path).unvisited
    assert len(left) == 4
    assert not any("is open" in item.reason.en for item in left)


def test_a_gate_that_a_wish_shuts_for_a_day_helps_on_that_day(s, tmp_path):
    id_ = s.courtyard(box(-5, -5, 40, 40), enclosed=True)
    s.gate((10, -5), id_, name="South Gate")
    s.wish("close_gate", "G1", date=MONDAYS[2])
    (left,) = plan_of(s, tmp_path).unvisited
    assert left.date is not None
    assert left.date.isoformat() == MONDAYS[2]
    assert "it can be reached if South Gate is open" in left.reason.en


def test_another_team_helps_where_two_more_hours_do_not(s, tmp_path):
    s.settings["teams"][0]["end"] = "11:30"
    second_mondays(s, 160)
    plan = plan_of(s, tmp_path / "one")
    (left,) = plan.unvisited
    assert "it fits with another team on 12-14" in left.reason.en
    assert any("one more team each time" in warning.en for warning in plan.warnings)
    s.settings["teams"].append({"id": "2", "name": "Blues", "end": "11:30"})
    assert plan_of(s, tmp_path / "two").unvisited == ()


def test_another_team_is_no_help_for_what_one_team_is_to_visit(s, tmp_path):
    s.settings["teams"][0]["end"] = "11:30"
    for at in range(2):
        s.wish("pin", s.target((30 + 10 * at, -10), weeks="2", minutes=160), team="1")
    plan = plan_of(s, tmp_path)
    (left,) = plan.unvisited
    assert "another team" not in left.reason.en
    assert not any("one more team each time" in warning.en for warning in plan.warnings)


def test_what_is_said_to_make_all_of_it_fit_does(s, tmp_path):
    second_mondays(s, 25, count=5)
    plan = plan_of(s, tmp_path / "short")
    assert len(plan.unvisited) > 1
    said = [re.search(r"every round is (\d+) minutes longer", w.en) for w in plan.warnings]
    (minutes,) = (int(match[1]) for match in said if match)
    s.settings["teams"][0]["end"] = clock(9 * 60 + 30 + minutes)
    assert plan_of(s, tmp_path / "long").unvisited == ()


def test_nothing_is_advised_where_nothing_is_missing(s, tmp_path):
    plan = plan_of(s, tmp_path)
    assert plan.unvisited == ()
    assert plan.warnings == ()


def test_what_wishes_forbid_has_no_remedy(s, tmp_path):
    s.target((30, -10))
    s.wish("forbid", "T1")
    (left,) = plan_of(s, tmp_path).unvisited
    assert "fits" not in left.reason.en


@pytest.mark.parametrize("minutes", [40, 400], ids=["no room", "hopeless"])
def test_all_reasons_to_visit_a_home_are_left_out_with_it(s, tmp_path, minutes):
    for kind in ("elderly_party_member", "frequent_caller"):
        cells = {"building_id": "B1", "entrance_id": "B1-1", "room": "101"}
        s.target(kind=kind, weeks="2", minutes=minutes, priority=3, **cells)
    s.target((30, -10), weeks="2", minutes=40, priority=1)
    assert {item.id for item in plan_of(s, tmp_path).unvisited} == {"T1", "T2"}


def test_buildings_come_last_and_targets_by_priority(s, tmp_path):
    for priority in (3, 1, 2):
        s.target((30, -10), weeks="2", minutes=45, priority=priority)
    assert {item.id for item in plan_of(s, tmp_path).unvisited} == {"T1", "T3"}
