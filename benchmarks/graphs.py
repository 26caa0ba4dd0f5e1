"""Walking graphs of any size, as plain arrays, out of a real map.

The streets are those of an OpenStreetMap extract, read as walkmap reads them: a node where streets
meet or end. No extract at hand is as large as is wanted, so copies of it are laid side by side,
20 m apart, and joined: every node within 60 m of a copy's northern or eastern side has an edge to
the nearest node of the copy beyond. Few streets cross these seams, so some ways between neighbours
are long detours, which makes it harder, for everybody, to be exact.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from walkmap.osm import read_streets, street_lines

_GAP_M = 20.0
_SEAM_M = 60.0


@dataclass(frozen=True)
class Graph:
    """A graph that is walked both ways.

    Parameters
    ----------
    xy
        Nodes, (n, 2), in metres.
    ends
        Node indices of each edge, (m, 2).
    lines
        The line of each edge, from its first end to its second.
    passage
        Whether each leads through a building.
    crs
        The UTM zone.
    middle
        A place, (2,), where streets are dense: stops are taken around it.
    """

    xy: NDArray[np.float64]
    ends: NDArray[np.int64]
    lines: NDArray[np.object_]
    passage: NDArray[np.bool_]
    crs: pyproj.CRS
    middle: NDArray[np.float64]

    @property
    def length_m(self) -> NDArray[np.float64]:
        """The length of each edge."""
        return np.asarray(shapely.length(self.lines))

    def moved(self, x_m: float, y_m: float, first: int) -> "Graph":
        """Return a copy elsewhere whose nodes are numbered from `first` on."""
        by = np.array([x_m, y_m])
        lines = shapely.transform(self.lines, lambda points: points + by)
        return replace(self, xy=self.xy + by, ends=self.ends + first, lines=lines)


def street_graph(file: Path) -> Graph:
    """Return the streets of an extract as a graph, to the millimetre.

    Parameters
    ----------
    file
        As `walkmap.osm.read_streets` takes it.
    """
    streets = street_lines(read_streets(file))
    streets = streets.to_crs(streets.estimate_utm_crs())
    lines = shapely.transform(streets.geometry.to_numpy(), lambda points: points.round(3))
    ends = np.stack([shapely.get_coordinates(shapely.get_point(lines, i)) for i in (0, -1)], axis=1)
    xy, number = np.unique(ends.reshape(-1, 2), axis=0, return_inverse=True)
    passage = streets["passage"].to_numpy(bool)
    middle = np.median(xy, axis=0)
    return Graph(xy, number.reshape(-1, 2), lines, passage, streets.crs, middle)


def tiled(tile: Graph, nodes: int) -> Graph:
    """Return copies of a graph, side by side and joined, with about so many nodes.

    Parameters
    ----------
    tile
        One copy.
    nodes
        How many nodes there shall be.
    """
    n = len(tile.xy)
    width, height = np.ptp(tile.xy, axis=0) + _GAP_M
    square = np.sqrt(nodes / n * height / width)
    shapes = [(c, max(1, round(nodes / n / c))) for c in range(1, int(square) + 3)]
    columns, rows = min(shapes[-3:], key=lambda shape: abs(shape[0] * shape[1] * n - nodes))
    parts = [
        tile.moved(width * i, height * j, n * (i * rows + j))
        for i in range(columns)
        for j in range(rows)
    ]
    xy = np.concatenate([part.xy for part in parts])
    number = np.arange(columns * rows).reshape(columns, rows)
    east = _joins(tile, 0, width, number[:-1].ravel(), rows)
    north = _joins(tile, 1, height, number[:, :-1].ravel(), 1)
    joins = np.concatenate([east, north])
    return Graph(
        xy,
        np.concatenate([*(part.ends for part in parts), joins]),
        np.concatenate([*(part.lines for part in parts), shapely.linestrings(xy[joins])]),
        np.concatenate([*(part.passage for part in parts), np.zeros(len(joins), bool)]),
        tile.crs,
        tile.middle + np.array([width, height]) * (columns // 2, rows // 2),
    )


def _joins(
    tile: Graph, axis: int, step_m: float, copies: NDArray[np.int64], ahead: int
) -> NDArray[np.int64]:
    """Return edges from some copies to those that lie `ahead` of them along an axis."""
    here = np.flatnonzero(tile.xy[:, axis] > tile.xy[:, axis].max() - _SEAM_M)
    there = cKDTree(tile.xy + step_m * np.eye(2)[axis]).query(tile.xy[here])[1]
    pairs = np.column_stack([here, there + ahead * len(tile.xy)])
    return (pairs + len(tile.xy) * copies[:, None, None]).reshape(-1, 2)


def stops(graph: Graph, count: int, seed: int, *, within_m: float = 700.0) -> NDArray[np.int64]:
    """Return nodes around the middle that can be reached from each other, in no order.

    Parameters
    ----------
    graph
        The graph.
    count
        How many.
    seed
        Another seed gives others.
    within_m
        How far from the middle.
    """
    n = len(graph.xy)
    matrix = csr_matrix((np.ones(len(graph.ends)), graph.ends.T), shape=(n, n))
    part = connected_components(matrix, directed=False)[1]
    near = (np.hypot(*(graph.xy - graph.middle).T) < within_m) & (
        part == np.bincount(part).argmax()
    )
    return np.random.default_rng(seed).choice(np.flatnonzero(near), count, replace=False)
