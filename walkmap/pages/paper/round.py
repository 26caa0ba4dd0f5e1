"""One round on A4: the map on top, a table with room to write below, without colours."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from walkmap.pages.paper import ground
from walkmap.pages.paper.code import draw_code
from walkmap.pages.paper.ground import BLACK, Drawing
from walkmap.pages.paper.labels import Room, name_buildings, name_streets
from walkmap.pages.paper.marks import mark_boxes, name_marks
from walkmap.pages.paper.plot import Plot
from walkmap.pages.paper.sheet import Paper
from walkmap.pages.paper.table import (
    EDGE_MM,
    FOOT_MM,
    HEAD_MM,
    Row,
    draw_head,
    draw_notes,
    draw_row,
    row_of,
)
from walkmap.pages.paper.way import DISC_MM, draw_stops, draw_way, spread, way_of

A4_MM = (210.0, 297.0)
_HEAD_MM, _LATER_MM, _CODE_MM = 27.0, 11.0, 27.0
_MAP_MM, _GAP_MM = (90.0, 125.0), 4.0
_LOWER_MM = 20.0  # so much lower it may be for one more row on its page
_TEXT, _TITLE = 12.0, (20.0, 18.0, 16.0, 14.0, 12.0)
_NUMBERS = (13.0, 12.0, 11.0, 10.0, 9.0, 8.0)
_STREET, _MARKS, _FAR_MM = 9.0, (8.5,), 3.5


def round_papers(data: Mapping[str, Any], code: str, *, link: bool) -> list[Paper]:
    """Draw a round.

    Parameters
    ----------
    data
        Of the round's page (`walkmap.pages.round_page.round_data`).
    code
        What its QR code holds.
    link
        Whether that is the address of its page.

    Returns
    -------
    list of Paper
        Its pages, numbered.
    """
    paper = Paper(*A4_MM)
    top = _first_head(paper, data, code, link=link)
    papers, rows = [paper], list(_rows(data))
    room_mm = top - HEAD_MM - _GAP_MM - EDGE_MM - FOOT_MM
    top = _map(paper, data, top, [row.high_mm for row in rows], room_mm) - _GAP_MM
    top = draw_head(paper, top, data["texts"])
    for row in rows:
        if top - row.high_mm < EDGE_MM + FOOT_MM:
            paper = Paper(*A4_MM)
            papers.append(paper)
            top = draw_head(paper, _later_head(paper, data), data["texts"])
        top = draw_row(paper, top, row)
    draw_notes(paper, top, data["texts"])
    for number, paper in enumerate(papers, 1):
        _foot(paper, data, number, len(papers))
    return papers


def _rows(data: Mapping[str, Any]) -> Iterator[Row]:
    """Give the table's rows: leaving, the stops, coming back, gates that are shut."""
    texts = data["texts"]
    yield Row(lines=(data["start"],))
    for number, stop in enumerate(data["stops"], 1):
        yield row_of(number, stop, texts)
    yield Row(lines=(data["end"],))
    if data["shut"]:
        join = "; " if data["lang"] == "en" else "；"
        yield Row(lines=(texts["paper_shut"] + join.join(data["shut"]),), wide=True)


def _first_head(paper: Paper, data: Mapping[str, Any], code: str, *, link: bool) -> float:
    """Write what round it is, with its QR code; return where the map may begin."""
    top, right = paper.high_mm - EDGE_MM, paper.wide_mm - EDGE_MM
    draw_code(paper, code, right - _CODE_MM + 2, top - _CODE_MM + 2, _CODE_MM)
    room = right - _CODE_MM - EDGE_MM
    title = f"{data['title']} · {data['subtitle']}"
    paper.write_fitting(title, EDGE_MM, top - 4, _TITLE, room)
    facts = [data["community"], *data["facts"]]
    paper.write_fitting(
        " · ".join(facts), EDGE_MM, top - 12.5, (12.0, 11.0, 10.0), room, bold=False
    )
    below = " · ".join(
        part for part in (data["badge"], data["texts"]["paper_scan"] if link else code) if part
    )
    paper.write_fitting(below, EDGE_MM, top - 19.5, (12.0, 11.0, 10.0), room, bold=False)
    return top - _HEAD_MM


def _later_head(paper: Paper, data: Mapping[str, Any]) -> float:
    top, room = paper.high_mm - EDGE_MM, paper.wide_mm - 2 * EDGE_MM
    title = f"{data['title']} · {data['subtitle']} · {data['community']}"
    paper.write_fitting(title, EDGE_MM, top - 3, (_TEXT, 11.0, 10.0), room)
    return top - _LATER_MM


def _foot(paper: Paper, data: Mapping[str, Any], number: int, count: int) -> None:
    text = data["texts"]["paper_page"].format(page=number, pages=count)
    paper.write(text, paper.wide_mm / 2, EDGE_MM - 1, 11, align="center")
    small = " · ".join(part for part in (data["badge"], data["source"]) if part)
    paper.write_fitting(small, EDGE_MM, EDGE_MM - 1, (8.0,), paper.wide_mm / 2 - 34, bold=False)


def _map_mm(shape_mm: float, rows_mm: Sequence[float], room_mm: float) -> float:
    """Return how high the map is, so that the rows below it fill the first page.

    Parameters
    ----------
    shape_mm
        How high the round's ground is at the map's width.
    rows_mm
        How high the table's rows are.
    room_mm
        For map and rows together.
    """
    low, high = _MAP_MM
    high = float(np.clip(shape_mm, low, high))
    ends = room_mm - 0.1 - np.cumsum(rows_mm)  # the map's height if this row is the page's last
    if low <= ends[-1] < high:
        return float(ends[-1])
    lower = ends[(ends >= max(low, high - _LOWER_MM)) & (ends < high)]
    return float(lower.max()) if len(lower) else high


def _map(
    paper: Paper, data: Mapping[str, Any], top: float, rows_mm: Sequence[float], room_mm: float
) -> float:
    """Draw the map; return where it ends."""
    (south, west), (north, east) = data["fit"]
    wide = paper.wide_mm - 2 * EDGE_MM
    slope = (north - south) / max((east - west) * np.cos(np.radians(south)), 1e-9)
    high = _map_mm(slope * wide, rows_mm, room_mm)
    frame = (EDGE_MM, top - high, EDGE_MM + wide, top)
    plot = Plot(data["origin"], (west, south, east, north), frame, pad_mm=6)
    round_ = data["rounds"][0]
    office = plot.at(data["office"])[0]
    homes = np.vstack([plot.at(place)[:1] for place in round_["stops"]])
    discs = spread(homes, office, plot)
    way = way_of(plot, round_["way"])
    spots = [shapely.box(*(disc - DISC_MM), *(disc + DISC_MM)) for disc in discs]
    drawing = Drawing(paper, plot, data, BLACK)
    room = Room(plot.box.buffer(-0.8), [*mark_boxes(drawing), *spots])
    room.busy = [shapely.LineString(way).buffer(1.0)] if len(way) > 1 else []
    ground.draw_ground(drawing)
    ground.draw_house(paper, (office[0], office[1]), 3.0, BLACK)
    room.hide(ground.draw_corner(drawing, [*room.taken, *room.busy]))
    paper.clip_to(frame)
    draw_way(paper, way, room.taken, BLACK)
    paper.clip_to(None)
    draw_stops(paper, homes, discs, BLACK)
    name_buildings(drawing, room, _NUMBERS)
    name_streets(drawing, room, _STREET)
    name_marks(drawing, room, _MARKS, far_mm=_FAR_MM)
    return top - high
