"""What is due in a month, and what the problem makes of it."""

import json
import tempfile
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from checker import faults
from folder import Folder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rules import APART_DAYS, Rules
from shapely import Point, box
from strategies import Sketch, ruled

from walkmap.community import read_community
from walkmap.jobs import make_month
from walkmap.network import Walks, streets_of
from walkmap.rounds import Month, SolveParams, last_visits, make_problem, round_days
from walkmap.rounds.problem import Visit
from walkmap.rounds.wanted import Wanted, wanted
from walkmap.words import TARGET_KINDS

HOME = "elderly_party_member"


@pytest.fixture
def s() -> Sketch:
    """A street with one building of three entrances, and the office."""
    sketch = Sketch()
    sketch.street((-200, -10), (200, -10))
    sketch.office((0, -10))
    sketch.building(box(0, 0, 30, 10), [(5, 0), (15, 0), (25, 0)])
    return sketch


def month_of(s: Sketch, folder: Path, month: str = "2026-12", **options) -> Month:
    community = s.read(folder)
    days = round_days(month, community.settings.holiday_rule)
    walks = Walks(community, streets_of(community))
    return make_problem(walks, days.dates, weeks=days.weeks, **options)


def visit_of(month: Month, id_: str) -> Visit:
    (visit,) = (visit for visit in month.problem.visits if visit.id == id_)
    return visit


def ids(month: Month) -> list[str]:
    return [visit.id for visit in month.problem.visits]


def said(month: Month, word: str) -> list[str]:
    return [note.en for note in month.notes if word in note.en]


def reasons(month: Month) -> dict[str, str]:
    return {item.id: item.reason.en for item in month.hopeless}


# How long, how important


def test_minutes_and_attention(s, tmp_path):
    s.settings["minutes"] = {"entrance": 2, "accident_spot": 5, "attention": [1, 2, 4, 8]}
    s.rows["buildings"][0]["attention"] = 3
    s.hazard(Point(50, -10), attention=2)
    s.target(hazard_id="H1", kind="accident_spot")
    s.target((60, -10), kind="small_shop", hazard_id="H1", minutes=7)
    month = month_of(s, tmp_path)
    assert visit_of(month, "B1").service_s == (3 * 2 + 8) * 60
    assert visit_of(month, "T1").service_s == (5 + 4) * 60
    assert visit_of(month, "T2").service_s == 7 * 60


def test_priority_is_its_own_or_its_kinds(s, tmp_path):
    s.settings["priority"] = {"small_shop": 3}
    for priority in (None, 1, 2, 3):
        s.target((60, -10), priority=priority)
    s.target((60, -10), kind="accident_spot")
    month = month_of(s, tmp_path)
    weights = [visit_of(month, f"T{i}").weight for i in range(1, 6)]
    assert weights[0] == weights[3] < weights[2] == weights[4] < weights[1]
    assert visit_of(month, "B1").weight > 10 * weights[1]


def test_what_a_plan_is_worth(s, tmp_path):
    s.settings["plan"] = {"balance": 0.5, "habit_m": 0, "keeper_m": 7}
    trade = month_of(s, tmp_path).problem.trade
    assert (trade.balance, trade.habit_m, trade.keeper_m) == (0.5, 0, 7)


# How often, and when


def test_twenty_one_days_after_the_last_visit(s, tmp_path):
    s.target((60, -10), last_visit="2026-11-23")
    s.target((60, -10), last_visit="2026-11-24")
    s.target((60, -10), last_visit="2026-12-01", weeks="1")
    month = month_of(s, tmp_path)
    assert visit_of(month, "T1").days == (1, 2, 3)
    assert visit_of(month, "T2").days == (2, 3)
    assert "T3" not in ids(month)
    assert len(said(month, "T3")) == 1


def test_a_target_whose_weeks_come_too_early_is_named_with_that_reason(s, tmp_path):
    s.target((60, -10), last_visit="2026-11-23", weeks="1")
    s.target((60, -10), weeks="5")
    month = month_of(s, tmp_path)
    assert "less than 21 days" in reasons(month)["T1"]
    assert "see weeks" in reasons(month)["T2"]


def test_a_month_that_is_over_is_planned_as_it_was(s, tmp_path):
    s.target((60, -10), last_visit="2027-03-01")
    assert visit_of(month_of(s, tmp_path), "T1").days == (0, 1, 2, 3)


