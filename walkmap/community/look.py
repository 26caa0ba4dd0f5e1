"""What is fine about a community, and what is worth a look though it is no fault."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import shapely

from walkmap.community.hours import covers, parse_hours, seconds
from walkmap.community.layers import LAYERS
from walkmap.community.places import (
    DATUM_NAMES,
    NEAR_M,
    Pairs,
    doors_and_buildings,
    gates_and_courtyards,
    pairs_of,
)
from walkmap.community.plane import Plane
from walkmap.community.read import Draft
from walkmap.community.shapes import COLUMN, centre, shapes_of
from walkmap.words import LAYER_NAMES, Words

MANY_DOORS = 10
_OVERLAP_M2 = 1.0
_OUTSIDE_M = 5.0
_OFFICE_M = 150.0
_TARGET_M = 50.0
_NAMED = 6


def fine_words(draft: Draft) -> Iterator[Words]:
    """Tell what is in order: what was read, and which checks found nothing."""
    counts = [(LAYER_NAMES[name], len(table)) for name, table in draft.layers.items()]
    yield Words(
        "已读取：" + "、".join(f"{name.zh} {count}" for name, count in counts),
        "read: " + ", ".join(f"{name.en} {count}" for name, count in counts),
    )
    buildings = draft.layers["buildings"]
    if not draft.has_fault("buildings", None, "managed"):
        unmanaged = buildings[~buildings["managed"]]
        households = int(unmanaged["households"].sum())
        yield Words(
            f"{len(unmanaged)} 栋无物业楼、{households} 户",
            f"{len(unmanaged)} buildings without property management, {households} households",
        )
    wrong = {(fault.layer, fault.column) for fault in draft.faults}
    if not any(column == "id" for _, column in wrong) and not draft.sources.unread:
        yield Words("id 都有，没有重复", "every id is there, and none is used twice")
    plane = centre(draft)
    if plane is not None and draft.datums is not None:
        yield from _on_their_walls(draft, plane, wrong)
    yield from _settings_fine(draft)


def _on_their_walls(draft: Draft, plane: Plane, wrong: set[tuple[str, str]]) -> Iterator[Words]:
    """Tell that entrances and gates are where they should be."""
    for pairs, zh, en in (
        (doors_and_buildings(draft), "单元门都在楼边", "every entrance is at its building"),
        (gates_and_courtyards(draft), "大门都在围墙上", "every gate is in its wall"),
    ):
        if (pairs.layer, COLUMN) not in wrong and len(pairs.rows):
            most = float(_metres(draft, plane, pairs).max())
            if most <= NEAR_M:
                yield Words(f"{zh}（最远 {most:.1f} 米）", f"{en} (at most {most:.1f} m off)")


def _metres(
    draft: Draft, plane: Plane, pairs: Pairs
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    shapes = {name: shapes_of(draft.layers[name]) for name in (pairs.layer, pairs.owner)}
    return pairs.distances(shapes, plane)


def _settings_fine(draft: Draft) -> Iterator[Words]:
    """Tell of the datums, the streets and the settings."""
    if draft.datums is not None:
        shifted = [
            (LAYER_NAMES.get(name, Words("居委会", "office")), DATUM_NAMES[datum])
            for name, datum in draft.datums.items()
            if datum != "wgs84" and name not in draft.sources.projected
        ]
        if shifted:
            yield Words(
                "已换算成 WGS-84：" + "、".join(f"{name.zh} {datum.zh}" for name, datum in shifted),
                "turned into WGS-84: " + ", ".join(f"{n.en} from {d.en}" for n, d in shifted),
            )
        else:
            yield Words("坐标都是 WGS-84", "all coordinates are in WGS-84")
    if draft.streets_file is not None:
        name = draft.streets_file.name
        yield Words(f"街道文件：{name}", f"file of streets: {name}")
    if draft.settings is not None:
        teams, shift = len(draft.settings.teams), draft.settings.shift
        hours = f"{shift.start.hour}:{shift.start:%M}–{shift.end.hour}:{shift.end:%M}"
        yield Words(f"设置有效：{teams} 个走访组，{hours}", f"settings: {hours}, teams: {teams}")


def note_words(draft: Draft, today: date) -> Iterator[Words]:
    """Tell what the planner should look at once.

    Parameters
    ----------
    draft
        A community, checked.
    today
        The day by which hazards are over.
    """
    yield from _files(draft)
    yield from _assumed(draft)
    yield from _gates(draft)
    yield from _buildings(draft)
    yield from _targets(draft, today)
    plane = centre(draft)
    if plane is not None and draft.datums is not None:
        yield from _overlaps(draft, plane)
        yield from _beside(draft, plane)


def _list(ids: list[str]) -> Words:
    """Return some ids, not all of many."""
    few = ids[:_NAMED]
    return Words(
        "、".join(few) + (f" 等 {len(ids)} 个" if len(ids) > len(few) else ""),
        ", ".join(few) + (f" and {len(ids) - len(few)} more" if len(ids) > len(few) else ""),
    )


def _files(draft: Draft) -> Iterator[Words]:
    """Tell of columns and files that are not used."""
    for layer, columns in draft.unused.items():
        if columns:
            listed = _list(columns)
            name = LAYER_NAMES[layer]
            yield Words(
                f"{name.zh}图层的这些列用不上：{listed.zh}",
                f"columns of {name.en} not used: {listed.en}",
            )
    package = draft.sources.package
    twice = [
        f"{name}.geojson"
        for name in draft.sources.tables
        if name in LAYERS and (draft.sources.folder / f"{name}.geojson").exists()
    ]
    if package is not None and twice:
        listed = _list(sorted(twice))
        yield Words(
            f"用的是 {package.name}，没有用 {listed.zh}", f"{package.name} is used, not {listed.en}"
        )


def _assumed(draft: Draft) -> Iterator[Words]:
    """Tell of what was assumed, not mapped."""
    for layer, table in draft.layers.items():
        count = int(table["assumed"].sum()) if "assumed" in table else 0
        if count:
            name = LAYER_NAMES[layer]
            yield Words(
                f"{count} 个{name.zh}是推测的，请实地核对后把 assumed 改成 false",
                f"{count} of the {name.en} are assumed: look at them, then set assumed to false",
            )


def _gates(draft: Draft) -> Iterator[Words]:
    """Tell of gates and courtyards that can't be passed during the shift."""
    gates, courtyards = draft.layers["gates"], draft.layers["courtyards"]
    if draft.settings is None:
        return
    shifts = [draft.settings.hours_of(team) for team in draft.settings.teams]
    narrow = [
        id_
        for id_, hours, closed in zip(gates["id"], gates["hours"], gates["closed"], strict=True)
        if not closed and not all(covers(parse_hours(hours), *shift) for shift in shifts)
    ]
    if narrow:
        listed = _list(narrow)
        yield Words(
            f"大门 {listed.zh} 的开放时间没有覆盖走访时间，按关闭处理",
            f"gates {listed.en} are not open for the whole shift, and count as shut",
        )
    usable = ~gates["closed"].to_numpy(bool) & ~gates["id"].isin(narrow).to_numpy(bool)
    passable = set(gates["courtyard_id"][usable])
    sealed = [
        id_
        for id_, enclosed in zip(courtyards["id"], courtyards["enclosed"], strict=True)
        if enclosed and id_ not in passable
    ]
    if sealed and "gates" not in draft.sources.unread:
        listed = _list(sealed)
        yield Words(
            f"楼院 {listed.zh} 有围墙但没有能走的大门，里面走访不到",
            f"courtyards {listed.en} are enclosed and have no open gate: nobody gets in",
        )


