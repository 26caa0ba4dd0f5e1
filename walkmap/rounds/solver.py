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
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
import pyvrp
from numpy.typing import NDArray
from pyvrp.search import NeighbourhoodParams, PerturbationParams
from pyvrp.stop import MaxIterations

from walkmap.errors import WalkmapError
from walkmap.rounds.problem import MonthProblem, Routes, Task, WorkShift
from walkmap.words import Words

_TENTHS = 10
_TOLL = 20_000
_FORBIDDEN = 10_000_000
_PRIZE = 1_000_000
# What a tenth of a second beyond the fair share of work counts, on top of itself.
_OVERTIME = 1
_FAIR_SLACK = 1.02
# Found best over months of this size; see benchmarks.
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
    iterations: int = 3000
    guard_s: float = 60.0


class _Client(NamedTuple):
    """What a PyVRP client stands for: one end of a visit on a day (None: on any)."""

    visit: int
    day: int | None
    end: int
    location: int


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

    Raises
    ------
    WalkmapError
        If no plan was found that keeps the shifts.
    """
    params = params or SolveParams()
    logging.getLogger("pyvrp").setLevel(logging.WARNING)
    model = _Model(problem)
    guard = _Guard(params.guard_s, params.iterations, progress)
    first = _search(model.data(), params, guard, params.iterations // 4)
    used = sum(route.duration() for route in first.routes())
    fair = int(_FAIR_SLACK * used / max(1, len(problem.shifts)))
    data = model.data(fair=fair)
    routes = [
        pyvrp.Route(data, [a.idx for a in _activities(route)], route.vehicle_type())
        for route in first.routes()
    ]
    best = _search(data, params, guard, params.iterations, pyvrp.Solution(data, routes))
    if not best.is_feasible():
        raise WalkmapError(
            Words(
                "找不到守住班次的安排；请延长班次或增加走访组",
                "no plan was found that keeps the shifts; lengthen them or add a team",
            )
        )
    return model.routes(best, cut_short=guard.cut_in)


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

    def until(self, iterations: int) -> Callable[[int], bool]:
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
        allowed = np.array(
            [[problem.allowed(v, s) for v in range(len(problem.visits))] for s in problem.shifts]
        ).reshape(len(problem.shifts), len(problem.visits))
        self._clients: list[_Client] = []
        self._groups: list[pyvrp.ClientGroup] = []
        self._data: list[pyvrp.Client] = []
        for visit in range(len(problem.visits)):
            self._add(visit, allowed[:, visit])
        locations = sorted({(c.location, c.visit, c.day, c.end) for c in self._clients})
        self._at: list[tuple[int, int | None, int]] = [(v, d, e) for _, v, d, e in locations]
        self._matrices: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
        self._profile_of: list[int] = []
        known: dict[tuple[int, bytes], int] = {}
        for number, shift in enumerate(problem.shifts):
            open_to = np.array(
                [allowed[number, v] and d in (None, shift.day) for v, d, _ in self._at], dtype=bool
            )
            key = (shift.walks, open_to.tobytes())
            if key not in known:
                known[key] = len(self._matrices)
                self._matrices.append(self._matrix(shift, open_to))
            self._profile_of.append(known[key])

    def _add(self, visit: int, allowed: NDArray[np.bool_]) -> None:
        """Add the clients of a visit: on each day or on any, one or two ends, one for each span."""
        v = self._problem.visits[visit]
        shifts = [s for s, ok in zip(self._problem.shifts, allowed, strict=True) if ok]
        days: list[int | None] = sorted({s.day for s in shifts}) if v.weekly else [None] * bool(shifts)
        two = any(d.along_m[visit] > 0 for d in self._problem.distances)
        for day in days:
            for end in range(1 + two):
                location = len({c.location for c in self._clients}) + 1
                spans = [
                    span
                    for span in v.spans
                    if any(span.start_s < s.end_s and s.start_s < span.end_s for s in shifts)
                ]
                group = None
                if len(spans) > 1:
                    group = len(self._groups)
                    self._groups.append(pyvrp.ClientGroup(required=False))
                for span in spans:
                    if group is not None:
                        self._groups[group].add_client(len(self._data))
                    service = v.service_s * _TENTHS // (1 + two)
                    self._clients.append(_Client(visit, day, end, location))
                    self._data.append(
                        pyvrp.Client(
                            location,
                            service_duration=service,
                            tw_early=span.start_s * _TENTHS,
                            tw_late=max(span.start_s * _TENTHS, span.end_s * _TENTHS - service),
                            prize=v.weight * _PRIZE,
                            required=False,
                            group=group,
                        )
                    )

    def _matrix(
        self, shift: WorkShift, open_to: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return tolls and durations between locations, in one shift."""
        far = self._problem.distances[shift.walks]
        visits = np.array([v for v, _, _ in self._at], dtype=int)
        points = np.concatenate([[0], [1 + 2 * v + e for v, _, e in self._at]]).astype(int)
        walk_m = far.walk_m[np.ix_(points, points)].copy()
        toll = np.full(walk_m.shape, _TOLL, dtype=np.int64)
        toll[:, 0] = 0
        twin: dict[tuple[int, int | None], int] = {}
        for here, (v, d, _) in enumerate(self._at, 1):
            other = twin.setdefault((v, d), here)
            if other != here:
                toll[here, other] = toll[other, here] = 0
                walk_m[here, other] = walk_m[other, here] = far.along_m[v]
        shut = np.concatenate([[False], ~open_to])
        walk_m[:, shut] = walk_m[shut, :] = np.inf
        del visits
        finite = np.isfinite(walk_m)
        seconds = np.where(finite, walk_m, 0.0) / self._problem.speed_mps
        duration = np.where(finite, np.ceil(seconds * _TENTHS), _FORBIDDEN).astype(np.int64)
        toll = np.where(finite, toll, _FORBIDDEN)
        np.fill_diagonal(duration, 0)
        np.fill_diagonal(toll, 0)
        return toll, duration

    def data(self, *, fair: int | None = None) -> Any:
        """Return PyVRP's data; work beyond `fair` tenths of a second in a round counts more."""
        types = []
        for shift, profile in zip(self._problem.shifts, self._profile_of, strict=True):
            start, end = shift.start_s * _TENTHS, shift.end_s * _TENTHS
            length = end - start
            usual = length if fair is None else min(length, fair)
            types.append(
                pyvrp.VehicleType(
                    tw_early=start,
                    tw_late=end,
                    start_late=start,
                    shift_duration=usual,
                    max_overtime=length - usual,
                    unit_overtime_cost=_OVERTIME,
                    unit_distance_cost=1,
                    unit_duration_cost=1,
                    profile=profile,
                )
            )
        return pyvrp.ProblemData(
            locations=[pyvrp.Location(0, 0)] * (1 + len(self._at)),
            clients=self._data,
            depots=[pyvrp.Depot(0)],
            vehicle_types=types,
            distance_matrices=[toll for toll, _ in self._matrices],
            duration_matrices=[duration for _, duration in self._matrices],
            groups=self._groups,
        )

    def routes(self, solution: Any, *, cut_short: bool) -> Routes:
        """Return a solution as routes of visits."""
        tasks: list[tuple[Task, ...]] = [()] * len(self._problem.shifts)
        seen: dict[tuple[int, int | None], set[int]] = {}
        for route in solution.routes():
            order: dict[tuple[int, int | None], int] = {}
            for activity in _activities(route):
                client = self._clients[activity.idx]
                order.setdefault((client.visit, client.day), client.end)
                seen.setdefault((client.visit, client.day), set()).add(client.end)
            tasks[route.vehicle_type()] = tuple(
                Task(visit, backwards=end == 1) for (visit, _), end in order.items()
            )
        ends: dict[tuple[int, int | None], set[int]] = {}
        for client in self._clients:
            ends.setdefault((client.visit, client.day), set()).add(client.end)
        half = {key for key, both in ends.items() if seen.get(key, both) != both}
        kept = tuple(
            tuple(
                task
                for task in mine
                if not {(task.visit, None), (task.visit, shift.day)} & half
            )
            for mine, shift in zip(tasks, self._problem.shifts, strict=True)
        )
        missing = tuple(key for key in ends if key not in seen or key in half)
        return Routes(kept, missing, cut_short)


def _activities(route: Any) -> Iterator[Any]:
    """Give the clients of a route in order."""
    return (activity for activity in route if activity.is_client())
