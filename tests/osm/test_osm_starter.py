from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import shapely
import shapely.ops

from walkmap.community import Settings, read_community, write_community
from walkmap.errors import SourceError
from walkmap.osm import from_file, make_starter, read_streets, street_lines

METRES = 32650  # Beijing's UTM zone


@pytest.fixture
def start(tmp_path):
    """Return a function that makes a starter of a drawing, with its layers in metres."""

    def make(drawing, **options):
        extract = from_file(drawing.save(tmp_path))
        return make_starter(extract, **{"name": "平安社区", "id": "pingan", **options})

    return make


def metres(starter, layer):
    return starter.layers[layer].to_crs(METRES)


def at(drawing, layer, x, y):
    """Return the distances in metres of a layer's features from a place of the drawing."""
    point = shapely.Point(drawing.lonlat(x, y))
    place = layer.geometry.to_crs(4326).iloc[:0].reindex([0])
    place.iloc[0] = point
    return layer.distance(place.set_crs(4326, allow_override=True).to_crs(METRES).iloc[0])


def compound(draw, *, walled=1.0, name="平安小区"):
    """Draw an area of 200 m by 100 m, walled on that share of its border, and a street south."""
    draw.line((-50, -30), (100, -30), (250, -30), highway="residential", name="南街")
    draw.box(0, 0, 200, 100, landuse="residential", **({"name": name} if name else {}))
    draw.box(20, 60, 80, 72, building="apartments")
    if walled:
        ring = shapely.box(0, 0, 200, 100).exterior
        # Wall from the north-east corner on, 2 m inside the border.
        line = shapely.ops.substring(
            shapely.box(2, 2, 198, 98).exterior, 0, walled, normalized=True
        )
        assert ring.length == 600
        draw.line(*line.coords, barrier="wall")
    return draw


@pytest.mark.parametrize(
    ("walled", "enclosed"), [(1.0, True), (0.66, True), (0.5, False), (0, False)]
)
def test_walled_on_60_percent_of_the_border_is_enclosed(draw, start, walled, enclosed):
    starter = start(compound(draw, walled=walled))
    yard = starter.layers["courtyards"].iloc[0]
    assert bool(yard["enclosed"]) is enclosed
    assert bool(yard["open_ground"]) is True


def test_a_wall_farther_than_8_m_does_not_enclose(draw, start):
    compound(draw, walled=0)
    draw.box(-10, -10, 210, 110, barrier="wall")
    assert not start(draw).layers["courtyards"]["enclosed"].any()


def test_a_tagged_gate_moves_to_where_the_street_crosses_the_border(draw, start):
    compound(draw)
    draw.line((100, -30), (100, -6), (100, 50), highway="service")
    draw.point(100, -6, barrier="lift_gate", name="南门", opening_hours="06:00-12:00, 13:00-23:00")
    gates = metres(start(draw), "gates")
    assert len(gates) == 1
    gate = gates.iloc[0]
    assert (gate["name"], gate["assumed"], gate["closed"]) == ("南门", False, False)
    assert gate["hours"] == "06:00-12:00;13:00-23:00"
    assert at(draw, gates, 100, 0).iloc[0] < 0.5


def test_a_tagged_gate_without_a_street_moves_onto_the_border(draw, start):
    compound(draw)
    draw.point(160, 110, barrier="gate", access="no")
    gates = metres(start(draw), "gates")
    assert list(gates["closed"]) == [True]
    assert not gates["assumed"].any()
    assert at(draw, gates, 160, 100).iloc[0] < 0.5


def test_a_gate_farther_than_15_m_is_none(draw, start):
    compound(draw)
    draw.point(160, 118, barrier="gate")
    assert start(draw).layers["gates"]["assumed"].all()


