"""Every broken community gets its one clear message; a sound one gets none."""

import json
import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
from broken import BREAKS, load, move_layer, save, set_cell, set_setting
from pandas.testing import assert_frame_equal

from walkmap.community.check import check_community, read_community
from walkmap.community.layers import LAYERS
from walkmap.community.settings import declared_datums
from walkmap.datum import FROM_WGS84, wgs84_to_gcj02
from walkmap.errors import CommunityFaults, WalkmapError

SAMPLE = Path(__file__).parents[2] / "data" / "geo" / "nanshatan"
TODAY = date(2026, 11, 23)

# For each break: layer, row, id, column, value, and a piece of the message in both languages.
EXPECTED: dict[str, tuple[str, int | None, str, str, str, str, str]] = {
    "missing_layer": ("buildings", None, "", "", "", "补上文件 buildings.geojson", "add the file"),
    "missing_column": ("buildings", None, "", "managed", "", "加上这一列", "add the column"),
    "column_in_capitals": ("gates", None, "", "id", "", "列名 ID 改成 id", "rename the column ID"),
    "wrong_geometry_type": (
        "entrances", 1, "B1-1", "geometry", "LineString", "要画成点", "should be a point",
    ),
    "layer_of_wrong_type": (
        "buildings", None, "", "geometry", "LineString", "面（全部 3 行）", "a polygon (all 3",
    ),
    "empty_geometry": ("buildings", 1, "B1", "geometry", "", "在 QGIS 里画上", "draw it in QGIS"),
    "several_parts": (
        "courtyards", 1, "C1", "geometry", "MultiPolygon", "拆成几行", "split it",
    ),
    "self_crossing": (
        "courtyards", 1, "C1", "geometry", "116.370937, 40.000540", "自己相交", "crosses itself",
    ),
    "duplicate_id": ("buildings", 2, "B1", "id", "B1", "与第 1 行的 id 相同", "row 1 has the same"),
    "missing_id": ("buildings", 1, "", "id", "", "填上这一格", "fill in the cell"),
    "shared_id": ("targets", 2, "B1", "id", "B1", "与楼第 1 行的 id 相同", "row 1 of buildings"),
    "reserved_id": ("targets", 2, "office", "id", "office", "留给居委会", "kept for the office"),
    "unknown_courtyard": (
        "gates", 1, "G1", "courtyard_id", "X99", "没有这个楼院", "no such courtyard",
    ),
    "unknown_building": (
        "entrances", 1, "B1-1", "building_id", "X99", "没有这栋楼", "no such building",
    ),
    "renamed_building": (
        "entrances", 1, "B1-1", "building_id", "B1", "走访对象第 1、4 行", "targets row 1, 4",
    ),
    "unknown_hazard": (
        "targets", 3, "T3", "hazard_id", "X99", "没有这个易出事故点", "no such hazard",
    ),
    "entrance_of_another_building": (
        "targets", 1, "T1", "entrance_id", "B2-1", "属于 B2", "entrance of B2",
    ),
    "no_entrance": ("buildings", 2, "B2", "id", "B2", "building_id 填 B2", "building_id B2"),
    "no_entrance_at_all": ("entrances", None, "", "", "", "每栋楼画上单元门", "draw each"),
    "no_buildings": ("buildings", None, "", "", "", "画上社区的楼", "draw the community"),
    "target_without_place": ("targets", 5, "T5", "geometry", "", "没有位置", "has no place"),
    "not_hours": ("gates", 1, "G1", "hours", "早八点到晚十点", "09:00-11:30;", "09:00-11:30;"),
    "hours_overnight": ("gates", 1, "G1", "hours", "22:00-06:00", "过夜的分成两段", "at midnight"),
    "not_weeks": ("targets", 1, "T1", "weeks", "6", "写 1 到 5", "from 1 to 5"),
    "not_a_date": ("hazards", 1, "H1", "since", "2026-02-30", "不是日期", "is not a date"),
    "not_a_number": ("buildings", 1, "B1", "households", "许多", "正整数", "whole number"),
    "not_a_kind": ("targets", 1, "T1", "kind", "barber", "可写：", "write elderly_party_member"),
    "not_a_flag": ("buildings", 1, "B1", "managed", "也许", "写 true 或 false", "true or false"),
    "empty_column": ("buildings", None, "", "managed", "", "整列都没有填", "in all rows"),
    "entrance_far": (
        "entrances", 1, "B1-1", "geometry", "116.370351, 40.000588", "B1 有 33 米", "33 m from",
    ),
    "gate_off_wall": (
        "gates", 1, "G1", "geometry", "116.371171, 40.000300", "移到围墙上", "onto the wall",
    ),
    "place_far_away": (
        "hazards", 1, "H1", "geometry", "116.371405, 40.500540", "56 公里", "56 km from",
    ),
    "layer_far_away": (
        "buildings", None, "", "geometry", "121.370234, 31.000180", "1087 公里", "1087 km",
    ),
    "swapped_row": (
        "gates", 1, "G1", "geometry", "40.000000, 116.371171", "经度在前", "longitude comes first",
    ),
    "swapped_layer": (
        "entrances", None, "", "geometry", "40.000288, 116.370351", "写反了（全部 6 行）", "all 6",
    ),
    "not_degrees": (
        "buildings", None, "", "geometry", "9891469.907000, 4440019.991100",
        "EPSG:4326", "EPSG:4326",
    ),
    "gates_in_gcj02": (
        "gates", None, "", "geometry", "116.377404, 40.001388",
        '最前面写上 datums.gates = "gcj02"', 'write datums.gates = "gcj02"',
    ),
    "entrances_in_bd09": (
        "entrances", None, "", "geometry", "116.383058, 40.007798",
        'datums.entrances = "bd09"', 'datums.entrances = "bd09"',
    ),
    "buildings_in_gcj02": (
        "buildings", None, "", "geometry", "116.376466, 40.001567",
        'datums.buildings = "gcj02"', 'datums.buildings = "gcj02"',
    ),
    "courtyards_in_bd09": (
        "courtyards", None, "", "geometry", "116.382708, 40.007504",
        'datums.courtyards = "bd09"', 'datums.courtyards = "bd09"',
    ),
    "datum_declared_wrongly": (
        "gates", None, "", "geometry", "116.371171, 40.000000",
        '改成 datums.gates = "wgs84"', 'change it to datums.gates = "wgs84"',
    ),
    "one_gate_in_gcj02": (
        "gates", 1, "G1", "geometry", "116.377404, 40.001388", "按 GCJ-02", "it is in GCJ-02",
    ),
    "broken_json": ("gates", None, "", "", "", "gates.geojson 不完整", "near line"),
    "not_a_layer": ("gates", None, "", "", "", "重新导出", "not a FeatureCollection"),
    "wrong_encoding": ("courtyards", None, "", "", "", "不是 UTF-8", "not in UTF-8"),
    "empty_file": ("gates", None, "", "", "", "空文件", "an empty file"),
    "not_a_feature": ("walls", 2, "", "", "", "不是一个要素", "is not a Feature"),
    "not_a_geopackage": ("community.gpkg", None, "", "", "", "不是完好的", "no sound GeoPackage"),
    "two_geopackages": ("tiny", None, "", "*.gpkg", "a.gpkg, b.gpkg", "只留一个", "leave one"),
    "no_streets": ("streets", None, "", "", "", "存为 streets.osm", "as streets.osm"),
    "wish_unheard_of": ("wishes", 1, "", "what", "visit", "可写：pin", "write pin"),
    "wish_for_unknown_gate": ("wishes", 1, "X99", "id", "X99", "没有这个大门", "no such gate"),
    "wish_without_id": ("wishes", 1, "", "id", "", "填上楼或走访对象的 id", "write the id"),
    "wishes_without_header": ("wishes", None, "", "what", "", "第一行写 date,what", "first line"),
    "visit_not_on_a_date": ("visits", 3, "T1", "date", "上周一", "写成 2026-12-07", "write it as"),
    "visit_without_date": ("visits", 1, "T1", "date", "", "填上这一格", "fill in the cell"),
    "visits_without_header": ("visits", None, "", "date", "", "第一行写 id,date", "first line"),
    "toml_broken": ("community.toml", None, "", "", "", "第 1 行第 8 个字符", "line 1, column 8"),
    "toml_with_nul": ("community.toml", None, "", "", "", "第 1 行第 1 个字符", "line 1, column 1"),
    "toml_in_gbk": ("community.toml", None, "", "", "", "不是 UTF-8", "not UTF-8"),
    "setting_missing": ("community.toml", None, "", "name", "", "写上 name", "write name"),
    "setting_misspelt": (
        "community.toml", None, "", "walking_speed", "1.2", "是不是 walking_speed_mps", "_mps?",
    ),
    "setting_out_of_range": (
        "community.toml", None, "", "walking_speed_mps", "11", "要小于 3", "must be below 3",
    ),
    "unknown_time_zone": (
        "community.toml", None, "", "timezone", "Asia/Nanshatan", "Asia/Shanghai", "Asia/Shanghai",
    ),
    "unknown_datum": ("community.toml", None, "", "datum", "gcj", "可写：'wgs84'", "write 'wgs84'"),
    "datum_of_unknown_layer": (
        "community.toml", None, "", "datums.gate", "gate", "'gates'", "'gates'",
    ),
    "shift_backwards": (
        "community.toml", None, "", "shift", "11:30-08:30", "晚于开始", "later than it starts",
    ),
    "not_a_time": ("community.toml", None, "", "shift.start", "八点半", '"08:30"', '"08:30"'),
    "same_team_twice": ("community.toml", None, "", "teams[3].id", "1", "别的 id", "another id"),
    "team_of_unknown_courtyard": (
        "community.toml", None, "", "teams[1].courtyards", "X99",
        "没有这个楼院", "no such courtyard",
    ),
    "too_often": (
        "community.toml", None, "", "times_a_month.small_shop", "3", "隔月一次写 0.5", "0.5 for",
    ),
    "often_for_no_kind": (
        "community.toml", None, "", "times_a_month.barber", "barber", "small_shop", "small_shop",
    ),
    "priority_out_of_range": (
        "community.toml", None, "", "priority.small_shop", "4", "不能大于 3", "not be above 3",
    ),
    "no_such_holiday_rule": (
        "community.toml", None, "", "holiday_rule", "later", "'move'", "'move'",
    ),
    "office_nowhere": (
        "community.toml", None, "", "office.building_id", "X99", "没有这栋楼", "no such building",
    ),
    "office_far_away": (
        "community.toml", None, "", "office", "117.300000, 40.000000", "79 公里", "79 km",
    ),
    "office_swapped": (
        "community.toml", None, "", "office", "39.999, 116.3713", "写反了", "lon = 116.3713",
    ),
}  # fmt: skip


