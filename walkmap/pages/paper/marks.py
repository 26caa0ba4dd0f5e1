"""What gates and hazards are called: beside them, off walls and buildings if there is room."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from walkmap.pages.paper import fonts
from walkmap.pages.paper.ground import Drawing
from walkmap.pages.paper.labels import Room
from walkmap.pages.paper.plot import Places
from walkmap.pages.paper.sheet import POINT_MM, text_width

_HAZARD_MM, _GATE_MM, _OFFICE_MM = 2.6, 1.9, 3.2  # from the middle of a sign to its edge
_OFF_MM = (1.0, 2.0, 3.5, 5.0, 7.0, 10.0, 14.0)
_LEAD_MM = 3.0  # further off, a line leads to the sign
_LINE = 1.15  # from line to line, in sizes
_BREAK = re.compile(r" · | (?=\d+:)")  # between where and what, and before a gate's hours
# What a label costs: a millimetre away, a square millimetre of wall or of anything else hidden.
_AWAY, _WALL, _HIDDEN = 3.0, 8.0, 2.0
_ACROSS = 6.0  # times that for a line across it: what is beyond a wall is another courtyard's
_BEYOND_MM = 4.0
_MISTAKEN, _AS_NEAR = 120.0, 1.5  # where another sign is not so many times as far, it could be its


def mark_boxes(drawing: Drawing) -> list[Any]:
    """Return the room that signs on the plan take: hazards, gates and the office."""
    spots = [(at, r) for _, at, r, _ in _marks(drawing)]
    spots.append((drawing.plot.at(drawing.data["office"])[0], _OFFICE_MM))
    return [shapely.box(*(at - r), *(at + r)) for at, r in spots]


def _marks(drawing: Drawing) -> Iterator[tuple[str, Places, float, str]]:
    """Give each sign's name, its middle, half its size and the name's colour; gates first."""
    plot, ink = drawing.plot, drawing.ink
    for item in drawing.data["base"]["gates"]:
        yield item["name"], plot.at(item["line"]).mean(axis=0), _GATE_MM, ink.text
    for item in drawing.hazards:
        yield item["name"], plot.at(item["at"])[0], _HAZARD_MM, ink.danger


def name_marks(drawing: Drawing, room: Room, sizes: Sequence[float], *, far_mm: float) -> list[str]:
    """Write the names of gates and hazards beside them.

    Parameters
    ----------
    drawing
        The plan.
    room
        What room there is; what is written takes it.
    sizes
        In points, from the largest.
    far_mm
        How far off its sign a name may be.

    Returns
    -------
    list of str
        The names that found no room.
    """
    paper, left = drawing.paper, []
    costly = ((_walls(drawing), _WALL), (shapely.union_all(drawing.blocks), _HIDDEN))
    marks = list(_marks(drawing))
    for name, at, r, colour in marks:
        text = fonts.drawable(name)
        if not text or not drawing.plot.box.contains(shapely.Point(at)):
            continue
        like = shapely.points([place for *_, place, _, ink in marks if ink == colour])
        layouts = [[text], parts] if len(parts := _BREAK.split(text, maxsplit=1)) > 1 else [[text]]
        for size in sizes:
            sides = [_beside(lines, size, at, r, far_mm) for lines in layouts]
            boxes, away = map(np.concatenate, zip(*sides, strict=True))
            best = _cheapest(boxes, away, at, like, room, costly)
            if best is not None:
                break
        else:
            left.append(text)
            continue
        box = boxes[best]
        room.taken.append(box)
        lead = shapely.shortest_line(shapely.Point(at), box)
        if lead.length > r + _LEAD_MM:
            paper.lines([shapely.get_coordinates(lead)], 0.6, colour, z=9)
        x, top = box.centroid.x, box.bounds[3] - size * POINT_MM / 2
        for i, line in enumerate(layouts[best // len(sides[0][0])]):
            y = top - i * _LINE * size * POINT_MM
            paper.write(line, x, y, size, colour=colour, halo="#ffffff", align="center")
    return left


def _cheapest(
    boxes: NDArray[Any],
    away: NDArray[np.float64],
    at: Places,
    like: NDArray[Any],
    room: Room,
    costly: Sequence[tuple[Any, float]],
) -> int | None:
    """Return which free box hides least and is nearest to its sign, if any is free."""
    sign = shapely.Point(at)
    leads = shapely.shortest_line(sign, boxes)
    aim = shapely.shortest_line(sign, shapely.centroid(boxes))
    # A gate's own wall is no matter near it; further off, a line on it would not be seen.
    aim, seen = (shapely.difference(lines, sign.buffer(_BEYOND_MM)) for lines in (aim, leads))
    labels = np.array([box for box in room.taken if not box.contains(sign)], dtype=object)
    others = shapely.multipoints(like[~shapely.equals(like, sign)])
    apart = shapely.distance(boxes, others) / shapely.distance(boxes, sign)
    cost = away * _AWAY + np.fmax(0, _AS_NEAR - apart) * _MISTAKEN  # fmax: there may be no others
    for shape, weight in costly:
        part = shapely.clip_by_rect(shape, *shapely.union_all(boxes).bounds)
        cost += shapely.area(shapely.intersection(boxes, part)) * weight
        cost += shapely.length(shapely.intersection(aim, part)) * weight * _ACROSS
        cost += shapely.length(shapely.intersection(seen, part)) * weight
    crossed = shapely.intersects(labels, leads[:, None]).any(axis=1)
    cost[crossed | ~room.free(boxes, *room.busy)] = np.inf
    best = int(np.argmin(cost))
    return best if np.isfinite(cost[best]) else None


def _beside(
    texts: Sequence[str], size: float, at: Places, r: float, far_mm: float
) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """Return boxes for lines of text beside a sign, and how far each is away from it."""
    wide = max(text_width(text, size) for text in texts) / 2
    high = (1 + (len(texts) - 1) * _LINE) * size * POINT_MM / 2
    places = []
    for off in (off for off in _OFF_MM if off <= far_mm):
        dx, dy = wide + r + off, high + r + off
        places += [(side * dx, up * dy / 2, off) for side in (1, -1) for up in (0, 1, -1, 2, -2)]
        places += [(side * wide / 2, up * dy, off) for up in (-1, 1) for side in (0, 1, -1, 2, -2)]
    x, y, away = np.array(places).T
    x, y = x + at[0], y + at[1]
    return shapely.box(x - wide, y - high, x + wide, y + high), away


def _walls(drawing: Drawing) -> Any:
    """Return the strokes that a label should not lie on: walls and entrances."""
    base, plot = drawing.data["base"], drawing.plot
    lines = [line for wall in base["walls"] for line in plot.all(wall["lines"])]
    strokes = shapely.buffer([shapely.LineString(line) for line in lines], 0.5)
    doors = [shapely.Point(plot.at(door[:2])[0]).buffer(1.0) for door in base["doors"]]
    return shapely.union_all([*strokes, *doors])
