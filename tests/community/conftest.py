"""A small valid community: two courtyards, three buildings, and all else that a folder holds."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

LON, LAT = 116.37, 40.0
PER_LON, PER_LAT = 1 / 85_394, 1 / 111_035  # degrees of a metre at 40° north

TOML = """\
id = "tiny"
name = "小社区"

[office]
lon = {lon}
lat = {lat}

[[teams]]
id = "1"
name = "一组"
courtyards = ["C1"]

[[teams]]
id = "2"
name = "二组"
courtyards = ["C2"]
"""
WISHES = """\
date,what,id,team,note
2026-12-07,pin,T1,1,
,close_gate,G3,,修路
2026-12-14,absent,2,,
"""
STREETS = """\
<?xml version="1.0"?>
<osm version="0.6">
  <node id="1" lon="116.3690" lat="39.9999"/>
  <node id="2" lon="116.3740" lat="39.9999"/>
  <way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way>
</osm>
"""


def at(x: float, y: float) -> list[float]:
    """Return the place some metres east and north of the corner, 7 decimals."""
    return [round(LON + x * PER_LON, 7), round(LAT + y * PER_LAT, 7)]


def _point(x: float, y: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": at(x, y)}


def _box(x: float, y: float, width: float, depth: float) -> dict[str, Any]:
    corners = [(x, y), (x + width, y), (x + width, y + depth), (x, y + depth), (x, y)]
    return {"type": "Polygon", "coordinates": [[at(*corner) for corner in corners]]}


def _line(*points: tuple[float, float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [at(*point) for point in points]}


def _layers() -> dict[str, list[tuple[dict[str, Any] | None, dict[str, Any]]]]:
    """Return each layer's geometries and properties."""
    yard = {"kind": "dormitory", "enclosed": True, "open_ground": True}
    flat = {"managed": False, "households": 48, "storeys": 6, "lift": False}
    return {
        "courtyards": [
            (_box(0, 0, 160, 120), {"id": "C1", "name": "东院", **yard, "households": 96}),
            (_box(200, 0, 140, 120), {"id": "C2", "name": "西院", **yard, "kind": "compound"}),
        ],
        "buildings": [
            (_box(20, 20, 60, 12), {"id": "B1", "name": "1号楼", "courtyard_id": "C1", **flat}),
            (_box(20, 70, 60, 12), {"id": "B2", "name": "2号楼", "courtyard_id": "C1", **flat}),
            (
                _box(230, 40, 50, 14),
                {"id": "M1", "name": "新楼", "courtyard_id": "C2", **flat, "managed": True},
            ),
        ],
        "entrances": [
            (_point(30, 32), {"id": "B1-1", "building_id": "B1", "order": 1}),
            (_point(50, 32), {"id": "B1-2", "building_id": "B1", "order": 2}),
            (_point(70, 32), {"id": "B1-3", "building_id": "B1", "order": 3}),
            (_point(30, 82), {"id": "B2-1", "building_id": "B2", "order": None}),
            (_point(60, 82), {"id": "B2-2", "building_id": "B2", "order": None}),
            (_point(250, 40), {"id": "M1-1", "building_id": "M1", "order": 1, "assumed": True}),
        ],
        "gates": [
            (_point(100, 0), {"id": "G1", "courtyard_id": "C1", "hours": "06:00-22:00"}),
            (_point(0, 60), {"id": "G2", "courtyard_id": "C1", "hours": None, "closed": True}),
            (_point(270, 0), {"id": "G3", "courtyard_id": "C2", "hours": ""}),
            (_point(340, 90), {"id": "G4", "courtyard_id": "C2", "hours": "09:00-10:00"}),
        ],
        "hazards": [
            (_point(120, 60), {"id": "H1", "kind": "井盖", "severity": 2}),
            (
                _line((100, 100), (140, 100)),
                {"id": "H2", "kind": "坑洼", "since": "2026-01-01", "until": "2026-02-01"},
            ),
            (_box(100, 20, 10, 10), {"id": "H3", "kind": "工地", "blocks": True, "severity": 3}),
        ],
        "targets": [
            (
                None,
                {
                    "id": "T1",
                    "kind": "elderly_party_member",
                    "building_id": "B1",
                    "entrance_id": "B1-2",
                    "weeks": "1,3",
                    "last_visit": "2026-10-12",
                },
            ),
            (_point(260, 47), {"id": "T2", "kind": "small_shop", "building_id": "M1"}),
            (None, {"id": "T3", "kind": "accident_spot", "hazard_id": "H1", "minutes": 5}),
            (_point(25, 25), {"id": "T4", "kind": "frequent_caller", "building_id": "B1"}),
            (
                _point(180, 60),
                {"id": "T5", "kind": "partner_organisation", "hours": "09:00-11:30;14:00-17:00"},
            ),
            (None, {"id": "T6", "kind": "hardship_party_member", "building_id": "B2"}),
        ],
        "walls": [(_line((90, 10), (90, 60)), {"id": "W1", "name": "后墙"})],
    }


def build(folder: Path) -> Path:
    """Write the small community into a folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    lon, lat = at(235, 50)
    (folder / "community.toml").write_text(TOML.format(lon=lon, lat=lat), encoding="utf-8")
    (folder / "wishes.csv").write_text(WISHES, encoding="utf-8-sig")
    (folder / "streets.osm").write_text(STREETS, encoding="utf-8")
    for name, rows in _layers().items():
        features = [
            {"type": "Feature", "properties": properties, "geometry": geometry}
            for geometry, properties in rows
        ]
        data = {"type": "FeatureCollection", "name": name, "features": features}
        text = json.dumps(data, ensure_ascii=False, indent=1)
        (folder / f"{name}.geojson").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def small_community(tmp_path: Path) -> Path:
    """Return the folder of a valid community."""
    return build(tmp_path / "tiny")


@pytest.fixture(scope="session")
def build_community() -> Callable[[Path], Path]:
    """Return what writes a valid community into a folder."""
    return build
