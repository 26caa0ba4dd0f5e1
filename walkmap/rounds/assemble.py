"""From routes to the month plan: times, legs and reasons."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer

from walkmap.community.hours import hours_said
from walkmap.community.model import WGS84, Community
from walkmap.network.gates import HOURS, gate_states
from walkmap.network.places import OFFICE, Place
from walkmap.network.ways import Way, Ways
from walkmap.rounds.fit import left_out, what_would_fit
from walkmap.rounds.plan import OFFICE_ID, Leg, MonthPlan, Round, Stop
from walkmap.rounds.problem import Routes, Task, Visit
from walkmap.rounds.reasons import Reasons
from walkmap.rounds.timing import first_time, leaving_s
from walkmap.rounds.visits import Month, name_of
from walkmap.words import Words


def make_plan(
    month: Month,
    routes: Routes,
    *,
    month_name: str,
    seed: int,
    visited: Mapping[str, date] | None = None,
    anew: int | None = None,
) -> MonthPlan:
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
    visited
        When targets were visited last, besides what the community knows.
    anew
        Index of the one day that was planned anew: those before it are past, and stay as they are.
    """
    reasons = Reasons(month, routes, visited)
    rounds = [
        _Walker(month, number, tasks, reasons).round()
        for number, tasks in enumerate(routes.tasks)
        if tasks
    ]
    return MonthPlan(
        community=month.community.settings.id,
        month=month_name,
        dates=month.dates,
        seed=seed,
        rounds=tuple(rounds),
        unvisited=tuple(left_out(month, routes, anew or 0)),
        warnings=tuple(_warnings(month, routes, None if anew is not None else seed)),
        home=month.community,
    )


def _warnings(month: Month, routes: Routes, seed: int | None) -> list[Words]:
    """Return what a planner must know of the whole plan; without a seed no other is tried."""
    community = month.community
    found: dict[Words, None] = dict.fromkeys(month.notes)
    if routes.cut_short:
        text = Words(
            "计算没有做完就停了，重算可能更好",
            "the search was stopped before its end: planning again may give a better plan",
        )
        found[text] = None
    help_ = None if seed is None else what_would_fit(month, routes, seed)
    if help_ is not None:
        found[help_] = None
    for shift, team in zip(month.problem.shifts, month.teams, strict=True):
        hours = community.settings.hours_of(team)
        states = gate_states(community, month.dates[shift.day], *hours)
        for id_ in states.index[states == HOURS]:
            name = community.gates["name"][id_] or id_
            when = hours_said(community.gates["hours"][id_])
            text = Words(
                f"{name}只在 {when.zh} 开，没有覆盖整个班次，按关着算",
                f"{name} is open at {when.en}, not for the whole shift: it counts as shut",
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
    return list(found)


def _place_name(community: Community, place: Place) -> Words:
    if place == OFFICE:
        return Words("办公室", "the office")
    if place.kind == "door":
        door = community.entrances.loc[place.id]
        return Words.same(f"{name_of(community, door['building_id'])} {door['name'] or place.id}")
    return Words.same(name_of(community, place.id))


class _Walker:
    """Walks one route, and writes down stops, legs and times."""

    def __init__(
        self, month: Month, number: int, tasks: tuple[Task, ...], reasons: Reasons
    ) -> None:
        self._month = month
        self._number = number
        self._shift = shift = month.problem.shifts[number]
        self._team = month.teams[number]
        self._tasks = tasks
        self._reasons = reasons
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
            self._stop(order, task, mine, here, from_id)
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
            home=self._month.community,
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
    ) -> None:
        """Walk to a visit, wait for its hours, make it, and walk along it."""
        visit = self._month.problem.visits[task.visit]
        approach = self._ways.way(here, doors[0])
        along = [self._ways.way(a, b) for a, b in pairwise(doors)]
        along_m = sum(way.walk_m for way in along)
        arrive = self._make(visit, approach.walk_m, along_m)
        community = self._month.community
        building = visit.id in community.buildings.index
        self._leg("approach", order, from_id, visit.id, [approach])
        if building:
            self._leg("along", order, visit.id, visit.id, along)
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
                also=self._month.together.get(visit.id, ()),
                why=self._reasons.of(self._number, order - 1),
            )
        )

    def _make(self, visit: Visit, approach_m: float, along_m: float) -> float:
        """Let the time of a visit pass, with the way to it and along it; return when it begins."""
        self._now += approach_m / self._speed
        work_s = visit.service_s + along_m / self._speed
        arrive = first_time(visit, self._now, work_s)
        assert arrive is not None, f"{visit.id} does not keep its hours"
        self._waited += arrive - self._now
        self._now = arrive + work_s
        self._visited += visit.service_s
        return arrive

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
