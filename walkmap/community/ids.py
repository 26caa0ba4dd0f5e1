"""Checks of ids: each thing has its own, and what is referred to is there."""

import difflib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from walkmap.community.cells import shown
from walkmap.community.layers import LAYERS
from walkmap.community.read import Draft
from walkmap.community.settings import FILE_NAME
from walkmap.errors import Fault
from walkmap.words import LAYER_NAMES, Words

OFFICE_ID = "office"
_STOPS = ("buildings", "targets")
_NOT_THERE = {
    "courtyards": Words("没有这个楼院", "there is no such courtyard"),
    "buildings": Words("没有这栋楼", "there is no such building"),
    "entrances": Words("没有这个单元门", "there is no such entrance"),
    "hazards": Words("没有这个易出事故点", "there is no such hazard"),
    "gates": Words("没有这个大门", "there is no such gate"),
    "stops": Words("没有这栋楼，也没有这个走访对象", "there is no such building or target"),
    "teams": Words("没有这个走访组", "there is no such team"),
}
_WISH_REFERS = {
    "pin": "stops",
    "forbid": "stops",
    "add": "stops",
    "open_gate": "gates",
    "close_gate": "gates",
    "absent": "teams",
}


@dataclass(frozen=True)
class Reference:
    """A cell or a setting that names something by its id."""

    layer: str
    row: int | None
    id: str
    column: str
    value: str
    refers: str


def id_faults(draft: Draft) -> Iterator[Fault]:
    """Find ids that two things share, in one layer or among all that can be stops."""
    rename = Words("改成别的 id", "give it another id")
    stops: dict[str, tuple[str, int]] = {OFFICE_ID: ("", 0)}
    for layer, table in draft.layers.items():
        owners = stops if layer in _STOPS else {}
        for row, id_ in zip(table["row"], table["id"], strict=True):
            if not id_:
                continue
            if id_ not in owners:
                owners[id_] = (layer, int(row))
                continue
            where, number = owners[id_]
            if not where:
                problem = Words("这个 id 留给居委会", "the id is kept for the office")
            elif where == layer:
                problem = Words(f"与第 {number} 行的 id 相同", f"row {number} has the same id")
            else:
                name = LAYER_NAMES[where]
                problem = Words(
                    f"与{name.zh}第 {number} 行的 id 相同",
                    f"row {number} of {name.en} has the same id",
                )
            yield Fault(layer, problem, rename, int(row), shown(id_), "id", shown(id_))


def reference_faults(draft: Draft) -> Iterator[Fault]:
    """Find references to what is not there: one fault for each thing, wherever it is named.

    A thing that is not there because its own id is missing or wrong has its fault already, and so
    has a layer that can't be read.
    """
    missing: dict[tuple[str, str], list[Reference]] = defaultdict(list)
    for reference in _references(draft):
        if reference.value not in _known(draft, reference.refers):
            missing[reference.refers, reference.value].append(reference)
    strays: dict[str, int] = defaultdict(int)
    for refers, _ in missing:
        strays[refers] += 1
    for (refers, value), references in missing.items():
        if strays[refers] <= _without_id(draft, refers):
            continue
        first, *others = references
        also = _also(others)
        problem = _NOT_THERE[refers]
        near = difflib.get_close_matches(value, sorted(_known(draft, refers)), 1, 0.6)
        guess = shown(near[0]) if near else ""
        yield Fault(
            first.layer,
            Words(problem.zh + also.zh, problem.en + also.en),
            Words(
                "改成已有的 id" + (f"（是不是 {guess}？）" if guess else ""),
                "write an id that is there" + (f" ({guess}?)" if guess else ""),
            ),
            first.row,
            shown(first.id),
            first.column,
            shown(value),
        )
    yield from _wishes_of_nothing(draft)


def owner_faults(draft: Draft) -> Iterator[Fault]:
    """Find entrances that are another building's than the one they are named with."""
    entrances = draft.layers["entrances"]
    owners = dict(zip(entrances["id"], entrances["building_id"], strict=True))
    targets = draft.layers["targets"]
    columns = ("row", "id", "building_id", "entrance_id")
    pairs = [("targets", *cells) for cells in zip(*(targets[c] for c in columns), strict=True)]
    column = {"targets": "entrance_id", FILE_NAME: "office.entrance_id"}
    if draft.settings is not None:
        office = draft.settings.office
        pairs.append((FILE_NAME, None, "", office.building_id or "", office.entrance_id or ""))
    for layer, row, id_, building, entrance in pairs:
        owner = owners.get(entrance, "")
        if building and owner and owner != building:
            problem = Words(f"这个单元门属于 {shown(owner)}", f"is an entrance of {shown(owner)}")
            mend = Words(
                f"改成 {shown(building)} 的单元门，或改 building_id",
                f"write an entrance of {shown(building)}, or change building_id",
            )
            yield Fault(layer, problem, mend, row, shown(id_), column[layer], shown(entrance))


