"""What is seen on a phone and on the wall."""

import re
from dataclasses import replace

import pytest

WALL = {"width": 1920, "height": 1080}
LATIN = {"illustrative", "data", "Leaflet", "plan", "json", "rounds", "xlsx", "heat", "html"}
LATIN |= {"Excel", "WPS", "QGIS", "like", "walkmap", "print", "round"}  # programs, what one types
TEXT = "document.body.innerText"


def test_a_month_is_an_index_its_rounds_and_the_heat(write):
    assert [path.name for path in write()] == [
        "index.html",
        "round-2026-12-07-1.html",
        "round-2026-12-07-2.html",
        "round-2026-12-14-1.html",
        "round-2026-12-14-2.html",
        "heat.html",
        "overview.html",
    ]


def test_the_same_month_gives_the_same_files(write):
    first, second = write("first"), write("second")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.mark.parametrize("number", [0, 1, 5])
def test_a_phone_shows_it_without_scrolling_sideways_and_half_of_it_is_map(number, write, look):
    seen = look(write()[number])
    assert seen.run("document.documentElement.scrollWidth - innerWidth") <= 1
    assert seen.run("document.getElementById('sheet').clientHeight / innerHeight") >= 0.5


@pytest.mark.parametrize("number", [0, 1, 5])
def test_buttons_are_large_enough_for_a_thumb(number, write, look):
    seen = look(write()[number])
    small = seen.run(
        "Array.from(document.querySelectorAll('button, a.button, summary'))"
        ".filter(e => e.offsetParent && e.offsetHeight < 48).map(e => e.textContent)"
    )
    assert small == []


@pytest.mark.parametrize("size", [{"width": 390, "height": 844}, WALL])
def test_a_round_opens_fitted_to_its_stops(size, write, look):
    seen = look(write()[1], size)
    inside = seen.run(
        "walkmap.data.rounds[0].places.map("
        "p => walkmap.map.getBounds().contains(walkmap.latLng(p)))"
    )
    assert inside == [True, True, True]
    assert seen.run("walkmap.map.getZoom()") > 17


WRITTEN = """
    window.written = [];
    const write = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
        written.push(`${text} seen from ${walkmap.map && walkmap.map.getCenter()}`);
        return write.call(this, text, ...rest);
    };
"""


@pytest.mark.parametrize("number", [0, 1, 5])
def test_nothing_is_painted_twice_as_a_page_opens(number, write, look):
    """Painting takes longest on an old phone. This small map moves once, into its bounds."""
    seen = look(write()[number], before=WRITTEN)
    names = seen.run("walkmap.data.base.buildings.flatMap(({ name, short }) => [name, short])")
    written = [text for text in seen.run("written") if text.split(" seen ")[0] in names]
    assert written
    assert len(written) == len(set(written))


@pytest.mark.parametrize("number", [0, 1])
def test_a_folded_legend_is_there_when_somebody_unfolds_it(number, write, look):
    seen = look(write()[number])
    seen.page.locator("details.legend summary").click()
    seen.page.locator("#legend li canvas").first.wait_for()
    lines = seen.page.locator("#legend li").all_inner_texts()
    assert len(lines) == len(set(lines)) > 5
    seen.page.locator("details.legend summary").click(click_count=2, delay=1)
    assert seen.page.locator("#legend li").all_inner_texts() == lines


def test_a_stop_is_not_hidden_by_the_buttons_in_the_corner(write, look):
    seen = look(write()[1])
    stop, button = seen.run(
        """(() => {
            const { map, data } = walkmap;
            const wide = map.getSize().x;
            const there = map.containerPointToLatLng([wide - 90, 200]); // beside the widest of them
            const { x, y } = L.CRS.EPSG3857.latLngToPoint(there, 0);
            data.rounds[0].places[0] = [x, y];
            walkmap.fit();
            const box = map.getContainer().getBoundingClientRect();
            return [map.latLngToContainerPoint(there).x,
                    document.querySelector('.here').getBoundingClientRect().left - box.left];
        })()"""
    )
    assert stop + 16 < button


@pytest.mark.parametrize("zoom", [14, 16, 17.25, 19, 20.5])
def test_discs_never_overlap(zoom, write, look):
    seen = look(write()[1])
    seen.run(f"walkmap.map.setZoom({zoom}, {{animate: false}}) && 0")
    seen.settle()
    groups = seen.run("walkmap.spots().map(g => [g.x, g.y, g.half, g.r])")
    for i, a in enumerate(groups):
        for b in groups[i + 1 :]:
            apart = abs(a[0] - b[0]) >= a[2] + b[2] or abs(a[1] - b[1]) >= a[3] + b[3]
            round_ = ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 >= a[3] + b[3]
            assert apart or round_


def test_a_gate_that_is_not_open_all_the_shift_counts_as_shut(write, look):
    seen = look(write()[1])
    assert seen.run("walkmap.data.open_gates") == [[True, False, True]]
    assert "甲院 西门（只在 6:30–9:00 开）" in seen.run(TEXT)


def test_a_gate_named_after_its_courtyard_is_named_once(community, write, look):
    gates = community.gates.copy()
    gates["name"] = "甲院西门"
    seen = look(write(community=replace(community, gates=gates))[1])
    assert seen.run("walkmap.data.shut") == ["甲院西门（只在 6:30–9:00 开）"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_speak_one_language(lang, write, look):
    for path in write(lang=lang):
        seen = look(path)
        own = re.sub(r"{\w+}", "", seen.run("Object.values(walkmap.data.texts).join(' ')"))
        if lang == "en":
            assert not re.search(r"[\u3000-\u9fff]", own), path.name
        else:
            assert not set(re.findall(r"[A-Za-z]{2,}", own + seen.run(TEXT))) - LATIN, path.name
        assert seen.run("document.documentElement.lang") == ("en" if lang == "en" else "zh-CN")
        assert "示意数据 · illustrative data" in seen.run(TEXT)


def test_real_data_have_no_badge(write, look, community):
    settings = community.settings.model_copy(update={"illustrative": False})
    paths = write(community=replace(community, settings=settings, _projected={}))
    assert "illustrative" not in look(paths[0]).run(TEXT)


def test_the_round_of_one_team_holds_nothing_of_another(write):
    text = write()[2].read_text(encoding="utf-8")
    assert "高龄党员" not in text
