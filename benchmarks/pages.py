"""Weight and speed of a round's page beside stock folium's: `python -m benchmarks.pages`.

Both show the same streets, courtyards, buildings with their names, entrances, gates, hazards, way
and stops; ours also holds all that a worker does with the round. What stock folium takes from CDNs
is put into its page, so that no network is measured; two of its ten files, which npm does not have
(glyphicons, rotation), are left out, and no map tiles are asked for. Needs `npm` and Chromium.
"""

import argparse
import gzip
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, time
from pathlib import Path
from statistics import median

import folium
import geopandas as gpd
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.tables import spread, table
from benchmarks.towns import starter
from walkmap.community import Community, read_community
from walkmap.jobs.common import SAMPLE
from walkmap.network import Walks, streets_of
from walkmap.pages.base import MARGIN_M
from walkmap.pages.common import Sheet
from walkmap.pages.round_page import round_html
from walkmap.rounds import Round, SolveParams, make_plan, make_problem, solve

MONDAY = date(2026, 12, 7)
THROTTLE = 6
RUNS = 7
PHONE = {"width": 390, "height": 844}
ASSETS = {
    "leaflet": ("leaflet@1.9.3", "dist/leaflet.js"),
    "jquery": ("jquery@3.7.1", "dist/jquery.min.js"),
    "bootstrap": ("bootstrap@5.2.2", "dist/js/bootstrap.bundle.min.js"),
    "awesome_markers": ("leaflet.awesome-markers@2.0.5", "dist/leaflet.awesome-markers.js"),
    "leaflet_css": ("leaflet@1.9.3", "dist/leaflet.css"),
    "bootstrap_css": ("bootstrap@5.2.2", "dist/css/bootstrap.min.css"),
    "awesome_markers_font_css": ("@fortawesome/fontawesome-free@6.2.0", "css/all.min.css"),
    "awesome_markers_css": ("leaflet.awesome-markers@2.0.5", "dist/leaflet.awesome-markers.css"),
}
"""Folium's names of what it takes from CDNs: the npm package, and the file in it."""
_READY = """addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(() => {
    window.ready_ms = performance.now();
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


def cdn_files(folder: Path) -> dict[str, str]:
    """Return the text of each of `ASSETS`, fetched by npm into a folder."""
    packages = sorted({package for package, _ in ASSETS.values()})
    command = ["npm", "pack", "--silent", "--pack-destination", str(folder), *packages]
    names = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    found = {}
    for package, name in zip(packages, names, strict=True):
        with tarfile.open(folder / name) as archive:
            for key, (owner, file) in ASSETS.items():
                if owner == package and (content := archive.extractfile(f"package/{file}")):
                    found[key] = content.read().decode()
    return found


def stock_html(
    community: Community, streets: gpd.GeoDataFrame, round_: Round, files: dict[str, str]
) -> str:
    """Return a page by stock folium with the content of a round's page."""
    west, south, east, north = community.courtyards.total_bounds
    lat, lon = MARGIN_M / 111_000, MARGIN_M / 85_000
    near = streets.clip((west - lon, south - lat, east + lon, north + lat))
    shown = folium.Map(tiles=None)
    shown.fit_bounds([[south, west], [north, east]])
    for name, layer, columns in (
        ("courtyards", community.courtyards, ["name"]),
        ("streets", near, ["name", "highway"]),
        ("buildings", community.buildings, ["name", "managed"]),
        ("walls", community.walls, ["name"]),
        ("hazards", community.hazards, ["name", "kind"]),
    ):
        if len(layer):
            named = folium.GeoJsonTooltip(columns[:1], labels=False)
            rows = layer[[*columns, "geometry"]].fillna("")
            folium.GeoJson(rows, name=name, tooltip=named).add_to(shown)
    for row in (*community.buildings.itertuples(), *near.drop_duplicates("name").itertuples()):
        if isinstance(row.name, str) and row.name:  # labels, as our map has them
            middle = row.geometry.representative_point()
            label = folium.DivIcon(html=f'<span style="white-space: nowrap">{row.name}</span>')
            folium.Marker((middle.y, middle.x), icon=label).add_to(shown)
    for layer in (community.gates, community.entrances):
        for row in layer.itertuples():
            at = (row.geometry.y, row.geometry.x)
            folium.CircleMarker(at, radius=2, tooltip=row.name).add_to(shown)
    for leg in round_.legs:
        if leg.line is not None:
            folium.PolyLine([(y, x) for x, y in leg.line.coords], weight=5).add_to(shown)
    for stop in round_.stops:
        at = (stop.place.y, stop.place.x)
        popup = folium.Popup(f"{stop.order} {stop.name}: {stop.why.zh}")
        icon = folium.DivIcon(html=f"<b>{stop.order}</b>")
        folium.Marker(at, popup=popup, icon=icon).add_to(shown)
    folium.LayerControl().add_to(shown)
    return inlined(shown, files)


