"""GPX, KML, xlsx and ICS: what walking apps and the office open; and all files together."""

import time
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import gpxpy
import icalendar
import openpyxl
import pytest

from walkmap.exports import month_ics, rounds_gpx, rounds_kml, rounds_xlsx, write_exports

KML = {"k": "http://www.opengis.net/kml/2.2"}
MARK = "示意数据 · illustrative data"


@pytest.fixture
def written(tmp_path, community, plan):
    def write(function, name, *, community=community, plan=plan, lang="zh"):
        function(tmp_path / name, community, plan, lang=lang)
        return tmp_path / name

    return write


class TestGpx:
    def test_routes_in_visiting_order(self, written):
        gpx = gpxpy.parse(written(rounds_gpx, "r.gpx").read_text(encoding="utf-8"))
        assert [route.name for route in gpx.routes] == [
            "2026-12-07 · 一组", "2026-12-07 · 二组", "2026-12-14 · 一组",
        ]  # fmt: skip
        points = gpx.routes[0].points
        assert [point.name for point in points] == [
            "社区办公室", "1 · 1号楼", "2 · 2号楼", "3 · 2号楼1单元 · 高龄党员", "社区办公室",
        ]  # fmt: skip
        assert [(p.longitude, p.latitude) for p in (points[0], points[-1])] == [(116.37, 40.0)] * 2

    def test_track_is_the_true_way(self, written):
        gpx = gpxpy.parse(written(rounds_gpx, "r.gpx").read_text(encoding="utf-8"))
        (segment,) = gpx.tracks[0].segments
        assert [(p.longitude, p.latitude) for p in segment.points] == [
            (116.37, 40.0), (116.371, 40.0), (116.3714, 40.0), (116.3714, 40.0005),
            (116.371, 40.0005), (116.37, 40.0),
        ]  # fmt: skip

    def test_hostile_names_and_mark(self, written, made_up, hostile_plan, shown):
        path = written(rounds_gpx, "r.gpx", community=made_up, plan=hostile_plan)
        gpx = gpxpy.parse(path.read_text(encoding="utf-8"))
        assert gpx.routes[0].points[1].name == f"1 · {shown}"
        assert MARK in gpx.name
        assert gpx.description == MARK


class TestKml:
    def test_folders_of_mondays_and_teams(self, written):
        root = ET.parse(written(rounds_kml, "r.kml")).getroot()
        mondays = root.findall("k:Document/k:Folder", KML)
        assert [m.findtext("k:name", namespaces=KML) for m in mondays] == [
            "2026-12-07", "2026-12-14",
        ]  # fmt: skip
        teams = mondays[0].findall("k:Folder", KML)
        assert [t.findtext("k:name", namespaces=KML) for t in teams] == ["一组", "二组"]
        hours = teams[0].find("k:Placemark[2]/k:description", KML)
        assert hours.text == "8:30–8:52"  # as pages say it, not as programs do
        names = [n.text for n in teams[0].findall("k:Placemark/k:name", KML)]
        assert names[2:4] == ["1 · 1号楼", "2 · 2号楼"]
        way = teams[0].findtext("k:Placemark/k:LineString/k:coordinates", namespaces=KML)
        assert way.split()[:2] == ["116.3700000,40.0000000", "116.3710000,40.0000000"]
        styles = {s.get("id") for s in root.findall("k:Document/k:Style", KML)}
        used = {s.text for s in root.iter("{http://www.opengis.net/kml/2.2}styleUrl")}
        assert used == {f"#{style}" for style in styles}

    def test_hostile_names_and_mark(self, written, made_up, hostile_plan, shown):
        path = written(rounds_kml, "r.kml", community=made_up, plan=hostile_plan)
        root = ET.parse(path).getroot()
        assert f"1 · {shown}" in [e.text for e in root.iter("{http://www.opengis.net/kml/2.2}name")]
        assert MARK in root.findtext("k:Document/k:description", namespaces=KML)
        # Shown as HTML by some programs: no word of anybody's in it.
        assert not any(
            "<" in (e.text or "") for e in root.iter("{http://www.opengis.net/kml/2.2}description")
        )


