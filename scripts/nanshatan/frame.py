"""The drawing frame: local metres, turned a little, set down at the true place."""

from __future__ import annotations

import math
from collections.abc import Iterable

from pyproj import Transformer
from shapely import LinearRing, Point

LonLat = tuple[float, float]
XY = tuple[float, float]

CENTRE_LONLAT = (116.3713, 39.9990)
CENTRE_LOCAL = (48.0, 17.0)
TURN_DEG = 1.8
DECIMALS = 7

_TO_UTM = Transformer.from_crs(4326, 32650, always_xy=True)
_TO_LONLAT = Transformer.from_crs(32650, 4326, always_xy=True)
_CENTRE_UTM = _TO_UTM.transform(*CENTRE_LONLAT)
_LON_SCALE = math.cos(math.radians(CENTRE_LONLAT[1]))


def to_lonlat(x: float, y: float) -> LonLat:
    """
    Set a point of the drawing down on the earth.

    Parameters
    ----------
    x, y
        Local metres, x to the east and y to the north before turning.

    Returns
    -------
    LonLat
        WGS-84 longitude and latitude, 7 decimals.
    """
    turn = math.radians(TURN_DEG)
    dx, dy = x - CENTRE_LOCAL[0], y - CENTRE_LOCAL[1]
    east = _CENTRE_UTM[0] + dx * math.cos(turn) - dy * math.sin(turn)
    north = _CENTRE_UTM[1] + dx * math.sin(turn) + dy * math.cos(turn)
    lon, lat = _TO_LONLAT.transform(east, north)
    return round(lon, DECIMALS), round(lat, DECIMALS)


def all_to_lonlat(points: Iterable[XY]) -> list[LonLat]:
    """
    Set several points of the drawing down on the earth.

    Parameters
    ----------
    points
        Local metres.

    Returns
    -------
    list of LonLat
        In the same order.
    """
    return [to_lonlat(x, y) for x, y in points]


def onto_outline(point: XY, outline: Iterable[XY]) -> LonLat:
    """
    Put a door or a gate on the outline as it is written, that is, after its rounding.

    Parameters
    ----------
    point
        Local metres, on or near the outline.
    outline
        Corners of the polygon in local metres.

    Returns
    -------
    LonLat
        The nearest point of the written outline, 7 decimals.
    """
    corners = [(lon * _LON_SCALE, lat) for lon, lat in all_to_lonlat(outline)]
    ring = LinearRing(corners)
    lon, lat = to_lonlat(*point)
    spot = ring.interpolate(ring.project(Point(lon * _LON_SCALE, lat)))
    return round(spot.x / _LON_SCALE, DECIMALS), round(spot.y, DECIMALS)
