"""Bringing the rows of the planner's list together with the targets that there are."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from walkmap.community.cells import text_of
from walkmap.community.sheet.entries import Entry
from walkmap.community.sheet.site import EMPTY, Held, Site, Where
from walkmap.errors import Fault
from walkmap.words import HOME_KINDS, Words

_Key = tuple[str, Where, str]
_ONE_ROW = Words("只留一行", "leave only one of them")


@dataclass
class Merged:
    """What becomes of the targets.

    Parameters
    ----------
    targets
        All that there are afterwards, by id: the old ones in their order, then the new ones.
    new, changed, same, gone
        Their ids.
    faults
        Rows that contradict others.
    notes
        What the planner should look at.
    """

    targets: dict[str, Held]
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Words] = field(default_factory=list)


def merge(site: Site, entries: Sequence[Entry], *, replace_all: bool) -> Merged:
    """Bring rows together with the targets that there are, whatever the order of the rows.

    Parameters
    ----------
    site
        The community.
    entries
        The rows.
    replace_all
        Whether targets that no row is about go.

    Returns
    -------
    Merged
        A row with the id of a target, or of its kind at its place, changes that target; each other
        row makes a new one. Several rows of one kind at one place are as many targets, unless a
        room, a point, a hazard or a label tells that they are one.
    """
    merged = Merged(dict(site.targets))
    by_id, by_key = _parted(site, entries, merged.faults)
    for id_, entry in by_id.items():
        _put(site, merged, id_, entry)
    kept: dict[_Key, list[str]] = defaultdict(list)
    told: dict[_Key, str] = {}
    for id_, held in merged.targets.items():
        key = _key(str(held.cells["kind"]), _owned(site, held.where), str(held.cells["name"]))
        if id_ not in by_id:
            kept[key].append(id_)
        elif _is_one(site, key):
            told[key] = id_
    for key in sorted(by_key, key=repr):
        if key in told:
            merged.faults += [_told_already(entry, told[key]) for entry in by_key[key]]
        else:
            _put_group(site, merged, by_key[key], sorted(kept[key]), key)
    for kind, where, name in by_key:
        roomless = kept.get((kind, where._replace(room=""), name)) if where.room else None
        if roomless and any(merged.targets[id_].where == where for id_ in merged.new):
            merged.notes.append(_maybe_the_same(merged.targets[roomless[0]], where.room))
    if replace_all:
        stay = {*merged.new, *merged.changed, *merged.same}
        merged.gone = [id_ for id_ in site.targets if id_ not in stay]
    merged.new.sort()
    order = [*(id_ for id_ in site.targets if id_ not in merged.gone), *merged.new]
    merged.targets = {id_: merged.targets[id_] for id_ in order}
    return merged


def _parted(
    site: Site, entries: Iterable[Entry], faults: list[Fault]
) -> tuple[dict[str, Entry], dict[_Key, list[Entry]]]:
    """Part rows into those with a target's id and others; tell of rows that contradict."""
    by_id: dict[str, list[Entry]] = defaultdict(list)
    by_key: dict[_Key, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.id:
            by_id[entry.id].append(entry)
    agreed = {id_: _agreed(group, "id", id_, faults) for id_, group in by_id.items()}
    single = {id_: group[0] for id_, group in agreed.items() if group and id_ in site.targets}
    new = [group[0] for id_, group in agreed.items() if group and id_ not in site.targets]
    for entry in (*(entry for entry in entries if not entry.id), *new):
        where = _owned(site, entry.where or Where())
        key = _key(entry.kind, where, site.name_for(entry.kind, where, entry.label))
        by_key[key].append(entry)
    for key, group in by_key.items():
        if _is_one(site, key):
            by_key[key] = _agreed(group, "place", group[0].record.get("place"), faults)
    return single, by_key


def _agreed(group: list[Entry], column: str, value: str, faults: list[Fault]) -> list[Entry]:
    """Return one of several rows about one target; none, and faults, if they contradict."""
    if len({_content(entry) for entry in group}) == 1:
        return [max(group, key=lambda entry: entry.id)]
    rows = sorted(entry.record.row for entry in group)
    for entry in group:
        others = [str(row) for row in rows if row != entry.record.row]
        problem = Words(
            f"与第 {'、'.join(others)} 行说的是同一个对象，内容却不同",
            f"is about the same target as row {', '.join(others)}, but says something else",
        )
        faults.append(entry.record.fault(problem, _ONE_ROW, column, value))
    return []


def _told_already(entry: Entry, id_: str) -> Fault:
    """Tell of a row without an id about a target that another row gives by its id."""
    problem = Words(
        f"与编号 {id_} 的那一行是同一个对象", f"is about the same target as {id_}'s row"
    )
    return entry.record.fault(problem, _ONE_ROW, "place", entry.record.get("place"))


def _content(entry: Entry) -> str:
    """Return all that a row says, to compare it with others."""
    cells = sorted((name, text_of(value)) for name, value in entry.cells.items())
    return repr((entry.kind, entry.where, entry.label, cells))


def _owned(site: Site, where: Where) -> Where:
    """Return a place with the building that its entrance belongs to."""
    doors = site.community.entrances["building_id"]
    if where.entrance_id in doors.index and not where.building_id:
        return where._replace(building_id=str(doors[where.entrance_id]))
    return where


def _key(kind: str, where: Where, name: str) -> _Key:
    """Return what tells a target from others: kind and place, and the name of what has no point."""
    told = kind in HOME_KINDS or where.point is not None or where.hazard_id
    return kind, where, "" if told else name


def _is_one(site: Site, key: _Key) -> bool:
    """Tell whether two rows with the same key are about the same target."""
    kind, where, name = key
    if where.room or where.point is not None or where.hazard_id:
        return True
    return bool(name) and name != site.name_for(kind, where)


def _put_group(site: Site, merged: Merged, group: list[Entry], old: list[str], key: _Key) -> None:
    """Give the rows of one kind at one place to the targets there, the rest to new ones."""
    left = []
    for entry in sorted(group, key=lambda entry: (_content(entry), entry.id)):
        same = next(
            (id_ for id_ in old if not _made(site, entry, id_).differs(site.targets[id_])), ""
        )
        if same:
            old.remove(same)
            _put(site, merged, same, entry)
        else:
            left.append(entry)
    for entry in left:
        id_ = old.pop(0) if old else entry.id or _new_id(site, merged, key)
        _put(site, merged, id_, entry)
    if len(group) > 1 and any(entry in left for entry in group):
        rows = [str(row) for row in sorted(entry.record.row for entry in group)]
        merged.notes.append(
            Words(
                f"第 {'、'.join(rows)} 行是同一处、同一类：当作 {len(group)} 个对象；"
                "写上房号或店名就分得清",
                f"rows {', '.join(rows)} are of one kind at one place: taken for {len(group)} "
                "targets; rooms or names of shops would tell them apart",
            )
        )


def _maybe_the_same(old: Held, room: str) -> Words:
    """Say that a new home with a room may be an old one that is on the list without its room."""
    name = old.cells["name"]
    return Words(
        f"新加了“{name}”{room} 室，原有的 {old.id} 没写房号：是同一户就删掉一个",
        f'"{name}" room {room} is new, and {old.id} there has no room: if they are one home, '
        "delete one of them",
    )


def _new_id(site: Site, merged: Merged, key: _Key) -> str:
    """Make the id of a new target from its kind and place; a room is not told by it."""
    kind, where, name = key
    seed = repr((kind, tuple(where._replace(room="")), name))
    stem = f"T-{hashlib.sha256(seed.encode()).hexdigest()[:8]}"
    taken = {*merged.targets, *site.community.buildings.index}
    number = 1
    while (id_ := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return id_


def _made(site: Site, entry: Entry, id_: str) -> Held:
    """Return the target that a row makes, or makes of an old one."""
    old = site.targets.get(id_)
    where = entry.where or (old.where if old else Where())
    stays = old is not None and _owned(site, old.where) == _owned(site, where)
    if old and stays:
        where = old.where  # its building may be told by its entrance only
    cells = {**(old.cells if old else EMPTY), **entry.cells, "kind": entry.kind}
    cells.update(zip(Where._fields[:4], where[:4], strict=True))
    label = entry.label
    if old and not label:
        if stays and old.cells["kind"] == entry.kind:
            return Held(id_, cells, where.point)
        if not site.is_named_by_place(old):
            label = str(old.cells["name"]).partition(" · ")[0]
    return Held(id_, {**cells, "name": site.name_for(entry.kind, where, label)}, where.point)


def _put(site: Site, merged: Merged, id_: str, entry: Entry) -> None:
    """Put a row's target among the others."""
    old, made = site.targets.get(id_), _made(site, entry, id_)
    merged.targets[id_] = made
    if old is None:
        merged.new.append(id_)
    else:
        (merged.changed if made.differs(old) else merged.same).append(id_)
