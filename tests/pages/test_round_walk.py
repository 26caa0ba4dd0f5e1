"""A whole round by taps on a slow phone without a network, from the first stop to the file."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
import shapely
from PIL import Image

from walkmap.issues.found import Found
from walkmap.issues.results import read_results
from walkmap.words import Words

NEXT = "walkmap.next"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
MOMENT = re.compile(r"2026-12-07T08:\d\d:\d\d\+08:00")


def test_a_round_from_its_first_stop_to_its_file(worker, tmp_path, community):
    """Ticked, skipped, recorded with a photo, handled, reloaded in the middle, exported."""
    picture = tmp_path / "photo.png"
    Image.new("RGB", (3000, 2000), "#8899aa").save(picture)
    me = worker().slow(6).ready()
    me.shot("1-opens")
    assert "1号楼" in me.text("#card")
    me.record("environment", "small", "楼道灯不亮", handled=True, photo=str(picture))
    me.done()
    assert "2号楼" in me.text("#card")
    me.skip("门锁着")
    me.shot("2-skipped")
    me.page.reload()
    me.ready()
    assert me.run(NEXT) == 3
    assert me.text("#progress") == "已走 2/3 站"
    me.record("no_property", "medium", "  想装扶手  ")
    me.done()
    assert "都走完了" in me.text("#card")
    me.shot("3-finished")
    results = me.exported()
    me.shot("4-exported")
    assert me.faults == []
    file = tmp_path / "results.json"
    file.write_text(json.dumps(results), encoding="utf-8")
    (read,) = read_results(file, community)
    assert [visit.result for visit in read.visits] == ["done", "skipped", "done"]
    assert list(read.photos) == [read.issues[0].id]

    visits, issues = results.pop("visits"), results.pop("issues")
    assert MOMENT.fullmatch(results.pop("exported_at"))
    assert re.fullmatch("[0-9a-f]{16}", results.pop("plan"))
    assert results.pop("withdrawn") == []
    assert results == {
        "format": "walkmap-results/1", "community": "tiny", "date": "2026-12-07", "team": "1",
    }  # fmt: skip
    assert [MOMENT.fullmatch(visit.pop("at")) is not None for visit in visits] == [True] * 3
    assert visits == [
        {"id": f"2026-12-07/1/{stop}", "order": order, "kind": kind, "stop": stop,
         "result": result, "reason": reason, "note": ""}
        for order, stop, kind, result, reason in (
            (1, "B1", "building", "done", ""),
            (2, "B2", "building", "skipped", "shut"),
            (3, "T1", "target", "done", ""),
        )
    ]  # fmt: skip
    light, rail = issues
    assert UUID.fullmatch(light["id"])
    assert light["id"] != rail["id"]
    assert MOMENT.fullmatch(light["handled_at"])
    photo = light.pop("photo")
    assert photo.startswith("data:image/jpeg;base64,")
    me.page.set_content(f"<img src='{photo}'>")
    assert me.run("new Promise(done => setTimeout(() => done(document.images[0].width)))") == 1280
    told = ("stop", "building_id", "target_id", "status", "text")
    assert [light[key] for key in told] == ["B1", "B1", "", "handled", "楼道灯不亮"]
    assert MOMENT.fullmatch(rail.pop("recorded_at"))
    assert rail == {
        "id": rail["id"], "stop": "T1", "building_id": "B2", "target_id": "T1", "lon": None,
        "lat": None, "category": "no_property", "level": "medium", "text": "想装扶手",
        "households": 1, "people": 1, "status": "open", "handled_at": None, "photo": None,
    }  # fmt: skip


def test_exporting_twice_gives_the_same_records(worker):
    me = worker().ready()
    me.record("dispute", "large", "停车")
    me.done(2)
    first, second = (me.exported() | {"exported_at": ""} for _ in range(2))
    assert first == second


def test_the_card_says_what_to_do_and_what_was_found(worker, a_page):
    found = {
        "B1": tuple(
            Found("B1", date(2026, 11, 30), "environment", "small", text, "open")
            for text in ("<b>灯</b>", "井盖响", "树挡光")
        )
    }
    me = worker(a_page(found=found)).ready()
    card = me.text("#card")
    assert all(part in card for part in ("1号楼", "8:35", "120 米", "2 个单元门", "<b>灯</b>"))
    me.tap("#card summary")
    card = me.text("#card")
    assert "11月30日 · 环境问题 · 小事 · 待办" in card
    assert all(part in card for part in ("看", "听", "问", "井盖响", "树挡光", "每个周一都走访"))


def test_each_kind_of_stop_has_its_own_questions(worker):
    me = worker().ready()
    me.tap("#card summary")
    assert "药够吗" not in me.text("#card")
    me.done(2)
    me.tap("#card summary")
    assert "药够吗" in me.text("#card")


def test_what_is_read_at_a_stop_stays_open_until_it_is_left(worker):
    me = worker().ready()
    me.tap("#card summary")
    me.record("environment", "small", "小广告")
    assert me.page.locator("#card details[open]").count() == 1
    me.done()
    assert me.page.locator("#card details[open]").count() == 0


def test_the_way_is_told_by_winds(a_page, plan):
    round_ = plan.rounds[0]
    x, y = shapely.get_coordinates(round_.legs[0].line)[0]
    places = {"东": (1, 0), "西南": (-1, -0.77), "北": (0, 1)}
    for wind, (dx, dy) in places.items():
        line = shapely.LineString([(x, y), (x + dx * 1e-3, y + dy * 1e-3)])
        legs = (replace(round_.legs[0], line=line), *round_.legs[1:])
        text = a_page(round_=replace(round_, legs=legs)).read_text("utf-8")
        assert f"往{wind}走，120 米" in text
    back = shapely.LineString([(x, y), (x, y + 3e-4), (x, y - 1e-3)])
    legs = (replace(round_.legs[0], line=back), *round_.legs[1:])
    text = a_page(round_=replace(round_, legs=legs)).read_text("utf-8")
    assert "先往北走，它在南边，120 米" in text


def test_a_glove_that_taps_twice_ticks_once(worker):
    me = worker().ready()
    me.page.locator("#done").evaluate("button => { button.click(); button.click(); }")
    assert me.run("walkmap.walked.ticked()") == [1]


def test_a_stop_may_be_walked_out_of_order(worker):
    me = worker().ready()
    me.tap("#stop-2 button")
    assert "2号楼" in me.text("#card")
    me.done()
    assert me.run(NEXT) == 3
    me.done()
    assert me.run(NEXT) == 1
    me.done()
    assert "都走完了" in me.text("#card")


def test_undo_takes_back_the_last_and_a_walked_stop_its_own(worker):
    me = worker().ready()
    me.done()
    me.skip("其他", note="修路")
    assert "跳过：其他 · 修路" in me.text("#stop-2")
    me.tap("#undo")
    assert me.run(NEXT) == 2
    me.done(2)
    me.tap("#stop-1 button")
    assert "完成" in me.text("#card .outcome")
    assert me.text("#done") == "撤销这一站"
    me.done()
    assert me.run("walkmap.walked.ticked()") == [2, 3]
    assert me.run(NEXT) == 1


def test_undo_takes_back_one_thing_after_another_whatever_it_is(worker):
    """In the order of doing, after a reload too; each time it says what it took back."""
    me = worker().ready()
    me.done()
    me.record("environment", "small", "小广告")
    me.page.locator("#recorded li button", has_text="当场办好了").tap()
    me.skip("门锁着")
    me.tap("#recorded .issue")
    me.page.fill("#issue-text", "小广告清了")
    me.tap("dialog .go")
    before = me.exported()["issues"][0]
    me.tap("#recorded .issue")
    me.tap("dialog .delete")
    me.page.reload()
    me.ready()

    def undo(said):
        me.page.get_by_role("button", name=f"撤销：{said}").tap()
        assert me.text("#said").startswith(f"撤销了：{said}。")

    def issue():
        return [(i["id"], i["status"], i["text"]) for i in me.exported()["issues"]]

    undo("删掉的“小广告清了”")
    assert issue() == [(before["id"], "handled", "小广告清了")]
    undo("改过的“小广告清了”")
    assert issue() == [(before["id"], "handled", "小广告")]
    undo("2号楼跳过")
    assert me.run(NEXT) == 2
    undo("“小广告”当场办好了")
    assert issue() == [(before["id"], "open", "小广告")]
    me.page.reload()
    me.ready()
    undo("记的“小广告”")
    assert issue() == []
    undo("1号楼完成")
    assert me.run("walkmap.walked.ticked()") == []
    assert me.page.locator("#undo").is_disabled()
    assert me.faults == []


def test_a_sentence_that_is_taken_back_can_be_gone_on_with(worker, tmp_path):
    picture = tmp_path / "photo.png"
    Image.new("RGB", (40, 20), "#8899aa").save(picture)
    me = worker().ready()
    me.record("dispute", "large", "停车堵门", photo=str(picture))
    first = me.exported()["issues"]
    me.tap("#undo")
    assert "可以接着写" in me.text("#said")
    me.tap("#record")
    assert me.page.input_value("#issue-text") == "停车堵门"
    me.tap("dialog .go")
    assert me.exported()["issues"] == first


def test_another_reason_needs_a_word(worker):
    me = worker().ready()
    me.tap("#skip")
    other = me.page.locator("dialog .reasons button").filter(has_text="其他")
    other.tap()
    assert "写一句原因" in me.text("dialog .says")
    assert me.run("walkmap.walked.ticked()") == []


def test_an_issue_lacks_nothing_before_it_is_saved(worker):
    me = worker().ready()
    me.tap("#record")
    for say, mend in (
        ("哪一类", "dialog label:has(input[value=dispute])"),
        ("多大的事", "dialog label:has(input[value=large])"),
        ("写一句", "#issue-text"),
    ):
        me.tap("dialog .go")
        assert say in me.text("dialog form > .says")
        me.tap(mend)
        if mend == "#issue-text":
            me.page.fill(mend, "停车")
        assert me.text("dialog form > .says") == ""
    assert "街道办事处" in me.text("dialog .handler")


def test_only_a_small_issue_is_ticked_as_solved_on_the_spot(worker):
    me = worker().ready()
    me.tap("#record")
    tick = me.page.locator("dialog .tick")
    assert tick.is_hidden()
    for level, shown in (("small", True), ("medium", False), ("large", False)):
        me.fill("environment", level, "楼道灯不亮")
        assert tick.is_visible() is shown


def test_an_issue_is_changed_handled_and_deleted(worker):
    me = worker().ready()
    me.record("environment", "small", "小广告")
    assert me.text("#record") == "记一条 1"
    me.page.locator("#recorded li button", has_text="当场办好了").tap()
    first = me.exported()["issues"][0]
    assert first["status"] == "handled"
    me.tap("#recorded .issue")
    me.page.fill("#issue-text", "小广告清了")
    me.tap("dialog .go")
    again = me.exported()["issues"]
    assert [(issue["id"], issue["text"]) for issue in again] == [(first["id"], "小广告清了")]
    me.tap("#recorded .issue")
    me.tap("dialog .delete")
    assert me.text("#recorded") == ""
    me.page.reload()
    me.ready()
    assert me.text("#recorded") == ""


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("2026-12-07T08:34:00+08:00", ""),
        ("2026-12-07T08:38:00+08:00", ""),
        ("2026-12-07T08:43:30+08:00", "比计划晚 5 分"),
        ("2026-12-07T15:00:00+08:00", ""),
        ("2026-12-06T08:50:00+08:00", ""),
    ],
)
def test_late_is_said_when_it_matters(at, says, worker):
    """The first stop is due at 8:35; on another day, or hours later, nobody walks by the plan."""
    me = worker(at=at).ready()
    assert me.text("#late") == says
    assert ("今天是" in me.text("#subtitle")) == ("12-06" in at)


def test_early_is_said_after_a_tick(worker):
    me = worker(at="2026-12-07T08:21:00+08:00").ready()
    me.done()
    assert me.text("#late") == "比计划早 15 分"


def test_visits_of_one_home_for_several_reasons_are_all_made(worker, a_page, plan):
    round_ = plan.rounds[0]
    stops = (*round_.stops[:2], replace(round_.stops[2], also=("T7",)))
    me = worker(a_page(round_=replace(round_, stops=stops))).ready()
    me.done(3)
    visits = me.exported()["visits"]
    assert [visit["id"] for visit in visits[2:]] == ["2026-12-07/1/T1", "2026-12-07/1/T7"]


def test_a_place_without_a_building_is_told_by_its_place(worker, a_page, community):
    targets = community.targets.assign(building_id="", geometry=None)
    me = worker(a_page(community=replace(community, targets=targets, _projected={}))).ready()
    me.done(2)
    me.record("environment", "large", "路面塌了")
    issue = me.exported()["issues"][0]
    assert issue["building_id"] == ""
    assert (issue["lon"], issue["lat"]) == pytest.approx((116.37035, 40.00018), abs=2e-5)


def test_the_same_round_has_one_key_and_another_order_its_own(a_page, plan):
    def key(round_):
        return re.search(r'"plan":"(\w+)"', a_page(round_=round_).read_text("utf-8"))[1]

    round_ = plan.rounds[0]
    words = Words("别的", "other")
    reworded = replace(round_, stops=tuple(replace(stop, why=words) for stop in round_.stops))
    assert key(round_) == key(reworded)
    assert (
        len({key(round_), key(replace(round_, stops=round_.stops[:2])), key(plan.rounds[2])}) == 3
    )