def test_every_break_is_expected() -> None:
    assert set(EXPECTED) == set(BREAKS)
    assert len(BREAKS) >= 20


@pytest.mark.parametrize("name", BREAKS)
def test_break_gets_its_one_message(small_community: Path, name: str) -> None:
    BREAKS[name](small_community)
    faults = check_community(small_community, today=TODAY).faults
    assert len(faults) == 1, [fault.words.en for fault in faults]
    (fault,) = faults
    layer, row, id_, column, value, zh, en = EXPECTED[name]
    found = (fault.layer, fault.row, fault.id, fault.column, fault.value)
    assert found == (layer, row, id_, column, value)
    assert zh in fault.words.zh
    assert en in fault.words.en
    for line in fault.words:
        assert value in line
        assert "\n" not in line
    assert fault.mend.zh
    assert fault.mend.en
    with pytest.raises(CommunityFaults) as raised:
        read_community(small_community)
    assert raised.value.faults == faults
    assert raised.value.exit_code == 1


@pytest.mark.parametrize("name", BREAKS)
def test_break_of_the_sample_gets_one_message(tmp_path: Path, name: str) -> None:
    if not SAMPLE.is_dir():
        pytest.skip("no sample")
    folder = tmp_path / "sample"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("issues.csv"))
    BREAKS[name](folder)
    faults = check_community(folder, today=TODAY).faults
    assert [fault.layer for fault in faults] == [EXPECTED[name][0].replace("tiny", "sample")]


