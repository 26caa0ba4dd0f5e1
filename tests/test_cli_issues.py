"""The diary on the command line: what is listed, the steps, and what is said when one is wrong."""

import re
from functools import partial
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "geo" / "nanshatan"
COUNT = 720


@pytest.fixture
def walkmap(run_walkmap, monkeypatch, tmp_path):
    """Run it in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return partial(run_walkmap, "issues", width=80)


def table() -> pd.DataFrame:
    """The sample's issues as a plain program reads them."""
    return pd.read_csv(SAMPLE / "issues.csv", encoding="utf-8-sig", dtype=str).fillna("")


def one(**wanted: str) -> str:
    """Return the id of an issue of the sample."""
    rows = table()
    for column, value in wanted.items():
        rows = rows[rows[column] == value]
    return str(rows["id"].iloc[0])


class TestList:
    def test_the_newest_come_first_and_how_many_there_are(self, sample, walkmap):
        code, said, _ = walkmap("list", "-c", sample)
        assert code == 0
        days = re.findall(r"^[0-9a-f]{8}  (\d{4}-\d\d-\d\d)", said, re.MULTILINE)
        assert len(days) == 50
        assert days == sorted(days, reverse=True)
        assert said.strip().endswith(f"共 {COUNT} 件，还有 {COUNT - 50} 件没列出：加 --all")
        assert not list(sample.glob("records.sqlite*"))

    @pytest.mark.parametrize(
        ("options", "keep"),
        [
            (("--level", "大事"), lambda r: r["level"] == "large"),
            (("--level", "medium"), lambda r: r["level"] == "medium"),
            (("--category", "民事纠纷"), lambda r: r["category"] == "dispute"),
            (("--status", "in_hand"), lambda r: r["status"] == "in_hand"),
            (("--building", "5号楼"), lambda r: r["building_id"] == "B05"),
            (("--building", "B05"), lambda r: r["building_id"] == "B05"),
            (
                ("--from", "2026-03-02", "--to", "2026-03-31", "--status", "已办结"),
                lambda r: (
                    r["recorded_at"].str[:7].eq("2026-03")
                    & ~r["recorded_at"].str[:10].eq("2026-03-01")
                    & r["status"].eq("handled")
                ),
            ),
        ],
    )
    def test_what_is_asked_for(self, sample, walkmap, options, keep):
        rows = table()
        wanted = rows[keep(rows)]
        assert 0 < len(wanted) < COUNT
        code, said, _ = walkmap("list", "-c", sample, "--all", *options)
        assert code == 0
        listed = re.findall(r"^([0-9a-f]{8})  ", said, re.MULTILINE)
        assert sorted(listed) == sorted(id_[:8] for id_ in wanted["id"])
        assert f"共 {len(wanted)} 件" in said

    def test_nothing_fits(self, sample, walkmap):
        code, said, _ = walkmap("list", "-c", sample, "--from", "2050-01-01")
        assert (code, said.strip()) == (0, "没有这样的民情。")

    def test_one_that_is_due_on_no_day(self, sample, walkmap):
        (sample / "issues.csv").write_text(
            "id,recorded_at,source,building_id,category,level,status\n"
            "x1,2026-11-02,walk,B05,environment,small,open\n"
        )
        code, said, _ = walkmap("list", "-c", sample)
        assert (code, said.splitlines()[-1]) == (0, "共 1 件")

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (("--level", "巨大"), "没有 巨大；可以写 small（小事）、medium（中事）、large（大事）"),
            (("--building", "99号楼"), "没有 99号楼 这栋楼"),
        ],
    )
    def test_what_there_isnt(self, sample, walkmap, options, said):
        code, _, err = walkmap("list", "-c", sample, *options)
        assert code == 2
        assert err.strip() == f"✗ {said}"

    def test_overdue_the_longest_first(self, sample, walkmap):
        rows = table()
        wanted = rows[(rows["status"] != "handled") & (rows["due"].str[:10] < "2026-11-01")]
        code, said, _ = walkmap("overdue", "-c", sample, "--lang", "en")
        assert code == 0
        late = [int(days) for days in re.findall(r"(\d+) d late", said)]
        assert len(late) >= len(wanted)
        assert late == sorted(late, reverse=True)
        listed = re.findall(r"^([0-9a-f]{8})  ", said, re.MULTILINE)
        assert {id_[:8] for id_ in wanted["id"]} <= set(listed)
        assert walkmap("list", "--overdue", "-c", sample, "--lang", "en")[1] == said


