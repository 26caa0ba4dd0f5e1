"""Reading days and times however a spreadsheet has them."""

import re
import unicodedata
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_DAYS = range(20_000, 80_000)  # since 1899-12-30, as spreadsheets keep days: 1954 to 2119
_FIRST = datetime(1899, 12, 30)
_YEARS = range(1950, 2201)
_TIME = (
    r"(?:[T,]?\s*(?P<half>上午|下午|中午|晚上|凌晨|AM|PM)?\s*(?P<hour>\d{1,2})\s*[:时点]\s*"
    r"(?P<minute>\d{1,2})?\s*分?(?::?\s*(?P<second>\d{1,2})(?:\.\d+)?\s*秒?)?"
    r"\s*(?P<after>AM|PM)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
_WEEKDAY = re.compile(r"\(?(?:星期|周)[一二三四五六日天]\)?")
_SPELLINGS = tuple(
    re.compile(day + time)
    for day, time in (
        (r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})日?", _TIME),
        (r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})", _TIME),
        (
            r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
            r"(?:[T ]?(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2}))?)?",
        ),
    )
)


def read_moment(text: str, zone: ZoneInfo) -> datetime:
    """Read a day, or a day and a time.

    Parameters
    ----------
    text
        ``2026-11-03 14:05``, ``2026/11/3``, ``2026年11月3日 14:05``, ``2026.11.3 下午2:05``,
        ``20261103140500``, ``11/03/2026 02:05:00 PM`` (month first), or a spreadsheet's count of
        days such as ``46329.5868``; digits may be full-width.
    zone
        The community's: a time with a zone of its own is turned into its.

    Returns
    -------
    datetime.datetime
        Local, without zone, in whole seconds.

    Raises
    ------
    ValueError
        If it is none of these, or no such day.
    """
    text = _WEEKDAY.sub(" ", unicodedata.normalize("NFKC", text).upper()).strip()
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text) and int(float(text)) in _DAYS:
        return _FIRST + timedelta(seconds=round(float(text) * 86_400))
    match = next(filter(None, (spelling.fullmatch(text) for spelling in _SPELLINGS)), None)
    if match is None:
        raise ValueError(text)
    part = match.groupdict()
    if int(part["year"]) not in _YEARS:
        raise ValueError(text)
    day = datetime(int(part["year"]), int(part["month"]), int(part["day"]))
    hour = int(part["hour"] or 0)
    half = part.get("half") or part.get("after")
    if half in ("下午", "晚上", "PM") and hour < 12:
        hour += 12
    elif half in ("凌晨", "AM") and hour == 12:
        hour = 0
    moment = day.replace(
        hour=hour, minute=int(part["minute"] or 0), second=int(part["second"] or 0)
    )
    if part.get("zone"):
        offset = datetime.strptime(part["zone"].replace("Z", "+0000"), "%z").tzinfo
        moment = moment.replace(tzinfo=offset).astimezone(zone).replace(tzinfo=None)
    return moment
