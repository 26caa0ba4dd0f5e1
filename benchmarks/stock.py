"""Pages of stock folium that hold what ours hold, made as its users make them.

What stock folium takes from CDNs is put into its pages, so that no network is measured; two of its
ten files, which npm does not have (glyphicons, rotation), are left out, and no map tiles are asked
for. Needs `npm`.
"""

import re
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
import numpy as np
import shapely
from folium.plugins import HeatMap

from walkmap.community import Community
from walkmap.pages.base import MARGIN_M
from walkmap.pages.heat_page import BUILDING_BREAKS, RAMP
from walkmap.rounds import Round

ASSETS = {
    "leaflet": ("leaflet@1.9.3", "dist/leaflet.js"),
    "jquery": ("jquery@3.7.1", "dist/jquery.min.js"),
    "bootstrap": ("bootstrap@5.2.2", "dist/js/bootstrap.bundle.min.js"),
    "awesome_markers": ("leaflet.awesome-markers@2.0.5", "dist/leaflet.awesome-markers.js"),
    "leaflet_css": ("leaflet@1.9.3", "dist/leaflet.css"),
    "bootstrap_css": ("bootstrap@5.2.2", "dist/css/bootstrap.min.css"),
    "awesome_markers_font_css": ("@fortawesome/fontawesome-free@6.2.0", "css/all.min.css"),
    "awesome_markers_css": ("leaflet.awesome-markers@2.0.5", "dist/leaflet.awesome-markers.css"),
}
"""Folium's names of what it takes from CDNs: the npm package, and the file in it."""


@dataclass(frozen=True)
class Shown:
    """What is shown of some of the issues.

    Parameters
    ----------
    points
        Where they are.
    rates, more
        Issues per 100 households and year of each building, NaN where none may be shown, and
        whether that is more than chance gives; None where buildings are not told apart.
    """

    points: gpd.GeoSeries
    rates: Any = None
    more: Any = None


def stock_round(community: Community, streets: gpd.GeoDataFrame, round_: Round) -> str:
    """Return a page by stock folium with the content of a round's page."""
    shown = _base(community, streets)
    _shapes(shown, "hazards", community.hazards, ["name", "kind"])
    for row in community.gates.itertuples():
        _dot(shown, row)
    for leg in round_.legs:
        if leg.line is not None:
            at = [(round(y, 6), round(x, 6)) for x, y in leg.line.coords]
            folium.PolyLine(at, weight=5).add_to(shown)
    for stop in round_.stops:
        popup = folium.Popup(f"{stop.order} {stop.name}: {stop.why.zh}")
        icon = folium.DivIcon(html=f"<b>{stop.order}</b>")
        folium.Marker(_at(stop.place), popup=popup, icon=icon).add_to(shown)
    return _page(shown)


def stock_heat(
    community: Community,
    streets: gpd.GeoDataFrame,
    layers: dict[str, Shown],
    *,
    prefer_canvas: bool = False,
) -> str:
    """Return a page by stock folium with the map of our heat page, and layers to choose.

    Parameters
    ----------
    community, streets
        What the map shows.
    layers
        What there is to choose, by name: heat, and buildings by class. Like ours, it opens with
        the heat of the first.
    prefer_canvas
        As folium has it.
    """
    shown = _base(community, streets, prefer_canvas=prefer_canvas)
    for number, (name, each) in enumerate(layers.items()):
        at = list(zip(each.points.y, each.points.x, strict=True))
        HeatMap(at, name=name, show=number == 0).add_to(shown)
        if each.rates is not None:
            tip = folium.GeoJsonTooltip(["name", "rate"], labels=False)
            houses, of = _rated(community, each), f"{name}: buildings"
            folium.GeoJson(houses, _style, name=of, show=False, tooltip=tip).add_to(shown)
    return _page(shown)


def _rated(community: Community, each: Shown) -> gpd.GeoDataFrame:
    """Return the buildings with what is known of them; without a number where none may be shown."""
    known = np.isfinite(each.rates)
    rates = [round(float(rate), 1) if np.isfinite(rate) else "" for rate in each.rates]
    levels = np.where(known, np.searchsorted(BUILDING_BREAKS, each.rates, side="right"), -1)
    houses = _rounded(community.buildings[["name", "geometry"]])
    return houses.assign(rate=rates, level=levels, more=[bool(more) for more in each.more])


