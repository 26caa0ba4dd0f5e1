"""What one cannot walk through on a day: walls, shut gates, buildings, blocking hazards.

Everything here is in metres, in the community's UTM zone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from walkmap.community.model import Community
from walkmap.network.gates import OPEN, gate_points

# Half the width of the way through a gate: a lane and its pavement.
GATE_HALF_WIDTH_M = 3.0
# How far a walker keeps from a wall, from a building, and stands from a door.
WALL_CLEAR_M = 0.2
BUILDING_CLEAR_M = 0.25
DOOR_OUT_M = 0.3
# Streets are cut where they run this deep in a building: mapped passages begin on its outline.
STREET_IN_M = 0.03
# What a blocking hazard takes up where it is drawn as a point or a line.
BLOCKED_POINT_M = 1.5
BLOCKED_LINE_M = 1.0


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
        """Where nobody can stand: `solid`, grown by what a door is moved out."""
        return shapely.union_all(grow(list(self.solid), DOOR_OUT_M - BUILDING_CLEAR_M))

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
    courtyards = community.in_metres("courtyards")
    borders = shapely.boundary(courtyards.geometry.to_numpy())
    enclosed = borders[courtyards["enclosed"].to_numpy(bool)]
    walls = [*enclosed, *community.in_metres("walls").geometry]
    discs = gate_points(community).buffer(GATE_HALF_WIDTH_M)
    opened = shapely.union_all(discs[(gates == OPEN).to_numpy()].to_numpy())
    shut = shapely.union_all(discs[(gates != OPEN).to_numpy()].to_numpy())
    lines = list(shapely.difference(walls, opened)) if walls else []
    # A gate that is shut stops the lane even where no wall is mapped.
    lines += list(shapely.intersection(borders, shut)) if len(borders) else []
    return Barriers(
        walls=_parts(lines),
        buildings=_parts(shapely.make_valid(community.in_metres("buildings").geometry.to_numpy())),
        blocked=_parts(_patches(hazards[hazards["blocks"]])),
    )


def _patches(hazards: gpd.GeoDataFrame) -> list[Any]:
    """Return the area that each hazard takes up."""
    out = {0: BLOCKED_POINT_M, 1: BLOCKED_LINE_M, 2: 0.0}
    shapes = hazards.geometry
    return [shape.buffer(out[shapely.get_dimensions(shape)], quad_segs=2) for shape in shapes]


def _parts(shapes: Iterable[Any]) -> tuple[Any, ...]:
    """Take collections apart and leave out what is empty."""
    parts = shapely.get_parts(shapely.get_parts(list(shapes)))
    return tuple(parts[~shapely.is_empty(parts)]) if len(parts) else ()
