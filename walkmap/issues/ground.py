"""The ground that issues are smoothed over: the community's own, not the neighbours'."""

from typing import Any

import geopandas as gpd
import shapely

from walkmap.community import Community

BESIDE_M = 10.0  # beside a building or a street's middle
NEAR_M = 25.0  # from a courtyard or building: streets this near are the community's
FINE_M = 0.5


def ground_of(community: Community, streets: gpd.GeoDataFrame) -> Any:
    """Return where issues of a community may lie.

    Parameters
    ----------
    community
        Its courtyards and buildings.
    streets
        LineStrings, in any CRS.

    Returns
    -------
    shapely geometry
        In the community's UTM zone: courtyards, buildings and `BESIDE_M` around them, and as much
        on both sides of streets that are within `NEAR_M` of either.
    """
    yards = community.in_metres("courtyards").geometry.to_numpy()
    blocks = community.in_metres("buildings").geometry.to_numpy()
    own = shapely.union_all([*yards, *shapely.buffer(blocks, BESIDE_M)])
    lines = streets.geometry.to_crs(community.utm).to_numpy()
    near = shapely.intersection(lines, shapely.buffer(own, NEAR_M))
    return shapely.simplify(
        shapely.union(own, shapely.buffer(shapely.union_all(near), BESIDE_M)), FINE_M
    )
