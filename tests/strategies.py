"""Small communities for tests: drawn by hand in metres, or made up by hypothesis."""

from collections.abc import Sequence
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
    visits: list[tuple[str, str]] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)

    def _add(self, layer: str, letter: str, shape: Any, cells: dict[str, Any]) -> str:
        cells.setdefault("id", f"{letter}{len(self.rows[layer]) + 1}")
        self.rows[layer].append({**cells, "geometry": shape})
        return str(cells["id"])

    def courtyard(self, shape: Any, **cells: Any) -> str:
        cells = {"kind": "dormitory", "enclosed": False, "open_ground": True, **cells}
        return self._add("courtyards", "C", shape, cells)

    def building(self, shape: Any, doors: Sequence[XY] = (), **cells: Any) -> str:
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

    def visited(self, id_: str, date: str) -> None:
        self.visits.append((id_, date))

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
                    lambda points: np.add(points, [EAST, NORTH]),
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
        if self.visits:
            text = "\n".join(["id,date", *(",".join(row) for row in self.visits)]) + "\n"
            (folder / "visits.csv").write_text(text, encoding="utf-8")
        return folder

    def read(self, folder: Path) -> Community:
        return read_community(self.save(folder))

    def office(self, at: XY) -> None:
        lon, lat = lonlat(*at)
        self.settings["office"] = {"lon": lon, "lat": lat}


# Communities made up by hypothesis

HOURS = (None, None, None, "08:00-12:00", "09:00-10:00", "08:35-08:40;09:30-11:00", "13:00-17:00")
SHIFTS = (("08:30", "11:30"), ("08:30", "09:30"), ("09:00", "09:40"), ("08:00", "12:00"))
MONDAYS = ("2026-12-07", "2026-12-14", "2026-12-21", "2026-12-28")
KINDS = (
    "elderly_party_member", "frequent_caller", "small_shop", "accident_spot", "partner_organisation"
)  # fmt: skip
LAST_VISITS = (
    None, None, "2026-10-05", "2026-11-16", "2026-11-23", "2026-11-30", "2026-12-03", "2026-12-14",
    "2027-01-05",
)  # fmt: skip
_CELL_X, _CELL_Y = 34.0, 26.0


@st.composite
def sketches(draw: st.DrawFn) -> Sketch:
    """Draw a small community: valid, but as awkward as real ones."""

    def number(low: int, high: int) -> int:
        return draw(st.integers(low, high))

    def chance(of_ten: int) -> bool:
        return number(0, 9) >= 10 - of_ten

    def some(choices: Any) -> Any:
        return draw(st.sampled_from(choices))

    s = Sketch()
    gap = some((0.0, 0.3, 12.0))
    x, height = 0.0, 2 * _CELL_Y + 14
    lanes: list[float] = []
    for _ in range(number(1, 3)):
        columns = number(1, 2)
        width = columns * _CELL_X + 8
        yard = shapely.box(x, 0, x + width, height)
        id_ = s.courtyard(yard, enclosed=chance(6), open_ground=chance(7))
        if chance(2):
            inner = shapely.box(x + 3, 8 + _CELL_Y, x + 3 + _CELL_X, 6 + 2 * _CELL_Y + 4)
            nested = s.courtyard(inner, enclosed=chance(5), open_ground=chance(5))
            _gate(s, draw, nested, inner, lanes)
        for _ in range(number(0, 2)):
            _gate(s, draw, id_, yard, lanes)
        for column in range(columns):
            for row in range(2):
                if chance(7):
                    at = x + 4 + column * _CELL_X, 7 + row * _CELL_Y
                    _building(s, draw, at, id_ if chance(8) else None)
        x += width + gap
    if chance(5) or not s.rows["buildings"]:
        _building(s, draw, (x + 25, 7), None, managed=False)
    _streets(s, draw, x, height, lanes)
    for _ in range(number(0, 2)):
        a = number(-5, int(x)), number(-5, int(height) + 5)
        s.wall(a, (a[0] + number(2, 25), a[1] + number(-20, 20)))
    for _ in range(number(0, 3)):
        at = number(-15, int(x) + 15), number(-15, int(height) + 15)
        shape = some(
            (
                shapely.Point(at),
                shapely.LineString([at, (at[0] + 9, at[1] + 4)]),
                shapely.box(at[0], at[1], at[0] + 5, at[1] + 7),
            )
        )
        since, until = some(
            ((None, None), (None, None), ("2026-12-10", None), (None, "2026-12-09"))
        )
        attention = number(0, 3)
        s.hazard(
            shape,
            severity=number(1, 3),
            blocks=chance(4),
            since=since,
            until=until,
            attention=attention,
        )
    for _ in range(number(0, 6)):
        _target(s, draw, x, height)
    if s.rows["targets"] and chance(4):
        _second_reason(s, draw)
    _settings(s, draw, x, height)
    _turn(s, number(0, 3) * 17)
    return s


