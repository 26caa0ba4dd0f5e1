"""Small communities for tests: drawn by hand in metres, or made up by hypothesis."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely
from hypothesis import strategies as st

from walkmap.community import Community, read_community, write_community
from walkmap.community.layers import LAYERS
from walkmap.community.settings import Settings

# Drawn in metres from here, in the UTM zone in which walkmap computes.
UTM = "EPSG:32650"
EAST, NORTH = 445_000.0, 4_428_000.0
_TO_LONLAT = pyproj.Transformer.from_crs(UTM, "EPSG:4326", always_xy=True)
XY = tuple[float, float]


def lonlat(x: float, y: float) -> XY:
    """Return where a point of a drawing lies on earth, with seven decimals."""
    lon, lat = _TO_LONLAT.transform(EAST + x, NORTH + y)
    return round(lon, 7), round(lat, 7)


@dataclass
class Sketch:
    """A community as it is drawn; every method returns the id of what it draws."""

    rows: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {name: [] for name in LAYERS}
    )
    ways: list[tuple[list[XY], dict[str, str]]] = field(default_factory=list)
    wishes: list[tuple[str, str, str, str]] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)

    def _add(self, layer: str, letter: str, shape: Any, cells: dict[str, Any]) -> str:
        cells.setdefault("id", f"{letter}{len(self.rows[layer]) + 1}")
        self.rows[layer].append({**cells, "geometry": shape})
        return str(cells["id"])

    def courtyard(self, shape: Any, **cells: Any) -> str:
        cells = {"kind": "dormitory", "enclosed": False, "open_ground": True, **cells}
        return self._add("courtyards", "C", shape, cells)

    def building(self, shape: Any, doors: list[XY] = (), **cells: Any) -> str:  # type: ignore[assignment]
        id_ = self._add("buildings", "B", shape, {"managed": False, **cells})
        for order, door in enumerate(doors, 1):
            self._add(
                "entrances",
                "",
                shapely.Point(door),
                {"id": f"{id_}-{order}", "building_id": id_, "order": order},
            )
        return id_

    def gate(self, at: XY, courtyard_id: str, **cells: Any) -> str:
        return self._add("gates", "G", shapely.Point(at), {"courtyard_id": courtyard_id, **cells})

    def hazard(self, shape: Any, **cells: Any) -> str:
        return self._add("hazards", "H", shape, {"kind": "hole", "severity": 1, **cells})

    def target(self, at: XY | None = None, **cells: Any) -> str:
        shape = None if at is None else shapely.Point(at)
        return self._add("targets", "T", shape, {"kind": "small_shop", **cells})

    def wall(self, *points: XY) -> str:
        return self._add("walls", "W", shapely.LineString(points), {})

    def street(self, *points: XY, **tags: str) -> None:
        """Draw a way of `streets.osm`; the same point is the same node."""
        tags.setdefault("highway", "footway")
        self.ways.append(([(float(x), float(y)) for x, y in points], tags))

    def wish(self, what: str, id_: str, *, date: str = "", team: str = "") -> None:
        self.wishes.append((date, what, id_, team))

    def osm(self) -> str:
        numbers: dict[XY, int] = {}
        for points, _ in self.ways:
            for point in points:
                numbers.setdefault(point, len(numbers) + 1)
        lines = ['<osm version="0.6">']
        for point, number in numbers.items():
            lon, lat = lonlat(*point)
            lines.append(f'<node id="{number}" lon="{lon:.7f}" lat="{lat:.7f}"/>')
        for number, (points, tags) in enumerate(self.ways, 1):
            inner = "".join(f'<nd ref="{numbers[point]}"/>' for point in points)
            inner += "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())
            lines.append(f'<way id="{number}">{inner}</way>')
        return "\n".join([*lines, "</osm>"])

    def save(self, folder: Path) -> Path:
        """Write the community's folder."""
        folder.mkdir(parents=True, exist_ok=True)
        data = {"id": "sketch", "name": "Sketch", "language": "en", **self.settings}
        layers = {
            name: gpd.GeoDataFrame(
                pd.DataFrame(rows).drop(columns="geometry"),
                geometry=shapely.transform(
                    np.array([row["geometry"] for row in rows], dtype=object),
                    lambda points: points + [EAST, NORTH],
                ),
                crs=UTM,
            )
            for name, rows in self.rows.items()
            if rows
        }
        write_community(folder, Settings.model_validate(data), layers, self.osm())
        rows = [",".join((*wish, "")) for wish in self.wishes]
        text = "\n".join(["date,what,id,team,note", *rows]) + "\n"
        (folder / "wishes.csv").write_text(text, encoding="utf-8")
        return folder

    def read(self, folder: Path) -> Community:
        return read_community(self.save(folder))

    def office(self, at: XY) -> None:
        lon, lat = lonlat(*at)
        self.settings["office"] = {"lon": lon, "lat": lat}
