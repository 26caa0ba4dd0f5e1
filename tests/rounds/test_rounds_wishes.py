"""What the planner insists on, from `wishes.csv` to the plan."""

from pathlib import Path

import pytest
from checker import faults
from shapely import box
from strategies import Sketch

from walkmap.jobs import make_month
from walkmap.network import Walks, streets_of
from walkmap.rounds import Month, MonthPlan, SolveParams, make_problem, round_days

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


def month_of(s: Sketch, folder: Path, month: str = "2026-12") -> Month:
    community = s.read(folder / "c")
    days = round_days(month, "move")
    return make_problem(Walks(community, streets_of(community)), days.dates, weeks=days.weeks)


def plan_of(s: Sketch, folder: Path) -> MonthPlan:
    community, out = s.save(folder / "c"), folder / "o"
    params = SolveParams(effort="quick")
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
    assert {item.reason.en for item in plan.unvisited} == {
        "Yard has no open gate; it can be reached if G1 is open"
    }


def test_weeks_and_hours(s, tmp_path):
    s.target((60, -10), weeks="2", hours="09:30-09:40;10:00-10:30", minutes=15)
    s.target((70, -10), weeks="5")
    plan = plan_of(s, tmp_path)
    assert [day for day, _ in visits_of(plan, "T2")] == ["2026-12-14"]
    assert [(item.id, item.date) for item in plan.unvisited] == [("T3", None)]


# What is added


def test_add_a_managed_building(s, tmp_path):
    s.building(box(30, 0, 50, 10), [(35, 0)], managed=True)
    s.building(box(60, 0, 80, 10), [(65, 0)], managed=True)
    s.wish("add", "B2", date="2026-12-14", team="2")
    s.wish("add", "B3")
    plan = plan_of(s, tmp_path)
    assert visits_of(plan, "B2") == [("2026-12-14", "2")]
    assert len(visits_of(plan, "B3")) == 1
    assert len(visits_of(plan, "B1")) == 4


def test_a_building_that_is_added_once_may_be_left_out_and_is_named(s, tmp_path):
    s.building(box(30, 0, 50, 10), [(35, 0)], managed=True)
    s.wish("add", "B2")
    s.wish("forbid", "B2", team="1")
    s.wish("absent", "2")
    (left,) = plan_of(s, tmp_path).unvisited
    assert (left.id, left.date) == ("B2", None)


@pytest.mark.parametrize("what", ["add", "pin"])
def test_a_target_that_is_not_due_is_visited_on_the_day_that_is_wished(s, tmp_path, what):
    s.rows["targets"][0]["last_visit"] = "2026-12-01"
    s.wish(what, "T1", date="2026-12-14")
    assert [day for day, _ in visits_of(plan_of(s, tmp_path), "T1")] == ["2026-12-14"]


@pytest.mark.parametrize("weeks", [None, "5"])
def test_a_target_that_is_not_due_is_visited_once_if_it_is_added(s, tmp_path, weeks):
    s.rows["targets"][0] |= {"last_visit": "2026-12-01", "weeks": weeks}
    s.wish("add", "T1")
    assert len(visits_of(plan_of(s, tmp_path), "T1")) == 1


def test_pins_of_a_target_that_is_due_twice(s, tmp_path):
    s.settings["times_a_month"] = {"small_shop": 2}
    s.wish("pin", "T1", date="2026-12-14")
    month = month_of(s, tmp_path / "one")
    (visit,) = (visit for visit in month.problem.visits if visit.id == "T1")
    assert (visit.times, visit.days) == (2, (1, 3))  # only the 28th is far enough
    s.wish("pin", "T1", date="2026-12-21")
    month = month_of(s, tmp_path / "two")
    (visit,) = (visit for visit in month.problem.visits if visit.id == "T1")
    assert (visit.times, visit.days, visit.apart) == (2, (1, 2), 7)
    assert month.notes == ()


def test_of_five_mondays_no_pair_goes_round_the_one_pinned(s, tmp_path):
    s.settings["times_a_month"] = {"small_shop": 2}
    s.wish("pin", "T1", date="2026-11-02")
    month = month_of(s, tmp_path, "2026-11")
    (visit,) = (visit for visit in month.problem.visits if visit.id == "T1")
    assert (visit.times, visit.days) == (2, (0, 2, 3))  # not 16 and 30 November


# What contradicts, or can't be met, is named

