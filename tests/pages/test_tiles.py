"""Map tiles lie where the data are, in whatever datum; without a network our own map remains."""

import io
import re
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from walkmap.datum import FROM_WGS84
from walkmap.errors import UsageError
from walkmap.pages import tiles_of

NAMES = ("gaode", "tianditu", "osm")
KEY = "0123456789abcdef"
PHONE = {"width": 390, "height": 844}
WALL = {"width": 1920, "height": 1080}
WAIT = """new Promise((done, failed) => {
    const until = performance.now() + 15000;
    const look = () => {
        if (walkmap.tiled === %s) done();
        else if (performance.now() > until) failed(new Error(`tiled: ${walkmap.tiled}`));
        else requestAnimationFrame(look);
    };
    look();
})"""
PICTURES = """Array.from(document.querySelectorAll(".leaflet-tile")).map(img => {
    const r = img.getBoundingClientRect();
    return [img.src, r.left, r.top, r.width];
})"""
SHOWN = """(() => {
    const box = walkmap.map.getContainer().getBoundingClientRect();
    const size = walkmap.map.getSize();
    return [.03, .3, .5, .8, .97].map(share => {
        const p = L.point(size.x * share, size.y * (1 - share));
        const at = walkmap.map.containerPointToLatLng(p);
        return [at.lng, at.lat, box.left + p.x, box.top + p.y];
    });
})()"""


@pytest.fixture
def tiled(browser, a_page) -> Callable[..., object]:
    """Opens a page on tiles of one colour, that never come from a network; notes who was asked."""
    contexts = []
    buffer = io.BytesIO()
    Image.new("RGB", (256, 256), "#88aadd").save(buffer, "PNG")

    def open_(name, *, size=PHONE, answer=lambda url: True):
        tiles = tiles_of(name, KEY)
        contexts.append(browser.new_context(viewport=size))
        page = contexts[-1].new_page()
        page.asked, page.faults = [], []

        def serve(route):
            page.asked.append(route.request.url)
            if answer(route.request.url):
                route.fulfill(body=buffer.getvalue(), content_type="image/png")
            else:
                route.abort()

        page.route(re.compile("^http"), serve)
        page.on("console", lambda m: "ERR_FAILED" in m.text or page.faults.append(m.text))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(a_page(tiles=tiles).as_uri())
        page.locator(".credit").wait_for()
        return page

    yield open_
    for context in contexts:
        context.close()


def place(url, name):
    """Return column, row and zoom of a tile, from its address."""
    keys = {"gaode": ("x", "y", "z"), "tianditu": ("TILECOL", "TILEROW", "TILEMATRIX")}
    if name == "osm":
        z, x, y = map(int, re.search(r"/(\d+)/(\d+)/(\d+)\.png", url).groups())
        return x, y, z
    return tuple(int(re.search(rf"[?&]{key}=(\d+)", url)[1]) for key in keys[name])


def errors_px(page, name):
    """How far tiles show a place from where the map has it, over the whole map."""
    lon, lat, left, top = np.array(page.evaluate(SHOWN)).T
    x, y = FROM_WGS84[tiles_of(name, KEY).datum](lon, lat)
    errors = np.full(len(lon), np.inf)
    for url, img_left, img_top, wide in page.evaluate(PICTURES):
        column, row, zoom = place(url, name)
        count = 2**zoom
        east = (x / 360 + 0.5) * count - column
        south = (0.5 - np.arcsinh(np.tan(np.radians(y))) / 2 / np.pi) * count - row
        here = (east >= 0) & (east < 1) & (south >= 0) & (south < 1)
        error = np.hypot(img_left + east * wide - left, img_top + south * wide - top)
        errors = np.where(here, np.minimum(errors, error), errors)
    return errors


