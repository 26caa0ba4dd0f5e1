"""What the planner insists on: which wishes hold, and which contradict or can't be met.

Of two wishes that contradict each other the later row holds. A wish for a day and one for the month
don't contradict each other about a team or a gate: the day goes first. Nobody walks who is absent,
and nobody climbs who can't: whoever is pinned to such a team is visited by another.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from walkmap.community.model import GATE_WISHES, Community
from walkmap.rounds.calendar import RoundDays
from walkmap.rounds.due import Due
from walkmap.words import WISH_WORDS, Words

Slots = frozenset[tuple[int, str]]
"""Days by their indices, with ids of teams."""


class Wish(NamedTuple):
    """One wish of the month: its row in `wishes.csv`, from 1, its cells, and the day's index."""

    row: int
    what: str
    id: str
    team: str
    date: str
    day: int | None

    @property
    def words(self) -> Words:
        """The wish as it stands in the file."""
        parts = [part for part in (self.id, self.date) if part]
        what = WISH_WORDS[self.what]
        zh, en = ([*parts, f"{self.team} 组"], [*parts, f"team {self.team}"])
        return Words(
            f"要求第 {self.row} 行“{what.zh} {' '.join(zh if self.team else parts)}”",
            f'wish {self.row} "{self.what} {" ".join(en if self.team else parts)}"',
        )


@dataclass(frozen=True)
class Insisted:
    """The wishes about visits that hold in a month.

    Parameters
    ----------
    wishes
        Those to pin, forbid and add, in the order of their rows.
    days, teams
        How many days the month has, and the ids of all teams.
    walking
        The days and teams that walk.
    notes
        What contradicts, and what can't be met or changes nothing.
    """

    wishes: tuple[Wish, ...]
    days: int
    teams: tuple[str, ...]
    walking: Slots
    notes: tuple[Words, ...] = ()

    def about(self, id_: str, *whats: str) -> list[Wish]:
        """Return the wishes of some sorts about a building or target."""
        return [wish for wish in self.wishes if wish.id == id_ and wish.what in whats]

    def slots(self, wish: Wish) -> Slots:
        """Return the days and teams that a wish is about."""
        days = range(self.days) if wish.day is None else (wish.day,)
        teams = (wish.team,) if wish.team else self.teams
        return frozenset((day, team) for day in days for team in teams)

    def on(self, id_: str) -> tuple[int, ...]:
        """Return the days on which a building or target is insisted on."""
        wishes = self.about(id_, "pin", "add")
        return tuple(sorted({wish.day for wish in wishes if wish.day is not None}))

    def chosen(self, id_: str, *, weekly: bool) -> dict[int, str]:
        """Return for each day the team that a building or target is pinned to, if any.

        A visit that is due each day is not left out because that team is away or forbidden then.
        """
        pins = [wish for wish in self.about(id_, "pin", "add") if wish.team]
        month = {day: wish.team for wish in pins if wish.day is None for day in range(self.days)}
        chosen = month | {wish.day: wish.team for wish in pins if wish.day is not None}
        if not weekly:
            return chosen
        able = self.walking - self.forbidden(id_)
        return {day: team for day, team in chosen.items() if (day, team) in able}

    def forbidden(self, id_: str) -> Slots:
        """Return the days and teams that must not visit a building or target."""
        return frozenset(slot for wish in self.about(id_, "forbid") for slot in self.slots(wish))

    def barred(self, id_: str, *, weekly: bool) -> Slots:
        """Return the days and teams that wishes keep off a visit."""
        chosen = self.chosen(id_, weekly=weekly).items()
        others = {(day, other) for day, team in chosen for other in self.teams if other != team}
        return self.forbidden(id_) | others


def insisted(
    community: Community,
    days: RoundDays,
    walking: Slots,
    due: Mapping[str, Due],
    climbing: Mapping[str, frozenset[str]],
) -> Insisted:
    """Return the wishes that hold in a month, and what must be said of the others.

    Parameters
    ----------
    community
        Its wishes.
    days
        The days of the month.
    walking
        The days and teams that walk.
    due
        What is due of each target, wishes left aside.
    climbing
        For each target the teams that can't climb to it.
    """
    wishes, notes = _of_month(community, days)
    teams = tuple(team.id for team in community.settings.teams)
    book = Insisted((), len(days.dates), teams, walking)
    for wish in wishes:
        idle = _idle(community, due, wish, wishes)
        if idle is None:
            book, over = _with(community, book, wish)
            notes += [_clash(old, wish, wish) for old in over]
        else:
            notes.append(_said(wish, idle))
    lost = {wish for wish in wishes if wish.what not in ("pin", "forbid", "add")}
    absences = [wish for wish in wishes if wish.what == "absent"]
    for wish, falls, text in _unmet(book, absences, climbing):
        notes.append(text)
        lost |= {wish} if falls else set()
    kept = tuple(wish for wish in book.wishes if wish not in lost)
    return replace(book, wishes=kept, notes=tuple(dict.fromkeys(notes)))


