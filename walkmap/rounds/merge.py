"""Several reasons to visit one home: one visit instead of two."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from walkmap.community.hours import Span
from walkmap.community.model import Community
from walkmap.network.places import Place
from walkmap.rounds.calendar import RoundDays
from walkmap.rounds.due import apart
from walkmap.rounds.insist import Slots
from walkmap.rounds.keepers import building_of
from walkmap.rounds.problem import Visit
from walkmap.words import HOME_KINDS

Home = tuple[str, str, str]


def home_of(community: Community, target: str, place: Place) -> Home | None:
    """Return what tells a home from all others: its building, entrance, and room or point.

    Parameters
    ----------
    community
        The community.
    target
        A target's id.
    place
        Where it is visited.

    Returns
    -------
    tuple of str or None
        None if it is no home, or nothing tells which one: a room without its entrance does not, in
        a building that has several.
    """
    row = community.targets.loc[target]
    if row["kind"] not in HOME_KINDS:
        return None
    building, entrance = building_of(community, target, place), row["entrance_id"]
    if not entrance and building and len(community.doors_of(building)) == 1:
        entrance = community.doors_of(building)[0]
    if row["room"]:
        return (building, entrance, row["room"]) if entrance else None
    shape = row["geometry"]
    if shape is None or shape.is_empty:
        return None
    return building, entrance, shape.wkt


def joined(first: Visit, other: Visit, days: RoundDays, walking: Slots) -> Visit | None:
    """Return one visit for the reasons of two; None if no time suits both.

    Parameters
    ----------
    first, other
        Visits to one home; it keeps the first one's id.
    days
        The days of the month.
    walking
        The days and teams that walk.
    """
    service_s = max(first.service_s, other.service_s)
    spans = _common(first.spans, other.spans)
    barred = first.barred | other.barred
    free = {day for day, _ in walking - barred}
    both = tuple(day for day in first.days if day in other.days and day in free)
    times, gap = max((first.times, first.apart), (other.times, other.apart))
    if times == 2 and all(apart(days, pair) < gap for pair in combinations(both, 2)):
        return None
    if not both or all(span.end_s - span.start_s < service_s for span in spans):
        return None
    return replace(
        first,
        service_s=service_s,
        days=both,
        spans=spans,
        weight=max(first.weight, other.weight),
        barred=barred,
        times=times,
        apart=gap,
    )


def _common(spans: Sequence[Span], others: Sequence[Span]) -> tuple[Span, ...]:
    """Return the times that are in both."""
    found = [Span(max(a.start_s, b.start_s), min(a.end_s, b.end_s)) for a in spans for b in others]
    return tuple(sorted(span for span in found if span.start_s < span.end_s))