CLASHES = {
    "pin and forbid": (
        [("pin", "T1", "2026-12-14", "2"), ("forbid", "T1", "2026-12-14", "")],
        ['wish 1 "pin T1 2026-12-14 team 2" contradicts wish 2 "forbid T1 2026-12-14": '
         "row 2 holds"],
        ["07 1", "07 2", "21 1", "21 2", "28 1", "28 2"],
    ),
    "forbid and pin": (
        [("forbid", "T1", "2026-12-14", ""), ("pin", "T1", "2026-12-14", "2")],
        ['wish 1 "forbid T1 2026-12-14" contradicts wish 2 "pin T1 2026-12-14 team 2": '
         "row 2 holds"],
        ["14 2"],
    ),
    "pin and forbid another team": (
        [("pin", "T1", "2026-12-14", "2"), ("forbid", "T1", "", "1")],
        [],
        ["14 2"],
    ),
    "two days": (
        [("pin", "T1", "2026-12-14", ""), ("pin", "T1", "2026-12-21", "1")],
        ['wish 1 "pin T1 2026-12-14" contradicts wish 2 "pin T1 2026-12-21 team 1": row 2 holds'],
        ["21 1"],
    ),
    "two teams": (
        [("pin", "T1", "", "1"), ("pin", "T1", "", "2")],
        ['wish 1 "pin T1 team 1" contradicts wish 2 "pin T1 team 2": row 2 holds'],
        ["07 2", "14 2", "21 2", "28 2"],
    ),
    "a team for the month and another for a day": (
        [("pin", "T1", "2026-12-14", "1"), ("pin", "T1", "", "2")],
        [],
        ["14 1"],
    ),
    "an absent team": (
        [("pin", "T1", "2026-12-14", "2"), ("absent", "2", "2026-12-14", "")],
        ['wish 1 "pin T1 2026-12-14 team 2" contradicts wish 2 "absent 2026-12-14 team 2": '
         "row 2 holds"],
        ["07 1", "07 2", "14 1", "21 1", "21 2", "28 1", "28 2"],
    ),
    "stairs": (
        [("pin", "T2", "2026-12-14", "3")],
        ['wish 1 "pin T2 2026-12-14 team 3": there are stairs that team 3 can\'t climb: '
         "another team goes"],
        None,
    ),
    "no day of rounds": (
        [("pin", "T1", "2026-12-15", ""), ("close_gate", "G1", "2026-12-25", "")],
        ['wish 1 "pin T1 2026-12-15": there is no round on that day',
         'wish 2 "close_gate G1 2026-12-25": there is no round on that day'],
        None,
    ),
    "another month": ([("pin", "T1", "2026-11-15", "")], [], None),
    "opened and shut": (
        [("open_gate", "G1", "2026-12-14", ""), ("close_gate", "G1", "2026-12-14", "")],
        ['wish 1 "open_gate G1 2026-12-14" contradicts wish 2 "close_gate G1 2026-12-14": '
         "row 2 holds"],
        None,
    ),
    "shut for the month, opened on a day": (
        [("open_gate", "G1", "2026-12-14", ""), ("close_gate", "G1", "", "")], [], None,
    ),
    "added though due": (
        [("add", "T1", "2026-12-14", ""), ("add", "B1", "", "")],
        ['wish 1 "add T1 2026-12-14": it is due this month anyway: write pin to choose the day',
         'wish 2 "add B1": that building is visited on each day anyway'],
        None,
    ),
    "pinned though not visited": (
        [("pin", "M1", "", "2"), ("pin", "T3", "", "2"), ("pin", "T1", "", ""),
         ("add", "M2", "", "")],
        ['wish 1 "pin M1 team 2": that building is managed and not visited: '
         "write add to have it visited",
         'wish 2 "pin T3 team 2": it is not due this month',
         'wish 3 "pin T1": it holds neither a date nor a team',
         'wish 4 "add M2": that building has no entrance'],
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CLASHES)
def test_contradictions_are_named_and_the_later_row_holds(s, tmp_path, name):
    wishes, notes, slots = CLASHES[name]
    s.settings["teams"] = [*TEAMS, {"id": "3", "name": "Three", "no_stairs": True}]
    s.target((60, -10), stairs=3)
    s.target((70, -10), last_visit="2026-12-01")
    s.building(box(30, 0, 50, 10), [(35, 0)], id="M1", managed=True)
    s.building(box(60, 0, 80, 10), [], id="M2", managed=True)
    s.gate((10, -5), s.courtyard(box(-5, -5, 90, 40)))
    for what, id_, day, team in wishes:
        s.wish(what, id_, date=day, team=team)
    month = month_of(s, tmp_path)
    found = [note.en for note in month.notes if not note.en.startswith("T3: visited on")]
    assert found == notes
    assert all(note.zh for note in month.notes)
    if slots is not None:
        (visit,) = (visit for visit in month.problem.visits if visit.id == "T1")
        assert slots == [
            f"{month.dates[shift.day]:%d} {shift.team}"
            for shift in month.problem.shifts
            if shift.day in visit.days and (shift.day, shift.team) not in visit.barred
            if shift.team != "3"
        ]


def test_a_building_pinned_to_an_absent_team_is_visited_by_another_on_that_day(s, tmp_path):
    s.wish("pin", "B1", team="2")
    s.wish("absent", "2", date="2026-12-14")
    month = month_of(s, tmp_path / "notes")
    assert [note.en for note in month.notes] == [
        'wish 1 "pin B1 team 2" contradicts wish 2 "absent 2026-12-14 team 2": row 2 holds'
    ]
    teams = dict(visits_of(plan_of(s, tmp_path), "B1"))
    assert teams == {"2026-12-07": "2", "2026-12-14": "1", "2026-12-21": "2", "2026-12-28": "2"}


@pytest.mark.parametrize("first", ["open_gate", "close_gate"])
def test_the_later_of_two_wishes_about_a_gate_holds(s, tmp_path, first):
    s.gate((10, -5), s.courtyard(box(-5, -5, 40, 40), enclosed=True))
    both = {"open_gate", "close_gate"}
    for what in (first, *(both - {first})):
        s.wish(what, "G1", date="2026-12-14")
    s.wish("close_gate", "G1")
    open_on = [] if first == "open_gate" else ["2026-12-14"]
    assert [day for day, _ in visits_of(plan_of(s, tmp_path), "B1")] == open_on


def test_a_wish_for_a_holiday_is_named_and_one_for_the_day_it_moved_to_holds(s, tmp_path):
    s.wish("pin", "T1", date="2026-10-08")
    s.wish("pin", "T1", date="2026-10-05")
    month = month_of(s, tmp_path, "2026-10")
    (visit,) = (visit for visit in month.problem.visits if visit.id == "T1")
    assert visit.days == (0,)
    assert [note.en for note in month.notes] == [
        'wish 2 "pin T1 2026-10-05": there is no round on that day'
    ]
