"""Planning one Monday anew, when somebody is ill that morning."""

from collections.abc import Iterator
from dataclasses import replace

from walkmap.rounds.problem import MonthProblem, Routes
from walkmap.rounds.solver import Progress, SolveParams, solve
from walkmap.rounds.timing import Tasks, back_s, with_visit

Missing = tuple[int, int | None]


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
    other: dict[int, list[int]] = {number: [] for number in range(len(problem.visits))}
    for shift, mine in zip(problem.shifts, tasks, strict=True):
        for task in mine if shift.day != day else ():
            other[task.visit].append(shift.day)
    due = {number: _due(problem, number, days, day) for number, days in other.items()}
    today = [s for s, shift in enumerate(problem.shifts) if shift.day == day]
    anew = {n for n in other if due[n] > 0 and _suits(problem, n, other[n], day)}
    one_day = replace(
        problem,
        visits=tuple(
            replace(visit, days=(day,) if number in anew else (), times=1)
            for number, visit in enumerate(problem.visits)
        ),
        shifts=tuple(problem.shifts[s] for s in today),
    )
    routes = solve(one_day, params, progress, like=Routes(tuple(tasks[s] for s in today), ()))
    for s, mine in zip(today, routes.tasks, strict=True):
        tasks[s] = mine
        for task in mine:
            due[task.visit] -= 1
    missing = (*_moved_on(problem, tasks, due, day), *_missing_elsewhere(problem, other, day))
    return Routes(tuple(tasks), missing, routes.cut_short)


def _moved_on(
    problem: MonthProblem, tasks: list[Tasks], due: dict[int, int], day: int
) -> Iterator[Missing]:
    """Put what did not fit into later rounds, in `tasks`; give what fits nowhere."""
    for visit in sorted(due, key=lambda number: -problem.visits[number].weight):
        weekly = problem.visits[visit].weekly
        for _ in range(due[visit]):
            if weekly or not _later(problem, tasks, visit, day):
                yield visit, day if weekly else None


def _missing_elsewhere(
    problem: MonthProblem, other: dict[int, list[int]], day: int
) -> Iterator[Missing]:
    """Give what has been missing on other days and still is."""
    for visit, asked in enumerate(problem.visits):
        for there in asked.days if asked.weekly else ():
            if there != day and there not in other[visit] and _can(problem, visit, there):
                yield visit, there


def _due(problem: MonthProblem, number: int, other: list[int], day: int) -> int:
    """Return how often a visit is due on a day or later, besides the other days that have it."""
    visit = problem.visits[number]
    if visit.weekly:
        return int(day in visit.days and _can(problem, number, day))
    return visit.times - len(other) if problem.allowed_table[number].any() else 0


def _suits(problem: MonthProblem, number: int, other: list[int], day: int) -> bool:
    """Tell whether a visit may be on a day, by its days and those of its other visit."""
    visit, date = problem.visits[number], problem.date_of(day)
    if visit.weekly:
        return day in visit.days
    far = all(abs(date - problem.date_of(each)) >= visit.apart for each in other)
    return day in visit.days and day not in other and far


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
    made = [
        shift.day
        for shift, mine in zip(problem.shifts, tasks, strict=True)
        if visit in {task.visit for task in mine}
    ]
    options = [
        (more_s, s, longer)
        for s, shift in enumerate(problem.shifts)
        if shift.day > day
        and problem.allowed_table[visit, s]
        and _suits(problem, visit, made, shift.day)
        for more_s, longer in with_visit(problem, shift, tasks[s], visit)
    ]
    if not options:
        return False
    _, s, longer = min(options, key=lambda option: option[:2])
    tasks[s] = longer
    return True
