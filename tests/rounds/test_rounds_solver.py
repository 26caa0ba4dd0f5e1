"""The solver on problems small enough to know the answer."""

from collections import Counter
from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from walkmap.community.hours import DAY_S, Span
from walkmap.rounds import MonthProblem, SolveParams, solve
from walkmap.rounds.kernel import Weights, empty_state, tighten
from walkmap.rounds.numbers import items_of, numbers_of
from walkmap.rounds.problem import Distances, Routes, Task, Trade, Visit, WorkShift, walking_m
from walkmap.rounds.timing import leaving_s

ALWAYS = (Span(0, DAY_S),)
QUICK = SolveParams(effort="quick")
NINE = 9 * 3600


def problem_of(visits, xy_ends, shifts, *, office=(0.0, 0.0)) -> MonthProblem:
    """Return a problem on the plane: `xy_ends` are each visit's two ends."""
    points = np.array([office, *(end for ends in xy_ends for end in ends)], dtype=float)
    walk_m = np.hypot(*(points[:, None] - points[None, :]).transpose(2, 0, 1))
    along_m = np.array([np.hypot(*np.subtract(*ends)) for ends in xy_ends], dtype=float)
    return MonthProblem(tuple(visits), tuple(shifts), (Distances(walk_m, along_m),))


def building(id_: str, service_s: int = 60, days: tuple[int, ...] = (0,)) -> Visit:
    return Visit(id_, service_s, days, True, ALWAYS, (), 30)


def target(id_: str, service_s: int = 60, days: tuple[int, ...] = (0,), **other) -> Visit:
    return Visit(
        **{
            "id": id_,
            "service_s": service_s,
            "days": days,
            "weekly": False,
            "spans": ALWAYS,
            **other,
        }
    )


def shift(day: int = 0, team: str = "1", length_s: int = 3 * 3600) -> WorkShift:
    return WorkShift(day, team, NINE, NINE + length_s, 0, 1.0)


def ids(problem: MonthProblem, routes: Routes) -> list[list[str]]:
    return [[problem.visits[task.visit].id for task in tasks] for tasks in routes.tasks]


def end_of(problem: MonthProblem, number: int, tasks) -> float | None:
    """Walk a route by the clock; None if it breaks hours or the shift."""
    walk, along = problem.distances[0].walk_m, problem.distances[0].along_m
    now, here = float(problem.shifts[number].start_s), 0
    for task in tasks:
        visit = problem.visits[task.visit]
        first, last = (2, 1) if task.backwards else (1, 2)
        now += walk[here, first + 2 * task.visit]
        work = visit.service_s + along[task.visit]
        starts = [max(now, a) for a, b in visit.spans if max(now, a) + work <= b + 1e-6]
        if not starts:
            return None
        now, here = starts[0] + work, last + 2 * task.visit
    now += walk[here, 0]
    return now if now <= problem.shifts[number].end_s + 1e-6 else None


def check(problem: MonthProblem, routes: Routes) -> None:
    """Every visit due once or missing, whole, and every route within hours and shift."""
    made: Counter = Counter()
    for number, tasks in enumerate(routes.tasks):
        day, team = problem.shifts[number].day, problem.shifts[number].team
        assert not tasks or end_of(problem, number, tasks) is not None
        for task in tasks:
            visit = problem.visits[task.visit]
            assert day in visit.days
            assert not visit.teams or team in visit.teams
            made[task.visit, day if visit.weekly else None] += 1
    made.update(routes.missing)
    days = {s.day for s in problem.shifts}
    due = {
        (v, day)
        for v, visit in enumerate(problem.visits)
        for day in (sorted(days & set(visit.days)) if visit.weekly else [None])
    }
    hopeless = {
        (v, day)
        for v, day in due
        if not any(problem.allowed(v, s) for s in problem.shifts if day in (None, s.day))
    }
    assert made == Counter(due - hopeless)


def test_a_row_of_buildings_is_walked_the_right_way_round():
    # Slabs one behind the other: the shortest way goes there and back like an ox that ploughs.
    ends = [((10, 0), (60, 0)), ((10, 15), (60, 15)), ((10, 30), (60, 30))]
    problem = problem_of([building(c) for c in "ABC"], ends, [shift()])
    routes = solve(problem, QUICK)
    check(problem, routes)
    best = min(
        end_of(problem, 0, [tasks_of(v, b) for v, b in zip(order, ways, strict=True)])
        for order in permutations(range(3))
        for ways in product((False, True), repeat=3)
    )
    assert end_of(problem, 0, routes.tasks[0]) == pytest.approx(best)