def _buildings(draft: Draft) -> Iterator[Words]:
    """Tell of buildings to be visited that look odd."""
    buildings = draft.layers["buildings"]
    unmanaged = buildings[~buildings["managed"]]
    doors = draft.layers["entrances"]["building_id"].value_counts()
    for ids, zh, en in (
        (
            [id_ for id_ in unmanaged["id"] if doors.get(id_, 0) > MANY_DOORS],
            f"这些楼的单元门多于 {MANY_DOORS} 个：",
            f"buildings with more than {MANY_DOORS} entrances: ",
        ),
        (
            list(unmanaged["id"][unmanaged["households"] == 0]),
            "这些无物业楼没有填户数：",
            "buildings without property management, and without households: ",
        ),
    ):
        if ids:
            listed = _list(ids)
            yield Words(zh + listed.zh, en + listed.en)
    if unmanaged.empty and not buildings.empty:
        yield Words("没有无物业楼，周一只走访对象", "no building is without property management")


def _targets(draft: Draft, today: date) -> Iterator[Words]:
    """Tell of targets that may not be visited as meant, and of hazards that are over."""
    targets, hazards = draft.layers["targets"], draft.layers["hazards"]
    iso = today.isoformat()
    never, made_up = [], draft.settings is not None and draft.settings.illustrative
    if draft.settings is not None:
        shifts = [draft.settings.hours_of(team) for team in draft.settings.teams]
        start = min(seconds(shift[0]) for shift in shifts)
        end = max(seconds(shift[1]) for shift in shifts)
        never = [
            id_
            for id_, hours in zip(targets["id"], targets["hours"], strict=True)
            if all(span.end_s <= start or span.start_s >= end for span in parse_hours(hours))
        ]
    for ids, zh, en in (
        (never, "这些走访对象的时间不在走访时间内：", "targets never open during the shift: "),
        (
            list(targets["id"][targets["last_visit"] == ""]),
            "这些走访对象没有填上次走访日期：",
            "targets without a last visit: ",
        ),
        (
            [] if made_up else list(targets["id"][targets["last_visit"] > iso]),
            "这些走访对象的上次走访日期在今天以后：",
            "targets whose last visit is after today: ",
        ),
        (
            list(hazards["id"][(hazards["until"] != "") & (hazards["until"] < iso)]),
            "这些易出事故点已经过期：",
            "hazards that are over: ",
        ),
    ):
        if ids:
            listed = _list(ids)
            yield Words(zh + listed.zh, en + listed.en)