def inlined(shown: folium.Map, files: dict[str, str]) -> str:
    """Return a map's page with what it takes from CDNs put into it."""
    html = str(shown.get_root().render())
    for key, url in (*shown.default_js, *shown.default_css):
        text = files.get(key, "").replace("</script", "<\\/script")
        at = re.escape(url)
        link = re.compile(rf'<script src="{at}"></script>|<link rel="stylesheet" href="{at}"/?>')
        tag = "style" if key.endswith("css") else "script"
        html, count = link.subn(lambda _, t=tag, x=text: f"<{t}>{x}</{t}>", html)
        assert count == 1, f"{url} is in the page {count} times"
    return html


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


def measure(pages: Sequence[Measured], folder: Path, runs: int = RUNS, seconds: float = 3) -> None:
    """Open all pages in turn, again and again; note how soon they stand and how they zoom."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for run in range(runs):
            for number, measured in enumerate(pages):
                path = folder / f"{number}.html"
                path.write_text(measured.html, encoding="utf-8")
                with _phone(browser) as page:
                    page.goto(path.as_uri())
                    page.wait_for_function("window.ready_ms")
                    load_ms, fps = page.evaluate("ready_ms"), page.evaluate(_ZOOM, seconds)
                if run:  # the first warms caches
                    measured.load_ms.append(load_ms)
                    measured.zoom_fps.append(fps)
        browser.close()


def one_round(community: Community) -> tuple[Community, gpd.GeoDataFrame, Round]:
    """Return a community, its streets, and the round with most stops on an ordinary Monday."""
    streets = streets_of(community)
    problem = make_problem(Walks(community, streets), (MONDAY,))
    routes = solve(problem.problem, SolveParams(effort="quick"))
    plan = make_plan(problem, routes, month_name="2026-12", seed=1)
    return community, streets, max(plan.rounds, key=lambda round_: len(round_.stops))


def long_round(data: Path) -> tuple[Community, gpd.GeoDataFrame, Round]:
    """Return one round, all day long, to every building and corner of CAU."""
    with tempfile.TemporaryDirectory() as folder:
        community = starter("cau", Path(folder), data)
        settings = community.settings
        shift = settings.shift.model_copy(update={"start": time(0, 1), "end": time(23, 59)})
        settings = settings.model_copy(update={"shift": shift, "teams": settings.teams[:1]})
        return one_round(replace(community, settings=settings, _projected={}))


def compared(
    community: Community, streets: gpd.GeoDataFrame, round_: Round, folder: Path
) -> list[list[str]]:
    """Return the rows of one round: stock folium, walkmap, and one by the other."""
    stock = stock_html(community, streets, round_, cdn_files(folder))
    ours = round_html(Sheet(community, streets, [round_]), round_, lang="zh")
    what = f"{community.settings.id}, {len(round_.stops)} stops"
    pages = [Measured(f"{what}: stock folium", stock), Measured(f"{what}: walkmap", ours)]
    measure(pages, folder)
    rows = [
        [page.name, f"{page.kb:.0f}", f"{page.gzip_kb:.0f}", spread(page.load_ms),
         spread(page.zoom_fps)]
        for page in pages
    ]  # fmt: skip
    theirs, mine = (
        (page.kb, page.gzip_kb, median(page.load_ms), median(page.zoom_fps)) for page in pages
    )
    return [
        *rows,
        ["walkmap / stock", *(f"{a / b:.2f}" for a, b in zip(mine, theirs, strict=True))],
    ]


def run(data: Path | None = None, _seeds: int = 1) -> str:
    """Return the table; without the folder of extracts, of the sample alone."""
    rounds = [one_round(read_community(SAMPLE))] + ([long_round(data)] if data else [])
    rows = []
    for each in rounds:
        with tempfile.TemporaryDirectory() as folder:
            rows += compared(*each, Path(folder))
    return table(["page", "KB", "KB, gzip", "load, ms", "frames a second, zooming"], rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="the folder with osm/")
    print(run(parser.parse_args().data))
