"""The ways of rounds as they are drawn: each stretch beside the others that share it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from walkmap.pages.pack import Packer
from walkmap.rounds.plan import Leg, Round

NEAR_M = 0.3
_GRID_M = 0.5
_METRES_PER_DEGREE = 111_320.0


def rounds_on_map(
    rounds: Sequence[Round], *, day: int, teams: Mapping[str, int], pack: Packer
) -> list[dict[str, Any]]:
    """Return the rounds of one Monday for `static/way.js` and `static/stops.js`.

    A way is drawn to the right of where it runs, so that there and back lie side by side; what is
    walked again in the same direction gets the next lane.

    Parameters
    ----------
    rounds
        Of one Monday.
    day
        Its number.
    teams
        Number of each team, for its colour.
    pack
        Packs the page's shapes.

    Returns
    -------
    list of dict
        Each with ``way``, a list of stretches (order of the stop it leads to, lane, line).
    """
    legs = [[leg for leg in round_.legs if leg.line is not None] for round_ in rounds]
    split = _Splitter([leg for group in legs for leg in group])
    used: Counter[tuple[Any, Any]] = Counter()
    return [
        {
            "day": day,
            "team": teams[round_.team],
            "way": [
                [leg.order, lane, pack.line(line)]
                for leg in group
                for lane, line in _stretches(split.along(leg), used)
            ],
            "stops": [pack.line(stop.place) for stop in round_.stops],
        }
        for round_, group in zip(rounds, legs, strict=True)
    ]


class _Splitter:
    """Cuts each leg's line where another leg joins or leaves it."""

    def __init__(self, legs: Sequence[Leg]) -> None:
        places = [shapely.get_coordinates(leg.line) for leg in legs]
        self.coords = np.unique(np.concatenate(places), axis=0) if places else np.empty((0, 2))
        squeeze = np.cos(np.radians(self.coords[:, 1].mean())) if len(self.coords) else 1.0
        self.scale = np.array([_METRES_PER_DEGREE * squeeze, _METRES_PER_DEGREE])
        self.tree = shapely.STRtree(shapely.points(self.coords * self.scale))

    def along(self, leg: Leg) -> np.ndarray[Any, Any]:
        """Return the leg's places with those of others that lie on it, in order."""
        line = shapely.LineString(shapely.get_coordinates(leg.line) * self.scale)
        near = self.tree.query(line, predicate="dwithin", distance=NEAR_M)
        at = shapely.line_locate_point(line, self.tree.geometries[near])
        places = shapely.get_coordinates(shapely.line_interpolate_point(line, at))
        own = shapely.get_coordinates(line)
        own_at = np.append(0, np.cumsum(np.hypot(*np.diff(own, axis=0).T)))
        order = np.argsort(np.append(own_at, at), kind="stable")
        return np.concatenate([own, places])[order] / self.scale


def _stretches(
    places: np.ndarray[Any, Any], used: Counter[tuple[Any, Any]]
) -> Iterator[tuple[int, shapely.LineString]]:
    """Cut a leg into stretches that keep to one lane, counting what is walked."""
    first, lane = 0, -1
    for i in range(len(places) - 1):
        step = tuple(
            tuple(np.round(place * _METRES_PER_DEGREE / _GRID_M).astype(int).tolist())
            for place in (places[i], places[i + 1])
        )
        if step[0] == step[1]:
            continue
        here = used[step]
        used[step] += 1
        if lane not in (-1, here):
            yield lane, shapely.LineString(places[first : i + 1])
            first = i
        lane = here
    yield max(lane, 0), shapely.LineString(places[first:])
