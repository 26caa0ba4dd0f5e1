"""The datums of Chinese maps: WGS-84, GCJ-02 and BD-09.

Web maps in China are shifted against GPS and OpenStreetMap by some 500 m (GCJ-02) or more (BD-09).
The shifts are not published by their authors; the formulas here are the ones that every open
implementation shares (they reproduce what the map services show to about a millimetre) and their
inverses are found by iteration, since the common one-step inverse is metres off.

All functions take longitudes and latitudes in degrees, as scalars or arrays of one shape, and
return arrays of that shape. Points outside China are returned as they are. (At the very edge of the
rectangle that stands for China, far out at sea or abroad, a number may be both a shifted point and
one outside; the inverses take it for the shifted one.)
"""

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Datum = Literal["wgs84", "gcj02", "bd09"]
DATUMS: tuple[Datum, ...] = ("wgs84", "gcj02", "bd09")

Degrees = NDArray[np.float64]
Shift = Callable[[ArrayLike, ArrayLike], tuple[Degrees, Degrees]]
_Formula = Callable[[Degrees, Degrees], tuple[Degrees, Degrees]]

# Krassowsky 1940, on which the GCJ-02 shift is computed.
_A = 6378245.0
_EE = 0.00669342162296594323
# The rectangle in which the shift applies, as all open implementations have it.
_WEST, _SOUTH, _EAST, _NORTH = 72.004, 0.8293, 137.8347, 55.8271
_TOLERANCE_DEG = 1e-10  # some 0.01 mm
_MAX_ROUNDS = 30
_MARGIN = 0.05  # degrees; no shift is longer


def in_china(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
    """Tell which points lie in the rectangle where the shifts apply.

    Parameters
    ----------
    lon, lat
        Degrees.

    Returns
    -------
    numpy.ndarray
        True where a point is inside.
    """
    x, y = np.asarray(lon, float), np.asarray(lat, float)
    inside: NDArray[np.bool_] = (x >= _WEST) & (x <= _EAST) & (y >= _SOUTH) & (y <= _NORTH)
    return inside


def _gcj_shift(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Return what GCJ-02 adds to WGS-84, in degrees."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    waves = 20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (waves + 20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (waves + 20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    phi = np.radians(lat)
    magic = 1.0 - _EE * np.sin(phi) ** 2
    per_lat = np.pi / 180.0 * (_A * (1.0 - _EE)) / (magic * np.sqrt(magic))
    per_lon = np.pi / 180.0 * _A / np.sqrt(magic) * np.cos(phi)
    return east / per_lon, north / per_lat


def _gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Shift WGS-84 to GCJ-02 wherever it is."""
    east, north = _gcj_shift(lon, lat)
    return lon + east, lat + north


def _bd09(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Shift GCJ-02 to BD-09 wherever it is."""
    wave = np.pi * 3000.0 / 180.0
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * wave)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * wave)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def _both(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Shift WGS-84 to BD-09 wherever it is."""
    return _bd09(*_gcj02(lon, lat))


def _forward(shift: _Formula, lon: ArrayLike, lat: ArrayLike) -> tuple[Degrees, Degrees]:
    """Shift the points in China, and leave the others."""
    x, y = (np.array(each) for each in _pair(lon, lat))
    inside = in_china(x, y)
    x[inside], y[inside] = shift(x[inside], y[inside])
    return x, y


def _pair(lon: ArrayLike, lat: ArrayLike) -> tuple[Degrees, Degrees]:
    x, y = np.broadcast_arrays(np.asarray(lon, float), np.asarray(lat, float))
    return x, y


def wgs84_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Degrees, Degrees]:
    """Convert WGS-84 to GCJ-02; see the module's notes for arguments and result."""
    return _forward(_gcj02, lon, lat)


def gcj02_to_bd09(lon: ArrayLike, lat: ArrayLike) -> tuple[Degrees, Degrees]:
    """Convert GCJ-02 to BD-09; see the module's notes for arguments and result."""
    return _forward(_bd09, lon, lat)


def wgs84_to_bd09(lon: ArrayLike, lat: ArrayLike) -> tuple[Degrees, Degrees]:
    """Convert WGS-84 to BD-09; see the module's notes for arguments and result."""
    return _forward(_both, lon, lat)


def _inverse(shift: _Formula, lon: ArrayLike, lat: ArrayLike) -> tuple[Degrees, Degrees]:
    """Find by fixed-point iteration the points in China that `shift` takes to (lon, lat).

    The iteration runs on the shift's continuation over the rectangle's edge, or it would not
    settle there. A point that none in China is taken to was never shifted.
    """
    x, y = (np.array(each) for each in _pair(lon, lat))
    near = (x >= _WEST - _MARGIN) & (x <= _EAST + _MARGIN)
    near &= (y >= _SOUTH - _MARGIN) & (y <= _NORTH + _MARGIN)
    goal_x, goal_y = x[near], y[near]
    from_x, from_y = goal_x.copy(), goal_y.copy()
    for _ in range(_MAX_ROUNDS):
        east, north = shift(from_x, from_y)
        dx, dy = goal_x - east, goal_y - north
        from_x, from_y = from_x + dx, from_y + dy
        if max(np.abs(dx).max(initial=0), np.abs(dy).max(initial=0)) < _TOLERANCE_DEG:
            break
    inside = in_china(np.round(from_x, 9), np.round(from_y, 9))
    x[near] = np.where(inside, from_x, goal_x)
    y[near] = np.where(inside, from_y, goal_y)
    return x, y


def gcj02_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Degrees, Degrees]:
    """Convert GCJ-02 to WGS-84; see the module's notes for arguments and result."""
    return _inverse(_gcj02, lon, lat)


def bd09_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Degrees, Degrees]:
    """Convert BD-09 to GCJ-02; see the module's notes for arguments and result."""
    return _inverse(_bd09, lon, lat)


def bd09_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Degrees, Degrees]:
    """Convert BD-09 to WGS-84; see the module's notes for arguments and result."""
    return _inverse(_both, lon, lat)


def _unchanged(lon: ArrayLike, lat: ArrayLike) -> tuple[Degrees, Degrees]:
    return np.asarray(lon, float), np.asarray(lat, float)


TO_WGS84: dict[Datum, Shift] = {
    "wgs84": _unchanged,
    "gcj02": gcj02_to_wgs84,
    "bd09": bd09_to_wgs84,
}
FROM_WGS84: dict[Datum, Shift] = {
    "wgs84": _unchanged,
    "gcj02": wgs84_to_gcj02,
    "bd09": wgs84_to_bd09,
}
