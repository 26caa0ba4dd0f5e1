"""Importing the planner's list: the same however it is written, whole or not at all, no names."""

import csv
import io
import json
import random
import shutil
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZipFile

import geopandas as gpd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from walkmap.community import check_community, read_community
from walkmap.community.sheet import Site, keep, load, template_book
from walkmap.errors import CommunityFaults, WalkmapError

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "geo" / "nanshatan"
QUIET = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
HEAD = ["编号", "类别", "地点", "单位或店名", "易出事故点", "分钟", "时间段", "先后", "第几个周一",
        "上次走访", "爬几层", "备注", "经度", "纬度"]  # fmt: skip
ROWS = [
    {"类别": "高龄党员", "地点": "1号楼3单元201", "备注": "听力不好", "先后": "1"},
    {"类别": "高龄党员", "地点": "1-3-202", "第几个周一": "第1、3周"},
    {"类别": "困难党员户", "地点": "2号楼", "上次走访": "2026年11月16日"},
    {"类别": "困难党员户", "地点": "2号楼", "爬几层": "5层"},
    {
        "类别": "六小门店",
        "地点": "新楼",
        "单位或店名": "理发店",
        "时间段": "09:00-11:30，14:00-17:00",
    },
    {"类别": "六小门店", "地点": "新楼", "单位或店名": "面馆", "分钟": "6分钟"},
    {"类别": "共建单位", "单位或店名": "卫生站", "经度": "116.3715", "纬度": "40.0005"},
    {"类别": "易出事故点", "易出事故点": "H2"},
]


def texts(rows: list[dict[str, str]], head: list[str] = HEAD) -> list[list[str]]:
    return [head, *([row.get(name, "") for name in head] for row in rows)]


