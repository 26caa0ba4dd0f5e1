"""issues.csv: what is read, and every fault of it."""

from dataclasses import replace
from datetime import datetime

import pandas as pd
import pytest

from walkmap.datum import FROM_WGS84
from walkmap.errors import CommunityFaults
from walkmap.issues import read_issues

HEADER = (
    "id,recorded_at,source,building_id,lon,lat,category,level,text,households,people,status,"
    "handler,due,handled_at,recorded_by,round\n"
)
GOOD = (
    "a,2026-07-02T09:30:00+08:00,walk,B1,,,environment,small,路灯太亮,1,3,handled,居干,"
    "2026-07-05,2026-07-03,走访员,r1\n"
)
KEYS = HEADER.strip().split(",")


def put(community, text, encoding="utf-8"):
    (community.folder / "issues.csv").write_bytes(text.encode(encoding))
    return community


def row(**changes):
    cells = dict(zip(KEYS, GOOD.strip().split(","), strict=True)) | changes
    return ",".join(cells.values()) + "\n"


def faults(community, text):
    with pytest.raises(CommunityFaults) as caught:
        read_issues(put(community, text))
    return caught.value.faults


class TestReading:
    def test_row(self, community):
        table = read_issues(put(community, HEADER + GOOD))
        assert table.index.name == "id"
        assert list(table.columns) == [*KEYS[1:], "target_id"]
        record = table.loc["a"]
        assert record["recorded_at"] == datetime(2026, 7, 2, 9, 30)
        assert record["due"] == datetime(2026, 7, 5)
        assert (record["building_id"], record["households"], record["people"]) == ("B1", 1, 3)
        assert pd.isna(record["lon"])

    def test_no_file_is_an_empty_table_of_the_same_columns(self, community):
        empty = read_issues(community)
        assert len(empty) == 0
        full = read_issues(put(community, HEADER + GOOD))
        assert empty.dtypes.to_dict() == full.dtypes.to_dict()

    def test_who_has_it_is_a_post_and_no_person(self, community):
        mobile = "138" + "0" * 8
        text = HEADER + row(handler="张三", recorded_by=f"楼院长1 {mobile}") + row(id="b")
        table = read_issues(put(community, text))
        assert list(table["handler"]) == ["", "居干"]
        assert [said.strip() for said in table["recorded_by"]] == ["楼院长1", "走访员"]

    def test_a_folder_will_do(self, community):
        assert len(read_issues(put(community, HEADER + GOOD).folder)) == 1

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_encodings_of_excel(self, community, encoding):
        table = read_issues(put(community, HEADER + GOOD, encoding))
        assert table.loc["a", "text"] == "路灯太亮"

    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("2026-07-02", datetime(2026, 7, 2)),
            ("2026/7/2 9:05", datetime(2026, 7, 2, 9, 5)),
            ("2026-07-02 09:05:59", datetime(2026, 7, 2, 9, 5, 59)),
            ("2026-07-01T22:00:00Z", datetime(2026, 7, 2, 6)),
        ],
    )
    def test_moments_become_local(self, community, written, read):
        table = read_issues(put(community, HEADER + row(recorded_at=written)))
        assert table.loc["a", "recorded_at"] == read

    def test_words_of_the_interface_will_do(self, community):
        text = HEADER + row(category="环境问题", level="小事", source="走访", status="已办结")
        record = read_issues(put(community, text)).loc["a"]
        assert (record["category"], record["level"]) == ("environment", "small")
        assert (record["source"], record["status"]) == ("walk", "handled")

    def test_empty_rows_of_excel_are_passed_over(self, community):
        table = read_issues(put(community, HEADER + "," * 16 + "\n" + GOOD + "\n"))
        assert list(table.index) == ["a"]

    def test_places_are_turned_into_wgs84(self, community):
        lon, lat = (float(v) for v in FROM_WGS84["gcj02"](116.37, 40.0))
        settings = community.settings.model_copy(update={"datum": "gcj02"})
        community = replace(community, settings=settings)
        text = HEADER + row(building_id="", lon=f"{lon:.7f}", lat=f"{lat:.7f}")
        record = read_issues(put(community, text)).loc["a"]
        assert (record["lon"], record["lat"]) == pytest.approx((116.37, 40.0), abs=1e-6)


class TestFaults:
    @pytest.mark.parametrize(
        ("changes", "column"),
        [
            ({"category": "noise"}, "category"),
            ({"level": "huge"}, "level"),
            ({"source": "fax"}, "source"),
            ({"status": "lost"}, "status"),
            ({"status": ""}, "status"),
            ({"recorded_at": ""}, "recorded_at"),
            ({"recorded_at": "2026-02-30"}, "recorded_at"),
            ({"recorded_at": "0001-01-01T00:00+09:00"}, "recorded_at"),
            ({"due": "soon"}, "due"),
            ({"building_id": "B99"}, "building_id"),
            ({"building_id": ""}, "building_id"),
            ({"building_id": "", "lon": "116.3"}, "lat"),
            ({"building_id": "", "lon": "40", "lat": "116.3"}, "lat"),
            ({"building_id": "", "lon": "x", "lat": "40"}, "lon"),
            ({"building_id": "", "lon": "nan", "lat": "40"}, "lon"),
            ({"people": "-1"}, "people"),
            ({"households": "1.5"}, "households"),
            ({"id": ""}, "id"),
        ],
    )
    def test_each_is_found_with_its_place(self, community, changes, column):
        (fault,) = faults(community, HEADER + GOOD + row(id="b") + row(**({"id": "c"} | changes)))
        assert (fault.layer, fault.row, fault.column) == ("issues", 3, column)
        assert fault.value == changes.get(column, "")
        assert fault.words.zh.startswith("民情，第 3 行")
        assert fault.mend.zh
        assert fault.mend.en

    def test_all_are_found_at_once(self, community):
        text = HEADER + row(level="huge", category="noise") + GOOD + row(id="c", due="soon")
        found = faults(community, text)
        assert [(f.row, f.column) for f in found] == [
            (1, "category"), (1, "level"), (2, "id"), (3, "due"),
        ]  # fmt: skip

    def test_same_id_twice_tells_where_the_first_is(self, community):
        (fault,) = faults(community, HEADER + GOOD + GOOD)
        assert (fault.row, fault.column, fault.value) == (2, "id", "a")
        assert "row 1" in fault.words.en

    def test_missing_columns(self, community):
        found = faults(community, "id,recorded_at,source,text\n1,2026-01-01,walk,x\n")
        assert [f.column for f in found] == ["category", "level", "status", "building_id"]
        assert [f.row for f in found] == [None] * 4

    def test_a_comma_in_a_text_without_quotes(self, community):
        fault = faults(community, HEADER + GOOD.replace("路灯太亮", "路灯,太亮"))[0]
        assert fault.row == 1
        assert "more cells" in fault.problem.en

    def test_a_quote_that_is_never_closed_swallows_no_rows(self, community):
        text = HEADER + GOOD.replace("路灯", '"路灯') + row(id="b") + row(id="c")
        (fault,) = faults(community, text)
        assert "can't be read" in fault.problem.en

    def test_an_empty_file(self, community):
        assert {f.column for f in faults(community, "")} >= {"id", "recorded_at"}
