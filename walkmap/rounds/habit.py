"""Giving each Monday's routes to the teams that know them."""

from dataclasses import replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from walkmap.rounds.mend import back_s
from walkmap.rounds.problem import MonthProblem, Routes, Task, WorkShift


def settled(problem: MonthProblem, routes: Routes) -> Routes:
    """Return routes with teams of one Monday exchanged so that each keeps its buildings.

    Monday by Monday, a team gets the route that shares most weekly visits with its own of the
    Monday before, if it may make its visits and needs no longer for it than the other team. No
    route changes but for who walks it.

    Parameters
    ----------
    problem
        The month problem.
    routes
        As the solver found them.
    """
    tasks = list(routes.tasks)
    known: dict[str, set[int]] = {}
    for day in sorted({shift.day for shift in problem.shifts}):
        mine = [number for number, shift in enumerate(problem.shifts) if shift.day == day]
        before = [tasks[number] for number in mine]
        shifts = [problem.shifts[number] for number in mine]
        shared = np.array(
            [
                [
                    _shared(problem, to, of, walked, known)
                    for of, walked in zip(shifts, before, strict=True)
                ]
                for to in shifts
            ]
        )
        rows, columns = linear_sum_assignment(shared, maximize=True)
        for row, column in zip(rows, columns, strict=True):
            tasks[mine[row]] = before[column]
        for number in mine:
            known[problem.shifts[number].team] = _weekly(problem, tasks[number])
    return replace(routes, tasks=tuple(tasks))


def _shared(
    problem: MonthProblem,
    to: WorkShift,
    of: WorkShift,
    tasks: tuple[Task, ...],
    known: dict[str, set[int]],
) -> float:
    """Return how many visits of a route a team knows; far below zero if it can't take it over."""
    count = float(len(_weekly(problem, tasks) & known.get(to.team, set())))
    if to is of:
        return count + 0.5  # nothing is exchanged for nothing
    if not all(problem.allowed(task.visit, to) for task in tasks):
        return -1e6
    then, now = back_s(problem, of, tasks), back_s(problem, to, tasks)
    if then is None or now is None or now - to.start_s > then - of.start_s + 1:
        return -1e6
    return count


def _weekly(problem: MonthProblem, tasks: tuple[Task, ...]) -> set[int]:
    return {task.visit for task in tasks if problem.visits[task.visit].weekly}