def as_csv(path: Path, rows: list[list[str]], encoding: str = "utf-8-sig") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def as_xlsx(path: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def as_ods(path: Path, rows: list[list[str]]) -> Path:
    """Write the smallest OpenDocument spreadsheet that there can be."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p>'
            "</table:table-cell>"
            for text in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with ZipFile(path, "w") as file:
        file.writestr("mimetype", kind)
        file.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}><office:body>'
            f'<office:spreadsheet><table:table table:name="a">{cells}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        file.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{manifest}"><manifest:file-entry '
            f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
    return path


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def template(folder: Path, path: Path, lang: str = "zh") -> Path:
    template_book(Site(folder), lang).save(path)
    return path


def edited(path: Path, sheet: str, cells: dict[str, object]) -> Path:
    book = load_workbook(path)
    for cell, value in cells.items():
        book[sheet][cell] = value
    book.save(path)
    return path


@pytest.fixture
def small(small_community) -> Path:
    return small_community


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("community", ["small", "sample"])
def test_an_untouched_template_changes_nothing(community, lang, tmp_path, build_community):
    folder = tmp_path / community
    if community == "small":
        build_community(folder)
    else:
        shutil.copytree(SAMPLE, folder)
    before = files_of(folder)
    loaded = load(folder, template(folder, tmp_path / "list.xlsx", lang))
    assert loaded.faults == ()
    assert loaded.merged.new + loaded.merged.changed + loaded.merged.gone == []
    assert len(loaded.merged.same) == len(read_community(folder).targets)
    assert (loaded.wishes_new, loaded.wishes_gone) == (0, 0)
    assert files_of(folder) == before
    load(folder, tmp_path / "list.xlsx", replace_all=True)
    assert files_of(folder) == before


@QUIET
@given(rows=st.permutations(range(len(ROWS))), columns=st.permutations(range(len(HEAD))))
def test_any_order_of_rows_and_columns_and_twice_is_the_same_to_the_byte(
    rows, columns, tmp_path_factory, build_community
):
    tmp = tmp_path_factory.mktemp("order")
    folder = build_community(tmp / "a")
    plain = build_community(tmp / "b")
    load(plain, as_csv(tmp / "plain.csv", texts(ROWS)))
    shuffled = texts([ROWS[at] for at in rows], [HEAD[at] for at in columns])
    load(folder, as_csv(tmp / "list.csv", shuffled))
    assert files_of(folder) == files_of(plain)
    again = load(folder, tmp / "list.csv")
    assert again.merged.new + again.merged.changed == []
    assert files_of(folder) == files_of(plain)


@pytest.mark.parametrize("how", ["bom", "utf-8", "gb18030", "semicolon", "xlsx", "ods", "moved"])
def test_every_sort_of_file_is_read_alike(how, small, tmp_path, build_community):
    plain = build_community(tmp_path / "plain")
    load(plain, as_csv(tmp_path / "plain.csv", texts(ROWS)))
    rows = texts(ROWS)
    path = tmp_path / "list"
    if how == "xlsx":
        as_xlsx(path, rows)
    elif how == "ods":
        as_ods(path, rows)
    elif how == "semicolon":
        path.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    elif how == "moved":
        title = ["东西院走访对象名单"] * len(HEAD)
        moved = [title, [""] * len(HEAD), rows[2], rows[0], rows[1], *rows[3:]]
        as_csv(path, [["", *row, "x"] for row in moved])
    else:
        as_csv(path, rows, {"bom": "utf-8-sig"}.get(how, how))
    loaded = load(small, path)
    assert loaded.faults == ()
    assert files_of(small) == files_of(plain)


@pytest.mark.parametrize("layer", ['{"type": "FeatureCollection", "features": []}', ""])
def test_a_community_without_targets_gets_its_first_ones(layer, small, tmp_path):
    (small / "wishes.csv").unlink()
    path = small / "targets.geojson"
    path.write_text(layer, encoding="utf-8") if layer else path.unlink()
    assert load(small, template(small, tmp_path / "empty.xlsx")).rows == 0
    loaded = load(small, as_csv(tmp_path / "list.csv", texts(ROWS)))
    assert loaded.faults == ()
    assert len(read_community(small).targets) == len(ROWS)


def test_what_a_row_says_is_what_the_community_holds(small, tmp_path):
    loaded = load(small, as_csv(tmp_path / "list.csv", texts(ROWS)))
    targets = read_community(small).targets.loc[loaded.merged.new]
    home = targets[targets["room"] == "201"].iloc[0]
    assert (home["building_id"], home["entrance_id"]) == ("B1", "B1-3")
    assert (home["name"], home["priority"], home["note"]) == (
        "1号楼3单元 · 高龄党员",
        1,
        "听力不好",
    )
    assert targets[targets["room"] == "202"].iloc[0]["weeks"] == "1,3"
    poor = targets[targets["kind"] == "hardship_party_member"]
    assert len(poor) + len(loaded.merged.changed) >= 2
    shop = targets[targets["name"] == "理发店 · 小门店"].iloc[0]
    assert (shop["building_id"], shop["hours"]) == ("M1", "09:00-11:30;14:00-17:00")
    assert targets[targets["name"] == "面馆 · 小门店"].iloc[0]["minutes"] == 6
    partner = targets[targets["kind"] == "partner_organisation"].iloc[0]
    assert (partner.geometry.x, partner.geometry.y) == (116.3715, 40.0005)
    assert set(targets["hazard_id"]) == {"", "H2"}


def test_two_homes_at_one_door_are_two_targets_and_it_is_said(small, tmp_path):
    rows = [{"类别": "高龄党员", "地点": "2-1"}, {"类别": "高龄党员", "地点": "2号楼1单元"}]
    loaded = load(small, as_csv(tmp_path / "list.csv", texts(rows)))
    assert len(loaded.merged.new) == 2
    assert "当作 2 个对象" in loaded.merged.notes[0].zh


def test_one_home_told_twice_is_one_and_two_that_contradict_are_faults(small, tmp_path):
    one = {"类别": "高龄党员", "地点": "2-1-101"}
    rows = [one, {**one, "地点": "2号楼1单元101"}]
    assert len(load(small, as_csv(tmp_path / "a.csv", texts(rows))).merged.new) == 1
    rows = [{**one, "先后": "1"}, {**one, "先后": "2"}, {"类别": "高龄党员", "地点": "2-2"}]
    loaded = load(small, as_csv(tmp_path / "b.csv", texts(rows)))
    assert [fault.row for fault in loaded.faults] == [2, 3]
    assert len(loaded.merged.new) == 1


def test_a_row_changes_the_target_of_its_id_or_of_its_kind_at_its_place(small, tmp_path):
    rows = [
        {"编号": "T1", "类别": "高龄党员", "地点": "2号楼2单元"},
        {"类别": "困难党员", "地点": "2号楼", "备注": "有门禁"},
    ]
    loaded = load(small, as_csv(tmp_path / "a.csv", texts(rows, ["编号", "类别", "地点", "备注"])))
    assert sorted(loaded.merged.changed) == ["T1", "T6"]
    targets = read_community(small).targets
    assert targets["entrance_id"]["T1"] == "B2-2"
    assert targets["name"]["T1"] == "2号楼2单元 · 高龄党员"
    assert targets["weeks"]["T1"] == "1,3"  # there is no such column in the file
    assert targets["note"]["T6"] == "有门禁"
    assert len(targets) == 6


def test_two_shops_in_a_building_are_two_unless_their_name_tells(small, tmp_path):
    shop = {"类别": "小门店", "地点": "2号楼"}
    named = {**shop, "单位或店名": "面馆"}
    loaded = load(small, as_csv(tmp_path / "list.csv", texts([shop, shop, named, named])))
    names = [loaded.merged.targets[id_].cells["name"] for id_ in loaded.merged.new]
    assert sorted(names) == ["2号楼 · 小门店", "2号楼 · 小门店", "面馆 · 小门店"]


def test_a_new_row_about_a_target_that_has_its_row_already_is_told(small, tmp_path):
    load(small, as_csv(tmp_path / "a.csv", texts([{"类别": "高龄党员", "地点": "2-2-101"}])))
    path = template(small, tmp_path / "list.xlsx")
    row = load_workbook(path)["走访对象"].max_row + 1
    edited(path, "走访对象", {f"B{row}": "高龄党员", f"C{row}": "2号楼2单元101", f"L{row}": "有狗"})
    loaded = load(small, path)
    assert [(fault.row, fault.mend.zh) for fault in loaded.faults] == [(row, "只留一行")]
    assert loaded.merged.new == []


def test_an_id_of_the_planners_own_is_taken_but_makes_no_second_target(small, tmp_path):
    rows = [{"编号": "T65", "类别": "高龄党员", "地点": "2-2-101"}]
    path = as_csv(tmp_path / "list.csv", texts(rows))
    assert load(small, path).merged.new == ["T65"]
    assert load(small, path).merged.same == ["T65"]
    rows = [{"编号": "T66", "类别": "高龄党员", "地点": "2号楼2单元101", "备注": "有狗"}]
    assert load(small, as_csv(path, texts(rows))).merged.changed == ["T65"]


def test_a_changed_kind_or_place_renames_what_is_named_by_it(small, tmp_path):
    rows = [
        {"编号": "T1", "类别": "困难党员", "地点": "1号楼2单元"},
        {"编号": "T3", "类别": "易出事故点", "易出事故点": "H1", "单位或店名": "东门井盖"},
        {"编号": "T5", "类别": "共建单位", "地点": "2号楼", "单位或店名": "卫生站"},
    ]
    path = as_csv(tmp_path / "list.csv", texts(rows))
    load(small, path)
    names = read_community(small).targets["name"]
    assert list(names[["T1", "T3", "T5"]]) == [
        "1号楼2单元 · 困难党员", "东门井盖 · 易出事故点", "卫生站 · 共建单位"
    ]  # fmt: skip
    rows[2] = {"编号": "T5", "类别": "小门店", "地点": "1号楼"}
    load(small, as_csv(path, texts(rows)))
    assert read_community(small).targets["name"]["T5"] == "卫生站 · 小门店"


def test_a_running_number_is_no_id(small, tmp_path):
    rows = [{"编号": str(number), **row} for number, row in enumerate(ROWS, 1)]
    first = load(small, as_csv(tmp_path / "a.csv", texts(rows)))
    renumbered = [{**row, "编号": str(9 - number)} for number, row in enumerate(ROWS)]
    again = load(small, as_csv(tmp_path / "b.csv", texts(renumbered)))
    assert len(first.merged.new) >= 6
    assert again.merged.new + again.merged.changed == []


BAD = [
    ({"类别": "高龄党员", "地点": "99号楼"}, "没有 99 号楼"),
    ({"类别": "高龄党员", "地点": "1号楼9单元"}, "没有 9 单元"),
    ({"类别": "高龄党员"}, "没有填地点"),
    ({"类别": "什么", "地点": "1号楼"}, "没有这个类别"),
    ({"地点": "1号楼"}, "没有填类别"),
    ({"类别": "高龄党员", "地点": "1号楼", "分钟": "很久"}, "不是大于 0 的数"),
    ({"类别": "高龄党员", "地点": "1号楼", "先后": "9"}, "不在可选值里"),
    ({"类别": "高龄党员", "地点": "1号楼", "时间段": "上午"}, "不是时间段"),
    ({"类别": "高龄党员", "地点": "1号楼", "上次走访": "去年"}, "不是日期"),
    ({"类别": "易出事故点", "易出事故点": "没有的点"}, "没有这个易出事故点"),
    ({"类别": "小门店", "经度": "40.0005", "纬度": "116.3715"}, "经度和纬度写反了"),
    ({"类别": "小门店", "经度": "121.5", "纬度": "31.2"}, "离社区太远"),
    ({"类别": "小门店", "经度": "116.37"}, "经度和纬度要两个数"),
    ({"编号": "B1", "类别": "高龄党员", "地点": "1号楼"}, "这是一栋楼的 id"),
    ({"编号": "张三", "类别": "高龄党员", "地点": "1号楼"}, "没有这个走访对象"),
    ({"编号": "示例", "类别": "高龄党员", "地点": "1号楼"}, "标着“示例”"),
]


@pytest.mark.parametrize(("row", "told"), BAD)
def test_a_row_that_cannot_be_placed_is_told_and_the_others_are_imported(
    row, told, small, tmp_path
):
    before = files_of(small)
    path = as_csv(tmp_path / "list.csv", texts([row, {"类别": "高龄党员", "地点": "2-2-101"}]))
    for strict in ({"strict": True}, {"replace_all": True}):
        loaded = load(small, path, **strict)
        assert not loaded.kept
        assert files_of(small) == before
    loaded = load(small, path)
    (fault,) = loaded.faults
    assert told in fault.problem.zh
    assert (fault.layer, fault.row) == ("list.csv", 2)
    assert loaded.kept
    assert len(loaded.merged.new) == 1
    assert check_community(small).faults == ()


def test_targets_that_the_file_does_not_hold_stay_or_go_as_asked(small, tmp_path):
    (small / "wishes.csv").unlink()
    path = as_csv(tmp_path / "list.csv", texts([{"类别": "高龄党员", "地点": "2-2-101"}]))
    load(small, path)
    assert len(read_community(small).targets) == 7
    loaded = load(small, path, replace_all=True)
    assert len(loaded.merged.gone) == 6
    assert len(read_community(small).targets) == 1


def test_a_community_that_would_have_a_fault_stays_as_it_is(small, tmp_path):
    before = files_of(small)
    path = as_csv(tmp_path / "list.csv", texts([{"类别": "高龄党员", "地点": "2-2-101"}]))
    with pytest.raises(WalkmapError) as error:  # a wish is about a target that would go
        load(small, path, replace_all=True)
    assert "什么都没改" in error.value.words.zh
    assert "T1" in error.value.words.zh
    assert files_of(small) == before


def test_a_broken_community_is_told_of_before_anything_else(small, tmp_path):
    (small / "gates.geojson").write_text("{", encoding="utf-8")
    before = files_of(small)
    with pytest.raises(CommunityFaults):
        load(small, as_csv(tmp_path / "list.csv", texts(ROWS)))
    assert files_of(small) == before


def test_a_dry_run_tells_and_writes_nothing(small, tmp_path):
    before = files_of(small)
    loaded = load(small, as_csv(tmp_path / "list.csv", texts(ROWS)), dry_run=True)
    assert loaded.merged.new
    assert not loaded.kept
    assert files_of(small) == before
    assert sorted(path.name for path in small.iterdir()) == sorted(before)


@pytest.mark.parametrize("failing", ["targets.geojson", "wishes.csv"])
@pytest.mark.parametrize("error", [OSError("full"), KeyboardInterrupt()])
def test_both_files_are_replaced_or_neither(failing, error, small, tmp_path, monkeypatch):
    path = edited(
        template(small, tmp_path / "list.xlsx"),
        "安排要求",
        {"A4": date(2026, 12, 21), "B4": "指定", "C4": "T1", "D4": "一组"},
    )
    edited(path, "走访对象", {"B4": "高龄党员", "C4": "2号楼1单元", "A4": "T1"})
    before = files_of(small)
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if Path(target).name == failing and ".old" not in self.name:
            raise error
        return real(self, target)

    monkeypatch.setattr(keep.Path, "replace", replace)
    with pytest.raises((WalkmapError, KeyboardInterrupt)):
        load(small, path)
    assert files_of(small) == before
    monkeypatch.undo()
    load(small, path)
    after = files_of(small)
    assert after["targets.geojson"] != before["targets.geojson"]
    assert after["wishes.csv"] != before["wishes.csv"]
    assert set(after) == set(before)


def test_columns_and_texts_that_the_layer_does_not_need_are_kept(small, tmp_path):
    path = small / "targets.geojson"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["source"] = "ours"
    for feature in data["features"]:
        feature["properties"]["colour"] = "red"
    path.write_text(json.dumps(data), encoding="utf-8")
    load(small, as_csv(tmp_path / "list.csv", texts(ROWS)))
    after = json.loads(path.read_text(encoding="utf-8"))
    assert after["source"] == "ours"
    assert [feature["properties"].get("colour") for feature in after["features"][:6]] == ["red"] * 6
    assert after["features"][4] == data["features"][4]


def _packed(folder: Path, crs: str = "EPSG:4326") -> Path:
    package = folder / "community.gpkg"
    for path in sorted(folder.glob("*.geojson")):
        table = gpd.read_file(path).to_crs(crs)
        if path.stem == "targets":
            table["colour"] = "red"
        table.to_file(package, layer=path.stem)
        path.unlink()
    return package


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4547"])
def test_a_geopackage_is_written_like_a_folder(crs, small, tmp_path, build_community):
    package = _packed(small, crs)
    others = {
        name: gpd.read_file(package, layer=name) for name in ("buildings", "gates", "hazards")
    }
    before = files_of(small)
    assert load(small, template(small, tmp_path / "list.xlsx")).merged.changed == []
    assert files_of(small) == before
    list_ = as_csv(tmp_path / "list.csv", texts(ROWS))
    loaded = load(package, list_)
    plain = build_community(tmp_path / "plain")
    load(plain, list_)
    ours, theirs = read_community(small).targets, read_community(plain).targets
    assert list(ours.index) == list(theirs.index)
    assert ours.drop(columns="geometry").equals(theirs.drop(columns="geometry"))
    pairs = zip(ours.geometry, theirs.geometry, strict=True)
    assert all(a.distance(b) < 1e-7 if a and b else a is b for a, b in pairs)
    assert len(loaded.merged.new) >= 6
    table = gpd.read_file(package, layer="targets")
    assert list(table["colour"][:6]) == ["red"] * 6
    for name, other in others.items():
        assert gpd.read_file(package, layer=name).equals(other)
    written = files_of(small)
    assert load(small, list_).merged.changed == []
    assert files_of(small) == written


def test_points_are_in_the_datum_of_the_layer(small, tmp_path):
    toml = small / "community.toml"
    toml.write_text('datums.targets = "gcj02"\n' + toml.read_text("utf-8"), encoding="utf-8")
    path = small / "targets.geojson"
    data = json.loads(path.read_text(encoding="utf-8"))
    for feature in data["features"]:
        if feature["geometry"] and feature["properties"].get("building_id"):
            feature["geometry"] = None
    path.write_text(json.dumps(data), encoding="utf-8")
    row = {"类别": "共建单位", "单位或店名": "卫生站", "经度": "116.3775", "纬度": "40.0015"}
    loaded = load(small, as_csv(tmp_path / "list.csv", texts([row])))
    (new,) = loaded.merged.new
    point = read_community(small).targets.geometry[new]
    assert 400 < 111_000 * abs(point.x - 116.3775) * 0.77 + 111_000 * abs(point.y - 40.0015) < 900
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert features[-1]["geometry"]["coordinates"] == [116.3775, 40.0015]


def test_a_template_edited_by_the_planner_comes_back_as_meant(small, tmp_path):
    path = template(small, tmp_path / "list.xlsx")
    sheet = load_workbook(path)["走访对象"]
    rows = {sheet.cell(row, 1).value: row for row in range(4, sheet.max_row + 1)}
    edited(
        path,
        "走访对象",
        {
            f"C{rows['T1']}": "五号楼",  # there is none
            f"F{rows['T6']}": 25.0,
            f"J{rows['T6']}": date(2026, 11, 16),
            f"I{rows['T1']}": None,
            f"B{sheet.max_row + 1}": "高频来电户",
            f"C{sheet.max_row + 1}": "２号楼２单元３０１",
        },
    )
    loaded = load(small, path)
    assert [fault.row for fault in loaded.faults] == [rows["T1"]]
    assert loaded.merged.changed == ["T6"]
    targets = read_community(small).targets
    assert targets["minutes"]["T6"] == 25
    assert targets["last_visit"]["T6"] == "2026-11-16"
    assert targets["weeks"]["T1"] == "1,3"
    (new,) = loaded.merged.new
    assert tuple(targets.loc[new, ["entrance_id", "room"]]) == ("B2-2", "301")


def test_cells_merged_over_several_rows_count_for_each(small, tmp_path):
    path = as_xlsx(
        tmp_path / "list.xlsx",
        [
            ["走访名单"],
            ["类别", "楼号", "单元", "房号"],
            ["高龄党员", 1.0, 3, "201"],
            ["", "", 2, 102.0],
        ],
    )
    book = load_workbook(path)
    for cells in ("A1:D1", "A3:A4", "B3:B4"):
        book.active.merge_cells(cells)
    book.save(path)
    loaded = load(small, path)
    assert loaded.faults == ()
    targets = read_community(small).targets.loc[loaded.merged.new]
    assert set(zip(targets["entrance_id"], targets["room"], strict=True)) == {
        ("B1-3", "201"),
        ("B1-2", "102"),
    }


def test_a_sheet_for_each_kind_is_read_by_its_title(small, tmp_path):
    book = Workbook()
    for title, place in (("高龄党员", "1-1-101"), ("困难党员户", "1-2-101")):
        sheet = book.create_sheet(title)
        sheet.append(["序号", "地址"])
        sheet.append([1, place])
    book.save(tmp_path / "list.xlsx")
    loaded = load(small, tmp_path / "list.xlsx")
    kinds = [loaded.merged.targets[id_].cells["kind"] for id_ in loaded.merged.new]
    assert sorted(kinds) == ["elderly_party_member", "hardship_party_member"]
    assert loaded.unread == ("序号",)


WISH_HEAD = ["日期", "要求", "对象", "走访组", "备注"]


def wishes_of(folder: Path) -> list[tuple[str, ...]]:
    return list(read_community(folder).wishes.itertuples(index=False, name=None))


def test_wishes_in_the_planners_words_become_ids(small, tmp_path):
    gates = small / "gates.geojson"
    text = gates.read_text(encoding="utf-8").replace('"id": "G1"', '"id": "G1", "name": "东院南门"')
    gates.write_text(text, encoding="utf-8")
    rows = [
        WISH_HEAD,
        ["2026年12月7日", "指定", "1号楼2单元", "一组", ""],
        ["2026-12-14", "不安排", "二号楼", "", "张大爷不在，电话13812345678"],
        ["", "关门", "东院南门", "", ""],
        ["2026/12/21", "请假", "二组", "", ""],
        ["2026-12-28", "请假", "", "1", ""],
    ]
    loaded = load(small, as_csv(tmp_path / "wishes.csv", rows))
    assert loaded.faults == ()
    assert wishes_of(small) == [
        ("2026-12-07", "pin", "T1", "1", ""),
        ("2026-12-14", "forbid", "B2", "", "居民不在"),
        ("", "close_gate", "G1", "", ""),
        ("2026-12-21", "absent", "2", "", ""),
        ("2026-12-28", "absent", "", "1", ""),
    ]
    assert (loaded.wishes_new, loaded.wishes_gone) == (4, 2)
    written = files_of(small)
    load(small, tmp_path / "wishes.csv")
    assert files_of(small) == written


def test_a_wish_with_a_fault_leaves_the_old_wishes_there(small, tmp_path):
    before = wishes_of(small)
    rows = [
        WISH_HEAD,
        ["", "指定", "2号楼", "一组", ""],
        ["", "指定", "99号楼", "", ""],
        ["明天", "指定", "2号楼", "", ""],
        ["", "随便", "2号楼", "", ""],
        ["", "关门", "北门", "", ""],
        ["", "指定", "2号楼", "九组", ""],
        ["", "指定", "", "", ""],
    ]
    loaded = load(small, as_csv(tmp_path / "wishes.csv", rows))
    assert [fault.row for fault in loaded.faults] == [3, 4, 5, 6, 7, 8]
    assert wishes_of(small) == [*before, ("", "pin", "B2", "1", "")]


def test_a_wish_may_be_about_a_target_of_the_same_file(small, tmp_path):
    book = Workbook()
    book.active.append(["类别", "地点"])
    book.active.append(["高频来电户", "2-2-301"])
    sheet = book.create_sheet("w")
    sheet.append(WISH_HEAD)
    sheet.append([date(2026, 12, 7), "指定", "2号楼2单元301", "一组", ""])
    book.save(tmp_path / "list.xlsx")
    loaded = load(small, tmp_path / "list.xlsx")
    assert loaded.faults == ()
    assert wishes_of(small) == [("2026-12-07", "pin", loaded.merged.new[0], "1", "")]


def test_an_empty_sheet_of_wishes_takes_none_away(small, tmp_path):
    before = wishes_of(small)
    path = template(small, tmp_path / "list.xlsx")
    book = load_workbook(path)
    book["安排要求"].delete_rows(4, 100)
    book.save(path)
    load(small, path)
    assert wishes_of(small) == before


def test_columns_of_wishes_that_mean_nothing_here_are_kept(small, tmp_path):
    path = small / "wishes.csv"
    path.write_text("date,what,id,team,by\n2026-12-07,pin,T1,1,office\n", encoding="utf-8")
    sheet = template(small, tmp_path / "list.xlsx")
    row = load_workbook(sheet)["安排要求"].max_row + 1
    edited(sheet, "安排要求", {f"B{row}": "不安排", f"C{row}": "T6", f"A{row}": date(2026, 12, 7)})
    load(small, sheet)
    assert path.read_text(encoding="utf-8-sig").splitlines() == [
        "date,what,id,team,note,by",
        "2026-12-07,pin,T1,1,,office",
        "2026-12-07,forbid,T6,,,",
    ]


NAMES = ["张三", "李秀英", "王建国", "欧阳锋", "赵桂芝", "刘志强", "陈伟"]
PHONES = ["13812345678", "138-1234-5678", "010-64881234", "64881234", "11010519490312002X"]


@QUIET
@given(seed=st.integers(0, 10**6))
def test_no_name_and_no_number_of_anybody_is_ever_written(seed, tmp_path_factory, build_community):
    draw = random.Random(seed)
    tmp = tmp_path_factory.mktemp("people")
    folder = build_community(tmp / "a")
    head = ["姓名", "联系电话", "身份证号", "类别", "住址", "单位或店名", "备注", "联系人"]
    rows = []
    for number in range(12):
        name, phone = draw.choice(NAMES), draw.choice(PHONES)
        kind = draw.choice(["高龄党员", "困难党员", "高频来电户", "小门店"])
        place = f"{draw.choice([1, 2])}-{draw.choice([1, 2])}-{101 + number}"
        beside = draw.choice(["{} {}", "{}{}大爷家", "{}（{}）", "{}，{}", "{} {}" + phone])
        after = draw.choice(["{}大爷耳背", "找{}女士", "联系人：{}", "{}，" + phone, "户主{}"])
        rows.append([name, phone, draw.choice(PHONES), kind, beside.format(place, name),
                     draw.choice(["", name, phone]), after.format(name), name])  # fmt: skip
    wish = [WISH_HEAD, ["", "指定", "2号楼", "一组", f"{NAMES[0]}同志请假 {PHONES[0]}"]]
    loaded = load(folder, as_csv(tmp / "list.csv", [head, *rows], "gb18030"))
    load(folder, as_csv(tmp / "wishes.csv", wish))
    assert loaded.faults == ()
    assert len(loaded.merged.new) == 12
    assert loaded.private == {"姓名": 12, "联系电话": 12, "身份证号": 12, "联系人": 12}
    for data in files_of(folder).values():
        text = data.decode("utf-8-sig")
        assert [each for each in (*NAMES, *PHONES) if each in text] == []
    assert loaded.cut.names + loaded.cut.words >= 12


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "没有找到表头"),
        ("姓名,电话\n张三,1\n".encode(), "没有找到表头"),
        (b"PK\x03\x04 no zip at all", "读不了"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "读不了"),
        (b"\xff\xfe\x00\x01", "没有找到表头"),
    ],
)
def test_a_file_that_is_no_list_is_one_clear_line(data, told, small, tmp_path):
    path = tmp_path / "list.xlsx"
    path.write_bytes(data)
    with pytest.raises(WalkmapError) as error:
        load(small, path)
    assert told in error.value.words.zh
    assert "\n" not in error.value.words.zh


def test_a_template_has_lists_a_note_and_an_example_and_no_formula(small, tmp_path):
    path = small / "targets.geojson"
    text = path.read_text(encoding="utf-8").replace('"weeks": "1,3"', '"note": "=1+1"')
    path.write_text(text, encoding="utf-8")
    before = files_of(small)
    book = load_workbook(template(small, tmp_path / "list.xlsx"))
    sheet = book["走访对象"]
    assert sheet["A3"].value == "示例"
    assert "不要写姓名" in sheet["C2"].value
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert set(rules) == {f"{column}4:{column}2000" for column in "BCEHI"}
    lists = book["选项"]
    assert lists.sheet_state == "hidden"
    dropped = [cell.value for column in lists.iter_cols() for cell in column if cell.value]
    assert {"高龄党员", "1号楼", "新楼", "指定", "一组"} <= set(dropped)
    rules = book["安排要求"].data_validations.dataValidation
    assert {rule.formula1.split("!")[0] for rule in rules} == {"'选项'"}
    load(small, tmp_path / "list.xlsx")
    assert files_of(small) == before
