"""Hazards and targets of the sample, in local metres where they have a place of their own."""

from __future__ import annotations

import random
from typing import Any, NamedTuple

from nanshatan.frame import XY
from nanshatan.layout import MANAGED, UNMANAGED

Row = dict[str, Any]

SEED = 20081
KIND_LABELS = {
    "elderly_party_member": "高龄党员",
    "hardship_party_member": "困难党员户",
    "frequent_caller": "诉求较多户",
}
HOMES = (
    ("elderly_party_member", 17, 2),
    ("hardship_party_member", 11, 1),
    ("frequent_caller", 8, 1),
)
LAST_VISITS = ("2026-10-26", "2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23")


class Hazard(NamedTuple):
    """A spot (one point), a stretch (a line) or a patch (a ring) that is dangerous."""

    shape: str
    name: str
    kind: str
    severity: int
    points: tuple[XY, ...]
    blocks: bool = False
    since: str | None = None
    until: str | None = None


HAZARDS = (
    Hazard("Point", "五建小区东门内 · 井盖松动", "manhole", 2, ((-27.6, -42.3),)),
    Hazard("Point", "和谐小区14号楼东侧 · 低垂线缆", "low_wire", 2, ((165.1, 25.8),)),
    Hazard("Point", "五建南巷东口 · 视线盲区", "blind_corner", 3, ((-2.8, -89.8),)),
    Hazard("Point", "五建北巷 · 电线杆倾斜", "leaning_pole", 2, ((-128.8, 100.3),)),
    Hazard("Point", "枣园楼院32号楼西侧 · 电动车飞线充电", "ev_charging", 2, ((-81.9, 119.6),)),
    Hazard("Point", "和煦家园3号楼过街门洞 · 视线盲区", "blind_corner", 2, ((223.6, -173.1),)),
    Hazard(
        "LineString",
        "和谐北巷 · 背阴结冰路段",
        "ice",
        2,
        ((25.8, 84.8), (55.2, 84.9), (88.3, 85.1)),
        False,
        "2026-11-15",
        "2027-03-10",
    ),
    Hazard(
        "LineString",
        "槐荫楼院中路 · 路面破损",
        "paving",
        1,
        ((-89.2, -103), (-89.2, -133.4), (-64.4, -133.4)),
    ),
    Hazard("LineString", "阳光苑北门外 · 台阶湿滑", "steps", 2, ((108.6, 211.6), (108.6, 216.2))),
    Hazard(
        "Polygon",
        "和谐小区16号楼东侧 · 管沟施工",
        "construction",
        3,
        ((74.7, -46.5), (97.3, -45.5), (97.3, -38.6), (74.7, -39.6)),
        True,
        "2026-11-20",
        "2027-01-15",
    ),
    Hazard(
        "Polygon",
        "五建小区3号楼北侧 · 低洼积水",
        "puddle",
        1,
        ((-147.2, 53.4), (-131.6, 52.9), (-127, 57), (-134.3, 61.6), (-145.4, 59.8)),
    ),
    Hazard(
        "Polygon",
        "和谐南巷 · 路面开挖",
        "construction",
        2,
        ((110.4, -95.7), (128.8, -95.7), (128.8, -92), (110.4, -92)),
        False,
        "2026-08-03",
        "2026-10-31",
    ),
)

# Numbers of the hazards that are looked at once a month.
ACCIDENT_SPOTS = (1, 2, 3, 4, 5, 7, 9, 10)

# Shops stand outside the wall on the street side, or in a compound's street front: inside its
# building, reached by one of its entrances if that is named.
SHOPS: tuple[tuple[str, float, float, str | None, str | None], ...] = (
    ("五建小区东门外 · 小餐馆", -8.9, -49.7, None, "09:30-11:30"),
    ("五建小区东墙外 · 食品店", -9.4, 27.6, None, None),
    ("五建小区西门外 · 理发店", -173.1, 22.1, None, None),
    ("和谐小区西墙外 · 公共浴室", 9.2, 60.7, None, "10:00-11:30;14:00-21:00"),
    ("槐荫楼院南墙外 · 小旅馆", -110.4, -173.7, None, None),
    ("青松楼院西门外 · 食品店", -174.6, 141.7, None, None),
    ("和煦家园3号楼底商 · 小餐馆", 198.7, -167.4, "M10", "09:30-11:30"),
    ("和煦家园3号楼底商 · 美容理发店", 248.4, -167.4, "M10-4", None),
)

PARTNERS: tuple[tuple[str, float, float, str | None, str | None], ...] = (
    ("社区卫生站 · 共建单位", 29.4, 110.4, "M04", "09:00-11:00;14:00-17:00"),
    ("养老服务驿站 · 共建单位", 53.4, 110.4, "M04", None),
    ("阳光苑东侧小学 · 共建单位", 139.8, 174.8, None, "09:00-10:00"),
    ("街心花园幼儿园 · 共建单位", 147.2, -158.2, None, "09:00-11:00"),
    ("望林苑物业服务站 · 共建单位", 258.5, 36.8, None, None),
    ("大屯路南侧银行网点 · 共建单位", 55.2, 217.1, None, "09:00-17:00"),
    ("南沙滩路警务室 · 共建单位", -55.2, -178.5, None, None),
    ("科学园南里西街邮政所 · 共建单位", -190.4, -27.6, None, None),
)


