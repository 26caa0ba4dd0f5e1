"""Checks of each layer's geometry: that it is there, of its type, sound, and in its place."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from walkmap.community.layers import LAYERS
from walkmap.community.plane import Plane, gathering, on_earth
from walkmap.community.read import Draft, convert
from walkmap.community.settings import FILE_NAME
from walkmap.errors import Fault
from walkmap.words import Words

FAR_M = 5000.0
COLUMN = "geometry"
_TYPES = {
    "Point": Words("点", "a point"),
    "LineString": Words("线", "a line"),
    "Polygon": Words("面", "a polygon"),
}
_REASONS = {
    "Self-intersection": Words("边线自己相交", "crosses itself"),
    "Ring Self-intersection": Words("边线自己碰到自己", "touches itself"),
    "Too few points in geometry component": Words("点太少，不成形状", "has too few points"),
    "Hole lies outside shell": Words("洞在面的外面", "has a hole outside of itself"),
}
_NOT_VALID = Words("形状无效", "is no valid shape")
Mask = NDArray[np.bool_]


def shape_faults(draft: Draft) -> Iterator[Fault]:
    """Check the geometries, each layer by itself and then all together.

    A geometry with a fault is set aside (or mended, where longitude and latitude are swapped), so
    that no check after this one speaks of it again.

    Parameters
    ----------
    draft
        Its layers' geometries change.
    """
    for layer in LAYERS:
        yield from _missing(draft, layer)
        yield from _wrong_type(draft, layer)
    plane = centre(draft)
    for layer in LAYERS:
        yield from _swapped(draft, layer, plane)
    plane = centre(draft)
    for layer in LAYERS:
        yield from _not_on_earth(draft, layer)
        yield from _not_valid(draft, layer)
        if plane is not None:
            yield from _far(draft, layer, plane)
    if plane is not None:
        yield from _far_office(draft, plane)


def centre(draft: Draft) -> Plane | None:
    """Return the place around which the layers gather."""
    layers = [shapes_of(table) for table in draft.layers.values()]
    return gathering([shapes[on_earth(shapes)] for shapes in layers if len(shapes)], FAR_M)


def shapes_of(table: gpd.GeoDataFrame) -> Any:
    """Return a layer's geometries as an array."""
    return table.geometry.to_numpy()


def set_aside(draft: Draft, layer: str, rows: Mask) -> None:
    """Take out geometries that are known to be wrong."""
    shapes = shapes_of(draft.layers[layer]).copy()
    shapes[rows] = None
    draft.layers[layer] = draft.layers[layer].set_geometry(gpd.GeoSeries(shapes, crs=4326))


def _told(
    draft: Draft,
    layer: str,
    rows: Mask,
    tell: Callable[[Any], tuple[str, Words, Words]],
) -> Iterator[Fault]:
    """Tell of rows with the same kind of fault; once, if it is all of a layer."""
    table = draft.layers[layer]
    if not rows.any():
        return
    if rows.all() and len(table) > 1:
        value, problem, mend = tell(shapes_of(table)[0])
        every = Words(
            f"{problem.zh}（全部 {len(table)} 行）", f"{problem.en} (all {len(table)} rows)"
        )
        yield Fault(layer, every, mend, column=COLUMN, value=value)
        return
    for number, id_, shape in zip(
        table["row"][rows], table["id"][rows], shapes_of(table)[rows], strict=True
    ):
        value, problem, mend = tell(shape)
        yield Fault(layer, problem, mend, int(number), id_, COLUMN, value)


def _missing(draft: Draft, layer: str) -> Iterator[Fault]:
    """Find rows without geometry; a target may be at a building or a hazard instead."""
    table = draft.layers[layer]
    rows = shapely.is_missing(shapes_of(table))
    problem = Words("没有画出来，或画得不完整", "is missing or incomplete")
    mend = Words("在 QGIS 里画上，或删掉这一行", "draw it in QGIS, or delete the row")
    if layer == "targets":
        elsewhere = (table[["building_id", "entrance_id", "hazard_id"]] != "").any(axis=1)
        rows &= ~elsewhere.to_numpy()
        problem = Words("没有位置", "the target has no place")
        mend = Words(
            "画一个点，或填上 building_id 或 hazard_id",
            "draw a point, or give building_id or hazard_id",
        )
    yield from _told(draft, layer, rows, lambda shape: ("", problem, mend))


def _wrong_type(draft: Draft, layer: str) -> Iterator[Fault]:
    """Find geometries of a type that the layer doesn't hold, or of several parts."""
    shapes, wanted = shapes_of(draft.layers[layer]), LAYERS[layer].geometry
    types = np.array(["" if shape is None else shape.geom_type for shape in shapes], dtype=object)
    rows = (types != "") & ~np.isin(types, np.array(wanted, dtype=object))
    zh = "或".join(_TYPES[name].zh for name in wanted)
    en = " or ".join(_TYPES[name].en for name in wanted)

    def tell(shape: Any) -> tuple[str, Words, Words]:
        kind = shape.geom_type
        if kind.removeprefix("Multi") in wanted:
            count = shapely.get_num_geometries(shape)
            return (
                kind,
                Words(f"一行里有 {count} 个分开的图形", f"one row holds {count} parts"),
                Words(
                    "用 QGIS 的“多部件转单部件”拆成几行，各给一个 id",
                    "split it in QGIS by Multipart to singleparts, and give each its own id",
                ),
            )
        return (
            kind,
            Words(f"要画成{zh}", f"should be {en}"),
            Words("在 QGIS 里重画", "redraw it in QGIS"),
        )

    yield from _told(draft, layer, rows, tell)
    set_aside(draft, layer, rows)


