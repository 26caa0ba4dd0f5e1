"""Writing a community's folder, to be edited in QGIS and read back."""

import json
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas as gpd
import tomli_w

from walkmap.community.cells import text_of
from walkmap.community.layers import LAYERS, WISHES
from walkmap.community.model import WGS84
from walkmap.community.settings import FILE_NAME, Settings


def write_community(
    folder: Path,
    settings: Settings,
    layers: dict[str, gpd.GeoDataFrame],
    streets_xml: str,
    *,
    comment: str = "",
) -> None:
    """Write a community's files into an empty folder.

    Parameters
    ----------
    folder
        An existing, empty folder.
    settings
        What `community.toml` shall hold; whatever datum was declared, WGS-84 is what is written.
    layers
        Layers by name, each with a column `id` and any CRS; a layer of `LAYERS` that is not given
        is written empty, and so is a column.
    streets_xml
        The streets as OSM XML.
    comment
        Text that stands above the settings, a line of comment for each of its lines.
    """
    head = "".join(f"# {line}\n" for line in comment.splitlines())
    settings = settings.model_copy(update={"datum": "wgs84", "datums": {}})
    (folder / FILE_NAME).write_text(head + _toml(settings), encoding="utf-8")
    for layer in LAYERS.values():
        table = layers.get(layer.name, gpd.GeoDataFrame({"id": []}, geometry=[], crs=WGS84))
        table = table.to_crs(WGS84)
        columns = {}
        for column in layer.all_columns:
            filled = table[column.name] if column.name in table else [column.default] * len(table)
            columns[column.name] = filled
        shaped = gpd.GeoDataFrame(columns, geometry=table.geometry.to_numpy(), crs=WGS84)
        shaped.to_file(
            folder / f"{layer.name}.geojson", driver="GeoJSON", COORDINATE_PRECISION=7, index=False
        )
    (folder / "streets.osm").write_text(streets_xml, encoding="utf-8")
    (folder / "wishes.csv").write_text(",".join(WISHES) + "\n", encoding="utf-8-sig")


def _toml(settings: Settings) -> str:
    """Return settings as TOML as one writes it by hand: a table for each team, hours as 08:30."""
    data = settings.model_dump(mode="json", exclude_none=True)
    teams = data.pop("teams")
    text = tomli_w.dumps(data)
    text += "".join(f"\n[[teams]]\n{tomli_w.dumps(team)}" for team in teams)
    return re.sub(r'"(\d\d:\d\d):00"', r'"\1"', text)


def write_numbers(file: Path, layer: str, column: str, numbers: Mapping[str, int]) -> None:
    """Write numbers into one column of a layer; nothing else of it is changed.

    Parameters
    ----------
    file
        Its GeoJSON file, or a GeoPackage that holds it; changed where it stands, so better a copy.
    layer, column
        The layer, and its column: one that isn't there is added.
    numbers
        The number to be written for each id.

    Raises
    ------
    OSError
        If the file can't be written.
    """
    if file.suffix.lower() == ".gpkg":
        try:
            _write_table_numbers(file, layer, column, numbers)
        except sqlite3.Error as error:
            raise OSError(str(error)) from error
        return
    data = json.loads(file.read_bytes().decode("utf-8-sig"))
    for feature in data["features"]:
        cells = feature["properties"] or {}
        if (id_ := text_of(cells.get("id"))) in numbers:
            cells[column] = numbers[id_]
    file.write_text(feature_text(data), encoding="utf-8")


def feature_text(data: Mapping[str, Any]) -> str:
    """Return a FeatureCollection as text, a feature to a line, so that changes are easily seen."""
    rows = ",\n".join(json.dumps(each, ensure_ascii=False) for each in data["features"])
    head = {name: value for name, value in data.items() if name != "features"}
    text = json.dumps({**head, "features": []}, ensure_ascii=False)
    return f"{text[:-2]}\n{rows}\n]}}\n"


def _write_table_numbers(file: Path, layer: str, column: str, numbers: Mapping[str, int]) -> None:
    table, name = (f'"{text.replace(chr(34), chr(34) * 2)}"' for text in (layer, column))
    with closing(sqlite3.connect(file)) as connection, connection:
        # A GeoPackage has triggers for its spatial index. SQLite wants to know their functions,
        # which are not called while geometries stay as they are.
        for function in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            connection.create_function(function, 1, lambda _: None)
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        if column not in columns:
            connection.execute(f"ALTER TABLE {table} ADD COLUMN {name} INTEGER")
        rows = connection.execute(f"SELECT rowid, id FROM {table}").fetchall()
        connection.executemany(
            f"UPDATE {table} SET {name} = ? WHERE rowid = ?",
            [(numbers[text_of(id_)], row) for row, id_ in rows if text_of(id_) in numbers],
        )
