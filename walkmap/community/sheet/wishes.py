"""Reading the sheet of wishes: what the planner insists on, in the planner's words."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping

from walkmap.community.cells import DATE_WRONG, read_date
from walkmap.community.layers import WISHES
from walkmap.community.sheet.columns import WHATS
from walkmap.community.sheet.entries import Cut
from walkmap.community.sheet.scrub import scrub
from walkmap.community.sheet.site import Held, Site, labels
from walkmap.community.sheet.spelling import heading, squashed
from walkmap.community.sheet.table import Record
from walkmap.community.sheet.trouble import Unplaced, among
from walkmap.errors import Fault
from walkmap.words import WISH_WORDS, Words

Wish = dict[str, str]
_GATES = ("open_gate", "close_gate")


class Callings:
    """What may be wished about, by what it is called.

    Parameters
    ----------
    site
        The community.
    targets
        Its targets as they are to be.
    """

    def __init__(self, site: Site, targets: Mapping[str, Held]) -> None:
        self._site, self._targets = site, targets
        community = site.community
        names = {id_: str(held.cells["name"]) for id_, held in targets.items()}
        buildings = {str(id_): site.gazetteer.label(str(id_)) for id_ in community.buildings.index}
        self.stops = labels({**buildings, **names})
        self.gates = labels({str(id_): str(name) for id_, name in community.gates["name"].items()})
        self.teams = labels({team.id: team.name for team in community.settings.teams})

    def of(self, what: str) -> dict[str, str]:
        """Return what the things are called that a kind of wish is about, by id."""
        return self.teams if what == "absent" else self.gates if what in _GATES else self.stops

    def find(self, what: str, text: str) -> str:
        """Return the id of what is called so.

        Raises
        ------
        Unplaced
            If there is no such thing, or there are several.
        """
        called = self.of(what)
        if text in called:
            return text
        found = [id_ for id_, name in called.items() if squashed(name) == squashed(text)]
        if not found and called is self.stops:
            found = self._at(text)
        if len(found) == 1:
            return found[0]
        if found:
            problem = Words(f"有 {len(found)} 个这样的对象", f"{len(found)} things are called so")
            raise Unplaced(problem, among(found))
        problem = Words("没有这个对象", "there is no such thing")
        raise Unplaced(
            problem, Words("从下拉表里选，或写编号", "choose from the list, or write its id")
        )

    def _at(self, text: str) -> list[str]:
        """Return the targets of a name or at a place; the building if the place is no more."""
        same = [
            id_
            for id_, held in self._targets.items()
            if squashed(str(held.cells["name"])) == squashed(text)
        ]
        if same:
            return same
        spot = self._site.gazetteer.find(text)
        if not (spot.entrance_id or spot.room):
            return [spot.building_id]
        return [
            id_
            for id_, held in self._targets.items()
            if held.where[1] == spot.entrance_id and spot.room in ("", held.where.room)
        ]


def read_wish_rows(
    callings: Callings, records: Iterable[Record], old: Iterable[Wish], cut: Cut
) -> tuple[list[Wish], list[Fault]]:
    """Read the rows of the sheet of wishes.

    Parameters
    ----------
    callings
        What they may be about.
    records
        The rows.
    old
        The wishes that there are, whose notes are kept as they are.
    cut
        What was cut out so far; more is added.

    Returns
    -------
    list of dict
        A wish for each row without a fault, as `wishes.csv` has them.
    list of Fault
        One for each of the others.
    """
    notes = {wish["note"] for wish in old}
    wishes, faults = [], []
    for record in records:
        column = "what"
        try:
            what = WHATS.get(heading(record.get("what")), "")
            if not what:
                known = "、".join(words.zh for words in WISH_WORDS.values())
                mend = Words(f"可写：{known}", f"write one of: {', '.join(WISH_WORDS)}")
                raise Unplaced(Words("没有这种要求", "there is no such wish"), mend)
            column = "date"
            day = _day(record.get("date"))
            column = "team"
            team = record.get("team")
            team = callings.find("absent", team) if team else ""
            column = "about"
            about = record.get("about")
            if about or not (what == "absent" and team):
                about = callings.find(what, about)
        except Unplaced as error:
            faults.append(record.fault(error.problem, error.mend, column, record.get(column)))
            continue
        note = record.get("note")
        if note not in notes:
            clean = scrub(note)
            cut.numbers, cut.names = cut.numbers + clean.numbers, cut.names + clean.names
            note = clean.text
        wishes.append(dict(zip(WISHES, (day, what, about, team, note), strict=True)))
    return wishes, faults


def _day(text: str) -> str:
    """Return a date as ISO's; nothing for the whole month."""
    text = unicodedata.normalize("NFKC", text)
    try:
        return read_date(text) if text else ""
    except ValueError:
        raise Unplaced(*DATE_WRONG) from None


def merged_wishes(old: list[Wish], new: list[Wish], *, whole: bool) -> tuple[list[Wish], int, int]:
    """Return the wishes afterwards, how many are new, and how many are gone.

    Parameters
    ----------
    old
        Those that there are.
    new
        Those of the sheet.
    whole
        Whether the sheet was read to its last row, and so says which wishes are no more.
    """
    counts: dict[str, int] = defaultdict(int)
    for wish in old:
        counts[repr(wish)] += 1
    added = []
    for wish in new:
        if counts[repr(wish)]:
            counts[repr(wish)] -= 1
        else:
            added.append(wish)
    gone = sum(counts.values()) if whole else 0
    return (new if whole else [*old, *added]), len(added), gone
