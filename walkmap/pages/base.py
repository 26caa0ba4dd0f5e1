"""The base map of every page: ground, streets, walls with their gates, buildings, hazards.

Everything is the community's own, packed for `static/base.js`, which paints it.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from walkmap.community import WGS84, Community
from walkmap.network.gates import GATE_HALF_WIDTH_M, OPEN, gate_states, gates_in
from walkmap.network.places import OFFICE, places_of
from walkmap.pages.pack import Packer

MARGIN_M = 250.0
NAME_M = 40.0
_MAJOR = ("motorway", "trunk", "primary", "secondary", "tertiary")
_MINOR = ("residential", "unclassified", "living_street", "road")
# A provisional number keeps its mark: it is not the number on the wall.
_NUMBER = re.compile(r"(临?\d+)\s*(?:号?[楼栋座幢]|号$)|\b(T?\d+\s?[A-Za-z]?)\)?$")


def base_map(community: Community, streets: gpd.GeoDataFrame, pack: Packer) -> dict[str, Any]:
    """Return what the base map shows on any day.

    Parameters
    ----------
    community
        Its layers; targets are no part of the base map.
    streets
        As `walkmap.pages.write_pages` takes them.
    pack
        Packs the page's shapes.

    Returns
    -------
    dict
        For the page's data, under ``base``.
    """
    return {
        "courtyards": [
            {"name": row.name, "rings": pack.rings(row.geometry), "dashed": bool(row.assumed)}
            for row in _rows(community.courtyards)
        ],
        "walls": _walls(community, pack),
        "gates": _gates(community, pack),
        "buildings": _buildings(community, pack),
        "doors": _doors(community, pack),
        "streets": _streets(community, streets, pack),
    }


def area(community: Community, rounds: Iterable[Any] = ()) -> list[float]:
    """Return west, south, east, north of what a community's pages can show."""
    layers = [community.buildings, community.courtyards]
    boxes = [layer.total_bounds for layer in layers if len(layer)]
    lines = [leg.line for round_ in rounds for leg in round_.legs if leg.line is not None]
    boxes += [line.bounds for line in lines]
    west, south = np.min(boxes, axis=0)[:2]
    east, north = np.max(boxes, axis=0)[2:]
    return [float(side) for side in (west, south, east, north)]


def office_place(community: Community) -> Any:
    """Return where rounds start and end, longitude and latitude."""
    return _lonlat([places_of(community)[OFFICE]], community)[0]


def open_gates(community: Community, day: date, start: time, end: time) -> list[bool]:
    """Tell of each gate of the base map whether it can be passed all the time."""
    return [bool(state) for state in gate_states(community, day, start, end) == OPEN]


def hazards_of(community: Community, days: Sequence[date], pack: Packer) -> list[dict[str, Any]]:
    """Return the hazards of at least one of `days`, each with the numbers of its days."""
    active = [set(community.active_hazards(day).index) for day in days]
    return [
        {
            "name": row.name or row.kind,
            "days": [number for number, ids in enumerate(active) if row.Index in ids],
            "blocks": bool(row.blocks),
            "at": pack.line(row.geometry.representative_point()),
            "rings": pack.rings(row.geometry) if row.geometry.geom_type.endswith("gon") else [],
            "lines": pack.lines([row.geometry]) if "Line" in row.geometry.geom_type else [],
        }
        for row in _rows(community.hazards)
        if any(row.Index in ids for ids in active)
    ]


def _rows(layer: gpd.GeoDataFrame) -> Iterable[Any]:
    return layer.itertuples()  # type: ignore[no-any-return]


def _lonlat(shapes: Sequence[Any], community: Community) -> list[Any]:
    """Convert shapes from metres to longitude and latitude."""
    return list(gpd.GeoSeries(list(shapes), crs=community.utm).to_crs(WGS84))


def _walls(community: Community, pack: Packer) -> list[dict[str, Any]]:
    """Courtyard walls with real gaps at their gates, then the other walls."""
    yards, gates = community.in_metres("courtyards"), community.in_metres("gates")
    shapes, dashed, thin = [], [], []
    for yard in _rows(yards):
        wall = yard.geometry.boundary
        here = gates.geometry[gates_in(wall, yard.Index, community)]
        gaps = [wall.interpolate(wall.project(gate)).buffer(GATE_HALF_WIDTH_M) for gate in here]
        shapes.append(wall.difference(shapely.union_all(gaps)) if yard.enclosed else wall)
        dashed.append(bool(yard.assumed))
        thin.append(not yard.enclosed)
    lines = [pack.lines([line]) for line in _lonlat(shapes, community)]
    walls = [
        {"lines": line, "dashed": dash, "thin": open_}
        for line, dash, open_ in zip(lines, dashed, thin, strict=True)
    ]
    extra = pack.lines(community.walls.geometry)
    return [*walls, {"lines": extra, "dashed": False, "thin": False}] if extra else walls


