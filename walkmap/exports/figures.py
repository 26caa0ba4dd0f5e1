"""Figures and places as they are written: rounded once, so that sums in the files are right."""

import shapely

from walkmap.rounds.plan import Leg, Round, Stop

Position = tuple[float, float]


def metres(length_m: float) -> float:
    """Return a length in metres, rounded to 0.1 m."""
    return round(float(length_m), 1) + 0.0  # no -0.0


def walk_m(round_: Round) -> float:
    """Return all walking of a round in metres: the sum of its rounded parts."""
    parts = [metres(stop.approach_m) + metres(stop.along_m) for stop in round_.stops]
    return metres(sum(parts) + metres(round_.return_m))


def position(point: shapely.Point) -> Position:
    """Return longitude and latitude in degrees, with 7 decimals."""
    return round(point.x, 7), round(point.y, 7)


def way(line: shapely.LineString | None) -> list[Position]:
    """Return a way as longitudes and latitudes in degrees, with 7 decimals.

    Parameters
    ----------
    line
        The way in WGS-84, or None.

    Returns
    -------
    list of tuple
        At least two positions, none the same as the one before it; empty if the way has no length.
    """
    coords = [] if line is None else shapely.get_coordinates(line).tolist()
    return _joined([(round(x, 7), round(y, 7)) for x, y in coords])


def whole_way(round_: Round) -> list[Position]:
    """Return all legs of a round as one way, as `way` does."""
    return _joined([place for leg in round_.legs for place in way(leg.line)])


def leg_m(leg: Leg) -> float:
    """Return the length of a leg in metres, rounded."""
    return metres(leg.walk_m)


def office_ends(round_: Round) -> tuple[Position, Position]:
    """Return where a round leaves the office and where it comes back to it.

    Both are read off the legs, which know the door; a stop at the office has no leg to it.

    Raises
    ------
    ValueError
        If the round has no stops.
    """
    if not round_.stops:
        raise ValueError(f"the round of {round_.date} has no stops")
    first, last = round_.legs[0] if round_.legs else None, round_.legs[-1] if round_.legs else None
    out = way(first.line) if first is not None and first.part == "approach" else []
    back = way(last.line) if last is not None and last.part == "return" else []
    start = out[0] if out else position(round_.stops[0].place)
    end = back[-1] if back else start
    return start, end


def visit_minutes(stop: Stop) -> float:
    """Return the time at a stop in minutes, with the walk along, rounded to 0.1."""
    return round((stop.depart_s - stop.arrive_s) / 60, 1)


def _joined(places: list[Position]) -> list[Position]:
    """Leave out positions that are the same as the one before; nothing is left of a single one."""
    kept = [b for a, b in zip([None, *places], places, strict=False) if a != b]
    return kept if len(kept) > 1 else []