def _doors() -> tuple[list[tuple[str, int, int, bool]], list[tuple[str, int, int, bool]]]:
    """Doors as (building, order, storeys, lift), of unmanaged and of managed buildings."""
    old = [
        (f"B{number:02d}", order, block.storeys, False)
        for number, block in enumerate(UNMANAGED, 1)
        for order in range(1, block.doors + 1)
    ]
    new = [
        (m.id, order, m.block.storeys, m.lift)
        for m in MANAGED
        if m.households
        for order in range(1, m.block.doors + 1)
    ]
    return old, new


def _place_name(building_id: str) -> str:
    """The name of a building by its id."""
    if building_id.startswith("B"):
        return f"{int(building_id[1:])}号楼"
    return next(m.name for m in MANAGED if m.id == building_id)


def target_row(name: str, kind: str, **more: Any) -> Row:
    """
    A target's columns in the order of the file, empty where nothing is given.

    Parameters
    ----------
    name, kind
        Label, always a place, and kind of the target.
    **more
        Other columns.

    Returns
    -------
    Row
        Without the id.
    """
    row: Row = {"name": name, "kind": kind, "building_id": None, "entrance_id": None}
    row |= {"hazard_id": None, "minutes": None, "hours": None, "priority": 2, "weeks": None}
    row |= {"last_visit": None, "stairs": None, "note": None}
    return row | more


def homes() -> list[Row]:
    """
    Homes that are visited once a month, each behind a door of its own.

    Returns
    -------
    list of Row
        Without ids and places: their place is their entrance.
    """
    rng = random.Random(SEED)
    old, new = _doors()
    rows = []
    for kind, in_old, in_new in HOMES:
        chosen = []
        for pool, count in ((old, in_old), (new, in_new)):
            for _ in range(count):
                chosen.append(pool.pop(int(rng.random() * len(pool))))
        for building_id, order, storeys, lift in sorted(chosen):
            rows.append(
                target_row(
                    f"{_place_name(building_id)}{order}单元 · {KIND_LABELS[kind]}",
                    kind,
                    building_id=building_id,
                    entrance_id=f"{building_id}-{order}",
                    priority=1 + int(rng.random() * 3),
                    last_visit=rng.choice(LAST_VISITS) if rng.random() < 0.7 else None,
                    stairs=None if lift else int(rng.random() * storeys),
                )
            )
    return rows


def _refine(rows: list[Row]) -> None:
    """Give a few homes longer visits, Mondays, hours and remarks."""
    for index, minutes in ((1, 20), (8, 15), (22, 15), (34, 25)):
        rows[index]["minutes"] = minutes
    for index, weeks in ((0, "1,3"), (5, "2,4"), (24, "1"), (35, "2,3")):
        rows[index]["weeks"] = weeks
    rows[3]["hours"] = "10:00-11:30"
    notes = {
        2: "听力不好，多按几次门铃",
        8: "需要带政策宣传册",
        22: "了解取暖情况",
        34: "上月反映的漏水要当面回访",
        38: "门禁需先打对讲",
    }
    for index, note in notes.items():
        rows[index]["note"] = note


def _spots() -> list[tuple[Row, XY | None]]:
    """Targets that are not homes, with their places."""
    rows: list[tuple[Row, XY | None]] = []
    more: Row
    for n, (name, x, y, building, hours) in enumerate(PARTNERS):
        more = {"building_id": building, "hours": hours, "weeks": "1,2" if n == 3 else None}
        rows.append((target_row(name, "partner_organisation", **more), (x, y)))
    for number in ACCIDENT_SPOTS:
        hazard = HAZARDS[number - 1]
        more = {"hazard_id": f"H{number:02d}", "priority": hazard.severity}
        more["minutes"] = 8 if hazard.blocks else None
        rows.append((target_row(hazard.name, "accident_spot", **more), None))
    for name, x, y, inside, hours in SHOPS:
        more = {"building_id": inside and inside.split("-")[0], "hours": hours, "priority": 3}
        more["entrance_id"] = inside if inside and "-" in inside else None
        rows.append((target_row(name, "small_shop", **more), (x, y)))
    for n, (row, _) in enumerate(rows):
        row["last_visit"] = LAST_VISITS[n % 5] if n % 4 else None
    rows[0][0]["priority"] = 1
    return rows


def targets() -> list[tuple[Row, XY | None]]:
    """
    All targets with the place of those that have one of their own.

    Returns
    -------
    list of tuple
        Columns with the id first, and local metres or None.
    """
    at_home = homes()
    _refine(at_home)
    rows: list[tuple[Row, XY | None]] = [(row, None) for row in at_home]
    rows += _spots()
    return [({"id": f"T{n:02d}"} | row, place) for n, (row, place) in enumerate(rows, 1)]
