"""What is left out of a plan, why, and the smallest single thing that would make it fit."""

from bisect import bisect
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from math import ceil

import numpy as np
import pandas as pd

from walkmap.community.hours import DAY_S
from walkmap.community.layers import WISHES
from walkmap.network.gates import OPEN, gate_states
from walkmap.network.month import Walks
from walkmap.network.places import Place
from walkmap.rounds.plan import Unvisited
from walkmap.rounds.problem import WALKING_ONLY, MonthProblem, Routes, Task, WorkShift
from walkmap.rounds.solver import SolveParams, solve
from walkmap.rounds.timing import Tasks, back_s, with_visit
from walkmap.rounds.visits import Month, name_of
from walkmap.words import Words

_STEP_S = 300
_MOST_S = 7200
_TRIED_S = (600, 1200, 1800, 2700, 3600, 5400, 7200)
_EACH = 30  # for more than these longer shifts are not tried one by one
_FULL = Words("班次里排不下", "it does not fit in the shifts")


def left_out(month: Month, routes: Routes, since: int = 0) -> Iterator[Unvisited]:
    """Give what is in no round, with the reason and what would help, found by trying.

    Parameters
    ----------
    month, routes
        The problem and its routes.
    since
        Index of the first day on which something may still be changed.
    """
    trying = _Trying(month, routes, since)
    numbers = {visit.id: number for number, visit in enumerate(month.problem.visits)}
    numbers |= {id_: numbers[main] for main, ids in month.together.items() for id_ in ids}
    for item in month.hopeless:
        day = None if item.date is None else month.dates.index(item.date)
        help_ = trying.remedy(numbers[item.id], day)
        yield replace(item, reason=_with(item.reason, help_))
    for visit, day in routes.missing:
        reason = _with(_FULL, trying.remedy(visit, day))
        date = None if day is None else month.dates[day]
        main = month.problem.visits[visit].id
        for id_ in (main, *month.together.get(main, ())):
            yield Unvisited(id_, name_of(month.community, id_), reason, date)


def _with(reason: Words, help_: Words | None) -> Words:
    if help_ is None:
        return reason
    return Words(f"{reason.zh}；{help_.zh}", f"{reason.en}; {help_.en}")


class _Trying:
    """Tries what would make a visit fit into routes that are there."""

    def __init__(self, month: Month, routes: Routes, since: int) -> None:
        self._month, self._routes, self._since = month, routes, since
        self._found: dict[tuple[int, int | None], Words | None] = {}
        self._tried = 0
        self._opened: dict[int, dict[str, set[Place]]] = {}

    def remedy(self, visit: int, day: int | None) -> Words | None:
        """Return what would help: so many more minutes, another team, or another gate."""
        if (visit, day) not in self._found:
            self._found[visit, day] = self._try(visit, day)
        return self._found[visit, day]

    def _try(self, visit: int, day: int | None) -> Words | None:
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
            and shift.day >= self._since
            and asked.may(shift.day, shift.team)
            and all(abs(problem.date_of(shift.day) - date) >= asked.apart for date in made)
        ]
        if not shifts:
            return None
        if not any(np.isfinite(self._out_m(visit, number)) for number in shifts):
            return self._gate(visit, shifts[0])
        self._tried += 1
        if self._tried > _EACH:
            return None
        return self._minutes(visit, shifts) or self._team(visit, shifts)

    def _out_m(self, visit: int, number: int) -> float:
        far = self._month.problem.distances[self._month.problem.shifts[number].walks]
        return float(far.walk_m[0, 1 + 2 * visit] + far.along_m[visit])

    def _minutes(self, visit: int, shifts: list[int]) -> Words | None:
        """Return the fewest minutes by which one shift would have to be longer."""
        longer = [each for number in shifts for each in self._longer(visit, number)]
        for longer_s, number, early in sorted(longer):
            shift, minutes = self._month.problem.shifts[number], longer_s // 60
            day, team = self._month.dates[shift.day], self._month.teams[number].name
            if early and same_gates(self._month, number, early_s=longer_s):
                return Words(
                    f"{day:%m-%d} {team}早 {minutes} 分钟出发，单这一处就能排下",
                    f"it alone fits if {team} starts {minutes} minutes earlier on {day:%m-%d}",
                )
            if not early and same_gates(self._month, number, late_s=longer_s):
                return Words(
                    f"{day:%m-%d} {team}晚 {minutes} 分钟结束，单这一处就能排下",
                    f"it alone fits if {team} ends {minutes} minutes later on {day:%m-%d}",
                )
        return None

    def _longer(self, visit: int, number: int) -> Iterator[tuple[int, int, bool]]:
        """Give how much later a shift has to end, and how much earlier to start (True)."""
        shift, tasks = self._month.problem.shifts[number], self._routes.tasks[number]
        back = self._back_s(replace(shift, end_s=shift.end_s + _MOST_S), tasks, visit)
        if back is not None:
            yield max(1, ceil((back - shift.end_s - 1e-6) / _STEP_S)) * _STEP_S, number, False
        steps = range(_STEP_S, _MOST_S + 1, _STEP_S)
        at = bisect(
            steps,
            False,
            key=lambda early_s: (
                self._back_s(replace(shift, start_s=shift.start_s - early_s), tasks, visit)
                is not None
            ),
        )
        if at < len(steps):
            yield steps[at], number, True

    def _back_s(self, shift: WorkShift, tasks: Tasks, visit: int) -> float | None:
        """Return when a route is back with one more visit; None if it can't be made."""
        routes = (longer for _, longer in with_visit(self._month.problem, shift, tasks, visit))
        backs = (back_s(self._month.problem, shift, longer) for longer in routes)
        return min((back for back in backs if back is not None), default=None)

    def _team(self, visit: int, shifts: list[int]) -> Words | None:
        """Say that another team with the same hours would help, if it would."""
        asked = self._month.problem.visits[visit]
        if asked.teams or asked.id in _pinned(self._month):
            return None
        for number in shifts:
            shift = self._month.problem.shifts[number]
            if back_s(self._month.problem, shift, (Task(visit),)) is not None:
                day = self._month.dates[shift.day]
                return Words(
                    f"{day:%m-%d} 增加一个走访组就能排下",
                    f"it fits with another team on {day:%m-%d}",
                )
        return None

    def _gate(self, visit: int, number: int) -> Words | None:
        """Name a gate that would let one through to a visit, if one alone would."""
        doors = set(self._month.doors[visit])
        walks = self._month.problem.shifts[number].walks
        if walks not in self._opened:
            self._opened[walks] = dict(self._opening(number))
        for gate, reached in self._opened[walks].items():
            if doors <= reached:
                gates = self._month.community.gates
                name = gates["name"][gate] or gate
                return Words(f"打开{name}就能走到", f"it can be reached if {name} is open")
        return None

    def _opening(self, number: int) -> Iterator[tuple[str, set[Place]]]:
        """Give each shut gate of a shift, and what can be reached if it is opened."""
        community, streets = self._month.community, self._month.streets
        team, day = (
            self._month.teams[number],
            self._month.dates[self._month.problem.shifts[number].day],
        )
        hours = community.settings.hours_of(team)
        states = gate_states(community, day, *hours)
        for gate in states.index[states != OPEN]:
            row = dict.fromkeys(WISHES, "") | {
                "date": day.isoformat(),
                "what": "open_gate",
                "id": gate,
            }
            wishes = pd.concat([community.wishes, pd.DataFrame([row])], ignore_index=True)
            walks = Walks(replace(community, wishes=wishes), streets)
            ways = walks.on(day, *hours, no_stairs=team.no_stairs)
            near = np.isfinite(ways.walk_m[0])
            yield str(gate), {p for p, ok in zip(ways.places, near, strict=True) if ok}


