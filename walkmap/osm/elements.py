"""OpenStreetMap elements out of a file: nodes, ways and relations, without what is broken.

One reader for `.osm`, `.osm.bz2`, `.osm.gz` and `.osm.pbf`. What it keeps is complete: every way
has its nodes, every relation its member ways, so that OSMnx can build geometries from it.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import quoteattr

import osmium

from walkmap.errors import SourceError
from walkmap.words import Words

SUFFIXES = (".osm", ".osm.bz2", ".osm.gz", ".osm.pbf")
Tags = dict[str, str]
Bounds = tuple[float, float, float, float]
Want = Callable[[Tags], bool]

WAY_EMPTY, WAY_NODES, RELATION = "ways_without_nodes", "ways_missing_nodes", "relations_broken"
_UNDEFINED = 2_000_000_000  # beyond any coordinate in units of 1e-7 degrees
_RELATION_TYPES = ("multipolygon", "boundary")


class Node(NamedTuple):
    """A node's place in degrees (WGS-84), and its tags."""

    lon: float
    lat: float
    tags: Tags


class Way(NamedTuple):
    """A way's nodes in order, and its tags."""

    refs: tuple[int, ...]
    tags: Tags


class Relation(NamedTuple):
    """A multipolygon's member ways with their roles, and its tags."""

    members: tuple[tuple[int, str], ...]
    tags: Tags


@dataclass
class Elements:
    """Elements by id, and how many broken ones were lost, by kind of fault."""

    nodes: dict[int, Node] = field(default_factory=dict)
    ways: dict[int, Way] = field(default_factory=dict)
    relations: dict[int, Relation] = field(default_factory=dict)
    lost: Counter[str] = field(default_factory=Counter)


def read_elements(
    path: Path,
    keys: tuple[str, ...],
    want: Want,
    *,
    bounds: Bounds | None = None,
    relations: bool = True,
) -> Elements:
    """Read the elements of a file that are wanted, and what they consist of.

    Parameters
    ----------
    path
        A file whose name ends as one of `SUFFIXES`.
    keys
        Only elements with a tag of one of these keys are looked at.
    want
        Tells from an element's tags whether it is wanted.
    bounds
        West, south, east and north in degrees: ways that don't touch it are left out.
    relations
        Whether multipolygons are wanted too.

    Returns
    -------
    Elements
        In WGS-84.

    Raises
    ------
    SourceError
        If there is no such file, or it isn't OpenStreetMap data.
    """
    if not path.is_file():
        raise SourceError(Words(f"找不到文件 {path}", f"there is no file {path}"))
    if not path.name.lower().endswith(SUFFIXES):
        ends = ", ".join(SUFFIXES)
        raise SourceError(
            Words(
                f"{path} 不是认识的地图文件；文件名应以 {ends} 结尾",
                f"{path} is no map file that can be read; its name must end in {ends}",
            )
        )
    try:
        return _Reading(path, keys, want, bounds).elements(relations)
    except (RuntimeError, ValueError, OSError) as error:
        detail = (str(error) or type(error).__name__).splitlines()[0][:160]
        raise SourceError(
            Words(
                f"{path} 读不了，不是完整的 OpenStreetMap 数据（{detail}）；请重新下载或导出",
                f"{path} can't be read, it isn't whole OpenStreetMap data ({detail}); "
                "download or export it anew",
            )
        ) from error


class _Place(NamedTuple):
    """A node of a way, in units of 1e-7 degrees."""

    ref: int
    x: int
    y: int


