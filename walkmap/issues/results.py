"""Reading what a phone brought back from a round."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

import shapely
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from walkmap.community import Community
from walkmap.community.cells import shown
from walkmap.community.sheet.scrub import scrub
from walkmap.errors import WalkmapError
from walkmap.files import decoded
from walkmap.issues.photo import photo_of
from walkmap.issues.records import RESULTS_FORMAT, WITHDRAWN, Issue, VisitDone
from walkmap.words import Words

VERSION = f"{RESULTS_FORMAT}1"
_MOST = 1_000_000
_HALF = re.compile("[\ud800-\udfff]")  # where a phone cut a text off within an emoji
_Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
_Long = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
_Count = Annotated[int, Field(ge=0, lt=_MOST)]


def _near(moment: datetime) -> datetime:
    """Refuse a moment that no phone's clock shows: it may not exist in another time zone."""
    if not 1970 <= moment.year <= 2200:
        raise ValueError("no moment of today's")
    return moment


_Moment = Annotated[datetime, AfterValidator(_near)]
_Zoned = Annotated[AwareDatetime, AfterValidator(_near)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, data: Any) -> Any:
        """Take what is null for what isn't there, and halves of signs out of texts."""
        if not isinstance(data, dict):
            return data
        return {
            name: _HALF.sub("", value) if isinstance(value, str) else value
            for name, value in data.items()
            if value is not None
        }


class _Visit(_Part):
    id: Annotated[_Short, Field(min_length=1)]
    kind: Literal["building", "target"]
    stop: Annotated[_Short, Field(min_length=1)]
    result: Literal["done", "skipped", "withdrawn"]
    at: _Moment
    reason: Literal["nobody_home", "shut", "no_time", "weather", "other", ""] = ""
    note: _Long = ""


class _Issue(_Part):
    id: UUID
    recorded_at: _Moment
    stop: _Short = ""
    building_id: _Short = ""
    target_id: _Short = ""
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    category: Literal["dispute", "environment", "no_property"]
    level: Literal["small", "medium", "large"]
    text: _Long = ""
    households: _Count = 0
    people: _Count = 0
    status: Literal["open", "handled"] = "open"
    handled_at: _Moment | None = None
    photo: str | None = None


class _Results(_Part):
    community: str
    date: date
    team: _Short
    exported_at: _Zoned
    visits: tuple[_Visit, ...] = ()
    issues: tuple[_Issue, ...] = ()
    withdrawn: tuple[_Issue, ...] = ()


@dataclass(frozen=True)
class Results:
    """What one phone brought back.

    Parameters
    ----------
    date, team
        The round.
    exported_at
        When it left the phone: what left it later counts.
    visits, issues
        The records, without numbers or names of people.
    withdrawn, undone
        Issues and visits that were taken back: an earlier export may have brought them.
    photos
        JPEGs without metadata, by the issue's id.
    bad_photos
        How many photos can't be used.
    numbers, names
        How many of each were cut out of texts.
    """

    date: date
    team: str
    exported_at: datetime
    visits: tuple[VisitDone, ...]
    issues: tuple[Issue, ...]
    withdrawn: tuple[Issue, ...] = ()
    undone: tuple[VisitDone, ...] = ()
    photos: dict[str, bytes] = field(default_factory=dict, repr=False)
    bad_photos: int = 0
    numbers: int = 0
    names: int = 0


def read_results(file: Path, community: Community) -> tuple[Results, ...]:
    """Read a file of results, or a chat's text that holds them.

    Parameters
    ----------
    file
        ``.json`` or ``.txt``, with results of one or several rounds.
    community
        Whose rounds they must be.

    Returns
    -------
    tuple of Results
        In the order in which they left their phones.

    Raises
    ------
    WalkmapError
        With what is wrong first: nothing there, broken, another community's, an unknown stop.
    """
    try:
        text = decoded(file.read_bytes())
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise WalkmapError(
            Words(f"打不开 {file}（{detail}）", f"{file} can't be opened ({detail})")
        ) from error
    name = file.name
    found = [_checked(name, data, community) for data in _blocks(name, text)]
    if not found:
        raise _wrong(
            name,
            Words("里面没有走访结果，或者没复制全", "holds no results, or only a part of them"),
            Words("在手机上重新导出，整个文件或整段文字拿来", "export again and bring all of it"),
        )
    return tuple(sorted(found, key=lambda results: results.exported_at))


def _wrong(name: str, problem: Words, mend: Words) -> WalkmapError:
    return WalkmapError(
        Words(f"{name}：{problem.zh}；{mend.zh}", f"{name}: {problem.en}; {mend.en}")
    )


