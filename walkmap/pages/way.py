"""The ways of rounds as they are drawn: each stretch beside the others that share it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

import numpy as np
import shapely

from walkmap.pages.pack import Packer
from walkmap.rounds.plan import Leg, Round

NEAR_M = 0.3
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
    used: Counter[tuple[int, int]] = Counter()
    return [
        {
            "day": day,
            "team": teams[round_.team],
            "way": [
                [leg.order, lane, pack.line(shapely.linestrings(split.coords[vertices]))]
                for leg in group
                for lane, vertices in _stretches(split.along(leg), used)
            ],
            "stops": [pack.line(stop.place) for stop in round_.stops],
        }
        for round_, group in zip(rounds, legs, strict=True)
    ]


class _Splitter:
    """Cuts each leg where the vertex of another one lies on it.

    Parameters
    ----------
    legs
        Legs that have a line.
    """

    def __init__(self, legs: Sequence[Leg]) -> None:
        places = shapely.get_coordinates([leg.line for leg in legs])
        self.coords, ids = np.unique(places, axis=0, return_inverse=True)
        ends = np.cumsum([shapely.get_num_coordinates(leg.line) for leg in legs])
        self.own = dict(zip(map(id, legs), np.split(ids.reshape(-1), ends)[:-1], strict=True))
        squeeze = np.cos(np.radians(self.coords[:, 1].mean())) if legs else 1.0
        self.metres = self.coords * [_METRES_PER_DEGREE * squeeze, _METRES_PER_DEGREE]
        self.tree = shapely.STRtree(shapely.points(self.metres))

    def along(self, leg: Leg) -> list[int]:
        """Return the numbers of the vertices on a leg, in order."""
        own = self.own[id(leg)]
        if len(own) < 2:
            return []
        places = self.metres[own]
        own_m = np.append(0, np.cumsum(np.hypot(*np.diff(places, axis=0).T)))
        line = shapely.LineString(places)
        near = self.tree.query(line, predicate="dwithin", distance=NEAR_M)
        others = np.setdiff1d(near, own)
        other_m = shapely.line_locate_point(line, self.tree.geometries[others])
        order = np.argsort(np.append(own_m, other_m), kind="stable")
        return [int(number) for number in np.append(own, others)[order]]


def _stretches(
    vertices: list[int], used: Counter[tuple[int, int]]
) -> Iterator[tuple[int, list[int]]]:
    """Cut a leg into stretches that keep to one lane, counting what is walked."""
    steps = [step for step in pairwise(vertices) if step[0] != step[1]]
    for lane, group in groupby(steps, key=lambda step: _take_lane(step, used)):
        taken = list(group)
        yield lane, [taken[0][0], *(end for _, end in taken)]


def _take_lane(step: tuple[int, int], used: Counter[tuple[int, int]]) -> int:
    used[step] += 1
    return used[step] - 1