def same_gates(month: Month, number: int, *, early_s: int = 0, late_s: int = 0) -> bool:
    """Tell whether a longer shift finds the same gates open: one counts only if open all along.

    Parameters
    ----------
    month, number
        A month, and the number of the shift.
    early_s, late_s
        How much earlier it would start, and how much later end; not beyond the day.
    """
    shift, day = month.problem.shifts[number], month.dates[month.problem.shifts[number].day]
    start_s, end_s = shift.start_s - early_s, shift.end_s + late_s
    if start_s < 0 or end_s >= DAY_S:
        return False
    now = month.community.settings.hours_of(month.teams[number])
    then = [time(s // 3600, s // 60 % 60) for s in (start_s, end_s)]
    states = [gate_states(month.community, day, *hours) == OPEN for hours in (now, then)]
    return bool((states[0] == states[1]).all())


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
    problem, zh, en = month.problem, [], []
    if _all_fit(problem, seed):
        return Words(
            "把整个月重新排一遍，就能全部排下", "everything fits if the whole month is planned anew"
        )
    for longer_s in _TRIED_S:
        shifts = [replace(s, end_s=s.end_s + longer_s) for s in problem.shifts]
        if _all_fit(replace(problem, shifts=tuple(shifts)), seed):
            if all(same_gates(month, s, late_s=longer_s) for s in range(len(shifts))):
                zh.append(f"每次走访都延长 {longer_s // 60} 分钟")
                en.append(f"every round is {longer_s // 60} minutes longer")
            break
    if _all_fit(_with_a_team(problem, _pinned(month)), seed):
        zh.append("每次都增加一个走访组")
        en.append("there is one more team each time")
    if not zh:
        return Words(
            "延长两小时或增加一个走访组，也不能全部排下",
            "neither two more hours nor one more team make everything fit",
        )
    return Words(f"{'，或者'.join(zh)}，就能全部排下", f"everything fits if {', or '.join(en)}")


def _pinned(month: Month) -> set[str]:
    """Return the ids of what the planner wants one team to visit: another is no help."""
    wishes = month.community.wishes
    return set(wishes["id"][(wishes["what"] == "pin") & (wishes["team"] != "")])


def _with_a_team(problem: MonthProblem, pinned: set[str]) -> MonthProblem:
    """Return a problem with one more team on each day; what is kept off all others is off it."""
    last = {shift.day: shift for shift in problem.shifts}
    more = [replace(shift, team=f"{shift.team}+") for shift in last.values()]
    visits = [
        replace(
            visit,
            barred=visit.barred
            | {
                (new.day, new.team)
                for new in more
                if visit.id in pinned
                or all((s.day, s.team) in visit.barred for s in problem.shifts if s.day == new.day)
            },
        )
        for visit in problem.visits
    ]
    return replace(problem, visits=tuple(visits), shifts=(*problem.shifts, *more))


def _all_fit(problem: MonthProblem, seed: int) -> bool:
    return not solve(replace(problem, trade=WALKING_ONLY), SolveParams(seed, "quick")).missing
