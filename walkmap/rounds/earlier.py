"""An earlier plan: its rounds, and when it visited whom."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from walkmap.errors import WalkmapError
from walkmap.rounds.problem import Routes, Task
from walkmap.rounds.visits import Month
from walkmap.words import Words

FORMAT = "walkmap-plan/1"


@dataclass(frozen=True)
class EarlierStop:
    """One stop of an earlier plan.

    Parameters
    ----------
    date, team
        Of its round.
    id
        Of the building or target.
    entrances
        Of a building, in the order in which they were passed.
    also
        Ids of other targets that were visited with it.
    """

    date: date
    team: str
    id: str
    entrances: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Earlier:
    """An earlier plan of a community, as far as it matters to a new one.

    Parameters
    ----------
    month
        As ``2026-12``.
    stops
        By round, in order.
    """

    month: str
    stops: tuple[EarlierStop, ...]

    def visited(self, targets: set[str]) -> dict[str, date]:
        """Return when each of some targets was visited last."""
        return {
            id_: stop.date
            for stop in sorted(self.stops, key=lambda stop: stop.date)
            for id_ in (stop.id, *stop.also)
            if id_ in targets
        }


def read_earlier(path: Path, community: str) -> Earlier:
    """Read a `plan.json`.

    Parameters
    ----------
    path
        The file.
    community
        The id of the community that it must be of.

    Raises
    ------
    WalkmapError
        If it can't be read, is no plan, or another community's.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise ValueError(data["format"])
        first = date.fromisoformat(f"{data['month']}-01")
        earlier = Earlier(f"{first:%Y-%m}", tuple(_stops(data)))
        owner = str(data["community"])
    except OSError as error:
        detail = error.strerror or str(error)
        raise WalkmapError(
            Words(
                f"读不了原计划 {path}（{detail}）；请指明以前写出的 plan.json",
                f"the earlier plan {path} can't be read ({detail}); name a plan.json",
            )
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise WalkmapError(
            Words(
                f"{path} 不是 walkmap 的计划；请指明以前写出的 plan.json",
                f"{path} is no plan of walkmap's; name a plan.json that it wrote",
            )
        ) from error
    if owner != community:
        raise WalkmapError(
            Words(
                f"{path} 是另一个社区（{owner}）的计划；请指明 {community} 的 plan.json",
                f"{path} is a plan of another community ({owner}); name one of {community}",
            )
        )
    return earlier


def _stops(data: Any) -> list[EarlierStop]:
    return [
        EarlierStop(
            date.fromisoformat(round_["date"]),
            str(round_["team"]),
            str(stop["id"]),
            tuple(map(str, stop.get("entrances", ()))),
            tuple(map(str, stop.get("also", ()))),
        )
        for round_ in data["rounds"]
        for stop in round_["stops"]
    ]


def routes_like(month: Month, earlier: Earlier) -> Routes:
    """Return the rounds of an earlier plan as routes, as far as they can still be walked.

    Parameters
    ----------
    month
        The month that is planned. If the earlier plan is of another month, its first day stands
        for the first one here, and so on; targets are left out then.
    earlier
        The earlier plan.
    """
    problem = month.problem
    visits = {
        id_: number
        for number, visit in enumerate(problem.visits)
        for id_ in (visit.id, *month.together.get(visit.id, ()))
    }
    same = earlier.month[:7] == month.dates[0].isoformat()[:7]
    days = list(dict.fromkeys(sorted(stop.date for stop in earlier.stops)))
    stands_for = dict(zip(days, month.dates, strict=False))
    made: Counter[tuple[int, date | None]] = Counter()
    found: dict[tuple[date, str], list[Task]] = {}
    for (day, team), stops in groupby(earlier.stops, key=lambda stop: (stop.date, stop.team)):
        then = day if same else stands_for.get(day, day)
        for stop in stops:
            visit = next((visits[id_] for id_ in (stop.id, *stop.also) if id_ in visits), None)
            if visit is None or not (same or problem.visits[visit].weekly):
                continue
            weekly = problem.visits[visit].weekly
            made[visit, then if weekly else None] += 1
            if made[visit, then if weekly else None] > problem.visits[visit].times:
                continue
            doors = month.doors[visit]
            backwards = len(doors) > 1 and stop.entrances[:1] == (doors[-1].id,)
            found.setdefault((then, team), []).append(Task(visit, backwards))
    tasks = []
    for number, shift in enumerate(problem.shifts):
        mine = found.get((month.dates[shift.day], shift.team), [])
        tasks.append(tuple(t for t in mine if problem.allowed_table[t.visit, number]))
    return Routes(tuple(tasks), ())
