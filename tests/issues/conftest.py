"""A community of three slabs in a row, and tables of issues, all made by hand."""

from collections.abc import Callable

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from walkmap.community import Community, Settings, read_community, write_community
from walkmap.community.settings import Office
from walkmap.issues import read_issues

OSM = '<?xml version="1.0"?><osm version="0.6"/>'
EAST, NORTH = 446_000.0, 4_428_000.0  # UTM zone 50N, in Beijing
UTM = "EPSG:32650"
EAST_ENDS = (EAST, EAST + 200, EAST + 400)
HEADER = (
    "id,recorded_at,source,building_id,lon,lat,category,level,text,households,people,status,"
    "handler,due,handled_at,recorded_by,round"
)
ROW = "{id},{at},walk,{building},{lon},{lat},environment,small,{text},1,2,open,,,,,"


@pytest.fixture
def community(tmp_path_factory: pytest.TempPathFactory) -> Community:
    folder = tmp_path_factory.mktemp("community")
    settings = Settings(id="tiny", name="小", office=Office(lon=116.37, lat=40.0))
    slabs = gpd.GeoDataFrame(
        {"id": ["B1", "B2", "B3"], "managed": [False] * 3, "households": [50, 0, 40]},
        geometry=[shapely.box(x, NORTH, x + 60, NORTH + 12) for x in EAST_ENDS],
        crs=UTM,
    )
    doors = gpd.GeoDataFrame(
        {"id": ["B1-1", "B2-1", "B3-1"], "building_id": ["B1", "B2", "B3"]},
        geometry=[shapely.Point(x + 30, NORTH) for x in EAST_ENDS],
        crs=UTM,
    )
    write_community(folder, settings, {"buildings": slabs, "entrances": doors}, OSM)
    return read_community(folder)


@pytest.fixture
def place() -> Callable[[float, float], tuple[float, float]]:
    """Give longitude and latitude of a place in metres from the corner of the first slab."""

    def lonlat(x: float, y: float) -> tuple[float, float]:
        point = gpd.GeoSeries([shapely.Point(EAST + x, NORTH + y)], crs=UTM).to_crs(4326)[0]
        return point.x, point.y

    return lonlat


@pytest.fixture
def write(community: Community) -> Callable[..., Community]:
    """Write issues.csv into the community: rows of (id, at, building, lon, lat)."""

    def text(*rows: tuple[object, ...]) -> Community:
        keys = ("id", "at", "building", "lon", "lat")
        lines = [ROW.format(**dict(zip(keys, row, strict=True)), text="灯太亮") for row in rows]
        body = "\n".join([HEADER, *lines, ""])
        (community.folder / "issues.csv").write_text(body, encoding="utf-8-sig")
        return community

    return text


@pytest.fixture
def issues_at(write: Callable[..., Community]) -> Callable[..., pd.DataFrame]:
    """Give issues at places: each a building's id, or longitude and latitude."""

    def table(*places: object, at: str = "2026-06-30 09:00") -> pd.DataFrame:
        rows = [
            (n, at, p, "", "") if isinstance(p, str) else (n, at, "", *p)
            for n, p in enumerate(places)
        ]
        return read_issues(write(*rows))

    return table
