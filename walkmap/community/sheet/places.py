"""Finding the building, the entrance and the room that a planner's words mean."""

import re
from collections.abc import Collection
from typing import NamedTuple

from walkmap.community.model import Community
from walkmap.community.sheet.names import NUMBERED, any_of, names_of, number_in, yards_in_full
from walkmap.community.sheet.scrub import without_numbers, without_people
from walkmap.community.sheet.spelling import SEP, plain, squashed
from walkmap.community.sheet.trouble import Unplaced, among
from walkmap.words import Words

_CODED = re.compile(r"(?<![\dA-Z.-])(?P<number>\d{1,4}[A-Z]?)(?=-\d)")  # the 5 of 5-3-201
_BARE = re.compile(r"^[^元门层]*(?<![\dA-Z.-])(?P<number>\d{1,4}[A-Z]?)[\s|]*$")
_BETWEEN = r"^[\s|,，、.。·:的()_-]*"
_KEY = r"\d{1,2}|[A-Z]|[东西南北中甲乙丙丁]"
_DOOR_UNIT = r"(?:单元|门洞|号门|门(?![口卫诊市面])|梯)"
_DOOR = re.compile(
    _BETWEEN + rf"(?:(?P<named>{_KEY}){_DOOR_UNIT}"
    r"|(?P<coded>\d{1,2})(?=-\d)|(?<=-)(?P<last>\d{1,2})(?![\dA-Z层室]))"
)
_FLOOR = re.compile(_BETWEEN + r"\d{1,2}(?:层|楼)")
_ROOM = re.compile(
    _BETWEEN + r"(?:(?P<named>\d{1,4}[A-Z]?)(?:室|号房|号(?![楼院])|房间|房|户)"
    r"|(?P<long>\d{3,4}[A-Z]?)(?![\dA-Z年岁])|(?<=-)(?P<last>\d{1,4}[A-Z]?)(?![\dA-Z]))"
)
_DOOR_NAME = re.compile(rf"(?P<key>{_KEY}){_DOOR_UNIT}|^(?P<bare>\d{{1,2}})$")
_SECOND = re.compile(r"\d(?:号楼|栋|幢|#|座|单元)|(?<!\d)\d{3,4}(?![\d年岁])")
_LIKE_A_PLACE = re.compile(r"(?:小区|社区|[园苑院里村庄路街巷城府墅]|胡同|号|公馆|公寓|大厦|中心)$")
_OTHER_YARD = re.compile(r"[^\W\d_]+(?:小区|社区)")
_FILLERS = re.compile(
    r"家住|居住在?|住址|地址|位于|住在|[住在](?=[\s|]*$)|[:()\[\],，、;；。.【】]"
)
_DISTRICT = re.compile(
    r"^(?:[^|\s]{2,3}省)?(?:[^|\s]{2,4}市)?(?:[^|\s]{1,4}(?<![小社])区)?"
    r"(?:[^|\s]{2,6}(?:街道|地区|镇|乡))?"
)
_DATE = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?: .*)?|\d{1,2}月\d{1,2}日?|\d{1,2}-[A-Z]{3}|[A-Z]{3}-\d{1,2}"
)
_BLANK = re.compile(r"[\s|_-]+")


class Spot(NamedTuple):
    """A place in a community, and how much else stood in the cell: words and long numbers."""

    building_id: str
    entrance_id: str = ""
    room: str = ""
    words: int = 0
    numbers: int = 0


class _Unclear(Exception):
    """A text that may mean any of some buildings."""

    def __init__(self, problem: Words, buildings: Collection[str]) -> None:
        super().__init__(problem.en)
        self.problem, self.buildings = problem, buildings


