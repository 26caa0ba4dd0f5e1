"""Whether a community's layers and its streets lie in the same datum."""

import geopandas as gpd
import numpy as np
import shapely

from walkmap.community.model import Community
from walkmap.datum import DATUMS, FROM_WGS84, TO_WGS84, Datum
from walkmap.errors import Fault
from walkmap.words import Words

_FAR_M = 40.0
_NEAR_M = 15.0
_ENOUGH_GATES = 3
_NAMES: dict[Datum, str] = {"wgs84": "WGS-84", "gcj02": "GCJ-02", "bd09": "BD-09"}


def datum_fault(community: Community, streets: gpd.GeoDataFrame) -> Fault | None:
    """Find out whether the layers meet the streets only after a shift.

    A lane runs through most gates. If it does so only once the layers are taken for another datum
    than the one declared, then that is what they are: `streets.osm` is always WGS-84.

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
    settings = community.settings
    declared = settings.datums.get("gates", settings.datum)
    written = FROM_WGS84[declared](gates.x, gates.y)
    for datum in DATUMS:
        moved = gpd.GeoSeries(gpd.points_from_xy(*TO_WGS84[datum](*written)), crs=gates.crs)
        if datum != declared and _apart_m(moved, streets, community) < _NEAR_M:
            problem = Words(
                f"各图层按 {_NAMES[datum]} 才与街道对得上",
                f"the layers fit the streets only if their numbers are {_NAMES[datum]}",
            )
            mend = Words(
                f'在 community.toml 写上 datum = "{datum}"',
                f'write datum = "{datum}" in community.toml',
            )
            return Fault("community.toml", problem, mend, column="datum", value=declared)
    return None


def _apart_m(gates: gpd.GeoSeries, streets: gpd.GeoDataFrame, community: Community) -> float:
    """Return the median distance from gates to the nearest street."""
    lines = streets.geometry.to_crs(community.utm).to_numpy()
    points = gates.to_crs(community.utm).to_numpy()
    _, distances = shapely.STRtree(lines).query_nearest(
        points, return_distance=True, all_matches=False
    )
    return float(np.median(distances))
