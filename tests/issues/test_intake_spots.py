"""What people say is found on the map where they mean it, or not at all."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkmap.community import read_community
from walkmap.issues.intake import Places
from walkmap.issues.intake.spots import BY_NUMBER, CELL, WITH_DOOR, WITH_YARD

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "geo" / "nanshatan"
COMMUNITY = read_community(SAMPLE)
PLACES = Places(COMMUNITY)
QUIET = settings(derandomize=True, database=None, deadline=None, max_examples=200)


@pytest.mark.parametrize(
    ("place", "text", "building", "sure"),
    [
        ("5号楼3单元", "", "B05", CELL),
        ("五号楼", "", "B05", CELL),
        ("5-3-201", "", "B05", CELL),
        ("和谐小区12#", "", "B12", CELL),
        ("B05", "", "B05", CELL),
        ("", "市民反映五建小区5号楼3单元楼道灯不亮", "B05", WITH_YARD),
        ("", "居住在南沙滩社区和谐小区十四号楼二单元", "B14", WITH_YARD),
        ("", "和谐小区13号楼漏水，3楼住户不理", "B13", WITH_YARD),
        ("", "和谐小区居民反映五建小区5号楼有人烧纸", "B05", WITH_YARD),
        ("", "5号楼（五建小区）噪音", "B05", WITH_YARD),
        ("", "阳光苑1号楼电梯坏了", "M01", WITH_YARD),
        ("", "阳光苑配套楼门口有垃圾", "M04", WITH_YARD),
        ("阳光苑", "1号楼下水堵了", "M01", WITH_YARD),
        ("", "5楼3单元漏水", "B05", WITH_DOOR),
        ("", "5-3-201漏水，2026-11-03报修", "B05", WITH_DOOR),
        ("", "本小区1号楼下水堵了", "B01", BY_NUMBER),
        ("", "1号楼灯坏了，1号楼的居民都说", "B01", BY_NUMBER),
    ],
)
def test_one_building_that_is_named_is_found(place, text, building, sure):
    assert PLACES.read(place, text)[:2] == (building, sure)


@pytest.mark.parametrize(
    ("place", "text", "candidates"),
    [
        ("", "5号楼和6号楼之间的井盖", ("B05", "B06")),
        ("", "5、6号楼之间", ("B05", "B06")),
        ("5号楼和6号楼之间", "", ("B05", "B06")),
        ("", "15号楼至17号楼", ("B15", "B17")),
        ("和谐小区5#", "", ()),  # there is none in that courtyard
        ("", "北沙滩小区5号楼漏水", ()),
        ("", "小营路10号院5号楼", ()),
        ("", "大屯路5号楼", ()),
        ("", "99号楼漏水", ()),
        ("", "5-9-201漏水", ()),  # there is no ninth entrance
        ("和谐小区", "井盖松了", ()),
        ("", "11月3号下水堵了", ()),
        ("", "3楼漏水", ()),
        ("", "4单元的门关不严", ()),
        ("14-04 BAY 28 STREET", "", ()),
        ("", "", ()),
    ],
)
def test_several_or_none_is_not_guessed(place, text, candidates):
    reading = PLACES.read(place, text)
    assert (reading.building_id, reading.sure) == ("", 0.0)
    assert reading.candidates == candidates
    assert reading.why.zh
    assert reading.why.en


@QUIET
@given(st.data())
def test_a_building_with_its_courtyard_is_found_in_any_sentence(data):
    id_ = data.draw(st.sampled_from(list(COMMUNITY.buildings.index)))
    row = COMMUNITY.buildings.loc[id_]
    yard = str(COMMUNITY.courtyards["name"][row["courtyard_id"]])
    name = yard + str(row["name"]).removeprefix(yard)
    before = data.draw(st.sampled_from(["", "市民反映，", "来电称", "居住在南沙滩社区"]))
    after = data.draw(st.sampled_from(["漏水", "楼道灯不亮，已3天", "，三楼住户装修扰民", "门口"]))
    assert PLACES.read("", before + name + after).building_id == id_
    assert PLACES.read(yard, before + name + after).building_id == id_
