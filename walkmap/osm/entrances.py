"""Entrances: the tagged ones, and for other buildings doors on the side that faces the way in."""

from collections import defaultdict
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from walkmap.osm.courtyards import Courtyard
from walkmap.osm.gates import Gate
from walkmap.osm.scene import Scene, tag
from walkmap.osm.ways_in import BLIND_M, MOST_SAMPLES, SPACING_M, Outline, outlines_of
from walkmap.words import Words

ON_OUTLINE_M = 1.0
SLAB_M = 30
DOOR_EVERY_M = 16
MOST_DOORS = 6
_LONG = 1.5  # sides' ratio from which doors are ordered along the long side


def find_entrances(
    scene: Scene,
    buildings: gpd.GeoDataFrame,
    courtyards: list[Courtyard],
    gates: list[Gate],
    walls: gpd.GeoDataFrame,
) -> tuple[gpd.GeoDataFrame, list[Words]]:
    """Give every building its entrances.

    Parameters
    ----------
    scene
        The map data, in metres.
    buildings
        As `describe_buildings` gives them.
    courtyards, gates, walls
        Courtyards with their gates, and the walls with their openings.

    Returns
    -------
    geopandas.GeoDataFrame
        Columns id, name, building_id, order, assumed, geometry (on the outline), in metres.
    list of Words
        What was odd.
    """
    tagged = _tagged(scene.doors, buildings)
    bare = [row for row in range(len(buildings)) if row not in tagged]
    outlines = outlines_of(scene, buildings, bare, courtyards, gates, walls)
    rows: list[dict[str, Any]] = []
    blind = 0
    for row, building in enumerate(buildings.itertuples()):
        doors = tagged.get(row)
        if doors is None:
            count = 1 if building.house else _door_count(building.geometry)
            doors = [(point, "") for point in _doors(outlines[row], building.geometry, count)]
            blind += outlines[row].cost.min(initial=BLIND_M) >= BLIND_M
        for order, (point, name) in enumerate(_ordered(doors, building.geometry), 1):
            row_of = {"id": f"{building.id}-{order}", "name": name, "building_id": building.id}
            row_of |= {"order": order, "assumed": row not in tagged, "geometry": point}
            rows.append(row_of)
    columns = ["id", "name", "building_id", "order", "assumed", "geometry"]
    table = gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=buildings.crs)
    if not blind:
        return table, []
    note = Words(
        f"{blind} 栋楼的门看不到路（被别的楼或围墙挡住），请画上通到门口的路",
        f"buildings whose doors see no way (other buildings or walls stand between): {blind}; "
        "draw the ways that lead to them",
    )
    return table, [note]


def _tagged(
    doors: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame
) -> dict[int, list[tuple[shapely.Point, str]]]:
    """Return the tagged entrances of each building that has any, moved onto its outline."""
    found: dict[int, list[tuple[shapely.Point, str]]] = defaultdict(list)
    if doors.empty:
        return found
    points = doors.geometry.to_numpy()
    outlines = buildings.geometry.exterior.to_numpy()
    names = [a or b or c for a, b, c in zip(*(tag(doors, k) for k in _DOOR_NAMES), strict=True)]
    near, rows = shapely.STRtree(outlines).query_nearest(
        points, max_distance=ON_OUTLINE_M, all_matches=False
    )
    for door, row in sorted(zip(near.tolist(), rows.tolist(), strict=True)):
        ring = outlines[row]
        point = ring.interpolate(ring.project(points[door]))
        if all(point.distance(other) > 0.5 for other, _ in found[row]):
            found[row].append((point, names[door]))
    return found


_DOOR_NAMES = ("name", "addr:unit", "ref")


def _door_count(shape: shapely.Polygon) -> int:
    length, _ = _sides(shape)
    if length < SLAB_M:
        return 1
    return int(np.clip(round(length / DOOR_EVERY_M), 1, MOST_DOORS))


