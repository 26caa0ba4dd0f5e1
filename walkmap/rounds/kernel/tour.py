"""The shortest way through the visits of one round; compiled.

Iterated local search: a stretch of the round is exchanged with the next (a double bridge), or one
of any length is turned, since where ways there and back differ, a detour may be better walked the
other way round. Then reversed stretches (2-opt), short stretches moved elsewhere, either way round
(Or-opt), and two stretches that change places (Or-3opt) mend what lies near; what does not get
shorter is undone. Neither hours nor habits are looked at.
"""

from typing import Any

import numpy as np
from numba import njit

from walkmap.rounds.kernel.state import compiled, draw, refresh

_NEAR = 8  # neighbours that are looked at
_MOVED = 3  # the longest stretch moved elsewhere
_BRIDGE = 30  # the longest stretch exchanged
_ABOUT = 0.2  # how often a stretch is turned instead
_LEAST = 1e-9  # what counts as shorter


@compiled
def _far(travel: Any, leave: Any, enter: Any, a: int, b: int) -> float:
    return float(travel[leave[a], enter[b]])


@njit(nogil=True, cache=True)
def _neighbours(travel: Any, leave: Any, enter: Any, n: int) -> Any:
    """Return the nearest visits of each, (n + 1, k), by the shortest way between their ends."""
    near = np.zeros((n + 1, min(_NEAR, n - 1)), np.int32)
    far = np.empty(n + 1)
    for a in range(1, n + 1):
        for b in range(n + 1):
            far[b] = np.inf
            if b not in (0, a):
                for x in range(2):
                    for y in range(2):
                        out = _far(travel, leave, enter, 2 * a + x, 2 * b + y)
                        back = _far(travel, leave, enter, 2 * b + y, 2 * a + x)
                        far[b] = min(far[b], out, back)
        near[a] = np.argsort(far)[: near.shape[1]]
    return near


@compiled
def _note(travel: Any, leave: Any, enter: Any, flip: Any, tour: Any, pos: Any, turned: Any) -> None:
    """Note where each visit is, and what turning the tour round costs up to each place."""
    pos[0] = 0
    turned[0] = 0.0
    for p in range(1, len(tour) - 1):
        a, b = tour[p - 1], tour[p]
        pos[b >> 1] = p
        back = _far(travel, leave, enter, flip[b], flip[a])
        turned[p] = turned[p - 1] + back - _far(travel, leave, enter, a, b)


@compiled
def _reverse(tour: Any, flip: Any, i: int, j: int) -> None:
    while i < j:
        tour[i], tour[j] = flip[tour[j]], flip[tour[i]]
        i += 1
        j -= 1
    if i == j:
        tour[i] = flip[tour[i]]


@compiled
def _exchange(tour: Any, room: Any, i: int, j: int, k: int) -> None:
    """Exchange the stretches from i and from j, the second of which ends before k."""
    for p in range(i, j):
        room[p - i] = tour[p]
    for p in range(j, k):
        tour[p - j + i] = tour[p]
    for p in range(j - i):
        tour[i + k - j + p] = room[p]


@compiled
def _turn(
    travel: Any, leave: Any, enter: Any, flip: Any, tour: Any, turned: Any, i: int, j: int
) -> float:
    """Return how much longer the tour gets if the stretch from i to j is walked backwards."""
    a, b, c, d = tour[i - 1], tour[i], tour[j], tour[j + 1]
    after = _far(travel, leave, enter, a, flip[c]) + _far(travel, leave, enter, flip[b], d)
    before = _far(travel, leave, enter, a, b) + _far(travel, leave, enter, c, d)
    return float(after - before + turned[j] - turned[i])


