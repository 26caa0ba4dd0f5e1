"""The month at a glance, for the planner."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from walkmap.community.hours import clock_said
from walkmap.pages import format as say
from walkmap.pages.base import open_gates
from walkmap.pages.codes import page_url, qr
from walkmap.pages.common import Sheet
from walkmap.pages.skeleton import page_html
from walkmap.pages.texts import EVERY_MONDAY, FILES
from walkmap.pages.way import rounds_on_map
from walkmap.rounds.plan import TEN_YEARS_M, MonthPlan, Round
from walkmap.words import TARGET_KINDS, Words

_TIMES = {
    "": Words("走访各栋楼", "Visits to buildings"),
    **{
        kind: Words(f"走访{words.zh}", f"Visits: {words.en}")
        for kind, words in TARGET_KINDS.items()
    },
    "walk": Words("走路", "Walking"),
    "wait": Words("等开门", "Waiting for opening hours"),
}


def index_html(sheet: Sheet, plan: MonthPlan, *, lang: str, files: Sequence[str] | None) -> str:
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
        Names of the other files in its folder; None if it lies in no folder, and can't lead to
        other pages.

    Returns
    -------
    str
        HTML.
    """
    settings = sheet.community.settings
    data = sheet.data("index", lang, plan.dates)
    shift = settings.shift
    data |= {
        "title": settings.name,
        "subtitle": f"{say.month(plan.month, lang)} · {data['texts']['plan']}",
        "facts": _facts(plan, lang),
        "linked": files is not None,
        "rounds_locked": sheet.lock is not None,
        "days": [_sums(say.short_day(day, lang), list(plan.on(day)), lang) for day in plan.dates],
        "teams": [
            _sums(team.name, [r for r in plan.rounds if r.team == team.id], lang)
            for team in settings.teams
        ],
        "month": _sums("", plan.rounds, lang),
        "cells": _cells(sheet, plan, lang, linked=files is not None),
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
        "unvisited": _unvisited(plan, lang),
        "changes": [words.in_(lang) for words in plan.changes],
        "warnings": [words.in_(lang) for words in plan.warnings],
        "times": _times(plan.rounds, lang),
        "files": [_file(name, lang) for name in sorted(files or (), key=_file_order)],
    }
    return page_html("index", lang, f"{settings.name} · {data['subtitle']}", data)


def round_file(round_: Round) -> str:
    """Return the name of a round's page."""
    return f"round-{round_.date.isoformat()}-{round_.team}.html"


def _facts(plan: MonthPlan, lang: str) -> list[dict[str, str]]:
    """Return the month's few numbers, each with what to compare it with."""
    if not plan.rounds:
        return []
    mondays = len({round_.date for round_ in plan.rounds})
    walk_m = sum(round_.walk_m for round_ in plan.rounds)
    mean_m, steps = walk_m / mondays, sum(round_.steps for round_ in plan.rounds)
    stops = sum(len(round_.stops) for round_ in plan.rounds)
    usual = say.metres(TEN_YEARS_M, lang)
    times = f"{mean_m / TEN_YEARS_M:.1f}"
    facts = (
        (Words("走访", "Visits"), f"{stops:,}", Words.same("")),
        (Words("全月步行", "Walk, month"), say.metres(walk_m, lang), Words.same("")),
        (Words("全月步数", "Steps, month"), f"{steps:,}", Words.same("")),
        (
            Words("平均每个周一", "Mean of a Monday"),
            say.metres(mean_m, lang),
            Words(f"十年平均 {usual}的 {times} 倍", f"{times} times the ten-year mean, {usual}"),
        ),
    )
    return [
        {"what": what.in_(lang), "number": number, "note": note.in_(lang)}
        for what, number, note in facts
    ]


