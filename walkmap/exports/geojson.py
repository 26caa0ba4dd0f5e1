"""`rounds.geojson`: legs and stops for QGIS and other map programs."""

import json
from pathlib import Path
from typing import Any

from walkmap.community import Community
from walkmap.exports.figures import leg_m, position, way
from walkmap.exports.texts import clean
from walkmap.files import write_whole
from walkmap.rounds.plan import Leg, MonthPlan, Round, Stop, clock
from walkmap.words import ILLUSTRATIVE

Feature = dict[str, Any]


def rounds_geojson(path: Path, community: Community, plan: MonthPlan, *, lang: str) -> None:
    """Write `rounds.geojson`: for each round its legs, then its stops.

    Parameters
    ----------
    path
        The file to make or to replace, RFC 7946: WGS-84, 7 decimals, UTF-8; a feature a line.
    community
        The community of the plan; an illustrative one is named as such by `description`.
    plan
        What to write; a leg without length has no geometry.
    lang
        Not used: the file holds ids and names only.

    Raises
    ------
    OSError
        If the file can't be written.
    """
    features = [
        feature
        for round_ in plan.rounds
        for feature in (
            *(_leg(round_, leg) for leg in round_.legs),
            *(_stop(round_, stop) for stop in round_.stops),
        )
    ]
    head: dict[str, str] = {"type": "FeatureCollection", "name": "rounds"}
    if community.settings.illustrative:
        head["description"] = ILLUSTRATIVE
    lines = ",\n".join(json.dumps(item, ensure_ascii=False, allow_nan=False) for item in features)
    opening = json.dumps(head, ensure_ascii=False).removesuffix("}")
    write_whole(path, f'{opening}, "features": [\n{lines}\n]}}\n')


def _leg(round_: Round, leg: Leg) -> Feature:
    places = way(leg.line)
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": places} if places else None,
        "properties": {
            "feature": "leg",
            "date": round_.date.isoformat(),
            "team": round_.team,
            "order": leg.order,
            "from_id": clean(leg.from_id),
            "to_id": clean(leg.to_id),
            "part": leg.part,
            "walk_m": leg_m(leg),
            "passage": leg.passage,
        },
    }


def _stop(round_: Round, stop: Stop) -> Feature:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": position(stop.place)},
        "properties": {
            "feature": "stop",
            "date": round_.date.isoformat(),
            "team": round_.team,
            "order": stop.order,
            "kind": stop.kind,
            **({"target_kind": stop.target_kind} if stop.kind == "target" else {}),
            "id": clean(stop.id),
            "name": clean(stop.name),
            "arrive": clock(stop.arrive_s),
            "depart": clock(stop.depart_s),
        },
    }
