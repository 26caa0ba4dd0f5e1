"""An extract in metres, sorted by theme: streets, areas, footprints, walls, gates, doors."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import pyproj
import shapely

from walkmap.osm.elements import Elements, Node, Tags, Way, to_xml
from walkmap.osm.source import GATES, WALLS, WGS84, Extract, clip_bounds, polygons_of
from walkmap.osm.walkable import LARGE, is_passage, is_walkable

HOUSES = frozenset(
    {"house", "detached", "semidetached_house", "bungalow", "farm", "cabin", "static_caravan"}
)
_NO_OBSTACLE = frozenset({"", "no", "roof", "canopy", "carport"})
_NO_DOOR = frozenset({"", "no", "emergency", "exit", "fire_exit", "garage", "service", "shop"})
_STREET_TAGS = (
    "highway", "name", "access", "foot", "tunnel", "covered", "bridge", "layer", "indoor",
    "sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right",
)  # fmt: skip
_MIN_AREA_M2 = 1.0


@dataclass(frozen=True)
class Scene:
    """What an extract holds, in its UTM zone.

    Parameters
    ----------
    crs
        The zone.
    area
        The area that was asked for, None for everything.
    streets
        Walkable ways: osmid, name, highway, large, passage, main (hangs together with most
        others), geometry (LineString).
    residential, footprints
        Residential areas and buildings as single polygons, with their tags.
    walls
        Lines of walls, fences and hedges, `solid` where they count as an enclosure.
    gates, doors
        Points with their tags.
    streets_xml
        The streets as OSM XML.
    loose
        How many pieces of streets hang loose, and their length in metres.
    """

    crs: pyproj.CRS
    area: shapely.Geometry | None
    streets: gpd.GeoDataFrame
    residential: gpd.GeoDataFrame
    footprints: gpd.GeoDataFrame
    walls: gpd.GeoDataFrame
    gates: gpd.GeoDataFrame
    doors: gpd.GeoDataFrame
    streets_xml: str
    loose: tuple[int, float]

    def inside(self, shapes: gpd.GeoSeries) -> Any:
        """Tell which shapes lie in the area that was asked for."""
        points = shapely.point_on_surface(shapes.to_numpy())
        if self.area is None:
            return np.ones(len(points), bool)
        return shapely.intersects(self.area, points)


def read_scene(extract: Extract) -> Scene:
    """Sort an extract's features by theme, in metres.

    Parameters
    ----------
    extract
        Map data; it is not changed.

    Returns
    -------
    Scene
        New tables, in the order of the features' ids.
    """
    features = extract.features
    crs = gpd.GeoSeries([shapely.box(*features.total_bounds)], crs=WGS84).estimate_utm_crs()
    streets, streets_xml, loose = _streets(extract)
    building = extract.tags("building")
    obstacle = (
        ~building.isin(_NO_OBSTACLE)
        & extract.tags("location").ne("underground")
        & ~extract.tags("layer").str.startswith("-")
    )
    barrier = extract.tags("barrier")
    is_node = pd.Series(features.index.get_level_values(0) == "node", index=features.index)
    area = extract.area
    if area is not None:
        area = gpd.GeoSeries([area], crs=WGS84).to_crs(crs).iloc[0]
    walls = features[barrier.isin(WALLS) & ~is_node].to_crs(crs)
    return Scene(
        crs=crs,
        area=area,
        streets=streets.to_crs(crs),
        residential=_polygons(features[extract.tags("landuse").eq("residential")].to_crs(crs)),
        footprints=_polygons(features[obstacle].to_crs(crs)),
        walls=_walls(walls, barrier),
        gates=_points(features[barrier.isin(GATES)].to_crs(crs)),
        doors=_points(features[~extract.tags("entrance").isin(_NO_DOOR) & is_node].to_crs(crs)),
        streets_xml=streets_xml,
        loose=loose,
    )


def tag(table: gpd.GeoDataFrame, key: str) -> list[str]:
    """Return a tag of each row, "" where it has none."""
    if key not in table:
        return [""] * len(table)
    return ["" if pd.isna(value) else str(value).strip() for value in table[key]]


def _polygons(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a row for each polygon, sound, without slivers."""
    rows, shapes = [], []
    for number, shape in enumerate(shapely.make_valid(table.geometry.to_numpy())):
        for polygon in polygons_of(shape):
            if polygon.area >= _MIN_AREA_M2:
                rows.append(number)
                shapes.append(polygon)
    return table.iloc[rows].set_geometry(
        gpd.GeoSeries(shapes, index=table.index[rows], crs=table.crs)
    )


