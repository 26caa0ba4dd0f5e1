"""Issues against the effort: walking more finds more."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from walkmap.community import Community
from walkmap.issues.choice import between
from walkmap.issues.heat import Heat
from walkmap.issues.smooth import shrunk_rates
from walkmap.issues.withhold import FEWEST


def by_effort(
    community: Community, issues: pd.DataFrame, visits: pd.DataFrame, heat: Heat
) -> NDArray[np.float64] | None:
    """Count what was found on walks against the visits made.

    Parameters
    ----------
    community, issues
        As `heat_of` takes them.
    visits
        Visits made, of any time, with `day`, `stop_id` and, if there is one, `result`.
    heat
        What `heat_of` gave: period and choice are its.

    Returns
    -------
    numpy.ndarray or None
        For every building, shape (n,): issues with source ``walk`` found there in 100 visits, to
        it or to a target in it, shrunk (`shrunk_rates`). NaN where none was made, or where fewer
        than `FEWEST` issues were found. None if no such visit is kept in the period. What was
        found before the first visit that is kept doesn't count.
    """
    if "result" in visits:
        visits = visits[visits["result"] == "done"]
    days = pd.to_datetime(visits["day"])
    visits = visits[(days >= pd.Timestamp(heat.start)) & (days <= pd.Timestamp(heat.end))]
    buildings = community.buildings.index
    inside = visits["stop_id"].map(community.targets["building_id"])
    at = inside.where(inside.isin(buildings), visits["stop_id"])
    made = at.value_counts().reindex(buildings, fill_value=0).to_numpy(np.int64)
    if not made.any():
        return None
    first = pd.to_datetime(visits["day"]).min().date()
    walked = heat.choice.of(between(issues, first, heat.end))
    walked = walked[walked["source"] == "walk"]
    found = walked["building_id"].value_counts().reindex(buildings, fill_value=0).to_numpy(np.int64)
    rates = 100 * shrunk_rates(found, made)
    rates[found < FEWEST] = np.nan
    return rates
