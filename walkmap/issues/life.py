"""The life of an issue: who has to see to it by when, and the steps it takes.

An issue is open, in hand, or handled; what is beyond those who have it is passed up a level. Each
step returns the columns that change.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from walkmap.community.settings import Settings
from walkmap.community.sheet.scrub import scrub
from walkmap.errors import UsageError, WalkmapError
from walkmap.words import ISSUE_LEVELS, Words

LONGEST_ROLE = 20
_LEVELS = list(ISSUE_LEVELS)
Row = dict[str, Any]


def assigned(row: Row, settings: Settings) -> Row:
    """Return an issue with its handler and due date, as far as it has none of its own."""
    rules = settings.issues
    handler = row["handler"] or rules.handler_of(row["level"], row["category"])
    due = row["due"] or _due(row["recorded_at"].date(), row["level"], settings)
    return row | {"handler": handler, "due": due}


def _due(day: date, level: str, settings: Settings) -> date:
    return day + timedelta(days=settings.issues.days_of(level))


def taken(issue: Mapping[str, Any], handler: str = "") -> Row:
    """Take an issue in hand.

    Parameters
    ----------
    issue
        As it is.
    handler
        Who takes it; whoever has it by default.

    Raises
    ------
    WalkmapError
        If it is handled already.
    """
    _unhandled(issue)
    return {"status": "in_hand", "handler": handler or issue["handler"]}


def handled(issue: Mapping[str, Any], at: datetime) -> Row:
    """Close an issue.

    Raises
    ------
    WalkmapError
        If it is handled already.
    """
    _unhandled(issue)
    return {"status": "handled", "handled_at": at.replace(microsecond=0)}


def passed_up(issue: Mapping[str, Any], settings: Settings, today: date, handler: str = "") -> Row:
    """Pass an issue up a level: to another handler, who has the days of that level from today.

    Parameters
    ----------
    issue
        As it is.
    settings
        Handlers and days.
    today
        From when the days count.
    handler
        Who gets it; by default whoever sees to that level and category.

    Raises
    ------
    WalkmapError
        If it is handled already, or large.
    """
    _unhandled(issue)
    here = _LEVELS.index(issue["level"])
    if here == len(_LEVELS) - 1:
        raise WalkmapError(
            Words(
                f"{_short(issue)} 已经是大事，不能再往上报；换人办用 issues take --to",
                f"{_short(issue)} is large: there is nowhere higher; for another handler use "
                "issues take --to",
            )
        )
    level = _LEVELS[here + 1]
    return {
        "level": level,
        "status": "open",
        "handler": handler or settings.issues.handler_of(level, issue["category"]),
        "due": _due(today, level, settings),
    }


def overdue(issues: pd.DataFrame, today: date) -> pd.DataFrame:
    """Return the issues that are not handled and were due before today, the oldest first."""
    late = issues[(issues["status"] != "handled") & (issues["due"] < pd.Timestamp(today))]
    return late.sort_values("due", kind="stable")


def role(text: str) -> str:
    """Return who did something as it is kept: a role.

    Raises
    ------
    UsageError
        If it is empty or long, or looks like a person's name or number.
    """
    text = " ".join(text.split())
    cut = scrub(text)
    if text and text.isprintable() and len(text) <= LONGEST_ROLE and not (cut.numbers or cut.names):
        return text
    raise UsageError(
        Words(
            f"经办人写角色，如 包院居干、楼院长1（不写姓名和号码，{LONGEST_ROLE} 个字以内）",
            "who does it is given as a role, such as 包院居干: no name, no number, at most "
            f"{LONGEST_ROLE} signs",
        )
    )


def _unhandled(issue: Mapping[str, Any]) -> None:
    if issue["status"] == "handled":
        day = f" {issue['handled_at']:%Y-%m-%d}" if issue["handled_at"] else ""
        raise WalkmapError(
            Words(
                f"{_short(issue)} 已经办结了{day}；看经过用 issues show",
                f"{_short(issue)} has been handled already{day}; see issues show",
            )
        )


def _short(issue: Mapping[str, Any]) -> str:
    return str(issue["id"])[:8]
