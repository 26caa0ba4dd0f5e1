"""A table becomes the same records however it is written, in any order, in any parts, twice."""

import csv
import io
import os
import shutil
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from walkmap import jobs
from walkmap.community import read_community
from walkmap.errors import UsageError, WalkmapError
from walkmap.issues.intake import read_table
from walkmap.issues.intake.categories import Categories
from walkmap.issues.intake.moments import read_moment
from walkmap.store import calls_of, issues_of, store_if_any

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "geo" / "nanshatan"
QUIET = settings(
    derandomize=True, database=None, deadline=None, max_examples=4,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
MOBILE = "1" + "38" * 5
ID_CARD = "110105" + "19490312" + "002X"
HEAD = [
    "工单编号",
    "来电时间",
    "问题分类",
    "主要内容",
    "小区点位",
    "办结时间",
    "是否解决",
    "是否满意",
]
CALLS = [
    ["GD1", "2026-11-03 09:05", "住房->物业管理", "楼道灯不亮", "5号楼3单元", "", "", ""],
    ["GD2", "2026-11-03 10:00", "邻里->噪声", "和谐小区13号楼夜里跳舞", "", "2026-11-05",
     "是", "满意"],
    ["GD3", "2026-11-04 08:00", "市容->垃圾", "垃圾没人清", "和谐小区", "2026-11-06",
     "否", "不满意"],
    ["GD4", "2026-11-05 08:00", "市容->垃圾", "5号楼和6号楼之间有垃圾", "", "", "", ""],
    ["", "2026-11-05 08:30", "供暖", "家里不热", "7-2-301", "", "", ""],
    ["GD6", "2026-11-06 08:30", "不知何类", "想问一件事", "", "", "", ""],
]  # fmt: skip
OWN_HEAD = ["编号", "时间", "来源", "地点", "类别", "级别", "内容", "户数", "状态", "办结时间"]
OWN = [
    ["", "2026-11-02 09:30", "走访", "5号楼3单元", "环境问题", "小事", "楼道堆物",
     "12", "待办", ""],
    ["", "2026-11-02 09:40", "走访", "望林苑附近", "民事纠纷", "中事", "争车位",
     "", "", "2026-11-03"],
    ["", "2026-11-02 09:50", "", "和谐小区12#", "无物业问题", "大事", "下水堵",
     "约30户", "办理中", ""],
]  # fmt: skip


def as_csv(path: Path, rows: list[list[str]], encoding: str = "utf-8-sig", day: int = 20) -> Path:
    """Write a table that was saved on a day of November."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    saved = datetime(2025, 11, day, 12).timestamp()
    os.utime(path, (saved, saved))
    return path


def records(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    community = read_community(folder)
    return issues_of(community), calls_of(community)


def same(one: Path, other: Path) -> None:
    for a, b in zip(records(one), records(other), strict=True):
        pd.testing.assert_frame_equal(a, b)


@pytest.fixture
def empty(tmp_path) -> Path:
    folder = Path(shutil.copytree(SAMPLE, tmp_path / "c"))
    (folder / "issues.csv").unlink()
    return folder


@pytest.fixture
def imported(tmp_path, empty):
    """Import rows into the community; give what the import says."""
    number = iter(range(100))

    def run(rows, **options):
        file = as_csv(tmp_path / f"t{next(number)}.csv", rows)
        return jobs.import_issues(empty, file, **options)

    return run


def counts(done) -> tuple[int, int, int]:
    return done.added.new, done.added.same, done.added.changed


def fault_lines(done) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in done.table.faults]


class TestAnyOrder:
    @QUIET
    @given(data=st.data())
    @pytest.mark.parametrize(("head", "rows"), [(HEAD, CALLS), (OWN_HEAD, OWN)])
    def test_rows_columns_parts_and_twice(self, head, rows, data, tmp_path_factory):
        tmp = tmp_path_factory.mktemp("order")
        folders = []
        for name in "ab":
            folders.append(Path(shutil.copytree(SAMPLE, tmp / name)))
            (folders[-1] / "issues.csv").unlink()
        jobs.import_issues(folders[0], as_csv(tmp / "whole.csv", [head, *rows]))
        order = data.draw(st.permutations(range(len(rows))))
        columns = data.draw(st.permutations(range(len(head))))
        cut = data.draw(st.integers(1, len(rows)))
        for number, part in enumerate((order[:cut], order[cut:], order[: cut + 1])):
            if part:
                table = [[row[k] for k in columns] for row in (head, *(rows[k] for k in part))]
                jobs.import_issues(folders[1], as_csv(tmp / f"{number}.csv", table))
        same(*folders)
        again = jobs.import_issues(folders[1], tmp / "whole.csv")
        assert counts(again) == (0, len(rows), 0)
        assert (again.added.calls.new, again.added.calls.changed) == (0, 0)
        same(*folders)

    def test_the_later_saying_of_a_call_counts_whichever_file_comes_first(self, tmp_path, empty):
        later = [*CALLS[0][:5], "2026-11-09 10:00", "是", "满意"]
        files = [
            as_csv(tmp_path / "early.csv", [HEAD, CALLS[0]], day=10),
            as_csv(tmp_path / "late.csv", [HEAD, later], day=11),
        ]
        other = Path(shutil.copytree(empty, tmp_path / "other"))
        assert jobs.import_issues(empty, files[0]).added.new == 1
        assert jobs.import_issues(empty, files[1]).added.changed == 1
        for file in reversed(files):
            jobs.import_issues(other, file)
        same(empty, other)
        (issue,) = records(empty)[0].to_dict("records")
        assert (issue["status"], issue["handled_at"]) == ("handled", datetime(2026, 11, 9, 10))
        with store_if_any(read_community(empty)) as store:
            assert {"status", "handled_at"} <= {change.column for change in store.changes()}

    def test_of_one_call_told_twice_in_a_file_the_one_that_got_further_counts(
        self, imported, empty
    ):
        later = [*CALLS[0][:5], "2026-11-09", "是", "满意"]
        done = imported([HEAD, later, CALLS[0]])
        assert (done.table.twice, done.added.new) == (1, 1)
        assert list(records(empty)[0]["status"]) == ["handled"]

    def test_issues_csv_itself_is_the_same(self, tmp_path):
        folder = Path(shutil.copytree(SAMPLE, tmp_path / "c"))
        done = jobs.import_issues(folder, SAMPLE / "issues.csv")
        assert counts(done) == (0, 720, 0)
        assert (done.table.cuts.numbers, done.table.cuts.names) == (0, [])

    def test_issues_csv_is_the_same_whatever_its_ids_look_like(self, tmp_path):
        folder = Path(shutil.copytree(SAMPLE, tmp_path / "c"))
        file = folder / "issues.csv"
        head, one, two, three, *_ = file.read_text(encoding="utf-8-sig").splitlines()
        ids = ("2024-017", "7", one[:36].upper())
        lines = [id_ + line[36:] for id_, line in zip(ids, (one, two, three), strict=True)]
        file.write_text("\n".join([head, *lines]), encoding="utf-8")
        assert counts(jobs.import_issues(folder, file)) == (0, 3, 0)
        seventh = ["7", *OWN[0][1:]]  # of some other table
        other = as_csv(tmp_path / "t.csv", [OWN_HEAD, seventh])
        assert counts(jobs.import_issues(folder, other)) == (1, 0, 0)

    def test_issues_without_words_are_told_apart_by_what_they_are(self, imported):
        head, row = ["时间", "地点", "类别", "级别"], ["2026-11-02", "5号楼"]
        done = imported([head, [*row, "环境问题", "小事"], [*row, "民事纠纷", "小事"]])
        assert (done.table.twice, done.added.new) == (0, 2)

    def test_a_remark_that_only_looks_like_a_default_is_none(self, tmp_path):
        folder = Path(shutil.copytree(SAMPLE, tmp_path / "c"))
        file = as_csv(tmp_path / "t.csv", [OWN_HEAD, OWN[0]])
        jobs.import_issues(folder, file)
        table = records(folder)[0]
        id_ = table.index[table["text"].str.endswith("楼道堆物")][0]
        jobs.handle_issue(folder, id_, by="居委会", note="默认坐标不对，已改")
        assert counts(jobs.import_issues(folder, file)) == (0, 1, 0)

    def test_a_file_read_again_with_other_settings_is_read_anew(self, tmp_path, empty):
        rows = [[f"GD{k}", *CALLS[5][1:]] for k in range(12)]
        file = as_csv(tmp_path / "calls.csv", [HEAD, *rows])
        jobs.import_issues(empty, file)
        with (empty / "community.toml").open("a", encoding="utf-8") as settings:
            settings.write('[hotline.categories]\n"不知" = "dispute"\n')
        assert counts(jobs.import_issues(empty, file)) == (0, 0, 12)
        assert set(records(empty)[0]["category"]) == {"dispute"}
        assert counts(jobs.import_issues(empty, file)) == (0, 12, 0)


class TestFiles:
    @pytest.mark.parametrize(
        "how",
        ["utf-8", "gb18030", "utf-16", "utf-16-le", "semicolon", "tab", "xlsx", "xls", "wide",
         "two-headers", "merged", "repeated"],
    )  # fmt: skip
    def test_every_sort_of_file_is_read_alike(self, how, imported, empty, tmp_path):
        imported([HEAD, *CALLS])
        before = records(empty)
        path = self.written(how, tmp_path / "list")
        os.utime(path, (0, 0))
        done = jobs.import_issues(empty, path)
        assert done.table.faults == []
        assert counts(done) == (0, len(CALLS), 0)
        for a, b in zip(before, records(empty), strict=True):
            pd.testing.assert_frame_equal(a, b)

    @staticmethod
    def written(how: str, path: Path) -> Path:
        rows = [HEAD, *CALLS]
        if how in ("semicolon", "tab"):
            sign = {"semicolon": ";", "tab": "\t"}[how]
            path.write_text("\n".join(sign.join(row) for row in rows), encoding="utf-8")
        elif how == "wide":
            wide = str.maketrans("0123456789-:", "０１２３４５６７８９－：")
            typed = [[row[0], row[1].translate(wide), *row[2:4], row[4].translate(wide),
                      row[5].translate(wide), *row[6:]] for row in CALLS]  # fmt: skip
            as_csv(path, [HEAD, *typed])
        elif how == "two-headers":  # as a merged sheet leaves a CSV
            upper = [*HEAD[:4], "位置", "办理", "", ""]
            as_csv(path, [["热线工单明细"], upper, ["", "", "", "", *HEAD[4:]], *CALLS])
        elif how == "repeated":
            footer = ["合计", "", "", str(len(CALLS)), "", "", "", ""]
            as_csv(path, [HEAD, *CALLS[:3], [""] * 8, HEAD, *CALLS[3:], footer, ["制表：服务站"]])
        elif how == "xlsx":
            book = Workbook()
            for row in rows:
                book.active.append([_typed(text) for text in row])
            book.save(path)
        elif how == "merged":
            book = Workbook()
            sheet = book.active
            sheet.append(["热线工单明细"])
            sheet.append([*HEAD[:4], "位置", "办理"])
            sheet.append(["", "", "", "", *HEAD[4:]])
            for row in CALLS:
                sheet.append([_typed(text) for text in row])
            for cells in ("A1:H1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "F2:H2"):
                sheet.merge_cells(cells)
            book.save(path)
        elif how == "xls":
            book = xlwt.Workbook()
            sheet = book.add_sheet("工单")
            style = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm")
            for number, row in enumerate(rows):
                for at, text in enumerate(row):
                    cell = _typed(text)
                    sheet.write(number, at, cell, *([style] if isinstance(cell, datetime) else []))
            book.save(str(path))
        else:
            as_csv(path, rows, how)
        return path

    def test_a_template_comes_back_as_it_was_filled_in(self, empty, tmp_path):
        for lang in ("zh", "en"):
            path = tmp_path / f"{lang}.xlsx"
            jobs.write_issues_template(empty, out=path, lang=lang)
            nothing = jobs.import_issues(empty, path)
            assert (nothing.table.drafts, nothing.table.faults, nothing.kept) == ([], [], False)
            book = load_workbook(path)
            sheet = book.worksheets[0]
            words = ("环境问题", "小事") if lang == "zh" else ("environment", "small")
            cells = {"B4": datetime(2026, 11, 2, 9, 30), "D4": "5号楼3单元", "E4": words[0],
                     "F4": words[1], "G4": f"灯坏了{lang}", "H4": 12,
                     "L4": date(2026, 11, 9)}  # fmt: skip
            for cell, value in cells.items():
                sheet[cell] = value
            assert len(sheet.data_validations.dataValidation) == 5
            book.save(path)
            assert jobs.import_issues(empty, path).added.new == 1
        for issue in records(empty)[0].to_dict("records"):
            assert issue["recorded_at"] == datetime(2026, 11, 2, 9, 30)
            assert (issue["building_id"], issue["category"], issue["households"]) == (
                "B05", "environment", 12,
            )  # fmt: skip
            assert issue["due"] == datetime(2026, 11, 9)

    def test_an_example_that_was_written_over_is_told_of(self, empty, tmp_path):
        path = tmp_path / "a.xlsx"
        jobs.write_issues_template(empty, out=path)
        book = load_workbook(path)
        book.worksheets[0]["G3"] = "灯坏了"
        book.save(path)
        assert fault_lines(jobs.import_issues(empty, path)) == [(3, "编号")]

    @pytest.mark.parametrize("text", ["a,b\n1,2\n", "", "时间,内容\n2026-11-02,灯坏了\n"])
    def test_a_table_of_something_else_is_one_line(self, text, empty, tmp_path):
        path = tmp_path / "a.csv"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(WalkmapError) as error:
            jobs.import_issues(empty, path)
        assert "a.csv" in error.value.words.zh

    def test_a_quotation_mark_that_is_never_closed_swallows_no_rows(self, empty, tmp_path):
        path = tmp_path / "a.csv"
        path.write_text(",".join(HEAD) + '\nGD1,2026-11-03,"供暖,不热\nGD2,2026-11-03,供暖,冷\n')
        with pytest.raises(WalkmapError, match="never closed"):
            jobs.import_issues(empty, path)


def _typed(text: str) -> object:
    """Return a cell as a spreadsheet keeps it: times as such."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-03 14:05", (14, 5)),
        ("２０２６年１１月３日 １４：０５", (14, 5)),
        ("2026年11月3日（星期二）14时05分30秒", (14, 5, 30)),
        ("2026/11/3", ()),
        ("2026.11.3 下午2:05", (14, 5)),
        ("20261103140500", (14, 5)),
        ("11/03/2026 02:05:00 PM", (14, 5)),
        ("11/03/2026 12:05:00 AM", (0, 5)),
        ("46329.586805556", (14, 5)),
        ("46329", ()),
        ("2026-11-03T06:05:00Z", (14, 5)),
    ],
)
def test_moments_are_read_however_they_are_written(text, moment):
    assert read_moment(text, ZoneInfo("Asia/Shanghai")) == datetime(2026, 11, 3, *moment)


