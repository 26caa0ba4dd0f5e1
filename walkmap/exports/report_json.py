"""`report.json`: a report for programs, format ``walkmap-report/1``."""

import json
from pathlib import Path
from typing import Any

from walkmap.community import Community
from walkmap.exports.texts import clean
from walkmap.files import write_whole
from walkmap.issues.report import Report
from walkmap.issues.report_tables import Cell, Label, tables_of

FORMAT = "walkmap-report/1"


def report_json(path: Path, community: Community, report: Report) -> None:
    """Write `report.json`.

    It is the same in every language: a list of rows for each table of the report, its cells by the
    column's key. What people read as words is a code; what isn't known is null.

    Parameters
    ----------
    path
        The file to make or to replace, UTF-8.
    community
        Whose report it is.
    report
        What to write.

    Raises
    ------
    OSError
        If the file can't be written.
    """
    before = report.before and {
        "from": report.before[0].isoformat(), "to": report.before[1].isoformat()
    }  # fmt: skip
    data: dict[str, Any] = {
        "format": FORMAT,
        "community": community.settings.id,
        "illustrative": community.settings.illustrative,
        "from": report.start.isoformat(),
        "to": report.end.isoformat(),
        "before": before,
        "seen_by_chance": report.seen.by_chance,
    }
    for key, table in tables_of(report, community).items():
        keys = [head.code for head in table.heads]
        data[key] = [
            dict(zip(keys, map(_value, row), strict=True)) for row in table.rows
        ]  # fmt: skip
    write_whole(path, json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1) + "\n")


def _value(cell: Cell) -> Any:
    return clean(cell.code) if isinstance(cell, Label) else cell