def test_sound_community(small_community: Path) -> None:
    report = check_community(small_community, today=TODAY)
    assert report.faults == ()
    assert report.community is not None
    fine = " ".join(words.zh for words in report.fine)
    for piece in (
        "2 栋无物业楼、96 户",
        "楼 3",
        "没有重复",
        "单元门都在楼边",
        "大门都在围墙上",
        "WGS-84",
    ):
        assert piece in fine
    notes = " ".join(words.en for words in report.notes)
    for piece in ("1 of the entrances are assumed", "gates G4", "last visit: T2", "over: H2"):
        assert piece in notes


def test_what_is_read(small_community: Path) -> None:
    community = read_community(small_community)
    assert list(community.unmanaged.index) == ["B1", "B2"]
    assert community.doors_of("B2") in (["B2-1", "B2-2"], ["B2-2", "B2-1"])
    assert community.targets.geometry["T1"] is None
    assert community.targets.loc["T1", "weeks"] == "1,3"
    assert community.targets.loc["T2", "priority"] == 0
    for name, layer in LAYERS.items():
        table = getattr(community, name)
        assert list(table.columns) == [
            *(column.name for column in layer.all_columns if column.name != "id"), "geometry",
        ]  # fmt: skip


def test_sample_is_sound() -> None:
    if not SAMPLE.is_dir():
        pytest.skip("no sample")
    report = check_community(SAMPLE, today=TODAY)
    assert report.faults == ()
    assert any("32 栋无物业楼、2547 户" in words.zh for words in report.fine)


