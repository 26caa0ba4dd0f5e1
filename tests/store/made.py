"""A community made by hand, and what a phone brings back from it."""

import base64
import io
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from PIL import Image

from walkmap.community import Community, Settings, read_community, write_community
from walkmap.community.settings import Office

UTM = "EPSG:32650"
EAST, NORTH = 446_000.0, 4_428_000.0
OSM = '<?xml version="1.0"?><osm version="0.6"/>'
CSV = (
    "id,recorded_at,source,building_id,category,level,text,status,handled_at\n"
    "old-1,2026-11-30 09:00,walk,B1,environment,small,路灯太亮,handled,2026-12-01\n"
    "old-2,2026-11-30 09:10,hotline,B2,dispute,medium,琴声太响,open,\n"
)
IDS = [f"{k:08x}-0000-4000-8000-000000000000" for k in range(1, 6)]


def make_community(folder: Path) -> Community:
    """Write and read two slabs, a home, a shop beside them, and a spot where one slips."""
    folder.mkdir(exist_ok=True)
    settings = Settings(id="tiny", name="小", office=Office(lon=116.37, lat=40.0))
    layers = {
        "buildings": gpd.GeoDataFrame(
            {"id": ["B1", "B2"], "name": ["1号楼", "2号楼"], "managed": [False] * 2},
            geometry=[shapely.box(x, NORTH, x + 60, NORTH + 12) for x in (EAST, EAST + 200)],
            crs=UTM,
        ),
        "entrances": gpd.GeoDataFrame(
            {"id": ["B1-1", "B2-1"], "building_id": ["B1", "B2"]},
            geometry=[shapely.Point(x + 30, NORTH) for x in (EAST, EAST + 200)],
            crs=UTM,
        ),
        "hazards": gpd.GeoDataFrame(
            {"id": ["H1"], "name": ["冰"], "kind": ["ice"], "severity": [1]},
            geometry=[shapely.Point(EAST + 100, NORTH)],
            crs=UTM,
        ),
        "targets": gpd.GeoDataFrame(
            {
                "id": ["T1", "T2", "T3"],
                "name": ["1号楼 · 高龄党员", "小吃店", "冰"],
                "kind": ["elderly_party_member", "small_shop", "accident_spot"],
                "building_id": ["B1", "", ""],
                "hazard_id": ["", "", "H1"],
            },
            geometry=[None, shapely.Point(EAST + 150, NORTH + 30), None],
            crs=UTM,
        ),
    }
    write_community(folder, settings, layers, OSM)
    (folder / "issues.csv").write_text(CSV, encoding="utf-8")
    return read_community(folder)


def visit(stop: str = "B1", **changes: Any) -> dict[str, Any]:
    return {
        "id": f"2026-12-07/1/{stop}",
        "order": 1,
        "kind": "target" if stop.startswith("T") else "building",
        "stop": stop,
        "result": "done",
        "at": "2026-12-07T08:45:00+08:00",
        "reason": "",
        "note": "",
    } | changes


def issue(number: int = 0, **changes: Any) -> dict[str, Any]:
    return {
        "id": IDS[number],
        "recorded_at": "2026-12-07T08:50:00+08:00",
        "stop": "B1",
        "building_id": "B1",
        "target_id": "",
        "lon": None,
        "lat": None,
        "category": "environment",
        "level": "small",
        "text": "楼道里堆了纸箱",
        "households": 1,
        "people": 2,
        "status": "open",
        "handled_at": None,
        "photo": None,
    } | changes


def results(**changes: Any) -> dict[str, Any]:
    return {
        "format": "walkmap-results/1",
        "community": "tiny",
        "plan": "abc",
        "date": "2026-12-07",
        "team": "1",
        "exported_at": "2026-12-07T11:20:00+08:00",
        "visits": [visit()],
        "issues": [issue()],
    } | changes


def write_results(file: Path, **changes: Any) -> Path:
    text = json.dumps(results(**changes), ensure_ascii=False)
    file.write_text(text, encoding="utf-8", errors="backslashreplace")
    return file


def photo(**options: Any) -> tuple[str, bytes]:
    """Return a small JPEG as a data URI and as bytes."""
    made = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((64, 48)).save(made, "JPEG", **options)
    data = made.getvalue()
    return "data:image/jpeg;base64," + base64.b64encode(data).decode(), data
