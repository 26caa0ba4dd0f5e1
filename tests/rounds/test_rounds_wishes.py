"""What the planner insists on, from `wishes.csv` to the plan."""

from pathlib import Path

import pytest
from checker import faults
from shapely import box
from strategies import Sketch

from walkmap.jobs import make_month
from walkmap.rounds import MonthPlan, SolveParams

TEAMS = [{"id": "1", "name": "One"}, {"id": "2", "name": "Two"}]


@pytest.fixture
def s() -> Sketch:
    sketch = Sketch()
    sketch.street((-200, -10), (200, -10))
    sketch.office((0, -10))
    sketch.building(box(0, 0, 20, 10), [(5, 0), (15, 0)])
    sketch.target((50, -10))
    sketch.settings["teams"] = TEAMS
    return sketch


def plan_of(s: Sketch, folder: Path) -> MonthPlan:
    community, out = s.save(folder / "c"), folder / "o"
    params = SolveParams(iterations=100)
    made = make_month(community, "2026-12", out=out, params=params, pages=False)
    assert faults(community, out, "2026-12") == []
    assert made.plan is not None
    return made.plan


def visits_of(plan: MonthPlan, id_: str) -> list[tuple[str, str]]:
    return [
        (round_.date.isoformat(), round_.team)
        for round_ in plan.rounds
        for stop in round_.stops
        if stop.id == id_
    ]


def test_pin(s, tmp_path):
    s.wish("pin", "T1", date="2026-12-21", team="2")
    assert visits_of(plan_of(s, tmp_path), "T1") == [("2026-12-21", "2")]


def test_a_pin_of_another_month_means_nothing(s, tmp_path):
    s.wish("pin", "T1", date="2026-11-02", team="2")
    s.wish("forbid", "T1", date="2026-12-07", team="2")
    s.wish("absent", "2", date="2026-12-14")
    s.wish("absent", "2", date="2026-12-21")
    s.wish("absent", "2", date="2026-12-28")
    (visit,) = visits_of(plan_of(s, tmp_path), "T1")
    assert visit[1] == "1"


def test_pin_a_building_to_a_team(s, tmp_path):
    s.wish("pin", "B1", team="2")
    assert {team for _, team in visits_of(plan_of(s, tmp_path), "B1")} == {"2"}


def test_forbid_a_day(s, tmp_path):
    for day in ("07", "14", "28"):
        s.wish("forbid", "T1", date=f"2026-12-{day}")
    assert [day for day, _ in visits_of(plan_of(s, tmp_path), "T1")] == ["2026-12-21"]


def test_forbid_a_team(s, tmp_path):
    s.wish("forbid", "T1", team="2")
    assert [team for _, team in visits_of(plan_of(s, tmp_path), "T1")] == ["1"]


def test_forbid_altogether(s, tmp_path):
    s.wish("forbid", "T1")
    (left,) = plan_of(s, tmp_path).unvisited
    assert left.id == "T1"
    assert left.reason.en


def test_absent(s, tmp_path):
    s.wish("absent", "1", date="2026-12-14")
    s.wish("absent", "2")
    plan = plan_of(s, tmp_path)
    assert {round_.team for round_ in plan.rounds} == {"1"}
    (left,) = plan.unvisited
    assert (left.id, str(left.date), left.reason.en) == (
        "B1", "2026-12-14", "no team walks on that day"
    )  # fmt: skip


def test_nobody_is_there_all_month(s, tmp_path):
    for team in "12":
        s.wish("absent", team)
    plan = plan_of(s, tmp_path)
    assert plan.rounds == ()
    assert {item.reason.en for item in plan.unvisited} == {"no team walks on that day"}
    assert len(plan.unvisited) == 5


def test_gates_for_a_day(s, tmp_path):
    id_ = s.courtyard(box(-5, -5, 40, 40), enclosed=True, name="Yard")
    s.gate((10, -5), id_, closed=True)
    s.wish("open_gate", "G1", date="2026-12-07")
    plan = plan_of(s, tmp_path)
    assert [day for day, _ in visits_of(plan, "B1")] == ["2026-12-07"]
    assert {item.reason.en for item in plan.unvisited} == {"Yard has no open gate"}


def test_weeks_and_hours(s, tmp_path):
    s.target((60, -10), weeks="2", hours="09:30-09:40;10:00-10:30", minutes=15)
    s.target((70, -10), weeks="5")
    plan = plan_of(s, tmp_path)
    assert [day for day, _ in visits_of(plan, "T2")] == ["2026-12-14"]
    assert [(item.id, item.date) for item in plan.unvisited] == [("T3", None)]
