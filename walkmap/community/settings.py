"""What `community.toml` holds."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from walkmap.community.toml import WORDS, toml_fault
from walkmap.datum import DATUMS, Datum
from walkmap.errors import Fault
from walkmap.words import Words

FILE_NAME = "community.toml"


def _wrong(problem: Words, mend: Words, *, at: str = "", value: object = "") -> PydanticCustomError:
    """Return an error that says in both languages what is wrong and how to mend it."""
    return PydanticCustomError(
        WORDS, "{en}", {"zh": problem.zh, "en": problem.en, "mend": mend, "at": at, "value": value}
    )


def _backwards(start: time, end: time, at: str = "") -> PydanticCustomError:
    return _wrong(
        Words("结束早于开始", "ends before it starts"),
        Words("结束时刻要晚于开始时刻", "let it end later than it starts"),
        at=at,
        value=f"{start:%H:%M}-{end:%H:%M}",
    )


def _clock(value: object) -> time:
    """Read ``"8:30"``, ``"08:30"`` or a TOML time as a time of day."""
    if isinstance(value, time) and value.tzinfo is None:
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{1,2}[:：]\d{2}([:：]\d{2})?", value.strip()):
        hour, minute, *rest = (int(part) for part in re.split("[:：]", value.strip()))
        second = rest[0] if rest else 0
        if hour < 24 and minute < 60 and second < 60:
            return time(hour, minute, second)
    raise _wrong(
        Words("不是时刻", "is not a time of day"), Words('写成 "08:30"', 'write it as "08:30"')
    )


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, KeyError) as error:
        raise _wrong(
            Words("没有这个时区", "is no time zone"),
            Words('在中国写 "Asia/Shanghai"', 'write "Asia/Shanghai" in China'),
        ) from error
    return value


Clock = Annotated[time, BeforeValidator(_clock)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9-]+\z")]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Positive = Annotated[Finite, Field(gt=0, le=24 * 60)]
Placed = Literal[
    "courtyards", "buildings", "entrances", "gates", "hazards", "targets", "walls", "office"
]
Kind = Literal[
    "elderly_party_member",
    "hardship_party_member",
    "partner_organisation",
    "accident_spot",
    "small_shop",
    "frequent_caller",
]
Category = Literal["dispute", "environment", "no_property"]
HotlineColumn = Literal[
    "order", "recorded_at", "closed_at", "path", "text", "place", "street", "lon", "lat", "solved",
    "satisfied", "households", "people",
]  # fmt: skip
Headings = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...],
    BeforeValidator(lambda value: (value,) if isinstance(value, str) else value),
]
Counted = Annotated[int, Field(ge=0)]
Extra = Annotated[Finite, Field(ge=0, le=24 * 60)]
Metres = Annotated[Finite, Field(ge=0, le=100_000)]
Speed = Annotated[Finite, Field(gt=0.2, lt=3)]
_LEVELS = ("1", "2", "3")


def _often(value: float) -> float:
    if value in (0.5, 1, 2):
        return value
    raise _wrong(
        Words("不是 2、1 或 0.5", "is none of 2, 1 and 0.5"),
        Words(
            "每月两次写 2，一次写 1，隔月一次写 0.5",
            "write 2 for twice a month, 1 for once, 0.5 for every second month",
        ),
    )


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Shift(_Model):
    """The hours in which rounds are walked."""

    start: Clock = time(8, 30)
    end: Clock = time(11, 30)

    @model_validator(mode="after")
    def _in_order(self) -> "Shift":
        if self.start >= self.end:
            raise _backwards(self.start, self.end)
        return self


class Team(_Model):
    """People who walk together; what is not given is the shift's, or the community's."""

    id: Slug
    name: str
    people: Annotated[int, Field(ge=1, le=100)] = 2
    start: Clock | None = None
    end: Clock | None = None
    walking_speed_mps: Speed | None = None
    courtyards: tuple[str, ...] = ()
    no_stairs: bool = False


class Office(_Model):
    """Where rounds start and end: a point, or a building and one of its entrances."""

    lon: Finite | None = None
    lat: Finite | None = None
    building_id: str | None = None
    entrance_id: str | None = None

    @model_validator(mode="after")
    def _one_place(self) -> "Office":
        if (self.lon is None) != (self.lat is None):
            raise _wrong(
                Words("经度 lon 和纬度 lat 只写了一个", "holds only one of lon and lat"),
                Words("两个都写上", "write both"),
            )
        if self.lon is None and self.building_id is None:
            raise _wrong(
                Words("没有写位置", "holds no place"),
                Words("写 lon 和 lat，或写 building_id", "write lon and lat, or building_id"),
            )
        if self.lon is not None and self.lat is not None:
            self._on_earth(self.lon, self.lat)
        return self

    @staticmethod
    def _on_earth(lon: float, lat: float) -> None:
        if abs(lon) <= 180 and abs(lat) <= 90:
            return
        problem = Words("不是经纬度", "is no longitude and latitude")
        mend = Words(
            "写成 lon = 116.3713, lat = 39.9990 这样", "write e.g. lon = 116.3713, lat = 39.999"
        )
        if abs(lat) <= 180 and abs(lon) <= 90:
            problem = Words("经度和纬度写反了", "has longitude and latitude swapped")
            mend = Words(f"写成 lon = {lat}, lat = {lon}", f"write lon = {lat}, lat = {lon}")
        raise _wrong(problem, mend, value=f"{lon}, {lat}")


class Minutes(_Model):
    """Minutes of a visit: by entrance, by kind of target, and more by attention, 0 to 3."""

    entrance: Positive = 1.5
    elderly_party_member: Positive = 10
    hardship_party_member: Positive = 10
    partner_organisation: Positive = 8
    accident_spot: Positive = 5
    small_shop: Positive = 4
    frequent_caller: Positive = 10
    attention: tuple[Extra, Extra, Extra, Extra] = (0, 3, 6, 10)

    def of(self, kind: str) -> float:
        """Return the minutes of a visit to a target of `kind`."""
        return float(getattr(self, kind))


class Plan(_Model):
    """What a month plan is worth besides little walking: see `walkmap.rounds.problem.Trade`."""

    balance: Annotated[Finite, Field(ge=0, le=1000)] = 1.0
    habit_m: Metres = 30.0
    keeper_m: Metres = 30.0


class Balance(_Model):
    """What was counted before the records began: reports go on from it."""

    until: date
    source: str = ""
    mondays: Counted = 0
    steps: Counted = 0
    walk_km: Annotated[Finite, Field(ge=0)] = 0
    households: Counted = 0
    people: Counted = 0
    organisations: Counted = 0
    handled: dict[Category, Counted] = {}


class Issues(_Model):
    """Who has to see to an issue, and in how many days: by its level, and for medium by category.

    The first of the six sub-committees that see to a category; the others are named by hand.
    """

    days: dict[Literal["small", "medium", "large"], Annotated[int, Field(ge=0, le=3660)]] = {}
    small: Annotated[str, Field(min_length=1)] = "包院居干"
    medium: dict[
        Literal["dispute", "environment", "no_property"], Annotated[str, Field(min_length=1)]
    ] = {}
    large: Annotated[str, Field(min_length=1)] = "街道办事处"

    def handler_of(self, level: str, category: str) -> str:
        """Return who has to see to an issue."""
        if level != "medium":
            return self.small if level == "small" else self.large
        return dict(_COMMITTEES, **self.medium)[category]

    def days_of(self, level: str) -> int:
        """Return how many days there are to see to an issue."""
        return dict(_DAYS, **self.days)[level]


_DAYS = {"small": 7, "medium": 30, "large": 90}
_COMMITTEES = {
    "dispute": "人民调解委员会",
    "environment": "公共卫生委员会",
    "no_property": "社区服务委员会",
}


class Records(_Model):
    """Where records live: a database's URL; without one, `records.sqlite` beside the settings."""

    url: str = Field(default="", repr=False)


