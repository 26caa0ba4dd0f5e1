"""Reading the cells of tables of issues: each means something, or is told of."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from walkmap.community import Community
from walkmap.community.sheet.columns import codes
from walkmap.community.sheet.scrub import is_name, scrub_telling, without_numbers
from walkmap.community.sheet.spelling import heading
from walkmap.community.sheet.table import Record
from walkmap.datum import TO_WGS84, Datum
from walkmap.issues.intake.moments import read_moment
from walkmap.issues.records import CHOICES
from walkmap.words import Words

Point = tuple[float, float]
_ALSO: dict[str, dict[str, tuple[str, ...]]] = {
    "source": {
        "walk": ("周一走访", "入户", "入户走访", "走动"),
        "hotline": ("热线", "12345", "市民热线", "接诉即办"),
        "import": ("其他", "其它", "来访"),
    },
    "category": {
        "dispute": ("纠纷", "矛盾纠纷", "邻里纠纷", "民事"),
        "environment": ("环境", "环境卫生", "环境类"),
        "no_property": ("无物业", "物业", "物业问题", "物业类"),
    },
    "level": {"small": ("小",), "medium": ("中",), "large": ("大",)},
    "status": {
        "open": ("未办", "未办结", "未办理", "未解决", "未处理", "新", "否"),
        "in_hand": ("在办", "处理中", "正在办理", "跟进中"),
        "handled": ("办结", "已办", "已解决", "已处理", "已完成", "完成", "解决", "是"),
    },
}
_CODES = {name: codes(words, _ALSO[name]) for name, words in CHOICES.items()}
_COUNT = re.compile(r"(?:约|近|共)?(\d{1,6})(?:\.0+)?(?:余|多)?[户人个名位家]?(?:左右)?")
_YES = frozenset(map(heading, ("是", "已", "对", "y", "yes", "true", "1")))
_NO = frozenset(map(heading, ("否", "未", "没有", "n", "no", "false", "0")))
_AS_MOMENT = Words("写成 2026-12-07 09:30", "write it as 2026-12-07 09:30")
_LONGEST = 2000


class Wrong(Exception):
    """A cell that can't be understood: its column, what is wrong, and how to mend it."""

    def __init__(self, column: str, problem: Words, mend: Words) -> None:
        super().__init__(problem.en)
        self.column, self.problem, self.mend = column, problem, mend


@dataclass(frozen=True)
class NameCut:
    """A name that was cut out, for a person to look over: where, and masked.

    Parameters
    ----------
    row
        The row of its sheet.
    masked
        Its first sign, the others hidden.
    around
        What stands around it now.
    """

    row: int
    masked: str
    around: str


@dataclass
class Cuts:
    """What was cut out of texts so far: how many numbers, and the names."""

    numbers: int = 0
    names: list[NameCut] = field(default_factory=list)


def masked(name: str) -> str:
    """Return a name of which only the first sign can be read."""
    return name[:1] + "*" * (len(name) - 1)


def in_wgs84(datum: Datum, lon: float, lat: float) -> Point:
    """Return a point in WGS-84, to 7 decimals."""
    if datum != "wgs84":
        lon, lat = (float(number) for number in TO_WGS84[datum](lon, lat))
    return round(lon, 7), round(lat, 7)


