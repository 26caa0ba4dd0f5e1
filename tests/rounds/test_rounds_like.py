"""An earlier plan kept, one Monday planned anew, and last month's plan as walked."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from checker import faults
from shapely import box
from strategies import MONDAYS, Sketch

from walkmap.jobs import Ask, make_month
from walkmap.rounds import MonthPlan, SolveParams

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "geo" / "nanshatan"
MONTH = "2026-12"
Slot = tuple[str, str]


def planned(community: Path, out: Path, ask: Ask | None = None, month: str = MONTH) -> MonthPlan:
    params = SolveParams(effort="quick")
    plan = make_month(community, month, out=out, params=params, ask=ask, pages=False).plan
    assert plan is not None
    return plan


def stops_of(plan: MonthPlan) -> dict[Slot, list[str]]:
    return {(r.date.isoformat(), r.team): [s.id for s in r.stops] for r in plan.rounds}


def slots_of(plan: MonthPlan, id_: str) -> list[Slot]:
    return [slot for slot, ids in stops_of(plan).items() if id_ in ids]


def rounds_in(folder: Path) -> dict[Slot, Any]:
    data = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    return {(r["date"], r["team"]): r for r in data["rounds"]}


def bare(round_: dict[str, Any]) -> dict[str, Any]:
    """Return a round without its reasons, which compare it with others."""
    stops = [{k: v for k, v in stop.items() if k != "why"} for stop in round_["stops"]]
    return {**round_, "stops": stops}


def with_wishes(folder: Path, *rows: str) -> Path:
    """Copy the sample, with wishes."""
    shutil.copytree(SAMPLE, folder)
    with (folder / "wishes.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in rows)
    return folder


# The sample


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Iterator[tuple[MonthPlan, Path]]:
    out = tmp_path_factory.mktemp("first") / "out"
    return planned(SAMPLE, out), out


def test_where_nothing_has_changed_the_plan_stays_as_it_is(first, tmp_path):
    before, out = first
    again = planned(SAMPLE, tmp_path / "o", Ask(like=out / "plan.json"))
    assert stops_of(again) == stops_of(before)
    assert again.changes == ()


@pytest.mark.parametrize("id_", ["T16", "T31", "T40"])
def test_one_pin_changes_only_what_it_must(first, tmp_path, id_):
    before, out = first
    ((day, _),) = slots_of(before, id_)
    other = next(monday for monday in reversed(MONDAYS) if monday != day)
    community = with_wishes(tmp_path / "c", f"{other},pin,{id_},,")
    after = planned(community, tmp_path / "o", Ask(like=out / "plan.json"))
    assert faults(community, tmp_path / "o", MONTH) == []
    ((there, _),) = slots_of(after, id_)
    assert there == other
    # Every other stop has its day, its team, and its place in the order.
    rest = [
        {slot: [stop for stop in ids if stop != id_] for slot, ids in stops_of(plan).items()}
        for plan in (before, after)
    ]
    assert rest[0] == rest[1]
    (change,) = after.changes
    name = next(s.name for r in before.rounds for s in r.stops if s.id == id_)
    assert name in change.zh
    assert "按安排要求" in change.zh


@pytest.mark.parametrize("absent", [("2",), ("1", "2")])
def test_one_monday_anew_leaves_all_others_but_for_what_is_moved_to_later_ones(
    first, tmp_path, absent
):
    before, out = first
    day = MONDAYS[1]
    ask = Ask(like=out / "plan.json", day=date.fromisoformat(day), absent=absent)
    after = planned(SAMPLE, tmp_path / "o", ask)
    community = with_wishes(tmp_path / "c", *(f"{day},absent,{team},," for team in absent))
    assert faults(community, tmp_path / "o", MONTH) == []
    then, now = rounds_in(out), rounds_in(tmp_path / "o")
    assert {slot for slot in now if slot[0] == day}.isdisjoint((day, team) for team in absent)
    moved = set()
    for slot in (slot for slot in then if slot[0] != day):
        old, new = ([stop["id"] for stop in each[slot]["stops"]] for each in (then, now))
        more = set(new) - set(old)
        assert [id_ for id_ in new if id_ not in more] == old
        if slot[0] < day or not more:
            assert bare(now[slot]) == bare(then[slot])
        moved |= more
        assert all(slots_of(before, id_)[0][0] == day for id_ in more)
        assert slot[0] > day or not more
    names = {stop.id: stop.name for round_ in before.rounds for stop in round_.stops}
    for id_ in moved:
        (change,) = (c for c in after.changes if c.zh.startswith(f"{names[id_]}："))
        assert f"12-{day[-2:]}" in change.zh
    # What has passed can't be mended.
    assert not any("12-07" in item.reason.zh for item in after.unvisited)


def test_with_all_teams_there_one_monday_anew_changes_nothing_elsewhere(first, tmp_path):
    before, out = first
    ask = Ask(like=out / "plan.json", day=date.fromisoformat(MONDAYS[3]))
    after = planned(SAMPLE, tmp_path / "o", ask)
    assert stops_of(after) == stops_of(before)
    assert after.changes == ()


# By hand


@pytest.fixture
def s() -> Sketch:
    sketch = Sketch()
    sketch.street((-200, -10), (200, -10))
    sketch.office((0, -10))
    sketch.building(box(0, 0, 20, 10), [(5, 0), (15, 0)])
    sketch.building(box(30, 0, 50, 10), [(35, 0), (45, 0)])
    sketch.target((60, -10))
    sketch.settings["teams"] = [{"id": "1", "name": "Reds"}, {"id": "2", "name": "Blues"}]
    return sketch


def on(day: str, like: Path, *absent: str) -> Ask:
    return Ask(like=like / "plan.json", day=date.fromisoformat(day), absent=absent)


def test_a_day_on_which_nobody_is_left_is_told_once(s, tmp_path):
    community = s.save(tmp_path / "c")
    planned(community, tmp_path / "o")
    plan = planned(community, tmp_path / "p", on(MONDAYS[1], tmp_path / "o", "1", "2"))
    left = [
        (item.id, item.date.isoformat(), item.reason.en) for item in plan.unvisited if item.date
    ]
    nobody = "no team walks on that day"
    assert left == [("B1", MONDAYS[1], nobody), ("B2", MONDAYS[1], nobody)]
    assert len(slots_of(plan, "T1")) == 1
    assert plan.warnings == ()


def test_a_day_anew_keeps_two_visits_apart(s, tmp_path):
    s.settings["times_a_month"] = {"small_shop": 2}
    community = s.save(tmp_path / "c")
    planned(community, tmp_path / "o")
    for monday in MONDAYS[1:3]:
        plan = planned(community, tmp_path / "p", on(monday, tmp_path / "o"))
        assert faults(community, tmp_path / "p", MONTH) == []
        assert len(slots_of(plan, "T1")) == 2


def test_what_the_earlier_plan_lacks_is_put_on_the_day_and_later(s, tmp_path):
    s.settings["times_a_month"] = {"small_shop": 2}
    planned(s.save(tmp_path / "c"), tmp_path / "o")
    s.target((70, -10))
    s.target((80, -10), kind="partner_organisation", weeks="3")
    community = s.save(tmp_path / "d")
    for number in (1, 3):
        plan = planned(community, tmp_path / "p", on(MONDAYS[number], tmp_path / "o"))
        assert faults(community, tmp_path / "p", MONTH) == []
        # From the third Monday on there are no two that lie far enough from each other.
        assert len(slots_of(plan, "T2")) == (2 if number < 2 else 1)
        assert len(slots_of(plan, "T3")) == (1 if number < 3 else 0)


def test_a_target_that_a_wish_moves_off_a_later_day_is_not_lost(s, tmp_path):
    s.wish("pin", "T1", date=MONDAYS[3])
    planned(s.save(tmp_path / "c"), tmp_path / "o")
    s.wishes = []
    s.wish("forbid", "T1", date=MONDAYS[3])
    community = s.save(tmp_path / "d")
    plan = planned(community, tmp_path / "p", on(MONDAYS[1], tmp_path / "o"))
    assert faults(community, tmp_path / "p", MONTH) == []
    assert [day for day, _ in slots_of(plan, "T1")] == [MONDAYS[1]]


def test_a_plan_of_the_month_before_tells_who_has_been_visited(s, tmp_path):
    s.wish("pin", "T1", date="2026-11-30")
    planned(s.save(tmp_path / "c"), tmp_path / "o", month="2026-11")
    s.wishes = []
    community = s.save(tmp_path / "d")
    for ask in (Ask(after=tmp_path / "o/plan.json"), Ask(like=tmp_path / "o/plan.json")):
        plan = planned(community, tmp_path / "p", ask)
        ((day, _),) = slots_of(plan, "T1")
        assert day >= "2026-12-21"
        (stop,) = (x for r in plan.rounds for x in r.stops if x.id == "T1")
        assert f"last visited {(date.fromisoformat(day) - date(2026, 11, 30)).days}" in stop.why.en
        assert plan.changes == ()


def test_a_home_keeps_its_monday_when_another_reason_joins_it(s, tmp_path):
    """The visit then goes by the other's id."""
    cells = {"building_id": "B2", "entrance_id": "B2-1", "room": "101"}
    s.target(id="T9", kind="frequent_caller", **cells)
    s.wish("pin", "T9", date=MONDAYS[2])
    planned(s.save(tmp_path / "c"), tmp_path / "o")
    s.wishes = []
    s.target(id="T2", kind="elderly_party_member", **cells)
    community = s.save(tmp_path / "d")
    plan = planned(community, tmp_path / "p", Ask(like=tmp_path / "o/plan.json"))
    (stop,) = (x for r in plan.rounds for x in r.stops if x.also)
    assert {stop.id, *stop.also} == {"T2", "T9"}
    assert [day for day, _ in slots_of(plan, stop.id)] == [MONDAYS[2]]
    assert len(plan.changes) == 1  # T2 is new


def test_what_is_not_due_any_more_and_what_does_not_fit_are_told_apart(s, tmp_path):
    s.target((70, -10), minutes=60)
    planned(s.save(tmp_path / "c"), tmp_path / "o")
    s.rows["targets"][0]["last_visit"] = "2026-12-02"
    s.rows["targets"][0]["weeks"] = "1"
    s.settings["shift"] = {"start": "08:30", "end": "09:25"}
    plan = planned(s.save(tmp_path / "d"), tmp_path / "p", Ask(like=tmp_path / "o/plan.json"))
    said = {change.en.split(":")[0]: change.en for change in plan.changes}
    assert "not due any more" in said["T1"]
    assert "does not fit any more" in said["T2"]
