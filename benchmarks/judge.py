"""The judge of routes: reads an instance by itself, believes no solver, and uses none's sums."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.instances import Instance
from walkmap.rounds.problem import Visit

Plan = Sequence[Sequence[int]]
"""For each shift of an instance the numbers of its visits, in order."""


@dataclass(frozen=True)
class Verdict:
    """What the judge finds.

    Parameters
    ----------
    walk_dm
        Decimetres walked in all rounds.
    faults
        Rules that are broken, in words.
    missing
        What is due and not done: (visit, day), the day None for targets.
    weight
        What the missing visits weigh together.
    """

    walk_dm: int
    faults: tuple[str, ...]
    missing: tuple[tuple[int, int | None], ...]
    weight: int

    @property
    def sound(self) -> bool:
        """Whether no rule is broken and nothing is left out."""
        return not self.faults and not self.missing


def judge(instance: Instance, plan: Plan) -> Verdict:
    """Judge a plan.

    Parameters
    ----------
    instance
        What was to be solved.
    plan
        For each shift the numbers of its visits, in order.
    """
    if len(plan) != len(instance.shifts):
        fault = f"{len(plan)} rounds for {len(instance.shifts)} shifts"
        return Verdict(0, (fault,), tuple(instance.due), _weight(instance, instance.due))
    done: Counter[tuple[int, int | None]] = Counter()
    faults: list[str] = []
    walk_dm = 0
    for shift, visits in zip(instance.shifts, plan, strict=True):
        where = f"day {shift.day}, team {shift.team}"
        for number in visits:
            visit = instance.visits[number]
            done[number, shift.day if visit.weekly else None] += 1
            if shift.day not in visit.days:
                faults.append(f"{where}: {visit.id} is not for this day")
        walk_dm += round_dm(instance, visits)
        fault = round_fault(instance, shift.start_s, shift.end_s, visits)
        if fault:
            faults.append(f"{where}: {fault}")
    for (number, _), times in done.items():
        if times > 1:
            faults.append(f"{instance.visits[number].id} is visited {times} times")
    missing = tuple(key for key in instance.due if not done[key])
    return Verdict(walk_dm, tuple(faults), missing, _weight(instance, missing))


def _weight(instance: Instance, keys: Sequence[tuple[int, int | None]]) -> int:
    return sum(instance.visits[number].weight for number, _ in keys)


def round_dm(instance: Instance, visits: Sequence[int]) -> int:
    """Return the length of a round, from the office and back to it."""
    places = [0, *(number + 1 for number in visits), 0]
    return sum(int(instance.walk_dm[here, there]) for here, there in pairwise(places))


def round_fault(instance: Instance, start_s: int, end_s: int, visits: Sequence[int]) -> str:
    """Return what is wrong with the times of a round; "" if nothing is.

    Time is in tenths of a second. One waits before a closed door, and stays for the whole visit
    within one span of its hours.
    """
    now, here = start_s * 10, 0
    for number in visits:
        visit = instance.visits[number]
        now += int(instance.walk_dm[here, number + 1])
        here = number + 1
        begin = _begin(visit, now)
        if begin is None:
            return f"{visit.id} is shut when one gets there"
        now = begin + visit.service_s * 10
    now += int(instance.walk_dm[here, 0])
    late = now - end_s * 10
    return f"back {late / 10:.1f} s late" if visits and late > 0 else ""


def _begin(visit: Visit, now: int) -> int | None:
    """Return when a visit can begin at the earliest."""
    for span in visit.spans:
        begin = max(now, span.start_s * 10)
        if begin + visit.service_s * 10 <= span.end_s * 10:
            return begin
    return None


@dataclass(frozen=True)
class Wrongs:
    """What is wrong with what a plan leaves out.

    Parameters
    ----------
    needless
        How many of the missing visits fit in somewhere, as the plan is.
    swaps
        How many of them fit in the place of a target that weighs less.
    buildings
        How many times a building is not visited.
    """

    needless: int
    swaps: int
    buildings: int


def wrongs(instance: Instance, plan: Plan) -> Wrongs:
    """Look at each visit that a plan leaves out: would leaving out less have done?

    Parameters
    ----------
    instance, plan
        As for `judge`.
    """
    missing = judge(instance, plan).missing
    return Wrongs(
        needless=sum(_fits(instance, plan, key) for key in missing),
        swaps=sum(_fits_instead(instance, plan, key) for key in missing),
        buildings=sum(day is not None for _, day in missing),
    )


def _open(
    instance: Instance, plan: Plan, key: tuple[int, int | None]
) -> list[tuple[int, int, list[int]]]:
    """Return the rounds in which a visit may be, each with its shift's start and end."""
    number, day = key
    return [
        (shift.start_s, shift.end_s, list(visits))
        for shift, visits in zip(instance.shifts, plan, strict=True)
        if shift.day in ((day,) if day is not None else instance.visits[number].days)
    ]


def _fits(instance: Instance, plan: Plan, key: tuple[int, int | None]) -> bool:
    return any(
        not round_fault(instance, start_s, end_s, [*visits[:at], key[0], *visits[at:]])
        for start_s, end_s, visits in _open(instance, plan, key)
        for at in range(len(visits) + 1)
    )


def _fits_instead(instance: Instance, plan: Plan, key: tuple[int, int | None]) -> bool:
    weight = instance.visits[key[0]].weight
    return any(
        instance.visits[out].weight < weight
        and not round_fault(instance, start_s, end_s, [*visits[:at], key[0], *visits[at + 1 :]])
        for start_s, end_s, visits in _open(instance, plan, key)
        for at, out in enumerate(visits)
    )
