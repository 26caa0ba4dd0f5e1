"""The month plan: every round with its stops, legs, times and reasons.

Times are seconds since local midnight, lengths metres; lines and places are WGS-84.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

import geopandas as gpd
import shapely

from walkmap.community.model import Community
from walkmap.shown import Shown
from walkmap.words import Words

Part = Literal["approach", "along", "return"]
OFFICE_ID = "office"
TEN_YEARS_M = 3160.0
"""What all teams together walked on a Monday, in the mean of ten years: 1,643 km in 520."""


@dataclass(frozen=True)
class Leg:
    """One stretch of a round: the way to a stop, along its entrances, or back to the office.

    Parameters
    ----------
    part
        Which of the three.
    order
        Number of the stop it leads to or passes along; for the way back, one more than the last.
    from_id, to_id
        Stops, or `office`; both are the same for the way along a building.
    walk_m
        True length.
    line
        The way, longitude and latitude; None where its length is zero.
    passage
        Whether it goes through a mapped passage in a building.
    """

    part: Part
    order: int
    from_id: str
    to_id: str
    walk_m: float
    line: shapely.LineString | None
    passage: bool = False


@dataclass(frozen=True)
class Stop:
    """A visit put in order in a round, with its times.

    Parameters
    ----------
    order
        From 1.
    kind
        ``"building"`` or ``"target"``.
    target_kind
        One of `walkmap.words.TARGET_KINDS`, empty for a building.
    id, name
        Of the building or target.
    place
        Where the visit begins, longitude and latitude.
    arrive_s, depart_s
        The visit and the walk along lie between them.
    visit_s
        The visit alone.
    approach_m, along_m
        The leg before the stop, and the walk past its entrances.
    entrances
        Ids of a building's entrances in the order in which they are passed.
    why
        Why it is there, on that Monday, with that team.
    also
        Ids of other targets that are the same home, and visited with it.
    """

    order: int
    kind: Literal["building", "target"]
    target_kind: str
    id: str
    name: str
    place: shapely.Point
    arrive_s: int
    depart_s: int
    visit_s: int
    approach_m: float
    along_m: float
    entrances: tuple[str, ...]
    why: Words
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Round(Shown):
    """What one team walks on one Monday.

    Parameters
    ----------
    date
        The Monday.
    team, team_name
        The team's id and name.
    start_s, end_s
        Leaving the office, and back.
    walk_m, return_m
        All walking, and the leg back to the office.
    walk_s, visit_s, wait_s
        What the time goes to; with a second of rounding they fill the time from start to end.
    steps
        `walk_m` in steps.
    stops, legs
        In order.
    home
        The community, for a notebook to show the round on its map.
    """

    date: datetime.date
    team: str
    team_name: str
    start_s: int
    end_s: int
    walk_m: float
    return_m: float
    walk_s: int
    visit_s: int
    wait_s: int
    steps: int
    stops: tuple[Stop, ...]
    legs: tuple[Leg, ...]
    home: Community | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Unvisited:
    """A required visit that is in no round, and the reason; a target's has no date."""

    id: str
    name: str
    reason: Words
    date: datetime.date | None = None


@dataclass(frozen=True)
class MonthPlan(Shown):
    """All rounds of a month.

    Parameters
    ----------
    community
        The community's id.
    month
        As ``2026-12``.
    dates
        The Mondays.
    seed
        Of the search: the same seed gives the same plan.
    rounds
        By date, then by team as in `community.toml`; a team without stops has no round.
    unvisited, warnings
        What a planner must know.
    changes
        What differs from an earlier plan, with reasons.
    home
        The community, for a notebook to show the plan on its map.
    """

    community: str
    month: str
    dates: tuple[datetime.date, ...]
    seed: int
    rounds: tuple[Round, ...]
    unvisited: tuple[Unvisited, ...] = ()
    warnings: tuple[Words, ...] = ()
    changes: tuple[Words, ...] = ()
    home: Community | None = field(default=None, repr=False, compare=False)

    def on(self, day: datetime.date) -> Iterator[Round]:
        """Give the rounds of one Monday."""
        return (round_ for round_ in self.rounds if round_.date == day)

    def left_out(self) -> dict[Unvisited, tuple[datetime.date, ...]]:
        """Return what is unvisited, each visit and reason once, with the Mondays that lack it.

        The keys have no date; a target has no Mondays.
        """
        days: dict[Unvisited, list[datetime.date]] = {}
        for item in self.unvisited:
            mine = days.setdefault(replace(item, date=None), [])
            if item.date is not None:
                mine.append(item.date)
        return {item: tuple(mine) for item, mine in days.items()}

    def to_gdf(self) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
        """Return all stops and all legs, a row each.

        Returns
        -------
        stops, legs : geopandas.GeoDataFrame
            In WGS-84, in visiting order, with the columns of `rounds.geojson`: `date` as
            ``2026-12-07``, `arrive` and `depart` as ``08:33:13``, `walk_m` in metres. `target_kind`
            is empty for a building; a leg without length has no geometry.
        """
        from walkmap.rounds.tables import frames  # tables are made of what stands here

        return frames(self.rounds)


def clock(time_s: int) -> str:
    """Return seconds since midnight as ``08:30:00``."""
    return f"{time_s // 3600:02d}:{time_s // 60 % 60:02d}:{time_s % 60:02d}"
