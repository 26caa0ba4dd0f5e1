"""From a community to its month problem."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

import geopandas as gpd
import numpy as np

from walkmap.community.hours import seconds
from walkmap.community.model import Community
from walkmap.community.settings import Team
from walkmap.network.month import Walks
from walkmap.network.places import OFFICE, Place
from walkmap.network.ways import Ways
from walkmap.rounds.calendar import RoundDays, week_of
from walkmap.rounds.hopeless import hopeless
from walkmap.rounds.plan import Unvisited
from walkmap.rounds.problem import Distances, MonthProblem, Trade, WorkShift
from walkmap.rounds.wanted import wanted
from walkmap.words import Words


@dataclass(frozen=True)
class Month:
    """A month problem with what its numbers stand for.

    Parameters
    ----------
    community
        The community.
    dates
        The days of its rounds.
    problem
        The plain problem.
    doors
        For each visit the places it passes, in order; a target has one.
    teams
        For each shift of the problem its team.
    ways
        For each of the problem's distances the ways they were measured on.
    streets
        Its streets.
    hopeless
        Visits that no plan can make, with the reason.
    together
        For the id of a visit to a home with several reasons, the ids of the other targets there.
    notes
        What is not due this month, and which wishes contradict or can't be met.
    """

    community: Community
    dates: tuple[date, ...]
    problem: MonthProblem
    doors: tuple[tuple[Place, ...], ...]
    teams: tuple[Team, ...]
    ways: tuple[Ways, ...]
    streets: gpd.GeoDataFrame
    hopeless: tuple[Unvisited, ...] = ()
    together: dict[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[Words, ...] = ()


def make_problem(
    walks: Walks,
    dates: tuple[date, ...],
    *,
    weeks: tuple[int, ...] = (),
    visited: Mapping[str, date] | None = None,
) -> Month:
    """Return the problem of planning a month.

    Parameters
    ----------
    walks
        A community's ways on any day.
    dates
        The days of the rounds, at least one, such as `walkmap.rounds.round_days` gives them.
    weeks
        For each of them which Monday of the month it stands for; by default that of its own week.
    visited
        When targets were visited last, besides what the community knows: an earlier plan's visits.
    """
    community, settings = walks.community, walks.community.settings
    shifts, teams, ways = _shifts(_with_added(walks), dates)
    week = weeks or tuple(week_of(day - timedelta(day.weekday())) for day in dates)
    walking = frozenset((shift.day, shift.team) for shift in shifts)
    asked = wanted(community, RoundDays(dates, week), walking, visited or {})
    plan = settings.plan
    problem = MonthProblem(
        visits=asked.visits,
        shifts=shifts,
        distances=tuple(_distances(way, asked.doors) for way in ways),
        trade=Trade(balance=plan.balance, habit_m=plan.habit_m, keeper_m=plan.keeper_m),
        dates=tuple(day.toordinal() for day in dates),
    )
    month = Month(
        community,
        dates,
        problem,
        asked.doors,
        teams,
        ways,
        walks.streets,
        together=asked.together,
        notes=asked.notes,
    )
    return replace(month, hopeless=tuple(hopeless(month, asked.unsuited, asked.bars)))


def _with_added(walks: Walks) -> Walks:
    """Return ways that lead to managed buildings too, where the planner adds them."""
    community = walks.community
    added = community.wishes["id"][community.wishes["what"] == "add"]
    more = community.buildings.index.isin(added) & community.buildings["managed"].to_numpy(bool)
    if not more.any():
        return walks
    buildings = community.buildings.assign(managed=community.buildings["managed"] & ~more)
    return Walks(replace(community, buildings=buildings), walks.streets)


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
            speed = settings.speed_of(team)
            shifts.append(WorkShift(day, team.id, seconds(start), seconds(end), number, speed))
            teams.append(team)
    return tuple(shifts), tuple(teams), tuple(ways)


def _distances(ways: Ways, doors: tuple[tuple[Place, ...], ...]) -> Distances:
    """Return the distances among the ends of visits, and along their entrances."""
    ends = [OFFICE, *(place for mine in doors for place in (mine[0], mine[-1]))]
    rows = np.array([ways.index[place] for place in ends])
    along = [
        sum(float(ways.walk_m[ways.index[a], ways.index[b]]) for a, b in pairwise(mine))
        for mine in doors
    ]
    return Distances(ways.walk_m[np.ix_(rows, rows)], np.array(along, dtype=float))


def name_of(community: Community, id_: str) -> str:
    """Return what to call a building or target: its name, or else its id."""
    return community.name_of(id_)
