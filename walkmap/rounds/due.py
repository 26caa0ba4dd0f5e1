"""Which targets are due in a month, how often, and on which of its days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from walkmap.community.hours import parse_weeks
from walkmap.community.model import Community
from walkmap.community.settings import Settings
from walkmap.rounds.calendar import RoundDays
from walkmap.words import Words

# Twice a month is two weeks apart, less the three days by which a holiday may move a Monday.
APART = 11


@dataclass(frozen=True)
class Due:
    """How often a target is due in a month, and when.

    Parameters
    ----------
    times
        None, one or two.
    days
        Indices of the days that suit; of a target that is not due, if the planner adds it.
    apart
        Least number of calendar days between two visits.
    why
        Why it is due less often than its kind, or has no day that suits; None if neither.
    """

    times: int
    days: tuple[int, ...]
    apart: int = 0
    why: Words | None = None


def last_visits(community: Community, extra: Mapping[str, date] | None = None) -> dict[str, date]:
    """Return when each target was visited last.

    Parameters
    ----------
    community
        Its targets' column `last_visit`, and its table of visits.
    extra
        Further visits, such as an earlier plan's.

    Returns
    -------
    dict
        For each target that was ever visited the newest date of all.
    """
    column = zip(community.targets.index, community.targets["last_visit"], strict=True)
    table = zip(community.visits["id"], community.visits["date"], strict=True)
    known = set(community.targets.index)
    found: dict[str, date] = {}
    made = [(str(id_), date.fromisoformat(iso)) for id_, iso in (*column, *table) if iso]
    for id_, day in (*made, *(extra or {}).items()):
        if id_ in known:
            found[id_] = max(day, found.get(id_, day))
    return found


def due_of(row: Any, days: RoundDays, settings: Settings, last: date | None) -> Due:
    """Tell how often a target is due, wishes left aside.

    Parameters
    ----------
    row
        Of the layer: its kind and weeks.
    days
        The days of the month.
    settings
        How often its kind is due, and how many days lie between two visits.
    last
        When it was visited last; a day after the month means nothing.
    """
    if last is not None and last > days.dates[-1]:
        last = None
    often = settings.times_a_month.get(row["kind"], 1)
    twice = often == 2
    weeks = parse_weeks(row["weeks"])
    suits = tuple(k for k, week in enumerate(days.weeks) if not weeks or week in weeks)
    if last is None:
        return _due(suits, days, twice)
    gap = APART if twice else settings.days_between_visits
    late = {k for k, day in enumerate(days.dates) if (day - last).days >= gap}
    left = tuple(k for k in suits if k in late)
    if_added = left or suits or tuple(range(len(days.dates)))
    inside = last >= days.first
    if inside and not twice:
        return Due(0, if_added, why=_visited(last, "，本月不再走访", ", not visited again"))
    if often < 1 and last >= (days.first - timedelta(1)).replace(day=1):
        why = _visited(last, "，隔月一次，本月不走访", ", every second month: not this month")
        return Due(0, if_added, why=why)
    if not late:
        zh, en = f"，到月底还不满 {gap} 天，本月不走访", f", less than {gap} days before: not due"
        return Due(0, if_added, why=_visited(last, zh, en))
    if suits and not left:
        zh = f"，合适的周一都还不满 {gap} 天"
        en = f", less than {gap} days before all days that suit"
        return Due(1, (), why=_visited(last, zh, en))
    return _due(left, days, twice and not inside)


def _visited(last: date, zh: str, en: str) -> Words:
    return Words(f"{last:%Y-%m-%d} 走访过{zh}", f"visited on {last:%Y-%m-%d}{en}")


def _due(suits: tuple[int, ...], days: RoundDays, twice: bool) -> Due:
    """Return what is due on the days that suit: once if they are too near to each other."""
    if not suits:
        why = Words("这个月没有合适的周一（看 weeks）", "no Monday of the month suits (see weeks)")
        return Due(1, (), why=why)
    if not twice:
        return Due(1, suits)
    if any(apart(days, pair) >= APART for pair in combinations(suits, 2)):
        return Due(2, suits, APART)
    why = Words(
        f"一月两次要隔 {APART} 天以上，合适的日子不够，只走访一次",
        f"visited once, not twice: no two days that suit are {APART} days apart",
    )
    return Due(1, suits, why=why)


def on_days(due: Due, wished: tuple[int, ...], days: RoundDays) -> Due:
    """Return what is due if the planner insists on some days, one or two.

    They go before the weeks that suit and before the last visit. A second visit that is due lies
    far enough from the day insisted on, and only from that: no two others make up a pair.
    """
    if len(wished) == 2:
        return Due(2, wished, min(APART, apart(days, wished)))
    (day,) = wished
    far: list[int] = []
    for other in due.days if due.times == 2 else ():
        near = all(apart(days, (other, known)) < APART for known in far)
        if near and apart(days, (other, day)) >= APART:
            far.append(other)
    return Due(2, tuple(sorted([day, *far])), APART) if far else Due(1, wished)


def apart(days: RoundDays, pair: tuple[int, ...]) -> int:
    """Return the number of calendar days between two days."""
    first, second = pair
    return abs((days.dates[first] - days.dates[second]).days)