class TestXlsx:
    def test_summary(self, written):
        book = openpyxl.load_workbook(written(rounds_xlsx, "r.xlsx"))
        assert book.sheetnames == ["总表", "12-07 一组", "12-07 二组", "12-14 一组", "提示"]
        rows = list(book["总表"].iter_rows(min_row=2, values_only=True))
        assert rows[0] == (
            "日期", "走访组", "出发", "返回", "步行（米）", "用时（分钟）", "步数", "停留点",
        )  # fmt: skip
        assert rows[1][0].date() == date(2026, 12, 7)
        assert book["总表"]["C3"].number_format == "h:mm"
        assert rows[1][4:] == (310.9, 22.9, 517, 3)
        assert rows[-1][4:] == (932.7, 68.7, 1551, 9)

    def test_round_sheet_prints(self, written):
        sheet = openpyxl.load_workbook(written(rounds_xlsx, "r.xlsx", lang="en"))["12-07 一组"]
        assert sheet["A1"].value == "2026-12-07 · 一组"
        assert [cell.value for cell in sheet[2]][:5] == ["No.", "Arrive", "Leave", "Place", "Kind"]
        assert [cell.value for cell in sheet["D"]][2:] == [
            "1号楼", "2号楼", "2号楼1单元 · 高龄党员", "Back to the office",
        ]  # fmt: skip
        assert [cell.value for cell in sheet["E"]][2:5] == [
            "building", "building", "elderly party member",
        ]  # fmt: skip
        assert round(sum(cell.value for cell in sheet["G"][2:]), 1) == 310.9
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("A3", "$2:$2")
        assert sheet.page_setup.paperSize == 9
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.column_dimensions["D"].width == 28

    def test_unvisited_and_warnings(self, written):
        sheet = openpyxl.load_workbook(written(rounds_xlsx, "r.xlsx"))["提示"]
        assert list(sheet.iter_rows(min_row=3, values_only=True)) == [
            ("2026-12-14", "9号楼", "没有开放的大门"),
            ("2026-12", "17号", "时间不够"),
            ("2026-12", None, "大门已关"),
        ]

    def test_texts_are_never_formulas(self, written, hostile_plan, shown):
        book = openpyxl.load_workbook(written(rounds_xlsx, "r.xlsx", plan=hostile_plan))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not any(cell.data_type in "fe" for cell in cells)
        hostile = [cell for cell in cells if cell.value == shown]
        assert len(hostile) > 5
        assert all(cell.quotePrefix for cell in hostile)
        assert len(set(book.sheetnames)) == 4

    def test_made_up_data_is_named(self, written, made_up):
        book = openpyxl.load_workbook(written(rounds_xlsx, "r.xlsx", community=made_up))
        assert MARK in book["总表"]["A1"].value
        assert all(sheet.oddFooter.left.text == MARK for sheet in book)

    def test_team_names_that_excel_refuses(self, written, plan):
        rounds = tuple(
            replace(plan.rounds[0], team=str(n), team_name="[a/b]:*?\\" + "长" * 40)
            for n in range(3)
        )
        book = openpyxl.load_workbook(
            written(rounds_xlsx, "r.xlsx", plan=replace(plan, rounds=rounds))
        )
        assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in book.sheetnames)
        assert len(book.sheetnames) == 5


class TestIcs:
    def test_events(self, written):
        calendar = icalendar.Calendar.from_ical(written(month_ics, "m.ics").read_bytes())
        event = calendar.events[0]
        assert event["summary"] == "周一走访 · 一组"
        assert event["uid"] == "2026-12-07-1@tiny.walkmap"
        assert event.start.isoformat() == "2026-12-07T08:30:00+08:00"
        assert event.end - event.start == timedelta(seconds=283 + 1089)
        assert event["dtstart"].params["TZID"] == "Asia/Shanghai"
        assert [zone.tz_name for zone in calendar.timezones] == ["Asia/Shanghai"]
        assert event["dtstamp"].dt.isoformat() == "2026-12-01T00:00:00+00:00"
        assert len({event["uid"] for event in calendar.events}) == 3

    def test_tells_counts_but_nobodys_home(self, written):
        path = written(month_ics, "m.ics")
        (event, *_) = icalendar.Calendar.from_ical(path.read_bytes()).events
        assert "2 栋楼，1 个走访对象" in event["description"]
        text = path.read_bytes().replace(b"\r\n ", b"").decode()
        assert "高龄" not in text
        assert "号楼" not in text
        assert "T01" not in text

    def test_hostile_names_and_mark(self, written, make_community, hostile_plan, shown):
        community = make_community(illustrative=True, name="甲,乙;丙\\n\n丁")
        path = written(month_ics, "m.ics", community=community, plan=hostile_plan)
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        assert calendar.events[0]["summary"] == f"周一走访 · {shown}"
        assert calendar.events[0]["location"] == "甲,乙;丙\\n 丁 · 社区办公室"
        assert MARK in calendar["X-WR-CALNAME"]
        assert MARK in calendar.events[0]["description"]


class TestAll:
    NAMES = (
        "plan.json", "rounds.geojson", "plan.gpkg", "rounds.gpx", "rounds.kml", "rounds.xlsx",
        "month.ics",
    )  # fmt: skip

    def test_same_plan_same_bytes(self, tmp_path, made_up, plan, monkeypatch):
        # gpkg, xlsx and ics would each hold the time of writing.
        real = time.time
        folders = [tmp_path / "a", tmp_path / "b"]
        for number, folder in enumerate(folders):
            folder.mkdir()
            monkeypatch.setattr(time, "time", lambda n=number: real() + 3600 * n)
            paths = write_exports(folder, made_up, plan, lang="zh")
            assert tuple(path.name for path in paths) == self.NAMES
        for name in self.NAMES:
            assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes(), name

    def test_no_file_holds_the_time_of_writing(self, tmp_path, community, plan):
        write_exports(tmp_path, community, plan, lang="zh")
        today = date.today().isoformat().encode()
        for name in self.NAMES:
            assert today not in (tmp_path / name).read_bytes(), name
        with ZipFile(tmp_path / "rounds.xlsx") as book:
            assert {entry.date_time[0] for entry in book.infolist()} == {1980}
            assert today not in book.read("docProps/core.xml")

    def test_nothing_else_is_written(self, tmp_path, community, plan):
        folder = tmp_path / "out"
        folder.mkdir()
        write_exports(folder, community, plan, lang="en")
        assert {path.name for path in folder.iterdir()} == set(self.NAMES)

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_plan_without_rounds(self, tmp_path, community, plan, lang):
        folder = tmp_path / "out"
        folder.mkdir()
        assert len(write_exports(folder, community, replace(plan, rounds=()), lang=lang)) == 7
