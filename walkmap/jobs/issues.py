"""The diary of issues: looking through it, and the steps an issue takes."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from walkmap.community import Community, read_community
from walkmap.community.sheet.scrub import scrub
from walkmap.errors import UsageError, WalkmapError
from walkmap.exports.issues_gpkg import issues_gpkg
from walkmap.issues import life
from walkmap.issues.read import codes_of
from walkmap.issues.records import CHOICES
from walkmap.jobs.common import SAMPLE, Written
from walkmap.store import Change, Store, issues_of, open_store, store_if_any
from walkmap.store.diary import only_one
from walkmap.words import ILLUSTRATIVE, Words

PHOTOS = "photos"


@dataclass(frozen=True)
class Wanted:
    """Which issues are asked for; what is empty doesn't matter.

    Parameters
    ----------
    status, category, level
        Codes, or the words of the interface.
    building
        The id or the name of a building.
    start, end
        First and last day on which they were recorded.
    overdue
        Whether only those that are past their day are.
    """

    status: str = ""
    category: str = ""
    level: str = ""
    building: str = ""
    start: date | None = None
    end: date | None = None
    overdue: bool = False


@dataclass(frozen=True)
class Listing:
    """Issues, and the community in which they are.

    Parameters
    ----------
    community
        For the names of buildings and targets.
    issues
        As `walkmap.store.issues_of` returns them, the newest or the most overdue first.
    today
        The day in the community's time zone.
    """

    community: Community
    issues: pd.DataFrame
    today: date


@dataclass(frozen=True)
class Shown:
    """One issue, and what became of it.

    Parameters
    ----------
    community
        For the names of buildings and targets.
    issue
        By column.
    call
        What the hotline says, by column; empty if it didn't come from there.
    changes
        What was changed, in order.
    photo
        The file of its photo, if there is one.
    """

    community: Community
    issue: Mapping[str, Any]
    call: Mapping[str, Any]
    changes: tuple[Change, ...]
    photo: Path | None


@contextmanager
def writable_store(path: Path) -> Iterator[tuple[Community, Store]]:
    """Open the store of a community to write in it.

    Raises
    ------
    WalkmapError
        If the community is the sample that comes with walkmap, which stays as it is.
    """
    community = read_community(path)
    if community.folder.resolve() == SAMPLE.resolve():
        raise WalkmapError(
            Words(
                "示例社区不记民情；把它的文件夹复制一份，用 --community 指明",
                "nothing is recorded in the sample: copy its folder, and give it by --community",
            )
        )
    with open_store(community) as store:
        yield community, store


def list_issues(path: Path, wanted: Wanted | None = None) -> Listing:
    """Return the issues asked for, the newest first.

    Parameters
    ----------
    path
        The community.
    wanted
        Which; all by default.

    Raises
    ------
    WalkmapError
        For whatever the user can mend.
    """
    wanted = wanted or Wanted()
    community = read_community(path)
    today = _now(community).date()
    issues = issues_of(community)
    for column in ("status", "category", "level"):
        if text := getattr(wanted, column):
            issues = issues[issues[column] == _code(column, text)]
    if wanted.building:
        issues = issues[issues["building_id"] == _building(community, wanted.building)]
    if wanted.start:
        issues = issues[issues["recorded_at"].dt.date >= wanted.start]
    if wanted.end:
        issues = issues[issues["recorded_at"].dt.date <= wanted.end]
    if wanted.overdue:
        return Listing(community, life.overdue(issues, today), today)
    newest = issues.sort_values("recorded_at", ascending=False, kind="stable")
    return Listing(community, newest, today)


def show_issue(path: Path, start: str) -> Shown:
    """Return one issue with its history.

    Parameters
    ----------
    path
        The community.
    start
        Its id, or so much of its beginning that it is the only one.

    Raises
    ------
    WalkmapError
        If there is none or several.
    """
    community = read_community(path)
    with store_if_any(community) as store:
        if store is None:
            return Shown(community, _in_table(issues_of(community), start), {}, (), None)
        issue = store.issue(start)
        calls = store.calls()
        calls = calls[calls["issue_id"] == issue["id"]].reset_index()
        call = _plain(calls.to_dict("records")[0]) if len(calls) else {}
        photo = community.folder / PHOTOS / f"{issue['id']}.jpg"
        there = photo if photo.is_file() else None
        return Shown(community, issue, call, tuple(store.changes(issue["id"])), there)


def take_issue(path: Path, start: str, *, by: str, to: str = "") -> Mapping[str, Any]:
    """Take an issue in hand, or give it to another handler of its level.

    Parameters
    ----------
    path, start
        As for `show_issue`.
    by
        Who does it: a role.
    to
        Who sees to it; whoever has it by default.

    Returns
    -------
    mapping
        The issue as it is now.

    Raises
    ------
    WalkmapError
        If the step makes no sense.
    """
    handler = life.role(to) if to else ""
    return _step(path, start, by, lambda issue, _community, _now: life.taken(issue, handler))


def pass_up_issue(path: Path, start: str, *, by: str, to: str = "") -> Mapping[str, Any]:
    """Pass an issue up a level.

    Parameters
    ----------
    path, start, by
        As for `take_issue`.
    to
        Who gets it; by default whom the settings name for its level and category.

    Returns
    -------
    mapping
        The issue as it is now.

    Raises
    ------
    WalkmapError
        If the step makes no sense.
    """
    handler = life.role(to) if to else ""
    return _step(
        path,
        start,
        by,
        lambda issue, community, now: life.passed_up(
            issue, community.settings, now.date(), handler
        ),
    )


def handle_issue(path: Path, start: str, *, by: str, note: str = "") -> Mapping[str, Any]:
    """Close an issue.

    Parameters
    ----------
    path, start, by
        As for `take_issue`.
    note
        How it was settled; numbers and names of people are cut out.

    Returns
    -------
    mapping
        The issue as it is now.

    Raises
    ------
    WalkmapError
        If it is handled already.
    """
    return _step(path, start, by, lambda issue, _community, now: life.handled(issue, now), note)


def export_issues(path: Path, file: Path, *, texts: bool = False, replace: bool = False) -> Written:
    """Write all issues as a GeoPackage for QGIS.

    Parameters
    ----------
    path
        The community.
    file
        Ends with ``.gpkg``.
    texts
        Whether what was said goes with them; what was said at a home never does.
    replace
        Whether a file that is there may be replaced.

    Raises
    ------
    WalkmapError
        For whatever the user can mend.
    """
    if file.suffix.lower() != ".gpkg":
        raise UsageError(
            Words(f"{file} 不以 .gpkg 结尾", f"{file} doesn't end with .gpkg: it is a GeoPackage")
        )
    if file.exists() and not replace:
        raise WalkmapError(
            Words(
                f"{file} 已经有了，不会覆盖；换个名字，或加 --replace",
                f"{file} is there already; give another name, or --replace",
            )
        )
    community = read_community(path)
    try:
        issues_gpkg(file, community, issues_of(community), texts=texts)
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise WalkmapError(
            Words(
                f"写不了 {file}（{detail}）；检查文件夹，关掉打开它的程序",
                f"{file} can't be written ({detail}); check its folder, and close what holds it",
            )
        ) from error
    notes = (Words.same(ILLUSTRATIVE),) if community.settings.illustrative else ()
    return Written(file.parent, (file,), community.settings.language, notes=notes)


def _step(
    path: Path,
    start: str,
    by: str,
    step: Callable[[Mapping[str, Any], Community, datetime], dict[str, Any]],
    note: str = "",
) -> Mapping[str, Any]:
    """Let an issue take a step; who reads it and who writes it is the same transaction."""
    by, note = life.role(by), scrub(note).text
    with writable_store(path) as (community, store), store.together():
        issue, now = store.issue(start), _now(community)
        store.change(issue["id"], step(issue, community, now), by=by, at=now, note=note)
        return store.issue(issue["id"])


def _now(community: Community) -> datetime:
    return datetime.now(ZoneInfo(community.settings.timezone)).replace(tzinfo=None)


def _code(column: str, text: str) -> str:
    words = CHOICES[column]
    code = codes_of(words).get(text.strip().casefold(), "")
    if code:
        return code
    zh = "、".join(f"{code}（{word.zh}）" for code, word in words.items())
    raise UsageError(
        Words(f"没有 {text}；可以写 {zh}", f"there is no {text}, but {', '.join(words)}")
    )


def _building(community: Community, text: str) -> str:
    buildings = community.buildings
    named = buildings.index[(buildings.index == text) | (buildings["name"] == text)]
    if len(named) != 1:
        more = len(named) > 1
        raise UsageError(
            Words(
                f"不止一栋楼叫 {text}，写它的编号" if more else f"没有 {text} 这栋楼",
                f"several buildings are called {text}: give an id"
                if more
                else f"there is no building {text}",
            )
        )
    return str(named[0])


def _in_table(issues: pd.DataFrame, start: str) -> dict[str, Any]:
    """Return one issue of a table as a store would."""
    rows = issues[issues.index.str.startswith(start)].reset_index()
    return _plain(only_one(start, {row["id"]: row for row in rows.to_dict("records")}))


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table's row with None for what is missing."""
    return {name: None if pd.isna(value) else value for name, value in row.items()}
