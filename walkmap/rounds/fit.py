"""What is left out of a plan, why, and the smallest single thing that would make it fit."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from math import ceil

import numpy as np
import pandas as pd

from walkmap.community.layers import WISHES
from walkmap.network.gates import OPEN, gate_states
from walkmap.network.month import Walks
from walkmap.network.places import Place
from walkmap.rounds.plan import Unvisited
from walkmap.rounds.problem import MonthProblem, Routes, Task, WorkShift
from walkmap.rounds.solver import SolveParams, solve
from walkmap.rounds.timing import Tasks, back_s, with_visit
from walkmap.rounds.visits import Month, name_of
from walkmap.words import Words

_STEP_S = 300
_MOST_S = 7200
_TRIED_S = (600, 1200, 1800, 2700, 3600, 5400, 7200)
_EACH = 30  # for more than these it is not tried one by one
_FULL = Words("班次里排不下", "it does not fit in the shifts")


def left_out(month: Month, routes: Routes) -> Iterator[Unvisited]:
    """Give what is in no round, with the reason and what would help, found by trying.

    Parameters
    ----------
    month, routes
        The problem and its routes.
    """
    trying = _Trying(month, routes)
    numbers = {visit.id: number for number, visit in enumerate(month.problem.visits)}
    tried = 0
    for item in month.hopeless:
        day = None if item.date is None else month.dates.index(item.date)
        tried += 1
        help_ = trying.remedy(numbers[item.id], day) if tried <= _EACH else None
        yield replace(item, reason=_with(item.reason, help_))
    for visit, day in routes.missing:
        tried += 1
        help_ = trying.remedy(visit, day) if tried <= _EACH else None
        id_ = month.problem.visits[visit].id
        date = None if day is None else month.dates[day]
        yield Unvisited(id_, name_of(month.community, id_), _with(_FULL, help_), date)


def _with(reason: Words, help_: Words | None) -> Words:
    if help_ is None:
        return reason
    return Words(f"{reason.zh}；{help_.zh}", f"{reason.en}; {help_.en}")


class _Trying:
    """Tries what would make a visit fit into routes that are there."""

    def __init__(self, month: Month, routes: Routes) -> None:
        self._month, self._routes = month, routes

    def remedy(self, visit: int, day: int | None) -> Words | None:
        """Return what would help: so many more minutes, another team, or another gate."""
        problem = self._month.problem
        asked = problem.visits[visit]
        made = [
            problem.date_of(shift.day)
            for shift, tasks in zip(problem.shifts, self._routes.tasks, strict=True)
            if visit in {task.visit for task in tasks}
        ]
        shifts = [
            number
            for number, shift in enumerate(problem.shifts)
            if day in (None, shift.day)
            and asked.may(shift.day, shift.team)
            and all(abs(problem.date_of(shift.day) - date) >= asked.apart for date in made)
        ]
        if not shifts:
            return None
        if not any(np.isfinite(self._out_m(visit, number)) for number in shifts):
            return self._gate(visit)
        return self._minutes(visit, shifts) or self._team(visit, shifts)

    def _out_m(self, visit: int, number: int) -> float:
        walk_m = self._month.problem.distances[self._month.problem.shifts[number].walks].walk_m
        return float(walk_m[0, 1 + 2 * visit])

    def _minutes(self, visit: int, shifts: list[int]) -> Words | None:
        """Return the fewest minutes by which one shift would have to be longer."""
        found: list[tuple[int, int, bool]] = []
        for number in shifts:
            shift, tasks = self._month.problem.shifts[number], self._routes.tasks[number]
            late_s = self._back_s(replace(shift, end_s=shift.end_s + _MOST_S), tasks, visit)
            if late_s is not None:
                steps = ceil((late_s - shift.end_s - 1e-6) / _STEP_S)
                found.append((max(1, steps) * _STEP_S, number, True))
                continue
            for early_s in _TRIED_S:
                earlier = replace(shift, start_s=shift.start_s - early_s)
                if self._back_s(earlier, tasks, visit) is not None:
                    found.append((early_s, number, False))
                    break
        if not found:
            return None
        longer_s, number, later = min(found)
        team = self._month.teams[number].name
        day = self._month.dates[self._month.problem.shifts[number].day]
        minutes = longer_s // 60
        if later:
            return Words(
                f"{day:%m-%d} {team}晚 {minutes} 分钟结束就能排下",
                f"it fits if {team} ends {minutes} minutes later on {day:%m-%d}",
            )
        return Words(
            f"{day:%m-%d} {team}早 {minutes} 分钟出发就能排下",
            f"it fits if {team} starts {minutes} minutes earlier on {day:%m-%d}",
        )

    def _back_s(self, shift: WorkShift, tasks: Tasks, visit: int) -> float | None:
        """Return when a route is back with one more visit; None if it can't be made."""
        routes = (longer for _, longer in with_visit(self._month.problem, shift, tasks, visit))
        backs = (back_s(self._month.problem, shift, longer) for longer in routes)
        return min((back for back in backs if back is not None), default=None)

    def _team(self, visit: int, shifts: list[int]) -> Words | None:
        """Say that another team with the same hours would help, if it would."""
        for number in shifts:
            shift = self._month.problem.shifts[number]
            if back_s(self._month.problem, shift, (Task(visit),)) is not None:
                day = self._month.dates[shift.day]
                return Words(
                    f"{day:%m-%d} 增加一个走访组就能排下",
                    f"it fits with another team on {day:%m-%d}",
                )
        return None

    def _gate(self, visit: int) -> Words | None:
        """Name a gate that would let one through to a visit, if one alone would."""
        doors = set(self._month.doors[visit])
        for gate, reached in self._opened.items():
            if doors <= reached:
                gates = self._month.community.gates
                name = gates["name"][gate] or gate
                return Words(f"打开{name}就能走到", f"it can be reached if {name} is open")
        return None

    @cached_property
    def _opened(self) -> dict[str, set[Place]]:
        """Which doors and targets can be reached if one shut gate is opened, for each of them."""
        community, problem = self._month.community, self._month.problem
        team, day = self._month.teams[0], self._month.dates[problem.shifts[0].day]
        hours = community.settings.hours_of(team)
        states = gate_states(community, day, *hours)
        streets = self._month.streets
        found = {}
        for gate in states.index[states != OPEN]:
            row = dict.fromkeys(WISHES, "") | {"what": "open_gate", "id": gate}
            wishes = pd.concat([community.wishes, pd.DataFrame([row])], ignore_index=True)
            walks = Walks(replace(community, wishes=wishes), streets)
            ways = walks.on(day, *hours, no_stairs=team.no_stairs)
            near = np.isfinite(ways.walk_m[0])
            found[str(gate)] = {p for p, ok in zip(ways.places, near, strict=True) if ok}
        return found