def test_all_faults_are_collected_and_sorted(small_community: Path) -> None:
    names = [
        "setting_out_of_range", "self_crossing", "not_a_number", "unknown_building",
        "not_hours", "place_far_away", "not_weeks", "no_streets", "wish_unheard_of",
    ]  # fmt: skip
    for name in names:
        BREAKS[name](small_community)
    faults = check_community(small_community).faults
    assert [fault.layer for fault in faults] == [EXPECTED[name][0] for name in names]
    with pytest.raises(CommunityFaults, match="and 8 more"):
        read_community(small_community)


def test_faults_within_a_layer_stand_by_row(small_community: Path) -> None:
    set_cell(small_community, "gates", "hours", "x", 3)
    set_cell(small_community, "gates", "closed", "x", 2)
    move_layer(small_community, "gates", lambda x, y: (x, y + 0.0003), only=1)
    assert [fault.row for fault in check_community(small_community).faults] == [1, 2, 3]


def _to_package(folder: Path, package: Path, crs: str = "EPSG:4326") -> None:
    for name in LAYERS:
        gpd.read_file(folder / f"{name}.geojson").to_crs(crs).to_file(package, layer=name)
        (folder / f"{name}.geojson").unlink()


@pytest.mark.parametrize("source", ["small", "sample"])
def test_geopackage_reads_the_same(small_community: Path, tmp_path: Path, source: str) -> None:
    folder = small_community
    if source == "sample":
        if not SAMPLE.is_dir():
            pytest.skip("no sample")
        folder = tmp_path / "sample"
        shutil.copytree(SAMPLE, folder)
    plain = read_community(folder)
    _to_package(folder, folder / "community.gpkg")
    for path in (folder, folder / "community.gpkg"):
        packed = read_community(path)
        for name in LAYERS:
            assert_frame_equal(getattr(plain, name), getattr(packed, name))
        assert packed.settings == plain.settings


def test_package_named_is_the_one_read(small_community: Path) -> None:
    _to_package(small_community, small_community / "community.gpkg")
    (small_community / "plan.gpkg").write_bytes(b"")
    assert read_community(small_community / "community.gpkg")
    assert len(check_community(small_community).faults) == 1


def test_projection_in_the_file_goes_before_the_datum(small_community: Path) -> None:
    plain = read_community(small_community)
    _to_package(small_community, small_community / "community.gpkg", "EPSG:4547")
    set_setting(small_community, datum="gcj02", datums={"office": "wgs84"})
    moved = read_community(small_community)
    gaps = plain.in_metres("entrances").distance(moved.in_metres("entrances"))
    assert gaps.max() < 0.01
    assert moved.settings.office == plain.settings.office


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_declared_datums_are_undone(small_community: Path, datum: str) -> None:
    plain = read_community(small_community)
    for name in LAYERS:
        move_layer(small_community, name, FROM_WGS84[datum])  # type: ignore[index]
    office = plain.settings.office
    lon, lat = FROM_WGS84[datum](office.lon, office.lat)  # type: ignore[index, arg-type]
    set_setting(small_community, datum=datum, office={"lon": float(lon), "lat": float(lat)})
    back = read_community(small_community)
    for name in ("buildings", "gates", "hazards", "targets"):
        before, after = plain.in_metres(name), back.in_metres(name)
        assert before.hausdorff_distance(after).max() < 0.01
    assert back.settings.office.lon == pytest.approx(office.lon, abs=1e-8)
    assert back.settings.office.lat == pytest.approx(office.lat, abs=1e-8)


