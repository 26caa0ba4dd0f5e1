"""The planner's list on the command line: what is said, exit codes, and nothing overwritten."""

from functools import partial
from pathlib import Path

import pytest

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "geo" / "nanshatan"


@pytest.fixture
def walkmap(run_walkmap, monkeypatch, tmp_path):
    """Run it in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return partial(run_walkmap, "targets")


@pytest.fixture
def listed(tmp_path) -> Path:
    """A planner's own list, as it is kept in many an office."""
    path = tmp_path / "list.csv"
    rows = [
        "序号,类别,姓名,联系电话,住址,备注",
        "1,高龄党员,张三,13812345678,五号楼3单元201 张三,张大爷耳背",
        "2,困难党员户,李四,,99号楼,",
    ]
    path.write_bytes("\r\n".join(rows).encode("gb18030"))
    return path


@pytest.mark.parametrize(("lang", "name"), [("zh", "走访对象.xlsx"), ("en", "targets.xlsx")])
def test_a_template_is_written_once_and_imports_to_nothing_new(
    lang, name, sample, tmp_path, walkmap
):
    code, said, _ = walkmap("template", "-c", sample, "--lang", lang)
    assert (code, said.strip()) == (0, name)
    before = (tmp_path / name).read_bytes()
    code, said, err = walkmap("template", "-c", sample, "--lang", lang)
    assert code == 1
    assert name in err
    assert "--out" in err
    assert len(err.strip().splitlines()) == 1
    assert (tmp_path / name).read_bytes() == before
    assert walkmap("template", "-c", sample, "--out", tmp_path / "b.xlsx", "--lang", lang)[0] == 0
    assert (tmp_path / "b.xlsx").read_bytes() == before
    code, said, _ = walkmap("import", name, "-c", sample, "--lang", "en")
    assert code == 0
    assert said.startswith("Targets: 0 new, 0 changed, 64 the same, 0 gone;")


def test_an_import_says_what_it_did_and_names_nobody(sample, listed, walkmap):
    code, said, _ = walkmap("import", listed, "-c", sample, "--lang", "zh")
    assert code == 0
    assert "✗ list.csv，第 3 行，住址 = 99号楼：没有 99 号楼" in said
    assert "没有读入关于个人的列：姓名、联系电话（3 格）" in said
    assert "走访对象：新增 1，改动 0，不变 0，删去 0" in said
    assert "没导入 1 行" in said
    assert not any(name in said for name in ("张三", "张大爷", "13812345678", "李四"))
    written = (sample / "targets.geojson").read_text(encoding="utf-8")
    assert not any(name in written for name in ("张三", "张大爷", "13812345678", "李四"))
    assert walkmap("import", listed, "-c", sample)[1].count("新增 0，改动 0，不变 1") == 1


def test_a_dry_run_lists_what_would_change(sample, listed, walkmap):
    before = (sample / "targets.geojson").read_bytes()
    code, said, _ = walkmap("import", listed, "-c", sample, "--dry-run", "--lang", "en")
    assert code == 0
    assert "+ T-" in said
    assert "5号楼3单元 · 高龄党员" in said
    assert "Nothing was written. Targets: 1 new" in said
    assert (sample / "targets.geojson").read_bytes() == before


def test_strict_imports_nothing_if_a_row_has_a_fault(sample, listed, walkmap):
    before = (sample / "targets.geojson").read_bytes()
    for option in ("--strict", "--replace"):
        code, said, _ = walkmap("import", listed, "-c", sample, option, "--lang", "en")
        assert code == 1
        assert "Nothing was imported" in said
    assert (sample / "targets.geojson").read_bytes() == before


def test_no_row_that_can_be_imported_is_exit_1(sample, tmp_path, walkmap):
    path = tmp_path / "list.csv"
    path.write_text("类别,地点\n高龄党员,99号楼\n", encoding="utf-8")
    assert walkmap("import", path, "-c", sample)[0] == 1


def test_an_empty_sheet_changes_nothing_and_says_what_to_do(sample, tmp_path, walkmap):
    path, before = tmp_path / "list.csv", (sample / "targets.geojson").read_bytes()
    path.write_text("类别,地点\n", encoding="utf-8")
    for option in ((), ("--replace",)):
        code, said, _ = walkmap("import", path, "-c", sample, *option, "--lang", "zh")
        assert code == 0
        assert said.strip() == "表里还没有走访对象：填好再导入。"
        assert (sample / "targets.geojson").read_bytes() == before


@pytest.mark.parametrize("name", ["none.xlsx", "list.docx", "."])
def test_a_file_that_cannot_be_read_is_one_line(name, sample, tmp_path, walkmap):
    (tmp_path / "list.docx").write_bytes(b"PK\x03\x04 something else")
    code, said, err = walkmap("import", name, "-c", sample)
    assert (code, said) == (1, "")
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err
