"""A round in all hands: without a position, by keyboard, with large letters, from a chat."""

import json
import re
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest
from PIL import Image
from worker import PHONE

from walkmap.issues.found import Found
from walkmap.issues.results import read_results
from walkmap.words import Words

HERE = {"latitude": 40.0004, "longitude": 116.3706, "accuracy": 18}
LARGE = "document.documentElement.style.setProperty('--size', '34px')"
WIDE = "document.documentElement.scrollWidth - innerWidth"
TICKED = "walkmap.walked.ticked()"
NO_CLIPBOARD = """
Object.defineProperty(navigator, 'clipboard', {value: undefined});
document.execCommand = () => false;
"""
SHARES = """
navigator.canShare = ({files}) => files.every(file => /%s$/.test(file.name));
navigator.share = async ({files}) => {
    window.shared = [files[0].name, await files[0].text()];
};
"""

REASON = "高龄党员，每月走访一次；上次是 42 天前；放在这个周一，各次走访长短更匀" * 2
SENTENCE = "顶层的居民反映，墙上又贴了小广告，" * 5


def long_texts(plan):
    """Return what `a_page` takes for a round of stops of which much is known."""
    words = Words(REASON, REASON)
    stops = tuple(replace(stop, why=words) for stop in plan.rounds[0].stops)
    last = Found("B1", date(2026, 11, 30), "environment", "small", SENTENCE, "open")
    return {"round_": replace(plan.rounds[0], stops=stops), "found": {"B1": (last,)}}


def pasted(text):
    """Return the results in a text that was pasted somewhere."""
    return next(json.loads(line) for line in text.split("\n") if line.startswith("{"))


def test_the_position_is_shown_on_request_with_its_accuracy(worker):
    me = worker(geolocation=HERE, permissions=["geolocation"]).ready()
    assert me.run("walkmap.here") is None
    me.page.get_by_role("button", name="我在哪").tap()
    me.until("walkmap.here")
    assert "误差约 18 米" in me.text("#place")
    assert "误差约 18 米" in me.text("#said")
    me.shot("position")
    me.page.get_by_role("button", name="我在哪").tap()
    assert me.run("walkmap.here") is None
    assert me.faults == []


@pytest.mark.parametrize(
    ("before", "says"),
    [
        ("", "没让这一页看位置"),
        ("Object.defineProperty(navigator, 'geolocation', {value: undefined})", "没让这一页看位置"),
        (
            "navigator.geolocation.watchPosition = (ok, no) => { no({code: 3}); return 1; }",
            "定不了位",
        ),
        (
            "navigator.geolocation.watchPosition = (ok) => {"
            " ok({coords: {latitude: 39, longitude: 116, accuracy: 9}}); return 1; }",
            "离这张地图很远",
        ),
    ],
)
def test_without_a_position_the_round_goes_on(before, says, worker):
    me = worker(before=before).ready()
    me.page.get_by_role("button", name="我在哪").tap()
    me.page.locator("#place", has_text=says).wait_for()
    assert says in me.text("#said")
    assert me.page.locator(".here").get_attribute("aria-pressed") == "false"
    me.done()
    assert me.run(TICKED) == [1]


def test_the_results_are_copied_as_text(worker, community, tmp_path):
    me = worker(permissions=["clipboard-read", "clipboard-write"]).ready()
    me.record("environment", "small", "第一行\n{第二行")
    me.done(3)
    me.tap("#done")
    me.page.get_by_role("button", name="复制成文字").tap()
    me.page.locator("dialog .said", has_text="复制好了").wait_for()
    text = me.run("navigator.clipboard.readText()")
    file = tmp_path / "chat.txt"
    file.write_text(f"[昨天 9:12] 收到\n{text}\n[昨天 9:13] 好", encoding="utf-8")
    (read,) = read_results(file, community)
    assert [visit.id for visit in read.visits] == [
        f"2026-12-07/1/{id_}" for id_ in ("B1", "B2", "T1")
    ]
    assert [issue.text for issue in read.issues] == ["第一行\n{第二行"]
    assert text.startswith("一组 12月7日 周一\n完成 3 站，跳过 0 站，记了 1 条民情\n1. 1号楼")


