"""Issues at their places: buildings, or points."""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from walkmap.community import WGS84, Community

FAR_M = 500.0

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Placed:
    """Where issues lie.

    Parameters
    ----------
    shapes
        The places in the community's UTM zone: the outlines of all its buildings in the order of
        the layer, then points.
    place
        For each issue the index of its place; -1 for one that is left out: without a place, at an
        unknown building, or more than `FAR_M` metres from every building.
    near
        For each place the index of the building that it is, or is nearest to.
    """

    shapes: NDArray[Any]
    place: Whole
    near: Whole

    @property
    def unplaced(self) -> int:
        """How many issues are left out."""
        return int((self.place < 0).sum())

    def counts(self, chosen: NDArray[np.bool_] | None = None) -> Whole:
        """Return how many issues, or chosen ones, lie at each place."""
        place = self.place if chosen is None else self.place[chosen]
        return np.bincount(place[place >= 0], minlength=len(self.shapes)).astype(np.int64)


def place_issues(community: Community, issues: pd.DataFrame) -> Placed:
    """Find the places of issues.

    Parameters
    ----------
    community
        Its buildings.
    issues
        As `walkmap.issues.read_issues` returns them. A point inside a building's outline counts as
        at the building.

    Returns
    -------
    Placed
    """
    outlines = community.in_metres("buildings").geometry
    place = outlines.index.get_indexer(issues["building_id"]).astype(np.int64)
    rest = np.flatnonzero((place < 0) & (issues["lon"].notna() & issues["lat"].notna()).to_numpy())
    where = issues.iloc[rest]
    points = gpd.GeoSeries(gpd.points_from_xy(where["lon"], where["lat"]), crs=WGS84)
    xy = shapely.get_coordinates(points.to_crs(community.utm).to_numpy())
    tree = shapely.STRtree(outlines.to_numpy())
    distinct, which = np.unique(xy, axis=0, return_inverse=True)
    spots = shapely.points(distinct)
    found, nearest = tree.query_nearest(spots, max_distance=FAR_M, all_matches=False)
    at = np.full(len(spots), -1, np.int64)
    outside = shapely.distance(spots[found], outlines.to_numpy()[nearest]) > 0
    at[found[~outside]] = nearest[~outside]
    at[found[outside]] = len(outlines) + np.arange(outside.sum())
    place[rest] = at[which.ravel()]
    near = np.concatenate([np.arange(len(outlines)), nearest[outside]]).astype(np.int64)
    return Placed(np.concatenate([outlines.to_numpy(), spots[found[outside]]]), place, near)
