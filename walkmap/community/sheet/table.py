"""Finding the table in a sheet: its header wherever it stands, its columns in any order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from walkmap.community.sheet.columns import EXAMPLE, PRIVATE, Field, fields_by_heading
from walkmap.community.sheet.grids import Grid
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
        return Fault(self.sheet, problem, mend, self.row, column=above, value=value)


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


def tables_in(grids: Iterable[Grid], fields: Sequence[Field], needed: Iterable[str]) -> list[Table]:
    """Find the tables with certain columns in some sheets.

    Parameters
    ----------
    grids
        The sheets.
    fields
        The columns that mean something.
    needed
        Of them, those of which a header must hold at least one.

    Returns
    -------
    list of Table
        One for each sheet that has a header with two of the columns or more.
    """
    known, needed = fields_by_heading(fields), set(needed)
    tables = []
    for grid in grids:
        best = -1
        names: dict[str, int] = {}
        for number, row in enumerate(grid.rows):
            found = _header(row, known)
            if len(found) > max(len(names), 1) and needed & set(found):
                best, names = number, found
        if names:
            tables.append(_table(grid, best, names, fields))
    return tables


def _header(row: Sequence[str], known: dict[str, str]) -> dict[str, int]:
    """Return the columns that a row names, each where it first stands."""
    found: dict[str, int] = {}
    for at, text in enumerate(row):
        name = known.get(heading(text))
        if name:
            found.setdefault(name, at)
    return found


def _table(grid: Grid, head: int, names: dict[str, int], fields: Sequence[Field]) -> Table:
    """Read the rows under a header."""
    header = grid.rows[head]
    headings = {name: header[at].strip() for name, at in names.items()}
    records, faults = [], []
    for number, row in enumerate(grid.rows[head + 1 :], head + 2):
        cells = {name: row[at].strip() if at < len(row) else "" for name, at in names.items()}
        record = Record(grid.title, number, cells, headings)
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
    taken = set(names.values())
    others = [
        (text.strip(), at) for at, text in enumerate(header) if at not in taken and text.strip()
    ]
    below = grid.rows[head + 1 :]
    private = {
        text: sum(at < len(row) and bool(row[at].strip()) for row in below)
        for text, at in others
        if heading(text) in PRIVATE
    }
    unread = [text for text, _ in others if text not in private]
    return Table(tuple(records), private, tuple(dict.fromkeys(unread)), tuple(faults))


def _is_shown(record: Record, fields: Sequence[Field], what: str) -> bool:
    """Tell whether a row is the note or the example that a template shows, in either language."""
    wanted = {each.name: getattr(each, what) for each in fields}
    told = [name for name, text in record.cells.items() if text]
    return len(told) > 1 and all(record.cells[name] in wanted[name] for name in told)
