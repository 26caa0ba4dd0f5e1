"""What is printed: nothing overlaps, nothing is left out, nothing needs colours."""

import io
import re
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import segno
import shapely
from estate import box, frame, stop, streets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from strategies import Sketch, sketches

from walkmap.community import read_community
from walkmap.errors import WalkmapError
from walkmap.network import streets_of
from walkmap.pages.common import Sheet
from walkmap.pages.overview_page import overview_data
from walkmap.pages.paper import fonts, print_overview, print_rounds
from walkmap.pages.paper.code import draw_code
from walkmap.pages.paper.ground import BLACK, COLOURS
from walkmap.pages.paper.overview import Overview, overview_paper
from walkmap.pages.paper.plot import Plot
from walkmap.pages.paper.round import round_papers
from walkmap.pages.paper.sheet import Paper, png, text_box, text_width
from walkmap.pages.paper.table import wrap
from walkmap.pages.paper.way import DISC_MM, spread
from walkmap.pages.round_page import round_data

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "geo" / "nanshatan"
MONDAY = date(2026, 12, 7)
QUICK = settings(max_examples=60, derandomize=True, database=None, deadline=None)


def overlaps(paper: Paper) -> list[tuple[str, str]]:
    """The texts that lie on one another or touch."""
    return [
        (a, b)
        for (a, one), (b, other) in combinations(paper.texts, 2)
        if shapely.distance(one, other) < 0.15
    ]


def outside(paper: Paper, edge_mm: float = 5) -> list[str]:
    sheet = shapely.box(edge_mm, edge_mm, paper.wide_mm - edge_mm, paper.high_mm - edge_mm)
    return [text for text, room in paper.texts if not sheet.covers(room)]


def words(paper: Paper) -> list[str]:
    return [text for text, _ in paper.texts]


@pytest.fixture(scope="module")
def sample():
    community = read_community(SAMPLE)
    return Sheet(community, streets_of(community))


@pytest.fixture
def sheet(community, plan):
    return Sheet(community, streets(), plan.rounds)


@pytest.fixture
def round_(plan):
    return plan.rounds[0]


def papers_of(sheet, round_, lang="zh", *, code="tiny 2026-12-07/1", link=False, **options):
    return round_papers(round_data(sheet, round_, lang=lang, **options), code, link=link)


