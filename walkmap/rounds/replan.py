"""Planning one Monday anew, when somebody is ill that morning."""

from collections import Counter
from dataclasses import replace

from walkmap.rounds.problem import MonthProblem, Routes
from walkmap.rounds.solver import Progress, SolveParams, solve
from walkmap.rounds.timing import Tasks, back_s, with_visit


def replan(
    problem: MonthProblem, earlier: Routes, day: int, params: SolveParams, progress: Progress
) -> Routes:
    """Plan one day anew; move to later days only what no longer fits.

    Parameters
    ----------
    problem
        The month problem, with the teams that are there.
    earlier
        The routes so far; those of other days stay as they are, but for what is moved there.
    day
        Index of the day.
    params, progress
        As for `solve`.

    Returns
    -------
    Routes
        What fits nowhere is `missing`.
    """
    tasks = [_sound(problem, s, mine) for s, mine in enumerate(earlier.tasks)]
    elsewhere = [
        (task.visit, shift.day)
        for shift, mine in zip(problem.shifts, tasks, strict=True)
        for task in mine
        if shift.day != day
    ]
    due = _due(problem, Counter(visit for visit, _ in elsewhere), day)
    today = [s for s, shift in enumerate(problem.shifts) if shift.day == day]
    visits = tuple(
        replace(visit, days=(day,) if number in due and day in visit.days else (), times=1)
        for number, visit in enumerate(problem.visits)
    )
    shifts = tuple(problem.shifts[s] for s in today)
    one_day = replace(problem, visits=visits, shifts=shifts)
    routes = solve(one_day, params, progress, like=Routes(tuple(tasks[s] for s in today), ()))
    for s, mine in zip(today, routes.tasks, strict=True):
        tasks[s] = mine
    made = {task.visit for mine in routes.tasks for task in mine}
    missing: list[tuple[int, int | None]] = []
    for visit in sorted(due - made, key=lambda number: -problem.visits[number].weight):
        weekly = problem.visits[visit].weekly
        if weekly or not _later(problem, tasks, visit, day):
            missing.append((visit, day if weekly else None))
    missing += [
        (visit, other)
        for visit, asked in enumerate(problem.visits)
        if asked.weekly
        for other in asked.days
        if other != day and (visit, other) not in elsewhere and _can(problem, visit, other)
    ]
    return Routes(tuple(tasks), tuple(missing), routes.cut_short)


def _due(problem: MonthProblem, elsewhere: Counter[int], day: int) -> set[int]:
    """Return what is to be done on the day: what is due on each, and what other days don't have."""
    return {
        number
        for number, visit in enumerate(problem.visits)
        if (day in visit.days if visit.weekly else elsewhere[number] < visit.times)
        and problem.allowed_table[number].any()
    }


def _can(problem: MonthProblem, visit: int, day: int) -> bool:
    shifts = zip(problem.shifts, problem.allowed_table[visit], strict=True)
    return any(may for shift, may in shifts if shift.day == day)


def _sound(problem: MonthProblem, s: int, tasks: Tasks) -> Tasks:
    """Return a route without what can't be walked any more."""
    while tasks and back_s(problem, problem.shifts[s], tasks) is None:
        least = min(tasks, key=lambda task: problem.visits[task.visit].weight)
        tasks = tuple(task for task in tasks if task != least)
    return tasks


def _later(problem: MonthProblem, tasks: list[Tasks], visit: int, day: int) -> bool:
    """Put a visit into a later round where it takes least; tell whether there is room."""
    made = {
        problem.date_of(shift.day)
        for shift, mine in zip(problem.shifts, tasks, strict=True)
        if visit in {task.visit for task in mine}
    }
    options = [
        (more_s, s, longer)
        for s, shift in enumerate(problem.shifts)
        if shift.day > day
        and problem.allowed_table[visit, s]
        and all(
            abs(problem.date_of(shift.day) - date) >= problem.visits[visit].apart for date in made
        )
        for more_s, longer in with_visit(problem, shift, tasks[s], visit)
    ]
    if not options:
        return False
    _, s, longer = min(options, key=lambda option: option[:2])
    tasks[s] = longer
    return True
