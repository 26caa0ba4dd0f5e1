"""A starter community out of map data: what is there, what was assumed, what was lost."""

import math
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from walkmap.datum import in_china
from walkmap.errors import SourceError
from walkmap.osm.buildings import choose_buildings, describe_buildings, other_buildings
from walkmap.osm.courtyards import COMPOUND_M2, Courtyard, find_courtyards
from walkmap.osm.elements import RELATION, WAY_EMPTY, WAY_NODES
from walkmap.osm.entrances import find_entrances
from walkmap.osm.gates import Gate, find_gates, open_walls
from walkmap.osm.scene import Scene, read_scene
from walkmap.osm.source import UNCLOSED, WGS84, Extract
from walkmap.words import Words

_SPEED_MPS = 1.1
_MINUTES_PER_ENTRANCE = 1.5
_HALF_DAY_S = 180 * 60
_FILL = 0.8  # how much of a half day is planned at first
_DETOUR = 1.3  # of ways against straight lines
_DIGITS = "零一二三四五六七八九"
_DORMITORY = ("宿舍", "家属院", "家属区")
_LOST = {
    WAY_EMPTY: Words("没有节点的线", "ways without nodes"),
    WAY_NODES: Words("缺节点的线", "ways whose nodes are missing"),
    RELATION: Words("缺成员或不闭合的关系", "relations with members missing or open rings"),
    UNCLOSED: Words("不闭合的面", "areas that aren't closed"),
}

_NO_STREETS = Words(
    "给出的范围里没有可以步行的道路；请换一份含有道路的地图数据",
    "no street to walk on is mapped there; take map data with streets",
)


@dataclass(frozen=True)
class Starter:
    """A community to begin with.

    Parameters
    ----------
    settings
        What `community.toml` shall hold; settings that are not here have their defaults.
    layers
        Courtyards, buildings, entrances, gates and walls, in WGS-84.
    streets_xml
        The walkable streets as OSM XML.
    notes
        What was assumed, what is odd and what was lost, for the planner to look at.
    """

    settings: dict[str, Any]
    layers: dict[str, gpd.GeoDataFrame]
    streets_xml: str
    notes: list[Words]


def make_starter(
    extract: Extract, *, name: str, id: str, office: tuple[float, float] | None = None
) -> Starter:
    """Make a starter community out of map data.

    Parameters
    ----------
    extract
        Map data; it is not changed.
    name, id
        The community's.
    office
        Longitude and latitude (WGS-84) of the office; by default the most central gate.

    Returns
    -------
    Starter
        Everything that a community needs; the same for the same data.

    Raises
    ------
    SourceError
        If there is no street to walk on, or no building to visit.
    """
    scene = read_scene(extract)
    if scene.streets.empty:
        raise SourceError(_NO_STREETS)
    chosen, notes = choose_buildings(scene)
    middle = gpd.GeoSeries([shapely.union_all(chosen.centroid.to_numpy()).centroid], crs=scene.crs)
    home = middle.to_crs(WGS84).iloc[0]
    language = "zh" if bool(in_china(home.x, home.y)) else "en"
    courtyards, odd = find_courtyards(scene, chosen)
    courtyards = [_named(c, n, language) for n, c in enumerate(courtyards, 1)]
    buildings, provisional = describe_buildings(chosen, courtyards, language)
    gates = find_gates(scene, courtyards)
    walls = open_walls(scene, courtyards, gates)
    entrances, blind = find_entrances(scene, buildings, courtyards, gates, walls)
    teams = _team_count(buildings, entrances)
    place = office or _central(scene, buildings, gates)
    others = other_buildings(scene, chosen, courtyards)
    layers = _layers(courtyards, buildings, others, entrances, gates, walls, language)
    settings = {
        "id": id,
        "name": name,
        "language": language,
        "timezone": "Asia/Shanghai" if language == "zh" else "UTC",
        "source": extract.source,
        "office": {"lon": round(float(place[0]), 7), "lat": round(float(place[1]), 7)},
        "teams": [{"id": str(n), "name": _team_name(n, language)} for n in range(1, teams + 1)],
    }
    notes = [
        _summary(layers),
        *notes,
        *odd,
        *provisional,
        *blind,
        *_street_notes(scene, courtyards, gates),
        *_lost_notes(extract.broken),
        *_choices(office is None, bool(gates), len(buildings), teams, language),
    ]
    return Starter(settings, layers, scene.streets_xml, notes)


def _named(courtyard: Courtyard, number: int, language: str) -> Courtyard:
    if courtyard.name:
        return courtyard
    return replace(courtyard, name=f"楼院{number}" if language == "zh" else f"Courtyard {number}")


