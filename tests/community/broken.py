"""Ways to break a valid community's folder, each a single cause that makes a single fault.

They work on any valid folder of GeoJSON that holds each layer, not only on the small one of the
tests: no id is presupposed.
"""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tomli_w

from walkmap.datum import wgs84_to_bd09, wgs84_to_gcj02

Feature = dict[str, Any]
BREAKS: dict[str, Callable[[Path], None]] = {}


def _breaks(function: Callable[[Path], None]) -> Callable[[Path], None]:
    BREAKS[function.__name__] = function
    return function


def load(folder: Path, layer: str) -> list[Feature]:
    """Return a layer's features."""
    data = json.loads((folder / f"{layer}.geojson").read_text(encoding="utf-8"))
    features: list[Feature] = data["features"]
    return features


def save(folder: Path, layer: str, features: list[Feature]) -> None:
    """Write a layer's features."""
    data = {"type": "FeatureCollection", "features": features}
    text = json.dumps(data, ensure_ascii=False)
    (folder / f"{layer}.geojson").write_text(text, encoding="utf-8")


def set_cell(folder: Path, layer: str, column: str, value: Any, row: int = 1) -> None:
    """Write one cell; rows count from 1."""
    features = load(folder, layer)
    features[row - 1]["properties"][column] = value
    save(folder, layer, features)


def set_setting(folder: Path, **settings: Any) -> None:
    """Write settings; None takes one out."""
    path = folder / "community.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8")) | settings
    data = {key: value for key, value in data.items() if value is not None}
    path.write_text(tomli_w.dumps(data), encoding="utf-8")


def move(geometry: Feature | None, by: Callable[[float, float], tuple[Any, Any]]) -> None:
    """Move all places of a geometry."""

    def walk(part: list[Any]) -> list[Any]:
        if part and isinstance(part[0], int | float):
            return [float(number) for number in by(*part[:2])]
        return [walk(each) for each in part]

    if geometry is not None:
        geometry["coordinates"] = walk(geometry["coordinates"])


def move_layer(
    folder: Path, layer: str, by: Callable[[float, float], tuple[Any, Any]], only: int | None = None
) -> None:
    """Move a layer, or one row of it, counted from 1."""
    features = load(folder, layer)
    for number, feature in enumerate(features, 1):
        if only in (None, number):
            move(feature["geometry"], by)
    save(folder, layer, features)


def _row(folder: Path, layer: str, fits: Callable[[Feature], Any]) -> int:
    """Return the first row that fits, from 1."""
    return next(n for n, feature in enumerate(load(folder, layer), 1) if fits(feature))


def _teams(folder: Path) -> list[dict[str, Any]]:
    data = tomllib.loads((folder / "community.toml").read_text(encoding="utf-8"))
    teams: list[dict[str, Any]] = data["teams"]
    return teams


# Layers, columns and geometry.


@_breaks
def missing_layer(folder: Path) -> None:
    (folder / "buildings.geojson").unlink()


@_breaks
def missing_column(folder: Path) -> None:
    features = load(folder, "buildings")
    for feature in features:
        del feature["properties"]["managed"]
    save(folder, "buildings", features)


@_breaks
def column_in_capitals(folder: Path) -> None:
    features = load(folder, "gates")
    for feature in features:
        feature["properties"]["ID"] = feature["properties"].pop("id")
    save(folder, "gates", features)


@_breaks
def wrong_geometry_type(folder: Path) -> None:
    features = load(folder, "entrances")
    place = features[0]["geometry"]["coordinates"]
    features[0]["geometry"] = {"type": "LineString", "coordinates": [place, [116.4, 40.0]]}
    save(folder, "entrances", features)


@_breaks
def layer_of_wrong_type(folder: Path) -> None:
    features = load(folder, "buildings")
    for feature in features:
        feature["geometry"]["type"] = "LineString"
        feature["geometry"]["coordinates"] = feature["geometry"]["coordinates"][0]
    save(folder, "buildings", features)


