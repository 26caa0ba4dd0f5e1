"""A month problem and a plan as arrays, and what is known of each round; compiled.

All times are seconds. An item is a visit on a day, or at some day; its code is twice its number,
plus one if it is walked backwards.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Naturals = NDArray[np.uint32]  # as these never count from the end, nobody looks whether they do
_NEVER = -1e18
_OPTIONS: dict[str, Any] = {"nogil": True, "cache": True, "forceinline": True, "_nrt": False}
_Function = TypeVar("_Function", bound=Callable[..., Any])


def compiled(function: _Function) -> _Function:
    """Compile a function that is written into whoever calls it, and makes no array.

    Else each function counts itself in as a user of every array that it is handed, and out at the
    end: for the arrays of a problem and a plan that takes as long as the work.
    """
    return cast(_Function, njit(**_OPTIONS)(function))


class Numbers(NamedTuple):
    """A month problem as arrays: n items, s shifts, c sets of travel times, k spans, l places.

    Parameters
    ----------
    travel
        Seconds from place to place, (c, l, l); the office is place 0.
    back
        The same by where it ends, (c, l, l): what is looked at together lies together.
    along, work
        Seconds of an item's own walk, and those with its service, (c, n).
    enter, leave
        Place at which a code begins and ends, (2n,).
    ends
        In how many directions an item can be walked, (n,): one or two.
    service
        Seconds of work, (n,).
    spans
        Hours, (n, k, 2), earliest first; those not used begin at infinity.
    prize
        What leaving an item out costs, (n,).
    twin, apart
        The item that must be so many days away from this one, (n,); -1 for none.
    extra
        What it costs to have an item in a shift, (n, s); infinite where it must not be.
    near
        All items by distance from each, (n, n).
    sorts
        By what items may be put in order, least first, (6, n): the longest, the farthest, the
        nearest, those with least time, the earliest, the latest.
    start, end, speed_class, date, day
        Of shifts, (s,).
    before
        The code that comes before another in the order one is used to, (s, 2n): -1 for the
        office, -2 where anything will do, -3 where it is another way than usual.
    ordered
        Which items belong to that order, (n,).
    """

    travel: Floats
    back: Floats
    along: Floats
    work: Floats
    enter: Naturals
    leave: Naturals
    ends: Ints
    service: Floats
    spans: Floats
    prize: Floats
    twin: Ints
    apart: Ints
    extra: Floats
    near: Ints
    sorts: Floats
    start: Floats
    end: Floats
    speed_class: Naturals
    date: Ints
    day: Ints
    before: Ints
    ordered: Any


class Weights(NamedTuple):
    """What counts besides walking: a broken habit, long rounds, rounds that are not alike, waiting.

    For each two seconds beyond `fair`, its share if all teams went out, a second of a round counts
    `balance` more; for each two beyond that of the rounds that do, `alike`.

    A round may be back `slack` seconds after its shift, each of which costs `late`; a plan with one
    such round is never the best one. Of the prizes of what is left out only the share `prized`
    counts while it searches; which plan is the best one is told by the whole.
    """

    habit: float
    balance: float
    fair: float
    wait: float
    alike: float = 0.0
    late: float = 0.0
    slack: float = 0.0
    prized: float = 1.0


class State(NamedTuple):
    """Rounds, and what is known of each: changed in place.

    Parameters
    ----------
    seq, size
        The codes of each round in order, (s, n), and how many, (s,).
    at, pos
        Shift and position of each item, (n,); -1 where it is left out.
    leaves, late
        For each gap the time at which one leaves what is before it, and the latest time at which
        one may come to what is after it, (s, n + 1).
    place, place_on, direct
        The places before and after each gap, and the seconds between, (s, n + 1).
    last, next
        For each gap the code of the order before and after it, (s, n + 1); -1 for none.
    work, cost
        Of each round, (s,): time on the way, and what it costs; infinite if it breaks a rule.
    random
        The state of the random numbers, (1,).
    """

    seq: Naturals
    size: Ints
    at: Ints
    pos: Ints
    leaves: Floats
    late: Floats
    place: Naturals
    place_on: Naturals
    direct: Floats
    last: Ints
    next: Ints
    work: Floats
    cost: Floats
    random: NDArray[np.uint64]


def empty_state(numbers: Numbers, seed: int) -> State:
    """Return rounds without any visit."""
    n, s = len(numbers.service), len(numbers.start)
    return State(
        seq=np.zeros((s, n), np.uint32),
        size=np.zeros(s, np.int32),
        at=np.full(n, -1, np.int32),
        pos=np.full(n, -1, np.int32),
        leaves=np.zeros((s, n + 1)),
        late=np.zeros((s, n + 1)),
        place=np.zeros((s, n + 1), np.uint32),
        place_on=np.zeros((s, n + 1), np.uint32),
        direct=np.zeros((s, n + 1)),
        last=np.full((s, n + 1), -1, np.int32),
        next=np.full((s, n + 1), -1, np.int32),
        work=np.zeros(s),
        cost=np.zeros(s),
        random=np.array(
            [0x9E3779B97F4A7C15 ^ (seed * 0x2545F4914F6CDD1D + 1) & (2**64 - 1)], np.uint64
        ),
    )


@compiled
def draw(random: Any) -> float:
    """Return a random number from 0 to 1 (xorshift64*)."""
    x = random[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    random[0] = x
    return float((x * np.uint64(0x2545F4914F6CDD1D)) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@compiled
def begin_of(numbers: Any, item: int, now: float, work: float) -> float:
    """Return when a visit begins if one comes at `now`; below zero if its hours are over."""
    for k in range(numbers.spans.shape[1]):
        begin = max(now, numbers.spans[item, k, 0])
        if begin + work <= numbers.spans[item, k, 1]:
            return float(begin)
    return -1.0


@compiled
def _latest(numbers: Any, item: int, limit: float, work: float) -> float:
    """Return when one may come at the latest to be done at `limit`."""
    for k in range(numbers.spans.shape[1] - 1, -1, -1):
        begin = min(limit, numbers.spans[item, k, 1]) - work
        if begin >= numbers.spans[item, k, 0]:
            return float(begin)
    return _NEVER


@compiled
def _latest_start(numbers: Any, state: Any, s: int, deadline: float) -> float:
    """Fill in the latest arrivals of a round that is back at `deadline`; return when to leave."""
    c, n = numbers.speed_class[s], state.size[s]
    limit = deadline
    state.late[s, n] = deadline
    for p in range(n - 1, -1, -1):
        item = state.seq[s, p] >> 1
        work = numbers.work[c, item]
        limit = _latest(numbers, item, limit - state.direct[s, p + 1], work)
        state.late[s, p] = limit
    return float(limit - state.direct[s, 0])


@compiled
def _note_next(numbers: Any, state: Any, s: int) -> None:
    """Note for each gap the code of the order that comes after it."""
    n, following = state.size[s], -1
    state.next[s, n] = -1
    for p in range(n - 1, -1, -1):
        if numbers.ordered[state.seq[s, p] >> 1]:
            following = state.seq[s, p]
        state.next[s, p] = following


@compiled
def unusual(numbers: Any, s: int, code: int, before: int) -> float:
    """Return one if a code comes after another than the one it usually does, else zero."""
    usual = numbers.before[s, code]
    return 0.0 if usual == -2 or usual == before else 1.0


@compiled
def _note_gap(
    numbers: Any, state: Any, s: int, p: int, now: float, place: Any, on: Any, last: int
) -> float:
    """Note what is known of a gap, but for what depends on later ones; return the way across."""
    there = numbers.travel[numbers.speed_class[s], place, on]
    state.leaves[s, p] = now
    state.place[s, p] = place
    state.place_on[s, p] = on
    state.direct[s, p] = there
    state.last[s, p] = last
    return float(there)


@compiled
def refresh(numbers: Any, weights: Any, state: Any, s: int) -> None:
    """Bring all that is known of a round up to date after its visits have changed."""
    c, n = numbers.speed_class[s], state.size[s]
    now, place, last = numbers.start[s], np.uint32(0), -1
    walk = service = extra = habit = 0.0
    sound = True
    for p in range(n):
        code = state.seq[s, p]
        item = code >> 1
        there = _note_gap(numbers, state, s, p, now, place, numbers.enter[code], last)
        state.pos[item] = p
        walk += there + numbers.along[c, item]
        now += there
        work = numbers.work[c, item]
        begin = begin_of(numbers, item, now, work)
        if begin < 0:
            sound = False
            begin = now
        now = begin + work
        service += numbers.service[item]
        extra += numbers.extra[item, s]
        if numbers.ordered[item]:
            habit += unusual(numbers, s, code, last)
            last = code
        place = numbers.leave[code]
    there = _note_gap(numbers, state, s, n, now, place, 0, last)
    walk += there
    now += there
    _note_next(numbers, state, s)
    wait = 0.0
    if sound and now - numbers.start[s] - walk - service > 1e-6:
        # One leaves later instead, as far as one is back no later for it.
        wait = max(0.0, now - _latest_start(numbers, state, s, now) - walk - service)
    late = max(0.0, now - numbers.end[s])
    _latest_start(numbers, state, s, numbers.end[s] + weights.slack)
    state.work[s] = walk + service + wait if n else 0.0
    over = max(0.0, state.work[s] - weights.fair)
    cost = walk + weights.wait * wait + weights.late * late
    cost += weights.balance * over * over
    state.cost[s] = cost + weights.habit * habit + extra if n else 0.0
    if not sound or (n and late > weights.slack):
        state.cost[s] = np.inf


@compiled
def refresh_all(numbers: Any, weights: Any, state: Any) -> None:
    """Bring all that is known of a plan up to date."""
    for s in range(len(numbers.start)):
        refresh(numbers, weights, state, s)


@compiled
def late_of(numbers: Any, state: Any, s: int) -> float:
    """Return by how many seconds a round is back after its shift; below zero, before it."""
    n = state.size[s]
    return float(state.leaves[s, n] + state.direct[s, n] - numbers.end[s])


@compiled
def in_time(numbers: Any, state: Any) -> bool:
    """Tell whether all rounds are back within their shifts."""
    for s in range(len(numbers.start)):
        if state.size[s] and late_of(numbers, state, s) > 0:
            return False
    return True


@compiled
def tighten(numbers: Any, weights: Any, state: Any) -> None:
    """Leave out of rounds that break a rule what weighs least, until they don't.

    Parameters
    ----------
    numbers, weights, state
        The problem and the plan, which is changed.
    """
    for s in range(len(numbers.start)):
        refresh(numbers, weights, state, s)
        while state.cost[s] == np.inf:
            n = state.size[s]
            first = at = int(draw(state.random) * n)  # of those that weigh the same, anyone
            for p in range(first + 1, first + n):
                if numbers.prize[state.seq[s, p % n] >> 1] < numbers.prize[state.seq[s, at] >> 1]:
                    at = p % n
            state.at[state.seq[s, at] >> 1] = -1
            for p in range(at, n - 1):
                state.seq[s, p] = state.seq[s, p + 1]
            state.size[s] -= 1
            refresh(numbers, weights, state, s)


@compiled
def copy_round(source: Any, target: Any, s: int) -> None:
    """Copy a round and what is known of it from one plan to another."""
    n = source.size[s]
    target.size[s] = n
    for p in range(n):
        code = source.seq[s, p]
        target.seq[s, p] = code
        target.at[code >> 1] = s
        target.pos[code >> 1] = p
    for p in range(n + 1):
        target.leaves[s, p] = source.leaves[s, p]
        target.place[s, p] = source.place[s, p]
        target.place_on[s, p] = source.place_on[s, p]
        target.direct[s, p] = source.direct[s, p]
        target.late[s, p] = source.late[s, p]
        target.last[s, p] = source.last[s, p]
        target.next[s, p] = source.next[s, p]
    target.work[s] = source.work[s]
    target.cost[s] = source.cost[s]


@compiled
def copy_plan(source: Any, target: Any) -> None:
    """Copy all rounds from one plan to another."""
    for s in range(len(source.size)):
        copy_round(source, target, s)
    for item in range(len(source.at)):
        target.at[item] = source.at[item]