@st.composite
def ruled(draw: st.DrawFn) -> Sketch:
    """Draw a month's rules and wishes, on one small piece of ground without any hindrance."""
    s = Sketch()
    s.street((-40, -10), (140, -10), highway="residential")
    s.office((-20, -10))
    s.courtyard(shapely.box(0, -5, 60, 40))
    s.courtyard(shapely.box(30, 0, 58, 30))
    for x, yard, managed in ((2, "C1", False), (32, "C2", True), (70, None, True)):
        doors = [(x + 5, 0), (x + 15, 0)][: draw(st.integers(1, 2))]
        cells = {"lift": draw(st.booleans()), "attention": draw(st.integers(0, 3))}
        s.building(
            shapely.box(x, 0, x + 20, 12), doors, courtyard_id=yard, managed=managed, **cells
        )
    s.hazard(shapely.Point(50, 35), attention=draw(st.integers(0, 3)))
    for _ in range(draw(st.integers(1, 4))):
        _target(s, draw, 60, 40)
    if draw(st.booleans()):
        _second_reason(s, draw)
    _teams(s, draw)
    _rules(s, draw)
    _wishes(s, draw)
    return s


def _gate(s: Sketch, draw: st.DrawFn, id_: str, yard: Any, lanes: list[float]) -> None:
    border = shapely.boundary(yard)
    share = draw(st.integers(0, 39)) / 40
    at = border.interpolate(share, normalized=True)
    on_south = at.y < 0.01 and 4 < at.x - yard.bounds[0] < yard.bounds[2] - yard.bounds[0] - 4
    if on_south and draw(st.booleans()):
        lanes.append(at.x)
    s.gate(
        (at.x, at.y + draw(st.sampled_from((0.0, 0.0, 0.8)))),
        id_,
        hours=draw(st.sampled_from(HOURS)),
        closed=draw(st.integers(0, 4)) == 0,
    )


def _building(
    s: Sketch, draw: st.DrawFn, at: XY, id_: str | None, *, managed: bool | None = None
) -> None:
    x, y = at
    kind = draw(st.sampled_from(("slab", "slab", "turned", "angle", "pair")))
    shape = shapely.box(x + 2, y + 2, x + 28, y + 13)
    if kind == "angle":
        shape = shapely.union(shape, shapely.box(x + 2, y + 2, x + 12, y + 22))
    if kind == "turned":
        slim = shapely.box(x + 4, y + 6, x + 26, y + 15)
        shape = shapely.affinity.rotate(slim, draw(st.sampled_from((-20, 15, 30))))
    shapes = [shape]
    if kind == "pair":
        shapes = [
            shapely.box(x + 2, y + 2, x + 15, y + 13),
            shapely.box(x + 15, y + 2, x + 28, y + 16),
        ]
    for each in shapes:
        # No door leads into the house next door.
        others = shapely.union_all([other for other in shapes if other is not each]).buffer(0.5)
        ring = shapely.get_exterior_ring(shapely.normalize(each)).difference(others)
        ring = shapely.line_merge(ring)
        start, step = draw(st.integers(0, 9)) / 10, draw(st.sampled_from((0.06, 0.1)))
        doors = []
        for count in range(draw(st.integers(1, 4))):
            door = ring.interpolate((start + count * step) % 1.0, normalized=True)
            doors.append((door.x, door.y))
        taken = managed if managed is not None else draw(st.integers(0, 3)) == 0
        attention, lift = draw(st.sampled_from((0, 0, 1, 3))), draw(st.booleans())
        s.building(each, doors, courtyard_id=id_, managed=taken, attention=attention, lift=lift)


