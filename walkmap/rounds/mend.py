"""Making routes keep what they promise, exactly.

The search takes a building as two clients, one at each end. Where shifts are full it may tear them
apart, because either half earns its prize. What is left out so, or otherwise, is put back whole
where there is room, and every route is timed as it will be walked.
"""

from collections.abc import Iterator
from dataclasses import replace

from walkmap.rounds.problem import MonthProblem, Routes, Task, Visit, WorkShift

Tasks = tuple[Task, ...]
_LATER_S = 300
_DAY_S = 86400.0  # more than any detour, so that weight goes before walking


def mended(problem: MonthProblem, routes: Routes) -> Routes:
    """Return routes that keep hours and shifts, with all that still fits put into them.

    Parameters
    ----------
    problem
        The month problem.
    routes
        What the search found.
    """
    tasks = list(routes.tasks)
    missing = list(routes.missing)
    for number, shift in enumerate(problem.shifts):
        while tasks[number] and back_s(problem, shift, tasks[number]) is None:
            least = min(tasks[number], key=lambda task: problem.visits[task.visit].weight)
            tasks[number] = tuple(task for task in tasks[number] if task != least)
            weekly = problem.visits[least.visit].weekly
            missing.append((least.visit, shift.day if weekly else None))
    queue = sorted(missing, key=lambda key: -problem.visits[key[0]].weight)
    left = []
    while queue:
        visit, day = queue.pop(0)
        for room in (_room, _room_by_leaving_out):
            options = [
                (cost_s, number, longer, out)
                for number, shift in enumerate(problem.shifts)
                if day in (None, shift.day) and problem.allowed(visit, shift)
                for cost_s, longer, out in room(problem, shift, tasks[number], visit)
            ]
            if options:
                _, number, tasks[number], out = min(options, key=lambda option: option[:2])
                if out is not None:
                    weekly = problem.visits[out].weekly
                    queue.append((out, problem.shifts[number].day if weekly else None))
                break
        else:
            left.append((visit, day))
    return replace(routes, tasks=tuple(tasks), missing=tuple(left))


def _room(
    problem: MonthProblem, shift: WorkShift, tasks: Tasks, visit: int
) -> Iterator[tuple[float, Tasks, int | None]]:
    """Give the ways to put a visit into a route, and how long each takes."""
    before_s = back_s(problem, shift, tasks) if tasks else shift.start_s
    two = any(far.along_m[visit] > 0 for far in problem.distances)
    for at in range(len(tasks) + 1):
        for backwards in (False, True)[: 1 + two]:
            longer = (*tasks[:at], Task(visit, backwards), *tasks[at:])
            end_s = back_s(problem, shift, longer)
            if end_s is not None:
                yield end_s - (before_s or 0.0), longer, None


def _room_by_leaving_out(
    problem: MonthProblem, shift: WorkShift, tasks: Tasks, visit: int
) -> Iterator[tuple[float, Tasks, int | None]]:
    """Give the ways to put a visit in the place of one that weighs less."""
    weight = problem.visits[visit].weight
    for out in tasks:
        lost = problem.visits[out.visit].weight
        if lost < weight:
            rest = tuple(task for task in tasks if task != out)
            for more_s, longer, _ in _room(problem, shift, rest, visit):
                yield lost * _DAY_S + more_s, longer, out.visit


def back_s(problem: MonthProblem, shift: WorkShift, tasks: Tasks) -> float | None:
    """Return when a route is back at the office; None if it breaks hours or the shift."""
    far = problem.distances[shift.walks]
    now, here = float(shift.start_s), 0
    for task in tasks:
        first, last = (2, 1) if task.backwards else (1, 2)
        visit = problem.visits[task.visit]
        now += float(far.walk_m[here, first + 2 * task.visit]) / shift.speed_mps
        work_s = visit.service_s + float(far.along_m[task.visit]) / shift.speed_mps
        arrive = first_time(visit, now, work_s)
        if arrive is None:
            return None
        now, here = arrive + work_s, last + 2 * task.visit
    now += float(far.walk_m[here, 0]) / shift.speed_mps
    return now if now <= shift.end_s + 1e-6 else None


def leaving_s(problem: MonthProblem, shift: WorkShift, tasks: Tasks) -> int:
    """Return when to leave the office: rather later than wait before a door, by whole five minutes.

    Parameters
    ----------
    problem, shift, tasks
        A route that keeps its hours and shift when it starts with the shift.
    """
    end_s = back_s(problem, shift, tasks)
    low, high = shift.start_s, shift.end_s
    while high - low > 1:
        middle = (low + high) // 2
        later = back_s(problem, replace(shift, start_s=middle), tasks)
        if later is not None and end_s is not None and later <= end_s + 1e-6:
            low = middle
        else:
            high = middle
    return shift.start_s + (low - shift.start_s) // _LATER_S * _LATER_S


def first_time(visit: Visit, now: float, work_s: float) -> float | None:
    """Return the first time from `now` at which a visit lies wholly within its hours, if any."""
    for span in visit.spans:
        # Nothing but floats is forgiven.
        if max(now, span.start_s) + work_s <= span.end_s + 1e-6:
            return max(now, float(span.start_s))
    return None
