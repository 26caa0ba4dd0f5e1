"""The whole community on the wall: few words, large, courtyard by courtyard, nobody's home."""

import re
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise
from math import dist
from pathlib import Path

import pytest
from estate import WALL, frame, line

from walkmap.community import read_community
from walkmap.network import streets_of
from walkmap.pages.common import Sheet
from walkmap.pages.overview_page import overview_html

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "geo" / "nanshatan"

LAPTOP = {"width": 1366, "height": 768}


@pytest.fixture
def overview(write, look):
    def open_(size=WALL, **changes):
        return look(write(**changes)[-1], size)

    return open_


def shown(seen):
    return seen.page.locator("#part").inner_text()


def test_it_opens_on_the_whole_community(overview):
    seen = overview()
    assert all(part in shown(seen) for part in ("全社区", "2 个楼院", "4 栋楼", "其中无物业 3 栋"))
    box = seen.run("walkmap.map.getBounds().contains(L.latLngBounds(walkmap.data.area))")
    assert box is True


def test_keys_step_through_the_courtyards_and_back(overview):
    seen = overview()
    names = []
    for _ in range(3):
        names.append(shown(seen).split("\n")[0])
        seen.page.keyboard.press("ArrowRight")
    assert names == ["全社区", "甲院", "乙院"]
    assert shown(seen).startswith("全社区")
    seen.page.keyboard.press("ArrowLeft")
    assert shown(seen).startswith("乙院")
    seen.page.keyboard.press("0")
    assert shown(seen).startswith("全社区")


def test_a_courtyard_fills_the_map_and_tells_its_gates_and_hazards(overview):
    seen = overview()
    whole = seen.run("walkmap.map.getZoom()")
    seen.page.get_by_role("button", name="甲院").click()
    seen.settle()
    assert seen.run("walkmap.map.getZoom()") > whole
    said = shown(seen)
    assert "西门 6:30–9:00" in said
    assert "井盖松动" in said
    assert "施工" not in said
    assert seen.page.locator("#choice [aria-pressed=true]").inner_text() == "甲院"
    seen.page.get_by_role("button", name="全图").click()  # of what is looked at
    seen.settle()
    assert shown(seen).startswith("甲院")


