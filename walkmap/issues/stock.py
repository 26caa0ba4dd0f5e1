"""Issues that are open, handled or overdue on a day: from the records alone, whatever today is."""

from datetime import date

import pandas as pd

AGES = (30, 90, 180)
"""Days overdue after which an issue counts as older."""


def day_of(moments: pd.Series) -> pd.Series:
    """Return the days of moments, as midnights; NaT stays."""
    return pd.to_datetime(moments).dt.normalize()


def handled_on(issues: pd.DataFrame) -> pd.Series:
    """Return the day on which each issue was handled; NaT for what isn't.

    One that is handled but doesn't say when, or before it was recorded, counts from its first day.
    """
    recorded = day_of(issues["recorded_at"])
    said = day_of(issues["handled_at"]).fillna(recorded)
    return said.where(said >= recorded, recorded).where(issues["status"] == "handled")


def recorded_in(issues: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """Return the issues recorded from `start` to `end`, both included."""
    days = day_of(issues["recorded_at"])
    return issues[(days >= pd.Timestamp(start)) & (days <= pd.Timestamp(end))]


def handled_in(issues: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """Return the issues handled from `start` to `end`, whenever they were recorded."""
    days = handled_on(issues)
    return issues[(days >= pd.Timestamp(start)) & (days <= pd.Timestamp(end))]


def open_on(issues: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the issues that are recorded and not handled at the end of a day."""
    at, handled = pd.Timestamp(day), handled_on(issues)
    return issues[(day_of(issues["recorded_at"]) <= at) & ~(handled <= at)]


def overdue_on(issues: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the issues that are open at the end of a day and were due before it."""
    left = open_on(issues, day)
    return left[day_of(left["due"]) < pd.Timestamp(day)]


def days_overdue(issues: pd.DataFrame, day: date) -> pd.Series:
    """Return for how many days issues are overdue on a day."""
    return (pd.Timestamp(day) - day_of(issues["due"])).dt.days


def in_time(issues: pd.DataFrame) -> pd.Series:
    """Tell, of handled issues that had to be so by a day, which were by then."""
    due = day_of(issues["due"])
    return (handled_on(issues) <= due)[due.notna()]


def stuck(issues: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return what is overdue on a day: with whom, and for how long.

    Returns
    -------
    pandas.DataFrame
        A row for each handler, the one with most first, indexed by it: a column for each of `AGES`
        with the issues overdue for at most so many days, ``"more"``, ``"total"``, and ``"oldest"``,
        the most days.
    """
    late = overdue_on(issues, day)
    days = days_overdue(late, day)
    names = [*map(str, AGES), "more"]
    age = pd.cut(days, [0, *AGES, float("inf")], labels=names)
    table = pd.crosstab(late["handler"], age).reindex(columns=names, fill_value=0)
    table = table.assign(total=table.sum(axis=1), oldest=days.groupby(late["handler"]).max())
    table.columns.name = None
    order = table.reset_index().sort_values(
        ["total", "oldest", "handler"], ascending=[False, False, True]
    )
    return table.loc[order["handler"]]
