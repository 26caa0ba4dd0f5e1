"""Buildings: which footprints are lived in, which courtyard each is in, numbers and names."""

import re
from collections import Counter, defaultdict
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from walkmap.errors import SourceError
from walkmap.osm.courtyards import Courtyard
from walkmap.osm.scene import HOUSES, Scene, tag
from walkmap.words import Words

LIVED_IN = HOUSES | {"residential", "apartments", "terrace", "dormitory"}
_INSIDE_SHARE = 0.8
_SAME_SHARE = 0.8
_OTHER_USES = ("amenity", "shop", "office", "tourism", "leisure")
_SMALL_M2 = 25
# Buildings that are not visited matter as far as ways lead; a shared wall is no overlap.
_AROUND_M = 150.0
_OVERLAP_M2 = 1.0
_ZH_NUMBER = re.compile(
    r"[0-9０-９]+\s*[A-Za-z甲乙丙丁]?\s*(?:号楼|號樓|号|栋|幢|#|＃|座|楼|樓)|[A-Z]座"
)
_NUMBER = re.compile(
    r"(?:^|\b(?:building|bldg|block|house|haus|tower|no|talo|nr|#)[\s.#]*)(\d+\s?[A-Za-z]?)$", re.I
)
_PLAIN = re.compile(r"(\d+\s*[A-Za-z甲乙丙丁]?)\s*[#＃]?")


_EVERY = Words(
    "地图上没有居住区，或居住区里没有楼：标为 building=yes 的楼全部收进来了，请删去不住人的",
    "no residential area with buildings is mapped: every building=yes was taken, "
    "delete those where nobody lives",
)
_NO_BUILDING = Words(
    "给出的范围里没有可走访的楼；请换一份含有楼的地图数据，或先在 OpenStreetMap 上画楼",
    "no building to visit is mapped there; take map data with buildings, "
    "or draw them in OpenStreetMap first",
)


def choose_buildings(scene: Scene) -> tuple[gpd.GeoDataFrame, list[Words]]:
    """Choose the buildings to plan for.

    They are those of residential types, and those tagged only `yes` inside residential areas.
    Where there are none of either, or where no area is mapped and most buildings are tagged only
    `yes`, every `yes` is one.

    Parameters
    ----------
    scene
        The map data, in metres.

    Returns
    -------
    geopandas.GeoDataFrame
        Footprints with their tags: none twice, none inside another.
    list of Words
        What was assumed.

    Raises
    ------
    SourceError
        If there is no building.
    """
    table = scene.footprints[scene.inside(scene.footprints.geometry)]
    kind = np.array(tag(table, "building"), dtype=object)
    points = shapely.point_on_surface(table.geometry.to_numpy())
    in_areas = np.zeros(len(table), bool)
    areas = shapely.STRtree(scene.residential.geometry.to_numpy())
    in_areas[np.unique(areas.query(points, "intersects")[0])] = True
    typed = np.isin(kind, list(LIVED_IN))
    plain = (kind == "yes") & in_areas
    notes = []
    every = kind == "yes"
    in_place = plain.any()
    if not (typed | plain).any() or (scene.residential.empty and every.sum() > typed.sum()):
        plain = every
        if plain.any():
            notes.append(_EVERY)
    if not (typed | plain).any():
        raise SourceError(_NO_BUILDING)
    notes += _plain_notes(table[plain], bool(in_place))
    chosen, dropped = _no_doubles(table[typed | plain])
    if dropped:
        notes.append(
            Words(
                f"{dropped} 个重复或在别的楼里面的楼略去了",
                f"buildings drawn twice or inside another, left out: {dropped}",
            )
        )
    return chosen, notes


def _plain_notes(plain: gpd.GeoDataFrame, in_areas: bool) -> list[Words]:
    notes = []
    if in_areas:
        notes.append(
            Words(
                f"{len(plain)} 栋楼只标为 building=yes，因在居住区内而收进来了",
                "buildings tagged only building=yes, taken because they stand in residential "
                f"areas: {len(plain)}",
            )
        )
    used = sum(map(any, zip(*(tag(plain, key) for key in _OTHER_USES), strict=True)))
    if used:
        notes.append(
            Words(
                f"其中 {used} 栋标有别的用途（餐饮、旅馆、办公等），请看看是否住人",
                f"of these with another use tagged (a restaurant, hotel, office …): {used}; look "
                "whether people live there",
            )
        )
    small = int((plain.area < _SMALL_M2).sum())
    if small:
        notes.append(
            Words(
                f"其中 {small} 栋不到 {_SMALL_M2} 平方米，可能是门卫室或棚子",
                f"of these below {_SMALL_M2} m², perhaps lodges or sheds: {small}",
            )
        )
    return notes


