"""A locked page opens by its phrase, and gives away nothing without it."""

import json
import math
import re
from base64 import b64decode
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from walkmap.pages import new_lock
from walkmap.pages.lock import key_of
from walkmap.pages.phrase import COUNT, new_phrase, words

LANGS = ("zh", "en")
FORM = "form button.go"


@pytest.fixture(scope="module")
def lock():
    return new_lock("tiny/2026-12", "zh")


def block_of(path):
    text = path.read_text(encoding="utf-8")
    return json.loads(text.split('id="walkmap-data">')[1].split("</script>")[0])


def typed(seen, phrase):
    seen.page.fill("#phrase", phrase)
    seen.page.locator(FORM).click()


def opened(seen):
    seen.page.locator(".credit").wait_for()
    seen.settle()


def said(seen, text):
    seen.page.get_by_role("alert").filter(has_text=text).wait_for()


@pytest.mark.parametrize("lang", LANGS)
def test_a_phrase_is_too_long_to_guess_and_easy_to_tell(lang):
    known = words(lang)
    assert len(set(known)) == len(known)
    assert COUNT * math.log2(len(known)) >= 60
    phrase = new_phrase(lang)
    assert len(phrase.split()) == COUNT
    assert set(phrase.split()) <= set(known)
    assert new_phrase(lang) != phrase
    if lang == "zh":
        assert all(re.fullmatch(r"[\u4e00-\u9fff]{2}", word) for word in known)
    else:
        assert all(re.fullmatch(r"[a-z]{3,12}", word) for word in known)


@pytest.mark.parametrize(
    "typed",
    ["apple river moon", "Apple, River. MOON", " appleRIVER\nmoon\u3000", "ａｐｐｌｅ river moon"],
)
def test_of_a_phrase_only_the_letters_count(typed):
    assert key_of(typed, b"salt") == key_of("apple river moon", b"salt")


def test_a_block_opens_by_its_key_for_its_plan_alone(lock):
    block = lock.block({"name": "2号楼"}, "zh", "t")["locked"]
    iv, text = b64decode(block["iv"]), b64decode(block["text"])
    key = AESGCM(key_of(lock.phrase, b64decode(block["salt"])))
    assert json.loads(key.decrypt(iv, text, b"tiny/2026-12")) == {"name": "2号楼"}
    with pytest.raises(InvalidTag):
        key.decrypt(iv, text, b"tiny/2027-01")
    with pytest.raises(InvalidTag):
        AESGCM(key_of("x" + lock.phrase, lock.salt)).decrypt(iv, text, b"tiny/2026-12")


def test_no_two_pages_share_an_iv(lock, write):
    blocks = [block_of(path)["locked"] for path in write(lock=lock)[1:5]]
    assert len({block["iv"] for block in blocks}) == 4
    assert len({block["salt"] for block in blocks}) == 1


def test_a_locked_round_gives_away_nothing(lock, a_page, community, plan):
    """No text of the month is in the file's bytes: no target, building, reason, name or place."""
    clear = json.dumps(block_of(a_page("clear")), ensure_ascii=False)
    raw = a_page("locked", lock=lock).read_bytes()
    names = {
        str(value)
        for layer in ("courtyards", "buildings", "entrances", "gates", "hazards", "targets")
        for column in ("id", "name", "note")
        if column in (frame := getattr(community, layer)).columns or column == "id"
        for value in (frame.index if column == "id" else frame[column])
    }
    for round_ in plan.rounds:
        names |= {round_.team_name, *(s.name for s in round_.stops)}
        names |= {s.why.zh for s in round_.stops}
    known = {name for name in names if len(name) > 2 and name in clear}
    assert {"1号楼", "2号楼1单元 · 高龄党员", "每个周一都走访"} <= known
    for name in known | {"高龄党员"}:
        assert name.encode() not in raw
        assert json.dumps(name).strip('"').encode() not in raw
    assert lock.phrase.replace(" ", "").encode() not in raw.replace(b" ", b"")


def test_the_title_of_a_locked_round_tells_community_and_day(lock, a_page, look):
    path = a_page(lock=lock)
    seen = look(path, wait=False)
    title = "2026年12月7日 · 小院社区"
    assert seen.page.title() == title
    assert f"<title>{title}</title>" in path.read_text(encoding="utf-8")
    seen.page.get_by_role("heading", name=title).wait_for()
    assert "一组" not in seen.run("document.body.innerText")


def test_only_rounds_are_locked(lock, write):
    for path in write(lock=lock):
        assert ("locked" in block_of(path)) == path.name.startswith("round-"), path.name


def test_a_wrong_phrase_opens_nothing_and_one_may_try_again(lock, a_page, look):
    seen = look(a_page(lock=lock), wait=False)
    wrong = " ".join(reversed(lock.phrase.split()[1:])) + " 苹果"
    for _ in range(3):
        typed(seen, wrong)
        said(seen, "口令不对")
        assert seen.run("walkmap.data === undefined && walkmap.map === undefined")
        assert seen.page.locator("#sheet").is_hidden()
    typed(seen, lock.phrase.replace(" ", "，"))
    opened(seen)
    assert seen.page.locator("#phrase").count() == 0
    assert "1号楼" in seen.run("document.body.innerText")
    assert seen.run("walkmap.key.algorithm.name") == "AES-GCM"
    assert seen.run("walkmap.key.extractable") is False
    assert seen.faults == []


