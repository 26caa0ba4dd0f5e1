"""A round printed from its page: on A4, without colours, with nothing but the paper."""

import re
from dataclasses import replace
from itertools import combinations

import pytest
from estate import WALL, stop, streets

from walkmap.pages.common import Sheet
from walkmap.pages.lock import new_lock
from walkmap.pages.round_page import round_html

PRINT = "dispatchEvent(new Event('beforeprint'))"


@pytest.fixture
def printed(a_page, look):
    def open_(path=None, size=WALL, **options):
        seen = look(path or a_page(**options), size)
        seen.page.emulate_media(media="print")
        seen.run(PRINT)
        return seen

    return open_


def numbers(seen):
    """What is written on the paper's map: text, box."""
    return seen.run(
        "Array.from(document.querySelectorAll('#paper svg text:not([aria-hidden])')).map(t => {"
        " const { left, top, right, bottom } = t.getBoundingClientRect();"
        " return [t.textContent, left, top, right, bottom]; })"
    )


def test_only_the_paper_is_printed(printed):
    seen = printed()
    assert seen.run(
        "Array.from(document.body.children).filter(e => getComputedStyle(e).display !== 'none')"
        ".map(e => e.id)"
    ) == ["paper"]
    assert seen.faults == []


def test_on_the_screen_there_is_no_paper(a_page, look):
    seen = look(a_page(), WALL)
    seen.run(PRINT)
    assert seen.run("getComputedStyle(document.getElementById('paper')).display") == "none"
    assert seen.page.locator("#card").is_visible()


def test_every_stop_is_on_the_map_and_in_the_table(printed, plan):
    seen = printed()
    written = [text for text, *_ in numbers(seen)]
    rows = seen.page.locator("#paper tbody tr").all_inner_texts()
    for each in plan.rounds[0].stops:
        assert written.count(str(each.order)) == 1
        assert any(each.name in row for row in rows)
    said = seen.page.locator("#paper").inner_text()
    for part in ("一组 · 12月7日 周一", "8:35", "2 个单元门", "8:30", "看到、听到、问到的", "西门",
                 "示意数据 · illustrative data", "北"):  # fmt: skip
        assert part in said
    assert {"中街", "1号楼"} & set(written)
    assert seen.page.locator("#paper .rule").count() >= 2 * len(plan.rounds[0].stops)


def test_nothing_on_the_map_overlaps(printed):
    boxes = numbers(printed())
    for (a, *one), (b, *other) in combinations(boxes, 2):
        wide = min(one[2], other[2]) - max(one[0], other[0])
        high = min(one[3], other[3]) - max(one[1], other[1])
        assert wide < 2 or high < 4, (a, b)  # the boxes of texts have some air


def test_it_needs_no_colour(printed):
    seen = printed()
    colours = seen.run(
        "Array.from(document.querySelectorAll('#paper figure > svg *')).flatMap("
        "e => [e.getAttribute('fill'), e.getAttribute('stroke')]).filter(Boolean)"
    )
    assert "#000" in colours
    for colour in set(colours) - {"none", "url(#paper-hatch)"}:
        assert re.fullmatch(r"#([0-9a-f])\1\1|#([0-9a-f]{2})\2\2", colour), colour


def test_what_is_done_chosen_or_next_prints_like_the_rest(a_page, look):
    seen = look(a_page(), WALL)
    seen.run(PRINT)
    fresh = seen.run("document.querySelector('#paper figure').outerHTML")
    seen.page.locator("#done").click()
    seen.settle()
    seen.run(PRINT)
    assert seen.run("document.querySelector('#paper figure').outerHTML") == fresh
    assert seen.run("document.querySelectorAll('#paper').length") == 1
    assert seen.run("walkmap.ink.open") != "#000"  # the screen keeps its colours


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", pdf))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_long_round_goes_on_with_its_head_and_page_numbers(lang, a_page, look, plan):
    first = plan.rounds[0]
    stops = tuple(
        stop(i + 1, f"B{1 + i % 3}", f"{i + 1}号楼", (10 + 7 * (i // 2), 60), 30_600 + 200 * i)
        for i in range(24)
    )
    legs = tuple(replace(first.legs[0], order=i + 1) for i in range(24))
    seen = look(a_page(round_=replace(first, stops=stops, legs=legs), lang=lang), WALL)
    pdf = seen.page.pdf(prefer_css_page_size=True)
    assert 3 <= pages(pdf) <= 4
    assert re.search(rb"/MediaBox \[0 0 59[45][\d.]* 84[12]", pdf)
    seen.page.emulate_media(media="print")
    head = "getComputedStyle(document.querySelector('#paper thead')).display"
    assert seen.run(head) == "table-header-group"
    rule = seen.run("document.querySelector('#paper style').textContent")
    around = ("第 ", " 页，共 ", " 页") if lang == "zh" else ("Page ", " of ", "")
    assert all(f'"{part}"' in rule for part in around)
    assert "counter(page)" in rule
    day = "12月7日 周一" if lang == "zh" else "Mon 7 Dec"
    assert f'"一组 · {day} · 小院社区"' in rule  # the first page has a larger one
    first_page = "document.querySelector('#paper style').sheet.cssRules[1].selectorText"
    assert seen.run(first_page) == ":first"


def test_a_short_round_is_one_page(a_page, look):
    assert pages(look(a_page(), WALL).page.pdf(prefer_css_page_size=True)) == 1


def test_nothing_sticks_out_of_the_paper(printed):
    seen = printed(size={"width": 718, "height": 1000})  # A4 without its margins
    assert seen.run("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_code_leads_to_the_page(tmp_path, community, plan, printed):
    sheet = Sheet(community, streets(), plan.rounds, base_url="https://example.org/m/")
    path = tmp_path / "linked.html"
    path.write_text(round_html(sheet, plan.rounds[0], lang="zh"), encoding="utf-8")
    seen = printed(path)
    assert seen.run("document.querySelector('#paper img').naturalWidth") > 20
    assert "扫码在手机上看" in seen.page.locator("#paper header").inner_text()


def test_without_a_link_there_is_no_code(printed):
    assert printed().page.locator("#paper img").count() == 0


def test_a_locked_page_prints_nothing_before_it_is_open(a_page, look):
    seen = look(a_page(lock=new_lock("tiny/2026-12", "zh")), WALL, wait=False)
    seen.run(PRINT)
    assert seen.page.locator("#paper").count() == 0
    assert seen.faults == []


def test_hostile_texts_are_printed_as_they_are(
    hostile, hostile_community, hostile_plan, hostile_streets, a_page, printed
):
    path = a_page(
        "hostile", round_=hostile_plan.rounds[0], community=hostile_community,
        streets_=hostile_streets,
    )  # fmt: skip
    seen = printed(path)
    assert seen.run("window.__pwned") is None
    assert seen.faults == []
    assert seen.run("document.querySelectorAll('#paper script, #paper img').length") == 0
    assert seen.run("document.querySelector('#paper style').sheet.cssRules.length") == 2
    assert hostile[:20] in seen.run("document.getElementById('paper').textContent")
