"""Finding the table in a sheet: its header wherever it stands, its columns in any order."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from walkmap.community.cells import shown
from walkmap.community.sheet.columns import EXAMPLE, PRIVATE, Field, fields_by_heading
from walkmap.community.sheet.grids import Grid
from walkmap.community.sheet.scrub import without_numbers
from walkmap.community.sheet.spelling import heading
from walkmap.errors import Fault
from walkmap.words import Words


@dataclass(frozen=True)
class Record:
    """A row of a table.

    Parameters
    ----------
    sheet
        The title of its sheet.
    row
        Its number as the spreadsheet program shows it.
    cells
        Texts by the names of columns; a column that the sheet doesn't have is missing.
    headings
        What stands over each column.
    """

    sheet: str
    row: int
    cells: dict[str, str]
    headings: dict[str, str]

    def get(self, name: str) -> str:
        """Return a cell's text; nothing if there is no such column."""
        return self.cells.get(name, "")

    def fault(self, problem: Words, mend: Words, column: str = "", value: str = "") -> Fault:
        """Return a fault of this row."""
        above = self.headings.get(column, column)
        told = shown(without_numbers(value)[0])
        return Fault(self.sheet, problem, mend, self.row, column=above, value=told)


@dataclass(frozen=True)
class Table:
    """The rows of one sheet.

    Parameters
    ----------
    records
        Those that hold anything, without notes and examples.
    private
        The headings of columns about people, and how many cells they hold, unread.
    unread
        The headings of columns that mean nothing here.
    faults
        Rows that are marked as an example and are none.
    """

    records: tuple[Record, ...]
    private: dict[str, int]
    unread: tuple[str, ...]
    faults: tuple[Fault, ...]


def tables_in(
    grids: Iterable[Grid],
    fields: Sequence[Field],
    needed: Iterable[str],
    telling: tuple[str, Collection[str]],
) -> list[Table]:
    """Find the tables with certain columns in some sheets.

    Parameters
    ----------
    grids
        The sheets.
    fields
        The columns that mean something.
    needed
        Of them, those of which a header must hold at least one.
    telling
        A column, and the words in it by which a row above the header is known to be one of the
        table: whoever sorts a sheet may sort its header too.

    Returns
    -------
    list of Table
        One for each sheet that has a header with two of the columns or more, or with one if its
        title tells.
    """
    known, needed = fields_by_heading(fields), set(needed)
    tables = []
    for grid in grids:
        head = -1
        fewest = 0 if heading(grid.title) in telling[1] else 1
        names: dict[str, int] = {}
        for number, row in enumerate(grid.rows):
            found = _header(row, known)
            if len(found) > max(len(names), fewest) and needed & set(found):
                head, names = number, found
        if names:
            records, faults = _records(grid, head, names, fields, telling)
            private, unread = _others(grid.rows, head, names)
            tables.append(Table(tuple(records), private, unread, tuple(faults)))
    return tables


def _header(row: Sequence[str], known: dict[str, str]) -> dict[str, int]:
    """Return the columns that a row names, each where it first stands."""
    found: dict[str, int] = {}
    for at, text in enumerate(row):
        name = known.get(heading(text))
        if name:
            found.setdefault(name, at)
    return found


def _records(
    grid: Grid,
    head: int,
    names: dict[str, int],
    fields: Sequence[Field],
    telling: tuple[str, Collection[str]],
) -> tuple[list[Record], list[Fault]]:
    """Read the rows of a sheet; tell of those that are marked as an example and are none."""
    headings = {name: grid.rows[head][at].strip() for name, at in names.items()}
    records, faults = [], []
    for number, row in enumerate(grid.rows):
        cells = {name: row[at].strip() if at < len(row) else "" for name, at in names.items()}
        record = Record(grid.title, number + 1, cells, headings)
        if number < head and heading(record.get(telling[0])) not in telling[1]:
            continue
        if not any(cells.values()) or cells == headings or _is_shown(record, fields, "note"):
            continue
        if heading(record.get(fields[0].name)) not in map(heading, EXAMPLE):
            records.append(record)
        elif not _is_shown(record, fields, "example"):
            problem = Words(
                f"标着“{EXAMPLE.zh}”，没有读", "is marked as an example, and was not read"
            )
            mend = Words("要用这一行就删掉这个标记", "take the mark away if it is meant")
            faults.append(record.fault(problem, mend, fields[0].name))
    return records, faults


def _others(
    rows: Sequence[Sequence[str]], head: int, names: dict[str, int]
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Return the headings of columns about people, with their cells, and of those unknown."""
    private: dict[str, int] = {}
    unread: dict[str, None] = {}
    for at, text in enumerate(rows[head]):
        text = text.strip()
        if not text or at in names.values():
            continue
        if heading(text) in PRIVATE:
            filled = sum(at < len(row) and bool(row[at].strip()) for row in rows)
            private[text] = private.get(text, 0) + filled - 1
        else:
            unread[text] = None
    return private, tuple(unread)


def _is_shown(record: Record, fields: Sequence[Field], what: str) -> bool:
    """Tell whether a row is the note or the example that a template shows, in either language."""
    wanted = {each.name: getattr(each, what) for each in fields}
    told = [name for name, text in record.cells.items() if text]
    return len(told) > 1 and all(record.cells[name] in wanted[name] for name in told)
