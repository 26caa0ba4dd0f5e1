"""Where issues lie, as a smooth surface on a grid of metres."""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

CELL_M = 5.0
CELL_HA = CELL_M**2 / 10_000
TRUNCATE = 4.0  # bandwidths after which the kernel is cut

Grid = NDArray[np.float64]


@dataclass(frozen=True)
class Surface:
    """Issues per hectare and year on a grid.

    Parameters
    ----------
    x, y
        Centres of the cells in metres, in `crs`; both ascending, `CELL_M` apart.
    rate
        Issues per hectare and year; a row for each of `y`.
    crs
        The UTM zone.
    """

    x: Grid
    y: Grid
    rate: Grid
    crs: pyproj.CRS


def surface_of(
    outlines: gpd.GeoSeries, points: NDArray[Any], *, bandwidth_m: float, years: float
) -> Surface:
    """Smooth issues into a surface.

    Parameters
    ----------
    outlines
        For each issue at a building the building's outline, in a projected CRS in metres: one such
        issue is spread evenly over the outline, so that a slab shows as a slab.
    points
        Issues elsewhere: x and y in metres in the same CRS, shape (n, 2).
    bandwidth_m
        Standard deviation of the kernel in metres.
    years
        Length of the period.

    Returns
    -------
    Surface
        Its integral over area and period is the number of issues, but for the rounding of numbers:
        the grid reaches so far that no kernel is cut by its edge.

    Notes
    -----
    The estimate is that of Silverman [1]_, section 4.2, with a Gaussian kernel, not divided by the
    number of issues: ``f(p) = sum_i 1 / (2 pi h^2) exp(-|p - p_i|^2 / (2 h^2))``. It is computed as
    a histogram convolved with the kernel (a binned estimate [2]_), which moves an issue by at most
    3.5 m.

    References
    ----------
    .. [1] B. W. Silverman, Density Estimation for Statistics and Data Analysis, 1986.
    .. [2] M. P. Wand, Fast computation of multivariate kernel estimators, Journal of Computational
       and Graphical Statistics 3, 1994, 433-445.
    """
    margin = TRUNCATE * bandwidth_m + 2 * CELL_M
    bounds = np.vstack([shapely.bounds(outlines.to_numpy()), np.hstack([points, points])])
    west, south = np.floor((bounds[:, :2].min(axis=0) - margin) / CELL_M) * CELL_M
    east, north = np.ceil((bounds[:, 2:].max(axis=0) + margin) / CELL_M) * CELL_M
    x_edges = np.arange(west, east + CELL_M / 2, CELL_M)
    y_edges = np.arange(south, north + CELL_M / 2, CELL_M)
    counts, _, _ = np.histogram2d(points[:, 1], points[:, 0], bins=(y_edges, x_edges))
    for outline, issues in zip(*np.unique(outlines.to_wkb(), return_counts=True), strict=True):
        _spread(counts, shapely.from_wkb(outline), issues, west, south)
    smooth = gaussian_filter(
        counts, bandwidth_m / CELL_M, mode="constant", truncate=TRUNCATE, output=np.float64
    )
    half = CELL_M / 2
    return Surface(x_edges[:-1] + half, y_edges[:-1] + half, smooth / CELL_HA / years, outlines.crs)


def _spread(counts: Grid, outline: Any, issues: int, west: float, south: float) -> None:
    """Add issues to the cells that an outline covers, by the area covered."""
    outline = shapely.make_valid(outline)
    left, bottom, right, top = (
        int((bound - origin) // CELL_M)
        for bound, origin in zip(outline.bounds, (west, south, west, south), strict=True)
    )
    columns, rows = np.meshgrid(np.arange(left, right + 1), np.arange(bottom, top + 1))
    x, y = west + columns * CELL_M, south + rows * CELL_M
    areas = shapely.area(shapely.intersection(shapely.box(x, y, x + CELL_M, y + CELL_M), outline))
    if not areas.any():  # an outline without area
        areas = np.ones_like(areas)
    counts[rows, columns] += issues * areas / areas.sum()