@compiled
def _bridge(
    travel: Any, leave: Any, enter: Any, tour: Any, room: Any, touched: Any, random: Any
) -> float:
    """Exchange two stretches drawn at random; return how much longer the tour gets.

    `touched` gets the places at whose ends something has changed.
    """
    n = len(tour) - 2
    i = 1 + int(draw(random) * (n - 1))
    j = min(n, i + 1 + int(draw(random) * min(_BRIDGE, n - i)))
    k = min(n + 1, j + 1 + int(draw(random) * min(_BRIDGE, n + 1 - j)))
    a, b, c, d, e, f = tour[i - 1], tour[i], tour[j - 1], tour[j], tour[k - 1], tour[k]
    change = _far(travel, leave, enter, a, d) + _far(travel, leave, enter, e, b)
    change += _far(travel, leave, enter, c, f) - _far(travel, leave, enter, a, b)
    change -= _far(travel, leave, enter, c, d) + _far(travel, leave, enter, e, f)
    _exchange(tour, room, i, j, k)
    touched[0], touched[1], touched[2] = i - 1, i, i + k - j - 1
    touched[3], touched[4], touched[5] = i + k - j, k - 1, k
    return change


@compiled
def _put(tour: Any, first: Any, last: Any, waiting: Any, is_waiting: Any, n_waiting: int) -> int:
    """Let the visits from one place to another wait to be looked at; return how many wait."""
    for p in range(max(1, first), min(len(tour) - 2, last) + 1):
        visit = tour[p] >> 1
        if not is_waiting[visit]:
            is_waiting[visit] = True
            waiting[n_waiting] = visit
            n_waiting += 1
    return n_waiting


