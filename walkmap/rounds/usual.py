"""What one is used to: the weekly order of buildings, or an earlier plan."""

from collections import Counter
from dataclasses import replace

import numpy as np

from walkmap.rounds.kernel import Numbers
from walkmap.rounds.numbers import Item, codes_of
from walkmap.rounds.problem import MonthProblem, Routes

_ANYTHING, _OTHER = -2, -3


def typical_monday(problem: MonthProblem) -> MonthProblem:
    """Return the problem of one Monday, the one with most teams, without targets.

    Each target adds its share of time to the building that is nearest to it.

    Parameters
    ----------
    problem
        The month problem; its visits keep their numbers.
    """
    teams = Counter(shift.day for shift in problem.shifts)
    day = max(teams, key=lambda each: (teams[each], -each))
    weekly = [v for v, visit in enumerate(problem.visits) if visit.weekly]
    longer_s = dict.fromkeys(weekly, 0.0)
    walk_m = problem.distances[0].walk_m
    for number, visit in enumerate(problem.visits):
        if not visit.weekly and weekly:
            doors = [walk_m[1 + 2 * number, [1 + 2 * v, 2 + 2 * v]].min() for v in weekly]
            nearest = weekly[int(np.argmin(doors))]
            longer_s[nearest] += visit.service_s * visit.times / len(teams)
    visits = [
        replace(visit, service_s=round(visit.service_s + longer_s[number]), days=(day,))
        if visit.weekly
        else replace(visit, days=())
        for number, visit in enumerate(problem.visits)
    ]
    shifts = tuple(shift for shift in problem.shifts if shift.day == day)
    trade = replace(problem.trade, habit_m=0)
    return replace(problem, visits=tuple(visits), shifts=shifts, trade=trade)


def every_monday(problem: MonthProblem, typical: MonthProblem, routes: Routes) -> Routes:
    """Return the routes of a typical Monday as each team would walk them on every Monday.

    Parameters
    ----------
    problem
        The month problem.
    typical, routes
        The typical Monday and its routes.
    """
    usual = {s.team: tasks for s, tasks in zip(typical.shifts, routes.tasks, strict=True)}
    return Routes(tuple(usual.get(shift.team, ()) for shift in problem.shifts), ())


def used_to(
    problem: MonthProblem, numbers: Numbers, items: list[Item], routes: Routes, away_s: float = 0
) -> Numbers:
    """Return the numbers of a problem in which the order of routes is the usual one.

    Parameters
    ----------
    problem, numbers, items
        The problem.
    routes
        What one is used to; shifts without a route there are free.
    away_s
        What it costs to have one of their visits in another shift.
    """
    before, extra = numbers.before.copy(), numbers.extra.copy()
    ordered = numbers.ordered.copy()
    for s, codes in enumerate(codes_of(problem, items, routes)):
        if not codes:
            continue
        mine = np.array(codes) >> 1
        ordered[mine] = True
        extra[mine] += away_s
        extra[mine, s] -= away_s
        before[s] = _OTHER
        before[s, codes] = [-1, *codes[:-1]]
    return numbers._replace(before=before, extra=extra, ordered=ordered)
