"""Courtyards: residential areas, which of them are walled, and where one may walk anywhere."""

from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from walkmap.osm.scene import HOUSES, Scene, tag
from walkmap.osm.source import polygons_of
from walkmap.words import Words

WALL_NEAR_M = 8
ENCLOSED_SHARE = 0.6
COMPOUND_M2 = 200_000  # 20 ha: larger open areas are quarters with public streets, not compounds
_MIN_M2 = 200
_LARGE_HALF_WIDTH_M = 4  # of a tertiary or larger street that parts a walled area
_GRAZE_M = 4  # a street that enters an area no deeper than this runs along its border
_GRAZE_ROOM_M = 1.5
_THROUGH_M = 12  # a large street that comes no deeper into an area leaves its ground whole
_NESTED_SHARE = 0.9
_HOUSE_M2 = 200


@dataclass(frozen=True)
class Courtyard:
    """One courtyard, in metres.

    Parameters
    ----------
    shape
        Its polygon.
    name
        Its tagged name, or "".
    walled_share
        The share of its outer border with a wall, fence or hedge within 8 m.
    part_of
        Whether it is one of several parts of an area.
    open_ground
        Whether one may walk anywhere between its buildings.
    """

    shape: shapely.Polygon
    name: str
    walled_share: float = 0.0
    part_of: bool = False
    open_ground: bool = False

    @property
    def enclosed(self) -> bool:
        """Whether there is a wall all round, as far as the map tells."""
        return self.walled_share >= ENCLOSED_SHARE

    @property
    def has_gates(self) -> bool:
        """Whether it has gates: all walled ones, and open ones that are no whole quarters."""
        return self.enclosed or self.shape.area <= COMPOUND_M2


def find_courtyards(
    scene: Scene, buildings: gpd.GeoDataFrame
) -> tuple[list[Courtyard], list[Words]]:
    """Make courtyards of the residential areas.

    No two of them overlap, unless one lies in the other. A walled area that a tertiary or larger
    street runs through is parted along it, for its wall never cuts such a street.

    Parameters
    ----------
    scene
        The map data, in metres.
    buildings
        The buildings to plan for, in metres, with the tag `building`.

    Returns
    -------
    list of Courtyard
        Larger ones first.
    list of Words
        What was odd.
    """
    areas = _apart(_areas(scene, buildings))
    near_walls = shapely.union_all(
        shapely.buffer(scene.walls.geometry[scene.walls["solid"]].to_numpy(), WALL_NEAR_M)
    )
    large = scene.streets.geometry[scene.streets["large"]].to_numpy()
    small = scene.streets.geometry[~scene.streets["large"]].to_numpy()
    out: list[Courtyard] = []
    notes: list[Words] = []
    for area in areas:
        area = replace(area, walled_share=_walled_share(area.shape, near_walls))
        parts = _parted(area, large, near_walls) if area.enclosed else [area]
        if len(parts) > 1:
            notes.append(_parted_note(area, parts))
        for part in parts:
            shape = _beside(part.shape, small) if part.has_gates else part.shape
            part = replace(part, shape=shape)
            out.append(replace(part, open_ground=_open_ground(part, large, buildings)))
    out.sort(key=lambda courtyard: -courtyard.shape.area)
    return out, notes + _doubtful(out)


def _areas(scene: Scene, buildings: gpd.GeoDataFrame) -> list[Courtyard]:
    """Return the residential areas of use: those in the area asked for, or with a building."""
    table = scene.residential
    inside = scene.inside(table.geometry)
    points = shapely.STRtree(shapely.point_on_surface(buildings.geometry.to_numpy()))
    inside[np.unique(points.query(table.geometry.to_numpy(), "intersects")[0])] = True
    names = [a or b for a, b in zip(tag(table, "name"), tag(table, "name:zh"), strict=True)]
    found = [
        Courtyard(shape, name)
        for shape, name, use in zip(table.geometry, names, inside, strict=True)
        if use and shape.area >= _MIN_M2
    ]
    return sorted(found, key=lambda area: (-area.shape.area, area.shape.bounds, area.name))


def _apart(areas: list[Courtyard]) -> list[Courtyard]:
    """Take doubles out, and from larger areas what they share with smaller ones beside them."""
    out: list[Courtyard] = []
    for area in reversed(areas):  # small ones first: they keep their shape
        shape = area.shape
        double = False
        for other in out:
            shared = shape.intersection(other.shape).area
            if shared >= _NESTED_SHARE * shape.area:
                double = True
            elif 0.01 < shared < _NESTED_SHARE * other.shape.area:
                shape = shape.difference(other.shape)
        if double:
            continue
        parts = [part for part in polygons_of(shape) if part.area >= _MIN_M2]
        several = area.part_of or len(parts) > 1
        out += [replace(area, shape=part, part_of=several) for part in parts]
    return [replace(area, shape=_within(area.shape, out)) for area in reversed(out)]


