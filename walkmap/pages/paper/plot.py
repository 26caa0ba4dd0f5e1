"""From a page's data to millimetres on paper."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from walkmap.pages.pack import MICRO

Places = NDArray[np.float64]


class Plot:
    """Puts places into a frame on paper, north up.

    Parameters
    ----------
    origin
        Where the data's shapes are packed from (`walkmap.pages.pack`).
    fit
        West, south, east, north of what must be in the frame.
    frame
        Left, bottom, right, top on paper, in millimetres.
    pad_mm
        How far what is fitted stays off the frame.
    """

    def __init__(
        self,
        origin: Sequence[int],
        fit: Sequence[float],
        frame: Sequence[float],
        *,
        pad_mm: float,
    ) -> None:
        self.origin = np.asarray(origin)
        self.left, self.bottom, self.right, self.top = frame
        self.box = shapely.box(*frame)
        west, south, east, north = fit
        lon, lat = (west + east) / 2, (south + north) / 2
        flat = pyproj.CRS.from_proj4(f"+proj=aeqd +lat_0={lat} +lon_0={lon} +datum=WGS84")
        self._metres = pyproj.Transformer.from_crs("EPSG:4326", flat, always_xy=True)
        corners = self._metres.transform([west, east, west, east], [south, south, north, north])
        wide, high = (2 * max(map(abs, side)) or 1.0 for side in corners)
        room = (self.right - self.left - 2 * pad_mm, self.top - self.bottom - 2 * pad_mm)
        self.mm_per_m = min(room[0] / wide, room[1] / high)

    def at(self, packed: Sequence[int]) -> Places:
        """Return a packed line, ring or place as places on paper (n, 2), in millimetres."""
        degrees = (np.cumsum(np.reshape(packed, (-1, 2)), axis=0) + self.origin) / MICRO
        metres = np.column_stack(self._metres.transform(*degrees.T))
        middle = [(self.left + self.right) / 2, (self.bottom + self.top) / 2]
        return np.asarray(metres * self.mm_per_m + middle, dtype=float)

    def all(self, lines: Sequence[Sequence[int]]) -> list[Places]:
        """Return several packed lines."""
        return [self.at(line) for line in lines]

    def shape(self, rings: Sequence[Sequence[int]]) -> Any:
        """Return the shape inside an odd number of rings, on paper."""
        made = shapely.Polygon()
        for ring in rings:
            made = shapely.symmetric_difference(
                made, shapely.make_valid(shapely.Polygon(self.at(ring)))
            )
        return made

    def scale_bar(self, longest_mm: float) -> tuple[int, float]:
        """Return the longest round number of metres that fits, and its length on paper."""
        steps = [m * 10**k for k in range(5) for m in (1, 2, 5)]
        fitting = [step for step in steps if step * self.mm_per_m <= longest_mm]
        metres = max(fitting, default=1)
        return metres, metres * self.mm_per_m
