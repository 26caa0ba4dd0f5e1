"""A small estate made by hand: two courtyards, a month of two Mondays and two teams, some heat."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from playwright.sync_api import Browser, Page, sync_playwright
from worker import Worker, phones

from walkmap.community import Community, Settings, Team, read_community, write_community
from walkmap.community.settings import Office
from walkmap.issues import Slides, heat_of, slides_of
from walkmap.pages import write_pages
from walkmap.pages.common import Sheet
from walkmap.pages.round_page import round_html
from walkmap.rounds.plan import Leg, MonthPlan, Round, Stop, Unvisited
from walkmap.words import Words

LON, LAT = 116.37, 40.0
PHONE = {"width": 390, "height": 844}
WALL = {"width": 1920, "height": 1080}
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


def frame(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")


def point(x: float, y: float) -> shapely.Point:
    """A place some metres east and north of the south-west corner."""
    return shapely.Point(LON + x * 1.172e-5, LAT + y * 9.006e-6)


def line(*places: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([point(*place) for place in places])


def box(west: float, south: float, wide: float, high: float) -> shapely.Polygon:
    corners = [(0, 0), (wide, 0), (wide, high), (0, high)]
    return shapely.Polygon([point(west + x, south + y).coords[0] for x, y in corners])


def layers() -> dict[str, gpd.GeoDataFrame]:
    blocks = {"B1": (10, 60), "B2": (10, 20), "B3": (130, 60), "M1": (130, 20)}
    hazard = {"kind": "paving", "severity": 2, "since": "", "until": ""}
    return {
        "courtyards": frame(
            [
                {"id": f"C{i}", "name": f"{'甲乙'[i - 1]}院", "kind": "dormitory",
                 "open_ground": True, "enclosed": True, "assumed": i == 2,
                 "geometry": box(120 * i - 120, 0, 100, 90)}
                for i in (1, 2)
            ]
        ),
        "buildings": frame(
            [
                {"id": id_, "name": f"{i}号楼", "courtyard_id": "C1" if x < 100 else "C2",
                 "managed": id_ == "M1", "households": 48, "geometry": box(x, y, 60, 12)}
                for i, (id_, (x, y)) in enumerate(blocks.items(), 1)
            ]
        ),
        "entrances": frame(
            [
                {"id": f"{id_}-{k}", "name": f"{k}单元", "building_id": id_, "assumed": k == 2,
                 "geometry": point(x + 20 * k, y)}
                for id_, (x, y) in blocks.items()
                for k in (1, 2)
            ]
        ),
        "gates": frame(
            [
                {"id": "G1", "name": "东门", "courtyard_id": "C1", "hours": "", "closed": False,
                 "assumed": False, "geometry": point(100, 45)},
                {"id": "G2", "name": "西门", "courtyard_id": "C1", "hours": "06:30-09:00",
                 "closed": False, "assumed": True, "geometry": point(0, 45)},
                {"id": "G3", "name": "西门", "courtyard_id": "C2", "hours": "", "closed": False,
                 "assumed": False, "geometry": point(120, 45)},
            ]
        ),
        "hazards": frame(
            [
                {**hazard, "id": id_, "name": name, "blocks": id_ == "H3", "geometry": shape}
                for id_, name, shape in (
                    ("H1", "井盖松动", point(40, 45)),
                    ("H2", "结冰", line((110, 0), (110, 30))),
                    ("H3", "施工", box(200, 40, 12, 10)),
                )
            ]
        ),
        "targets": frame(
            [{"id": "T1", "name": "2号楼1单元 · 高龄党员", "kind": "elderly_party_member",
              "building_id": "B2", "entrance_id": "B2-1", "note": "", "geometry": None}]
        ),
        "walls": frame([{"id": "W1", "name": "", "geometry": line((80, 20), (80, 50))}]),
    }  # fmt: skip


@pytest.fixture(name="streets")
def streets_by_hand() -> gpd.GeoDataFrame:
    return streets()


def streets() -> gpd.GeoDataFrame:
    rows = (
        ("residential", "中街", False, line((110, -80), (110, 180))),
        ("secondary", "北大路", False, line((-90, 110), (320, 112))),
        ("service", "", True, line((140, 32), (140, 20))),
    )
    columns = ("highway", "name", "passage", "geometry")
    return frame([dict(zip(columns, row, strict=True)) for row in rows])


def stop(order: int, id_: str, name: str, at: tuple[float, float], arrive_s: int) -> Stop:
    building = id_.startswith("B")
    return Stop(
        order=order,
        kind="building" if building else "target",
        target_kind="" if building else "elderly_party_member",
        id=id_,
        name=name,
        place=point(*at),
        arrive_s=arrive_s,
        depart_s=arrive_s + 200,
        visit_s=180,
        approach_m=120.0,
        along_m=20.0 if building else 0.0,
        entrances=(f"{id_}-1", f"{id_}-2") if building else (),
        why=Words("每个周一都走访", "walked every Monday"),
    )


def a_round(day: date, team: str, name: str) -> Round:
    """Two buildings of the first courtyard and a target, or one building of the second."""
    office, gate = (110, -20), (110, 45)
    if team == "1":
        stops = (
            stop(1, "B1", "1号楼", (30, 60), 30_900),
            stop(2, "B2", "2号楼", (30, 20), 31_300),
            replace(stop(3, "T1", "2号楼1单元 · 高龄党员", (30, 20), 31_900), approach_m=0.0),
        )
        ways = [
            ("approach", 1, line(office, gate, (90, 45), (30, 45), (30, 60))),
            ("along", 1, line((30, 60), (50, 60))),
            ("approach", 2, line((50, 60), (30, 20))),
            ("along", 2, line((30, 20), (50, 20))),
            ("approach", 3, None),
            ("return", 4, line((30, 20), (30, 45), gate, office)),
        ]
    else:
        stops = (stop(1, "B3", "3号楼", (150, 60), 31_000),)
        ways = [
            ("approach", 1, line(office, gate, (150, 45), (150, 60))),
            ("along", 1, line((150, 60), (170, 60))),
            ("return", 2, line((170, 60), (150, 45), gate, office)),
        ]
    legs = tuple(
        Leg(part, order, "a", "b", 100.0 if way else 0.0, way) for part, order, way in ways
    )
    return Round(
        date=day, team=team, team_name=name, start_s=30_600, end_s=33_000, walk_m=1234.0,
        return_m=150.0, walk_s=1122, visit_s=1100, wait_s=178, steps=2050, stops=stops, legs=legs,
    )  # fmt: skip


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


def issues_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Issues as they are read, each given by what matters of it."""
    usual = {
        "source": "walk", "building_id": "", "lon": None, "lat": None, "category": "environment",
        "level": "small", "text": "灯太亮", "status": "open", "recorded_at": "2026-12-31 09:00",
    }  # fmt: skip
    table = pd.DataFrame([usual | row for row in rows], columns=list(usual))
    table["recorded_at"] = pd.to_datetime(table["recorded_at"])
    return table.astype({"lon": float, "lat": float}).rename_axis("id")


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
