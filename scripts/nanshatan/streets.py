"""The streets and lanes, knotted together where they meet, as OpenStreetMap XML."""

from __future__ import annotations

from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from shapely import LineString, Point, Polygon

from nanshatan.frame import XY, to_lonlat

NOTE = "示例数据，线形为虚构 / Illustrative sample: true place, made-up geometry"
SNAP_M = 4.0
SAME_NODE_M = 0.5
FIRST_NODE_ID = 1001
FIRST_WAY_ID = 1


class Way(NamedTuple):
    """One street, lane or footway in local metres."""

    highway: str
    name: str | None
    points: tuple[XY, ...]
    passage: bool = False


STREETS = (
    Way(
        "secondary",
        "大屯路",
        (
            (-441.6, 217.1),
            (-303.6, 220.8),
            (-186.8, 223.6),
            (0, 224.5),
            (173.9, 223.6),
            (285.2, 221.7),
            (432.4, 213.4),
        ),
    ),
    Way(
        "residential",
        "南沙滩路",
        (
            (-441.6, -180.3),
            (-303.6, -184),
            (-184.9, -186.8),
            (0.9, -187.7),
            (173.9, -186.8),
            (284.3, -184.9),
            (432.4, -176.6),
        ),
    ),
    Way(
        "residential",
        "科学园南里西街",
        (
            (-191.4, -322),
            (-184.9, -186.8),
            (-184, 0),
            (-184.9, 98.4),
            (-186.8, 223.6),
            (-195, 363.4),
        ),
    ),
    Way(
        "tertiary",
        "科学园南里中街",
        ((4.6, -322), (0.9, -187.7), (0, -92), (-0.9, 92), (0, 224.5), (5.5, 363.4)),
    ),
    Way(
        "secondary",
        "北辰西路",
        ((292.6, -322), (284.3, -184.9), (283.4, 0), (285.2, 221.7), (278.8, 363.4)),
    ),
    Way(
        "tertiary",
        "林萃路",
        ((-318.3, -322), (-303.6, -184), (-299.9, 36.8), (-303.6, 220.8), (-313.7, 363.4)),
    ),
    Way("residential", "科学园南里一巷", ((-299.9, 35), (-243.8, 31.3), (-184, 28.5))),
    Way("residential", None, ((-303.6, -90.2), (-241, -92.9), (-184, -90.2))),
    Way("residential", None, ((283.4, -62.6), (358.8, -60.7), (427.8, -55.2))),
    Way("service", "五建北巷", ((-184, 98.4), (-91.1, 98.9), (0, 99.4))),
    Way("service", "五建南巷", ((-184, -90.2), (-89.2, -90.6), (0, -89.7))),
    Way("service", "和谐北巷", ((0, 84.6), (90.2, 85.1), (173.9, 84.6))),
    Way("service", "和谐南巷", ((0, -93.8), (85.6, -93.8), (173.9, -92.9))),
    Way(
        "service",
        "和谐东巷",
        (
            (173.9, -186.8),
            (173.9, -92.9),
            (174.8, -62.6),
            (174.8, 42.3),
            (173.9, 84.6),
            (173.9, 223.6),
        ),
    ),
    Way("service", "望林巷", ((174.8, -62.6), (230, -62.6), (283.4, -62.6))),
    Way("footway", "枣园夹道", ((-91.1, 98.9), (-91.1, 135.2), (-91.5, 223.6))),
    Way("footway", None, ((173.9, 138), (147.2, 139.8), (138, 161.9), (138, 223.6))),
    Way("footway", "街心花园", ((86, -187.7), (108.6, -161.9), (138, -147.2), (173.9, -138))),
    Way("footway", None, ((138, -147.2), (136.2, -186.8))),
)

LANES = (
    Way("service", None, ((-89.2, 98.9), (-89.2, 28.5), (-89.2, -42.3), (-11, -42.3), (0, -42.3))),
    Way("service", None, ((-184, 28.5), (-89.2, 28.5))),
    Way("footway", None, ((-89.2, -6.4), (-18.4, -5.5))),
    Way("service", None, ((90.2, 84.6), (90.2, 4.6), (90.2, -27.6), (90.2, -93.8))),
    Way("service", None, ((173.9, -12.9), (138, -12.9), (90.2, -12.9))),
    Way("footway", None, ((90.2, 4.6), (18.4, 8.3))),
    Way("service", None, ((-89.2, -90.2), (-89.2, -133.4), (0, -133.4))),
    Way("footway", None, ((-184, -133.4), (-89.2, -133.4))),
    Way("service", None, ((85.6, -93.8), (85.6, -133.4), (0, -133.4))),
    Way("service", None, ((-91.1, 135.2), (-100.3, 135.2), (-100.3, 169.3), (-156.4, 169.3))),
    Way("footway", None, ((-184, 135.2), (-100.3, 135.2))),
    Way("service", None, ((0, 135.2), (-82.8, 135.2), (-91.1, 135.2))),
    Way("service", None, ((-82.8, 135.2), (-82.8, 169.3), (-49.7, 169.3))),
    Way(
        "footway",
        None,
        ((-13.8, 135.2), (-14.7, 169.3), (-18.4, 198.7), (-49.7, 198.7), (-49.7, 224.5)),
    ),
    Way("service", None, ((0, 127.9), (81, 127.9), (81, 169.3), (22.1, 170.2))),
    Way("footway", None, ((81, 169.3), (108.6, 171.1), (108.6, 211.6))),
    Way("steps", None, ((108.6, 211.6), (108.6, 216.2))),
    Way("footway", None, ((108.6, 216.2), (108.6, 223.6))),
    Way("service", None, ((174.8, 42.3), (263.1, 42.3), (263.1, 4.6), (283.4, 4.6))),
    Way("service", None, ((263.1, 4.6), (225.4, -4.6), (184, -7.4))),
    Way(
        "service",
        None,
        ((223.6, -62.6), (223.6, -73.6), (184, -73.6), (184, -110.4), (223.6, -114.1)),
    ),
    Way("service", None, ((223.6, -114.1), (223.6, -145.4), (223.6, -155.5))),
    Way("service", None, ((223.6, -155.5), (223.6, -169.6)), passage=True),
    Way("service", None, ((223.6, -169.6), (223.6, -185.8))),
    Way("service", None, ((223.6, -114.1), (283.4, -112.2))),
)


