"""Which gates can be passed, and when."""

from datetime import date, time

import geopandas as gpd
import pandas as pd
import shapely

from walkmap.community.hours import covers, parse_hours
from walkmap.community.model import Community

OPEN, SHUT, HOURS = "open", "shut", "hours"


def gate_states(community: Community, day: date, start: time, end: time) -> pd.Series:
    """Tell for each gate whether a team can pass it.

    A gate counts as open only if its hours cover the team's whole shift: a round may pass it at
    any time. A wish to open or close it on the day goes before `closed` and `hours`.

    Parameters
    ----------
    community
        Its gates and wishes.
    day
        The day of the round.
    start, end
        The team's shift.

    Returns
    -------
    pandas.Series
        ``"open"``, ``"shut"`` (shut all day) or ``"hours"`` (open, but not for the whole shift),
        named ``state``, on the index of `community.gates`.
    """
    gates = community.gates
    in_hours = [covers(parse_hours(hours), start, end) for hours in gates["hours"]]
    state = pd.Series([OPEN if all_day else HOURS for all_day in in_hours], index=gates.index)
    state[gates["closed"].to_numpy(bool)] = SHUT
    for what, result in (("open_gate", OPEN), ("close_gate", SHUT)):
        wished = community.wishes_on(day, what)["id"]
        state[state.index.isin(wished)] = result
    return state.rename("state")


def gate_points(community: Community) -> gpd.GeoSeries:
    """Return where gates are, in metres: on the border of their courtyard, though drawn beside it.

    Parameters
    ----------
    community
        Its gates and courtyards.
    """
    gates = community.in_metres("gates")
    courtyards = community.in_metres("courtyards").geometry
    borders = shapely.boundary(courtyards[gates["courtyard_id"]].to_numpy())
    lines = shapely.shortest_line(borders, gates.geometry.to_numpy())
    return gpd.GeoSeries(shapely.get_point(lines, 0), index=gates.index, crs=gates.crs)
