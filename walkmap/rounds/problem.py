"""The month problem: visits, shifts and distances, as plain numbers without any map.

Point 0 is the office. Visit v begins at one of points ``1 + 2v`` and ``2 + 2v`` and ends at the
other, in whichever direction suits: they are a building's first and last entrance. At a target both
are the same place.

A problem can be made without any map: see `MonthProblem.from_arrays`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from walkmap.community.hours import DAY_S, Span

Matrix = NDArray[np.float64]
ALWAYS = (Span(0, DAY_S),)


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
        Whether it is due on each of these days, instead of on some of them.
    spans
        The times of day at which it may be, in seconds; the whole visit lies in one of them.
    teams
        Ids of the teams that may do it; empty means any.
    weight
        What leaving it out counts, against other visits.
    barred
        Days and teams that must not make it.
    times
        On how many days of the month it is due, one or two, unless weekly.
    apart
        Least number of calendar days between the two.
    keepers
        Ids of the teams that rather shall make it than others; empty means any.
    """

    id: str
    service_s: int
    days: tuple[int, ...]
    weekly: bool
    spans: tuple[Span, ...] = ALWAYS
    teams: tuple[str, ...] = ()
    weight: int = 1
    barred: frozenset[tuple[int, str]] = frozenset()
    times: int = 1
    apart: int = 0
    keepers: tuple[str, ...] = ()

    def may(self, day: int, team: str) -> bool:
        """Tell whether it may be made on a day by a team, whatever the time."""
        return (
            day in self.days
            and (not self.teams or team in self.teams)
            and (day, team) not in self.barred
        )


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
    speed_mps
        Walking speed of the team.
    """

    day: int
    team: str
    start_s: int
    end_s: int
    walks: int = 0
    speed_mps: float = 1.1


@dataclass(frozen=True)
class Distances:
    """How far it is between points, on one state of gates and hazards.

    Parameters
    ----------
    walk_m
        Metres between points, (1 + 2 v, 1 + 2 v); infinite where there is no way. It need not be
        symmetric.
    along_m
        Metres along each visit's entrances, (v,).
    """

    walk_m: Matrix
    along_m: Matrix


@dataclass(frozen=True)
class Trade:
    """What a month plan is worth besides little walking.

    Parameters
    ----------
    balance
        What rounds of like length are worth, and the longest as short as can be: 0 nothing. At
        about 0.05 the rounds that go out are alike, and no more go out than need be; at 1 almost
        always all teams do, so that the longest gets shorter.
    habit_m
        How many metres of walking it is worth to keep a building's place in the weekly order.
    keeper_m
        How many metres it is worth that a visit is made by a team that looks after it.
    wait
        What a second of waiting counts, against a second of walking.
    """

    balance: float = 1.0
    habit_m: float = 30.0
    keeper_m: float = 30.0
    wait: float = 1.0


WALKING_ONLY = Trade(balance=0, habit_m=0, keeper_m=0, wait=0)
"""The least walking, whatever the rounds look like."""


@dataclass(frozen=True)
class MonthProblem:
    """Which visits are due, who can make them when, and how far everything is.

    Parameters
    ----------
    visits, shifts, distances, trade
        See there.
    dates
        For each day its number in the calendar, such as `date.toordinal` gives it; by default the
        days are a week apart.
    """

    visits: tuple[Visit, ...]
    shifts: tuple[WorkShift, ...]
    distances: tuple[Distances, ...]
    trade: Trade = field(default_factory=Trade)
    dates: tuple[int, ...] = ()

    @classmethod
    def from_arrays(
        cls,
        walk_m: ArrayLike,
        visits: Sequence[Visit],
        shifts: Sequence[WorkShift],
        *,
        along_m: ArrayLike | None = None,
        trade: Trade | None = None,
    ) -> "MonthProblem":
        """Make a problem from a plain matrix, visits and shifts.

        Parameters
        ----------
        walk_m
            Metres from each place to each other, the office first: (1 + v, 1 + v) where visits
            are at a single place, or (1 + 2 v, 1 + 2 v) with the two ends of each visit one
            after the other. It need not be symmetric; infinite means no way.
        visits, shifts
            As described there.
        along_m
            Metres from one end of a visit to the other, (v,); none by default.
        trade
            What counts besides walking; by default nothing.

        Raises
        ------
        ValueError
            If a matrix does not fit the visits, or a length is negative or not a number.
        """
        square, count = np.asarray(walk_m, dtype=float), len(visits)
        if square.shape == (1 + count, 1 + count):
            at = np.array([0, *np.repeat(np.arange(1, count + 1), 2)])
            square = square[np.ix_(at, at)]
        along = np.zeros(count) if along_m is None else np.asarray(along_m, dtype=float)
        if square.shape != (1 + 2 * count, 1 + 2 * count) or along.shape != (count,):
            raise ValueError(f"{count} visits do not fit {square.shape} and {along.shape}")
        if not (square >= 0).all() or not (along >= 0).all():
            raise ValueError("a length is negative or not a number")
        far = Distances(square, along)
        return cls(tuple(visits), tuple(shifts), (far,), trade or WALKING_ONLY)

    def date_of(self, day: int) -> int:
        """Return a day's number in the calendar."""
        return self.dates[day] if self.dates else 7 * day

    def allowed(self, visit: int, shift: WorkShift) -> bool:
        """Tell whether a visit can be made in a shift at all: day, team, reach and hours."""
        return bool(self.allowed_table[visit, self._shift_numbers[shift]])

    @cached_property
    def allowed_table(self) -> NDArray[np.bool_]:
        """Which visits can be made in which shifts at all, (v, s)."""
        table = np.zeros((len(self.visits), len(self.shifts)), dtype=bool)
        if not self.visits:
            return table
        service_s = np.array([visit.service_s for visit in self.visits], dtype=float)
        longest = max(len(visit.spans) for visit in self.visits)
        none = Span(DAY_S, 0)
        spans = np.array(
            [[*v.spans, *[none] * (longest - len(v.spans))] for v in self.visits], dtype=float
        )
        for s, shift in enumerate(self.shifts):
            far = self.distances[shift.walks]
            work_s = service_s + far.along_m / shift.speed_mps
            in_time = np.zeros(len(self.visits), dtype=bool)
            for first, last in ((1, 2), (2, 1)):
                out_s = far.walk_m[0, first::2] / shift.speed_mps
                back_s = far.walk_m[last::2, 0] / shift.speed_mps
                earliest = np.maximum(spans[:, :, 0], (shift.start_s + out_s)[:, None])
                latest = np.minimum(spans[:, :, 1], (shift.end_s - back_s)[:, None])
                in_time |= (earliest + work_s[:, None] <= latest).any(axis=1)
            table[:, s] = in_time & [v.may(shift.day, shift.team) for v in self.visits]
        return table

    @cached_property
    def _shift_numbers(self) -> dict[WorkShift, int]:
        return {shift: number for number, shift in enumerate(self.shifts)}


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
        Visits that are left out: (visit, day), the day None for those not weekly; a visit that
        is due twice is there for each time that is missing.
    cut_short
        Whether the search was stopped before its iterations were done.
    """

    tasks: tuple[tuple[Task, ...], ...]
    missing: tuple[tuple[int, int | None], ...]
    cut_short: bool = False


def walking_m(problem: MonthProblem, routes: Routes) -> float:
    """Return the metres walked in all routes together.

    Parameters
    ----------
    problem, routes
        A problem and what was found for it.
    """
    total = 0.0
    for shift, tasks in zip(problem.shifts, routes.tasks, strict=True):
        far, here = problem.distances[shift.walks], 0
        for task in tasks:
            first, last = (2, 1) if task.backwards else (1, 2)
            total += float(far.walk_m[here, first + 2 * task.visit] + far.along_m[task.visit])
            here = last + 2 * task.visit
        total += float(far.walk_m[here, 0])
    return total
