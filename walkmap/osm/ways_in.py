"""Where a door may be: places along a building's outline, and how far the way in is from each."""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from walkmap.osm.courtyards import Courtyard
from walkmap.osm.gates import OPENING_M, Gate
from walkmap.osm.scene import Scene

SPACING_M = 1.0
MOST_SAMPLES = 240
BLIND_M = 1000.0  # what a place costs from which no way is seen
_SEEN_M = 200  # beyond, no stop can join a street
_LOOK_M = 100  # how far to look for a lane if the nearest is hidden
_BESIDE_M = 20  # how far a street may run from the open border of a courtyard that it serves
_PIECE_M = 30
_OUT_M = 0.4  # how far before a door one stands
_KEEP_OFF_M = 0.25  # walkers keep this far from buildings and walls
_ON_GROUND_M = 0.1


@dataclass(frozen=True)
class Outline:
    """Places all along a building's outline where a door could be.

    Parameters
    ----------
    ring
        The outline, counter-clockwise.
    at
        The places, in metres from its start; none is against a neighbour's wall.
    cost
        How far the way in is from each, in metres; `BLIND_M` more where none is seen.
    """

    ring: Any
    at: Any
    cost: Any


@dataclass(frozen=True)
class _Ground:
    """Open ground without all that stands on it, and what blocks the sight elsewhere."""

    reached: shapely.STRtree
    sealed: shapely.STRtree
    region: shapely.Geometry
    built: shapely.STRtree
    blocks: shapely.STRtree


def outlines_of(
    scene: Scene,
    buildings: gpd.GeoDataFrame,
    which: list[int],
    courtyards: list[Courtyard],
    gates: list[Gate],
    walls: gpd.GeoDataFrame,
) -> dict[int, Outline]:
    """Look for places for doors.

    Parameters
    ----------
    scene
        The map data, in metres.
    buildings, which
        All buildings to plan for, and the row numbers of those that need doors.
    courtyards, gates, walls
        What is around them.

    Returns
    -------
    dict
        An outline for each row of `which`.
    """
    shapes = buildings.geometry.to_numpy()
    rings = [shapely.orient_polygons(shapes[row]).exterior for row in which]
    at = [_samples(ring) for ring in rings]
    if not which:
        return {}
    owner = np.repeat(np.arange(len(rings)), [len(places) for places in at])
    outside = [_outside(ring, places) for ring, places in zip(rings, at, strict=True)]
    points = shapely.points(np.concatenate(outside))
    ground = _ground(scene, shapes, courtyards, gates, walls)
    cost = _costs(points, owner, scene, ground)
    free = np.isfinite(cost)
    return {
        row: Outline(ring, places[free[owner == i]], cost[owner == i][free[owner == i]])
        for i, (row, ring, places) in enumerate(zip(which, rings, at, strict=True))
    }


def _ground(
    scene: Scene,
    shapes: Any,
    courtyards: list[Courtyard],
    gates: list[Gate],
    walls: gpd.GeoDataFrame,
) -> _Ground:
    """Tell the open ground that can be reached from the main streets from that which can't."""
    region: Any = shapely.Polygon()
    for courtyard in courtyards:  # larger ones first: of nested ones the innermost decides
        shape = courtyard.shape
        region = region.union(shape) if courtyard.open_ground else region.difference(shape)
    opened = shapely.union_all([g.point.buffer(OPENING_M) for g in gates if not g.closed])
    lines = [c.shape.boundary for c in courtyards if c.enclosed] + list(walls.geometry)
    barriers = shapely.difference(np.array(lines, dtype=object), opened) if lines else []
    standing = [*shapely.buffer(shapes, _KEEP_OFF_M), *shapely.buffer(barriers, _KEEP_OFF_M)]
    parts = shapely.get_parts(region.difference(shapely.union_all(standing)))
    parts = parts[shapely.area(parts) > 1]
    built = shapely.STRtree(scene.footprints.geometry.to_numpy())
    blocks = shapely.STRtree(np.array(barriers, dtype=object))
    ways = [*scene.streets.geometry[scene.streets["main"]], *(g.point for g in gates if g.way_in)]
    main = shapely.STRtree(np.array(ways, dtype=object))
    reached = np.zeros(len(parts), bool)
    if len(ways):
        reached[np.unique(main.query(parts, "dwithin", distance=0.2)[0])] = True
        for i in np.flatnonzero(~reached):
            reached[i] = _beside(parts[i], region, main, (built, blocks))
    return _Ground(
        shapely.STRtree(parts[reached]), shapely.STRtree(parts[~reached]), region, built, blocks
    )


