"""How far issues are smoothed, chosen by the issues themselves."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import correlate1d, gaussian_filter1d

from walkmap.issues.surface import CELL_M, TRUNCATE, Raster

USUAL_M = 25.0
CANDIDATES_M = (10.0, 12.5, 16.0, 20.0, 25.0, 32.0, 40.0, 50.0, 63.0, 80.0, 100.0)
FEWEST_PLACES = 10
LEAST = 1e-10  # of all issues in a square metre

Numbers = NDArray[np.float64]


def choose_bandwidth(raster: Raster, counts: NDArray[Any]) -> float:
    """Choose the bandwidth by likelihood cross-validation.

    Parameters
    ----------
    raster
        Places; its ground plays no part.
    counts
        Issues at each of them, shape (n,).

    Returns
    -------
    float
        The one of `CANDIDATES_M` with the highest likelihood, in metres; `USUAL_M` where fewer than
        `FEWEST_PLACES` places have issues.
    """
    if np.count_nonzero(counts) < FEWEST_PLACES:
        return USUAL_M
    likelihoods = [log_likelihood(raster, counts, bandwidth) for bandwidth in CANDIDATES_M]
    return CANDIDATES_M[int(np.argmax(likelihoods))]


def log_likelihood(raster: Raster, counts: NDArray[Any], bandwidth_m: float) -> float:
    """Return the log-likelihood of each place's issues under those of all other places.

    Parameters
    ----------
    raster, counts
        As for `choose_bandwidth`.
    bandwidth_m
        Standard deviation of the kernel in metres.

    Returns
    -------
    float
        Per issue; densities are per square metre.

    Notes
    -----
    Leave-one-out likelihood cross-validation (Silverman [1]_, section 3.4.4), but all issues of one
    place are left out together: they share its outline or point, and with one of several left out
    the best guess would always be no smoothing at all. What a place adds to its own density is
    taken from the smoothed whole, so that it takes no longer with more issues. No density counts as
    less than `LEAST`, so that one outlier does not choose for all.

    References
    ----------
    .. [1] B. W. Silverman, Density Estimation for Statistics and Data Analysis, 1986.
    """
    n = np.asarray(counts, float)
    weights, total = raster.weights, n.sum()
    kernel = _kernel(bandwidth_m)
    cells = (n @ weights).reshape(raster.shape)
    for axis in (0, 1):
        cells = correlate1d(cells, kernel, axis=axis, mode="constant")
    here = weights @ cells.ravel()
    own = np.full(len(n), kernel.max() ** 2)  # of a place in one cell
    for place in np.flatnonzero(np.diff(weights.indptr) > 1):
        own[place] = _own(raster, int(place), kernel)
    others = (here - n * own) / np.maximum(total - n, 1) / CELL_M**2
    return float((n * np.log(np.maximum(others, LEAST))).sum() / total)


def _kernel(bandwidth_m: float) -> Numbers:
    """Return the kernel in cells, as scipy cuts and scales it."""
    radius = int(TRUNCATE * bandwidth_m / CELL_M + 0.5)
    impulse = np.zeros(2 * radius + 1)
    impulse[radius] = 1
    kernel: Numbers = gaussian_filter1d(
        impulse, bandwidth_m / CELL_M, mode="constant", truncate=TRUNCATE
    )
    return kernel


def _own(raster: Raster, place: int, kernel: Numbers) -> float:
    """Return the mean density, by cell, of one issue of a place at the place itself."""
    first, last = raster.weights.indptr[place : place + 2]
    rows, columns = np.divmod(raster.weights.indices[first:last], raster.shape[1])
    share = raster.weights.data[first:last]
    reach = len(kernel) // 2
    near = [np.abs(np.subtract.outer(axis, axis)) for axis in (rows, columns)]
    half = np.append(kernel[reach:], 0.0)  # beyond the kernel's reach: nothing
    down, across = (half[np.minimum(steps, reach + 1)] for steps in near)
    return float(share @ (down * across) @ share)
