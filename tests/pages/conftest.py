"""A small estate made by hand: two courtyards, a month of two Mondays and two teams, some heat."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from estate import PHONE, a_round, issues_table, layers, point, streets
from playwright.sync_api import Browser, Page, sync_playwright
from worker import Worker, phones

from walkmap.community import Community, Settings, Team, read_community, write_community
from walkmap.community.settings import Office
from walkmap.issues import Slides, heat_of, slides_of
from walkmap.pages import write_pages
from walkmap.pages.common import Sheet
from walkmap.pages.round_page import round_html
from walkmap.rounds.plan import MonthPlan, Round, Unvisited
from walkmap.words import Words

SETTLED = """(async () => {
    const moves = (map) => !map || map._animatingZoom || (map._panAnim && map._panAnim._inProgress);
    for (let frame = 0; frame < 2 || (frame < 600 && moves(walkmap.map)); frame += 1) {
        await new Promise(requestAnimationFrame);
    }
    if (moves(walkmap.map)) throw new Error("the map never stands still");
})()"""
HOSTILE = (
    "{{7*7}}{% raw %}{% for x in y %}</script><script>window.__pwned=1</script>"
    '<img src=x onerror="window.__pwned=2">${window.__pwned=3}`${window.__pwned=4}`'
    "'\"\\';window.__pwned=5;//\u2028\u2029]]><!-- --> javascript:window.__pwned=6 "
    "@@walkmap-data@@ @@walkmap-title@@ &lt;b&gt; \x00\x1b"
)


@pytest.fixture(name="streets")
def streets_by_hand() -> gpd.GeoDataFrame:
    return streets()


DATES = (date(2026, 12, 7), date(2026, 12, 14))


@pytest.fixture
def plan() -> MonthPlan:
    return MonthPlan(
        community="tiny",
        month="2026-12",
        dates=DATES,
        seed=1,
        rounds=tuple(
            a_round(day, *team) for day in DATES for team in (("1", "一组"), ("2", "二组"))
        ),
        unvisited=(Unvisited("T9", "小饭馆 · 小门店", Words("上午不开门", "shut in the morning")),),
        warnings=(Words("西门按关着算", "the west gate counts as shut"),),
    )


@pytest.fixture(scope="session")
def community(tmp_path_factory: pytest.TempPathFactory) -> Community:
    folder = tmp_path_factory.mktemp("community")
    office = point(110, -20)
    settings = Settings(
        id="tiny", name="小院社区", illustrative=True, source="自绘",
        office=Office(lon=office.x, lat=office.y),
        teams=(Team(id="1", name="一组"), Team(id="2", name="二组")),
    )  # fmt: skip
    write_community(folder, settings, layers(), "<osm/>")
    return read_community(folder)


@pytest.fixture
def heat(community: Community) -> Slides:
    yard = point(80, 45)
    issues = issues_table(
        [{"building_id": "B1"}] * 12
        + [{"building_id": "B2", "recorded_at": "2026-03-02 09:00"}] * 2
        + [{"lon": yard.x, "lat": yard.y, "category": "dispute", "level": "large"}] * 7
        + [{}] * 3
    )
    return slides_of(community, issues, heat_of(community, issues))


def hostile_layer(layer: gpd.GeoDataFrame, text: str) -> gpd.GeoDataFrame:
    """The layer with the hostile text in every cell whose text is free."""
    free = {"name", "note"} | ({"kind"} if "blocks" in layer else set())
    return layer.assign(**dict.fromkeys(free & set(layer.columns), text))


@pytest.fixture
def hostile() -> str:
    """What stands in every field whose text is free; a test may give its own."""
    return HOSTILE


@pytest.fixture
def hostile_community(community: Community, hostile: str) -> Community:
    teams = tuple(team.model_copy(update={"name": hostile}) for team in community.settings.teams)
    names = ("courtyards", "buildings", "entrances", "gates", "hazards", "targets", "walls")
    changes = {"name": hostile, "source": hostile, "teams": teams}
    return replace(
        community,
        settings=community.settings.model_copy(update=changes),
        _projected={},
        **{name: hostile_layer(getattr(community, name), hostile) for name in names},
    )


@pytest.fixture
def hostile_plan(plan: MonthPlan, hostile: str) -> MonthPlan:
    words = Words(hostile, hostile)
    rounds = tuple(
        replace(
            round_,
            team_name=hostile,
            stops=tuple(replace(stop, name=hostile, why=words) for stop in round_.stops),
        )
        for round_ in plan.rounds
    )
    unvisited = tuple(
        replace(item, id=hostile, name=hostile, reason=words) for item in plan.unvisited
    )
    return replace(plan, rounds=rounds, unvisited=unvisited, warnings=(words,))


@pytest.fixture
def write(
    tmp_path: Path, community: Community, plan: MonthPlan, heat: Slides
) -> Callable[..., list[Path]]:
    """Writes the pages, with anything changed that is given."""

    def write(folder: str = "pages", **changes: Any) -> list[Path]:
        given = {"community": community, "plan": plan, "heat": heat, "streets": streets()}
        options = {"lang": "zh", "files": ["plan.json", "rounds.xlsx"]}
        for name, value in changes.items():
            (given if name in given else options)[name] = value
        return write_pages(tmp_path / folder, **given, **options)

    return write


@pytest.fixture
def hostile_streets(hostile: str) -> gpd.GeoDataFrame:
    return streets().assign(name=hostile)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield made
        made.close()


class Look:
    """A page opened offline, with everything it should not do noted."""

    def __init__(self, page: Page, path: Path, wait: bool = True) -> None:
        self.page, self.faults = page, []
        page.on("request", self._request)
        page.on("pageerror", lambda error: self.faults.append(f"error {error}"))
        page.on("console", lambda m: m.type in ("error", "warning") and self.faults.append(m.text))
        page.on("dialog", lambda dialog: (self.faults.append("dialog"), dialog.dismiss()))
        page.goto(path.as_uri())
        if wait:
            self.settle()

    def _request(self, request: Any) -> None:
        if not request.url.startswith(("file:", "data:", "blob:")):
            self.faults.append(request.url)

    def run(self, script: str) -> Any:
        return self.page.evaluate(script)

    def settle(self) -> None:
        """Wait until the map stands still and has been painted."""
        self.page.evaluate(SETTLED)


@pytest.fixture
def look(browser: Browser) -> Iterator[Callable[..., Look]]:
    contexts = []

    def look(
        path: Path, size: dict[str, int] = PHONE, *, wait: bool = True, before: str = ""
    ) -> Look:
        phone = size == PHONE
        contexts.append(
            browser.new_context(offline=True, viewport=size, has_touch=phone, is_mobile=phone)
        )
        contexts[-1].add_init_script(before)
        return Look(contexts[-1].new_page(), path, wait)

    yield look
    for context in contexts:
        context.close()


@pytest.fixture
def a_page(tmp_path: Path, community: Community, plan: MonthPlan) -> Callable[..., Path]:
    """Writes the page of the first round, with anything changed that is given."""

    def write(
        name: str = "round", *, round_: Round = plan.rounds[0], lang: str = "zh",
        community: Community = community, streets_: gpd.GeoDataFrame | None = None,
        found: Any = None, lock: Any = None, tiles: Any = None,
    ) -> Path:  # fmt: skip
        ways = streets() if streets_ is None else streets_
        sheet = Sheet(community, ways, [round_], lock=lock, tiles=tiles)
        path = tmp_path / f"{name}-{lang}.html"
        path.write_text(round_html(sheet, round_, lang=lang, found=found), encoding="utf-8")
        return path

    return write


@pytest.fixture
def worker(
    browser: Browser, tmp_path: Path, a_page: Callable[..., Path]
) -> Iterator[Callable[..., Worker]]:
    """Opens a round on a phone of its own, or on the one that is given."""
    contexts = []

    def open_(
        path: Path | None = None, *, context: Any = None, before: str = "", at: str = "",
        **options: Any,
    ) -> Worker:  # fmt: skip
        if context is None:
            context = phones(browser, **options)
            contexts.append(context)
            context.add_init_script(before)
        when = {"at": at} if at else {}
        return Worker(context, path or a_page(), tmp_path / "shots", **when)

    yield open_
    for context in contexts:
        context.close()