def test_what_was_visited_in_the_month_is_done(s, tmp_path):
    s.settings["times_a_month"] = {"accident_spot": 2}
    s.settings["days_between_visits"] = 0
    s.target((60, -10), last_visit="2026-12-02")
    s.target((60, -10), last_visit="2026-12-02", kind="accident_spot")
    month = month_of(s, tmp_path)
    assert "T1" not in ids(month)
    assert said(month, "T1: visited on 2026-12-02")
    second = visit_of(month, "T2")
    assert (second.times, second.days) == (1, (1, 2, 3))


def test_twice_a_month(s, tmp_path):
    s.settings["times_a_month"] = {"small_shop": 2}
    s.target((60, -10))
    s.target((60, -10), weeks="2,3")
    month = month_of(s, tmp_path)
    assert (visit_of(month, "T1").times, visit_of(month, "T1").apart) == (2, 11)
    assert visit_of(month, "T2").times == 1
    assert said(month, "T2: visited once, not twice")


def test_every_second_month(s, tmp_path):
    s.settings["times_a_month"] = {"small_shop": 0.5}
    for last in ("2026-11-01", "2026-10-31", None):
        s.target((60, -10), last_visit=last)
    month = month_of(s, tmp_path)
    assert ids(month) == ["B1", "T2", "T3"]
    assert said(month, "T1: visited on 2026-11-01, every second month")
    assert month.hopeless == ()


def test_weeks_count_mondays_wherever_they_went(s, tmp_path):
    s.target((60, -10), weeks="1")
    s.target((60, -10), weeks="2")
    moved = month_of(s, tmp_path / "move", "2018-10")
    assert [visit_of(moved, id_).days for id_ in ("T1", "T2")] == [(1,), (0,)]
    assert moved.dates[1] == date(2018, 10, 9)
    s.settings["holiday_rule"] = "skip"
    skipped = month_of(s, tmp_path / "skip", "2018-10")
    assert visit_of(skipped, "T2").days == (0,)
    assert "see weeks" in reasons(skipped)["T1"]


def test_the_newest_of_all_visits_counts(s, tmp_path):
    for last in ("2026-10-05", "2026-11-23", None):
        s.target((60, -10), last_visit=last)
    s.visited("T1", "2026-11-30")
    s.visited("T1", "2026-11-02")
    s.visited("T9", "2026-11-02")
    community = s.read(tmp_path / "a")
    extra = {"T2": date(2026, 10, 5), "T3": date(2026, 11, 9), "T8": date(2026, 11, 9)}
    assert last_visits(community, extra) == {
        "T1": date(2026, 11, 30), "T2": date(2026, 11, 23), "T3": date(2026, 11, 9),
    }  # fmt: skip
    month = month_of(s, tmp_path / "b", visited={"T3": date(2026, 12, 1)})
    assert visit_of(month, "T1").days == (2, 3)
    assert "T3" not in ids(month)


# One home, several reasons


def two_at_home(s: Sketch, first: dict, second: dict) -> None:
    for cells in (first, second):
        s.target(
            **{"kind": HOME, "building_id": "B1", "entrance_id": "B1-2", "room": "302", **cells}
        )


def test_one_visit_to_a_home_with_several_reasons(s, tmp_path):
    two_at_home(
        s,
        {"minutes": 5, "hours": "08:00-10:00", "weeks": "1,2", "priority": 3},
        {"minutes": 9, "hours": "09:00-11:00", "weeks": "2,3", "kind": "frequent_caller"},
    )
    month = month_of(s, tmp_path)
    assert month.together == {"T2": ("T1",)}
    assert ids(month) == ["B1", "T2"]
    visit = visit_of(month, "T2")
    assert (visit.service_s, visit.days, visit.spans) == (9 * 60, (1,), ((9 * 3600, 10 * 3600),))
    assert visit.weight == 20


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"room": "303"}),
        ({}, {"room": None}),
        ({}, {"entrance_id": "B1-3"}),
        ({"entrance_id": None}, {"entrance_id": None}),
        ({}, {"kind": "small_shop"}),
    ],
)
def test_what_is_not_surely_one_home_is_two(s, tmp_path, first, second):
    two_at_home(s, first, second)
    month = month_of(s, tmp_path)
    assert month.together == {}
    assert ids(month) == ["B1", "T1", "T2"]
    assert month.notes == ()