def _streets(s: Sketch, draw: st.DrawFn, x: float, height: float, lanes: list[float]) -> None:
    beside = draw(st.sampled_from((2.0, 9.0)))
    west, east, south, north = -40.0, x + 70, -beside, height + 9
    xs = sorted({west, east, *lanes})
    s.street(*((at, south) for at in xs), highway="residential")
    s.street((west, south), (west, north), (east, north), highway="service")
    kind = draw(st.sampled_from(("footway", "steps")))
    s.street((east, north), (east, south), highway=kind)
    for lane in dict.fromkeys(lanes):
        end = draw(st.sampled_from((0.0, 6.0, height + 9)))
        tags = draw(st.sampled_from(({}, {}, {"tunnel": "building_passage"})))
        if end > height:
            s.street((lane, south), (lane, 3.0), highway="service")
            s.street((lane, 3.0), (lane, end), **tags)
        else:
            s.street((lane, south), (lane, end), highway="service")


def _target(s: Sketch, draw: st.DrawFn, x: float, height: float) -> None:
    cells: dict[str, Any] = {
        "kind": draw(st.sampled_from(KINDS)),
        "hours": draw(st.sampled_from(HOURS)),
        "weeks": draw(st.sampled_from((None, None, "1,3", "2", "5"))),
        "priority": draw(st.sampled_from((None, 1, 2, 3))),
        "minutes": draw(st.sampled_from((None, 3, 12.5, 40))),
        "last_visit": draw(st.sampled_from(LAST_VISITS)),
        "stairs": draw(st.sampled_from((None, 0, 3))),
        "room": draw(st.sampled_from((None, "101", "101"))),
    }
    where = draw(st.sampled_from(("point", "door", "building", "hazard")))
    with_doors = sorted({row["building_id"] for row in s.rows["entrances"]})
    if where == "hazard" and s.rows["hazards"]:
        s.target(hazard_id=draw(st.sampled_from(s.rows["hazards"]))["id"], **cells)
    elif where == "door":
        door = draw(st.sampled_from(s.rows["entrances"]))
        s.target(building_id=door["building_id"], entrance_id=door["id"], **cells)
    elif where == "building":
        s.target(building_id=draw(st.sampled_from(with_doors)), **cells)
    else:
        at = draw(st.integers(-20, int(x) + 40)), draw(st.integers(-6, int(height) + 6))
        s.target(at, **cells)


def _second_reason(s: Sketch, draw: st.DrawFn) -> None:
    """Give a target two reasons to be visited at home, at times that may suit both."""
    first = draw(st.sampled_from(s.rows["targets"]))
    first |= {"kind": "elderly_party_member", "hazard_id": None, "room": "101", "minutes": 5}
    if first["geometry"] is None:
        door = draw(st.sampled_from(s.rows["entrances"]))
        first |= {"building_id": door["building_id"], "entrance_id": door["id"]}
    second = {key: cell for key, cell in first.items() if key not in ("id", "geometry")} | {
        "kind": draw(st.sampled_from(("frequent_caller", "elderly_party_member"))),
        "hours": draw(st.sampled_from((first["hours"], *HOURS))),
        "weeks": draw(st.sampled_from((first["weeks"], None, "1,2"))),
        "last_visit": draw(st.sampled_from((None, *LAST_VISITS))),
        "minutes": 9,
    }
    shape = first["geometry"]
    s.target(None if shape is None else (shape.x, shape.y), **second)


def _settings(s: Sketch, draw: st.DrawFn, x: float, height: float) -> None:
    _teams(s, draw)
    _rules(s, draw)
    if draw(st.booleans()):
        s.settings["office"] = {
            "building_id": draw(st.sampled_from(s.rows["entrances"]))["building_id"]
        }
    else:
        s.office((draw(st.integers(-30, int(x) + 60)), draw(st.sampled_from((-12, -5)))))
    _wishes(s, draw)


