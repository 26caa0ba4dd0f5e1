"""In a notebook a plan, a round and a community are the maps of their pages."""

from dataclasses import replace

import pytest

from walkmap.pages import notebook

NOTEBOOK = "<!DOCTYPE html><title>notebook</title><body><script>window.secret = 1</script>{}"


@pytest.fixture(autouse=True)
def mapped(monkeypatch, streets):
    """Take the streets that are made by hand."""
    monkeypatch.setattr(notebook, "streets_of", lambda _community: streets)


@pytest.fixture
def things(community, plan):
    rounds = tuple(replace(round_, home=community) for round_ in plan.rounds)
    plan = replace(plan, rounds=rounds, home=community)
    return {"plan": plan, "round": plan.rounds[0], "community": community}


@pytest.fixture
def shown(browser, tmp_path):
    """Shows a thing in a notebook's page: the frame it is in, and what went wrong."""
    contexts = []

    def shown(thing):
        path = tmp_path / "notebook.html"
        path.write_text(NOTEBOOK.format(thing._repr_html_()), encoding="utf-8")
        contexts.append(browser.new_context(offline=True))
        page = contexts[-1].new_page()
        faults = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda r: r.url.startswith("http") and faults.append(r.url))
        page.goto(path.as_uri())
        (frame,) = page.main_frame.child_frames
        frame.wait_for_function("window.walkmap && walkmap.map && walkmap.canvas._ctx")
        return page, frame, faults

    yield shown
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("kind", "text"),
    [("plan", "2026年12月 · 月计划"), ("round", "12月7日 周一"), ("community", "示意数据")],
)
def test_each_is_shown_as_its_map(kind, text, things, shown):
    _, frame, faults = shown(things[kind])
    assert text in frame.locator("body").inner_text()
    assert frame.evaluate("walkmap.map.getSize().y") > 200
    assert faults == []


def test_a_month_leads_to_no_page_that_is_not_there(things, shown):
    _, frame, _ = shown(things["plan"])
    assert frame.locator("a:not(.leaflet-container a)").count() == 0
    frame.locator(".matrix tbody button").nth(1).click()
    assert frame.evaluate("walkmap.shown().length") == 1


def test_nothing_in_it_reaches_the_notebook(things, shown):
    plan = replace(things["plan"], home=things["community"])
    page, frame, _ = shown(plan)
    with pytest.raises(Exception, match=r"cross-origin|SecurityError"):
        frame.evaluate("window.parent.secret")
    assert page.evaluate("typeof window.__pwned") == "undefined"


def test_hostile_words_stay_words(things, hostile_community, hostile_plan, shown):
    page, frame, faults = shown(replace(hostile_plan, home=hostile_community))
    assert "{{7*7}}" in frame.locator("body").inner_text()
    assert frame.evaluate("typeof window.__pwned") == "undefined"
    assert page.evaluate("typeof window.__pwned") == "undefined"
    assert faults == []


def test_it_speaks_the_communitys_language(things, community, shown):
    settings = community.settings.model_copy(update={"language": "en"})
    english = replace(community, settings=settings, _projected={})
    _, frame, _ = shown(replace(things["plan"], home=english))
    assert "Month plan" in frame.locator("body").inner_text()


def test_a_plan_of_no_known_community_is_text(plan):
    assert plan._repr_html_() is None
    assert plan.rounds[0]._repr_html_() is None


def test_what_can_not_be_read_is_told_in_a_line(things, monkeypatch):
    from walkmap.errors import WalkmapError
    from walkmap.words import Words

    def broken(_community):
        raise WalkmapError(Words("街道读不了 <b>", "streets can't be read"))

    monkeypatch.setattr(notebook, "streets_of", broken)
    assert things["plan"]._repr_html_() == (
        "<p>街道读不了 &lt;b&gt;<br>streets can&#x27;t be read</p>"
    )


def test_where_a_plan_was_made_is_no_part_of_what_it_is(things, plan):
    assert things["plan"] == plan
    assert "home" not in repr(things["plan"])
