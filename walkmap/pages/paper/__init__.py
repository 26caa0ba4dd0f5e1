"""What is printed: the community for the office wall on A3, and rounds on A4.

The only package that imports matplotlib; it draws from the same data as the pages.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from walkmap.issues.found import Found
from walkmap.pages.codes import page_url
from walkmap.pages.common import Sheet
from walkmap.pages.index_page import round_file
from walkmap.pages.overview_page import overview_data
from walkmap.pages.paper.overview import overview_paper
from walkmap.pages.paper.round import round_papers
from walkmap.pages.paper.sheet import Paper, pdf, png
from walkmap.pages.round_page import round_data
from walkmap.rounds.plan import Round

__all__ = ["Format", "print_overview", "print_rounds"]

Format = Literal["pdf", "png"]
DPI = 200


def print_overview(sheet: Sheet, day: date, *, lang: str, format_: Format) -> bytes:
    """Return the community as a sheet of A3 for the office wall.

    Parameters
    ----------
    sheet
        The community's map.
    day
        Whose gates and hazards it shows.
    lang
        ``"zh"`` or ``"en"``.
    format_
        ``"pdf"``, of vectors, or ``"png"``, at 200 dots an inch.

    Returns
    -------
    bytes
        The file; the same for the same community and day.

    Raises
    ------
    WalkmapError
        If the machine has no font with Chinese signs.
    """
    data = overview_data(sheet, [day], lang=lang)
    paper = overview_paper(data, sheet.area).paper
    if format_ == "png":
        return png(paper, dpi=DPI)
    return pdf([paper], data["wall_title"])


def print_rounds(
    sheet: Sheet,
    rounds: Sequence[Round],
    *,
    lang: str,
    found: Mapping[str, Sequence[Found]] | None = None,
) -> bytes:
    """Return rounds on A4, each on pages of its own, as a PDF of vectors.

    Parameters
    ----------
    sheet
        The community's map. With a `base_url` the QR code of a round leads to its page, else it
        holds what tells the round from others.
    rounds
        At least one.
    lang, found
        As for `walkmap.pages.round_page.round_html`.

    Returns
    -------
    bytes
        The file; the same for the same rounds.

    Raises
    ------
    WalkmapError
        If the machine has no font with Chinese signs.
    """
    papers: list[Paper] = []
    for round_ in rounds:
        data = round_data(sheet, round_, lang=lang, found=found)
        link = page_url(sheet.base_url, round_file(round_)) if sheet.base_url else ""
        code = link or f"{sheet.community.settings.id} {round_.date.isoformat()}/{round_.team}"
        papers += round_papers(data, code, link=bool(link))
    return pdf(papers, f"{sheet.community.settings.name} · {rounds[0].date.isoformat()}")