def what_would_fit(month: Month, routes: Routes, seed: int) -> Words | None:
    """Say what would make all that was left out for want of time fit, found by trying.

    Parameters
    ----------
    month, routes
        The problem and its routes.
    seed
        Of the search.

    Returns
    -------
    Words or None
        How much longer every round would have to be, and whether one more team would do; None
        if nothing is missing.
    """
    if not routes.missing:
        return None
    zh, en = [], []
    for longer_s in _TRIED_S:
        shifts = [replace(s, end_s=s.end_s + longer_s) for s in month.problem.shifts]
        if _all_fit(replace(month.problem, shifts=tuple(shifts)), seed):
            zh.append(f"每次走访都延长 {longer_s // 60} 分钟")
            en.append(f"every round is {longer_s // 60} minutes longer")
            break
    last = {shift.day: shift for shift in month.problem.shifts}
    more = [replace(shift, team=f"{shift.team}+") for shift in last.values()]
    if _all_fit(replace(month.problem, shifts=(*month.problem.shifts, *more)), seed):
        zh.append("每次都增加一个走访组")
        en.append("there is one more team each time")
    if not zh:
        return Words(
            "延长两小时或增加一个走访组，也不能全部排下",
            "neither two more hours nor one more team make everything fit",
        )
    return Words(f"{'，或者'.join(zh)}，就能全部排下", f"everything fits if {', or '.join(en)}")


def _all_fit(problem: MonthProblem, seed: int) -> bool:
    return not solve(problem, SolveParams(seed, "quick")).missing
