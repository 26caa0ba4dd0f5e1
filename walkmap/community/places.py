"""Checks of places: doors on their buildings, gates in their walls, and every visit reachable."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from walkmap.community.plane import Plane
from walkmap.community.read import Draft, convert
from walkmap.community.shapes import COLUMN, shapes_of
from walkmap.datum import DATUMS, FROM_WGS84, Datum
from walkmap.errors import Fault
from walkmap.words import Words

NEAR_M = 5.0
DATUM_NAMES: dict[Datum, Words] = {
    "wgs84": Words("WGS-84（GPS、OpenStreetMap）", "WGS-84 (GPS, OpenStreetMap)"),
    "gcj02": Words("GCJ-02（高德、腾讯地图）", "GCJ-02 (Amap, Tencent)"),
    "bd09": Words("BD-09（百度地图）", "BD-09 (Baidu)"),
}


class Pairs(NamedTuple):
    """Rows of one layer with the rows of another that they should lie at.

    Parameters
    ----------
    layer, owner
        The two layers.
    rows, owner_rows
        Positions in them, pair by pair; only where both have a geometry.
    inside
        Whether the owner's inside is as good as its outline.
    """

    layer: str
    owner: str
    rows: NDArray[np.int64]
    owner_rows: NDArray[np.int64]
    inside: bool

    def distances(self, shapes: dict[str, Any], plane: Plane) -> NDArray[np.float64]:
        """Return the metres from each row to its owner, given the geometries of the layers."""
        own = shapes[self.layer][self.rows]
        if self.layer == "buildings":
            own = shapely.point_on_surface(own)
        other = shapes[self.owner][self.owner_rows]
        if not self.inside:
            other = shapely.boundary(other)
        metres: NDArray[np.float64] = shapely.distance(plane.metres(own), plane.metres(other))
        return metres


def pairs_of(draft: Draft, layer: str, owner: str, column: str, *, inside: bool) -> Pairs:
    """Pair a layer's rows with those that `column` refers to."""
    table, owners = draft.layers[layer], draft.layers[owner]
    there = ~shapely.is_missing(shapes_of(owners))
    rows_of = {id_: row for row, id_ in reversed(list(enumerate(owners["id"]))) if there[row]}
    usable = ~shapely.is_missing(shapes_of(table))
    found = [
        (row, rows_of[id_])
        for row, id_ in enumerate(table[column])
        if usable[row] and id_ and id_ in rows_of
    ]
    rows, owner_rows = np.array(found, dtype=np.int64).reshape(-1, 2).T
    return Pairs(layer, owner, rows, owner_rows, inside)


def doors_and_buildings(draft: Draft) -> Pairs:
    """Pair entrances with their buildings."""
    return pairs_of(draft, "entrances", "buildings", "building_id", inside=False)


def gates_and_courtyards(draft: Draft) -> Pairs:
    """Pair gates with their courtyards."""
    return pairs_of(draft, "gates", "courtyards", "courtyard_id", inside=False)


def place_faults(draft: Draft, plane: Plane) -> Iterator[Fault]:
    """Find entrances far from their building, and gates off their wall."""
    yield from _off(
        draft,
        plane,
        doors_and_buildings(draft),
        "离它的楼 {} 有 {:.0f} 米",
        "is {1:.0f} m from its building {0}",
        Words("移到楼的外墙上，或改 building_id", "move it onto the wall, or change building_id"),
    )
    yield from _off(
        draft,
        plane,
        gates_and_courtyards(draft),
        "离楼院 {} 的围墙有 {:.0f} 米",
        "is {1:.0f} m from the wall of courtyard {0}",
        Words("移到围墙上，或改 courtyard_id", "move it onto the wall, or change courtyard_id"),
    )


def _off(
    draft: Draft, plane: Plane, pairs: Pairs, zh: str, en: str, mend: Words
) -> Iterator[Fault]:
    """Tell of rows that are not where their owner's outline is."""
    shapes = {name: shapes_of(draft.layers[name]) for name in (pairs.layer, pairs.owner)}
    metres = pairs.distances(shapes, plane)
    table, owners = draft.layers[pairs.layer], draft.layers[pairs.owner]
    for at in np.flatnonzero(metres > NEAR_M):
        row, owner_row = int(pairs.rows[at]), int(pairs.owner_rows[at])
        point = shapes[pairs.layer][row]
        guess = _datum_that_fits(draft, plane, pairs.layer, point, shapes[pairs.owner][owner_row])
        owner = owners["id"].iloc[owner_row]
        yield Fault(
            pairs.layer,
            Words(zh.format(owner, metres[at]), en.format(owner, metres[at])),
            Words(mend.zh + guess.zh, mend.en + guess.en),
            int(table["row"].iloc[row]),
            table["id"].iloc[row],
            COLUMN,
            f"{point.x:.6f}, {point.y:.6f}",
        )


