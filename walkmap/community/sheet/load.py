"""Bringing a planner's spreadsheet into a community."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from walkmap.community.sheet.columns import KINDS, PARTS, TARGET_FIELDS, WHATS, WISH_FIELDS
from walkmap.community.sheet.entries import Cut, read_entries
from walkmap.community.sheet.grids import read_grids
from walkmap.community.sheet.keep import keep
from walkmap.community.sheet.merge import Merged, merge
from walkmap.community.sheet.site import Site
from walkmap.community.sheet.table import Table, tables_in
from walkmap.community.sheet.wishes import Callings, merged_wishes, read_wish_rows
from walkmap.errors import Fault, WalkmapError
from walkmap.words import Words


@dataclass(frozen=True)
class Loaded:
    """What an import did, or would do.

    Parameters
    ----------
    merged
        What becomes of the targets.
    wishes_new, wishes_gone
        How many wishes are new, and how many are no more.
    rows
        How many rows were taken over, of targets and wishes.
    faults
        The rows that were not.
    cut
        What was cut out of cells that were read.
    private
        The headings of columns about people, and how many cells they hold, unread.
    unread
        The headings of columns that mean nothing here.
    kept
        Whether it was written.
    """

    merged: Merged
    wishes_new: int
    wishes_gone: int
    rows: int
    faults: tuple[Fault, ...]
    cut: Cut
    private: dict[str, int]
    unread: tuple[str, ...]
    kept: bool


def load(
    path: Path,
    file: Path,
    *,
    replace_all: bool = False,
    strict: bool = False,
    dry_run: bool = False,
) -> Loaded:
    """Bring a spreadsheet's targets and wishes into a community.

    Parameters
    ----------
    path
        The community: its folder, or a file in it.
    file
        The spreadsheet: xlsx, xls, ods or CSV.
    replace_all
        Whether targets and wishes that the file doesn't hold go; if so, a row with a fault stops
        it all, as with `strict`.
    strict
        Whether to take over nothing if any row has a fault.
    dry_run
        Whether to write nothing.

    Raises
    ------
    WalkmapError
        If the file or the community can't be read or written, or would have a fault.
    """
    site = Site(path)
    tables, wish_tables = _tables(file)
    cut = Cut()
    records = [record for table in tables for record in table.records]
    entries, faults = read_entries(site, records, cut)
    merged = merge(site, entries, replace_all=replace_all)
    faults += merged.faults
    faults += [fault for table in tables for fault in table.faults]
    old = site.community.wishes.to_dict("records")
    asked = [record for table in wish_tables for record in table.records]
    new, wrong = read_wish_rows(Callings(site, merged.targets), asked, old, cut)
    wrong += [fault for table in wish_tables for fault in table.faults]
    whole = bool(wish_tables) and not wrong and (bool(asked) or replace_all)
    wishes, added, gone = merged_wishes(old, new, whole=whole)
    faults = sorted([*faults, *wrong], key=lambda fault: (fault.layer, fault.row or 0))
    rows = len(merged.new) + len(merged.changed) + len(merged.same) + len(new)
    kept = bool(rows) and not dry_run and not (faults and (strict or replace_all))
    if kept or dry_run:
        keep(site, merged.targets, wishes, dry_run=dry_run)
    private: dict[str, int] = {}
    for table in (*tables, *wish_tables):
        for heading, cells in table.private.items():
            private[heading] = private.get(heading, 0) + cells
    unread = dict.fromkeys(name for table in (*tables, *wish_tables) for name in table.unread)
    return Loaded(merged, added, gone, rows, tuple(faults), cut, private, tuple(unread), kept)


def _tables(file: Path) -> tuple[Sequence[Table], Sequence[Table]]:
    """Return the tables of targets and of wishes in a spreadsheet."""
    grids = read_grids(file)
    places = ("place", "building", "hazard", "lon")
    tables = tables_in(grids, (*TARGET_FIELDS, *PARTS), places, ("kind", KINDS))
    wishes = tables_in(grids, WISH_FIELDS, ("what",), ("what", WHATS))
    if not tables and not wishes:
        raise WalkmapError(
            Words(
                f"{file.name} 里没有找到表头；要有一行写着“类别”和“地点”"
                "（用 walkmap targets template 可以得到一张空表）",
                f"{file.name} has no header: a row with kind and place is needed "
                "(walkmap targets template makes a sheet that has one)",
            )
        )
    return tables, wishes