def _sides(shape: shapely.Polygon) -> tuple[float, Any]:
    """Return the length of a shape's long side, and its direction."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(shape))
    if len(corners) < 4:
        return 0.0, np.array([1.0, 0.0])
    sides = np.diff(corners[:3], axis=0)
    lengths = np.hypot(*sides.T)
    longest = int(np.argmax(lengths))
    direction = sides[longest] / max(lengths[longest], 1e-9)
    # One of its two directions, always the same: eastwards, or else northwards.
    forward = direction[0] > 1e-6 or (abs(direction[0]) <= 1e-6 and direction[1] > 0)
    return float(lengths[longest]), direction if forward else -direction


def _ordered(
    doors: list[tuple[shapely.Point, str]], shape: shapely.Polygon
) -> list[tuple[shapely.Point, str]]:
    """Order doors along a slab's long side, else along the outline from the widest gap on."""
    length, along = _sides(shape)
    points = np.array([[point.x, point.y] for point, _ in doors])
    if length**2 > _LONG * shape.area * _LONG or len(doors) < 3:
        return [doors[i] for i in np.argsort(points @ along, kind="stable")]
    ring = shape.exterior
    at = np.array([ring.project(point) for point, _ in doors])
    order = np.argsort(at, kind="stable")
    gaps = np.diff(np.append(at[order], at[order[0]] + ring.length))
    return [doors[i] for i in np.roll(order, -(int(np.argmax(gaps)) + 1))]


def _doors(outline: Outline, shape: shapely.Polygon, count: int) -> list[shapely.Point]:
    """Set doors along the side that faces the way in, spaced evenly; always at least one."""
    at, cost, ring = outline.at, outline.cost, outline.ring
    if not len(at):  # walled in by its neighbours
        return [shapely.line_interpolate_point(ring, ring.length / 8)]
    if count == 1:
        best = at[cost <= cost.min() + 0.5]
        runs = np.split(best, np.flatnonzero(np.diff(best) > 2 * SPACING_M) + 1)
        side = max(runs, key=len)
        return [ring.interpolate(side[len(side) // 2])]
    points = shapely.get_coordinates(shapely.line_interpolate_point(ring, at))
    length, along = _sides(shape)
    across = np.array([-along[1], along[0]])
    middle = shapely.get_coordinates(shapely.minimum_rotated_rectangle(shape).centroid)[0]
    x, y = (points - middle) @ along, (points - middle) @ across
    reach = 2 * max(SPACING_M, ring.length / MOST_SAMPLES)
    best_side: list[int] = []
    best_cost = np.inf
    for sign in (1, -1):
        picked = _side_doors(x, sign * y, length, count, reach)
        price = float(np.mean(cost[picked])) if picked else np.inf
        price += BLIND_M * (count - len(picked))
        if price < best_cost - 1e-6:
            best_side, best_cost = picked, price
    seeing = [i for i in best_side if cost[i] < BLIND_M]
    if not seeing and (not best_side or cost.min() < BLIND_M):
        seeing = [int(np.argmin(cost))]
    # Doors that see no way fall away if others do; if none does, the map lacks the way.
    best_side = seeing or best_side
    return [ring.interpolate(at[i]) for i in best_side]


def _side_doors(x: Any, y: Any, length: float, count: int, reach: float) -> list[int]:
    """Pick a sample in the middle of each of `count` equal parts, on the side of large y."""
    picked: list[int] = []
    low = -length / 2
    for part in range(count):
        goal = low + (part + 0.5) * length / count
        near = np.flatnonzero(np.abs(x - goal) < length / count / 2)
        column = near[np.abs(x[near] - goal) < reach]
        near = column if len(column) else near
        if not len(near):
            continue
        outer = near[y[near] >= y[near].max() - 0.5]
        if y[outer].max() < y.min() + 1:  # that is the other side: a neighbour stands on this one
            continue
        picked.append(int(min(outer, key=lambda i: (round(abs(x[i] - goal), 3), i))))
    return picked
