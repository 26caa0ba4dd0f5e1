"""Two years of issues, drawn with one seed, three buildings three times as often."""

from __future__ import annotations

import calendar
import random
import uuid
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, NamedTuple, TypeVar

from shapely import Point, Polygon

from nanshatan import texts
from nanshatan.frame import XY, to_lonlat
from nanshatan.layout import MANAGED, UNMANAGED, unmanaged_households
from nanshatan.places import HAZARDS

Row = dict[str, Any]
T = TypeVar("T")

SEED = 20081021
FIRST_MONTH = (2024, 11)
MONTHS = 24
MEAN_A_MONTH = 30
SWINGS = (0, 2, -3, -4, 1, 3, 0, 4, 2, -1, -2, -2)
END = date(2026, 10, 31)
RATE = 3
HOT = ("B07", "B14", "B23")
IN_PUBLIC_SHARE = 0.15
SOURCES = (("walk", 0.62), ("hotline", 0.27), ("import", 0.11))
LEVELS = (("small", 0.70), ("medium", 0.23), ("large", 0.07))
CATEGORIES = (("dispute", 0.26), ("environment", 0.25), ("no_property", 0.49))
MANAGED_CATEGORIES = (("dispute", 0.45), ("environment", 0.55))
DAYS = {"small": 7, "medium": 30, "large": 90}
WINTER = (11, 12, 1, 2, 3)
ICE = "结了冰"
ZONE = timezone(timedelta(hours=8))
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "walkmap:nanshatan:illustrative")
COLUMNS = (
    "id",
    "recorded_at",
    "source",
    "building_id",
    "lon",
    "lat",
    "category",
    "level",
    "text",
    "households",
    "people",
    "status",
    "handler",
    "due",
    "handled_at",
    "recorded_by",
    "round",
)


