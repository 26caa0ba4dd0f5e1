"""A small estate made by hand, in parts that tests change: layers, streets, rounds, issues."""

from dataclasses import replace
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from walkmap.rounds.plan import Leg, Round, Stop
from walkmap.words import Words

LON, LAT = 116.37, 40.0
PHONE = {"width": 390, "height": 844}
WALL = {"width": 1920, "height": 1080}


def frame(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")


def point(x: float, y: float) -> shapely.Point:
    """A place some metres east and north of the south-west corner."""
    return shapely.Point(LON + x * 1.172e-5, LAT + y * 9.006e-6)


def line(*places: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([point(*place) for place in places])


def box(west: float, south: float, wide: float, high: float) -> shapely.Polygon:
    corners = [(0, 0), (wide, 0), (wide, high), (0, high)]
    return shapely.Polygon([point(west + x, south + y).coords[0] for x, y in corners])


def layers() -> dict[str, gpd.GeoDataFrame]:
    blocks = {"B1": (10, 60), "B2": (10, 20), "B3": (130, 60), "M1": (130, 20)}
    hazard = {"kind": "paving", "severity": 2, "since": "", "until": ""}
    return {
        "courtyards": frame(
            [
                {"id": f"C{i}", "name": f"{'甲乙'[i - 1]}院", "kind": "dormitory",
                 "open_ground": True, "enclosed": True, "assumed": i == 2,
                 "geometry": box(120 * i - 120, 0, 100, 90)}
                for i in (1, 2)
            ]
        ),
        "buildings": frame(
            [
                {"id": id_, "name": f"{i}号楼", "courtyard_id": "C1" if x < 100 else "C2",
                 "managed": id_ == "M1", "households": 48, "geometry": box(x, y, 60, 12)}
                for i, (id_, (x, y)) in enumerate(blocks.items(), 1)
            ]
        ),
        "entrances": frame(
            [
                {"id": f"{id_}-{k}", "name": f"{k}单元", "building_id": id_, "assumed": k == 2,
                 "geometry": point(x + 20 * k, y)}
                for id_, (x, y) in blocks.items()
                for k in (1, 2)
            ]
        ),
        "gates": frame(
            [
                {"id": "G1", "name": "东门", "courtyard_id": "C1", "hours": "", "closed": False,
                 "assumed": False, "geometry": point(100, 45)},
                {"id": "G2", "name": "西门", "courtyard_id": "C1", "hours": "06:30-09:00",
                 "closed": False, "assumed": True, "geometry": point(0, 45)},
                {"id": "G3", "name": "西门", "courtyard_id": "C2", "hours": "", "closed": False,
                 "assumed": False, "geometry": point(120, 45)},
            ]
        ),
        "hazards": frame(
            [
                {**hazard, "id": id_, "name": name, "blocks": id_ == "H3", "geometry": shape}
                for id_, name, shape in (
                    ("H1", "井盖松动", point(40, 45)),
                    ("H2", "结冰", line((110, 0), (110, 30))),
                    ("H3", "施工", box(200, 40, 12, 10)),
                )
            ]
        ),
        "targets": frame(
            [{"id": "T1", "name": "2号楼1单元 · 高龄党员", "kind": "elderly_party_member",
              "building_id": "B2", "entrance_id": "B2-1", "note": "", "geometry": None}]
        ),
        "walls": frame([{"id": "W1", "name": "", "geometry": line((80, 20), (80, 50))}]),
    }  # fmt: skip


def streets() -> gpd.GeoDataFrame:
    rows = (
        ("residential", "中街", False, line((110, -80), (110, 180))),
        ("secondary", "北大路", False, line((-90, 110), (320, 112))),
        ("service", "", True, line((140, 32), (140, 20))),
    )
    columns = ("highway", "name", "passage", "geometry")
    return frame([dict(zip(columns, row, strict=True)) for row in rows])


def stop(order: int, id_: str, name: str, at: tuple[float, float], arrive_s: int) -> Stop:
    building = id_.startswith("B")
    return Stop(
        order=order,
        kind="building" if building else "target",
        target_kind="" if building else "elderly_party_member",
        id=id_,
        name=name,
        place=point(*at),
        arrive_s=arrive_s,
        depart_s=arrive_s + 200,
        visit_s=180,
        approach_m=120.0,
        along_m=20.0 if building else 0.0,
        entrances=(f"{id_}-1", f"{id_}-2") if building else (),
        why=Words("每个周一都走访", "walked every Monday"),
    )


def a_round(day: date, team: str, name: str) -> Round:
    """Two buildings of the first courtyard and a target, or one building of the second."""
    office, gate = (110, -20), (110, 45)
    if team == "1":
        stops = (
            stop(1, "B1", "1号楼", (30, 60), 30_900),
            stop(2, "B2", "2号楼", (30, 20), 31_300),
            replace(stop(3, "T1", "2号楼1单元 · 高龄党员", (30, 20), 31_900), approach_m=0.0),
        )
        ways = [
            ("approach", 1, line(office, gate, (90, 45), (30, 45), (30, 60))),
            ("along", 1, line((30, 60), (50, 60))),
            ("approach", 2, line((50, 60), (30, 20))),
            ("along", 2, line((30, 20), (50, 20))),
            ("approach", 3, None),
            ("return", 4, line((30, 20), (30, 45), gate, office)),
        ]
    else:
        stops = (stop(1, "B3", "3号楼", (150, 60), 31_000),)
        ways = [
            ("approach", 1, line(office, gate, (150, 45), (150, 60))),
            ("along", 1, line((150, 60), (170, 60))),
            ("return", 2, line((170, 60), (150, 45), gate, office)),
        ]
    legs = tuple(
        Leg(part, order, "a", "b", 100.0 if way else 0.0, way) for part, order, way in ways
    )
    return Round(
        date=day, team=team, team_name=name, start_s=30_600, end_s=33_000, walk_m=1234.0,
        return_m=150.0, walk_s=1122, visit_s=1100, wait_s=178, steps=2050, stops=stops, legs=legs,
    )  # fmt: skip


def issues_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Issues as they are read, each given by what matters of it."""
    usual = {
        "source": "walk", "building_id": "", "lon": None, "lat": None, "category": "environment",
        "level": "small", "text": "灯太亮", "status": "open", "recorded_at": "2026-12-31 09:00",
    }  # fmt: skip
    table = pd.DataFrame([usual | row for row in rows], columns=list(usual))
    table["recorded_at"] = pd.to_datetime(table["recorded_at"])
    return table.astype({"lon": float, "lat": float}).rename_axis("id")
