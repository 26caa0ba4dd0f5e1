"""The search: take visits out of rounds that lie near each other, put them back, cheaper.

This is slack induction by string removals (Christiaens and Vanden Berghe, 2020, "Slack induction by
string removals for vehicle routing problems", Transportation Science 54(2)): from a few rounds near
a place drawn at random a string of visits is taken out each; all that is out is put back, one after
the other, where it costs least, now and then overlooking a gap; a worse plan is kept with a chance
that gets smaller (simulated annealing). Now and then targets of any days are exchanged, or a whole
day is begun anew with the order of another, since the buildings are the same. A building is one
visit that can be walked either way. Rounds may be back late for a while, as `Weights` says, since
between two good ways to share the work there is often none that fits.

The parts are written into `anneal` where it is compiled: handing over all arrays takes time.
"""

from typing import Any

import numpy as np
from numba import njit

from walkmap.rounds.kernel.state import (
    begin_of,
    copy_round,
    draw,
    in_time,
    late_of,
    refresh,
    refresh_here,
    total,
)

_STRING = 10  # the longest string taken out
_TAKEN = 10  # how many are taken out on average
_SPLIT = 0.5  # how often a string keeps a part of its middle
_MIXED = 0.1  # how often targets are exchanged between rounds of any days
_ROUNDS = 3  # of how many, at most
_MIMIC = 0.04  # how often one day is made like another, until the search has settled
SETTLED = 50.0  # the temperature, in seconds, from which on it has
_SAME = 40  # among how many of the nearest the same visit on another day is looked for
_BLINK = 0.01  # how often a gap is overlooked
# By which sorts of `Numbers` what is out is put back, as often as it stands here; -1: at random.
_SORTS = (-1, -1, -1, -1, 0, 0, 0, 0, 1, 1, 2, 3, 3, 4, 4, 5, 5)


@njit(nogil=True, cache=True, inline="always")
def _unusual(numbers: Any, s: int, code: int, before: int) -> float:
    usual = numbers.before[s, code]
    return 0.0 if usual == -2 or usual == before else 1.0


@njit(nogil=True, cache=True, inline="always")
def _cheapest(numbers: Any, weights: Any, state: Any, item: int, best: Any, blink: float) -> None:
    """Look for the cheapest gap of all rounds for an item: `best` gets cost, shift, gap, code.

    It is one function, and written into its caller, since handing over all arrays takes longer
    than looking at a round. Places are unsigned: nobody looks whether they count from the end.
    """
    service, twin = numbers.service[item], numbers.twin[item]
    other = state.at[twin] if twin >= 0 else -1
    habit = weights.habit if numbers.ordered[item] else 0.0  # the most that a gap can save by it
    for s in range(len(numbers.start)):
        extra = numbers.extra[item, s]
        if extra == np.inf:
            continue
        if other >= 0 and abs(numbers.date[s] - numbers.date[other]) < numbers.apart[item]:
            continue
        c, n = numbers.speed_class[s], state.size[s]
        along = numbers.along[c, item]
        work = along + service
        over = max(0.0, state.work[s] - weights.fair)
        late = late_of(numbers, state, s)
        place, place_on, direct = state.place[s], state.place_on[s], state.direct[s]
        overlooked = int(draw(state.random) / blink)  # at most one gap of a round
        for way in range(numbers.ends[item]):
            code = 2 * item + way
            come, go = numbers.back[c, numbers.enter[code]], numbers.travel[c, numbers.leave[code]]
            for p in range(n + 1):
                if p == overlooked:
                    continue
                there, on = come[np.uintp(place[p])], go[np.uintp(place_on[p])]
                cost = there + on + along + extra - direct[p]
                if cost - habit >= best[0]:
                    continue
                begin = begin_of(numbers, item, state.leaves[s, p] + there, work)
                if begin < 0 or begin + work + on > state.late[s, p]:
                    continue
                more = max(0.0, state.work[s] + cost - extra + service - weights.fair)
                later = max(0.0, late + cost - extra + service) - max(0.0, late)
                cost += weights.balance * (more * more - over * over) + weights.late * later
                if habit > 0:
                    before, after = state.last[s, p], state.next[s, p]
                    changes = _unusual(numbers, s, code, before)
                    if after >= 0:
                        changes += _unusual(numbers, s, after, code)
                        changes -= _unusual(numbers, s, after, before)
                    cost += habit * changes
                if cost < best[0]:
                    best[0], best[1], best[2], best[3] = cost, s, p, code


