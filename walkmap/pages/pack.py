"""Shapes as short lists of whole numbers, and data as JSON that can stand inside HTML.

Coordinates are millionths of a degree (some 10 cm), each written as its difference from the one
before: a street map then takes a fifth of its GeoJSON. `static/data.js` is the other half.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

MICRO = 1_000_000
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Packer:
    """Packs longitudes and latitudes as seen from one origin.

    Parameters
    ----------
    lon, lat
        The origin in millionths of a degree.
    """

    lon: int
    lat: int

    def line(self, shape: Any) -> list[int]:
        """Pack a line, a ring or a point: first place, then steps."""
        whole = np.round(shapely.get_coordinates(shape) * MICRO).astype(int)
        steps = np.diff(whole, axis=0, prepend=[[self.lon, self.lat]])
        moved = steps.any(axis=1)
        moved[:1] = True
        return [int(step) for step in steps[moved].ravel()]

    def lines(self, shapes: Iterable[Any]) -> list[list[int]]:
        """Pack all lines of single and multiple ones, without those that are too short.

        A point that lies on the line without it, as nearly as whole numbers tell, is left out.
        """
        parts = shapely.simplify(shapely.get_parts(list(shapes)), 1 / MICRO)
        packed = (self.line(part) for part in parts if part is not None and not part.is_empty)
        return [line for line in packed if len(line) >= 4]

    def rings(self, shape: Any) -> list[list[int]]:
        """Pack all rings of a polygon or several, outer and inner ones alike."""
        rings = shapely.get_rings(shapely.get_parts(shape))
        return self.lines(shapely.linestrings(shapely.get_coordinates(ring)) for ring in rings)


def packer_for(bounds: Iterable[float]) -> Packer:
    """Return a packer with its origin in the south-west corner of `bounds`."""
    west, south, *_ = bounds
    return Packer(round(west * MICRO), round(south * MICRO))


def json_for_html(data: Any) -> str:
    """Return `data` as JSON that no HTML parser can mistake for anything else.

    This is the one place where texts from data are escaped: pages write them by `textContent`.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_UNSAFE)
