"""Gates: where courtyards open, and the openings that this takes in walls."""

import re
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from walkmap.osm.courtyards import Courtyard
from walkmap.osm.scene import Scene, tag

TAGGED_NEAR_M = 15
OPENING_M = 3  # a gate opens every wall this near
_SAME_GATE_M = 2
_OFF_STREET_M = 5  # how much farther a crossing counts whose street doesn't lead to the gate
_CLOSED_NEAR_M = 8
_STEP_M = 2
_HOURS = re.compile(r"(?:Mo-Su\s+)?((?:\d\d:\d\d-\d\d:\d\d)(?:\s*,\s*\d\d:\d\d-\d\d:\d\d)*)")


@dataclass(frozen=True)
class Gate:
    """A gate on a courtyard's border, in metres."""

    courtyard: int
    point: shapely.Point
    assumed: bool
    closed: bool = False
    name: str = ""
    hours: str = ""
    way_in: shapely.LineString | None = None  # of a gate where no street crosses


@dataclass(frozen=True)
class _Crossing:
    """A place where a street crosses a courtyard's border."""

    courtyard: int
    point: shapely.Point
    street: int


def find_gates(scene: Scene, courtyards: list[Courtyard]) -> list[Gate]:
    """Find the gates of all courtyards.

    Tagged gates within 15 m of a border stand on it, where a street crosses if one does; every
    other crossing of a street below tertiary is assumed to be an open gate. A courtyard without
    any gets one where its border is nearest to the main streets with a clear line.

    Parameters
    ----------
    scene
        The map data, in metres.
    courtyards
        Larger ones first, as `find_courtyards` gives them.

    Returns
    -------
    list of Gate
        Courtyard by courtyard, in their order.
    """
    crossings = [
        crossing
        for number, courtyard in enumerate(courtyards)
        if courtyard.has_gates
        for crossing in _crossings(number, courtyard, scene.streets)
    ]
    gates, served = _tagged(scene, courtyards, crossings)
    for number, crossing in enumerate(crossings):
        if number not in served and not _near_open(crossing, gates):
            gates.append(Gate(crossing.courtyard, crossing.point, assumed=True))
    for number, courtyard in enumerate(courtyards):
        if courtyard.has_gates and not any(gate.courtyard == number for gate in gates):
            gates.append(_nearest_gate(number, courtyards, scene, gates))
    return sorted(gates, key=lambda gate: (gate.courtyard, gate.point.x, gate.point.y))


def open_walls(scene: Scene, courtyards: list[Courtyard], gates: list[Gate]) -> gpd.GeoDataFrame:
    """Cut openings into walls, and off them what stands inside buildings.

    Parameters
    ----------
    scene, courtyards, gates
        What `find_gates` took and gave.

    Returns
    -------
    geopandas.GeoDataFrame
        Walls with `name`, open where a walkable street crosses them (but not at a closed gate), at
        open gates, and on the way in to assumed ones.
    """
    walls = scene.walls
    if walls.empty:
        return walls[["name", "geometry"]]
    streets = scene.streets.geometry.to_numpy()
    shut = shapely.MultiPoint([gate.point for gate in gates if gate.closed])
    openings = [
        opening.buffer(OPENING_M)
        for opening in _meetings(walls.geometry.to_numpy(), streets)
        if shut.is_empty or opening.distance(shut) > _CLOSED_NEAR_M
    ]
    openings += [gate.way_in.buffer(OPENING_M) for gate in gates if gate.way_in is not None]
    is_shut = np.array([_is_closed(scene.gates, row) for row in range(len(scene.gates))], bool)
    openings += list(shapely.buffer(scene.gates.geometry.to_numpy()[~is_shut], OPENING_M))
    taken = shapely.union_all([*openings, *scene.footprints.geometry])
    cut = walls.set_geometry(walls.geometry.difference(taken)).explode()
    keep = (cut.geometry.geom_type == "LineString") & (cut.geometry.length > 0.5)
    if scene.area is not None:
        around = shapely.union_all(
            [scene.area.buffer(50), *(c.shape.buffer(20) for c in courtyards)]
        )
        keep &= cut.geometry.intersects(around)
    return cut.loc[keep, ["name", "geometry"]]


def _crossings(number: int, courtyard: Courtyard, streets: gpd.GeoDataFrame) -> list[_Crossing]:
    """Return where streets below tertiary cross a courtyard's border."""
    border = courtyard.shape.boundary
    out = []
    for row in streets.sindex.query(border, predicate="intersects"):
        if streets["large"].iloc[row]:
            continue
        met = streets.geometry.iloc[row].intersection(border)
        for part in shapely.get_parts(met):
            # A stretch along the border: open it at both ends.
            ends = [part] if part.geom_type == "Point" else list(part.boundary.geoms)
            out += [_Crossing(number, end, int(row)) for end in ends]
    return sorted(out, key=lambda c: (c.point.x, c.point.y, c.street))


