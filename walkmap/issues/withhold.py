"""What a meeting may see: no count of one or two at a place, nor what would give it away."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

FEWEST = 3


def may_show(counts: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell which counts may be shown.

    Parameters
    ----------
    counts
        Shape (places, a, b, …). Along every axis but the first, index 0 is the whole, of which the
        others are parts: all of them or some, such as months of a year, or categories.

    Returns
    -------
    numpy.ndarray
        Of the same shape. What is shown is at least `FEWEST`; what is left of a whole without its
        shown parts is nothing, or at least `FEWEST`, too; a part is shown only if its whole is.
    """
    show = np.asarray(counts >= FEWEST)
    while True:
        before = show.copy()
        for axis in range(1, counts.ndim):
            _protect(np.moveaxis(counts, axis, -1), np.moveaxis(show, axis, -1))
        if (show == before).all():
            return show


def _protect(counts: NDArray[Any], show: NDArray[np.bool_]) -> None:
    """Hide parts, in place, until nothing small is left of any whole along the last axis."""
    show[..., 1:] &= show[..., :1]
    while True:
        parts = np.where(show[..., 1:], counts[..., 1:], 0)
        left = counts[..., 0] - parts.sum(axis=-1)
        leaks = (left > 0) & (left < FEWEST) & show[..., 1:].any(axis=-1)
        if not leaks.any():
            return
        least = np.where(show[..., 1:], counts[..., 1:], np.iinfo(np.int64).max).argmin(axis=-1)
        show[(*np.nonzero(leaks), least[leaks] + 1)] = False
