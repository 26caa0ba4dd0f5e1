"""Issue records: what one holds, and the table of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from walkmap.files import decoded
from walkmap.words import ISSUE_CATEGORIES, ISSUE_LEVELS, ISSUE_SOURCES, Words

RESULTS_FORMAT = "walkmap-results/"
ISSUE_STATUSES: dict[str, Words] = {
    "open": Words("待办", "open"),
    "in_hand": Words("办理中", "in hand"),
    "handled": Words("已办结", "handled"),
}
WITHDRAWN = "withdrawn"
"""Status of an issue that its phone took back: hidden, but kept against older exports."""
CHOICES = {
    "source": ISSUE_SOURCES,
    "category": ISSUE_CATEGORIES,
    "level": ISSUE_LEVELS,
    "status": ISSUE_STATUSES,
}
COLUMNS = (
    "id", "recorded_at", "source", "building_id", "lon", "lat", "category", "level", "text",
    "households", "people", "status", "handler", "due", "handled_at", "recorded_by", "round",
    "target_id",
)  # fmt: skip
TIMES = ("recorded_at", "handled_at", "due")
NUMBERS = ("lon", "lat")
COUNTS = ("households", "people")


@dataclass(frozen=True)
class Issue:
    """What was heard or seen once: category across, level down.

    Parameters
    ----------
    id
        A UUID, so that nothing is counted twice.
    recorded_at, handled_at
        Local times; those with a zone are turned into local ones by the store.
    source, category, level, status
        Codes of `CHOICES`.
    text
        What was said, without numbers or names of people.
    building_id, lon, lat
        Where: a building, or WGS-84 degrees; none of them for a place not known.
    target_id
        The target at which it was heard, if at one.
    households, people
        Whom it concerns; 0 where not known.
    handler, due
        Who has to see to it, and by when; left out, the store asks the community's settings.
    recorded_by
        A role, never a name.
    round
        The round in which it was recorded, as ``2026-12-07/1`` (day and team).
    """

    id: str
    recorded_at: datetime
    source: str
    category: str
    level: str
    text: str = ""
    building_id: str = ""
    lon: float | None = None
    lat: float | None = None
    target_id: str = ""
    households: int = 0
    people: int = 0
    status: str = "open"
    handler: str = ""
    due: date | None = None
    handled_at: datetime | None = None
    recorded_by: str = ""
    round: str = ""


@dataclass(frozen=True)
class Call:
    """What the hotline says of an issue, besides.

    Parameters
    ----------
    id
        The number of the work order.
    issue_id
        The issue it became.
    path
        The hotline's own category, as ``A->B->C``.
    closed_at
        When the hotline closed it.
    solved, satisfied
        What the caller said afterwards; None where nothing.
    sure
        How sure the place is that was read from its text, 0 to 1.
    """

    id: str
    issue_id: str
    path: str = ""
    closed_at: datetime | None = None
    solved: bool | None = None
    satisfied: bool | None = None
    sure: float = 1.0


@dataclass(frozen=True)
class VisitDone:
    """A visit that was made, or left out on the spot.

    Parameters
    ----------
    id
        ``2026-12-07/1/B05``: day, team, stop.
    day, team, stop_id
        Whose round it was in, and where: the id of a building or target.
    kind
        ``"building"`` or ``"target"``.
    at
        When it was ticked, local time.
    result
        ``"done"``, ``"skipped"``, or ``"withdrawn"``: taken back.
    reason
        Why it was left out: ``nobody_home``, ``shut``, ``no_time``, ``weather`` or ``other``.
    note
        A remark, without numbers or names of people.
    """

    id: str
    day: date
    team: str
    stop_id: str
    kind: str
    at: datetime
    result: str = "done"
    reason: str = ""
    note: str = ""


def is_results(data: bytes) -> bool:
    """Tell whether a file holds what a phone brought back, alone or among a chat's other text."""
    return RESULTS_FORMAT in decoded(data)


def issue_table(records: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return records as the table that everything downstream takes.

    Parameters
    ----------
    records
        Each with every one of `COLUMNS`.

    Returns
    -------
    pandas.DataFrame
        As `walkmap.issues.read_issues` returns it.
    """
    table = pd.DataFrame(list(records), columns=list(COLUMNS)).set_index("id")
    table.index = table.index.astype("str")
    for column in table.columns:
        if column in TIMES:
            table[column] = pd.to_datetime(table[column]).astype("datetime64[s]")
        elif column in NUMBERS:
            table[column] = table[column].astype(float)
        else:
            table[column] = table[column].astype("int64" if column in COUNTS else "str")
    return table
