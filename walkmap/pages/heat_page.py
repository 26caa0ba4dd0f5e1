"""Where the issues are, for the meeting: no household, no home, no text, no small number."""

import math
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np

from walkmap.issues import BREAKS, Heat, Slides
from walkmap.issues.heat import years_of
from walkmap.issues.records import CHOICES
from walkmap.issues.slides import Slice
from walkmap.issues.withhold import FEWEST
from walkmap.issues.works import BeforeAfter
from walkmap.pages import format as say
from walkmap.pages.common import Sheet
from walkmap.pages.skeleton import page_html
from walkmap.words import ISSUE_CATEGORIES, ISSUE_LEVELS, Words

LISTED = 5
BUILDING_BREAKS = (2.0, 4.0, 8.0, 16.0, 32.0)
EFFORT_BREAKS = (2.0, 5.0, 10.0, 20.0, 40.0)
ALPHA = 0.05
# One hue from light to dark: it can be told apart in grey and by the colour-blind.
RAMP = ("#fde3d3", "#f8bd9d", "#ee8e68", "#d55f3d", "#a93420", "#6b150e")
ALL = Words("全部", "All")


def heat_html(sheet: Sheet, slides: Slides | None, *, lang: str) -> str:
    """Return the page of the meeting.

    Parameters
    ----------
    sheet
        The community's map.
    slides
        What it shows; None, or slides without issues, give a page that says what to do next.
    lang
        ``"zh"`` or ``"en"``.

    Returns
    -------
    str
        HTML.
    """
    data = sheet.data("heat", lang)
    title = Words("民情热力图", "Heatmap of the issues").in_(lang)
    data |= {"title": title, "subtitle": data["community"], "heat": None, "chosen": False}
    if slides is not None and slides.heat.count:
        data["heat"] = _heat(sheet, slides, lang)
    elif slides is not None:
        data["chosen"] = slides.recorded > 0
    return page_html("heat", lang, f"{title} · {data['community']}", data)


def _heat(sheet: Sheet, slides: Slides, lang: str) -> dict[str, Any]:
    """Return all that the page steps through."""
    ground = [] if slides.ground is None else sheet.pack.rings(slides.ground)
    return {
        "ramp": RAMP,
        "ground": ground,
        "periods": [_period(*period, lang) for period in slides.periods],
        "ticks": [ALL.in_(lang), *(_tick(start, lang) for start, _ in slides.periods[1:])],
        "categories": _names(slides.categories, ISSUE_CATEGORIES, lang),
        "levels": _names(slides.levels, ISSUE_LEVELS, lang),
        "slices": {
            ".".join(map(str, key)): _slice(each, whole=not key[0])
            for key, each in slides.slices.items()
        },
        "surface": _surface(sheet, slides),
        "legends": {
            "by_place": _legend(BREAKS, lang),
            "by_building": _legend((0.0, *BUILDING_BREAKS), lang),
            "by_effort": _legend((0.0, *EFFORT_BREAKS), lang),
        },
        "effort": None if slides.effort is None else _classes(slides.effort, EFFORT_BREAKS),
        "works": [_works(sheet, *each, lang) for each in slides.works],
        "most": _most(sheet, slides),
        "found": _found(sheet, slides),
        "facts": _facts(slides, lang),
    }


def _period(start: date, end: date, lang: str) -> str:
    """Return the name of a period by its months, or else by its days."""
    days = (start, end)
    if start.day == 1 and (end + timedelta(1)).day == 1:
        first, last = (say.month(f"{day:%Y-%m}", lang) for day in days)
    else:
        first, last = (say.day_with_year(day, lang) for day in days)
    return first if first == last else Words(f"{first}至{last}", f"{first} to {last}").in_(lang)


def _tick(month: date, lang: str) -> str:
    """Return the short name of a month."""
    return Words(f"{month.month}月", f"{month:%b}").in_(lang)


def _names(codes: Iterable[str], words: dict[str, Words], lang: str) -> list[str]:
    names = [words[code].in_(lang) for code in codes]
    return [ALL.in_(lang), *names] if names else []


def _surface(sheet: Sheet, slides: Slides) -> dict[str, Any]:
    """Return what the page makes the smooth surface of a slice from (`static/surface.js`)."""
    sites = slides.sites
    return {
        "breaks": BREAKS,
        "bandwidth": slides.heat.bandwidth_m,
        "years": [round(years_of(*period), 4) for period in slides.periods],
        "yards": sites.yards.tolist(),
        "weights": [max(1, round(100 * weight)) for weight in sites.weights],
        "spots": sheet.pack.line(sites.spots),
    }


