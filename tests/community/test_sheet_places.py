"""Planner's words find the building, entrance and room that they mean, and no other."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkmap.community import read_community
from walkmap.community.sheet import Gazetteer, Unplaced

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "geo" / "nanshatan"
COMMUNITY = read_community(SAMPLE)
GAZETTEER = Gazetteer(COMMUNITY)
QUIET = settings(derandomize=True, database=None, deadline=None, max_examples=300)

DIGITS = "零一二三四五六七八九"
WIDE = str.maketrans("0123456789#-", "０１２３４５６７８９＃－")


def spelt(number: int) -> str:
    """Return a number below 100 as one writes it in Chinese."""
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return (DIGITS[tens] if tens > 1 else "") + "十" + (DIGITS[ones] if ones else "")


def building_texts(id_: str) -> list[str]:
    """Return the ways in which a planner may write a building of the sample."""
    row = COMMUNITY.buildings.loc[id_]
    yard = str(COMMUNITY.courtyards["name"][row["courtyard_id"]])
    texts = [id_, id_.lower(), f" {row['name']} ", row["name"]]
    own = row["name"].removeprefix(yard)
    if own.endswith("号楼"):
        number = int(own.removesuffix("号楼"))
        forms = [
            f"{number}号楼",
            f"{spelt(number)}号楼",
            f"{number}#",
            f"{number}栋",
            f"{number}号",
        ]
        forms += [
            f"{number}楼",
            f"第{number}号楼",
            f"{number} 号 楼",
            f"{number}#楼",
            f"{number:02d}号楼",
        ]
        starts = [yard, f"{yard} ", f"{yard}，", f"北京市朝阳区南沙滩社区{yard}"]
        starts += ["", "住", "地址：", "南沙滩社区"] if row["name"] == own else []
        starts += [yard.removesuffix("小区")] if yard.endswith("小区") else []
        texts += [start + form for start in starts for form in forms]
        texts += [f"{number}号楼（{yard}）"]
    return texts + [text.translate(WIDE) for text in texts]


def door_texts(building: str, door: int, room: str) -> list[str]:
    """Return the ways in which a planner may write an entrance, and a room in it."""
    row = COMMUNITY.buildings.loc[building]
    rooms = ["", room, f"{room}室", f" {room}", f"-{room}", f"，{room}房", f"{room[0]}层{room}室"]
    doors = [f"{door}单元", f"{spelt(door)}单元", f" {door} 单元", f"{door}门", f"-{door}单元"]
    texts = [
        (start + middle + end, end)
        for start in building_texts(building)
        for middle in doors
        for end in rooms
        if not (start[-1].isdigit() and middle[0].isdigit())
    ]
    yard = str(COMMUNITY.courtyards["name"][row["courtyard_id"]])
    own = row["name"].removeprefix(yard).removesuffix("号楼")
    if own.isdigit():
        starts = [own, spelt(int(own)), yard + own, f"{own}号楼-", f"{own}#"]
        joint = [start.rstrip("-") + "-" for start in starts]
        texts += [(f"{start}{door}-{room}", room) for start in joint]
        texts += [(f"{start}{door}", "") for start in joint]
        texts += (
            [(f"{own}/{door}/{room}".translate(WIDE), room)] if row["name"] == f"{own}号楼" else []
        )
    if row["name"] != f"{own}号楼":  # a bare number would be another building
        bare = (own, spelt(int(own)) if own.isdigit() else own, f"{own}#", f"{own}号楼")
        texts = [pair for pair in texts if not pair[0].startswith(bare) or yard in pair[0]]
    return [(text, room if end else "") for text, end in texts]


@pytest.mark.parametrize("id_", list(COMMUNITY.buildings.index))
def test_every_spelling_of_a_building_finds_it_and_no_other(id_):
    found = {text: GAZETTEER.find(text)[:3] for text in building_texts(id_)}
    assert {text: spot for text, spot in found.items() if spot != (id_, "", "")} == {}


@QUIET
@given(st.data())
def test_every_spelling_of_an_entrance_and_room_finds_it_and_no_other(data):
    entrance = data.draw(st.sampled_from(list(COMMUNITY.entrances.index)))
    building = COMMUNITY.entrances["building_id"][entrance]
    room = data.draw(st.sampled_from(["101", "201", "1802", "0503"]))
    door = int(entrance.split("-")[1])
    text, end = data.draw(st.sampled_from(door_texts(building, door, room)))
    assert GAZETTEER.find(text)[:3] == (building, entrance, end), text


@pytest.mark.parametrize("entrance", list(COMMUNITY.entrances.index))
def test_what_a_template_shows_for_a_place_finds_that_place(entrance):
    building = COMMUNITY.entrances["building_id"][entrance]
    for room in ("", "201", "12", "3B"):
        place = (building, entrance, room)
        assert GAZETTEER.find(GAZETTEER.spell(*place))[:3] == place
        assert GAZETTEER.find(GAZETTEER.spell(building, "", room))[:3] == (building, "", room)


@pytest.mark.parametrize(
    ("text", "told", "advice"),
    [
        ("99号楼", "没有 99 号楼", "核对楼号"),
        ("甲5号楼", "没有 甲5 号楼", "核对楼号"),
        ("5号楼7单元", "没有 7 单元", "1、2、3、4、5"),
        ("5-7-201", "没有 7 单元", "1、2、3、4、5"),
        ("和谐小区5号楼", "楼院里没有这栋楼", "5号楼"),
        ("锦绣家园5号楼", "锦绣家园", "5号楼"),
        ("5号楼3单元 锦绣小区", "锦绣小区", "5号楼"),
        ("大屯路5号楼", "大屯路", "5号楼"),
        ("王府5号楼", "王府", "5号楼"),
        ("5号楼和6号楼", "一格里有两处", "分成两行"),
        ("5号楼3单元201、302", "一格里有两处", "分成两行"),
        ("2026-05-03", "变成了日期", "5号楼3单元"),
        ("5月3日", "变成了日期", "5号楼3单元"),
        ("阳光苑", "看不出是哪栋楼", "5号楼3单元"),
        ("张三", "看不出是哪栋楼", "5号楼3单元"),
        ("13800000000", "看不出是哪栋楼", "5号楼3单元"),
    ],
)
def test_what_is_no_place_of_the_community_is_told_with_what_it_may_be(text, told, advice):
    with pytest.raises(Unplaced) as error:
        GAZETTEER.find(text)
    assert told in error.value.problem.zh
    assert advice in error.value.mend.zh


@pytest.mark.parametrize(
    "text",
    ["5号楼3单元201 张三", "张三 5号楼3单元201", "张大爷家5号楼3单元201", "5-3-201李四（儿子）"],
)
def test_a_name_beside_a_place_is_dropped_and_counted(text):
    spot = GAZETTEER.find(text)
    assert spot[:3] == ("B05", "B05-3", "201")
    assert spot.words


def test_a_phone_number_beside_a_place_is_dropped_and_counted():
    spot = GAZETTEER.find("5号楼3单元201 13800000000")
    assert spot[:3] == ("B05", "B05-3", "201")
    assert spot.numbers == 1


@pytest.fixture
def two_yards(tmp_path, build_community) -> Gazetteer:
    """Two courtyards with a building 1 each, and a third with a number in another's name."""
    folder = build_community(tmp_path / "twin")
    path = folder / "buildings.geojson"
    text = path.read_text(encoding="utf-8").replace("新楼", "1号楼").replace("2号楼", "临2号楼")
    path.write_text(text, encoding="utf-8")
    return Gazetteer(read_community(folder))


