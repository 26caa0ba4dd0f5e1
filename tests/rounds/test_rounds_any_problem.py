"""Whatever numbers a month problem is made of: its routes keep every rule."""

import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from walkmap.community.hours import DAY_S, Span
from walkmap.rounds import MonthProblem, SolveParams, solve
from walkmap.rounds.problem import Routes, Task, Trade, Visit, WorkShift

QUICK = SolveParams(effort="quick")
NINE = 9 * 3600
ALWAYS = (Span(0, DAY_S),)
WEIGHTS = (1, 20, 400)
BUILDING = 8000


@dataclass(frozen=True)
class Plain:
    """A month problem, as the arrays that it was made from."""

    walk_m: np.ndarray
    along_m: np.ndarray
    visits: tuple[Visit, ...]
    shifts: tuple[WorkShift, ...]
    trade: Trade | None

    def problem(self) -> MonthProblem:
        return MonthProblem.from_arrays(
            self.walk_m, self.visits, self.shifts, along_m=self.along_m, trade=self.trade
        )

    # The rules, looked at anew

    def back_s(self, shift: WorkShift, tasks: tuple[Task, ...]) -> float | None:
        """Walk a route by the clock; None if it breaks hours or the shift."""
        now, here = float(shift.start_s), 0
        for task in tasks:
            visit = self.visits[task.visit]
            ends = (1 + 2 * task.visit, 2 + 2 * task.visit)
            first, last = ends[::-1] if task.backwards else ends
            now += self.walk_m[here, first] / shift.speed_mps
            work = visit.service_s + self.along_m[task.visit] / shift.speed_mps
            starts = [max(now, a) for a, b in visit.spans if max(now, a) + work <= b + 1e-6]
            if not starts:
                return None
            now, here = min(starts) + work, last
        now += self.walk_m[here, 0] / shift.speed_mps
        return now if now <= shift.end_s + 1e-6 else None

    def may(self, visit: Visit, shift: WorkShift) -> bool:
        return (
            shift.day in visit.days
            and (not visit.teams or shift.team in visit.teams)
            and (shift.day, shift.team) not in visit.barred
        )

    def alone(self, number: int, shift: WorkShift) -> bool:
        """Tell whether a shift has room for a visit and nothing else."""
        return self.may(self.visits[number], shift) and any(
            self.back_s(shift, (Task(number, backwards),)) is not None
            for backwards in (False, True)
        )

    def faults(self, routes: Routes) -> Iterator[str]:
        made: Counter[tuple[int, int | None]] = Counter()
        days: dict[int, list[int]] = {}
        for shift, tasks in zip(self.shifts, routes.tasks, strict=True):
            if self.back_s(shift, tasks) is None:
                yield f"{shift}: hours or the shift are broken"
            for task in tasks:
                visit = self.visits[task.visit]
                if not self.may(visit, shift):
                    yield f"{visit.id} is not to be made in {shift}"
                made[task.visit, shift.day if visit.weekly else None] += 1
                days.setdefault(task.visit, []).append(shift.day)
        for number, mine in days.items():
            visit = self.visits[number]
            near = len(mine) == 2 and abs(mine[0] - mine[1]) * 7 < max(visit.apart, 1)
            if near and not visit.weekly:
                yield f"{visit.id} on days {mine}"
        due, left = self.due(), Counter(routes.missing)
        for key in {*made, *left, *due}:
            # What no shift has room for need not be told of.
            if made[key] + left[key] != due[key] and (key in due or key in made):
                yield f"{key}: due {due[key]}, made {made[key]}, missing {left[key]}"

    def due(self) -> Counter[tuple[int, int | None]]:
        due: Counter[tuple[int, int | None]] = Counter()
        for number, visit in enumerate(self.visits):
            able = {s.day for s in self.shifts if self.alone(number, s)}
            if visit.weekly:
                due.update((number, day) for day in able)
            elif able:
                due[number, None] = visit.times
        return due

    def unjust(self, routes: Routes) -> Iterator[str]:
        """Give what is left out although a lower class in some round could give way for it."""
        for number, day in dict.fromkeys(routes.missing):
            visit = self.visits[number]
            others = [
                shift.day
                for shift, tasks in zip(self.shifts, routes.tasks, strict=True)
                if number in {task.visit for task in tasks}
            ]
            for shift, tasks in zip(self.shifts, routes.tasks, strict=True):
                far = all(abs(shift.day - d) * 7 >= max(visit.apart, 1) for d in others)
                if day not in (None, shift.day) or not self.may(visit, shift) or not far:
                    continue
                for least in (None, *tasks):
                    if least and self.visits[least.visit].weight >= visit.weight:
                        continue
                    rest = tuple(task for task in tasks if task != least)
                    if self.fits(number, shift, rest):
                        gone = "nothing" if least is None else self.visits[least.visit].id
                        yield f"{visit.id} fits into {shift} if {gone} gives way"

    def fits(self, number: int, shift: WorkShift, tasks: tuple[Task, ...]) -> bool:
        return any(
            self.back_s(shift, (*tasks[:at], Task(number, backwards), *tasks[at:])) is not None
            for at in range(len(tasks) + 1)
            for backwards in (False, True)
        )


