"""What the sample community promises: true counts, and a drawing one can walk in."""

import csv
import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import geopandas as gpd
import networkx as nx
import osmnx as ox
import pytest
import shapely

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "geo" / "nanshatan"
HOTSPOTS = ROOT / "tests" / "data" / "nanshatan_hotspots.json"
LAYERS = ("courtyards", "buildings", "entrances", "gates", "hazards", "targets", "walls")
COLUMNS = {
    "courtyards": "id,name,kind,enclosed,open_ground,households,assumed",
    "buildings": "id,name,courtyard_id,managed,households,storeys,lift,attention",
    "entrances": "id,name,building_id,order,assumed",
    "gates": "id,name,courtyard_id,hours,closed,assumed",
    "hazards": "id,name,kind,severity,blocks,since,until",
    "targets": "id,name,kind,building_id,entrance_id,hazard_id,minutes,hours,priority,weeks,"
    "last_visit,stairs,note",
    "walls": "id,name",
}
TARGET_KINDS = {
    "elderly_party_member",
    "hardship_party_member",
    "partner_organisation",
    "accident_spot",
    "small_shop",
    "frequent_caller",
}
HOME_KINDS = {"elderly_party_member", "hardship_party_member", "frequent_caller"}
SHIFT = ("08:30", "11:30")
IN_USE = date(2026, 12, 1)


def covers_shift(hours: str | None) -> bool:
    if not hours:
        return True
    spans = [span.split("-") for span in hours.split(";")]
    return any(start <= SHIFT[0] and end >= SHIFT[1] for start, end in spans)


