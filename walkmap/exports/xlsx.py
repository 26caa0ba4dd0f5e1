"""`rounds.xlsx`: the rounds for the office, ready to print."""

from datetime import time
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from walkmap.community import Community
from walkmap.exports.figures import metres, visit_minutes, walk_m
from walkmap.exports.sheets import Column, add_sheet, fill, print_setup
from walkmap.exports.texts import (
    file_title,
    kind_words,
    round_title,
    stop_name,
    team_name,
)
from walkmap.exports.xlsx_bytes import workbook_bytes
from walkmap.rounds.plan import MonthPlan, Round, clock
from walkmap.words import Words

SUMMARY = Words("总表", "Summary")
NOTES = Words("提示", "Notes")
TOTAL = Words("合计", "Total")
BACK = Words("回到办公室", "Back to the office")
SUMMARY_COLUMNS = (
    Column(Words("日期", "Monday"), 13, "yyyy-mm-dd"),
    Column(Words("走访组", "Team"), 16),
    Column(Words("出发", "Start"), 9, "h:mm"),
    Column(Words("返回", "End"), 9, "h:mm"),
    Column(Words("步行（米）", "Distance (m)"), 13, "#,##0"),
    Column(Words("用时（分钟）", "Minutes"), 13, "#,##0"),
    Column(Words("步数", "Steps"), 11, "#,##0"),
    Column(Words("停留点", "Stops"), 9, "#,##0"),
)
STOP_COLUMNS = (
    Column(Words("序号", "No."), 6),
    Column(Words("到达", "Arrive"), 8, "h:mm"),
    Column(Words("离开", "Leave"), 8, "h:mm"),
    Column(Words("地点", "Place"), 28),
    Column(Words("类别", "Kind"), 14),
    Column(Words("单元门", "Entrances"), 10),
    Column(Words("步行（米）", "Walk (m)"), 10, "#,##0"),
    Column(Words("停留（分钟）", "Minutes"), 12, "0.0"),
    Column(Words("说明", "Why"), 36),
    Column(Words("完成", "Done"), 7),
    Column(Words("记录", "Record"), 26),
)
NOTE_COLUMNS = (
    Column(Words("日期", "Monday"), 13),
    Column(Words("未走访", "Unvisited"), 30),
    Column(Words("原因或提示", "Reason or warning"), 80),
)


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
    sheet = add_sheet(book, SUMMARY.in_(lang), taken)
    fill(sheet, SUMMARY_COLUMNS, _summary(plan, lang), file_title(community, plan.month), lang)
    for round_ in plan.rounds:
        sheet = add_sheet(book, f"{round_.date:%m-%d} {team_name(round_)}", taken)
        fill(sheet, STOP_COLUMNS, _stops(round_, lang), round_title(round_), lang)
    notes = _notes(plan, lang)
    if notes:
        sheet = add_sheet(book, NOTES.in_(lang), taken)
        fill(sheet, NOTE_COLUMNS, notes, NOTES.in_(lang), lang)
    for sheet in book.worksheets:
        print_setup(sheet, community)
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


def _time(time_s: int) -> time:
    """Return seconds since midnight as a time of day, which Excel reckons with."""
    return time.fromisoformat(clock(time_s % 86400))
