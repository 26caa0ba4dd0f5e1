"""A QR code on paper."""

import numpy as np
import segno

from walkmap.pages.paper.sheet import Paper

_QUIET = 4  # squares of white around a code, as ISO/IEC 18004 asks


def draw_code(paper: Paper, text: str, left: float, bottom: float, side: float) -> None:
    """Draw a QR code, as sharp as the printer.

    Parameters
    ----------
    paper
        Where.
    text
        What it holds: an address, or what tells the round from others.
    left, bottom, side
        Where and how large, in millimetres, with the white around it.
    """
    code = segno.make(text, error="m", micro=False, boost_error=False)
    dark = np.array([list(row) for row in code.matrix], dtype=int)
    unit = side / (len(dark) + 2 * _QUIET)
    squares = []
    for row, signs in enumerate(dark):
        edges = np.diff(signs, prepend=0, append=0)
        top = bottom + side - (_QUIET + row) * unit
        for first, last in zip(*(np.flatnonzero(edges == step) for step in (1, -1)), strict=True):
            x, right = (left + (_QUIET + column) * unit for column in (first, last))
            corners = [(x, top), (right, top), (right, top - unit), (x, top - unit), (x, top)]
            squares.append(np.array(corners))
    paper.area(squares, "#000000", z=16)