def _layers(
    courtyards: list[Courtyard],
    buildings: gpd.GeoDataFrame,
    others: gpd.GeoDataFrame,
    entrances: gpd.GeoDataFrame,
    gates: list[Gate],
    walls: gpd.GeoDataFrame,
    language: str,
) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers of a community in WGS-84."""
    crs = buildings.crs
    ids = [f"C{number:02d}" for number in range(1, len(courtyards) + 1)]
    names = _numbered_parts(courtyards, language)
    blocks = gpd.GeoDataFrame(
        pd.concat(
            [buildings.assign(managed=False), others.assign(managed=True, households=0, storeys=0)]
        )
    )
    blocks["courtyard_id"] = [ids[n] if n >= 0 else "" for n in blocks["courtyard"]]
    columns = ["id", "name", "courtyard_id", "managed", "households", "storeys", "geometry"]
    walls = walls.reset_index(drop=True)
    walls.insert(0, "id", [f"W{number:03d}" for number in range(1, len(walls) + 1)])
    tables = {
        "courtyards": _courtyard_table(courtyards, ids, names, crs),
        "buildings": blocks[columns],
        "entrances": entrances,
        "gates": _gate_table(gates, ids, names, crs, language),
        "walls": walls,
    }
    return {name: table.to_crs(WGS84) for name, table in tables.items()}


def _courtyard_table(
    courtyards: list[Courtyard], ids: list[str], names: list[str], crs: Any
) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "id": ids,
            "name": names,
            "kind": [
                "dormitory" if any(word in c.name for word in _DORMITORY) else "compound"
                for c in courtyards
            ],
            "enclosed": [c.enclosed for c in courtyards],
            "open_ground": [c.open_ground for c in courtyards],
        },
        geometry=[c.shape for c in courtyards],
        crs=crs,
    )


def _numbered_parts(courtyards: list[Courtyard], language: str) -> list[str]:
    """Return the courtyards' names, those that several have with a number."""
    total = pd.Series([c.name for c in courtyards], dtype=object).value_counts()
    seen: dict[str, int] = {}
    names = []
    for courtyard in courtyards:
        seen[courtyard.name] = count = seen.get(courtyard.name, 0) + 1
        mark = f"（{count}）" if language == "zh" else f" ({count})"
        names.append(courtyard.name + mark if total[courtyard.name] > 1 else courtyard.name)
    return names


def _gate_table(
    gates: list[Gate], ids: list[str], names: list[str], crs: Any, language: str
) -> gpd.GeoDataFrame:
    """Return the layer of gates; one without a name is named by its courtyard and a number."""
    counts: dict[int, int] = {}
    titles = []
    for gate in gates:
        counts[gate.courtyard] = count = counts.get(gate.courtyard, 0) + 1
        word = f"{count}号门" if language == "zh" else f"gate {count}"
        titles.append(gate.name or f"{names[gate.courtyard]} {word}")
    return gpd.GeoDataFrame(
        {
            "id": [f"G{number:02d}" for number in range(1, len(gates) + 1)],
            "name": titles,
            "courtyard_id": [ids[gate.courtyard] for gate in gates],
            "hours": [gate.hours for gate in gates],
            "closed": [gate.closed for gate in gates],
            "assumed": [gate.assumed for gate in gates],
        },
        geometry=[gate.point for gate in gates],
        crs=crs,
    )


def _central(scene: Scene, buildings: gpd.GeoDataFrame, gates: list[Gate]) -> tuple[float, float]:
    """Return the most central open gate, or else the most central place on the streets."""
    middle = shapely.union_all(buildings.geometry.centroid.to_numpy()).centroid
    places = [gate.point for gate in gates if not gate.closed and gate.way_in is None]
    places = places or [gate.point for gate in gates if not gate.closed]
    footprints = shapely.STRtree(scene.footprints.geometry.to_numpy())
    points = np.array(places, dtype=object)
    within = set(footprints.query(points, "intersects")[0].tolist())
    places = [place for number, place in enumerate(places) if number not in within]
    lines = scene.streets.geometry[scene.streets["main"]].to_numpy()
    if places:
        place = min(places, key=lambda point: (point.distance(middle), point.x, point.y))
    elif len(lines):
        near = lines[int(np.argmin(shapely.distance(lines, middle)))]
        place = near.interpolate(near.project(middle))
    else:
        place = middle
    point = gpd.GeoSeries([place], crs=scene.crs).to_crs(WGS84).iloc[0]
    return point.x, point.y


