"""The planner's page: a month as a table and a map."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from walkmap.community import Team
from walkmap.rounds.plan import Unvisited
from walkmap.words import Words

LAPTOP = {"width": 1366, "height": 650}
BASE = "https://walk.example/2026-12/"
TEXT = "document.body.innerText"
SHOWN = "walkmap.shown().map(round => [round.day, round.team])"
ROUND = ".matrix tbody button"


@pytest.fixture
def crowded(community, plan):
    """Five Mondays and twelve teams, the last of which never walk."""
    teams = tuple(Team(id=str(i), name=f"{i}号走访组") for i in range(1, 13))
    dates = tuple(date(2026, 11, 30) + timedelta(weeks=week) for week in range(5))
    rounds = tuple(
        replace(plan.rounds[0], date=day, team=team.id, team_name=team.name)
        for day in dates
        for team in teams[:11]
    )
    settings = community.settings.model_copy(update={"teams": teams})
    return {
        "community": replace(community, settings=settings, _projected={}),
        "plan": replace(plan, dates=dates, rounds=rounds),
    }


@pytest.fixture
def alone(community, plan):
    """One team."""
    rounds = tuple(round_ for round_ in plan.rounds if round_.team == "1")
    settings = community.settings.model_copy(update={"teams": community.settings.teams[:1]})
    return {
        "community": replace(community, settings=settings, _projected={}),
        "plan": replace(plan, rounds=rounds, unvisited=()),
    }


def test_mondays_stand_across_and_teams_down(write, look, plan):
    seen = look(write()[0], LAPTOP)
    assert seen.page.locator(".matrix thead button").all_inner_texts() == ["12月7日", "12月14日"]
    assert seen.page.locator(".matrix tbody th").all_inner_texts() == ["一组", "二组"]
    assert seen.page.locator(ROUND).count() == 4
    first = seen.page.locator(ROUND).first.inner_text()
    clock = f"{plan.rounds[0].start_s // 3600}:{plan.rounds[0].start_s // 60 % 60:02d}–"
    assert clock in first
    assert f"{len(plan.rounds[0].stops)}\u00a0站" in first


def test_it_opens_with_a_whole_monday(write, look):
    seen = look(write()[0], LAPTOP)
    assert seen.run(SHOWN) == [[0, 0], [0, 1]]
    assert "12月7日 · 各组一起看" in seen.run(TEXT)


def test_what_is_picked_is_shown_and_its_page_is_one_click_away(write, look):
    paths = write()
    seen = look(paths[0], LAPTOP)
    seen.page.locator(ROUND).nth(3).click()
    seen.settle()
    assert seen.run(SHOWN) == [[1, 1]]
    assert "12月14日 周一 · 二组" in seen.page.locator("#picked").inner_text()
    assert seen.run("walkmap.spots().length") > 0  # its stops have their numbers
    seen.page.get_by_role("link", name="打开走访页面").click()
    assert seen.page.url == paths[4].as_uri()
    assert seen.faults == []


def test_hundreds_of_stops_are_put_together_in_few_steps(write, look):
    seen = look(write()[0], LAPTOP)
    orders, labels, steps = seen.run(
        """(() => {
            const [x, y] = walkmap.data.rounds[0].places[0];
            const places = Array.from({ length: 150 }, (_, i) =>
                [x + (i % 15) * 3e-5, y + Math.floor(i / 15) * 3e-5]);
            const push = walkmap.pushApart;
            let steps = 0;
            walkmap.pushApart = (...all) => { steps += 1; return push(...all); };
            const view = new walkmap.View(walkmap.map, walkmap.canvas._bounds);
            const groups = walkmap.spread(view, walkmap.canvas._ctx, places, null);
            return [groups.map(g => g.orders).flat(), groups.map(g => g.label), steps];
        })()"""
    )
    assert sorted(orders) == list(range(1, 151))
    assert steps < 100
    assert max(map(len, labels)) < 26


def test_arrow_keys_go_from_round_to_round(write, look):
    seen = look(write()[0], LAPTOP)
    seen.page.locator(".matrix [tabindex='0']").focus()
    where = []
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp", "ArrowUp"):
        seen.page.keyboard.press(key)
        where.append(seen.run("[walkmap.team, walkmap.day]"))
    assert where == [[0, 0], [1, 0], [1, 0], [1, 1], [0, 1], [-1, 1]]
    assert seen.run("document.activeElement.innerText") == "12月14日"
    assert seen.page.locator(".matrix [tabindex='0']").count() == 1


def test_arrow_keys_step_over_who_does_not_walk(write, look, plan):
    gone = replace(plan, rounds=(plan.rounds[0], *plan.rounds[2:]))
    seen = look(write(plan=gone)[0], LAPTOP)
    assert "不走" in seen.page.locator(".matrix tbody").inner_text()
    seen.page.locator(ROUND).nth(2).click()  # the second team's only round
    seen.page.keyboard.press("ArrowLeft")
    assert seen.run("[walkmap.team, walkmap.day]") == [1, 1]


def test_sums_add_up(write, look, plan):
    seen = look(write()[0], LAPTOP)
    steps = f"{sum(round_.steps for round_ in plan.rounds):,}"
    walk_km = sum(round_.walk_m for round_ in plan.rounds) / 1000
    facts = seen.page.locator("#facts").inner_text()
    assert steps in facts
    assert f"{walk_km:.1f} 公里" in facts
    assert f"十年平均 3.2 公里的 {walk_km / 2 / 3.16:.1f} 倍" in facts
    sums = seen.page.locator(".matrix .sum span:first-child").all_inner_texts()
    assert sums[-1] == f"{walk_km:.1f} 公里"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_number_stands_alone_on_a_phone(lang, write, look):
    seen = look(write(lang=lang)[0])
    tops = seen.run("[...document.querySelectorAll('#facts dt')].map(dt => dt.offsetTop)")
    assert sorted(tops) == [tops[0]] * 2 + [tops[3]] * 2


def test_minutes_are_told_by_kind(write, look):
    seen = look(write()[0], LAPTOP)
    seen.page.get_by_role("tab", name="时间").click()
    rows = [row.split("\t") for row in seen.page.locator("#times tbody tr").all_inner_texts()]
    assert {row[0] for row in rows} >= {"走访各栋楼", "走路"}
    shares = [int(re.sub(r"\D", "", row[-1])) for row in rows]
    assert sum(shares) == pytest.approx(100, abs=2)


def test_what_is_left_out_opens_first_with_days_and_reasons(write, look, plan):
    seen = look(write()[0], LAPTOP)
    assert seen.page.locator("[role=tabpanel]:visible").get_attribute("id") == "unvisited"
    panel = seen.page.locator("#unvisited").inner_text()
    assert all(item.name in panel and item.reason.zh in panel for item in plan.unvisited)
    assert f"没排进\n{len(plan.left_out())}" in seen.page.locator("#tab-unvisited").inner_text()


def test_what_is_left_out_for_one_reason_is_one_row(write, look, plan):
    shut = Words("没有开着的大门", "no open gate")
    houses = [Unvisited(f"B{n}", f"{n}号楼", shut, day) for day in plan.dates for n in range(1, 11)]
    once = Unvisited("B1", "1号楼", Words("班次太短", "the shifts are too short"), plan.dates[1])
    seen = look(write(plan=replace(plan, unvisited=(*houses, once)))[0], LAPTOP)
    rows = seen.page.locator("#unvisited li").all_inner_texts()
    places = "、".join(f"{n}号楼" for n in range(1, 11))
    assert rows == [
        f"{places} · 每个周一\n没有开着的大门", "1号楼 · 12月14日 周一\n班次太短",
    ]  # fmt: skip
    assert "没排进\n11" in seen.page.locator("#tab-unvisited").inner_text()


def test_changes_stand_apart_from_warnings(write, look, plan):
    changes = (Words("小饭馆：12-07 一组 → 12-14 二组", "Diner: …"),)
    seen = look(write(plan=replace(plan, unvisited=(), changes=changes))[0], LAPTOP)
    assert seen.page.locator("[role=tabpanel]:visible").get_attribute("id") == "changes"
    assert "小饭馆：12-07" in seen.page.locator("#changes").inner_text()
    seen.page.get_by_role("tab", name="请留意").click()
    warnings = seen.page.locator("#warnings").inner_text()
    assert "西门按关着算" in warnings
    assert "小饭馆" not in warnings


def test_without_changes_it_says_how_to_see_them(write, look):
    seen = look(write()[0], LAPTOP)
    seen.page.get_by_role("tab", name="改动").click()
    assert "--like" in seen.page.locator("#changes").inner_text()


def test_tabs_go_by_arrow_keys(write, look):
    seen = look(write()[0], LAPTOP)
    seen.page.locator("#tab-unvisited").focus()
    seen.page.keyboard.press("ArrowRight")
    assert seen.page.locator("[role=tabpanel]:visible").get_attribute("id") == "changes"
    seen.page.keyboard.press("ArrowLeft")
    seen.page.keyboard.press("ArrowLeft")
    assert seen.page.locator("[role=tabpanel]:visible").get_attribute("id") == "unvisited"


def test_every_file_is_there_with_what_it_is_for(write, look):
    names = ["plan.json", "rounds.xlsx", "month.ics", "something.else"]
    seen = look(write(files=names)[0], LAPTOP)
    seen.page.get_by_role("tab", name="下载").click()
    text = seen.page.locator("#files").inner_text()
    assert all(name in text for name in [*names, "heat.html"])
    assert "用 Excel 或 WPS 打开" in text


@pytest.mark.parametrize("size", [LAPTOP, {"width": 1920, "height": 1080}])
def test_all_that_is_decided_on_is_in_sight(size, crowded, write, look):
    seen = look(write(**crowded)[0], size)
    assert seen.page.locator(".matrix tbody tr").count() == 12
    assert seen.run(
        "Array.from(document.querySelectorAll('#tabs button, .matrix thead button'))"
        ".map(e => e.getBoundingClientRect()).every(r => r.top >= 0 && r.bottom <= innerHeight)"
    )
    month = ".matrix tfoot td:last-child"
    assert seen.run(f"document.querySelector('{month}').getBoundingClientRect().right") < seen.run(
        "document.querySelector('.side').getBoundingClientRect().right"
    )


def test_twelve_teams_are_told_apart(crowded, write, look):
    seen = look(write(**crowded)[0], LAPTOP)
    styles = seen.run("[...Array(12).keys()].map(t => JSON.stringify(walkmap.teamStyle(t)))")
    assert len(set(styles)) == 12


def test_the_map_fits_into_the_room_that_is_left(crowded, write, look):
    seen = look(write(**crowded)[0], LAPTOP)
    before = seen.run("walkmap.map.getZoom()")
    seen.page.locator(ROUND).first.click()  # one line above the map in place of twelve teams
    seen.settle()
    assert seen.run("walkmap.map.getZoom()") > before
    seen.page.locator(".folium-map").click()  # somebody has taken hold of it
    seen.run("walkmap.map.setZoom(15, {animate: false}) && 0")
    seen.page.locator(".matrix thead button").first.click()
    seen.settle()
    assert seen.run("walkmap.map.getZoom()") == 15


def test_one_team_alone(alone, write, look):
    seen = look(write(**alone)[0], LAPTOP)
    assert seen.page.locator(ROUND).count() == 2
    assert seen.faults == []


def test_an_empty_month_says_what_to_do(write, look, plan):
    empty = replace(plan, rounds=(), unvisited=(), warnings=())
    seen = look(write(plan=empty)[0])
    assert "还没有走访安排" in seen.run(TEXT)
    assert seen.page.locator(".matrix, #unvisited").count() == 0
    assert seen.faults == []


@pytest.mark.parametrize("size", [LAPTOP, {"width": 390, "height": 844}])
def test_nothing_makes_the_page_scroll_sideways(size, crowded, write, look):
    seen = look(write(**crowded, base_url=BASE)[0], size)
    for tab in seen.page.get_by_role("tab").all():
        tab.click()
        assert seen.run("document.documentElement.scrollWidth - innerWidth") <= 1


def test_without_a_base_url_there_are_no_codes(write, look):
    seen = look(write()[0], LAPTOP)
    assert seen.page.get_by_role("tab", name="二维码").count() == 0
    assert seen.run("document.images.length") == 0


def test_each_round_has_its_code(write, look):
    seen = look(write(base_url=BASE)[0], LAPTOP)
    urls = seen.run("walkmap.data.cells.flat().map(cell => cell.url)")
    assert urls[1] == f"{BASE}round-2026-12-14-1.html"
    seen.page.locator(ROUND).nth(1).click()
    seen.page.get_by_role("tab", name="二维码").click()
    alt = "二维码：12月14日 周一 · 一组"
    assert seen.page.locator("#picked").get_by_alt_text(alt).count() == 1
    assert seen.page.locator("#codes").get_by_alt_text(alt).count() == 1
    assert seen.run("Array.from(document.images).every(i => i.complete && i.naturalWidth > 0)")
    assert seen.run("new Set(Array.from(document.images).map(i => i.src)).size") == 4
    assert seen.faults == []


def test_codes_are_printed_alone_and_large_enough(write, look):
    seen = look(write(base_url=BASE)[0], LAPTOP)
    seen.run("window.print = () => { window.printed = document.body.className; } ")
    seen.page.get_by_role("tab", name="二维码").click()
    seen.page.get_by_role("button", name="打印二维码").click()
    assert "codes-only" in seen.run("window.printed")
    assert "codes-only" not in seen.run("document.body.className")
    seen.page.emulate_media(media="print")
    seen.run("document.body.classList.add('codes-only')")
    seen.page.set_viewport_size({"width": 718, "height": 1047})  # A4 within its margins
    assert seen.page.locator("#month, #tabs, #picked, #sheet").locator("visible=true").count() == 0
    widths = seen.run(
        "Array.from(document.querySelectorAll('.codes img'), i => i.clientWidth / 96 * 25.4)"
    )
    assert len(widths) == 4
    assert min(widths) > 35  # millimetres


def test_printed_without_codes_it_has_the_table_and_all_panels(write, look):
    seen = look(write(base_url=BASE)[0], LAPTOP)
    seen.page.emulate_media(media="print")
    shown = [
        panel.get_attribute("id") for panel in seen.page.locator("[role=tabpanel]:visible").all()
    ]
    assert shown == ["unvisited", "changes", "warnings", "times", "files"]
    assert seen.page.locator(".matrix").is_visible()