def test_where_copying_is_refused_the_text_is_there_to_be_copied(worker):
    me = worker(before=NO_CLIPBOARD).ready()
    me.done()
    me.tap("#export")
    me.page.get_by_role("button", name="复制成文字").tap()
    field = me.page.locator("dialog textarea")
    assert len(pasted(field.input_value())["visits"]) == 1
    assert field.evaluate("e => e.selectionEnd - e.selectionStart") == len(field.input_value())
    assert "全选" in me.text("dialog .said")


@pytest.mark.parametrize("end", ["json", "txt"])
def test_the_share_sheet_takes_a_file_if_it_can(end, worker):
    me = worker(before=SHARES % end).ready()
    me.done()
    me.tap("#export")
    me.page.get_by_role("button", name="发给办公室").tap()
    me.page.locator("dialog .said", has_text="发出去了").wait_for()
    name, text = me.run("window.shared")
    assert name == f"results-2026-12-07-1.{end}"
    assert len(json.loads(text)["visits"]) == 1


def test_a_share_that_fails_is_said_and_one_given_up_is_not(worker):
    fails = "navigator.share = () => Promise.reject(new DOMException('', window.why))"
    me = worker(before=SHARES % "json" + fails).ready()
    me.done()
    me.tap("#export")
    share = me.page.get_by_role("button", name="发给办公室")
    me.run("window.why = 'AbortError'")
    share.tap()
    assert me.page.locator("dialog .said").inner_text() == ""
    me.run("window.why = 'NotAllowedError'")
    share.tap()
    me.page.locator("dialog .said", has_text="没发出去").wait_for()
    me.tap("dialog .close")
    assert "还没导出" in me.text("#counts")


def test_an_empty_round_says_what_to_do_before_it_can_be_exported(worker):
    me = worker().ready()
    me.tap("#export")
    assert "还没有可导出的" in me.text("dialog")


def test_a_photo_that_is_none_is_said(worker, tmp_path):
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"no picture")
    me = worker().ready()
    me.tap("#record")
    me.page.set_input_files("#issue-photo", path)
    me.page.locator("dialog .camera .says", has_text="打不开").wait_for()
    me.fill("dispute", "small", "吵架")
    me.tap("dialog .go")
    assert me.exported()["issues"][0]["photo"] is None
    assert me.faults == []


