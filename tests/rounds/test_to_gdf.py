"""A plan as tables of stops and legs: what a notebook works with."""

import json
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import geopandas as gpd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from walkmap.exports import rounds_geojson
from walkmap.rounds.plan import Leg, MonthPlan, Round, Stop
from walkmap.words import Words

HOME = shapely.Point(116.371, 40.0)
WAY = shapely.LineString([(116.37, 40.0), (116.371, 40.0)])


@pytest.fixture
def plan() -> MonthPlan:
    """One round: a building, then a home in it, so that the second leg has no length."""
    why = Words("每周一必走", "every Monday")
    building = Stop(
        1, "building", "", "B01", "1号楼", HOME, 30700, 31000, 180, 85.26, 20.0, ("B01-1",), why
    )
    home = replace(
        building, order=2, kind="target", target_kind="elderly_party_member", id="T01",
        name="1号楼 · 高龄党员", arrive_s=31000, depart_s=31600, approach_m=0, entrances=(),
    )  # fmt: skip
    legs = (
        Leg("approach", 1, "office", "B01", 85.26, WAY, passage=True),
        Leg("approach", 2, "B01", "T01", 0.0, None),
        Leg("return", 3, "T01", "office", 85.26, WAY.reverse()),
    )
    round_ = Round(
        date(2026, 12, 7), "1", "一组", 30600, 31700, 170.52, 85.26, 155, 780, 0, 283,
        (building, home), legs,
    )  # fmt: skip
    return MonthPlan("tiny", "2026-12", (round_.date, date(2026, 12, 14)), 1, (round_,))


def test_stops_and_legs_have_a_row_each_in_visiting_order(plan):
    stops, legs = plan.to_gdf()
    assert stops["id"].tolist() == ["B01", "T01"]
    assert stops["target_kind"].tolist() == ["", "elderly_party_member"]
    assert stops["arrive"].tolist() == ["08:31:40", "08:36:40"]
    assert stops.geometry.tolist() == [HOME, HOME]
    assert legs["to_id"].tolist() == ["B01", "T01", "office"]
    assert legs["walk_m"].sum() == pytest.approx(170.52)
    assert legs["passage"].tolist() == [True, False, False]
    assert legs.geometry.isna().tolist() == [False, True, False]


def test_lengths_on_the_map_are_those_of_the_legs(plan):
    _, legs = plan.to_gdf()
    on_map = legs.to_crs("EPSG:32650").length.fillna(0)
    assert on_map.tolist() == pytest.approx(legs["walk_m"].tolist(), rel=0.002)


def test_columns_are_those_of_the_file(plan, tmp_path):
    path = tmp_path / "rounds.geojson"
    community = SimpleNamespace(settings=SimpleNamespace(illustrative=False))
    rounds_geojson(path, community, plan, lang="zh")
    rows = [f["properties"] for f in json.loads(path.read_text(encoding="utf-8"))["features"]]
    for table, feature in zip(plan.to_gdf(), ("stop", "leg"), strict=True):
        named = {key for row in rows if row["feature"] == feature for key in row}
        assert {"feature", *table.columns} == named | {"geometry"}
        assert table.crs == "EPSG:4326"


def test_a_month_without_rounds_has_the_same_columns(plan):
    for full, empty in zip(plan.to_gdf(), replace(plan, rounds=()).to_gdf(), strict=True):
        assert_geodataframe_equal(empty, full.iloc[:0])


def test_what_a_name_holds_stays_as_it_is(plan, tmp_path):
    """Tables are for programs: nothing is cleaned, and nothing is lost on the way to a file."""
    (round_,) = plan.rounds
    named = replace(round_, stops=(replace(round_.stops[0], name='甲,乙\n"丙"'),))
    stops, _ = replace(plan, rounds=(named,)).to_gdf()
    stops.to_file(tmp_path / "stops.gpkg", engine="pyogrio")
    assert gpd.read_file(tmp_path / "stops.gpkg")["name"].tolist() == ['甲,乙\n"丙"']