def _tagged(
    scene: Scene, courtyards: list[Courtyard], crossings: list[_Crossing]
) -> tuple[list[Gate], set[int]]:
    """Put the tagged gates on borders; tell also which crossings they serve."""
    points = scene.gates.geometry.to_numpy()
    streets = scene.streets.geometry.to_numpy()
    pairs = []
    for row, point in enumerate(points):
        for number, crossing in enumerate(crossings):
            away = point.distance(crossing.point)
            if away <= TAGGED_NEAR_M:
                off = streets[crossing.street].distance(point) > 0.1
                pairs.append((away + off * _OFF_STREET_M, row, number))
    gates: list[Gate] = []
    served: set[int] = set()
    placed: set[tuple[int, int]] = set()
    for _, row, number in sorted(pairs):
        crossing = crossings[number]
        if number in served or (row, crossing.courtyard) in placed:
            continue
        served.add(number)
        placed.add((row, crossing.courtyard))
        gates.append(_gate(scene.gates, row, crossing.courtyard, crossing.point))
    at_crossing = {row for row, _ in placed}
    for row, point in enumerate(points):
        own = None if row in at_crossing else _own_courtyard(point, courtyards)
        if own is None:
            continue
        place = shapely.shortest_line(courtyards[own].shape.boundary, point).boundary
        place = place.geoms[0] if not place.is_empty else point
        if not any(g.courtyard == own and g.point.distance(place) < OPENING_M for g in gates):
            gates.append(_gate(scene.gates, row, own, place))
    return gates, served


def _own_courtyard(point: shapely.Point, courtyards: list[Courtyard]) -> int | None:
    """Return the courtyard on whose border a gate stands, None if it is near none."""
    away = {
        number: courtyard.shape.boundary.distance(point)
        for number, courtyard in enumerate(courtyards)
    }
    number = min(away, key=lambda number: away[number], default=None)
    return number if number is not None and away[number] <= TAGGED_NEAR_M else None


def _gate(table: gpd.GeoDataFrame, row: int, courtyard: int, point: shapely.Point) -> Gate:
    hours = _HOURS.fullmatch(tag(table.iloc[[row]], "opening_hours")[0])
    return Gate(
        courtyard=courtyard,
        point=point,
        assumed=False,
        closed=_is_closed(table, row),
        name=tag(table.iloc[[row]], "name")[0],
        hours=re.sub(r"\s*,\s*", ";", hours[1]) if hours else "",
    )


def _is_closed(table: gpd.GeoDataFrame, row: int) -> bool:
    one = table.iloc[[row]]
    foot = tag(one, "foot")[0]
    return (
        tag(one, "locked")[0] == "yes"
        or foot == "no"
        or (tag(one, "access")[0] == "no" and foot in {"", "no"})
    )


def _near_open(crossing: _Crossing, gates: list[Gate]) -> bool:
    """Tell whether an open gate of the same courtyard is at a crossing already."""
    return any(
        gate.courtyard == crossing.courtyard
        and not gate.closed
        and gate.point.distance(crossing.point) < _SAME_GATE_M
        for gate in gates
    )


def _nearest_gate(
    number: int, courtyards: list[Courtyard], scene: Scene, gates: list[Gate]
) -> Gate:
    """Assume a gate where the border is nearest to the main streets, with a clear line."""
    shape = courtyards[number].shape
    border = shape.exterior
    places = shapely.line_interpolate_point(border, np.arange(0, border.length, _STEP_M))
    around = _around(number, courtyards)
    goals = list(scene.streets.geometry[scene.streets["main"]])
    goals += [gate.point for gate in gates if gate.courtyard in around and not gate.closed]
    if not goals:
        return Gate(number, places[0], assumed=True)
    tree = shapely.STRtree(goals)
    lines = shapely.shortest_line(places, np.array(goals)[tree.nearest(places)])
    built = shapely.STRtree(scene.footprints.geometry.to_numpy())
    others = [c.shape.boundary for i, c in enumerate(courtyards) if i != number and c.enclosed]
    blocks = shapely.STRtree(np.array([*scene.walls.geometry, *others], dtype=object))
    hit = np.zeros(len(lines))
    hit[np.unique(built.query(places, "dwithin", distance=1)[0])] += 2
    hit[np.unique(built.query(lines, "intersects")[0])] += 2
    hit[np.unique(blocks.query(lines, "intersects")[0])] += 1
    hit += 2 * (shapely.length(shapely.intersection(lines, shape)) > 0.5)
    best = min(range(len(lines)), key=lambda i: (hit[i], lines[i].length, i))
    way_in = lines[best] if lines[best].length > 0 else None
    return Gate(number, places[best], assumed=True, way_in=way_in)


def _around(number: int, courtyards: list[Courtyard]) -> list[int]:
    """Return the courtyards in which another one lies."""
    shape = courtyards[number].shape
    return [i for i, c in enumerate(courtyards) if i != number and c.shape.contains(shape)]


def _meetings(walls: Any, streets: Any) -> list[shapely.Geometry]:
    """Return where walls and streets meet, points or stretches."""
    pairs = shapely.STRtree(streets).query(walls, "intersects") if len(streets) else [[], []]
    met = shapely.intersection(walls[pairs[0]], streets[pairs[1]]) if len(pairs[0]) else []
    return [part for shape in met for part in shapely.get_parts(shape)]