class _Draw:
    """Draws that stay the same whatever the Python version."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def below(self, count: int) -> int:
        return int(self.rng.random() * count)

    def one(self, choices: tuple[T, ...]) -> T:
        return choices[self.below(len(choices))]

    def weighted(self, choices: tuple[tuple[T, float], ...]) -> T:
        left = self.rng.random() * sum(weight for _, weight in choices)
        for choice, weight in choices:
            left -= weight
            if left < 0:
                return choice
        return choices[-1][0]


class _House(NamedTuple):
    """A building as far as the draw needs it."""

    id: str
    doors: int
    managed: bool


def _houses() -> tuple[tuple[_House, float], ...]:
    """Buildings with their weights: households, and three times as much at the hot spots."""
    rows = []
    for number, (block, households) in enumerate(
        zip(UNMANAGED, unmanaged_households(), strict=True), 1
    ):
        house = _House(f"B{number:02d}", block.doors, False)
        rows.append((house, float(households * (RATE if house.id in HOT else 1))))
    rows += [(_House(m.id, m.block.doors, True), float(m.households)) for m in MANAGED]
    return tuple(rows)


def _walls() -> list[Polygon]:
    """Outlines that a place in public space must not touch."""
    blocks = list(UNMANAGED) + [m.block for m in MANAGED]
    return [Polygon(block.corners).buffer(1.5) for block in blocks]


def _near_hazard(draw: _Draw, outlines: list[Polygon]) -> XY:
    """A place some metres from a hazard, outside every building."""
    while True:
        hazard = draw.one(HAZARDS)
        x, y = draw.one(hazard.points)
        x, y = x + draw.rng.gauss(0, 9), y + draw.rng.gauss(0, 9)
        if not any(outline.contains(Point(x, y)) for outline in outlines):
            return x, y


def _moment(draw: _Draw, source: str, year: int, month: int) -> datetime:
    """When it was recorded: walks on a Monday morning, the hotline on any day."""
    days = calendar.monthrange(year, month)[1]
    if source == "walk":
        mondays = tuple(d for d in range(1, days + 1) if date(year, month, d).weekday() == 0)
        clock, day = time(8, 30), draw.one(mondays)
        minutes = draw.below(180)
    else:
        clock, day = time(7, 0), 1 + draw.below(days)
        minutes = draw.below(14 * 60)
    start = datetime.combine(date(year, month, day), clock, tzinfo=ZONE)
    return start + timedelta(minutes=minutes)


def _text(draw: _Draw, row: Row, house: _House | None, month: int) -> str:
    """What was said."""
    if house is None:
        choices = texts.IN_PUBLIC[row["category"]]
        if month not in WINTER:
            choices = tuple(choice for choice in choices if ICE not in choice)
    else:
        choices = texts.TEXTS[row["level"]][row["category"]]
    said = draw.one(choices).format(
        who=draw.one(texts.SPEAKERS),
        time=draw.one(texts.TIMES),
        door=1 + draw.below(house.doors if house else 1),
    )
    if row["source"] == "hotline":
        return draw.one(texts.HOTLINE) + said
    return said + texts.IMPORTED if row["source"] == "import" else said


def _handler(draw: _Draw, row: Row) -> str:
    """Who takes it on: the level decides."""
    if row["level"] == "small":
        return draw.one(texts.COURTYARD_STAFF)
    if row["level"] == "medium":
        return draw.one(texts.COMMITTEES[row["category"]])
    return draw.one(texts.OUTSIDE)


def _size(draw: _Draw, level: str) -> tuple[int, int]:
    """Households and people concerned."""
    least, span = {"small": (1, 3), "medium": (3, 18), "large": (24, 120)}[level]
    households = least + draw.below(span)
    return households, households + draw.below(households * 2 + 1)


def _outcome(draw: _Draw, row: Row, moment: datetime) -> Row:
    """How far it has got by the end of the period, from its age and level."""
    allowed = DAYS[row["level"]]
    done = moment + timedelta(days=1 + draw.rng.random() * allowed * 1.25)
    done = done.replace(hour=9 + draw.below(8), minute=draw.below(60), second=0, microsecond=0)
    due = (moment + timedelta(days=allowed)).date().isoformat()
    stuck = row["level"] == "large" and draw.rng.random() < 0.2
    if done.date() <= END and not stuck:
        return {"status": "handled", "due": due, "handled_at": done.isoformat()}
    fresh = (END - moment.date()).days <= 12
    return {"status": "open" if fresh else "in_hand", "due": due, "handled_at": ""}


def _record(draw: _Draw, moment: datetime, source: str, house: _House | None, place: XY) -> Row:
    """One issue without its id."""
    mix = MANAGED_CATEGORIES if house and house.managed else CATEGORIES
    row: Row = {"recorded_at": moment.isoformat(), "source": source}
    row["building_id"] = house.id if house else ""
    lon, lat = to_lonlat(*place)
    row["lon"], row["lat"] = ("", "") if house else (f"{lon:.7f}", f"{lat:.7f}")
    row["category"], row["level"] = draw.weighted(mix), draw.weighted(LEVELS)
    if house is None and row["level"] == "large":
        row["level"] = "medium"
    row["text"] = _text(draw, row, house, moment.month)
    row["households"], row["people"] = _size(draw, row["level"])
    row |= _outcome(draw, row, moment) | {"handler": _handler(draw, row)}
    clerks = {"walk": texts.WALKERS, "hotline": ("服务站1", "服务站2"), "import": ("服务站3",)}
    row["recorded_by"] = draw.one(clerks[source])
    row["round"] = moment.date().isoformat() if source == "walk" else ""
    return row


def issues() -> list[Row]:
    """
    All issues of the period in the order of their time.

    Returns
    -------
    list of Row
        Ready for the table, with every column of ``COLUMNS``.
    """
    draw = _Draw(SEED)
    houses, outlines = _houses(), _walls()
    rows = []
    for n in range(MONTHS):
        year, month = FIRST_MONTH[0] + (FIRST_MONTH[1] - 1 + n) // 12, (FIRST_MONTH[1] - 1 + n) % 12
        for _ in range(MEAN_A_MONTH + SWINGS[n % 12]):
            source = draw.weighted(SOURCES)
            moment = _moment(draw, source, year, month + 1)
            public = draw.rng.random() < IN_PUBLIC_SHARE
            house = None if public else draw.weighted(houses)
            place = _near_hazard(draw, outlines) if public else (0.0, 0.0)
            rows.append(_record(draw, moment, source, house, place))
    rows.sort(key=lambda row: row["recorded_at"])
    for number, row in enumerate(rows):
        row["id"] = str(uuid.uuid5(NAMESPACE, f"issue {number}"))
    return rows