@njit(nogil=True, cache=True, inline="always")
def _insert(numbers: Any, weights: Any, state: Any, s: int, p: int, code: int) -> None:
    for q in range(state.size[s], p, -1):
        state.seq[s, q] = state.seq[s, q - 1]
    state.seq[s, p] = code
    state.size[s] += 1
    state.at[code >> 1] = s
    refresh_here(numbers, weights, state, s)


@njit(nogil=True, cache=True, inline="always")
def _take(
    numbers: Any, state: Any, s: int, first: int, length: int, keep: int, out: Any, n_out: int
) -> int:
    """Take a string out of a round but for `keep` visits within; return how many are out."""
    skip = first + int(draw(state.random) * (length - keep + 1)) if keep else first + length
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


@njit(nogil=True, cache=True, inline="always")
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
    strings = int(draw(state.random) * (4 * _TAKEN / (1 + longest) - 1)) + 1
    seed = int(draw(state.random) * n)
    day = -1
    if state.at[seed] >= 0 and draw(state.random) < 0.5:
        day = numbers.day[state.at[seed]]
    for j in range(n):
        item = numbers.near[seed, j]
        s = state.at[item]
        if s < 0 or touched[s] or (day >= 0 and numbers.day[s] != day):
            continue
        touched[s] = True
        size = state.size[s]
        length = int(draw(state.random) * min(float(size), longest)) + 1
        keep = 0
        if length > 1 and length < size and draw(state.random) < _SPLIT:
            keep = 1
            while length + keep < size and draw(state.random) > 0.5:
                keep += 1
        span = length + keep
        low = max(0, state.pos[item] - span + 1)
        high = min(state.pos[item], size - span)
        first = low + int(draw(state.random) * (high - low + 1))
        n_out = _take(numbers, state, s, first, span, keep, out, n_out)
        refresh_here(numbers, weights, state, s)
        strings -= 1
        if strings == 0:
            break
    return n_out


@njit(nogil=True, cache=True)
def _mix(
    numbers: Any, weights: Any, state: Any, bound: Any, out: Any, n_out: int, touched: Any
) -> int:
    """Take most that may be on another day out of a few rounds drawn at random."""
    shifts = len(numbers.start)
    for _ in range(_ROUNDS):
        s = int(draw(state.random) * shifts)
        if touched[s] or not state.size[s]:
            continue
        touched[s] = True
        share = 0.5 + 0.5 * draw(state.random)
        to = 0
        for p in range(state.size[s]):
            code = state.seq[s, p]
            if bound[code >> 1] < 0 and draw(state.random) < share:
                state.at[code >> 1] = -1
                out[n_out] = code >> 1
                n_out += 1
            else:
                state.seq[s, to] = code
                to += 1
        state.size[s] = to
        refresh(numbers, weights, state, s)
    return n_out


@njit(nogil=True, cache=True)
def _bound(numbers: Any) -> Any:
    """Return the only day each item may be on, (n,); -1 where there are more."""
    bound = np.full(len(numbers.service), -1, np.int32)
    for item in range(len(bound)):
        days = numbers.day[numbers.extra[item] < np.inf]
        if len(days) and (days == days[0]).all():
            bound[item] = days[0]
    return bound


@njit(nogil=True, cache=True)
def _follow(numbers: Any, state: Any, bound: Any, like: Any, s: Any) -> None:
    """Fill an empty round with what is due on its day, in the order of another day's round."""
    size = 0
    for p in range(state.size[like]):
        code = state.seq[like, p]
        item = code >> 1
        if bound[item] < 0 or numbers.twin[item] >= 0:
            continue
        for other in numbers.near[item, : min(_SAME, numbers.near.shape[1])]:
            if (
                state.at[other] < 0
                and bound[other] == numbers.day[s]
                and numbers.enter[2 * other] == numbers.enter[2 * item]
                and numbers.extra[other, s] < np.inf
            ):
                state.seq[s, size] = 2 * other + (code & 1)
                state.at[other] = s
                size += 1
                break
    state.size[s] = size