@pytest.mark.parametrize("text", ["2026-13-01", "2026-11-03 25:00", "昨天", "5", "99999999", "1"])
def test_what_is_no_moment_is_not_read(text):
    with pytest.raises(ValueError, match=r"\S"):
        read_moment(text, ZoneInfo("Asia/Shanghai"))


class TestCalls:
    def test_what_a_row_says_is_what_is_kept(self, imported, empty):
        imported([HEAD, *CALLS])
        issues, calls = records(empty)
        assert set(issues["source"]) == {"hotline"}
        by = {number: issues.loc[call] for number, call in calls["issue_id"].items()}
        assert list(by["GD2"][["building_id", "category", "status"]]) == [
            "B13", "dispute", "handled",
        ]  # fmt: skip
        assert by["GD1"]["handler"] == "社区服务委员会"
        assert by["GD3"]["status"] == "in_hand"  # closed there, and not solved
        assert (calls["solved"]["GD3"], calls["satisfied"]["GD2"]) == (False, True)
        assert calls["satisfied"].isna()["GD1"]
        assert calls["path"]["GD2"] == "邻里->噪声"
        assert calls["sure"]["GD1"] > calls["sure"]["GD4"] == 0.0

    def test_a_time_is_taken_from_the_number_or_the_closing(self, imported, empty):
        head, row = ["工单编号", "主要内容", "办结时间"], ["GD20261103001", "灯坏了", "2026-11-05"]
        done = imported([head, row, ["7", "灯坏了", "2026-11-05 10:00"], ["8", "灯坏了", ""]])
        assert (done.table.guessed, fault_lines(done)) == (2, [(4, "办结时间")])
        assert sorted(records(empty)[0]["recorded_at"].dt.day) == [3, 5]

    def test_numbers_whose_end_a_spreadsheet_lost_are_not_taken_for_one(self, imported, empty):
        rows = [
            [number, "2026-11-03", text]
            for number in ("2.02611E+17", "202611030000123000")
            for text in ("灯坏了", "不热")
        ]
        done = imported([["工单编号", "来电时间", "主要内容"], *rows])
        assert (done.table.spoilt, done.added.new) == (4, 2)
        assert len(records(empty)[0]) == 2

    def test_headings_categories_and_streets_are_set(self, imported, empty):
        with (empty / "community.toml").open("a", encoding="utf-8") as file:
            file.write(
                '[hotline]\nlevel = "large"\nother = "dispute"\nstreet = "奥运村"\n'
                '[hotline.columns]\norder = "Key"\npath = ["Type", "Detail"]\n'
                '[hotline.categories]\n"Noise->Loud" = "no_property"\n'
            )
        head = ["Key", "Type", "Detail", "来电时间", "街道", "工单编号"]
        done = imported(
            [
                head,
                ["1", "Noise", "Loud", "2026-11-03", "奥运村街道", "x"],
                ["2", "Noise", "Soft", "2026-11-03", "", "y"],
                ["3", "Noise", "Loud", "2026-11-03", "亚运村街道", "z"],
            ]
        )
        issues, calls = records(empty)
        assert list(calls.index) == ["1", "2"]
        assert sorted(issues["category"]) == ["dispute", "no_property"]
        assert set(issues["level"]) == {"large"}
        assert done.table.elsewhere == 1
        assert done.table.unknown_paths == {"Noise->Soft": 1}
        assert list(done.table.unread) == ["工单编号"]

    def test_the_longest_word_of_a_path_tells_the_category_and_of_several_the_last(self):
        from walkmap.community.settings import Hotline

        categories = Categories(Hotline())
        assert categories.of("住房->物业管理->小区环境卫生") == "environment"
        assert categories.of("住房->物业管理") == "no_property"
        assert categories.of("邻里->噪声") == "dispute"
        assert categories.of("社会治安→邻里纠纷") == "dispute"


