"""A round on paper: its way with arrow heads, and numbered stops that don't lie on each other."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from walkmap.pages.paper.ground import Ink
from walkmap.pages.paper.plot import Places, Plot
from walkmap.pages.paper.sheet import Paper

DISC_MM = 2.7
_LANE_MM, _HEAD_MM, _THIN_MM = 1.5, 15.0, 0.4
_WAY, _NUMBER = 2.4, 9.5
_TURNS = 400


def way_of(plot: Plot, way: Sequence[Any]) -> Places:
    """Return a round's way as one line, each stretch moved to its right by its lane.

    Parameters
    ----------
    plot
        Where.
    way
        Stretches, as `walkmap.pages.way.rounds_on_map` gives them.
    """
    parts = [_beside(_thin(plot.at(line)), _LANE_MM * (lane + 0.5)) for _, lane, line in way]
    return np.concatenate(parts) if parts else np.empty((0, 2))


def _thin(line: Places) -> Places:
    """Leave out places that lie so near that their offset would fray."""
    kept = [0]
    for i in range(1, len(line)):
        if np.hypot(*(line[i] - line[kept[-1]])) >= _THIN_MM:
            kept.append(i)
    if kept[-1] != len(line) - 1:
        kept = [*kept[: max(1, len(kept) - 1)], len(line) - 1]
    return line[kept]


def _beside(line: Places, by: float) -> Places:
    """Move a line to its right."""
    steps = np.diff(line, axis=0)
    long = np.hypot(*steps.T)[:, None]
    if not len(steps) or not long.all():
        return line
    right = np.column_stack([steps[:, 1], -steps[:, 0]]) / long
    before, after = np.vstack([right[:1], right]), np.vstack([right, right[-1:]])
    half = np.maximum(0.5, (1 + (before * after).sum(axis=1)) / 2)[:, None]
    return np.asarray(line + (before + after) / 2 / half * by)


def draw_way(paper: Paper, way: Places, taken: Sequence[Any], ink: Ink) -> None:
    """Draw a way with its arrow heads, which keep off what is taken."""
    if len(way) < 2:
        return
    paper.lines([way], _WAY + 2.4, "#ffffff", z=9, round_ends=True)
    paper.lines([way], _WAY, ink.text, z=9.1, round_ends=True)
    line = shapely.LineString(way)
    for at in np.arange(_HEAD_MM / 2, line.length, _HEAD_MM):
        tip, tail = (shapely.get_coordinates(line.interpolate(at + s))[0] for s in (0.9, -0.9))
        ahead = tip - tail
        middle = (tip + tail) / 2
        spot = shapely.Point(*middle).buffer(1.6)
        straight = np.hypot(*ahead) > 1.7
        if straight and not any(spot.intersects(other) for other in taken):
            _head(paper, middle, ahead / np.hypot(*ahead), ink)


def _head(paper: Paper, at: Any, ahead: Any, ink: Ink) -> None:
    aside = np.array([-ahead[1], ahead[0]])
    corners = np.array([ahead * 1.9, -ahead * 1.2 + aside * 1.5, -ahead * 1.2 - aside * 1.5])
    triangle = np.vstack([corners, corners[:1]]) + at
    paper.lines([triangle], 2.2, "#ffffff", z=9.2)
    paper.area([triangle], ink.text, z=9.3)


def spread(homes: Places, office: Places, plot: Plot) -> Places:
    """Return where discs go, so that none lies on another, on the office or on the frame.

    Parameters
    ----------
    homes
        Where the stops are (n, 2), in millimetres.
    office
        Where the office is (2,).
    plot
        The frame.

    Returns
    -------
    numpy.ndarray
        Middles of the discs (n, 2).
    """
    at = homes + np.array([[np.cos(i), np.sin(i)] for i in range(len(homes))]) * 0.05
    low = np.array([plot.left, plot.bottom]) + DISC_MM + 0.5
    high = np.array([plot.right, plot.top]) - DISC_MM - 0.5
    apart = 2 * DISC_MM + 0.5
    for _ in range(_TURNS):
        gaps = at[:, None] - at[None]
        far = np.hypot(gaps[..., 0], gaps[..., 1]) + np.eye(len(at)) * 1e9
        push = np.maximum(0, apart - far)[..., None] * gaps / np.maximum(far, 1e-6)[..., None]
        from_house = at - office
        near = np.hypot(*from_house.T)[:, None]
        house = np.maximum(0, DISC_MM + 4.0 - near) * from_house / np.maximum(near, 1e-6)
        if not push.any() and not house.any():
            break
        at = np.clip(at + push.sum(axis=1) * 0.5 + house, low, high)
    return np.asarray(at)


def draw_stops(paper: Paper, homes: Places, discs: Places, ink: Ink) -> None:
    """Draw the numbered discs, with a line to the stop where one was moved off it."""
    for home, disc in zip(homes, discs, strict=True):
        if np.hypot(*(home - disc)) > DISC_MM * 0.8:
            paper.lines([np.array([home, disc])], 2.4, "#ffffff", z=10)
            paper.lines([np.array([home, disc])], 0.9, ink.text, z=10.1)
            paper.area([_circle(home, 0.7)], ink.text, z=10.2)
    for number, disc in enumerate(discs, 1):
        draw_disc(paper, disc, number, ink)


def draw_disc(paper: Paper, at: Any, number: int, ink: Ink) -> None:
    """Draw a stop's number in its disc."""
    x, y = at
    paper.area([_circle(at, DISC_MM)], "#ffffff", z=18, line=ink.text, width=1.3)
    paper.write(str(number), x, y, _NUMBER, bold=True, colour=ink.text, align="center", z=21)


def _circle(at: Any, r: float) -> Places:
    turn = np.linspace(0, 2 * np.pi, 33)
    return np.asarray(np.column_stack([np.cos(turn), np.sin(turn)]) * r + at)