@pytest.mark.parametrize(
    ("phrase", "answer"),
    [
        ("苹果平果", "“平果”不是口令里会有的词"),
        ("苹果香蕉", "口令是 7 个词，这里有 2 个"),
        ("苹果香", "“香”不是口令里会有的词"),
        ("<b>$&", "“b”不是口令里会有的词"),
        ("  ", "这里有 0 个"),
    ],
)
def test_a_slip_is_named_before_the_phrase_is_tried(phrase, answer, lock, a_page, look):
    seen = look(a_page(lock=lock), wait=False)
    typed(seen, phrase)
    said(seen, answer)
    assert seen.page.locator("#phrase").is_visible()
    assert seen.page.locator(".credit").count() == 0
    assert seen.faults == []


def test_enter_opens_too_and_english_words_are_told_apart(a_page, look):
    lock = new_lock("tiny/2026-12", "en")
    seen = look(a_page(lock=lock, lang="en"), wait=False)
    typed(seen, "apple mellon")
    said(seen, "“mellon” is no word")
    seen.page.fill("#phrase", lock.phrase.upper())
    seen.page.press("#phrase", "Enter")
    opened(seen)
    assert seen.faults == []


def test_a_reload_asks_again_unless_the_phone_may_keep_the_key_today(lock, a_page, look):
    seen = look(a_page(lock=lock), wait=False)
    typed(seen, lock.phrase)
    opened(seen)
    seen.page.reload()
    seen.page.check("#keep")
    typed(seen, lock.phrase)
    opened(seen)
    seen.page.reload()
    opened(seen)
    assert seen.page.locator("#phrase").count() == 0
    seen.page.clock.install(time=seen.run("Date.now()") / 1000 + 86_400)
    seen.page.reload()
    seen.page.locator("#phrase").wait_for()
    kept = """indexedDB.databases().then(() => new Promise(done => {
        const asked = indexedDB.open("walkmap-keys");
        asked.onsuccess = () => {
            const all = asked.result.transaction("keys").objectStore("keys").count();
            all.onsuccess = () => done(all.result);
        };
    }))"""
    assert seen.run(kept) == 0
    assert seen.faults == []


def test_what_a_worker_does_is_kept_but_not_in_clear(lock, a_page, look):
    path = a_page(lock=lock)
    seen = look(path, wait=False)
    typed(seen, lock.phrase)
    opened(seen)
    seen.page.locator("#done").click()
    kept = seen.run("""(async () => {
        while (!localStorage.length) await new Promise(requestAnimationFrame);
        return Object.entries(localStorage);
    })()""")
    assert [value[0] for _, value in kept] == ["~"] * len(kept)
    everything = json.dumps([kept, seen.run("Object.entries(sessionStorage)")], ensure_ascii=False)
    for name in ("号楼", "党员", "result", "building"):
        assert name not in everything
    seen.page.reload()
    typed(seen, lock.phrase)
    opened(seen)
    seen.page.locator("#stops .walked").first.wait_for()


def test_a_browser_that_keeps_nothing_still_opens(lock, a_page, look):
    refused = "Object.defineProperty(window, 'indexedDB', {get() { throw new Error('refused'); }})"
    seen = look(a_page(lock=lock), wait=False, before=refused)
    seen.page.check("#keep")
    typed(seen, lock.phrase)
    opened(seen)
    assert seen.faults == []


def test_a_database_that_never_answers_does_not_keep_the_page_shut(lock, a_page, look):
    silent = "IDBFactory.prototype.open = () => ({})"
    seen = look(a_page(lock=lock), wait=False, before=silent)
    typed(seen, lock.phrase)
    opened(seen)
    assert seen.page.locator("#phrase").count() == 0
    assert seen.page.locator("#stops > li").count() > 0
    assert seen.faults == []


@pytest.mark.parametrize("lang", LANGS)
def test_without_webcrypto_the_page_says_what_to_do(lang, lock, a_page, look):
    gone = "Object.defineProperty(Crypto.prototype, 'subtle', {value: undefined})"
    seen = look(a_page(lock=lock, lang=lang), wait=False, before=gone)
    said(seen, "https")
    assert seen.page.locator("#phrase").count() == 0
    assert seen.faults == []


def test_hostile_words_stay_words_in_a_locked_page(
    lock, write, look, hostile_community, hostile_plan, hostile_streets
):
    path = write(
        lock=replace(lock, plan="<b>/2026-12"), community=hostile_community,
        plan=hostile_plan, streets=hostile_streets,
    )[1]  # fmt: skip
    seen = look(path, wait=False)
    typed(seen, lock.phrase)
    opened(seen)
    assert seen.run("typeof window.__pwned") == "undefined"
    assert seen.faults == []