class Cells:
    """Reads cells in a community's way.

    Parameters
    ----------
    community
        For its time zone, and where its buildings are.
    datum
        That of longitudes and latitudes.
    """

    def __init__(self, community: Community, datum: Datum) -> None:
        self._zone = ZoneInfo(community.settings.timezone)
        self._datum = datum
        self._moments: dict[str, datetime | None] = {}
        self._answers: dict[str, bool | None] = {}
        self._codes: dict[tuple[str, str], str] = {}
        self.cuts = Cuts()

    def moment(self, record: Record, column: str) -> datetime | None:
        """Read a day and time; None if nothing is there."""
        text = record.get(column)
        if text not in self._moments:
            try:
                self._moments[text] = read_moment(text, self._zone) if text else None
            except (ValueError, OverflowError):
                raise Wrong(column, Words("不是日期", "is not a date"), _AS_MOMENT) from None
        return self._moments[text]

    def choice(self, record: Record, column: str, default: str = "") -> str:
        """Read one of the codes of `CHOICES`."""
        text = record.get(column)
        if not text and default:
            return default
        if (column, text) not in self._codes:
            self._codes[column, text] = _CODES[column].get(heading(text), "")
        if code := self._codes[column, text]:
            return code
        listed = CHOICES[column].values()
        mend = Words(
            f"可写：{'、'.join(w.zh for w in listed)}", f"write {', '.join(w.en for w in listed)}"
        )
        problem = Words("不在可选值里", "is not one of the values allowed")
        raise Wrong(column, problem if text else Words("没有填", "is empty"), mend)

    def count(self, record: Record, column: str) -> int:
        """Read how many, such as ``约30户``; 0 if nothing is there."""
        text = record.get(column)
        if not text:
            return 0
        match = _COUNT.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
        if match is None:
            mend = Words("写一个整数", "write a whole number")
            raise Wrong(column, Words("读不懂", "can't be read"), mend)
        return int(match[1])

    def answer(self, text: str) -> bool | None:
        """Read what a caller answered; None if that is neither yes nor no."""
        if text not in self._answers:
            self._answers[text] = self._answer(heading(text))
        return self._answers[text]

    @staticmethod
    def _answer(word: str) -> bool | None:
        if word in _YES or word in _NO:
            return word in _YES
        if not re.search(r"解决|满意", word) or re.search(r"部分|未评|不清楚|无法", word):
            return None
        return not re.search(r"[未不没]|非(?!常)", word)

    def point(self, record: Record) -> Point | None:
        """Read longitude and latitude, in WGS-84; None if nothing is there."""
        texts = [unicodedata.normalize("NFKC", record.get(name)) for name in ("lon", "lat")]
        if not any(texts):
            return None
        try:
            lon, lat = map(float, texts)
        except ValueError:
            column = "lon" if texts[1] else "lat"
            mend = Words(
                "两格都填，如 116.3713 和 39.9990", "fill in both, as 116.3713 and 39.9990"
            )
            problem = Words("经度和纬度要两个数", "longitude and latitude are two numbers")
            raise Wrong(column, problem, mend) from None
        if lon == 0 and lat == 0:
            return None
        if not (abs(lon) <= 180 and abs(lat) <= 90):
            mend = Words("经度在前，纬度在后，单位是度", "write degrees: east, then north")
            raise Wrong("lon", Words("不是经纬度", "is no longitude and latitude"), mend)
        return in_wgs84(self._datum, lon, lat)

    def text(self, record: Record, column: str) -> str:
        """Read what is said, without numbers and names of people."""
        return self.cleaned(record.row, record.get(column))

    def cleaned(self, row: int, text: str) -> str:
        """Return a text without numbers and names of people, on one line; note what was cut."""
        if not text:
            return ""
        if not text.isprintable():
            text = "".join(sign if sign.isprintable() else " " for sign in text)
        clean, names = scrub_telling(text)
        self.cuts.numbers += clean.numbers
        self._note(row, names, clean.text)
        return clean.text.strip()[:_LONGEST]

    def post(self, record: Record, column: str) -> str:
        """Read a body or a post; a cell that may be a person's name is left out."""
        text = record.get(column)
        if text and is_name(text):
            self._note(record.row, [text], "")
            return ""
        return self.cleaned(record.row, text)[:40]

    def plain(self, record: Record, column: str) -> str:
        """Read a text that means something else, such as a place, without numbers of people."""
        return without_numbers(record.get(column))[0]

    def _note(self, row: int, names: Iterable[str], clean: str) -> None:
        at = clean.find("居民")
        around = clean[max(0, at - 6) : at + 10]
        self.cuts.names += [NameCut(row, masked(name), around) for name in names]
