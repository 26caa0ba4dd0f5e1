"""From a community to its month problem."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from walkmap.community.hours import DAY_S, Span, parse_hours, parse_weeks, seconds
from walkmap.community.model import Community
from walkmap.community.settings import Team
from walkmap.network.gates import gate_states
from walkmap.network.month import Walks
from walkmap.network.places import OFFICE, Place, target_places
from walkmap.network.reach import unreached
from walkmap.network.ways import Ways
from walkmap.rounds.plan import Unvisited
from walkmap.rounds.problem import Distances, MonthProblem, Visit, WorkShift
from walkmap.words import Words

# What leaving a visit out counts: targets by priority (1 is the first), buildings last of all.
_WEIGHTS = {1: 9, 2: 3, 3: 1}
_BUILDING_WEIGHT = 30


@dataclass(frozen=True)
class Month:
    """A month problem with what its numbers stand for.

    Parameters
    ----------
    community
        The community.
    dates
        The Mondays.
    problem
        The plain problem.
    doors
        For each visit the places it passes, in order; a target has one.
    teams
        For each shift of the problem its team.
    ways
        For each of the problem's distances the ways they were measured on.
    hopeless
        Visits that no plan can make, with the reason.
    """

    community: Community
    dates: tuple[date, ...]
    problem: MonthProblem
    doors: tuple[tuple[Place, ...], ...]
    teams: tuple[Team, ...]
    ways: tuple[Ways, ...]
    hopeless: tuple[Unvisited, ...]


def make_problem(walks: Walks, dates: tuple[date, ...]) -> Month:
    """Return the problem of planning a month.

    Parameters
    ----------
    walks
        A community's ways on any day.
    dates
        The Mondays.
    """
    community = walks.community
    shifts, teams, ways = _shifts(walks, dates)
    visits, doors = _visits(community, dates)
    problem = MonthProblem(
        visits=visits,
        shifts=shifts,
        distances=tuple(_distances(way, doors) for way in ways),
        dates=tuple(day.toordinal() for day in dates),
    )
    hopeless = tuple(_hopeless(walks, dates, problem, doors, teams, ways))
    return Month(community, dates, problem, doors, teams, ways, hopeless)


def _shifts(
    walks: Walks, dates: tuple[date, ...]
) -> tuple[tuple[WorkShift, ...], tuple[Team, ...], tuple[Ways, ...]]:
    """Return each team's shift on each Monday on which it isn't absent."""
    settings = walks.community.settings
    shifts: list[WorkShift] = []
    teams: list[Team] = []
    ways: list[Ways] = []
    for day, monday in enumerate(dates):
        absent = set(walks.community.wishes_on(monday, "absent")[["id", "team"]].to_numpy().flat)
        for team in settings.teams:
            if team.id in absent:
                continue
            start, end = settings.hours_of(team)
            found = walks.on(monday, start, end, no_stairs=team.no_stairs)
            if not any(found is known for known in ways):
                ways.append(found)
            number = next(i for i, known in enumerate(ways) if known is found)
            speed = settings.walking_speed_mps
            shifts.append(WorkShift(day, team.id, seconds(start), seconds(end), number, speed))
            teams.append(team)
    return tuple(shifts), tuple(teams), tuple(ways)


def _visits(
    community: Community, dates: tuple[date, ...]
) -> tuple[tuple[Visit, ...], tuple[tuple[Place, ...], ...]]:
    """Return the visits of a month, and the places that each passes."""
    minutes = community.settings.minutes
    visits, doors = [], []
    every_day = tuple(range(len(dates)))
    for id_ in community.unmanaged.index:
        entrances = community.doors_of(str(id_))
        service_s = round(minutes.entrance * 60 * len(entrances))
        always = (Span(0, DAY_S),)
        barred = _barred(community, str(id_), dates)
        visits.append(
            Visit(str(id_), service_s, every_day, True, always, (), _BUILDING_WEIGHT, barred)
        )
        doors.append(tuple(Place("door", door) for door in entrances))
    places = target_places(community)
    for id_, row in community.targets.iterrows():
        visits.append(_target(community, str(id_), row, dates))
        doors.append((places[str(id_)],))
    return tuple(visits), tuple(doors)


def _target(community: Community, id_: str, row: Any, dates: tuple[date, ...]) -> Visit:
    """Return the visit of a target: its minutes, hours, weeks, and the wishes about it."""
    own = row["minutes"]
    minutes = community.settings.minutes.of(row["kind"]) if pd.isna(own) else float(own)
    weeks = parse_weeks(row["weeks"])
    days = [k for k in range(len(dates)) if not weeks or k + 1 in weeks]
    isos = [day.isoformat() for day in dates]
    pins = community.wishes[(community.wishes["what"] == "pin") & (community.wishes["id"] == id_)]
    pins = pins[pins["date"].isin(["", *isos])]  # another month's pins mean nothing here
    dated = set(pins["date"]) - {""}
    if dated:
        days = [k for k, iso in enumerate(isos) if iso in dated]
    return Visit(
        id=id_,
        service_s=round(minutes * 60),
        days=tuple(days),
        weekly=False,
        spans=parse_hours(row["hours"]),
        teams=tuple(sorted(set(pins["team"]) - {""})),
        weight=_WEIGHTS[row["priority"]],
        barred=_barred(community, id_, dates),
    )


def _barred(community: Community, id_: str, dates: tuple[date, ...]) -> frozenset[tuple[int, str]]:
    """Return the days and teams that wishes keep off a visit: forbidden, or a building's pins."""
    teams = [team.id for team in community.settings.teams]
    barred: set[tuple[int, str]] = set()
    for day, monday in enumerate(dates):
        for what, mine in (("forbid", True), ("pin", id_ in community.buildings.index)):
            wishes = community.wishes_on(monday, what)
            named = set(wishes["team"][wishes["id"] == id_]) if mine else set()
            if what == "forbid":
                barred |= {(day, team) for team in teams if named & {"", team}}
            elif named - {""}:
                barred |= {(day, team) for team in teams if team not in named}
    return frozenset(barred)


