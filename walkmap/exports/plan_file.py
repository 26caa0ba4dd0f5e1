"""`plan.json`: the month plan for programs, format ``walkmap-plan/1``."""

import json
from pathlib import Path
from typing import Any

from walkmap.community import Community
from walkmap.exports.figures import metres, walk_m
from walkmap.exports.texts import clean
from walkmap.files import write_whole
from walkmap.rounds.plan import MonthPlan, Round, Stop, Unvisited, clock
from walkmap.words import ILLUSTRATIVE

FORMAT = "walkmap-plan/1"


def plan_json(path: Path, community: Community, plan: MonthPlan, *, lang: str) -> None:
    """Write `plan.json`.

    Times are local ``HH:MM:SS``, lengths metres rounded to 0.1; `walk_m` is the sum of the rounded
    parts. An illustrative community is named as such by the first warning.

    Parameters
    ----------
    path
        The file to make or to replace, UTF-8.
    community
        The community of the plan.
    plan
        What to write.
    lang
        Language of reasons, warnings and changes, ``"zh"`` or ``"en"``.

    Raises
    ------
    OSError
        If the file can't be written.
    """
    marks = [ILLUSTRATIVE] if community.settings.illustrative else []
    data = {
        "format": FORMAT,
        "community": plan.community,
        "month": plan.month,
        "seed": plan.seed,
        "rounds": [_round(round_, lang) for round_ in plan.rounds],
        "unvisited": [_unvisited(item, lang) for item in plan.unvisited],
        "warnings": [*marks, *(clean(warning.in_(lang)) for warning in plan.warnings)],
        "changes": [clean(change.in_(lang)) for change in plan.changes],
    }
    write_whole(path, json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1) + "\n")


def _round(round_: Round, lang: str) -> dict[str, Any]:
    return {
        "date": round_.date.isoformat(),
        "team": round_.team,
        "start": clock(round_.start_s),
        "end": clock(round_.end_s),
        "walk_m": walk_m(round_),
        "walk_s": round_.walk_s,
        "visit_s": round_.visit_s,
        "wait_s": round_.wait_s,
        "steps": round_.steps,
        "return_m": metres(round_.return_m),
        "stops": [_stop(stop, lang) for stop in round_.stops],
    }


def _stop(stop: Stop, lang: str) -> dict[str, Any]:
    return {
        "order": stop.order,
        "kind": stop.kind,
        **({"target_kind": stop.target_kind} if stop.kind == "target" else {}),
        "id": clean(stop.id),
        "name": clean(stop.name),
        "arrive": clock(stop.arrive_s),
        "depart": clock(stop.depart_s),
        "approach_m": metres(stop.approach_m),
        "along_m": metres(stop.along_m),
        "entrances": [clean(entrance) for entrance in stop.entrances],
        **({"also": [clean(id_) for id_ in stop.also]} if stop.also else {}),
        "why": clean(stop.why.in_(lang)),
    }


def _unvisited(item: Unvisited, lang: str) -> dict[str, str]:
    return {
        "id": clean(item.id),
        **({"date": item.date.isoformat()} if item.date else {}),
        "reason": clean(item.reason.in_(lang)),
    }