def _of_month(community: Community, days: RoundDays) -> tuple[list[Wish], list[Words]]:
    """Return the wishes of the month, and say which are for a day without rounds."""
    isos = [day.isoformat() for day in days.dates]
    wishes, notes = [], []
    for index, row in community.wishes.iterrows():
        id_, team = row["id"], row["team"]
        if row["what"] == "absent":
            id_, team = "", id_ or team
        day = isos.index(row["date"]) if row["date"] in isos else None
        wish = Wish(int(index) + 1, row["what"], id_, team, row["date"], day)
        if not wish.date or day is not None:
            wishes.append(wish)
        elif wish.date[:7] == days.first.isoformat()[:7]:
            text = Words("那天不走访，没有用上", "there is no round on that day")
            notes.append(_said(wish, text))
    return wishes, notes


def _idle(
    community: Community, due: Mapping[str, Due], wish: Wish, wishes: list[Wish]
) -> Words | None:
    """Say why a wish to pin or add changes nothing; None if it may."""
    if wish.what not in ("pin", "add"):
        return None
    building = wish.id in community.buildings.index
    added = wish.what == "add" or any(w.what == "add" and w.id == wish.id for w in wishes)
    if building and community.buildings["managed"][wish.id]:
        if not community.doors_of(wish.id):
            return Words("这栋楼没有单元门，走访不了", "that building has no entrance")
        if not added:
            return Words(
                "这栋楼有物业，不用走访；要走访请写“增加”（add）",
                "that building is managed and not visited: write add to have it visited",
            )
    elif building and (wish.what == "add" or not wish.team):
        return Words("这栋楼本来每次都走访", "that building is visited on each day anyway")
    elif not building and wish.what == "add" and due[wish.id].times:
        return Words(
            "本月本来就要走访；要定日子请写“指定”（pin）",
            "it is due this month anyway: write pin to choose the day",
        )
    elif not building and not added and wish.day is None and not due[wish.id].times:
        return Words("本月不用走访", "it is not due this month")
    if wish.what == "pin" and wish.day is None and not wish.team:
        return Words("没有写日期，也没有写走访组", "it holds neither a date nor a team")
    return None


def _with(community: Community, book: Insisted, wish: Wish) -> tuple[Insisted, list[Wish]]:
    """Return the wishes with a later one, and those that fall because of it."""
    over = [old for old in book.wishes if _contradict(book, old, wish)]
    book = replace(book, wishes=(*book.wishes, wish))
    over += [old for old in _too_many(community, book, wish) if old not in over]
    return replace(book, wishes=tuple(each for each in book.wishes if each not in over)), over


def _contradict(book: Insisted, old: Wish, new: Wish) -> bool:
    """Tell whether two wishes can't both hold."""
    whats = {old.what, new.what}
    if old.id != new.id or "absent" in whats:
        return False
    if whats & set(GATE_WISHES):
        return whats == set(GATE_WISHES) and old.date == new.date
    if "forbid" not in whats:
        return old.day == new.day and "" != old.team != new.team != ""
    if whats == {"forbid"}:
        return False
    forbid, other = (old, new) if old.what == "forbid" else (new, old)
    return book.slots(other) <= book.slots(forbid)


def _too_many(community: Community, book: Insisted, wish: Wish) -> list[Wish]:
    """Return the earlier wishes for days of a target that is then wished for more than is due."""
    if wish.id not in community.targets.index or wish.day is None or wish.what == "forbid":
        return []
    often = community.settings.times_a_month.get(community.targets["kind"][wish.id], 1)
    wishes = [each for each in book.about(wish.id, "pin", "add") if each.day is not None]
    last = list(dict.fromkeys(each.day for each in reversed(wishes)))[: 2 if often == 2 else 1]
    return [each for each in wishes if each.day not in last]


def _unmet(
    book: Insisted, absences: list[Wish], climbing: Mapping[str, frozenset[str]]
) -> Iterator[tuple[Wish, bool, Words]]:
    """Give the wishes to be visited by who is absent or can't climb, and whether they fall away."""
    for wish in book.wishes:
        if wish.what not in ("pin", "add"):
            continue
        slots = book.slots(wish)
        if wish.team and wish.team in climbing.get(wish.id, ()):
            text = Words(
                f"去那里要爬楼，{wish.team} 组爬不了；由别的组走访",
                f"there are stairs that team {wish.team} can't climb: another team goes",
            )
            yield wish, True, _said(wish, text)
        elif slots - book.walking and (wish.day is not None or wish.team):
            falls = not slots & book.walking
            weekly = wish.id not in climbing
            for absence in absences if falls or (weekly and wish.team) else ():
                if book.slots(absence) & slots:
                    yield wish, falls, _clash(wish, absence, absence)


def _said(wish: Wish, why: Words) -> Words:
    return Words(f"{wish.words.zh}：{why.zh}", f"{wish.words.en}: {why.en}")


def _clash(first: Wish, second: Wish, holds: Wish) -> Words:
    """Name two wishes that contradict each other, and the one that holds."""
    a, b = sorted((first, second))
    return Words(
        f"{a.words.zh}与{b.words.zh}矛盾，以第 {holds.row} 行为准",
        f"{a.words.en} contradicts {b.words.en}: row {holds.row} holds",
    )