@st.composite
def plains(draw: st.DrawFn, *, hours: bool = True, least_s: int = 600) -> Plain:
    """Draw a problem of one to three Mondays and teams, and up to nine visits."""

    def number(low: int, high: int) -> int:
        return draw(st.integers(low, high))

    days, teams = number(1, 3), number(1, 3)
    shifts = []
    for day in range(days):
        for team in range(teams):
            if number(0, 5):
                start = NINE + 600 * number(0, 2)
                speed = draw(st.sampled_from((0.8, 1.1)))
                shifts.append(
                    WorkShift(day, str(team), start, start + number(least_s, 5400), 0, speed)
                )
    visits = []
    for at in range(number(1, 9)):
        weekly = number(0, 2) == 0
        some = tuple(d for d in range(days) if number(0, 3)) or (0,)
        spans = ALWAYS
        if hours and not weekly and number(0, 2) == 0:
            open_s = NINE + 600 * number(0, 6)
            spans = (Span(open_s, open_s + 600 * number(1, 4)), Span(DAY_S - 9000, DAY_S))
        twice = not weekly and number(0, 4) == 0
        visits.append(
            Visit(
                id=f"V{at}",
                service_s=60 * number(1, 25),
                days=some,
                weekly=weekly,
                spans=spans,
                teams=() if number(0, 4) else (str(number(0, teams - 1)),),
                weight=BUILDING if weekly else draw(st.sampled_from(WEIGHTS)),
                barred=frozenset({(number(0, days - 1), "0")} if number(0, 4) == 0 else ()),
                times=2 if twice else 1,
                apart=11 if twice else 0,
                keepers=() if number(0, 2) else (str(number(0, teams - 1)),),
            )
        )
    random = np.random.default_rng(number(0, 10**6))
    points = random.uniform(-300, 300, (1 + 2 * len(visits), 2)).round(1)
    points[0] = 0
    for at, visit in enumerate(visits):
        points[2 + 2 * at] = points[1 + 2 * at] + (
            random.uniform(-60, 60, 2) if visit.weekly else 0
        )
    walk_m = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    if number(0, 2) == 0:  # one way round is longer than the other
        walk_m = walk_m * random.uniform(1, 1.3, walk_m.shape)
        np.fill_diagonal(walk_m, 0)
    if number(0, 4) == 0:  # the first visit can't be reached
        walk_m[1:3, :] = walk_m[:, 1:3] = np.inf
        walk_m[1:3, 1:3] = 0
    pairs = np.arange(1, 1 + 2 * len(visits), 2)
    along_m = np.array([np.hypot(*(points[at + 1] - points[at])) for at in pairs])
    return Plain(
        walk_m, along_m, tuple(visits), tuple(shifts), draw(st.sampled_from((None, Trade())))
    )


def any_example(count: int) -> settings:
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@given(plains(), st.sampled_from((1, 2)))
@any_example(60)
def test_routes_keep_every_rule(plain: Plain, workers: int):
    routes = solve(plain.problem(), replace(QUICK, workers=workers))
    assert list(plain.faults(routes)) == []


@given(plains(least_s=300))
@any_example(40)
def test_nothing_is_left_out_for_what_counts_less(plain: Plain):
    routes = solve(plain.problem(), QUICK)
    assert list(plain.unjust(routes)) == []


@given(plains(), st.integers(0, 99))
@any_example(12)
def test_the_same_seed_gives_the_same_routes(plain: Plain, seed: int):
    for workers in (1, 2):
        params = replace(QUICK, seed=seed, workers=workers)
        assert solve(plain.problem(), params) == solve(plain.problem(), params)


@given(plains(), plains())
@any_example(20)
def test_any_earlier_routes_may_be_kept_as_far_as_they_can(plain: Plain, other: Plain):
    """Where to begin is somebody else's plan: too much, too late, not allowed, or nothing."""
    count = len(plain.visits)
    tasks = [
        tuple(Task(task.visit, task.backwards) for task in mine if task.visit < count)
        for mine in solve(other.problem(), QUICK).tasks
    ]
    tasks = [*tasks, *[()] * len(plain.shifts)][: len(plain.shifts)]
    routes = solve(plain.problem(), QUICK, like=Routes(tuple(tasks), ()))
    assert list(plain.faults(routes)) == []


@given(plains())
@any_example(15)
def test_a_plan_is_kept_whole_if_nothing_has_changed(plain: Plain):
    first = solve(plain.problem(), QUICK)
    again = solve(plain.problem(), replace(QUICK, seed=5), like=Routes(first.tasks, ()))
    assert again.tasks == first.tasks or len(again.missing) < len(first.missing)


def many(count: int = 40) -> Plain:
    """Return one Monday of two teams with much to do."""
    random = np.random.default_rng(3)
    points = np.vstack([[0, 0], random.uniform(-400, 400, (count, 2)).repeat(2, axis=0)])
    walk_m = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    visits = tuple(Visit(f"V{at}", 240, (0,), True, weight=BUILDING) for at in range(count))
    shifts = tuple(WorkShift(0, team, NINE, NINE + 3 * 3600) for team in "12")
    return Plain(walk_m, np.zeros(count), visits, shifts, None)


@pytest.mark.parametrize("workers", [1, 2])
def test_hardly_any_time_still_gives_a_plan(workers):
    plain = many()
    routes = solve(plain.problem(), SolveParams(time_s=0.01, workers=workers))
    assert list(plain.faults(routes)) == []
    assert routes.missing == ()


@pytest.mark.parametrize("after", [1, 3])
def test_ctrl_c_keeps_the_best_plan_so_far(after, request):
    # A process that was started in the background doesn't hear of Ctrl-C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    plain, shares = many(), []

    def show(share: float, _walk_m: float) -> None:
        shares.append(share)
        if len(shares) == after:
            signal.raise_signal(signal.SIGINT)

    try:
        routes = solve(plain.problem(), SolveParams(effort="normal"), show)
    except KeyboardInterrupt:
        pytest.fail("the plan is lost")
    assert routes.cut_short
    assert max(shares) < 1
    assert list(plain.faults(routes)) == []
    assert routes.missing == ()
