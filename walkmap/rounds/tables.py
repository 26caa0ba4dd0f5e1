"""Rounds as rows of tables: one row a stop, one row a leg."""

from collections.abc import Sequence
from typing import Any

import geopandas as gpd

from walkmap.community.model import WGS84
from walkmap.rounds.plan import Leg, Round, Stop, clock

Row = dict[str, Any]
_ROUND = {"date": "str", "team": "str", "order": "int64"}
STOP_COLUMNS = _ROUND | {
    "kind": "str", "target_kind": "str", "id": "str", "name": "str", "arrive": "str",
    "depart": "str",
}  # fmt: skip
LEG_COLUMNS = _ROUND | {
    "from_id": "str", "to_id": "str", "part": "str", "walk_m": "float64", "passage": "bool",
}  # fmt: skip


def stop_row(round_: Round, stop: Stop) -> Row:
    """Return a stop as `STOP_COLUMNS` name it."""
    return {
        "date": round_.date.isoformat(),
        "team": round_.team,
        "order": stop.order,
        "kind": stop.kind,
        "target_kind": stop.target_kind,
        "id": stop.id,
        "name": stop.name,
        "arrive": clock(stop.arrive_s),
        "depart": clock(stop.depart_s),
    }


def leg_row(round_: Round, leg: Leg) -> Row:
    """Return a leg as `LEG_COLUMNS` name it."""
    return {
        "date": round_.date.isoformat(),
        "team": round_.team,
        "order": leg.order,
        "from_id": leg.from_id,
        "to_id": leg.to_id,
        "part": leg.part,
        "walk_m": leg.walk_m,
        "passage": leg.passage,
    }


def frames(rounds: Sequence[Round]) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return the stops and the legs of rounds, as `walkmap.rounds.plan.MonthPlan.to_gdf` does."""
    stops = [(round_, stop) for round_ in rounds for stop in round_.stops]
    legs = [(round_, leg) for round_ in rounds for leg in round_.legs]
    return (
        _frame([stop_row(*pair) for pair in stops], STOP_COLUMNS, [s.place for _, s in stops]),
        _frame([leg_row(*pair) for pair in legs], LEG_COLUMNS, [leg.line for _, leg in legs]),
    )


def _frame(rows: list[Row], columns: dict[str, str], shapes: list[Any]) -> gpd.GeoDataFrame:
    table = gpd.GeoDataFrame(rows, columns=list(columns), geometry=shapes, crs=WGS84)
    return table.astype(columns)
