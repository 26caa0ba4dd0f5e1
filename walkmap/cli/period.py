"""The options for a period, as months or days."""

import calendar
import re
from datetime import date
from typing import Annotated

import typer

from walkmap.errors import UsageError
from walkmap.words import Words

From = Annotated[
    str | None,
    typer.Option(
        "--from", help="从哪月或哪天起，如 2026-01（默认：最近一年）。 First month or day."
    ),
]
To = Annotated[str | None, typer.Option("--to", help="到哪月或哪天为止。 Last month or day.")]


def period(start: str | None, end: str | None) -> tuple[date | None, date | None]:
    """Read the first and the last day of a period: a month is its first or its last day."""
    first, last = _day(start, "--from", last=False), _day(end, "--to", last=True)
    if first is not None and last is not None and last < first:
        raise UsageError(
            Words(
                f"--to（{last}）早于 --from（{first}）；调换一下",
                f"--to ({last}) is before --from ({first}); swap them",
            )
        )
    return first, last


def _day(text: str | None, option: str, *, last: bool) -> date | None:
    if text is None:
        return None
    match = re.fullmatch(r"(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?", text.strip())
    try:
        if match is None:
            raise ValueError
        year, month = int(match[1]), int(match[2])
        day = int(match[3] or (calendar.monthrange(year, month)[1] if last else 1))
        return date(year, month, day)
    except ValueError:  # also a month or day that there is not
        raise UsageError(
            Words(
                f"{option} 写成 2026-01 或 2026-01-15 这样，不是 {text!r}",
                f"write {option} as 2026-01 or 2026-01-15, not {text!r}",
            )
        ) from None
