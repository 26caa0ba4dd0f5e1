"""Sheets of a workbook, ready to read on a screen and to print."""

import re
from collections.abc import Sequence
from datetime import date, time
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from walkmap.community import Community
from walkmap.exports.texts import clean
from walkmap.words import ILLUSTRATIVE, Words

_THIN = Side(style="thin", color="FF999999")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="FFE6E6E6")
_FORMULA_STARTS = ("=", "+", "-", "@")
_A4 = 9  # the number of the paper size in the file format


class Column(NamedTuple):
    """Heading, width in characters and number format of a column."""

    words: Words
    width: float
    number_format: str = "General"


def add_sheet(book: Workbook, title: str, taken: set[str]) -> Any:
    """Add a sheet, its title made such that Excel takes it: short, unlike the others."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", clean(title)).strip(" '")[:31]
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[:26]} ({number})"
    taken.add(name.casefold())
    return book.create_sheet(name)


def fill(
    sheet: Any, columns: Sequence[Column], rows: list[list[Any]], title: str, lang: str
) -> None:
    """Write a title, the header (frozen, printed on each page) and the rows."""
    put(sheet, 1, 1, title).font = Font(bold=True, size=14)
    for number, column in enumerate(columns, 1):
        cell = put(sheet, 2, number, column.words.in_(lang))
        cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _GRID
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    for line, row in enumerate(rows, 3):
        for number, (column, value) in enumerate(zip(columns, row, strict=True), 1):
            cell = put(sheet, line, number, value)
            cell.border = _GRID
            cell.alignment = Alignment(vertical="center", wrap_text=isinstance(value, str))
            if isinstance(value, int | float | date | time):
                cell.number_format = column.number_format
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "2:2"


def put(sheet: Any, row: int, column: int, value: Any) -> Any:
    """Write a cell; a text stays a text whatever it begins with."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        text = clean(value)
        cell.value = text or None
        if text:
            cell.data_type = "s"
            cell.quotePrefix = text.startswith(_FORMULA_STARTS)
    else:
        cell.value = value
    return cell


def print_setup(sheet: Any, community: Community) -> None:
    """Set A4 across, one page wide, with page numbers."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    name = clean(community.settings.name)[:80].replace("&", "&&")
    sheet.oddFooter.left.text = ILLUSTRATIVE if community.settings.illustrative else name
    sheet.oddFooter.right.text = "&P / &N"
