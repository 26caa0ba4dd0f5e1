"""Opening hours and weeks, as planners write them in a cell."""

import re
from datetime import time
from itertools import pairwise
from typing import NamedTuple

from walkmap.words import Words

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—~～至－]\s*(\d{1,2}):(\d{2})")
DAY_S = 24 * 3600


class Span(NamedTuple):
    """A span of a day, in seconds since midnight."""

    start_s: int
    end_s: int


def parse_hours(text: str) -> tuple[Span, ...]:
    """Read hours such as ``09:00-11:30;14:00-17:00``.

    Parameters
    ----------
    text
        Spans separated by semicolons, full-width or not; empty means always.

    Returns
    -------
    tuple of Span
        In the order of the day, those that touch made one; the whole day if `text` is empty.

    Raises
    ------
    ValueError
        If `text` is not hours, a span ends before it starts, or spans overlap.
    """
    plain = text.replace("：", ":").replace("；", ";").strip().strip(";")
    if not plain:
        return (Span(0, DAY_S),)
    spans = []
    for part in plain.split(";"):
        match = _SPAN.fullmatch(part.strip())
        if match is None:
            raise ValueError(f"{part.strip()!r} is not a span like 09:00-11:30")
        h1, m1, h2, m2 = (int(group) for group in match.groups())
        start_s, end_s = h1 * 3600 + m1 * 60, h2 * 3600 + m2 * 60
        if m1 > 59 or m2 > 59 or end_s > DAY_S or start_s >= end_s:
            raise ValueError(f"{part.strip()!r} is not a span of one day")
        spans.append(Span(start_s, end_s))
    spans.sort()
    if any(a.end_s > b.start_s for a, b in pairwise(spans)):
        raise ValueError(f"the spans of {text!r} overlap")
    return _joined(spans)


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    """Make one span of those that touch, as 09:00-10:00;10:00-11:00 do."""
    joined = spans[:1]
    for span in spans[1:]:
        if span.start_s == joined[-1].end_s:
            joined[-1] = Span(joined[-1].start_s, span.end_s)
        else:
            joined.append(span)
    return tuple(joined)


def hours_said(text: str) -> Words:
    """Say hours as all times are said: ``6:30–9:00、16:30–19:00``; nothing if they mean always."""
    said = [
        f"{clock_said(a)}–{clock_said(b)}" for a, b in parse_hours(text) if (a, b) != (0, DAY_S)
    ]
    return Words("、".join(said), ", ".join(said))


def clock_said(time_s: int) -> str:
    """Say seconds since midnight as ``8:36``."""
    return f"{time_s // 3600}:{time_s // 60 % 60:02d}"


def covers(spans: tuple[Span, ...], start: time, end: time) -> bool:
    """Tell whether one of `spans` holds the whole time from `start` to `end`."""
    return any(s.start_s <= seconds(start) and seconds(end) <= s.end_s for s in spans)


def seconds(clock: time) -> int:
    """Return the seconds since midnight."""
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def parse_weeks(text: str) -> tuple[int, ...]:
    """Read the Mondays of the month that suit, such as ``1,3``.

    Parameters
    ----------
    text
        Numbers from 1 to 5; empty means any.

    Returns
    -------
    tuple of int
        Sorted, without doubles.

    Raises
    ------
    ValueError
        If something else is written.
    """
    parts = [part for part in re.split(r"[,，、;；\s]+", text.strip()) if part]
    if any(part not in {"1", "2", "3", "4", "5"} for part in parts):
        raise ValueError(f"{text!r} is not numbers from 1 to 5")
    return tuple(sorted({int(part) for part in parts}))