def _swapped(draft: Draft, layer: str, plane: Plane | None) -> Iterator[Fault]:
    """Find rows that come to the rest when longitude and latitude change places."""
    shapes = shapes_of(draft.layers[layer])
    there = ~shapely.is_missing(shapes)
    datum = "wgs84" if draft.datums is None else draft.datums[layer]
    turned = convert(shapely.transform(shapes, lambda points: points[:, ::-1]), datum)
    out = there & ~on_earth(shapes)
    rows = out & on_earth(turned)
    if plane is not None:
        rows = there & (out | (plane.reach(shapes) > FAR_M)) & (plane.reach(turned) <= FAR_M)
    problem = Words("经度和纬度写反了", "longitude and latitude are swapped")
    mend = Words("把两个数对调，经度在前", "swap the two numbers: longitude comes first")
    yield from _told(draft, layer, rows, lambda shape: (place_of(shape), problem, mend))
    mended = gpd.GeoSeries(np.where(rows, turned, shapes), crs=4326)
    draft.layers[layer] = draft.layers[layer].set_geometry(mended)


def _not_on_earth(draft: Draft, layer: str) -> Iterator[Fault]:
    """Find numbers that are no longitudes and latitudes."""
    shapes = shapes_of(draft.layers[layer])
    rows = ~shapely.is_missing(shapes) & ~on_earth(shapes)
    problem = Words("不是经纬度", "is not longitude and latitude")
    mend = Words(
        "在 QGIS 里重新导出，坐标参照系选 EPSG:4326", "export it anew from QGIS with CRS EPSG:4326"
    )
    yield from _told(draft, layer, rows, lambda shape: (place_of(shape), problem, mend))
    set_aside(draft, layer, rows)


def _not_valid(draft: Draft, layer: str) -> Iterator[Fault]:
    """Find shapes that cross themselves or are broken in another way."""
    shapes = shapes_of(draft.layers[layer])
    rows = ~shapely.is_missing(shapes) & ~shapely.is_valid(shapes)

    def tell(shape: Any) -> tuple[str, Words, Words]:
        reason, _, place = shapely.is_valid_reason(shape).partition("[")
        value = ", ".join(f"{float(number):.6f}" for number in re.findall(r"-?[\d.]+", place)[:2])
        mend = Words("在 QGIS 里改好该处的节点", "mend the vertices there in QGIS")
        return value, _REASONS.get(reason.strip(), _NOT_VALID), mend

    for number in np.flatnonzero(rows):  # each in its own way
        yield from _told(draft, layer, np.arange(len(shapes)) == number, tell)
    set_aside(draft, layer, rows)


def _far(draft: Draft, layer: str, plane: Plane) -> Iterator[Fault]:
    """Find what lies, or reaches, kilometres from the rest."""
    reach = plane.reach(shapes_of(draft.layers[layer]))
    rows = reach > FAR_M

    def tell(shape: Any) -> tuple[str, Words, Words]:
        return place_of(shape), _how_far(plane.reach(np.array([shape]))[0]), _PUT_RIGHT

    yield from _told(draft, layer, rows, tell)
    set_aside(draft, layer, rows)


_PUT_RIGHT = Words("检查坐标；不属于本社区就删掉", "check its place, or delete what is not yours")


def _how_far(metres: float) -> Words:
    return Words(
        f"离社区其他部分 {metres / 1000:.0f} 公里", f"{metres / 1000:.0f} km from the rest"
    )


def _far_office(draft: Draft, plane: Plane) -> Iterator[Fault]:
    """Find an office kilometres from everything."""
    if draft.settings is None or draft.settings.office.lon is None:
        return
    office = draft.settings.office
    shape = shapely.Point(office.lon, office.lat)
    reach, turned = plane.reach(np.array([shape, shapely.Point(office.lat, office.lon)]))
    if reach > FAR_M:
        problem, mend = _how_far(reach), _PUT_RIGHT
        if turned <= FAR_M:
            problem = Words("经度和纬度写反了", "longitude and latitude are swapped")
            mend = Words("对调 lon 和 lat", "swap lon and lat")
        yield Fault(FILE_NAME, problem, mend, column="office", value=place_of(shape))


def place_of(shape: Any) -> str:
    """Return where a geometry begins, as it stands in a message."""
    x, y = shapely.get_coordinates(shape)[0]
    return f"{x:.6f}, {y:.6f}"
