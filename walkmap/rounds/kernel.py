"""The search itself, compiled: take visits out of rounds that lie near each other, put them back.

This is slack induction by string removals (Christiaens and Vanden Berghe, 2020, "Slack induction by
string removals for vehicle routing problems", Transportation Science 54(2)): from a few rounds near
a place drawn at random a string of visits is taken out each; all that is out is put back, one after
the other, where it costs least, now and then overlooking a gap; a worse plan is kept with a chance
that gets smaller (simulated annealing). A building is one visit that can be walked either way.

All times are seconds. An item is a visit on a day, or at some day; its code is twice its number,
plus one if it is walked backwards. Rounds stay within their hours at every step.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
_STRING = 10  # the longest string taken out
_TAKEN = 10  # how many are taken out on average
_SPLIT = 0.5  # how often a string keeps a part of its middle
_BLINK = 0.01  # how often a gap is overlooked
_NEVER = -1e18


class Numbers(NamedTuple):
    """A month problem as arrays: n items, s shifts, c sets of travel times, k spans, l places.

    Parameters
    ----------
    travel
        Seconds from place to place, (c, l, l); the office is place 0.
    along
        Seconds of an item's own walk, (c, n).
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
    start, end, speed_class, date, day
        Of shifts, (s,).
    before
        The code that comes before another in the order one is used to, (s, 2n): -1 for the
        office, -2 where anything will do, -3 where it is another way than usual.
    ordered
        Which items belong to that order, (n,).
    """

    travel: Floats
    along: Floats
    enter: Ints
    leave: Ints
    ends: Ints
    service: Floats
    spans: Floats
    prize: Floats
    twin: Ints
    apart: Ints
    extra: Floats
    near: Ints
    start: Floats
    end: Floats
    speed_class: Ints
    date: Ints
    day: Ints
    before: Ints
    ordered: Any


class Weights(NamedTuple):
    """What counts besides walking: a broken habit, work beyond the fair share, waiting."""

    habit: float
    balance: float
    fair: float
    wait: float


class State(NamedTuple):
    """Rounds, and what is known of each: changed in place.

    Parameters
    ----------
    seq, size
        The codes of each round in order, (s, n), and how many, (s,).
    at, pos
        Shift and position of each item, (n,); -1 where it is left out.
    gone, late
        For each position the time at which one goes on from there, and the latest time at which one
        may come there, (s, n + 1).
    last, next
        For each gap the code of the order before and after it, (s, n + 1); -1 for none.
    work, cost
        Of each round, (s,): time on the way, and what it costs; infinite if it breaks a rule.
    random
        The state of the random numbers, (1,).
    """

    seq: Ints
    size: Ints
    at: Ints
    pos: Ints
    gone: Floats
    late: Floats
    last: Ints
    next: Ints
    work: Floats
    cost: Floats
    random: NDArray[np.uint64]


def empty_state(numbers: Numbers, seed: int) -> State:
    """Return rounds without any visit."""
    n, s = len(numbers.service), len(numbers.start)
    return State(
        seq=np.zeros((s, n), np.int32),
        size=np.zeros(s, np.int32),
        at=np.full(n, -1, np.int32),
        pos=np.full(n, -1, np.int32),
        gone=np.zeros((s, n + 1)),
        late=np.zeros((s, n + 1)),
        last=np.full((s, n + 1), -1, np.int32),
        next=np.full((s, n + 1), -1, np.int32),
        work=np.zeros(s),
        cost=np.zeros(s),
        random=np.array(
            [0x9E3779B97F4A7C15 ^ (seed * 0x2545F4914F6CDD1D + 1) & (2**64 - 1)], np.uint64
        ),
    )


@njit(nogil=True, cache=True, inline="always")
def _draw(random: Any) -> float:
    """Return a random number from 0 to 1 (xorshift64*)."""
    x = random[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    random[0] = x
    return float((x * np.uint64(0x2545F4914F6CDD1D)) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@njit(nogil=True, cache=True, inline="always")
def _begin(numbers: Any, item: int, now: float, work: float) -> float:
    """Return when a visit begins if one comes at `now`; below zero if its hours are over."""
    for k in range(numbers.spans.shape[1]):
        begin = max(now, numbers.spans[item, k, 0])
        if begin + work <= numbers.spans[item, k, 1]:
            return float(begin)
    return -1.0


@njit(nogil=True, cache=True, inline="always")
def _latest(numbers: Any, item: int, limit: float, work: float) -> float:
    """Return when one may come at the latest to be done at `limit`."""
    for k in range(numbers.spans.shape[1] - 1, -1, -1):
        begin = min(limit, numbers.spans[item, k, 1]) - work
        if begin >= numbers.spans[item, k, 0]:
            return float(begin)
    return _NEVER


@njit(nogil=True, cache=True)
def _latest_start(numbers: Any, state: Any, s: int, deadline: float) -> float:
    """Fill in the latest arrivals of a round that is back at `deadline`; return when to leave."""
    c, n = numbers.speed_class[s], state.size[s]
    limit, place = deadline, 0
    state.late[s, n] = deadline
    for p in range(n - 1, -1, -1):
        code = state.seq[s, p]
        item = code >> 1
        work = numbers.along[c, item] + numbers.service[item]
        limit = _latest(numbers, item, limit - numbers.travel[c, numbers.leave[code], place], work)
        state.late[s, p] = limit
        place = numbers.enter[code]
    return float(limit - numbers.travel[c, 0, place])


@njit(nogil=True, cache=True)
def refresh(numbers: Any, weights: Any, state: Any, s: int) -> None:
    """Bring all that is known of a round up to date after its visits have changed."""
    c, n = numbers.speed_class[s], state.size[s]
    now, place, last = numbers.start[s], 0, -1
    walk = service = extra = habit = 0.0
    sound = True
    for p in range(n):
        code = state.seq[s, p]
        item = code >> 1
        state.pos[item] = p
        state.last[s, p] = last
        walk += numbers.travel[c, place, numbers.enter[code]] + numbers.along[c, item]
        now += numbers.travel[c, place, numbers.enter[code]]
        work = numbers.along[c, item] + numbers.service[item]
        begin = _begin(numbers, item, now, work)
        if begin < 0:
            sound = False
            begin = now
        now = begin + work
        state.gone[s, p] = now
        service += numbers.service[item]
        extra += numbers.extra[item, s]
        if numbers.ordered[item]:
            usual = numbers.before[s, code]
            if usual != -2 and usual != last:
                habit += 1.0
            last = code
        place = numbers.leave[code]
    state.last[s, n] = last
    walk += numbers.travel[c, place, 0]
    now += numbers.travel[c, place, 0]
    following = -1
    state.next[s, n] = -1
    for p in range(n - 1, -1, -1):
        if numbers.ordered[state.seq[s, p] >> 1]:
            following = state.seq[s, p]
        state.next[s, p] = following
    wait = now - numbers.start[s] - walk - service
    if wait > 1e-6 and sound:  # leave later instead, as far as one is back no later for it
        wait = max(0.0, wait - (_latest_start(numbers, state, s, now) - numbers.start[s]))
    else:
        wait = 0.0
    _latest_start(numbers, state, s, numbers.end[s])
    state.work[s] = walk + service + wait if n else 0.0
    over = max(0.0, state.work[s] - weights.fair)
    cost = walk + weights.wait * wait + weights.balance * over * over
    state.cost[s] = cost + weights.habit * habit + extra if n else 0.0
    if not sound or (n and now > numbers.end[s]):
        state.cost[s] = np.inf


@njit(nogil=True, cache=True, inline="always")
def _unusual(numbers: Any, s: int, code: int, before: int) -> float:
    usual = numbers.before[s, code]
    return 0.0 if usual == -2 or usual == before else 1.0


@njit(nogil=True, cache=True)
def _best_gap(
    numbers: Any, weights: Any, state: Any, item: int, s: int, best: Any, blink: float
) -> None:
    """Look for a round's cheapest gap for an item; `best` holds cost, shift, gap and code."""
    c, n = numbers.speed_class[s], state.size[s]
    along = numbers.along[c, item]
    service = numbers.service[item]
    work = along + service
    extra = numbers.extra[item, s]
    over = max(0.0, state.work[s] - weights.fair)
    now, place = numbers.start[s], 0
    ordered = weights.habit > 0 and numbers.ordered[item]
    for p in range(n + 1):
        if p:
            place = numbers.leave[state.seq[s, p - 1]]
            now = state.gone[s, p - 1]
        onward = numbers.enter[state.seq[s, p]] if p < n else 0
        direct = numbers.travel[c, place, onward] if n else 0.0
        if blink > 0 and _draw(state.random) < blink:
            continue
        for way in range(numbers.ends[item]):
            code = 2 * item + way
            there = numbers.travel[c, place, numbers.enter[code]]
            on = numbers.travel[c, numbers.leave[code], onward]
            longer = there + along + on - direct
            if longer + extra >= best[0] and not ordered:
                continue
            begin = _begin(numbers, item, now + there, work)
            if begin < 0 or begin + work + on > state.late[s, p]:
                continue
            more = max(0.0, state.work[s] + longer + service - weights.fair)
            cost = longer + extra + weights.balance * (more * more - over * over)
            if ordered:
                before, after = state.last[s, p], state.next[s, p]
                changes = _unusual(numbers, s, code, before)
                if after >= 0:
                    changes += _unusual(numbers, s, after, code)
                    changes -= _unusual(numbers, s, after, before)
                cost += weights.habit * changes
            if cost < best[0]:
                best[0], best[1], best[2], best[3] = cost, s, p, code


