"""Where map data comes from: a file, or an Overpass server. Both give the same `Extract`."""

import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import osmnx
import pandas as pd
import requests
import shapely

from walkmap.errors import SourceError
from walkmap.osm.elements import RELATION, Bounds, Elements, Tags, read_elements, to_xml
from walkmap.osm.session import osmnx_settings
from walkmap.osm.walkable import is_walkable
from walkmap.words import Words

WGS84 = "EPSG:4326"
ATTRIBUTION = "© OpenStreetMap contributors, ODbL"
UNCLOSED = "areas_unclosed"
MARGIN_M = 300  # around the area that is asked for: walls, gates and streets lead out of it

WALLS = ("wall", "fence", "hedge", "retaining_wall", "city_wall")
GATES = (
    "gate", "lift_gate", "swing_gate", "sliding_gate", "entrance", "kissing_gate", "wicket_gate",
    "turnstile", "full-height_turnstile", "hampshire_gate", "sliding_beam",
)  # fmt: skip
_THEMES: dict[str, bool | str | list[str]] = {
    "highway": True,
    "building": True,
    "landuse": "residential",
    "barrier": [*WALLS, *GATES],
    "entrance": True,
}
_TAGS = frozenset(
    {
        *_THEMES, "type", "area", "name", "name:zh", "ref", "addr:housenumber", "addr:street",
        "addr:unit", "building:levels", "building:flats", "access", "foot", "locked",
        "opening_hours", "tunnel", "covered", "bridge", "layer", "indoor", "location", "sidewalk",
        "sidewalk:both", "sidewalk:left", "sidewalk:right", "amenity", "shop", "office", "tourism",
        "leisure", "fence_type",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Extract:
    """Map data of one area.

    Parameters
    ----------
    features
        OSMnx's features in WGS-84, indexed by element (node, way, relation) and id, a column for
        each tag.
    area
        The area that was asked for, in WGS-84; None for all of a file.
    broken
        How many features were lost because they are broken, by kind of fault.
    source
        Whose data it is, to be shown with it.
    """

    features: gpd.GeoDataFrame
    area: shapely.Geometry | None = None
    broken: dict[str, int] = field(default_factory=dict)
    source: str = ATTRIBUTION

    def tags(self, key: str) -> pd.Series:
        """Return the values of one tag, "" where a feature hasn't got it."""
        if key not in self.features:
            return pd.Series("", index=self.features.index, dtype=object)
        return self.features[key].fillna("").astype(str)


def from_file(
    path: Path, *, bbox: Bounds | None = None, area: shapely.Geometry | None = None
) -> Extract:
    """Read map data from a file.

    Parameters
    ----------
    path
        A file `.osm`, `.osm.bz2`, `.osm.gz` or `.osm.pbf`.
    bbox
        West, south, east, north in degrees (WGS-84): only this part is read, with what is around.
    area
        The same as a polygon; `bbox` is then left aside.

    Returns
    -------
    Extract
        Without the features that are broken, which it counts.

    Raises
    ------
    SourceError
        If the file can't be read, or holds nothing of use there.
    """
    area = _area(bbox, area)
    bounds = None if area is None else clip_bounds(area)
    found = read_elements(path, tuple(_THEMES), _is_wanted, bounds=bounds)
    lean = Elements(
        {i: n._replace(tags=_lean(n.tags)) for i, n in found.nodes.items()},
        {i: w._replace(tags=_lean(w.tags)) for i, w in found.ways.items()},
        {i: r._replace(tags=_lean(r.tags)) for i, r in found.relations.items()},
    )
    try:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "extract.osm"
            file.write_text(to_xml(lean), encoding="utf-8")
            features = osmnx.features_from_xml(file, tags=_THEMES)
    except osmnx._errors.InsufficientResponseError as error:
        raise _nothing(str(path)) from error
    lost = found.lost
    for name, items in (("way", found.ways), ("relation", found.relations)):
        wanted = {(name, id_) for id_, item in items.items() if _is_wanted(item.tags)}
        gone = len(wanted.difference(features.index))
        lost[UNCLOSED if name == "way" else RELATION] += gone
    return _extract(features, area, lost)


def from_overpass(
    *,
    place: str | None = None,
    bbox: Bounds | None = None,
    area: shapely.Geometry | None = None,
    endpoint: str | None = None,
    nominatim: str | None = None,
    cache: Path | None = None,
) -> Extract:
    """Fetch map data from an Overpass server.

    Parameters
    ----------
    place
        A place that Nominatim knows the outline of; used if neither `bbox` nor `area` is given.
    bbox
        West, south, east, north in degrees (WGS-84).
    area
        The same as a polygon; `bbox` is then left aside.
    endpoint
        The server's address, such as ``https://overpass-api.de/api``; that is the default. On
        another one there is no waiting for a turn.
    nominatim
        The address of the Nominatim server that is asked for `place`.
    cache
        Folder in which answers are kept, so that the same question is not asked twice.

    Returns
    -------
    Extract
        Broken features are left out by OSMnx; only unclosed areas are counted.

    Raises
    ------
    SourceError
        If a server can't be reached, the place is unknown, or there is nothing of use.
    """
    values: dict[str, Any] = {"use_cache": cache is not None, "doh_url_template": None}
    if cache is not None:
        values["cache_folder"] = str(cache)
    if endpoint is not None:
        values["overpass_url"] = endpoint.rstrip("/").removesuffix("/interpreter")
        values["overpass_rate_limit"] = False
    if nominatim is not None:
        values["nominatim_url"] = nominatim.rstrip("/") + "/"
    where = endpoint or osmnx.settings.overpass_url
    with osmnx_settings(**values):
        try:
            area = _area(bbox, area)
            if area is None:
                area = _outline(place or "")
            box = shapely.box(*clip_bounds(area))
            features = osmnx.features_from_polygon(box, _THEMES)
        except osmnx._errors.InsufficientResponseError as error:
            raise _nothing(where) from error
        except (requests.RequestException, osmnx._errors.ResponseStatusCodeError, OSError) as error:
            raise _unreachable(where, error) from error
        except (KeyError, TypeError, AttributeError) as error:
            raise _unreachable(where, error) from error
    return _extract(features, area, Counter())


def _outline(place: str) -> shapely.Geometry:
    """Return the outline that Nominatim has of a place."""
    try:
        return osmnx.geocode_to_gdf(place).geometry.union_all()
    except (osmnx._errors.InsufficientResponseError, TypeError) as error:
        raise SourceError(
            Words(
                f"地图上找不到“{place}”的范围；请改用 --bbox 给出西、南、东、北四个经纬度",
                f"no outline of {place!r} is known; give west, south, east and north by --bbox",
            )
        ) from error


def _area(bbox: Bounds | None, area: shapely.Geometry | None) -> shapely.Geometry | None:
    """Return the area asked for as a sound polygon, None if none is."""
    if area is None and bbox is not None:
        west, south, east, north = bbox
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            given = ",".join(f"{value:g}" for value in bbox)
            raise SourceError(
                Words(
                    f"范围 {given} 不对；顺序应为 西,南,东,北（经度、纬度）",
                    f"the box {given} isn't one; give west,south,east,north in degrees",
                )
            )
        area = shapely.box(*bbox)
    if area is None:
        return None
    sound = polygons_of(shapely.make_valid(area))
    if not sound:
        raise SourceError(
            Words("给出的范围不是面；请画一个多边形", "the area given is no polygon; draw one")
        )
    return shapely.union_all(sound)


def polygons_of(geometry: shapely.Geometry) -> list[shapely.Polygon]:
    """Return the polygons that a geometry of any type holds."""
    parts = shapely.get_parts(geometry)
    if shapely.get_type_id(parts).max(initial=0) > 3:
        parts = shapely.get_parts(parts)
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def clip_bounds(area: shapely.Geometry) -> Bounds:
    """Return the bounds of an area in degrees, widened by the margin."""
    west, south, east, north = area.bounds
    up = MARGIN_M / 111_000
    side = up / max(float(np.cos(np.radians((south + north) / 2))), 0.05)
    return west - side, south - up, east + side, north + up


def _is_wanted(tags: Tags) -> bool:
    return (
        tags.get("building", "no") != "no"
        or tags.get("landuse") == "residential"
        or tags.get("barrier") in _THEMES["barrier"]  # type: ignore[operator]
        or tags.get("entrance", "no") != "no"
        or is_walkable(tags)
    )


def _lean(tags: Tags) -> Tags:
    return {key: value for key, value in tags.items() if key in _TAGS}


def _extract(
    features: gpd.GeoDataFrame, area: shapely.Geometry | None, lost: Counter[str]
) -> Extract:
    """Drop the areas that aren't closed, counting them, and put the rest in order."""
    whole = Extract(features)
    is_area = (whole.tags("building").ne("") & whole.tags("building").ne("no")) | whole.tags(
        "landuse"
    ).eq("residential")
    is_node = features.index.get_level_values(0) == "node"
    has_surface = features.geometry.geom_type.isin(
        ["Polygon", "MultiPolygon", "GeometryCollection"]
    )
    unclosed = is_area & ~is_node & ~has_surface
    # An unclosed area may yet be a wall or a street.
    only = unclosed & whole.tags("barrier").eq("") & whole.tags("highway").eq("")
    lost[UNCLOSED] += int(unclosed.sum())
    broken = {kind: count for kind, count in sorted(lost.items()) if count}
    return Extract(features[~only].sort_index(), area, broken)


def _nothing(where: str) -> SourceError:
    return SourceError(
        Words(
            f"{where} 在给出的范围里没有街道和楼；请检查范围（西,南,东,北）或换一份地图数据",
            f"{where} holds no streets or buildings there; check the box (west,south,east,north) "
            "or take other map data",
        )
    )


def _unreachable(where: str, error: Exception) -> SourceError:
    detail = (str(error) or type(error).__name__).splitlines()[0][:160]
    return SourceError(
        Words(
            f"连不上地图服务器 {where}（{detail}）；请检查网络，或先下载地图文件再读入",
            f"the map server {where} can't be used ({detail}); check the connection, "
            "or download a map file and read that",
        )
    )
