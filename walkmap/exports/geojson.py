"""`rounds.geojson`: legs and stops for QGIS and other map programs."""

import json
from pathlib import Path
from typing import Any

from walkmap.community import Community
from walkmap.exports.figures import leg_m, position, way
from walkmap.exports.texts import clean_row
from walkmap.files import write_whole
from walkmap.rounds.plan import Leg, MonthPlan, Round, Stop
from walkmap.rounds.tables import Row, leg_row, stop_row
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
    line = {"type": "LineString", "coordinates": places} if places else None
    return _feature("leg", line, leg_row(round_, leg) | {"walk_m": leg_m(leg)})


def _stop(round_: Round, stop: Stop) -> Feature:
    row = stop_row(round_, stop)
    if stop.kind == "building":
        del row["target_kind"]
    return _feature("stop", {"type": "Point", "coordinates": position(stop.place)}, row)


def _feature(feature: str, geometry: Feature | None, row: Row) -> Feature:
    properties = {"feature": feature, **clean_row(row)}
    return {"type": "Feature", "geometry": geometry, "properties": properties}