def _distances(ways: Ways, doors: tuple[tuple[Place, ...], ...]) -> Distances:
    """Return the distances among the ends of visits, and along their entrances."""
    ends = [OFFICE, *(place for mine in doors for place in (mine[0], mine[-1]))]
    rows = np.array([ways.index[place] for place in ends])
    along = [
        sum(float(ways.walk_m[ways.index[a], ways.index[b]]) for a, b in pairwise(mine))
        for mine in doors
    ]
    return Distances(ways.walk_m[np.ix_(rows, rows)], np.array(along, dtype=float))


def _hopeless(
    walks: Walks,
    dates: tuple[date, ...],
    problem: MonthProblem,
    doors: tuple[tuple[Place, ...], ...],
    teams: tuple[Team, ...],
    ways: tuple[Ways, ...],
) -> Iterator[Unvisited]:
    """Give the visits that can't be made in any shift, each with its reason."""
    community = walks.community
    cut_off: list[dict[Place, Words]] = []
    for number, way in enumerate(ways):
        shift = next(s for s in problem.shifts if s.walks == number)
        team = teams[problem.shifts.index(shift)]
        hours: tuple[time, time] = community.settings.hours_of(team)
        gates = gate_states(community, dates[shift.day], *hours)
        hazards = community.active_hazards(dates[shift.day])
        cut_off.append(unreached(community, way.network, gates, hazards))
    for number, visit in enumerate(problem.visits):
        for day in range(len(dates)) if visit.weekly else (None,):
            shifts = [s for s in problem.shifts if day in (None, s.day)]
            if any(problem.allowed(number, shift) for shift in shifts):
                continue
            reason = _reason(visit, number, problem, shifts, cut_off, doors[number])
            when = None if day is None else dates[day]
            yield Unvisited(visit.id, name_of(community, visit.id), reason, when)


def _reason(
    visit: Visit,
    number: int,
    problem: MonthProblem,
    shifts: list[WorkShift],
    cut_off: list[dict[Place, Words]],
    doors: tuple[Place, ...],
) -> Words:
    """Say why no shift can make a visit: nobody there, no day left, no way to it, or no time."""
    if not shifts:
        return Words("这一天没有走访组", "no team walks on that day")
    shifts = [s for s in shifts if s.day in visit.days]
    if not shifts:
        return Words(
            "这个月没有合适的周一（看 weeks 和安排要求）",
            "no Monday of the month suits (see weeks and wishes)",
        )
    if all((s.day, s.team) in visit.barred for s in shifts):
        return Words(
            "安排要求不让走访（forbid 或 pin）", "wishes keep every team off it (forbid, pin)"
        )
    for door in doors:
        reasons = [cut_off[shift.walks].get(door) for shift in shifts]
        if reasons[0] is not None and all(reasons):
            return reasons[0]
    if visit.teams and not any(s.team in visit.teams for s in shifts):
        return Words("指定的走访组没有排班", "the team it is pinned to does not walk")
    if visit.spans == (Span(0, DAY_S),):
        return Words(
            "班次太短，走过去、走访再回来都不够",
            "the shifts are too short to walk there, visit and come back",
        )
    return Words(
        "可走访的时间与走访组的班次凑不上",
        "its hours leave no time for it within the teams' shifts",
    )


def name_of(community: Community, id_: str) -> str:
    """Return what to call a building or target: its name, or else its id."""
    layer = community.buildings if id_ in community.buildings.index else community.targets
    return str(layer["name"][id_]) or id_
