"""Reading `visits.csv`: when somebody was visited, as the planner keeps it."""

from pathlib import Path

import pandas as pd

from walkmap.community.cells import DATE_WRONG, read_date, shown
from walkmap.community.layers import VISITS
from walkmap.community.table import table_rows
from walkmap.errors import Fault
from walkmap.words import Words


def read_visits(path: Path, faults: list[Fault]) -> pd.DataFrame:
    """Read `visits.csv`, a table of id and date.

    Parameters
    ----------
    path
        The file; it need not be there.
    faults
        Faults found so far; those of the file are added.

    Returns
    -------
    pandas.DataFrame
        A row for each visit, indexed by its row in the file less one. An id need not be a
        target's of today: who was visited once may be on the list no more.
    """
    rows = {}
    for number, row in table_rows(path, VISITS, VISITS, faults):
        id_ = shown(row["id"])
        for column in VISITS:
            if not row[column]:
                problem, mend = Words("没有填", "is empty"), Words("填上这一格", "fill in the cell")
                faults.append(Fault("visits", problem, mend, number, id_, column))
        try:
            row["date"] = read_date(row["date"]) if row["date"] else ""
        except ValueError:
            faults.append(Fault("visits", *DATE_WRONG, number, id_, "date", shown(row["date"])))
        rows[number - 1] = row
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(VISITS), dtype=object)
