"""What could be chance: each building's issues against its share of the households.

Thirty issues a month over thirty buildings make one of them look three times as bad as the others
by chance alone. Before a meeting believes a colour it should know whether chance would do.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom, false_discovery_control

Numbers = NDArray[np.float64]

DRAWS = 9999
_CELLS = 2_000_000  # numbers drawn at once: 16 MB


@dataclass(frozen=True)
class Chance:
    """Whether each place has more issues than chance gives it; arrays of shape (n,).

    Parameters
    ----------
    p
        How often chance gives the place as many issues as it has, or more.
    q
        `p` corrected for looking at n places at once.
    more
        Whether `q` is at most the level asked for.
    """

    p: Numbers
    q: Numbers
    more: NDArray[np.bool_]


def chance_of(
    counts: NDArray[Any],
    expected: NDArray[Any],
    *,
    draws: int = DRAWS,
    alpha: float = 0.05,
    seed: int = 1,
) -> Chance:
    """Test each place for more issues than its share.

    Parameters
    ----------
    counts
        Issues at each place, shape (n,), whole numbers of at least 0.
    expected
        What each place's share is in proportion to, such as households, shape (n,), above 0.
    draws
        Draws of the simulation; more are made where so few could never tell one of n places from
        chance.
    alpha
        The false discovery rate: of the places called `more`, at most this share is, on average,
        so by chance; if no place is, the chance that any is called so is at most this.
    seed
        The same seed gives the same answer.

    Returns
    -------
    Chance
        Without issues, every `p` and `q` is 1.

    Raises
    ------
    ValueError
        If the shapes differ, a count is no whole number of at least 0, or a share is not above 0.

    Notes
    -----
    A Monte Carlo test [1]_: all issues are spread anew over the places, each with the probability
    of its share (a multinomial draw), and ``p = (1 + draws with at least the count) /
    (1 + draws)``. Then the correction of Benjamini and Hochberg [2]_. One-sided: a place with fewer
    issues than its share is never `more`.

    References
    ----------
    .. [1] A. C. A. Hope, A simplified Monte Carlo significance test procedure, Journal of the Royal
       Statistical Society B 30, 1968, 582-598.
    .. [2] Y. Benjamini, Y. Hochberg, Controlling the false discovery rate, Journal of the Royal
       Statistical Society B 57, 1995, 289-300.
    """
    counts, shares = _sound(counts, expected)
    if not len(counts):
        return Chance(np.empty(0), np.empty(0), np.empty(0, bool))
    draws = max(draws, math.ceil(len(counts) / alpha))
    rng = np.random.default_rng(seed)
    reached = np.zeros(len(counts), np.int64)
    at_once = max(1, _CELLS // len(counts))
    for first in range(0, draws, at_once):
        size = min(at_once, draws - first)
        reached += (rng.multinomial(counts.sum(), shares, size=size) >= counts).sum(axis=0)
    p = (1 + reached) / (1 + draws)
    q = false_discovery_control(p)
    return Chance(p, q, q <= alpha)


def power_of(
    total: int, expected: NDArray[Any], *, times: float = 3.0, alpha: float = 0.05
) -> float:
    """Tell how surely a place with `times` its share of issues would be told from chance.

    Parameters
    ----------
    total
        Issues at all places.
    expected
        As for `chance_of`.
    times
        How many times its share the place has.
    alpha
        As for `chance_of`.

    Returns
    -------
    float
        The probability, from 0 to 1, for the place of median share, when it is the only one that
        has more; 0 without places.

    Notes
    -----
    Exact binomial tails; a lone place passes Benjamini and Hochberg's test if its p is at most
    ``alpha / n``.
    """
    _, shares = _sound(np.zeros(len(expected), int), expected)
    if not len(shares):
        return 0.0
    share = float(np.median(shares))
    # One fewer than the fewest issues that chance reaches rarely enough.
    short = binom.isf(alpha / len(shares), total, share)
    more = times * share / (1 + (times - 1) * share)
    return float(binom.sf(short, total, more))


def _sound(counts: NDArray[Any], expected: NDArray[Any]) -> tuple[NDArray[np.int64], Numbers]:
    """Return counts as whole numbers and shares that add up to 1."""
    given, weights = np.asarray(counts), np.asarray(expected, float)
    whole = given.astype(np.int64)
    if given.shape != weights.shape or given.ndim != 1:
        raise ValueError(f"counts {given.shape} and shares {weights.shape} differ in shape")
    if (whole != given).any() or (whole < 0).any():
        raise ValueError("counts that are no whole numbers of at least 0")
    if not (np.isfinite(weights) & (weights > 0)).all():
        raise ValueError("shares that are not above 0")
    return whole, weights / weights.sum() if len(weights) else weights
