"""What a worker is told at each stop of a round."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import shapely

from walkmap.community import WGS84, Community
from walkmap.community.hours import clock_said
from walkmap.datum import FROM_WGS84
from walkmap.issues.found import Found
from walkmap.issues.records import ISSUE_STATUSES
from walkmap.pages import format as say
from walkmap.pages.texts.prompts import HAZARD_LOOKS, PROMPTS
from walkmap.rounds.plan import Leg, Round, Stop
from walkmap.words import ISSUE_CATEGORIES, ISSUE_LEVELS, Words

WAIT_S = 60
SETTING_OUT_M = 20.0
"""Over which one sees which way a leg sets out."""
_WINDS = (
    *(Words("北", "north"), Words("东北", "north-east"), Words("东", "east")),
    *(Words("东南", "south-east"), Words("南", "south"), Words("西南", "south-west")),
    *(Words("西", "west"), Words("西北", "north-west")),
)


def stops_on_page(
    community: Community, round_: Round, found: Mapping[str, Sequence[Found]], lang: str
) -> list[dict[str, Any]]:
    """Return a round's stops for `static/card.js`.

    Parameters
    ----------
    community
        Whose targets and hazards the stops are.
    round_
        Whose stops.
    found
        By stop, what was found there last time.
    lang
        ``"zh"`` or ``"en"``.

    Returns
    -------
    list of dict
        Texts and times in seconds since midnight; places in WGS-84, and ``gcj`` for other maps.
    """
    settings = community.settings
    team = next(team for team in settings.teams if team.id == round_.team)
    speed = settings.speed_of(team)
    legs = {leg.order: leg for leg in round_.legs if leg.part == "approach"}
    lines = _in_metres(community, [legs[stop.order].line for stop in round_.stops])
    left_s, rows = round_.start_s, []
    for stop, line in zip(round_.stops, lines, strict=True):
        walk_s = stop.approach_m / speed
        early_s = stop.arrive_s - left_s - walk_s
        rows.append(
            {
                "time": clock_said(stop.arrive_s),
                "arrive": stop.arrive_s,
                "depart": stop.depart_s,
                "walk": _walk(stop, walk_s, legs[stop.order], line, lang),
                "stay": _stay(stop, lang),
                "wait": _wait(early_s, lang) if early_s >= WAIT_S else "",
                "found": [_told(item, lang) for item in found.get(stop.id, ())],
            }
            | _what(community, stop, lang)
            | _where(stop)
        )
        left_s = stop.depart_s
    return rows


def prompts(round_: Round, lang: str) -> dict[str, dict[str, str]]:
    """Return what to look at, listen for and ask at the kinds of stop that a round has."""
    kinds = sorted({_kind(stop) for stop in round_.stops})
    return {
        kind: {step: words.in_(lang) for step, words in PROMPTS[kind]._asdict().items()}
        for kind in kinds
    }


def _kind(stop: Stop) -> str:
    return stop.target_kind or stop.kind


def _what(community: Community, stop: Stop, lang: str) -> dict[str, Any]:
    """Return what a stop is, and why."""
    target = community.targets.loc[stop.id] if stop.id in community.targets.index else None
    hazard = target["hazard_id"] if target is not None else ""
    kind = community.hazards["kind"].get(hazard, "")
    return {
        "id": stop.id,
        "kind": stop.kind,
        "asks": _kind(stop),
        "look": HAZARD_LOOKS[kind].in_(lang) if kind in HAZARD_LOOKS else "",
        "name": stop.name,
        "why": stop.why.in_(lang),
        "note": "" if target is None else target["note"] or "",
        "building": (stop.id if target is None else target["building_id"]) or "",
        "also": list(stop.also),
    }


def _where(stop: Stop) -> dict[str, Any]:
    """Return where a stop is."""
    lon, lat = stop.place.x, stop.place.y
    return {
        "lon": round(lon, 7),
        "lat": round(lat, 7),
        "gcj": [round(float(degrees), 7) for degrees in FROM_WGS84["gcj02"](lon, lat)],
    }


def _in_metres(community: Community, lines: Sequence[Any]) -> list[Any]:
    return list(gpd.GeoSeries(list(lines), crs=WGS84).to_crs(community.utm))


def _walk(stop: Stop, walk_s: float, leg: Leg, line: Any, lang: str) -> str:
    """Return how one gets to a stop: which way, how far, how long."""
    if round(stop.approach_m) == 0:
        return Words("就在这里", "right here").in_(lang)
    length, time_ = say.metres(stop.approach_m, lang), say.minutes(walk_s, lang)
    text = Words(f"{_way(line).zh}，{length}，{time_}", f"{_way(line).en}, {length}, {time_}")
    under = Words("，穿过楼下通道", ", through a passage in a building").in_(lang)
    return text.in_(lang) + (under if leg.passage else "")


def _way(line: Any) -> Words:
    """Return the wind of a leg, and of its beginning if it sets out another way altogether."""
    there = _wind(line, line.length)
    out = _wind(line, min(SETTING_OUT_M, line.length))
    to = _WINDS[there]
    if (out - there) % 8 in (7, 0, 1):
        return Words(f"往{to.zh}走", to.en)
    first = _WINDS[out]
    return Words(f"先往{first.zh}走，它在{to.zh}边", f"set out {first.en}, it lies {to.en}")


def _wind(line: Any, along_m: float) -> int:
    """Return the number of the wind, of eight, from a line's beginning to a place on it."""
    (x0, y0), (x1, y1) = shapely.get_coordinates(
        [shapely.Point(line.coords[0]), line.interpolate(along_m)]
    )
    return round(math.degrees(math.atan2(x1 - x0, y1 - y0)) / 45) % 8


def _stay(stop: Stop, lang: str) -> str:
    """Return how long one stays, and for a building at how many entrances."""
    stay = say.minutes(stop.depart_s - stop.arrive_s, lang)
    text = Words(f"停留{stay}", f"stay {stay}").in_(lang)
    if not stop.entrances:
        return text
    doors = say.count(len(stop.entrances), lang, "个单元门", "entrance")
    return f"{doors} · {text}" if lang == "en" else f"{doors}，{text}"


def _wait(early_s: float, lang: str) -> str:
    time_ = say.minutes(early_s, lang)
    return Words(f"早到，先等{time_}", f"early: wait {time_}").in_(lang)


def _told(found: Found, lang: str) -> dict[str, str]:
    """Return what was found, and what of it is known."""
    known = (
        ISSUE_CATEGORIES[found.category],
        ISSUE_LEVELS[found.level],
        ISSUE_STATUSES[found.status],
    )
    says = [say.short_day(found.day, lang), *(words.in_(lang) for words in known)]
    return {"what": " · ".join(says), "text": found.text}
