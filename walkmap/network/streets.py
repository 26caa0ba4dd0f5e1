"""Streets as far as one can walk them: cut at walls, buildings and blocked patches."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from walkmap.network.barriers import Barriers

_MIN_PIECE_M = 0.005


def cut_streets(
    streets: gpd.GeoDataFrame, barriers: Barriers, ground: list[shapely.Polygon]
) -> gpd.GeoDataFrame:
    """Return the pieces of streets that can be walked and don't lie on open ground.

    On open ground the lane is left out: no way along it is shorter than the free one.

    Parameters
    ----------
    streets
        Lines in metres, with `highway`, `name` and `passage`.
    barriers
        What cuts them. Buildings don't cut a mapped passage.
    ground
        Parts of open ground.

    Returns
    -------
    geopandas.GeoDataFrame
        Lines with the columns of `streets`.
    """
    shapes = streets.geometry.to_numpy()
    passage = streets["passage"].to_numpy(bool)
    cutters = np.array([*barriers.impassable, *ground, *barriers.cores], dtype=object)
    always = len(barriers.impassable) + len(ground)
    rows, hits = shapely.STRtree(cutters).query(shapes, predicate="intersects")
    matters = ~(passage[rows] & (hits >= always))
    rows, hits = rows[matters], hits[matters]
    cut = shapes.copy()
    for row, group in pd.Series(hits).groupby(rows):
        around = shapely.union_all(cutters[group.to_numpy()])
        cut[row] = shapely.difference(shapes[row], around)
    parts, index = shapely.get_parts(cut, return_index=True)
    keep = (shapely.get_type_id(parts) == 1) & (shapely.length(parts) > _MIN_PIECE_M)
    attributes = streets.iloc[index[keep]][["highway", "name", "passage"]]
    return gpd.GeoDataFrame(
        attributes.reset_index(drop=True), geometry=parts[keep], crs=streets.crs
    )
