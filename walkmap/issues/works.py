"""Issues before and after works, such as a courtyard's enclosure."""

from dataclasses import dataclass
from datetime import timedelta

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.stats import binomtest

from walkmap.community import WGS84, Community
from walkmap.community.settings import Works
from walkmap.issues.choice import between
from walkmap.issues.heat import DAYS_A_YEAR

MOST_DAYS = 365
LEAST_DAYS = 60


@dataclass(frozen=True)
class BeforeAfter:
    """Issues in the courtyards of some works before and after them.

    Parameters
    ----------
    works
        What was done, when and where.
    before, after
        Issues in its courtyards.
    days_before, days_after
        The days that were looked at, up to the day before the works and from their day on: a year
        each, or less where records don't reach so far.
    rest_before, rest_after
        Issues of the same days in the rest of the community.
    p
        How often chance makes so much of a difference, or more.
    """

    works: Works
    before: int
    after: int
    days_before: int
    days_after: int
    rest_before: int
    rest_after: int
    p: float

    @property
    def a_month(self) -> tuple[float, float]:
        """Issues a month in its courtyards, before and after."""
        return a_month(self.before, self.days_before), a_month(self.after, self.days_after)

    @property
    def rest_a_month(self) -> tuple[float, float]:
        """Issues a month in the rest of the community, before and after."""
        before, after = (self.rest_before, self.days_before), (self.rest_after, self.days_after)
        return a_month(*before), a_month(*after)


def a_month(count: int, days: int) -> float:
    """Return how many issues a month that is."""
    return count / days * DAYS_A_YEAR / 12


def before_and_after(
    community: Community, issues: pd.DataFrame, works: Works
) -> BeforeAfter | None:
    """Compare issues before and after works.

    Parameters
    ----------
    community
        Its courtyards and buildings.
    issues
        All that are looked at, of any time: as `walkmap.issues.read_issues` returns them.
    works
        One of the community's settings.

    Returns
    -------
    BeforeAfter or None
        None if records hold less than `LEAST_DAYS` days before the works, or after them.

    Notes
    -----
    The exact test of two rates: given how many issues there are in all, those after the works are
    binomial with the share of the days; two-sided. It doesn't know of seasons, nor whether more was
    walked: the rest of the community is given to compare.
    """
    if not len(issues):
        return None
    first, last = (getattr(issues["recorded_at"], at)().date() for at in ("min", "max"))
    days_before = min(MOST_DAYS, (works.date - first).days)
    days_after = min(MOST_DAYS, (last - works.date).days + 1)
    if min(days_before, days_after) < LEAST_DAYS:
        return None
    spans = (
        (works.date - timedelta(days_before), works.date - timedelta(1)),
        (works.date, works.date + timedelta(days_after - 1)),
    )
    inside = pd.Series(_inside(community, issues, works), index=issues.index)
    counts = [inside[between(issues, *span).index] for span in spans]
    before, after = (int(each.sum()) for each in counts)
    rest_before, rest_after = (int((~each).sum()) for each in counts)
    share = days_after / (days_before + days_after)
    p = float(binomtest(after, before + after, share).pvalue) if before + after else 1.0
    return BeforeAfter(works, before, after, days_before, days_after, rest_before, rest_after, p)


def _inside(community: Community, issues: pd.DataFrame, works: Works) -> NDArray[np.bool_]:
    """Tell which issues lie at a building of the works' courtyards, or at a point in them."""
    yards = list(works.courtyards)
    buildings = community.buildings
    at = issues["building_id"].isin(buildings.index[buildings["courtyard_id"].isin(yards)])
    places = gpd.GeoSeries(gpd.points_from_xy(issues["lon"], issues["lat"]), crs=WGS84)
    ground = shapely.union_all(community.in_metres("courtyards").geometry.loc[yards].to_numpy())
    elsewhere = ~issues["building_id"].isin(buildings.index).to_numpy()
    points = places.to_crs(community.utm).to_numpy()
    inside: NDArray[np.bool_] = at.to_numpy(bool) | (elsewhere & shapely.intersects(points, ground))
    return inside