def _points(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the middle of each feature, most of which are points anyway."""
    return table.set_geometry(table.geometry.centroid)


def _walls(table: gpd.GeoDataFrame, barrier: pd.Series) -> gpd.GeoDataFrame:
    """Return walls as lines; of a walled area its border."""
    shapes = table.geometry.to_numpy()
    surface = shapely.get_dimensions(shapes) == 2
    lines = gpd.GeoSeries(
        np.where(surface, shapely.boundary(shapes), shapes), index=table.index, crs=table.crs
    )
    solid = barrier[table.index].isin(["wall", "fence", "hedge", "city_wall"])
    out = gpd.GeoDataFrame({"solid": solid, "name": tag(table, "name")}, geometry=lines)
    out = out.explode()
    return out[out.geometry.geom_type == "LineString"]


def _streets(extract: Extract) -> tuple[gpd.GeoDataFrame, str, tuple[int, float]]:
    """Return the walkable ways in WGS-84, the same as OSM XML, and what of them hangs loose."""
    rows = []
    for id_, tags, line in _walkable(extract):
        row = {"osmid": id_, "highway": tags["highway"], "name": tags.get("name", "")}
        row |= {"large": tags["highway"] in LARGE, "passage": is_passage(tags), "tags": tags}
        rows.append({**row, "geometry": line})
    columns = ["osmid", "highway", "name", "large", "passage", "tags", "geometry"]
    table = gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=WGS84)
    elements, piece_of = _as_elements(table)
    lengths = table.geometry.to_crs(table.estimate_utm_crs()).length if len(table) else []
    total: Counter[int] = Counter()
    for piece, length in zip(piece_of, lengths, strict=True):
        total[piece] += length
    main = max(total, key=lambda piece: (total[piece], -piece), default=0)
    loose = len(total) - 1 if total else 0, sum(m for piece, m in total.items() if piece != main)
    table["main"] = [piece == main for piece in piece_of]
    return table.drop(columns="tags"), to_xml(elements), loose


def _walkable(extract: Extract) -> Iterator[tuple[int, Tags, shapely.LineString]]:
    """Yield the id, tags and line of each walkable way, cut off some way outside the area."""
    features = extract.features
    found = features[extract.tags("highway").ne("") & (features.index.get_level_values(0) == "way")]
    box = None if extract.area is None else clip_bounds(extract.area)
    keys = [key for key in (*_STREET_TAGS, "area") if key in found]
    for row, (_, id_), shape in zip(
        found[keys].to_dict("records"), found.index, found.geometry, strict=True
    ):
        tags = {key: value for key, value in row.items() if isinstance(value, str)}
        if not is_walkable(tags):
            continue
        line = shape.exterior if shape.geom_type == "Polygon" else shape
        if box is not None:
            line = shapely.clip_by_rect(line, *box)
        for part in shapely.get_parts(line):
            if part.geom_type in {"LineString", "LinearRing"} and part.length > 0:
                yield int(id_), tags, shapely.LineString(part.coords)


def _as_elements(table: gpd.GeoDataFrame) -> tuple[Elements, list[int]]:
    """Return lines as nodes and ways, one node for each place, and the piece each hangs in."""
    nodes: dict[tuple[float, float], int] = {}
    ways: dict[int, Way] = {}
    graph = nx.Graph()
    spare = max(table["osmid"], default=0)
    for id_, tags, line in zip(table["osmid"], table["tags"], table.geometry, strict=True):
        places = [(round(x, 7), round(y, 7)) for x, y in line.coords]
        refs = tuple(nodes.setdefault(place, len(nodes) + 1) for place in places)
        if id_ in ways:  # another part of a way that was cut
            spare += 1
            id_ = spare
        told = {key: tags[key] for key in _STREET_TAGS if key in tags}
        ways[id_] = Way(refs, told)
        nx.add_path(graph, refs)
    piece_of_node = {
        node: number
        for number, piece in enumerate(nx.connected_components(graph))
        for node in piece
    }
    pieces = [piece_of_node[way.refs[0]] for way in ways.values()]
    places_of = {ref: Node(*place, {}) for place, ref in nodes.items()}
    return Elements(places_of, ways), pieces