class TestSteps:
    def test_from_the_door_to_the_subdistrict_and_done(self, sample, walkmap):
        id_ = one(status="open", level="small", category="no_property")
        start = id_[:8]
        options = ("-c", sample, "--by", "包院居干")
        assert "办理中 · 楼院长" in walkmap("take", start, "--to", "楼院长", *options)[1]
        assert "中事 · 待办 · 社区服务委员会" in walkmap("pass-up", start, *options)[1]
        assert (
            "大事 · 待办 · 社会单位" in walkmap("pass-up", start, "--to", "社会单位", *options)[1]
        )
        code, _, err = walkmap("pass-up", start, *options)
        assert code == 1
        assert "已经是大事" in err
        note = "王大爷看过，电话138" + "1" * 8
        assert "已办结" in walkmap("handle", start, "--note", note, *options)[1]
        code, _, err = walkmap("handle", start, *options)
        assert code == 1
        assert "已经办结" in err
        _, said, _ = walkmap("show", start, "-c", sample)
        assert f"编号：{id_}" in said
        assert "级别 小事 → 中事" in said
        assert "包院居干 → 楼院长" in said
        assert "备注：居民看过" in said
        assert "1111" not in said
        assert said.count("  包院居干  ") >= 1

    def test_a_new_store_keeps_the_numbers(self, sample, walkmap):
        id_ = one(status="open")
        assert walkmap("handle", id_, "-c", sample)[0] == 0
        _, said, _ = walkmap("list", "-c", sample, "--status", "open")
        assert f"共 {(table()['status'] == 'open').sum() - 1} 件" in said
        assert f"共 {COUNT} 件" in walkmap("list", "-c", sample)[1]

    def test_show_before_there_is_a_store(self, sample, walkmap):
        id_ = one(status="handled", source="hotline")
        code, said, _ = walkmap("show", id_[:10], "-c", sample, "--lang", "en")
        assert code == 0
        assert f"id: {id_}" in said
        assert "status: handled" in said
        assert not list(sample.glob("records.sqlite*"))

    @pytest.mark.parametrize("command", ["show", "take", "pass-up", "handle"])
    def test_no_such_issue(self, sample, walkmap, command):
        code, _, err = walkmap(command, "zzz", "-c", sample)
        assert code == 1
        assert err.strip() == "✗ 没有编号以 zzz 开头的民情；用 issues list 查看"

    @pytest.mark.parametrize("by", ["李大爷", "王小明", "138" + "1" * 8])
    def test_who_does_it_is_no_name_and_no_number(self, sample, walkmap, by):
        code, _, err = walkmap("handle", one(status="open"), "-c", sample, "--by", by)
        assert code == 2
        assert "写角色" in err
        assert by not in err
        assert not list(sample.glob("records.sqlite*"))

    def test_the_sample_stays_as_it_is(self, walkmap):
        code, _, err = walkmap("handle", one(status="open"))
        assert code == 1
        assert "示例社区不记民情" in err
        assert not list(SAMPLE.glob("records.sqlite*"))


class TestExport:
    def test_points_without_texts(self, sample, walkmap, tmp_path):
        code, said, err = walkmap("export", tmp_path / "a.gpkg", "-c", sample)
        assert (code, said.strip()) == (0, str(tmp_path / "a.gpkg"))
        assert "示意数据" in err
        layer = gpd.read_file(tmp_path / "a.gpkg", layer="issues")
        assert len(layer) == COUNT
        assert layer.crs == "EPSG:4326"
        assert not {"text", "recorded_by", "target_id"} & set(layer.columns)
        text = table()["text"].iloc[0]
        assert text.encode() not in (tmp_path / "a.gpkg").read_bytes()
        buildings = gpd.read_file(SAMPLE / "buildings.geojson").set_index("id").geometry
        inside = [
            buildings[row["building_id"]].contains(row.geometry)
            for _, row in layer.iterrows() if row["building_id"]
        ]  # fmt: skip
        assert all(inside)
        own = table().set_index("id").query("building_id == ''")
        placed = layer.set_index("id").geometry[own.index]
        assert list(placed.x) == pytest.approx(own["lon"].astype(float).tolist(), abs=1e-6)
        assert "示意" in pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="about")["value"][0]

    def test_with_texts_but_those_heard_at_a_home(self, sample, walkmap, tmp_path):
        targets = gpd.read_file(SAMPLE / "targets.geojson")
        home = targets[targets["kind"] == "elderly_party_member"]["id"].iloc[0]
        shop = targets[targets["kind"] == "small_shop"]["id"].iloc[0]
        rows = table().iloc[:4].assign(target_id=[home, shop, "", "gone"])
        rows.to_csv(sample / "issues.csv", index=False)
        file = tmp_path / "b.gpkg"
        assert walkmap("export", file, "-c", sample, "--texts")[0] == 0
        texts = gpd.read_file(file, layer="issues").set_index("id")["text"]
        told = [bool(texts[id_]) for id_ in rows["id"]]
        assert told == [False, True, True, False]
        assert rows["text"].iloc[0].encode() not in file.read_bytes()

    def test_nothing_is_replaced_unasked(self, sample, walkmap, tmp_path):
        file = tmp_path / "c.gpkg"
        file.write_text("mine")
        code, _, err = walkmap("export", file, "-c", sample)
        assert code == 1
        assert "--replace" in err
        assert file.read_text() == "mine"
        assert walkmap("export", file, "-c", sample, "--replace")[0] == 0
        assert len(gpd.read_file(file, layer="issues")) == COUNT
        code, _, err = walkmap("export", tmp_path / "c.csv", "-c", sample)
        assert code == 2
        assert ".gpkg" in err
        assert sorted(p.name for p in tmp_path.iterdir()) == ["c.gpkg", "sample"]
