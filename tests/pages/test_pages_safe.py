"""Pages ask nobody for anything, and nobody's words run on them."""

import hashlib
import os
import re
from importlib.resources import files

import pytest

from walkmap.pages.pack import json_for_html
from walkmap.pages.skeleton import leaflet, leaflet_style

TEN = (
    "<script>window.__pwned=1</script>",
    "<img src=x onerror=window.__pwned=2>",
    '" onmouseover="window.__pwned=3" autofocus onfocus="window.__pwned=3" x="',
    "' style='animation:x' onanimationstart='window.__pwned=4",
    "</title></script></style></textarea><svg onload=window.__pwned=5>",
    "javascript:window.__pwned=6",
    "${window.__pwned=7}`${window.__pwned=7}`",
    "{{ lipsum.__globals__['os'].environ.update(WALKMAP_PWNED='1') }}{% raw %}{{7*7}}",
    "\\';window.__pwned=9;//\u2028window.__pwned=9\u2029]]><!--<script>",
    "@@walkmap-data@@ @@walkmap-title@@ </script><script>__pwned=10</script>&lt;\x00\x1b\u202e",
)
HASHES = {
    "leaflet.js": "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a",
    "leaflet.css": "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6",
}


@pytest.mark.parametrize("name", HASHES)
def test_leaflet_is_the_release_that_was_checked(name):
    assert hashlib.sha256(leaflet(name)).hexdigest() == HASHES[name]


def test_no_script_of_ours_parses_html():
    for script in (files("walkmap.pages") / "static").iterdir():
        found = re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|DivIcon|bindPopup|bindTooltip",
            script.read_text(encoding="utf-8"),
        )
        assert not found, script.name


@pytest.mark.parametrize("text", ["</script>", "<!--", "a&b", "\u2028\u2029", "]]>"])
def test_json_holds_no_sign_that_ends_a_script(text):
    assert not set("<>&\u2028\u2029") & set(json_for_html({"name": text}))


def test_pages_name_no_other_host(write):
    library = leaflet("leaflet.js").decode().split("//#")[0]
    for path in write():
        text = path.read_text(encoding="utf-8")
        assert text.count(library) == 1
        own = text.replace(library, "")
        assert not re.findall(r"(?:src|href)=[\"']?https?:|url\((?!\$\{|#)|@import", own)
        assert "default-src 'none'" in text.split("<style>")[0]


def test_what_is_left_out_of_the_style_of_leaflet_concerns_nothing_on_a_page(write, look):
    kept = leaflet_style()
    whole = re.sub(r"/\*.*?\*/", "", leaflet("leaflet.css").decode(), flags=re.DOTALL)
    assert kept.count("{") == kept.count("}")
    rules = re.findall(r"([^{}]+)\{[^{}]*\}", " ".join(whole.split()))
    left_out = [each.strip() for rule in rules for each in rule.split(",") if each not in kept]
    assert ".leaflet-popup" in left_out
    assert ".leaflet-pane" not in left_out
    for path in write():
        found = look(path).page.locator(", ".join(left_out))
        assert found.count() == 0, path.name


def test_comments_of_our_scripts_stay_at_home(write):
    library = leaflet("leaflet.js").decode().split("//#")[0]
    for path in write():
        own = path.read_text(encoding="utf-8").replace(library, "")
        assert not re.search(r"^ */\*", own, re.MULTILINE), path.name


def test_pages_run_clean_offline(write, look):
    for path in write():
        assert look(path).faults == [], path.name


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_words_run_nowhere(
    lang, write, look, hostile_community, hostile_plan, hostile_streets
):
    paths = write(
        lang=lang,
        community=hostile_community,
        plan=hostile_plan,
        streets=hostile_streets,
        files=[
            "plan.json",
            "javascript:window.__pwned=7",
            '"><img src=x onerror=window.__pwned=8>',
        ],
    )
    for path in paths:
        assert path.read_text(encoding="utf-8").count("window.__pwned=1</script>") == 0
        seen = look(path)
        if path.name.startswith("round"):
            seen.page.locator("#stops button").first.dispatch_event("click")
            seen.settle()
        assert seen.faults == []
        assert seen.run("typeof window.__pwned") == "undefined"
        assert "{{7*7}}" in seen.run("document.body.innerText")
        assert "{{7*7}}" in seen.page.title()
        assert seen.run("document.images.length") == 0
        assert seen.run("document.documentElement.scrollWidth - innerWidth") <= 1


@pytest.mark.parametrize("hostile", TEN, ids=range(1, 11))
def test_each_of_ten_hostile_texts_runs_nowhere_in_page_or_print(
    hostile, write, look, hostile_community, hostile_plan, hostile_streets
):
    given = {"community": hostile_community, "plan": hostile_plan, "streets": hostile_streets}
    by_kind = {path.name[:5]: path for path in write(files=[hostile], **given)}
    assert len(by_kind) >= 3
    for path in by_kind.values():
        seen = look(path)
        if path.name.startswith("round"):
            seen.page.pdf()
            seen.settle()
        assert seen.faults == [], path.name
        assert seen.run("typeof window.__pwned") == "undefined"
        assert seen.run("document.querySelectorAll('[onfocus], [onload], [onerror]').length") == 0
        assert hostile.split()[0].strip("\x00") in seen.run("document.body.textContent")
    assert "WALKMAP_PWNED" not in os.environ


def test_hostile_links_stay_in_the_folder(write, look, plan):
    index = write(files=["javascript:alert(1)", "../../etc/passwd", "a b#c?.json"])[0]
    links = look(index).run(
        "Array.from(document.querySelectorAll('a')).map(a => a.getAttribute('href'))"
    )
    assert links
    assert all(link.startswith("./") for link in links)