def _team_count(buildings: gpd.GeoDataFrame, entrances: gpd.GeoDataFrame) -> int:
    """Return how many teams the first plan takes so that each has most of a half day's work."""
    doors = entrances.groupby("building_id", sort=False).geometry
    along = sum(
        shapely.length(shapely.LineString(list(points))) for _, points in doors if len(points) > 1
    )
    middles = buildings.geometry.centroid.to_numpy()
    between = shapely.distance(middles[:-1], middles[1:]).sum() * _DETOUR
    work_s = len(entrances) * _MINUTES_PER_ENTRANCE * 60 + (along + between) / _SPEED_MPS
    return max(1, math.ceil(float(work_s) / (_FILL * _HALF_DAY_S)))


def _team_name(number: int, language: str) -> str:
    if language == "en":
        return f"Team {number}"
    if number >= 100:
        return f"{number}组"
    tens, ones = divmod(number, 10)
    text = (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "")
    return f"{text}{_DIGITS[ones] if ones else ''}组"


def _summary(layers: dict[str, gpd.GeoDataFrame]) -> Words:
    yards, gates, doors = layers["courtyards"], layers["gates"], layers["entrances"]
    walled, shut = int(yards["enclosed"].sum()), int(gates["closed"].sum())
    visited = int((~layers["buildings"]["managed"]).sum())
    others = len(layers["buildings"]) - visited
    guessed, made = int(gates["assumed"].sum()), int(doors["assumed"].sum())
    return Words(
        f"{len(yards)} 个楼院（{walled} 个围合），{visited} 栋楼，"
        f"另有 {others} 栋不走访、只绕开，"
        f"{len(doors)} 个单元门（{made} 个是假定的），"
        f"{len(gates)} 个大门（{guessed} 个是假定的，{shut} 个关闭）",
        f"{len(yards)} courtyards ({walled} walled), {visited} buildings "
        f"(and {others} not visited, only walked round), "
        f"{len(doors)} entrances ({made} assumed), "
        f"{len(gates)} gates ({guessed} assumed, {shut} closed)",
    )


def _street_notes(scene: Scene, courtyards: list[Courtyard], gates: list[Gate]) -> list[Words]:
    notes = []
    pieces, length = scene.loose
    if pieces:
        notes.append(
            Words(
                f"有 {pieces} 段路（共 {length:.0f} 米）与其余道路不相连，请在图上接好",
                f"pieces of street that hang loose from the rest: {pieces} ({length:.0f} m); "
                "join them on the map",
            )
        )
    alone = sum(gate.way_in is not None for gate in gates)
    if alone:
        notes.append(
            Words(
                f"{alone} 个楼院没有路通进去，假定在离道路最近处有门，请改到真的位置",
                f"courtyards that no way leads into: {alone}; a gate was assumed nearest to the "
                "streets, move it to its true place",
            )
        )
    wide = sum(not c.enclosed and c.shape.area > COMPOUND_M2 for c in courtyards)
    if wide:
        notes.append(
            Words(
                f"{wide} 片居住区超过 20 公顷且没有围墙，按普通街区处理，只走道路，不假定大门",
                f"residential areas over 20 ha without a wall: {wide}; they are taken as quarters "
                "where one keeps to the streets, without gates assumed",
            )
        )
    return notes


def _lost_notes(broken: dict[str, int]) -> list[Words]:
    return [
        Words(f"数据有缺损，略去 {count} 个{word.zh}", f"broken data, left out: {count} {word.en}")
        for kind, count in broken.items()
        for word in [_LOST[kind]]
    ]


def _choices(
    no_office: bool, has_gates: bool, buildings: int, teams: int, language: str
) -> list[Words]:
    notes = []
    if no_office:
        at = (
            Words("最居中的大门", "the most central gate")
            if has_gates
            else Words("居中的路边", "a central place on the streets")
        )
        notes.append(
            Words(
                f"办公室假定在{at.zh}，请在 community.toml 里改成真的位置",
                f"the office was assumed at {at.en}: write its true place into community.toml",
            )
        )
    notes.append(
        Words(
            f"{buildings} 栋楼都先当作无物业，分 {teams} 个走访组；"
            "有物业的楼请把 managed 改为 true",
            f"every building ({buildings}) is taken as unmanaged, and the teams proposed are "
            f"{teams}: set managed to true where there is property management",
        )
    )
    if language == "en":
        notes.append(
            Words("时区设为 UTC，请改成当地时区", "the time zone is UTC: write the local one")
        )
    return notes