def _no_doubles(table: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, int]:
    """Drop footprints that lie in another; of two drawings of one building the numbered stays."""
    shapes = table.geometry.to_numpy()
    area = shapely.area(shapes)
    marks = [tag(table, key) for key in ("addr:housenumber", "ref", "name")]
    told = [any(tags) for tags in zip(*marks, strict=True)]
    one, two = shapely.STRtree(shapes).query(shapes, "intersects")
    shared = shapely.area(shapely.intersection(shapes[one], shapes[two]))
    gone: set[int] = set()
    for a, b, common in sorted(zip(one.tolist(), two.tolist(), shared.tolist(), strict=True)):
        if a >= b or a in gone or b in gone or common < _INSIDE_SHARE * min(area[a], area[b]):
            continue
        if common >= _SAME_SHARE * max(area[a], area[b]) and told[a] != told[b]:
            gone.add(b if told[a] else a)
        else:
            gone.add(b if area[a] >= area[b] else a)
    keep = [row for row in range(len(table)) if row not in gone]
    return table.iloc[keep], len(gone)


def describe_buildings(
    table: gpd.GeoDataFrame, courtyards: list[Courtyard], language: str
) -> tuple[gpd.GeoDataFrame, list[Words]]:
    """Give buildings their courtyard, an id, and a name with a number.

    Parameters
    ----------
    table
        Footprints with their tags, in metres.
    courtyards
        Larger ones first: of nested ones the innermost counts.
    language
        ``"zh"`` or ``"en"``, for names.

    Returns
    -------
    geopandas.GeoDataFrame
        Columns id, name, courtyard (its number, -1 for none), house, households, storeys,
        geometry; courtyard by courtyard, in an order that can be walked.
    list of Words
        What was assumed.
    """
    points = shapely.point_on_surface(table.geometry.to_numpy())
    own = np.full(len(table), -1)
    for number, courtyard in enumerate(courtyards):
        own[shapely.intersects(courtyard.shape, points)] = number
    order = _walking_order(points, own)
    table, own = table.iloc[order], own[order]
    names, provisional = _names(table, language)
    names = _unique(names, [courtyards[n].name if n >= 0 else "" for n in own], language)
    width = max(3, len(str(len(table))))
    out = gpd.GeoDataFrame(
        {
            "id": [f"B{number:0{width}d}" for number in range(1, len(table) + 1)],
            "name": names,
            "courtyard": own,
            "house": np.isin(tag(table, "building"), list(HOUSES)),
            "households": [_whole(value) for value in tag(table, "building:flats")],
            "storeys": [_whole(value) for value in tag(table, "building:levels")],
        },
        geometry=table.geometry.to_numpy(),
        crs=table.crs,
    )
    if not provisional:
        return out, []
    note = Words(
        f"{provisional} 栋楼没有楼号，编了临时楼号（临1号楼……），请改成真的楼号",
        f"buildings without a number on the map, provisionally numbered T1 …: {provisional}; "
        "write the true ones",
    )
    return out, [note]


