"""Weight and speed of our pages beside stock folium's: `python -m benchmarks.pages`.

A round's page, and the meeting's page with many issues; what each holds is said in README.md.
Needs `npm` and Chromium.
"""

import argparse
import gzip
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, time
from pathlib import Path
from statistics import median

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from benchmarks.stock import Shown, stock_heat, stock_round
from benchmarks.tables import spread, table
from benchmarks.towns import starter
from walkmap.community import Community, read_community
from walkmap.issues import Slides
from walkmap.jobs.common import SAMPLE
from walkmap.jobs.heat import HeatAsk, slides_for
from walkmap.network import Walks, streets_of
from walkmap.pages.common import Sheet
from walkmap.pages.heat_page import heat_html
from walkmap.pages.round_page import round_html
from walkmap.rounds import Round, SolveParams, make_plan, make_problem, solve
from walkmap.store import visits_of
from walkmap.words import ISSUE_CATEGORIES, ISSUE_LEVELS

FIRST, YEARS, ISSUES = date(2024, 1, 1), 3, 10_000
MONDAY = date(2026, 12, 7)
THROTTLE = 6
RUNS = 7
PHONE = {"width": 390, "height": 844}
_CHROMIUM = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
# A screen of 60 Hz would hide how much room there is for frames; pages open on one.
_NO_SCREEN = ("--disable-frame-rate-limit", "--disable-gpu-vsync")
# To ask the page whether it stands would keep it from standing.
_READY = """addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(() => {
    console.log("stands", performance.now());
})));"""
_ZOOM = """(seconds) => new Promise((done) => {
    const at = document.querySelector(".leaflet-container");
    const box = at.getBoundingClientRect();
    const wheel = (turn) => at.dispatchEvent(new WheelEvent("wheel", {
        deltaY: turn % 8 < 4 ? -160 : 160, bubbles: true, cancelable: true,
        clientX: box.left + box.width / 2, clientY: box.top + box.height / 2,
    }));
    let frames = 0, turn = 0;
    const start = performance.now();
    const timer = setInterval(() => wheel(turn++), 300);
    const frame = (now) => {
        frames += 1;
        if (now - start < seconds * 1000) return requestAnimationFrame(frame);
        clearInterval(timer);
        done(frames / (now - start) * 1000);
    };
    requestAnimationFrame(frame);
})"""


@dataclass
class Measured:
    """What was measured of one page."""

    name: str
    html: str
    load_ms: list[float] = field(default_factory=list)
    zoom_fps: list[float] = field(default_factory=list)

    @property
    def kb(self) -> float:
        """Return its weight on a disk."""
        return len(self.html.encode()) / 1000

    @property
    def gzip_kb(self) -> float:
        """Return its weight as a server sends it."""
        return len(gzip.compress(self.html.encode(), 9, mtime=0)) / 1000

    def medians(self) -> tuple[float, ...]:
        """Return what is compared."""
        return self.kb, self.gzip_kb, median(self.load_ms), median(self.zoom_fps)


@contextmanager
def _phone(browser: Browser) -> Iterator[Page]:
    """Give a page on a phone whose processor is slow."""
    context = browser.new_context(
        offline=True, viewport=PHONE, is_mobile=True, has_touch=True, device_scale_factor=2
    )
    page = context.new_page()
    page.add_init_script(_READY)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
    yield page
    context.close()


def measure(pages: Sequence[Measured], runs: int = RUNS, seconds: float = 3) -> None:
    """Open all pages in turn, again and again; note how soon they stand and how they zoom."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        usual, free = (
            playwright.chromium.launch(executable_path=chromium, args=[*_CHROMIUM, *more])
            for more in ((), _NO_SCREEN)
        )
        for run in range(runs):
            for number, measured in enumerate(pages):
                path = Path(folder) / f"{number}.html"
                path.write_text(measured.html, encoding="utf-8")
                with _phone(usual) as page:
                    load_ms = _open(page, path)
                with _phone(free) as page:
                    _open(page, path)
                    fps = page.evaluate(_ZOOM, seconds)
                if run:  # the first warms caches
                    measured.load_ms.append(load_ms)
                    measured.zoom_fps.append(fps)
        usual.close()
        free.close()


def _open(page: Page, path: Path) -> float:
    """Open a page; return after how many milliseconds it stands."""
    with page.expect_console_message(_stands) as told:
        page.goto(path.as_uri(), wait_until="commit")
    return float(told.value.text.split()[1])


def _stands(said: ConsoleMessage) -> bool:
    return said.text.startswith("stands")


def one_round(community: Community, streets: gpd.GeoDataFrame) -> Round:
    """Return the round with most stops on an ordinary Monday."""
    problem = make_problem(Walks(community, streets), (MONDAY,))
    routes = solve(problem.problem, SolveParams(effort="quick"))
    plan = make_plan(problem, routes, month_name="2026-12", seed=1)
    return max(plan.rounds, key=lambda round_: len(round_.stops))


def all_day(community: Community) -> Community:
    """Return a community with one team that walks all day long."""
    settings = community.settings
    shift = settings.shift.model_copy(update={"start": time(0, 1), "end": time(23, 59)})
    settings = settings.model_copy(update={"shift": shift, "teams": settings.teams[:1]})
    return replace(community, settings=settings, _projected={})


def made_up(community: Community) -> pd.DataFrame:
    """Return issues of some years within the buildings, some of them with far more than others."""
    rng = np.random.default_rng(12345)
    houses = community.buildings.geometry
    share = rng.gamma(1.0, size=len(houses))
    at = rng.choice(len(houses), ISSUES, p=share / share.sum())
    count = pd.Series(at).value_counts()
    points = {i: houses.iloc[i : i + 1].sample_points(n, rng=rng).iloc[0] for i, n in count.items()}
    places = {i: iter(shapely.get_coordinates(each).round(6)) for i, each in points.items()}
    lon, lat = np.array([next(places[i]) for i in at]).T
    days = rng.integers(0, YEARS * 365, ISSUES).astype("timedelta64[D]")
    return pd.DataFrame(
        {
            "recorded_at": np.datetime64(FIRST, "m") + days,
            "source": "walk",
            "building_id": houses.index[at],
            "lon": lon,
            "lat": lat,
            "category": rng.choice(list(ISSUE_CATEGORIES), ISSUES),
            "level": rng.choice(list(ISSUE_LEVELS), ISSUES),
            "text": "",
            "status": "open",
        }
    ).rename_axis("id")


def round_pages(community: Community, streets: gpd.GeoDataFrame) -> list[Measured]:
    """Return stock folium's page of a round, and ours."""
    round_ = one_round(community, streets)
    what = f"{community.settings.id}, {len(round_.stops)} stops"
    ours = round_html(Sheet(community, streets, [round_]), round_, lang="zh")
    return [
        Measured(f"{what}: stock folium", stock_round(community, streets, round_)),
        Measured(f"{what}: walkmap", ours),
    ]


