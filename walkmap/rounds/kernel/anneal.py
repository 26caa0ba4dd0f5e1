"""The search: take visits out of rounds that lie near each other, put them back, cheaper.

This is slack induction by string removals (Christiaens and Vanden Berghe, 2020, "Slack induction by
string removals for vehicle routing problems", Transportation Science 54(2)): from a few rounds near
a place drawn at random a string of visits is taken out each; all that is out is put back, one after
the other, where it costs least, now and then overlooking a gap; a worse plan is kept with a chance
that gets smaller (simulated annealing). Now and then targets of any days are exchanged, or a whole
day is begun anew with the order of another, since the buildings are the same. A building is one
visit that can be walked either way. Rounds may be back late for a while, as `Weights` says, since
between two good ways to share the work there is often none that fits.
"""

from typing import Any

import numpy as np

from walkmap.rounds.kernel.cost import longer, total, unlike
from walkmap.rounds.kernel.ruin import clear, mimic, mix, room_for, ruin
from walkmap.rounds.kernel.state import (
    Numbers,
    State,
    Weights,
    begin_of,
    compiled,
    copy_plan,
    copy_round,
    draw,
    in_time,
    late_of,
    refresh,
    refresh_all,
    unusual,
)

_MIXED = 0.1  # how often targets are exchanged between rounds of any days
_MIMIC = 0.04  # how often one day is made like another, until the search has settled
SETTLED = 50.0  # the temperature, in seconds, from which on it has
_CLEAR = 0.5  # how often, where something is left out, all that weighs less makes room for it
_BLINK = 0.01  # how often a gap is overlooked
# By which sorts of `Numbers` what is out is put back, as often as it stands here; -1: at random.
_SORTS = (-1, -1, -1, -1, 0, 0, 0, 0, 1, 1, 2, 3, 3, 4, 4, 5, 5)


@compiled
def _changes(numbers: Any, state: Any, s: int, p: int, code: int) -> float:
    """Return how many more visits come after another one than they usually do."""
    before, after = state.last[s, p], state.next[s, p]
    changes = unusual(numbers, s, code, before)
    if after >= 0:
        changes += unusual(numbers, s, after, code) - unusual(numbers, s, after, before)
    return changes


@compiled
def _cheapest(
    numbers: Any, weights: Any, state: Any, step: Any, item: int, new: bool, level: float
) -> Any:
    """Return shift, gap and code where an item costs least, less than its prize; or -1.

    What is not `new` is looked for in rounds that were touched.
    """
    service, twin = numbers.service[item], numbers.twin[item]
    other = state.at[twin] if twin >= 0 else -1
    habit = weights.habit if numbers.ordered[item] else 0.0  # the most that a gap can save by it
    least, where, gap, how = weights.prized * numbers.prize[item], -1, 0, 0
    for s in range(len(numbers.start)):
        extra = numbers.extra[item, s]
        if extra == np.inf or not (new or step.touched[s]):
            continue
        if other >= 0 and abs(numbers.date[s] - numbers.date[other]) < numbers.apart[item]:
            continue
        c, n = numbers.speed_class[s], state.size[s]
        along, work = numbers.along[c, item], numbers.work[c, item]
        late = late_of(numbers, state, s)
        overlooked = int(draw(state.random) / _BLINK)  # at most one gap of a round
        limit = least + habit - extra - along
        for way in range(numbers.ends[item]):
            code = 2 * item + way
            come, go = numbers.back[c, numbers.enter[code]], numbers.travel[c, numbers.leave[code]]
            for p in range(n + 1):
                there, on = come[state.place[s, p]], go[state.place_on[s, p]]
                more = there + on - state.direct[s, p]
                if more >= limit or p == overlooked:
                    continue
                more += along
                begin = begin_of(numbers, item, state.leaves[s, p] + there, work)
                if begin < 0 or begin + work + on > state.late[s, p]:
                    continue
                cost = more + extra
                more += service
                cost += weights.late * (max(0.0, late + more) - max(0.0, late))
                cost += longer(weights, level, state.work[s], more)
                if habit > 0:
                    cost += habit * _changes(numbers, state, s, p, code)
                if cost < least:
                    least, where, gap, how = cost, s, p, code
                    limit = least + habit - extra - along
    return where, gap, how


@compiled
def _insert(numbers: Any, weights: Any, state: Any, s: int, p: int, code: int) -> None:
    for q in range(state.size[s], p, -1):
        state.seq[s, q] = state.seq[s, q - 1]
    state.seq[s, p] = code
    state.size[s] += 1
    state.at[code >> 1] = s
    refresh(numbers, weights, state, s)


@compiled
def _sort_out(numbers: Any, state: Any, step: Any, n_out: int, by_prize: bool) -> None:
    """Order what is out: at random, or by one of the sorts, and before that by prize."""
    out, key = step.out, step.key
    column = _SORTS[int(draw(state.random) * len(_SORTS))]
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


