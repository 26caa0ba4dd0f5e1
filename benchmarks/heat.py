"""Hot spots that are planted, and none that aren't; and a city's worth of issues: `--only heat`."""

import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from benchmarks.tables import table
from walkmap.community import Community, read_community
from walkmap.issues import heat_of, read_issues, slides_of
from walkmap.issues.chance import chance_of
from walkmap.issues.ground import ground_of
from walkmap.issues.report import report_of
from walkmap.jobs import import_issues
from walkmap.jobs.common import SAMPLE
from walkmap.network import streets_of
from walkmap.pages.common import Sheet
from walkmap.pages.heat_page import heat_html
from walkmap.store import issues_of, visits_of

TRUTH = json.loads(
    (Path(__file__).parents[1] / "tests/data/nanshatan_hotspots.json").read_text("utf-8")
)
HOT, RATE = TRUTH["buildings"], TRUTH["rate"]
DRAWS = 200
RECORDS = 120_000


def run(_data: Path | None = None, seeds: int = 3) -> str:
    """Return all tables."""
    community = read_community(SAMPLE)
    issues = read_issues(community)
    return "\n".join(
        (planted(community, issues), drawn(community, issues), speed(community, issues, seeds))
    )


def planted(community: Community, issues: pd.DataFrame) -> str:
    """Return which buildings of the sample are found to have more than chance gives them."""
    rows = []
    ends = {"two years": {"start": issues["recorded_at"].min().date()}, "last twelve months": {}}
    for name, period in ends.items():
        heat = heat_of(community, issues, **period)
        found = set(heat.by_building.index[heat.by_building["more"]])
        others = sorted(found - set(HOT))
        rows.append(
            [name, str(heat.count), f"{len(found & set(HOT))} of {len(HOT)}", str(len(others))]
        )
    return table(["the sample", "issues", "planted, found", "others found"], rows)


def drawn(community: Community, issues: pd.DataFrame) -> str:
    """Return how often hot spots are found in issues that are drawn anew."""
    houses = community.buildings[community.buildings["households"] > 0]
    shares = houses["households"].to_numpy(float)
    hot = houses.index.isin(HOT)
    twelve = heat_of(community, issues).by_building["issues"].sum()
    rows = []
    for total in (int(issues["building_id"].isin(houses.index).sum()), int(twelve)):
        none = [~chance_of(row, shares).more for row in _draws(total, shares)]
        spots = [
            chance_of(row, shares).more for row in _draws(total, shares * np.where(hot, RATE, 1))
        ]
        rows.append(
            [
                str(total),
                f"{np.mean([each.all() for each in none]):.1%}",
                f"{np.mean([each[hot].all() for each in spots]):.1%}",
                f"{np.mean([not each[~hot].any() for each in spots]):.1%}",
            ]
        )
    head = ["issues at buildings", "at random: none found", f"three at {RATE} times: all found",
            "three: no fourth"]  # fmt: skip
    return table(head, rows)


def _draws(total: int, shares: np.ndarray) -> np.ndarray:
    return np.random.default_rng(20081021).multinomial(total, shares / shares.sum(), size=DRAWS)


def speed(community: Community, issues: pd.DataFrame, runs: int) -> str:
    """Return how long many records take, against reading their file with pandas."""
    streets = streets_of(community)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "many.csv"
        _multiply(issues, file)
        seconds = [
            _times(Path(shutil.copytree(SAMPLE, Path(folder) / str(run))), file, streets)
            for run in range(runs)
        ]
    medians = {name: float(np.median([each[name] for each in seconds])) for name in seconds[0]}
    base = medians["pandas.read_csv"]
    rows = [[name, f"{time:.2f}", f"{time / base:.1f}"] for name, time in medians.items()]
    return table([f"{RECORDS:,} records", "seconds", "over pandas"], rows)


def _multiply(issues: pd.DataFrame, path: Path) -> None:
    """Write so many records over ten years, drawn from those of the sample."""
    rng = np.random.default_rng(7)
    many = issues.iloc[rng.integers(0, len(issues), RECORDS)].copy()
    days = rng.integers(0, 3653, RECORDS).astype("timedelta64[D]")
    many["recorded_at"] = np.datetime64("2016-11-01T09:00") + days
    many["due"] = many["handled_at"] = pd.NaT
    jitter = rng.normal(0, 1e-4, (2, RECORDS))
    many["lon"] += jitter[0]
    many["lat"] += jitter[1]
    many.insert(0, "id", [f"i{number}" for number in range(RECORDS)])
    many.to_csv(path, index=False, encoding="utf-8")


def _times(folder: Path, file: Path, streets: gpd.GeoDataFrame) -> dict[str, float]:
    """Take the records into a community of their own, and make the heat's page and the report."""
    times: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        start = perf_counter()
        result = work()
        times[name] = perf_counter() - start
        return result

    (folder / "issues.csv").unlink()
    community = read_community(folder)
    timed("pandas.read_csv", lambda: pd.read_csv(file))
    timed("walkmap issues import", lambda: import_issues(folder, file))
    issues = timed("reading them from the store", lambda: issues_of(community))
    ground = ground_of(community, streets)
    heat = timed("heat_of, ten years", lambda: heat_of(
        community, issues, start=issues["recorded_at"].min().date(), ground=ground))  # fmt: skip
    slides = timed("slides_of", lambda: slides_of(community, issues, heat, ground=ground))
    timed("heat.html", lambda: heat_html(Sheet(community, streets), slides, lang="zh"))
    timed("report_of", lambda: report_of(community, issues, visits_of(community)))
    times["all but pandas"] = sum(times.values()) - times["pandas.read_csv"]
    return times
