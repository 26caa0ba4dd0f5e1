"""Reading `wishes.csv`: what the planner insists on."""

import csv
import io
from pathlib import Path

import pandas as pd

from walkmap.community.cells import DATE_WRONG, read_date, shown
from walkmap.community.layers import WISH_WHATS, WISHES
from walkmap.errors import Fault
from walkmap.files import decoded
from walkmap.words import Words

FILE_NAME = "wishes.csv"


def read_wishes(path: Path, faults: list[Fault]) -> pd.DataFrame:
    """Read `wishes.csv`.

    Parameters
    ----------
    path
        The file; it need not be there.
    faults
        Faults found so far; those of the file are added.

    Returns
    -------
    pandas.DataFrame
        A row for each wish, indexed by its row in the file less one; empty rows are left out.
    """
    lines = _lines(path, faults) if path.exists() else []
    rows = {}
    for number, line in enumerate(lines, 1):
        row = {name: (line.get(name) or "").strip() for name in WISHES}
        if any(row.values()):
            rows[number - 1] = _read(row, number, faults)
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(WISHES), dtype=object)


def _lines(path: Path, faults: list[Fault]) -> list[dict[str, str]]:
    """Return the file's lines by the names in its first line; none if it can't be read."""
    try:
        text = decoded(path.read_bytes())
        reader = csv.DictReader(io.StringIO(text, newline=""))
        reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
        lines = list(reader)
    except (OSError, csv.Error) as error:
        detail = shown(error)
        problem = Words(f"读不了 {FILE_NAME}（{detail}）", f"{FILE_NAME} can't be read ({detail})")
        mend = Words("在表格软件里重新另存为 CSV", "save it anew as CSV from the spreadsheet")
        faults.append(Fault("wishes", problem, mend))
        return []
    lacking = [name for name in ("date", "what", "id") if name not in (reader.fieldnames or ())]
    if lacking and text.strip():
        names = ",".join(WISHES)
        mend = Words(f"第一行写 {names}", f"write {names} in the first line")
        problem = Words("缺少这一列", "the column is missing")
        faults += [Fault("wishes", problem, mend, column=name) for name in lacking]
        return []
    return lines


def _read(row: dict[str, str], number: int, faults: list[Fault]) -> dict[str, str]:
    """Read one wish."""
    id_ = shown(row["id"])
    if row["what"] not in WISH_WHATS:
        mend = Words(f"可写：{'、'.join(WISH_WHATS)}", f"write {', '.join(WISH_WHATS)}")
        problem = Words("没有这种要求", "there is no such wish")
        faults.append(Fault("wishes", problem, mend, number, id_, "what", shown(row["what"])))
    try:
        row["date"] = read_date(row["date"]) if row["date"] else ""
    except ValueError:
        faults.append(Fault("wishes", *DATE_WRONG, number, id_, "date", shown(row["date"])))
    return row