def other_buildings(
    scene: Scene, chosen: gpd.GeoDataFrame, courtyards: list[Courtyard]
) -> gpd.GeoDataFrame:
    """Return the buildings around that nobody plans to visit: one has to walk round them too.

    Parameters
    ----------
    scene
        The map data, in metres.
    chosen
        The buildings to plan for.
    courtyards
        As for `describe_buildings`.

    Returns
    -------
    geopandas.GeoDataFrame
        Columns id, name ("" where the map has none), courtyard, geometry; none over a chosen one.
    """
    table = scene.footprints.drop(index=chosen.index)
    around = shapely.buffer([*chosen.geometry, *(yard.shape for yard in courtyards)], _AROUND_M)
    shapes = table.geometry.to_numpy()
    near = np.isin(np.arange(len(table)), shapely.STRtree(shapes).query(around, "intersects")[1])
    own, other = shapely.STRtree(shapes).query(chosen.geometry.to_numpy(), "intersects")
    shared = shapely.area(shapely.intersection(chosen.geometry.to_numpy()[own], shapes[other]))
    near[other[shared > _OVERLAP_M2]] = False
    table, _ = _no_doubles(table[near])
    points = shapely.point_on_surface(table.geometry.to_numpy())
    inside = np.full(len(table), -1)
    for number, courtyard in enumerate(courtyards):
        inside[shapely.intersects(courtyard.shape, points)] = number
    width = max(3, len(str(len(table))))
    return gpd.GeoDataFrame(
        {
            "id": [f"X{number:0{width}d}" for number in range(1, len(table) + 1)],
            "name": tag(table, "name"),
            "courtyard": inside,
        },
        geometry=table.geometry.to_numpy(),
        crs=table.crs,
    )


def _walking_order(points: Any, own: Any) -> list[int]:
    """Order buildings courtyard by courtyard, in each from the north-west to the next nearest."""
    x, y = shapely.get_x(points), shapely.get_y(points)
    first: dict[int, float] = {}
    for number in np.unique(own):
        first[int(number)] = float(np.max((y - x)[own == number]))
    groups = sorted(first, key=lambda number: (number < 0, -first[number], number))
    order: list[int] = []
    for number in groups:
        left = list(np.flatnonzero(own == number))
        here = max(left, key=lambda i: (y[i] - x[i], -i))
        while left:
            left.remove(here)
            order.append(int(here))
            if left:
                rest = np.array(left)
                here = left[int(np.argmin(np.hypot(x[rest] - x[here], y[rest] - y[here])))]
    return order


def _names(table: gpd.GeoDataFrame, language: str) -> tuple[list[str], int]:
    """Name buildings by their numbers; count those that got a provisional one."""
    houses, refs = tag(table, "addr:housenumber"), tag(table, "ref")
    streets = tag(table, "addr:street")
    titles = [a or b for a, b in zip(tag(table, "name"), tag(table, "name:zh"), strict=True)]
    shared = Counter(zip(streets, houses, strict=True))
    names, provisional = [], 0
    for title, street, house, ref in zip(titles, streets, houses, refs, strict=True):
        if language == "zh" and shared[street, house] > 1:
            house = ""  # the number of the whole compound
        number = house or ref
        name = _numbered(title, street if house else "", number, language)
        if not name:
            provisional += 1
            name = _provisional(title, provisional, language)
        names.append(name)
    return names, provisional


def _numbered(title: str, street: str, number: str, language: str) -> str:
    """Return a name that tells a building's number, "" if none is known."""
    plain = _PLAIN.fullmatch(title)
    if plain:
        return f"{plain[1]}号楼" if language == "zh" else f"Building {plain[1]}"
    if title and (_ZH_NUMBER.search(title) or _NUMBER.search(title)):
        return title
    if not number:
        return ""
    if language == "zh":
        plain = _PLAIN.fullmatch(number)
        told = f"{plain[1]}号楼" if plain else number
        return f"{title}（{told}）" if title else told
    told = f"{street} {number}" if street else f"Building {number}"
    return f"{title} ({told})" if title else told


def _provisional(title: str, number: int, language: str) -> str:
    if language == "zh":
        return f"{title}（临{number}号楼）" if title else f"临{number}号楼"
    return f"{title} (T{number})" if title else f"Building T{number}"


def _unique(names: list[str], courtyards: list[str], language: str) -> list[str]:
    """Tell buildings of the same name apart by their courtyards, else by a count."""
    double = {name for name, count in Counter(names).items() if count > 1}
    names = [
        f"{courtyard} {name}" if name in double and courtyard and courtyard not in name else name
        for name, courtyard in zip(names, courtyards, strict=True)
    ]
    seen: dict[str, int] = defaultdict(int)
    out = []
    for name in names:
        seen[name] += 1
        count = seen[name]
        mark = f"（{count}）" if language == "zh" else f" ({count})"
        out.append(name + mark if count > 1 else name)
    return out


def _whole(text: str) -> int:
    """Read a tag's whole number, 0 if it is none."""
    try:
        number = float(text)
    except ValueError:
        return 0
    return int(number) if 0 < number < 10_000 else 0