def _snapped(ways: tuple[Way, ...]) -> list[LineString]:
    """Lines of the ways, each loose end moved onto a way before it that is near."""
    lines: list[LineString] = []
    for way in ways:
        points = [Point(p) for p in way.points]
        for end in (0, -1):
            near = [line for line in lines if line.distance(points[end]) < SNAP_M]
            if near:
                best = min(near, key=lambda line: line.distance(points[end]))
                points[end] = best.interpolate(best.project(points[end]))
        lines.append(LineString(points))
    return lines


class _Knots:
    """Nodes in the order in which they are first used; near points are one node."""

    def __init__(self) -> None:
        self.points: list[Point] = []

    def number(self, point: Point) -> int:
        """The number of the node at this place, made if there is none."""
        for number, known in enumerate(self.points):
            if known.distance(point) < SAME_NODE_M:
                return number
        self.points.append(point)
        return len(self.points) - 1


def knot(ways: tuple[Way, ...]) -> tuple[list[XY], list[list[int]]]:
    """
    Give the ways common nodes wherever they meet.

    Parameters
    ----------
    ways
        Streets first, lanes that end on them after.

    Returns
    -------
    nodes
        Places in local metres.
    chains
        For each way the numbers of its nodes.
    """
    lines = _snapped(ways)
    knots = _Knots()
    chains = []
    for i, line in enumerate(lines):
        places = [Point(p) for p in line.coords]
        for j, other in enumerate(lines):
            if i != j and line.distance(other) < 1e-6:
                meet = line.intersection(other.buffer(1e-6)).centroid
                places += _crossings(line, other) or [meet]
        places.sort(key=line.project)
        numbers = [knots.number(place) for place in places]
        chains.append([n for k, n in enumerate(numbers) if k == 0 or n != numbers[k - 1]])
    return [(p.x, p.y) for p in knots.points], chains


def _crossings(line: LineString, other: LineString) -> list[Point]:
    """Points in which two lines cross or touch."""
    met = line.intersection(other)
    parts = list(getattr(met, "geoms", [met]))
    points = []
    for part in parts:
        points += [Point(c) for c in part.coords]
    return points


def through_buildings(ways: tuple[Way, ...], outlines: list[Polygon]) -> list[int]:
    """
    Numbers of ways that run through a building without being a passage.

    Parameters
    ----------
    ways
        All ways.
    outlines
        Buildings in local metres.

    Returns
    -------
    list of int
        Empty when the drawing is right.
    """
    return [
        number
        for number, (way, line) in enumerate(zip(ways, _snapped(ways), strict=True))
        if not way.passage and any(line.intersects(outline) for outline in outlines)
    ]


def streets_xml() -> str:
    """
    All streets and lanes as OpenStreetMap XML.

    Returns
    -------
    str
        The text of ``streets.osm``.
    """
    ways = STREETS + LANES
    nodes, chains = knot(ways)
    places = [to_lonlat(x, y) for x, y in nodes]
    lons, lats = [p[0] for p in places], [p[1] for p in places]
    stamp = 'version="1" visible="true"'
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<!-- {NOTE} -->",
        '<osm version="0.6" generator="walkmap make_nanshatan.py (illustrative)">',
        f"  <note>{NOTE}</note>",
        f'  <bounds minlat="{min(lats):.7f}" minlon="{min(lons):.7f}" '
        f'maxlat="{max(lats):.7f}" maxlon="{max(lons):.7f}"/>',
    ]
    for number, (lon, lat) in enumerate(places):
        out.append(
            f'  <node id="{FIRST_NODE_ID + number}" {stamp} lat="{lat:.7f}" lon="{lon:.7f}"/>'
        )
    for number, (way, chain) in enumerate(zip(ways, chains, strict=True)):
        out.append(f'  <way id="{FIRST_WAY_ID + number}" {stamp}>')
        out += [f'    <nd ref="{FIRST_NODE_ID + n}"/>' for n in chain]
        tags = {"highway": way.highway, "name": way.name}
        tags["tunnel"] = "building_passage" if way.passage else None
        tags["note"] = "illustrative"
        out += [f"    <tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items() if v]
        out.append("  </way>")
    out.append("</osm>")
    return "\n".join(out) + "\n"
