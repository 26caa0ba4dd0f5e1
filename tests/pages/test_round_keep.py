"""What a phone keeps of a round: through reloads, in two tabs, under a lock, or not at all."""

import json

import pytest
from PIL import Image
from worker import FULL, REFUSED

from walkmap.pages import new_lock

KEPT = "JSON.stringify(Object.keys(localStorage).map(name => [name, localStorage.getItem(name)]))"
TICKED = "walkmap.walked.ticked()"


def kept(me):
    return dict(json.loads(me.run(KEPT)))


def test_a_new_tab_goes_on_where_the_closed_one_was(worker):
    first = worker().ready()
    first.done(2)
    first.record("dispute", "small", "吵架")
    first.page.close()
    again = worker(first.path, context=first.page.context).ready()
    assert again.run(TICKED) == [1, 2]
    assert "吵架" in again.text("#recorded")
    assert again.text("#notices") == ""


def test_a_phone_that_keeps_nothing_says_so_before_the_first_tick(worker):
    me = worker(before=REFUSED).ready()
    assert "不保存记录" in me.text("#notices [role=alert]")
    me.shot("refused")
    me.done()
    me.record("dispute", "small", "吵架")
    me.done(2)
    asks = "window.onbeforeunload() !== undefined"
    assert me.run(asks)
    results = me.exported()
    assert not me.run(asks)
    assert len(results["visits"]) == 3
    assert [issue["text"] for issue in results["issues"]] == ["吵架"]
    assert me.page.locator("#notices .notice").count() == 1
    assert me.faults == []


def test_a_phone_that_is_full_from_the_start_says_so_too(worker):
    me = worker(before=FULL % "true").ready()
    assert "不保存记录" in me.text("#notices")


def a_photo(tmp_path):
    path = tmp_path / "photo.png"
    Image.effect_noise((900, 700), 90).save(path)
    return str(path)


def test_where_photos_have_no_room_words_are_kept(worker, tmp_path):
    me = worker(before=FULL % "name.includes('/photo/')").ready()
    me.record("environment", "small", "井盖响", photo=a_photo(tmp_path))
    me.page.locator("#warn-full_photo").wait_for()
    me.shot("full")
    assert "文字都存住了" in me.text("#notices")
    assert me.exported()["issues"][0]["photo"].startswith("data:image/jpeg")
    me.page.reload()
    me.ready()
    assert "井盖响" in me.text("#recorded")
    assert me.exported()["issues"][0]["photo"] is None
    assert me.faults == []


def test_a_deleted_photo_comes_back_by_undo_and_is_gone_when_the_page_was_closed(worker, tmp_path):
    me = worker().ready()
    me.record("environment", "large", "树挡光", photo=a_photo(tmp_path))
    photo = me.exported()["issues"][0]["photo"]
    for again in (True, False):
        me.tap("#recorded .issue")
        me.tap("dialog .delete")
        if again:
            me.tap("#undo")
            assert me.exported()["issues"][0]["photo"] == photo
    me.page.reload()
    me.ready()
    assert not [name for name in kept(me) if "/photo/" in name]


def test_photos_make_room_for_words(worker, tmp_path):
    """A photo was kept; then there is room for nothing as long as it is there."""
    full = "Object.keys(localStorage).some(one => one.includes('/photo/'))"
    me = worker(before=FULL % f"!name.includes('/photo/') && {full}").ready()
    me.record("environment", "small", "井盖响", photo=a_photo(tmp_path))
    me.until(full)
    me.done()
    me.page.locator("#warn-full_photo").wait_for()
    assert me.exported()["issues"][0]["photo"].startswith("data:image/jpeg")
    me.page.reload()
    me.ready()
    assert me.run(TICKED) == [1]
    assert "井盖响" in me.text("#recorded")


def test_where_words_have_no_room_the_page_says_so_and_goes_on(worker):
    me = worker(before=FULL % "/visit/.test(name)").ready()
    me.done()
    me.page.locator("#warn-full_text").wait_for()
    assert "请现在导出" in me.text("#notices")
    assert len(me.exported()["visits"]) == 1


