"""What of a graph can lie on a way between some of its nodes, with as few links as can be.

Dead ends are left out, and a stretch without a crossing is one link. A dart is an edge in one
direction: ``2 * i`` from the first end of the i-th edge to the second, ``2 * i + 1`` back. So
``dart ^ 1`` is the same edge the other way, and a link is a row of darts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Looking for dead ends stops where a round finds fewer than one in so many edges.
_FEW = 100


@dataclass(frozen=True)
class Links:
    """The links among some nodes of a graph.

    Parameters
    ----------
    sources
        (k,), the nodes that were asked for.
    beyond
        The node that stands for all that lies outside; links lead from it, none to it.
    size
        How many nodes there are; they are numbered anew.
    key, first, cost
        Sorted by ``key = start * size + end``: where links start and end, their first dart and what
        they count. Of parallel ones the cheapest.
    edge
        The edge of every other dart.
    onward
        The next dart of the same link; -1 at its end.
    """

    sources: Ints
    beyond: int
    size: int
    key: Ints
    first: Ints
    cost: Floats
    edge: Ints
    onward: Ints

    def between(self, start: Ints, end: Ints) -> Ints:
        """Return the links from nodes to neighbours of theirs."""
        return np.searchsorted(self.key, start * self.size + end)

    def along(self, links: Ints) -> Iterator[tuple[Ints, Ints]]:
        """Walk along links side by side; give at each step which go on, and their darts."""
        return _along(self.first[links], self.onward)

    def sums(self, values: Floats) -> Floats:
        """Return what a quantity of the edges comes to along each link."""
        # The edges to beyond that are not the graph's have the number -1.
        own, total = np.append(values, 0.0)[self.edge], np.zeros(len(self.key))
        for which, dart in self.along(np.arange(len(self.key))):
            total[which] += own[dart >> 1]
        return total


def links_of(ends: Ints, cost: Floats, edge: Ints, size: int, sources: Ints) -> Links:
    """Draw the stretches of a graph together that can lie on a way between its sources.

    Parameters
    ----------
    ends, cost, edge
        Node indices (m, 2), what each edge counts, and the number by which it is known.
    size
        How many nodes there are; the last one is beyond.
    sources
        The nodes between which ways are sought.
    """
    beyond = size - 1
    kept = np.zeros(size, bool)
    kept[sources] = kept[beyond] = True
    alive = _without_dead_ends(ends, kept)
    ends, cost, edge = ends[alive], cost[alive], edge[alive]
    tail, darts = ends.ravel(), np.arange(2 * len(ends))
    head = tail[darts ^ 1]
    inner = (np.bincount(tail, minlength=size) == 2) & ~kept
    # Two darts leave an inner node: the one goes back, their sum less that one goes on.
    leaving = np.bincount(tail, weights=darts, minlength=size).astype(np.int64)
    onward = np.where(inner[head], leaving[head] - (darts ^ 1), -1)
    first = np.flatnonzero(~inner[tail])
    last, total = first.copy(), np.zeros(len(first))
    for which, dart in _along(first, onward):
        last[which] = dart
        total[which] += cost[dart >> 1]
    start, end = tail[first], head[last]
    # Ways from beyond come in, none goes out: so none between sources leads through it.
    used = np.flatnonzero((start != end) & (end != beyond))
    kept[start[used]] = kept[end[used]] = True
    number, size = np.cumsum(kept) - 1, int(kept.sum())
    key = number[start[used]] * size + number[end[used]]
    order = np.lexsort((total[used], key))
    order = order[np.diff(key[order], prepend=-1) != 0]
    key, used = key[order], used[order]
    place = number[sources], int(number[beyond]), size
    return Links(*place, key, first[used], total[used], edge, onward)


def _without_dead_ends(ends: Ints, kept: NDArray[np.bool_]) -> Ints:
    """Return the edges without most of those that lead to dead ends, and without loops."""
    alive = np.flatnonzero(ends[:, 0] != ends[:, 1])
    while True:
        degree = np.bincount(ends[alive].ravel(), minlength=len(kept))
        dead = (degree == 1) & ~kept
        if np.count_nonzero(dead) * _FEW <= len(alive):
            return alive
        alive = alive[~(dead[ends[alive, 0]] | dead[ends[alive, 1]])]


def _along(first: Ints, onward: Ints) -> Iterator[tuple[Ints, Ints]]:
    which, dart = np.arange(len(first)), first
    while len(which):
        yield which, dart
        dart = onward[dart]
        on = dart >= 0
        which, dart = which[on], dart[on]
