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

from walkmap.rounds.kernel.ruin import clear, days_of, mimic, mix, ruin
from walkmap.rounds.kernel.state import (
    begin_of,
    copy_plan,
    copy_round,
    draw,
    in_time,
    late_of,
    longer,
    refresh,
    refresh_here,
    total,
    unlike,
)

_MIXED = 0.1  # how often targets are exchanged between rounds of any days
_MIMIC = 0.04  # how often one day is made like another, until the search has settled
SETTLED = 50.0  # the temperature, in seconds, from which on it has
_CLEAR = 0.5  # how often, where something is left out, all that weighs less makes room for it
_BLINK = 0.01  # how often a gap is overlooked
# By which sorts of `Numbers` what is out is put back, as often as it stands here; -1: at random.
_SORTS = (-1, -1, -1, -1, 0, 0, 0, 0, 1, 1, 2, 3, 3, 4, 4, 5, 5)


@njit(nogil=True, cache=True, inline="always")
def _unusual(numbers: Any, s: int, code: int, before: int) -> float:
    usual = numbers.before[s, code]
    return 0.0 if usual == -2 or usual == before else 1.0


@njit(nogil=True, cache=True, inline="always")
def _cheapest(
    numbers: Any,
    weights: Any,
    state: Any,
    item: int,
    best: Any,
    blink: float,
    among: Any,
    level: float,
) -> None:
    """Look for the cheapest gap of some rounds for an item: `best` gets cost, shift, gap, code.

    It is one function, and written into its caller, since handing over all arrays takes longer
    than looking at a round. Places are unsigned: nobody looks whether they count from the end.
    """
    service, twin = numbers.service[item], numbers.twin[item]
    other = state.at[twin] if twin >= 0 else -1
    habit = weights.habit if numbers.ordered[item] else 0.0  # the most that a gap can save by it
    for s in range(len(numbers.start)):
        extra = numbers.extra[item, s]
        if extra == np.inf or not among[s]:
            continue
        if other >= 0 and abs(numbers.date[s] - numbers.date[other]) < numbers.apart[item]:
            continue
        c, n = numbers.speed_class[s], state.size[s]
        along = numbers.along[c, item]
        work = along + service
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
                more = cost - extra + service
                cost += weights.late * (max(0.0, late + more) - max(0.0, late))
                cost += longer(weights, level, state.work[s], more)
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
    numbers: Any,
    weights: Any,
    state: Any,
    now: Any,
    out: Any,
    n_out: int,
    touched: Any,
    blink: float,
) -> int:
    """Put what is out where it costs least; return how many stay out, at the front of `out`.

    What did not fit before still doesn't, where nothing has changed.
    """
    best, every = np.empty(4), np.ones(len(touched), np.bool_)
    level = now.work.sum() / max(1, np.count_nonzero(state.size))
    left = 0
    for k in range(n_out):
        item = out[k]
        best[0] = weights.prized * numbers.prize[item]
        best[1] = -1.0
        new = now.at[item] >= 0 or numbers.twin[item] >= 0
        among = every if new else touched
        _cheapest(numbers, weights, state, item, best, blink, among, level)
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
    copy_plan(state, now)
    out, key = np.empty(n, np.int32), np.empty(n)
    left_out = np.flatnonzero(state.at < 0).astype(np.int32)
    touched = np.zeros(shifts, np.bool_)
    days = days_of(numbers)
    cost, least = total(numbers, weights, state), total(numbers, weights, best)
    odd_now = unlike(numbers, weights, state)
    missed = numbers.prize[left_out].sum()
    cooling = (cold / hot) ** (1.0 / max(1, iterations))
    temperature = hot
    fits, fitted = in_time(numbers, state), 0
    for step in range(iterations):
        temperature *= cooling
        touched[:] = step == 0  # at first what is out is put back, wherever it fits
        n_out = n_left = len(left_out)
        out[:n_left] = left_out
        kind = draw(state.random)
        if step == 0:
            pass
        elif kind < _MIMIC and temperature > SETTLED:
            n_out = mimic(numbers, weights, state, days, out, n_out, touched)
        elif kind < _MIXED:
            n_out = mix(numbers, weights, state, days, out, n_out, touched)
        else:
            n_out = ruin(numbers, weights, state, out, n_out, touched)
        heaviest_first = n_left > 0 and draw(state.random) < _CLEAR
        if heaviest_first:
            n_out = clear(numbers, weights, state, out, n_out, n_left, touched)
        _sort_out(numbers, state, out, n_out, key, heaviest_first)
        n_out = _recreate(numbers, weights, state, now, out, n_out, touched, _BLINK)
        more = numbers.prize[out[:n_out]].sum() - missed
        odd = unlike(numbers, weights, state)
        change = odd - odd_now
        for s in range(shifts):
            if touched[s]:
                change += state.cost[s] - now.cost[s]
        if change + weights.prized * more < -temperature * np.log(draw(state.random) + 1e-300):
            cost += change + more
            missed += more
            odd_now = odd
            _copy(state, now, touched)
            left_out = out[:n_out].copy()
            fits = in_time(numbers, state)
            if fits and cost < least - 1e-7:
                least = cost
                copy_plan(state, best)
        else:
            _copy(now, state, touched)
        fitted += fits
    return fitted / max(1, iterations)