@_breaks
def empty_geometry(folder: Path) -> None:
    features = load(folder, "buildings")
    features[0]["geometry"] = None
    save(folder, "buildings", features)


@_breaks
def several_parts(folder: Path) -> None:
    features = load(folder, "courtyards")
    parts = [features[0]["geometry"]["coordinates"], features[1]["geometry"]["coordinates"]]
    features[0]["geometry"] = {"type": "MultiPolygon", "coordinates": parts}
    save(folder, "courtyards", features)


@_breaks
def self_crossing(folder: Path) -> None:
    features = load(folder, "courtyards")
    ring = features[0]["geometry"]["coordinates"][0]
    ring[1], ring[2] = ring[2], ring[1]
    save(folder, "courtyards", features)


# Ids and references.


@_breaks
def duplicate_id(folder: Path) -> None:
    set_cell(folder, "buildings", "id", load(folder, "buildings")[0]["properties"]["id"], 2)


@_breaks
def missing_id(folder: Path) -> None:
    set_cell(folder, "buildings", "id", None)


@_breaks
def shared_id(folder: Path) -> None:
    set_cell(folder, "targets", "id", load(folder, "buildings")[0]["properties"]["id"], 2)


@_breaks
def reserved_id(folder: Path) -> None:
    set_cell(folder, "targets", "id", "office", 2)


@_breaks
def unknown_courtyard(folder: Path) -> None:
    set_cell(folder, "gates", "courtyard_id", "X99")


@_breaks
def unknown_building(folder: Path) -> None:
    set_cell(folder, "entrances", "building_id", "X99")


@_breaks
def renamed_building(folder: Path) -> None:
    """Entrances and targets still name it as before."""
    set_cell(folder, "buildings", "id", "NEW")


@_breaks
def unknown_hazard(folder: Path) -> None:
    row = _row(folder, "targets", lambda target: target["properties"].get("hazard_id"))
    set_cell(folder, "targets", "hazard_id", "X99", row)


@_breaks
def entrance_of_another_building(folder: Path) -> None:
    row = _row(folder, "targets", lambda target: target["properties"].get("building_id"))
    own = load(folder, "targets")[row - 1]["properties"]["building_id"]
    other = next(
        door["properties"]["id"]
        for door in load(folder, "entrances")
        if door["properties"]["building_id"] != own
    )
    set_cell(folder, "targets", "entrance_id", other, row)


@_breaks
def no_entrance(folder: Path) -> None:
    named = {target["properties"].get("entrance_id") for target in load(folder, "targets")}
    doors = load(folder, "entrances")
    busy = {d["properties"]["building_id"] for d in doors if d["properties"]["id"] in named}
    bare = next(
        building["properties"]["id"]
        for building in load(folder, "buildings")
        if not building["properties"]["managed"] and building["properties"]["id"] not in busy
    )
    save(folder, "entrances", [d for d in doors if d["properties"]["building_id"] != bare])


@_breaks
def no_entrance_at_all(folder: Path) -> None:
    features = load(folder, "targets")
    for feature in features:
        feature["properties"]["entrance_id"] = None
    save(folder, "targets", features)
    office = load(folder, "courtyards")[0]["geometry"]["coordinates"][0][0]
    set_setting(folder, office={"lon": office[0], "lat": office[1]})
    save(folder, "entrances", [])


@_breaks
def no_buildings(folder: Path) -> None:
    save(folder, "buildings", [])
    save(folder, "entrances", [])
    save(folder, "targets", [])
    (folder / "wishes.csv").unlink()
    set_setting(folder, office={"lon": 116.3713, "lat": 39.999})


@_breaks
def target_without_place(folder: Path) -> None:
    row = _row(
        folder,
        "targets",
        lambda t: not t["properties"].get("building_id") and not t["properties"].get("hazard_id"),
    )
    features = load(folder, "targets")
    features[row - 1]["geometry"] = None
    save(folder, "targets", features)


# Cells.