def test_one_point_is_one_home(s, tmp_path):
    for kind in (HOME, "frequent_caller", "small_shop"):
        s.target((60, -10), kind=kind)
    assert month_of(s, tmp_path).together == {"T1": ("T2",)}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"weeks": "1"}, {"weeks": "2"}),
        ({"hours": "09:00-10:00"}, {"hours": "10:00-11:00"}),
        ({"hours": "09:00-10:00"}, {"hours": "09:50-11:00", "minutes": 12}),
    ],
)
def test_a_home_without_a_common_time_is_visited_twice_and_named(s, tmp_path, first, second):
    two_at_home(s, first, second)
    month = month_of(s, tmp_path)
    assert month.together == {}
    assert said(month, "one home") == [
        "T1 and T2 are one home, but no time suits both: they are visited apart"
    ]


def test_a_home_pinned_to_two_teams_is_visited_twice_and_named(s, tmp_path):
    s.settings["teams"] = [{"id": "1", "name": "One"}, {"id": "2", "name": "Two"}]
    two_at_home(s, {}, {})
    s.wish("pin", "T1", team="1")
    s.wish("pin", "T2", team="2")
    month = month_of(s, tmp_path)
    assert month.together == {}
    assert len(said(month, "one home")) == 1


def test_reasons_of_a_home_that_nobody_reaches_are_all_named(s, tmp_path):
    two_at_home(s, {"hours": "17:00-18:00"}, {})
    assert set(reasons(month_of(s, tmp_path))) == {"T1", "T2"}


# Teams

TEAMS = [
    {"id": "1", "name": "One", "courtyards": ["C1"]},
    {"id": "2", "name": "Two", "walking_speed_mps": 0.7},
]


def with_courtyard(s: Sketch, kept: str, **team) -> None:
    s.courtyard(box(-5, -5, 40, 40), name="Yard")
    s.rows["buildings"][0]["courtyard_id"] = "C1"
    s.settings |= {"courtyards_kept": kept, "teams": [{**TEAMS[0], **team}, TEAMS[1]]}
    s.target(building_id="B1", entrance_id="B1-1", stairs=2)
    s.target((38, 38))
    s.target((60, -10))


def teams_of(month: Month, id_: str, day: int = 0) -> list[str]:
    barred = visit_of(month, id_).barred
    walking = [shift.team for shift in month.problem.shifts if shift.day == day]
    return [team for team in walking if (day, team) not in barred]


@pytest.mark.parametrize("kept", ["rule", "wish", "no"])
def test_courtyards_are_kept(s, tmp_path, kept):
    with_courtyard(s, kept)
    month = month_of(s, tmp_path)
    for id_ in ("B1", "T1", "T2"):
        assert teams_of(month, id_) == (["1"] if kept == "rule" else ["1", "2"])
        assert visit_of(month, id_).keepers == (("1",) if kept == "wish" else ())
    assert teams_of(month, "T3") == ["1", "2"]
    assert visit_of(month, "T3").keepers == ()


def test_of_nested_courtyards_the_innermost_counts(s, tmp_path):
    with_courtyard(s, "rule")
    s.courtyard(box(36, 36, 39, 39))
    s.settings["teams"] = [TEAMS[0], {**TEAMS[1], "courtyards": ["C2"]}]
    month = month_of(s, tmp_path)
    assert teams_of(month, "T1") == ["1"]
    assert teams_of(month, "T2") == ["2"]


def test_others_visit_a_courtyard_whose_team_is_away(s, tmp_path):
    with_courtyard(s, "rule")
    s.wish("absent", "1", date="2026-12-14")
    month = month_of(s, tmp_path)
    assert teams_of(month, "B1", 0) == ["1"]
    assert teams_of(month, "B1", 1) == ["2"]
    assert [note.en for note in month.notes] == ["12-14: no team of Yard walks, others visit it"]


def test_a_pin_goes_before_the_courtyard_rule_and_is_named(s, tmp_path):
    with_courtyard(s, "rule")
    s.wish("pin", "T1", team="2")
    month = month_of(s, tmp_path)
    assert teams_of(month, "T1") == ["2"]
    assert said(month, 'wish 1 "pin T1 team 2": that courtyard is kept by team 1; the wish holds')


def test_who_cannot_climb_goes_where_there_is_a_lift(s, tmp_path):
    with_courtyard(s, "no", no_stairs=True)
    month = month_of(s, tmp_path / "stairs")
    assert teams_of(month, "T1") == ["2"]
    assert teams_of(month, "B1") == teams_of(month, "T2") == ["1", "2"]
    s.rows["buildings"][0]["lift"] = True
    assert teams_of(month_of(s, tmp_path / "lift"), "T1") == ["1", "2"]


