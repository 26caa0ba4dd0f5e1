"""Distances on a part of a graph are those on all of it, and their ways are there."""

from itertools import pairwise
from typing import NamedTuple

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from walkmap.network.distances import shortest_paths, stitch

MANY = settings(max_examples=300, deadline=None, derandomize=True, database=None)


class Drawn(NamedTuple):
    """A graph as plain arrays, and the nodes that are asked for."""

    xy: np.ndarray
    ends: np.ndarray
    cost: np.ndarray
    sources: np.ndarray


def truth(graph: Drawn) -> np.ndarray:
    """Return the distances as networkx finds them on all of the graph."""
    whole = nx.MultiGraph()
    whole.add_nodes_from(range(len(graph.xy)))
    for (u, v), cost in zip(graph.ends.tolist(), graph.cost.tolist(), strict=True):
        whole.add_edge(u, v, weight=cost)
    rows = [nx.single_source_dijkstra_path_length(whole, int(s)) for s in graph.sources]
    return np.array([[row.get(int(t), np.inf) for t in graph.sources] for row in rows])


@st.composite
def graphs(draw: st.DrawFn, *, near: int = 300) -> Drawn:
    """Draw a graph of several kilometres whose sources lie within some `near` metres.

    Most edges join nodes that follow each other, so that there are long stretches; the others go
    anywhere, so that some of what is far from the sources makes their ways shorter.
    """
    seed = draw(st.integers(0, 2**32 - 1))
    random = np.random.default_rng(seed)
    n = draw(st.integers(1, 60))
    stretched, far = draw(st.floats(0, 1)), draw(st.sampled_from([0, 400, 4000]))
    xy = random.integers(-near // 2, near // 2 + 1, (n, 2)).astype(float)
    moved = random.random(n) < 0.6
    xy[moved] += random.integers(-far, far + 1, (int(moved.sum()), 2))
    m = draw(st.integers(0, 2 * n))
    ends = random.integers(0, n, (m, 2))
    follows = random.random(m) < stretched
    ends[follows, 1] = (ends[follows, 0] + 1) % n
    if draw(st.booleans()):
        ends = np.vstack([ends, ends[: m // 2, ::-1]])
    if draw(st.booleans()):
        cost = random.integers(0, 4, len(ends)).astype(float)
    else:
        cost = random.random(len(ends)) * random.choice([10.0, 1000.0], len(ends))
    home = np.flatnonzero(np.abs(xy).max(axis=1) <= near)
    k = draw(st.integers(0, 8)) if len(home) else 0
    return Drawn(xy, ends, cost, random.choice(home, k) if k else np.zeros(0, np.int64))


@given(graphs())
@MANY
def test_distances_are_those_of_networkx(graph):
    paths = shortest_paths(*graph)
    np.testing.assert_allclose(paths.cost, truth(graph).reshape(paths.cost.shape), atol=1e-6)
    assert paths.exact


@given(graphs(), st.integers(0, 2**32 - 1))
@MANY
def test_each_way_is_walked_edge_by_edge(graph, seed):
    paths = shortest_paths(*graph)
    values = np.random.default_rng(seed).random(len(graph.cost))
    pairs = np.argwhere(np.isfinite(paths.cost))
    trace, total = paths.trace(pairs), paths.total(values)
    assert (np.isfinite(total) == np.isfinite(paths.cost)).all()
    for number, (i, j) in enumerate(pairs.tolist()):
        mine = trace.way == number
        edges, turned = trace.edge[mine], trace.turned[mine]
        walked = [
            graph.ends[e][::-1] if t else graph.ends[e] for e, t in zip(edges, turned, strict=True)
        ]
        places = [graph.sources[i], *(end for _, end in walked)]
        assert all(begin == here for (begin, _), here in zip(walked, places, strict=False))
        assert places[-1] == graph.sources[j]
        assert graph.cost[edges].sum() == pytest.approx(paths.cost[i, j], abs=1e-6)
        assert values[edges].sum() == pytest.approx(total[i, j], abs=1e-6)


@given(graphs(), st.integers(0, 2**32 - 1))
@MANY
def test_lines_have_the_length_and_lie_between_the_nodes(graph, seed):
    random = np.random.default_rng(seed)
    bends = graph.xy[graph.ends].mean(axis=1) + random.integers(-50, 51, (len(graph.ends), 2))
    points = np.stack([graph.xy[graph.ends[:, 0]], bends, graph.xy[graph.ends[:, 1]]], axis=1)
    shapes = shapely.linestrings(points) if len(points) else np.zeros(0, object)
    paths = shortest_paths(graph.xy, graph.ends, shapely.length(shapes), graph.sources)
    pairs = np.argwhere(np.isfinite(paths.cost))
    random.shuffle(pairs)
    lines = stitch(paths.trace(pairs), shapes, len(pairs))
    assert len(lines) == len(pairs)
    for (i, j), line in zip(pairs.tolist(), lines, strict=True):
        start, end = graph.xy[graph.sources[[i, j]]]
        if line is None:
            assert graph.sources[i] == graph.sources[j] or paths.cost[i, j] == 0
            continue
        coordinates = shapely.get_coordinates(line)
        np.testing.assert_array_equal(coordinates[[0, -1]], [start, end])
        assert line.length == pytest.approx(paths.cost[i, j], abs=1e-6)
        # Where two edges meet there is one point, not two.
        assert shapely.get_num_points(line) % 2 == 1


@given(graphs(), st.floats(50, 2000))
@MANY
def test_a_graph_that_was_cut_off_says_whether_that_matters(graph, reach):
    """What lies outside is left out, and the nodes where it went on are told."""
    held = np.abs(graph.xy).max(axis=1) <= max(reach, 300)
    within = held[graph.ends]
    kept = within.all(axis=1)
    rim = graph.ends[within.any(axis=1) & ~kept].ravel()
    rim = rim[held[rim]]
    part = shortest_paths(graph.xy, graph.ends[kept], graph.cost[kept], graph.sources, rim=rim)
    whole = truth(graph).reshape(part.cost.shape)
    assert (part.cost >= whole - 1e-6).all()
    np.testing.assert_allclose(part.total(graph.cost[kept]), part.cost, atol=1e-6)
    if part.exact:
        np.testing.assert_allclose(part.cost, whole, atol=1e-6)
    assert part.exact or len(rim)


def chain(*points: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes, and the edges that join each with the next."""
    return np.array(points, float), np.array(list(pairwise(range(len(points)))))


def test_a_way_that_leaves_the_neighbourhood_and_comes_back_is_found():
    xy, ends = chain((0, 0), (0, 90), (-5000, 90), (-5000, 0), (0, 0))
    ends[-1, 1] = 0
    cost = np.array([1000.0, 1, 1, 1])
    paths = shortest_paths(xy, ends, cost, [0, 1])
    assert paths.cost[0, 1] == 3
    assert paths.trace([(0, 1)]).edge.tolist() == [3, 2, 1]
    assert paths.trace([(0, 1)]).turned.all()


def test_only_the_far_ends_of_a_broken_street_meet():
    """Two neighbours whose yards back on to each other: the way is round by the next bridge."""
    xy, ends = chain((0, 0), (2000, 0), (4000, 0), (4000, 50), (2000, 50), (0, 50))
    cost = np.hypot(*(xy[ends[:, 1]] - xy[ends[:, 0]]).T)
    paths = shortest_paths(xy, ends, cost, [5, 0])
    assert paths.cost[0, 1] == pytest.approx(8050)
    shapes = shapely.linestrings(xy[ends])
    line = stitch(paths.trace([(0, 1)]), shapes, 1)[0]
    assert shapely.get_coordinates(line).tolist() == xy[::-1].tolist()


def test_of_parallel_edges_the_cheapest():
    paths = shortest_paths([(0, 0), (9, 0)], [(0, 1), (1, 0), (0, 1)], [3.0, 2.0, 4.0], [0, 1])
    assert paths.cost[0, 1] == 2
    assert paths.trace([(0, 1), (1, 0)]).edge.tolist() == [1, 1]
    assert paths.trace([(0, 1), (1, 0)]).turned.tolist() == [True, False]


def test_where_the_world_goes_on_and_nothing_is_held():
    paths = shortest_paths([(0, 0), (1, 0)], [], [], [0, 1], rim=[0, 1])
    assert not paths.exact
    assert np.isinf(paths.total([])[0, 1])


def test_no_edge_counts_less_than_nothing():
    with pytest.raises(ValueError, match="less than nothing"):
        shortest_paths([(0, 0), (1, 0)], [(0, 1)], [-1.0], [0, 1])


def test_no_way_between_two_islands():
    paths = shortest_paths([(0, 0), (1, 0), (2, 0)], [(0, 1)], [1.0], [0, 2])
    assert paths.exact
    assert np.isinf(paths.cost[0, 1])
    with pytest.raises(ValueError, match="no way"):
        paths.trace([(0, 1)])