@pytest.mark.parametrize(
    ("name", "size"), [("gaode", PHONE), ("gaode", WALL), ("tianditu", PHONE), ("osm", WALL)]
)
def test_tiles_lie_where_the_data_are(name, size, tiled):
    page = tiled(name, size=size)
    page.evaluate(WAIT % "true")
    assert errors_px(page, name).max() <= 3
    for move in ("panBy([137, -213], {animate: false})", "setZoom(16.75, {animate: false})",
                 "setZoom(20.5, {animate: false})"):  # fmt: skip
        page.evaluate(f"walkmap.map.{move} && 0")
        page.evaluate(WAIT % "true")
        assert errors_px(page, name).max() <= 3, move
    assert page.faults == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_the_hosts_of_its_tiles_and_nobody_else(name, tiled):
    page = tiled(name)
    page.evaluate(WAIT % "true")
    hosts = tiles_of(name, KEY).hosts
    policy = page.locator("meta[http-equiv]").get_attribute("content")
    assert f"img-src data: blob: {' '.join(hosts)};" in policy
    assert all(host.startswith("https://") for host in hosts)
    assert {"/".join(url.split("/", 3)[:3]) for url in page.asked} <= set(hosts)
    assert tiles_of(name, KEY).credit.zh in page.locator(".credit").inner_text()


def test_without_tiles_no_host_is_allowed(write):
    assert "img-src data: blob:;" in write()[1].read_text(encoding="utf-8")


def painted(page):
    """The canvas of our own map, as it is painted."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page.evaluate("walkmap.canvas._container.toDataURL()")


def plainly(page, path, move="getZoom()"):
    """Our own map as a page without tiles paints it."""
    page.goto(path.as_uri())
    page.locator(".credit").wait_for()
    page.evaluate(f"(walkmap.map.{move}, 0)")
    return painted(page)


def test_without_a_network_our_own_map_is_whole(tiled, a_page):
    page = tiled("gaode", answer=lambda url: False)
    page.evaluate(WAIT % "false")
    cut_off = painted(page)
    assert cut_off == plainly(page, a_page("plain"))


def test_tiles_show_the_streets_themselves_until_one_is_missing(tiled, a_page):
    cut_off, move = [], "setZoom(16, {animate: false})"
    page = tiled("gaode", answer=lambda url: not cut_off)
    page.evaluate(WAIT % "true")
    on_tiles = painted(page)
    cut_off.append(True)
    page.evaluate(f"(walkmap.map.{move}, 0)")
    page.evaluate(WAIT % "false")
    without = painted(page)
    assert without == plainly(page, a_page("plain"), move)
    assert on_tiles != plainly(page, a_page("plain"))


def test_a_meeting_page_asks_nobody(write):
    text = write(tiles=tiles_of("gaode"))[-1].read_text(encoding="utf-8")
    assert "autonavi" not in text


@pytest.mark.parametrize("key", ["", "a b", "a&b=c", "密钥", '"><script>'])
def test_tianditu_wants_a_key_that_can_be_one(key):
    with pytest.raises(UsageError, match="tiles-key"):
        tiles_of("tianditu", key)


@pytest.mark.parametrize("west", [73.6, 87.6, 104.0, 116.3, 121.4, 126.6])
@pytest.mark.parametrize("south", [18.2, 31.2, 39.9, 48.0])
def test_within_a_community_the_shift_runs_straight(west, south):
    """Between the corners of 2 km by 2 km the shift strays by half a metre at most: a pixel."""
    east, north = west + 0.0235, south + 0.018
    data = tiles_of("gaode").data((west, south, east, north), "zh")
    sw, se, nw, ne = np.array(data["shift"])
    x, y = np.meshgrid(np.linspace(0, 1, 7), np.linspace(0, 1, 7))
    straight = [
        sw[i] * (1 - x) * (1 - y) + se[i] * x * (1 - y) + nw[i] * (1 - x) * y + ne[i] * x * y
        for i in (0, 1)
    ]
    lon, lat = west + x * (east - west), south + y * (north - south)
    true = np.array(FROM_WGS84["gcj02"](lon, lat)) - [lon, lat]
    metres = np.hypot((straight[0] - true[0]) * 111_320 * np.cos(np.radians(south)),
                      (straight[1] - true[1]) * 111_320)  # fmt: skip
    assert metres.max() < 0.5
