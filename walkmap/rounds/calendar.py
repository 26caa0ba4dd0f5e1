"""The Mondays of a month, and the days on which their rounds are walked."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Literal

import chinese_calendar  # type: ignore[import-untyped]

from walkmap.errors import UsageError
from walkmap.words import Words

Rule = Literal["keep", "move", "skip"]
# Holidays last nine days at most: what was moved before this cannot take a day from a month.
_EARLIER = 4


@dataclass(frozen=True)
class RoundDays:
    """The days of a month on which rounds are walked.

    Parameters
    ----------
    dates
        In order, each once. The last may lie in the next month.
    weeks
        For each of them which Monday of the month it stands for, from 1.
    notes
        What the planner must know about holidays.
    """

    dates: tuple[date, ...]
    weeks: tuple[int, ...]
    notes: tuple[Words, ...] = ()

    @property
    def first(self) -> date:
        """The first day of the month that is planned."""
        monday = self.dates[0] - timedelta(self.dates[0].weekday())
        while week_of(monday) != self.weeks[0]:
            monday -= timedelta(7)
        return monday.replace(day=1)


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


def week_of(monday: date) -> int:
    """Return which Monday of its month a Monday is, from 1."""
    return (monday.day + 6) // 7


def round_days(month: str, rule: Rule) -> RoundDays:
    """Return the days on which the rounds of a month are walked.

    Parameters
    ----------
    month
        Such as ``2026-12``.
    rule
        What becomes of a Monday that is a public holiday in China: it is kept; or moved to the
        next workday on which there is no other round, make-up workdays being workdays; or
        skipped. Mondays of years whose holidays are not known are kept, with a note.

    Raises
    ------
    UsageError
        If it is no month.
    """
    found: dict[date, date] = {}
    notes: dict[Words, None] = {}
    own = mondays(month)
    for monday in own:
        if rule == "keep" or not _is_holiday(monday, notes):
            found[monday] = monday
        elif rule == "skip":
            notes[_skipped(monday)] = None
        else:
            found[monday] = _moved(monday)
            notes[_moved_words(monday, found[monday])] = None
    order = sorted(found, key=lambda monday: found[monday])
    return RoundDays(
        tuple(found[monday] for monday in order), tuple(map(week_of, order)), tuple(notes)
    )


def _is_holiday(monday: date, notes: dict[Words, None]) -> bool:
    """Tell whether a Monday is a public holiday; note that it is not known."""
    try:
        return bool(chinese_calendar.is_holiday(monday))
    except NotImplementedError:
        notes[
            Words(
                f"程序里还没有 {monday.year} 年的放假安排，周一都照常走访，请自己核对节假日",
                f"the public holidays of {monday.year} are not known yet: Mondays are kept, "
                "check them yourself",
            )
        ] = None
        return False


def _moved(monday: date) -> date:
    """Return where a Monday that is a holiday goes: no two rounds are on one day.

    Those before it, even of the month before, take their days first.
    """
    taken: set[date] = set()
    for before in range(_EARLIER, -1, -1):
        start = monday - timedelta(7 * before)
        goal = next(day for day in _later_workdays(start) if day not in taken)
        taken.add(goal)
    return goal


def _later_workdays(monday: date) -> Iterator[date]:
    """Give the Monday itself if it is a workday or not known; else the later days for its round."""
    for after in count():
        day = monday + timedelta(after)
        try:
            works = chinese_calendar.is_workday(day)
        except NotImplementedError:  # of a year that is not known, this much is sure
            works = day == monday or (day.weekday() < 5 and (day.month, day.day) != (1, 1))
        if works and (day == monday or day.weekday() != calendar.MONDAY):
            yield day


def _skipped(monday: date) -> Words:
    zh, en = _holiday(monday)
    return Words(f"{_day_zh(monday)}是{zh}，不走访", f"{_day_en(monday)} is {en}: no round")


def _moved_words(monday: date, goal: date) -> Words:
    zh, en = _holiday(monday)
    return Words(
        f"{_day_zh(monday)}是{zh}，走访移到{_day_zh(goal)}",
        f"{_day_en(monday)} is {en}: the round is on {_day_en(goal)}",
    )


def _holiday(day: date) -> Words:
    """Return what a public holiday is called."""
    _, name = chinese_calendar.get_holiday_detail(day)
    known = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
    return Words(known.get(name, "节假日"), name or "a public holiday")


def _day_zh(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _day_en(day: date) -> str:
    return f"{day.day} {calendar.month_name[day.month]}"
