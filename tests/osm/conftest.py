"""Small hand-made maps for tests, drawn in metres around a place in Beijing or elsewhere."""

import math
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

Tags = dict[str, str]
Point = tuple[float, float]
BEIJING = (116.35, 40.0)


@dataclass
class Drawing:
    """Collects what is drawn; the same place is the same node."""

    origin: Point = BEIJING
    nodes: dict[Point, tuple[int, Tags]] = field(default_factory=dict)
    ways: list[tuple[int, list[int], Tags]] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    def lonlat(self, x: float, y: float) -> Point:
        lon, lat = self.origin
        per_lon = 111_320 * math.cos(math.radians(lat))
        return lon + x / per_lon, lat + y / 111_035

    def point(self, x: float, y: float, **tags: str) -> int:
        id_, old = self.nodes.get((x, y), (len(self.nodes) + 1, {}))
        self.nodes[x, y] = id_, old | tags
        return id_

    def line(self, *points: Point, **tags: str) -> int:
        refs = [self.point(*point) for point in points]
        self.ways.append((len(self.ways) + 100, refs, tags))
        return len(self.ways) + 99

    def area(self, *points: Point, **tags: str) -> int:
        return self.line(*points, points[0], **tags)

    def box(self, west: float, south: float, east: float, north: float, **tags: str) -> int:
        return self.area((west, south), (east, south), (east, north), (west, north), **tags)

    def xml(self) -> str:
        out = ['<osm version="0.6">']
        for (x, y), (id_, tags) in self.nodes.items():
            lon, lat = self.lonlat(x, y)
            out.append(f'<node id="{id_}" lon="{lon:.7f}" lat="{lat:.7f}">{_tags(tags)}</node>')
        for id_, refs, tags in self.ways:
            inner = "".join(f'<nd ref="{ref}"/>' for ref in refs)
            out.append(f'<way id="{id_}">{inner}{_tags(tags)}</way>')
        return "\n".join([*out, *self.extra, "</osm>"])

    def save(self, folder: Path, name: str = "map.osm") -> Path:
        path = folder / name
        path.write_text(self.xml(), encoding="utf-8")
        return path


def _tags(tags: Tags) -> str:
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())


@pytest.fixture
def draw() -> Drawing:
    """An empty map in Beijing."""
    return Drawing()


@pytest.fixture
def draw_abroad() -> Drawing:
    """An empty map in Oakland."""
    return Drawing((-122.3, 37.81))
