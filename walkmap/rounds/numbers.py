"""The month problem as arrays, for the search; and back."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from walkmap.rounds.kernel import Numbers, State, Weights, refresh
from walkmap.rounds.problem import MonthProblem, Routes, Task, Visit

# A visit of the least weight is worth more than any detour; in seconds.
_PRIZE_S = 1e5


class Item(NamedTuple):
    """A visit on a day, or (None) on whichever day suits."""

    visit: int
    day: int | None


def items_of(problem: MonthProblem) -> list[Item]:
    """Return what is to be put into rounds; what no shift can take is left out.

    Parameters
    ----------
    problem
        The month problem.
    """
    items = []
    for number, visit in enumerate(problem.visits):
        possible = problem.allowed_table[number]
        days = sorted({s.day for s, may in zip(problem.shifts, possible, strict=True) if may})
        if visit.weekly:
            items += [Item(number, day) for day in days]
        elif days:
            items += [Item(number, None)] * visit.times
    return items


def numbers_of(problem: MonthProblem, items: list[Item]) -> Numbers:
    """Return a problem as arrays, without any order that one is used to.

    Parameters
    ----------
    problem
        The month problem.
    items
        As `items_of` gives them.
    """
    visits = [problem.visits[item.visit] for item in items]
    places, ends = _places(problem)
    classes = list(dict.fromkeys((s.walks, s.speed_mps) for s in problem.shifts))
    travel, along = [], []
    for walks, speed_mps in classes:
        far = problem.distances[walks]
        travel.append(far.walk_m[np.ix_(places, places)] / speed_mps)
        along.append(far.along_m[[item.visit for item in items]] / speed_mps)
    enter = np.array([ends[item.visit][way] for item in items for way in (0, 1)], np.uint32)
    leave = np.array([ends[item.visit][1 - way] for item in items for way in (0, 1)], np.uint32)
    shifts, service = problem.shifts, np.array([visit.service_s for visit in visits], float)
    return Numbers(
        travel=np.ascontiguousarray(travel),
        back=np.ascontiguousarray(np.swapaxes(travel, 1, 2)),
        along=np.ascontiguousarray(along),
        work=np.ascontiguousarray(along + service),
        enter=enter,
        leave=leave,
        ends=np.array([len(set(ends[item.visit])) for item in items], np.int32),
        service=service,
        spans=_spans(visits),
        prize=np.array([visit.weight * _PRIZE_S for visit in visits], float),
        twin=_twins(items),
        apart=np.array([visit.apart for visit in visits], np.int32),
        extra=_extra(problem, items),
        near=_near(travel[0], enter[::2], leave[::2]),
        sorts=_sorts(problem, items, travel[0][0, enter[::2]]),
        start=np.array([s.start_s for s in shifts], float),
        end=np.array([s.end_s for s in shifts], float),
        speed_class=np.array([classes.index((s.walks, s.speed_mps)) for s in shifts], np.uint32),
        date=np.array([problem.date_of(s.day) for s in shifts], np.int32),
        day=np.array([s.day for s in shifts], np.int32),
        before=np.full((len(shifts), 2 * len(items)), -2, np.int32),
        ordered=np.zeros(len(items), bool),
    )


def _places(problem: MonthProblem) -> tuple[NDArray[np.int64], list[tuple[int, int]]]:
    """Return the points that differ, and at which of them each visit begins and ends."""
    points, ends = [0], []
    for number in range(len(problem.visits)):
        a, b = 1 + 2 * number, 2 + 2 * number
        points.append(a)
        if any(
            far.along_m[number] > 0
            or not np.array_equal(far.walk_m[a], far.walk_m[b])
            or not np.array_equal(far.walk_m[:, a], far.walk_m[:, b])
            for far in problem.distances
        ):
            ends.append((len(points) - 1, len(points)))
            points.append(b)
        else:
            ends.append((len(points) - 1, len(points) - 1))
    return np.array(points), ends


def _spans(visits: list[Visit]) -> NDArray[np.float64]:
    """Return the hours of visits, those not used at infinity."""
    longest = max((len(visit.spans) for visit in visits), default=1)
    spans = np.full((len(visits), longest, 2), np.inf)
    for number, visit in enumerate(visits):
        spans[number, : len(visit.spans)] = visit.spans
    return spans


def _twins(items: list[Item]) -> NDArray[np.int32]:
    """Return the other item of the same visit, where it is due twice."""
    twin = np.full(len(items), -1, np.int32)
    for number, (one, other) in enumerate(pairwise(items)):
        if one == other:
            twin[number], twin[number + 1] = number + 1, number
    return twin


def _extra(problem: MonthProblem, items: list[Item]) -> NDArray[np.float64]:
    """Return what it costs to have an item in a shift; infinite where it must not be."""
    extra = np.full((len(items), len(problem.shifts)), np.inf)
    for number, item in enumerate(items):
        keepers = problem.visits[item.visit].keepers
        for s, shift in enumerate(problem.shifts):
            if item.day in (None, shift.day) and problem.allowed_table[item.visit, s]:
                strange = keepers and shift.team not in keepers
                extra[number, s] = problem.trade.keeper_m / shift.speed_mps if strange else 0.0
    return extra


def _near(
    travel: NDArray[np.float64], first: NDArray[np.uint32], last: NDArray[np.uint32]
) -> NDArray[np.int32]:
    """Return all items by distance from each, itself first; equals in any order."""
    far = np.minimum.reduce([travel[np.ix_(a, b)] for a in (first, last) for b in (first, last)])
    far = np.minimum(far, far.T) + np.random.default_rng(0).uniform(0, 1e-3, far.shape)
    np.fill_diagonal(far, -1)
    return np.argsort(far, axis=1).astype(np.int32)


def codes_of(problem: MonthProblem, items: list[Item], routes: Routes) -> list[list[int]]:
    """Return routes as codes for the search, (s,) lists; visits that are no items are left out.

    Parameters
    ----------
    problem, items, routes
        A problem, its items, and routes for its shifts.
    """
    numbers: dict[Item, list[int]] = {}
    for number, item in enumerate(items):
        numbers.setdefault(item, []).append(number)
    codes = []
    for shift, tasks in zip(problem.shifts, routes.tasks, strict=True):
        mine = []
        for task in tasks:
            weekly = problem.visits[task.visit].weekly
            free = numbers.get(Item(task.visit, shift.day if weekly else None))
            if free:
                mine.append(2 * free.pop(0) + task.backwards)
        codes.append(mine)
    return codes


def fill(
    numbers: Numbers,
    weights: Weights,
    items: list[Item],
    problem: MonthProblem,
    routes: Routes | None,
    state: State,
) -> None:
    """Put routes into an empty state, each as far as it may be walked, and bring it up to date.

    Parameters
    ----------
    numbers, weights, items, problem
        The problem.
    routes
        Where to begin; None for nowhere.
    state
        Is changed.
    """
    rows = codes_of(problem, items, routes) if routes else [[]] * len(problem.shifts)
    for s, codes in enumerate(rows):
        allowed = [code for code in codes if np.isfinite(numbers.extra[code >> 1, s])]
        while True:
            state.seq[s, : len(allowed)] = allowed
            state.size[s] = len(allowed)
            refresh(numbers, weights, state, s)
            if np.isfinite(state.cost[s]):
                break
            allowed.pop()
        state.at[np.array(allowed, int) >> 1] = s


def _sorts(
    problem: MonthProblem, items: list[Item], out: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return by what items may be put in order, as `Numbers` says; `out` is how far they are."""
    visits = [problem.visits[item.visit] for item in items]
    first = min(shift.start_s for shift in problem.shifts)
    last = max(shift.end_s for shift in problem.shifts)
    opens = np.array([max(first, visit.spans[0].start_s) for visit in visits], float)
    closes = np.array([min(last, visit.spans[-1].end_s) for visit in visits], float)
    free_s = np.array(
        [
            sum(max(0, min(last, b) - max(first, a)) for a, b in problem.visits[visit].spans)
            * np.count_nonzero(problem.allowed_table[visit])
            for visit, _ in items
        ],
        float,
    )
    work = np.array([visit.service_s for visit in visits], float)
    return np.ascontiguousarray([-work, -out, out, free_s, opens, -closes])


def routes_of(problem: MonthProblem, items: list[Item], state: State) -> Routes:
    """Return the rounds of a search as routes.

    Parameters
    ----------
    problem, items, state
        The problem, its items, and their rounds.
    """
    tasks = [
        tuple(Task(items[code >> 1].visit, bool(code & 1)) for code in row[:count].tolist())
        for row, count in zip(state.seq, state.size, strict=True)
    ]
    missing = tuple(item for item, at in zip(items, state.at, strict=True) if at < 0)
    return Routes(tuple(tasks), tuple((item.visit, item.day) for item in missing))
