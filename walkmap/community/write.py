"""Writing a community's folder, to be edited in QGIS and read back."""

import re
from pathlib import Path

import geopandas as gpd
import tomli_w

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
