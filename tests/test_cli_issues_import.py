"""Taking tables of issues in on the command line: what is said, and exit codes."""

from functools import partial
from pathlib import Path

import pytest

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "geo" / "nanshatan"
CALLS = """\
工单编号,问题分类,来电人姓名,主要内容,被反映街乡镇,小区点位,办结时间,是否解决,是否满意,备注栏
20261103001,住房->物业管理,某人,王女士反映灯不亮,奥运村街道,5号楼3单元,2026年11月5日 14:05,是,满意,x
20261103002,市容->垃圾清运,,垃圾没人清,奥运村街道,和谐小区,2026/11/6,否,不满意,
20261104004,邻里->噪声,,99号楼噪音扰民,奥运村街道,,2026-13-45,,,
合计,3,,,,,,,,
"""


@pytest.fixture
def walkmap(run_walkmap, monkeypatch, tmp_path):
    """Run it in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return partial(run_walkmap, "issues")


@pytest.fixture
def calls(tmp_path) -> Path:
    path = tmp_path / "calls.csv"
    path.write_bytes(CALLS.encode("gb18030"))
    return path


def test_an_import_says_what_it_did_and_names_nobody(sample, calls, walkmap):
    code, said, _ = walkmap("import", calls, "-c", sample, "--lang", "zh")
    assert code == 0
    for line in (
        "✗ calls.csv，第 4 行，办结时间 = 2026-13-45：不是日期；写成 2026-12-07 09:30",
        "删去号码 0 处、姓名 1 处",
        "第 2 行：王** → ",
        "1 件按文字找到了楼",
        "1 件没有地点（没有说是哪栋楼 1）；逐件核定：walkmap issues settle",
        "2 件没有来电时间，用了工单编号里的日期或办结时间",
        "没有读入关于个人的列：来电人姓名（1 格）",
        "没有用到的列：备注栏",
        "民情：新增 2，改动 0，不变 0；没导入 1 行，重复 0 行，合计等 1 行，别的街道 0 行。",
    ):
        assert line in said
    assert "王女士" not in said
    code, said, _ = walkmap("import", calls, "-c", sample, "--lang", "en")
    assert "Issues: 0 new, 0 changed, 2 the same; 1 rows not imported" in said


def test_strict_and_dry_run_write_nothing(sample, calls, walkmap):
    code, said, _ = walkmap("import", calls, "-c", sample, "--strict", "--lang", "en")
    assert (code, "Nothing was imported." in said) == (1, True)
    code, said, _ = walkmap("import", calls, "-c", sample, "--dry-run", "--lang", "en")
    assert (code, "Nothing was written." in said) == (0, True)
    assert not (sample / "records.sqlite").exists()


def test_a_report_holds_what_is_to_be_looked_over(sample, calls, tmp_path, walkmap):
    report = tmp_path / "look.csv"
    code, said, _ = walkmap("import", calls, "-c", sample, "--report", report)
    assert (code, "王**" in said) == (0, False)
    text = report.read_text(encoding="utf-8-sig")
    assert "王**" in text
    assert "2026-13-45" in text
    code, _, err = walkmap("import", calls, "-c", sample, "--report", report)
    assert code == 1
    assert len(err.strip().splitlines()) == 1


def test_what_has_no_place_is_listed_and_settled(sample, calls, walkmap):
    walkmap("import", calls, "-c", sample)
    code, said, _ = walkmap("settle", "-c", sample, "--lang", "zh")
    assert code == 0
    assert "〔和谐小区〕垃圾没人清" in said
    assert "共 1 件没有地点" in said
    id_ = said[:8]
    code, _, err = walkmap("settle", id_, "-c", sample, "--building", "99号楼")
    assert (code, len(err.strip().splitlines())) == (2, 1)
    assert walkmap("settle", "-c", sample, "--nowhere")[0] == 2
    code, said, _ = walkmap("settle", id_, "-c", sample, "--building", "12号楼")
    assert (code, said.strip()) == (0, f"{id_} · 12号楼")
    assert "每件民情都有地点了" in walkmap("settle", "-c", sample)[1]
    assert "核定地点：12号楼" in walkmap("show", id_, "-c", sample)[1]


def test_a_template_is_written_once_and_is_empty(sample, walkmap):
    code, said, _ = walkmap("template", "-c", sample)
    assert (code, said.strip()) == (0, "民情.xlsx")
    assert walkmap("template", "-c", sample)[0] == 1
    code, said, _ = walkmap("import", "民情.xlsx", "-c", sample)
    assert (code, said.strip()) == (0, "表里还没有民情：填好再导入。")


@pytest.mark.parametrize("name", ["none.xlsx", "list.docx", "."])
def test_a_file_that_cannot_be_read_is_one_line(name, sample, tmp_path, walkmap):
    (tmp_path / "list.docx").write_bytes(b"PK\x03\x04 something else")
    code, said, err = walkmap("import", name, "-c", sample)
    assert (code, said) == (1, "")
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err
