"""Solving the month problem, whole, with PyVRP.

All Mondays are solved at once: each Monday's copy of a building is a client of its own, a target is
one client that any Monday's vehicle may take. Arcs to what a shift must not visit are very long.

A building has two ends. Both are clients; a toll on every arc into a client, but for the arc from
its own other end, holds them together, so that direction and order are chosen at once.

Inside PyVRP everything is an integer: time in tenths of a second, rounded up. Distances hold the
toll alone; walking counts as the time that it takes.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
import pyvrp
from numpy.typing import NDArray
from pyvrp.search import NeighbourhoodParams, PerturbationParams
from pyvrp.stop import MaxIterations, StoppingCriterion

from walkmap.rounds.habit import settled
from walkmap.rounds.mend import mended
from walkmap.rounds.problem import MonthProblem, Routes, Task, WorkShift

_TENTHS = 10
_TOLL = 20_000
_FORBIDDEN = 10_000_000
_PRIZE = 1_000_000
# What a tenth of a second beyond the fair share of work counts, on top of itself.
_OVERTIME = 1
_FAIR_SLACK = 1.02
# What converged best on months of 4 Mondays, 32 buildings and 60 to 80 targets.
_NEIGHBOURS = NeighbourhoodParams(num_neighbours=30)
_PERTURBATION = PerturbationParams(1, 10)


@dataclass(frozen=True)
class SolveParams:
    """How to search.

    Parameters
    ----------
    seed
        The same seed gives the same plan, as long as the time guard does not cut in.
    iterations
        When to stop.
    guard_s
        When to stop at the latest.
    """

    seed: int = 1
    iterations: int = 5000
    guard_s: float = 60.0


class _Spot(NamedTuple):
    """A location of PyVRP's: one end of a visit, on a day (None: on whichever)."""

    visit: int
    day: int | None
    end: int