def _teams(s: Sketch, draw: st.DrawFn) -> None:
    s.settings["teams"] = []
    yards = [row["id"] for row in s.rows["courtyards"]]
    for number in range(draw(st.integers(1, 3))):
        start, end = draw(st.sampled_from(SHIFTS))
        s.settings["teams"].append(
            {
                "id": str(number + 1),
                "name": f"Team {number + 1}",
                "start": start,
                "end": end,
                "no_stairs": draw(st.booleans()),
                "walking_speed_mps": draw(st.sampled_from((0.8, 1.1))),
                "courtyards": draw(st.lists(st.sampled_from(yards), max_size=2, unique=True)),
            }
        )


def _rules(s: Sketch, draw: st.DrawFn) -> None:
    """Draw how often, how long and by whom visits are made."""
    often = st.sampled_from((0.5, 1, 2, 2))
    s.settings |= {
        "minutes": {"entrance": draw(st.sampled_from((1.5, 6))), "attention": [0, 2, 4, 12.5]},
        "times_a_month": draw(st.dictionaries(st.sampled_from(KINDS), often, max_size=3)),
        "priority": draw(st.dictionaries(st.sampled_from(KINDS), st.integers(1, 3), max_size=3)),
        "days_between_visits": draw(st.sampled_from((21, 0, 35))),
        "courtyards_kept": draw(st.sampled_from(("rule", "rule", "wish", "no"))),
        "holiday_rule": draw(st.sampled_from(("keep", "move", "skip"))),
    }


def _wishes(s: Sketch, draw: st.DrawFn) -> None:
    """Draw wishes, often about the same thing, and visits made."""
    teams = [team["id"] for team in s.settings["teams"]]
    targets = [row["id"] for row in s.rows["targets"]]
    stops = [row["id"] for row in (*s.rows["targets"], *s.rows["targets"], *s.rows["buildings"])]
    gates = [row["id"] for row in s.rows["gates"]]
    named = {
        "pin": stops, "forbid": stops, "add": stops, "absent": teams,
        "open_gate": gates, "close_gate": gates,
    }  # fmt: skip
    often = {what: draw(st.sampled_from(ids)) for what, ids in named.items() if ids}
    often |= {"pin": often["forbid"], "add": often["forbid"]}
    if gates:
        often["open_gate"] = often["close_gate"]
    for _ in range(draw(st.sampled_from((0, 0, 2, 6)))):
        what = draw(st.sampled_from(list(often)))
        id_ = draw(st.sampled_from((often[what], often[what], *named[what])))
        team = draw(st.sampled_from(("", *teams))) if what in ("pin", "forbid", "add") else ""
        date = draw(st.sampled_from(("", *MONDAYS[:2], *MONDAYS, "2026-11-02", "2026-12-09")))
        s.wish(what, id_, date=date, team=team)
    for _ in range(draw(st.integers(0, 2)) if targets else 0):
        day = draw(st.sampled_from(LAST_VISITS[2:]))
        s.visited(draw(st.sampled_from((*targets, "T99"))), day)


def _turn(s: Sketch, degrees: float) -> None:
    """Turn a whole drawing round its origin: nothing in life is parallel to the axes."""
    if not degrees:
        return

    def turn(shape: Any) -> Any:
        return shapely.affinity.rotate(shape, degrees, origin=(0, 0))

    for rows in s.rows.values():
        for row in rows:
            if row["geometry"] is not None:
                row["geometry"] = turn(row["geometry"])
    moved: dict[XY, XY] = {}
    for points, _ in s.ways:
        for i, point in enumerate(points):
            if point not in moved:
                there = turn(shapely.Point(point))
                moved[point] = round(there.x, 4), round(there.y, 4)
            points[i] = moved[point]
    office = s.settings["office"]
    if "lon" in office:
        from_east, from_north = _TO_LONLAT.transform(
            office["lon"], office["lat"], direction="INVERSE"
        )
        there = turn(shapely.Point(from_east - EAST, from_north - NORTH))
        s.office((there.x, there.y))