@njit(nogil=True, cache=True)
def _mimic(
    numbers: Any, weights: Any, state: Any, bound: Any, out: Any, n_out: int, touched: Any
) -> int:
    """Take a day apart, and go to what is due on it each time as on another day."""
    shifts = len(numbers.start)
    day = numbers.day[int(draw(state.random) * shifts)]
    model = numbers.day[int(draw(state.random) * shifts)]
    if day == model:
        return n_out
    for s in range(shifts):
        if numbers.day[s] == day:
            touched[s] = True
            for code in state.seq[s, : state.size[s]]:
                state.at[code >> 1] = -1
                out[n_out] = code >> 1
                n_out += 1
            state.size[s] = 0
            refresh(numbers, weights, state, s)
    models, k = np.flatnonzero(numbers.day == model), 0
    for s in range(shifts):
        if touched[s] and k < len(models):
            _follow(numbers, state, bound, models[k], s)
            k += 1
            refresh(numbers, weights, state, s)
            if state.cost[s] == np.inf:  # it may be too much for this team
                for code in state.seq[s, : state.size[s]]:
                    state.at[code >> 1] = -1
                state.size[s] = 0
                refresh(numbers, weights, state, s)
    left = 0
    for item in out[:n_out]:
        if state.at[item] < 0:
            out[left] = item
            left += 1
    return left


@njit(nogil=True, cache=True, inline="always")
def _sort_out(numbers: Any, state: Any, out: Any, n_out: int, key: Any, by_prize: bool) -> None:
    """Order what is out: at random, or by one of the sorts, and before that by prize."""
    sort = int(draw(state.random) * len(_SORTS))
    column = _SORTS[sort]
    for k in range(n_out):
        item = out[k]
        key[k] = draw(state.random) if column < 0 else numbers.sorts[column, item]
        if by_prize:
            key[k] = key[k] * 1e-6 - numbers.prize[item]
    for k in range(1, n_out):  # few: by insertion
        value, item = key[k], out[k]
        j = k - 1
        while j >= 0 and key[j] > value:
            key[j + 1], out[j + 1] = key[j], out[j]
            j -= 1
        key[j + 1], out[j + 1] = value, item


@njit(nogil=True, cache=True, inline="always")
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
        _cheapest(numbers, weights, state, item, best, blink)
        if best[1] < 0:
            out[left] = item
            left += 1
        else:
            s = int(best[1])
            touched[s] = True
            _insert(numbers, weights, state, s, int(best[2]), int(best[3]))
    return left


@njit(nogil=True, cache=True, inline="always")
def _copy(source: Any, target: Any, touched: Any) -> None:
    """Copy the rounds that were touched from one plan to another."""
    for s in range(len(touched)):
        if touched[s]:
            copy_round(source, target, s)
    target.at[:] = source.at


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
        How often all rounds were back in time, from 0 to 1.
    """
    n, shifts = len(numbers.service), len(numbers.start)
    for s in range(shifts):
        refresh(numbers, weights, state, s)
        refresh(numbers, weights, best, s)
        copy_round(state, now, s)
    now.at[:] = state.at
    out, key = np.empty(n, np.int32), np.empty(n)
    left_out = np.flatnonzero(state.at < 0).astype(np.int32)
    touched, every = np.zeros(shifts, np.bool_), np.ones(shifts, np.bool_)
    bound = _bound(numbers)
    cost, least = total(numbers, state), total(numbers, best)
    cooling = (cold / hot) ** (1.0 / max(1, iterations))
    temperature = hot
    fits, fitted = in_time(numbers, state), 0
    for _ in range(iterations):
        temperature *= cooling
        touched[:] = False
        n_out = n_left = len(left_out)
        out[:n_left] = left_out
        kind = draw(state.random)
        if kind < _MIMIC and temperature > SETTLED:
            n_out = _mimic(numbers, weights, state, bound, out, n_out, touched)
        elif kind < _MIXED:
            n_out = _mix(numbers, weights, state, bound, out, n_out, touched)
        else:
            n_out = _ruin(numbers, weights, state, out, n_out, touched)
        _sort_out(numbers, state, out, n_out, key, n_left > 0 and draw(state.random) < 0.5)
        n_out = _recreate(numbers, weights, state, out, n_out, touched, _BLINK)
        change = numbers.prize[out[:n_out]].sum() - numbers.prize[left_out].sum()
        for s in range(shifts):
            if touched[s]:
                change += state.cost[s] - now.cost[s]
        if change < -temperature * np.log(draw(state.random) + 1e-300):
            cost += change
            _copy(state, now, touched)
            left_out = out[:n_out].copy()
            fits = in_time(numbers, state)
            if fits and cost < least - 1e-7:
                least = cost
                _copy(state, best, every)
        else:
            _copy(now, state, touched)
        fitted += fits
    return fitted / max(1, iterations)
