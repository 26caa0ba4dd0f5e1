"""Where walkers stand: the office, doors, and targets with a place of their own."""

from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from walkmap.community.model import Community


class Place(NamedTuple):
    """A place to stand at: ``("door", entrance_id)``, ``("target", id)`` or ``("office", "")``."""

    kind: str
    id: str


OFFICE = Place("office", "")


def places_of(community: Community) -> dict[Place, shapely.Point]:
    """Return every place of a community, in metres, as mapped.

    A door is a place on its building's outline; moving it out of the wall is the network's work.
    """
    outlines = shapely.boundary(community.in_metres("buildings").geometry)
    doors = community.in_metres("entrances")
    places = {
        Place("door", str(id_)): shapely.line_interpolate_point(
            outlines[building], shapely.line_locate_point(outlines[building], point)
        )
        for id_, building, point in zip(
            doors.index, doors["building_id"], doors.geometry, strict=True
        )
    }
    targets, hazards = community.in_metres("targets"), community.in_metres("hazards").geometry
    for id_, place in target_places(community).items():
        if place.kind == "target":
            shape = targets.geometry[id_]
            if shape is None or shape.is_empty:
                shape = hazards[targets["hazard_id"][id_]]
            places[place] = _middle(shape)
    places[OFFICE] = _office(community, places)
    return places


def _office(community: Community, places: dict[Place, shapely.Point]) -> shapely.Point:
    """Return the office: its door, else in a building that building's nearest, else its point."""
    office = community.settings.office
    building, point = str(office.building_id or ""), None
    if office.lon is not None:
        point = _projected(community, office.lon, office.lat)
        footprints = community.in_metres("buildings").geometry
        around = footprints.index[footprints.intersects(point)]
        building = building or (str(around[0]) if len(around) else "")
    if building and (community.entrances["building_id"] == building).any():
        return places[_door_of(community, building, str(office.entrance_id or ""), point)]
    return point


def target_places(community: Community) -> dict[str, Place]:
    """Return where each target is visited: at a door where it has one, else at its own place."""
    targets, buildings = community.in_metres("targets"), community.in_metres("buildings")
    inside: dict[str, str] = {}
    points = targets.geometry[~(targets.geometry.isna() | targets.geometry.is_empty)]
    hits, rows = buildings.sindex.query(points, predicate="intersects")
    for hit, row in zip(hits, rows, strict=True):
        inside[str(points.index[hit])] = str(buildings.index[row])
    with_doors = set(community.entrances["building_id"])
    found = {}
    for id_, row in targets.iterrows():
        key = str(id_)
        own = key in points.index
        building = inside.get(key, "" if own else row["building_id"])
        if row["entrance_id"]:
            found[key] = Place("door", row["entrance_id"])
        elif building in with_doors:
            near = points[key] if own else None
            found[key] = _door_of(community, building, "", near)
        else:
            found[key] = Place("target", key)
    return found


def _door_of(community: Community, building_id: str, entrance_id: str, near: Any = None) -> Place:
    """Return the door named, else the building's nearest to a point, else its first."""
    doors = community.doors_of(building_id)
    if entrance_id:
        return Place("door", entrance_id)
    if near is None:
        return Place("door", doors[0])
    distances = community.in_metres("entrances").geometry[doors].distance(near)
    return Place("door", str(distances.idxmin()))


def _middle(shape: Any) -> shapely.Point:
    """Return a point that stands for a hazard: itself, half-way along it, or inside it."""
    if shapely.get_dimensions(shape) == 1:
        line = shapely.line_merge(shape)
        return shapely.line_interpolate_point(shapely.get_geometry(line, 0), 0.5, normalized=True)
    return shape.representative_point()


def _projected(community: Community, lon: float, lat: float | None) -> shapely.Point:
    point = gpd.GeoSeries(gpd.points_from_xy([lon], [lat]), crs=4326).to_crs(community.utm)
    return point.iloc[0]


def stand_clear(points: Any, standing: shapely.Geometry) -> Any:
    """Move points out of walls, buildings and blocked patches, to where one can stand.

    Parameters
    ----------
    points
        Array of points, in metres.
    standing
        The area in which nobody can stand, as `Barriers.standing` gives it.

    Returns
    -------
    numpy.ndarray
        The points; those inside moved to the nearest point of the area's edge.
    """
    moved = np.asarray(points, dtype=object).copy()
    shapely.prepare(standing)
    inside = shapely.contains(standing, moved)
    if inside.any():
        edge = shapely.boundary(standing)
        lines = shapely.shortest_line(edge, moved[inside])
        moved[inside] = shapely.get_point(lines, 0)
    return moved