@pytest.mark.parametrize("clock", ["2026-12-07T06:00:00+08:00", "2031-01-01T00:00:00+08:00"])
def test_a_clock_that_is_set_anew_changes_no_order(clock, worker):
    me = worker().ready()
    me.done()
    me.page.clock.set_system_time(clock)
    me.done()
    me.tap("#undo")
    assert me.run(TICKED) == [1]
    assert me.run("walkmap.next") == 2
    me.done()
    me.page.reload()
    me.ready()
    assert me.run(TICKED) == [1, 2]
    assert me.run("walkmap.walked.last()") == 2
    assert me.faults == []


def test_two_tabs_of_one_round_lose_nothing_of_each_other(worker):
    one = worker().ready()
    two = worker(one.path, context=one.page.context).ready()
    one.done()
    two.front().until(f"{TICKED}.length === 1")
    assert "2号楼" in two.text("#card")
    two.record("dispute", "small", "从第二个窗口")
    two.done()
    one.front().until(f"{TICKED}.length === 2")
    one.record("dispute", "small", "从第一个窗口")
    for tab in (one, two):
        tab.until("walkmap.walked.issues().length === 2")
    both = [tab.front().exported() | {"exported_at": ""} for tab in (one, two)]
    assert both[0] == both[1]


def test_of_one_record_in_two_tabs_the_later_counts(worker):
    """Neither tab hears of the other, as on phones that tell tabs nothing."""
    deaf = "addEventListener('storage', (event) => event.stopImmediatePropagation(), true);"
    one = worker(before=deaf).ready()
    two = worker(one.path, context=one.page.context).ready()
    one.front().skip("没人在家")
    two.front().done()
    two.tap("#undo")
    two.done()
    for tab in (one, two):
        tab.front().page.reload()
        tab.ready()
        assert tab.run("walkmap.walked.visit(1).result") == "done"


def test_records_of_two_tabs_come_to_the_same_in_any_order(worker):
    """Tabs hear of each other in any order, and some things twice."""
    me = worker().ready()
    told = [
        {"n": 3, "tab": "a", "result": "done"},
        {"n": 3, "tab": "b", "result": "skipped"},
        {"n": 2, "tab": "b", "result": "done"},
        {"n": 1, "tab": "a", "result": ""},
        {"n": 3, "tab": "a", "result": "done"},
    ]
    results = me.run(
        """told => told.map((_, i) => told.slice(i).concat(told.slice(0, i)))
        .flatMap(turn => [turn, turn.slice().reverse()]).map(order => {
            walkmap.walked.forget();
            order.forEach(record => walkmap.walked.take("visit/1", record));
            return walkmap.walked.visit(1).result;
        })""",
        told,
    )
    assert results == ["skipped"] * 10


def test_two_rounds_on_one_phone_keep_apart(worker, a_page, plan):
    one = worker(a_page("one")).ready()
    two = worker(a_page("two", round_=plan.rounds[2]), context=one.page.context).ready()
    one.front().done(2)
    two.front().done(1)
    one.front().page.reload()
    one.ready()
    assert one.run(TICKED) == [1, 2]
    assert two.run(TICKED) == [1]


def test_what_is_typed_outlives_the_page(worker):
    """Phones drop a page while the camera is open."""
    me = worker().ready()
    me.tap("#record")
    me.fill("environment", "medium", "树太密")
    me.page.reload()
    me.page.locator("dialog").wait_for()
    assert me.page.input_value("#issue-text") == "树太密"
    assert me.page.locator("dialog input:checked").count() == 2
    me.tap("dialog .close")
    me.tap("#record")
    assert me.page.input_value("#issue-text") == "树太密"
    me.tap("dialog .go")
    assert [issue["text"] for issue in me.exported()["issues"]] == ["树太密"]
    me.page.reload()
    me.ready()
    assert me.page.locator("dialog").count() == 0


def test_a_locked_round_keeps_nothing_in_clear(worker, a_page):
    lock = new_lock("tiny/2026-12", "zh")
    me = worker(a_page(lock=lock))

    def unlock():
        me.page.fill("#phrase", lock.phrase)
        me.page.locator("form button.go").tap()
        me.ready()

    unlock()
    me.record("dispute", "small", "门口吵架")
    me.skip("其他", note="修路")
    me.done()
    me.until("Object.keys(localStorage).filter(n => n.includes('/visit/')).length === 2")
    values = kept(me)
    assert values
    assert all(text.startswith("~") for text in values.values())
    assert not any(word in str(values) for word in ("吵架", "修路", "dispute", "skipped"))
    assert len({text[1:17] for text in values.values()}) == len(values)  # no IV twice
    me.page.reload()
    unlock()
    assert me.run(TICKED) == [1, 2]
    assert "门口吵架" in me.text("#recorded")
    results = me.exported()
    assert results["visits"][0]["note"] == "修路"
    assert me.faults == []


