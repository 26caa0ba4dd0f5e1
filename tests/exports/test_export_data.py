"""plan.json, rounds.geojson and plan.gpkg: what programs and QGIS read."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely
from shapely.geometry import shape

from walkmap.exports import plan_gpkg, plan_json, rounds_geojson
from walkmap.words import Words


def read_json(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def written(tmp_path: Path, community, plan):
    def write(function, name: str, *, community=community, plan=plan, lang: str = "zh") -> Path:
        function(tmp_path / name, community, plan, lang=lang)
        return tmp_path / name

    return write


class TestPlanJson:
    def test_keys_and_their_order(self, written):
        data = read_json(written(plan_json, "plan.json"))
        assert list(data) == [
            "format", "community", "month", "seed", "rounds", "unvisited", "warnings", "changes",
        ]  # fmt: skip
        assert (data["format"], data["community"], data["month"]) == (
            "walkmap-plan/1", "tiny", "2026-12",
        )  # fmt: skip
        assert list(data["rounds"][0]) == [
            "date", "team", "start", "end", "walk_m", "walk_s", "visit_s", "wait_s", "steps",
            "return_m", "stops",
        ]  # fmt: skip
        building, _, target = data["rounds"][0]["stops"]
        keys = ["order", "kind", "id", "name", "arrive", "depart", "approach_m", "along_m",
                "entrances", "why"]  # fmt: skip
        assert list(building) == keys
        assert list(target) == [*keys[:2], "target_kind", *keys[2:]]
        assert target["target_kind"] == "elderly_party_member"

    def test_values(self, written):
        first = read_json(written(plan_json, "plan.json"))["rounds"][0]
        assert (first["date"], first["team"], first["start"]) == ("2026-12-07", "1", "08:30:00")
        assert first["stops"][0]["entrances"] == ["B01-1", "B01-2"]
        assert first["stops"][0]["arrive"] == "08:31:40"
        assert first["stops"][0]["approach_m"] == 85.3

    def test_sums_are_right_after_rounding(self, written, plan):
        for round_ in read_json(written(plan_json, "plan.json"))["rounds"]:
            parts = sum(stop["approach_m"] + stop["along_m"] for stop in round_["stops"])
            assert round_["walk_m"] == round(parts + round_["return_m"], 1)
        # Each part loses 0.049 m: the sum of the parts is written, not the rounded sum.
        assert round_["walk_m"] == 310.9
        assert plan.rounds[0].walk_m == pytest.approx(311.145)

    def test_unvisited_has_a_date_for_a_building_only(self, written):
        data = read_json(written(plan_json, "plan.json", lang="en"))
        assert data["unvisited"] == [
            {"id": "B09", "date": "2026-12-14", "reason": "no open gate"},
            {"id": "T17", "reason": "no time left"},
        ]
        assert data["warnings"] == ["a gate is shut"]

    def test_changes_are_told_apart_from_warnings(self, written, plan):
        moved = replace(plan, changes=(Words("1号楼：一组 → 二组", "1: one → two"),))
        data = read_json(written(plan_json, "plan.json", plan=moved, lang="en"))
        assert data["changes"] == ["1: one → two"]
        assert data["warnings"] == ["a gate is shut"]

    @pytest.mark.parametrize(("lang", "why"), [("zh", "每周一必走"), ("en", "every Monday")])
    def test_language(self, written, lang, why):
        data = read_json(written(plan_json, "plan.json", lang=lang))
        assert data["rounds"][0]["stops"][0]["why"] == why

    def test_made_up_data_is_named_by_the_first_warning(self, written, made_up):
        data = read_json(written(plan_json, "plan.json", community=made_up))
        assert data["warnings"] == ["示意数据 · illustrative data", "大门已关"]

    def test_hostile_names(self, written, hostile_plan, shown):
        data = read_json(written(plan_json, "plan.json", plan=hostile_plan))
        assert data["rounds"][0]["stops"][0]["name"] == shown
        assert data["warnings"] == [shown]


class TestGeoJson:
    def test_legs(self, written):
        features = read_json(written(rounds_geojson, "r.geojson"))["features"]
        legs = [f for f in features if f["properties"]["feature"] == "leg"][:6]
        assert legs[2]["properties"] == {
            "feature": "leg", "date": "2026-12-07", "team": "1", "order": 2, "from_id": "B01",
            "to_id": "B02", "part": "approach", "walk_m": 55.5, "passage": True,
        }  # fmt: skip
        assert legs[0]["geometry"] == {
            "type": "LineString",
            "coordinates": [[116.37, 40.0], [116.371, 40.0]],
        }
        assert legs[4]["geometry"] is None

    def test_leg_shorter_than_the_decimals_has_no_geometry(self, written, plan):
        round_ = plan.rounds[0]
        tiny = shapely.LineString([(116.37, 40.0), (116.37 + 1e-9, 40.0)])
        legs = (replace(round_.legs[0], line=tiny), *round_.legs[1:])
        short = replace(plan, rounds=(replace(round_, legs=legs),))
        features = read_json(written(rounds_geojson, "r.geojson", plan=short))["features"]
        assert features[0]["geometry"] is None

    def test_stops(self, written):
        features = read_json(written(rounds_geojson, "r.geojson"))["features"]
        stops = [f for f in features if f["properties"]["feature"] == "stop"][:3]
        assert stops[2] == {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [116.371, 40.0005]},
            "properties": {
                "feature": "stop", "date": "2026-12-07", "team": "1", "order": 3,
                "kind": "target", "target_kind": "elderly_party_member", "id": "T01",
                "name": "2号楼1单元 · 高龄党员", "arrive": "08:41:40", "depart": "08:51:40",
            },
        }  # fmt: skip
        assert "target_kind" not in stops[0]["properties"]

    def test_legs_sum_to_the_plan(self, written):
        rounds = read_json(written(plan_json, "plan.json"))["rounds"]
        features = read_json(written(rounds_geojson, "r.geojson"))["features"]
        for round_ in rounds:
            legs = [
                p["walk_m"]
                for p in (f["properties"] for f in features)
                if (p["feature"], p["date"], p["team"]) == ("leg", round_["date"], round_["team"])
            ]
            assert round(sum(legs), 1) == round_["walk_m"]

    def test_seven_decimals(self, written, plan):
        text = written(rounds_geojson, "r.geojson").read_text(encoding="utf-8")
        shapes = [f["geometry"] for f in json.loads(text)["features"] if f["geometry"]]
        numbers = [n for s in shapes for n in shapely.get_coordinates(shape(s)).flat]
        assert all(number == round(number, 7) for number in numbers)

    def test_gis_reads_it(self, written, made_up, hostile_plan, shown):
        path = written(rounds_geojson, "r.geojson", community=made_up, plan=hostile_plan)
        table = gpd.read_file(path)
        assert len(table) == 18
        assert set(table["name"].dropna()) == {shown}
        assert read_json(path)["description"] == "示意数据 · illustrative data"

    def test_plan_without_rounds(self, written, plan):
        path = written(rounds_geojson, "r.geojson", plan=replace(plan, rounds=()))
        assert read_json(path)["features"] == []


class TestGeoPackage:
    def test_layers(self, written):
        layers = dict(pyogrio.list_layers(written(plan_gpkg, "plan.gpkg")))
        assert layers == {
            "rounds": "MultiLineString", "legs": "LineString", "stops": "Point",
            "buildings": "MultiPolygon", "unvisited": None, "about": None,
        }  # fmt: skip

    def test_round_trip(self, written):
        path = written(plan_gpkg, "plan.gpkg", lang="en")
        rounds = gpd.read_file(path, layer="rounds")
        assert rounds.crs == "EPSG:4326"
        assert list(rounds["walk_m"]) == [310.9] * 3
        assert len(rounds.geometry.iloc[0].geoms) == 5
        legs, stops = gpd.read_file(path, layer="legs"), gpd.read_file(path, layer="stops")
        assert legs.geometry.isna().sum() == 3
        assert legs["passage"].sum() == 3
        assert list(stops["name"][:2]) == ["1号楼", "2号楼"]
        assert stops["entrances"][1] == "B02-2,B02-1"
        buildings = gpd.read_file(path, layer="buildings")
        assert dict(zip(buildings["id"], buildings["mondays"], strict=True)) == {"B01": 2, "B02": 2}
        unvisited = gpd.read_file(path, layer="unvisited")
        assert list(unvisited["reason"]) == ["no open gate", "no time left"]

    def test_made_up_data_is_named(self, written, made_up):
        about = gpd.read_file(written(plan_gpkg, "plan.gpkg", community=made_up), layer="about")
        assert "示意数据 · illustrative data" in set(about["value"])

    def test_hostile_names_and_replaced_file(self, written, hostile_plan, shown):
        path = written(plan_gpkg, "plan.gpkg")
        written(plan_gpkg, "plan.gpkg", plan=hostile_plan)
        assert set(gpd.read_file(path, layer="stops")["name"]) == {shown}
        assert len(gpd.read_file(path, layer="rounds")) == 2

    def test_plan_without_rounds(self, written, plan):
        empty = replace(plan, rounds=(), unvisited=(), warnings=(), dates=(date(2026, 12, 7),))
        path = written(plan_gpkg, "plan.gpkg", plan=empty)
        assert len(gpd.read_file(path, layer="stops")) == 0
        assert list(gpd.read_file(path, layer="unvisited").columns) == [
            "id", "name", "date", "reason",
        ]  # fmt: skip

    def test_gdal_is_left_as_it_was(self, written):
        written(plan_gpkg, "plan.gpkg")
        assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None