class TestFaults:
    def test_a_faulty_row_does_not_stop_the_rest_unless_strict(self, imported, empty):
        bad = [
            ["", "昨天", "走访", "5号楼", "环境问题", "小事", "灯坏了", "", "", ""],
            ["", "2026-11-02", "走访", "5号楼", "别的", "小事", "灯坏了", "", "", ""],
            ["", "2026-11-02", "走访", "5号楼", "环境问题", "", "灯坏了", "", "", ""],
            ["", "2026-11-02", "走访", "5号楼", "环境问题", "小事", "灯坏了", "几户", "", ""],
        ]
        refused = imported([OWN_HEAD, *OWN, *bad], strict=True)
        assert (refused.kept, len(refused.table.faults)) == (False, 4)
        assert len(records(empty)[0]) == 0
        done = imported([OWN_HEAD, *OWN, *bad])
        assert fault_lines(done) == [(5, "时间"), (6, "类别"), (7, "级别"), (8, "户数")]
        assert done.added.new == 3

    def test_a_fault_tells_no_number(self, imported):
        row = ["", f"昨天{MOBILE}", "走访", "5号楼", "环境问题", "小事", "", "", "", ""]
        (fault,) = imported([OWN_HEAD, row]).table.faults
        assert MOBILE not in fault.words.zh

    def test_a_dry_run_says_the_same_and_writes_nothing(self, imported, empty):
        done = imported([HEAD, *CALLS], dry_run=True)
        assert (done.kept, len(done.intake.issues)) == (False, len(CALLS))
        assert not (empty / "records.sqlite").exists()
        imported([HEAD, *CALLS[:2]])
        assert counts(imported([HEAD, *CALLS], dry_run=True)) == (len(CALLS) - 2, 2, 0)
        assert len(records(empty)[0]) == 2