class Hotline(_Model):
    """How an export of the hotline is read.

    `columns`: its headings by our names; several are joined. `categories`: ours by a word in the
    hotline's, or by the beginning of its path; `other` for what none is for. `street`: rows of
    others are passed over. `real_points`: longitude and latitude of places that have many calls
    and are no default of the hotline's, in `datum`.
    """

    columns: dict[HotlineColumn, Headings] = {}
    categories: dict[Annotated[str, Field(min_length=1)], Category] = {}
    other: Category = "environment"
    level: Literal["small", "medium", "large"] = "medium"
    street: str = ""
    datum: Datum | None = None
    real_points: tuple[tuple[Finite, Finite], ...] = ()


class Works(_Model):
    """Works that changed courtyards for good: issues are counted before and after them."""

    name: Annotated[str, Field(min_length=1)]
    date: date
    courtyards: Annotated[tuple[str, ...], Field(min_length=1)]


class Settings(_Model):
    """A community's settings; every one but id, name and office has a default."""

    id: Slug
    name: Annotated[str, Field(min_length=1)]
    language: Literal["zh", "en"] = "zh"
    datum: Datum = "wgs84"
    datums: dict[Placed, Datum] = {}
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    illustrative: bool = False
    source: str = ""
    walking_speed_mps: Speed = 1.1
    step_length_m: Annotated[Finite, Field(gt=0.2, lt=1.5)] = 0.602
    holiday_rule: Literal["keep", "move", "skip"] = "move"
    days_between_visits: Annotated[int, Field(ge=0, le=366)] = 21
    courtyards_kept: Literal["rule", "wish", "no"] = "wish"
    office: Office
    shift: Shift = Shift()
    minutes: Minutes = Minutes()
    priority: dict[Kind, Annotated[int, Field(ge=1, le=3)]] = {}
    times_a_month: dict[Kind, Annotated[Finite, AfterValidator(_often)]] = {}
    plan: Plan = Plan()
    issues: Issues = Issues()
    records: Records = Records()
    hotline: Hotline = Hotline()
    balance: Balance | None = None
    works: tuple[Works, ...] = ()
    hazard_factors: dict[Literal["1", "2", "3"], Annotated[Finite, Field(ge=1, le=1000)]] = {
        "1": 1.2,
        "2": 1.5,
        "3": 2.0,
    }
    teams: Annotated[tuple[Team, ...], Field(min_length=1)] = (Team(id="1", name="一组"),)

    @field_validator("hazard_factors", mode="after")
    @classmethod
    def _all_levels(cls, factors: dict[Any, float]) -> dict[Any, float]:
        """Keep the usual factor of each severity that is not given."""
        return {**dict(zip(_LEVELS, (1.2, 1.5, 2.0), strict=True)), **factors}

    @model_validator(mode="after")
    def _teams_fit(self) -> "Settings":
        seen: set[str] = set()
        for number, team in enumerate(self.teams, 1):
            if team.id in seen:
                raise _wrong(
                    Words("另一个走访组也用这个 id", "is another team's id too"),
                    Words("改成别的 id", "give one of them another id"),
                    at=f"teams[{number}].id",
                    value=team.id,
                )
            seen.add(team.id)
            start, end = self.hours_of(team)
            if start >= end:
                raise _backwards(start, end, at=f"teams[{number}]")
        return self

    def hours_of(self, team: Team) -> tuple[time, time]:
        """Return when `team` starts and ends."""
        return team.start or self.shift.start, team.end or self.shift.end

    def speed_of(self, team: Team) -> float:
        """Return the metres a second that `team` walks."""
        return team.walking_speed_mps or self.walking_speed_mps


def declared_datums(data: Mapping[str, Any]) -> dict[str, Datum]:
    """Return the datum that each layer's numbers, and the office's, are declared to be in.

    Parameters
    ----------
    data
        What `community.toml` holds, sound or not.

    Returns
    -------
    dict
        A datum for every layer and for ``"office"``, WGS-84 where none is declared.
    """
    given = data.get("datums")
    by_layer = given if isinstance(given, dict) else {}
    found: dict[str, Datum] = {}
    for name in get_args(Placed):
        wanted = by_layer.get(name, data.get("datum"))
        found[name] = next((datum for datum in DATUMS if datum == wanted), "wgs84")
    return found


def settings_of(data: Mapping[str, Any]) -> tuple[Settings | None, list[Fault]]:
    """Return the settings that `community.toml` holds, or None and all its faults."""
    try:
        return Settings.model_validate(data), []
    except ValidationError as error:
        # A list whose items are wrong is also called too short.
        items = [
            item
            for item in error.errors(include_url=False)
            if item["type"] != "too_short" or not item["input"]
        ]
        return None, [toml_fault(FILE_NAME, item, _NAMES) for item in items]


_NAMES = frozenset(name for model in _Model.__subclasses__() for name in model.model_fields)
