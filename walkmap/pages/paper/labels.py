"""Where the labels of a plan go: never on another, numbers of buildings first."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from walkmap.pages.paper import fonts
from walkmap.pages.paper.ground import Drawing, Ink
from walkmap.pages.paper.plot import Places, Plot
from walkmap.pages.paper.sheet import POINT_MM, Paper, text_box

_APART_MM = 0.8  # labels that are nearer touch, with their white edges
_ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
_AGAIN_MM = 110.0  # a street's name comes again this far on
_UPRIGHT = re.compile(r"[\u3000-\u9fff\uff00-\uffef\d]+")
_STEEP = 65  # degrees
_SIGN = 1.05  # from one upright sign to the next, in sizes
_MANAGED = 14.0  # they are not what one looks for


@dataclass
class Room:
    """What room is left on a plan.

    Parameters
    ----------
    frame
        What labels must lie in.
    taken
        Where nothing else may lie, nor touch.
    busy
        Where nothing should lie, if there is other room.
    """

    frame: Any
    taken: list[Any] = field(default_factory=list)
    busy: list[Any] = field(default_factory=list)

    def free(self, boxes: Any, *others: Any) -> Any:
        """Tell of boxes whether each is in the frame, clear of what is taken and of `others`."""
        wider = np.asarray(shapely.buffer(boxes, _APART_MM, join_style="mitre"))
        inside = np.asarray(shapely.covers(self.frame, boxes))
        for shapes, each in ((self.taken, wider), (others, np.asarray(boxes))):
            hit = shapely.intersects(np.array(shapes, dtype=object), each[..., None])
            inside = inside & ~hit.any(axis=-1)
        return inside

    def hide(self, box: Any) -> None:
        """Take a box, and whatever lies below it."""
        self.taken.append(box)
        self.frame = shapely.difference(self.frame, box)


def name_buildings(drawing: Drawing, room: Room, sizes: Sequence[float]) -> list[str]:
    """Write each building's number inside its footprint, as large as can be.

    Parameters
    ----------
    drawing
        The plan.
    room
        What room there is; what is written takes it.
    sizes
        In points, from the largest.

    Returns
    -------
    list of str
        The names that found no room.
    """
    paper, plot, ink, left = drawing.paper, drawing.plot, drawing.ink, []
    for item, shape in zip(drawing.data["base"]["buildings"], drawing.blocks, strict=True):
        hidden = shape.area and shapely.intersection(shape, room.frame).area / shape.area < 0.5
        if hidden or not (item["name"] or item["short"]):
            continue
        colour = ink.soft if item["managed"] else ink.text
        able = [size for size in sizes if size <= _MANAGED or not item["managed"]]
        for text, size, x, y in _places(item, shape, plot.at(item["axis"]), room, able):
            box = text_box(text, x, y, size, bold=True)
            clear = shape.covers(box) and not any(box.intersects(other) for other in room.busy)
            halo = "" if clear else "#ffffff"
            room.taken.append(box)
            paper.write(text, x, y, size, bold=True, colour=colour, halo=halo, align="center")
            if not shape.intersects(box):
                _lead(paper, shape, x, y, ink)
            break
        else:
            left.append(item["name"] or item["short"])
    return left


def _places(
    item: Mapping[str, Any], shape: Any, axis: Places, room: Room, sizes: Sequence[float]
) -> Iterator[tuple[str, float, float, float]]:
    """Give where a building's label can be: inside; else across its outline; else beside it."""
    name, short = fonts.drawable(item["name"]), fonts.drawable(item["short"])
    # Its courtyard's name is written once, not on each of its buildings.
    own = name[name.rindex(short) :] if short in name else name
    least = sizes[-1]
    tries = [(own, [size for size in sizes if size >= 1.4 * least or not short]), (short, sizes)]
    middles = [axis[0] + (axis[-1] - axis[0]) * share for share in _ALONG]
    for others in (room.busy, []):
        for text, able in tries:
            for size in able if text else ():
                for x, y in middles:
                    box = text_box(text, x, y, size, bold=True)
                    if shape.covers(box) and room.free(box, *others):
                        yield text, size, float(x), float(y)
    text = short or name
    for x, y in [*middles, *_around(shape)]:
        if room.free(text_box(text, x, y, least, bold=True)):
            yield text, least, float(x), float(y)


def _around(shape: Any) -> Iterator[tuple[float, float]]:
    """Give places beside a shape, further and further away."""
    x, y = shape.centroid.coords[0]
    for far in (2.5, 4.0, 6.0, 9.0):
        ring = shapely.get_coordinates(shapely.buffer(shape.convex_hull, far).exterior)
        yield from sorted(map(tuple, ring), key=lambda at: np.hypot(at[0] - x, at[1] - y))


def _lead(paper: Paper, shape: Any, x: float, y: float, ink: Ink) -> None:
    """Draw a thin line from a label beside a building to it."""
    line = shapely.shortest_line(shapely.Point(x, y), shape.representative_point())
    paper.lines([shapely.get_coordinates(line)], 0.6, ink.soft, z=9)


