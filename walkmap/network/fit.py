"""Whether a community's layers and its streets lie in the same datum."""

import geopandas as gpd
import numpy as np
import shapely

from walkmap.community.model import Community
from walkmap.datum import TO_WGS84, Datum
from walkmap.errors import Fault
from walkmap.words import Words

_FAR_M = 40.0
_NEAR_M = 15.0
_ENOUGH_GATES = 3
_SHIFTED: tuple[Datum, ...] = ("gcj02", "bd09")


def datum_fault(community: Community, streets: gpd.GeoDataFrame) -> Fault | None:
    """Find out whether the layers meet the streets only after a shift.

    A lane runs through most gates. If it does so only once the layers are taken for GCJ-02 or
    BD-09, then that is what they are: `streets.osm` is always WGS-84.

    Parameters
    ----------
    community
        Its gates; with fewer than three nothing can be told.
    streets
        In WGS-84.

    Returns
    -------
    Fault or None
        One fault for the whole community.
    """
    gates = community.gates.geometry
    if len(gates) < _ENOUGH_GATES or _apart_m(gates, streets, community) < _FAR_M:
        return None
    for datum in _SHIFTED:
        xy = TO_WGS84[datum](gates.x, gates.y)
        moved = gpd.GeoSeries(gpd.points_from_xy(*xy), crs=gates.crs)
        if _apart_m(moved, streets, community) < _NEAR_M:
            name = datum.upper().replace("GCJ", "GCJ-").replace("BD", "BD-")
            problem = Words(
                f"各图层按 {name} 才与街道对得上",
                f"the layers fit the streets only if their numbers are {name}",
            )
            mend = Words(
                f'在 community.toml 写上 datum = "{datum}"',
                f'write datum = "{datum}" in community.toml',
            )
            return Fault("community.toml", problem, mend, column="datum", value="wgs84")
    return None


def _apart_m(gates: gpd.GeoSeries, streets: gpd.GeoDataFrame, community: Community) -> float:
    """Return the median distance from gates to the nearest street."""
    lines = streets.geometry.to_crs(community.utm).to_numpy()
    points = gates.to_crs(community.utm).to_numpy()
    _, distances = shapely.STRtree(lines).query_nearest(
        points, return_distance=True, all_matches=False
    )
    return float(np.median(distances))
