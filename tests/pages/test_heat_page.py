"""The meeting's page: what it shows, what it says, and what it keeps to itself."""

import json
import re
from dataclasses import replace
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from estate import LAT, LON, WALL, issues_table
from scipy.interpolate import RegularGridInterpolator

from walkmap.community.settings import Works
from walkmap.issues import BREAKS, Choice, heat_of, slides_of
from walkmap.issues.ground import ground_of
from walkmap.issues.heat import years_of
from walkmap.issues.placed import place_issues
from walkmap.issues.surface import Smoother, raster_of

TEXT = "document.body.innerText"
SHOWN = "[walkmap.heat.view, walkmap.heat.period, walkmap.heat.category, walkmap.heat.level]"


def heat_of_month(paths):
    """The meeting's page among those of a month."""
    (path,) = (path for path in paths if path.name == "heat.html")
    return path


def data_of(path):
    text = path.read_text(encoding="utf-8").split('id="walkmap-data">')[1].split("</script>")[0]
    return text, json.loads(text)


@pytest.fixture(scope="module")
def many():
    """A year of issues, enough to tell buildings from chance: B1 has three times as many."""
    rows = [
        {
            "building_id": building, "recorded_at": f"2026-{month:02d}-{day:02d} 09:00",
            "category": ("environment", "dispute", "no_property")[day % 3],
            "level": ("small", "small", "medium")[(day + month) % 3],
        }
        for month in range(1, 13)
        for building, days in (("B1", range(1, 13)), ("B2", (3, 9, 15, 21)), ("B3", (5, 8, 17, 30)),
                               ("M1", (2, 11, 20, 27)))
        for day in days
        if (month, day) != (2, 30)
    ]  # fmt: skip
    return issues_table(rows)


@pytest.fixture(scope="module")
def year(community, many):
    return slides(community, many)


def slides(community, issues, **options):
    visits = options.pop("visits", None)
    heat = heat_of(community, issues, **options)
    return slides_of(community, issues, heat, visits=visits)


def test_no_home_no_household_no_text_no_small_number(write, heat):
    text, data = data_of(heat_of_month(write()))
    for secret in ("高龄党员", "households", "灯太亮"):
        assert secret not in text
    shown = data["heat"]
    assert shown["most"] == [["1号楼", "12", "25.0"]]
    assert shown["slices"]["0.0.0"]["classes"][0] != "."
    assert shown["slices"]["0.0.0"]["classes"][1:] == "..."  # two issues, none, none
    assert all(each["count"] == 0 or each["count"] >= 3 for each in shown["slices"].values())
    march = shown["ticks"].index("3月")
    empty = {"count": 0, "seen": [], "hidden": [], "enough": False}
    assert shown["slices"][f"{march}.0.0"] == empty


SURFACE = """(() => {
    const surface = new walkmap.Surface();
    const slice = walkmap.data.heat.slices["0.0.0"];
    const { wide, high, west, north, cell } = surface;
    const twice = (ring) => ring.reduce((sum, x, i) => i % 2 ? sum
        : sum + x * ring[(i + 3) % ring.length] - ring[(i + 2) % ring.length] * ring[i + 1], 0);
    const areas = surface.bands(slice, 0).map((rings) =>
        Math.abs(rings.reduce((sum, ring) => sum + twice(ring), 0)) / 2 / cell ** 2);
    const at = (x, y) => Object.values(
        walkmap.latLng([west + (x + .5) * cell, north + (y + .5) * cell]));
    const from = Array.from({ length: high }, (_, y) => at(0, y)[0]);
    const along = Array.from({ length: wide }, (_, x) => at(x, 0)[1]);
    return { areas, along, from, rate: Array.from(surface.rate(slice, surface.years[0])) };
})()"""


