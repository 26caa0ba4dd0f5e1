"""One team's Monday, for the worker's phone."""

from datetime import time
from typing import Any

from walkmap.community import Community
from walkmap.network.gates import OPEN, gate_states
from walkmap.pages import format as say
from walkmap.pages.common import Sheet, view
from walkmap.pages.skeleton import page_html
from walkmap.pages.way import rounds_on_map
from walkmap.rounds.plan import Round, Stop
from walkmap.words import Words

WAIT_S = 60


def round_html(sheet: Sheet, round_: Round, *, lang: str) -> str:
    """Return the page of one round.

    Parameters
    ----------
    sheet
        The community's map.
    round_
        What it shows.
    lang
        ``"zh"`` or ``"en"``.

    Returns
    -------
    str
        HTML.
    """
    start, end = _hours(sheet.community, round_.team)
    states = gate_states(sheet.community, round_.date, start, end)
    data = sheet.data("round", lang, [round_.date])
    day = say.day(round_.date, lang)
    data |= {
        "title": round_.team_name,
        "subtitle": day,
        "facts": _facts(round_, lang),
        "fit": view(_box(sheet.community, round_)),
        "open_gates": [[bool(state) for state in states == OPEN]],
        "rounds": rounds_on_map([round_], day=0, teams=sheet.teams, pack=sheet.pack),
        "start": Words(
            f"{say.clock(round_.start_s)} 从办公室出发",
            f"{say.clock(round_.start_s)} leave the office",
        ).in_(lang),
        "end": Words(
            f"走 {say.metres(round_.return_m, lang)}，{say.clock(round_.end_s)} 回到办公室",
            f"walk {say.metres(round_.return_m, lang)}, back at the office by "
            f"{say.clock(round_.end_s)}",
        ).in_(lang),
        "stops": _stops(sheet.community, round_, lang),
        "shut": _shut(sheet.community, states, lang),
    }
    title = f"{say.day_with_year(round_.date, lang)} · {data['community']}"
    if sheet.lock is None:  # a team may be called by somebody's name
        title = f"{round_.team_name} · {title}"
    return page_html("round", lang, title, data, sheet.lock)


def _hours(community: Community, team_id: str) -> tuple[time, time]:
    """Return when a team starts and ends."""
    settings = community.settings
    return next(settings.hours_of(team) for team in settings.teams if team.id == team_id)


def _box(community: Community, round_: Round) -> list[float]:
    """Return the bounds of a round's way, stops and buildings."""
    shapes = [leg.line for leg in round_.legs if leg.line is not None]
    shapes += [stop.place for stop in round_.stops]
    outlines = community.buildings.geometry
    shapes += [outlines[stop.id] for stop in round_.stops if stop.id in outlines.index]
    boxes = [shape.bounds for shape in shapes]
    west, south, east, north = zip(*boxes, strict=True)
    return [min(west), min(south), max(east), max(north)]


def _facts(round_: Round, lang: str) -> list[str]:
    return [
        f"{say.clock(round_.start_s)}–{say.clock(round_.end_s)}",
        say.count(len(round_.stops), lang, "站", "stop"),
        say.metres(round_.walk_m, lang),
        say.count(round_.steps, lang, "步", "step"),
    ]


def _stops(community: Community, round_: Round, lang: str) -> list[dict[str, Any]]:
    """Return the list's rows."""
    speed = community.settings.walking_speed_mps
    through = {leg.order for leg in round_.legs if leg.passage}
    left_s, rows = round_.start_s, []
    for stop in round_.stops:
        walk_s = stop.approach_m / speed
        early_s = stop.arrive_s - left_s - walk_s
        rows.append(
            {
                "name": stop.name,
                "time": say.clock(stop.arrive_s),
                "walk": _walk(stop, walk_s, stop.order in through, lang),
                "stay": _stay(stop, lang),
                "wait": _wait(early_s, lang) if early_s >= WAIT_S else "",
                "why": stop.why.in_(lang),
            }
        )
        left_s = stop.depart_s
    return rows


def _walk(stop: Stop, walk_s: float, passage: bool, lang: str) -> str:
    """Return how one gets to a stop."""
    if round(stop.approach_m) == 0:
        return Words("就在这里", "right here").in_(lang)
    length, time_ = say.metres(stop.approach_m, lang), say.minutes(walk_s, lang)
    text = Words(f"走 {length}，{time_}", f"walk {length}, {time_}").in_(lang)
    under = Words("，穿过楼下通道", ", through a passage in a building").in_(lang)
    return text + (under if passage else "")


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


def _shut(community: Community, states: Any, lang: str) -> list[str]:
    """Return the gates that the round can't pass, by courtyard and with their hours."""
    shut = community.gates[states != OPEN]
    names = community.courtyards["name"]
    lines = []
    for gate_id, gate in shut.iterrows():
        where = f"{names.get(gate['courtyard_id'], '')} {gate['name']}".strip()
        hours = str(gate["hours"]).replace(";", ", " if lang == "en" else "、")
        only = Words(f"（只在 {hours} 开）", f" (open {hours} only)").in_(lang)
        lines.append(where + (only if hours and states[gate_id] == "hours" else ""))
    return lines
