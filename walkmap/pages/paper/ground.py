"""The estate's wall plan on paper: what `static/base.js` paints on a page, from the same data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from walkmap.pages.paper.plot import Places, Plot
from walkmap.pages.paper.sheet import POINT_MM, Paper

_STREETS = {"path": (2.0, 0.5), "minor": (6.0, 1.2), "major": (11.0, 1.9)}
_WIDEST_MM = 6.0


@dataclass(frozen=True)
class Ink:
    """The colours of a plan; the names are those of `static/canvas.js`."""

    paper: str = "#eeeadf"
    ground: str = "#faf7ef"
    wall: str = "#40382d"
    fence: str = "#b9ae9b"
    street: str = "#ffffff"
    edge: str = "#cfc5b2"
    building: str = "#d8ccb8"
    outline: str = "#8a7b63"
    pale: str = "#f0ece3"
    paleline: str = "#b5aa97"
    text: str = "#2b241b"
    soft: str = "#5b5246"
    open: str = "#00805f"
    shut: str = "#77736c"
    hazard: str = "#f2b632"
    danger: str = "#7a2e00"
    house: str = "#111111"


COLOURS = Ink()
BLACK = Ink(
    paper="#ffffff", ground="#ffffff", wall="#000000", fence="#8c8c8c", street="#ffffff",
    edge="#a6a6a6", building="#dedede", outline="#595959", pale="#ffffff", paleline="#a6a6a6",
    text="#000000", soft="#404040", open="#000000", shut="#808080", hazard="#ffffff",
    danger="#000000", house="#000000",
)  # fmt: skip
"""For a printer without colours: nothing is told by its colour alone."""


@dataclass(frozen=True)
class Drawing:
    """A plan that is being drawn.

    Parameters
    ----------
    paper, plot
        Where.
    data
        Of a page (`walkmap.pages.common.Sheet.data`), for its first day.
    ink
        In which colours.
    """

    paper: Paper
    plot: Plot
    data: Mapping[str, Any]
    ink: Ink

    @cached_property
    def blocks(self) -> list[Any]:
        """The shapes of the buildings on paper."""
        return [self.plot.shape(item["rings"]) for item in self.data["base"]["buildings"]]

    @property
    def hazards(self) -> list[dict[str, Any]]:
        """The hazards of the first day."""
        return [hazard for hazard in self.data["hazards"] if 0 in hazard["days"]]

    @cached_property
    def hatched(self) -> list[Any]:
        """Where each of the hazards lies on paper."""
        plot = self.plot
        strokes = [shapely.MultiLineString(plot.all(item["lines"])) for item in self.hazards]
        shapes = [plot.shape(item["rings"]) for item in self.hazards]
        return list(shapely.union(shapes, shapely.buffer(strokes, 0.8, cap_style="flat")))


def draw_ground(drawing: Drawing) -> None:
    """Draw ground, streets, buildings, walls with their gates, and hazards, hatched."""
    paper, plot, ink = drawing.paper, drawing.plot, drawing.ink
    base = drawing.data["base"]
    paper.clip_to((plot.left, plot.bottom, plot.right, plot.top))
    frame = np.asarray(plot.box.exterior.coords)
    paper.area([frame], ink.paper, z=0)
    for yard in base["courtyards"]:
        paper.area(plot.all(yard["rings"]), ink.ground, z=1)
    _streets(paper, plot, base["streets"]["classes"], ink)
    for item in base["buildings"]:
        shades = (ink.pale, ink.paleline) if item["managed"] else (ink.building, ink.outline)
        paper.area(plot.all(item["rings"]), shades[0], z=4, line=shades[1], width=0.6)
    for door in base["doors"]:
        _door(paper, plot, door, ink)
    for wall in base["walls"]:
        width, colour = (0.7, ink.fence) if wall["thin"] else (1.6, ink.wall)
        dash = (4, 2.5) if wall["dashed"] else ()
        paper.lines(plot.all(wall["lines"]), width, colour, z=6, dash=dash)
    opened = drawing.data["open_gates"][0]
    for gate, is_open in zip(base["gates"], opened, strict=True):
        draw_gate(paper, plot.at(gate["line"]), ink, is_open=is_open)
    for hazard, patch in zip(drawing.hazards, drawing.hatched, strict=True):
        paper.area(_rings(patch), "none", z=7.5, line=ink.danger, width=0.5, hatch="/////")
        draw_triangle(paper, plot.at(hazard["at"])[0], 2.0, ink, blocks=hazard["blocks"])
    paper.clip_to(None)
    paper.lines([frame], 0.8, ink.wall, z=30)


def _streets(paper: Paper, plot: Plot, classes: Mapping[str, Any], ink: Ink) -> None:
    lines = {kind: plot.all(packed) for kind, packed in classes.items()}
    widths = {
        kind: min(max(least, metres * plot.mm_per_m), _WIDEST_MM) / POINT_MM
        for kind, (metres, least) in _STREETS.items()
    }
    for kind, width in widths.items():
        paper.lines(lines[kind], width + 1.2, ink.edge, z=2, round_ends=True)
    for kind, width in widths.items():
        paper.lines(lines[kind], width, ink.street, z=3, round_ends=True)
    paper.lines(lines["passage"], widths["path"] + 1.2, ink.edge, z=3, dash=(2, 1.4))


def _door(paper: Paper, plot: Plot, door: list[int], ink: Ink) -> None:
    """Draw an entrance as a short tick out of the wall."""
    at, turn = plot.at(door[:2])[0], np.radians(door[2])
    long = min(max(2.2 * plot.mm_per_m, 0.7), 1.8)
    end = at + np.array([np.cos(turn), np.sin(turn)]) * long
    paper.lines([np.array([at, end])], 1.3, ink.wall, z=5, dash=(1, 0.7) if door[3] else ())


def draw_gate(paper: Paper, span: Places, ink: Ink, *, is_open: bool) -> None:
    """Draw a tick across the gap of an open gate, a bar that fills the gap of a shut one."""
    middle, along = span.mean(axis=0), span[-1] - span[0]
    along = along / (np.hypot(*along) or 1.0)
    across = np.array([-along[1], along[0]])
    half = max(float(np.hypot(*(span[-1] - span[0]))) / 2, 0.9)
    step = across * 1.9 if is_open else along * half
    tick = np.array([middle - step, middle + step])
    width, colour = (2.8, ink.open) if is_open else (3.6, ink.shut)
    paper.lines([tick], width + 1.6, "#ffffff", z=7)
    paper.lines([tick], width, colour, z=7.1)


def _rings(shape: Any) -> list[Places]:
    rings = shapely.get_rings(shapely.get_parts(shape))
    return [shapely.get_coordinates(ring) for ring in rings]


def draw_triangle(paper: Paper, at: Any, r: float, ink: Ink, *, blocks: bool) -> None:
    """Draw the sign of a hazard; one that blocks the way has a bar below."""
    sides = [(0, 1), (1, -0.75), (-1, -0.75), (0, 1)]
    bars = [(-0.1, 0.1, 0.45, -0.2), (-0.1, 0.1, -0.35, -0.55)]
    bars += [(-1.0, 1.0, -0.95, -1.3)] if blocks else []
    triangle = np.array(sides) * r + at
    paper.lines([triangle], 2.8, "#ffffff", z=11)
    paper.area([triangle], ink.hazard, z=11.1, line=ink.danger, width=1.1)
    for left, right, top, bottom in bars:
        corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
        paper.area([np.array(corners) * r + at], ink.danger, z=11.2)


def draw_house(paper: Paper, at: Any, r: float, ink: Ink) -> None:
    """Draw the office: where rounds start and end."""
    roof = [(0, 1), (1.05, 0.1), (0.75, 0.1), (0.75, -0.85), (-0.75, -0.85), (-0.75, 0.1)]
    outline = np.array([*roof, (-1.05, 0.1), (0, 1)]) * r + at
    door = np.array([(-0.2, -0.2), (0.2, -0.2), (0.2, -0.85), (-0.2, -0.85), (-0.2, -0.2)])
    paper.lines([outline], 2.8, "#ffffff", z=12)
    paper.area([outline], ink.house, z=12.1)
    paper.area([door * r + at], "#ffffff", z=12.2)


def draw_corner(drawing: Drawing, spots: Sequence[Any]) -> Any:
    """Draw north arrow and scale bar in the corner of the frame where they hide least.

    Parameters
    ----------
    drawing
        The plan.
    spots
        What should be seen, more so than buildings.

    Returns
    -------
    shapely.Polygon
        The room that they take.
    """
    paper, plot, ink, texts = drawing.paper, drawing.plot, drawing.ink, drawing.data["texts"]
    metres, long = plot.scale_bar(50)
    wide, high = long + 18, 15.0
    west, east = plot.left + 1.5, plot.right - 1.5 - wide
    south, north = plot.bottom + 1.5, plot.top - 1.5 - high
    corners = [(west, south), (east, south), (west, north), (east, north)]
    boxes = [shapely.box(x, y, x + wide, y + high) for x, y in corners]
    shapes = np.array([*spots, *drawing.blocks], dtype=object)
    weight = [20.0] * len(spots) + [1.0] * len(drawing.blocks)
    hidden = [shapely.area(shapely.intersection(shapes, box)) @ weight for box in boxes]
    best = int(np.argmin(hidden))
    x, y = corners[best]
    paper.frame(x, y, x + wide, y + high, ink.fence, fill="#ffffff")
    for side, fill in ((0.6, ink.text), (-0.6, "#ffffff")):
        half = np.array([(0, 1), (side, -1), (0, -0.6), (0, 1)]) * 4 + (x + 6, y + 5)
        paper.area([half], fill, z=31, line=ink.text, width=0.6)
    paper.write(texts["north"], x + 6, y + 11.5, 11, bold=True, colour=ink.text, align="center")
    left, foot = x + 13, y + 4
    bar = [(left, foot + 1.8), (left, foot), (left + long, foot), (left + long, foot + 1.8)]
    paper.lines([np.array(bar)], 1.4, ink.text, z=31)
    label = f"{metres} {texts['metre']}"
    paper.write(label, left + long / 2, foot + 4.5, 10.5, colour=ink.text, align="center")
    return boxes[best]
