"""What was found at a stop last time, for those who go there again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from walkmap.community.sheet.scrub import scrub
from walkmap.words import ISSUE_LEVELS

MOST = 3
_LEVELS = list(ISSUE_LEVELS)


@dataclass(frozen=True)
class Found:
    """An issue as a worker meets it again at a stop.

    Parameters
    ----------
    stop_id
        The building or target.
    day
        When it was recorded.
    category, level, status
        Codes, as an issue's.
    text
        What was said: for workers' pages only.
    """

    stop_id: str
    day: date
    category: str
    level: str
    text: str
    status: str


def found_last(
    issues: pd.DataFrame, visits: pd.DataFrame, stops: Iterable[str] | None = None
) -> Mapping[str, tuple[Found, ...]]:
    """Return what was found at each stop on the last day that anything was found there.

    Parameters
    ----------
    issues
        As `walkmap.store.issues_of` returns them; those recorded on rounds count. One that was
        heard at a target is found there, not at its building.
    visits
        As `walkmap.store.visits_of` returns them.
    stops
        Ids of buildings and targets; all by default.

    Returns
    -------
    mapping
        For each stop with anything to tell at most `MOST` issues: those not yet handled before the
        others, larger ones before smaller ones. Once a stop has been visited again, what is
        handled is left out.
    """
    walked = issues[issues["source"] == "walk"]
    at = walked["target_id"].where(walked["target_id"] != "", walked["building_id"])
    walked = walked.assign(stop_id=at, day=walked["recorded_at"].dt.date)
    done = visits[visits["result"] == "done"].groupby("stop_id")["day"].max()
    if stops is not None:
        walked = walked[at.isin(list(stops))]
    found = {}
    for stop_id, rows in walked[walked["stop_id"] != ""].groupby("stop_id"):
        last = rows[rows["day"] == rows["day"].max()]
        if stop_id in done.index and done[stop_id] > last["day"].iloc[0]:
            last = last[last["status"] != "handled"]
        if told := sorted((_found(row) for row in last.itertuples()), key=_rank)[:MOST]:
            found[str(stop_id)] = tuple(told)
    return found


def _found(row: object) -> Found:
    found = Found(*(getattr(row, name) for name in Found.__dataclass_fields__))
    return replace(found, text=scrub(found.text).text)  # of `issues.csv` nothing is cut out yet


def _rank(found: Found) -> tuple[bool, int]:
    return found.status == "handled", -_LEVELS.index(found.level)
