"""Finding the points that a source writes where it knows none: default geocodes.

Such a point makes a false hot spot: in a file of real complaints 14% of all rows had one in common.
What is told from it is a building that many call from.
"""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.stats import binom

from walkmap.community import WGS84, Community

FEWEST = 100
"""With fewer rows, nothing is a default: chance could be as large as the share."""
FACTOR = 4
"""How many times as often as its households tell a building may call, if no words tell more."""
FLOOR = 0.05
"""What any place may have of all rows, be nobody living there."""
RARE = 1e-6
"""How rarely chance alone may bring a place above that."""
NEAR_M = 50.0
"""A building within it may be meant by a point."""
DIGITS = 5
"""Decimals of a degree to which points are the same: a metre."""
Floats = NDArray[np.float64]
Point = tuple[float, float]


class Default(NamedTuple):
    """A default geocode.

    Parameters
    ----------
    point
        Longitude and latitude, WGS-84, to `DIGITS`.
    rows
        How many rows have it.
    share
        Of all rows that have a point.
    expected
        The share that the households of the largest building near it would have.
    """

    point: Point
    rows: int
    share: float
    expected: float


def point_key(lon: float, lat: float) -> Point:
    """Return a point as those are compared that are the same."""
    return round(float(lon), DIGITS), round(float(lat), DIGITS)


def default_points(
    community: Community,
    lon: Floats,
    lat: Floats,
    named: Sequence[str] | NDArray[Any],
    *,
    real: Collection[Point] = (),
) -> list[Default]:
    """Find the points that too many rows have in common.

    Parameters
    ----------
    community
        Its buildings and their households.
    lon, lat
        Shape (n,): a point for each row, WGS-84.
    named
        Shape (n,): the building that the row's own words name; empty if none.
    real
        Points that are known to be no defaults, as `point_key` returns them.

    Returns
    -------
    list of Default
        The most frequent first. A point is one if, of n ≥ `FEWEST` rows, k have it with
        P(X ≥ k) < `RARE` for X binomial over n rows with p = max(`FLOOR`, `FACTOR` × the share of
        all households in the largest building within `NEAR_M`). Words tell more: if at least a
        tenth of the k rows name a building in words, and most of these one within `NEAR_M`, people
        call from where they say, and it is none; if most name another, p is `FLOOR`.
    """
    if len(lon) < FEWEST:
        return []
    keys: Floats = np.round(np.column_stack([lon, lat]).astype(float), DIGITS)
    points, which, counts = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    which, n = which.ravel(), len(lon)
    often = np.flatnonzero(counts > FLOOR * n)
    near, share = _near(community, points[often])
    found, names = [], np.asarray(named, dtype=object)
    for at, nearby, expected in zip(often, near, share, strict=True):
        k, point = int(counts[at]), point_key(*points[at])
        said = [name for name in names[which == at] if name]
        told = len(said) * 10 >= k
        true = told and 2 * sum(name in nearby for name in said) > len(said)
        allowed = FLOOR if told else min(1.0, max(FLOOR, FACTOR * expected))
        if true or point in real or binom.sf(k - 1, n, allowed) >= RARE:
            continue
        found.append(Default(point, k, k / n, float(expected)))
    return sorted(found, key=lambda default: (-default.rows, default.point))


def _near(community: Community, points: Floats) -> tuple[list[set[str]], list[float]]:
    """Return the buildings near each point, and the largest one's share of all households."""
    buildings = community.in_metres("buildings")
    xy = gpd.GeoSeries(gpd.points_from_xy(points[:, 0], points[:, 1]), crs=WGS84)
    spots = xy.to_crs(community.utm).to_numpy()
    households = buildings["households"].to_numpy(float)
    total, near, shares = households.sum(), [], []
    for spot in spots:
        close = shapely.dwithin(buildings.geometry.to_numpy(), spot, NEAR_M)
        near.append(set(buildings.index[close]))
        shares.append(float(households[close].max(initial=0.0) / total) if total else 0.0)
    return near, shares