class TestPeople:
    def test_numbers_and_names_are_cut_and_counted(self, imported, empty, tmp_path):
        surname, given = "王", "小明"
        said = (
            f"市民{surname}女士反映5号楼漏水，我叫{surname}{given}，电话{MOBILE}，身份证{ID_CARD}"
        )
        head = [*HEAD, "来电人姓名", "联系电话"]
        row = ["GD9", "2026-11-03", "供暖", said, f"5号楼3单元201 {surname}{given}", "", "", ""]
        done = imported([head, [*row, surname + given, MOBILE]])
        assert done.table.cuts.numbers == 2
        assert [cut.masked for cut in done.table.cuts.names] == ["王**", "王**"]
        assert done.table.private == {"来电人姓名": 1, "联系电话": 1}
        (issue,) = records(empty)[0].to_dict("records")
        assert issue["building_id"] == "B05"
        data = (empty / "records.sqlite").read_bytes()
        wal = empty / "records.sqlite-wal"
        data += wal.read_bytes() if wal.exists() else b""
        for secret in (surname + "女士", surname + given, MOBILE, ID_CARD):
            assert secret.encode() not in data
        report = tmp_path / "look.csv"
        jobs.write_look_over(report, done.table)
        text = report.read_text(encoding="utf-8-sig")
        assert "王**" in text
        assert surname + "女士" not in text
        assert surname + given not in text

    def test_the_hotlines_own_number_stays(self, imported, empty):
        imported([HEAD, ["GD9", "2026-11-03", "供暖", "打了12345没人来", "", "", "", ""]])
        assert list(records(empty)[0]["text"]) == ["打了12345没人来"]

    def test_a_column_about_people_is_never_read_even_if_the_settings_name_it(
        self, empty, tmp_path
    ):
        with (empty / "community.toml").open("a", encoding="utf-8") as file:
            file.write('[hotline.columns]\ntext = "联系人姓名"\n')
        file = as_csv(
            tmp_path / "a.csv", [["工单编号", "来电时间", "联系人姓名"], ["1", "2026-11-03", "x"]]
        )
        table = read_table(file, read_community(empty))
        assert [draft.issue.text for draft in table.drafts] == [""]
        assert table.private == {"联系人姓名": 1}