def _blocks(name: str, text: str) -> Iterator[dict[str, Any]]:
    """Give every JSON object among the text that calls itself results."""
    decoder = json.JSONDecoder(strict=False)  # chats break lines inside texts
    at = text.find("{")
    while at >= 0:
        try:
            data, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            data, end = None, at + 1
        if isinstance(data, dict) and str(data.get("format", "")).startswith(RESULTS_FORMAT):
            if data["format"] != VERSION:
                raise _wrong(
                    name,
                    Words("是更新版本的走访页导出的", "comes from a newer version's page"),
                    Words("请升级 walkmap", "please upgrade walkmap"),
                )
            yield data
        at = text.find("{", end)


def _checked(name: str, data: dict[str, Any], community: Community) -> Results:
    """Return results whose every part is sound."""
    try:
        said = _Results.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(p + 1) if isinstance(p, int) else p for p in first["loc"])
        raise _wrong(
            name,
            Words(f"{where} 这一项不对", f"{where} is wrong ({first['msg']})"),
            Words("不要改动导出的内容，重新导出", "export again, and leave it as it is"),
        ) from None
    own = community.settings.id
    if said.community != own:
        other = shown(said.community)
        raise _wrong(
            name,
            Words(f"是社区 {other} 的，不是 {own} 的", f"is of {other}, not of {own}"),
            Words("用 --community 指明它的社区", "give its community by --community"),
        )
    _check_stops(name, said, community)
    return _cleaned(said, community)


def _check_stops(name: str, said: _Results, community: Community) -> None:
    buildings, targets = set(community.buildings.index), set(community.targets.index)
    issues = said.issues + said.withdrawn
    named = [
        *((visit.stop, targets if visit.kind == "target" else buildings) for visit in said.visits),
        *((issue.stop, targets | buildings) for issue in issues),
        *((issue.building_id, buildings) for issue in issues),
        *((issue.target_id, targets) for issue in issues),
    ]
    unknown = sorted({shown(id_) for id_, known in named if id_ and id_ not in known})
    if unknown:
        few = unknown[:8] + (["……"] if len(unknown) > 8 else [])
        raise _wrong(
            name,
            Words(f"社区里没有 {'、'.join(few)}", f"{', '.join(few)}: not in the community"),
            Words(
                "用排这一轮时的社区文件夹导入", "import into the folder the round was planned from"
            ),
        )


def _cleaned(said: _Results, community: Community) -> Results:
    """Return the records as they are kept: places filled in, people cut out."""
    cuts = [0, 0]

    def clean(text: str) -> str:
        cut = scrub(text)
        cuts[0] += cut.numbers
        cuts[1] += cut.names
        return cut.text

    def kept(item: _Issue) -> Issue:
        issue = Issue(
            id=str(item.id),
            source="walk",
            text=clean(item.text),
            recorded_by=f"走访组 {said.team}",
            round=f"{said.date}/{said.team}",
            **item.model_dump(exclude={"id", "text", "stop", "photo"}),
        )
        return _placed(issue, item.stop, community)

    visits = tuple(
        VisitDone(
            v.id, said.date, said.team, v.stop, v.kind, v.at, v.result, v.reason, clean(v.note)
        )
        for v in said.visits
    )
    issues = tuple(map(kept, said.issues))
    withdrawn = tuple(
        replace(issue, text="", status=WITHDRAWN, handled_at=None)
        for issue in map(kept, said.withdrawn)
    )
    undone = tuple(visit for visit in visits if visit.result == WITHDRAWN)
    visits = tuple(visit for visit in visits if visit.result != WITHDRAWN)
    back = withdrawn, undone
    return Results(
        said.date, said.team, said.exported_at, visits, issues, *back, *_pictures(said), *cuts
    )


def _pictures(said: _Results) -> tuple[dict[str, bytes], int]:
    """Return the photos by issue, and how many can't be used."""
    photos, bad = {}, 0
    for item in said.issues:
        if item.photo:
            try:
                photos[str(item.id)] = photo_of(item.photo)
            except ValueError:
                bad += 1
    return photos, bad


def _placed(issue: Issue, stop: str, community: Community) -> Issue:
    """Return an issue with the place of its stop, as far as the phone gave none."""
    if not issue.target_id and stop in community.targets.index:
        issue = replace(issue, target_id=stop)
    if not issue.building_id and stop in community.buildings.index:
        issue = replace(issue, building_id=stop)
    if not issue.target_id or issue.building_id:
        return issue
    target = community.targets.loc[issue.target_id]
    if target["building_id"]:
        return replace(issue, building_id=target["building_id"])
    place = target.geometry
    if place is None and target["hazard_id"]:
        place = community.hazards.geometry[target["hazard_id"]].representative_point()
    if place is None or shapely.is_empty(place) or issue.lon is not None:
        return issue
    return replace(issue, lon=place.x, lat=place.y)
