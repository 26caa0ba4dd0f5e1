"""The month at a glance, for the planner."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from walkmap.pages import format as say
from walkmap.pages.base import open_gates
from walkmap.pages.common import Sheet
from walkmap.pages.skeleton import page_html
from walkmap.pages.texts import EVERY_MONDAY, FILES
from walkmap.pages.way import rounds_on_map
from walkmap.rounds.plan import TEN_YEARS_M, MonthPlan, Round
from walkmap.words import Words


def index_html(sheet: Sheet, plan: MonthPlan, *, lang: str, files: Sequence[str]) -> str:
    """Return the page that opens the month.

    Parameters
    ----------
    sheet
        The community's map.
    plan
        What it shows.
    lang
        ``"zh"`` or ``"en"``.
    files
        Names of the other files in its folder.

    Returns
    -------
    str
        HTML.
    """
    settings = sheet.community.settings
    data = sheet.data("index", lang, plan.dates)
    shift = settings.shift
    month = say.month(plan.month, lang)
    data |= {
        "title": settings.name,
        "subtitle": f"{month} · {data['texts']['plan']}",
        "facts": _facts(plan, lang),
        "days": [_day(sheet, plan, day, lang) for day in plan.dates],
        "open_gates": [
            open_gates(sheet.community, day, shift.start, shift.end) for day in plan.dates
        ],
        "rounds": [
            item
            for number, day in enumerate(plan.dates)
            for item in rounds_on_map(
                list(plan.on(day)), day=number, teams=sheet.teams, pack=sheet.pack
            )
        ],
        "unvisited": [
            {
                "name": item.name,
                "day": _mondays(days, plan, lang),
                "reason": item.reason.in_(lang),
            }
            for item, days in plan.left_out().items()
        ],
        "warnings": [words.in_(lang) for words in (*_missing(plan), *plan.warnings, *plan.changes)],
        "files": [
            {"name": name, "href": "./" + quote(name), "what": FILES[name].in_(lang)}
            if name in FILES
            else {"name": name, "href": "./" + quote(name), "what": ""}
            for name in sorted(files, key=_file_order)
        ],
    }
    return page_html("index", lang, f"{settings.name} · {data['subtitle']}", data)


def _missing(plan: MonthPlan) -> Iterator[Words]:
    """Give the first thing that a planner must know: how much did not fit."""
    missing = len(plan.unvisited)
    if missing:
        yield Words(
            f"有 {missing} 次走访没排进，名单和原因在下面",
            f"{missing} visits do not fit: see below",
        )


def _mondays(days: tuple[date, ...], plan: MonthPlan, lang: str) -> str:
    """Return the days on which a visit is missing."""
    if days == plan.dates:
        return EVERY_MONDAY.in_(lang)
    return Words("、", ", ").in_(lang).join(say.day(day, lang) for day in days)


def round_file(round_: Round) -> str:
    """Return the name of a round's page."""
    return f"round-{round_.date.isoformat()}-{round_.team}.html"


def _file_order(name: str) -> tuple[int, str]:
    known = list(FILES)
    return (known.index(name) if name in known else len(known), name)


def _facts(plan: MonthPlan, lang: str) -> list[dict[str, str]]:
    """Return the month's few numbers."""
    if not plan.rounds:
        return []
    walk_m = sum(round_.walk_m for round_ in plan.rounds)
    steps = sum(round_.steps for round_ in plan.rounds)
    mondays = len({round_.date for round_ in plan.rounds})
    stops = sum(len(round_.stops) for round_ in plan.rounds)
    facts = (
        (Words("周一", "Mondays"), str(mondays)),
        (Words("走访", "Visits"), f"{stops:,}"),
        (Words("全月步行", "Walk, month"), say.metres(walk_m, lang)),
        (Words("平均每个周一", "Mean of a Monday"), say.metres(walk_m / mondays, lang)),
        (Words("十年平均每个周一", "Ten-year mean of one"), say.metres(TEN_YEARS_M, lang)),
        (Words("全月步数", "Steps, month"), f"{steps:,}"),
    )
    return [{"what": words.in_(lang), "number": number} for words, number in facts]


def _day(sheet: Sheet, plan: MonthPlan, day: date, lang: str) -> dict[str, Any]:
    """Return one Monday's rows and sums."""
    rounds = list(plan.on(day))
    walk_m = sum(round_.walk_m for round_ in rounds)
    return {
        "name": say.day(day, lang),
        "short": say.short_day(day, lang),
        "sum": _sum(walk_m, _mean_m(plan), lang) if rounds else "",
        "rounds": [
            {
                "team": sheet.teams[round_.team],
                "name": round_.team_name,
                "href": "./" + quote(round_file(round_)),
                "stops": str(len(round_.stops)),
                "distance": say.metres(round_.walk_m, lang),
                "time": f"{say.clock(round_.start_s)}–{say.clock(round_.end_s)}",
                "walking": say.duration(round_.walk_s, lang),
                "visiting": say.duration(round_.visit_s, lang),
                "steps": f"{round_.steps:,}",
            }
            for round_ in rounds
        ],
    }


def _mean_m(plan: MonthPlan) -> float:
    """Return the mean of what all teams together walk on a Monday."""
    mondays = len({round_.date for round_ in plan.rounds})
    return sum(round_.walk_m for round_ in plan.rounds) / mondays


def _sum(walk_m: float, mean_m: float, lang: str) -> str:
    """Return one Monday's walking, compared with the month's mean."""
    differs = walk_m - mean_m
    length, difference = say.metres(walk_m, lang), say.metres(abs(differs), lang)
    if abs(differs) < 50:
        return Words(f"共 {length}，与平均相当", f"{length} in all, about the mean").in_(lang)
    more = differs > 0
    return Words(
        f"共 {length}，比平均{'多' if more else '少'} {difference}",
        f"{length} in all, {difference} {'above' if more else 'below'} the mean",
    ).in_(lang)
