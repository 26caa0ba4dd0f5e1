"""Shortest ways among some nodes of a large graph: exact, and without looking at all of it.

- Only a box around the nodes is looked at. A way that leaves the box crosses its rim on the way out
  and on the way in, so no distance up to the sum of both ends' distances to the rim can be wrong.
  For the others the box grows; at last it holds everything.
- Of the box only what can lie on a way between two of the nodes is kept: dead ends go, and
  stretches without a crossing become single links.
- A way between two nodes is the same either way round: where the box grows, only as many of them
  start anew as are needed to have one end of each doubtful pair.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from walkmap.network.links import Floats, Ints, Links, links_of

# The first box is this much of its own size wider on each side, but not less than some streets.
_MARGIN = 0.3
_MARGIN_M = 100.0
# So many ways are held in memory at once, step by step.
_AT_ONCE = 20_000


class Trace(NamedTuple):
    """The edges of some ways, in walking order, one way after the other.

    `way` tells which way each belongs to, `edge` which edge it is, and `turned` whether the way
    takes it from its second end to its first.
    """

    way: Ints
    edge: Ints
    turned: NDArray[np.bool_]


@dataclass(frozen=True)
class Paths:
    """Shortest ways among k nodes, as `shortest_paths` finds them.

    Parameters
    ----------
    cost
        (k, k); infinite where there is no way.
    rim
        (k,), what it costs at least to get beyond the part of the world that the graph holds.
    """

    cost: Floats
    rim: Floats
    _trees: tuple["_Trees", ...]
    _tree_of: Ints
    _row_of: Ints

    @property
    def exact(self) -> bool:
        """Whether no way beyond what the graph holds can be shorter than those found."""
        return not _doubtful(self.cost, self.rim).any()

    def total(self, values: ArrayLike) -> Floats:
        """Return what some quantity of the edges comes to along each way.

        Parameters
        ----------
        values
            (m,), one for each edge.

        Returns
        -------
        numpy.ndarray
            (k, k); infinite where there is no way.
        """
        values = np.asarray(values, float)
        reached = np.isfinite(self.cost)
        result = np.where(reached, 0.0, np.inf)
        pairs = np.argwhere(np.triu(reached, 1))
        for start, end in (part.T for part in np.array_split(pairs, 1 + len(pairs) // _AT_ONCE)):
            for trees, at, row, goal, _ in self._by_trees(start, end):
                way, link = trees.ways(row, goal)
                total = np.bincount(way, trees.links.sums(values)[link], minlength=len(at))
                result[start[at], end[at]] = result[end[at], start[at]] = total
        return result

    def trace(self, pairs: ArrayLike) -> Trace:
        """Return the edges of some ways.

        Parameters
        ----------
        pairs
            (p, 2), each the start and the end of a way, as indices of `cost`.

        Returns
        -------
        Trace
            Nothing of ways from a node to itself.

        Raises
        ------
        ValueError
            If there is no way between some pair.
        """
        start, end = np.asarray(pairs, np.int64).reshape(-1, 2).T
        if not np.isfinite(self.cost[start, end]).all():
            raise ValueError("no way between some of the pairs")
        parts = [
            _edges_of(trees, at, row, goal, back)
            for trees, at, row, goal, back in self._by_trees(start, end)
        ]
        way, edge, turned = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.argsort(way, kind="stable")
        return Trace(way[order], edge[order], turned[order])

    def _by_trees(
        self, start: Ints, end: Ints
    ) -> Iterator[tuple["_Trees", Ints, Ints, Ints, NDArray[np.bool_]]]:
        """Share out pairs among the trees that hold their way, the same for both directions.

        It is that of the end which was started from last, where the box was widest.
        """
        later = self._tree_of[end] - self._tree_of[start]
        back = (later > 0) | ((later == 0) & (end < start))
        root, goal = np.where(back, end, start), np.where(back, start, end)
        for number, trees in enumerate(self._trees):
            at = np.flatnonzero(self._tree_of[root] == number)
            yield trees, at, self._row_of[root[at]], goal[at], back[at]


def shortest_paths(
    xy: ArrayLike, ends: ArrayLike, cost: ArrayLike, sources: ArrayLike, *, rim: ArrayLike = ()
) -> Paths:
    """Find the shortest ways among some nodes of a graph whose edges are walked both ways.

    Parameters
    ----------
    xy
        Nodes, (n, 2). Where they lie only decides how much of the graph is looked at first.
    ends
        Node indices of each edge, (m, 2). Parallel edges and loops are allowed.
    cost
        What each edge counts, (m,), not negative.
    sources
        The nodes, (k,).
    rim
        Nodes where the world goes on that the graph doesn't hold.

    Returns
    -------
    Paths
        Exact on the graph.

    Raises
    ------
    ValueError
        If an edge counts less than nothing.
    """
    graph = _Graph(
        np.asarray(xy, float).reshape(-1, 2),
        np.asarray(ends, np.int64).reshape(-1, 2),
        np.asarray(cost, float),
        np.asarray(sources, np.int64),
        np.asarray(rim, np.int64),
    )
    if not graph.cost.min(initial=0.0) >= 0:
        raise ValueError("no edge may count less than nothing")
    k = len(graph.sources)
    far = np.full((k, k), np.inf)
    tree_of, row_of = np.zeros(k, np.int64), np.zeros(k, np.int64)
    found: list[_Trees] = []
    rows, margin = np.arange(k), 1.0
    while True:
        inside = graph.inside(margin)
        trees = _Trees.grow(graph.links(inside), rows)
        far[rows], far[:, rows] = trees.far, trees.far.T
        tree_of[rows], row_of[rows] = len(found), np.arange(len(rows))
        found.append(trees)
        doubtful = _doubtful(far, trees.rim)
        if inside.all() or not doubtful.any():
            return Paths(far, trees.rim, tuple(found), tree_of, row_of)
        rows, margin = _cover(doubtful), margin * 2


def stitch(trace: Trace, shapes: Sequence[shapely.LineString], count: int) -> NDArray[np.object_]:
    """Return the line of each way.

    Parameters
    ----------
    trace
        Its edges.
    shapes
        The line of each edge, from its first end to its second.
    count
        How many ways there are.

    Returns
    -------
    numpy.ndarray
        (count,) of LineString; None for a way without edges.
    """
    lines = np.full(count, None, dtype=object)
    if not len(trace.way):
        return lines
    points, part = shapely.get_coordinates(np.asarray(shapes)[trace.edge], return_index=True)
    size = np.bincount(part, minlength=len(trace.way))
    first = np.cumsum(size) - size
    place = np.arange(len(points)) - first[part]
    taken = first[part] + np.where(trace.turned[part], size[part] - 1 - place, place)
    way = trace.way[part]
    # An edge begins where the one before it ends.
    new = (place > 0) | (np.diff(way, prepend=-1) != 0)
    ways, number = np.unique(way[new], return_inverse=True)
    lines[ways] = shapely.linestrings(points[taken][new], indices=number)
    return lines


@dataclass(frozen=True)
class _Trees:
    """Shortest ways along links from some of their sources to all of them.

    Of each root and each node, `before` is the node before it on the way; that of a root is itself.
    """

    links: Links
    far: Floats
    rim: Floats
    before: NDArray[np.int32]

    @classmethod
    def grow(cls, links: Links, rows: Ints) -> "_Trees":
        start, end = np.divmod(links.key, links.size)
        begins = np.searchsorted(start, np.arange(links.size + 1))
        shape = (links.size, links.size)
        matrix = csr_matrix((links.cost, end, begins), shape=shape)
        roots = np.append(links.sources[rows], links.beyond)
        far, before = dijkstra(matrix, indices=roots, return_predecessors=True)
        before[np.arange(len(roots)), roots] = roots
        far = far[:, links.sources]
        return cls(links, far[:-1], far[-1], before)

    def ways(self, row: Ints, goal: Ints) -> tuple[Ints, Ints]:
        """Return the links of some ways, from the root of a row to a source: way and link."""
        nodes = [self.links.sources[goal]]
        while len(nodes) < 2 or (nodes[-1] != nodes[-2]).any():
            nodes.append(self.before[row, nodes[-1]].astype(np.int64))
        walked = np.array(nodes[::-1]).T
        way, step = np.nonzero(walked[:, 1:] != walked[:, :-1])
        return way, self.links.between(walked[way, step], walked[way, step + 1])


class _Graph(NamedTuple):
    """A graph and the nodes that matter."""

    xy: Floats
    ends: Ints
    cost: Floats
    sources: Ints
    rim: Ints

    def inside(self, margin: float) -> NDArray[np.bool_]:
        """Tell which nodes lie in a box around the sources."""
        at = self.xy[self.sources]
        low, high = at.min(axis=0, initial=np.inf), at.max(axis=0, initial=-np.inf)
        more = margin * max(_MARGIN * (high - low).max(initial=0.0), _MARGIN_M)
        x, y = self.xy.T
        inside: NDArray[np.bool_] = (x >= low[0] - more) & (x <= high[0] + more)
        inside &= (y >= low[1] - more) & (y <= high[1] + more)
        return inside

    def links(self, inside: NDArray[np.bool_]) -> Links:
        """Return the links of a part, with all that lies outside or past the rim as one node."""
        nodes = np.flatnonzero(inside)
        beyond = len(nodes)
        number = np.full(len(self.xy), beyond)
        number[nodes] = np.arange(beyond)
        edge = np.flatnonzero(inside[self.ends[:, 0]] | inside[self.ends[:, 1]])
        out = np.column_stack([number[self.rim], np.full(len(self.rim), beyond)])
        return links_of(
            np.concatenate([number[self.ends[edge]], out]),
            np.append(self.cost[edge], np.zeros(len(out))),
            np.append(edge, np.full(len(out), -1)),
            beyond + 1,
            number[self.sources],
        )


def _doubtful(far: Floats, rim: Floats) -> NDArray[np.bool_]:
    """Tell which distances a way beyond the rim could undercut."""
    doubtful: NDArray[np.bool_] = far > rim[:, None] + rim[None, :]
    return doubtful


def _cover(pairs: NDArray[np.bool_]) -> Ints:
    """Return few rows of a symmetric matrix so that each pair has one of its ends among them."""
    left = pairs | pairs.T
    rows = []
    while left.any():
        row = int(left.sum(axis=0).argmax())
        left[row] = left[:, row] = False
        rows.append(row)
    return np.array(rows)


def _edges_of(
    trees: _Trees, at: Ints, row: Ints, goal: Ints, back: NDArray[np.bool_]
) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """Return ways, edges and turns of the ways `at`, each in walking order."""
    way, link = trees.ways(row, goal)
    steps = [(link[:0], link[:0]), *trees.links.along(link)]
    number, dart = (np.concatenate(column) for column in zip(*steps, strict=True))
    step = np.repeat(np.arange(len(steps)), [len(which) for which, _ in steps])
    way = way[number]
    # A way to the root of its tree is the one from there, from its end.
    sign = np.where(back[way], -1, 1)
    order = np.lexsort((step * sign, number * sign, way))
    way, dart = way[order], dart[order]
    turned = (dart & 1).astype(bool) ^ back[way]
    return at[way], trees.links.edge[dart >> 1], turned