def _sums(name: str, rounds: Sequence[Round], lang: str) -> dict[str, str]:
    """Return what some rounds come to: those of a Monday, of a team, or of the month."""
    if not rounds:
        return {"name": name, "walk": "", "time": ""}
    time_s = sum(round_.end_s - round_.start_s for round_ in rounds)
    walk_m = sum(round_.walk_m for round_ in rounds)
    return {"name": name, "walk": say.metres(walk_m, lang), "time": say.duration(time_s, lang)}


def _cells(sheet: Sheet, plan: MonthPlan, lang: str, *, linked: bool) -> list[list[Any]]:
    """Return a row for each team, with a cell for each Monday: its round, or None."""
    found = {(round_.team, round_.date): round_ for round_ in plan.rounds}
    return [
        [
            _cell(sheet, round_, lang, linked=linked) if round_ else None
            for round_ in (found.get((team.id, day)) for day in plan.dates)
        ]
        for team in sheet.community.settings.teams
    ]


def _cell(sheet: Sheet, round_: Round, lang: str, *, linked: bool) -> dict[str, Any]:
    """Return a round in a few words, and where its page is."""
    targets = sum(stop.kind == "target" for stop in round_.stops)
    walking, visiting = say.minutes(round_.walk_s, lang), say.minutes(round_.visit_s, lang)
    name = round_file(round_)
    cell: dict[str, Any] = {
        "name": f"{say.day(round_.date, lang)} · {round_.team_name}",
        "time": f"{clock_said(round_.start_s)}–{clock_said(round_.end_s)}",
        "walk": say.metres(round_.walk_m, lang),
        "stops": say.count(len(round_.stops), lang, "站", "stop"),
        "facts": [
            say.count(len(round_.stops) - targets, lang, "栋楼", "building"),
            *([say.count(targets, lang, "个走访对象", "target")] if targets else []),
            Words(f"走路{walking}", f"walking {walking}").in_(lang),
            Words(f"走访{visiting}", f"visits {visiting}").in_(lang),
            say.count(round_.steps, lang, "步", "step"),
        ],
    }
    if linked:
        cell["href"] = "./" + quote(name)
    if sheet.base_url:
        cell["url"] = page_url(sheet.base_url, name)
        cell["code"] = qr(cell["url"])
    return cell


def _times(rounds: Sequence[Round], lang: str) -> list[dict[str, Any]]:
    """Return where the month's time goes: how often, how long, and what share of all time."""
    often: Counter[str] = Counter()
    long: Counter[str] = Counter()
    for round_ in rounds:
        for stop in round_.stops:
            often[stop.target_kind] += 1
            long[stop.target_kind] += stop.visit_s
        long["walk"] += round_.walk_s
        long["wait"] += round_.wait_s
    total = sum(long.values())
    return [
        {
            "what": words.in_(lang),
            "often": f"{often[key]:,}" if often[key] else "",
            "time": say.duration(long[key], lang),
            "share": round(100 * long[key] / total),
        }
        for key, words in _TIMES.items()
        if long[key]
    ]


def _unvisited(plan: MonthPlan, lang: str) -> list[dict[str, Any]]:
    """Return what is left out, on which days, and why: once for all that share both."""
    comma = Words("、", ", ").in_(lang)
    alike: dict[tuple[Words, tuple[date, ...]], list[str]] = {}
    for item, days in plan.left_out().items():
        alike.setdefault((item.reason, days), []).append(item.name)
    return [
        {
            "count": len(names),
            "names": comma.join(names),
            "day": EVERY_MONDAY.in_(lang)
            if days == plan.dates
            else comma.join(say.day(day, lang) for day in days),
            "reason": reason.in_(lang),
        }
        for (reason, days), names in alike.items()
    ]


def _file(name: str, lang: str) -> dict[str, str]:
    what, use = FILES.get(name, (Words.same(""), Words.same("")))
    return {
        "name": name, "href": "./" + quote(name), "what": what.in_(lang), "use": use.in_(lang)
    }  # fmt: skip


def _file_order(name: str) -> tuple[int, str]:
    known = list(FILES)
    return (known.index(name) if name in known else len(known), name)
