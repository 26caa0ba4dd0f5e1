"""Tying places, gates and open borders to the streets and the ground beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from walkmap.network.barriers import Barriers
from walkmap.network.gates import GATE_HALF_WIDTH_M
from walkmap.network.ground import ON_GROUND_M
from walkmap.network.joins import WARN_JOIN_M, Joins, join_points, split_streets

# An open border is left for a street beside it at any of these steps, if it is this near.
_BORDER_STEP_M = 15.0
_BORDER_REACH_M = 20.0
# A street leads through a gate if it goes on for this far on both sides.
_THROUGH_M = 0.3
Tie = tuple[Any, Joins]  # points, and where they are joined to streets


@dataclass(frozen=True)
class Ties:
    """All ties between streets, open ground, and what lies beside them.

    Parameters
    ----------
    pieces
        Street pieces, split where something is tied to them.
    lines
        The ties, as straight lines.
    of_place
        Whether each tie is a place's own, not a gate's or an open border's.
    on_ground
        Points of open ground at which ties end.
    place_join_m
        Length of the shortest tie of each place off the ground that has one, by its index.
    """

    pieces: gpd.GeoDataFrame
    lines: Any
    of_place: NDArray[np.bool_]
    on_ground: Any
    place_join_m: dict[int, float]


@dataclass(frozen=True)
class Surroundings:
    """What places are tied to.

    Parameters
    ----------
    pieces
        Street pieces as `cut_streets` gives them.
    region, ground
        Open ground before and after all that stands on it is taken out.
    barriers
        What blocks the sight.
    """

    pieces: gpd.GeoDataFrame
    region: Any
    ground: list[shapely.Polygon]
    barriers: Barriers

    @property
    def ground_edges(self) -> gpd.GeoDataFrame:
        """The edges of open ground, as lines that can be joined like streets."""
        lines = shapely.get_parts(shapely.boundary(np.array(self.ground, dtype=object)))
        return gpd.GeoDataFrame({"passage": np.zeros(len(lines), bool)}, geometry=lines)

    def touching(self, points: Any) -> NDArray[np.bool_]:
        """Tell which points lie on open ground."""
        tree = shapely.STRtree(self.ground)
        hits = tree.query(points, predicate="dwithin", distance=ON_GROUND_M)[0]
        on_it: NDArray[np.bool_] = np.isin(np.arange(len(points)), hits)
        return on_it


def tie_to_streets(
    places: Any,
    neighbours: NDArray[np.int64],
    bare: gpd.GeoDataFrame,
    courtyards: gpd.GeoSeries,
    around: Surroundings,
) -> Ties:
    """Tie places off the open ground, gates without a lane, and open borders.

    Parameters
    ----------
    places
        Array of points where one stands, in metres.
    neighbours
        Indices of places between which one walks along a front, (k, 2).
    bare
        The open gates through which no street runs, in metres.
    courtyards
        Their polygons, in metres.
    around
        What they are tied to.

    Returns
    -------
    Ties
        A place is tied to the nearest street in sight from which one gets anywhere, to the nearest
        ground in sight, and to its neighbour along the front.
    """
    pieces, barriers = around.pieces, around.barriers
    ways_out = list(_ways_out(bare, courtyards, around))
    off = np.flatnonzero(~around.touching(places))
    main = _main_pieces(around, ways_out)
    first = join_points(places[off], pieces, barriers, usable=main)
    rest = np.setdiff1d(np.arange(len(off)), first.point)
    second = join_points(places[off[rest]], pieces, barriers)
    lone = np.setdiff1d(rest, rest[second.point])
    edges = around.ground_edges
    near = join_points(places[off], edges, barriers, reach_m=WARN_JOIN_M)
    far = join_points(places[off[lone]], edges, barriers)
    join_m: dict[int, float] = {}
    for who, joins in ((off, first), (off[rest], second), (off, near), (off[lone], far)):
        length = shapely.length(_lines(places[who], joins))
        for index, walk_m in zip(who[joins.point].tolist(), length.tolist(), strict=True):
            join_m[index] = min(walk_m, join_m.get(index, walk_m))
    to_street: list[Tie] = [(places[off], first), (places[off[rest]], second), *ways_out]
    to_ground: list[Tie] = [(places[off], near), (places[off[lone]], far)]
    own = [_lines(*tie) for tie in (*to_street[:2], *to_ground)]
    others = [*(_lines(*tie) for tie in ways_out), _along_fronts(places, neighbours, off, barriers)]
    lines = np.concatenate([*own, *others])
    of_place = np.arange(len(lines)) < sum(map(len, own))
    long = shapely.length(lines) > 0
    on_ground = [points[joins.point] for points, joins in ways_out]
    on_ground += [shapely.points(joins.joint) for _, joins in to_ground]
    return Ties(
        pieces=split_streets(pieces, _together([joins for _, joins in to_street])),
        lines=lines[long],
        of_place=of_place[long],
        on_ground=np.concatenate(on_ground),
        place_join_m=join_m,
    )


def _along_fronts(
    places: Any, neighbours: NDArray[np.int64], off: NDArray[np.int64], barriers: Barriers
) -> Any:
    """Return lines between neighbours off the ground that see each other."""
    pairs = neighbours[np.isin(neighbours, off).all(axis=1)]
    ends = shapely.get_coordinates(places[pairs.ravel()]).reshape(-1, 2, 2)
    lines = shapely.linestrings(ends)
    near = shapely.length(lines) <= WARN_JOIN_M
    return lines[near & barriers.in_sight(lines)]


def _ways_out(
    bare: gpd.GeoDataFrame, courtyards: gpd.GeoSeries, around: Surroundings
) -> Iterator[Tie]:
    """Give ties from gates through which no lane runs, and from borders that are open."""
    pieces, barriers = around.pieces, around.barriers
    points = bare.geometry.to_numpy()
    on_ground = around.touching(points)
    yield points, join_points(points, pieces, barriers)
    border = _border_points(around.region)
    border = border[around.touching(border)]
    yield border, join_points(border, pieces, barriers, reach_m=_BORDER_REACH_M)
    for number in np.flatnonzero(~on_ground):
        # The wall has two sides, and streets on both: tie the gate to the one within, too.
        within = pieces.intersects(courtyards[bare["courtyard_id"].iloc[number]]).to_numpy(bool)
        for usable in (within, ~within):
            gate = points[number : number + 1]
            yield gate, join_points(gate, pieces, barriers, usable=usable)


def without_lane(
    gates: gpd.GeoDataFrame, streets: gpd.GeoDataFrame, courtyards: gpd.GeoSeries
) -> gpd.GeoDataFrame:
    """Return the gates through which no street runs: from within its courtyard to without.

    Parameters
    ----------
    gates
        On their borders.
    streets
        As mapped; one that only passes by a gate, or ends at it, does not count.
    courtyards
        Their polygons; all in metres.
    """
    shapes = streets.geometry.to_numpy()
    tree = shapely.STRtree(shapes)
    bare = []
    for point, courtyard in zip(gates.geometry, gates["courtyard_id"], strict=True):
        near = shapes[tree.query(point, predicate="dwithin", distance=GATE_HALF_WIDTH_M)]
        disc = point.buffer(GATE_HALF_WIDTH_M)
        webs = shapely.get_parts(shapely.union_all(shapely.intersection(near, disc)).buffer(0.01))
        within = shapely.intersects(webs, courtyards[courtyard].buffer(-_THROUGH_M))
        without = ~shapely.covered_by(webs, courtyards[courtyard].buffer(_THROUGH_M))
        bare.append(not (within & without).any())
    return gates[np.array(bare, dtype=bool)]


def _border_points(region: Any) -> Any:
    """Return points every few metres along the border of open ground."""
    points = [np.array([], dtype=object)]
    for line in shapely.get_parts(shapely.boundary(region)):
        steps = np.arange(0.0, line.length, _BORDER_STEP_M)
        points.append(shapely.line_interpolate_point(line, steps))
    return np.concatenate(points)


def _main_pieces(around: Surroundings, ways_out: list[Tie]) -> NDArray[np.bool_]:
    """Tell which street pieces belong to the largest connected part of streets and ground."""
    shapes = around.pieces.geometry.to_numpy()
    ends = shapely.get_coordinates(
        np.concatenate([shapely.get_point(shapes, 0), shapely.get_point(shapes, -1)])
    )
    _, node = np.unique(ends.round(3), axis=0, return_inverse=True)
    node = node.reshape(2, -1)
    first_part = int(node.max(initial=-1)) + 1
    tree = shapely.STRtree(around.ground)

    def parts_at(points: Any) -> Any:
        return tree.query(points, predicate="dwithin", distance=ON_GROUND_M)

    links = [node]
    for side, get in ((0, 0), (1, -1)):
        who, part = parts_at(shapely.get_point(shapes, get))
        links.append(np.array([node[side][who], first_part + part]))
    for points, joins in ways_out:
        who, part = parts_at(points[joins.point])
        links.append(np.array([node[0][joins.piece[who]], first_part + part]))
    rows, columns = np.concatenate(links, axis=1)
    size = first_part + len(around.ground)
    graph = coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(size, size))
    label = connected_components(graph, directed=False)[1][node[0]]
    weight = np.bincount(label, weights=shapely.length(shapes)) if len(label) else np.zeros(1)
    main: NDArray[np.bool_] = label == weight.argmax()
    return main


def _lines(points: Any, joins: Joins) -> Any:
    """Return joins as straight lines."""
    ends = [shapely.get_coordinates(points[joins.point]), joins.joint]
    return shapely.linestrings(np.stack(ends, axis=1))


def _together(joins: list[Joins]) -> Joins:
    """Put joins of several sets of points into one."""
    names = Joins.__annotations__
    return Joins(*(np.concatenate([getattr(each, name) for each in joins]) for name in names))