@pytest.mark.parametrize("kind", ["footway", "path", "service", "residential", "living_street"])
def test_every_other_crossing_becomes_an_assumed_open_gate(draw, start, kind):
    compound(draw)
    draw.line((100, -30), (100, 50), highway="service")
    draw.line((100, 50), (100, 140), highway=kind)
    draw.point(100, -3, barrier="gate")
    gates = metres(start(draw), "gates")
    assert sorted(gates["assumed"]) == [False, True]
    assert not gates["closed"].any()
    assert at(draw, gates[gates["assumed"]], 100, 100).iloc[0] < 0.5


def test_where_nothing_crosses_a_gate_is_assumed_nearest_to_the_streets(draw, start):
    compound(draw)
    draw.box(30, -25, 180, -5, building="retail")  # in the way
    starter = start(draw)
    gates = metres(starter, "gates")
    assert list(gates["assumed"]) == [True]
    x = gates.geometry.iloc[0].distance
    south = metres(starter, "courtyards").geometry.iloc[0].boundary
    assert south.distance(gates.geometry.iloc[0]) < 0.02
    near = at(draw, gates, 90, 0).iloc[0]
    assert near > 60  # not behind the shop
    assert x(metres(starter, "walls").geometry.union_all()) > 2.5  # the wall opens there


def test_tertiary_streets_are_never_cut(draw, start):
    compound(draw)
    draw.line((120, -30), (120, 150), highway="tertiary")
    draw.line((120, 50), (60, 50), highway="service")
    draw.line((120, 50), (180, 50), highway="service")
    starter = start(draw)
    yards = metres(starter, "courtyards")
    walled = yards[yards["enclosed"]]
    street = metres_of_streets(starter, draw)
    large = street.geometry[street["highway"] == "tertiary"].union_all()
    assert len(yards) == 2
    assert not walled.geometry.boundary.intersects(large).any()
    assert not metres(starter, "walls").intersects(large).any()
    gates = metres(starter, "gates")
    assert (gates.distance(large) > 3).all()
    assert len(gates) == 2
    assert any("parted" in note.en for note in starter.notes)


def metres_of_streets(starter, drawing):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "streets.osm"
        path.write_text(starter.streets_xml, encoding="utf-8")
        return street_lines(read_streets(path)).to_crs(METRES)


def test_an_open_area_with_a_tertiary_street_has_no_open_ground(draw, start):
    compound(draw, walled=0)
    draw.line((120, -30), (120, 150), highway="tertiary")
    draw.line((50, -30), (50, 50), highway="footway")
    starter = start(draw)
    assert len(starter.layers["courtyards"]) == 1
    assert not starter.layers["courtyards"]["open_ground"].any()
    gates = metres(starter, "gates")
    assert len(gates) == 1
    assert at(draw, gates, 50, 0).iloc[0] < 0.5


def test_a_quarter_over_20_ha_has_neither_open_ground_nor_assumed_gates(draw, start):
    draw.box(0, 0, 600, 600, landuse="residential")
    draw.box(20, 60, 80, 72, building="apartments")
    draw.line((100, -30), (100, 700), highway="residential")
    starter = start(draw)
    assert not starter.layers["courtyards"]["open_ground"].any()
    assert starter.layers["gates"].empty


def test_every_crossing_of_wall_and_street_is_open(draw, start):
    compound(draw)
    draw.line((100, -30), (100, 140), highway="service")
    draw.line((300, 0), (300, 100), barrier="fence")
    draw.line((250, -30), (250, 50), (350, 50), highway="footway")
    starter = start(draw)
    streets = metres_of_streets(starter, draw)
    assert metres(starter, "walls").distance(streets.union_all()).min() == pytest.approx(3, abs=0.1)


def test_a_closed_gate_keeps_the_wall_closed(draw, start):
    compound(draw)
    draw.line((100, -30), (100, 50), highway="service")
    draw.line((40, -30), (40, 50), highway="service")
    draw.point(100, -1, barrier="gate", locked="yes")
    starter = start(draw)
    gates = metres(starter, "gates")
    assert sorted(gates["closed"]) == [False, True]
    walls = metres(starter, "walls")
    shut = gates[gates["closed"]].geometry.iloc[0]
    assert walls.distance(shut).min() == pytest.approx(2, abs=0.1)


