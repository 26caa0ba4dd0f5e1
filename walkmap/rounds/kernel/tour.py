"""The shortest way through the visits of one round; compiled.

Iterated local search: a stretch of the round is exchanged with the next (a double bridge), or one
of any length is turned, since where ways there and back differ, a detour may be better walked the
other way round. Then reversed stretches (2-opt), short stretches moved elsewhere, either way round
(Or-opt), and two stretches that change places (Or-3opt) mend what lies near; what does not get
shorter is undone. Neither hours nor habits are looked at.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from walkmap.rounds.kernel.state import Floats, Ints, Naturals, compiled, draw, refresh

_NEAR = 8  # neighbours that are looked at
_MOVED = 3  # the longest stretch moved elsewhere
_BRIDGE = 30  # the longest stretch exchanged
_ABOUT = 0.2  # how often a stretch is turned instead
_LEAST = 1e-9  # what counts as shorter


class Tour(NamedTuple):
    """A round of n visits, which are numbered from 1 by where they stood; 0 is the office.

    Parameters
    ----------
    travel
        Seconds from place to place, (l, l).
    enter, leave, flip
        Place at which a code begins and ends, and the code the other way round, (2n + 2,).
    codes, kept
        The tour, with the office at both ends, and the shortest one so far, (n + 2,).
    pos
        Where each visit stands, (n + 1,).
    turned
        What turning the tour round costs up to each place, (n + 2,).
    near
        The nearest visits of each, (n + 1, k).
    room
        Room for a stretch, (n + 2,).
    touched
        The places at whose ends something has changed, (6,).
    waiting, is_waiting
        The visits that are to be looked at, (n + 1,), and which those are.
    """

    travel: Floats
    enter: Naturals
    leave: Naturals
    flip: Naturals
    codes: Naturals
    kept: Naturals
    pos: Ints
    turned: Floats
    near: Naturals
    room: Naturals
    touched: Ints
    waiting: Naturals
    is_waiting: NDArray[np.bool_]


@compiled
def _far(t: Any, a: int, b: int) -> float:
    return float(t.travel[t.leave[a], t.enter[b]])


@compiled
def _note(t: Any) -> None:
    """Note where each visit is, and what turning the tour round costs up to each place."""
    t.pos[0] = 0
    t.turned[0] = 0.0
    for p in range(1, len(t.codes) - 1):
        a, b = t.codes[p - 1], t.codes[p]
        t.pos[b >> 1] = p
        t.turned[p] = t.turned[p - 1] + _far(t, t.flip[b], t.flip[a]) - _far(t, a, b)


@compiled
def _reverse(t: Any, i: int, j: int) -> None:
    while i < j:
        t.codes[i], t.codes[j] = t.flip[t.codes[j]], t.flip[t.codes[i]]
        i, j = i + 1, j - 1
    if i == j:
        t.codes[i] = t.flip[t.codes[i]]


@compiled
def _exchange(t: Any, i: int, j: int, k: int) -> None:
    """Exchange the stretches from i and from j, the second of which ends before k."""
    for p in range(i, j):
        t.room[p - i] = t.codes[p]
    for p in range(j, k):
        t.codes[i + p - j] = t.codes[p]
    for p in range(j - i):
        t.codes[i + k - j + p] = t.room[p]


@compiled
def _join(t: Any, a: int, b: int, c: int) -> None:
    """Note that what follows on three places has changed."""
    t.touched[0], t.touched[1], t.touched[2] = a, a + 1, b
    t.touched[3], t.touched[4], t.touched[5] = b + 1, c, c + 1


@compiled
def _turn(t: Any, i: int, j: int) -> float:
    """Return how much longer the tour gets if the stretch from i to j is walked backwards."""
    a, b, c, d = t.codes[i - 1], t.codes[i], t.codes[j], t.codes[j + 1]
    after = _far(t, a, t.flip[c]) + _far(t, t.flip[b], d)
    return float(after - _far(t, a, b) - _far(t, c, d) + t.turned[j] - t.turned[i])


@compiled
def _try_turn(t: Any, i: int, j: int) -> float:
    """Turn a stretch if that is shorter; return by how much, below zero."""
    change = _turn(t, i, j)
    if change >= -_LEAST:
        return 0.0
    _reverse(t, i, j)
    _join(t, i - 1, j, j)
    return change


@compiled
def _turn_to(t: Any, p: int, q: int) -> float:
    """Turn what lies between two places, if the tour gets shorter; return by how much."""
    for shift in range(2):
        i, j = (p + 1 - shift, q - shift) if p < q else (q + shift, p - 1 + shift)
        if i < j:
            change = _try_turn(t, i, j)
            if change < 0:
                return change
    return 0.0


@compiled
def _try_move(t: Any, i: int, j: int, gap: int, freed: float) -> float:
    """Move the stretch from i to j behind another place, either way round, if that is shorter."""
    first, last, x, y = t.codes[i], t.codes[j], t.codes[gap], t.codes[gap + 1]
    freed += _far(t, x, y)
    ahead = _far(t, x, first) + _far(t, last, y)
    back = _far(t, x, t.flip[last]) + _far(t, t.flip[first], y) + t.turned[j] - t.turned[i]
    change = min(ahead, back) - freed
    if change >= -_LEAST:
        return 0.0
    if back < ahead:
        _reverse(t, i, j)
    if gap < i:
        _exchange(t, gap + 1, i, j + 1)
        _join(t, gap, gap + 1 + j - i, j)
    else:
        _exchange(t, i, j + 1, gap + 1)
        _join(t, i - 1, gap - 1 - j + i, gap)
    return float(change)


@compiled
def _move_to(t: Any, p: int, q: int) -> float:
    """Move a stretch with p at one end next to q, if that is shorter; return by how much."""
    for length in range(1, _MOVED + 1):
        for i in range(p - length + 1, p + 1, max(1, length - 1)):  # it ends or begins at p
            j = i + length - 1
            if i < 1 or j > len(t.codes) - 2 or i <= q <= j:
                continue
            a, b, c, d = t.codes[i - 1], t.codes[i], t.codes[j], t.codes[j + 1]
            freed = _far(t, a, b) + _far(t, c, d) - _far(t, a, d)
            for gap in range(q - 1, q + 1):
                if i - 1 <= gap <= j:
                    continue
                change = _try_move(t, i, j, gap, freed)
                if change < 0:
                    return change
    return 0.0


@compiled
def _swap_to(t: Any, p: int, second: int) -> float:
    """Exchange two stretches, so that what is behind `second` follows p; return as the others."""
    a, b, c, d = t.codes[p], t.codes[p + 1], t.codes[second], t.codes[second + 1]
    freed = _far(t, a, b) + _far(t, c, d) - _far(t, a, d)
    if second == p or freed <= 0 or b < 2:
        return 0.0
    for m in range(t.near.shape[1]):
        third = t.pos[t.near[b >> 1, m]]
        if not (p < second < third or third < p < second or second < third < p):
            continue
        e, g = t.codes[third], t.codes[third + 1]
        change = _far(t, e, b) + _far(t, c, g) - freed - _far(t, e, g)
        if change < -_LEAST:
            low, high = min(p, second, third), max(p, second, third)
            middle = p + second + third - low - high
            _exchange(t, low + 1, middle + 1, high + 1)
            _join(t, low, low + high - middle, high)
            return change
    return 0.0


@compiled
def _shorten_at(t: Any, node: int) -> float:
    """Make the first change near a visit that shortens the tour; return by how much."""
    p, change = t.pos[node], _try_turn(t, t.pos[node], t.pos[node])
    for k in range(t.near.shape[1]):
        if change < 0:
            break
        q = t.pos[t.near[node, k]]
        change = _turn_to(t, p, q)
        if change == 0:
            change = _move_to(t, p, q)
    for k in range(t.near.shape[1]):
        if change < 0:
            break
        change = _swap_to(t, p, t.pos[t.near[node, k]] - 1)
    return change


@compiled
def _put(t: Any, first: int, last: int, n_waiting: int) -> int:
    """Let the visits from one place to another wait to be looked at; return how many wait."""
    for p in range(max(1, first), min(len(t.codes) - 2, last) + 1):
        visit = t.codes[p] >> 1
        if not t.is_waiting[visit]:
            t.is_waiting[visit] = True
            t.waiting[n_waiting] = visit
            n_waiting += 1
    return n_waiting


@compiled
def _settle(t: Any, n_waiting: int) -> float:
    """Shorten the tour near all visits that wait, and near what changes; return by how much."""
    change = 0.0
    while n_waiting:
        node = t.waiting[n_waiting - 1]
        less = _shorten_at(t, node)
        if less == 0:
            n_waiting -= 1
            t.is_waiting[node] = False
            continue
        change += less
        _note(t)
        for k in range(len(t.touched)):
            n_waiting = _put(t, t.touched[k], t.touched[k], n_waiting)
    return change


@compiled
def _kick(t: Any, random: Any) -> Any:
    """Turn a stretch or exchange two; return how much longer the tour gets, and how many wait."""
    n, n_waiting = len(t.codes) - 2, 0
    i = 1 + int(draw(random) * (n - 1))
    if draw(random) < _ABOUT:
        j = min(n, i + 1 + int(draw(random) * n))
        change = _turn(t, i, j)
        _reverse(t, i, j)
        n_waiting = _put(t, i - 1, j + 1, n_waiting)
    else:
        j = min(n, i + 1 + int(draw(random) * min(_BRIDGE, n - i)))
        k = min(n + 1, j + 1 + int(draw(random) * min(_BRIDGE, n + 1 - j)))
        a, b, c = t.codes[i - 1], t.codes[i], t.codes[j - 1]
        d, e, f = t.codes[j], t.codes[k - 1], t.codes[k]
        change = _far(t, a, d) + _far(t, e, b) + _far(t, c, f)
        change -= _far(t, a, b) + _far(t, c, d) + _far(t, e, f)
        _exchange(t, i, j, k)
        _join(t, i - 1, i + k - j - 1, k - 1)
        for m in range(len(t.touched)):
            n_waiting = _put(t, t.touched[m], t.touched[m], n_waiting)
    _note(t)
    return change, n_waiting


@compiled
def _search(t: Any, kicks: int, random: Any) -> float:
    """Shorten a tour: `kept` gets the shortest one; return by how much it is shorter."""
    _note(t)
    n_waiting = _put(t, 1, len(t.codes) - 2, 0)
    gained = 0.0
    for kick in range(kicks + 1):
        change = 0.0
        if kick:
            change, n_waiting = _kick(t, random)
        change += _settle(t, n_waiting)
        if change < _LEAST:
            gained -= change
            for p in range(len(t.codes)):
                t.kept[p] = t.codes[p]
        else:
            for p in range(len(t.codes)):
                t.codes[p] = t.kept[p]
            _note(t)
    return gained


@njit(nogil=True, cache=True)
def _neighbours(travel: Any, leave: Any, enter: Any, n: int) -> Any:
    """Return the nearest visits of each, (n + 1, k), by the shortest way between their ends."""
    near = np.zeros((n + 1, min(_NEAR, n - 1)), np.uint32)
    far = np.empty(n + 1)
    for a in range(1, n + 1):
        for b in range(n + 1):
            far[b] = np.inf
            if b not in (0, a):
                for x in range(2):
                    for y in range(2):
                        out = travel[leave[2 * a + x], enter[2 * b + y]]
                        back = travel[leave[2 * b + y], enter[2 * a + x]]
                        far[b] = min(far[b], out, back)
        near[a] = np.argsort(far)[: near.shape[1]]
    return near


@njit(nogil=True, cache=True)
def _tour_of(travel: Any, enter: Any, leave: Any, ends: Any, round_codes: Any) -> Tour:
    """Return a round as a tour."""
    n = len(round_codes)
    begins, goes = np.zeros(2 * n + 2, np.uint32), np.zeros(2 * n + 2, np.uint32)
    flip, codes = np.arange(2 * n + 2).astype(np.uint32), np.zeros(n + 2, np.uint32)
    for p in range(n):
        for way in range(2):
            local, code = 2 * p + 2 + way, round_codes[p] ^ way
            begins[local], goes[local] = enter[code], leave[code]
            flip[local] = local ^ 1 if ends[code >> 1] > 1 else local
        codes[p + 1] = 2 * p + 2
    return Tour(
        travel=travel,
        enter=begins,
        leave=goes,
        flip=flip,
        codes=codes,
        kept=codes.copy(),
        pos=np.zeros(n + 1, np.int32),
        turned=np.zeros(n + 2),
        near=_neighbours(travel, goes, begins, n),
        room=np.empty(n + 2, np.uint32),
        touched=np.empty(6, np.int32),
        waiting=np.empty(n + 1, np.uint32),
        is_waiting=np.zeros(n + 1, np.bool_),
    )


@njit(nogil=True, cache=True)
def shorten(
    travel: Any, enter: Any, leave: Any, ends: Any, codes: Any, kicks: int, random: Any
) -> float:
    """Shorten a round, in place.

    Parameters
    ----------
    travel
        Seconds from place to place, (l, l); the office is place 0.
    enter, leave, ends
        As in `Numbers`.
    codes
        The round in order; is changed.
    kicks
        How many times to try.
    random
        The state of the random numbers, (1,); is changed.

    Returns
    -------
    float
        By how many seconds the walk got shorter.
    """
    if len(codes) < 3:
        return 0.0
    tour = _tour_of(travel, enter, leave, ends, codes)
    gained = _search(tour, kicks, random)
    names = codes.copy()
    for p in range(len(codes)):
        local = tour.kept[p + 1]
        codes[p] = names[(local >> 1) - 1] ^ (local & 1)
    return gained


@njit(nogil=True, cache=True)
def shorten_rounds(numbers: Any, weights: Any, state: Any, kicks: int) -> None:
    """Shorten each round of a plan, in place, if the plan gets cheaper by it in all that counts.

    Parameters
    ----------
    numbers, weights, state
        The problem and the plan.
    kicks
        How many times to try for each round.
    """
    for s in range(len(numbers.start)):
        n = state.size[s]
        old, cost = state.seq[s, :n].copy(), state.cost[s]
        new = old.copy()
        travel = numbers.travel[numbers.speed_class[s]]
        less = shorten(travel, numbers.enter, numbers.leave, numbers.ends, new, kicks, state.random)
        if less > _LEAST:
            state.seq[s, :n] = new
            refresh(numbers, weights, state, s)
            if not state.cost[s] < cost:
                state.seq[s, :n] = old
                refresh(numbers, weights, state, s)
