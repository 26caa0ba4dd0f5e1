"""Where the issues are, for the meeting: no household, no home, no text of any issue."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from walkmap.issues import Heat
from walkmap.pages import format as say
from walkmap.pages.common import Sheet
from walkmap.pages.skeleton import page_html
from walkmap.words import Words

FEWEST = 3
SAMPLE = 200
LISTED = 5
BUILDING_BREAKS = (1.0, 2.0, 5.0, 10.0, 20.0)
# One hue from light to dark: it can be told apart in grey and by the colour-blind.
RAMP = ("#fde3d3", "#f8bd9d", "#ee8e68", "#d55f3d", "#a93420", "#6b150e")


def heat_html(sheet: Sheet, heat: Heat | None, *, lang: str) -> str:
    """Return the page of the meeting.

    Parameters
    ----------
    sheet
        The community's map.
    heat
        What it shows; None, or one without issues, gives a page that says what to do next.
    lang
        ``"zh"`` or ``"en"``.

    Returns
    -------
    str
        HTML.
    """
    data = sheet.data("heat", lang)
    title = Words("民情热力图", "Heatmap of the issues").in_(lang)
    data |= {"title": title, "subtitle": data["community"], "heat": None}
    if heat is not None and heat.count:
        data["heat"] = _heat(sheet, heat, lang)
        data["facts"] = _facts(heat, lang)
    return page_html("heat", lang, f"{title} · {data['community']}", data)


def _heat(sheet: Sheet, heat: Heat, lang: str) -> dict[str, Any]:
    """Return the two views of the issues, with their legends."""
    bands = heat.bands.sort_values("low", kind="stable")
    colours = shades(len(heat.breaks))
    shade = dict(zip(sorted(heat.breaks), colours, strict=True))
    return {
        "bands": [
            {"rings": sheet.pack.rings(shape), "colour": shade.get(low, colours[-1])}
            for shape, low in zip(bands.geometry, bands["low"], strict=True)
        ],
        "legend": _legend(heat.breaks, colours, lang),
        "buildings": [_class(*row) for row in _rows(heat, sheet.community.buildings.index)],
        "building_legend": _legend((0.0, *BUILDING_BREAKS), shades(len(BUILDING_BREAKS) + 1), lang),
        "most": _most(sheet, heat),
    }


def shades(number: int) -> list[str]:
    """Return so many colours of the ramp, from its light end to its dark one."""
    if number == 1:
        return [RAMP[3]]
    at = [i * (len(RAMP) - 1) / (number - 1) for i in range(number)]
    return [_between(RAMP[math.floor(x)], RAMP[math.ceil(x)], x % 1) for x in at]


def _between(light: str, dark: str, part: float) -> str:
    pairs = ((int(light[i : i + 2], 16), int(dark[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def _legend(breaks: Sequence[float], colours: Sequence[str], lang: str) -> list[dict[str, str]]:
    """Return the classes from dark to light, as one reads them on the map."""
    low = sorted(breaks)
    names = [f"{a:g}–{b:g}" for a, b in pairwise(low)]
    names.append(Words(f"{low[-1]:g} 以上", f"{low[-1]:g} and more").in_(lang))
    classes = zip(colours, names, strict=True)
    return [{"colour": colour, "name": name} for colour, name in classes][::-1]


def _rows(heat: Heat, buildings: Iterable[str]) -> list[tuple[int, float]]:
    """Return issues, and issues per 100 households (NaN if not known), of each building."""
    table = heat.by_building.reindex(list(buildings))
    issues = table["issues"].fillna(0).astype(int)
    return list(zip(issues.tolist(), table["per_100"].astype(float).tolist(), strict=True))


def _shown(issues: int, per_100: float) -> bool:
    """Tell whether a building has enough issues to be shown by its number."""
    return issues >= FEWEST and math.isfinite(per_100)


def _class(issues: int, per_100: float) -> str:
    """Return a building's shade, empty where it is not shown."""
    if not _shown(issues, per_100):
        return ""
    return shades(len(BUILDING_BREAKS) + 1)[sum(per_100 >= low for low in BUILDING_BREAKS)]


def _most(sheet: Sheet, heat: Heat) -> list[dict[str, str]]:
    """Return the buildings with most issues for their households."""
    names = sheet.community.buildings["name"]
    rows = zip(names, _rows(heat, names.index), strict=True)
    shown = [(name, *row) for name, row in rows if _shown(*row)]
    shown.sort(key=lambda row: (-row[2], -row[1]))
    return [
        {"name": name, "issues": str(issues), "per_100": f"{per_100:.1f}"}
        for name, issues, per_100 in shown[:LISTED]
    ]


def _facts(heat: Heat, lang: str) -> list[str]:
    """Return period, number, and what makes the picture doubtful."""
    start, end = (say.day_with_year(day, lang) for day in (heat.start, heat.end))
    placed = say.count(heat.count, lang, "件民情", "issue")
    facts = [
        Words(f"{start}至{end}", f"{start} to {end}").in_(lang),
        f"{'共 ' if lang != 'en' else ''}{placed}",
    ]
    if heat.unplaced:
        facts.append(
            Words(
                f"另有 {heat.unplaced} 件没有地点，未画出",
                f"{heat.unplaced} more without a place, not drawn",
            ).in_(lang)
        )
    smooth = say.metres(heat.bandwidth_m, lang)
    facts.append(Words(f"平滑半径约 {smooth}", f"smoothed over about {smooth}").in_(lang))
    if heat.count < SAMPLE:
        facts.append(
            Words(
                "样本太少，看全年：现在的深浅可能只是偶然",
                "Too few to tell: look at a whole year; shades may be chance",
            ).in_(lang)
        )
    return facts
