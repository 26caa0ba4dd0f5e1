"""Reading `issues.csv`, with every fault of it found at once."""

import csv
import io
import math
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from walkmap.community import Community, read_community
from walkmap.community.sheet.scrub import is_name, scrub
from walkmap.datum import TO_WGS84
from walkmap.errors import CommunityFaults, Fault
from walkmap.files import decoded
from walkmap.issues.records import CHOICES, COLUMNS, COUNTS, TIMES, issue_table
from walkmap.words import Words

FILE_NAME = "issues.csv"
REQUIRED = ("id", "recorded_at", "source", "category", "level", "status")

_MOMENT = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)


def read_issues(source: Community | Path) -> pd.DataFrame:
    """Read a community's `issues.csv`.

    Parameters
    ----------
    source
        The community, or its folder.

    Returns
    -------
    pandas.DataFrame
        A row for each issue in the order of the file, indexed by `id`, with the other columns of
        `COLUMNS`. `recorded_at`, `handled_at` and `due` are local times without zone (NaT where
        empty), `lon` and `lat` WGS-84 degrees (NaN where empty), `households` and `people` whole
        numbers (0 where empty), the rest texts. No rows if there is no file.

    Raises
    ------
    CommunityFaults
        If the file holds any fault; all of them.

    Notes
    -----
    The text may be UTF-8 or GB18030, as Excel writes it in China. `source`, `category`, `level` and
    `status` may be their codes or the words of the interface. Longitudes and latitudes are in
    `datum` of `community.toml`. A handler or recorder that may be a person's name is left out.
    """
    community = read_community(source) if isinstance(source, Path) else source
    path = community.folder / FILE_NAME
    if not path.is_file():
        return issue_table([])
    faults: list[Fault] = []
    rows = list(_rows(path, faults))
    reader = _Reader(community, faults)
    records = [reader.record(number, row) for number, row in rows]
    if faults:
        raise CommunityFaults(faults)
    return _in_wgs84(issue_table(records), community)


def _fault(
    problem: Words, mend: Words, row: int | None = None, id_: str = "", column: str = "",
    value: str = "",
) -> Fault:  # fmt: skip
    return Fault("issues", problem, mend, row, id_, column, value[:60])