def test_two_layers_from_a_web_map(small_community: Path) -> None:
    for name in ("courtyards", "gates"):
        move_layer(small_community, name, wgs84_to_gcj02)
    faults = check_community(small_community).faults
    assert [fault.layer for fault in faults] == ["courtyards", "gates"]
    assert all("gcj02" in fault.mend.en for fault in faults)
    set_setting(small_community, datums={"courtyards": "gcj02", "gates": "gcj02"})
    assert check_community(small_community).faults == ()


def test_true_faults_beside_a_datum_are_told(small_community: Path) -> None:
    move_layer(small_community, "gates", lambda x, y: (x, y + 0.0003), only=3)
    move_layer(small_community, "gates", wgs84_to_gcj02)
    faults = check_community(small_community).faults
    assert [(fault.layer, fault.row) for fault in faults] == [("gates", None), ("gates", 3)]


def test_wrong_points_are_no_datum(small_community: Path) -> None:
    move_layer(small_community, "gates", lambda x, y: (x - 0.004, y + 0.003))
    faults = check_community(small_community).faults
    assert [fault.row for fault in faults] == [1, 2, 3, 4]
    assert not any("GCJ" in fault.words.en for fault in faults)


def test_toml_with_a_fault_still_tells_the_datum(small_community: Path) -> None:
    move_layer(small_community, "gates", wgs84_to_gcj02)
    set_setting(small_community, datums={"gates": "gcj02"}, name=None)
    assert [fault.column for fault in check_community(small_community).faults] == ["name"]
    assert declared_datums({"datum": 3, "datums": "x"})["gates"] == "wgs84"


def test_odd_but_sound(small_community: Path) -> None:
    """Numbers as ids, heights, single parts in Multi, a BOM, and Excel's words for true."""
    doors = load(small_community, "entrances")
    for number, door in enumerate(doors, 1):
        door["properties"]["id"] = number
        door["properties"]["assumed"] = "是"
        door["geometry"]["coordinates"].append(43.5)
    save(small_community, "entrances", doors)
    set_cell(small_community, "targets", "entrance_id", 2.0)
    set_cell(small_community, "targets", "last_visit", "2026/3/2", 2)
    buildings = load(small_community, "buildings")
    for building in buildings:
        shape = building["geometry"]
        building["geometry"] = {"type": "MultiPolygon", "coordinates": [shape["coordinates"]]}
    save(small_community, "buildings", buildings)
    path = small_community / "gates.geojson"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    (small_community / "wishes.csv").write_bytes("date,what,id\n,,\n,add,T2\n".encode("gb18030"))
    community = read_community(small_community)
    assert list(community.entrances.index) == ["1", "2", "3", "4", "5", "6"]
    assert community.entrances["assumed"].all()
    assert not community.entrances.has_z.any()
    assert set(community.buildings.geom_type) == {"Polygon"}
    assert community.targets.loc["T2", "last_visit"] == "2026-03-02"
    assert list(community.wishes["id"]) == ["T2"]


def test_optional_files_may_be_missing(small_community: Path) -> None:
    save(small_community, "targets", [])
    for name in ("hazards.geojson", "walls.geojson", "wishes.csv"):
        (small_community / name).unlink()
    community = read_community(small_community)
    assert len(community.hazards) == len(community.walls) == len(community.wishes) == 0
    assert not community.active_hazards(TODAY).size


def test_overlaps_are_notes(small_community: Path) -> None:
    features = load(small_community, "buildings")
    features[1]["geometry"]["coordinates"][0][0][1] -= 0.0006
    features[1]["geometry"]["coordinates"][0][4][1] -= 0.0006
    save(small_community, "buildings", features)
    report = check_community(small_community)
    assert report.faults == ()
    assert any("B1+B2" in words.en for words in report.notes)


