"""Taking tables of issues in, and settling by hand where those are that have no place."""

import csv
import io
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from walkmap.community import Community, read_community
from walkmap.community.sheet.grids import WORKBOOKS
from walkmap.errors import UsageError
from walkmap.exports.xlsx_bytes import workbook_bytes
from walkmap.issues.intake import (
    ISSUES_SHEET,
    Draft,
    Earlier,
    Intake,
    Place,
    Places,
    Reading,
    Table,
    issues_book,
    place_drafts,
    point_key,
    read_table,
)
from walkmap.issues.life import role
from walkmap.issues.records import is_results
from walkmap.jobs.common import Progress, Written, silent, write_new
from walkmap.jobs.issues import writable_store
from walkmap.store import Added, Store, store_if_any
from walkmap.words import Words

SETTLED = "核定地点"
"""How the remark begins that is kept of an issue whose place was settled by hand."""
DEFAULT = "默认坐标"
"""How the remark begins that keeps a default geocode; two degrees follow."""
_DEFAULT = re.compile(rf"{DEFAULT} (-?\d+\.\d+) (-?\d+\.\d+)（")


@dataclass(frozen=True)
class Imported:
    """What an import did, or would do.

    Parameters
    ----------
    table
        What the file held.
    intake
        The issues with their places.
    added
        How many were new, the same or changed; None where nothing could be compared.
    kept
        Whether it was written.
    """

    table: Table
    intake: Intake
    added: Added | None
    kept: bool


@dataclass(frozen=True)
class Unsettled:
    """An issue without a place.

    Parameters
    ----------
    issue
        By column.
    reading
        Why.
    candidates
        The names of the buildings that its words may mean.
    """

    issue: Mapping[str, Any]
    reading: Reading
    candidates: tuple[str, ...]


class _Undone(Exception):
    """Takes back what was tried in a transaction."""


def write_issues_template(
    path: Path, *, out: Path | None = None, lang: str | None = None
) -> Written:
    """Write a spreadsheet in which issues are written down, to be imported.

    Parameters
    ----------
    path
        The community.
    out
        The file to write; ``民情.xlsx`` or ``issues.xlsx`` in the current folder by default.
    lang
        ``"zh"`` or ``"en"``; the community's language by default.

    Raises
    ------
    WalkmapError
        For whatever the user can mend, such as a file that is there already.
    """
    community = read_community(path)
    lang = lang or community.settings.language
    title = ISSUES_SHEET.in_(lang)
    file = out or Path(f"{title}.xlsx")
    write_new(file, workbook_bytes(issues_book(community, lang), title))
    return Written(file.parent, (file,), lang)


def holds_results(file: Path) -> bool:
    """Tell whether a file is what a phone brought back, for `walkmap.jobs.import_results`."""
    try:
        data = file.read_bytes()
    except OSError:
        return False
    return not data.startswith(WORKBOOKS) and is_results(data)


def import_issues(
    path: Path,
    file: Path,
    *,
    by: str = "导入",
    strict: bool = False,
    dry_run: bool = False,
    progress: Progress = silent,
) -> Imported:
    """Take a table of issues in: our own template, `issues.csv`, or an export of the hotline's.

    Parameters
    ----------
    path
        The community.
    file
        xlsx, xls, ods or CSV. What it says was said when it was saved.
    by
        Who brings it: a role.
    strict
        Whether nothing is taken in if any row has a fault.
    dry_run
        Whether nothing is written.
    progress
        Called with what is being done.

    Returns
    -------
    Imported
        Importing the same again changes nothing, in whatever order files come.

    Raises
    ------
    WalkmapError
        For whatever the user can mend; nothing is taken in then.
    """
    by, community = role(by), read_community(path)
    progress(Words("读表格", "reading the table"), 0.0)
    table = read_table(file, community)
    saved = datetime.fromtimestamp(min(file.stat().st_mtime, datetime.now(UTC).timestamp()), UTC)
    if dry_run or not table.drafts or (strict and table.faults):
        return _tried(community, table, by, saved)
    with writable_store(path) as (community, store), store.together():
        intake, added = _kept(community, store, table, by, saved, progress)
    return Imported(table, intake, added, kept=True)


def _tried(community: Community, table: Table, by: str, saved: datetime) -> Imported:
    """Say what an import would do; in a store that is there, do it and take it back."""
    with store_if_any(community) as store:
        if store is None:
            intake = place_drafts(community, table.drafts, Earlier())
            return Imported(table, intake, None, kept=False)
        with suppress(_Undone), store.together():
            intake, added = _kept(community, store, table, by, saved, silent)
            raise _Undone
    return Imported(table, intake, added, kept=False)


def _kept(
    community: Community,
    store: Store,
    table: Table,
    by: str,
    saved: datetime,
    progress: Progress,
) -> tuple[Intake, Added]:
    """Place issues with what the store knows, and take them in."""
    progress(Words("找地点", "finding places"), 0.0)
    issues = store.issues()
    table.drafts = _by_known_ids(issues, table.drafts)
    intake = place_drafts(community, table.drafts, _earlier(store, issues, table))
    progress(Words("记下", "keeping them"), 0.0)
    added = store.add(intake.issues, intake.calls, by=by, at=saved, again=True)
    at = {point_key(*draft.point): draft.issue.id for draft in table.drafts if draft.point}
    for default in intake.defaults:
        note = f"{DEFAULT} {default.point[0]} {default.point[1]}（{default.rows} 件）"
        store.change(at[default.point], {}, by=by, at=saved, note=note)
    for id_ in intake.misplaced:
        store.change(id_, {"lon": None, "lat": None}, by=by, at=saved)
    return intake, added


