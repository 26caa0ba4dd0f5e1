"""The Mondays of a month."""

import calendar
import re
from datetime import date

from walkmap.errors import UsageError
from walkmap.words import Words


def parse_month(text: str) -> tuple[int, int]:
    """Read a month such as ``2026-12``.

    Returns
    -------
    tuple of int
        Year and month.

    Raises
    ------
    UsageError
        If it is none.
    """
    match = re.fullmatch(r"(\d{4})-(\d{1,2})", text.strip())
    if match is None or not (1 <= int(match[2]) <= 12) or not (1900 <= int(match[1]) <= 2999):
        raise UsageError(
            Words(
                f"月份写成 2026-12 这样，不是 {text!r}", f"write the month as 2026-12, not {text!r}"
            )
        )
    return int(match[1]), int(match[2])


def mondays(month: str) -> tuple[date, ...]:
    """Return the Mondays of a month, given as ``2026-12``.

    Raises
    ------
    UsageError
        If it is no month.
    """
    year, number = parse_month(month)
    last = calendar.monthrange(year, number)[1]
    days = (date(year, number, day) for day in range(1, last + 1))
    return tuple(day for day in days if day.weekday() == calendar.MONDAY)