class TestEntrances:
    def test_an_entrance_that_only_the_place_tells_is_kept(self, imported, empty):
        said = [["灯不亮", "5号楼3单元"]] * 2 + [["灯不亮", "5-3-201"], ["5-3-202灯不亮", "5号楼"]]
        imported([HEAD, *([f"GD{k}", *CALLS[0][1:3], *it, "", "", ""]
                          for k, it in enumerate(said))])  # fmt: skip
        assert sorted(records(empty)[0]["text"]) == ["5-3-202灯不亮", *["〔3单元〕灯不亮"] * 3]
        found = jobs.propose_changes(empty, many_calls=4).proposals.changes
        assert [each.id for each in found if each.layer == "targets"] == ["B05-3"]


class TestSettling:
    def test_what_is_settled_by_hand_survives(self, imported, empty):
        imported([HEAD, *CALLS])
        left = {str(each.issue["text"]): each for each in jobs.unsettled(empty)}
        assert set(left) == {"〔和谐小区〕垃圾没人清", "5号楼和6号楼之间有垃圾", "想问一件事"}
        between = left["5号楼和6号楼之间有垃圾"]
        assert between.candidates == ("5号楼", "6号楼")
        jobs.settle_issue(empty, between.issue["id"], building="六号楼")
        jobs.settle_issue(empty, left["想问一件事"].issue["id"], nowhere=True)
        yard = left["〔和谐小区〕垃圾没人清"].issue["id"]
        jobs.settle_issue(empty, yard, building="B12")
        assert jobs.unsettled(empty) == []
        before = records(empty)[0]
        assert imported([HEAD, *CALLS]).added.changed == 0
        pd.testing.assert_frame_equal(records(empty)[0], before)
        told = [*CALLS[2][:3], "垃圾没人清，在14号楼", "和谐小区14号楼", *CALLS[2][5:]]
        file = as_csv(empty.parent / "later.csv", [HEAD, told], day=25)
        jobs.import_issues(empty, file)
        assert records(empty)[0]["building_id"][yard] == "B12"
        assert jobs.unsettled(empty) == []

    def test_a_building_that_is_unclear_or_not_there_settles_nothing(self, imported, empty):
        imported([HEAD, CALLS[5]])
        (left,) = jobs.unsettled(empty)
        for options in ({"building": "99号楼"}, {"building": "5号楼和6号楼"}, {},
                        {"building": "5号楼", "nowhere": True}):  # fmt: skip
            with pytest.raises(UsageError):
                jobs.settle_issue(empty, left.issue["id"], **options)
        assert len(jobs.unsettled(empty)) == 1