def test_a_gate_that_is_shut_is_called_so(overview, community):
    gates = community.gates.assign(closed=[True, False, False])
    seen = overview(community=replace(community, gates=gates, _projected={}))
    seen.page.get_by_role("button", name="甲院").click()
    assert "东门（关着）" in shown(seen)
    assert seen.run("walkmap.data.open_gates[0]") == [False, True, True]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_from_the_back_row_everything_can_be_read(lang, overview):
    seen = overview(lang=lang)
    seen.page.keyboard.press("ArrowRight")
    small = seen.run(
        "Array.from(document.querySelectorAll('body *')).filter(e => e.offsetParent"
        " && Array.from(e.childNodes).some(n => n.nodeType === 3 && n.textContent.trim())"
        " && parseFloat(getComputedStyle(e).fontSize) < 24).map(e => e.textContent)"
    )
    assert small == []
    assert seen.run("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_speaks_one_language(lang, overview):
    seen = overview(lang=lang)
    texts = seen.run("Object.values(walkmap.data.texts).join(' ')")
    facts = seen.run("walkmap.data.parts.map(p => p.facts.join(' ')).join(' ')")
    if lang == "en":
        assert not re.search(r"[\u3000-\u9fff]", texts + facts)
    else:
        assert not re.search(r"[A-Za-z]{2,}", texts + facts)
    assert seen.faults == []


def test_nobodys_home_and_no_target_is_on_it(overview):
    seen = overview()
    everything = seen.run("JSON.stringify(walkmap.data)")
    for word in ("党员", "T1", "households", "一组"):
        assert word not in everything, word


def test_no_streets_name_is_cut_at_the_edge_of_the_map(overview):
    """The canvas is larger than the map: a name there would be seen in part."""
    seen = overview(LAPTOP)
    found = set()
    for _ in range(12):
        seen.run("walkmap.map.panBy([45, -25], { animate: false })")
        written = seen.run(
            "(() => { const { map, canvas } = walkmap;"
            " const view = new walkmap.View(map, canvas._bounds);"
            " const ctx = document.createElement('canvas').getContext('2d'); const written = [];"
            " ctx.fillText = (text, x, y) => {"
            "   const at = ctx.getTransform(); const wide = ctx.measureText(text).width;"
            "   const { x: left, y: top } = map.layerPointToContainerPoint([at.e + x, at.f + y]);"
            "   written.push([text, left, top, wide / 2]); };"
            " canvas.painters.forEach(p => p.paint(ctx, view)); return written; })()"
        )
        wide, high = seen.run("Object.values(walkmap.map.getSize())")
        for text, x, y, half in written:
            if text in ("北大路", *"中街"):
                found.add(text)
                assert half - 2 <= x <= wide - half + 2, (text, x)
                assert 0 <= y <= high, (text, y)
    assert found == {"北大路", *"中街"}


@pytest.mark.parametrize("size", [WALL, LAPTOP])
def test_labels_never_overlap(size, overview):
    """Whatever is written on the map is written where nothing else is."""
    seen = overview(size)
    for _ in range(3):
        boxes = seen.run(
            "(() => { const view = new walkmap.View(walkmap.map, walkmap.canvas._bounds);"
            " const ctx = document.createElement('canvas').getContext('2d'); const written = [];"
            " ctx.fillText = (text, x, y) => {"
            "   const size = parseFloat(/([\\d.]+)px/.exec(ctx.font)[1]);"
            "   const at = ctx.getTransform(); const wide = ctx.measureText(text).width;"
            "   if (at.b === 0) written.push([text, at.e + x, at.f + y, wide / 2, size * 0.42]); };"
            " const { painters } = walkmap.canvas;"
            " painters.slice().reverse().forEach(p => p.reserve && p.reserve(view, ctx));"
            " painters.forEach(p => p.paint(ctx, view)); return written; })()"
        )
        assert len(boxes) >= 4
        for i, (text, x, y, wide, high) in enumerate(boxes):
            for other, a, b, w, h in boxes[i + 1 :]:
                apart = abs(x - a) >= wide + w - 1 or abs(y - b) >= high + h - 1
                assert apart, (text, other)
        seen.page.keyboard.press("ArrowRight")
        seen.settle()


WRITTEN = (
    "(() => { const { map, canvas } = walkmap; const view = new walkmap.View(map, canvas._bounds);"
    " const ctx = document.createElement('canvas').getContext('2d'); const written = [];"
    " ctx.fillText = (text, x, y) => { const at = ctx.getTransform();"
    "   written.push([text, at.e + x, at.f + y]); };"
)


def test_the_lanes_of_a_street_do_not_repeat_its_name_beside_each_other(overview):
    lanes = [line((-90, y), (320, y)) for y in (110, 120)]
    ways = frame([{"highway": "primary", "name": "北大路", "passage": False, "geometry": lane}
                  for lane in lanes])  # fmt: skip
    seen = overview(streets=ways)
    written = seen.run(f"{WRITTEN} canvas.painters.forEach(p => p.paint(ctx, view));"
                       " return written; })()")  # fmt: skip
    at = [(x, y) for text, x, y in written if text == "北大路"]
    assert at
    assert all(dist(a, b) > 400 for a, b in combinations(at, 2))


def test_the_signs_of_a_streets_name_stand_clear_of_each_other(overview):
    """Sign below sign on a steep street, and else along it in one piece."""
    seen, name, size = overview(), "小月河东畔路", 30
    for slope in range(40, 91, 5):
        written = seen.run(
            f"{WRITTEN} const turn = {slope} * Math.PI / 180;"
            " const { x, y } = view.bounds.getCenter(); const flat = [-1, 1].flatMap(s =>"
            "   [x + s * 300 * Math.cos(turn), y + s * 300 * Math.sin(turn)]);"
            " view.taken = []; view.busy = [];"
            f" const spot = walkmap.alongLine(view, flat, '{name}', {6 * size}, {size}, []);"
            f" walkmap.writeAlong(ctx, view, spot, '{name}', {size}); return written; }})()"
        )
        assert "".join(text for text, *_ in written) == name
        assert all(b[2] - a[2] > 0.9 * size for a, b in pairwise(written)), slope


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_that_is_said_of_the_sample_fits_on_the_wall(lang, tmp_path, look):
    community = read_community(SAMPLE)
    sheet = Sheet(community, streets_of(community))
    path = tmp_path / "overview.html"
    path.write_text(overview_html(sheet, [date(2026, 12, 7)], lang=lang), encoding="utf-8")
    seen = look(path, WALL)
    assert seen.run("side.scrollHeight - side.clientHeight") == 0


def test_a_community_without_courtyards_and_gates_is_shown_all_the_same(overview, community):
    nothing = {name: getattr(community, name).iloc[:0] for name in ("courtyards", "gates", "walls")}
    buildings = community.buildings.assign(courtyard_id="")
    seen = overview(community=replace(community, **nothing, buildings=buildings, _projected={}))
    assert "4 栋楼" in shown(seen)
    assert seen.page.locator("#choice button").count() == 1
    assert seen.faults == []


def test_with_letters_twice_as_large_scale_and_credit_lie_apart(overview):
    seen = overview({"width": 195, "height": 422})
    plate, credit = (seen.page.locator(name).bounding_box() for name in (".plate", ".credit"))
    assert plate["y"] + plate["height"] <= credit["y"]
