"""How one issue and its history are put into lines."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from walkmap.cli.speak import say
from walkmap.words import Words

if TYPE_CHECKING:
    from walkmap.community import Community
    from walkmap.jobs import Shown
    from walkmap.store import Change

COLUMNS = {
    "id": Words("编号", "id"),
    "recorded_at": Words("记录时间", "recorded"),
    "source": Words("来源", "source"),
    "place": Words("地点", "place"),
    "category": Words("类别", "category"),
    "level": Words("级别", "level"),
    "text": Words("内容", "text"),
    "households": Words("户数", "households"),
    "people": Words("人数", "people"),
    "status": Words("状态", "status"),
    "handler": Words("经办", "handler"),
    "due": Words("期限", "due"),
    "handled_at": Words("办结时间", "handled"),
    "recorded_by": Words("记录人", "recorded by"),
    "round": Words("走访", "round"),
    "building_id": Words("楼", "building"),
    "target_id": Words("走访对象", "target"),
    "lon": Words("经度", "longitude"),
    "lat": Words("纬度", "latitude"),
    "note": Words("备注", "note"),
}
CALL = {
    "id": Words("工单编号", "work order"),
    "path": Words("问题分类", "hotline category"),
    "closed_at": Words("热线办结", "closed by the hotline"),
    "solved": Words("是否解决", "solved"),
    "satisfied": Words("是否满意", "satisfied"),
}


def short(id_: str) -> str:
    """Return as much of an id as is shown."""
    return id_[:8]


def place(community: "Community", issue: Mapping[str, Any]) -> str:
    """Return where an issue is: a target, a building, or degrees."""
    for column, layer in (("target_id", community.targets), ("building_id", community.buildings)):
        if issue[column]:
            id_ = issue[column]
            return community.name_of(id_) if id_ in layer.index else id_
    lon, lat = issue["lon"], issue["lat"]
    if lon is None or lon != lon:
        return say(Words("地点不明", "place not known"))
    return f"{lat:.4f}, {lon:.4f}"


def facts(shown: "Shown") -> Iterator[tuple[Words, str]]:
    """Give what is known of an issue, a name and a text for each."""
    for column, name in COLUMNS.items():
        if column == "place":
            yield name, place(shown.community, shown.issue)
        elif column in ("building_id", "target_id", "lon", "lat", "note"):
            continue
        elif text := _text(column, shown.issue[column]):
            yield name, text
    for column, name in CALL.items():
        if shown.call and (text := _text(column, shown.call[column])):
            yield name, text
    if shown.photo:
        yield Words("照片", "photo"), str(shown.photo)


def history(changes: Sequence["Change"]) -> Iterator[str]:
    """Give a line for all that was changed in one go."""
    join = say(Words("；", "; "))
    for number, ((at, by), group) in enumerate(groupby(changes, lambda c: (c.at, c.by))):
        texts = [_change(change, first=number == 0) for change in group]
        yield f"{at:%Y-%m-%d %H:%M}  {by}  {join.join(texts)}"


def _change(change: "Change", *, first: bool) -> str:
    if not change.column:
        return say(Words("记录", "recorded") if first else Words("又收到一次", "told again"))
    old, new = (_text(change.column, value) or "—" for value in (change.old, change.new))
    name = say(COLUMNS.get(change.column, Words.same(change.column)))
    if change.column == "note":
        return f"{name}{say(Words('：', ': '))}{new}"
    return f"{name} {old} → {new}"


def _text(column: str, value: Any) -> str:
    from walkmap.issues.records import CHOICES, WITHDRAWN

    if isinstance(value, bool):
        return say(Words("是", "yes") if value else Words("否", "no"))
    if not value:
        return ""
    if column == "status" and value == WITHDRAWN:
        return say(Words("已撤回", "taken back"))
    if column in CHOICES:
        return say(CHOICES[column][value])
    if column.endswith("_at"):
        return str(value).replace("T", " ")[:16].removesuffix(" 00:00")
    return str(value)
