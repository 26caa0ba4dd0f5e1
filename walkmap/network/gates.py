"""Which gates can be passed, and when."""

from datetime import date, time
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from walkmap.community.hours import covers, parse_hours
from walkmap.community.model import Community

OPEN, SHUT, HOURS = "open", "shut", "hours"
# Half the width of the way through a gate, a lane and its pavement; and of the narrowest wicket.
GATE_HALF_WIDTH_M = 3.0
_WICKET_HALF_WIDTH_M = 0.75
# A gate is in every wall that runs this near to it: borders are drawn twice, a little apart.
_SAME_WALL_M = 0.6


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


def gate_discs(community: Community, states: pd.Series) -> gpd.GeoSeries:
    """Return how far each gate reaches: a disc around it, in metres.

    A wicket beside a big gate that is in another state gets no more than half of what lies between.

    Parameters
    ----------
    community
        Its gates and courtyards.
    states
        As `gate_states` gives them.
    """
    points = gate_points(community)
    reach_m = []
    for point, state in zip(points, states, strict=True):
        others = points[(states != state).to_numpy()].distance(point).to_numpy() / 2
        reach_m.append(max(_WICKET_HALF_WIDTH_M, min([GATE_HALF_WIDTH_M, *others])))
    return points.buffer(reach_m)


def gates_in(wall: Any, courtyard_id: str, community: Community) -> NDArray[np.bool_]:
    """Tell which gates are openings in a wall: those of its courtyard, and those that lie in it.

    Parameters
    ----------
    wall
        A line, in metres.
    courtyard_id
        The courtyard whose border it is; empty for any other wall.
    community
        Its gates and courtyards.
    """
    own = (community.gates["courtyard_id"] == courtyard_id).to_numpy()
    near: NDArray[np.bool_] = own | (gate_points(community).distance(wall) <= _SAME_WALL_M)
    return near
