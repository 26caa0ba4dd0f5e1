"""The heat of issues: bands of a smooth surface, and issues by building."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from walkmap.community import WGS84, Community
from walkmap.issues.bandwidth import USUAL_M, choose_bandwidth
from walkmap.issues.chance import chance_of
from walkmap.issues.choice import Choice, between, period_of
from walkmap.issues.placed import Placed, place_issues
from walkmap.issues.smooth import shrunk_rates
from walkmap.issues.surface import Raster, Smoother, bands_of, raster_of

BREAKS = (5.0, 10.0, 20.0, 40.0, 80.0, 160.0)
"""Where bands begin, in issues per hectare and year: the same for every community, month and
bandwidth, so that a colour means one thing. Each is twice the one before. In the sample community,
with Nanshatan's 360 issues a year, most buildings lie at 16 to 30, and those with three times as
many issues at 50 to 60."""
DAYS_A_YEAR = 365.25

Bandwidth = float | Literal["auto"]


@dataclass(frozen=True)
class Heat:
    """Where issues lie thick, over a period. All exact: what a meeting may see are `Slides`.

    Parameters
    ----------
    bands
        Areas in WGS-84 from the lowest band to the highest, with columns `low` and `high`: issues
        per hectare and year. `high` of the topmost band is infinite; a band that is nowhere has no
        row. Bands don't overlap.
    breaks
        The `low` of all bands, on the map or not: the legend.
    count
        Issues in the bands' surface.
    unplaced
        Issues of the period that are left out: without a place, at an unknown building, or more
        than `FAR_M` metres from every building.
    start, end
        First and last day of the period.
    bandwidth_m
        Standard deviation of the kernel in metres.
    by_building
        For every building of the community, indexed by `building_id`: `issues` in the period,
        `households`; `per_100`, issues per 100 households in the period, and `rate`, the same per
        year and shrunk (`shrunk_rates`); `expected`, the issues it would have by its households;
        `q` and `more`, whether it has more than chance gives it (`chance_of`). NaN and False where
        the number of households isn't known.
    choice
        Which issues count.
    """

    bands: gpd.GeoDataFrame
    breaks: tuple[float, ...]
    count: int
    unplaced: int
    start: date
    end: date
    bandwidth_m: float
    by_building: pd.DataFrame
    choice: Choice = field(default_factory=Choice)


def heat_of(
    community: Community,
    issues: pd.DataFrame,
    *,
    start: date | None = None,
    end: date | None = None,
    bandwidth_m: Bandwidth = USUAL_M,
    ground: Any = None,
    choice: Choice | None = None,
) -> Heat:
    """Compute the heat of a community's issues.

    Parameters
    ----------
    community
        Its buildings; all that lies at one is spread evenly over its outline.
    issues
        As `walkmap.issues.read_issues` returns them.
    start, end
        First and last day of the period. Default: the last twelve months (`period_of`). A month is
        noise.
    bandwidth_m
        Standard deviation of the Gaussian kernel in metres on the ground; ``"auto"`` lets the
        issues choose it (`choose_bandwidth`).
    ground
        Where issues may lie, as `ground_of` gives it; None is everywhere.
    choice
        Which issues count; all by default.

    Returns
    -------
    Heat
        Without bands if there are no issues; without issues and without a period asked for, `start`
        and `end` are both `datetime.date.min`.

    Raises
    ------
    ValueError
        If the bandwidth is not above 0, or the period ends before it starts.

    Notes
    -----
    Bands are rates: issues per hectare and *year* whatever the period, so that half a year and two
    years are read by the same legend. A record that is shorter than the default twelve months isn't
    blown up: days without records count as days without issues.
    """
    if bandwidth_m != "auto" and not bandwidth_m > 0:
        raise ValueError(f"a bandwidth of {bandwidth_m} m")
    choice = choice or Choice()
    start, end = period_of(issues, start, end)
    chosen = choice.of(between(issues, start, end))
    placed = place_issues(community, chosen)
    by_building = _by_building(community, placed, years_of(start, end))
    counts, bands = placed.counts(), _table([])
    bandwidth = USUAL_M if bandwidth_m == "auto" else float(bandwidth_m)
    if counts.any():
        if bandwidth_m == "auto":
            raster = raster_of(placed.shapes, bandwidth_m=USUAL_M)
            bandwidth = choose_bandwidth(raster, counts)
        raster = raster_of(placed.shapes, bandwidth_m=bandwidth, ground=ground)
        rate = Smoother(raster, bandwidth).rate(counts, years_of(start, end))
        bands = _bands(raster, rate, ground, community)
    return Heat(
        bands,
        BREAKS,
        int(counts.sum()),
        placed.unplaced,
        start,
        end,
        bandwidth,
        by_building,
        choice,
    )


def years_of(start: date, end: date) -> float:
    """Return the length of a period, both of its days included."""
    return ((end - start).days + 1) / DAYS_A_YEAR


def _bands(
    raster: Raster, rate: NDArray[Any], ground: Any, community: Community
) -> gpd.GeoDataFrame:
    """Return the bands of a surface on the ground, in WGS-84."""
    bands = bands_of(raster, rate, BREAKS)
    if ground is not None:
        bands = [(low, shapely.intersection(shape, ground)) for low, shape in bands]
    return _table([(low, shape) for low, shape in bands if not shape.is_empty], community.utm)


def _table(bands: list[tuple[float, Any]], crs: Any = WGS84) -> gpd.GeoDataFrame:
    """Return bands as a table in WGS-84."""
    top = dict(zip(BREAKS, (*BREAKS[1:], np.inf), strict=True))
    lows = np.array([low for low, _ in bands], float)
    highs = np.array([top[low] for low, _ in bands], float)
    table = gpd.GeoDataFrame(
        {"low": lows, "high": highs}, geometry=[shape for _, shape in bands], crs=crs
    )
    return table.to_crs(WGS84)


def _by_building(community: Community, placed: Placed, years: float) -> pd.DataFrame:
    """Return issues, rates and chance of every building."""
    buildings = community.buildings
    counts = placed.counts()[: len(buildings)]
    households = buildings["households"].to_numpy(np.int64)
    known = households > 0
    table = pd.DataFrame(
        {"issues": counts, "households": households},
        index=buildings.index.rename("building_id"),
    )
    bases = np.where(known, households, np.nan)
    chance = chance_of(counts[known], households[known])
    q, more = np.full(len(table), np.nan), np.zeros(len(table), bool)
    q[known], more[known] = chance.q, chance.more
    return table.assign(
        per_100=100.0 * counts / bases,
        rate=100.0 * shrunk_rates(counts, households) / years,
        expected=counts[known].sum() * bases / max(1, households[known].sum()),
        q=q,
        more=more,
    )
