"""A community as the planner's spreadsheet sees it: its targets, and what stands in their cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import shapely

from walkmap.community.cells import text_of
from walkmap.community.check import read_community
from walkmap.community.layers import LAYERS
from walkmap.community.model import Community
from walkmap.community.read import find_folder
from walkmap.community.sheet.places import Gazetteer
from walkmap.community.sheet.spelling import squashed
from walkmap.community.sources import Sources, find_sources
from walkmap.words import HOME_KINDS, TARGET_KINDS

LAYER = LAYERS["targets"]
COLUMNS = {column.name: column for column in LAYER.all_columns if column.name != "id"}
EMPTY = {name: column.default for name, column in COLUMNS.items()}
Point = tuple[float, float]


class Where(NamedTuple):
    """Where a target is: ids, a room, a point in the numbers of the layer's file."""

    building_id: str = ""
    entrance_id: str = ""
    room: str = ""
    hazard_id: str = ""
    point: Point | None = None


@dataclass(frozen=True)
class Held:
    """A target.

    Parameters
    ----------
    id
        Its id.
    cells
        Its other columns, each with a value as the community reads it.
    point
        Longitude and latitude in the datum of the layer's file; None if it has none of its own.
    """

    id: str
    cells: Mapping[str, Any]
    point: Point | None

    @property
    def where(self) -> Where:
        """Its place."""
        building, entrance, room, hazard = (str(self.cells[name]) for name in Where._fields[:4])
        return Where(building, entrance, room, hazard, self.point)

    @property
    def is_home(self) -> bool:
        """Whether it is somebody's home."""
        return self.cells["kind"] in HOME_KINDS

    def differs(self, other: "Held") -> list[str]:
        """Return the columns in which it is not as another, its point as ``geometry``."""
        names = [
            name for name in COLUMNS if text_of(self.cells[name]) != text_of(other.cells[name])
        ]
        return names + ["geometry"] * (self.point != other.point)


class Site:
    """A community with its targets as they stand in its files.

    Parameters
    ----------
    path
        Its folder, or a file in it.

    Raises
    ------
    CommunityFaults, WalkmapError
        As `walkmap.community.read_community` does.
    """

    def __init__(self, path: Path) -> None:
        self.community: Community = read_community(path)
        package = path if path.is_file() and path.suffix.lower() == ".gpkg" else None
        self.sources: Sources = find_sources(find_folder(path), package)
        self.gazetteer = Gazetteer(self.community)
        table = self.sources.read(LAYER)
        ids = [text_of(id_) for id_ in table["id"]] if len(table) else []
        points = dict(zip(ids, table.geometry, strict=True))
        self.targets: dict[str, Held] = {
            str(id_): Held(str(id_), {name: row[name] for name in COLUMNS}, _point(points[id_]))
            for id_, row in self.community.targets.iterrows()
        }

    @property
    def projected(self) -> bool:
        """Whether the layer's file is in a projection."""
        return LAYER.name in self.sources.projected

    @cached_property
    def hazards(self) -> dict[str, list[str]]:
        """Ids of hazards by their ids and names, in one spelling."""
        found: dict[str, list[str]] = {}
        for id_, name in self.community.hazards["name"].items():
            for text in {squashed(str(id_)), squashed(str(name))} - {""}:
                found.setdefault(text, []).append(str(id_))
        return found

    def hazard_label(self, id_: str) -> str:
        """Return what to call a hazard: its name if that is its alone, else its id."""
        name = str(self.community.hazards["name"].get(id_, ""))
        return name if self.hazards.get(squashed(name)) == [id_] else id_

    def name_for(self, kind: str, where: Where, label: str = "") -> str:
        """Return the name of a target, made of its place; of what is no home, by its label."""
        called = TARGET_KINDS[kind].in_(self.community.settings.language)
        if kind in HOME_KINDS or not (label or where.hazard_id):
            label = self.gazetteer.spell(where.building_id, where.entrance_id)
        elif not label:
            label = str(self.community.hazards["name"][where.hazard_id])
        if not label:
            return called
        return label if " · " in label else f"{label} · {called}"

    def is_named_by_place(self, target: Held) -> bool:
        """Tell whether a target's name says its place only: a home's, or one that was made."""
        made = self.name_for(str(target.cells["kind"]), target.where)
        return target.is_home or target.cells["name"] in (made, "")

    def shown(self, target: Held, lang: str) -> dict[str, str]:
        """Return what stands in the columns of the sheet for a target."""
        cells, where = target.cells, target.where
        lon, lat = (f"{number:.7f}".rstrip("0") for number in target.point or (0, 0))
        texts = {name: text_of(cells[name]) for name in ("minutes", "hours", "weeks", "note")}
        return {
            **texts,
            "id": target.id,
            "kind": TARGET_KINDS[cells["kind"]].in_(lang),
            "place": self.gazetteer.spell(*where[:3]),
            "label": "" if self.is_named_by_place(target) else str(cells["name"]),
            "hazard": self.hazard_label(where.hazard_id) if where.hazard_id else "",
            "priority": text_of(cells["priority"] or ""),
            "stairs": text_of(cells["stairs"] or ""),
            "last_visit": str(cells["last_visit"]),
            "lon": lon if target.point else "",
            "lat": lat if target.point else "",
        }


def labels(names: Mapping[str, str]) -> dict[str, str]:
    """Return what to call things: the name that only one has, else the id."""
    owners: dict[str, int] = {}
    for name in names.values():
        owners[squashed(name)] = owners.get(squashed(name), 0) + 1
    return {
        id_: name if name and owners[squashed(name)] == 1 else id_ for id_, name in names.items()
    }


def _point(shape: shapely.Point | None) -> Point | None:
    """Return a point as longitude and latitude with the 7 decimals of our files."""
    if shape is None or shape.is_empty:
        return None
    point = shape.centroid
    return round(float(point.x), 7), round(float(point.y), 7)