@_breaks
def not_hours(folder: Path) -> None:
    set_cell(folder, "gates", "hours", "早八点到晚十点")


@_breaks
def hours_overnight(folder: Path) -> None:
    set_cell(folder, "gates", "hours", "22:00-06:00")


@_breaks
def not_weeks(folder: Path) -> None:
    set_cell(folder, "targets", "weeks", "6")


@_breaks
def not_a_date(folder: Path) -> None:
    set_cell(folder, "hazards", "since", "2026-02-30")


@_breaks
def not_a_number(folder: Path) -> None:
    set_cell(folder, "buildings", "households", "许多")


@_breaks
def not_a_kind(folder: Path) -> None:
    set_cell(folder, "targets", "kind", "barber")


@_breaks
def not_a_flag(folder: Path) -> None:
    set_cell(folder, "buildings", "managed", "也许")


@_breaks
def empty_column(folder: Path) -> None:
    features = load(folder, "buildings")
    for feature in features:
        feature["properties"]["managed"] = None
    save(folder, "buildings", features)


# Places and datums.


@_breaks
def entrance_far(folder: Path) -> None:
    move_layer(folder, "entrances", lambda x, y: (x, y + 0.0003), only=1)


@_breaks
def gate_off_wall(folder: Path) -> None:
    move_layer(folder, "gates", lambda x, y: (x, y + 0.0003), only=1)


@_breaks
def place_far_away(folder: Path) -> None:
    move_layer(folder, "hazards", lambda x, y: (x, y + 0.5), only=1)


@_breaks
def layer_far_away(folder: Path) -> None:
    move_layer(folder, "buildings", lambda x, y: (x + 5, y - 9))


@_breaks
def swapped_row(folder: Path) -> None:
    move_layer(folder, "gates", lambda x, y: (y, x), only=1)


@_breaks
def swapped_layer(folder: Path) -> None:
    move_layer(folder, "entrances", lambda x, y: (y, x))


@_breaks
def not_degrees(folder: Path) -> None:
    move_layer(folder, "buildings", lambda x, y: (x * 85_000, y * 111_000))


@_breaks
def gates_in_gcj02(folder: Path) -> None:
    move_layer(folder, "gates", wgs84_to_gcj02)


@_breaks
def entrances_in_bd09(folder: Path) -> None:
    move_layer(folder, "entrances", wgs84_to_bd09)


@_breaks
def buildings_in_gcj02(folder: Path) -> None:
    move_layer(folder, "buildings", wgs84_to_gcj02)


@_breaks
def courtyards_in_bd09(folder: Path) -> None:
    move_layer(folder, "courtyards", wgs84_to_bd09)


@_breaks
def datum_declared_wrongly(folder: Path) -> None:
    set_setting(folder, datums={"gates": "gcj02"})


@_breaks
def one_gate_in_gcj02(folder: Path) -> None:
    move_layer(folder, "gates", wgs84_to_gcj02, only=1)


# Files.


@_breaks
def broken_json(folder: Path) -> None:
    path = folder / "gates.geojson"
    path.write_bytes(path.read_bytes()[:-40])


@_breaks
def not_a_layer(folder: Path) -> None:
    (folder / "gates.geojson").write_text('{"type": "Point", "coordinates": [1, 2]}')


@_breaks
def wrong_encoding(folder: Path) -> None:
    path = folder / "courtyards.geojson"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))


@_breaks
def empty_file(folder: Path) -> None:
    (folder / "gates.geojson").write_bytes(b"")


@_breaks
def not_a_feature(folder: Path) -> None:
    features = load(folder, "walls")
    save(folder, "walls", [*features, {"type": "Wall"}])


@_breaks
def not_a_geopackage(folder: Path) -> None:
    (folder / "community.gpkg").write_bytes(b"SQLite format 3\0" + b"junk" * 500)


@_breaks
def two_geopackages(folder: Path) -> None:
    (folder / "a.gpkg").write_bytes(b"")
    (folder / "b.gpkg").write_bytes(b"")