def lived_in(community: Community) -> Community:
    """Return a community with households, one for each 12 m² of a building, if none are known."""
    houses = community.buildings
    if houses["households"].any():
        return community
    guess = np.ceil(community.in_metres("buildings").area / 12).astype(int)
    return replace(community, buildings=houses.assign(households=guess), _projected={})


def heat_pages(community: Community, streets: gpd.GeoDataFrame) -> list[Measured]:
    """Return stock folium's maps of many issues, and our page for the meeting."""
    community = lived_in(community)
    issues = made_up(community)
    slides = slides_for(community, streets, issues, visits_of(community), HeatAsk(start=FIRST))
    what = f"{community.settings.id}, {ISSUES:,} issues: "
    each, one_by_one = layers_of(issues, slides), layers_of(issues, slides, most=1)
    alone = {name: Shown(layer.points) for name, layer in one_by_one.items()}
    once = stock_heat(community, streets, {"all": alone["all"]}, prefer_canvas=True)
    stock = {
        "stock folium, each combination": stock_heat(community, streets, each),
        "stock folium": stock_heat(community, streets, one_by_one),
        "stock folium, heat alone": stock_heat(community, streets, alone),
        "stock folium, all issues alone, prefer_canvas": once,
    }
    ours = Measured(f"{what}walkmap", heat_html(Sheet(community, streets), slides, lang="zh"))
    return [*(Measured(what + name, html) for name, html in stock.items()), ours]


def layers_of(issues: pd.DataFrame, slides: Slides, most: int = 3) -> dict[str, Shown]:
    """Return what our page shows of all issues, and of each month, category and level, by name.

    Parameters
    ----------
    issues, slides
        What there is, and what our page makes of it.
    most
        How many of month, category and level may be chosen at once.
    """
    points = gpd.GeoSeries.from_xy(issues["lon"], issues["lat"], index=issues.index)
    days = issues["recorded_at"].dt.date
    found = {}
    for (period, category, level), slice_ in slides.slices.items():
        start, end = slides.periods[period]
        held, name = (start <= days) & (days <= end), []
        if period:
            name.append(f"{start:%Y-%m}")
        if category:
            name.append(slides.categories[category - 1])
            held &= issues["category"] == name[-1]
        if level:
            name.append(slides.levels[level - 1])
            held &= issues["level"] == name[-1]
        if len(name) <= most:
            told = slice_.enough or not period  # as on our page
            rates = (slice_.rate, slice_.more) if told else ()
            found[" ".join(name) or "all"] = Shown(points[held], *rates)
    return found


def rows_of(pages: Sequence[Measured]) -> list[list[str]]:
    """Return the rows of pages of the same content, ours last, and ours over each of the others."""
    *stock, ours = pages
    rows = [
        [page.name, f"{page.kb:.0f}", f"{page.gzip_kb:.0f}", spread(page.load_ms),
         spread(page.zoom_fps)]
        for page in pages
    ]  # fmt: skip
    for other in stock:
        ratios = zip(ours.medians(), other.medians(), strict=True)
        name = other.name.split(": ")[1]
        rows.append([f"walkmap / {name}", *(f"{a / b:.2f}" for a, b in ratios)])
    return rows


def groups(data: Path | None) -> Iterator[list[Measured]]:
    """Give the pages that are compared; without the folder of extracts, those of the sample."""
    with tempfile.TemporaryDirectory() as folder:
        sample = read_community(SAMPLE)
        streets = streets_of(sample)
        yield round_pages(sample, streets)
        yield heat_pages(sample, streets)
        for town in ("cau", "helsinki") if data else ():
            community = starter(town, Path(folder), data)
            streets = streets_of(community)
            if town == "cau":
                yield round_pages(all_day(community), streets)
            yield heat_pages(community, streets)


def run(data: Path | None = None, _seeds: int = 1) -> str:
    """Return the table."""
    rows = []
    for pages in groups(data):
        measure(pages)
        rows += rows_of(pages)
    return table(["page", "KB", "KB, gzip", "load, ms", "frames a second, zooming"], rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="the folder with osm/")
    print(run(parser.parse_args().data))