@pytest.mark.parametrize("seed", range(6))
def test_one_round_is_the_shortest_where_there_and_back_differ(seed):
    walk = np.random.default_rng(seed).integers(20, 900, (13, 13))
    np.fill_diagonal(walk, 0)
    for middle in range(13):  # the shortest ways
        walk = np.minimum(walk, walk[:, middle, None] + walk[None, middle])
    places = np.repeat(np.arange(13), [1, *[2] * 12])
    distances = Distances(walk[np.ix_(places, places)].astype(float), np.zeros(12))
    visits = tuple(target(f"T{n}", 0) for n in range(12))
    problem = MonthProblem(visits, (shift(length_s=DAY_S // 3),), (distances,))
    routes = solve(problem, QUICK)
    check(problem, routes)
    # Held and Karp: the shortest way from the office through a set of places to one of them.
    least = {(1 << n, n): walk[0, n + 1] for n in range(12)}
    for some in range(1, 1 << 12):
        for n in range(12):
            if some >> n & 1 and some != 1 << n:
                rest = some & ~(1 << n)
                least[some, n] = min(
                    least[rest, m] + walk[m + 1, n + 1] for m in range(12) if rest >> m & 1
                )
    best = min(least[(1 << 12) - 1, n] + walk[n + 1, 0] for n in range(12))
    assert walking_m(problem, routes) == pytest.approx(best)


def tasks_of(visit: int, backwards: bool):

    return Task(visit, backwards)


@given(
    st.lists(st.tuples(*[st.integers(-50, 50)] * 4, st.integers(30, 900)), min_size=2, max_size=4),
    st.integers(1, 2),
    st.integers(500, 2500),
)
@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_no_building_is_torn_apart(rows, teams, length_s):
    """However little time there is: half visits, or halves in two rounds, do not happen."""
    ends = [((a, b), (c, d + 51)) for a, b, c, d, _ in rows]
    visits = [building(f"B{i}", row[4]) for i, row in enumerate(rows)]
    shifts = [shift(0, str(team), length_s) for team in range(teams)]
    problem = problem_of(visits, ends, shifts)
    check(problem, solve(problem, QUICK))


def test_two_teams_do_not_share_a_building():
    # Each team has time for one building, and most of another.
    ends = [((x, 0), (x + 10, 0)) for x in (10, 40, 70)]
    shifts = [shift(0, team, 40 * 60) for team in ("1", "2")]
    problem = problem_of([building(c, 20 * 60) for c in "ABC"], ends, shifts)
    routes = solve(problem, QUICK)
    check(problem, routes)
    assert sum(map(len, routes.tasks)) == 2
    assert len(routes.missing) == 1


def test_no_visit_is_squeezed_into_another():
    # The hour of the target lies in the middle of the building's.
    target_ = target("T", 300, spans=(Span(NINE + 1800, NINE + 2400),), weight=9)
    ends = [((0, 5), (10, 5)), ((5, 5), (5, 5))]
    problem = problem_of([building("A", 3600), target_], ends, [shift(0, "1", 4300)])
    routes = solve(problem, QUICK)
    check(problem, routes)
    assert ids(problem, routes) == [["A"]]


@pytest.mark.parametrize("team", ["1", "2"])
def test_a_target_goes_to_the_team_it_is_for(team):
    shifts = [shift(0, "1"), shift(0, "2")]
    problem = problem_of([target("T", teams=(team,))], [((9, 0), (9, 0))], shifts)
    routes = solve(problem, QUICK)
    assert ids(problem, routes) == ([["T"], []] if team == "1" else [[], ["T"]])


def test_a_target_goes_to_its_day():
    problem = problem_of([target("T", days=(2,))], [((9, 0), (9, 0))], [shift(d) for d in range(4)])
    assert ids(problem, solve(problem, QUICK)) == [[], [], ["T"], []]


def test_of_two_spans_one_is_taken():
    spans = (Span(NINE + 600, NINE + 900), Span(NINE + 5400, NINE + 7200))
    short = target("T1", 240, spans=spans)
    long = target("T2", 600, spans=spans)
    problem = problem_of([short, long], [((9, 0), (9, 0)), ((20, 0), (20, 0))], [shift()])
    routes = solve(problem, QUICK)
    check(problem, routes)
    assert sorted(ids(problem, routes)[0]) == ["T1", "T2"]


def test_a_span_too_short_for_a_visit_is_none():
    spans = (Span(NINE + 300, NINE + 600), Span(NINE + 7200, NINE + 9000))
    visits = [target("T1", 600, spans=spans), *(target(f"T{i}", 1800) for i in range(2, 6))]
    ends = [((i, 5), (i, 5)) for i in range(5)]
    problem = problem_of(visits, ends, [shift()])
    routes = solve(problem, QUICK)
    check(problem, routes)
    assert routes.missing == ()


def test_what_does_not_fit_is_the_least_important():
    visits = [
        building("A", 1000), target("T1", 1000, weight=9), target("T2", 1000, weight=3),
        target("T3", 1000, weight=1),
    ]  # fmt: skip
    ends = [((0, 5), (5, 5)), *[((i, 5), (i, 5)) for i in range(3)]]
    for length_s, left in ((4100, []), (3100, [3]), (2100, [2, 3]), (1100, [1, 2, 3])):
        problem = problem_of(visits, ends, [shift(0, "1", length_s)])
        routes = solve(problem, QUICK)
        check(problem, routes)
        assert sorted(v for v, _ in routes.missing) == left


@pytest.mark.parametrize("short_s", [0.5, 5, 25, 60])
@pytest.mark.parametrize("weekly", [True, False])
def test_a_shift_a_little_too_short(short_s, weekly):
    """The worth of a visit must not make the search be late, nor give up."""
    make = building if weekly else target
    visits = [make(f"V{i}", 600) for i in range(3)]
    ends = [((10 * i, 5), (10 * i + 5 * weekly, 5)) for i in range(3)]
    whole = problem_of(visits, ends, [shift()])
    used_s = end_of(whole, 0, solve(whole, QUICK).tasks[0]) - NINE
    problem = problem_of(
        visits, ends, [WorkShift(0, "1", NINE, int(NINE + used_s - short_s), 0, 1.0)]
    )
    routes = solve(problem, QUICK)
    check(problem, routes)
    assert len(routes.missing) == 1


def test_nobody_walks():
    problem = problem_of([building("A"), target("T")], [((0, 5), (5, 5)), ((9, 9), (9, 9))], [])
    assert solve(problem, QUICK) == Routes((), ())


def test_nothing_to_do():
    problem = problem_of([], [], [shift()])
    assert solve(problem, QUICK).tasks == ((),)


def test_the_guard_says_that_it_cut_in():
    ends = [((i * 9, 5), (i * 9 + 5, 5)) for i in range(12)]
    problem = problem_of([building(f"B{i}") for i in range(12)], ends, [shift()])
    routes = solve(problem, SolveParams(effort="best", guard_s=0.3))
    check(problem, routes)
    assert routes.cut_short
    assert not solve(problem, QUICK).cut_short


def test_the_same_seed_gives_the_same_plan():
    random = np.random.default_rng(5)
    ends = [(tuple(a), tuple(a + 20)) for a in random.uniform(-200, 200, (8, 2))]
    visits = [building(f"B{i}", 300, (0, 1)) for i in range(8)]
    problem = problem_of(visits, ends, [shift(d, t) for d in (0, 1) for t in "12"])
    assert solve(problem, QUICK) == solve(problem, QUICK)


def test_rounds_are_of_like_length():
    ends = [((10 + i, 5), (12 + i, 5)) for i in range(8)]
    visits = [building(f"B{i}", 900) for i in range(8)]
    problem = problem_of(visits, ends, [shift(0, "1"), shift(0, "2")])
    routes = solve(problem, QUICK)
    check(problem, routes)
    assert [len(tasks) for tasks in routes.tasks] == [4, 4]


@pytest.mark.parametrize(
    ("balance", "away_m", "sizes"),
    [
        (0.05, 300, [0, 12, 12]), (0.3, 300, [8, 8, 8]),
        (0.3, 900, [0, 12, 12]), (Trade().balance, 900, [8, 8, 8]),
    ],
)  # fmt: skip
def test_more_balance_sends_more_teams_out(balance, away_m, sizes):
    """Two rounds would do; a third makes them shorter, for one more way there and back."""
    visits = [target(f"T{i}", 600) for i in range(24)]
    ends = [((away_m, i), (away_m, i)) for i in range(24)]
    problem = problem_of(visits, ends, [shift(0, team) for team in "123"])
    problem = replace(problem, trade=Trade(balance=balance))
    routes = solve(problem, QUICK)
    check(problem, routes)
    assert sorted(len(tasks) for tasks in routes.tasks) == sizes


def test_a_kept_plan_is_not_evened_out():
    """Its longest visit is moved to the other day, and nothing comes back for it."""
    ends = [((10, i), (10, i)) for i in range(12)]
    visits = [target(f"T{i}", 600, (0, 1)) for i in range(11)] + [target("T11", 1500, (0, 1))]
    problem = problem_of(visits, ends, [shift(0), shift(1)])
    before = solve(problem, QUICK)
    day = next(d for d in (0, 1) if "T11" in ids(problem, before)[d])
    moved = problem_of([*visits[:-1], target("T11", 1500, (1 - day,))], ends, [shift(0), shift(1)])
    after = ids(moved, solve(moved, QUICK, like=before))
    assert set(after[day]) == set(ids(problem, before)[day]) - {"T11"}


def test_a_short_shift_does_not_keep_its_team_at_home():
    visits = [target(f"T{i}", 600) for i in range(20)]
    ends = [((10, i), (10, i)) for i in range(20)]
    problem = problem_of(visits, ends, [shift(0, "1"), shift(0, "2"), shift(0, "3", 2500)])
    routes = solve(problem, QUICK)
    check(problem, routes)
    assert [len(tasks) for tasks in routes.tasks] == [8, 8, 4]


def test_a_team_leaves_later_rather_than_wait_before_a_door():
    ten = Span(10 * 3600, 11 * 3600)
    problem = problem_of([target("T", spans=(ten,))], [((60, 0), (60, 0))], [shift()])
    routes = solve(problem, QUICK)
    # One minute there: leaving at 9:59 would do, 9:55 is the five minutes before.
    assert leaving_s(problem, problem.shifts[0], routes.tasks[0]) == 10 * 3600 - 300


def test_a_team_that_need_not_wait_leaves_with_its_shift():
    problem = problem_of([building("B")], [((60, 0), (90, 0))], [shift()])
    routes = solve(problem, QUICK)
    assert leaving_s(problem, problem.shifts[0], routes.tasks[0]) == NINE


def test_a_team_keeps_its_buildings_from_monday_to_monday():
    visits = [building(f"B{i}", days=(0, 1)) for i in range(4)]
    ends = [((x, 0), (x, 10)) for x in (-200, -100, 100, 200)]
    shifts = [shift(day, team) for day in (0, 1) for team in ("1", "2")]
    problem = problem_of(visits, ends, shifts)
    routes = solve(problem, QUICK)
    check(problem, routes)
    first, second = (ids(problem, routes)[half : half + 2] for half in (0, 2))
    assert first == second


def test_a_building_is_left_by_its_other_end():
    # Its near end is ten seconds away, but one comes out 500 metres farther.
    problem = problem_of([building("B", 60)], [((10, 0), (510, 0))], [shift(0, "1", 1000)])
    assert not problem.allowed(0, problem.shifts[0])
    longer = problem_of([building("B", 60)], [((10, 0), (510, 0))], [shift(0, "1", 1080)])
    assert longer.allowed(0, longer.shifts[0])
    assert solve(longer, QUICK).missing == ()


def test_a_round_that_is_too_long_loses_what_weighs_least():
    visits = [target(f"T{weight}", 1500, weight=weight) for weight in (20, 1, 400)]
    problem = problem_of(visits, [((0, 0), (0, 0))] * 3, [shift(length_s=3600)])
    numbers = numbers_of(problem, items_of(problem))
    state = empty_state(numbers, 1)
    state.seq[0, :3], state.size[0], state.at[:] = (0, 2, 4), 3, 0
    tighten(numbers, Weights(habit=0, balance=0, fair=0, wait=0, late=1, slack=900), state)
    assert state.size[0] == 3  # 15 minutes late is allowed
    tighten(numbers, Weights(habit=0, balance=0, fair=0, wait=0), state)
    assert state.at.tolist() == [0, -1, 0]
    assert state.seq[0, :2].tolist() == [0, 4]
