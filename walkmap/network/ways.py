"""Shortest ways between places: how far, and along which line."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from walkmap.network.distances import Paths, shortest_paths, stitch
from walkmap.network.places import Place
from walkmap.network.walk import WalkNetwork

Matrix = NDArray[np.float64]


class Way(NamedTuple):
    """A way between two places: its true length, its line in metres, and whether through a passage.

    The line is None where the length is zero.
    """

    walk_m: float
    line: shapely.LineString | None
    passage: bool


@dataclass(frozen=True)
class Ways:
    """Shortest ways among places of a network.

    Ways are chosen by what they count (`cost_m`, longer where a hazard is); `walk_m` is their true
    length. Where there is no way, both are infinite.

    Parameters
    ----------
    network
        The network.
    places
        The places, in the order of the matrices' rows and columns.
    cost_m, walk_m
        (n, n).
    """

    network: WalkNetwork
    places: tuple[Place, ...]
    cost_m: Matrix
    walk_m: Matrix
    _paths: Paths

    @cached_property
    def index(self) -> dict[Place, int]:
        """The row of each place."""
        return {place: i for i, place in enumerate(self.places)}

    @property
    def exact(self) -> bool:
        """Whether no way beyond the area looked at can be shorter than those found."""
        return self._paths.exact

    def way(self, start: Place, end: Place) -> Way:
        """Return the way from one place to another; of many at once, `lines` is faster.

        Raises
        ------
        KeyError
            If one of them is not among the places.
        ValueError
            If there is no way.
        """
        return self.lines([(start, end)])[0]

    def lines(self, pairs: Sequence[tuple[Place, Place]]) -> list[Way]:
        """Return the ways between pairs of places.

        Parameters
        ----------
        pairs
            The start and the end of each.

        Raises
        ------
        KeyError
            If one of them is not among the places.
        ValueError
            If there is no way.
        """
        rows = [(self.index[start], self.index[end]) for start, end in pairs]
        for (start, end), row in zip(pairs, rows, strict=True):
            if not np.isfinite(self.cost_m[row]):
                raise ValueError(f"no way from {start} to {end}")
        trace, edges = self._paths.trace(rows), self.network.edges
        length, through = edges["walk_m"].to_numpy(), edges["passage"].to_numpy()
        walk_m = np.bincount(trace.way, length[trace.edge], minlength=len(pairs)).tolist()
        passages = np.bincount(trace.way, through[trace.edge], minlength=len(pairs)).tolist()
        lines = stitch(trace, edges.geometry.to_numpy(), len(pairs))
        return [
            Way(m, line, passage > 0) if m > 0 else Way(0.0, None, False)
            for m, line, passage in zip(walk_m, lines, passages, strict=True)
        ]


def find_ways(network: WalkNetwork, places: tuple[Place, ...]) -> Ways:
    """Find the shortest ways among places.

    Parameters
    ----------
    network
        The network.
    places
        Places of it.

    Returns
    -------
    Ways
        Shortest by what the edges count.
    """
    nodes = [network.node_of[place] for place in places]
    cost = network.edges["cost_m"].to_numpy()
    paths = shortest_paths(network.xy, network.ends, cost, nodes, rim=network.rim)
    walk_m = paths.total(network.edges["walk_m"].to_numpy())
    return Ways(network, places, paths.cost, walk_m, paths)


def components(network: WalkNetwork) -> NDArray[np.int32]:
    """Return for each node the number of the connected part that it lies in."""
    n = len(network.xy)
    matrix = csr_matrix((np.ones(len(network.ends)), network.ends.T), shape=(n, n))
    labels: NDArray[np.int32] = connected_components(matrix, directed=False)[1]
    return labels
