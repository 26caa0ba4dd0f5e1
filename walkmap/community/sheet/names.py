"""What the buildings and courtyards of a community are called."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from walkmap.community.model import Community
from walkmap.community.sheet.spelling import SEP, plain, squashed

NUMBERED = re.compile(
    r"(?<![\dA-Z])(?:(?P<number>\d{1,4}[A-Z]?)(?:号楼|号(?![院门房室])|#楼?|栋|幢|座|楼(?![层门道]))"
    r"|(?P<letter>[A-Z])(?:座|栋|幢|号楼|楼))"
)
"""A building's number with its unit; a sign before it, as in 临5号楼, is looked for beside it."""
_AT_THE_END = re.compile(r"(?<![\dA-Z.-])(?P<number>\d{1,4}[A-Z]?)$")
_SIGNS = "临甲乙丙丁"
_JOINTS = re.compile(r"[\s|()（）_-]+")
_ENDINGS = re.compile(r"(?:生活区|小区|楼院|家园|花园|公寓|社区|苑|院|园|里)$")


@dataclass(frozen=True)
class Names:
    """The names of a community's buildings and courtyards, taken apart, in one spelling.

    Parameters
    ----------
    full
        Ids of buildings by their whole name.
    numbers
        By the number in their name, with a sign before it if there is one: ``5``, ``临5``.
    words
        By a name, or what stands before the number in it.
    yards
        By what may stand before a number to tell which is meant: courtyards in full and in short,
        and words in the buildings' own names.
    bare
        Buildings whose name is nothing but a number.
    ids
        Building and entrance (or nothing) by their ids.
    """

    full: Mapping[str, set[str]]
    numbers: Mapping[str, set[str]]
    words: Mapping[str, set[str]]
    yards: Mapping[str, set[str]]
    bare: frozenset[str]
    ids: Mapping[str, tuple[str, str]]


def names_of(community: Community) -> Names:
    """Return what the buildings and courtyards of a community are called."""
    yards = _yards(community)
    yard = any_of(yards_in_full(community))
    full, numbers, words = (defaultdict[str, set[str]](set) for _ in range(3))
    bare = set()
    for index, called in community.buildings["name"].items():
        id_, name = str(index), plain(str(called))
        if not name:
            continue
        full[squashed(name)].add(id_)
        match = NUMBERED.search(name) or _AT_THE_END.search(name)
        number, start = number_in(name, match) if match else ("", len(name))
        before = _JOINTS.sub("", yard.sub(SEP, name[:start]))
        if number:
            numbers[number].add(id_)
        if number and before:
            yards.setdefault(before, set()).add(id_)
        if number and not start:
            bare.add(id_)
        for word in {before} | ({name} if not number else set()):
            if len(word) > 1:
                words[word].add(id_)
    doors = {
        str(id_): (str(of), str(id_)) for id_, of in community.entrances["building_id"].items()
    }
    buildings = {str(id_): (str(id_), "") for id_ in community.buildings.index}
    ids = {plain(id_): pair for id_, pair in {**doors, **buildings}.items()}
    return Names(full, numbers, words, yards, frozenset(bare), ids)


def number_in(text: str, match: re.Match[str]) -> tuple[str, int]:
    """Return a building's number with the sign before it, and where it begins in the text."""
    group = "letter" if match.groupdict().get("letter") else "number"
    start, number = match.start(group), match[group].lstrip("0") or "0"
    if start and text[start - 1] in _SIGNS:
        return text[start - 1] + number, start - 1
    return number, start


def any_of(texts: Iterable[str], before: str = "", after: str = "") -> re.Pattern[str]:
    """Return a pattern that finds any of some texts, the longest first; none if there are none."""
    longest = sorted(texts, key=lambda text: (-len(text), text))
    found = "|".join(map(_whole, longest))
    return re.compile(f"{before}(?:{found}){after}" if longest else r"(?!)")


def _whole(text: str) -> str:
    """Return a pattern for a text that is no part of a longer number or Latin word."""
    ends = [r"(?<![\dA-Z])" * text[0].isascii(), r"(?![\dA-Z])" * text[-1].isascii()]
    return ends[0] + re.escape(text) + ends[1]


def yards_in_full(community: Community) -> set[str]:
    """Return the courtyards' names, in one spelling."""
    return {plain(str(name)) for name in community.courtyards["name"]} - {""}


def _yards(community: Community) -> dict[str, set[str]]:
    """Return the buildings of each courtyard by its name, and by that cut short if it is clear."""
    owners = community.buildings["courtyard_id"]
    yards: dict[str, set[str]] = {}
    short: dict[str, set[str]] = defaultdict(set)
    for id_, called in community.courtyards["name"].items():
        name = plain(str(called))
        if name:
            yards.setdefault(name, set()).update(map(str, owners.index[owners == id_]))
            short[_ENDINGS.sub("", name)].add(name)
    for stem, names in short.items():
        if len(stem) > 1 and len(names) == 1 and stem not in yards:
            yards[stem] = set(yards[next(iter(names))])
    return yards
