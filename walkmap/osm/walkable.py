"""Which mapped ways one can walk on, and which of them lead through or under something."""

from collections.abc import Mapping

# Larger streets: those that no wall of a courtyard cuts.
LARGE = frozenset(
    kind + link
    for kind in ("motorway", "trunk", "primary", "secondary", "tertiary")
    for link in ("", "_link")
)
_WALKED = frozenset(
    {
        "footway", "path", "pedestrian", "steps", "corridor", "living_street", "residential",
        "service", "unclassified", "road", "track", "cycleway", "bridleway",
        "tertiary", "tertiary_link", "secondary", "secondary_link", "primary", "primary_link",
    }
)  # fmt: skip
# Walked only where it is said that one may.
_WITH_LEAVE = frozenset(
    {"motorway", "motorway_link", "trunk", "trunk_link", "busway", "bus_guideway", "via_ferrata"}
)
_LEAVE = frozenset({"yes", "designated", "permissive", "official"})
_SIDEWALKS = ("sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right")
_NO_SIDEWALK = frozenset({"", "no", "none", "separate"})


def is_walkable(tags: Mapping[str, str]) -> bool:
    """Tell whether one can walk along a way.

    `access=private` is no hindrance: so are the lanes inside most compounds tagged.

    Parameters
    ----------
    tags
        The way's tags.

    Returns
    -------
    bool
        False too for areas.
    """
    kind, foot = tags.get("highway", ""), tags.get("foot", "")
    if tags.get("area", "no") != "no" or foot == "no":
        return False
    if tags.get("access") == "no" and foot not in _LEAVE:
        return False
    if kind in _WITH_LEAVE:
        return foot in _LEAVE or any(tags.get(k, "") not in _NO_SIDEWALK for k in _SIDEWALKS)
    return kind in _WALKED


def is_passage(tags: Mapping[str, str]) -> bool:
    """Tell whether a way leads through a building, or over or under what lies on the ground.

    Parameters
    ----------
    tags
        The way's tags.

    Returns
    -------
    bool
        True for passages, arcades, tunnels, bridges, corridors and ways on another layer.
    """
    return (
        tags.get("tunnel", "no") != "no"
        or tags.get("covered", "no") != "no"
        or tags.get("bridge", "no") != "no"
        or tags.get("layer", "0").strip() not in {"", "0"}
        or tags.get("indoor", "no") != "no"
        or tags.get("highway") == "corridor"
    )