def _by_known_ids(issues: pd.DataFrame, drafts: list[Draft]) -> list[Draft]:
    """Return drafts with the ids under which the store took `issues.csv` in as it stood.

    A mere number may be any row's count: it is an id only if the time is the same, too.
    """
    times = issues["recorded_at"].to_dict()
    return [
        replace(draft, issue=replace(draft.issue, id=draft.given))
        if draft.given in times
        and (not draft.given.isdigit() or times[draft.given] == draft.issue.recorded_at)
        else draft
        for draft in drafts
    ]


def _earlier(store: Store, issues: pd.DataFrame, table: Table) -> Earlier:
    """Return what the store knows: places settled by hand, default geocodes, and points."""
    settled = {id_ for id_, _ in store.notes(SETTLED)}
    notes = (_DEFAULT.match(note) for _, note in store.notes(DEFAULT))
    known = frozenset((float(note[1]), float(note[2])) for note in notes if note)
    own = {draft.issue.id for draft in table.drafts}
    rows = issues[issues.index.isin(settled & own)]
    places = {
        str(id_): Place(building, *((None, None) if lon != lon else (lon, lat)))
        for id_, building, lon, lat in zip(
            rows.index, rows["building_id"], rows["lon"], rows["lat"], strict=True
        )
    }
    others = issues[
        issues["lon"].notna()
        & (issues["building_id"] == "")
        & (issues["source"] != "walk")
        & ~issues.index.isin(own | settled)
    ]
    points = {
        str(id_): (float(lon), float(lat))
        for id_, lon, lat in zip(others.index, others["lon"], others["lat"], strict=True)
    }
    return Earlier(places, known, points)


def unsettled(path: Path) -> list[Unsettled]:
    """Return the issues that have no place and were not settled by hand, the oldest first.

    Parameters
    ----------
    path
        The community.
    """
    community = read_community(path)
    with store_if_any(community) as store:
        if store is None:
            return []
        settled = {id_ for id_, _ in store.notes(SETTLED)}
        issues = store.issues()
    none = (issues["building_id"] == "") & (issues["target_id"] == "") & issues["lon"].isna()
    left = issues[none & ~issues.index.isin(settled)]
    places, found = Places(community), []
    for row in left.reset_index().to_dict("records"):
        reading = places.read("", str(row["text"]))
        ids = {reading.building_id, *reading.candidates} - {""}
        found.append(Unsettled(row, reading, tuple(map(community.name_of, sorted(ids)))))
    return found


def settle_issue(
    path: Path, start: str, *, building: str = "", nowhere: bool = False, by: str = "居委会"
) -> Mapping[str, Any]:
    """Settle where an issue is; importing its row again doesn't undo it.

    Parameters
    ----------
    path
        The community.
    start
        Its id, or so much of its beginning that it is the only one.
    building
        A building's id, or what it is called.
    nowhere
        Whether it is at no place that could be told.
    by
        Who does it: a role.

    Returns
    -------
    mapping
        The issue as it is now.

    Raises
    ------
    UsageError
        If neither or both are given, or there is no such building.
    WalkmapError
        If there is no such issue.
    """
    by = role(by)
    if bool(building) == nowhere:
        raise UsageError(
            Words(
                "写 --building 哪栋楼，或者 --nowhere（说不清在哪里）",
                "give --building, or --nowhere if nobody can tell",
            )
        )
    with writable_store(path) as (community, store), store.together():
        id_ = _building(community, building) if building else ""
        issue, now = store.issue(start), datetime.now(UTC)
        note = f"{SETTLED}：{community.name_of(id_) if id_ else '说不清'}"
        values = {"building_id": id_, "lon": None, "lat": None}
        store.change(issue["id"], values, by=by, at=now, note=note)
        return store.issue(issue["id"])


def _building(community: Community, text: str) -> str:
    reading = Places(community).read(text, "")
    if reading.building_id:
        return reading.building_id
    names = "、".join(community.name_of(id_) for id_ in reading.candidates)
    raise UsageError(
        Words(
            f"“{text}”{reading.why.zh}{'：' + names if names else ''}；写楼名或编号，如 5号楼、B05",
            f'"{text}" {reading.why.en}{": " + names if names else ""}; write a name or an id, '
            "as 5号楼 or B05",
        )
    )


def write_look_over(file: Path, table: Table) -> None:
    """Write what a person should look over: rows that were not taken, and names that were cut.

    Parameters
    ----------
    file
        A new CSV file.
    table
        What an import read; names are masked.
    """
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(["行 row", "事项 what", "内容 text"])
    for fault in table.faults:
        rows.writerow([fault.row, "没导入 not imported", fault.words.zh])
    for cut in table.cuts.names:
        rows.writerow([cut.row, "删去姓名 name cut", f"{cut.masked} → …{cut.around}…"])
    write_new(file, text.getvalue().encode("utf-8-sig"))
