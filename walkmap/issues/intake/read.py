"""Reading a table of issues: from a file to drafts, that still want their place."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from walkmap.community import Community
from walkmap.community.sheet.columns import EXAMPLE
from walkmap.community.sheet.grids import Grid, read_grids
from walkmap.community.sheet.spelling import heading
from walkmap.community.sheet.table import Record
from walkmap.errors import Fault, WalkmapError
from walkmap.issues.intake.cells import Cuts
from walkmap.issues.intake.columns import OWN_FIELDS, TELLING, hotline_headings, own_headings
from walkmap.issues.intake.rows import Draft, Rows
from walkmap.issues.intake.sheet import Head, Sheet, head_of, sheet_of
from walkmap.words import Words

_NEEDED = {"recorded_at": "时间", "category": "类别", "level": "级别"}
_EXAMPLES = frozenset(map(heading, EXAMPLE))


@dataclass
class Table:
    """What a file holds.

    Parameters
    ----------
    drafts
        The rows without a fault, one for each id: of two with one id, the later counts.
    faults
        The rows that can't be taken.
    cuts
        What was cut out of texts.
    twice
        How many rows say of an issue what another one says.
    passed_over
        How many rows are no record: titles, totals, the header once more.
    elsewhere
        How many are another street's.
    guessed
        How many calls have the time that is in their number, or that of their closing.
    spoilt
        How many have a number of which a spreadsheet program lost the end: they are known by what
        they say.
    private
        The headings of columns about people, and how many cells they hold, unread.
    unread
        The headings of columns that mean nothing here.
    unknown_paths
        The hotline's categories that nothing was known of, and how often they came.
    """

    drafts: list[Draft] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    cuts: Cuts = field(default_factory=Cuts)
    twice: int = 0
    passed_over: int = 0
    elsewhere: int = 0
    guessed: int = 0
    spoilt: int = 0
    private: Counter[str] = field(default_factory=Counter)
    unread: dict[str, None] = field(default_factory=dict)
    unknown_paths: Counter[str] = field(default_factory=Counter)


def read_table(file: Path, community: Community) -> Table:
    """Read a table of issues.

    Parameters
    ----------
    file
        xlsx, xls, ods or CSV: our own template, `issues.csv`, or an export of the hotline's.
    community
        Whose issues they are; its settings say what the hotline's columns are called.

    Returns
    -------
    Table
        Whatever the order of rows and columns, the same issues.

    Raises
    ------
    WalkmapError
        If the file can't be read, or holds no table of issues.
    """
    table, found = Table(), False
    own, wanted = own_headings(), community.settings.hotline.columns
    hotline = hotline_headings(wanted)
    for grid in read_grids(file):
        head = head_of(grid, own | hotline)
        if head is None:
            continue
        calls = head.columns(hotline, wanted)
        is_hotline = bool(TELLING & calls.keys())
        columns = calls if is_hotline else head.columns(own, ())
        if not columns:
            continue
        found = True
        if not is_hotline:
            _check_columns(grid, head, columns)
        _take(table, sheet_of(grid, head, columns), Rows(community, hotline=is_hotline))
    if not found:
        raise WalkmapError(
            Words(
                f"{file.name} 里没有找到表头；要有一行写着“时间”“类别”“级别”“内容”"
                "（用 walkmap issues template 可以得到一张空表），热线的表要有“工单编号”"
                "（列名不同就写在 community.toml 的 [hotline.columns]）",
                f"{file.name} has no header: a row with time, category, level and text is needed "
                "(walkmap issues template makes a sheet that has one), or 工单编号 in an export of "
                "the hotline's (other headings go into [hotline.columns] of community.toml)",
            )
        )
    _once(table)
    return table


def _check_columns(grid: Grid, head: Head, columns: Mapping[str, object]) -> None:
    """Raise if a table of our own lacks a column that it needs."""
    for name, zh in _NEEDED.items():
        if name not in columns:
            there = "、".join(text for text in head.texts if text)[:80]
            raise WalkmapError(
                Words(
                    f"{grid.title}：缺少“{zh}”这一列；有的是 {there}；加上这一列再导入",
                    f"{grid.title}: the column {zh} ({name}) is missing; there are {there}; add "
                    "it, and import again",
                )
            )


def _take(table: Table, sheet: Sheet, rows: Rows) -> None:
    """Add a sheet's rows to what a file holds."""
    records, left = [], 0
    for number, row in sheet.rows:
        record = Record(sheet.title, number, sheet.cells(row), dict(sheet.headings))
        cells = record.cells
        if not any(cells.values()) or _is_note(cells):
            left += 1
        elif heading(cells.get("id", "")) in _EXAMPLES:
            if not _is_example(cells):
                table.faults.append(_marked(record))
        else:
            records.append(record)
    drafts, faults = rows.read(records)
    table.drafts += drafts
    table.faults += faults
    table.cuts.numbers += rows.cells.cuts.numbers
    table.cuts.names += rows.cells.cuts.names
    table.passed_over += sheet.passed_over
    table.elsewhere += rows.elsewhere
    table.guessed += rows.guessed
    table.spoilt += rows.spoilt
    table.private.update(sheet.private)
    table.unread.update(dict.fromkeys(sheet.unread))
    table.unknown_paths.update(rows.categories.unknown)


def _marked(record: Record) -> Fault:
    problem = Words(f"标着“{EXAMPLE.zh}”，没有读", "is marked as an example, and was not read")
    return record.fault(problem, Words("要用这一行就删掉这个标记", "take the mark away"), "id")


def _is_note(cells: Mapping[str, str]) -> bool:
    """Tell whether a row is the one of notes that a template shows."""
    notes = {each.name: each.note for each in OWN_FIELDS}
    return bool(cells.get("id")) and cells["id"] in notes["id"]


def _is_example(cells: Mapping[str, str]) -> bool:
    """Tell whether a row is the example that a template shows, in either language."""
    shown = {each.name: each.example for each in OWN_FIELDS}
    return all(text in shown.get(name, ()) for name, text in cells.items() if text)


def _once(table: Table) -> None:
    """Keep one draft of each id: the one that says most of what became of it, then the last.

    So the order of rows doesn't matter where one says that an issue was handled.
    """
    kept: dict[str, Draft] = {}
    for draft in table.drafts:
        id_ = draft.issue.id
        if id_ not in kept or _says(draft) >= _says(kept[id_]):
            kept[id_] = draft
    table.twice = len(table.drafts) - len(kept)
    table.drafts = list(kept.values())


def _says(draft: Draft) -> tuple[object, ...]:
    """Return what tells the later saying from the earlier one: how far it got, and when."""
    issue, call = draft.issue, draft.call
    steps = ("open", "in_hand", "handled").index(issue.status)
    closed = (call and call.closed_at) or issue.handled_at
    return steps, str(closed or ""), repr((issue, call, draft.place, draft.point))