class Gazetteer:
    """Where the places of a community are, by what they are called.

    Parameters
    ----------
    community
        The community.

    Attributes
    ----------
    doors
        By building: what each of its entrances is called, by id.
    """

    def __init__(self, community: Community) -> None:
        self._community = community
        self._names = names = names_of(community)
        own = plain(community.settings.name)
        # A name cut short must not be read out of a street's: 朝阳 in 朝阳路.
        self._yard = any_of(names.yards, after="(?![区市路街])")
        self._yard_in_full = any_of(yards_in_full(community))
        self._word = any_of(names.words)
        self._own = any_of({own, own.removesuffix("社区")} - {""}, after="(?![路街里村])")
        lettered = [id_ for id_ in names.ids if re.search(r"[^\d-]", id_)]
        self._id = any_of(lettered, before="(?<!-)")
        self.doors = {str(id_): self._keys_of(str(id_)) for id_ in community.buildings.index}

    def find(self, text: str) -> Spot:
        """Return the place that a text means.

        Parameters
        ----------
        text
            Such as ``5号楼3单元``, ``五号楼``, ``5-3-201``, ``和谐小区5#`` or ``B05``.

        Raises
        ------
        Unplaced
            If there is no such place, or there are several.
        """
        try:
            return self._find(text)
        except _Unclear as unclear:
            labels = [self.label(id_) for id_ in sorted(unclear.buildings)]
            raise Unplaced(unclear.problem, among(labels)) from None

    def _find(self, text: str) -> Spot:
        """Return the place that a text means, or raise what tells the buildings it may mean."""
        clean, numbers = without_numbers(text)
        spelt = plain(clean)
        if _DATE.fullmatch(spelt):
            raise Unplaced(
                Words("表格软件把它变成了日期", "the spreadsheet made a date of it"),
                Words("写成 5号楼3单元 这样", "write it as 5号楼3单元"),
            )
        whole = self._names.full.get(squashed(spelt), set())
        if len(whole) == 1:
            return Spot(next(iter(whole)), numbers=numbers)
        found, entrance, head, tail = self._buildings(spelt)
        yards: list[set[str]] = []
        words = self._before(head, found, yards)
        tail = self._after(tail, found, yards)
        building = self._one(found, yards)
        spot, rest = self._within(building, entrance, tail)
        words += [part for part in _BLANK.split(rest) if re.search(r"\w", part)]
        return spot._replace(words=len(words), numbers=numbers)

    def _buildings(self, text: str) -> tuple[set[str], str, str, str]:
        """Return buildings that may be meant, an entrance known by id, and the text around."""
        if match := self._id.search(text):
            building, entrance = self._names.ids[match[0]]
            return {building}, entrance, text[: match.start()], text[match.end() :]
        match = NUMBERED.search(text) or _CODED.search(text) or _BARE.search(text)
        if match is None:
            match = self._word.search(text)
            if match is None:
                raise Unplaced(
                    Words("看不出是哪栋楼", "names no building"),
                    Words(
                        "写成 5号楼3单元 这样，或填经度和纬度",
                        "write it as 5号楼3单元, or give longitude and latitude",
                    ),
                )
            return set(self._names.words[match[0]]), "", text[: match.start()], text[match.end() :]
        number, start = number_in(text, match)
        found = set(self._names.numbers.get(number, ()))
        if match.re is not NUMBERED and match["number"] in self._names.ids:
            found.add(self._names.ids[match["number"]][0])
        if not found:
            raise Unplaced(
                Words(f"没有 {number} 号楼", f"there is no building {number}"),
                Words("核对楼号，或写楼的 id", "check the number, or write the building's id"),
            )
        return found, "", text[:start], text[match.end() :]

    def _before(self, head: str, found: set[str], yards: list[set[str]]) -> list[str]:
        """Read what stands before a building: courtyards, and words that mean nothing here."""
        rest = self._yard.sub(lambda match: self._taken(match, yards), head)
        rest = self._own.sub(SEP, _DISTRICT.sub(SEP, rest))
        rest = _FILLERS.sub(SEP, without_people(rest, f"{SEP}居民{SEP}"))
        words = [word for word in _BLANK.split(rest) if word]
        strange = [word for word in words if _LIKE_A_PLACE.search(word)]
        if words and not _BLANK.fullmatch(rest[-1]):
            strange.append(words[-1])
        if strange:
            problem = Words(f"本社区没有“{strange[0]}”", f'there is no "{strange[0]}" here')
            raise _Unclear(problem, found)
        return words

    def _after(self, tail: str, found: set[str], yards: list[set[str]]) -> str:
        """Read a courtyard that stands after a building; return the text without it."""
        rest = self._yard_in_full.sub(lambda match: self._taken(match, yards), tail)
        if match := _OTHER_YARD.search(rest):
            problem = Words(f"本社区没有“{match[0]}”", f'there is no "{match[0]}" here')
            raise _Unclear(problem, found)
        return rest

    def _taken(self, match: re.Match[str], yards: list[set[str]]) -> str:
        """Note a courtyard, and return what stands in its stead."""
        yards.append(self._names.yards[match[0]])
        return SEP

    def _one(self, found: set[str], yards: list[set[str]]) -> str:
        """Return the one building that is meant of those found."""
        left = found.intersection(*yards)
        if not left:
            problem = Words("这个楼院里没有这栋楼", "that courtyard has no such building")
            raise _Unclear(problem, found)
        if len(left) > 1 and not yards and len(left & self._names.bare) == 1:
            left &= self._names.bare
        if len(left) > 1:
            problem = Words(f"有 {len(left)} 栋楼都这么叫", f"{len(left)} buildings are called so")
            raise _Unclear(problem, left)
        return left.pop()

    def _within(self, building: str, entrance: str, tail: str) -> tuple[Spot, str]:
        """Read an entrance and a room after a building; return also what is left of the text."""
        if entrance:
            tail = re.sub(f"^{_DOOR_UNIT}", "", tail)
        match = None if entrance else _DOOR.search(tail)
        if match:
            entrance = self._door(building, match["named"] or match["coded"] or match["last"])
            tail = tail[match.end() :] if entrance else tail
        if match := _FLOOR.search(tail):
            tail = tail[match.end() :]
        room = ""
        if match := _ROOM.search(tail):
            room = match["named"] or match["long"] or match["last"]
            tail = tail[match.end() :]
        if _SECOND.search(tail):
            raise Unplaced(
                Words("一格里有两处", "one cell holds two places"),
                Words("分成两行", "make two rows of them"),
            )
        return Spot(building, entrance, room), tail

    def _door(self, building: str, key: str) -> str:
        """Return the entrance that is called `key`; nothing if that may be no entrance at all."""
        doors = self.doors[building]
        key = key.lstrip("0")
        found = [id_ for id_, called in doors.items() if called == key]
        if len(found) == 1:
            return found[0]
        if not found and not key.isdigit():
            return ""
        if found:
            problem = Words(
                f"有 {len(found)} 个 {key} 单元", f"{len(found)} entrances are called {key}"
            )
            raise Unplaced(problem, among(found))
        problem = Words(f"这栋楼没有 {key} 单元", f"the building has no entrance {key}")
        raise Unplaced(problem, among(list(doors.values())))

    def _keys_of(self, building: str) -> dict[str, str]:
        """Return what each entrance of a building is called, by id: its number or letter.

        What their names say goes first; where none says anything, it is their order.
        """
        table = self._community.entrances
        ids = self._community.doors_of(building)
        matches = {id_: _DOOR_NAME.search(plain(str(table["name"][id_]))) for id_ in ids}
        named = {id_: match["key"] or match["bare"] for id_, match in matches.items() if match}
        return named or {id_: f"{float(table['order'][id_]):g}" for id_ in ids}

    def label(self, building: str) -> str:
        """Return a short text by which `find` finds a building: name, courtyard and name, or id."""
        name = str(self._community.buildings["name"][building])
        yard = self._community.buildings["courtyard_id"][building]
        yard_name = str(self._community.courtyards["name"][yard]) if yard else ""
        for text in (name, f"{yard_name}{name}"):
            if name and self._finds(text, (building, "", "")):
                return text
        return building

    def spell(self, building: str, entrance: str = "", room: str = "") -> str:
        """Return a text by which `find` finds a place; the next best where there is none."""
        table = self._community.entrances
        if not building and entrance in table.index:
            building = str(table["building_id"][entrance])
        if building not in self.doors:
            return ""
        key = self.doors[building].get(entrance, "")
        end = room if re.fullmatch(r"\d{3,4}[A-Z]?|", room) else f"{room}室"
        label = self.label(building)
        gap = " " if label[-1:].isascii() else ""
        first = f"{label}{gap}{key and key + '单元'}{end}".strip()
        for text in (first, f"{entrance or building} {end}".strip()):
            if self._finds(text, (building, entrance, room)):
                return text
        return first

    def _finds(self, text: str, place: tuple[str, str, str]) -> bool:
        try:
            return self._find(text)[:3] == place
        except (Unplaced, _Unclear):
            return False
