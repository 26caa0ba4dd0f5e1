"""Reading `wishes.csv`: what the planner insists on."""

from pathlib import Path

import pandas as pd

from walkmap.community.cells import DATE_WRONG, read_date, shown
from walkmap.community.layers import WISH_WHATS, WISHES
from walkmap.community.table import table_rows
from walkmap.errors import Fault
from walkmap.words import Words


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
    rows = {
        number - 1: _read(row, number, faults)
        for number, row in table_rows(path, WISHES, ("date", "what", "id"), faults)
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(WISHES), dtype=object)


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
