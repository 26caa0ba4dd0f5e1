"""A community's files, read anew: nothing of walkmap is used here."""

import csv
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyproj
import shapely
from shapely.geometry import shape as shape_of


def seconds(clock: str) -> int:
    hours, minutes, *rest = (int(part) for part in clock.split(":"))
    return hours * 3600 + minutes * 60 + (rest[0] if rest else 0)


def spans(hours: str | None) -> list[tuple[int, int]]:
    """Return the spans of a cell such as `09:00-11:30;14:00-17:00`; touching ones are one."""
    found: list[tuple[int, int]] = []
    for part in sorted((hours or "00:00-24:00").split(";")):
        start, end = (seconds(clock.strip()) for clock in part.split("-"))
        if found and found[-1][1] == start:
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


@dataclass
class Row:
    """A feature of a layer: its cells, and its geometry in metres."""

    cells: dict[str, Any]
    shape: Any

    def __getitem__(self, name: str) -> Any:
        return self.cells.get(name)

    @property
    def id(self) -> str:
        return str(self.cells["id"])


class Folder:
    """The settings, layers in metres, and tables of a community's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = tomllib.loads((folder / "community.toml").read_text(encoding="utf-8"))
        outlines = gpd.read_file(folder / "buildings.geojson")
        self.utm = outlines.estimate_utm_crs()
        self.to_utm = pyproj.Transformer.from_crs(4326, self.utm, always_xy=True)
        for name in (
            "courtyards", "buildings", "entrances", "gates", "hazards", "targets", "walls",
        ):  # fmt: skip
            setattr(self, name, self._layer(name))
        self.wishes, self.visits = (_table(folder / name) for name in ("wishes.csv", "visits.csv"))

    courtyards: dict[str, Row]
    buildings: dict[str, Row]
    entrances: dict[str, Row]
    gates: dict[str, Row]
    hazards: dict[str, Row]
    targets: dict[str, Row]
    walls: dict[str, Row]

    # Reading

    def _layer(self, name: str) -> dict[str, Row]:
        path = self.folder / f"{name}.geojson"
        if not path.exists():
            return {}
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        rows = [Row(f["properties"], self.metres(f["geometry"])) for f in features]
        return {row.id: row for row in rows}

    def metres(self, geometry: Any) -> Any:
        if geometry is None:
            return None
        return self.moved(shape_of(geometry))

    def moved(self, shape: Any) -> Any:
        def move(points: Any) -> Any:
            return shapely.get_coordinates(
                shapely.points(*self.to_utm.transform(points[:, 0], points[:, 1]))
            )

        return shapely.transform(shape, move)

    # Places

    def doors_of(self, building: str) -> list[Row]:
        return [row for row in self.entrances.values() if row["building_id"] == building]

    def door_place(self, door: Row) -> Any:
        """Return where a door is: on its building's outline."""
        outline = self.buildings[door["building_id"]].shape.boundary
        return outline.interpolate(outline.project(door.shape))

    def gate_place(self, gate: Row) -> Any:
        """Return where a gate is: on its courtyard's border."""
        border = self.courtyards[gate["courtyard_id"]].shape.boundary
        return border.interpolate(border.project(gate.shape))

    def target_place(self, row: Row) -> Any:
        """Return the point or shape at which a target is to be visited."""
        if row["entrance_id"]:
            return self.door_place(self.entrances[row["entrance_id"]])
        if row.shape is not None:
            inside = [b for b in self.buildings.values() if b.shape.intersects(row.shape)]
            doors = [door for b in inside for door in self.doors_of(b.id)]
            if doors:
                return self.door_place(min(doors, key=lambda d: d.shape.distance(row.shape)))
            return row.shape
        if row["building_id"]:
            doors = self.doors_of(row["building_id"])
            return shapely.union_all([self.door_place(door) for door in doors])
        return self.hazards[row["hazard_id"]].shape


def _table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file, none if it is not there; an empty cell is an empty text."""
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    return [{k: v or "" for k, v in row.items()} for row in csv.DictReader(text.splitlines())]
