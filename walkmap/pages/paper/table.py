"""The table of a round on paper: where to, when, and room to write."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from walkmap.pages.paper.ground import BLACK
from walkmap.pages.paper.sheet import Paper, cut, text_width
from walkmap.pages.paper.way import draw_disc

EDGE_MM, HEAD_MM, FOOT_MM = 12.0, 7.2, 5.0
_TEXT, _LINE_MM, _PAD_MM = 12.0, 5.6, 1.6
_COLUMNS = (9.0, 15.0, 84.0, 12.0, 66.0)  # number, time, where, done, notes
_WRITE_MM = 8.6  # between lines that a hand writes on
_LEAST_LINES = 3
_LEFT = (EDGE_MM, *(EDGE_MM + np.cumsum(_COLUMNS)))
_KEYS = ("paper_order", "paper_time", "paper_where", "paper_done", "paper_notes")


@dataclass(frozen=True)
class Row:
    """One row.

    Parameters
    ----------
    number
        Of the stop; 0 for what is said between stops.
    time
        When one arrives.
    lines
        What stands in it; the first of a stop is its name.
    wide
        Whether the lines may run across all columns.
    """

    number: int = 0
    time: str = ""
    lines: tuple[str, ...] = ()
    wide: bool = False

    @property
    def high_mm(self) -> float:
        """How high the row is."""
        count = max(len(self.wrapped()), _LEAST_LINES if self.number else 1)
        return count * _LINE_MM + 2 * _PAD_MM

    def wrapped(self) -> list[str]:
        """Return the lines as they fit into their column."""
        room = sum(_COLUMNS) - 4 if self.wide else _COLUMNS[2] - 3 if self.number else 150.0
        most = 6 if self.wide else 3
        return [
            part
            for i, line in enumerate(self.lines)
            for part in wrap(line, room, bold=i == 0 and self.number > 0, most=most)
        ]


def row_of(number: int, stop: Mapping[str, Any], texts: Mapping[str, str]) -> Row:
    """Return the row of a stop of a round's page."""
    last = [_last_time(item, texts) for item in stop["found"][:1]]
    why = stop["why"].replace("; ", "；").split("；")[0]
    lines = (
        stop["name"],
        f"{stop['walk']}",
        stop["stay"],
        stop["wait"],
        why if stop["kind"] != "building" else "",
        stop["note"],
        *last,
    )
    return Row(number, stop["time"], tuple(line for line in lines if line))


def _last_time(found: Mapping[str, str], texts: Mapping[str, str]) -> str:
    """Return what was found last time: the day and the words, or what is known without words."""
    day, *known = found["what"].split(" · ")
    return texts["paper_last"].format(day=day, text=found["text"] or " · ".join(known))


def wrap(text: str, room_mm: float, *, bold: bool = False, most: int = 2) -> list[str]:
    """Break a text into lines that fit, between words or Chinese signs; what is over is cut."""
    pieces: list[str] = []
    for sign in " ".join(text.split()):
        glued = pieces and sign.isascii() and pieces[-1][-1].isascii() and pieces[-1][-1] != " "
        if glued or (pieces and sign in "，。；：、）！？”"):
            pieces[-1] += sign
        else:
            pieces.append(sign)
    lines = [""]
    for piece in pieces:
        longer = (lines[-1] + piece).lstrip()
        if text_width(longer.rstrip(), _TEXT, bold=bold) <= room_mm or not lines[-1]:
            lines[-1] = longer
        else:  # after a comma, if one is near
            comma = max(lines[-1].rfind("，"), lines[-1].rfind(", ")) + 1
            at = comma if comma > len(lines[-1]) / 2 else len(lines[-1])
            lines[-1:] = [lines[-1][:at], (lines[-1][at:] + piece).lstrip()]
    rest = "".join(lines[most - 1 :])
    return [
        cut(line.rstrip(), _TEXT, room_mm, bold=bold) for line in (*lines[: most - 1], rest) if line
    ]


def draw_head(paper: Paper, top: float, texts: Mapping[str, str]) -> float:
    """Write the table's head; return where its rows begin."""
    bottom = top - HEAD_MM
    paper.frame(_LEFT[0], bottom, _LEFT[-1], top, BLACK.text, fill="#e6e6e6")
    for left, wide, key in zip(_LEFT, _COLUMNS, _KEYS, strict=False):
        text = cut(texts[key], 10.5, wide - 1.2, bold=True)
        paper.write(text, left + 1.2, top - HEAD_MM / 2, 10.5, bold=True)
    _rules(paper, top, bottom)
    return bottom


def draw_row(paper: Paper, top: float, row: Row) -> float:
    """Write a row; return where the next begins."""
    bottom = top - row.high_mm
    first = top - _PAD_MM - _LINE_MM / 2
    left = _LEFT[0] if row.wide else _LEFT[2]
    for i, line in enumerate(row.wrapped()):
        paper.write(line, left + 1.5, first - i * _LINE_MM, _TEXT, bold=bool(row.number) and i == 0)
    paper.lines([np.array([(_LEFT[0], bottom), (_LEFT[-1], bottom)])], 0.8, BLACK.text, z=15)
    if row.number:
        draw_disc(paper, (_LEFT[0] + _COLUMNS[0] / 2, first - 0.6), row.number, BLACK)
        paper.write(row.time, _LEFT[2] - 1.5, first, _TEXT, bold=True, align="right")
        _box(paper, _LEFT[3] + _COLUMNS[3] / 2, first - 1.4)
        for y in np.arange(top - _WRITE_MM, bottom + 1, -_WRITE_MM):
            _dotted(paper, _LEFT[4], _LEFT[5], y)
        _rules(paper, top, bottom)
    else:
        sides = [np.array([(x, top), (x, bottom)]) for x in (_LEFT[0], _LEFT[-1])]
        paper.lines(sides, 0.8, BLACK.text, z=15)
    return bottom


def draw_notes(paper: Paper, top: float, texts: Mapping[str, str]) -> None:
    """Fill what is left of the last page with lines to write on."""
    bottom = EDGE_MM + FOOT_MM + 2
    if top - bottom < 3 * _WRITE_MM:
        return
    paper.write(texts["paper_more"], _LEFT[0] + 1.5, top - 6, _TEXT, bold=True)
    for y in np.arange(top - 6 - _WRITE_MM, bottom, -_WRITE_MM):
        _dotted(paper, _LEFT[0] - 2, _LEFT[-1] + 2, y)


def _dotted(paper: Paper, left: float, right: float, y: float) -> None:
    ends = np.array([(left + 2, y), (right - 2, y)])
    paper.lines([ends], 0.7, "#737373", z=15, dash=(1, 1.6))


def _rules(paper: Paper, top: float, bottom: float) -> None:
    paper.lines([np.array([(x, top), (x, bottom)]) for x in _LEFT], 0.8, BLACK.text, z=16)


def _box(paper: Paper, x: float, y: float) -> None:
    paper.frame(x - 2.5, y - 2.5, x + 2.5, y + 2.5, BLACK.text, fill="#ffffff")
