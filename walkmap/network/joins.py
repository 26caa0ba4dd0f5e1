"""Joining points to the nearest street in sight, at any point of it, not only at its nodes."""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from walkmap.network.barriers import Barriers

WARN_JOIN_M = 60.0
MAX_JOIN_M = 200.0


@dataclass(frozen=True)
class Joins:
    """Where points are tied to streets.

    Parameters
    ----------
    point
        Index of the point tied.
    piece
        Index of the street piece.
    at_m
        Distance along that piece.
    joint
        The point on the piece, (n, 2).
    """

    point: NDArray[np.int64]
    piece: NDArray[np.int64]
    at_m: NDArray[np.float64]
    joint: NDArray[np.float64]


def join_points(
    points: Any,
    pieces: gpd.GeoDataFrame,
    barriers: Barriers,
    *,
    reach_m: float = MAX_JOIN_M,
    usable: NDArray[np.bool_] | None = None,
) -> Joins:
    """Tie points to the nearest point on a street that each can see.

    Parameters
    ----------
    points
        Array of points, in metres.
    pieces
        Street pieces; passages are not joined, since they run inside or above something.
    barriers
        What blocks the sight.
    reach_m
        How far to look.
    usable
        Which pieces may be joined, if not all.

    Returns
    -------
    Joins
        At most one for a point; none where it sees no street within `reach_m`.
    """
    shapes = pieces.geometry.to_numpy()
    tree = shapely.STRtree(shapes)
    allowed = ~pieces["passage"].to_numpy(bool)
    if usable is not None:
        allowed &= usable
    found: dict[int, tuple[int, float]] = {}
    # Near streets first; then far ones; then any point on them, not only the nearest.
    tries = ((min(WARN_JOIN_M, reach_m), 0.0), (reach_m, 0.0), (reach_m, 5.0))
    for reach, step in tries:
        left = np.array([i for i in range(len(points)) if i not in found], dtype=int)
        if not len(left):
            break
        who, piece = tree.query(points[left], predicate="dwithin", distance=reach)
        keep = allowed[piece]
        who, piece, at_m = _candidates(points, shapes, left[who[keep]], piece[keep], step)
        for i in _seen_nearest_first(points[who], shapes[piece], at_m, barriers, reach):
            found.setdefault(int(who[i]), (int(piece[i]), float(at_m[i])))
    who = np.array(sorted(found), dtype=int)
    piece = np.array([found[i][0] for i in who], dtype=int)
    # Whole centimetres, so that two joints are either one or far enough apart to split between.
    end_m = shapely.length(shapes[piece])
    at_m = np.round([found[i][1] for i in who], 2)
    at_m = np.where(at_m > end_m - 0.01, end_m, at_m)
    joint = shapely.get_coordinates(shapely.line_interpolate_point(shapes[piece], at_m))
    return Joins(who, piece, at_m, joint)


def _seen_nearest_first(
    points: Any, pieces: Any, at_m: Any, barriers: Barriers, reach: float
) -> list[int]:
    """Return which points see their place on their piece within reach, the nearest first."""
    lines = shapely.shortest_line(points, shapely.line_interpolate_point(pieces, at_m))
    length = shapely.length(lines)
    clear = barriers.in_sight(lines) & (length <= reach)
    return [int(i) for i in np.argsort(length, kind="stable") if clear[i]]


def _candidates(
    points: Any, shapes: Any, who: Any, piece: Any, step: float
) -> tuple[Any, Any, Any]:
    """Return places along pieces to try: the nearest ones, or one every `step` metres."""
    if not step:
        return who, piece, shapely.line_locate_point(shapes[piece], points[who])
    counts = np.ceil(shapely.length(shapes[piece]) / step).astype(int) + 1
    again = np.repeat(np.arange(len(piece)), counts)
    number = np.arange(len(again)) - np.repeat(np.cumsum(counts) - counts, counts)
    at_m = np.minimum(number * step, shapely.length(shapes[piece])[again])
    return who[again], piece[again], at_m


def split_streets(pieces: gpd.GeoDataFrame, joins: Joins) -> gpd.GeoDataFrame:
    """Split street pieces where something is tied to them.

    Returns
    -------
    geopandas.GeoDataFrame
        `pieces`, those with joints replaced by their parts; each part ends exactly on the joint.
    """
    split = pd.unique(joins.piece)
    rows, shapes = [], []
    for piece in split:
        mine = joins.piece == piece
        order = np.argsort(joins.at_m[mine], kind="stable")
        coordinates = shapely.get_coordinates(pieces.geometry.iloc[piece])
        for part in _split(coordinates, joins.at_m[mine][order], joins.joint[mine][order]):
            rows.append(piece)
            shapes.append(shapely.LineString(part))
    kept = pieces.drop(index=pieces.index[split])
    parts = pieces.iloc[rows].set_geometry(
        gpd.GeoSeries(shapes, index=pieces.index[rows], crs=pieces.crs)
    )
    return gpd.GeoDataFrame(pd.concat([kept, parts], ignore_index=True), crs=pieces.crs)


def _split(line: Any, at_m: Any, joints: Any) -> list[Any]:
    """Cut a line's coordinates at distances along it; leave out parts without length."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    parts, start, begin = [], line[0], 0.0
    for at, joint in zip([*at_m, along[-1]], [*joints, line[-1]], strict=True):
        if at - begin > 1e-3:
            between = line[(along > begin + 1e-3) & (along < at - 1e-3)]
            parts.append(np.vstack([start, between, joint]))
            start, begin = joint, at
    return parts
