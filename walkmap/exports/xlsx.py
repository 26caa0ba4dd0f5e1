"""`rounds.xlsx`: the rounds for the office, ready to print."""

import re
from collections.abc import Sequence
from datetime import date, time
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from walkmap.community import Community
from walkmap.exports.figures import metres, visit_minutes, walk_m
from walkmap.exports.texts import (
    clean,
    file_title,
    kind_words,
    round_title,
    stop_name,
    team_name,
)
from walkmap.exports.xlsx_bytes import workbook_bytes
from walkmap.rounds.plan import MonthPlan, Round, clock
from walkmap.words import ILLUSTRATIVE, Words


class _Column(NamedTuple):
    """Heading, width in characters and number format of a column."""

    words: Words
    width: float
    number_format: str = "General"


SUMMARY = Words("总表", "Summary")
NOTES = Words("提示", "Notes")
TOTAL = Words("合计", "Total")
BACK = Words("回到办公室", "Back to the office")
SUMMARY_COLUMNS = (
    _Column(Words("日期", "Monday"), 13, "yyyy-mm-dd"),
    _Column(Words("走访组", "Team"), 16),
    _Column(Words("出发", "Start"), 9, "hh:mm"),
    _Column(Words("返回", "End"), 9, "hh:mm"),
    _Column(Words("步行（米）", "Distance (m)"), 13, "#,##0"),
    _Column(Words("用时（分钟）", "Minutes"), 13, "#,##0"),
    _Column(Words("步数", "Steps"), 11, "#,##0"),
    _Column(Words("停留点", "Stops"), 9, "#,##0"),
)
STOP_COLUMNS = (
    _Column(Words("序号", "No."), 6),
    _Column(Words("到达", "Arrive"), 8, "hh:mm"),
    _Column(Words("离开", "Leave"), 8, "hh:mm"),
    _Column(Words("地点", "Place"), 28),
    _Column(Words("类别", "Kind"), 14),
    _Column(Words("单元门", "Entrances"), 10),
    _Column(Words("步行（米）", "Walk (m)"), 10, "#,##0"),
    _Column(Words("停留（分钟）", "Minutes"), 12, "0.0"),
    _Column(Words("说明", "Why"), 36),
    _Column(Words("完成", "Done"), 7),
    _Column(Words("记录", "Record"), 26),
)
NOTE_COLUMNS = (
    _Column(Words("日期", "Monday"), 13),
    _Column(Words("未走访", "Unvisited"), 30),
    _Column(Words("原因或提示", "Reason or warning"), 80),
)

_THIN = Side(style="thin", color="FF999999")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="FFE6E6E6")
_FORMULA_STARTS = ("=", "+", "-", "@")
_A4 = 9  # the number of the paper size in the file format


def rounds_xlsx(path: Path, community: Community, plan: MonthPlan, *, lang: str) -> None:
    """Write `rounds.xlsx`.

    The first sheet sums up each round; then each round has a sheet to print (A4, the header
    repeated); what is unvisited and the warnings are on the last sheet, if there are any.

    Parameters
    ----------
    path
        The file to make or to replace.
    community
        The community of the plan; an illustrative one is named as such on the first sheet and in
        every footer.
    plan
        What to write. Texts are never formulas.
    lang
        ``"zh"`` or ``"en"``.

    Raises
    ------
    OSError
        If the file can't be written.
    """
    book = Workbook()
    book.remove(book.active)
    taken: set[str] = set()
    sheet = _sheet(book, SUMMARY.in_(lang), taken)
    _fill(sheet, SUMMARY_COLUMNS, _summary(plan, lang), file_title(community, plan.month), lang)
    for round_ in plan.rounds:
        sheet = _sheet(book, f"{round_.date:%m-%d} {team_name(round_)}", taken)
        _fill(sheet, STOP_COLUMNS, _stops(round_, lang), round_title(round_), lang)
    notes = _notes(plan, lang)
    if notes:
        sheet = _sheet(book, NOTES.in_(lang), taken)
        _fill(sheet, NOTE_COLUMNS, notes, NOTES.in_(lang), lang)
    for sheet in book.worksheets:
        _print_setup(sheet, community)
    path.write_bytes(workbook_bytes(book, file_title(community, plan.month)))


def _summary(plan: MonthPlan, lang: str) -> list[list[Any]]:
    rows: list[list[Any]] = [
        [
            round_.date,
            team_name(round_),
            _time(round_.start_s),
            _time(round_.end_s),
            walk_m(round_),
            round((round_.end_s - round_.start_s) / 60, 1),
            round_.steps,
            len(round_.stops),
        ]
        for round_ in plan.rounds
    ]
    sums = [round(sum(row[column] for row in rows), 1) for column in range(4, 8)]
    return [*rows, [TOTAL.in_(lang), "", "", "", *sums]]


def _stops(round_: Round, lang: str) -> list[list[Any]]:
    rows: list[list[Any]] = [
        [
            stop.order,
            _time(stop.arrive_s),
            _time(stop.depart_s),
            stop_name(stop),
            kind_words(stop).in_(lang),
            len(stop.entrances) or "",
            metres(metres(stop.approach_m) + metres(stop.along_m)),
            visit_minutes(stop),
            stop.why.in_(lang),
            "☐",
            "",
        ]
        for stop in round_.stops
    ]
    back = ["", _time(round_.end_s), "", BACK.in_(lang), "", "", metres(round_.return_m)]
    return [*rows, [*back, "", "", "", ""]]


def _notes(plan: MonthPlan, lang: str) -> list[list[Any]]:
    unvisited = [
        [item.date.isoformat() if item.date else plan.month, item.name or item.id,
         item.reason.in_(lang)]
        for item in plan.unvisited
    ]  # fmt: skip
    return [*unvisited, *([plan.month, "", warning.in_(lang)] for warning in plan.warnings)]


def _sheet(book: Workbook, title: str, taken: set[str]) -> Any:
    """Add a sheet, its title made such that Excel takes it: short, unlike the others."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", clean(title)).strip(" '")[:31]
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[:26]} ({number})"
    taken.add(name.casefold())
    return book.create_sheet(name)


def _fill(
    sheet: Any, columns: Sequence[_Column], rows: list[list[Any]], title: str, lang: str
) -> None:
    """Write a title, the header (frozen, printed on each page) and the rows."""
    _put(sheet, 1, 1, title).font = Font(bold=True, size=14)
    for number, column in enumerate(columns, 1):
        cell = _put(sheet, 2, number, column.words.in_(lang))
        cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _GRID
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    for line, row in enumerate(rows, 3):
        for number, (column, value) in enumerate(zip(columns, row, strict=True), 1):
            cell = _put(sheet, line, number, value)
            cell.border = _GRID
            cell.alignment = Alignment(vertical="center", wrap_text=isinstance(value, str))
            if isinstance(value, int | float | date | time):
                cell.number_format = column.number_format
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "2:2"


def _put(sheet: Any, row: int, column: int, value: Any) -> Any:
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


def _print_setup(sheet: Any, community: Community) -> None:
    """Set A4 across, one page wide, with page numbers."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    name = clean(community.settings.name)[:80].replace("&", "&&")
    sheet.oddFooter.left.text = ILLUSTRATIVE if community.settings.illustrative else name
    sheet.oddFooter.right.text = "&P / &N"


def _time(time_s: int) -> time:
    """Return seconds since midnight as a time of day, which Excel reckons with."""
    return time.fromisoformat(clock(time_s % 86400))