def many_stops(round_, count):
    """The round with so many stops, some of them at the same door."""
    stops = tuple(
        stop(i + 1, f"B{1 + i % 3}", f"{i + 1}号楼", (10 + 7 * (i // 2), 60), 30_600 + 200 * i)
        for i in range(count)
    )
    first = round_.legs[0]
    legs = tuple(replace(first, order=i + 1, line=first.line) for i in range(count))
    return replace(round_, stops=stops, legs=legs)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_wall_names_every_building_and_courtyard_and_nothing_overlaps(lang, sample):
    overview = overview_paper(overview_data(sample, [MONDAY], lang=lang), sample.area)
    texts = words(overview.paper)
    for name, short in ((b["name"], b["short"]) for b in sample.base["buildings"]):
        assert {name, short, re.sub(r"^\D+", "", name)} & set(texts), name
    assert set(sample.community.courtyards["name"]) <= set(texts)
    for hazard in sample.community.active_hazards(MONDAY)["name"]:
        assert hazard.rsplit(" · ")[-1] in " ".join(texts), hazard
    assert texts.count("北门") + sum(text.startswith("北门 ") for text in texts) == 6
    assert unreadable(overview) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_gate_can_be_taken_for_the_one_across_the_street(lang, sample):
    data = overview_data(sample, [MONDAY], lang=lang)
    overview = overview_paper(data, sample.area)
    gates = [shapely.LineString(overview.plot.at(gate["line"])) for gate in data["base"]["gates"]]
    names = [gate["name"] for gate in data["base"]["gates"]]
    labels = [(text, room) for text, room in overview.paper.texts if text in names]
    assert len(labels) > 15
    for text, room in labels:
        assert names[int(np.argmin(shapely.distance(gates, room)))] == text


def unreadable(overview: Overview) -> list:
    """What has no name on the wall, and the names that cannot be read."""
    return [*overview.left_out, *overlaps(overview.paper), *outside(overview.paper)]


@given(sketches())
@settings(QUICK, max_examples=12, suppress_health_check=list(HealthCheck))
def test_on_the_wall_of_any_community_nothing_overlaps_and_nothing_is_cut(sketch: Sketch):
    with tempfile.TemporaryDirectory() as folder:
        community = read_community(sketch.save(Path(folder) / "any"))
        ways = streets_of(community)
    named = {
        layer: getattr(community, layer).assign(name=name)
        for layer, name in (("gates", "西南门"), ("hazards", "路口 · 井盖松动"))
    }
    sheet = Sheet(replace(community, **named, _projected={}), ways.assign(name="科学园南里西街"))
    overview = overview_paper(overview_data(sheet, [MONDAY], lang="zh"), sheet.area)
    assert unreadable(overview) == []


def test_a_gate_is_named_beside_its_wall(community):
    """Where there is room, a name lies neither on a wall nor on a building."""
    sheet = Sheet(community, streets())
    data = overview_data(sheet, [MONDAY], lang="zh")
    overview = overview_paper(data, sheet.area)
    gates = [room for text, room in overview.paper.texts if text.startswith(("东门", "西门"))]
    assert len(gates) == 3
    plot = overview.plot
    walls = [plot.at(line) for wall in data["base"]["walls"] for line in wall["lines"]]
    for room in gates:
        assert not shapely.intersects([shapely.LineString(wall) for wall in walls], room).any()


def test_a_hazard_in_a_courtyard_is_named_without_it(sample):
    data = overview_data(sample, [MONDAY], lang="zh")
    names = [hazard["name"] for hazard in data["hazards"]]
    assert "东门内 · 井盖松动" in names  # 五建小区东门内
    assert "和谐北巷 · 背阴结冰路段" in names  # outside all of them
    listed = [name for part in data["parts"] for name in part["hazards"]]
    assert "东门内 · 井盖松动" in listed


def test_numbers_lie_inside_their_footprints(sample):
    overview = overview_paper(overview_data(sample, [MONDAY], lang="zh"), sample.area)
    room = dict(overview.paper.texts)
    for block in sample.base["buildings"]:
        if block["name"] in {f"{number}号楼" for number in range(4, 33)}:  # the only ones
            assert overview.plot.shape(block["rings"]).covers(room[block["name"]])


def test_the_wall_says_what_and_when_it_is(sample):
    texts = words(overview_paper(overview_data(sample, [MONDAY], lang="zh"), sample.area).paper)
    said = " ".join(texts)
    for part in (
        "南沙滩社区总图",
        "示意数据 · illustrative data",
        "2026年12月7日",
        "数据来源",
        "北",
    ):
        assert part in said
    assert {"社区办公室", "无物业的楼", "围墙", "大门", "大门，关着", "易出事故点"} <= set(texts)
    assert any(re.fullmatch(r"\d+ 米", text) for text in texts)
    assert {"大屯路", "南沙滩路"} <= set(texts)


def test_the_wall_shows_no_target(sample):
    said = " ".join(
        words(overview_paper(overview_data(sample, [MONDAY], lang="zh"), sample.area).paper)
    )
    targets = sample.community.targets
    for name in targets["name"][targets["kind"] != "accident_spot"]:
        assert name not in said
    assert "党员" not in said


@pytest.mark.parametrize(("wide", "high", "lies"), [(400, 150, True), (150, 400, False)])
def test_the_sheet_lies_or_stands_by_the_communitys_shape(wide, high, lies, community):
    yard = frame([{"id": "C1", "name": "大院", "geometry": box(0, 0, wide, high)}])
    yards = yard.set_index("id").assign(kind="dormitory", enclosed=True, open_ground=True,
                                        households=0, assumed=False)  # fmt: skip
    gates = community.gates.assign(courtyard_id="C1")
    changed = replace(community, courtyards=yards, gates=gates, _projected={})
    sheet = Sheet(changed, streets())
    paper = overview_paper(overview_data(sheet, [MONDAY], lang="zh"), sheet.area).paper
    assert (paper.wide_mm > paper.high_mm) == lies
    assert {paper.wide_mm, paper.high_mm} == {420, 297}


def test_a_building_too_small_for_its_number_has_it_beside(community):
    tiny = {id_: box(20 + 8 * i, 20, 4, 3) for i, id_ in enumerate(community.buildings.index)}
    buildings = community.buildings.set_geometry([tiny[id_] for id_ in community.buildings.index],
                                                 crs="EPSG:4326")  # fmt: skip
    sheet = Sheet(replace(community, buildings=buildings, _projected={}), streets())
    overview = overview_paper(overview_data(sheet, [MONDAY], lang="zh"), sheet.area)
    assert overview.left_out == ()
    assert overlaps(overview.paper) == []
    shorts = [text.removesuffix("号楼") for text in words(overview.paper)]
    assert {"1", "2", "3", "4"} <= set(shorts)


def test_a_picture_of_the_wall_is_sharp_enough_for_a3(sheet):
    picture = Image.open(io.BytesIO(print_overview(sheet, MONDAY, lang="zh", format_="png")))
    assert min(picture.size) >= 297 / 25.4 * 150
    assert max(picture.size) >= 420 / 25.4 * 150


def test_a_round_has_every_stop_on_the_map_and_in_the_table(sheet, round_):
    papers = papers_of(sheet, round_)
    texts = [text for paper in papers for text in words(paper)]
    for each in round_.stops:
        assert each.name in texts
        assert texts.count(str(each.order)) >= 2
    assert [text for text in texts if re.fullmatch(r"8:\d\d", text)] == ["8:35", "8:41", "8:51"]
    said = " ".join(texts)
    for part in ("一组 · 12月7日 周一", "小院社区", "2 个单元门", "8:30 从办公室出发", "9:10"):
        assert part in said
    assert "tiny 2026-12-07/1" in said
    assert "西门" in said
    assert "看到、听到、问到的" in said


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("count", [1, 3, 17, 40])
def test_long_rounds_go_on_with_the_head_on_each_page_and_nothing_overlaps(
    count, lang, sheet, round_
):
    papers = papers_of(sheet, many_stops(round_, count), lang)
    for number, paper in enumerate(papers, 1):
        texts = words(paper)
        page = (
            f"第 {number} 页，共 {len(papers)} 页"
            if lang == "zh"
            else f"Page {number} of {len(papers)}"
        )
        assert page in texts
        assert ("到哪里，做什么" if lang == "zh" else "Where, and what to do") in texts
        assert overlaps(paper) == []
        assert outside(paper) == []
    found = [text for paper in papers for text in words(paper)]
    assert all(f"{i + 1}号楼" in found for i in range(count))
    assert len(papers) <= 1 + count / 7


def test_what_was_found_last_time_is_on_the_paper_of_the_worker(sheet, round_):
    from walkmap.issues.found import Found

    text = "南墙根的建筑垃圾堆了半个月，希望集中清运，夜里还有人来倒"
    found = {"B1": (Found("B1", MONDAY - timedelta(28), "environment", "small", text, "open"),)}
    said = "".join(words(papers_of(sheet, round_, found=found)[0]))
    assert f"上次（11月9日）：{text}" in said


def test_rounds_are_printed_one_after_the_other_and_the_same_each_time(sheet, plan):
    first = print_rounds(sheet, plan.rounds, lang="zh")
    assert first == print_rounds(sheet, plan.rounds, lang="zh")
    assert first.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", first)) == len(plan.rounds)
    assert b"CreationDate" not in first
    assert b"/Subtype /Image" not in first  # vectors alone


def test_fonts_are_embedded(sheet):
    made = print_overview(sheet, MONDAY, lang="zh", format_="pdf")
    assert b"/Type3" in made
    assert b"/ToUnicode" in made


@pytest.mark.parametrize("text", ["tiny 2026-12-07/1", "https://example.org/2026-12/round-1.html"])
def test_the_code_holds_what_it_should(text):
    paper = Paper(40, 40)
    draw_code(paper, text, 2, 3, 34)
    picture = np.asarray(Image.open(io.BytesIO(png(paper, dpi=400))).convert("L"))
    matrix = np.array([list(row) for row in segno.make(text, error="m", micro=False,
                                                       boost_error=False).matrix])  # fmt: skip
    unit = 34 / (len(matrix) + 8)
    middles = (np.arange(len(matrix)) + 4.5) * unit
    dots = 400 / 25.4
    rows, columns = 3 + 34 - middles, 2 + middles
    read = picture[np.ix_(((40 - rows) * dots).astype(int), (columns * dots).astype(int))] < 128
    assert (read == matrix.astype(bool)).all()


def test_a_link_is_said_as_something_to_scan(sheet, round_):
    said = " ".join(
        words(papers_of(sheet, round_, code="https://example.org/a.html", link=True)[0])
    )
    assert "扫码在手机上看" in said
    assert "https" not in said


def contrast(a: str, b: str) -> float:
    def light(colour: str) -> float:
        parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        red, green, blue = (
            x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(a), light(b)))
    return (high + 0.05) / (low + 0.05)


def test_the_round_needs_no_colour():
    for colour in vars(BLACK).values():
        assert colour[1:3] == colour[3:5] == colour[5:7], colour


@pytest.mark.parametrize("ink", [BLACK, COLOURS])
def test_labels_can_be_read_on_what_they_lie_on(ink):
    for text in (ink.text, ink.danger):
        for ground in (ink.paper, ink.ground, ink.street, ink.building, ink.pale, "#ffffff"):
            assert contrast(text, ground) >= 4.5
    assert contrast(ink.soft, ink.pale) >= 4.5
    assert contrast(ink.shut, ink.ground) >= 3


def test_hostile_texts_are_printed_as_they_are(
    hostile, hostile_community, hostile_plan, hostile_streets
):
    named = replace(hostile_community, settings=hostile_community.settings)
    sheet = Sheet(named, hostile_streets, hostile_plan.rounds)
    overview = overview_paper(overview_data(sheet, [MONDAY], lang="zh"), sheet.area)
    shown = fonts.drawable(hostile)
    assert any(
        text.rstrip("…") and shown.startswith(text.rstrip("…")) for text in words(overview.paper)
    )
    made = print_rounds(sheet, hostile_plan.rounds, lang="zh")
    assert made.startswith(b"%PDF")
    assert b"JavaScript" not in made
    assert b"/URI" not in made


def test_a_formula_is_no_formula():
    paper = Paper(50, 50)
    paper.write(r"$\frac{1}{0}$ $x", 5, 5, 12)
    assert png(paper, dpi=50)


def test_unknown_and_steering_signs():
    assert fonts.drawable("甲\x00\n乙\u202e丙ቀ") == "甲 乙 丙〓"


def test_a_machine_without_chinese_fonts_is_one_clear_line(monkeypatch, sheet):
    from matplotlib import font_manager

    fonts.family.cache_clear()
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [])
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    try:
        with pytest.raises(WalkmapError) as error:
            print_overview(sheet, MONDAY, lang="zh", format_="pdf")
    finally:
        fonts.family.cache_clear()
    assert "Noto Sans CJK SC" in error.value.words.zh
    assert "\n" not in error.value.words.en


PLOT = Plot([116_000_000, 40_000_000], (116.0, 40.0, 116.002, 40.001), (10, 10, 200, 120), pad_mm=6)
places = st.tuples(st.floats(16, 194), st.floats(16, 114))


@QUICK
@given(st.lists(places, min_size=1, max_size=40), places)
def test_discs_never_overlap_and_stay_in_the_frame(homes, office):
    discs = spread(np.array(homes), np.array(office), PLOT)
    for a, b in combinations(discs, 2):
        assert np.hypot(*(a - b)) >= 2 * DISC_MM - 0.05
    assert (discs >= 10 + DISC_MM).all()
    assert (discs <= np.array([200, 120]) - DISC_MM).all()


@QUICK
@given(st.text(alphabet="南沙滩社区，。（ab1 号楼", max_size=80), st.floats(15, 120))
def test_lines_fit_and_lose_nothing_that_is_not_marked(text, room):
    lines = wrap(text, room, most=3)
    assert len(lines) <= 3
    longest = max(
        (text_width(piece, 12) for piece in re.findall(r"[ -~]+|.[，。（]*", text)), default=0
    )
    if longest < room:
        assert all(text_width(line, 12) <= room + 0.01 for line in lines)
    if lines and not lines[-1].endswith("…"):
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_texts_room_is_where_it_is_drawn():
    paper = Paper(60, 30)
    paper.write("12号楼", 30, 15, 20, bold=True, align="center", angle=30)
    picture = np.asarray(Image.open(io.BytesIO(png(paper, dpi=254))).convert("L")) < 128
    rows, columns = np.nonzero(picture)
    drawn = shapely.MultiPoint(np.column_stack([columns / 10, 30 - rows / 10])).convex_hull
    room = text_box("12号楼", 30, 15, 20, bold=True, angle=30)
    assert shapely.buffer(room, 0.3).covers(drawn)
    assert drawn.area > room.area * 0.6
