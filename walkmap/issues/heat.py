"""The heat of issues: bands of a smooth surface, and issues by building."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from contourpy import contour_generator

from walkmap.community import WGS84, Community
from walkmap.issues.surface import Surface, surface_of

BREAKS = (5.0, 10.0, 20.0, 40.0, 80.0, 160.0)
"""Where bands begin, in issues per hectare and year: the same for every community, month and
bandwidth, so that a colour means one thing. Each is twice the one before. In the sample community,
with Nanshatan's 360 issues a year, most buildings lie at 16 to 30, and those with three times as
many issues at 50 to 60."""
FAR_M = 500.0
DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Heat:
    """Where issues lie thick, over a period.

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
        `households`, and `per_100`, issues per 100 households in the period (NaN where the number
        of households isn't known).
    """

    bands: gpd.GeoDataFrame
    breaks: tuple[float, ...]
    count: int
    unplaced: int
    start: date
    end: date
    bandwidth_m: float
    by_building: pd.DataFrame


class Placed(NamedTuple):
    """Issues with their places in the community's UTM zone."""

    outlines: gpd.GeoSeries
    points: Any
    unplaced: int


def heat_of(
    community: Community,
    issues: pd.DataFrame,
    *,
    start: date | None = None,
    end: date | None = None,
    bandwidth_m: float = 25.0,
) -> Heat:
    """Compute the heat of a community's issues.

    Parameters
    ----------
    community
        Its buildings; all that lies at one is spread evenly over its outline.
    issues
        As `walkmap.issues.read_issues` returns them.
    start, end
        First and last day of the period. Default: the twelve months that end with the last record
        (with `start` alone: from then to the last record). A month is noise.
    bandwidth_m
        Standard deviation of the Gaussian kernel in metres on the ground.

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
    if not bandwidth_m > 0:
        raise ValueError(f"a bandwidth of {bandwidth_m} m")
    start, end = _period(issues["recorded_at"], start, end)
    if end < start:
        raise ValueError(f"the period ends ({end}) before it starts ({start})")
    days = issues["recorded_at"].dt.date if len(issues) else issues["recorded_at"]
    chosen = issues[(days >= start) & (days <= end)] if len(issues) else issues
    placed = _place(community, chosen)
    count = len(placed.outlines) + len(placed.points)
    bands = _no_bands()
    if count:
        years = ((end - start).days + 1) / DAYS_A_YEAR
        surface = surface_of(placed.outlines, placed.points, bandwidth_m=bandwidth_m, years=years)
        bands = _bands(surface)
    by_building = _by_building(community, chosen)
    return Heat(bands, BREAKS, count, placed.unplaced, start, end, float(bandwidth_m), by_building)


def _period(recorded: pd.Series, start: date | None, end: date | None) -> tuple[date, date]:
    """Fill in what isn't given of the period."""
    if end is None:
        last = recorded.max() if len(recorded) else pd.NaT
        end = (start or date.min) if pd.isna(last) else last.date()
        if start is not None and end < start:
            end = start
    if start is None:
        if end == date.min:
            return end, end
        before = pd.Timestamp(end) - pd.DateOffset(years=1)
        start = before.date() + timedelta(days=1)
    return start, end


def _place(community: Community, issues: pd.DataFrame) -> Placed:
    """Return where issues lie: the outlines of their buildings, or points."""
    shapes = community.in_metres("buildings").geometry
    known = issues["building_id"].isin(shapes.index)
    outlines = shapes.loc[issues.loc[known, "building_id"]]
    rest = issues[~known & issues["lon"].notna() & issues["lat"].notna()]
    at = gpd.GeoSeries(gpd.points_from_xy(rest["lon"], rest["lat"]), crs=WGS84)
    at = at.to_crs(community.utm)
    tree = shapely.STRtree(shapes.to_numpy())
    pairs = tree.query(at.to_numpy(), predicate="dwithin", distance=FAR_M)
    points = shapely.get_coordinates(at.to_numpy()[np.unique(pairs[0])]).reshape(-1, 2)
    return Placed(outlines, points, len(issues) - len(outlines) - len(points))


def _no_bands() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"low": np.array([], float), "high": np.array([], float)}, geometry=[], crs=WGS84
    )


def _bands(surface: Surface) -> gpd.GeoDataFrame:
    """Return the surface's contour bands between the breaks, in WGS-84."""
    generator = contour_generator(surface.x, surface.y, surface.rate, fill_type="OuterOffset")
    rows = []
    for low, high in zip(BREAKS, (*BREAKS[1:], np.inf), strict=True):
        rings = generator.filled(low, high)
        shape = _multipolygon(rings[0], rings[1])
        if not shape.is_empty:
            rows.append((low, high, shape))
    if not rows:
        return _no_bands()
    lows, highs, shapes = zip(*rows, strict=True)
    table = gpd.GeoDataFrame({"low": lows, "high": highs}, geometry=list(shapes), crs=surface.crs)
    return table.to_crs(WGS84)


def _multipolygon(points: Any, offsets: Any) -> shapely.MultiPolygon:
    """Return contourpy's polygons; of each, the first ring is the outside."""
    polygons = []
    for places, ends in zip(points, offsets, strict=True):
        outside, *holes = (places[a:b] for a, b in pairwise(ends))
        polygons.append(shapely.Polygon(outside, holes))
    return shapely.MultiPolygon(polygons)


def _by_building(community: Community, issues: pd.DataFrame) -> pd.DataFrame:
    """Return issues, households and issues per 100 households for every building."""
    buildings = community.buildings
    counted = issues["building_id"].value_counts()
    table = pd.DataFrame(
        {
            "issues": counted.reindex(buildings.index, fill_value=0).astype("int64"),
            "households": buildings["households"].astype("int64"),
        }
    ).rename_axis("building_id")
    known = table["households"].where(table["households"] > 0)
    return table.assign(per_100=100.0 * table["issues"] / known)