def test_of_nested_areas_the_innermost_counts(draw, start):
    compound(draw, walled=0, name="外院")
    draw.box(110, 40, 190, 90, landuse="residential", name="内院")
    draw.box(120, 50, 150, 62, building="apartments", name="9号楼")
    starter = start(draw)
    yards = starter.layers["courtyards"].set_index("id")["name"]
    buildings = starter.layers["buildings"].set_index("name")["courtyard_id"]
    assert yards[buildings["9号楼"]] == "内院"
    assert sorted(yards[buildings].tolist()) == ["内院", "外院"]


def test_overlapping_and_doubled_areas_come_apart(draw, start):
    compound(draw, walled=0, name="甲院")
    draw.box(0, 0, 200, 100.5, landuse="residential", name="甲院")
    draw.box(180, 0, 300, 80, landuse="residential", name="乙院")
    yards = metres(start(draw), "courtyards")
    assert sorted(yards["name"]) == ["乙院", "甲院"]
    one, two = yards.geometry
    assert one.intersection(two).area < 1e-3


def test_a_self_crossing_area_becomes_polygons(draw, start):
    draw.line((-50, -30), (250, -30), highway="residential")
    draw.area((0, 0), (100, 100), (100, 0), (0, 100), landuse="residential", name="结")
    draw.box(5, 40, 17, 60, building="apartments")
    yards = start(draw).layers["courtyards"]
    assert set(yards.geometry.geom_type) == {"Polygon"}
    assert yards.geometry.is_valid.all()
    assert sorted(yards["name"]) == ["结（1）", "结（2）"]


def test_a_street_drawn_along_the_border_does_not_cross_it(draw, start):
    compound(draw)
    draw.line((-50, -30), (0, 1), (60, -1), (120, 1), (200, -1), (250, -30), highway="residential")
    starter = start(draw)
    border = metres(starter, "courtyards").geometry.iloc[0].boundary
    assert not metres_of_streets(starter, draw).intersects(border).any()


def test_passages_through_buildings_stay_passages(draw, start):
    compound(draw, walled=0)
    draw.line((50, -30), (50, 60), highway="service")
    draw.line((50, 60), (50, 72), highway="service", tunnel="building_passage")
    draw.line((50, 72), (50, 90), highway="service")
    starter = start(draw)
    assert metres_of_streets(starter, draw)["passage"].sum() == 1


def test_tagged_entrances_are_taken(draw, start):
    compound(draw, walled=0)
    draw.point(30, 60.5, entrance="staircase", ref="2单元")
    draw.point(60, 60, entrance="yes", ref="1单元")
    draw.point(70, 60, entrance="emergency")
    starter = start(draw)
    doors = starter.layers["entrances"]
    assert not doors["assumed"].any()
    assert list(doors["name"]) == ["2单元", "1单元"]
    assert list(doors["order"]) == [1, 2]
    assert list(doors["id"]) == ["B001-1", "B001-2"]
    outline = metres(starter, "buildings").geometry.iloc[0].boundary
    assert metres(starter, "entrances").distance(outline).max() < 0.02


@pytest.mark.parametrize("south", [True, False])
def test_doors_are_assumed_along_the_side_that_faces_the_way_in(draw, start, south):
    y = -10 if south else 30
    draw.line((-50, y), (150, y), highway="residential")
    draw.box(0, 4, 64, 16, building="apartments")
    doors = metres(start(draw), "entrances")
    assert doors["assumed"].all()
    assert len(doors) == 4  # one for each 16 m
    for number, x in enumerate((8, 24, 40, 56)):
        assert at(draw, doors, x, 4 if south else 16).iloc[number] < 1.2


def test_houses_get_one_door_to_the_street_that_they_see(draw, start):
    draw.line((-50, -10), (150, -10), (150, 60), (-50, 60), highway="residential")
    draw.box(-5, 0, 40, 12, building="house")
    draw.box(0, 14, 35, 26, building="house")  # behind it: faces north
    doors = metres(start(draw), "entrances").set_index("building_id")
    assert len(doors) == 2
    y = sorted(round(float(p.y - doors.geometry.y.min())) for p in doors.geometry)
    assert y == [0, 26]


