"""Proposals: the planted spots are found, chance proposes nothing, nobody's home is pointed at."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from walkmap.community import read_community
from walkmap.issues import read_issues
from walkmap.issues.attention import attention_of, last_year, propose

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def sample():
    return read_community(ROOT / "data" / "geo" / "nanshatan")


@pytest.fixture(scope="module")
def issues(sample):
    return read_issues(sample)


def of(found, layer):
    return {change.id: change for change in found.changes if change.layer == layer}


def test_the_planted_spots_and_no_other(sample, issues):
    planted = json.loads((ROOT / "tests/data/nanshatan_hotspots.json").read_text("utf-8"))
    found = of(propose(sample, issues), "buildings")
    assert set(found) == set(planted["buildings"])
    start, end = last_year(issues)
    for id_, change in found.items():
        count = households = total = all_households = 0
        for row in sample.unmanaged.itertuples():
            mine = sum(
                at == row.Index and start <= when.date() <= end
                for at, when in zip(issues["building_id"], issues["recorded_at"], strict=True)
            )
            total, all_households = total + mine, all_households + row.households
            if row.Index == id_:
                count, households = mine, row.households
        times = count / (total * households / all_households)
        assert change.attention == (times >= 1.5) + (times >= 2) + (times >= 3)
        assert f"{count} issues" in change.reason.en
        assert f"{times:.1f} times" in change.reason.en


def test_what_comes_by_chance_is_hardly_ever_proposed(sample, issues):
    rng = np.random.default_rng(5)
    homes = sample.unmanaged["households"]
    recent = issues[issues["recorded_at"] > "2025-11-01"]
    alarms = 0
    for _ in range(10):
        spread = rng.choice(homes.index, size=len(recent), p=homes / homes.sum())
        alarms += bool(of(propose(sample, recent.assign(building_id=spread)), "buildings"))
    assert alarms <= 2


@pytest.mark.parametrize(
    ("times", "attention"), [(1.0, 0), (1.45, 0), (1.6, 1), (1.95, 1), (2.1, 2), (3.2, 3)]
)
def test_the_steps(times, attention):
    shares = np.full(50, 10.0)
    counts = np.full(50, 1000)
    others = 49_000
    counts[0] = round(times * others / (50 - times))
    found = attention_of(counts, shares)
    assert found["times"][0] == pytest.approx(times, abs=0.01)
    assert found["attention"][0] == attention


def test_a_high_share_of_few_issues_is_no_reason():
    found = attention_of(np.array([3, 0, 0, 0]), np.ones(4))
    assert found["times"][0] == 4
    assert found["attention"].tolist() == [0, 0, 0, 0]


def test_attention_without_a_reason_goes_back(sample, issues):
    buildings = sample.buildings.assign(attention=0)
    buildings.loc["B01", "attention"] = 2
    found = of(propose(_with(sample, buildings=buildings), issues), "buildings")
    assert (found["B01"].now, found["B01"].attention) == (2, 0)


def _with(community, **layers):
    from dataclasses import replace

    return replace(community, **layers, _projected={})


def test_a_hazard_is_told_by_what_lies_near_it_and_only_with_a_target(sample, issues):
    spots = sample.targets[sample.targets["kind"] == "accident_spot"]["hazard_id"]
    with_target = next(id_ for id_ in sample.hazards.index if id_ in set(spots))
    without = next(id_ for id_ in sample.hazards.index if id_ not in set(spots))
    for hazard, expected in ((with_target, {with_target}), (without, set())):
        at = sample.hazards.geometry[hazard].representative_point()
        many = issues[issues["building_id"] == ""].tail(40).assign(lon=at.x, lat=at.y)
        found = of(propose(sample, many), "hazards")
        assert set(found) == expected
    assert of(propose(sample, issues[issues["building_id"] != ""]), "hazards") == {}


def calls(issues, building, texts):
    """Issues of which those of the building are calls with these texts."""
    rows = issues.tail(len(texts))
    return rows.assign(source="hotline", building_id=building, text=texts)


def test_callers_are_counted_by_entrance(sample, issues):
    texts = ["5号楼3单元楼道灯不亮"] * 3 + ["三单元又停水"] * 2 + ["2单元漏水"] * 4 + ["楼上太吵"]
    found = propose(sample, calls(issues, "B05", texts), many_calls=5)
    callers = of(found, "targets")
    assert set(callers) == {"B05-3"}
    assert "5 calls" in callers["B05-3"].reason.en
    assert "B05" not in callers["B05-3"].name
    assert found.doorless == 1
    assert set(of(propose(sample, calls(issues, "B05", texts), many_calls=4), "targets")) == {
        "B05-2", "B05-3"
    }  # fmt: skip


def test_a_text_with_two_entrances_tells_none(sample, issues):
    found = propose(sample, calls(issues, "B05", ["1单元和3单元都停水"] * 6), many_calls=3)
    assert of(found, "targets") == {}
    assert found.doorless == 6


def test_who_is_on_the_list_is_not_proposed(sample, issues):
    frequent = sample.targets[sample.targets["kind"] == "frequent_caller"].iloc[0]
    building, door = frequent["building_id"], frequent["entrance_id"]
    key = door.rpartition("-")[2]
    found = propose(sample, calls(issues, building, [f"{key}单元漏水"] * 9), many_calls=3)
    assert door not in of(found, "targets")


def test_fewer_than_three_calls_are_never_asked_for(sample, issues):
    with pytest.raises(ValueError, match="2 calls"):
        propose(sample, issues, many_calls=2)


def test_no_issues_propose_nothing(sample, issues):
    found = propose(sample, issues.iloc[:0])
    assert found.changes == ()
    old = issues.assign(recorded_at=issues["recorded_at"] - pd.DateOffset(years=3))
    twice = propose(sample, pd.concat([old.set_axis(old.index + "x"), issues]))
    assert twice.changes == propose(sample, issues).changes


def test_without_issues_what_was_set_by_hand_stays(sample, issues):
    by_hand = sample.buildings.assign(attention=2)
    assert of(propose(_with(sample, buildings=by_hand), issues.iloc[:0]), "buildings") == {}
