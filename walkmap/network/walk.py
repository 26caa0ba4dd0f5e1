"""Where one can walk on a day: streets, open ground, gates, and the places tied to them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import pyproj
import shapely
from numpy.typing import NDArray

from walkmap.community.model import Community
from walkmap.network.barriers import barriers_of
from walkmap.network.gates import OPEN, gate_discs, gate_points
from walkmap.network.ground import ground_lines, ground_parts, open_region
from walkmap.network.hazards import cost_of, zones_of
from walkmap.network.joins import WARN_JOIN_M
from walkmap.network.places import Place, places_of, stand_clear
from walkmap.network.streets import cut_streets
from walkmap.network.ties import Surroundings, tie_to_streets, without_lane

_KINDS = ("street", "join", "ground")
# What the tie of a place counts besides its length, so that no way to elsewhere takes it.
_TIE_TOLL_M = 10_000.0


@dataclass(frozen=True)
class WalkNetwork:
    """Everything that can be walked, as nodes and edges in the community's UTM zone.

    Parameters
    ----------
    crs
        The UTM zone.
    xy
        Nodes, (n, 2), in metres.
    ends
        Node indices of each edge, (m, 2); every edge is walked both ways.
    edges
        Lines with `kind` (street, ground, join), `name`, `passage`, `walk_m` (true length) and
        `cost_m` (what it counts when ways are chosen: longer where a hazard is, and on the tie of
        a place, which no way to elsewhere shall take).
    node_of
        The node of each place; one that is tied to nothing has a node without edges.
    long_joins
        Places tied to a street farther away than is usual, with the distance in metres.
    rim
        Nodes where streets go on that were left out, beyond the area looked at.
    """

    crs: pyproj.CRS
    xy: NDArray[np.float64]
    ends: NDArray[np.int64]
    edges: gpd.GeoDataFrame
    node_of: dict[Place, int]
    long_joins: dict[Place, float]
    rim: NDArray[np.int64]

    @cached_property
    def graph(self) -> nx.MultiDiGraph:
        """The network as OSMnx shapes it: `x`, `y` on nodes, `length` and `geometry` on edges."""
        graph = nx.MultiDiGraph(crs=self.crs)
        graph.add_nodes_from((i, {"x": x, "y": y}) for i, (x, y) in enumerate(self.xy.tolist()))
        names = ["geometry", "kind", "name", "passage", "walk_m", "cost_m"]
        columns = (self.edges[name] for name in names)
        for (u, v), line, kind, name, passage, walk_m, cost_m in zip(
            self.ends.tolist(), *columns, strict=True
        ):
            data = {"kind": kind, "name": name, "passage": passage}
            data |= {"length": walk_m, "cost_m": cost_m}
            graph.add_edge(u, v, geometry=line, **data)
            graph.add_edge(v, u, geometry=line.reverse(), **data)
        return graph


def build_network(
    community: Community,
    streets: gpd.GeoDataFrame,
    *,
    gates: pd.Series,
    hazards: gpd.GeoDataFrame,
    no_stairs: bool = False,
    around_m: float = 400.0,
) -> WalkNetwork:
    """Build the walking network for one state of gates and hazards.

    Parameters
    ----------
    community
        Its layers.
    streets
        Lines in the community's UTM zone with `highway`, `name`, `passage`.
    gates
        The state of each gate, as `gate_states` gives it.
    hazards
        The hazards of the day, in metres.
    no_stairs
        Leave out steps.
    around_m
        How far beyond the community streets are looked at.

    Returns
    -------
    WalkNetwork
        With every place of the community.
    """
    barriers = barriers_of(community, gates, hazards)
    mapped = streets
    if no_stairs:
        streets = streets[streets["highway"] != "steps"]
    places = places_of(community)
    streets, rim = _clip(streets, community, list(places.values()), around_m)
    courtyards = community.in_metres("courtyards")
    open_gates = community.in_metres("gates").set_geometry(gate_points(community))
    open_gates = open_gates[(gates == OPEN).to_numpy()]
    to_ground = courtyards["open_ground"][open_gates["courtyard_id"]].to_numpy(bool)
    gateways = gate_discs(community, gates)[open_gates.index]
    region = open_region(courtyards, gateways[to_ground])
    ground = ground_parts(region, barriers)
    around = Surroundings(cut_streets(streets, barriers, ground), region, ground, barriers)
    points = stand_clear(list(places.values()), barriers.standing)
    bare = without_lane(open_gates, mapped, courtyards.geometry)
    keys = list(places)
    fronts = _neighbours(community, keys)
    ties = tie_to_streets(points, fronts, bare, courtyards.geometry, around)
    zones = zones_of(hazards, community.settings.hazard_factors)
    walkers = [points, ties.on_ground, _ends(ties.pieces), *(zone.corners for zone in zones)]
    sight = ground_lines(ground, np.concatenate(walkers))
    pieces = ties.pieces.assign(passage=ties.pieces["passage"] & barriers.cross(ties.pieces))
    edges = _edges(pieces, ties.lines, sight, community.utm)
    # A place's tie is there to get to the place, not to cut across to another street by.
    toll = np.zeros(len(edges))
    toll[len(ties.pieces) : len(ties.pieces) + len(ties.of_place)][ties.of_place] = _TIE_TOLL_M
    edges["cost_m"] = cost_of(edges, zones) + toll
    long_joins = {keys[i]: m for i, m in ties.place_join_m.items() if m > WARN_JOIN_M}
    return _numbered(edges, dict(zip(keys, points, strict=True)), long_joins, rim)


def _clip(
    streets: gpd.GeoDataFrame, community: Community, places: list[Any], around_m: float
) -> tuple[gpd.GeoDataFrame, Any]:
    """Leave out streets far from the community; return too where the others went on."""
    layers = [community.in_metres(layer).total_bounds for layer in ("courtyards", "buildings")]
    bounds = np.array([*layers, shapely.total_bounds(places)])
    west, south = np.nanmin(bounds[:, :2], axis=0) - around_m
    east, north = np.nanmax(bounds[:, 2:], axis=0) + around_m
    near = streets.intersects(shapely.box(west, south, east, north)).to_numpy(bool)
    kept, gone = (
        set(map(tuple, shapely.get_coordinates(_ends(part)).round(3).tolist()))
        for part in (streets[near], streets[~near])
    )
    return streets[near], np.array(sorted(kept & gone), dtype=float).reshape(-1, 2)


def _neighbours(community: Community, keys: list[Place]) -> NDArray[np.int64]:
    """Return the pairs of doors that follow each other along a building, as indices of `keys`."""
    index = {place: i for i, place in enumerate(keys)}
    doors = community.entrances.sort_values(["building_id", "order"], kind="stable")
    same = (doors["building_id"] == doors["building_id"].shift(-1)).to_numpy()
    number = np.array([index[Place("door", str(id_))] for id_ in doors.index], dtype=np.int64)
    pairs: NDArray[np.int64] = np.column_stack([number[:-1], number[1:]])[same[:-1]]
    return pairs


def _ends(lines: gpd.GeoDataFrame) -> Any:
    """Return the first and last points of lines."""
    shapes = lines.geometry.to_numpy()
    return np.concatenate([shapely.get_point(shapes, 0), shapely.get_point(shapes, -1)])


def _edges(pieces: gpd.GeoDataFrame, joins: Any, sight: Any, crs: pyproj.CRS) -> gpd.GeoDataFrame:
    """Put street pieces, joins and lines of sight into one table."""
    count = len(joins) + len(sight)
    lines = np.concatenate([pieces.geometry.to_numpy(), joins, sight])
    columns = {
        "kind": np.repeat(_KINDS, [len(pieces), len(joins), len(sight)]),
        "name": [*pieces["name"], *[""] * count],
        "passage": np.concatenate([pieces["passage"].to_numpy(bool), np.zeros(count, bool)]),
        "walk_m": shapely.length(lines),
    }
    return gpd.GeoDataFrame(columns, geometry=lines, crs=crs)


def _numbered(
    edges: gpd.GeoDataFrame, places: dict[Place, Any], long_joins: dict[Place, float], rim: Any
) -> WalkNetwork:
    """Make nodes of the points, to the millimetre, at which edges end and places stand."""
    ends = shapely.get_coordinates(_ends(edges))
    stands = shapely.get_coordinates(list(places.values()))
    millimetres = np.round(np.concatenate([ends, stands, rim]) * 1000).astype(np.int64)
    nodes, number = np.unique(millimetres, axis=0, return_inverse=True)
    number = number.reshape(-1)
    m = len(edges)
    at_places = number[2 * m : 2 * m + len(places)].tolist()
    return WalkNetwork(
        crs=edges.crs,
        xy=nodes / 1000,
        ends=np.column_stack([number[:m], number[m : 2 * m]]),
        edges=edges,
        node_of=dict(zip(places, at_places, strict=True)),
        long_joins=long_joins,
        rim=np.unique(number[2 * m + len(places) :]),
    )
