"""What is looked at: the month for the planner, rounds for workers, heat for the meeting.

Every page is one file that opens from disk, offline, and asks nobody for anything.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas as gpd

from walkmap.community import Community
from walkmap.files import write_whole
from walkmap.issues import Slides
from walkmap.issues.found import Found
from walkmap.pages.codes import folder_url
from walkmap.pages.common import Sheet
from walkmap.pages.heat_page import heat_html
from walkmap.pages.index_page import index_html, round_file
from walkmap.pages.lock import Lock, new_lock
from walkmap.pages.overview_page import overview_html
from walkmap.pages.round_page import round_html
from walkmap.pages.tiles import Tiles, tiles_of
from walkmap.rounds.plan import MonthPlan

__all__ = ["Lock", "Tiles", "folder_url", "new_lock", "tiles_of", "write_heat_page", "write_pages"]


def write_pages(
    folder: Path,
    community: Community,
    plan: MonthPlan,
    streets: gpd.GeoDataFrame,
    heat: Slides | None,
    *,
    lang: str,
    files: Sequence[str],
    lock: Lock | None = None,
    tiles: Tiles | None = None,
    base_url: str = "",
    found: Mapping[str, Sequence[Found]] | None = None,
) -> list[Path]:
    """Write the pages of a month.

    Parameters
    ----------
    folder
        Where to write.
    community, plan
        What they show.
    streets
        In WGS-84: highway, name, passage and a LineString for each undirected edge.
    heat
        Where the issues are; without it, `heat.html` tells how to get there.
    lang
        ``"zh"`` or ``"en"``.
    files
        Names of the other files in the folder, for the index to link to.
    lock, tiles, base_url
        As `walkmap.pages.common.Sheet` takes them.
    found
        By stop, what was found there last time: for the rounds' pages only.

    Returns
    -------
    list of pathlib.Path
        `index.html`, one page for each round, `heat.html`, `overview.html`.
    """
    sheet = Sheet(community, streets, plan.rounds, lock=lock, tiles=tiles, base_url=base_url)
    pages = {"index.html": index_html(sheet, plan, lang=lang, files=files)}
    for round_ in plan.rounds:
        pages[round_file(round_)] = round_html(sheet, round_, lang=lang, found=found)
    pages["heat.html"] = heat_html(sheet, heat, lang=lang)
    pages["overview.html"] = overview_html(sheet, plan.dates, lang=lang)
    for name, text in pages.items():
        write_whole(folder / name, text)
    return [folder / name for name in pages]


def write_heat_page(
    folder: Path,
    community: Community,
    streets: gpd.GeoDataFrame,
    heat: Slides | None,
    *,
    lang: str,
) -> Path:
    """Write `heat.html` alone.

    Parameters
    ----------
    folder, community, streets, heat, lang
        As for `write_pages`.

    Returns
    -------
    pathlib.Path
        The page.
    """
    path = folder / "heat.html"
    write_whole(path, heat_html(Sheet(community, streets), heat, lang=lang))
    return path
