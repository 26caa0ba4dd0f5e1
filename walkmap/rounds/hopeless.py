"""Visits that no plan can make, each with its reason."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from walkmap.network.gates import gate_states
from walkmap.network.places import Place
from walkmap.network.reach import unreached
from walkmap.rounds.insist import Slots
from walkmap.rounds.plan import Unvisited
from walkmap.rounds.problem import ALWAYS, Visit, WorkShift
from walkmap.words import Words

if TYPE_CHECKING:
    from walkmap.rounds.visits import Month

_NOBODY = Words("这一天没有走访组", "no team walks on that day")
_NO_DAY = Words("合适的日子都没有走访组", "no team walks on the days that suit")
_BARRED = {
    ("wish",): Words(
        "安排要求不让走访（forbid 或 pin）", "wishes keep every team off it (forbid, pin)"
    ),
    ("stairs",): Words(
        "要爬楼，这几天的走访组都爬不了", "there are stairs that no team of those days can climb"
    ),
    ("stairs", "yard"): Words(
        "要爬楼，包这个楼院的走访组爬不了，别的组又不能来（courtyards_kept）",
        "there are stairs that the courtyard's teams can't climb, and no other team may come "
        "(courtyards_kept)",
    ),
}
_BARRED_BY_ALL = Words(
    "安排要求、爬楼和包院合在一起，没有走访组能去",
    "wishes, stairs and who looks after the courtyard together leave no team",
)
_SHORT = Words(
    "班次太短，走过去、走访再回来都不够",
    "the shifts are too short to walk there, visit and come back",
)
_HOURS = Words(
    "可走访的时间与走访组的班次凑不上", "its hours leave no time for it within the teams' shifts"
)


def hopeless(
    month: "Month", unsuited: Mapping[str, Words], bars: Mapping[str, Mapping[str, Slots]]
) -> Iterator[Unvisited]:
    """Give what can't be visited in any shift, each building and target as often as it is due.

    Parameters
    ----------
    month
        The month, without them.
    unsuited, bars
        As in `walkmap.rounds.wanted.Wanted`.
    """
    cut_off = [_cut_off(month, number) for number in range(len(month.ways))]
    for number, visit in enumerate(month.problem.visits):
        for day in visit.days if visit.weekly else (None,):
            shifts = [s for s in month.problem.shifts if day in (None, s.day)]
            if any(month.problem.allowed(number, shift) for shift in shifts):
                continue
            reason = unsuited.get(visit.id) or _reason(
                visit, shifts, cut_off, month.doors[number], bars[visit.id]
            )
            when = None if day is None else month.dates[day]
            for id_ in (visit.id, *month.together.get(visit.id, ())) * visit.times:
                yield Unvisited(id_, month.community.name_of(id_), reason, when)


def _cut_off(month: "Month", number: int) -> dict[Place, Words]:
    """Return what can't be reached on some ways, and why."""
    community = month.community
    at = next(i for i, shift in enumerate(month.problem.shifts) if shift.walks == number)
    day = month.dates[month.problem.shifts[at].day]
    gates = gate_states(community, day, *community.settings.hours_of(month.teams[at]))
    hazards = community.active_hazards(day)
    return unreached(community, month.ways[number].network, gates, hazards)


def _reason(
    visit: Visit,
    shifts: list[WorkShift],
    cut_off: list[dict[Place, Words]],
    doors: tuple[Place, ...],
    bars: Mapping[str, Slots],
) -> Words:
    """Say why no shift can make a visit: nobody there, nobody who may, no way to it, or no time."""
    if not shifts:
        return _NOBODY
    shifts = [shift for shift in shifts if shift.day in visit.days]
    if not shifts:
        return _NO_DAY
    left = [shift for shift in shifts if (shift.day, shift.team) not in visit.barred]
    if not left:
        slots = {(shift.day, shift.team) for shift in shifts}
        return _who_bars(slots, bars)
    for door in doors:
        reasons = [cut_off[shift.walks].get(door) for shift in left]
        if reasons[0] is not None and all(reasons):
            return reasons[0]
    return _SHORT if visit.spans == ALWAYS else _HOURS


def _who_bars(slots: set[tuple[int, str]], bars: Mapping[str, Slots]) -> Words:
    """Say what keeps all teams off: the fewest causes that do."""
    for causes, words in _BARRED.items():
        if slots <= frozenset().union(*(bars[cause] for cause in causes)):
            return words
    return _BARRED_BY_ALL
