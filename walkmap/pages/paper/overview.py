"""The community on the office wall: one sheet of A3."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from walkmap.pages.paper import ground
from walkmap.pages.paper.ground import COLOURS, Drawing
from walkmap.pages.paper.labels import (
    Room,
    name_buildings,
    name_courtyards,
    name_streets,
)
from walkmap.pages.paper.marks import mark_boxes, name_marks
from walkmap.pages.paper.plot import Plot
from walkmap.pages.paper.sheet import Paper, text_width

A3_MM = (420.0, 297.0)
_EDGE, _HEAD, _PAD = 10.0, 17.0, 9.0
_NUMBERS = (24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 12.0, 10.5, 9.0)
_YARDS = (26.0, 23.0, 20.0, 18.0, 16.0, 14.0, 12.0, 10.5, 9.0)
_MARKS = (11.0, 10.0, 9.0, 8.0)
_STREET, _LEGEND, _SMALL, _FAR_MM = 11.0, 12.0, 10.0, 14.0
_SIGN_MM, _ROW_MM, _GAP_MM = 13.0, 8.0, 8.0
Sign = Callable[[Paper, float, float], None]


@dataclass(frozen=True)
class Overview:
    """The sheet, and what found no room on it.

    Parameters
    ----------
    paper, plot
        The sheet, and where on it places are.
    left_out
        Names of buildings, courtyards, gates and hazards without a label.
    """

    paper: Paper
    plot: Plot
    left_out: tuple[str, ...]


def overview_paper(data: Mapping[str, Any], area: Sequence[float]) -> Overview:
    """Draw the community on A3, upright or lying by its shape.

    Parameters
    ----------
    data
        Of the overview's page (`walkmap.pages.overview_page.overview_data`).
    area
        West, south, east, north of the community.

    Returns
    -------
    Overview
        The sheet.
    """
    paper = Paper(*(A3_MM if _lies(area) else A3_MM[::-1]))
    foot = _EDGE + _foot(paper, data)
    frame = (_EDGE, foot, paper.wide_mm - _EDGE, paper.high_mm - _EDGE - _HEAD)
    plot = Plot(data["origin"], area, frame, pad_mm=_PAD)
    drawing = Drawing(paper, plot, data, COLOURS)
    room = Room(plot.box.buffer(-2), mark_boxes(drawing), drawing.hatched)
    ground.draw_ground(drawing)
    ground.draw_house(paper, plot.at(data["office"])[0], 3.2, COLOURS)
    room.hide(ground.draw_corner(drawing, room.taken))
    left = name_buildings(drawing, room, _NUMBERS)
    left += name_courtyards(drawing, room, _YARDS)
    left += name_marks(drawing, room, _MARKS, far_mm=_FAR_MM)
    name_streets(drawing, room, _STREET)
    _head(paper, data)
    return Overview(paper, plot, tuple(left))


def _lies(area: Sequence[float]) -> bool:
    west, south, east, north = area
    return bool((east - west) * np.cos(np.radians(south)) >= north - south)


def _head(paper: Paper, data: Mapping[str, Any]) -> None:
    y, right = paper.high_mm - _EDGE - 7, paper.wide_mm - _EDGE
    if data["badge"]:
        wide = text_width(data["badge"], 13)
        paper.frame(right - wide - 6, y - 4, right, y + 4, "#8a5a00", fill="#fff6dd")
        paper.write(data["badge"], right - 3, y, 13, colour="#6b4500", align="right")
        right -= wide + 12
    paper.write_fitting(data["wall_title"], _EDGE, y, (34, 30, 26, 22, 18, 14), right - _EDGE)


def _foot(paper: Paper, data: Mapping[str, Any]) -> float:
    """Write the key in rows, and below it whence and when the map is; return how high it all is."""
    room = paper.wide_mm - 2 * _EDGE
    rows: list[list[tuple[str, Sign, float]]] = [[]]
    for key, draw in _signs(data):
        text = data["texts"][key]
        wide = _SIGN_MM + text_width(text, _LEGEND) + _GAP_MM
        if rows[-1] and sum(row[2] for row in rows[-1]) + wide > room + _GAP_MM:
            rows.append([])
        rows[-1].append((text, draw, wide))
    for number, row in enumerate(reversed(rows)):
        x, y = _EDGE, _EDGE + 10 + number * _ROW_MM
        for text, draw, wide in row:
            draw(paper, x + _SIGN_MM / 2 - 1.5, y)
            paper.write(text, x + _SIGN_MM, y, _LEGEND, colour=COLOURS.text)
            x += wide
    small = " · ".join(part for part in (data["date"], data["source_line"]) if part)
    paper.write_fitting(small, _EDGE, _EDGE + 1.5, (_SMALL, 9, 8), room, bold=False)
    return 8 + len(rows) * _ROW_MM


def _signs(data: Mapping[str, Any]) -> list[tuple[str, Sign]]:
    """Return what is explained, and how it is drawn: only what is on the map."""
    base, hazards = data["base"], [x for x in data["hazards"] if 0 in x["days"]]
    opened = data["open_gates"][0]
    signs: list[tuple[str, Sign, bool]] = [
        ("office", _house, True),
        ("unmanaged", partial(_block, managed=False), True),
        ("managed", partial(_block, managed=True), any(x["managed"] for x in base["buildings"])),
        ("door", _door, bool(base["doors"])),
        ("wall", partial(_wall, dash=()), bool(base["walls"])),
        ("gate_open", partial(_gate, is_open=True), any(opened)),
        ("gate_shut", partial(_gate, is_open=False), not all(opened)),
        ("hazard", partial(_triangle, blocks=False), any(not x["blocks"] for x in hazards)),
        ("hazard_blocks", partial(_triangle, blocks=True), any(x["blocks"] for x in hazards)),
        ("assumed", partial(_wall, dash=(4, 2.5)), _assumed(base)),
    ]
    return [(key, draw) for key, draw, shown in signs if shown]


def _assumed(base: Mapping[str, Any]) -> bool:
    layers = (base["courtyards"], base["walls"], base["gates"])
    return any(item["dashed"] for layer in layers for item in layer) or any(
        door[3] for door in base["doors"]
    )


def _house(paper: Paper, x: float, y: float) -> None:
    ground.draw_house(paper, (x, y), 2.8, COLOURS)


def _block(paper: Paper, x: float, y: float, *, managed: bool) -> None:
    fill, line = (
        (COLOURS.pale, COLOURS.paleline) if managed else (COLOURS.building, COLOURS.outline)
    )
    paper.frame(x - 4.5, y - 2.2, x + 4.5, y + 2.2, line, fill=fill)


def _door(paper: Paper, x: float, y: float) -> None:
    _block(paper, x, y + 0.6, managed=False)
    paper.lines([np.array([(x, y - 1.6), (x, y - 3.4)])], 1.3, COLOURS.wall, z=31)


def _wall(paper: Paper, x: float, y: float, *, dash: tuple[float, ...]) -> None:
    paper.lines([np.array([(x - 5, y), (x + 5, y)])], 1.6, COLOURS.wall, z=31, dash=dash)


def _gate(paper: Paper, x: float, y: float, *, is_open: bool) -> None:
    sides = [np.array([(x - 5, y), (x - 2, y)]), np.array([(x + 2, y), (x + 5, y)])]
    paper.lines(sides, 1.6, COLOURS.wall, z=6)
    ground.draw_gate(paper, np.array([(x - 2, y), (x + 2, y)]), COLOURS, is_open=is_open)


def _triangle(paper: Paper, x: float, y: float, *, blocks: bool) -> None:
    ground.draw_triangle(paper, (x, y), 2.2, COLOURS, blocks=blocks)
