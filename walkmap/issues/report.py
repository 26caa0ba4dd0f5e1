"""The report of a period: what there was, what changed, what is stuck, and with whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import geopandas as gpd
import numpy as np
import pandas as pd

from walkmap.community import WGS84, Community
from walkmap.community.settings import Balance
from walkmap.issues.change import Change, Span, changes, span_before
from walkmap.issues.choice import period_of
from walkmap.issues.seen_before import SeenBefore, seen_before
from walkmap.issues.stock import (
    day_of,
    handled_in,
    handled_on,
    in_time,
    open_on,
    overdue_on,
    recorded_in,
    stuck,
)
from walkmap.issues.walked import Planned, Walked, walked
from walkmap.words import ISSUE_CATEGORIES, ISSUE_LEVELS, ISSUE_SOURCES

FEWEST = 3
SORTS: Mapping[str, Sequence[str]] = {
    "source": tuple(ISSUE_SOURCES),
    "category": tuple(ISSUE_CATEGORIES),
    "level": tuple(ISSUE_LEVELS),
}


@dataclass(frozen=True)
class Flow:
    """What came in and what was done.

    Parameters
    ----------
    open_before, open_after
        Issues open at the end of the day before the period, and of its last day.
    recorded
        Issues recorded in the period. ``open_before + recorded - handled = open_after``.
    handled
        Issues handled in the period, whenever they were recorded.
    overdue
        Of those open at the end, how many were due before.
    had_due, in_time
        Of those handled, how many had a day by which to be, and how many were by then.
    median_days
        Half of those handled took fewer days, half of them more; None if there are none.
    households, people
        Sums over the issues recorded of whom they concern.
    """

    open_before: int
    recorded: int
    handled: int
    open_after: int
    overdue: int
    had_due: int
    in_time: int
    median_days: float | None
    households: int
    people: int


@dataclass(frozen=True)
class Totals:
    """What was counted since the beginning: a starting balance and the records after it.

    Parameters
    ----------
    balance
        What the records go on from.
    until
        The last day counted.
    since
        The rounds since the balance.
    households, people
        Sums over the issues recorded since.
    handled
        Issues handled since, by category.
    """

    balance: Balance
    until: date
    since: Walked
    households: int
    people: int
    handled: dict[str, int]


@dataclass(frozen=True)
class Report:
    """All numbers of a report, none of which points at a household.

    Parameters
    ----------
    start, end
        First and last day.
    before
        The period it is compared with; None if there are no records of one.
    unfinished
        The day that was asked for as the last one, if it is yet to come.
    flow
        What came in and what was done.
    by_category, by_level, by_source
        Indexed by code: `recorded`, `handled`, `open`, `overdue`.
    kinds
        Issues recorded: a row for each category, a column for each level.
    by_month
        Indexed by month as ``2026-01``: issues recorded by category, `recorded`, `handled`.
    by_courtyard
        Indexed by the courtyard's id, those with most first: `issues`, `before`, `households`,
        `per_100`, `verdict` (of `Change`). ``""`` is the rest, with all courtyards that have fewer
        than 3. `before` is told of none (NA) if it is 1 or 2 for any.
    changes
        By sort and code, as ``("category", "dispute")``; the whole is ``("all", "")``. Empty if
        there is nothing to compare with.
    stuck
        See `walkmap.issues.stock.stuck`.
    seen
        Of the hotline's calls, those seen before.
    walked
        The rounds.
    totals
        Since the beginning; None without a starting balance.
    """

    start: date
    end: date
    before: Span | None
    unfinished: date | None
    flow: Flow
    by_category: pd.DataFrame
    by_level: pd.DataFrame
    by_source: pd.DataFrame
    kinds: pd.DataFrame
    by_month: pd.DataFrame
    by_courtyard: pd.DataFrame
    changes: dict[tuple[str, str], Change]
    stuck: pd.DataFrame
    seen: SeenBefore
    walked: Walked
    totals: Totals | None


def report_of(
    community: Community,
    issues: pd.DataFrame,
    visits: pd.DataFrame,
    plans: Sequence[Planned] = (),
    *,
    start: date | None = None,
    end: date | None = None,
    today: date | None = None,
) -> Report:
    """Draw up the report of a period.

    Parameters
    ----------
    community
        Whose it is.
    issues, visits
        As `walkmap.store.issues_of` and `visits_of` give them.
    plans
        Rounds of month plans: see `walkmap.issues.walked.walked`.
    start, end
        First and last day. Default: the twelve months that end with the last record.
    today
        What comes after it, and after the last record, is yet to come and left out: a period is
        not compared with a longer one.

    Returns
    -------
    Report
        All of it follows from the records, as of the last day of the period.

    Raises
    ------
    ValueError
        If the period ends before it starts, or starts in days to come.
    """
    span, unfinished = _span(issues, start, end, today)
    start, end = span
    first = issues["recorded_at"].min().date() if len(issues) else date.max
    before = span_before(span, first)
    recorded = recorded_in(issues, *span)
    then = recorded_in(issues, *before) if before else issues.iloc[:0]
    yards = _courtyard_of(community, recorded), _courtyard_of(community, then)
    found = _changes(recorded, then, yards, span, before) if before else {}
    return Report(
        start=start,
        end=end,
        before=before,
        unfinished=unfinished,
        flow=_flow(issues, recorded, span),
        by_category=_standing(issues, recorded, span, "category"),
        by_level=_standing(issues, recorded, span, "level"),
        by_source=_standing(issues, recorded, span, "source"),
        kinds=_crossed(recorded["category"], recorded["level"], "category", "level"),
        by_month=_by_month(issues, recorded, span),
        by_courtyard=_by_courtyard(community, *yards, found),
        changes={key: change for key, change in found.items() if key[0] != "courtyard"},
        stuck=stuck(issues, end),
        seen=seen_before(community, issues, recorded[recorded["source"] == "hotline"]),
        walked=walked(community, issues, visits, plans, span),
        totals=_totals(community, issues, visits, plans, end),
    )


def _span(
    issues: pd.DataFrame, start: date | None, end: date | None, today: date | None
) -> tuple[Span, date | None]:
    """Return the period, and its last day if that is yet to come."""
    last = issues["recorded_at"].max().date() if len(issues) else today or date.min
    known = max(last, today or last)
    whole = period_of(issues)[1] if len(issues) else last  # to the month's end, if that is near
    asked = end or (whole if start is None else last if start <= last else known)
    end = min(asked, known)
    if start is None:
        start = (pd.Timestamp(end) - pd.DateOffset(years=1)).date() + timedelta(days=1)
    if end < start:
        raise ValueError(f"the period ends ({end}) before it starts ({start})")
    return (start, end), asked if asked > end else None


def _flow(issues: pd.DataFrame, recorded: pd.DataFrame, span: Span) -> Flow:
    start, end = span
    done = handled_in(issues, *span)
    kept = in_time(done)
    took = (handled_on(done) - day_of(done["recorded_at"])).dt.days
    return Flow(
        open_before=len(open_on(issues, start - timedelta(days=1))),
        recorded=len(recorded),
        handled=len(done),
        open_after=len(open_on(issues, end)),
        overdue=len(overdue_on(issues, end)),
        had_due=len(kept),
        in_time=int(kept.sum()),
        median_days=float(took.median()) if len(took) else None,
        households=int(recorded["households"].sum()),
        people=int(recorded["people"].sum()),
    )


def _standing(issues: pd.DataFrame, recorded: pd.DataFrame, span: Span, sort: str) -> pd.DataFrame:
    """Return what was recorded, handled, is open and overdue, by one sort."""
    parts = {
        "recorded": recorded,
        "handled": handled_in(issues, *span),
        "open": open_on(issues, span[1]),
        "overdue": overdue_on(issues, span[1]),
    }
    counts = {name: part[sort].value_counts() for name, part in parts.items()}
    table = pd.DataFrame(counts, index=pd.Index(SORTS[sort], name=sort))
    return table.fillna(0).astype("int64")


def _crossed(rows: pd.Series, columns: pd.Series, index: str, across: str) -> pd.DataFrame:
    """Return how many issues there are of each pair of codes; zeros too."""
    table = pd.crosstab(rows, columns).reindex(
        index=pd.Index(SORTS[index], name=index), columns=list(SORTS[across]), fill_value=0
    )
    table.columns.name = None
    return table.astype("int64")


def _by_month(issues: pd.DataFrame, recorded: pd.DataFrame, span: Span) -> pd.DataFrame:
    months = pd.period_range(*span, freq="M").strftime("%Y-%m").rename("month")
    table = pd.crosstab(recorded["recorded_at"].dt.strftime("%Y-%m"), recorded["category"])
    table = table.reindex(index=months, columns=list(SORTS["category"]), fill_value=0)
    table.columns.name = None
    handled = handled_on(handled_in(issues, *span)).dt.strftime("%Y-%m").value_counts()
    return table.assign(
        recorded=table.sum(axis=1), handled=handled.reindex(months, fill_value=0)
    ).astype("int64")


def _courtyard_of(community: Community, issues: pd.DataFrame) -> pd.Series:
    """Return the courtyard that each issue lies in, the innermost one; ``""`` for none."""
    yards = issues["building_id"].map(community.buildings["courtyard_id"]).astype(object)
    elsewhere = issues[yards.isna() & issues["lon"].notna() & issues["lat"].notna()]
    places = gpd.GeoSeries(
        gpd.points_from_xy(elsewhere["lon"], elsewhere["lat"]), index=elsewhere.index, crs=WGS84
    ).to_crs(community.utm)
    shapes = community.in_metres("courtyards").geometry
    by_size = shapes.iloc[np.argsort(-shapes.area.to_numpy(), kind="stable")]
    for id_, shape in by_size.items():  # the smaller one, later, has the last word
        inside = places.within(shape)
        yards.loc[inside.index[inside]] = str(id_)
    return yards.fillna("").astype(str)


def _changes(
    recorded: pd.DataFrame,
    then: pd.DataFrame,
    yards: tuple[pd.Series, pd.Series],
    span: Span,
    before: Span,
) -> dict[tuple[str, str], Change]:
    """Return what became of the whole, of each sort and of each courtyard."""
    pairs = {("all", ""): (len(recorded), len(then))}
    columns = {sort: (recorded[sort], then[sort]) for sort in SORTS} | {"courtyard": yards}
    for sort, (now, past) in columns.items():
        for code in SORTS.get(sort) or sorted(set(now) | set(past)):
            pairs[sort, code] = int((now == code).sum()), int((past == code).sum())
    found = changes(list(pairs.values()), span, before)
    return dict(zip(pairs, found, strict=True))


def _by_courtyard(
    community: Community,
    recorded: pd.Series,
    then: pd.Series,
    found: dict[tuple[str, str], Change],
) -> pd.DataFrame:
    """Return issues by courtyard; what is too small to be told goes into the rest."""
    ids = community.courtyards.index
    table = pd.DataFrame({"issues": recorded.value_counts(), "before": then.value_counts()})
    table = table.reindex([*ids, ""]).fillna(0).astype("Int64")
    table = table.sort_values("issues", ascending=False, kind="stable")
    listed = [id_ for id_ in table.index if id_ and table["issues"][id_] >= FEWEST]
    rest = table.drop(index=listed)
    while listed and 0 < rest["issues"].sum() < FEWEST:
        rest = pd.concat([table.loc[[listed.pop()]], rest])
    table = table.loc[listed]
    table.loc[""] = rest.sum()
    if not found or table["before"].isin(range(1, FEWEST)).any():
        table["before"] = pd.NA
    homes = community.courtyards["households"].where(lambda known: known > 0)
    homes = homes.fillna(community.buildings.groupby("courtyard_id")["households"].sum())
    table["households"] = homes.where(homes > 0).reindex(table.index)
    table["per_100"] = 100.0 * table["issues"].astype(float) / table["households"]
    keys = [("courtyard", str(id_)) for id_ in table.index]
    table["verdict"] = [found[key].verdict if key[1] and key in found else "" for key in keys]
    return table.rename_axis("courtyard")


def _totals(
    community: Community,
    issues: pd.DataFrame,
    visits: pd.DataFrame,
    plans: Sequence[Planned],
    end: date,
) -> Totals | None:
    balance = community.settings.balance
    if balance is None:
        return None
    span = balance.until + timedelta(days=1), end
    recorded, handled = recorded_in(issues, *span), handled_in(issues, *span)
    counts = handled["category"].value_counts()
    return Totals(
        balance=balance,
        until=end,
        since=walked(community, issues, visits, plans, span),
        households=int(recorded["households"].sum()),
        people=int(recorded["people"].sum()),
        handled={code: int(counts.get(code, 0)) for code in SORTS["category"]},
    )
