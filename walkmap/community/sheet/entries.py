"""Reading the rows of the planner's list: which target, of which kind, where, and what of it."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import geopandas as gpd
import pandas as pd

from walkmap.community.cells import read_cells
from walkmap.community.layers import Layer
from walkmap.community.sheet.columns import KIND_WORDS, KINDS
from walkmap.community.sheet.scrub import is_name, scrub
from walkmap.community.sheet.site import COLUMNS, Point, Site, Where
from walkmap.community.sheet.spelling import heading, number_of, squashed
from walkmap.community.sheet.table import Record
from walkmap.community.sheet.trouble import Unplaced, among
from walkmap.errors import Fault
from walkmap.words import HOME_KINDS, TARGET_KINDS, Words

PLAIN = ("minutes", "hours", "priority", "weeks", "last_visit", "stairs")
PLACES = ("place", "building", "entrance", "room", "hazard", "lon", "lat")
_NEW_ID = re.compile(r"[A-Za-z]{1,3}-?\d{1,6}")
_KIND_BESIDE = re.compile("|".join(map(re.escape, KIND_WORDS)))
_MARGIN_DEG = 0.05  # how far from the buildings a point may be; the check afterwards is stricter
_SERIAL = range(20_000, 80_000)  # days since 1899-12-30, by which spreadsheets keep dates


@dataclass
class Cut:
    """How much was cut out of the cells that were read: numbers, names, other words."""

    numbers: int = 0
    names: int = 0
    words: int = 0


@dataclass(frozen=True)
class Entry:
    """A row, read.

    Parameters
    ----------
    record
        The row.
    id
        The id that it gives; empty if it gives none.
    kind
        Its kind.
    where
        Its place; None for a target's own place.
    label
        What the organisation or shop is called; empty if the row says nothing new of it.
    cells
        The other columns that it gives.
    """

    record: Record
    id: str
    kind: str
    where: Where | None
    label: str
    cells: dict[str, Any]


def read_entries(
    site: Site, records: Iterable[Record], cut: Cut
) -> tuple[list[Entry], list[Fault]]:
    """Read rows of the planner's list.

    Parameters
    ----------
    site
        The community.
    records
        The rows.
    cut
        What was cut out so far; more is added.

    Returns
    -------
    list of Entry
        The rows without a fault.
    list of Fault
        One for each of the others.
    """
    records = list(records)
    plain, wrong = _plain_cells(records)
    entries, faults = [], list(wrong.values())
    for number, record in enumerate(records):
        if number in wrong:
            continue
        counted = Cut()
        try:
            entry = _entry(site, record, plain[number], counted)
        except _Wrong as error:
            column = error.column
            faults.append(record.fault(error.problem, error.mend, column, record.get(column)))
            continue
        entries.append(entry)
        cut.numbers, cut.names = cut.numbers + counted.numbers, cut.names + counted.names
        cut.words += counted.words
    return entries, faults


class _Wrong(Unplaced):
    """A cell that can't be understood, and its column."""

    def __init__(self, column: str, problem: Words, mend: Words) -> None:
        super().__init__(problem, mend)
        self.column = column


def _entry(site: Site, record: Record, plain: dict[str, Any], cut: Cut) -> Entry:
    """Read a row whose plain cells are fine."""
    id_ = _id(site, record)
    kind = _kind(site, record, id_)
    old = site.targets.get(id_)
    where = None
    before = site.shown(old, "zh") if old else {}
    if old is None or any(
        record.get(name) != before.get(name, "") for name in PLACES if name in record.cells
    ):
        where = _where(site, record, kind, cut)
    label = _label(record, kind, before, cut)
    cells = dict(plain)
    if "note" in record.cells:
        note = record.get("note")
        cells["note"] = note if note == before.get("note") else _scrubbed(note, cut)
    return Entry(record, id_, kind, where, label, cells)