def name_courtyards(drawing: Drawing, room: Room, sizes: Sequence[float]) -> list[str]:
    """Write the courtyards' names on their open ground, or beside them; return those left out."""
    paper, plot, ink, left = drawing.paper, drawing.plot, drawing.ink, []
    blocks = shapely.buffer(shapely.union_all(drawing.blocks), 0.5)
    for yard in drawing.data["base"]["courtyards"]:
        shape, text = plot.shape(yard["rings"]), fonts.drawable(yard["name"])
        if not text or not plot.box.intersects(shape):
            continue
        for box, size in _on_ground(text, shape, blocks, sizes):
            if not room.free(box):
                continue
            room.taken.append(box)
            x, y = box.centroid.coords[0]
            halo = "#ffffff"
            paper.write(text, x, y, size, bold=True, colour=ink.danger, halo=halo, align="center")
            break
        else:
            left.append(text)
    return left


def _on_ground(
    text: str, shape: Any, blocks: Any, sizes: Sequence[float]
) -> Iterator[tuple[Any, float]]:
    """Give boxes for a courtyard's name: on open ground; across its wall; where nothing is written.

    The nearest to its middle come first.
    """
    west, south, east, north = shapely.buffer(shape, 8).bounds
    grid = np.meshgrid(np.arange(west, east, 1.5), np.arange(south, north, 1.5))
    x, y = (axis.ravel() for axis in grid)
    middle = shape.centroid
    near = np.argsort(np.hypot(x - middle.x, y - middle.y), kind="stable")
    open_ground = shapely.difference(shape, blocks)
    shapely.prepare(open_ground)
    shapely.prepare(blocks)
    for size in sizes:
        wide = fonts.width(text, size * POINT_MM, bold=True) / 2 + 0.6
        high = size * POINT_MM / 2 + 0.3
        boxes = shapely.box(x[near] - wide, y[near] - high, x[near] + wide, y[near] + high)
        yield from ((box, size) for box in boxes[shapely.covers(open_ground, boxes)])
    hidden = shapely.intersects(blocks, boxes)
    yield from ((box, size) for box in [*boxes[~hidden], *boxes[hidden]])


def name_streets(drawing: Drawing, room: Room, size: float) -> None:
    """Write the streets' names along them, where they run straight and are free."""
    plot = drawing.plot
    for street in drawing.data["base"]["streets"]["names"]:
        text = fonts.drawable(street["name"])
        done: list[tuple[float, float]] = []
        lines = [shapely.LineString(line) for line in plot.all(street["lines"])]
        inside = shapely.get_parts(shapely.intersection(lines, plot.box))
        for line in sorted(inside, key=lambda part: -part.length):
            if line.geom_type != "LineString":
                continue
            for x, y, angle in _straight(text, line, size, plot):
                far = all(np.hypot(x - a, y - b) > _AGAIN_MM for a, b in done)
                boxes = _street_boxes(text, x, y, angle, size)
                if far and room.free(boxes, *drawing.blocks, *room.busy).all():
                    done.append((x, y))
                    room.taken.extend(boxes)
                    _write_street(drawing, text, boxes, angle, size)


def _straight(
    text: str, line: Any, size: float, plot: Plot
) -> Iterator[tuple[float, float, float]]:
    """Give middles and angles of stretches where a name fits, from the middle of the plan out."""
    wide = fonts.width(text, size * POINT_MM)
    if _UPRIGHT.fullmatch(text):
        wide = len(text) * _SIGN * size * POINT_MM / np.sin(np.radians(_STEEP))
    middles = np.arange(wide / 2, line.length - wide / 2 + 0.01, 2.5)
    ends = [shapely.get_coordinates(line.interpolate(middles + s * wide / 2)) for s in (-1, 1)]
    chord = ends[1] - ends[0]
    at = ends[0] + chord / 2
    away = np.hypot(*(at - plot.box.centroid.coords[0]).T) if len(at) else np.array([])
    for i in np.argsort(away, kind="stable"):
        if np.hypot(*chord[i]) >= wide * 0.985:
            angle = float(np.degrees(np.arctan2(chord[i, 1], chord[i, 0])))
            yield float(at[i, 0]), float(at[i, 1]), (angle + 90) % 180 - 90


def _street_boxes(text: str, x: float, y: float, angle: float, size: float) -> list[Any]:
    """Return the room of a name along its street; of a steep Chinese one, sign by sign."""
    if abs(angle) < _STEEP or not _UPRIGHT.fullmatch(text):
        return [text_box(text, x, y, size, angle=angle)]
    down = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    down *= -_SIGN * size * POINT_MM / down[1]
    first = np.array([x, y]) - down * (len(text) - 1) / 2
    middles = [first + down * i for i in range(len(text))]
    return [text_box(sign, x, y, size) for sign, (x, y) in zip(text, middles, strict=True)]


def _write_street(
    drawing: Drawing, text: str, boxes: Sequence[Any], angle: float, size: float
) -> None:
    pieces = [text] if len(boxes) == 1 else list(text)
    turn = angle if len(boxes) == 1 else 0.0
    for piece, box in zip(pieces, boxes, strict=True):
        x, y = box.centroid.coords[0]
        look: dict[str, Any] = {"colour": drawing.ink.soft, "halo": "#ffffff", "align": "center"}
        drawing.paper.write(piece, x, y, size, angle=turn, z=19, **look)
