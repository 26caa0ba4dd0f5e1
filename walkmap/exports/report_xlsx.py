"""`report.xlsx`: a report's tables, a sheet each."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from walkmap.community import Community
from walkmap.exports.sheets import Column, add_sheet, fill, print_setup
from walkmap.exports.texts import clean, file_title
from walkmap.exports.xlsx_bytes import workbook_bytes
from walkmap.issues.report import Report
from walkmap.issues.report_tables import Cell, Label, Table, tables_of

_FIRST, _OTHER = 26, 14  # widths in characters


def report_xlsx(path: Path, community: Community, report: Report, *, lang: str) -> None:
    """Write `report.xlsx`.

    Parameters
    ----------
    path
        The file to make or to replace.
    community
        Whose report it is; an illustrative one is named as such in every sheet.
    report
        What to write; a number that isn't known is an empty cell.
    lang
        ``"zh"`` or ``"en"``.

    Raises
    ------
    OSError
        If the file can't be written.
    """
    book = Workbook()
    book.remove(book.active)
    title = file_title(community, f"{report.start} – {report.end}")
    taken: set[str] = set()
    for table in tables_of(report, community).values():
        sheet = add_sheet(book, table.title.in_(lang), taken)
        rows = [[_value(cell, lang) for cell in row] for row in table.rows]
        fill(sheet, _columns(table), rows, f"{table.title.in_(lang)} · {title}", lang)
        print_setup(sheet, community)
    path.write_bytes(workbook_bytes(book, title))


def _columns(table: Table) -> list[Column]:
    return [
        Column(head.words, _OTHER if number else _FIRST) for number, head in enumerate(table.heads)
    ]


def _value(cell: Cell, lang: str) -> Any:
    return clean(cell.words.in_(lang)) if isinstance(cell, Label) else cell
