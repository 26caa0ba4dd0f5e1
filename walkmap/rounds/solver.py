"""Solving the month problem, whole.

All Mondays are solved at once by the search in `walkmap.rounds.kernel`: several run side by side,
in threads that the compiled code lets run freely, and meet now and then. What one is used to (the
order of a typical Monday, or an earlier plan) is found first.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from walkmap.rounds.kernel import (
    SETTLED,
    Numbers,
    State,
    Weights,
    anneal,
    copy_plan,
    empty_state,
    refresh_all,
    shorten_rounds,
    tighten,
    total,
)
from walkmap.rounds.numbers import Item, fill, items_of, numbers_of, routes_of
from walkmap.rounds.problem import MonthProblem, Routes, walking_m
from walkmap.rounds.usual import every_monday, typical_monday, used_to

Effort = Literal["quick", "normal", "best"]
# How many steps each worker does, in all of its searches together.
_ITERATIONS: dict[Effort, int] = {"quick": 16_000, "normal": 300_000, "best": 1_500_000}
_MEETINGS = 25
# How many searches each worker goes on with in turn: what a plan becomes is settled early, so that
# many to choose from are worth more than one that is cooled slowly.
_EACH = 4
# How many changes of each round's order are tried before the searches meet, one for so many
# iterations at most; where there is only one round, in each iteration.
_KICKS, _SELDOM = 40, 100
# Temperatures in seconds: what a worse plan may cost at the beginning, and at the end.
_HOT, _COLD = 400.0, 5.0
# While it searches, rounds may be so much too long. A second of it costs as many as the temperature
# goes into `_LATE`, and twice as many each time that rounds are in time less often than they should
# be, half as many else: nearly always at the end, never asked for from `_EASY` on. The first step,
# which finds a plan that is sound, and the last ones are strict.
_SLACK_S = 900.0
_LATE, _EASY, _STRICT = 120.0, 120.0, 7.0
# Where not all fits, what is left out costs so many times the temperature: the heaviest of it in
# the beginning, the lightest visit when `_PRIZED` of the search is done; from then on, its prize.
# So what weighs most finds its place first, while what weighs little makes room.
_HEAVIEST, _LIGHTEST, _PRIZED = 1.0, 20.0, 0.8
# A round that is half an hour longer than its share if all teams went out: there, a second counts
# `balance` more; and its root more, where a round is so much longer than those that do go out.
_LONG_S, _UNLIKE_S = 1800.0, 100.0
_FAIR = 0.98
# At these temperatures the quarter of the searches whose plans were the longest on average goes on
# from those of the best.
_CHOSEN = (150.0, 120.0, 100.0, 80.0, 65.0, 50.0, 40.0, 32.0, 25.0, 20.0)
# An earlier plan is kept unless a change is worth two kilometres; rounds need not be alike then.
_KEEP_M = 2000.0
_SPEED_MPS = 1.1
Progress = Callable[[float, float], None]


@dataclass(frozen=True)
class SolveParams:
    """How to search.

    Parameters
    ----------
    seed
        The same seed gives the same plan, unless the search is stopped by the clock.
    effort
        How long: about half a second, some seconds, or a minute for a community of usual size.
    workers
        How many threads search side by side; another number may give another plan.
    time_s
        How many seconds to search instead.
    guard_s
        When to stop at the latest.
    """

    seed: int = 1
    effort: Effort = "normal"
    workers: int = 2
    time_s: float | None = None
    guard_s: float = 120.0


def _silent(_share: float, _walk_m: float) -> None:
    """Show no progress."""


def solve(
    problem: MonthProblem,
    params: SolveParams | None = None,
    progress: Progress = _silent,
    *,
    like: Routes | None = None,
) -> Routes:
    """Plan all rounds of a month.

    Parameters
    ----------
    problem
        The month problem.
    params
        How to search.
    progress
        Called now and then with the share of the search that is done, and the metres of walking
        in the best plan so far.
    like
        An earlier plan for the same visits and shifts, that is kept as far as it can.

    Returns
    -------
    Routes
        The best plan found: nobody over the shift, then as `problem.trade` says; what doesn't fit
        is `missing`. Ctrl-C stops the search, and the best plan so far is returned.
    """
    params = params or SolveParams()
    items = items_of(problem)
    if not problem.shifts or not items:
        return Routes(((),) * len(problem.shifts), ())
    many = len(problem.shifts) > 1
    clock = _Clock(params, progress, _EACH if many else _KICKS)
    weights, start = _weights(problem), like
    numbers = numbers_of(problem, items)
    if like is not None:
        weights = weights._replace(habit=_KEEP_M / problem.shifts[0].speed_mps, alike=0.0)
        numbers = used_to(problem, numbers, items, like, _KEEP_M / _SPEED_MPS)
    elif weights.habit > 0 and len({shift.day for shift in problem.shifts}) > 1:
        typical = typical_monday(problem)
        usual = solve(typical, SolveParams(params.seed, "quick", params.workers))
        clock.cut_in = usual.cut_short
        start = every_monday(problem, typical, usual)
        numbers = used_to(problem, numbers, items, start)
    starts = [start] * params.workers * (_EACH if many else 1)
    if like is None and problem.trade.balance > 0 and many:
        few = _few_rounds(problem, params)
        clock.cut_in = clock.cut_in or few.cut_short
        starts[1::2] = [few] * (len(starts) // 2)
    searches = _Searches(problem, items, numbers, weights, params, starts)
    searches.run(clock)
    routes = routes_of(problem, items, searches.best)
    return Routes(routes.tasks, routes.missing, clock.cut_in)


def _weights(problem: MonthProblem) -> Weights:
    trade = problem.trade
    return Weights(
        habit=trade.habit_m / problem.shifts[0].speed_mps,
        balance=trade.balance / (2 * _LONG_S),
        alike=trade.balance**0.5 / (2 * _UNLIKE_S),
        fair=0.0,
        wait=trade.wait,
    )


def _few_rounds(problem: MonthProblem, params: SolveParams) -> Routes:
    """Return a plan with as few rounds as the least walking needs.

    No small change leads from few rounds to many, or back: every other search begins with it.
    """
    least = replace(problem, trade=replace(problem.trade, balance=0.0, habit_m=0.0))
    return solve(least, SolveParams(params.seed, "quick", params.workers))


class _Clock:
    """Tells how much of the search is done, by iterations or by time, and when to stop."""

    def __init__(self, params: SolveParams, progress: Progress, heavy: int) -> None:
        self._start = perf_counter()
        self._params = params
        self._progress = progress
        self.total = _ITERATIONS[params.effort] // heavy
        self.done = 0
        self.cut_in = False

    def goes_on(self) -> bool:
        """Tell whether to search on: at least one step is done."""
        return not self.done or (not self.cut_in and self.share() < 1)

    def share(self) -> float:
        """Return how much is done, from 0 to 1."""
        spent_s, limit_s = perf_counter() - self._start, self._params.time_s
        if limit_s is not None:
            return min(1.0, spent_s / limit_s)
        if spent_s > self._params.guard_s:
            self.cut_in = True
            return 1.0
        return self.done / self.total

    def step(self) -> int:
        """Return how many iterations to do before the searches meet next."""
        if self._params.time_s is None:
            return max(1, min(self.total // _MEETINGS, self.total - self.done))
        spent_s = perf_counter() - self._start
        if not self.done:
            return 20
        left_s = min(self._params.time_s - spent_s, self._params.time_s / _MEETINGS)
        return max(20, int(self.done / spent_s * left_s))

    def tell(self, walk_m: float) -> None:
        """Show how far the search is."""
        self._progress(self.share(), walk_m)


class _Search(NamedTuple):
    """The plan one search is at, room for a copy of it, and its best."""

    state: State
    now: State
    best: State


def _new_search(numbers: Numbers, seed: int) -> _Search:
    return _Search(*(empty_state(numbers, seed) for _ in range(3)))


class _Searches:
    """Searches that run side by side and meet now and then."""

    def __init__(
        self,
        problem: MonthProblem,
        items: list[Item],
        numbers: Numbers,
        weights: Weights,
        params: SolveParams,
        starts: list[Routes | None],
    ) -> None:
        self._problem, self._items, self._numbers = problem, items, numbers
        self._weights = weights
        self._rigour = 1.0
        self._workers = params.workers
        self._searches = [
            _new_search(numbers, params.seed * 1009 + number) for number in range(len(starts))
        ]
        self.best = self._searches[0].best
        for search, start in zip(self._searches, starts, strict=True):
            for state in (search.state, search.best):
                fill(numbers, self._weights, items, problem, start, state)
        self._share_fairly()

    def run(self, clock: _Clock) -> None:
        """Search until the clock says that it is enough, or Ctrl-C; at least one step is done."""
        with ThreadPoolExecutor(self._workers) as pool:
            try:
                while clock.goes_on():
                    self._step(pool, clock)
            except KeyboardInterrupt:
                clock.cut_in = True
        self._meet()  # what the searches found before they were stopped, too
        if clock.cut_in and not self.best.size.any():
            raise KeyboardInterrupt  # there is nothing to keep

    def _step(self, pool: ThreadPoolExecutor, clock: _Clock) -> None:
        """Let all searches go on for a while, meet, and tell how far they are."""
        step, share = clock.step(), clock.share()
        then = min(1.0, share + max(step / clock.total, 1 / _MEETINGS))
        warm = _heat((share + then) / 2)
        strict = self._weights._replace(prized=self._prized(share, warm) if clock.done else 1.0)
        ways = [strict] * len(self._searches)
        # Where not all fits, it isn't clear which is better: every other search stays strict.
        patient = slice(None, None, 2 if (self.best.at < 0).any() else 1)
        many = len(self._problem.shifts) > 1  # one round is begun anew, again and again
        if many and clock.done and warm > _STRICT:
            easy = strict._replace(late=self._rigour * _LATE / warm, slack=_SLACK_S)
            ways[patient] = [easy] * len(ways[patient])
        tasks = [
            pool.submit(self._go_on, search, weights, step, _heat(share), _heat(then))
            for search, weights in zip(self._searches, ways, strict=True)
        ]
        done = [task.result() for task in tasks]
        self._searches = [search for search, _, _ in done]
        seldom = np.mean([fits for _, fits, _ in done][patient]) < 1 - warm / _EASY
        self._rigour = max(1.0, self._rigour * (2.0 if seldom else 0.5))
        clock.done += step
        if many and any(_heat(share) >= chosen > _heat(then) for chosen in _CHOSEN):
            self._choose([cost for _, _, cost in done])
        self._meet()
        clock.tell(walking_m(self._problem, routes_of(self._problem, self._items, self.best)))

    def _choose(self, costs: list[float]) -> None:
        """Let the worst quarter of the searches go on from the best ones' plans."""
        order = [self._searches[number].state for number in np.argsort(costs, kind="stable")]
        for good, poor in zip(order, order[: -(len(order) // 4) - 1 : -1], strict=False):
            copy_plan(good, poor)

    def _prized(self, share: float, warm: float) -> float:
        """Return how much of the prizes counts for now, from 0 to 1."""
        prizes = self._numbers.prize
        missing = prizes[self.best.at < 0]
        if not len(missing) or share >= _PRIZED:
            return 1.0
        first, last = _HEAVIEST / missing.max(), _LIGHTEST / prizes.min()
        return float(min(1.0, warm * first * (last / first) ** (share / _PRIZED)))

    def _go_on(
        self, search: _Search, weights: Weights, step: int, hot: float, cold: float
    ) -> tuple[_Search, float, float]:
        """Let one search go on, and look for the shortest order of its rounds.

        Where there is one round only, it soon gets no further, often far from the best: then
        another search begins. Returned are the search, how often all rounds were in time, and what
        its plan cost on average.
        """
        before = self._total(search.best)
        if not weights.slack:
            tighten(self._numbers, weights, search.state)
        fits, cost = anneal(self._numbers, weights, *search, step, hot, cold)
        if len(self._problem.shifts) == 1:
            shorten_rounds(self._numbers, weights, search.best, _KICKS * step)
            if not self._total(search.best) < before:
                search = _new_search(self._numbers, int(search.state.random[0]))
        elif cold < SETTLED:
            kicks = min(_KICKS, step // _SELDOM)
            shorten_rounds(self._numbers, weights, search.state, kicks)
            shorten_rounds(self._numbers, self._weights, search.best, kicks)  # never late
        return search, fits, cost

    def _meet(self) -> None:
        """Find the best plan of all."""
        self._share_fairly()
        bests = [self.best, *(search.best for search in self._searches)]
        for best in bests:
            refresh_all(self._numbers, self._weights, best)
        self.best = min(bests, key=self._total)

    def _total(self, state: State) -> float:
        return float(total(self._numbers, self._weights, state))

    def _share_fairly(self) -> None:
        """Set from which length on a round counts as long, by the work there is."""
        fair = _FAIR * _level(self._numbers.end - self._numbers.start, float(self.best.work.sum()))
        self._weights = self._weights._replace(fair=fair)


def _heat(share: float) -> float:
    return float(_HOT * (_COLD / _HOT) ** share)


def _level(room: NDArray[np.float64], work: float) -> float:
    """Return how long each round is if work is spread evenly, as far as the shifts allow."""
    left, longest = work, 0.0
    for number, size in enumerate(sorted(room)):
        longest = left / (len(room) - number)
        if longest <= size:
            return longest
        left -= size
    return longest