@pytest.mark.parametrize("everywhere", [True, False])
def test_the_page_makes_the_surface_of_the_issues(write, look, community, streets, everywhere):
    outside = [{"lon": LON + 1e-5 * x, "lat": LAT + 4e-4} for x in (0, 100, 110, 130)] * 3
    hidden = [{"building_id": "B2"}] * 2
    issues = issues_table(
        [{"building_id": "B1"}] * 40 + [{"building_id": "B3"}] * 25 + outside + hidden
    )
    ground = None if everywhere else ground_of(community, streets)
    heat = heat_of(community, issues, ground=ground)
    shown = slides_of(community, issues, heat, ground=ground)
    made = look(heat_of_month(write(heat=shown)), WALL).run(SURFACE)
    places = place_issues(community, issues)
    raster = raster_of(places.shapes, bandwidth_m=heat.bandwidth_m, ground=ground)
    exact = Smoother(raster, heat.bandwidth_m).rate(places.counts(), years_of(heat.start, heat.end))
    lon, lat = np.meshgrid(made["along"], made["from"])
    points = gpd.GeoSeries(shapely.points(lon.ravel(), lat.ravel()), crs=4326).to_crs(community.utm)
    here = np.ones(len(points), bool) if everywhere else points.within(ground).to_numpy()
    between = RegularGridInterpolator((raster.y, raster.x), exact, bounds_error=False, fill_value=0)
    expected = between(shapely.get_coordinates(points)[:, ::-1])
    rate = np.array(made["rate"])
    assert expected.max() > BREAKS[3]
    # Cells are of another size: an issue is moved by some metres.
    assert rate[here] == pytest.approx(expected[here], rel=0.05, abs=0.08 * expected.max())
    assert rate[here].sum() == pytest.approx(expected[here].sum(), rel=0.05)
    if everywhere:
        inner = [(rate >= low).sum() for low in BREAKS]
        assert made["areas"] == pytest.approx(inner, rel=0.05, abs=4)


def test_it_says_unit_period_and_number(write, look):
    text = look(heat_of_month(write()), WALL).run(TEXT)
    for part in (
        "每公顷每年",
        "2026年1月至2026年12月",
        "21 件民情",
        "3 件没有地点",
        "可能只是偶然",
    ):
        assert part in text
    assert all(part in text for part in ("5–10", "10–20", "160 以上"))


def test_without_issues_it_says_what_to_do(write, look, community):
    assert "导入" in look(heat_of_month(write(heat=None))).run(TEXT)
    none = slides(community, issues_table([]))
    assert "导入" in look(heat_of_month(write(heat=none))).run(TEXT)
    asked = slides(
        community, issues_table([{"building_id": "B1"}]), choice=Choice(level=("large",))
    )
    assert "少选几个条件" in look(heat_of_month(write(heat=asked))).run(TEXT)


def test_keys_step_through_months_categories_levels_and_views(write, look, year):
    seen = look(heat_of_month(write(heat=year)), WALL)
    press = seen.page.keyboard.press
    assert seen.run(SHOWN) == ["by_place", 0, 0, 0]
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "2", "v"):
        press(key)
    assert seen.run(SHOWN) == ["by_building", 2, 1, 2]
    for key in ("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowUp", "ArrowUp", "0", "v", "v"):
        press(key)
    assert seen.run(SHOWN) == ["by_place", 0, 0, 0]
    assert seen.faults == []


def test_months_by_the_slider_and_the_legend_stays(write, look, year):
    seen = look(heat_of_month(write(heat=year)), WALL)
    legend = seen.page.locator("#classes").inner_text()
    seen.run("(() => { const s = document.getElementById('slider'); s.value = 3;"
             " s.dispatchEvent(new Event('input')); })()")  # fmt: skip
    assert seen.page.locator("#period").inner_text() == "2026年3月"
    assert seen.page.locator("#count").inner_text() == "24 件民情"
    assert seen.page.locator("#classes").inner_text() == legend