def _style(feature: dict[str, Any]) -> dict[str, Any]:
    """Colour a building by its class, with a heavy outline if that is more than chance."""
    level, more = feature["properties"]["level"], feature["properties"]["more"]
    colour = "#fff" if level < 0 else RAMP[level]
    return {"fillColor": colour, "fillOpacity": 0.8, "color": "#222", "weight": 4 if more else 1}


def _base(
    community: Community, streets: gpd.GeoDataFrame, *, prefer_canvas: bool = False
) -> folium.Map:
    """Return a map of streets, courtyards, walls, buildings and entrances, with labels."""
    west, south, east, north = community.courtyards.total_bounds.round(6)
    lat, lon = MARGIN_M / 111_000, MARGIN_M / 85_000
    near = streets.clip((west - lon, south - lat, east + lon, north + lat))
    shown = folium.Map(tiles=None, prefer_canvas=prefer_canvas)
    shown.fit_bounds([[south, west], [north, east]])
    _shapes(shown, "courtyards", community.courtyards, ["name"])
    _shapes(shown, "streets", near, ["name", "highway"])
    _shapes(shown, "buildings", community.buildings, ["name", "managed"])
    _shapes(shown, "walls", community.walls, ["name"])
    for row in (*community.buildings.itertuples(), *near.drop_duplicates("name").itertuples()):
        if isinstance(row.name, str) and row.name:  # labels, as our map has them
            label = folium.DivIcon(html=f'<span style="white-space: nowrap">{row.name}</span>')
            folium.Marker(_at(row.geometry.representative_point()), icon=label).add_to(shown)
    for row in community.entrances.itertuples():
        _dot(shown, row)
    return shown


def _shapes(shown: folium.Map, name: str, layer: gpd.GeoDataFrame, columns: list[str]) -> None:
    if len(layer):
        rows = _rounded(layer[[*columns, "geometry"]].fillna(""))
        tooltip = folium.GeoJsonTooltip(columns[:1], labels=False)
        folium.GeoJson(rows, name=name, tooltip=tooltip).add_to(shown)


def _dot(shown: folium.Map, row: Any) -> None:
    folium.CircleMarker(_at(row.geometry), radius=2, tooltip=row.name).add_to(shown)


def _at(point: Any) -> tuple[float, float]:
    return round(point.y, 6), round(point.x, 6)


def _rounded(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a layer with six digits, as one rounds what a page is made of."""
    six = partial(np.round, decimals=6)
    return layer.set_geometry(shapely.transform(layer.geometry.array, six))


def _page(shown: folium.Map) -> str:
    folium.LayerControl().add_to(shown)
    return inlined(shown, _assets())


def inlined(shown: folium.Map, texts: dict[str, str]) -> str:
    """Return a map's page with what it takes from CDNs put into it, by folium's names of it."""
    html = str(shown.get_root().render())
    links = [*shown.default_js, *shown.default_css]
    links += [
        link for child in shown._children.values() for link in getattr(child, "default_js", ())
    ]
    for key, url in dict.fromkeys(links):
        text = texts.get(key, "").replace("</script", "<\\/script")
        at = re.escape(url)
        link = re.compile(rf'<script src="{at}"></script>|<link rel="stylesheet" href="{at}"/?>')
        tag = "style" if key.endswith("css") else "script"
        html, count = link.subn(lambda _, t=tag, x=text: f"<{t}>{x}</{t}>", html)
        assert count == 1, f"{url} is in the page {count} times"
    return html


@cache
def _assets() -> dict[str, str]:
    """Return the text of each of `ASSETS`, by npm, and of what folium itself brings."""
    packages = sorted({package for package, _ in ASSETS.values()})
    heat = files("folium") / "templates" / "leaflet_heat.min.js"
    found = {"leaflet-heat.js": heat.read_text(encoding="utf-8")}
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", "--pack-destination", folder, *packages]
        names = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        for package, name in zip(packages, names.split(), strict=True):
            with tarfile.open(Path(folder) / name) as archive:
                for key, (owner, file) in ASSETS.items():
                    if owner == package and (content := archive.extractfile(f"package/{file}")):
                        found[key] = content.read().decode()
    return found