@pytest.mark.parametrize("text", ["{", "null", '"x"', "~AAAA", '{"n": "x"}', "[]"])
def test_what_the_page_cannot_read_is_left_alone(text, worker):
    me = worker().ready()
    stem = "walkmap/" + me.run("walkmap.data.date + '/' + walkmap.data.plan + '/'")
    written = f"localStorage.setItem({json.dumps(stem + 'visit/2')}, {json.dumps(text)})"
    me.page.add_init_script(written)  # what is written just before a reload may get lost
    me.page.reload()
    me.ready()
    me.done()
    assert me.run(TICKED) == [1]
    assert kept(me)[stem + "visit/2"] == text
    assert me.faults == []


def test_records_are_deleted_once_they_were_exported(worker):
    me = worker().ready()
    me.done()
    me.tap("#export")
    assert me.page.get_by_role("button", name="从这部手机上删除").count() == 0
    me.tap("dialog .close")
    me.exported()
    assert "导出过" in me.text("#counts")
    me.tap("#export")
    me.page.get_by_role("button", name="从这部手机上删除").tap()
    me.page.get_by_role("button", name="办公室收到了").tap()
    assert me.run(TICKED) == []
    assert kept(me) == {}


def test_what_came_after_an_export_is_not_yet_exported(worker):
    me = worker().ready()
    me.done()
    me.exported()
    me.record("dispute", "small", "吵架")
    assert "还没导出" in me.text("#counts")
    me.exported()
    me.page.reload()
    me.ready()
    assert "导出过" in me.text("#counts")


@pytest.mark.parametrize("how", ["undone", "deleted"])
def test_the_next_export_takes_back_an_issue_that_is_gone(how, worker):
    me = worker().ready()
    me.record("environment", "small", "堆物")
    (told,) = me.exported()["issues"]
    if how == "undone":
        me.tap("#undo")
    else:
        me.tap("#recorded .issue")
        me.tap("dialog .delete")
    results = me.exported()
    assert results["issues"] == []
    assert results["withdrawn"] == [told | {"text": ""}]
    if how == "deleted":
        me.tap("#undo")
        assert me.exported()["withdrawn"] == []


def test_the_next_export_takes_back_a_visit_that_is_undone(worker):
    me = worker().ready()
    me.done()
    told = me.exported()["visits"]
    me.tap("#undo")
    assert "还没导出" in me.text("#counts")
    assert me.exported()["visits"] == [visit | {"result": "withdrawn"} for visit in told]
    me.done()
    assert [visit["result"] for visit in me.exported()["visits"]] == ["done"] * len(told)


def test_exported_rounds_of_weeks_ago_make_room(worker):
    me = worker().ready()
    old = {
        "walkmap/2026-11-09/aaaa/visit/1": "1", "walkmap/2026-11-09/aaaa/out": "1",
        "walkmap/2026-11-09/bbbb/visit/1": "1", "walkmap/2026-11-30/cccc/out": "1", "other": "1",
    }  # fmt: skip
    written = f"Object.entries({json.dumps(old)}).forEach(([n, v]) => localStorage.setItem(n, v))"
    me.page.add_init_script(written)
    me.page.reload()
    me.ready()
    assert set(kept(me)) == {name for name in old if "aaaa" not in name}


def test_hostile_words_of_an_issue_stay_words(worker):
    text = '</script><img src=x onerror="window.__pwned=1">{{7*7}}${1}`\'\\ 🙂'
    me = worker().ready()
    me.record("dispute", "small", text)
    assert text in me.text("#recorded")
    assert me.exported()["issues"][0]["text"] == text
    assert me.run("typeof window.__pwned") == "undefined"
    assert me.faults == []


def test_phones_are_told_apart_by_their_own_ids(worker):
    ids = []
    for _ in range(2):
        me = worker().ready()
        me.record("dispute", "small", "同一件事")
        ids.append(me.exported()["issues"][0]["id"])
    assert ids[0] != ids[1]
