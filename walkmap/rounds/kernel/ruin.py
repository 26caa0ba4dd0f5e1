"""Ways to take visits out of rounds, before the search puts them back; compiled."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from walkmap.rounds.kernel.state import Floats, Ints, Numbers, State, compiled, draw, refresh

_STRING = 10  # the longest string taken out
_TAKEN = 10  # how many are taken out on average
_SPLIT = 0.5  # how often a string keeps a part of its middle
_ROUNDS = 3  # from how many rounds targets are exchanged, at most
_SAME = 40  # among how many of the nearest the same visit on another day is looked for


class Step(NamedTuple):
    """Room for what one step takes out of a plan.

    Parameters
    ----------
    left, out
        The items that are left out of the plan before, and those that are out now, (n,).
    key
        By what they are ordered, (n,).
    goes
        What is taken out of a round, by its place in it, (n,).
    touched
        The rounds that may have changed, (s,).
    only
        The only day each item may be on, (n,); -1 where there are more.
    """

    left: Ints
    out: Ints
    key: Floats
    goes: NDArray[np.bool_]
    touched: NDArray[np.bool_]
    only: Ints


def room_for(numbers: Numbers, state: State) -> Step:
    """Return room for the steps of a search that goes on from a plan."""
    n, shifts = len(numbers.service), len(numbers.start)
    may = np.isfinite(numbers.extra)
    first = np.where(may, numbers.day, np.iinfo(np.int32).max).min(axis=1)
    last = np.where(may, numbers.day, -1).max(axis=1)
    left = np.full(n, -1, np.int32)
    missing = np.flatnonzero(state.at < 0)
    left[: len(missing)] = missing
    return Step(
        left=left,
        out=np.empty(n, np.int32),
        key=np.empty(n),
        goes=np.zeros(n, np.bool_),
        touched=np.zeros(shifts, np.bool_),
        only=np.where(first == last, first, -1).astype(np.int32),
    )


@compiled
def _part(numbers: Any, weights: Any, state: Any, step: Any, s: int, n_out: int) -> int:
    """Take out of a round what `goes`; return how many items are out."""
    to = 0
    for p in range(state.size[s]):
        code = state.seq[s, p]
        if step.goes[p]:
            state.at[code >> 1] = -1
            step.out[n_out] = code >> 1
            n_out += 1
        else:
            state.seq[s, to] = code
            to += 1
    state.size[s] = to
    step.touched[s] = True
    refresh(numbers, weights, state, s)
    return n_out


@compiled
def _choose(state: Any, step: Any, s: int, around: int, longest: float) -> None:
    """Let a string round a place in a round go, now and then without a part of its middle."""
    size = state.size[s]
    length = int(draw(state.random) * min(float(size), longest)) + 1
    keep = 0
    if length > 1 and length < size and draw(state.random) < _SPLIT:
        keep = 1
        while length + keep < size and draw(state.random) > 0.5:
            keep += 1
    span = length + keep
    low, high = max(0, around - span + 1), min(around, size - span)
    first = low + int(draw(state.random) * (high - low + 1))
    skip = first + int(draw(state.random) * (length + 1)) if keep else first
    for p in range(size):
        step.goes[p] = first <= p < first + span and not skip <= p < skip + keep


@compiled
def ruin(numbers: Any, weights: Any, state: Any, step: Any, n_out: int) -> int:
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
        if s < 0 or step.touched[s] or (day >= 0 and numbers.day[s] != day):
            continue
        _choose(state, step, s, state.pos[item], longest)
        n_out = _part(numbers, weights, state, step, s, n_out)
        strings -= 1
        if strings == 0:
            break
    return n_out


@compiled
def mix(numbers: Any, weights: Any, state: Any, step: Any, n_out: int) -> int:
    """Take most that may be on another day out of a few rounds drawn at random."""
    for _ in range(_ROUNDS):
        s = int(draw(state.random) * len(numbers.start))
        if step.touched[s] or not state.size[s]:
            continue
        share = 0.5 + 0.5 * draw(state.random)
        for p in range(state.size[s]):
            step.goes[p] = step.only[state.seq[s, p] >> 1] < 0 and draw(state.random) < share
        n_out = _part(numbers, weights, state, step, s, n_out)
    return n_out


@compiled
def clear(numbers: Any, weights: Any, state: Any, step: Any, n_out: int, n_left: int) -> int:
    """Take all out of the rounds that were touched that weighs less than the most left out."""
    most = 0.0
    for k in range(n_left):
        most = max(most, numbers.prize[step.out[k]])
    for s in range(len(numbers.start)):
        if step.touched[s]:
            for p in range(state.size[s]):
                step.goes[p] = numbers.prize[state.seq[s, p] >> 1] < most
            n_out = _part(numbers, weights, state, step, s, n_out)
    return n_out


@compiled
def _same(numbers: Any, state: Any, step: Any, item: int, s: int) -> int:
    """Return what is to be done on the day of shift `s` where `item` is; -1 if it isn't out."""
    for j in range(min(_SAME, numbers.near.shape[1])):
        other = numbers.near[item, j]
        if (
            state.at[other] < 0
            and step.only[other] == numbers.day[s]
            and numbers.enter[2 * other] == numbers.enter[2 * item]
            and numbers.extra[other, s] < np.inf
        ):
            return int(other)
    return -1


@compiled
def _follow(numbers: Any, weights: Any, state: Any, step: Any, like: int, s: int) -> None:
    """Fill an empty round with what is due on its day, in the order of another day's round."""
    for p in range(state.size[like]):
        code = state.seq[like, p]
        item = code >> 1
        if step.only[item] >= 0 and numbers.twin[item] < 0:
            other = _same(numbers, state, step, item, s)
            if other >= 0:
                state.seq[s, state.size[s]] = 2 * other + (code & 1)
                state.at[other] = s
                state.size[s] += 1
    refresh(numbers, weights, state, s)
    if state.cost[s] == np.inf:  # it may be too much for this team
        for p in range(state.size[s]):
            state.at[state.seq[s, p] >> 1] = -1
        state.size[s] = 0
        refresh(numbers, weights, state, s)


@compiled
def mimic(numbers: Any, weights: Any, state: Any, step: Any, n_out: int) -> int:
    """Take a day apart, and go to what is due on it each time as on another day."""
    shifts = len(numbers.start)
    day = numbers.day[int(draw(state.random) * shifts)]
    model = numbers.day[int(draw(state.random) * shifts)]
    if day == model:
        return n_out
    step.goes[:] = True
    for s in range(shifts):
        if numbers.day[s] == day:
            n_out = _part(numbers, weights, state, step, s, n_out)
    s = 0
    for like in range(shifts):
        if numbers.day[like] == model:
            while s < shifts and numbers.day[s] != day:
                s += 1
            if s < shifts:
                _follow(numbers, weights, state, step, like, s)
                s += 1
    left = 0
    for k in range(n_out):
        if state.at[step.out[k]] < 0:
            step.out[left] = step.out[k]
            left += 1
    return left