def _beside(part: Any, region: Any, main: shapely.STRtree, trees: Any) -> bool:
    """Tell whether one can step over an open border from a street that runs beside it."""
    border = part.boundary.intersection(region.boundary.buffer(0.05))
    lines = [line for line in shapely.get_parts(border) if line.length > 1]
    if not lines:
        return False
    steps = [np.arange(0.5, line.length, 2.0) for line in lines]
    points = np.concatenate(
        [shapely.line_interpolate_point(line, at) for line, at in zip(lines, steps, strict=True)]
    )
    ways = main.geometries[main.nearest(points)]
    over = shapely.shortest_line(points, ways)
    clear = shapely.length(over) <= _BESIDE_M
    for tree in trees:
        clear[np.unique(tree.query(over, "intersects")[0])] = False
    return bool(clear.any())


def _costs(points: Any, owner: Any, scene: Scene, ground: _Ground) -> Any:
    """Return how far the way in is from each point, infinite where no door can be."""
    streets = scene.streets[~scene.streets["passage"]]
    lanes = _pieces(streets.geometry.to_numpy())
    main = streets.geometry[streets["main"]].to_numpy()
    beyond = _pieces(shapely.difference(main, ground.region))
    cost = np.full(len(points), np.inf)
    on = _touching(points, ground.reached)
    shut = _touching(points, ground.sealed) & ~on
    cost[on] = _distance(points[on], lanes)
    off = np.flatnonzero(~on & ~shut)
    cost[off] = _way_in(points[off], beyond, ground)
    seeing = np.unique(owner[cost < BLIND_M])
    blind = off[~np.isin(owner[off], seeing)]  # the nearest street is hidden: is another seen?
    cost[blind] = np.minimum(cost[blind], _any_way_in(points[blind], beyond, ground))
    cost[shut] = 2 * BLIND_M + _distance(points[shut], lanes)
    for tree in (ground.built, ground.blocks):
        cost[np.unique(tree.query(points, "dwithin", distance=_KEEP_OFF_M)[0])] = np.inf
    return cost


def _touching(points: Any, parts: shapely.STRtree) -> Any:
    hits = parts.query(points, "dwithin", distance=_ON_GROUND_M)[0]
    return np.isin(np.arange(len(points)), hits)


def _pieces(lines: Any) -> Any:
    """Return lines in short straight pieces, for the near end of a street may be hidden."""
    parts = shapely.get_parts(shapely.get_parts(lines))
    short = shapely.segmentize(parts[shapely.get_type_id(parts) == 1], _PIECE_M)
    points, of = shapely.get_coordinates(short, return_index=True)
    same = of[1:] == of[:-1]
    return shapely.linestrings(np.stack([points[:-1][same], points[1:][same]], axis=1))


def _distance(points: Any, lanes: Any) -> Any:
    if not len(lanes) or not len(points):
        return np.zeros(len(points))
    return shapely.distance(points, lanes[shapely.STRtree(lanes).nearest(points)])


def _way_in(points: Any, lanes: Any, ground: _Ground) -> Any:
    """Return how far the nearest lane is from each point, with a lot added if it can't be seen."""
    if not len(lanes) or not len(points):
        return np.full(len(points), BLIND_M)
    lines = shapely.shortest_line(points, lanes[shapely.STRtree(lanes).nearest(points)])
    away = shapely.length(lines)
    hidden = away > _SEEN_M
    for tree in (ground.built, ground.blocks):
        hidden[np.unique(tree.query(lines, "intersects")[0])] = True
    return away + np.where(hidden, BLIND_M, 0)


def _any_way_in(points: Any, lanes: Any, ground: _Ground) -> Any:
    """Return how far the nearest lane is that each point sees, infinite if it sees none near."""
    out = np.full(len(points), np.inf)
    if not len(lanes) or not len(points):
        return out
    of, lane = shapely.STRtree(lanes).query(points, "dwithin", distance=_LOOK_M)
    lines = shapely.shortest_line(points[of], lanes[lane])
    away = shapely.length(lines)
    for tree in (ground.built, ground.blocks):
        away[np.unique(tree.query(lines, "intersects")[0])] = np.inf
    np.minimum.at(out, of, away)
    return out


def _samples(ring: Any) -> Any:
    """Return places along a ring in metres, none at a corner."""
    count = int(np.clip(ring.length / SPACING_M, 8, MOST_SAMPLES))
    places = (np.arange(count) + 0.5) * ring.length / count
    corners = np.append(0, np.cumsum(np.hypot(*np.diff(np.array(ring.coords)[:, :2], axis=0).T)))
    near = np.abs(places[:, None] - corners[None, :]).min(axis=1) < 0.3
    return places[~near] if not near.all() else places


def _outside(ring: Any, at: Any) -> Any:
    """Return points just outside a counter-clockwise ring at some places."""
    before = shapely.get_coordinates(shapely.line_interpolate_point(ring, np.maximum(at - 0.05, 0)))
    after = shapely.get_coordinates(shapely.line_interpolate_point(ring, at + 0.05))
    step = after - before
    step /= np.maximum(np.hypot(*step.T), 1e-9)[:, None]
    return (before + after) / 2 + _OUT_M * np.column_stack([step[:, 1], -step[:, 0]])