@njit(nogil=True, cache=True)
def _insert(numbers: Any, weights: Any, state: Any, s: int, p: int, code: int) -> None:
    for q in range(state.size[s], p, -1):
        state.seq[s, q] = state.seq[s, q - 1]
    state.seq[s, p] = code
    state.size[s] += 1
    state.at[code >> 1] = s
    refresh(numbers, weights, state, s)


@njit(nogil=True, cache=True)
def _take(
    numbers: Any, state: Any, s: int, first: int, length: int, keep: int, out: Any, n_out: int
) -> int:
    """Take a string out of a round but for `keep` visits within; return how many are out."""
    skip = first + int(_draw(state.random) * (length - keep + 1)) if keep else first + length
    to = first
    for p in range(first, state.size[s]):
        code = state.seq[s, p]
        inside = p < first + length
        if inside and not (keep and skip <= p < skip + keep):
            state.at[code >> 1] = -1
            out[n_out] = code >> 1
            n_out += 1
        else:
            state.seq[s, to] = code
            to += 1
    state.size[s] = to
    return n_out


@njit(nogil=True, cache=True)
def _ruin(numbers: Any, weights: Any, state: Any, out: Any, n_out: int, touched: Any) -> int:
    """Take strings out of rounds near a random place; return how many items are out."""
    n, shifts = len(numbers.service), len(numbers.start)
    placed = rounds = 0
    for s in range(shifts):
        placed += state.size[s]
        rounds += state.size[s] > 0
    if placed == 0:
        return n_out
    longest = min(float(_STRING), placed / rounds)
    strings = int(_draw(state.random) * (4 * _TAKEN / (1 + longest) - 1)) + 1
    seed = int(_draw(state.random) * n)
    day = -1
    if state.at[seed] >= 0 and _draw(state.random) < 0.5:
        day = numbers.day[state.at[seed]]
    for j in range(n):
        item = numbers.near[seed, j]
        s = state.at[item]
        if s < 0 or touched[s] or (day >= 0 and numbers.day[s] != day):
            continue
        touched[s] = True
        size = state.size[s]
        length = int(_draw(state.random) * min(float(size), longest)) + 1
        keep = 0
        if length > 1 and length < size and _draw(state.random) < _SPLIT:
            keep = 1
            while length + keep < size and _draw(state.random) > 0.5:
                keep += 1
        span = length + keep
        low = max(0, state.pos[item] - span + 1)
        high = min(state.pos[item], size - span)
        first = low + int(_draw(state.random) * (high - low + 1))
        n_out = _take(numbers, state, s, first, span, keep, out, n_out)
        refresh(numbers, weights, state, s)
        strings -= 1
        if strings == 0:
            break
    return n_out