class TestPoints:
    HEAD = ("工单编号", "来电时间", "主要内容", "经度", "纬度")

    def rows(self, points, first=0):
        return [
            list(self.HEAD),
            *(
                [f"P{k}", "2026-11-03 09:00", "院里有垃圾", f"{lon:.7f}", f"{lat:.7f}"]
                for k, (lon, lat) in enumerate(points, first)
            ),
        ]

    def test_a_point_far_away_or_zero_is_none(self, imported, empty):
        done = imported(self.rows([(116.3713, 39.999), (116.5, 39.9), (0, 0)]))
        assert done.intake.unplaced.total() == 2
        assert records(empty)[0]["lon"].notna().sum() == 1

    def test_a_default_is_remembered_and_earlier_issues_leave_it(self, imported, empty):
        centres = read_community(empty).buildings.geometry.representative_point()
        real = [(p.x, p.y) for p in centres] * 4
        default = (116.36901, 40.00011)
        first = imported(self.rows([*real[:60], *[default] * 10]))
        assert first.intake.defaults == ()
        second = imported(self.rows([*real, *[default] * 60], 100))
        assert [found.point for found in second.intake.defaults] == [default]
        assert len(second.intake.misplaced) == 10
        third = imported(self.rows([default] * 3, 900))
        assert third.intake.unplaced.total() == 3
        issues = records(empty)[0]
        assert issues["lon"].isna().sum() == 73
        assert counts(imported(self.rows([default] * 3, 900))) == (0, 3, 0)

    def test_a_default_that_turns_out_to_be_real_is_taken_back(self, tmp_path, empty):
        centres = read_community(empty).buildings.geometry.representative_point()
        place = (116.36901, 40.00011)
        points = [*[(p.x, p.y) for p in centres] * 4, *[place] * 60]
        file = as_csv(tmp_path / "calls.csv", self.rows(points))
        assert jobs.import_issues(empty, file).intake.unplaced.total() == 60
        with (empty / "community.toml").open("a", encoding="utf-8") as settings:
            settings.write(f'[hotline]\ndatum = "wgs84"\nreal_points = [{list(place)}]\n')
        done = jobs.import_issues(empty, file)
        assert (done.added.changed, done.intake.unplaced.total()) == (60, 0)
        assert records(empty)[0]["lon"].notna().all()