def _within(shape: shapely.Polygon, areas: list[Courtyard]) -> shapely.Polygon:
    """Cut off what sticks out of the area around, so that the two borders don't cross."""
    for area in areas:
        if area.shape.area > shape.area:
            shared = shape.intersection(area.shape)
            if _NESTED_SHARE * shape.area <= shared.area < shape.area - 0.01:
                shape = max(polygons_of(shared), key=lambda part: part.area)
    return shape


def _walled_share(shape: shapely.Polygon, near_walls: shapely.Geometry) -> float:
    border = shape.exterior
    return float(border.intersection(near_walls).length / border.length)


def _parted(area: Courtyard, large: Any, near_walls: shapely.Geometry) -> list[Courtyard]:
    """Part a walled area along the large streets that run through it."""
    through = large[shapely.length(shapely.intersection(large, area.shape)) > 0]
    if not len(through):
        return [area]
    streets = shapely.union_all(shapely.buffer(through, _LARGE_HALF_WIDTH_M, cap_style="flat"))
    parts = [p for p in polygons_of(area.shape.difference(streets)) if p.area >= _MIN_M2]
    return [
        replace(
            area,
            shape=part,
            walled_share=_walled_share(part, near_walls),
            part_of=area.part_of or len(parts) > 1,
        )
        for part in sorted(parts, key=lambda part: (-part.area, part.bounds))
    ]


def _beside(shape: shapely.Polygon, streets: Any) -> shapely.Polygon:
    """Draw a border back from streets that run along it, so that it crosses them less."""
    near = streets[shapely.intersects(streets, shape)]
    edge, room = shape.boundary, []
    for piece in shapely.get_parts(shapely.intersection(near, shape)):
        lines = piece.geoms if hasattr(piece, "geoms") else [piece]
        for line in lines:
            if line.geom_type != "LineString" or line.length < _GRAZE_ROOM_M:
                continue
            ends = shapely.points([line.coords[0], line.coords[-1]])
            depth = shapely.distance(shapely.points(line.segmentize(2).coords), edge).max()
            if depth < _GRAZE_M and shapely.distance(ends, edge).max() < 0.05:
                room.append(line.buffer(_GRAZE_ROOM_M))
    if not room:
        return shape
    left = polygons_of(shape.difference(shapely.union_all(room)))
    return max(left, key=lambda part: part.area) if left else shape


def _open_ground(area: Courtyard, large: Any, buildings: gpd.GeoDataFrame) -> bool:
    """Tell whether one may walk anywhere between an area's buildings.

    So it is in walled ones, and in those of a compound's size that no tertiary or larger street
    crosses and that aren't mostly houses on their own plots.
    """
    if area.enclosed:
        return True
    if area.shape.area > COMPOUND_M2:
        return False
    if _runs_through(large, area.shape):
        return False
    shapes = buildings.geometry.to_numpy()
    inside = shapely.intersects(area.shape, shapely.point_on_surface(shapes))
    kinds = np.array(tag(buildings, "building"), dtype=object)[inside]
    houses = np.isin(kinds, list(HOUSES)) | (
        (kinds == "yes") & (shapely.area(shapes[inside]) < _HOUSE_M2)
    )
    return not (len(kinds) and houses.mean() > 0.5)


def _runs_through(large: Any, shape: shapely.Polygon) -> bool:
    """Tell whether a large street leads deep into an area, not just along its border."""
    core = shape.buffer(-_THROUGH_M)
    return bool(shapely.intersects(large, core).any()) if len(large) else False


def _parted_note(area: Courtyard, parts: list[Courtyard]) -> Words:
    walled = sum(part.enclosed for part in parts)
    return Words(
        f"有大街穿过围合的小区 {area.name or '（无名）'}，沿街分成 {len(parts)} 个楼院，"
        f"其中 {walled} 个有围墙",
        f"a large street runs through the walled area {area.name or '(no name)'}: it was parted "
        f"into {len(parts)} courtyards along it, {walled} of them walled",
    )


def _doubtful(courtyards: list[Courtyard]) -> list[Words]:
    """Name the courtyards that are nearly walled, or only just."""
    notes = []
    for courtyard in courtyards:
        share = round(100 * courtyard.walled_share)
        if 30 <= share < 80:
            name = courtyard.name
            zh = "按围合处理" if courtyard.enclosed else "按不围合处理"
            en = "taken as walled" if courtyard.enclosed else "taken as open"
            notes.append(
                Words(
                    f"{name or '一个无名楼院'} 的边界有 {share}% 靠近围墙，{zh}，请核对",
                    f"{share}% of the border of {name or 'a courtyard without name'} lies near a "
                    f"wall: {en}, please look",
                )
            )
    return notes
