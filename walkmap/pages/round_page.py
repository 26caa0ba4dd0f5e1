"""One team's Monday, for the worker's phone."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from walkmap.community import Community
from walkmap.community.hours import clock_said, hours_said
from walkmap.issues.found import Found
from walkmap.network.gates import OPEN, gate_states
from walkmap.pages import format as say
from walkmap.pages.codes import page_url, qr
from walkmap.pages.common import Sheet, view
from walkmap.pages.index_page import round_file
from walkmap.pages.round_stops import prompts, stops_on_page
from walkmap.pages.skeleton import page_html
from walkmap.pages.way import rounds_on_map
from walkmap.rounds.plan import Round
from walkmap.words import ISSUE_CATEGORIES, ISSUE_LEVELS, Words


def round_html(
    sheet: Sheet,
    round_: Round,
    *,
    lang: str,
    found: Mapping[str, Sequence[Found]] | None = None,
) -> str:
    """Return the page of one round.

    Parameters
    ----------
    sheet
        The community's map.
    round_
        What it shows.
    lang
        ``"zh"`` or ``"en"``.
    found
        By stop, what was found there last time.

    Returns
    -------
    str
        HTML.
    """
    data = round_data(sheet, round_, lang=lang, found=found)
    title = f"{say.day_with_year(round_.date, lang)} · {data['community']}"
    if sheet.lock is None:  # a team may be called by somebody's name
        title = f"{round_.team_name} · {title}"
    return page_html("round", lang, title, data, sheet.lock)


def round_data(
    sheet: Sheet,
    round_: Round,
    *,
    lang: str,
    found: Mapping[str, Sequence[Found]] | None = None,
) -> dict[str, Any]:
    """Return what the page and the paper of a round are drawn from.

    Parameters
    ----------
    sheet, round_, lang, found
        As for `round_html`.
    """
    community = sheet.community
    start, end = _hours(community, round_.team)
    states = gate_states(community, round_.date, start, end)
    data = sheet.data("round", lang, [round_.date])
    data |= {
        "title": round_.team_name,
        "subtitle": say.day(round_.date, lang),
        "fit": view(_box(community, round_)),
        "open_gates": [[bool(state) for state in states == OPEN]],
        "rounds": rounds_on_map([round_], day=0, teams=sheet.teams, pack=sheet.pack),
        "stops": stops_on_page(community, round_, found or {}, lang),
        "prompts": prompts(round_, lang),
        "shut": _shut(community, states, lang),
        "qr": qr(page_url(sheet.base_url, round_file(round_))) if sheet.base_url else "",
    }
    return data | _said(round_, lang) | _recording(community, round_, lang)


def round_key(community: str, round_: Round) -> str:
    """Return what tells a round from all others, and from another order of its stops.

    What a worker ticks is kept on the phone by this key.
    """
    parts = (community, round_.date.isoformat(), round_.team, *(stop.id for stop in round_.stops))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def _recording(community: Community, round_: Round, lang: str) -> dict[str, Any]:
    """Return what is needed to keep and to hand on what a worker records."""
    settings = community.settings
    return {
        "community_id": settings.id,
        "plan": round_key(settings.id, round_),
        "date": round_.date.isoformat(),
        "team": round_.team,
        "categories": {code: words.in_(lang) for code, words in ISSUE_CATEGORIES.items()},
        "levels": {code: words.in_(lang) for code, words in ISSUE_LEVELS.items()},
        "handlers": {
            level: {code: settings.issues.handler_of(level, code) for code in ISSUE_CATEGORIES}
            for level in ISSUE_LEVELS
        },
    }


def _said(round_: Round, lang: str) -> dict[str, Any]:
    """Return what is said of the round as a whole."""
    start, end = clock_said(round_.start_s), clock_said(round_.end_s)
    back = say.metres(round_.return_m, lang)
    return {
        "facts": [
            f"{start}–{end}",
            say.count(len(round_.stops), lang, "站", "stop"),
            say.metres(round_.walk_m, lang),
            say.count(round_.steps, lang, "步", "step"),
        ],
        "start": Words(f"{start} 从办公室出发", f"{start} leave the office").in_(lang),
        "end": Words(f"回办公室 {back}，{end} 到", f"back to the office, {back}, by {end}").in_(
            lang
        ),
    }


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


def _shut(community: Community, states: Any, lang: str) -> list[str]:
    """Return the gates that the round can't pass, by courtyard and with their hours."""
    shut = community.gates[states != OPEN]
    names = community.courtyards["name"]
    lines = []
    for gate_id, gate in shut.iterrows():
        courtyard, name = str(names.get(gate["courtyard_id"], "")), str(gate["name"])
        where = name if name.startswith(courtyard) else f"{courtyard} {name}".strip()
        hours = hours_said(gate["hours"]).in_(lang)
        only = Words(f"（只在 {hours} 开）", f" (open {hours} only)").in_(lang)
        lines.append(where + (only if hours and states[gate_id] == "hours" else ""))
    return lines