@compiled
def _recreate(numbers: Any, weights: Any, state: Any, now: Any, step: Any, n_out: int) -> int:
    """Put what is out where it costs least; return how many stay out, at the front of `out`.

    What did not fit before still doesn't, where nothing has changed.
    """
    work, rounds = 0.0, 0
    for s in range(len(numbers.start)):
        work += now.work[s]
        rounds += state.size[s] > 0
    level = work / max(1, rounds)
    left = 0
    for k in range(n_out):
        item = step.out[k]
        new = now.at[item] >= 0 or numbers.twin[item] >= 0
        s, p, code = _cheapest(numbers, weights, state, step, item, new, level)
        if s < 0:
            step.out[left] = item
            left += 1
        else:
            step.touched[s] = True
            _insert(numbers, weights, state, s, p, code)
    return left


@compiled
def _copy(source: Any, target: Any, touched: Any) -> None:
    """Copy the rounds that were touched from one plan to another."""
    for s in range(len(touched)):
        if touched[s]:
            copy_round(source, target, s)
    for item in range(len(source.at)):
        target.at[item] = source.at[item]


@compiled
def _change(
    numbers: Any,
    weights: Any,
    state: Any,
    now: Any,
    step: Any,
    n_left: int,
    warm: float,
    first: bool,
) -> int:
    """Take something out of the rounds and put it back; return how many stay out.

    At `first` only what is out is put back, wherever it fits.
    """
    for k in range(n_left):
        step.out[k] = step.left[k]
    step.touched[:] = first
    n_out = n_left
    kind = draw(state.random)
    if first:
        pass
    elif kind < _MIMIC and warm > SETTLED:
        n_out = mimic(numbers, weights, state, step, n_left)
    elif kind < _MIXED:
        n_out = mix(numbers, weights, state, step, n_left)
    else:
        n_out = ruin(numbers, weights, state, step, n_left)
    heaviest_first = n_left > 0 and draw(state.random) < _CLEAR
    if heaviest_first:
        n_out = clear(numbers, weights, state, step, n_out, n_left)
    _sort_out(numbers, state, step, n_out, heaviest_first)
    return int(_recreate(numbers, weights, state, now, step, n_out))


@compiled
def _prizes(numbers: Any, items: Any, n: int) -> float:
    """Return what the first n items weigh together."""
    prizes = 0.0
    for k in range(n):
        prizes += numbers.prize[items[k]]
    return prizes


@compiled
def _keep(state: Any, now: Any, step: Any, n_left: int) -> None:
    """Let a changed plan be the one to go on from."""
    _copy(state, now, step.touched)
    for k in range(n_left):
        step.left[k] = step.out[k]


@compiled
def _run(
    numbers: Any,
    weights: Any,
    state: Any,
    now: Any,
    best: Any,
    step: Any,
    iterations: int,
    hot: float,
    cold: float,
) -> Any:
    """Search, as `anneal` says."""
    refresh_all(numbers, weights, state)
    refresh_all(numbers, weights, best)
    copy_plan(state, now)
    cost, least = total(numbers, weights, state), total(numbers, weights, best)
    odd_now = unlike(numbers, weights, state)
    n_left = len(step.left)
    while n_left and step.left[n_left - 1] < 0:
        n_left -= 1
    cooling = (cold / hot) ** (1.0 / iterations)
    fits, fitted, costs = in_time(numbers, state), 0, 0.0
    warm = hot
    for number in range(iterations):
        warm *= cooling
        n_out = _change(numbers, weights, state, now, step, n_left, warm, number == 0)
        more = _prizes(numbers, step.out, n_out) - _prizes(numbers, step.left, n_left)
        odd = unlike(numbers, weights, state)
        change = odd - odd_now
        for s in range(len(step.touched)):
            if step.touched[s]:
                change += state.cost[s] - now.cost[s]
        if change + weights.prized * more < -warm * np.log(draw(state.random) + 1e-300):
            cost, odd_now, n_left = cost + change + more, odd, n_out
            _keep(state, now, step, n_left)
            fits = in_time(numbers, state)
            if fits and cost < least - 1e-7:
                least = cost
                copy_plan(state, best)
        else:
            _copy(now, state, step.touched)
        fitted += fits
        costs += cost
    return fitted / iterations, costs / iterations


def anneal(
    numbers: Numbers,
    weights: Weights,
    state: State,
    now: State,
    best: State,
    iterations: int,
    hot: float,
    cold: float,
) -> tuple[float, float]:
    """Search on from `state`, which is changed; `best` gets the best plan that was found.

    Parameters
    ----------
    numbers, weights
        The problem.
    state, now, best
        The plan to go on from, room for a copy of it, and the best so far.
    iterations
        How many times visits are taken out and put back; at least once.
    hot, cold
        The temperature at the beginning and at the end, in seconds.

    Returns
    -------
    float, float
        How often all rounds were back in time, from 0 to 1, and what the plan cost on average.
    """
    step = room_for(numbers, state)
    fits, cost = _run(numbers, weights, state, now, best, step, iterations, hot, cold)
    return float(fits), float(cost)
