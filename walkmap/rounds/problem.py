"""The month problem: visits, shifts and distances, as plain numbers without any map.

Point 0 is the office. Visit v begins at one of points ``1 + 2v`` and ``2 + 2v`` and ends at the
other, in whichever direction suits: they are a building's first and last entrance. At a target both
are the same place.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from walkmap.community.hours import Span

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Visit:
    """Work to be done at a place.

    Parameters
    ----------
    id
        Of the building or target.
    service_s
        How long it takes, without the walk along a building.
    days
        Indices of the Mondays on which it may be.
    weekly
        Whether it is due on each of these days, instead of on one of them.
    spans
        The times of day at which it may be, in seconds; the whole visit lies in one of them.
    teams
        Ids of the teams that may do it; empty means any.
    weight
        What leaving it out counts, against other visits.
    barred
        Days and teams that must not make it.
    """

    id: str
    service_s: int
    days: tuple[int, ...]
    weekly: bool
    spans: tuple[Span, ...]
    teams: tuple[str, ...] = ()
    weight: int = 1
    barred: frozenset[tuple[int, str]] = frozenset()


@dataclass(frozen=True)
class WorkShift:
    """One team on one Monday.

    Parameters
    ----------
    day
        Index of the Monday.
    team
        The team's id.
    start_s, end_s
        Seconds since midnight.
    walks
        Index of the distances that hold for it.
    """

    day: int
    team: str
    start_s: int
    end_s: int
    walks: int = 0


@dataclass(frozen=True)
class Distances:
    """How far it is between points, on one state of gates and hazards.

    Parameters
    ----------
    walk_m
        Metres between points, (1 + 2 v, 1 + 2 v); infinite where there is no way.
    along_m
        Metres along each visit's entrances, (v,).
    """

    walk_m: Matrix
    along_m: Matrix


@dataclass(frozen=True)
class MonthProblem:
    """Which visits are due, who can make them when, and how far everything is.

    Parameters
    ----------
    visits, shifts, distances
        See there.
    speed_mps
        Walking speed.
    """

    visits: tuple[Visit, ...]
    shifts: tuple[WorkShift, ...]
    distances: tuple[Distances, ...]
    speed_mps: float = 1.1

    def allowed(self, visit: int, shift: WorkShift) -> bool:
        """Tell whether a visit can be made in a shift at all: day, team, reach and hours."""
        v, far = self.visits[visit], self.distances[shift.walks]
        if shift.day not in v.days or (v.teams and shift.team not in v.teams):
            return False
        if (shift.day, shift.team) in v.barred:
            return False
        ends = [1 + 2 * visit, 2 + 2 * visit]
        out, back = far.walk_m[0, ends].min(), far.walk_m[ends, 0].min()
        if not np.isfinite([out, back, far.along_m[visit]]).all():
            return False
        work_s = v.service_s + far.along_m[visit] / self.speed_mps
        return any(
            max(span.start_s, shift.start_s + out / self.speed_mps) + work_s
            <= min(span.end_s, shift.end_s - back / self.speed_mps)
            for span in v.spans
        )


@dataclass(frozen=True)
class Task:
    """One visit in a route; `backwards` means from its last entrance to its first."""

    visit: int
    backwards: bool = False


@dataclass(frozen=True)
class Routes:
    """What the solver found.

    Parameters
    ----------
    tasks
        For each shift of the problem, its visits in order.
    missing
        Visits that are left out: (visit, day), the day None for those due once.
    cut_short
        Whether the time guard stopped the search before its iterations were done.
    """

    tasks: tuple[tuple[Task, ...], ...]
    missing: tuple[tuple[int, int | None], ...]
    cut_short: bool = False