def _rows(path: Path, faults: list[Fault]) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the rows that hold something, with their numbers from 1; note what isn't a table."""
    reader = csv.reader(io.StringIO(decoded(path.read_bytes()), newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        faults += _header_faults(header)
        if faults:
            return
        for number, cells in enumerate(reader, 1):
            if not any(cell.strip() for cell in cells):
                continue
            row = dict.fromkeys(COLUMNS, "")
            row |= {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
            if any(cell.strip() for cell in cells[len(header) :]):
                problem = Words("比表头多出格子", "has more cells than the header")
                mend = Words("给含逗号的文字加英文引号", "put quotes around texts with commas")
                faults.append(_fault(problem, mend, number, row["id"]))
            yield number, row
    except csv.Error as error:
        problem = Words(f"读不了这个表（{error}）", f"the table can't be read ({error})")
        mend = Words("在 Excel 里另存为 CSV UTF-8", "save it from Excel as CSV UTF-8")
        faults.append(_fault(problem, mend, reader.line_num))


def _header_faults(header: list[str]) -> list[Fault]:
    """Return a fault for each column that is missing or there twice."""
    problem = Words("缺少这一列", "the column is missing")
    mend = Words("在 issues.csv 里加上这一列", "add the column to issues.csv")
    faults = [_fault(problem, mend, column=name) for name in REQUIRED if name not in header]
    if "building_id" not in header and not {"lon", "lat"} <= set(header):
        faults.append(_fault(problem, mend, column="building_id"))
    twice = Words("这一列出现两次", "the column is there twice")
    faults += [
        _fault(twice, Words("删去一列", "delete one of them"), column=name)
        for name in COLUMNS
        if header.count(name) > 1
    ]
    return faults


class _Reader:
    """Reads row after row, noting faults."""

    def __init__(self, community: Community, faults: list[Fault]) -> None:
        self.buildings = set(community.buildings.index)
        self.zone = ZoneInfo(community.settings.timezone)
        self.codes = {column: codes_of(words) for column, words in CHOICES.items()}
        self.faults = faults
        self.seen: dict[str, int] = {}

    def record(self, number: int, row: dict[str, str]) -> dict[str, object]:
        """Return the row with its cells read."""
        self.number, self.row = number, row
        record: dict[str, object] = {name: row[name] for name in COLUMNS}
        self._id()
        record |= {name: self._choice(name, words) for name, words in CHOICES.items()}
        record |= {name: self._moment(name) for name in TIMES}
        record |= {name: self._count(name) for name in COUNTS}
        record |= {name: _post(row[name]) for name in ("handler", "recorded_by")}
        record |= self._place()
        return record

    def _note(self, column: str, problem: Words, mend: Words) -> None:
        value, id_ = self.row.get(column, ""), self.row["id"]
        self.faults.append(_fault(problem, mend, self.number, id_, column, value))

    def _empty(self, column: str) -> None:
        self._note(column, Words("没有填", "is empty"), Words("填上这一格", "fill in the cell"))

    def _id(self) -> None:
        id_ = self.row["id"]
        if not id_:
            self._empty("id")
        elif id_ in self.seen:
            first = self.seen[id_]
            problem = Words(f"和第 {first} 行重复", f"is the same as in row {first}")
            mend = Words("删去一行，或另给一个 id", "delete one row, or give it another id")
            self._note("id", problem, mend)
        self.seen.setdefault(id_, self.number)

    def _choice(self, column: str, words: dict[str, Words]) -> str:
        value = self.row[column]
        if not value:
            self._empty(column)
            return ""
        code = self.codes[column].get(value.casefold(), "")
        if not code:
            zh = "、".join(f"{code}（{text.zh}）" for code, text in words.items())
            problem = Words("不在可选值里", "is not one of the values allowed")
            mend = Words(f"可写：{zh}", f"write one of {', '.join(words)}")
            self._note(column, problem, mend)
        return code

    def _moment(self, column: str) -> datetime | None:
        text = self.row[column]
        if not text:
            if column in REQUIRED:
                self._empty(column)
            return None
        try:
            return _moment(text, self.zone)
        except (ValueError, OverflowError):
            mend = Words("写成 2026-12-07 09:30", "write it as 2026-12-07 09:30")
            self._note(column, Words("不是日期", "is not a date"), mend)
            return None

    def _count(self, column: str) -> int:
        number = _number(self.row[column] or "0")
        if not (number >= 0 and number.is_integer() and number < 1e6):
            mend = Words("写一个整数", "write a whole number")
            self._note(column, Words("读不懂", "can't be read"), mend)
            return 0
        return int(number)

    def _place(self) -> dict[str, object]:
        """Read the building, or the longitude and latitude."""
        building, lon, lat = (self.row[name] for name in ("building_id", "lon", "lat"))
        if building and building not in self.buildings:
            mend = Words("改成楼图层里的 id", "write an id of the layer of buildings")
            self._note("building_id", Words("没有这栋楼", "there is no such building"), mend)
        if not building and not lon and not lat:
            problem = Words("没有写在哪里", "tells no place")
            self._note(
                "building_id",
                problem,
                Words("填楼的 id，或经纬度", "give a building or lon and lat"),
            )
        place = {}
        for column, text, limit in (("lon", lon, 180.0), ("lat", lat, 90.0)):
            place[column] = _number(text) if text else math.nan
            if bool(lon) != bool(lat) and not text:
                problem = Words("只填了经纬度中的一个", "stands without the other of lon and lat")
                self._note(column, problem, Words("两个都填", "fill in both"))
            elif text and not abs(place[column]) <= limit:
                mend = Words(
                    "lon 填经度，lat 填纬度，单位是度", "write degrees: lon is east, lat is north"
                )
                self._note(column, Words("不是经纬度", "is not a longitude or latitude"), mend)
        return dict(place)


def codes_of(words: dict[str, Words]) -> dict[str, str]:
    """Return the code for all that a planner may write for it."""
    return {
        name.casefold(): code for code, text in words.items() for name in (code, text.zh, text.en)
    }


@cache
def _post(text: str) -> str:
    """Return a body or a post as meetings may see it: a person's name is left out."""
    return "" if is_name(text) else scrub(text).text


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _moment(text: str, zone: ZoneInfo) -> datetime:
    """Read a date or a moment; one with a zone of its own is turned into the local time."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    if not 1900 <= year <= 2200:
        raise ValueError(text)
    moment = datetime(year, month, day, hour, minute, second)
    if match[7]:
        offset = datetime.strptime(match[7].replace("Z", "+0000"), "%z").tzinfo
        moment = moment.replace(tzinfo=offset).astimezone(zone).replace(tzinfo=None)
    return moment


def _in_wgs84(table: pd.DataFrame, community: Community) -> pd.DataFrame:
    """Return the table with its places in WGS-84."""
    placed = table["lon"].notna()
    datum = community.settings.datum
    if datum != "wgs84" and placed.any():
        lon, lat = TO_WGS84[datum](table.loc[placed, "lon"], table.loc[placed, "lat"])
        table.loc[placed, "lon"], table.loc[placed, "lat"] = np.asarray(lon), np.asarray(lat)
    return table
