"""Rates that few households can't make extreme."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def shrunk_rates(counts: NDArray[Any], bases: NDArray[Any]) -> Numbers:
    """Shrink each place's rate towards the rate of all places.

    Parameters
    ----------
    counts
        Issues at each place, shape (n,).
    bases
        What they are counted against, such as households or visits, shape (n,).

    Returns
    -------
    numpy.ndarray
        Issues per unit of the base, shape (n,); NaN where the base is not above 0. A small place,
        whose rate says little, comes close to the rate of all; a large one keeps its own. Where the
        rates differ no more than chance makes them, all are the same.

    Notes
    -----
    The global empirical Bayes estimator of Marshall [1]_, by moments: with ``r = n / b`` and
    ``m = sum(n) / sum(b)``, the variance between places is ``a = max(0, sum(b (r - m)^2) / sum(b)
    - m / mean(b))``, and the estimate is ``m + (r - m) a / (a + m / b)``.

    References
    ----------
    .. [1] R. J. Marshall, Mapping disease and mortality rates using empirical Bayes estimators,
       Applied Statistics 40, 1991, 283-294.
    """
    rates = np.full(len(bases), np.nan)
    known = np.asarray(bases, float) > 0
    n, b = np.asarray(counts, float)[known], np.asarray(bases, float)[known]
    if not n.any():
        rates[known] = 0.0
        return rates
    rate, mean = n / b, n.sum() / b.sum()
    between = max(0.0, float((b * (rate - mean) ** 2).sum() / b.sum() - mean / b.mean()))
    rates[known] = mean + (rate - mean) * between / (between + mean / b)
    return rates
