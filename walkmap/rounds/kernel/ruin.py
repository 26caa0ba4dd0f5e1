"""Ways to take visits out of rounds, before the search puts them back; compiled."""

from typing import Any

import numpy as np
from numba import njit

from walkmap.rounds.kernel.state import draw, refresh, refresh_here

_STRING = 10  # the longest string taken out
_TAKEN = 10  # how many are taken out on average
_SPLIT = 0.5  # how often a string keeps a part of its middle
_ROUNDS = 3  # from how many rounds targets are exchanged, at most
_SAME = 40  # among how many of the nearest the same visit on another day is looked for


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
def ruin(numbers: Any, weights: Any, state: Any, out: Any, n_out: int, touched: Any) -> int:
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
def _part(numbers: Any, weights: Any, state: Any, s: int, goes: Any, out: Any, n_out: int) -> int:
    """Take out of a round what `goes`, by its place in it; return how many items are out."""
    to = 0
    for p in range(state.size[s]):
        code = state.seq[s, p]
        if goes[p]:
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
def mix(
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
        goes = bound[state.seq[s, : state.size[s]] >> 1] < 0
        for p in range(len(goes)):
            goes[p] = goes[p] and draw(state.random) < share
        n_out = _part(numbers, weights, state, s, goes, out, n_out)
    return n_out


@njit(nogil=True, cache=True)
def clear(
    numbers: Any, weights: Any, state: Any, out: Any, n_out: int, n_left: int, touched: Any
) -> int:
    """Take all out of the rounds that were touched that weighs less than the most left out."""
    most = numbers.prize[out[:n_left]].max()
    for s in range(len(numbers.start)):
        if touched[s]:
            goes = numbers.prize[state.seq[s, : state.size[s]] >> 1] < most
            n_out = _part(numbers, weights, state, s, goes, out, n_out)
    return n_out


@njit(nogil=True, cache=True)
def days_of(numbers: Any) -> Any:
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
def mimic(
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