class _Reading:
    """One reading of a file: nodes first, whatever their order in the file, then the rest."""

    def __init__(
        self, path: Path, keys: tuple[str, ...], want: Want, bounds: Bounds | None
    ) -> None:
        self.path, self.want = path, want
        self.box = (
            None if bounds is None else tuple(round(degrees * 10_000_000) for degrees in bounds)
        )
        self.key_filter = osmium.filter.KeyFilter(*keys)
        self.index = osmium.index.create_map("flex_mem")  # must live as long as its handler
        self.places = osmium.NodeLocationsForWays(self.index)
        self.places.ignore_errors()
        self.negative: dict[
            int, tuple[int, int]
        ] = {}  # of unsaved edits; the index can't hold them
        self.found = Elements()

    def elements(self, relations: bool) -> Elements:
        self._read_nodes()
        self._read_ways()
        if relations:
            self._read_relations()
        return self.found

    def _objects(self, kind: Any, *handlers: Any) -> Iterator[Any]:
        with osmium.io.Reader(str(self.path), kind) as reader:
            items: Iterator[Any] = osmium.OsmFileIterator(reader, *handlers)
            for item in items:
                if not item.deleted:
                    yield item

    def _read_nodes(self) -> None:
        # Untagged nodes need not come up to Python, except those of unsaved edits in XML.
        packed = self.path.name.lower().endswith(".pbf")
        for node in self._objects(
            osmium.osm.NODE, self.places, *([self.key_filter] if packed else [])
        ):
            x, y = node.location.x, node.location.y
            if abs(x) > _UNDEFINED or abs(y) > _UNDEFINED:
                continue
            if node.id < 0:
                self.negative[node.id] = x, y
            tags = dict(node.tags) if len(node.tags) else {}
            if tags and self._touches([_Place(node.id, x, y)]) and self.want(tags):
                self.found.nodes[node.id] = Node(x / 1e7, y / 1e7, tags)

    def _read_ways(self) -> None:
        for way in self._objects(osmium.osm.WAY, self.places, self.key_filter):
            tags = dict(way.tags)
            if not self.want(tags):
                continue
            known, fault = self._nodes_of(way)
            if fault:
                self.found.lost[fault] += self.box is None or self._touches(known)
            elif self._touches(known):
                self._keep(way.id, known, tags)

    def _read_relations(self) -> None:
        wanted = {}
        for relation in self._objects(osmium.osm.RELATION, self.key_filter):
            tags = dict(relation.tags)
            if tags.get("type") in _RELATION_TYPES and self.want(tags):
                members = tuple((m.ref, m.role) for m in relation.members if m.type == "w")
                wanted[relation.id] = Relation(members, tags)
        refs = sorted({ref for relation in wanted.values() for ref, _ in relation.members})
        ways: dict[int, list[_Place]] = {}
        if refs:
            for way in self._objects(osmium.osm.WAY, self.places, osmium.filter.IdFilter(refs)):
                known, fault = self._nodes_of(way)
                if not fault:
                    ways[way.id] = known
        for id_, relation in wanted.items():
            there = [ways[ref] for ref, _ in relation.members if ref in ways]
            if self.box is not None and not any(self._touches(way) for way in there):
                continue
            if not there or len(there) < len(relation.members):
                self.found.lost[RELATION] += 1
                continue
            for ref, _ in relation.members:
                if ref not in self.found.ways:
                    self._keep(ref, ways[ref], {})
            self.found.relations[id_] = relation

    def _nodes_of(self, way: Any) -> tuple[list[_Place], str]:
        """Return a way's nodes whose places are known, and the kind of its fault if any."""
        nodes = [_Place(n.ref, *self.negative.get(n.ref, (n.x, n.y))) for n in way.nodes]
        known = [node for node in nodes if abs(node.x) < _UNDEFINED and abs(node.y) < _UNDEFINED]
        if len({node.ref for node in nodes}) < 2:
            return known, WAY_EMPTY
        return known, WAY_NODES if len(known) < len(nodes) else ""

    def _touches(self, nodes: list[_Place]) -> bool:
        """Tell whether the box around `nodes` meets the bounds."""
        if self.box is None:
            return True
        west, south, east, north = self.box
        return bool(nodes) and (
            max(n.x for n in nodes) >= west
            and min(n.x for n in nodes) <= east
            and max(n.y for n in nodes) >= south
            and min(n.y for n in nodes) <= north
        )

    def _keep(self, id_: int, nodes: list[_Place], tags: Tags) -> None:
        for node in nodes:
            self.found.nodes.setdefault(node.ref, Node(node.x / 1e7, node.y / 1e7, {}))
        self.found.ways[id_] = Way(tuple(node.ref for node in nodes), tags)


def to_xml(elements: Elements) -> str:
    """Return elements as OSM XML, ordered by id, so that the same elements are the same text."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6" generator="walkmap">']
    for id_, node in sorted(elements.nodes.items()):
        place = f'<node id="{id_}" version="1" lat="{node.lat:.7f}" lon="{node.lon:.7f}"'
        lines += _element(place, [], node.tags, "node")
    for id_, way in sorted(elements.ways.items()):
        inner = [f'<nd ref="{ref}"/>' for ref in way.refs]
        lines += _element(f'<way id="{id_}" version="1"', inner, way.tags, "way")
    for id_, relation in sorted(elements.relations.items()):
        inner = [
            f'<member type="way" ref="{ref}" role={quoteattr(role)}/>'
            for ref, role in relation.members
        ]
        lines += _element(f'<relation id="{id_}" version="1"', inner, relation.tags, "relation")
    return "\n".join([*lines, "</osm>", ""])


def _element(head: str, inner: list[str], tags: Tags, name: str) -> list[str]:
    inner = inner + [f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in sorted(tags.items())]
    return [f"{head}>", *(f"  {line}" for line in inner), f"</{name}>"] if inner else [f"{head}/>"]