def _id(site: Site, record: Record) -> str:
    """Return the id that a row gives; a mere number that no target has is a row's count."""
    id_ = record.get("id")
    if not id_ or id_ in site.targets or id_.isdigit():
        return id_ if id_ in site.targets else ""
    if id_ in site.community.buildings.index:
        raise _Wrong(
            "id",
            Words("这是一栋楼的 id", "is a building's id"),
            Words("留空，程序会编", "leave it empty: one is made"),
        )
    if not _NEW_ID.fullmatch(id_):
        raise _Wrong(
            "id",
            Words("没有这个走访对象", "there is no such target"),
            Words("新加的行留空，程序会编", "leave it empty in a new row: one is made"),
        )
    return id_


def _kind(site: Site, record: Record, id_: str) -> str:
    """Return a row's kind: as it says, or else as its place, its target or its sheet says."""
    text = record.get("kind")
    beside = _KIND_BESIDE.search(record.get("place"))
    old = site.targets.get(id_)
    if text:
        found = KINDS.get(heading(text))
    elif beside:
        found = KINDS.get(heading(beside[0]))
    else:
        found = str(old.cells["kind"]) if old else KINDS.get(heading(record.sheet))
    if found:
        return found
    names = Words(
        "、".join(words.zh for words in TARGET_KINDS.values()),
        ", ".join(words.en for words in TARGET_KINDS.values()),
    )
    problem = Words("没有这个类别", "there is no such kind")
    if not text:
        problem = Words("没有填类别", "says no kind")
    raise _Wrong("kind", problem, Words(f"可写：{names.zh}", f"write one of: {names.en}"))


def _where(site: Site, record: Record, kind: str, cut: Cut) -> Where:
    """Return where a row's target is."""
    point = _point(site, record)
    hazard = _hazard(site, record, kind)
    text = _KIND_BESIDE.sub(" ", place_text(record))
    if not text.strip() or (hazard and not record.get("hazard")):
        if not (point or hazard):
            raise _Wrong(
                "place",
                Words("没有填地点", "says no place"),
                Words(
                    "写成 5号楼3单元 这样，或填经度和纬度",
                    "write it as 5号楼3单元, or give longitude and latitude",
                ),
            )
        return Where(hazard_id=hazard, point=point)
    try:
        spot = site.gazetteer.find(text)
    except Unplaced as error:
        if point or hazard:  # the words are no building's, and it has its place
            cut.words += 1
            return Where(hazard_id=hazard, point=point)
        column = "place" if "place" in record.cells else "building"
        raise _Wrong(column, error.problem, error.mend) from None
    cut.numbers, cut.words = cut.numbers + spot.numbers, cut.words + spot.words
    if not (point or hazard or site.community.doors_of(spot.building_id)):
        raise _Wrong(
            "place",
            Words("这栋楼没有画单元门，走不到", "the building has no entrance on the map"),
            Words("先在 QGIS 里画上单元门", "draw its entrances in QGIS first"),
        )
    return Where(*spot[:3], hazard_id=hazard, point=point)


def place_text(record: Record) -> str:
    """Return the place that a row gives in one cell, or in several as one text."""
    if record.get("place"):
        return record.get("place")
    building, door, room = (record.get(name) for name in ("building", "entrance", "room"))
    if building and door:
        door = (
            f" {door}单元" if re.fullmatch(r"[\dA-Z零一二三四五六七八九十]+", door) else f" {door}"
        )
        building = f"{building}号楼" if building.isdigit() else building
    if building and room:
        building = f"{building}号楼" if building.isdigit() else building
        room = f" {room}室" if room.isdigit() else f" {room}"
    return f"{building}{door}{room}" if building else ""


def _hazard(site: Site, record: Record, kind: str) -> str:
    """Return the hazard that a row names in its column or, for an accident spot, as its place."""
    named = record.get("hazard")
    found = site.hazards.get(squashed(named), [])
    if not named and kind == "accident_spot":
        found = site.hazards.get(squashed(record.get("place")), [])
    if len(found) == 1 or not (named or found):
        return found[0] if found else ""
    options = found or [site.hazard_label(str(id_)) for id_ in site.community.hazards.index]
    problem = Words("没有这个易出事故点", "there is no such hazard")
    if found:
        problem = Words(f"有 {len(found)} 个这样的点", f"{len(found)} hazards are called so")
    raise _Wrong("hazard" if named else "place", problem, among(options))