def test_a_door_looks_past_a_hidden_street_to_one_farther_off(draw, start):
    draw.line((-50, -10), (150, -10), (150, 90), (-50, 90), highway="residential")
    draw.box(-40, 0, 80, 12, building="school")
    draw.box(0, 14, 35, 26, building="house")
    starter = start(draw)
    doors = metres(starter, "entrances")
    assert at(draw, doors, 17.5, 26).iloc[0] < 2
    assert not any("see no way" in note.en for note in starter.notes)


def test_no_door_on_a_party_wall(draw, start):
    draw.line((-50, -10), (150, -10), highway="residential")
    draw.line((-50, 60), (150, 60), highway="residential")
    draw.box(0, 0, 64, 12, building="apartments")
    draw.box(0, 12, 64, 20, building="retail")
    draw.box(0, 20, 64, 32, building="apartments")
    starter = start(draw)
    doors = metres(starter, "entrances")
    assert set(doors["building_id"]) == {"B001", "B002"}
    shop = at(draw, doors, 32, 16)
    assert shop.min() > 15


def test_a_long_slab_has_at_most_six_doors(draw, start):
    draw.line((-50, -10), (350, -10), highway="residential")
    draw.box(0, 0, 300, 12, building="apartments")
    draw.box(310, 0, 335, 22, building="apartments")
    counts = start(draw).layers["entrances"].groupby("building_id").size()
    assert sorted(counts) == [1, 6]


def test_plain_buildings_count_inside_areas_only(draw, start):
    compound(draw, walled=0)
    draw.box(120, 60, 180, 72, building="yes")
    draw.box(120, 30, 180, 42, building="school")
    draw.box(300, 60, 360, 72, building="yes")
    starter = start(draw)
    managed = starter.layers["buildings"]["managed"]
    assert (~managed).sum() == 2
    assert managed.sum() == 2, "the school and the lone house are walked round"
    assert any(note.en.endswith("residential areas: 1") for note in starter.notes)


def test_where_there_are_none_every_plain_building_counts(draw, start):
    draw.line((-50, -10), (350, -10), highway="residential")
    draw.box(0, 0, 60, 12, building="yes")
    draw.box(100, 0, 160, 12, building="yes")
    draw.box(200, 0, 260, 12, building="school")
    buildings = start(draw).layers["buildings"]
    assert (~buildings["managed"]).sum() == 2
    assert list(buildings["id"][buildings["managed"]]) == ["X001"]


def test_doubled_and_inner_buildings_are_dropped(draw, start):
    draw.line((-50, -10), (350, -10), highway="residential")
    draw.box(0, 0, 60, 12, building="apartments")
    draw.box(0, 0.2, 60, 12.2, building="apartments", name="7号楼")
    draw.box(10, 2, 20, 10, building="residential")
    draw.box(60, 0, 90, 12, building="apartments", name="8号楼")
    starter = start(draw)
    assert sorted(starter.layers["buildings"]["name"]) == ["7号楼", "8号楼"]
    assert any("left out: 2" in note.en for note in starter.notes)


def test_numbers_names_and_counts(draw, start):
    compound(draw, walled=0)
    draw.box(120, 10, 135, 22, building="apartments", name="5号楼")
    draw.box(140, 10, 155, 22, building="apartments", **{"addr:housenumber": "6"})
    draw.box(160, 10, 175, 22, building="apartments", ref="7甲")
    draw.box(180, 10, 195, 22, building="apartments", name="红楼")
    levels = {"building:levels": "6", "building:flats": "48"}
    draw.box(300, 10, 315, 22, building="apartments", name="5号楼", **levels)
    starter = start(draw)
    table = starter.layers["buildings"]
    assert sorted(table["name"]) == sorted(
        ["临1号楼", "平安小区 5号楼", "6号楼", "7甲号楼", "红楼（临2号楼）", "5号楼"]
    )
    assert list(table["id"]) == [f"B00{n}" for n in range(1, 7)]
    assert not table["managed"].any()
    one = table[table["name"] == "5号楼"].iloc[0]
    assert (one["storeys"], one["households"], one["courtyard_id"]) == (6, 48, "")
    assert any(note.zh.startswith("2 栋楼没有楼号") for note in starter.notes)