def _gates(community: Community, pack: Packer) -> list[dict[str, Any]]:
    """Each gate as the stretch of wall that it opens."""
    yards, gates = community.in_metres("courtyards"), community.in_metres("gates")
    spans = []
    for gate in _rows(gates):
        sides = shapely.get_rings(shapely.get_parts(yards.geometry[gate.courtyard_id]))
        wall = min(sides, key=gate.geometry.distance)
        at, half = wall.project(gate.geometry), GATE_HALF_WIDTH_M
        ends = [wall.interpolate((at + step) % wall.length) for step in (-half, half)]
        spans.append(shapely.LineString(ends))
    return [
        {"name": gate.name, "line": pack.line(line), "dashed": bool(gate.assumed)}
        for gate, line in zip(_rows(gates), _lonlat(spans, community), strict=True)
    ]


def building_number(name: str) -> str:
    """Return the number that tells a building from its neighbours, empty if there is none."""
    match = _NUMBER.search(name)
    return (match[1] or match[2]) if match else ""


def _buildings(community: Community, pack: Packer) -> list[dict[str, Any]]:
    """Each building with its label and the axis along which the label may be moved."""
    axes = [_axis(shape) for shape in community.in_metres("buildings").geometry]
    return [
        {
            "name": row.name,
            "short": building_number(row.name),
            "rings": pack.rings(row.geometry),
            "axis": pack.line(axis),
            "managed": bool(row.managed),
        }
        for row, axis in zip(_rows(community.buildings), _lonlat(axes, community), strict=True)
    ]


def _axis(shape: Any) -> shapely.LineString:
    """Return the middle line of a building, along its long side and inside it."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(shape))
    if len(corners) < 5:
        return shapely.LineString([shape.centroid, shape.centroid])
    sides = np.hypot(*np.diff(corners[:3], axis=0).T)
    first = int(np.argmin(sides))
    ends = [(corners[i] + corners[i + 1]) / 2 for i in (first, first + 2)]
    inside = shapely.intersection(shapely.LineString(ends), shape)
    parts = [part for part in shapely.get_parts(inside) if part.length > 0]
    if parts:
        return max(parts, key=lambda part: part.length)
    point = shape.representative_point()
    return shapely.LineString([point, point])


def _doors(community: Community, pack: Packer) -> list[list[int]]:
    """Each entrance as its place on the outline and the angle of its tick, outwards."""
    buildings, doors = community.in_metres("buildings"), community.in_metres("entrances")
    places, angles = [], []
    for door in _rows(doors):
        ring = shapely.orient_polygons(buildings.geometry[door.building_id])
        ring = getattr(ring, "exterior", None) or max(ring.geoms, key=lambda p: p.area).exterior
        at = ring.project(door.geometry)
        before, after = ring.interpolate(max(at - 0.1, 0)), ring.interpolate(at + 0.1)
        # The ring runs counter-clockwise: outside is to the right.
        angles.append(round(np.degrees(np.arctan2(before.x - after.x, after.y - before.y))))
        places.append(ring.interpolate(at))
    packed = zip(_lonlat(places, community), angles, doors["assumed"], strict=True)
    return [[*pack.line(place), int(angle), int(dash)] for place, angle, dash in packed]


def _streets(community: Community, streets: gpd.GeoDataFrame, pack: Packer) -> dict[str, Any]:
    """Streets near the community: one line of lines for each class, and the named ones."""
    west, south, east, north = area(community)
    lat = MARGIN_M / 111_000
    lon = lat / np.cos(np.radians((south + north) / 2))
    near = streets.clip(
        (west - lon, south - lat, east + lon, north + lat), keep_geom_type=True
    ).sort_index()
    highway, passage = near["highway"].astype(str), near["passage"].fillna(False).astype(bool)
    classes = np.where(highway.isin(_MAJOR), "major", "path")
    classes = np.where(highway.isin(_MINOR), "minor", classes)
    classes = np.where(passage, "passage", classes)
    lines = {
        kind: pack.lines([_merged(near.geometry[classes == kind])])
        for kind in ("path", "minor", "major", "passage")
    }
    return {"classes": lines, "names": _names(near, pack)}


def _merged(lines: gpd.GeoSeries) -> Any:
    return shapely.line_merge(shapely.union_all(lines.to_numpy()))


def _names(near: gpd.GeoDataFrame, pack: Packer) -> list[dict[str, Any]]:
    """Return the streets that have a name, each in as few lines as can be."""
    named = near[[isinstance(name, str) and bool(name.strip()) for name in near["name"]]]
    found = []
    for name, rows in named.groupby("name", sort=True):
        parts = pd.Series(shapely.get_parts(_merged(rows.geometry)), dtype=object)
        long = [part for part in parts if part.length * 100_000 > NAME_M]
        if long:
            found.append({"name": str(name), "lines": pack.lines(long)})
    return found
