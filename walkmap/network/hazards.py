"""Hazards that don't block the way, but make it count longer."""

from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

# How far around a hazard that is drawn as a point or a line its surroundings count as dangerous.
_AROUND_M = {0: 5.0, 1: 3.0, 2: 0.0}


class Zone(NamedTuple):
    """Where ways count `factor` times as long; zones don't overlap."""

    shape: shapely.Geometry
    factor: float

    @property
    def corners(self) -> Any:
        """Points at which a way may bend around the zone."""
        return shapely.points(shapely.get_coordinates(shapely.buffer(self.shape, 0.1, quad_segs=1)))


def zones_of(hazards: gpd.GeoDataFrame, factors: dict[Any, float]) -> list[Zone]:
    """Return the zones of the hazards that don't block, the worst first.

    Parameters
    ----------
    hazards
        Those of the day, in metres.
    factors
        By severity, as text: how many times as long a way through counts.
    """
    zones: list[Zone] = []
    worse: Any = shapely.Polygon()
    passable = hazards[~hazards["blocks"].astype(bool)]
    for severity in (3, 2, 1):
        shapes = [
            shape.buffer(_AROUND_M[shapely.get_dimensions(shape)], quad_segs=2)
            for shape in passable.geometry[passable["severity"] == severity]
        ]
        area = shapely.union_all(shapes).difference(worse)
        worse = worse.union(area)
        if not area.is_empty:
            zones.append(Zone(area, factors[str(severity)]))
    return zones


def cost_of(edges: gpd.GeoDataFrame, zones: list[Zone]) -> NDArray[np.float64]:
    """Return what edges count when ways are chosen: their length, more inside zones."""
    lines = edges.geometry.to_numpy()
    cost: NDArray[np.float64] = shapely.length(lines)
    tree = shapely.STRtree(lines)
    for zone in zones:
        hit = tree.query(zone.shape, predicate="intersects")
        cost[hit] += (zone.factor - 1) * shapely.length(
            shapely.intersection(lines[hit], zone.shape)
        )
    return cost
