"""Of the calls to the hotline, how many had been seen on a round before."""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from walkmap.community import WGS84, Community

WITHIN_DAYS = 90
NEAR_M = 30.0
DAY_S = 86_400
_SHUFFLES, _SEED = 20, 1
Whole = NDArray[np.int64]

_SPAN_S = 1 << 34  # more seconds than there are in any record: keeps the times of places apart
_KINDS = 8  # more than there are categories
_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class SeenBefore:
    """The calls of a period, and whether a round had seen what they are about.

    Parameters
    ----------
    calls
        A row for each call, indexed by the issue's id: `recorded_at`, `seen`, `days` from the first
        time that it was seen to the call (NaN if it was not), and `waiting`, whether what had been
        seen was not handled yet when the call came.
    by_chance
        How many calls would have been seen before if the same calls had come on one another's days.
    within_days, near_m
        The rule: see `seen_before`.
    """

    calls: pd.DataFrame
    by_chance: float
    within_days: int = WITHIN_DAYS
    near_m: float = NEAR_M

    @property
    def seen(self) -> int:
        """How many calls had been seen before."""
        return int(self.calls["seen"].sum())

    @property
    def waiting(self) -> int:
        """How many had been seen, and were not handled yet."""
        return int(self.calls["waiting"].sum())

    @property
    def median_days(self) -> float | None:
        """How many days before, half of them earlier and half later; None if none was seen."""
        return float(self.calls["days"].median()) if self.seen else None

    def by_month(self) -> pd.DataFrame:
        """Return calls, those seen before and their median days, by month as ``2026-01``."""
        months = self.calls.groupby(self.calls["recorded_at"].dt.strftime("%Y-%m"))
        table = pd.DataFrame(
            {
                "calls": months.size(),
                "seen": months["seen"].sum(),
                "waiting": months["waiting"].sum(),
                "days": months["days"].median(),
            }
        )
        return table.rename_axis("month")


def seen_before(
    community: Community,
    issues: pd.DataFrame,
    calls: pd.DataFrame,
    *,
    within_days: int = WITHIN_DAYS,
    near_m: float = NEAR_M,
) -> SeenBefore:
    """Tell which calls are about something that a round had seen before.

    Parameters
    ----------
    community
        Where its buildings are.
    issues
        All issues, as `walkmap.issues.read_issues` returns them; those of source `walk` were seen.
    calls
        The issues that are asked about, such as those of source `hotline` of a period.
    within_days
        How long before the call it may have been seen, in days.
    near_m
        How near, in metres, an issue without a building may be.

    Returns
    -------
    SeenBefore
        A row for each of `calls`.

    Notes
    -----
    A call had been seen if a round recorded an issue of the same category at the same place, before
    the call and at most `within_days` before it. Two issues at buildings are at the same place if
    it is the same building; if one of them or both lie elsewhere, if they are within `near_m` of
    each other. That is a rule of thumb: nobody knows that both meant the same. What it finds by
    chance is therefore told, too: the mean over 20 shuffles of the calls' days among them.
    """
    walks = _Walks(community, issues[issues["source"] == "walk"], calls, near_m)
    times, within_s = _seconds(calls["recorded_at"]), within_days * DAY_S
    first, waiting = np.full(len(calls), np.nan), np.zeros(len(calls), bool)
    for call, low, high, since in zip(*walks.before(times, within_s), strict=True):
        first[call] = np.fmin(first[call], since)
        waiting[call] |= bool((walks.until[low:high] > times[call]).any())
    table = pd.DataFrame(
        {
            "recorded_at": calls["recorded_at"],
            "seen": ~np.isnan(first),
            "days": (times - first) / DAY_S,
            "waiting": waiting,
        },
        index=calls.index,
    )
    rng = np.random.default_rng(_SEED)
    found = [
        len(np.unique(walks.before(rng.permutation(times), within_s)[0])) for _ in range(_SHUFFLES)
    ]
    return SeenBefore(table, float(np.mean(found)), within_days, near_m)


def _seconds(moments: pd.Series) -> Whole:
    return np.asarray(moments.to_numpy("datetime64[s]"), np.int64)


class _Walks:
    """What was seen on rounds, in the order of place, category and time."""

    def __init__(
        self, community: Community, walks: pd.DataFrame, calls: pd.DataFrame, near_m: float
    ) -> None:
        both = pd.concat([walks, calls])
        places, shapes, buildings = _places(community, both)
        kinds, _ = pd.factorize(both["category"])
        self._kinds = kinds[len(walks) :]
        starts = (places * _KINDS + kinds)[: len(walks)] * _SPAN_S
        keys = starts + _seconds(walks["recorded_at"])
        order = np.argsort(keys, kind="stable")
        handled = walks["handled_at"].where(walks["status"] == "handled")
        never = np.where(walks["status"] == "handled", _seconds(walks["recorded_at"]), _NEVER)
        self._keys = keys[order]
        self.until = np.where(handled.isna(), never, _seconds(handled))[order]
        self._call, self._place = _near(
            places[len(walks) :], np.unique(places[: len(walks)]), shapes, buildings, near_m
        )

    def before(self, times: Whole, within_s: int) -> tuple[Whole, Whole, Whole, Whole]:
        """Return, for each call and each place where it was seen in time: the call's number, the
        slice of what was seen there, and when it was seen first.
        """
        base = (self._place * _KINDS + self._kinds[self._call]) * _SPAN_S
        when = base + times[self._call]
        low, high = (np.searchsorted(self._keys, at) for at in (when - within_s, when))
        seen = low < high
        first = self._keys[low[seen]] - base[seen]
        return self._call[seen], low[seen], high[seen], first


def _places(community: Community, issues: pd.DataFrame) -> tuple[Whole, NDArray[Any], int]:
    """Return the place of each issue as a number, each place's shape in metres, and the number of
    buildings, which come first. Every issue elsewhere has a place of its own.
    """
    outlines = community.in_metres("buildings").geometry
    places = outlines.index.get_indexer(issues["building_id"]).astype(np.int64)
    elsewhere = places < 0
    points = issues[elsewhere]
    places[elsewhere] = len(outlines) + np.arange(len(points))
    at = gpd.GeoSeries(gpd.points_from_xy(points["lon"], points["lat"]), crs=WGS84)
    at = at.where(points["lon"].notna().to_numpy(), None).to_crs(community.utm)
    return places, np.concatenate([outlines.to_numpy(), at.to_numpy()]), len(outlines)


def _near(
    calls: Whole,
    walked: Whole,
    shapes: NDArray[Any],
    buildings: int,
    near_m: float,
) -> tuple[Whole, Whole]:
    """Return pairs of a call's number and a place where walks saw something, that are one place."""
    tree = shapely.STRtree(shapes[walked])
    call, at = tree.query(shapes[calls], predicate="dwithin", distance=near_m)
    place = walked[at]
    one = (calls[call] == place) | (calls[call] >= buildings) | (place >= buildings)
    return call[one], place[one]