def _references(draft: Draft) -> Iterator[Reference]:
    """Return every reference in the layers, the settings and the wishes."""
    for layer in LAYERS.values():
        table = draft.layers[layer.name]
        for column in layer.columns:
            if not column.refers:
                continue
            for row, id_, value in zip(table["row"], table["id"], table[column.name], strict=True):
                if value:
                    yield Reference(layer.name, int(row), id_, column.name, value, column.refers)
    if draft.settings is not None:
        office = draft.settings.office
        for key, refers in (("building_id", "buildings"), ("entrance_id", "entrances")):
            value = getattr(office, key)
            if value is not None:
                yield Reference(FILE_NAME, None, "", f"office.{key}", value, refers)
        named = [(f"teams[{n}]", team.courtyards) for n, team in enumerate(draft.settings.teams, 1)]
        named += [
            (f"works[{n}]", each.courtyards) for n, each in enumerate(draft.settings.works, 1)
        ]
        for name, courtyards in named:
            for value in courtyards:
                yield Reference(FILE_NAME, None, "", f"{name}.courtyards", value, "courtyards")
    for index, wish in draft.wishes.iterrows():
        row, id_ = int(index) + 1, wish["id"]
        if id_ and wish["what"] in _WISH_REFERS:
            yield Reference("wishes", row, id_, "id", id_, _WISH_REFERS[wish["what"]])
        if wish["team"]:
            yield Reference("wishes", row, id_, "team", wish["team"], "teams")


def _wishes_of_nothing(draft: Draft) -> Iterator[Fault]:
    """Find wishes that don't say what they are about."""
    for index, wish in draft.wishes.iterrows():
        named = wish["id"] or (wish["what"] == "absent" and wish["team"])
        if wish["what"] in _WISH_REFERS and not named:
            refers = _WISH_REFERS[wish["what"]]
            things = {
                "stops": Words("楼或走访对象", "a building or a target"),
                "gates": Words("大门", "a gate"),
                "teams": Words("走访组", "a team"),
            }[refers]
            yield Fault(
                "wishes",
                Words("没有填", "is empty"),
                Words(f"填上{things.zh}的 id", f"write the id of {things.en}"),
                int(index) + 1,
                column="id",
            )


def _known(draft: Draft, refers: str) -> set[str]:
    """Return the ids of what can be referred to."""
    if refers == "teams":
        return {team.id for team in draft.settings.teams} if draft.settings else set()
    layers = _STOPS if refers == "stops" else (refers,)
    return {id_ for layer in layers for id_ in draft.layers[layer]["id"]}


def _without_id(draft: Draft, refers: str) -> float:
    """Return how many things may be missing only because their own id or layer has a fault."""
    if refers == "teams":
        return 0 if draft.settings is not None else float("inf")
    layers = _STOPS if refers == "stops" else (refers,)
    wrong = [fault for fault in draft.faults if fault.layer in layers and fault.column == "id"]
    if draft.sources.unread & set(layers) or any(fault.row is None for fault in wrong):
        return float("inf")
    return len(wrong)


def _also(others: list[Reference]) -> Words:
    """Say where else the same id is named."""
    if not others:
        return Words("", "")
    rows: dict[str, list[str]] = defaultdict(list)
    for other in others:
        rows[other.layer].append(str(other.row) if other.row is not None else other.column)
    zh, en = [], []
    for layer, numbers in rows.items():
        name = LAYER_NAMES.get(layer, Words.same(layer))
        few = numbers[:8] + (["…"] if len(numbers) > 8 else [])
        by_row = layer != FILE_NAME
        zh.append(f"{name.zh}第 {'、'.join(few)} 行" if by_row else f"{name.zh} {'、'.join(few)}")
        en.append(f"{name.en} {'row ' if by_row else ''}{', '.join(few)}")
    return Words(f"（{'；'.join(zh)}也这样写）", f" (so in {'; '.join(en)})")
