"""What can't be reached, and why."""

import geopandas as gpd
import pandas as pd
import shapely

from walkmap.community.model import Community
from walkmap.network.gates import HOURS, OPEN
from walkmap.network.joins import MAX_JOIN_M
from walkmap.network.places import OFFICE, Place
from walkmap.network.walk import WalkNetwork
from walkmap.network.ways import components
from walkmap.words import Words


def unreached(
    community: Community, network: WalkNetwork, gates: pd.Series, hazards: gpd.GeoDataFrame
) -> dict[Place, Words]:
    """Return the places to which there is no way from the office, each with the reason.

    Parameters
    ----------
    community
        Its courtyards and gates.
    network
        Its network in one state of gates and hazards.
    gates
        The state of each gate, as `gate_states` gives it.
    hazards
        The hazards of the day.

    Returns
    -------
    dict
        Empty if everything can be reached. If the office itself is cut off, the reason is its own.
    """
    part = components(network)
    home = part[network.node_of[OFFICE]]
    away = [place for place, node in network.node_of.items() if part[node] != home]
    reasons = {}
    for place in away:
        reason = _own_reason(community, network, gates, place, OFFICE)
        if reason is None:
            locked = _own_reason(community, network, gates, OFFICE, place)
            reason = _cut_off(hazards) if locked is None else _no_way_out(locked)
        reasons[place] = reason
    return reasons


def _cut_off(hazards: gpd.GeoDataFrame) -> Words:
    """Say that something else is in the way; what blocks on that day is named."""
    blocking = hazards[hazards["blocks"].astype(bool)]
    names = [str(name) or str(id_) for id_, name in blocking["name"].items()]
    if not names:
        return Words(
            "被围墙或缺失的街道隔断，从办公室走不到",
            "walls or a missing street cut it off from the office",
        )
    return Words(
        f"被围墙、缺失的街道或堵住的路（{'、'.join(names)}）隔断，从办公室走不到",
        f"walls, a missing street or a blocked way ({', '.join(names)}) cut it off from the office",
    )


def _no_way_out(reason: Words) -> Words:
    return Words(f"办公室出不去：{reason.zh}", f"there is no way out of the office: {reason.en}")


def _own_reason(
    community: Community, network: WalkNetwork, gates: pd.Series, place: Place, other: Place
) -> Words | None:
    """Say what cuts a place off from another: its courtyard's gates, or no street in sight."""
    node = network.node_of[place]
    point, there = (shapely.Point(network.xy[network.node_of[each]]) for each in (place, other))
    courtyards = community.in_metres("courtyards")
    around = courtyards[courtyards.intersects(point) & ~courtyards.intersects(there)]
    for id_ in around.geometry.area.sort_values().index:
        if not courtyards["enclosed"][id_]:
            continue
        states = gates[(community.gates["courtyard_id"] == id_).to_numpy()]
        if (states == OPEN).any():
            continue
        name = courtyards["name"][id_] or id_
        if (states == HOURS).any():
            return Words(
                f"{name}的大门没有一个在整个班次里都开着",
                f"{name} has no gate that is open for the whole shift",
            )
        return Words(f"{name}没有开着的大门", f"{name} has no open gate")
    if not (network.ends == node).any():
        return Words(
            f"{MAX_JOIN_M:.0f} 米内看不到能走到的街道",
            f"no street can be seen within {MAX_JOIN_M:.0f} m",
        )
    return None