def read_rows(name: str) -> list[dict[str, str]]:
    with (SAMPLE / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def raw():
    return {
        name: json.loads((SAMPLE / f"{name}.geojson").read_text(encoding="utf-8"))
        for name in LAYERS
    }


@pytest.fixture(scope="module")
def rows(raw):
    return {
        name: [feature["properties"] for feature in layer["features"]]
        for name, layer in raw.items()
    }


@pytest.fixture(scope="module")
def shapes():
    """Geometry by id in metres, one dict a layer."""
    layers = {}
    for name in LAYERS:
        frame = gpd.read_file(SAMPLE / f"{name}.geojson").to_crs(32650)
        layers[name] = dict(zip(frame["id"], frame.geometry, strict=True))
    return layers


@pytest.fixture(scope="module")
def streets():
    """Edges of the streets in metres, one line a pair of nodes, and their graph."""
    graph = ox.graph_from_xml(
        SAMPLE / "streets.osm", bidirectional=True, simplify=False, retain_all=True
    )
    graph = nx.Graph(ox.project_graph(graph, to_crs="EPSG:32650"))
    for u, v, data in graph.edges(data=True):
        ends = [(graph.nodes[n]["x"], graph.nodes[n]["y"]) for n in (u, v)]
        data["line"] = shapely.LineString(ends)
    return graph


@pytest.fixture(scope="module")
def issues():
    return read_rows("issues.csv")


@pytest.fixture(scope="module")
def settings():
    return tomllib.loads((SAMPLE / "community.toml").read_text(encoding="utf-8"))


def test_made_again_it_is_the_same_to_the_byte(tmp_path):
    script = ROOT / "scripts" / "make_nanshatan.py"
    subprocess.run([sys.executable, str(script), "--out", str(tmp_path)], check=True)
    made = sorted(path.name for path in (tmp_path / "nanshatan").iterdir())
    assert made == sorted(path.name for path in SAMPLE.iterdir())
    for name in made:
        assert (tmp_path / "nanshatan" / name).read_bytes() == (SAMPLE / name).read_bytes(), name
    assert (tmp_path / HOTSPOTS.name).read_bytes() == HOTSPOTS.read_bytes()


def test_says_that_it_is_illustrative(raw, settings):
    assert settings["illustrative"] is True
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert "示例数据" in readme
    assert "illustrative" in readme
    assert all(layer["illustrative"] is True for layer in raw.values())
    assert "illustrative" in (SAMPLE / "streets.osm").read_text(encoding="utf-8")
    assert json.loads(HOTSPOTS.read_text(encoding="utf-8"))["illustrative"] is True


@pytest.mark.parametrize("name", LAYERS)
def test_layers_have_the_columns_of_the_format(raw, name):
    layer = raw[name]
    assert layer["type"] == "FeatureCollection"
    assert layer["name"] == name
    assert "crs" not in layer
    for feature in layer["features"]:
        assert list(feature["properties"]) == COLUMNS[name].split(",")
        assert feature["properties"]["id"]
        assert feature["properties"]["name"]
    text = (SAMPLE / f"{name}.geojson").read_text(encoding="utf-8")
    assert len(text.splitlines()) == len(layer["features"]) + 2


def test_ids_are_unique_across_the_community(rows):
    ids = [row["id"] for layer in rows.values() for row in layer]
    assert len(ids) == len(set(ids))


def test_everything_stands_at_the_true_place(raw, shapes):
    for layer in raw.values():
        for feature in layer["features"]:
            if feature["geometry"]:
                lons, lats = shapely.get_coordinates(
                    shapely.from_geojson(json.dumps(feature["geometry"]))
                ).T
                assert 116.360 <= lons.min() <= lons.max() <= 116.385
                assert 39.993 <= lats.min() <= lats.max() <= 40.010
    estate = shapely.union_all(list(shapes["courtyards"].values()))
    west, south, east, north = estate.bounds
    assert east - west <= 600
    assert north - south <= 600


def test_counts_of_courtyards_buildings_and_households(rows):
    kinds = Counter(row["kind"] for row in rows["courtyards"])
    assert kinds == {"dormitory": 6, "compound": 3}
    kind_of = {row["id"]: row["kind"] for row in rows["courtyards"]}
    unmanaged = [row for row in rows["buildings"] if not row["managed"]]
    managed = [row for row in rows["buildings"] if row["managed"]]
    assert len(unmanaged) == 32
    assert sum(row["households"] for row in unmanaged) == 2547
    assert {kind_of[row["courtyard_id"]] for row in unmanaged} == {"dormitory"}
    assert {kind_of[row["courtyard_id"]] for row in managed} == {"compound"}


def test_wujian_and_hexie_have_1500_households(rows):
    pair = [row for row in rows["courtyards"] if row["name"] in ("五建小区", "和谐小区")]
    assert [row["kind"] for row in pair] == ["dormitory", "dormitory"]
    assert sum(row["households"] for row in pair) == 1500


def test_households_of_courtyards_are_those_of_their_buildings(rows):
    totals = Counter()
    for row in rows["buildings"]:
        totals[row["courtyard_id"]] += row["households"]
    assert totals == {row["id"]: row["households"] for row in rows["courtyards"]}


def test_dormitory_courtyards_are_enclosed(rows):
    dormitories = [row for row in rows["courtyards"] if row["kind"] == "dormitory"]
    assert all(row["enclosed"] and row["open_ground"] for row in dormitories)
    assert any(not row["enclosed"] for row in rows["courtyards"])


def test_courtyards_keep_apart(shapes):
    yards = list(shapes["courtyards"].values())
    assert all(yard.is_valid for yard in yards)
    gaps = [a.distance(b) for i, a in enumerate(yards) for b in yards[:i]]
    assert min(gaps) > 3


def test_buildings_stand_inside_their_courtyards_and_apart(rows, shapes):
    outlines = shapes["buildings"]
    for row in rows["buildings"]:
        yard, outline = shapes["courtyards"][row["courtyard_id"]], outlines[row["id"]]
        assert yard.contains(outline), row["id"]
        assert yard.exterior.distance(outline) >= 3, row["id"]
    ids = sorted(outlines)
    assert min(outlines[a].distance(outlines[b]) for a in ids for b in ids if a < b) > 5


def test_old_blocks_are_slabs_of_the_time(rows, shapes):
    for row in rows["buildings"]:
        if not row["managed"]:
            corners = shapely.get_coordinates(shapes["buildings"][row["id"]])
            long, short = sorted(
                (shapely.Point(corners[i]).distance(shapely.Point(corners[i + 1])) for i in (0, 1)),
                reverse=True,
            )
            assert 49.5 <= long <= 90, row["id"]
            assert short == pytest.approx(12, abs=0.1), row["id"]
            assert row["storeys"] in (5, 6)
            assert not row["lift"]


def test_entrances_stand_in_order_on_one_long_side(rows, shapes):
    doors = {}
    for row in rows["entrances"]:
        doors.setdefault(row["building_id"], []).append(row)
    assert set(doors) == set(shapes["buildings"])
    for building in rows["buildings"]:
        own = doors[building["id"]]
        if not building["managed"]:
            assert 3 <= len(own) <= 6
        assert [row["order"] for row in own] == list(range(1, len(own) + 1))
        outline = shapes["buildings"][building["id"]].exterior
        places = [shapes["entrances"][row["id"]] for row in own]
        assert max(outline.distance(place) for place in places) < 0.01
        sides = zip(outline.coords, outline.coords[1:], strict=False)
        long_sides = sorted((shapely.LineString(side) for side in sides), key=shapely.length)[-2:]
        assert any(max(side.distance(p) for p in places) < 0.02 for side in long_sides)


def test_gates_lie_on_the_walls(rows, shapes):
    for row in rows["gates"]:
        wall = shapes["courtyards"][row["courtyard_id"]].exterior
        assert wall.distance(shapes["gates"][row["id"]]) < 0.1, row["id"]


def test_every_enclosed_courtyard_can_be_entered_in_the_shift(rows):
    gates = {}
    for row in rows["gates"]:
        gates.setdefault(row["courtyard_id"], []).append(row)
    for yard in rows["courtyards"]:
        if yard["enclosed"]:
            own = gates[yard["id"]]
            assert 1 <= len(own) <= 3
            assert any(not g["closed"] and covers_shift(g["hours"]) for g in own), yard["id"]


def test_gates_are_of_every_sort(rows):
    gates = rows["gates"]
    assert any(gate["closed"] for gate in gates)
    with_hours = [gate["hours"] for gate in gates if gate["hours"]]
    assert any(covers_shift(hours) for hours in with_hours)
    assert any(not covers_shift(hours) for hours in with_hours)


def test_lanes_cross_the_walls_at_the_gates_and_nowhere_else(rows, shapes, streets):
    lines = [data["line"] for _, _, data in streets.edges(data=True)]
    crossed = set()
    for yard in rows["courtyards"]:
        if not yard["enclosed"]:
            continue
        border = shapes["courtyards"][yard["id"]].exterior
        own = {row["id"] for row in rows["gates"] if row["courtyard_id"] == yard["id"]}
        for line in lines:
            if line.crosses(border):
                for place in shapely.get_parts(line.intersection(border)):
                    near = [g for g in own if shapes["gates"][g].distance(place) < 0.1]
                    assert near, f"a lane crosses the wall of {yard['id']} away from its gates"
                    crossed.update(near)
    assert crossed == {row["id"] for row in rows["gates"]}


def test_streets_keep_out_of_buildings_but_for_one_passage(rows, shapes, streets):
    passages = []
    managed = {row["id"] for row in rows["buildings"] if row["managed"]}
    for _, _, data in streets.edges(data=True):
        hit = {id_ for id_, shape in shapes["buildings"].items() if data["line"].intersects(shape)}
        if data.get("tunnel") == "building_passage":
            passages.append(hit)
        else:
            assert not hit
    assert len(passages) == 1
    assert len(passages[0]) == 1
    assert passages[0] <= managed


def test_streets_outside_are_one_piece(rows, shapes, streets):
    assert nx.is_connected(streets)
    enclosed = [shapes["courtyards"][row["id"]] for row in rows["courtyards"] if row["enclosed"]]
    walled = shapely.union_all(enclosed)
    inside = [
        n for n, at in streets.nodes(data=True) if walled.contains(shapely.Point(at["x"], at["y"]))
    ]
    assert inside
    outside = streets.copy()
    outside.remove_nodes_from(inside)
    assert nx.is_connected(outside)


def test_streets_reach_beyond_the_estate_and_bear_the_true_names(shapes, streets):
    estate = shapely.union_all(list(shapes["courtyards"].values())).bounds
    lines = shapely.union_all([data["line"] for _, _, data in streets.edges(data=True)]).bounds
    beyond = [
        estate[0] - lines[0],
        estate[1] - lines[1],
        lines[2] - estate[2],
        lines[3] - estate[3],
    ]
    assert min(beyond) > 120
    names = {data.get("name") for _, _, data in streets.edges(data=True)}
    assert {"大屯路", "科学园南里西街", "科学园南里中街", "林萃路", "北辰西路"} <= names
    kinds = {data["highway"] for _, _, data in streets.edges(data=True)}
    assert {"secondary", "tertiary", "residential", "service", "footway", "steps"} <= kinds


def test_streets_can_be_simplified_by_osmnx():
    graph = ox.graph_from_xml(SAMPLE / "streets.osm", bidirectional=True)
    assert len(graph) > 50


def test_targets_are_of_all_kinds_and_have_one_place_each(raw, rows):
    assert 62 <= len(rows["targets"]) <= 66
    assert {row["kind"] for row in rows["targets"]} == TARGET_KINDS
    entrance_of = {row["id"]: row["building_id"] for row in rows["entrances"]}
    hazards = {row["id"]: row for row in rows["hazards"]}
    buildings = {row["id"]: row for row in rows["buildings"]}
    for feature in raw["targets"]["features"]:
        row = feature["properties"]
        if row["kind"] in HOME_KINDS:
            assert feature["geometry"] is None
            assert entrance_of[row["entrance_id"]] == row["building_id"]
            lift = buildings[row["building_id"]]["lift"]
            assert (row["stairs"] is None) == lift
        elif row["kind"] == "accident_spot":
            assert feature["geometry"] is None
            until = hazards[row["hazard_id"]]["until"]
            assert until is None or date.fromisoformat(until) >= IN_USE
        else:
            assert feature["geometry"]["type"] == "Point"
    homes = [row["building_id"] for row in rows["targets"] if row["kind"] in HOME_KINDS]
    assert any(buildings[id_]["managed"] for id_ in homes)


def test_some_targets_have_wishes_of_their_own(rows):
    targets = rows["targets"]
    hours = [row["hours"] for row in targets if row["hours"]]
    assert 3 <= len(hours) <= 8
    assert any(row["minutes"] for row in targets)
    assert {row["priority"] for row in targets} == {1, 2, 3}
    weeks = [row["weeks"] for row in targets if row["weeks"]]
    assert weeks
    assert all(re.fullmatch(r"[1-5](,[1-5])*", value) for value in weeks)
    dates = [row["last_visit"] for row in targets if row["last_visit"]]
    assert dates
    assert all("2026-10-20" < value < "2026-12" for value in dates)


def test_shops_stand_on_the_street_side(rows, shapes, streets):
    lines = shapely.union_all([data["line"] for _, _, data in streets.edges(data=True)])
    walled = [shapes["courtyards"][row["id"]] for row in rows["courtyards"] if row["enclosed"]]
    borders = shapely.union_all([yard.exterior for yard in walled])
    outside = inside = 0
    for row in rows["targets"]:
        if row["kind"] != "small_shop":
            continue
        place = shapes["targets"][row["id"]]
        if row["building_id"]:
            inside += 1
            assert shapes["buildings"][row["building_id"]].contains(place)
        else:
            outside += 1
            assert 1 <= borders.distance(place) <= 3
            assert not any(yard.contains(place) for yard in walled)
            assert lines.distance(place) < 25
    assert outside >= 4
    assert inside >= 1


def test_a_dozen_hazards_as_points_lines_and_patches(rows, shapes):
    hazards = rows["hazards"]
    assert len(hazards) == 12
    assert {shape.geom_type for shape in shapes["hazards"].values()} == {
        "Point",
        "LineString",
        "Polygon",
    }
    assert {row["severity"] for row in hazards} == {1, 2, 3}
    assert any(row["until"] and date.fromisoformat(row["until"]) < IN_USE for row in hazards)


def test_one_hazard_blocks_a_lane_from_wall_to_wall(rows, shapes, streets):
    (row,) = [row for row in rows["hazards"] if row["blocks"]]
    patch = shapes["hazards"][row["id"]]
    assert row["since"] <= "2026-12-07" <= row["until"]
    lines = [data["line"] for _, _, data in streets.edges(data=True)]
    assert sum(line.crosses(patch) for line in lines) == 1
    touched = [id_ for id_, shape in shapes["buildings"].items() if patch.intersects(shape)]
    assert len(touched) == 2
    (yard,) = [y for y in shapes["courtyards"].values() if y.contains(patch)]
    buildings = shapely.union_all(list(shapes["buildings"].values()))
    free = yard.difference(shapely.union_all([buildings, patch]))
    assert free.geom_type == "Polygon", "the rest of the courtyard must hang together"


def test_walls_are_lines_that_close_nothing_off(shapes, streets):
    assert 2 <= len(shapes["walls"]) <= 3
    for wall in shapes["walls"].values():
        assert wall.geom_type == "LineString"
        assert not wall.is_closed
        assert not any(d["line"].intersects(wall) for _, _, d in streets.edges(data=True))


def test_office_and_teams(rows, settings):
    office = settings["office"]
    building = next(row for row in rows["buildings"] if row["id"] == office["building_id"])
    yard = next(row for row in rows["courtyards"] if row["id"] == building["courtyard_id"])
    assert yard["kind"] == "compound"
    entrance = next(row for row in rows["entrances"] if row["id"] == office["entrance_id"])
    assert entrance["building_id"] == building["id"]
    assert len(settings["teams"]) == 3
    looked_after = [yard for team in settings["teams"] for yard in team["courtyards"]]
    assert sorted(looked_after) == sorted(row["id"] for row in rows["courtyards"])


def test_wishes_are_an_empty_table():
    text = (SAMPLE / "wishes.csv").read_bytes()
    assert text == b"\xef\xbb\xbfdate,what,id,team,note\n"


def test_two_years_of_issues_at_about_thirty_a_month(issues):
    months = Counter(row["recorded_at"][:7] for row in issues)
    assert len(months) == 24
    assert min(months) == "2024-11"
    assert max(months) == "2026-10"
    assert all(25 <= count <= 35 for count in months.values())
    assert len(issues) == 720
    assert len({row["id"] for row in issues}) == len(issues)


def test_issues_are_on_every_category_level_and_source(issues):
    shares = {
        column: {k: n / len(issues) for k, n in Counter(row[column] for row in issues).items()}
        for column in ("category", "level", "source", "status")
    }
    assert set(shares["category"]) == {"dispute", "environment", "no_property"}
    assert set(shares["source"]) == {"walk", "hotline", "import"}
    assert set(shares["status"]) == {"open", "in_hand", "handled"}
    assert shares["level"]["small"] == pytest.approx(0.70, abs=0.06)
    assert shares["level"]["medium"] == pytest.approx(0.23, abs=0.06)
    assert shares["level"]["large"] == pytest.approx(0.07, abs=0.03)


def test_walk_issues_are_heard_on_monday_mornings(issues):
    for row in issues:
        moment = datetime.fromisoformat(row["recorded_at"])
        assert moment.utcoffset().total_seconds() == 8 * 3600
        if row["source"] == "walk":
            assert moment.weekday() == 0
            assert SHIFT[0] <= f"{moment:%H:%M}" <= SHIFT[1]
            assert row["round"] == moment.date().isoformat()
        else:
            assert row["round"] == ""


def test_issues_have_one_place_each(issues, rows, shapes):
    buildings = {row["id"] for row in rows["buildings"]}
    in_public = [row for row in issues if not row["building_id"]]
    assert 0.10 <= len(in_public) / len(issues) <= 0.20
    assert len({(row["lon"], row["lat"]) for row in in_public}) == len(in_public)
    for row in issues:
        if row["building_id"]:
            assert row["building_id"] in buildings
            assert row["lon"] == row["lat"] == ""
    places = gpd.GeoSeries(
        gpd.points_from_xy([r["lon"] for r in in_public], [r["lat"] for r in in_public]), crs=4326
    ).to_crs(32650)
    outlines = shapely.union_all(list(shapes["buildings"].values()))
    assert places.distance(outlines).min() > 1


def test_levels_decide_the_handler(issues):
    small = {row["handler"] for row in issues if row["level"] == "small"}
    medium = {row["handler"] for row in issues if row["level"] == "medium"}
    large = {row["handler"] for row in issues if row["level"] == "large"}
    assert small == {"包院居干", "楼院长", "楼门长"}
    assert len(medium) == 6
    assert all(handler.endswith("委员会") for handler in medium)
    assert large == {"街道办事处", "社会单位"}


def test_handled_issues_have_a_date_after_their_record(issues):
    for row in issues:
        assert (row["status"] == "handled") == bool(row["handled_at"])
        if row["handled_at"]:
            heard = datetime.fromisoformat(row["recorded_at"])
            assert heard < datetime.fromisoformat(row["handled_at"])
            assert row["handled_at"] < "2026-11-01"
        assert row["due"] >= row["recorded_at"][:10]
        assert int(row["people"]) >= int(row["households"]) >= 1


def test_planted_hot_spots_show_over_the_whole_period(issues, rows):
    planted = json.loads(HOTSPOTS.read_text(encoding="utf-8"))
    assert planted["rate"] == 3
    assert planted["period"] == ["2024-11-01", "2026-10-31"]
    buildings = {row["id"]: row for row in rows["buildings"]}
    yards = {buildings[id_]["courtyard_id"] for id_ in planted["buildings"]}
    assert len(planted["buildings"]) == len(yards) == 3
    counts = Counter(row["building_id"] for row in issues if row["building_id"])
    old = [row for row in rows["buildings"] if not row["managed"]]
    rate = {row["id"]: counts[row["id"]] / row["households"] for row in old}
    assert sorted(sorted(rate, key=rate.get)[-3:]) == sorted(planted["buildings"])


def test_nothing_looks_like_a_person():
    for path in [*SAMPLE.iterdir(), HOTSPOTS]:
        text = path.read_text(encoding="utf-8-sig")
        if path.name == "issues.csv":
            text = "\n".join(row["text"] + row["recorded_by"] for row in read_rows(path.name))
        assert not re.search(r"(?<![\d.])\d{11}(?!\d)", text), path.name
        assert not re.search(r"(?<![\d.])\d{17}[\dXx](?!\d)", text), path.name
        assert not re.search(r"[王李张刘陈杨赵黄周吴](先生|女士|某|大爷|阿姨|奶奶)", text), (
            path.name
        )
