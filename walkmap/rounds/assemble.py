"""From routes to the month plan: times, legs and reasons."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer

from walkmap.community.model import WGS84, Community
from walkmap.community.settings import Team
from walkmap.network.gates import HOURS, gate_states
from walkmap.network.places import OFFICE, Place
from walkmap.network.ways import Way, Ways
from walkmap.rounds.plan import OFFICE_ID, Leg, MonthPlan, Round, Stop, Unvisited
from walkmap.rounds.problem import Routes, Task, Visit, WorkShift
from walkmap.rounds.timing import first_time, leaving_s
from walkmap.rounds.visits import Month, name_of
from walkmap.words import TARGET_KINDS, Words


def make_plan(month: Month, routes: Routes, *, month_name: str, seed: int) -> MonthPlan:
    """Return the plan that routes amount to.

    Parameters
    ----------
    month
        The problem and what its numbers stand for.
    routes
        What the solver found.
    month_name
        Such as ``2026-12``.
    seed
        Of the search.
    """
    rounds = [
        _Walker(month, shift, team, tasks).round()
        for shift, team, tasks in zip(month.problem.shifts, month.teams, routes.tasks, strict=True)
        if tasks
    ]
    hopeless = {(item.id, item.date) for item in month.hopeless}
    full = [item for item in _left_out(month, routes) if (item.id, item.date) not in hopeless]
    return MonthPlan(
        community=month.community.settings.id,
        month=month_name,
        dates=month.dates,
        seed=seed,
        rounds=tuple(rounds),
        unvisited=(*month.hopeless, *full),
        warnings=tuple(_warnings(month, routes)),
    )


def _left_out(month: Month, routes: Routes) -> list[Unvisited]:
    """Return what the solver left out for want of time."""
    reason = Words(
        "班次里排不下；可延长班次或增加走访组",
        "it does not fit in the shifts; lengthen them or add a team",
    )
    return [
        Unvisited(
            month.problem.visits[visit].id,
            name_of(month.community, month.problem.visits[visit].id),
            reason,
            None if day is None else month.dates[day],
        )
        for visit, day in routes.missing
    ]


def _warnings(month: Month, routes: Routes) -> list[Words]:
    """Return what a planner must know about the plan as a whole."""
    community = month.community
    found: dict[Words, None] = {}
    if routes.cut_short:
        text = Words(
            "计算到时间上限就停了，重算可能略有不同",
            "the search was stopped by its time guard: planning again may differ a little",
        )
        found[text] = None
    for shift, team in zip(month.problem.shifts, month.teams, strict=True):
        hours = community.settings.hours_of(team)
        states = gate_states(community, month.dates[shift.day], *hours)
        for id_ in states.index[states == HOURS]:
            name, open_at = community.gates["name"][id_] or id_, community.gates["hours"][id_]
            text = Words(
                f"{name}只在 {open_at} 开，没有覆盖整个班次，按关着算",
                f"{name} is open at {open_at}, not for the whole shift: it counts as shut",
            )
            found[text] = None
    for ways in month.ways:
        for place, walk_m in ways.network.long_joins.items():
            if place in ways.index:
                name = _place_name(community, place)
                text = Words(
                    f"{name.zh}离最近看得见的街道 {walk_m:.0f} 米，请核对地图",
                    f"{name.en} is {walk_m:.0f} m from the nearest street in sight: check the map",
                )
                found[text] = None
    for text in _idle_wishes(month):
        found[text] = None
    return list(found)


def _idle_wishes(month: Month) -> Iterator[Words]:
    """Give the wishes of this month that nothing was done about."""
    isos = {day.isoformat() for day in month.dates}
    for wish in month.community.wishes.itertuples():
        if wish.date and wish.date[:7] not in {iso[:7] for iso in isos}:
            continue
        if wish.date and wish.date not in isos:
            yield Words(
                f"要求“{wish.what} {wish.id}”写的 {wish.date} 不是走访的周一，没有用上",
                f'the wish "{wish.what} {wish.id}" is for {wish.date}, no Monday of rounds',
            )
        elif wish.what == "add":
            yield Words(
                f"要求“add {wish.id}”还没有用上", f'the wish "add {wish.id}" is not acted on'
            )


def _place_name(community: Community, place: Place) -> Words:
    if place == OFFICE:
        return Words("办公室", "the office")
    if place.kind == "door":
        door = community.entrances.loc[place.id]
        return Words.same(f"{name_of(community, door['building_id'])} {door['name'] or place.id}")
    return Words.same(name_of(community, place.id))


class _Walker:
    """Walks one route, and writes down stops, legs and times."""

    def __init__(self, month: Month, shift: WorkShift, team: Team, tasks: tuple[Task, ...]) -> None:
        self._month = month
        self._shift = shift
        self._team = team
        self._tasks = tasks
        self._ways: Ways = month.ways[shift.walks]
        self._speed = shift.speed_mps
        self._to_lonlat = Transformer.from_crs(month.community.utm, WGS84, always_xy=True)
        self._start_s = leaving_s(month.problem, shift, tasks)
        self._now = float(self._start_s)
        self._waited = 0.0
        self._visited = 0
        self._stops: list[Stop] = []
        self._legs: list[Leg] = []

    def round(self) -> Round:
        """Return the round."""
        here, from_id = OFFICE, OFFICE_ID
        doors = [self._doors(task) for task in self._tasks]
        for order, (task, mine) in enumerate(zip(self._tasks, doors, strict=True), 1):
            onward = doors[order][0] if order < len(doors) else OFFICE
            self._stop(order, task, mine, here, from_id, onward)
            here, from_id = mine[-1], self._stops[-1].id
        back = self._ways.way(here, OFFICE)
        self._leg("return", len(self._tasks) + 1, from_id, OFFICE_ID, [back])
        self._now += back.walk_m / self._speed
        walk_m = sum(leg.walk_m for leg in self._legs)
        return Round(
            date=self._day,
            team=self._team.id,
            team_name=self._team.name,
            start_s=self._start_s,
            end_s=round(self._now),
            walk_m=walk_m,
            return_m=back.walk_m,
            walk_s=round(walk_m / self._speed),
            visit_s=self._visited,
            wait_s=round(self._waited),
            steps=round(walk_m / self._month.community.settings.step_length_m),
            stops=tuple(self._stops),
            legs=tuple(self._legs),
        )

    @property
    def _day(self) -> date:
        return self._month.dates[self._shift.day]

    def _doors(self, task: Task) -> tuple[Place, ...]:
        doors = self._month.doors[task.visit]
        return doors[::-1] if task.backwards else doors

    def _stop(
        self,
        order: int,
        task: Task,
        doors: tuple[Place, ...],
        here: Place,
        from_id: str,
        onward: Place,
    ) -> None:
        """Walk to a visit, wait for its hours, make it, and walk along it."""
        visit = self._month.problem.visits[task.visit]
        approach = self._ways.way(here, doors[0])
        along = [self._ways.way(a, b) for a, b in pairwise(doors)]
        along_m = sum(way.walk_m for way in along)
        self._now += approach.walk_m / self._speed
        work_s = visit.service_s + along_m / self._speed
        arrive = first_time(visit, self._now, work_s)
        assert arrive is not None, f"{visit.id} does not keep its hours"
        self._waited += arrive - self._now
        self._now = arrive + work_s
        self._visited += visit.service_s
        community = self._month.community
        building = visit.id in community.buildings.index
        self._leg("approach", order, from_id, visit.id, [approach])
        if building:
            self._leg("along", order, visit.id, visit.id, along)
        detour_m = (
            approach.walk_m
            + self._ways.way(doors[-1], onward).walk_m
            - self._ways.way(here, onward).walk_m
        )
        self._stops.append(
            Stop(
                order=order,
                kind="building" if building else "target",
                target_kind="" if building else str(community.targets["kind"][visit.id]),
                id=visit.id,
                name=name_of(community, visit.id),
                place=self._lonlat(shapely.Point(self._xy(doors[0]))),
                arrive_s=round(arrive),
                depart_s=round(self._now),
                visit_s=visit.service_s,
                approach_m=approach.walk_m,
                along_m=along_m,
                entrances=tuple(door.id for door in doors) if building else (),
                why=_why(community, visit, building, detour_m, self._day),
            )
        )

    def _xy(self, place: Place) -> Any:
        return self._ways.network.xy[self._ways.network.node_of[place]]

    def _leg(self, part: Any, order: int, from_id: str, to_id: str, ways: list[Way]) -> None:
        lines = [shapely.get_coordinates(way.line) for way in ways if way.line is not None]
        points = np.vstack([lines[0], *(line[1:] for line in lines[1:])]) if lines else None
        line = None if points is None else self._lonlat(shapely.LineString(points))
        walk_m = sum(way.walk_m for way in ways)
        passage = any(way.passage for way in ways)
        self._legs.append(Leg(part, order, from_id, to_id, walk_m, line, passage))

    def _lonlat(self, shape: Any) -> Any:
        def move(points: Any) -> Any:
            return np.column_stack(self._to_lonlat.transform(points[:, 0], points[:, 1]))

        return shapely.transform(shape, move)


def _why(community: Community, visit: Visit, building: bool, detour_m: float, day: date) -> Words:
    """Say why a stop is there."""
    if building:
        return Words("无物业楼，每个周一都走到", "no property management: visited every Monday")
    row = community.targets.loc[visit.id]
    kind = TARGET_KINDS[row["kind"]]
    zh, en = [f"{kind.zh}，每月走访一次"], [f"{kind.en}, visited once a month"]
    if row["hours"]:
        zh.append(f"时间 {row['hours']}")
        en.append(f"hours {row['hours']}")
    if len(visit.days) == 1:
        zh.append("只有这个周一合适")
        en.append("only this Monday suits")
    if round(detour_m) <= 5:
        zh.append("这一趟顺路")
        en.append("it lies on this round's way")
    else:
        zh.append(f"这一趟为它多走 {detour_m:.0f} 米")
        en.append(f"it adds {detour_m:.0f} m to this round")
    return Words("；".join(zh), "; ".join(en))