def test_a_number_that_two_courtyards_have_needs_the_courtyard(two_yards):
    with pytest.raises(Unplaced) as error:
        two_yards.find("1号楼")
    assert "东院1号楼" in error.value.mend.zh
    assert "西院1号楼" in error.value.mend.zh
    assert two_yards.find("东院1号楼").building_id == "B1"
    assert two_yards.find("西院1-1").entrance_id == "M1-1"
    assert two_yards.find("1号楼（西院）").building_id == "M1"
    assert two_yards.label("M1") == "西院1号楼"


def test_a_made_up_number_is_not_taken_for_the_true_one(two_yards):
    assert two_yards.find("临2号楼").building_id == "B2"
    with pytest.raises(Unplaced):
        two_yards.find("2号楼")


@pytest.mark.parametrize(
    ("names", "text", "building"),
    [
        (("5", "53"), "5-3", None),  # building 5 has no entrance 3: it is not building 53
        (("5", "53"), "53", "B2"),
        (("5", "53"), "53号楼1单元", "B2"),
        (("5", "53"), "五号楼", "B1"),
        (("东院5", "东院53"), "5-2-201", "B1"),
        (("东院5", "东院53"), "东院53", "B2"),
        (("A座", "B座"), "B座1单元", "B2"),
        (("Block A1", "Block A12"), "block a12", "B2"),
        (("甲5号楼", "5号楼"), "甲5号楼2单元", "B1"),
        (("甲5号楼", "5号楼"), "5#2单元", "B2"),
        (("锅炉房", "配电楼"), "东院锅炉房2单元", "B1"),
    ],
)
def test_buildings_are_found_however_they_are_named(
    names, text, building, tmp_path, build_community
):
    folder = build_community(tmp_path / "named")
    path = folder / "buildings.geojson"
    layer = path.read_text(encoding="utf-8")
    for old, new in zip(("1号楼", "2号楼"), names, strict=True):
        layer = layer.replace(f'"{old}"', f'"{new}"')
    path.write_text(layer, encoding="utf-8")
    doors = folder / "entrances.geojson"
    less = json.loads(doors.read_text(encoding="utf-8"))
    less["features"] = [each for each in less["features"] if each["properties"]["id"] != "B1-3"]
    doors.write_text(json.dumps(less), encoding="utf-8")
    gazetteer = Gazetteer(read_community(folder))
    if building is None:
        with pytest.raises(Unplaced):
            gazetteer.find(text)
    else:
        assert gazetteer.find(text).building_id == building
    for id_ in ("B1", "B2"):
        for door in gazetteer.doors[id_]:
            assert gazetteer.find(gazetteer.spell(id_, door, "201"))[:3] == (id_, door, "201")


def test_entrances_go_by_the_number_in_their_name_before_their_order(tmp_path, build_community):
    folder = build_community(tmp_path / "named")
    path = folder / "entrances.geojson"
    text = path.read_text(encoding="utf-8")
    for id_, name in (("B1-1", "3单元"), ("B1-2", "二单元"), ("B1-3", "1单元")):
        text = text.replace(f'"id": "{id_}"', f'"id": "{id_}", "name": "{name}"')
    path.write_text(text, encoding="utf-8")
    gazetteer = Gazetteer(read_community(folder))
    assert gazetteer.find("1号楼1单元").entrance_id == "B1-3"
    assert gazetteer.find("1-3-101").entrance_id == "B1-1"
    assert gazetteer.find("2号楼2单元").entrance_id == "B2-2"
