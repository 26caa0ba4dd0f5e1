"""Numbers, times and days as people say them, in both languages."""

from datetime import date

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def metres(walk_m: float, lang: str) -> str:
    """Return a length such as ``212 米`` or ``3.1 公里``."""
    if round(walk_m) < 1000:
        return f"{round(walk_m)} {'m' if lang == 'en' else '米'}"
    return f"{walk_m / 1000:.1f} {'km' if lang == 'en' else '公里'}"


def minutes(time_s: float, lang: str) -> str:
    """Return a duration such as ``约 6 分钟``."""
    return f"{'about' if lang == 'en' else '约'} {duration(time_s, lang)}"


def duration(time_s: float, lang: str) -> str:
    """Return a duration such as ``6 分钟``; never less than a minute."""
    total = max(1, round(time_s / 60))
    hours, rest = divmod(total, 60)
    if lang == "en":
        parts = [f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest)
        return " ".join(parts)
    parts = [f"{hours} 小时"] * bool(hours) + [f"{rest} 分" + "钟" * (not hours)] * bool(rest)
    return " ".join(parts)


def count(number: int, lang: str, zh: str, en: str, en_many: str = "") -> str:
    """Return a number with its noun, such as ``12 个停留点``."""
    if lang != "en":
        return f"{number:,} {zh}"
    return f"{number:,} {en if number == 1 else en_many or en + 's'}"


def short_day(date_: date, lang: str) -> str:
    """Return a day such as ``12月7日``."""
    if lang == "en":
        return f"{date_.day} {_MONTHS[date_.month - 1][:3]}"
    return f"{date_.month}月{date_.day}日"


def day(date_: date, lang: str) -> str:
    """Return a day such as ``12月7日 周一``."""
    short = short_day(date_, lang)
    if lang == "en":
        return f"{_DAYS['en'][date_.weekday()]} {short}"
    return f"{short} {_DAYS['zh'][date_.weekday()]}"


def day_with_year(date_: date, lang: str) -> str:
    """Return a day such as ``2026年12月7日``."""
    if lang == "en":
        return f"{date_.day} {_MONTHS[date_.month - 1]} {date_.year}"
    return f"{date_.year}年{date_.month}月{date_.day}日"


def month(text: str, lang: str) -> str:
    """Return a month such as ``2026-12`` as ``2026年12月``."""
    year, number = (int(part) for part in text.split("-"))
    return f"{_MONTHS[number - 1]} {year}" if lang == "en" else f"{year}年{number}月"


def short_month(date_: date, lang: str, *, year: bool = False) -> str:
    """Return the month of a day such as ``12月``, or with its year ``2026年12月``."""
    if lang == "en":
        return _MONTHS[date_.month - 1][:3] + (f" {date_.year}" if year else "")
    return (f"{date_.year}年" if year else "") + f"{date_.month}月"
