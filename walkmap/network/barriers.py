"""What one cannot walk through on a day: walls, shut gates, buildings, blocking hazards.

Everything here is in metres, in the community's UTM zone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from walkmap.community.model import Community
from walkmap.network.gates import OPEN, gate_discs, gates_in

# How far a walker keeps from a wall, from a building, and stands from a door.
WALL_CLEAR_M = 0.2
BUILDING_CLEAR_M = 0.25
DOOR_OUT_M = 0.3
# Streets are cut where they run this deep in a building: mapped passages begin on its outline.
STREET_IN_M = 0.03
# What a blocking hazard takes up where it is drawn as a point or a line.
BLOCKED_POINT_M = 1.5
BLOCKED_LINE_M = 1.0
# A nook between buildings below this size has no way in: a door there opens elsewhere.
_NOOK_M2 = 10.0


def grow(shape: Any, by_m: float) -> Any:
    """Return shapes grown (or shrunk) with square corners, so that they keep few corners."""
    return shapely.buffer(
        shape, by_m, cap_style="square", join_style="mitre", mitre_limit=2.0, quad_segs=2
    )


def tidy(shape: Any) -> Any:
    """Return valid shapes without corners that stand out by less than 5 cm."""
    return shapely.make_valid(shapely.simplify(shape, 0.05))


@dataclass(frozen=True)
class Barriers:
    """What stands in the way.

    Parameters
    ----------
    walls
        Lines that can't be crossed: walls and borders of enclosed courtyards, with gaps at the
        gates that are open, and the line of those that are shut.
    buildings
        Footprints, as mapped.
    blocked
        Patches that a blocking hazard takes up.
    """

    walls: tuple[shapely.Geometry, ...]
    buildings: tuple[shapely.Polygon, ...]
    blocked: tuple[shapely.Geometry, ...]

    @cached_property
    def impassable(self) -> tuple[shapely.Geometry, ...]:
        """Walls and blocked patches as areas: these stop a passage too."""
        return (*grow(list(self.walls), WALL_CLEAR_M), *self.blocked)

    @cached_property
    def solid(self) -> tuple[shapely.Geometry, ...]:
        """All areas that a walker keeps clear of, buildings among them."""
        return (*self.impassable, *tidy(grow(list(self.buildings), BUILDING_CLEAR_M)))

    @cached_property
    def cores(self) -> tuple[shapely.Geometry, ...]:
        """Buildings as they cut streets: a mapped street may run along a wall or end at it."""
        return tuple(grow(list(self.buildings), -STREET_IN_M))

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Index over `solid`, shrunk a little so that standing next to it is allowed."""
        return shapely.STRtree(grow(list(self.solid), -0.04))

    @cached_property
    def standing(self) -> shapely.Geometry:
        """Where nobody can stand: `solid`, grown by what a door is moved out, and closed nooks."""
        around = shapely.union_all(grow(list(self.solid), DOOR_OUT_M - BUILDING_CLEAR_M))
        rings = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(around)))
        nooks = shapely.polygons(rings[~shapely.is_ccw(rings)])
        return shapely.union_all([around, *nooks[shapely.area(nooks) < _NOOK_M2]])

    def cross(self, lines: gpd.GeoDataFrame) -> NDArray[np.bool_]:
        """Tell which lines run through a building."""
        hits = shapely.STRtree(self.cores).query(lines.geometry.to_numpy(), "intersects")[0]
        through: NDArray[np.bool_] = np.isin(np.arange(len(lines)), hits)
        return through

    def in_sight(self, lines: Any) -> Any:
        """Tell which straight lines cross nothing solid.

        Parameters
        ----------
        lines
            Array of lines.

        Returns
        -------
        numpy.ndarray
            True where a line is clear.
        """
        clear = pd.Series(True, index=range(len(lines)))
        clear.iloc[self.tree.query(lines, predicate="intersects")[0]] = False
        return clear.to_numpy()


def barriers_of(community: Community, gates: pd.Series, hazards: gpd.GeoDataFrame) -> Barriers:
    """Return what stands in the way when gates and hazards are as given.

    Parameters
    ----------
    community
        Its walls, courtyards and buildings.
    gates
        The state of each gate, as `gate_states` gives it.
    hazards
        The hazards of the day, in metres.
    """
    buildings = shapely.make_valid(community.in_metres("buildings").geometry.to_numpy())
    return Barriers(
        walls=_parts(wall_lines(community, gates)),
        buildings=_parts(buildings),
        blocked=_parts(_patches(hazards[hazards["blocks"]])),
    )


def wall_lines(community: Community, gates: pd.Series) -> list[Any]:
    """Return the lines that can't be crossed, in metres, with gaps at the gates that are open.

    Parameters
    ----------
    community
        Its walls and courtyards.
    gates
        The state of each gate, as `gate_states` gives it.

    Returns
    -------
    list of shapely geometries
        Borders of enclosed courtyards, then walls; a shut gate stops the lane even where no wall is
        mapped.
    """
    courtyards = community.in_metres("courtyards")
    borders = [
        (str(id_), shapely.boundary(shape), bool(enclosed))
        for id_, shape, enclosed in zip(
            courtyards.index, courtyards.geometry, courtyards["enclosed"], strict=True
        )
    ]
    walls = [("", wall, True) for wall in community.in_metres("walls").geometry]
    discs = gate_discs(community, gates)
    is_open = (gates == OPEN).to_numpy()
    lines = []
    for id_, line, stands in (*borders, *walls):
        here = gates_in(line, id_, community)
        gap = shapely.union_all(discs[here & is_open].to_numpy())
        lines.append(shapely.difference(line, gap) if stands else shapely.LineString())
        lines.append(shapely.intersection(line, shapely.union_all(discs[here & ~is_open])))
    return lines


def _patches(hazards: gpd.GeoDataFrame) -> list[Any]:
    """Return the area that each hazard takes up."""
    out = {0: BLOCKED_POINT_M, 1: BLOCKED_LINE_M, 2: 0.0}
    shapes = hazards.geometry
    return [shape.buffer(out[shapely.get_dimensions(shape)], quad_segs=2) for shape in shapes]


def _parts(shapes: Iterable[Any]) -> tuple[Any, ...]:
    """Take collections apart and leave out what is empty."""
    parts = shapely.get_parts(shapely.get_parts(list(shapes)))
    return tuple(parts[~shapely.is_empty(parts)]) if len(parts) else ()