@njit(nogil=True, cache=True)
def _sort_out(numbers: Any, state: Any, out: Any, n_out: int, key: Any, by_prize: bool) -> None:
    """Order what is out: at random, by work, the farthest or the nearest first."""
    draw = _draw(state.random) * 11
    for k in range(n_out):
        item = out[k]
        if draw < 4:
            key[k] = _draw(state.random)
        elif draw < 8:
            key[k] = -numbers.service[item]
        elif draw < 10:
            key[k] = -numbers.travel[0, 0, numbers.enter[2 * item]]
        else:
            key[k] = numbers.travel[0, 0, numbers.enter[2 * item]]
        if by_prize:
            key[k] = key[k] * 1e-6 - numbers.prize[item]
    for k in range(1, n_out):  # few: by insertion
        value, item = key[k], out[k]
        j = k - 1
        while j >= 0 and key[j] > value:
            key[j + 1], out[j + 1] = key[j], out[j]
            j -= 1
        key[j + 1], out[j + 1] = value, item


@njit(nogil=True, cache=True)
def _recreate(
    numbers: Any, weights: Any, state: Any, out: Any, n_out: int, touched: Any, blink: float
) -> int:
    """Put what is out where it costs least; return how many stay out, at the front of `out`."""
    best = np.empty(4)
    left = 0
    for k in range(n_out):
        item = out[k]
        best[0] = numbers.prize[item]
        best[1] = -1.0
        twin = numbers.twin[item]
        other = state.at[twin] if twin >= 0 else -1
        for s in range(len(numbers.start)):
            if numbers.extra[item, s] == np.inf:
                continue
            if other >= 0 and abs(numbers.date[s] - numbers.date[other]) < numbers.apart[item]:
                continue
            _best_gap(numbers, weights, state, item, s, best, blink)
        if best[1] < 0:
            out[left] = item
            left += 1
        else:
            s = int(best[1])
            touched[s] = True
            _insert(numbers, weights, state, s, int(best[2]), int(best[3]))
    return left


