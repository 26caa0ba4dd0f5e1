"""Shortest ways between places: how far, and along which line."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

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
    _before: NDArray[np.int32]
    _rim_m: NDArray[np.float64]

    @cached_property
    def index(self) -> dict[Place, int]:
        """The row of each place."""
        return {place: i for i, place in enumerate(self.places)}

    @property
    def exact(self) -> bool:
        """Whether no way beyond the area looked at can be shorter than those found.

        A way that leaves the area crosses its rim on the way out and on the way in.
        """
        around = self._rim_m[:, None] + self._rim_m[None, :]
        return bool((self.cost_m <= around).all() or not np.isfinite(self._rim_m).any())

    def way(self, start: Place, end: Place) -> Way:
        """Return the way from one place to another.

        Raises
        ------
        KeyError
            If one of them is not among the places.
        ValueError
            If there is no way.
        """
        row, node = self.index[start], self.network.node_of[end]
        goal = self.network.node_of[start]
        nodes = [node]
        while node != goal:
            node = int(self._before[row, node])
            if node < 0:
                raise ValueError(f"no way from {start} to {end}")
            nodes.append(node)
        edges = self._edge_between(np.array(nodes[::-1]))
        shapes = self.network.edges.geometry.to_numpy()[edges]
        turned = self.network.ends[edges, 0] != np.array(nodes[::-1])[:-1]
        parts = [
            shapely.get_coordinates(shape)[:: -1 if back else 1]
            for shape, back in zip(shapes, turned, strict=True)
        ]
        walk_m = float(self.network.edges["walk_m"].to_numpy()[edges].sum())
        if not parts or walk_m == 0:
            return Way(0.0, None, False)
        line = np.vstack([parts[0], *(part[1:] for part in parts[1:])])
        passage = bool(self.network.edges["passage"].to_numpy()[edges].any())
        return Way(walk_m, shapely.LineString(line), passage)

    def _edge_between(self, nodes: NDArray[np.int64]) -> NDArray[np.int64]:
        keys, edges = self._cheapest
        low, high = np.minimum(nodes[:-1], nodes[1:]), np.maximum(nodes[:-1], nodes[1:])
        return edges[np.searchsorted(keys, low * len(self.network.xy) + high)]

    @cached_property
    def _cheapest(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return cheapest_edges(self.network)


def cheapest_edges(network: WalkNetwork) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return of parallel edges the cheapest one.

    Returns
    -------
    keys
        ``low * n + high`` of the two nodes, sorted.
    edges
        The edge of each key.
    """
    low, high = network.ends.min(axis=1), network.ends.max(axis=1)
    key = low * len(network.xy) + high
    order = np.lexsort((network.edges["cost_m"].to_numpy(), key))
    order = order[low[order] != high[order]]
    keys, first = np.unique(key[order], return_index=True)
    return keys, order[first]


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
        By Dijkstra's algorithm from each place, over what the edges count.
    """
    n = len(network.xy)
    keys, edges = cheapest_edges(network)
    low, high = keys // n, keys % n
    cost = network.edges["cost_m"].to_numpy()[edges]
    matrix = csr_matrix((cost, (low, high)), shape=(n, n))
    nodes = np.array([network.node_of[place] for place in places])
    far, before = dijkstra(matrix, directed=False, indices=nodes, return_predecessors=True)
    length = network.edges["walk_m"].to_numpy()
    walk_m = (
        far if np.array_equal(cost, length[edges]) else _true(before, keys, length[edges], nodes)
    )
    rim = far[:, network.rim].min(axis=1) if len(network.rim) else np.full(len(places), np.inf)
    reached = np.isfinite(far)
    walk_m = np.where(reached, walk_m, np.inf)
    return Ways(network, places, far[:, nodes], walk_m[:, nodes], before, rim)


def _true(before: Any, keys: Any, length: Any, nodes: Any) -> Matrix:
    """Return the true length of each tree path, by doubling the steps taken along it.

    After k rounds each node holds the length of its last 2**k edges and the node before them.
    """
    n = before.shape[1]
    here = np.broadcast_to(np.arange(n), before.shape)
    back = np.where(before < 0, here, before)
    low, high = np.minimum(here, back).astype(np.int64), np.maximum(here, back).astype(np.int64)
    slot = np.minimum(np.searchsorted(keys, low * n + high), max(len(keys) - 1, 0))
    total: Matrix = np.where(back == here, 0.0, length[slot] if len(keys) else 0.0)
    while True:
        further = np.take_along_axis(back, back, axis=1)
        if np.array_equal(further, back):
            return total
        total = total + np.take_along_axis(total, back, axis=1)
        back = further


def components(network: WalkNetwork) -> NDArray[np.int32]:
    """Return for each node the number of the connected part that it lies in."""
    n = len(network.xy)
    matrix = csr_matrix((np.ones(len(network.ends)), network.ends.T), shape=(n, n))
    labels: NDArray[np.int32] = connected_components(matrix, directed=False)[1]
    return labels
