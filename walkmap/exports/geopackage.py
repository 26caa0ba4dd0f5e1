"""`plan.gpkg`: the plan as layers for QGIS."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from walkmap.community import WGS84, Community
from walkmap.exports.figures import leg_m, metres, position, walk_m, way
from walkmap.exports.texts import clean, clean_row
from walkmap.rounds.plan import MonthPlan, Round, Stop, clock
from walkmap.rounds.tables import LEG_COLUMNS, STOP_COLUMNS, Row, leg_row, stop_row
from walkmap.words import ILLUSTRATIVE

Types = dict[str, str]

ROUNDS: Types = {
    "date": "str", "team": "str", "team_name": "str", "start": "str", "end": "str",
    "stops": "int64", "walk_m": "float64", "return_m": "float64", "walk_s": "int64",
    "visit_s": "int64", "wait_s": "int64", "steps": "int64",
}  # fmt: skip
STOPS: Types = STOP_COLUMNS | {
    "visit_s": "int64", "approach_m": "float64", "along_m": "float64", "entrances": "str",
    "why": "str",
}  # fmt: skip
BUILDINGS: Types = {
    "id": "str", "name": "str", "courtyard_id": "str", "managed": "bool", "households": "int64",
    "mondays": "int64",
}  # fmt: skip
UNVISITED: Types = {"id": "str", "name": "str", "date": "str", "reason": "str"}
ABOUT: Types = {"key": "str", "value": "str"}


def plan_gpkg(path: Path, community: Community, plan: MonthPlan, *, lang: str) -> None:
    """Write `plan.gpkg`.

    Layers: `rounds` (a multi-line each), `legs`, `stops`, `buildings` (`mondays`: how often each is
    visited), and the tables `unvisited` and `about`.

    Parameters
    ----------
    path
        The file to make or to replace; WGS-84, 7 decimals.
    community
        The community of the plan.
    plan
        What to write.
    lang
        Language of reasons and warnings, ``"zh"`` or ``"en"``.

    Raises
    ------
    pyogrio.errors.DataSourceError
        If the file can't be written.

    Notes
    -----
    GDAL stamps each layer with the time of writing; here it is the first of the month, so that the
    same plan gives the same bytes with the same GDAL.
    """
    path.unlink(missing_ok=True)
    with _written_on(f"{plan.month}-01T00:00:00.000Z"):
        _layer(path, "rounds", "MultiLineString", ROUNDS, _rounds(plan))
        _layer(path, "legs", "LineString", LEG_COLUMNS, _legs(plan))
        _layer(path, "stops", "Point", STOPS, _stops(plan, lang))
        _layer(path, "buildings", "MultiPolygon", BUILDINGS, _buildings(community, plan))
        for name, types, rows in (
            ("unvisited", UNVISITED, _unvisited(plan, lang)),
            ("about", ABOUT, _about(community, plan, lang)),
        ):
            pyogrio.write_dataframe(_table(rows, types), path, layer=name, driver="GPKG")


@contextmanager
def _written_on(moment: str) -> Iterator[None]:
    """Let GDAL take `moment` for the present, and put things back afterwards."""
    name = "OGR_CURRENT_DATE"
    before = pyogrio.get_gdal_config_option(name)
    pyogrio.set_gdal_config_options({name: moment})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({name: before})


def _table(rows: Sequence[Row], types: Types) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(types)).astype(types)


def _layer(path: Path, name: str, geometry: str, types: Types, rows: Sequence[Row]) -> None:
    shapes = [row.pop("geometry") for row in rows]
    table = gpd.GeoDataFrame(_table(rows, types), geometry=shapes, crs=WGS84)
    pyogrio.write_dataframe(
        table,
        path,
        layer=name,
        driver="GPKG",
        geometry_type=geometry,
        promote_to_multi=geometry.startswith("Multi"),
    )


def _rounds(plan: MonthPlan) -> list[Row]:
    return [
        {
            "date": round_.date.isoformat(),
            "team": round_.team,
            "team_name": clean(round_.team_name),
            "start": clock(round_.start_s),
            "end": clock(round_.end_s),
            "stops": len(round_.stops),
            "walk_m": walk_m(round_),
            "return_m": metres(round_.return_m),
            "walk_s": round_.walk_s,
            "visit_s": round_.visit_s,
            "wait_s": round_.wait_s,
            "steps": round_.steps,
            "geometry": shapely.MultiLineString([p for leg in round_.legs if (p := way(leg.line))]),
        }
        for round_ in plan.rounds
    ]


def _legs(plan: MonthPlan) -> list[Row]:
    return [
        clean_row(leg_row(round_, leg))
        | {
            "walk_m": leg_m(leg),
            "geometry": shapely.LineString(places) if (places := way(leg.line)) else None,
        }
        for round_ in plan.rounds
        for leg in round_.legs
    ]


def _stops(plan: MonthPlan, lang: str) -> list[Row]:
    return [_stop(round_, stop, lang) for round_ in plan.rounds for stop in round_.stops]


def _stop(round_: Round, stop: Stop, lang: str) -> Row:
    row = stop_row(round_, stop) | {
        "visit_s": stop.visit_s,
        "approach_m": metres(stop.approach_m),
        "along_m": metres(stop.along_m),
        "entrances": ",".join(clean(entrance) for entrance in stop.entrances),
        "why": stop.why.in_(lang),
    }
    return clean_row(row) | {"geometry": shapely.Point(position(stop.place))}


def _buildings(community: Community, plan: MonthPlan) -> list[Row]:
    days: dict[str, set[str]] = {}
    for round_ in plan.rounds:
        for stop in round_.stops:
            if stop.kind == "building":
                days.setdefault(stop.id, set()).add(round_.date.isoformat())
    return [
        {
            "id": clean(str(id_)),
            "name": clean(building["name"]),
            "courtyard_id": clean(building["courtyard_id"]),
            "managed": building["managed"],
            "households": building["households"],
            "mondays": len(days.get(str(id_), ())),
            "geometry": shapely.transform(building.geometry, lambda places: places.round(7)),
        }
        for id_, building in community.buildings.iterrows()
    ]


def _unvisited(plan: MonthPlan, lang: str) -> list[Row]:
    return [
        {
            "id": clean(item.id),
            "name": clean(item.name),
            "date": item.date.isoformat() if item.date else "",
            "reason": clean(item.reason.in_(lang)),
        }
        for item in plan.unvisited
    ]


def _about(community: Community, plan: MonthPlan, lang: str) -> list[Row]:
    pairs = [
        ("community", plan.community),
        ("name", clean(community.settings.name)),
        ("month", plan.month),
        ("seed", str(plan.seed)),
        *([("note", ILLUSTRATIVE)] if community.settings.illustrative else []),
        *(("warning", clean(warning.in_(lang))) for warning in plan.warnings),
        *(("change", clean(change.in_(lang))) for change in plan.changes),
    ]
    return [{"key": key, "value": value} for key, value in pairs]
