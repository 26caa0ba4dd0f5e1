"""What grew and what shrank between two periods, and whether that could be chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from scipy.stats import binomtest, false_discovery_control

from walkmap.words import Words

ALPHA = 0.05
COVERED = timedelta(days=7)  # a record that begins so late in a period still covers it
Span = tuple[date, date]

VERDICTS = {
    "grew": Words("明显增多", "grew"),
    "shrank": Words("明显减少", "shrank"),
    "chance": Words("看不出变化", "unclear"),
}


@dataclass(frozen=True)
class Change:
    """How many issues of one sort there are in a period and in the one before.

    Parameters
    ----------
    now, before
        How many.
    q
        How surprising that is if nothing changed, corrected for looking at many sorts.
    verdict
        ``"grew"``, ``"shrank"`` or ``"chance"``.
    """

    now: int
    before: int
    q: float
    verdict: str


def days_in(span: Span) -> int:
    """Return how many days a period has, its first and last included."""
    return (span[1] - span[0]).days + 1


def span_before(span: Span, first: date) -> Span | None:
    """Return the period that a period is compared with.

    Parameters
    ----------
    span
        Its first and last day.
    first
        The day of the first record: what wasn't recorded can't be compared with.

    Returns
    -------
    tuple of datetime.date or None
        The same days a year earlier, so that summer is compared with summer; if it is longer than a
        year, or records don't reach so far, as many days just before it; None if they don't reach
        there either.
    """
    start, end = span
    year = pd.DateOffset(years=1)
    a_year_ago = ((start - year).date(), (end - year).date())
    just_before = (start - timedelta(days=days_in(span)), start - timedelta(days=1))
    for then in (a_year_ago, just_before):
        if then[1] < start and first <= then[0] + COVERED:
            return then
    return None


def changes(pairs: Sequence[tuple[int, int]], span: Span, before: Span) -> list[Change]:
    """Tell growth from chance.

    Parameters
    ----------
    pairs
        For each sort of issues, how many there are in `span` and in `before`.
    span, before
        The two periods; they may differ in length.

    Returns
    -------
    list of Change
        In the order of the pairs.

    Notes
    -----
    If a sort comes at the same rate in both periods, its issues fall into the first one with the
    probability of its share of the days, whatever that rate is: an exact two-sided binomial test
    (J. Przyborowski, H. Wilenski, Biometrika 31, 1940, 313-323). Then Benjamini and Hochberg's
    correction for all sorts that have issues.
    """
    share = days_in(span) / (days_in(span) + days_in(before))
    p = np.array([binomtest(a, a + b, share).pvalue if a + b else 1.0 for a, b in pairs])
    q, some = np.ones(len(p)), np.array([a + b > 0 for a, b in pairs], bool)
    if some.any():
        q[some] = false_discovery_control(p[some])
    return [
        Change(a, b, float(one), _verdict(a / (a + b or 1) > share, float(one)))
        for (a, b), one in zip(pairs, q, strict=True)
    ]


def _verdict(more: bool, q: float) -> str:
    if q > ALPHA:
        return "chance"
    return "grew" if more else "shrank"