def _slice(each: Slice, *, whole: bool) -> dict[str, Any]:
    """Return one slice, of the whole period or a month; a count below `FEWEST` is 0.

    Where a month is too little to tell buildings apart, the page never asks for them.
    """
    told = {
        "classes": _classes(each.rate, BUILDING_BREAKS),
        "more": [int(number) for number in np.flatnonzero(each.more)],
    }
    return {
        "count": each.count if each.count >= FEWEST else 0,
        "seen": _sparse(each.seen),
        "hidden": _sparse(each.hidden),
        "enough": each.enough,
        **(told if whole or each.enough else {}),
    }


def _sparse(counts: Any) -> list[int]:
    """Return those that aren't 0, each after the number of steps from the one before."""
    places = np.flatnonzero(counts)
    steps = np.diff(places, prepend=-1)
    return [int(number) for number in np.column_stack([steps, counts[places]]).ravel()]


def _classes(rates: Iterable[float], breaks: Sequence[float]) -> str:
    """Return a digit for each building's class, a dot where it is not shown."""
    return "".join(
        str(sum(rate >= low for low in breaks)) if math.isfinite(rate) else "." for rate in rates
    )


def _legend(breaks: Sequence[float], lang: str) -> list[str]:
    """Return the names of classes, from the lowest."""
    names = [f"{a:g}–{b:g}" for a, b in pairwise(breaks)]
    return [*names, Words(f"{breaks[-1]:g} 以上", f"{breaks[-1]:g} and more").in_(lang)]


def _most(sheet: Sheet, slides: Slides) -> list[list[str]]:
    """Return the buildings with most issues for their households, over the whole period."""
    table = slides.heat.by_building.assign(name=sheet.community.buildings["name"].to_numpy())
    table = table[slides.shown & table["per_100"].notna()]
    table = table.sort_values(["rate", "issues"], ascending=False, kind="stable")
    rows = zip(table["name"], table["issues"], table["per_100"], strict=True)
    return [[name, str(issues), f"{per_100:.1f}"] for name, issues, per_100 in [*rows][:LISTED]]


def _found(sheet: Sheet, slides: Slides) -> list[list[str]]:
    """Return the buildings with more issues than chance gives them, over the whole period."""
    table = slides.heat.by_building.assign(name=sheet.community.buildings["name"].to_numpy())
    table = table[slides.shown & table["more"]].sort_values("q", kind="stable")
    rows = zip(table["name"], table["issues"], table["expected"], strict=True)
    return [[name, str(issues), f"{expected:.0f}"] for name, issues, expected in rows]


def _works(sheet: Sheet, works: Any, result: BeforeAfter | None, lang: str) -> dict[str, Any]:
    """Return what is said of some works."""
    yards = sheet.community.courtyards.index
    said: dict[str, Any] = {
        "name": f"{works.name} · {say.month(f'{works.date:%Y-%m}', lang)}",
        "yards": [int(number) for number in yards.get_indexer(works.courtyards)],
        "rows": [],
    }
    if result is None:
        return said
    pairs = ((result.before, result.after), (result.rest_before, result.rest_after))
    rates = (result.a_month, result.rest_a_month)
    said["rows"] = [
        [f"{rate:.1f}" if count >= FEWEST else "–" for count, rate in zip(*row, strict=True)]
        for row in zip(pairs, rates, strict=True)
    ]
    return {**said, "real": result.p <= ALPHA}


def _facts(slides: Slides, lang: str) -> list[tuple[str, str]]:
    """Return what is looked at, what is left out, and how it was made; each with its view."""
    heat, facts = slides.heat, _chosen(slides.heat)
    if heat.unplaced:
        facts.append(
            Words(
                f"另有 {heat.unplaced} 件没有地点，未画出",
                f"{heat.unplaced} more without a place, not drawn",
            )
        )
    said = [(fact.in_(lang), "") for fact in facts]
    zh, en = (say.metres(heat.bandwidth_m, each) for each in ("zh", "en"))
    smooth = Words(
        f"平滑半径约 {zh}；不足 {FEWEST} 件的楼，摊到整个楼院",
        f"Smoothed over about {en}; fewer than {FEWEST} at a building: spread over its courtyard",
    )
    said.append((smooth.in_(lang), "by_place"))
    if slides.effort is None:
        none = Words("还没有走访记录，没法和走访次数比", "No visits are kept yet to compare with")
        said.append((none.in_(lang), "by_building"))
    return said


def _chosen(heat: Heat) -> list[Words]:
    """Say which issues count, unless all do."""
    names = [
        CHOICES[column][code]
        for column in ("category", "level", "source", "status")
        for code in getattr(heat.choice, column)
    ]
    zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
    return [Words(f"只看：{zh}", f"Only: {en}")] if names else []
