"""Reading a spreadsheet as rows of texts, whatever program wrote it."""

import csv
import io
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from walkmap.community.cells import shown, text_of
from walkmap.errors import WalkmapError
from walkmap.files import decoded
from walkmap.words import Words

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # xlsx and ods are zips; xls is the other
_MOST_CELLS = 10_000_000
_MOST_BYTES = 100_000_000
_END = "\0end"
_HALF_A_SECOND = timedelta(seconds=0.5)


class Grid(NamedTuple):
    """A sheet: its title, and its rows from the first one on, each a list of texts."""

    title: str
    rows: list[list[str]]


def read_grids(path: Path) -> list[Grid]:
    """Read all sheets of a workbook (xlsx, xls, ods) or the one of a CSV file.

    Parameters
    ----------
    path
        The file; what it is is told by its contents, not by its name.

    Returns
    -------
    list of Grid
        Dates as ``2026-11-16``, whole numbers without a point; a merged cell's text stands in all
        of its cells.

    Raises
    ------
    WalkmapError
        If it can't be read.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError("over 100 MB")
        data = path.read_bytes()
        if data.startswith(WORKBOOKS):
            return _workbook(data)
        return [Grid(path.name, _csv(decoded(data)))]
    except FileNotFoundError:
        raise WalkmapError(
            Words(f"没有文件 {path}；检查路径", f"there is no file {path}; check the path")
        ) from None
    except (OSError, ValueError, csv.Error) as error:
        detail = shown(getattr(error, "strerror", None) or error)
        raise WalkmapError(
            Words(
                f"读不了 {path.name}（{detail}）；在表格软件里打开，另存为 xlsx 再试",
                f"{path.name} can't be read ({detail}); open it in a spreadsheet program and save "
                "it as xlsx",
            )
        ) from None


def _workbook(data: bytes) -> list[Grid]:
    """Read the sheets of a workbook."""
    from python_calamine import CalamineError, CalamineWorkbook

    grids = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                if sheet.total_height * sheet.total_width > _MOST_CELLS:
                    raise ValueError(f"{name}: {sheet.total_height} × {sheet.total_width}")
                rows = [
                    [_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)
                ]
                for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
                    for row in rows[top : bottom + 1]:
                        row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])
                grids.append(Grid(name, rows))
    except CalamineError as error:
        raise ValueError(str(error)) from error
    return grids


def _text(cell: Any) -> str:
    """Return what stands in a cell of a workbook as text."""
    if isinstance(cell, datetime):
        cell = (cell + _HALF_A_SECOND).replace(microsecond=0)  # kept as a fraction of a day
        whole = "seconds" if cell.second else "minutes"
        cell = cell.date() if cell.time() == time() else cell.isoformat(" ", whole)
    if isinstance(cell, date):
        return cell.isoformat() if not isinstance(cell, str) else cell
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return text_of(cell)


def _csv(text: str) -> list[list[str]]:
    """Read a table of texts parted by commas, semicolons or tabs."""
    head = text[:4000]
    delimiter = max(",;\t", key=head.count)
    lines = io.StringIO(f"{text}\n{_END}", newline="")
    rows = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=delimiter)]
    if rows.pop() != [_END]:
        raise csv.Error("a quotation mark is never closed")
    return rows