def _point(site: Site, record: Record) -> Point | None:
    """Return the point that a row gives by longitude and latitude."""
    texts = [record.get("lon"), record.get("lat")]
    if not any(texts):
        return None
    try:
        lon, lat = (round(float(unicodedata.normalize("NFKC", text)), 7) for text in texts)
    except ValueError:
        raise _Wrong(
            "lon" if texts[1] else "lat",
            Words("经度和纬度要两个数", "longitude and latitude are two numbers"),
            Words("两格都填，如 116.3713 和 39.9990", "fill in both, as 116.3713 and 39.9990"),
        ) from None
    west, south, east, north = site.community.buildings.total_bounds
    near = [
        west - _MARGIN_DEG < x < east + _MARGIN_DEG
        and south - _MARGIN_DEG < y < north + _MARGIN_DEG
        for x, y in ((lon, lat), (lat, lon))
    ]
    if near[0]:
        return lon, lat
    problem = Words("离社区太远", "is far from the community")
    mend = Words("检查这两个数", "check the two numbers")
    if near[1]:
        problem = Words("经度和纬度写反了", "longitude and latitude are swapped")
        mend = Words("把两个数对调", "swap the two numbers")
    raise _Wrong("lon", problem, mend)


def _label(record: Record, kind: str, before: dict[str, str], cut: Cut) -> str:
    """Return what an organisation, shop or spot is called anew; a home is never called anything."""
    text = record.get("label")
    if kind in HOME_KINDS:
        cut.words += bool(text)
        return ""
    if text == before.get("label"):
        return ""
    if is_name(text):
        cut.names += 1
        return ""
    return _scrubbed(text, cut)


def _scrubbed(text: str, cut: Cut) -> str:
    """Return a text that is kept, without what is about a person."""
    text = "".join(sign if sign.isprintable() else " " for sign in text)
    clean = scrub(text)
    cut.numbers, cut.names = cut.numbers + clean.numbers, cut.names + clean.names
    return clean.text.strip()


def _plain_cells(records: list[Record]) -> tuple[list[dict[str, Any]], dict[int, Fault]]:
    """Read the cells of numbers, hours, weeks and dates; return also a fault by row."""
    layer = Layer("targets", ("Point",), tuple(COLUMNS[name] for name in PLAIN))
    texts: dict[str, list[str]] = {"id": [str(number) for number in range(len(records))]}
    for name in PLAIN:
        texts[name] = [_prepared(name, record.get(name)) for record in records]
    faults: list[Fault] = []
    table = read_cells(
        gpd.GeoDataFrame(pd.DataFrame(texts), geometry=[None] * len(records)), layer, faults
    )
    wrong: dict[int, Fault] = {}
    for fault in faults:
        number = (fault.row or 1) - 1
        record = records[number]
        told = record.fault(fault.problem, fault.mend, fault.column, record.get(fault.column))
        wrong.setdefault(number, told)
    cells = [
        {name: table[name].iloc[number] for name in PLAIN if name in record.cells}
        for number, record in enumerate(records)
    ]
    return cells, wrong


def _prepared(name: str, text: str) -> str:
    """Return a plain cell as the community's files have it: 第1、3周 as ``1,3``."""
    text = unicodedata.normalize("NFKC", text).strip()
    if name == "hours":
        return re.sub(r"[,、\n]+", ";", text)
    if name == "weeks":
        text = re.sub(r"每周|每个周一|都行|都可以|不限", "", text)
        text = re.sub(
            "[一二三四五](?!周)", lambda match: number_of(match[0]), text.replace("周一", "")
        )
        return re.sub(r"[第个周的]", "", text).replace(".", ",")
    if name == "last_visit":
        days = int(text) if text.isdigit() and len(text) == 5 else 0
        return (date(1899, 12, 30) + timedelta(days)).isoformat() if days in _SERIAL else text
    return re.sub(r"(?:分钟?|层|楼|级| ?min(?:utes)?)$", "", text)