def _datum_that_fits(draft: Draft, plane: Plane, layer: str, point: Any, owner: Any) -> Words:
    """Guess the datum by which one point would lie where it should; nothing if there is none."""
    declared = declared_datum(draft, layer)
    outline = plane.metres(shapely.boundary(owner))
    for datum in DATUMS:
        if declared is not None and datum != declared:
            moved = redeclared(np.array([point]), declared, datum)[0]
            if shapely.distance(plane.metres(moved), outline) <= NEAR_M:
                name = DATUM_NAMES[datum]
                return Words(f"（按 {name.zh}换算正好吻合）", f" (it fits if it is in {name.en})")
    return Words("", "")


def declared_datum(draft: Draft, layer: str) -> Datum | None:
    """Return the datum declared for a layer's numbers; None if a projection tells, or nothing."""
    if draft.datums is None or layer in draft.sources.projected:
        return None
    return draft.datums[layer]


def redeclared(shapes: Any, declared: Datum, actual: Datum) -> Any:
    """Return geometries read as `declared` as they are if their numbers were in `actual`."""
    if declared == actual:
        return shapes

    def back(points: Any) -> Any:
        return np.column_stack(FROM_WGS84[declared](points[:, 0], points[:, 1]))

    return convert(shapely.transform(shapes, back), actual)


def door_faults(draft: Draft, plane: Plane | None) -> Iterator[Fault]:
    """Find buildings to be visited that have no entrance."""
    if "entrances" in draft.sources.unread:
        return
    buildings, with_doors = draft.layers["buildings"], _with_doors(draft, plane)
    needed = _needed(draft)
    bare = [
        (int(row), id_)
        for row, id_, managed in zip(
            buildings["row"], buildings["id"], buildings["managed"], strict=True
        )
        if id_
        and id_ not in with_doors
        and (id_ in needed or not (managed or draft.has_fault("buildings", int(row), "managed")))
    ]
    if bare and draft.layers["entrances"].empty:
        problem = Words("图层里一个单元门也没有", "the layer holds no entrance")
        mend = Words("在 QGIS 里给每栋楼画上单元门", "draw each building's entrances in QGIS")
        yield Fault("entrances", problem, mend)
        return
    for row, id_ in bare:
        visitors = needed.get(id_)
        problem = Words("没有单元门，无法安排走访", "has no entrance, and can't be visited")
        if visitors:
            problem = Words(
                f"没有单元门，但{visitors.zh}在这里", f"has no entrance, but {visitors.en} is here"
            )
        mend = Words(
            f"在单元门图层里画一个点，building_id 填 {id_}",
            f"draw a point in the layer entrances, with building_id {id_}",
        )
        yield Fault("buildings", problem, mend, row, id_, "id", id_)


def _with_doors(draft: Draft, plane: Plane | None) -> set[str]:
    """Return the buildings with entrances, or with one beside them that has its fault already."""
    doors, buildings = draft.layers["entrances"], draft.layers["buildings"]
    known = set(buildings["id"])
    with_doors = set(doors["building_id"])
    if plane is None:
        return with_doors
    stray = np.array(
        [
            id_ not in known or draft.has_fault("entrances", int(row), COLUMN)
            for row, id_ in zip(doors["row"], doors["building_id"], strict=True)
        ],
        dtype=bool,
    )
    shapes = shapes_of(doors)[stray]
    shapes = plane.metres(shapes[~shapely.is_missing(shapes)])
    outlines = plane.metres(shapely.boundary(shapes_of(buildings)))
    _, rows = shapely.STRtree(outlines).query(shapes, predicate="dwithin", distance=NEAR_M)
    return with_doors | {buildings["id"].iloc[row] for row in rows}


def _needed(draft: Draft) -> dict[str, Words]:
    """Return the buildings that need an entrance even if managed, and what is in them."""
    needed: dict[str, Words] = {}
    office = draft.settings.office if draft.settings is not None else None
    if office is not None and office.lon is None and not office.entrance_id:
        needed[office.building_id or ""] = Words("居委会", "the office")
    targets = draft.layers["targets"]
    elsewhere = (targets["hazard_id"] != "") | (targets["entrance_id"] != "")
    placeless = shapely.is_missing(shapes_of(targets)) & ~elsewhere.to_numpy()
    for row, id_, building in zip(
        targets["row"][placeless],
        targets["id"][placeless],
        targets["building_id"][placeless],
        strict=True,
    ):
        if building and not draft.has_fault("targets", int(row), COLUMN):
            needed.setdefault(building, Words(f"走访对象 {id_} ", f"target {id_}"))
    return needed


def emptiness_faults(draft: Draft) -> Iterator[Fault]:
    """Find a community without any building."""
    if draft.layers["buildings"].empty and "buildings" not in draft.sources.unread:
        problem = Words("图层里一栋楼也没有", "the layer holds no building")
        mend = Words("在 QGIS 里画上社区的楼", "draw the community's buildings in QGIS")
        yield Fault("buildings", problem, mend)
