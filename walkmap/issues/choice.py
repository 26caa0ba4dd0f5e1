"""Which issues count: of what period, category, level, source and status."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd


@dataclass(frozen=True)
class Choice:
    """What is looked at; nothing given for a column is all of it.

    Parameters
    ----------
    category, level, source, status
        Codes of `walkmap.issues.records.CHOICES`.
    """

    category: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    status: tuple[str, ...] = ()

    def of(self, issues: pd.DataFrame) -> pd.DataFrame:
        """Return the issues that are looked at."""
        for column in ("category", "level", "source", "status"):
            if codes := getattr(self, column):
                issues = issues[issues[column].isin(codes)]
        return issues


def period_of(
    issues: pd.DataFrame, start: date | None = None, end: date | None = None
) -> tuple[date, date]:
    """Fill in what isn't given of a period.

    Parameters
    ----------
    issues
        As `walkmap.issues.read_issues` returns them.
    start, end
        First and last day.

    Returns
    -------
    tuple
        Default: the twelve months that end with the last record, or with its month if it is of
        the month's last week; with `start` alone from then to the same day. Without issues and
        without `end`, `end` is `start`, or else both are `datetime.date.min`.

    Raises
    ------
    ValueError
        If the period ends before it starts.
    """
    if end is None:
        last = issues["recorded_at"].max() if len(issues) else pd.NaT
        end = (start or date.min) if pd.isna(last) else _month_end(last).date()
        end = max(end, start or end)
    if start is None:
        if end == date.min:
            return end, end
        before = pd.Timestamp(end) - pd.DateOffset(years=1)
        start = before.date() + timedelta(days=1)
    if end < start:
        raise ValueError(f"the period ends ({end}) before it starts ({start})")
    return start, end


def _month_end(last: pd.Timestamp) -> pd.Timestamp:
    """Return the last day of the month if only a few of its days are left."""
    end = last + pd.offsets.MonthEnd(0)
    return end if (end - last).days < 7 else last


def between(issues: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """Return the issues recorded from one day to another, both included."""
    if not len(issues):
        return issues
    days = issues["recorded_at"].dt.normalize()
    return issues[(days >= pd.Timestamp(start)) & (days <= pd.Timestamp(end))]
