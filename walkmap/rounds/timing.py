"""Walking a route by the clock: when one is where, and whether hours and the shift are kept."""

from collections.abc import Iterator
from dataclasses import replace

from walkmap.rounds.problem import MonthProblem, Task, Visit, WorkShift

Tasks = tuple[Task, ...]
_LATER_S = 300


def back_s(problem: MonthProblem, shift: WorkShift, tasks: Tasks) -> float | None:
    """Return when a route is back at the office; None if it breaks hours or the shift.

    Parameters
    ----------
    problem, shift, tasks
        The route of a shift.
    """
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


def with_visit(
    problem: MonthProblem, shift: WorkShift, tasks: Tasks, visit: int
) -> Iterator[tuple[float, Tasks]]:
    """Give the ways to put a visit into a route whose order stays, with the seconds that it takes.

    Parameters
    ----------
    problem, shift, tasks
        A route that keeps its hours and shift.
    visit
        The visit's number.

    Yields
    ------
    float, tuple of Task
        How much later one is back, and the route; none that breaks hours or the shift.
    """
    before_s = back_s(problem, shift, tasks) if tasks else shift.start_s
    two = any(far.along_m[visit] > 0 for far in problem.distances)
    for at in range(len(tasks) + 1):
        for backwards in (False, True)[: 1 + two]:
            longer = (*tasks[:at], Task(visit, backwards), *tasks[at:])
            end_s = back_s(problem, shift, longer)
            if end_s is not None:
                yield end_s - (before_s or 0.0), longer
