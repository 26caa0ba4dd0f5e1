"""Why a stop is there: what is said is true, and said in the words of the people there."""

import re
from pathlib import Path

import pytest
from shapely import box
from strategies import MONDAYS, Sketch

from walkmap.jobs import make_month
from walkmap.rounds import MonthPlan, SolveParams


@pytest.fixture
def s() -> Sketch:
    sketch = Sketch()
    sketch.street((-400, -10), (400, -10))
    sketch.office((0, -10))
    sketch.building(box(0, 0, 20, 10), [(5, 0), (15, 0)])
    sketch.settings["teams"] = [{"id": "1", "name": "Reds"}, {"id": "2", "name": "Blues"}]
    return sketch


def plan_of(s: Sketch, folder: Path) -> MonthPlan:
    params = SolveParams(effort="quick")
    made = make_month(s.save(folder / "c"), "2026-12", out=folder / "o", params=params, pages=False)
    assert made.plan is not None
    return made.plan


def whys(plan: MonthPlan, id_: str) -> list[str]:
    return [s.why.en for round_ in plan.rounds for s in round_.stops if s.id == id_]


def kept_by_blues(s: Sketch, **blues: object) -> None:
    """Let the second team look after a courtyard, in which a target is."""
    s.courtyard(box(50, -5, 100, 60))
    s.settings["teams"][1] |= {"courtyards": ["C1"], **blues}
    s.target((60, 20), stairs=3)


def test_who_looks_after_a_courtyard_is_named_and_not_numbered(s, tmp_path):
    kept_by_blues(s)
    (why,) = whys(plan_of(s, tmp_path), "T1")
    assert "Blues looks after this courtyard" in why


@pytest.mark.parametrize("kept", ["rule", "no"])
def test_how_courtyards_are_kept(s, tmp_path, kept):
    kept_by_blues(s)
    s.settings["courtyards_kept"] = kept
    (why,) = whys(plan_of(s, tmp_path), "T1")
    assert ("looks after" in why) == (kept == "rule")


def test_stairs_are_why_another_team_comes(s, tmp_path):
    kept_by_blues(s, no_stairs=True)
    (why,) = whys(plan_of(s, tmp_path), "T1")
    assert "Blues looks after this courtyard, and can't climb the stairs" in why


def test_absence_is_why_another_team_comes(s, tmp_path):
    kept_by_blues(s)
    s.wish("absent", "2")
    (why,) = whys(plan_of(s, tmp_path), "T1")
    assert "Blues looks after this courtyard, and does not walk on that day" in why


def test_a_full_round_is_why_another_team_comes(s, tmp_path):
    kept_by_blues(s, end="09:00")
    s.settings["minutes"] = {"small_shop": 25}
    s.target((65, 20))
    s.target((70, 20))
    for id_ in ("T1", "T2", "T3"):
        s.wish("pin", id_, date=MONDAYS[0])
    plan = plan_of(s, tmp_path)
    by_reds = [x for r in plan.rounds if r.team == "1" for x in r.stops if x.kind == "target"]
    assert len(by_reds) == 2
    for stop in by_reds:
        assert "Blues looks after this courtyard, and has no room for it" in stop.why.en


def test_a_wish_is_the_reason(s, tmp_path):
    s.target((50, -10))
    s.wish("pin", "T1", date=MONDAYS[1], team="2")
    (why,) = whys(plan_of(s, tmp_path), "T1")
    assert "pinned to this day" in why
    assert "pinned to Blues" in why


def test_only_one_monday_suits(s, tmp_path):
    s.target((50, -10), weeks="2")
    (why,) = whys(plan_of(s, tmp_path), "T1")
    assert "only this Monday suits" in why


def test_another_monday_is_one_that_keeps_two_visits_apart(s, tmp_path):
    s.settings["times_a_month"] = {"small_shop": 2}
    s.target((50, -10), weeks="1,2,3")
    both = whys(plan_of(s, tmp_path), "T1")
    assert len(both) == 2
    assert all("only this Monday suits" in why for why in both)


def test_no_other_monday_has_room(s, tmp_path):
    s.settings["teams"] = [{"id": "1", "name": "Reds", "end": "09:30"}]
    s.target((50, -10), minutes=45)
    for day in MONDAYS[1:]:
        s.wish("pin", s.target((30, -10), minutes=45), date=day)
    (why,) = whys(plan_of(s, tmp_path), "T1")
    assert "no other Monday has room for it" in why


def test_balance_is_a_reason_only_where_another_monday_would_be_longer(s, tmp_path):
    s.settings |= {"teams": [{"id": "1", "name": "Reds"}], "plan": {"balance": 1}}
    s.target((50, -10))
    (why,) = whys(plan_of(s, tmp_path / "one"), "T1")
    assert "another Monday would do as well" in why
    for x in (51, 52, 53):
        s.target((x, -10))
    plan = plan_of(s, tmp_path / "four")
    assert [len(round_.stops) for round_ in plan.rounds] == [2] * 4
    assert all("of like length" in whys(plan, f"T{n}")[0] for n in range(1, 5))


def test_a_shorter_way_on_a_longer_monday_is_not_taken_for_as_good(s, tmp_path):
    s.settings |= {"teams": [{"id": "1", "name": "Reds"}], "plan": {"balance": 1}}
    s.target((-80, -10))
    s.wish("pin", s.target((-80, -10)), date=MONDAYS[2])
    plan = plan_of(s, tmp_path)
    (why,) = whys(plan, "T1")
    assert [len(round_.stops) for round_ in plan.rounds].count(2) == 2
    assert "it adds 160 m to this round; here it keeps the rounds of like length" in why


@pytest.mark.parametrize(("x", "other_x"), [(150, 160), (300, 120)])
def test_the_metres_are_what_another_monday_would_really_add(s, tmp_path, x, other_x):
    s.settings |= {"teams": [{"id": "1", "name": "Reds"}], "plan": {"balance": 0, "habit_m": 0}}
    s.target((x, -10))
    s.wish("pin", s.target((other_x, -10)), date=MONDAYS[2])
    plan = plan_of(s, tmp_path / "free")
    (why,) = whys(plan, "T1")
    said = re.search(r"on another Monday it would add (\d+) m", why)
    here = re.search(r"it adds (\d+) m to this round", why)
    assert said, why
    totals = []
    for number, day in enumerate(MONDAYS):
        if number != 2:
            s.wishes = [wish for wish in s.wishes if wish[2] != "T1"]
            s.wish("pin", "T1", date=day)
            pinned = plan_of(s, tmp_path / str(number))
            totals.append(sum(round_.walk_m for round_ in pinned.rounds))
    more = min(totals) - sum(round_.walk_m for round_ in plan.rounds)
    assert float(said[1]) - float(here[1] if here else 0) == pytest.approx(more, abs=6)