def test_no_community(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing", tmp_path / "x.gpkg"):
        with pytest.raises(WalkmapError):
            read_community(path)


@pytest.mark.parametrize("seed", range(30))
def test_anything_broken_ends_in_faults(
    tmp_path: Path, build_community: Callable[[Path], Path], seed: int
) -> None:
    chance = random.Random(seed)
    folder = build_community(tmp_path / "tiny")
    if seed % 5 == 0:
        _to_package(folder, folder / "community.gpkg")
    for path in chance.sample(sorted(folder.iterdir()), 2):
        data = bytearray(path.read_bytes())
        for _ in range(min(chance.choice([1, 5, 50]), len(data) // 40)):
            spot = chance.randrange(len(data))
            if chance.random() < 0.5:
                data[spot] = chance.randrange(256)
            else:
                del data[spot : spot + chance.randrange(40)]
        path.write_bytes(data)
    try:
        report = check_community(folder)
    except WalkmapError:
        return
    assert (report.community is None) == bool(report.faults)
    for fault in report.faults:
        assert fault.words.zh.count("\n") == fault.words.en.count("\n") == 0


_ODD = [
    None, "", " ", "\0", "a\0b", 0, -1, 1e308, -1e308, 10**25, float("nan"), True, [], [1], {},
    {"a": [1]}, "x" * 5000, "1e999", "nan", "１", "0000-00-00", "25:00-26:00", "B1", "office",
    [[[]]],
]  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_any_value_ends_in_faults(small_community: Path, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(3):
        name = chance.choice(list(LAYERS))
        data = json.loads((small_community / f"{name}.geojson").read_text(encoding="utf-8"))
        spots = []
        todo = [data]
        while todo:
            node = todo.pop()
            keys = list(node) if isinstance(node, dict) else range(len(node))
            spots += [(node, key) for key in keys]
            todo += [node[key] for key in keys if isinstance(node[key], dict | list)]
        node, key = chance.choice(spots)
        node[key] = chance.choice(_ODD)
        (small_community / f"{name}.geojson").write_text(json.dumps(data), encoding="utf-8")
    report = check_community(small_community)
    assert (report.community is None) == bool(report.faults)


def test_visits_may_be_of_anybody_and_in_any_encoding(small_community: Path) -> None:
    text = "id,date,备注\n T1 ,2026/11/2,上门\n,\nT99,2026年10月5日,\n"
    (small_community / "visits.csv").write_bytes(text.encode("gb18030"))
    visits = read_community(small_community).visits
    assert visits.to_dict("split")["data"] == [["T1", "2026-11-02"], ["T99", "2026-10-05"]]
    (small_community / "visits.csv").unlink()
    assert list(read_community(small_community).visits.columns) == ["id", "date"]


def test_settings_of_visits_and_their_defaults(small_community: Path) -> None:
    settings = read_community(small_community).settings
    assert (settings.holiday_rule, settings.days_between_visits) == ("move", 21)
    assert (settings.courtyards_kept, settings.teams[0].people) == ("wish", 2)
    assert settings.minutes.attention == (0, 3, 6, 10)
    set_setting(
        small_community,
        holiday_rule="keep",
        times_a_month={"small_shop": 0.5, "accident_spot": 2},
        minutes={"attention": [0, 1, 2, 2.5]},
        teams=[{"id": "1", "name": "一组", "people": 3, "walking_speed_mps": 0.8}],
    )
    (small_community / "wishes.csv").unlink()
    settings = read_community(small_community).settings
    assert settings.times_a_month == {"small_shop": 0.5, "accident_spot": 2}
    assert settings.minutes.attention == (0, 1, 2, 2.5)
    assert (settings.teams[0].people, settings.speed_of(settings.teams[0])) == (3, 0.8)


@pytest.mark.parametrize("steps", [[0, 1, 2], [0, 1, 2, 3, 4], [0, 1, 2, -1], 5])
def test_attention_is_four_steps(small_community: Path, steps: object) -> None:
    set_setting(small_community, minutes={"attention": steps})
    faults = check_community(small_community).faults
    assert {fault.column[: len("minutes.attention")] for fault in faults} == {"minutes.attention"}
