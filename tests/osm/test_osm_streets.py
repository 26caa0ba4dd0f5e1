import bz2

import networkx as nx
import osmnx
import pytest

from walkmap.errors import SourceError
from walkmap.osm import read_streets, street_lines
from walkmap.osm.walkable import is_passage, is_walkable


def test_reads_ways_both_ways_with_their_shape(draw, tmp_path):
    draw.line((0, 0), (50, 10), (100, 0), highway="residential", name="大屯路", oneway="yes")
    draw.line((100, 0), (100, 80), highway="footway")
    draw.line((0, 0), (0, 80), highway="footway")
    graph = read_streets(draw.save(tmp_path))
    assert isinstance(graph, nx.MultiDiGraph)
    assert graph.graph["crs"] == "EPSG:4326"
    assert nx.is_strongly_connected(graph)
    lines = street_lines(graph)
    road = lines[lines["name"] == "大屯路"].iloc[0]
    assert len(road.geometry.coords) == 3
    assert road["highway"] == "residential"
    assert len(lines) == 3
    length = next(d["length"] for *_, d in graph.edges(data=True) if d["name"] == "大屯路")
    assert length == pytest.approx(2 * (50**2 + 10**2) ** 0.5, rel=0.003)
    for u, v, data in graph.edges(data=True):
        assert data["geometry"].coords[0] == (graph.nodes[u]["x"], graph.nodes[u]["y"])
        assert data["geometry"].coords[-1] == (graph.nodes[v]["x"], graph.nodes[v]["y"])
        assert set(data) == {
            "osmid", "highway", "name", "passage", "length", "geometry", "reversed"
        }  # fmt: skip


def test_passages_stay_apart_from_the_ways_they_join(draw, tmp_path):
    draw.line((0, 0), (40, 0), highway="service")
    draw.line((40, 0), (60, 0), highway="service", tunnel="building_passage")
    draw.line((60, 0), (99, 0), highway="service")
    lines = street_lines(read_streets(draw.save(tmp_path)))
    assert sorted(lines["passage"]) == [False, False, True]


def test_parallel_streets_loops_and_rings_are_kept(draw, tmp_path):
    draw.line((0, 0), (50, 20), (100, 0), highway="path")
    draw.line((0, 0), (50, -20), (100, 0), highway="path")
    draw.area((200, 0), (240, 0), (240, 40), (200, 40), highway="footway")
    graph = read_streets(draw.save(tmp_path))
    lines = street_lines(graph)
    lon = lines.geometry.bounds["minx"]
    assert (lon < draw.lonlat(150, 0)[0]).sum() == 2
    ring = lines[lon > draw.lonlat(150, 0)[0]]
    assert ring.to_crs(32650).length.sum() == pytest.approx(160, rel=0.01)


@pytest.mark.parametrize(
    ("tags", "walkable"),
    [
        ({"highway": "footway"}, True),
        ({"highway": "service", "access": "private"}, True),
        ({"highway": "service", "access": "no"}, False),
        ({"highway": "service", "access": "no", "foot": "yes"}, True),
        ({"highway": "residential", "foot": "no"}, False),
        ({"highway": "motorway"}, False),
        ({"highway": "trunk"}, False),
        ({"highway": "trunk", "sidewalk": "both"}, True),
        ({"highway": "trunk", "sidewalk": "separate"}, False),
        ({"highway": "trunk_link", "foot": "designated"}, True),
        ({"highway": "construction"}, False),
        ({"highway": "proposed"}, False),
        ({"highway": "raceway"}, False),
        ({"highway": "platform"}, False),
        ({"highway": "pedestrian", "area": "yes"}, False),
        ({"highway": "corridor"}, True),
        ({"building": "yes"}, False),
    ],
)
def test_what_one_can_walk_on(tags, walkable):
    assert is_walkable(tags) is walkable


@pytest.mark.parametrize(
    ("tags", "passage"),
    [
        ({"tunnel": "building_passage"}, True),
        ({"tunnel": "no"}, False),
        ({"covered": "arcade"}, True),
        ({"covered": "yes"}, True),
        ({"layer": "1"}, True),
        ({"layer": "0"}, False),
        ({"bridge": "yes"}, True),
        ({}, False),
    ],
)
def test_what_is_a_passage(tags, passage):
    assert is_passage({"highway": "footway", **tags}) is passage


def test_broken_ways_are_lost_and_counted(draw, tmp_path):
    draw.line((0, 0), (50, 0), highway="footway")
    draw.extra += [
        '<way id="900"><nd ref="1"/><nd ref="777"/><tag k="highway" v="footway"/></way>',
        '<way id="901"><tag k="highway" v="footway"/></way>',
        '<way id="902"><tag k="building" v="yes"/></way>',
    ]
    graph = read_streets(draw.save(tmp_path))
    assert len(street_lines(graph)) == 1
    assert graph.graph["lost"] == {"ways_missing_nodes": 1, "ways_without_nodes": 1}


def test_reads_ways_before_nodes_unsaved_edits_and_bz2(tmp_path):
    text = (
        '<osm version="0.6"><way id="-5"><nd ref="-1"/><nd ref="2"/>'
        '<tag k="highway" v="path"/></way>'
        '<node id="-1" lon="116.35" lat="40"/><node id="2" lon="116.351" lat="40"/></osm>'
    )
    path = tmp_path / "streets.osm.bz2"
    path.write_bytes(bz2.compress(text.encode()))
    assert len(street_lines(read_streets(path))) == 1


def test_reads_graphml_in_any_projection(draw, tmp_path):
    draw.line((0, 0), (50, 9), (100, 0), highway="residential", name="路", oneway="yes")
    draw.line((100, 0), (100, 80), highway="motorway")
    draw.line((0, 0), (0, 80), highway="service", bridge="yes")
    osmnx.save_graphml(
        osmnx.project_graph(osmnx.graph_from_xml(draw.save(tmp_path), retain_all=True)),
        tmp_path / "streets.graphml",
    )
    graph = read_streets(tmp_path / "streets.graphml")
    lines = street_lines(graph)
    assert sorted(lines["highway"]) == ["residential", "service"]
    assert lines.set_index("highway")["passage"].to_dict() == {
        "residential": False,
        "service": True,
    }
    assert nx.is_strongly_connected(graph)
    assert lines.geometry.bounds["minx"].min() == pytest.approx(116.35, abs=1e-6)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("streets.osm", "<html><body>429</body></html>", "whole OpenStreetMap data"),
        ("streets.osm", '<osm version="0.6"><node id="1" ', "whole OpenStreetMap data"),
        ("streets.osm.pbf", "hello" * 50, "whole OpenStreetMap data"),
        ("streets.graphml", "hello", "GraphML"),
        ("streets.osm", '<osm version="0.6"></osm>', "no way that one can walk on"),
        ("streets.txt", "", "must end in"),
    ],
)
def test_unreadable_files_say_what_to_do(name, text, says, tmp_path):
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(SourceError, match=says) as caught:
        read_streets(path)
    assert str(path) in caught.value.words.zh


@pytest.mark.parametrize("name", ["streets.osm", "streets.graphml"])
def test_a_missing_file_is_named(name, tmp_path):
    with pytest.raises(SourceError, match="there is no file"):
        read_streets(tmp_path / name)


def test_osmnx_settings_are_left_alone(draw, tmp_path):
    before = list(osmnx.settings.useful_tags_way)
    draw.line((0, 0), (50, 0), highway="footway")
    read_streets(draw.save(tmp_path))
    assert osmnx.settings.useful_tags_way == before