@_breaks
def no_streets(folder: Path) -> None:
    (folder / "streets.osm").unlink()


@_breaks
def wish_unheard_of(folder: Path) -> None:
    (folder / "wishes.csv").write_text("date,what,id,team,note\n,visit,,,\n", encoding="utf-8")


@_breaks
def wish_for_unknown_gate(folder: Path) -> None:
    (folder / "wishes.csv").write_text("date,what,id\n2026-12-07,open_gate,X99\n")


@_breaks
def wish_without_id(folder: Path) -> None:
    (folder / "wishes.csv").write_text("date,what,id\n,pin,\n")


@_breaks
def wishes_without_header(folder: Path) -> None:
    (folder / "wishes.csv").write_text("date,id\n2026-12-07,X99\n")


@_breaks
def visit_not_on_a_date(folder: Path) -> None:
    (folder / "visits.csv").write_text("id,date\nT1,2026-11-02\n,\nT1,上周一\n", encoding="gb18030")


@_breaks
def visit_without_date(folder: Path) -> None:
    (folder / "visits.csv").write_text("id,date\nT1,\n", encoding="utf-8")


@_breaks
def visits_without_header(folder: Path) -> None:
    (folder / "visits.csv").write_text("id,日期\nT1,2026-11-02\n", encoding="utf-8-sig")


# Settings.


@_breaks
def toml_broken(folder: Path) -> None:
    path = folder / "community.toml"
    path.write_text("name = 南沙滩\n" + path.read_text(encoding="utf-8"), encoding="utf-8")


@_breaks
def toml_with_nul(folder: Path) -> None:
    path = folder / "community.toml"
    path.write_bytes(b"\0" + path.read_bytes())


@_breaks
def toml_in_gbk(folder: Path) -> None:
    path = folder / "community.toml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))


@_breaks
def setting_missing(folder: Path) -> None:
    set_setting(folder, name=None)


@_breaks
def setting_misspelt(folder: Path) -> None:
    set_setting(folder, walking_speed=1.2)


@_breaks
def setting_out_of_range(folder: Path) -> None:
    set_setting(folder, walking_speed_mps=11)


@_breaks
def unknown_time_zone(folder: Path) -> None:
    set_setting(folder, timezone="Asia/Nanshatan")


@_breaks
def unknown_datum(folder: Path) -> None:
    set_setting(folder, datum="gcj")


@_breaks
def datum_of_unknown_layer(folder: Path) -> None:
    set_setting(folder, datums={"gate": "gcj02"})


@_breaks
def shift_backwards(folder: Path) -> None:
    set_setting(folder, shift={"start": "11:30", "end": "08:30"})


@_breaks
def not_a_time(folder: Path) -> None:
    set_setting(folder, shift={"start": "八点半"})


@_breaks
def same_team_twice(folder: Path) -> None:
    set_setting(folder, teams=[*_teams(folder), _teams(folder)[0]])


@_breaks
def team_of_unknown_courtyard(folder: Path) -> None:
    first, *others = _teams(folder)
    set_setting(folder, teams=[{**first, "courtyards": ["X99"]}, *others])


@_breaks
def office_nowhere(folder: Path) -> None:
    set_setting(folder, office={"building_id": "X99"})


@_breaks
def office_far_away(folder: Path) -> None:
    set_setting(folder, office={"lon": 117.3, "lat": 40.0})


@_breaks
def office_swapped(folder: Path) -> None:
    set_setting(folder, office={"lon": 39.999, "lat": 116.3713})


@_breaks
def too_often(folder: Path) -> None:
    set_setting(folder, times_a_month={"small_shop": 3})


@_breaks
def often_for_no_kind(folder: Path) -> None:
    set_setting(folder, times_a_month={"barber": 2})


@_breaks
def priority_out_of_range(folder: Path) -> None:
    set_setting(folder, priority={"small_shop": 4})


@_breaks
def no_such_holiday_rule(folder: Path) -> None:
    set_setting(folder, holiday_rule="later")