def test_months_do_not_touch_in_large_letters(write, look, year):
    seen = look(heat_of_month(write(heat=year)), {"width": 1366, "height": 768})
    for size in ("18px", "36px"):
        seen.run(f"document.documentElement.style.fontSize = '{size}'")
        seen.settle()
        spans = seen.run("""[...document.querySelectorAll('#ticks span')].map(
            span => span.getBoundingClientRect()).filter(box => box.width)
            .map(box => [box.left, box.right])""")
        assert len(spans) > 1
        assert all(a[1] < b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_choices_are_alike_on_a_phone(lang, write, look, year):
    seen = look(heat_of_month(write(heat=year, lang=lang)))
    for name in ("category", "level"):
        wide = seen.run(f"[...document.querySelectorAll('#{name} button')].map(b => b.offsetWidth)")
        assert len(wide) == 4
        assert len(set(wide)) == 1


def test_a_building_with_more_than_chance_is_named(write, look, year):
    seen = look(heat_of_month(write(heat=year)), WALL)
    seen.page.get_by_role("button", name="是不是偶然").click()
    text = seen.page.locator("#lists").inner_text()
    assert re.sub(r"\s+", " ", text) == "多得不像偶然的楼 楼 件 按户数约 1号楼 144 72"
    assert seen.run("walkmap.heat.slice().more") == [0]


def test_a_month_is_too_little_and_shows_all_months(write, look, community, many):
    few = many[many["recorded_at"].dt.day % 4 == 3]
    seen = look(heat_of_month(write(heat=slides(community, few))), WALL)
    seen.page.get_by_role("button", name="是不是偶然").click()
    seen.page.keyboard.press("ArrowRight")
    assert "一个月太少" in seen.run(TEXT)
    assert seen.page.locator("#period").inner_text() == "2026年1月至2026年12月"


def test_what_could_be_chance_is_hatched(write, look, year):
    seen = look(heat_of_month(write(heat=year)), WALL)
    seen.page.get_by_role("button", name="按楼").click()
    kinds = seen.run("walkmap.shades.map(shade => typeof shade)")
    assert kinds == ["string", "object", "object", "object"]  # a pattern is an object


def test_by_visits_where_visits_are_kept(write, look, community, many, year):
    visits = pd.DataFrame(
        [(day, stop) for day in pd.date_range("2026-01-05", "2026-12-28", freq="7D")
         for stop in ("B1", "B2", "B3")],
        columns=["day", "stop_id"],
    )  # fmt: skip
    seen = look(heat_of_month(write(heat=slides(community, many, visits=visits))), WALL)
    seen.page.get_by_role("button", name="按走访次数").click()
    assert "每走访一百次" in seen.run(TEXT)
    assert seen.run("walkmap.shades[3]") == "#fff"  # never visited
    assert seen.run("walkmap.shades[0]") != "#fff"
    without = look(heat_of_month(write("without", heat=year)), WALL)
    without.page.get_by_role("button", name="按楼").click()
    assert "还没有走访记录" in without.run(TEXT)
    assert without.page.get_by_role("button", name="按走访次数").count() == 0


def test_before_and_after_works(write, look, community, many):
    works = (
        Works(name="围合整治", date="2026-07-01", courtyards=("C1",)),
        Works(name="雨水收集", date="2026-12-20", courtyards=("C2",)),
    )
    less = many[(many["recorded_at"] < "2026-07-01") | (many["building_id"] != "B1")]
    changed = replace(
        community,
        settings=community.settings.model_copy(update={"works": works}),
        _projected={},
    )
    seen = look(heat_of_month(write(community=changed, heat=slides(changed, less))), WALL)
    seen.page.get_by_role("button", name="工程前后").click()
    text = re.sub(r"\s+", " ", seen.page.locator("#lists").inner_text())
    assert "围合整治 · 2026年7月" in text
    assert "不像偶然" in text
    assert "雨水收集 · 2026年12月 工程前后各要有 60 天以上的记录" in text
    assert re.search(r"工程所在楼院 16\.\d 4\.\d 其余地方 7\.\d 8\.\d", text)


@pytest.mark.parametrize("size", [WALL, {"width": 1366, "height": 768}])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_fits_on_the_screen_and_is_large_on_the_wall(size, lang, write, look, year):
    seen = look(heat_of_month(write(heat=year, lang=lang)), size)
    for view in ("by_place", "by_building", "by_chance"):
        seen.run(f"walkmap.showHeat({{view: '{view}'}})")
        wide = "document.documentElement.scrollWidth - innerWidth"
        assert seen.run(wide) <= 0
        assert seen.run("document.getElementById('sheet').clientHeight / innerHeight") >= 0.5
        if size is WALL:
            assert seen.run("side.scrollHeight - side.clientHeight") == 0
            small = seen.run(
                "Array.from(document.querySelectorAll('body *')).filter(e => e.offsetParent"
                " && Array.from(e.childNodes).some(n => n.nodeType === 3 && n.textContent.trim())"
                " && parseFloat(getComputedStyle(e).fontSize) < 24).map(e => e.textContent)"
            )
            assert small == []