@compiled
def _shorten_at(
    travel: Any,
    leave: Any,
    enter: Any,
    flip: Any,
    tour: Any,
    pos: Any,
    turned: Any,
    near: Any,
    room: Any,
    node: Any,
    touched: Any,
) -> float:
    """Make the first change near a visit that shortens the tour; return by how much.

    `touched` gets the places at whose ends something has changed.
    """
    n = len(tour) - 2
    p = pos[node]
    change = _turn(travel, leave, enter, flip, tour, turned, p, p)
    if change < -_LEAST:
        _reverse(tour, flip, p, p)
        touched[:] = p
        touched[0], touched[1] = p - 1, p + 1
        return change
    for k in range(near.shape[1]):
        q = pos[near[node, k]]
        for shift in range(2):
            i, j = (p + 1 - shift, q - shift) if p < q else (q + shift, p - 1 + shift)
            if i < j:
                change = _turn(travel, leave, enter, flip, tour, turned, i, j)
                if change < -_LEAST:
                    _reverse(tour, flip, i, j)
                    touched[:] = i
                    touched[0], touched[1], touched[2] = i - 1, j, j + 1
                    return change
        for length in range(1, _MOVED + 1):
            for side in range(1 + (length > 1)):
                i = p if side == 0 else p - length + 1
                j = i + length - 1
                if i < 1 or j > n or i <= q <= j:
                    continue
                first, last, a, d = tour[i], tour[j], tour[i - 1], tour[j + 1]
                freed = _far(travel, leave, enter, a, first) + _far(travel, leave, enter, last, d)
                freed -= _far(travel, leave, enter, a, d)
                for gap in (q - 1, q):
                    if i - 1 <= gap <= j:
                        continue
                    x, y = tour[gap], tour[gap + 1]
                    freed_here = freed + _far(travel, leave, enter, x, y)
                    ahead = _far(travel, leave, enter, x, first)
                    ahead += _far(travel, leave, enter, last, y)
                    back = _far(travel, leave, enter, x, flip[last])
                    back += _far(travel, leave, enter, flip[first], y) + turned[j] - turned[i]
                    change = min(ahead, back) - freed_here
                    if change < -_LEAST:
                        if back < ahead:
                            _reverse(tour, flip, i, j)
                        if gap < i:
                            _exchange(tour, room, gap + 1, i, j + 1)
                            touched[0], touched[1], touched[2] = gap, gap + 1, gap + length
                            touched[3], touched[4], touched[5] = gap + length + 1, j, j + 1
                        else:
                            _exchange(tour, room, i, j + 1, gap + 1)
                            touched[0], touched[1], touched[2] = i - 1, i, gap - length
                            touched[3], touched[4], touched[5] = gap - length + 1, gap, gap + 1
                        return float(change)
    a, b = tour[p], tour[p + 1]
    for k in range(near.shape[1]):
        second = pos[near[node, k]] - 1
        c, d = tour[second], tour[second + 1]
        freed = _far(travel, leave, enter, a, b) + _far(travel, leave, enter, c, d)
        freed -= _far(travel, leave, enter, a, d)
        if second == p or freed <= 0 or b < 2:
            continue
        for m in range(near.shape[1]):
            third = pos[near[b >> 1, m]]
            if not (p < second < third or third < p < second or second < third < p):
                continue
            e, g = tour[third], tour[third + 1]
            change = _far(travel, leave, enter, e, b) + _far(travel, leave, enter, c, g)
            change -= freed + _far(travel, leave, enter, e, g)
            if change < -_LEAST:
                low, high = min(p, second, third), max(p, second, third)
                middle = p + second + third - low - high
                _exchange(tour, room, low + 1, middle + 1, high + 1)
                touched[0], touched[1], touched[2] = low, low + 1, low + high - middle
                touched[3], touched[4], touched[5] = low + high - middle + 1, high, high + 1
                return float(change)
    return 0.0


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
    n = len(codes)
    if n < 3:
        return 0.0
    # Here visits are numbered by where they stood; 0 is the office, at both ends of the tour.
    begins, goes = np.zeros(2 * n + 2, np.int32), np.zeros(2 * n + 2, np.int32)
    flip, tour = np.arange(2 * n + 2), np.zeros(n + 2, np.int64)
    for p in range(n):
        for way in range(2):
            local, code = 2 * p + 2 + way, codes[p] ^ way
            begins[local], goes[local] = enter[code], leave[code]
            flip[local] = local ^ 1 if ends[code >> 1] > 1 else local
        tour[p + 1] = 2 * p + 2
    names = codes.copy()
    near = _neighbours(travel, goes, begins, n)
    pos, turned = np.zeros(n + 1, np.int64), np.zeros(n + 2)
    room, touched = np.empty(n + 2, np.int64), np.empty(6, np.int64)
    waiting, is_waiting = np.empty(n + 1, np.int64), np.zeros(n + 1, np.bool_)
    _note(travel, goes, begins, flip, tour, pos, turned)
    kept = tour.copy()
    gained = 0.0
    n_waiting = n
    waiting[:n] = np.arange(1, n + 1)
    is_waiting[1:] = True
    for kick in range(kicks + 1):
        change = 0.0
        if kick and draw(random) < _ABOUT:
            i = 1 + int(draw(random) * (n - 1))
            j = min(n, i + 1 + int(draw(random) * n))
            change = _turn(travel, goes, begins, flip, tour, turned, i, j)
            _reverse(tour, flip, i, j)
            _note(travel, goes, begins, flip, tour, pos, turned)
            n_waiting = _put(tour, i - 1, j + 1, waiting, is_waiting, n_waiting)
        elif kick:
            change = _bridge(travel, goes, begins, tour, room, touched, random)
            _note(travel, goes, begins, flip, tour, pos, turned)
            for spot in touched:
                n_waiting = _put(tour, spot, spot, waiting, is_waiting, n_waiting)
        while n_waiting:
            node = waiting[n_waiting - 1]
            less = _shorten_at(
                travel, goes, begins, flip, tour, pos, turned, near, room, node, touched
            )
            if less == 0.0:
                n_waiting -= 1
                is_waiting[node] = False
                continue
            change += less
            _note(travel, goes, begins, flip, tour, pos, turned)
            for spot in touched:
                n_waiting = _put(tour, spot, spot, waiting, is_waiting, n_waiting)
        if change < _LEAST:
            gained -= change
            kept[:] = tour
        else:
            tour[:] = kept
            _note(travel, goes, begins, flip, tour, pos, turned)
    for p in range(n):
        local = kept[p + 1]
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