def test_each_cause_that_leaves_no_team_is_named(s, tmp_path):
    with_courtyard(s, "rule", no_stairs=True)
    both = month_of(s, tmp_path / "both")
    assert "courtyards_kept" in reasons(both)["T1"]
    s.settings["courtyards_kept"] = "no"
    s.wish("absent", "2")
    stairs = month_of(s, tmp_path / "stairs")
    assert reasons(stairs)["T1"] == "there are stairs that no team of those days can climb"
    s.wish("forbid", "T1")
    s.wish("forbid", "T3", team="1")
    wishes = reasons(month_of(s, tmp_path / "wishes"))
    assert wishes["T1"] == wishes["T3"] == "wishes keep every team off it (forbid, pin)"


def test_speed_is_the_teams_or_the_communitys(s, tmp_path):
    s.settings |= {"walking_speed_mps": 1.3, "teams": TEAMS}
    s.courtyard(box(-5, -5, 40, 40))
    speeds = {shift.team: shift.speed_mps for shift in month_of(s, tmp_path).problem.shifts}
    assert speeds == {"1": 1.3, "2": 0.7}


# Whatever community is made up: what is asked is what the rules say, told independently


def asked(s: Sketch, month: str, folder: Path) -> tuple[Rules, Wanted]:
    community = read_community(s.save(folder))
    rules = Rules(Folder(folder), month)
    days = round_days(month, community.settings.holiday_rule)
    assert list(days.dates) == rules.days
    walking = frozenset((rules.days.index(day), team) for day, team in rules.walking)
    return rules, wanted(community, days, walking, {})


def slots(rules: Rules, visit: Visit) -> set[tuple[date, str]]:
    free = {(k, team) for k in visit.days for team in rules.teams} - visit.barred
    return {(rules.days[k], team) for k, team in free} & rules.walking


@given(ruled(), st.sampled_from(["2026-12", "2026-12", "2026-11", "2026-10"]))
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_what_is_asked_is_what_the_rules_say(s: Sketch, month: str):
    with tempfile.TemporaryDirectory() as name:
        rules, found = asked(s, month, Path(name) / "c")
        visits = {visit.id: visit for visit in found.visits}
        merged = {other: id_ for id_, others in found.together.items() for other in others}
        for id_ in (*rules.folder.buildings, *rules.folder.targets):
            ask = rules.ask(id_)
            visit = visits.get(merged.get(id_, id_))
            if not ask.times or (ask.each and not ask.days):
                assert visit is None
                continue
            assert visit is not None, id_
            assert visit.weekly == ask.each
            assert visit.service_s >= round(60 * rules.minutes(id_))
            mine = slots(rules, visit)
            if id_ in merged or id_ in found.together:
                assert mine
                assert mine <= ask.slots
                assert visit.times >= ask.times
                continue
            assert visit.service_s == round(60 * rules.minutes(id_))
            assert ask.each or visit.times == ask.times
            # Of days far enough from a pinned one, some may be left for good.
            assert mine == ask.slots or (visit.times == 2 and mine < ask.slots)
            wish = rules.settings.get("courtyards_kept") == "wish"
            assert set(visit.keepers) == (rules.keepers_of(id_) if wish else set())
        check_twice(rules, found)
        check_homes(rules, found)
        check_told(rules, found)


def check_twice(rules: Rules, found: Wanted) -> None:
    """Two days insisted on are both kept; else two visits can be far enough apart."""
    for visit in found.visits:
        pairs = combinations([rules.days[k] for k in visit.days], 2)
        if visit.times == 2:
            far = [pair for pair in pairs if pair[1] - pair[0] >= timedelta(visit.apart)]
            assert far
            wishes = rules.held(visit.id)
            on = {w["date"] for w in wishes if w["what"] != "forbid" and w["date"]}
            assert all(on <= {day.isoformat() for day in pair} for pair in far)
            assert visit.apart == APART_DAYS or len(on) == 2


def check_homes(rules: Rules, found: Wanted) -> None:
    """No home is visited for two reasons apart if one visit would do for both."""
    targets = [v for v in found.visits if v.id in rules.folder.targets and v.days]
    for a, b in combinations(targets, 2):
        home = rules.home_of(a.id)
        if home is None or home != rules.home_of(b.id) or a.times == 2 or b.times == 2:
            continue
        days = {day for day, _ in slots(rules, a) & slots(rules, b)}
        long_s = max(a.service_s, b.service_s)
        spans = [
            min(x.end_s, y.end_s) - max(x.start_s, y.start_s) for x in a.spans for y in b.spans
        ]
        assert not days or max(spans) < long_s
    for id_, others in found.together.items():
        homes = {rules.home_of(each) for each in (id_, *others)}
        assert len(homes) == 1
        assert None not in homes


