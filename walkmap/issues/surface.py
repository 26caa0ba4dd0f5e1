"""A smooth surface of issues: a kernel density in metres, on a grid."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from contourpy import contour_generator
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter
from scipy.sparse import csr_array

CELL_M = 5.0
CELL_HA = CELL_M**2 / 10_000
TRUNCATE = 4.0  # bandwidths after which the kernel is cut
NARROW = 0.25  # the least share of a kernel that lies on the ground

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Raster:
    """Places on a grid of square cells.

    Parameters
    ----------
    west, south
        Corner of the grid in metres.
    shape
        Rows, from the south, and columns, from the west.
    weights
        For each place (row) how much of it lies in each cell (column); rows add up to 1.
    on_ground
        Whether a cell lies on the ground that issues may be smoothed over; None is everywhere.
    """

    west: float
    south: float
    shape: tuple[int, int]
    weights: csr_array
    on_ground: NDArray[np.bool_] | None

    @cached_property
    def x(self) -> Numbers:
        """Centres of the columns, ascending."""
        return self.west + CELL_M * (np.arange(self.shape[1], dtype=np.float64) + 0.5)

    @cached_property
    def y(self) -> Numbers:
        """Centres of the rows, ascending."""
        return self.south + CELL_M * (np.arange(self.shape[0], dtype=np.float64) + 0.5)


def raster_of(shapes: NDArray[Any], *, bandwidth_m: float, ground: Any = None) -> Raster:
    """Lay places on a grid.

    Parameters
    ----------
    shapes
        Points and outlines in metres, at least one. An outline is spread evenly over its area, so
        that a slab shows as a slab.
    bandwidth_m
        The grid reaches so far that no kernel of this bandwidth is cut by its edge, or as far as
        the ground.
    ground
        Where issues may lie at all, an area in metres; the cells of all places are part of it. None
        is everywhere.

    Returns
    -------
    Raster
    """
    margin = 2 * CELL_M + (TRUNCATE * bandwidth_m if ground is None else 0)
    extent = shapely.bounds(shapes if ground is None else np.array([*shapes, ground]))
    low = np.floor((extent[:, :2].min(axis=0) - margin) / CELL_M) * CELL_M
    high = np.ceil((extent[:, 2:].max(axis=0) + margin) / CELL_M) * CELL_M
    columns, rows = np.round((high - low) / CELL_M).astype(int)
    cells = np.floor((shapely.bounds(shapes) - np.tile(low, 2)) / CELL_M).astype(int)
    flat = np.flatnonzero(shapely.get_dimensions(shapes) < 2)
    parts = [(flat, cells[flat, 1] * columns + cells[flat, 0], np.ones(len(flat)))]
    for place in np.flatnonzero(shapely.get_dimensions(shapes) == 2):
        index, share = _spread(shapes[place], cells[place], low, columns)
        parts.append((np.full(len(index), place), index, share))
    at, index, share = (np.concatenate(column) for column in zip(*parts, strict=True))
    weights = csr_array((share, (at, index)), shape=(len(shapes), rows * columns))
    raster = Raster(low[0], low[1], (int(rows), int(columns)), weights, None)
    if ground is None:
        return raster
    shapely.prepare(ground)
    on_ground = shapely.contains_xy(ground, *np.meshgrid(raster.x, raster.y))
    on_ground.ravel()[weights.indices] = True
    return Raster(raster.west, raster.south, raster.shape, weights, on_ground)


def _spread(
    outline: Any, box: NDArray[Any], low: Numbers, columns: int
) -> tuple[NDArray[Any], Numbers]:
    """Return the cells that an outline covers, and the share of it in each."""
    outline = shapely.make_valid(outline)
    column, row = np.meshgrid(np.arange(box[0], box[2] + 1), np.arange(box[1], box[3] + 1))
    x, y = low[0] + column * CELL_M, low[1] + row * CELL_M
    areas = shapely.area(shapely.intersection(shapely.box(x, y, x + CELL_M, y + CELL_M), outline))
    if not areas.any():  # an outline without area
        areas = np.ones_like(areas)
    inside = areas > 0
    return (row * columns + column)[inside], areas[inside] / areas.sum()


class Smoother:
    """Smooths issues at the places of a raster.

    Parameters
    ----------
    raster
        The places.
    bandwidth_m
        Standard deviation of the Gaussian kernel in metres.

    Notes
    -----
    The estimate is that of Silverman [1]_, section 4.2, with a Gaussian kernel, not divided by the
    number of issues: ``f(p) = sum_i 1 / (2 pi h^2) exp(-|p - p_i|^2 / (2 h^2))``. It is computed as
    a histogram convolved with the kernel (a binned estimate [2]_), which moves an issue by at most
    3.5 m. On a raster with ground each kernel is divided by its share on the ground (Diggle's
    correction of edges [3]_), so that no issue is lost to the neighbours; but by no less than
    `NARROW`, lest an issue on a narrow strip outshine all: there, some of it is lost.

    References
    ----------
    .. [1] B. W. Silverman, Density Estimation for Statistics and Data Analysis, 1986.
    .. [2] M. P. Wand, Fast computation of multivariate kernel estimators, Journal of Computational
       and Graphical Statistics 3, 1994, 433-445.
    .. [3] P. Diggle, A kernel method for smoothing point process data, Applied Statistics 34, 1985,
       138-147.
    """

    def __init__(self, raster: Raster, bandwidth_m: float) -> None:
        self.raster, self.bandwidth_m = raster, bandwidth_m
        weights = raster.weights
        if raster.on_ground is not None:
            share = self._smooth(raster.on_ground.astype(float))
            weights = weights / np.maximum(share.ravel(), NARROW)[np.newaxis, :]
        self._weights = csr_array(weights)

    def rate(self, counts: NDArray[Any], years: float) -> Numbers:
        """Return issues per hectare and year in every cell.

        Parameters
        ----------
        counts
            Issues at each place, shape (n,).
        years
            Length of the period.

        Returns
        -------
        numpy.ndarray
            A row for each of `raster.y`, from the south. Summed over the ground, if the raster has
            one, times area and years it is the number of issues, but for what narrow strips lose.
            Beyond the ground stands what would be there if it went on.
        """
        cells = (np.asarray(counts, float) @ self._weights).reshape(self.raster.shape)
        return self._smooth(cells) / CELL_HA / years

    def _smooth(self, cells: Numbers) -> Numbers:
        smooth: Numbers = gaussian_filter(
            cells, self.bandwidth_m / CELL_M, mode="constant", truncate=TRUNCATE, output=np.float64
        )
        return smooth


def bands_of(raster: Raster, rate: Numbers, breaks: tuple[float, ...]) -> list[tuple[float, Any]]:
    """Return the areas between breaks, from the lowest.

    Parameters
    ----------
    raster, rate
        A surface, as `Smoother.rate` gives it.
    breaks
        Where bands begin, ascending; the last has no end.

    Returns
    -------
    list
        Pairs of a break and a MultiPolygon in metres; a band that is nowhere is left out.
    """
    generator = contour_generator(raster.x, raster.y, rate, fill_type="OuterOffset")
    bands = []
    for low, high in pairwise([*breaks, np.inf]):
        rings: Any = generator.filled(low, high)
        polygons = []
        for places, ends in zip(*rings, strict=True):  # of each, the outside comes first
            outside, *holes = (places[a:b] for a, b in pairwise(ends))
            polygons.append(shapely.Polygon(outside, holes))
        if polygons:
            bands.append((low, shapely.MultiPolygon(polygons)))
    return bands