def solve(
    problem: MonthProblem,
    params: SolveParams | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> Routes:
    """Plan all rounds of a month.

    Parameters
    ----------
    problem
        The month problem.
    params
        How to search.
    progress
        Called now and then with the share of the search that is done.

    Returns
    -------
    Routes
        With the least working time found, and rounds of like length; what doesn't fit is `missing`.
    """
    params = params or SolveParams()
    if not problem.shifts:
        return Routes((), ())
    logging.getLogger("pyvrp").setLevel(logging.WARNING)
    model = _Model(problem)
    guard = _Guard(params.guard_s, params.iterations, progress)
    first = _search(model.data(), params, guard, params.iterations // 4)
    used = sum(route.duration() for route in first.routes())
    fair = int(_FAIR_SLACK * used / max(1, len(problem.shifts)))
    data = model.data(fair=fair)
    routes = [pyvrp.Route(data, _clients(r), r.vehicle_type()) for r in first.routes()]
    best = _search(data, params, guard, params.iterations, pyvrp.Solution(data, routes))
    # Where a shift is too short by less than its prize is worth, the search is content to be late:
    # that is mended, too.
    found = mended(problem, model.routes(best, cut_short=guard.cut_in))
    return settled(problem, found)


def _search(
    data: Any, params: SolveParams, guard: "_Guard", iterations: int, start: Any = None
) -> Any:
    """Run PyVRP's iterated local search."""
    result = pyvrp.solve(
        data,
        stop=guard.until(iterations),
        seed=params.seed,
        collect_stats=False,
        display=False,
        params=pyvrp.SolveParams(neighbourhood=_NEIGHBOURS, perturbation=_PERTURBATION),
        initial_solution=start,
    )
    return result.best


class _Guard:
    """Stops a search by iterations, or by time if that comes first, and tells how far it is."""

    def __init__(self, limit_s: float, total: int, progress: Callable[[float], None]) -> None:
        self._end = perf_counter() + limit_s
        self._total = total * 5 // 4
        self._done = 0
        self._progress = progress
        self.cut_in = False

    def until(self, iterations: int) -> StoppingCriterion:
        """Return a stopping criterion for one search."""
        enough = MaxIterations(iterations)

        def stop(best_cost: int) -> bool:
            self._done += 1
            if self._done % 50 == 0:
                self._progress(min(1.0, self._done / self._total))
            if perf_counter() > self._end:
                self.cut_in = True
                return True
            return bool(enough(best_cost))

        return stop


class _Model:
    """The problem as PyVRP takes it, and its solution as we do."""

    def __init__(self, problem: MonthProblem) -> None:
        self._problem = problem
        visits, shifts = range(len(problem.visits)), problem.shifts
        allowed = {(v, s) for s in shifts for v in visits if problem.allowed(v, s)}
        self._spots = [spot for v in visits for spot in self._spots_of(v, allowed)]
        self._clients: list[pyvrp.Client] = []
        self._groups: list[pyvrp.ClientGroup] = []
        self._spot_of: list[_Spot] = []  # by client
        for location, spot in enumerate(self._spots, 1):
            self._add_clients(location, spot)
        self._matrices: list[_Matrices] = []
        self._profiles: list[int] = []  # by shift
        known: dict[tuple[int, float, bytes], int] = {}
        for shift in shifts:
            open_to = np.array(
                [s.day in (None, shift.day) and (s.visit, shift) in allowed for s in self._spots],
                dtype=bool,
            )
            key = (shift.walks, shift.speed_mps, open_to.tobytes())
            if key not in known:
                known[key] = len(self._matrices)
                self._matrices.append(self._matrices_for(shift, open_to))
            self._profiles.append(known[key])

    def _spots_of(self, visit: int, allowed: set[tuple[int, WorkShift]]) -> Iterator[_Spot]:
        """Give the locations of a visit: one or two ends, on each day or on whichever suits."""
        days: list[int | None] = [
            *sorted({shift.day for number, shift in allowed if number == visit})
        ]
        if not self._problem.visits[visit].weekly:
            days = [None] if days else []
        for day in days:
            for end in range(self._ends(visit)):
                yield _Spot(visit, day, end)

    def _ends(self, visit: int) -> int:
        """Return how many locations stand for a visit: two if one walks along it."""
        return 1 + any(far.along_m[visit] > 0 for far in self._problem.distances)

    def _add_clients(self, location: int, spot: _Spot) -> None:
        """Add a client for each span of the visit's hours; of several, one is to be taken."""
        visit = self._problem.visits[spot.visit]
        service = visit.service_s * _TENTHS // self._ends(spot.visit)
        first = min(shift.start_s for shift in self._problem.shifts)
        last = max(shift.end_s for shift in self._problem.shifts)
        spans = [
            span
            for span in visit.spans
            if span.start_s < last
            and first < span.end_s
            and span.end_s - span.start_s >= visit.service_s
        ]
        group = None
        if len(spans) > 1:
            group = len(self._groups)
            number = len(self._clients)
            members = list(range(number, number + len(spans)))
            self._groups.append(pyvrp.ClientGroup(members, required=False))
        for span in spans:
            early = span.start_s * _TENTHS
            self._spot_of.append(spot)
            self._clients.append(
                pyvrp.Client(
                    location,
                    service_duration=service,
                    tw_early=early,
                    tw_late=max(early, span.end_s * _TENTHS - service),
                    prize=visit.weight * _PRIZE,
                    required=False,
                    group=group,
                )
            )

    def _matrices_for(self, shift: WorkShift, open_to: NDArray[np.bool_]) -> "_Matrices":
        """Return tolls and durations between locations, in one shift."""
        far = self._problem.distances[shift.walks]
        points = np.array([0, *(1 + 2 * spot.visit + spot.end for spot in self._spots)])
        walk_m = far.walk_m[np.ix_(points, points)]
        toll = np.full(walk_m.shape, _TOLL)
        toll[:, 0] = 0
        for here, spot in enumerate(self._spots, 1):
            if spot.end == 1:  # its twin stands just before it
                toll[here, here - 1] = toll[here - 1, here] = 0
                walk_m[here, here - 1] = walk_m[here - 1, here] = far.along_m[spot.visit]
        shut = np.array([False, *~open_to])
        walk_m[:, shut] = walk_m[shut, :] = np.inf
        walkable = np.isfinite(walk_m)
        tenths = np.ceil(np.where(walkable, walk_m, 0.0) / shift.speed_mps * _TENTHS)
        matrices = _Matrices(
            np.where(walkable, toll, _FORBIDDEN).astype(np.int64),
            np.where(walkable, tenths, _FORBIDDEN).astype(np.int64),
        )
        for matrix in matrices:
            np.fill_diagonal(matrix, 0)
        return matrices

    def data(self, *, fair: int | None = None) -> Any:
        """Return PyVRP's data; work beyond `fair` tenths of a second in a round counts more."""
        types = []
        for shift, profile in zip(self._problem.shifts, self._profiles, strict=True):
            start, end = shift.start_s * _TENTHS, shift.end_s * _TENTHS
            usual = end - start if fair is None else min(end - start, fair)
            types.append(
                pyvrp.VehicleType(
                    tw_early=start,
                    tw_late=end,
                    start_late=start,
                    shift_duration=usual,
                    max_overtime=end - start - usual,
                    unit_overtime_cost=_OVERTIME,
                    unit_distance_cost=1,
                    unit_duration_cost=1,
                    profile=profile,
                )
            )
        return pyvrp.ProblemData(
            locations=[pyvrp.Location(0, 0)] * (1 + len(self._spots)),
            clients=self._clients,
            depots=[pyvrp.Depot(0)],
            vehicle_types=types,
            distance_matrices=[matrices.toll for matrices in self._matrices],
            duration_matrices=[matrices.tenths for matrices in self._matrices],
            groups=self._groups,
        )

    def routes(self, solution: Any, *, cut_short: bool) -> Routes:
        """Return a solution as routes of visits.

        Of a visit that the search tore apart, nothing is left: one half made, or its ends in two
        rounds, or another visit between them.
        """
        tasks: list[tuple[Task, ...]] = [()] * len(self._problem.shifts)
        made: set[tuple[int, int | None]] = set()
        for route in solution.routes():
            mine = []
            spots = [self._spot_of[client] for client in _clients(route)]
            for key, group in groupby(spots, key=lambda spot: (spot.visit, spot.day)):
                ends = [spot.end for spot in group]
                if len(ends) == self._ends(key[0]):
                    made.add(key)
                    mine.append(Task(key[0], backwards=ends[0] == 1))
            tasks[route.vehicle_type()] = tuple(mine)
        due = dict.fromkeys((spot.visit, spot.day) for spot in self._spots)
        return Routes(
            tasks=tuple(tasks),
            missing=tuple(key for key in due if key not in made),
            cut_short=cut_short,
        )


class _Matrices(NamedTuple):
    """What arcs cost and how long they take, (n, n), for one set of shifts."""

    toll: Any
    tenths: Any


def _clients(route: Any) -> list[int]:
    """Return the clients of a route in order."""
    return [activity.idx for activity in route if activity.is_client()]