def check_told(rules: Rules, found: Wanted) -> None:
    """What is not due is named, and so is what has no day."""
    text = "\n".join(note.en for note in found.notes)
    for id_ in rules.folder.targets:
        if not rules.ask(id_).times:
            assert id_ in text
    for visit in found.visits:
        assert visit.days or visit.id in found.unsuited


def test_every_kind_can_have_its_own_rules(s, tmp_path):
    kinds = dict.fromkeys(TARGET_KINDS, 1)
    s.settings |= {"priority": kinds, "times_a_month": kinds, "minutes": kinds}
    for kind in TARGET_KINDS:
        s.target((60, -10), kind=kind, room=kind)
    month = month_of(s, tmp_path)
    targets = [visit for visit in month.problem.visits if not visit.weekly]
    assert {(v.weight, v.times, v.service_s) for v in targets} == {(400, 1, 60)}


# From the rules to the plan


def planned(s: Sketch, folder: Path, month: str = "2026-12") -> tuple[Path, Path]:
    community, out = s.save(folder / "c"), folder / "o"
    make_month(community, month, out=out, params=SolveParams(effort="quick"), pages=False)
    return community, out


@given(ruled())
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_a_plan_keeps_whatever_rules_are_made_up(s: Sketch):
    with tempfile.TemporaryDirectory() as name:
        community, out = planned(s, Path(name))
        assert faults(community, out, "2026-12") == []


def alone(stop):
    del stop["also"]


def other_home(stop):
    stop["also"] = ["T3"]


def longer(stop):
    stop["depart"] = stop["depart"][:-2] + "59"


@pytest.mark.parametrize("spoil", [alone, other_home, longer], ids=lambda spoil: spoil.__name__)
def test_the_checker_can_tell_of_homes(s, tmp_path, spoil):
    two_at_home(s, {"minutes": 5}, {"minutes": 9})
    s.target((60, -10), kind=HOME, room="1", entrance_id="B1-1")
    community, out = planned(s, tmp_path)
    assert faults(community, out, "2026-12") == []
    plan = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    (stop,) = (stop for r in plan["rounds"] for stop in r["stops"] if "also" in stop)
    spoil(stop)
    (out / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    assert faults(community, out, "2026-12")


LAW = [
    ("targets", {"last_visit": "2026-12-01"}),
    ("targets", {"kind": "accident_spot"}),  # which is due twice
    ("targets", {"stairs": 2}),
    ("buildings", {"attention": 2}),
    ("buildings", {"courtyard_id": "C1"}),
]


@pytest.mark.parametrize(("layer", "cells"), LAW)
def test_the_checker_sees_what_the_rules_have_become(s, tmp_path, layer, cells):
    """A good plan is a bad one once something else is asked."""
    s.courtyard(box(-5, -5, 40, 40))
    s.settings |= {
        "times_a_month": {"accident_spot": 2},
        "courtyards_kept": "rule",
        "teams": [
            {"id": "1", "name": "One", "no_stairs": True},
            {"id": "2", "name": "Two", "courtyards": ["C1"]},
        ],
    }
    s.target((60, -10), stairs=0)
    s.wish("absent", "2", date="2026-12-07")
    s.wish("pin", "T1", date="2026-12-07")
    s.wish("pin", "B1", team="1")
    community, out = planned(s, tmp_path)
    assert faults(community, out, "2026-12") == []
    s.rows[layer][0] |= cells
    del s.wishes[1:]
    assert faults(s.save(tmp_path / "changed"), out, "2026-12")


def test_rounds_of_a_holiday_are_walked_on_the_day_it_moved_to(s, tmp_path):
    s.target((60, -10), weeks="1")
    community, out = planned(s, tmp_path, "2026-10")
    assert faults(community, out, "2026-10") == []
    plan = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    days = {r["date"] for r in plan["rounds"]}
    assert days == {"2026-10-08", "2026-10-12", "2026-10-19", "2026-10-26"}
    assert {r["date"] for r in plan["rounds"] for stop in r["stops"] if stop["id"] == "T1"} == {
        "2026-10-08"
    }
