"""The rounds that were walked in a period: what is known of them, and from what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from walkmap.community import Community
from walkmap.issues.change import Span
from walkmap.words import HOME_KINDS


@dataclass(frozen=True)
class Planned:
    """One round of a month plan.

    Parameters
    ----------
    day, team
        Whose round it is.
    walk_m, steps
        How far it goes.
    """

    day: date
    team: str
    walk_m: float
    steps: int


@dataclass(frozen=True)
class Walked:
    """The rounds of a period.

    Parameters
    ----------
    days
        Days on which somebody walked a round: mostly Mondays.
    rounds
        How many rounds by teams are known.
    walk_m, steps
        How far they went, as planned; None if no plan tells of any of them.
    measured
        How many of the rounds that is the sum of.
    as_planned
        How many rounds are counted only since a plan holds them: of their month no visits are kept.
    from_issues
        How many of the days are known only by the issues that were recorded on a round.
    kept
        Whether any visits of the period are kept; if not, what follows is 0 and says nothing.
    buildings, homes, organisations, spots, shops
        Visits to buildings; how many different homes, organisations, spots and shops were visited.
    skipped
        Visits that were left out on the spot.
    """

    days: tuple[date, ...]
    rounds: int
    walk_m: float | None
    steps: int | None
    measured: int
    as_planned: int
    from_issues: int
    kept: bool
    buildings: int
    homes: int
    organisations: int
    spots: int
    shops: int
    skipped: int


def walked(
    community: Community,
    issues: pd.DataFrame,
    visits: pd.DataFrame,
    plans: Sequence[Planned],
    span: Span,
) -> Walked:
    """Bring together what tells of rounds; nothing is made up.

    Parameters
    ----------
    community
        Its targets tell what a visit was to.
    issues
        Those recorded on a round hold its day.
    visits
        Visits kept, as `walkmap.store.visits_of` gives them.
    plans
        Rounds of month plans. They tell how far rounds went; and in months of which no visits are
        kept they count as walked: who gives a plan says so.
    span
        First and last day.
    """
    start, end = span
    visits = visits.assign(day=pd.to_datetime(visits["day"]).dt.date)
    mine = visits[[start <= day <= end for day in visits["day"]] or slice(0)]
    done = mine[mine["result"] == "done"]
    kept = {(day, str(team)) for day, team in zip(done["day"], done["team"], strict=True)}
    months = {(day.year, day.month) for day, _ in kept}
    by_plan = {(each.day, each.team): each for each in plans if start <= each.day <= end}
    assumed = {key for key in by_plan if (key[0].year, key[0].month) not in months}
    rounds = kept | assumed
    measured = [by_plan[key] for key in rounds if key in by_plan]
    days = {day for day, _ in rounds}
    noted = {day for day in _days_noted(issues) if start <= day <= end} - days
    return Walked(
        days=tuple(sorted(days | noted)),
        rounds=len(rounds),
        walk_m=sum(each.walk_m for each in measured) if measured else None,
        steps=sum(each.steps for each in measured) if measured else None,
        measured=len(measured),
        as_planned=len(assumed),
        from_issues=len(noted),
        kept=len(mine) > 0,
        buildings=int((done["kind"] == "building").sum()),
        skipped=int((mine["result"] == "skipped").sum()),
        **_different(community, done),
    )


def _days_noted(issues: pd.DataFrame) -> set[date]:
    """Return the days of rounds on which issues were recorded."""
    found = set()
    for text in issues.loc[issues["source"] == "walk", "round"].unique():
        try:
            found.add(date.fromisoformat(text[:10]))
        except ValueError:
            continue
    return found


def _different(community: Community, done: pd.DataFrame) -> dict[str, int]:
    """Return how many different targets were visited, by what they are."""
    ids = pd.Index(done.loc[done["kind"] == "target", "stop_id"].unique())
    kinds = community.targets["kind"].reindex(ids)
    return {
        "homes": int(kinds.isin(HOME_KINDS).sum()),
        "organisations": int((kinds == "partner_organisation").sum()),
        "spots": int((kinds == "accident_spot").sum()),
        "shops": int((kinds == "small_shop").sum()),
    }