@njit(nogil=True, cache=True)
def _copy_round(source: Any, target: Any, s: int) -> None:
    n = source.size[s]
    target.size[s] = n
    for p in range(n):
        code = source.seq[s, p]
        target.seq[s, p] = code
        target.at[code >> 1] = s
        target.pos[code >> 1] = p
    for p in range(n + 1):
        target.gone[s, p] = source.gone[s, p]
        target.late[s, p] = source.late[s, p]
        target.last[s, p] = source.last[s, p]
        target.next[s, p] = source.next[s, p]
    target.work[s] = source.work[s]
    target.cost[s] = source.cost[s]


@njit(nogil=True, cache=True)
def total(numbers: Any, state: Any) -> float:
    """Return what a plan costs: its rounds, and the prizes of what is left out."""
    cost = 0.0
    for s in range(len(numbers.start)):
        cost += state.cost[s]
    for item in range(len(numbers.service)):
        if state.at[item] < 0:
            cost += numbers.prize[item]
    return cost


@njit(nogil=True, cache=True)
def anneal(
    numbers: Any,
    weights: Any,
    state: Any,
    now: Any,
    best: Any,
    iterations: int,
    hot: float,
    cold: float,
) -> float:
    """Search on from `state`, which is changed; `best` gets the best plan that was found.

    Parameters
    ----------
    numbers, weights
        The problem.
    state, now, best
        The plan to go on from, room for a copy of it, and the best so far.
    iterations
        How many times visits are taken out and put back.
    hot, cold
        The temperature at the beginning and at the end, in seconds.

    Returns
    -------
    float
        What the best plan costs.
    """
    n, shifts = len(numbers.service), len(numbers.start)
    for s in range(shifts):
        refresh(numbers, weights, state, s)
        refresh(numbers, weights, best, s)
        _copy_round(state, now, s)
    out, key = np.empty(n, np.int32), np.empty(n)
    left_out, n_left = np.empty(n, np.int32), 0
    for item in range(n):
        now.at[item] = state.at[item]
        if state.at[item] < 0:
            left_out[n_left] = item
            n_left += 1
    touched = np.zeros(shifts, np.bool_)
    cost, least = total(numbers, state), total(numbers, best)
    cooling = (cold / hot) ** (1.0 / max(1, iterations))
    temperature = hot
    for _ in range(iterations):
        temperature *= cooling
        touched[:] = False
        n_out = n_left
        out[:n_left] = left_out[:n_left]
        n_out = _ruin(numbers, weights, state, out, n_out, touched)
        _sort_out(numbers, state, out, n_out, key, n_left > 0 and _draw(state.random) < 0.5)
        n_out = _recreate(numbers, weights, state, out, n_out, touched, _BLINK)
        change = 0.0
        for s in range(shifts):
            if touched[s]:
                change += state.cost[s] - now.cost[s]
        for k in range(n_left):
            change -= numbers.prize[left_out[k]]
        for k in range(n_out):
            change += numbers.prize[out[k]]
        if change < -temperature * np.log(_draw(state.random) + 1e-300):
            cost += change
            for s in range(shifts):
                if touched[s]:
                    _copy_round(state, now, s)
            for item in range(n):
                now.at[item] = state.at[item]
            left_out[:n_out] = out[:n_out]
            n_left = n_out
            if cost < least - 1e-7:
                least = cost
                best.at[:] = state.at
                for s in range(shifts):
                    _copy_round(state, best, s)
        else:
            for s in range(shifts):
                if touched[s]:
                    _copy_round(now, state, s)
            for item in range(n):
                state.at[item] = now.at[item]
    return least