def _overlaps(draft: Draft, plane: Plane) -> Iterator[Words]:
    """Tell of buildings, and courtyards, that lie on each other; one inside another is meant."""
    for layer in ("buildings", "courtyards"):
        table = draft.layers[layer].dropna(subset="geometry")
        shapes, ids = plane.metres(shapes_of(table)), list(table["id"])
        a, b = shapely.STRtree(shapes).query(shapes, predicate="intersects")
        a, b = a[a < b], b[a < b]
        common = shapely.area(shapely.intersection(shapes[a], shapes[b]))
        odd = common > _OVERLAP_M2
        if layer == "courtyards":
            smaller = np.minimum(shapely.area(shapes[a]), shapely.area(shapes[b]))
            odd &= common < 0.9 * smaller
        if odd.any():
            couples = zip(a[odd], b[odd], strict=True)
            listed = _list([f"{ids[first]}+{ids[second]}" for first, second in couples])
            name = LAYER_NAMES[layer]
            yield Words(f"{name.zh}互相重叠：{listed.zh}", f"{name.en} that overlap: {listed.en}")


def _beside(draft: Draft, plane: Plane) -> Iterator[Words]:
    """Tell of buildings outside their courtyard, targets and an office far from buildings."""
    for pairs, limit, zh, en in (
        (
            pairs_of(draft, "buildings", "courtyards", "courtyard_id", inside=True),
            _OUTSIDE_M,
            "这些楼在自己的楼院外面：",
            "buildings outside their courtyard: ",
        ),
        (
            pairs_of(draft, "targets", "buildings", "building_id", inside=True),
            _TARGET_M,
            "这些走访对象离所填的楼很远：",
            "targets far from their building: ",
        ),
    ):
        rows = pairs.rows[_metres(draft, plane, pairs) > limit]
        if len(rows):
            listed = _list(list(draft.layers[pairs.layer]["id"].iloc[rows]))
            yield Words(zh + listed.zh, en + listed.en)
    office = draft.settings.office if draft.settings is not None else None
    if office is not None and office.lon is not None:
        shapes = shapes_of(draft.layers["buildings"].dropna(subset="geometry"))
        point = plane.metres(np.array([shapely.Point(office.lon, office.lat)]))
        metres = float(shapely.distance(plane.metres(shapes), point).min(initial=np.inf))
        if np.isfinite(metres) and metres > _OFFICE_M:
            yield Words(
                f"居委会离最近的楼 {metres:.0f} 米；坐标若来自高德、腾讯或百度，"
                '写上 datums.office = "gcj02" 或 "bd09"',
                f"the office is {metres:.0f} m from the nearest building: if its place comes from "
                'a web map, write datums.office = "gcj02" or "bd09"',
            )
