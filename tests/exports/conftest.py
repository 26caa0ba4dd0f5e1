"""A community of two buildings and a shop, and a month plan of three rounds, all made by hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import geopandas as gpd
import pytest
import shapely

from walkmap.community import Community, Settings, Team, read_community, write_community
from walkmap.community.settings import Office
from walkmap.rounds.plan import Leg, MonthPlan, Round, Stop, Unvisited
from walkmap.words import Words

OSM = '<?xml version="1.0"?><osm version="0.6"/>'
LON, LAT = 116.37, 40.0
HOSTILE = "=1+1<script>&\"'\x00\x0b\x1b]]>\ud800\ufffe\n二"
SHOWN = "=1+1<script>&\"']]> 二"  # what is left of it


def box(west: float, south: float) -> shapely.Polygon:
    """An outline of some 34 by 11 m."""
    return shapely.box(LON + west, LAT + south, LON + west + 0.0004, LAT + south + 0.0001)


@pytest.fixture
def make_community(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Community]:
    def make(**changes: object) -> Community:
        folder = tmp_path_factory.mktemp("community")
        settings = Settings(
            id="tiny",
            name="小社区",
            office=Office(lon=LON, lat=LAT),
            teams=(Team(id="1", name="一组"), Team(id="2", name="二组")),
        ).model_copy(update=changes)
        buildings = gpd.GeoDataFrame(
            {
                "id": ["B01", "B02"],
                "name": ["1号楼", "2号楼"],
                "managed": [False, False],
                "households": [36, 48],
            },
            geometry=[box(0.001, 0.0), box(0.001, 0.0005)],
            crs="EPSG:4326",
        )
        doors = gpd.GeoDataFrame(
            {
                "id": ["B01-1", "B01-2", "B02-1", "B02-2"],
                "building_id": ["B01", "B01", "B02", "B02"],
            },
            geometry=[
                shapely.Point(LON + x, LAT + y) for y in (0, 0.0005) for x in (0.0011, 0.0013)
            ],
            crs="EPSG:4326",
        )
        write_community(folder, settings, {"buildings": buildings, "entrances": doors}, OSM)
        return read_community(folder)

    return make


@pytest.fixture
def community(make_community: Callable[..., Community]) -> Community:
    return make_community()


@pytest.fixture
def made_up(make_community: Callable[..., Community]) -> Community:
    return make_community(illustrative=True)


def line(*places: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([(LON + x, LAT + y) for x, y in places])


def monday_round(day: date, team: str, team_name: str, name: str) -> Round:
    """Two buildings and a shop at the second one's wall: a leg without length."""
    along = line((0.001, 0.0), (0.0014, 0.0))
    to_b02, past_b02 = (
        line((0.0014, 0.0), (0.0014, 0.0005)),
        line((0.0014, 0.0005), (0.001, 0.0005)),
    )
    stops = (
        Stop(1, "building", "", "B01", name, shapely.Point(LON + 0.001, LAT), 30700, 31000, 270,
             85.349, 34.149, ("B01-1", "B01-2"), Words("每周一必走", "every Monday")),
        Stop(2, "building", "", "B02", "2号楼", shapely.Point(LON + 0.0014, LAT + 0.0005), 31050,
             31300, 219, 55.549, 34.149, ("B02-2", "B02-1"), Words("每周一必走", "every Monday")),
        Stop(3, "target", "elderly_party_member", "T01", "2号楼1单元 · 高龄党员",
             shapely.Point(LON + 0.001, LAT + 0.0005), 31300, 31900, 600, 0.0, 0.0, (),
             Words("本月一次", "once a month")),
    )  # fmt: skip
    legs = (
        Leg("approach", 1, "office", "B01", 85.349, line((0, 0), (0.001, 0))),
        Leg("along", 1, "B01", "B01", 34.149, along),
        Leg("approach", 2, "B01", "B02", 55.549, to_b02, True),
        Leg("along", 2, "B02", "B02", 34.149, past_b02),
        Leg("approach", 3, "B02", "T01", 0.0, None),
        Leg("return", 4, "T01", "office", 101.949, line((0.001, 0.0005), (0, 0))),
    )
    walk_m = sum(leg.walk_m for leg in legs)
    walk_s = round(walk_m / 1.1)
    return Round(
        day, team, team_name, 30600, 30600 + walk_s + 1089, walk_m, 101.949, walk_s, 1089, 0,
        round(walk_m / 0.602), stops, legs,
    )  # fmt: skip


@pytest.fixture
def plan() -> MonthPlan:
    first, second = date(2026, 12, 7), date(2026, 12, 14)
    return MonthPlan(
        "tiny",
        "2026-12",
        (first, second),
        1,
        (
            monday_round(first, "1", "一组", "1号楼"),
            monday_round(first, "2", "二组", "1号楼"),
            monday_round(second, "1", "一组", "1号楼"),
        ),
        (
            Unvisited("B09", "9号楼", Words("没有开放的大门", "no open gate"), second),
            Unvisited("T17", "17号", Words("时间不够", "no time left")),
        ),
        (Words("大门已关", "a gate is shut"),),
    )


@pytest.fixture
def hostile_plan(plan: MonthPlan) -> MonthPlan:
    """The plan with names that break careless files."""
    words = Words(HOSTILE, HOSTILE)
    round_ = monday_round(plan.dates[0], "1", HOSTILE, HOSTILE)
    stops = tuple(replace(stop, name=HOSTILE, why=words) for stop in round_.stops)
    return replace(
        plan,
        rounds=(replace(round_, stops=stops), replace(round_, team="2", stops=stops)),
        unvisited=(Unvisited("T17", HOSTILE, words),),
        warnings=(words,),
    )


@pytest.fixture
def shown() -> str:
    """What a hostile name is in a file."""
    return SHOWN
