"""Which building people's words mean, and how sure that is."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from walkmap.community.model import Community
from walkmap.community.sheet.names import NUMBERED, any_of, names_of, number_in, yards_in_full
from walkmap.community.sheet.places import Gazetteer
from walkmap.community.sheet.spelling import plain
from walkmap.community.sheet.trouble import Unplaced
from walkmap.words import Words

GIVEN = 1.0
"""An id or a point of the file, or settled by hand."""
CELL = 0.95
"""A cell for the place holds one building and nothing else that could be a place."""
WITH_YARD = 0.9
"""A sentence names one building, with its courtyard or by a name that is no number."""
WITH_DOOR = 0.85
"""A sentence names one building, with an entrance that the building has."""
BY_NUMBER = 0.7
"""A sentence names one building by a number alone, and one building here bears it."""

NONE = Words("没有说是哪栋楼", "names no building")
SEVERAL = Words("说了不止一栋楼", "names more than one building")
UNCLEAR = Words("不止一栋楼这么叫", "several buildings are called so")
STRANGE = Words("这里没有这栋楼", "names a building that is not here")

_CODED = re.compile(r"(?<![\dA-Z.:-])(?P<number>\d{1,2}[A-Z]?)-(?P<door>\d{1,2})-\d{3,4}(?![\d-])")
_DOOR = re.compile(r"[\s,，的]*(?P<door>\d{1,2})(?:单元|门洞|号门)")
_UNIT = re.compile(r"(\d{1,2}|(?<![A-Z])[A-Z]|[东西南北中甲乙丙丁])(?:单元|门洞)")
_MOST_WORDS = 1  # with more beside a place, a cell is read as a sentence
_ALONE = re.compile(r"楼|号")  # 3楼 may be a floor, 3号 a day: an entrance or a courtyard must tell
_LISTED = re.compile(r"\d[A-Z]?(?:号楼|号|楼|#|栋)?[、,，和与及至到~-]+$")
_LIKE_A_PLACE = re.compile(
    r"(?P<name>[\u4e00-\u9fa5]*?)(?:小区|社区|花园|家园|公寓|号院|大厦|[园苑府墅村]|[东西南北一二三四]里"
    r"|胡同|[路街巷])$"
)
_NUMBERED_YARD = re.compile(r"\d号院$")
_NO_NAME = re.compile(
    r"(?:|.*[本该我此咱这们在住到于从称说映诉及和与的有区为是])(?:所在|整个|居住|老旧)?(?:的)?"
)


class Reading(NamedTuple):
    """What words mean.

    Parameters
    ----------
    building_id
        The building; empty if it can't be told.
    sure
        How sure that is: of so many such readings, that share is expected to be right. One of the
        constants of this module; 0 without a building.
    why
        Why it can't be told.
    candidates
        The buildings that may be meant, then.
    """

    building_id: str
    sure: float
    why: Words = NONE
    candidates: tuple[str, ...] = ()


class _Mention(NamedTuple):
    """A building in a sentence: those it may be, and how sure each is."""

    buildings: frozenset[str]
    sure: float


class Places:
    """A community's buildings by what people call them.

    Parameters
    ----------
    community
        The community.
    """

    def __init__(self, community: Community) -> None:
        self.gazetteer = Gazetteer(community)
        self._names = names_of(community)
        own = plain(community.settings.name)
        self._own = any_of({own, own.removesuffix("社区")} - {""}, after="(?![路街里村])")
        self._yard = any_of(self._names.yards, after="(?![区市路街])")
        self._yard_in_full = any_of(yards_in_full(community))
        self._word = any_of(word for word in self._names.words if len(word) > 2)
        self._cells: dict[str, str] = {}

    def read(self, place: str, text: str) -> Reading:
        """Find the building that is meant.

        Parameters
        ----------
        place
            What stands in a cell for the place; may be empty.
        text
            What was said.

        Returns
        -------
        Reading
            Without a building if there is none, or more than one.
        """
        if place:
            if place not in self._cells:
                self._cells[place] = self._cell(place)
            if found := self._cells[place]:
                return Reading(found, CELL)
        return self._sentence(f"{place}|{text}" if place not in text else text)

    def _cell(self, place: str) -> str:
        try:
            spot = self.gazetteer.find(place)
        except Unplaced:
            return ""
        return spot.building_id if spot.words <= _MOST_WORDS else ""

    def _sentence(self, text: str) -> Reading:
        """Find the one building that sentences name."""
        spelt = self._own.sub("|", plain(text))
        mentions = list(self._mentions(spelt)) or [
            _Mention(frozenset(self._names.words[match[0]]), WITH_YARD)
            for match in self._word.finditer(spelt)
        ]
        if not mentions:
            return Reading("", 0.0)
        named = frozenset().union(*(mention.buildings for mention in mentions))
        if any(not mention.buildings for mention in mentions):
            return Reading("", 0.0, STRANGE, tuple(sorted(named)))
        if len(named) == 1:
            return Reading(min(named), max(mention.sure for mention in mentions))
        why = UNCLEAR if len(mentions) == 1 else SEVERAL
        return Reading("", 0.0, why, tuple(sorted(named)))

    def _mentions(self, text: str) -> Iterator[_Mention]:
        """Give every building that is mentioned."""
        yards = [(match.end(), self._names.yards[match[0]]) for match in self._yard.finditer(text)]
        matches = [*NUMBERED.finditer(text), *_CODED.finditer(text)]
        for match in sorted(matches, key=lambda match: match.start()):
            number, start = number_in(text, match)
            before = [yard for end, yard in yards if end <= start]
            beside = bool(before) and any(end == start for end, _ in yards)
            door = match if match.re is _CODED else _DOOR.match(text, match.end())
            if _ALONE.fullmatch(match[0].lstrip("0123456789")) and not (beside or door):
                continue
            head = text[max(0, start - 12) : start]
            if _LISTED.search(head):  # 5、6号楼: more than is matched
                yield _Mention(frozenset(self._names.numbers.get(number, ())), 0.0)
                yield _Mention(frozenset(self._names.numbers.get(_first(head), ())), 0.0)
                continue
            found = set(self._names.numbers.get(number, ()))
            if not beside and self._is_elsewhere(head):
                found = set()
            yield self._one(found, before or self._after(text, match.end()), door)

    def _one(self, found: set[str], yards: list[set[str]], door: re.Match[str] | None) -> _Mention:
        """Narrow down which building is meant: by the nearest courtyard, or by its bare name."""
        sure = BY_NUMBER
        if yards:
            found, sure = found & yards[-1], WITH_YARD
        elif len(found) > 1 and len(found & self._names.bare) == 1:
            found = found & self._names.bare
        if door and len(found) == 1:
            doors = self.gazetteer.doors[min(found)].values()
            if door["door"].lstrip("0") in doors:
                sure = max(sure, WITH_DOOR)
            elif door.re is _CODED:
                found = set()
        return _Mention(frozenset(found), sure)

    def _after(self, text: str, end: int) -> list[set[str]]:
        """Return the courtyard that stands in brackets right after a building."""
        match = self._yard_in_full.search(text, end, end + 12)
        return [self._names.yards[match[0]]] if match and text[end : match.start()] in "(" else []

    def _is_elsewhere(self, head: str) -> bool:
        """Tell whether a name of another place stands right before a building."""
        if _NUMBERED_YARD.search(head):
            return True
        match = _LIKE_A_PLACE.search(re.split(r"[^\u4e00-\u9fa5]", head)[-1])
        return match is not None and not _NO_NAME.fullmatch(match["name"])


def _first(head: str) -> str:
    """Return the number that stands last in a text."""
    return str(re.findall(r"\d{1,4}[A-Z]?", head)[-1]).lstrip("0")


def doors_told(text: str) -> set[str]:
    """Return the entrances that a text tells, as ``3`` of ``5号楼3单元`` and of ``5-3-201``."""
    text = plain(text)
    coded = [match["door"] for match in _CODED.finditer(text)]
    return {door.lstrip("0") for door in (*_UNIT.findall(text), *coded)}
