"""Streets: a file of OpenStreetMap ways as the graph of those that one can walk on."""

import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import networkx as nx
import numpy as np
import osmnx
import shapely

from walkmap.errors import SourceError
from walkmap.osm.elements import Elements, Node, Tags, Way, read_elements, to_xml
from walkmap.osm.session import osmnx_settings
from walkmap.osm.walkable import is_passage, is_walkable
from walkmap.words import Words

_TAGS = ("highway", "name", "passage")
WGS84 = "EPSG:4326"


def read_streets(path: Path) -> nx.MultiDiGraph:
    """Read the ways of a file that one can walk on.

    Ways that are broken (nodes missing or none at all) are left out; `graph.graph["lost"]` holds
    how many, by kind of fault.

    Parameters
    ----------
    path
        A file `.osm`, `.osm.bz2`, `.osm.gz`, `.osm.pbf`, or `.graphml` as OSMnx saves it.

    Returns
    -------
    networkx.MultiDiGraph
        OSMnx-shaped, in WGS-84: nodes with x and y (degrees); every edge there and back, with osmid
        (int), highway and name (str, or ""), passage (bool), reversed (bool), length (metres along
        the earth) and geometry (LineString from u to v with all its shape points).

    Raises
    ------
    SourceError
        If the file can't be read, or holds no way that one can walk on.
    """
    if path.name.lower().endswith(".graphml"):
        graph, lost = _read_graphml(path), {}
    else:
        elements = read_elements(path, ("highway",), is_walkable, relations=False)
        if not elements.ways:
            raise _no_streets(path)
        graph, lost = graph_of(elements), dict(elements.lost)
    if graph.number_of_edges() == 0:
        raise _no_streets(path)
    graph.graph["lost"] = lost
    return graph


def graph_of(elements: Elements) -> nx.MultiDiGraph:
    """Return the walkable ways of `elements` as the graph that `read_streets` describes.

    Parameters
    ----------
    elements
        Ways with all their nodes, in WGS-84; at least one is walkable.

    Returns
    -------
    networkx.MultiDiGraph
        A new graph; it has one edge for each stretch of a way between crossings.
    """
    ways = {
        id_: Way(way.refs, _told(way.tags))
        for id_, way in elements.ways.items()
        if is_walkable(way.tags)
    }
    used = {ref for way in ways.values() for ref in way.refs}
    nodes = {ref: Node(*elements.nodes[ref][:2], {}) for ref in used}
    with tempfile.TemporaryDirectory() as folder, osmnx_settings(useful_tags_way=list(_TAGS)):
        file = Path(folder) / "streets.osm"
        file.write_text(to_xml(Elements(nodes, ways)), encoding="utf-8")
        graph = osmnx.graph_from_xml(file, bidirectional=True, simplify=False, retain_all=True)
        # A stretch of several ways would have lists of names: let each keep its own.
        graph = osmnx.simplify_graph(graph, edge_attrs_differ=["osmid"], remove_rings=False)
    return _both_ways(graph)


def street_lines(graph: nx.MultiDiGraph) -> gpd.GeoDataFrame:
    """Return the streets of `graph` as lines, each once.

    Parameters
    ----------
    graph
        As `read_streets` gives it.

    Returns
    -------
    geopandas.GeoDataFrame
        In the graph's CRS (WGS-84), columns u, v, osmid, highway, name, passage, geometry. Parallel
        streets are all there, but no reverse copies.
    """
    columns = ("osmid", "highway", "name", "passage", "geometry")
    rows = [
        {"u": u, "v": v, **{name: data[name] for name in columns}}
        for u, v, data in graph.edges(data=True)
        if not data["reversed"]
    ]
    return gpd.GeoDataFrame(
        rows, columns=["u", "v", *columns], geometry="geometry", crs=graph.graph["crs"]
    )


def _told(tags: Tags) -> Tags:
    """Return the tags that the graph needs, with what they say of passages."""
    told = {key: tags[key] for key in tags.keys() & {"highway", "name"}}
    if is_passage(tags):
        told["passage"] = "yes"
    return told


def _read_graphml(path: Path) -> nx.MultiDiGraph:
    if not path.is_file():
        raise SourceError(Words(f"找不到文件 {path}", f"there is no file {path}"))
    try:
        graph = osmnx.load_graphml(path)
        if graph.graph.get("crs", WGS84).lower() != WGS84.lower():
            graph = osmnx.project_graph(graph, to_latlong=True)
        ways = [(u, v, k) for u, v, k, d in graph.edges(keys=True, data=True) if _graphml_walked(d)]
        return _both_ways(nx.MultiDiGraph(graph.edge_subgraph(ways)))
    except (nx.NetworkXException, SyntaxError, ValueError, KeyError, AttributeError) as error:
        detail = (str(error) or type(error).__name__).splitlines()[0][:160]
        raise SourceError(
            Words(
                f"{path} 读不了，不是 OSMnx 保存的 GraphML（{detail}）；请用 OSMnx 重新保存",
                f"{path} can't be read, it isn't GraphML saved by OSMnx ({detail}); "
                "save it anew with OSMnx",
            )
        ) from error


def _graphml_walked(data: dict[str, Any]) -> bool:
    return "highway" not in data or is_walkable(_plain(data))


def _plain(data: dict[str, Any]) -> Tags:
    """Return an edge's attributes as tags; of several values the first."""
    tags = {}
    for key, value in data.items():
        first = value[0] if isinstance(value, list) and value else value
        if first is not None and key != "geometry":
            tags[key] = str(first)
    return tags


def _both_ways(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """Return `graph` with exactly our attributes, and every edge once there and once back."""
    out = nx.MultiDiGraph(crs=WGS84, simplified=True)
    seen = set()
    for u, v, data in graph.edges(data=True):
        ends = [(graph.nodes[n]["x"], graph.nodes[n]["y"]) for n in (u, v)]
        line = data.get("geometry") or shapely.LineString(ends)
        points = tuple(map(tuple, shapely.get_coordinates(line).tolist()))
        tags = _plain(data)
        osmid = int(tags.get("osmid", 0))
        key = (osmid, min(points, points[::-1]))
        if key in seen or (u == v and len(set(points)) < 2):
            continue
        seen.add(key)
        for n, (x, y) in zip((u, v), ends, strict=True):
            out.add_node(n, x=float(x), y=float(y))
        own = {
            "osmid": osmid,
            "highway": tags.get("highway", ""),
            "name": tags.get("name", ""),
            "passage": tags.get("passage") in {"yes", "True"} or is_passage(tags),
            "length": _length_m(points),
        }
        out.add_edge(u, v, **own, geometry=shapely.LineString(points), reversed=False)
        out.add_edge(v, u, **own, geometry=shapely.LineString(points[::-1]), reversed=True)
    return out


def _length_m(points: tuple[tuple[float, ...], ...]) -> float:
    """Return the length of a line in degrees, in metres along the earth."""
    lon, lat = np.array(points).T
    return float(osmnx.distance.great_circle(lat[:-1], lon[:-1], lat[1:], lon[1:]).sum())


def _no_streets(path: Path) -> SourceError:
    return SourceError(
        Words(
            f"{path} 里没有可以步行的道路（highway=*）；请导出含有道路的地图数据",
            f"{path} holds no way that one can walk on (highway=*); export map data with streets",
        )
    )
