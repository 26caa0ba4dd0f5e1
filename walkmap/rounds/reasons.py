"""Why a stop is there, on that Monday, with that team."""

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from walkmap.community.hours import hours_said
from walkmap.network.places import target_places
from walkmap.rounds.due import last_visits
from walkmap.rounds.keepers import climbing, courtyards_of, keepers_of
from walkmap.rounds.problem import MonthProblem, Routes, Task, WorkShift
from walkmap.rounds.timing import Tasks, back_s, leaving_s
from walkmap.rounds.visits import Month
from walkmap.words import TARGET_KINDS, Words

_NOTHING_M = 5.0
_OFTEN = {2: Words("每月走访两次", "twice a month"), 0.5: Words("隔月走访", "every second month")}
_ONCE = Words("每月走访一次", "visited once a month")


class Reasons:
    """Gives the reason of each stop, by comparing it with what else could have been.

    Parameters
    ----------
    month, routes
        The problem and its routes.
    visited
        When targets were visited last, besides what the community knows.
    """

    def __init__(
        self, month: Month, routes: Routes, visited: Mapping[str, date] | None = None
    ) -> None:
        self._month, self._tasks = month, routes.tasks
        self._last = last_visits(month.community, visited)
        self._names = {team.id: team.name for team in month.community.settings.teams}
        places = target_places(month.community)
        self._yards = courtyards_of(month.community, places)
        self._climbing = climbing(month.community, places)
        self._rounds: dict[int, list[int]] = {}
        for s, tasks in enumerate(routes.tasks):
            for task in tasks:
                self._rounds.setdefault(task.visit, []).append(s)
        self._length_s = [
            _length_s(month.problem, shift, tasks)
            for shift, tasks in zip(month.problem.shifts, routes.tasks, strict=True)
        ]

    def of(self, s: int, at: int) -> Words:
        """Return the reason of a stop.

        Parameters
        ----------
        s, at
            Number of the shift, and of the stop in its route, from 0.
        """
        visit = self._tasks[s][at].visit
        building = self._month.problem.visits[visit].id in self._month.community.buildings.index
        parts = [*(self._building(s, at) if building else self._target(s, at))]
        return Words("；".join(p.zh for p in parts), "; ".join(p.en for p in parts))

    def _building(self, s: int, at: int) -> Iterator[Words]:
        """Say why a building is there, and why with that team."""
        visit = self._tasks[s][at].visit
        if self._month.problem.visits[visit].weekly:
            yield Words("无物业楼，每个周一都走到", "no property management: visited every Monday")
        else:
            yield Words("按安排要求增加", "added by a wish")
        yield from self._who(s, at)
        walkers = {self._month.problem.shifts[n].team for n in self._rounds[visit]}
        if not self._keepers(visit) and len(walkers) == 1:
            name = self._month.teams[s].name
            yield Words(f"每次都由{name}走", f"always {name}'s")

    def _target(self, s: int, at: int) -> Iterator[Words]:
        """Say why a target is due, why on that Monday, and why with that team."""
        community, shift = self._month.community, self._month.problem.shifts[s]
        visit = self._tasks[s][at].visit
        asked = self._month.problem.visits[visit]
        ids = [asked.id, *self._month.together.get(asked.id, ())]
        kinds = [TARGET_KINDS[community.targets["kind"][id_]] for id_ in ids]
        often = community.settings.times_a_month.get(community.targets["kind"][asked.id], 1)
        every = _OFTEN.get(float(often), _ONCE)
        yield Words(
            f"{'、'.join(kind.zh for kind in kinds)}，{every.zh}",
            f"{', '.join(kind.en for kind in kinds)}, {every.en}",
        )
        day = self._month.dates[shift.day]
        last = self._last.get(asked.id)
        if last is not None and last < day:
            ago = (day - last).days
            yield Words(f"上次是 {ago} 天前", f"last visited {ago} days ago")
        hours = hours_said(community.targets["hours"][asked.id])
        if hours.zh:
            yield Words(f"时间 {hours.zh}", f"hours {hours.en}")
        yield from self._when_and_who(s, at, day)

    def _when_and_who(self, s: int, at: int, day: date) -> Iterator[Words]:
        problem, team = self._month.problem, self._month.teams[s]
        visit = self._tasks[s][at].visit
        wishes = self._month.community.wishes_on(day, "pin")
        pinned = wishes[wishes["id"] == problem.visits[visit].id]
        elsewhere = self._elsewhere(s, visit)
        yield _on_the_way(self._detour_m(s, at))
        if (pinned["date"] == day.isoformat()).any():
            yield Words("按安排要求定在这一天", "pinned to this day")
        elif not elsewhere:
            yield Words("只有这个周一合适", "only this Monday suits")
        else:
            yield self._compared(s, at, elsewhere)
        if (pinned["team"] == team.id).any():
            yield Words(f"按安排要求由{team.name}走访", f"pinned to {team.name}")
        else:
            yield from self._who(s, at)

    def _compared(self, s: int, at: int, elsewhere: list[int]) -> Words:
        """Say what it would come to in the rounds of another Monday."""
        visit, detour_m = self._tasks[s][at].visit, self._detour_m(s, at)
        more = {n: m for n in elsewhere if (m := self._added_m(visit, n)) is not None}
        if not more:
            return Words("别的周一都排不下", "no other Monday has room for it")
        if min(more.values()) > detour_m + _NOTHING_M:
            far = f"{min(more.values()):.0f}"
            return Words(
                f"放到别的周一至少多走 {far} 米", f"on another Monday it would add {far} m or more"
            )
        keepers = self._keepers(visit)
        if self._month.teams[s].id in keepers:
            more = {n: m for n, m in more.items() if self._month.teams[n].id in keepers} or more
        less = [n for n, m in more.items() if m < detour_m - _NOTHING_M]
        near = less or [n for n, m in more.items() if m <= detour_m + _NOTHING_M]
        longer_s = self._month.problem.visits[visit].service_s
        if all(self._length_s[n] + longer_s > self._length_s[s] for n in near):
            return Words(
                "放在这个周一，各次走访长短更匀", "here it keeps the rounds of like length"
            )
        return Words("放到别的周一也差不多", "another Monday would do as well")

    def _who(self, s: int, at: int) -> Iterator[Words]:
        """Say which team looks after it, and why another comes instead."""
        visit, shift, name = self._tasks[s][at].visit, *self._here(s)
        keepers = self._keepers(visit)
        if shift.team in keepers:
            yield Words(f"{name}包这个楼院", f"{name} looks after this courtyard")
        elif keepers:
            whose = "、".join(self._names[id_] for id_ in keepers)
            why = self._instead(s, at, keepers)
            yield Words(
                f"包院的是{whose}，{why.zh}",
                f"{whose.replace('、', ', ')} looks after this courtyard, {why.en}",
            )

    def _instead(self, s: int, at: int, keepers: tuple[str, ...]) -> Words:
        """Say why a team comes that does not look after the courtyard."""
        visit, shift, name = self._tasks[s][at].visit, *self._here(s)
        today = [
            n
            for n, other in enumerate(self._month.problem.shifts)
            if other.day == shift.day and other.team in keepers
        ]
        id_ = self._month.problem.visits[visit].id
        able = [n for n in today if self._month.problem.allowed_table[visit, n]]
        more = [m for n in able if (m := self._added_m(visit, n)) is not None]
        if not today:
            return Words("这天不走访", "and does not walk on that day")
        if set(keepers) <= self._climbing.get(id_, frozenset()):
            return Words("爬不了楼", "and can't climb the stairs")
        if not able:
            return Words("这天去不了", "and can't go there on that day")
        if not more:
            return Words("这天排不下", "and has no room for it on that day")
        if min(more) > self._detour_m(s, at) + _NOTHING_M:
            return Words(f"{name}去更近", f"but it is nearer for {name}")
        return Words(f"{name}分担", f"and {name} shares the work")

    def _here(self, s: int) -> tuple[WorkShift, str]:
        return self._month.problem.shifts[s], self._month.teams[s].name

    def _keepers(self, visit: int) -> tuple[str, ...]:
        community = self._month.community
        if community.settings.courtyards_kept == "no":
            return ()
        return keepers_of(community, self._yards[self._month.problem.visits[visit].id])

    def _elsewhere(self, s: int, visit: int) -> list[int]:
        """Return the shifts of other days that may have a visit instead of this one."""
        problem = self._month.problem
        day, apart = problem.shifts[s].day, problem.visits[visit].apart
        other = {problem.shifts[n].day for n in self._rounds[visit]} - {day}
        return [
            n
            for n in self._possible(visit)
            if (then := problem.shifts[n].day) not in {day, *other}
            and all(abs(problem.date_of(then) - problem.date_of(d)) >= apart for d in other)
        ]

    def _possible(self, visit: int) -> list[int]:
        return np.flatnonzero(self._month.problem.allowed_table[visit]).tolist()

    def _ends(self, tasks: Tasks) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the points at which each gap of a route begins and ends."""
        first = [1 + 2 * task.visit + task.backwards for task in tasks]
        last = [2 + 2 * task.visit - task.backwards for task in tasks]
        return np.array([0, *last]), np.array([*first, 0])

    def _detour_m(self, s: int, at: int) -> float:
        """Return how many metres of a round a stop makes, besides the way along it."""
        walk_m = self._month.problem.distances[self._month.problem.shifts[s].walks].walk_m
        begins, ends = self._ends(self._tasks[s])
        out, back = walk_m[begins[at], ends[at]], walk_m[begins[at + 1], ends[at + 1]]
        return float(out + back - walk_m[begins[at], ends[at + 1]])

    def _added_m(self, visit: int, s: int) -> float | None:
        """Return how many metres a visit would add to another round; None if it has no room."""
        problem, tasks = self._month.problem, self._tasks[s]
        shift: WorkShift = problem.shifts[s]
        walk_m = problem.distances[shift.walks].walk_m
        begins, ends = self._ends(tasks)
        ways = []
        for backwards in (False, True):
            first, last = 1 + 2 * visit + backwards, 2 + 2 * visit - backwards
            added = walk_m[begins, first] + walk_m[last, ends] - walk_m[begins, ends]
            ways += [(float(more), gap, backwards) for gap, more in enumerate(added)]
        for more, gap, backwards in sorted(ways):
            longer = (*tasks[:gap], Task(visit, backwards), *tasks[gap:])
            if back_s(problem, shift, longer) is not None:
                return more
        return None


def _length_s(problem: MonthProblem, shift: WorkShift, tasks: Tasks) -> float:
    """Return how long a round is, in seconds."""
    end_s = back_s(problem, shift, tasks)
    return 0.0 if not tasks or end_s is None else end_s - leaving_s(problem, shift, tasks)


def _on_the_way(detour_m: float) -> Words:
    if detour_m <= _NOTHING_M:
        return Words("这一趟顺路", "it lies on this round's way")
    return Words(f"这一趟为它多走 {detour_m:.0f} 米", f"it adds {detour_m:.0f} m to this round")
