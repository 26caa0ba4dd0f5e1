"""Reading the tables that stand beside the layers as CSV."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from walkmap.community.cells import shown
from walkmap.errors import Fault
from walkmap.files import decoded
from walkmap.words import Words


def table_rows(
    path: Path, columns: tuple[str, ...], needed: tuple[str, ...], faults: list[Fault]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the rows of a CSV file that hold anything, each with its number from 1.

    Parameters
    ----------
    path
        The file, in UTF-8 or GB18030; it need not be there. Its name without suffix is the layer
        of its faults.
    columns
        What is read; a column that is not there is empty.
    needed
        Those that must be there.
    faults
        Faults found so far; those of the file as a whole are added.
    """
    for number, line in enumerate(_lines(path, columns, needed, faults), 1):
        row = {name: (line.get(name) or "").strip() for name in columns}
        if any(row.values()):
            yield number, row


def _lines(
    path: Path, columns: tuple[str, ...], needed: tuple[str, ...], faults: list[Fault]
) -> list[dict[str, str]]:
    """Return the file's lines by the names in its first line; none if it can't be read."""
    if not path.exists():
        return []
    try:
        text = decoded(path.read_bytes())
        reader = csv.DictReader(io.StringIO(text, newline=""))
        reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
        lines = list(reader)
    except (OSError, csv.Error) as error:
        detail = shown(error)
        problem = Words(f"读不了 {path.name}（{detail}）", f"{path.name} can't be read ({detail})")
        mend = Words("在表格软件里重新另存为 CSV", "save it anew as CSV from the spreadsheet")
        faults.append(Fault(path.stem, problem, mend))
        return []
    lacking = [name for name in needed if name not in (reader.fieldnames or ())]
    if lacking and text.strip():
        names = ",".join(columns)
        mend = Words(f"第一行写 {names}", f"write {names} in the first line")
        problem = Words("缺少这一列", "the column is missing")
        faults += [Fault(path.stem, problem, mend, column=name) for name in lacking]
        return []
    return lines
