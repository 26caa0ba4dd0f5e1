"""A sheet of paper: drawn on in millimetres, and where its labels already are."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, Literal

import matplotlib as mpl
import numpy as np
import shapely
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.patheffects import Stroke
from numpy.typing import NDArray

from walkmap.pages.paper import fonts

MM = 25.4
POINT_MM = MM / 72
_MIDDLE = 0.37  # of a text's size, from its base line: half the height of Chinese signs and figures
Places = NDArray[np.float64]
Align = Literal["left", "center", "right"]


class Paper:
    """One page.

    Parameters
    ----------
    wide_mm, high_mm
        Its size.
    """

    def __init__(self, wide_mm: float, high_mm: float) -> None:
        self.wide_mm, self.high_mm = wide_mm, high_mm
        self.figure = Figure(figsize=(wide_mm / MM, high_mm / MM), facecolor="white")
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.axes.set_xlim(0, wide_mm)
        self.axes.set_ylim(0, high_mm)
        self.clip: Any = None
        self.texts: list[tuple[str, shapely.Polygon]] = []

    def write(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        bold: bool = False,
        colour: str = "#000000",
        halo: str = "",
        align: Align = "left",
        angle: float = 0.0,
        z: float = 20.0,
    ) -> None:
        """Write a text in one line.

        Parameters
        ----------
        text
            Anything: nothing in it is taken for a formula.
        x, y
            Its left end, middle or right end, by `align`; always at half its height.
        size
            In points.
        bold, colour, halo, align, angle, z
            How it looks; `angle` is in degrees, counter-clockwise.
        """
        text = fonts.drawable(text)
        turn = np.radians(angle)
        drop = size * POINT_MM * _MIDDLE
        at = (x + np.sin(turn) * drop, y - np.cos(turn) * drop)
        common: dict[str, Any] = {
            "fontproperties": fonts.properties(size, bold=bold),
            "ha": align,
            "va": "baseline",
            "rotation": angle,
            "rotation_mode": "anchor",
            "parse_math": False,
        }
        if halo:  # on its own, so that the text itself stays one in the PDF
            ring = [Stroke(linewidth=size * 0.22, foreground=halo, joinstyle="round")]
            self.axes.text(*at, text, color=halo, path_effects=ring, zorder=z - 0.1, **common)
        self.axes.text(*at, text, color=colour, zorder=z, **common)
        self.texts.append((text, text_box(text, x, y, size, bold=bold, align=align, angle=angle)))

    def write_fitting(
        self,
        text: str,
        x: float,
        y: float,
        sizes: Sequence[float],
        room_mm: float,
        *,
        bold: bool = True,
    ) -> None:
        """Write a text as large as fits into a width, cut short if it must be."""
        text = fonts.drawable(text)
        size = next((s for s in sizes if text_width(text, s, bold=bold) <= room_mm), sizes[-1])
        self.write(cut(text, size, room_mm, bold=bold), x, y, size, bold=bold)

    def frame(
        self, left: float, bottom: float, right: float, top: float, line: str, *, fill: str
    ) -> None:
        """Draw a box."""
        corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
        self.area([np.array(corners)], fill, z=15, line=line, width=0.8)

    def lines(
        self,
        lines: Iterable[Places],
        width: float,
        colour: str,
        *,
        z: float,
        dash: Sequence[float] = (),
        round_ends: bool = False,
    ) -> None:
        """Draw lines, `width` and `dash` in points."""
        made = LineCollection(
            list(lines),
            linewidths=width,
            colors=colour,
            capstyle="round" if round_ends else "butt",
            joinstyle="round",
            linestyles=[(0, tuple(dash))] if dash else "solid",
            zorder=z,
        )
        self._add(made)

    def area(
        self,
        rings: Iterable[Places],
        fill: str,
        *,
        z: float,
        line: str = "none",
        width: float = 0.0,
        hatch: str = "",
    ) -> None:
        """Fill what lies inside an odd number of rings."""
        parts = [np.asarray(ring) for ring in rings]
        codes = [
            np.array([Outline.MOVETO, *[Outline.LINETO] * (len(ring) - 2), Outline.CLOSEPOLY])
            for ring in parts
        ]
        if not parts:
            return
        made = PathPatch(
            Outline(np.concatenate(parts), np.concatenate(codes)),
            facecolor=fill,
            edgecolor=line,
            linewidth=width,
            zorder=z,
            hatch=hatch or None,
        )
        self._add(made)

    def clip_to(self, box: Sequence[float] | None) -> None:
        """Cut what is drawn from now on to a box (left, bottom, right, top), or no longer."""
        self.clip = None
        if box is not None:
            left, bottom, right, top = box
            corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
            self.clip = Outline(corners)

    def _add(self, artist: Any) -> None:
        self.axes.add_artist(artist)
        if self.clip is not None:
            artist.set_clip_path(self.clip, self.axes.transData)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is in millimetres, `size` being in points."""
    return fonts.width(fonts.drawable(text), size * POINT_MM, bold=bold)


def cut(text: str, size: float, room_mm: float, *, bold: bool = False) -> str:
    """Return as much of a text as fits, with an ellipsis if that isn't all."""
    if text_width(text, size, bold=bold) <= room_mm:
        return text
    kept = bisect_left(
        range(1, len(text)),
        True,
        key=lambda count: text_width(text[:count] + "…", size, bold=bold) > room_mm,
    )
    return text[:kept].rstrip() + "…"


def text_box(
    text: str,
    x: float,
    y: float,
    size: float,
    *,
    bold: bool = False,
    align: Align = "center",
    angle: float = 0.0,
) -> shapely.Polygon:
    """Return the room that a text takes as `Paper.write` writes it, in millimetres."""
    wide = fonts.width(text, size * POINT_MM, bold=bold)
    left = x - wide * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    half = size * POINT_MM / 2
    box = shapely.box(left, y - half, left + wide, y + half)
    return shapely.affinity.rotate(box, angle, origin=(x, y)) if angle else box


def pdf(papers: Iterable[Paper], title: str) -> bytes:
    """Return the pages as a PDF: vectors, fonts embedded, the same bytes for the same pages."""
    # As outlines of type 3 fonts of any kind can be embedded; their text can still be found.
    with mpl.rc_context({"pdf.fonttype": 3, "hatch.linewidth": 0.6}):
        out = BytesIO()
        about = {"Title": fonts.drawable(title), "Creator": "WalkMap", "Producer": None}
        with PdfPages(out, metadata={**about, "CreationDate": None}) as book:
            for paper in papers:
                book.savefig(paper.figure)
        return out.getvalue()


def png(paper: Paper, *, dpi: int) -> bytes:
    """Return a page as a picture."""
    with mpl.rc_context({"hatch.linewidth": 0.6}):
        out = BytesIO()
        paper.figure.savefig(out, format="png", dpi=dpi, metadata={"Software": None})
        return out.getvalue()
