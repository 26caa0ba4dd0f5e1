"""Shortest ways over open ground: a visibility graph round the buildings.

A shortest way among polygons is a chain of straight lines that bends only at reflex corners of the
ground (de Berg et al., Computational Geometry, 3rd ed., 2008, lemma 15.1), and touches each of them
as a tangent. So the graph needs just those corners, the points to be joined, and the lines of sight
between them that are tangent at both ends.
"""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from walkmap.network.barriers import Barriers

Points = NDArray[np.float64]
# How far from a part of the ground a point may be and still count as on it.
ON_GROUND_M = 0.025
_MIN_PART_M2 = 1.0
# Lines of sight may graze the ground's edge: it is tested against the ground grown by this, which
# must be more than ON_GROUND_M.
_GRAZE_M = 0.03
# Gaps between courtyards up to twice this are nothing but inaccurate drawing.
_GAP_M = 0.25


@dataclass(frozen=True)
class Sight:
    """Lines of sight.

    Parameters
    ----------
    xy
        Points, (n, 2), in metres: first the points given, then the ground's corners.
    pairs
        Indices of points that see each other, (k, 2).
    """

    xy: Points
    pairs: NDArray[np.int64]


def sight_lines(ground: shapely.Polygon, points: Points) -> Sight:
    """Return the lines of sight between points on open ground and its corners.

    Parameters
    ----------
    ground
        Where one can walk, in metres; its holes are what one walks around.
    points
        Points on the ground, (n, 2), that are to be joined.

    Returns
    -------
    Sight
        All lines that a shortest way between two of the points can take.
    """
    corners, before, after = _reflex_corners(ground)
    xy = np.vstack([points, corners])
    first, second = np.triu_indices(len(xy), k=1)
    gap = xy[second] - xy[first]
    keep = np.hypot(gap[:, 0], gap[:, 1]) > 1e-6
    for end in (first, second):
        keep &= _tangent(end, gap, xy, len(points), before, after)
    first, second = first[keep], second[keep]
    lines = shapely.linestrings(np.stack([xy[first], xy[second]], axis=1))
    roomy = shapely.buffer(ground, _GRAZE_M, join_style="mitre")
    shapely.prepare(roomy)
    seen = shapely.contains_properly(roomy, lines)
    return Sight(xy, np.column_stack([first[seen], second[seen]]))


def _reflex_corners(ground: shapely.Polygon) -> tuple[Points, Points, Points]:
    """Return the corners around which a way can bend, and their neighbours along the edge."""
    corners: list[Points] = []
    for ring in shapely.get_rings(shapely.orient_polygons(ground)):
        at: Any = shapely.get_coordinates(ring)[:-1]
        if len(at) < 3:
            continue
        before, after = np.roll(at, 1, axis=0), np.roll(at, -1, axis=0)
        turn = _cross(at - before, after - at)
        bends = turn < -1e-9
        corners.append(np.stack([at[bends], before[bends], after[bends]]))
    if not corners:
        nothing = np.empty((0, 2))
        return nothing, nothing, nothing
    at, before, after = np.concatenate(corners, axis=1)
    return at, before, after


def _tangent(
    end: NDArray[np.int64], gap: Points, xy: Points, free: int, before: Points, after: Points
) -> NDArray[np.bool_]:
    """Tell which lines touch the corner at `end` as tangents; the first `free` ends always do."""
    corner = np.maximum(end - free, 0)
    if not len(before):
        return np.ones(len(end), bool)
    here = xy[end]
    side_before = _cross(gap, before[corner] - here)
    side_after = _cross(gap, after[corner] - here)
    touches: NDArray[np.bool_] = (side_before * side_after >= -1e-6) | (end < free)
    return touches


def _cross(a: Points, b: Points) -> NDArray[np.float64]:
    product: NDArray[np.float64] = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    return product


def open_region(courtyards: gpd.GeoDataFrame, gateways: Any) -> Any:
    """Return where one may walk anywhere between buildings.

    Parameters
    ----------
    courtyards
        In metres. Of nested ones the innermost decides.
    gateways
        What lies around the open gates of courtyards with open ground: it belongs to the ground, so
        that a street, or another courtyard, right behind the gate is reached.

    Returns
    -------
    shapely.Polygon or shapely.MultiPolygon
        Buildings and walls are still on it.
    """
    region: Any = shapely.Polygon()
    for id_ in courtyards.geometry.area.sort_values(ascending=False, kind="stable").index:
        shape = shapely.make_valid(courtyards.geometry[id_])
        is_open = bool(courtyards["open_ground"][id_])
        region = region.union(shape) if is_open else region.difference(shape)
    region = shapely.union_all([region, *gateways])
    closed = shapely.buffer(region, _GAP_M, join_style="mitre")
    return shapely.buffer(closed, -_GAP_M, join_style="mitre")


def ground_parts(region: Any, barriers: Barriers) -> list[shapely.Polygon]:
    """Return the connected parts of open ground, clear of all that stands on it."""
    if region.is_empty:
        return []
    free = region.difference(shapely.union_all(list(barriers.solid)))
    parts = shapely.get_parts(shapely.simplify(free, 0.02))
    return [part for part in parts if part.geom_type == "Polygon" and part.area > _MIN_PART_M2]


def ground_lines(parts: list[shapely.Polygon], points: Any) -> Any:
    """Return the lines of sight on each part among its corners and the points that lie on it.

    Parameters
    ----------
    parts
        As `ground_parts` gives them.
    points
        Array of points; those on no part are left out.

    Returns
    -------
    numpy.ndarray
        Straight lines.
    """
    at, on = shapely.STRtree(parts).query(points, predicate="dwithin", distance=ON_GROUND_M)
    xy = shapely.get_coordinates(points)
    lines = [np.empty(0, dtype=object)]
    for number, part in enumerate(parts):
        mine = np.unique(np.round(xy[at[on == number]], 3), axis=0)
        if len(mine):
            sight = sight_lines(part, mine)
            lines.append(shapely.linestrings(sight.xy[sight.pairs]))
    return np.concatenate(lines)
