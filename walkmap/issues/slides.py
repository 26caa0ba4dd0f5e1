"""What a meeting steps through: periods, categories and levels, without any small number."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from walkmap.community import WGS84, Community
from walkmap.community.settings import Works
from walkmap.issues.chance import DRAWS, chance_of, power_of
from walkmap.issues.choice import between
from walkmap.issues.effort import by_effort
from walkmap.issues.heat import Heat, years_of
from walkmap.issues.placed import Placed, place_issues
from walkmap.issues.smooth import shrunk_rates
from walkmap.issues.withhold import FEWEST, may_show
from walkmap.issues.works import BeforeAfter, before_and_after
from walkmap.words import ISSUE_CATEGORIES, ISSUE_LEVELS

MONTHS = 12
ENOUGH = 0.75
SNAP = 0.5  # of the bandwidth: the grid that points are moved to
DRAWS_A_MONTH = 1999

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Sites:
    """Where the issues of all slices lie, and what hidden ones are spread by.

    Parameters
    ----------
    yards
        The courtyard of each building: 0, 1, …; -1 is none.
    weights
        The share of each building in what is spread over its courtyard, or over the community.
    spots
        Other places, in WGS-84, at most 0.36 bandwidths from where the issues are.
    """

    yards: Whole
    weights: Numbers
    spots: NDArray[Any]


@dataclass(frozen=True)
class Slice:
    """One period, category and level; arrays are of shape (buildings,) but for the first two.

    Parameters
    ----------
    count
        Issues of the whole community.
    seen
        Issues at each building, then at each of `Sites.spots`, as far as they may be shown there.
    hidden
        The others: those of each courtyard, as `Sites.yards` numbers them, then those that are told
        of the whole community only. Like `seen`, in multiples of `FEWEST`: what the page makes its
        surface from holds no small number, nor one that could be subtracted.
    rate
        Issues per 100 households and year, shrunk; NaN where it must not be shown, or the number of
        households isn't known.
    more
        Whether a building that may be shown has more than chance gives it.
    power
        How surely a building with three times its share would be found: `power_of`.
    """

    count: int
    seen: Whole
    hidden: Whole
    rate: Numbers
    more: NDArray[np.bool_]
    power: float

    @property
    def enough(self) -> bool:
        """Whether there are enough issues to tell buildings from chance."""
        return self.power >= ENOUGH


@dataclass(frozen=True)
class Slides:
    """All slices of a period.

    Parameters
    ----------
    heat
        The period as a whole. Exact: nothing of `heat.by_building` may be shown but for `shown`.
    periods
        First and last days: the whole first, then its months.
    categories, levels
        What is told apart: codes; empty where only one is looked at.
    slices
        By the numbers of period, category and level; 0 is all of them.
    sites
        Their places.
    shown
        Whether the number of a building's issues in the whole may be shown.
    ground
        Where the surface may be drawn, in WGS-84; None is everywhere.
    effort
        `by_effort`, NaN where it must not be shown; None where no visits are kept.
    works
        `before_and_after` of each of the community's works.
    recorded
        Issues of any time, looked at or not.
    """

    heat: Heat
    periods: tuple[tuple[date, date], ...]
    categories: tuple[str, ...]
    levels: tuple[str, ...]
    slices: dict[tuple[int, int, int], Slice]
    sites: Sites
    shown: NDArray[np.bool_]
    ground: Any
    effort: Numbers | None
    works: tuple[tuple[Works, BeforeAfter | None], ...]
    recorded: int


def slides_of(
    community: Community,
    issues: pd.DataFrame,
    heat: Heat,
    *,
    visits: pd.DataFrame | None = None,
    ground: Any = None,
) -> Slides:
    """Cut a period into months, categories and levels.

    Parameters
    ----------
    community, issues, ground
        As `heat_of` takes them.
    heat
        What it gave for them.
    visits
        Visits made, as `by_effort` takes them.

    Returns
    -------
    Slides
        With the last `MONTHS` months of the period; a month of which less than half belongs to it
        isn't offered by itself.

    Notes
    -----
    At a building, and likewise at points nearest to one, fewer than `FEWEST` issues are not shown,
    nor what would give them away (`may_show`). On the smooth surface such issues are spread over
    the buildings of their courtyard by households, if at least `FEWEST` of them come together at as
    many buildings, or else over the community. All numbers of the surface are rounded to multiples
    of `FEWEST`.
    """
    chosen = heat.choice.of(between(issues, heat.start, heat.end))
    placed = place_issues(community, chosen)
    periods = ((heat.start, heat.end), *_months(heat.start, heat.end))
    categories = _told_apart(ISSUE_CATEGORIES, heat.choice.category)
    levels = _told_apart(ISSUE_LEVELS, heat.choice.level)
    at = _Numbers(chosen, periods, categories, levels)
    counts = _counted(placed, at, len(community.buildings))
    show = may_show(counts)
    cut = _Cutter(community, placed, heat.bandwidth_m)
    slices = {
        key: cut.slice(key, at.of(key), periods[key[0]], show[(slice(None), *key)]) for key in at
    }
    shown = show[: len(community.buildings), 0, 0, 0]
    effort = None if visits is None else by_effort(community, issues, visits, heat)
    ever = heat.choice.of(issues)
    works = [(each, before_and_after(community, ever, each)) for each in community.settings.works]
    if ground is not None:
        ground = gpd.GeoSeries([ground], crs=community.utm).to_crs(WGS84).iloc[0]
    return Slides(
        heat, periods, categories, levels, slices, cut.sites, shown, ground, effort, tuple(works),
        len(issues),
    )  # fmt: skip


def _told_apart(codes: Any, looked_at: tuple[str, ...]) -> tuple[str, ...]:
    codes = tuple(code for code in codes if not looked_at or code in looked_at)
    return codes if len(codes) > 1 else ()


def _months(start: date, end: date) -> list[tuple[date, date]]:
    """Return the last months of a period, cut to it."""
    months = []
    for month in pd.period_range(start, end, freq="M")[-MONTHS:] if start > date.min else ():
        first, last = month.start_time.date(), month.end_time.date()
        cut = max(start, first), min(end, last)
        if (cut[1] - cut[0] + timedelta(1)) * 2 >= last - first + timedelta(1):
            months.append(cut)
    return months if len(months) > 1 else []


class _Numbers:
    """The numbers of period, category and level of each issue."""

    def __init__(
        self,
        issues: pd.DataFrame,
        periods: Any,
        categories: tuple[str, ...],
        levels: tuple[str, ...],
    ) -> None:
        self.shape = len(periods), len(categories) + 1, len(levels) + 1
        days = issues["recorded_at"].to_numpy().astype("datetime64[D]")
        self.month = np.zeros(len(issues), np.int64)  # 0: in none that is offered
        for number, (start, end) in enumerate(periods[1:], 1):
            self.month[(days >= np.datetime64(start)) & (days <= np.datetime64(end))] = number
        self.category = pd.Index(categories).get_indexer(issues["category"]) + 1
        self.level = pd.Index(levels).get_indexer(issues["level"]) + 1

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        """Give the numbers of all slices."""
        periods, categories, levels = map(range, self.shape)
        return product(periods, categories, levels)

    def of(self, key: tuple[int, int, int]) -> NDArray[np.bool_]:
        """Tell which issues a slice holds."""
        held = np.ones(len(self.month), bool)
        for number, own in zip(key, (self.month, self.category, self.level), strict=True):
            if number:
                held &= own == number
        return held


def _counted(placed: Placed, at: _Numbers, buildings: int) -> NDArray[np.int64]:
    """Count the issues of every slice at each building, then at points nearest to each."""
    counts = np.zeros((2 * buildings, *at.shape), np.int64)
    group = _group(placed, buildings)
    for key in at:
        place = placed.place[at.of(key) & (placed.place >= 0)]
        counts[(slice(None), *key)] = np.bincount(group[place], minlength=2 * buildings)
    return counts


def _group(placed: Placed, buildings: int) -> NDArray[np.int64]:
    """Return for each place the row of `_counted` that it belongs to."""
    return placed.near + np.where(np.arange(len(placed.near)) < buildings, 0, buildings)


class _Cutter:
    """Makes slices; what is the same for all of them is made once."""

    def __init__(self, community: Community, placed: Placed, bandwidth_m: float) -> None:
        self.placed = placed
        self.buildings = len(community.buildings)
        self.households = community.buildings["households"].to_numpy(np.int64)
        self.group = _group(placed, self.buildings)
        points = shapely.get_coordinates(placed.shapes[self.buildings :])
        grid = SNAP * bandwidth_m
        cells = np.column_stack([placed.near[self.buildings :], np.floor(points / grid)])
        cells, self.spot = np.unique(cells, axis=0, return_inverse=True)
        centres = shapely.points((cells[:, 1:] + 0.5) * grid)
        spots = gpd.GeoSeries(centres, crs=community.utm).to_crs(WGS84)
        self.of_group = np.append(
            np.arange(self.buildings), self.buildings + cells[:, 0].astype(int)
        )
        yards = community.courtyards.index.get_indexer(community.buildings["courtyard_id"])
        weights = np.maximum(self.households, 1).astype(float)
        self.sites = Sites(yards, weights / weights.max(initial=1), spots.to_numpy())
        self.yards = len(community.courtyards)

    def slice(
        self,
        key: tuple[int, int, int],
        held: NDArray[np.bool_],
        period: tuple[date, date],
        show: Any,
    ) -> Slice:
        """Make one; `held` are its issues, `show` the groups that may be shown."""
        counts, years = self.placed.counts(held), years_of(*period)
        own, known = counts[: self.buildings], self.households > 0
        shown = show[: self.buildings] & known
        power = power_of(int(own[known].sum()), self.households[known])
        more = np.zeros(self.buildings, bool)
        if key[0] == 0 or power >= ENOUGH:
            draws = DRAWS_A_MONTH if key[0] else DRAWS
            more[known] = chance_of(own[known], self.households[known], draws=draws).more
        rates = 100 * shrunk_rates(own, self.households) / years
        rates[~shown] = np.nan
        veiled = self._veiled(counts, show)
        return Slice(int(counts.sum()), *veiled, rates, more & shown, power)

    def _veiled(self, counts: Whole, show: NDArray[np.bool_]) -> tuple[Whole, Whole]:
        """Return what may be seen at each site, and how many of each courtyard are hidden."""
        if counts.sum() < FEWEST:
            counts = np.zeros_like(counts)
        shown = np.where(show[self.group], counts, 0)
        at_spots = np.zeros(len(self.sites.spots), np.int64)
        np.add.at(at_spots, self.spot.ravel(), shown[self.buildings :])
        gathered = np.concatenate([shown[: self.buildings], at_spots])
        near = np.bincount(self.placed.near, counts - shown, minlength=self.buildings)
        inside = self.sites.yards >= 0
        yard = self.sites.yards[inside]
        hidden = np.bincount(yard, near[inside], minlength=self.yards)
        many = np.bincount(yard, near[inside] > 0, minlength=self.yards) >= FEWEST
        hidden = np.where(many & (hidden >= FEWEST), hidden, 0)
        sums = np.append(hidden, near.sum() - hidden.sum())
        return _in_threes(gathered, self.of_group), _in_threes(sums, np.arange(len(sums)))


def _in_threes(counts: NDArray[Any], group: Whole) -> Whole:
    """Round to multiples of `FEWEST`: those of a group, which stand together, one with another."""
    sums = np.cumsum(counts)
    start = np.searchsorted(group, group)
    before = np.append(0, sums)[start]
    rounded = np.floor((sums - before) / FEWEST + 0.5).astype(np.int64)
    earlier = np.where(np.arange(len(counts)) == start, 0, np.append(0, rounded)[:-1])
    multiples: Whole = FEWEST * (rounded - earlier)
    return multiples
