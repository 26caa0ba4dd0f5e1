"""A plane in metres around a community, for checks of data that may not be sound."""

from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

Metres = NDArray[np.float64]
# WGS-84: half the equator's axis, and the square of the eccentricity.
_A = 6378137.0
_E2 = 0.00669437999014


class Plane(NamedTuple):
    """The plane that touches the ellipsoid at (lon, lat); some 0.01% off a few km away."""

    lon: float
    lat: float

    @property
    def scale(self) -> tuple[float, float]:
        """Metres of a degree of longitude and of latitude."""
        phi = np.radians(self.lat)
        bent = 1 - _E2 * np.sin(phi) ** 2
        east = np.radians(_A * np.cos(phi) / np.sqrt(bent))
        return float(east), float(np.radians(_A * (1 - _E2) / bent**1.5))

    def metres(self, shapes: Any) -> Any:
        """Return geometries of longitude and latitude in metres from the plane's point."""
        origin, scale = np.array([self.lon, self.lat]), np.array(self.scale)
        return shapely.transform(shapes, lambda points: (points - origin) * scale)

    def reach(self, shapes: Any) -> Metres:
        """Return how far each geometry reaches from the plane's point; NaN for none."""
        per_lon, per_lat = self.scale
        with np.errstate(over="ignore", invalid="ignore"):  # the numbers may be anything
            off = np.abs(shapely.bounds(shapes) - np.array([self.lon, self.lat] * 2)).reshape(-1, 4)
            x, y = np.maximum(off[:, 0], off[:, 2]), np.maximum(off[:, 1], off[:, 3])
            reach: Metres = np.hypot(x * per_lon, y * per_lat)
        return reach


def on_earth(shapes: Any) -> NDArray[np.bool_]:
    """Tell which geometries have only numbers that can be longitudes and latitudes.

    Beyond 84° north and 80° south there is no UTM zone, and no community.
    """
    west, south, east, north = shapely.bounds(shapes).T
    inside: NDArray[np.bool_] = (west >= -180) & (east <= 180) & (south >= -80) & (north <= 84)
    points, index = shapely.get_coordinates(shapes, return_index=True)
    inside[index[~np.isfinite(points).all(axis=1)]] = False
    return inside


def gathering(layers: list[Any], within_m: float) -> Plane | None:
    """Return the place around which most layers gather.

    Parameters
    ----------
    layers
        For each layer an array of its geometries.
    within_m
        What is nearer than this is together.

    Returns
    -------
    Plane or None
        None if there is nothing.
    """
    points, weights = [], []
    for shapes in layers:
        shapes = shapes[~shapely.is_missing(shapes)]
        shapes = shapes[:: len(shapes) // 300 + 1]
        if len(shapes):
            west, south, east, north = shapely.bounds(shapes).T
            points.append(np.column_stack([(west + east) / 2, (south + north) / 2]))
            weights.append(np.full(len(shapes), 1 / len(shapes)))
    if not points:
        return None
    places, weight = np.concatenate(points), np.concatenate(weights)
    gaps = places[:, None, :] - places[None, :, :]
    per_lon = 111_320 * np.cos(np.radians(places[:, 1]))[:, None]
    near = np.hypot(gaps[..., 0] * per_lon, gaps[..., 1] * 111_320) <= within_m
    best = near[int(np.argmax(np.round(near @ weight, 9)))]
    lon, lat = np.average(places[best], axis=0, weights=weight[best])
    return Plane(float(lon), float(lat))