def test_a_round_by_keyboard_alone(worker):
    me = worker().ready()

    def press(*keys):
        for key in keys:
            me.page.keyboard.press(key)

    def to(selector):
        for _ in range(60):
            press("Tab")
            if me.run(f"document.activeElement.matches({json.dumps(selector)})"):
                return
        raise AssertionError(f"no way to {selector}")

    to("#record")
    press("Enter", "Tab", "Space", "Tab", "ArrowRight")
    assert me.run("document.activeElement.closest('dialog') !== null")
    to("textarea")
    me.page.keyboard.type("light is broken")
    to(".go")
    press("Enter")
    assert me.run("document.activeElement.id") == "record"
    press("Tab", "Enter")
    me.page.locator("#done:not([aria-disabled])").wait_for()
    press("Enter")
    assert me.run(TICKED) == [1, 2]
    press("Shift+Tab", "Shift+Tab", "Enter")
    assert me.page.locator("dialog").count() == 1
    press("Escape")
    me.page.locator("dialog").wait_for(state="detached")
    assert me.run("document.activeElement.id") == "skip"
    press("Enter", "Tab", "Tab", "Tab", "Enter")
    assert me.run(TICKED) == [1, 2, 3]
    results = me.exported()
    assert [visit["result"] for visit in results["visits"]] == ["done", "done", "skipped"]
    assert [issue["text"] for issue in results["issues"]] == ["light is broken"]
    assert me.faults == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_with_letters_twice_as_large_nothing_is_cut_off(lang, worker, a_page, plan, tmp_path):
    me = worker(a_page(lang=lang, **long_texts(plan))).ready()
    me.run(LARGE)

    def whole(name):
        me.shot(f"large-{name}")
        assert me.run(WIDE) <= 1
        cut = """Array.from(document.querySelectorAll(
            'button, label, h2, .step, .stay, .found, .found span, .why'
        )).filter(
            e => e.offsetParent && e.scrollWidth > e.clientWidth + 2 && !e.matches('.control')
        ).map(e => e.textContent)"""
        assert me.run(cut) == []

    whole("card")
    me.tap("#card summary")
    assert REASON in me.text("#card .why")
    assert SENTENCE in me.text("#card .found")
    whole("reading")
    me.tap("#record")
    picture = tmp_path / "photo.png"
    Image.new("RGB", (400, 300), "#8899aa").save(picture)
    me.page.set_input_files("#issue-photo", picture)
    me.page.locator("dialog .photo button").wait_for()
    assert me.run("document.querySelector('dialog').scrollWidth <= innerWidth")
    whole("record")
    me.tap("dialog .close")
    me.tap("#skip")
    whole("skip")
    me.page.locator("dialog .reasons button").first.tap()
    me.done(2)
    whole("finished")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_whatever_is_tapped_is_large_enough_for_a_glove(lang, worker, a_page):
    me = worker(a_page(lang=lang)).ready()
    what = "button, a.button, summary, textarea, [type=number], [type=text], .tick, .choose label"
    small = f"""Array.from(document.querySelectorAll('{what}')).filter(
        e => e.offsetParent && (e.offsetHeight < 48 || e.offsetWidth < 48)
    ).map(e => e.outerHTML)"""
    me.page.locator("#here summary").tap()
    assert me.run(small) == []
    me.tap("#record")
    me.page.locator("dialog summary").tap()
    assert me.run(small) == []
    me.tap("dialog .close")
    me.tap("#skip")
    assert me.run(small) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_map_has_half_the_phone_whatever_is_known_of_a_stop(lang, worker, a_page, plan):
    me = worker(a_page(lang=lang, **long_texts(plan))).ready()
    top, bottom = me.run(
        "(() => { const r = document.getElementById('sheet').getBoundingClientRect();"
        " return [r.top, Math.min(r.bottom, document.getElementById('actions')"
        ".getBoundingClientRect().top)]; })()"
    )
    assert bottom - top >= PHONE["height"] / 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_issue_is_saved_without_scrolling(lang, worker, a_page):
    me = worker(a_page(lang=lang)).ready()
    me.tap("#record")
    me.fill("environment", "small", "堆物")
    save = me.page.locator("dialog .go").bounding_box()
    assert save["y"] + save["height"] <= 844


def test_the_buttons_stay_under_the_thumb(worker):
    me = worker().ready()
    me.run("scrollTo(0, 1e6)")
    assert me.run("document.getElementById('done').getBoundingClientRect().bottom <= innerHeight")


def test_a_screen_reader_hears_the_next_stop(worker):
    me = worker().ready()
    me.done()
    said = me.page.get_by_role("status").filter(has_text="下一站：2号楼")
    said.wait_for()
    assert me.page.get_by_role("heading", name=re.compile("下一站.*2号楼")).count() == 1
    assert me.page.get_by_role("button", name="撤销：1号楼").count() == 1


def test_other_maps_are_offered_for_the_stop_that_is_shown(worker):
    me = worker().ready()
    me.done(2)
    links = me.run("Array.from(document.querySelectorAll('#here .links a')).map(a => a.href)")
    assert len(links) == 3
    assert not any("%E9%AB%98%E9%BE%84" in link for link in links)  # why somebody is visited


def test_what_an_old_chrome_cannot_read_is_not_in_our_scripts():
    for script in (files("walkmap.pages") / "static").iterdir():
        if script.name.endswith(".js"):
            text = script.read_text(encoding="utf-8")
            assert not re.findall(r"\?\.[a-z(\[]|\?\?|structuredClone|:has\(|\.at\(-", text), (
                script.name
            )
