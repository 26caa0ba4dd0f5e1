"""Finding the table in a sheet, fast enough for a hundred thousand rows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from walkmap.community.sheet.grids import Grid
from walkmap.community.sheet.spelling import heading
from walkmap.issues.intake.columns import is_private

_SEARCHED = 100  # rows in which a header is looked for
_TOTALS = re.compile(r"(?:合计|总计|小计|共计|汇总)\w*|(?:sub|grand)?total\d*|sum\d*")
_JOINT = "->"
Row = Sequence[str]


@dataclass(frozen=True)
class Sheet:
    """A sheet's table.

    Parameters
    ----------
    title
        The sheet's.
    columns
        Where our columns stand: indices by our names.
    headings
        What stands over each.
    rows
        The rows that hold records: their numbers as a spreadsheet program shows them, and cells.
    passed_over
        How many rows hold something, but no record: totals, titles, the header once more.
    private
        The headings of columns about people, and how many cells they hold, unread.
    unread
        The headings of columns that mean nothing here.
    """

    title: str
    columns: Mapping[str, tuple[int, ...]]
    headings: Mapping[str, str]
    rows: tuple[tuple[int, Row], ...]
    passed_over: int
    private: Mapping[str, int]
    unread: tuple[str, ...]

    def cells(self, row: Row) -> dict[str, str]:
        """Return a row's texts by our names."""
        cells = {}
        for name, places in self.columns.items():
            texts = [row[at].strip() for at in places if at < len(row)]
            cells[name] = _JOINT.join(filter(None, texts)) if len(texts) > 1 else "".join(texts)
        return cells


@dataclass(frozen=True)
class Head:
    """A header: where its last row is, and what stands over each column."""

    row: int
    texts: tuple[str, ...]

    def columns(self, known: Mapping[str, str], joined: Iterable[str]) -> dict[str, list[int]]:
        """Return where columns stand: the first of each, or all for those that are joined."""
        found: dict[str, list[int]] = {}
        joined = set(joined)
        for at, text in enumerate(self.texts):
            name = known.get(heading(text))
            if name and not is_private(heading(text)) and (name not in found or name in joined):
                found.setdefault(name, []).append(at)
        return found


def head_of(grid: Grid, known: Mapping[str, str]) -> Head | None:
    """Find the header of a sheet, in one row or in two with merged cells.

    Parameters
    ----------
    grid
        The sheet.
    known
        Our columns by the headings that they may have.

    Returns
    -------
    Head or None
        None if no row among the first hundred names two of the columns.
    """
    best, most = -1, 1
    for number, row in enumerate(grid.rows[:_SEARCHED]):
        names = len({known[heading(text)] for text in row if heading(text) in known})
        if names > most:
            best, most = number, names
    if best < 0:
        return None
    row = grid.rows[best]
    above = grid.rows[best - 1] if best else []
    below = grid.rows[best + 1] if best + 1 < len(grid.rows) else []
    if not _is_second(below, row, known):
        return Head(best, _merged(above, row, known))
    return Head(best + 1, _merged(row, below, known))


def _is_second(below: Row, row: Row, known: Mapping[str, str]) -> bool:
    """Tell whether the row below a header belongs to it: all in it are headings, some new ones."""
    said = {text for at, text in enumerate(below) if text and row[at : at + 1] != [text]}
    return bool(said) and all(heading(text) in known for text in said)


def _merged(upper: Row, lower: Row, known: Mapping[str, str]) -> tuple[str, ...]:
    """Return the headings of two rows: a column's is the lower one that means something."""
    texts = []
    for at in range(max(len(upper), len(lower))):
        above, here = (cells[at].strip() if at < len(cells) else "" for cells in (upper, lower))
        spans = heading(above) in known and heading(here) not in known
        texts.append(above if spans else here)
    return tuple(texts)


def sheet_of(grid: Grid, head: Head, columns: Mapping[str, Sequence[int]]) -> Sheet:
    """Take the table out of a sheet.

    Parameters
    ----------
    grid
        The sheet.
    head
        Its header.
    columns
        Where our columns stand.

    Returns
    -------
    Sheet
    """
    used = {at for places in columns.values() for at in places}
    headings = {name: _JOINT.join(head.texts[at] for at in at_) for name, at_ in columns.items()}
    again = {at: head.texts[at] for at in used}
    rows, passed_over = [], 0
    for number, row in enumerate(grid.rows[head.row + 1 :], head.row + 2):
        filled = [text for text in row if text]
        if not filled:
            continue
        if _is_no_record(filled, row, again):
            passed_over += 1
        else:
            rows.append((number, row))
    private: dict[str, int] = {}
    unread: dict[str, None] = {}
    for at, text in enumerate(head.texts):
        if text and at not in used and is_private(heading(text)):
            count = sum(at < len(row) and bool(row[at]) for _, row in rows)
            private[text] = private.get(text, 0) + count
        elif text and at not in used:
            unread[text] = None
    return Sheet(
        grid.title,
        {name: tuple(places) for name, places in columns.items()},
        headings, tuple(rows), passed_over, private, tuple(unread),
    )  # fmt: skip


def _is_no_record(filled: Sequence[str], row: Row, again: Mapping[int, str]) -> bool:
    """Tell a title, a line of totals, or the header once more, from a record."""
    first = filled[0]
    if filled.count(first) == len(filled):  # one cell, or one merged over all
        return True
    if _TOTALS.fullmatch(heading(first)):
        return True
    return first in again.values() and all(
        at < len(row) and row[at] == text for at, text in again.items()
    )