def test_abroad_names_are_english(draw_abroad, start):
    draw_abroad.line((-50, -10), (350, -10), highway="residential")
    address = {"addr:street": "Peralta Street", "addr:housenumber": "12"}
    draw_abroad.box(0, 0, 12, 12, building="house", **address)
    draw_abroad.box(40, 0, 52, 12, building="house")
    starter = start(draw_abroad, name="Oakland")
    assert sorted(starter.layers["buildings"]["name"]) == [
        "Building T1",
        "Peralta Street 12",
    ]
    settings = Settings.model_validate(starter.settings)
    assert (settings.language, settings.timezone) == ("en", "UTC")
    assert settings.teams[0].name == "Team 1"


def test_teams_fit_the_work_into_half_a_day(draw, start):
    draw.line((-50, -10), (900, -10), highway="residential")
    for n in range(40):
        draw.box(20 * n, 0, 20 * n + 12, 12, building="house")
    assert [team["name"] for team in start(draw).settings["teams"]] == ["一组"]
    for n in range(160):
        draw.box(
            20 * (n % 40),
            40 + 20 * (n // 40),
            20 * (n % 40) + 12,
            52 + 20 * (n // 40),
            building="house",
        )
    teams = start(draw).settings["teams"]
    assert [team["id"] for team in teams] == ["1", "2", "3"]


def test_the_office_is_at_a_place_given_or_the_most_central_gate(draw, start):
    compound(draw)
    draw.line((50, -30), (50, 50), highway="service")
    draw.line((190, -30), (190, 50), highway="service")
    office = start(draw).settings["office"]
    assert (office["lon"], office["lat"]) == pytest.approx(draw.lonlat(50, 0), abs=5e-6)
    given = start(draw, office=(116.3, 40.1)).settings["office"]
    assert given == {"lon": 116.3, "lat": 40.1}


def test_loose_streets_are_counted(draw, start):
    compound(draw, walled=0)
    draw.line((20, 20), (40, 20), highway="footway")
    draw.line((60, 20), (90, 20), highway="footway")
    notes = start(draw).notes
    assert any("hang loose from the rest: 2 (50 m)" in note.en for note in notes)


def test_nothing_to_plan_is_told(draw, start):
    draw.line((0, 0), (50, 0), highway="footway")
    with pytest.raises(SourceError, match="no building"):
        start(draw)


def test_no_streets_is_told(draw, start):
    draw.box(0, 0, 50, 12, building="apartments")
    with pytest.raises(SourceError, match="no street"):
        start(draw)


def test_the_folder_reads_back_and_is_the_same_each_time(draw, start, tmp_path):
    compound(draw)
    draw.line((100, -30), (100, 50), highway="service")
    draw.point(100, -3, barrier="gate")
    draw.point(30, 60, entrance="yes")
    texts = []
    for name in ("one", "two"):
        starter = start(draw)
        folder = tmp_path / name
        folder.mkdir()
        settings = Settings.model_validate(starter.settings)
        write_community(folder, settings, starter.layers, starter.streets_xml)
        texts.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert texts[0] == texts[1]
    community = read_community(tmp_path / "one")
    assert community.settings.name == "平安社区"
    assert community.settings.source == "© OpenStreetMap contributors, ODbL"
    assert len(community.buildings) == len(community.entrances) == 1
    assert bool(community.courtyards["enclosed"].iloc[0])
    assert len(community.gates) == 1
    assert len(street_lines(read_streets(community.streets_file))) == 3
