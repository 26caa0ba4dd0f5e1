"""Why a stop is there, on that Monday, with that team."""

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from walkmap.community.settings import Team
from walkmap.rounds.due import last_visits
from walkmap.rounds.problem import Routes, Task, WorkShift
from walkmap.rounds.timing import Tasks, back_s
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
        self._walkers: dict[int, set[str]] = {}
        for shift, tasks in zip(month.problem.shifts, routes.tasks, strict=True):
            for task in tasks:
                self._walkers.setdefault(task.visit, set()).add(shift.team)

    def of(self, s: int, at: int) -> Words:
        """Return the reason of a stop.

        Parameters
        ----------
        s, at
            Number of the shift, and of the stop in its route, from 0.
        """
        visit = self._tasks[s][at].visit
        building = self._month.problem.visits[visit].id in self._month.community.buildings.index
        parts = [*(self._building(s, visit) if building else self._target(s, at))]
        return Words("；".join(p.zh for p in parts), "; ".join(p.en for p in parts))

    def _building(self, s: int, visit: int) -> Iterator[Words]:
        """Say why a building is there, and why with that team."""
        if self._month.problem.visits[visit].weekly:
            yield Words("无物业楼，每个周一都走到", "no property management: visited every Monday")
        else:
            yield Words("按安排要求增加", "added by a wish")
        team, keepers = self._month.teams[s], self._keepers(visit)
        if team.id in keepers:
            yield _keeps(team)
        elif keepers:
            yield Words(
                f"包院的是 {'、'.join(keepers)} 组，{team.name}顺路",
                f"team {', '.join(keepers)} looks after it; it lies on {team.name}'s way",
            )
        elif self._walkers[visit] == {team.id}:
            yield Words(f"每次都由{team.name}走", f"always {team.name}'s")

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
        if community.targets["hours"][asked.id]:
            hours = community.targets["hours"][asked.id]
            yield Words(f"时间 {hours}", f"hours {hours}")
        yield from self._when_and_who(s, at, day)

    def _when_and_who(self, s: int, at: int, day: date) -> Iterator[Words]:
        shift, team = self._month.problem.shifts[s], self._month.teams[s]
        visit = self._tasks[s][at].visit
        wishes = self._month.community.wishes_on(day, "pin")
        pinned = wishes[wishes["id"] == self._month.problem.visits[visit].id]
        detour_m = self._detour_m(s, at)
        way = _on_the_way(detour_m)
        others = [n for n in self._possible(visit) if n != s]
        if (pinned["date"] == day.isoformat()).any():
            yield Words("按安排要求定在这一天", "pinned to this day")
        elif all(self._month.problem.shifts[n].day == shift.day for n in others):
            yield Words("只有这个周一合适", "only this Monday suits")
        else:
            elsewhere = [n for n in others if self._month.problem.shifts[n].day != shift.day]
            yield from self._compared(visit, detour_m, elsewhere)
        yield way
        if (pinned["team"] == team.id).any():
            yield Words(f"按安排要求由{team.name}走访", f"pinned to {team.name}")
        elif team.id in self._keepers(visit):
            yield _keeps(team)

    def _compared(self, visit: int, detour_m: float, shifts: list[int]) -> Iterator[Words]:
        """Say what it would add to the rounds of another Monday."""
        more = [m for n in shifts if (m := self._added_m(visit, n)) is not None]
        if not more:
            yield Words("别的周一都排不下", "no other Monday has room for it")
        elif min(more) > detour_m + _NOTHING_M:
            yield Words(
                f"放到别的周一至少多走 {min(more):.0f} 米",
                f"on another Monday it would add {min(more):.0f} m or more",
            )
        else:
            yield Words("放在这个周一，各次走访长短更匀", "here it keeps the rounds of like length")

    def _keepers(self, visit: int) -> tuple[str, ...]:
        return self._month.problem.visits[visit].keepers

    def _possible(self, visit: int) -> list[int]:
        return np.flatnonzero(self._month.problem.allowed_table[visit]).tolist()

    def _ends(self, tasks: Tasks) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the points at which each gap of a route begins and ends."""
        first = [1 + 2 * task.visit + task.backwards for task in tasks]
        last = [2 + 2 * task.visit - task.backwards for task in tasks]
        return np.array([0, *last]), np.array([*first, 0])

    def _detour_m(self, s: int, at: int) -> float:
        """Return how many metres of a round a target makes."""
        walk_m = self._month.problem.distances[self._month.problem.shifts[s].walks].walk_m
        begins, ends = self._ends(self._tasks[s])
        here = ends[at]
        out, back = walk_m[begins[at], here], walk_m[here, ends[at + 1]]
        return float(out + back - walk_m[begins[at], ends[at + 1]])

    def _added_m(self, visit: int, s: int) -> float | None:
        """Return how many metres a target would add to another round; None if it has no room."""
        problem, tasks = self._month.problem, self._tasks[s]
        shift: WorkShift = problem.shifts[s]
        walk_m = problem.distances[shift.walks].walk_m
        begins, ends = self._ends(tasks)
        here = 1 + 2 * visit
        added = walk_m[begins, here] + walk_m[here, ends] - walk_m[begins, ends]
        for gap in np.argsort(added)[:3]:
            longer = (*tasks[:gap], Task(visit), *tasks[gap:])
            if back_s(problem, shift, longer) is not None:
                return float(added[gap])
        return None


def _keeps(team: Team) -> Words:
    return Words(f"{team.name}包这个楼院", f"{team.name} looks after this courtyard")


def _on_the_way(detour_m: float) -> Words:
    if detour_m <= _NOTHING_M:
        return Words("这一趟顺路", "it lies on this round's way")
    return Words(f"这一趟为它多走 {detour_m:.0f} 米", f"it adds {detour_m:.0f} m to this round")
