"""The benchmark's judge catches what is wrong, and its instances and peers are as it says."""

import re
from dataclasses import replace
from pathlib import Path

import folium
import geopandas as gpd
import numpy as np
import pytest

from benchmarks import instances, pages, stock
from benchmarks.best import best_dm, keep_best, read_best
from benchmarks.instances import Instance, mondays, months, too_much
from benchmarks.judge import Plan, Wrongs, judge, wrongs
from benchmarks.optima import optimum_dm, prove
from benchmarks.peers import Christofides, FastTsp, Insertion, PyVRP, Solver, Vroom, Walkmap
from benchmarks.tables import put
from walkmap.community import Community, read_community
from walkmap.community.hours import Span
from walkmap.issues import Slides
from walkmap.jobs.common import SAMPLE
from walkmap.jobs.heat import HeatAsk, slides_for
from walkmap.network import streets_of
from walkmap.pages.heat_page import RAMP
from walkmap.rounds.problem import ALWAYS, Visit, WorkShift

# Five places on a line, 100 m apart, the office at its end.
_LINE = np.abs(np.subtract.outer(np.arange(5), np.arange(5))) * 1000


def _visit(id_: str, *days: int, weekly: bool = False, weight: int = 1) -> Visit:
    return Visit(id_, 60, days, weekly=weekly, weight=weight)


@pytest.fixture
def month() -> Instance:
    """A building and three targets on two Mondays: one open late, one on the second Monday only."""
    visits = (
        _visit("B1", 0, 1, weekly=True, weight=8000),
        _visit("T1", 0, 1, weight=20),
        replace(_visit("T2", 0, 1), spans=(Span(1000, 1100), Span(2000, 3000))),
        _visit("T3", 1, weight=400),
    )
    shifts = tuple(WorkShift(day, "1", 0, 3000, speed_mps=1.0) for day in (0, 1))
    return Instance("line", _LINE, visits, shifts)


@pytest.fixture
def circle() -> Instance:
    """Twelve places on a circle: the only best tour goes round it."""
    angle = np.arange(12) * np.pi / 6
    xy = np.column_stack([np.cos(angle), np.sin(angle)]) * 1000
    far = np.hypot(*(xy[:, None] - xy[None, :]).transpose(2, 0, 1))
    return instances.tour("circle", np.rint(far).astype(np.int64))


GOOD = [[0, 1, 2], [0, 3]]


def test_the_judge_finds_nothing_wrong_with_a_sound_plan(month: Instance) -> None:
    verdict = judge(month, GOOD)
    assert verdict.sound
    assert verdict.weight == 0
    assert verdict.walk_dm == 2 * 3000 + 2 * 4000


@pytest.mark.parametrize(
    ("plan", "fault"),
    [
        ([[0, 1, 2, 3], [0]], "day 0, team 1: T3 is not for this day"),
        ([[0, 1, 2], [0, 1, 3]], "T1 is visited 2 times"),
        ([[0, 0, 1, 2], [0, 3]], "B1 is visited 2 times"),
        ([[0, 1, 2]], "1 rounds for 2 shifts"),
    ],
)
def test_the_judge_tells_wrong_days_and_what_is_done_twice(
    month: Instance, plan: list[list[int]], fault: str
) -> None:
    assert fault in judge(month, plan).faults


def test_the_judge_tells_what_is_left_out_and_what_it_weighs(month: Instance) -> None:
    verdict = judge(month, [[1, 2], [0]])
    assert not verdict.sound
    assert verdict.faults == ()
    assert verdict.missing == ((0, 0), (3, None))
    assert verdict.weight == 8400


@pytest.mark.parametrize(("service_s", "back_s"), [(740, 1400), (741, 2360)])
def test_a_visit_that_would_not_end_in_its_span_waits_for_the_next(
    month: Instance, service_s: int, back_s: int
) -> None:
    # One comes to T2 after 1040 s or 1041 s; it takes a minute, and is open until 1100 s.
    building = replace(month.visits[0], service_s=service_s)
    for end_s in (back_s, back_s - 1):
        shifts = tuple(replace(shift, end_s=end_s) for shift in month.shifts)
        instance = replace(month, visits=(building, *month.visits[1:]), shifts=shifts)
        late = ("day 0, team 1: back 1.0 s late",)
        assert judge(instance, [[0, 2], []]).faults == (() if end_s == back_s else late)


def test_the_judge_tells_shut_doors(month: Instance) -> None:
    early = replace(month.visits[2], spans=(Span(0, 200),))
    shut = replace(month, visits=(*month.visits[:2], early, month.visits[3]))
    assert judge(shut, GOOD).faults == ("day 0, team 1: T2 is shut when one gets there",)


def test_a_way_back_counts_as_long_as_it_is_that_way_round() -> None:
    one_way = instances.tour("one way", np.array([[0, 10, 90], [90, 0, 10], [10, 90, 0]]))
    assert judge(one_way, [[0, 1]]).walk_dm == 30
    assert judge(one_way, [[1, 0]]).walk_dm == 270


def test_what_is_left_out_without_need_is_counted(month: Instance) -> None:
    assert wrongs(month, GOOD) == Wrongs(0, 0, 0)
    # There is room for T3; for the building too, and it could stand where T1 or T2 does.
    assert wrongs(month, [[1, 2], [0]]) == Wrongs(needless=2, swaps=1, buildings=1)
    # With no second to spare, T3 could only stand in the place of T1, which weighs less.
    full = replace(month, shifts=(month.shifts[0], replace(month.shifts[1], end_s=920)))
    assert wrongs(full, [[0, 2], [0, 1]]) == Wrongs(needless=0, swaps=1, buildings=0)
    assert wrongs(full, [[0, 1, 2], []]) == Wrongs(needless=2, swaps=0, buildings=1)
    assert wrongs(full, [[0, 2], [0, 3]]) == Wrongs(needless=1, swaps=1, buildings=0)


@pytest.fixture
def sample_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the maps that take seconds to read."""
    monkeypatch.setattr(instances, "TOWNS", ("nanshatan",))


@pytest.mark.usefixtures("sample_only")
def test_mondays_are_as_described() -> None:
    found = mondays()
    assert len(found) == 18
    for instance in found:
        _, size, kind, _ = instance.name.split("-")
        assert instance.walk_dm.shape == (int(size), int(size))
        assert instance.symmetric == (kind == "sym")
        assert (np.diag(instance.walk_dm) == 0).all()


@pytest.mark.usefixtures("sample_only")
def test_months_are_as_described_and_the_same_each_time() -> None:
    for instance, again in zip(months() + too_much(), months() + too_much(), strict=True):
        _, kind, rounds, targets, *hours, _ = instance.name.split("-")
        teams, days = map(int, rounds.split("x"))
        assert instance.symmetric == (kind == "sym")
        assert len(instance.shifts) == teams * days
        assert sum(visit.weekly for visit in instance.visits) == instances.BUILDINGS
        assert sum(not visit.weekly for visit in instance.visits) == int(targets)
        narrow = [v for v in instance.visits if v.spans != ALWAYS or len(v.days) < days]
        assert bool(narrow) == bool(hours)
        assert (instance.walk_dm == again.walk_dm).all()
        assert (instance.visits, instance.shifts) == (again.visits, again.shifts)


@pytest.mark.usefixtures("sample_only")
def test_the_best_plans_in_the_file_are_sound_and_as_long_as_it_says() -> None:
    known = read_best()
    for instance in months():
        if instance.name in known:
            assert best_dm(instance) == round(known[instance.name]["walk_m"] * 10)


def test_only_a_better_and_sound_plan_is_kept(month: Instance, tmp_path: Path) -> None:
    file = tmp_path / "best.json"
    assert not keep_best(month, [[0, 1, 2], [0]], solver="leaves out", seconds=1, file=file)
    assert best_dm(month, file) is None
    assert keep_best(month, [[1, 0, 2], [0, 3]], solver="first", seconds=1, file=file)
    assert keep_best(month, GOOD, solver="better", seconds=1, file=file)
    assert not keep_best(month, [[1, 0, 2], [0, 3]], solver="worse", seconds=1, file=file)
    assert read_best(file)["line"]["solver"] == "better"
    assert best_dm(month, file) == 14_000


def test_an_optimum_is_proven_and_holds_for_its_own_distances_only(circle: Instance) -> None:
    pytest.importorskip("ortools")
    optima = {"circle": prove(circle, 20)}
    side = circle.walk_dm[0, 1]
    assert optimum_dm(circle, optima) == 12 * side
    assert optimum_dm(replace(circle, walk_dm=circle.walk_dm + 1), optima) is None
    assert optimum_dm(circle, {"circle": optima["circle"] | {"bound": 12 * side - 1}}) is None


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    """Solve once before: the seconds given are for solving, in the tables too."""
    Walkmap().solve(instances.tour("two", _LINE[:3, :3]), 0.1, 1)


_MODULES = {"VROOM x=5": "vroom", "fast-tsp": "fast_tsp"}


def _solve(solver: Solver, instance: Instance) -> Plan:
    pytest.importorskip(_MODULES.get(solver.name, "networkx"))
    return solver.solve(instance, 0.2, 1)


@pytest.mark.parametrize(
    "solver",
    [Walkmap(), PyVRP(), PyVRP(tuned=True), PyVRP(idle=50), Vroom(), Insertion()],
    ids=lambda solver: solver.name,
)
def test_each_solver_plans_a_small_month(solver: Solver, month: Instance) -> None:
    verdict = judge(month, _solve(solver, month))
    assert verdict.sound
    # Best is all targets on the second Monday; who takes the next best each time sees it too late.
    assert verdict.walk_dm == (14_000 if isinstance(solver, Insertion) else 10_000)


@pytest.mark.parametrize(
    "solver",
    [Walkmap(), PyVRP(), Vroom(), Christofides(), FastTsp()],
    ids=lambda solver: solver.name,
)
def test_each_solver_walks_round_a_circle(solver: Solver, circle: Instance) -> None:
    verdict = judge(circle, _solve(solver, circle))
    assert verdict.sound
    assert verdict.walk_dm == 12 * circle.walk_dm[0, 1]


@pytest.mark.parametrize(
    "solver", [Walkmap(), PyVRP(required=False), Vroom()], ids=lambda solver: solver.name
)
def test_each_solver_leaves_out_what_weighs_least(solver: Solver, month: Instance) -> None:
    # Either T1 or T3 fits beside the building on the second Monday, and nothing on the first.
    first, second = month.shifts
    shifts = (replace(first, end_s=260), replace(second, end_s=920))
    visits = (*month.visits[:2], month.visits[3])
    full = Instance("full", month.walk_dm[np.ix_([0, 1, 2, 4], [0, 1, 2, 4])], visits, shifts)
    verdict = judge(full, _solve(solver, full))
    assert verdict.faults == ()
    assert verdict.missing == ((1, None),)


def test_a_table_takes_the_place_between_its_markers_only() -> None:
    text = "before\n<!-- a -->\nold\n<!-- /a -->\nafter"
    assert put(text, "a", "new\n") == "before\n<!-- a -->\nnew\n<!-- /a -->\nafter"
    with pytest.raises(ValueError, match="<!-- b -->"):
        put(text, "b", "new")


def test_a_stock_page_takes_nothing_from_a_network() -> None:
    html = stock.inlined(folium.Map(tiles=None), {"jquery": "window.there = '</script>'"})
    assert not re.findall(r"""(?:src|href)=["']?https?:""", html)
    assert "window.there = '<\\/script>'" in html


@pytest.fixture(scope="module")
def sample() -> tuple[Community, gpd.GeoDataFrame]:
    community = read_community(SAMPLE)
    return community, streets_of(community)


def test_a_stock_page_colours_buildings_by_our_classes(
    monkeypatch: pytest.MonkeyPatch, sample: tuple[Community, gpd.GeoDataFrame]
) -> None:
    monkeypatch.setattr(stock, "_assets", dict)
    community, streets = sample
    count = len(community.buildings)
    points = gpd.GeoSeries.from_xy([116.123456], [40.1])
    rates = np.array([np.nan, 1.96, 2.04, *[99.0] * (count - 3)])
    layers = {
        "all": stock.Shown(points, rates, np.arange(count) == 1),
        "small": stock.Shown(points, np.full(count, 3.0), np.zeros(count, bool)),
        "2026-12": stock.Shown(points),
    }
    html = stock.stock_heat(community, streets, layers)
    assert html.count("L.heatLayer(") == 3
    assert re.findall(r'"([^"]*): buildings"', html) == ["all", "small"]
    styles = re.findall(r'"fillColor": "(#\w+)", "fillOpacity": 0.8, "weight": (\d)', html)
    white, low, next_, high = ("#fff", "1"), (RAMP[0], "4"), (RAMP[1], "1"), (RAMP[5], "1")
    assert set(styles) == {white, low, next_, high}
    assert html.count('"rate": 2.0') == 2
    assert html.count('"rate": 3.0') == count
    assert not re.search(r"\d\.\d{7}", html)


@pytest.fixture(scope="module")
def slides(sample: tuple[Community, gpd.GeoDataFrame]) -> Slides:
    community, streets = sample
    issues = pages.made_up(community)
    return slides_for(community, streets, issues, None, HeatAsk(start=pages.FIRST))


def test_stock_pages_are_given_what_ours_has_to_choose(
    sample: tuple[Community, gpd.GeoDataFrame], slides: Slides
) -> None:
    issues = pages.made_up(sample[0])
    every = pages.layers_of(issues, slides)
    single = pages.layers_of(issues, slides, most=1)
    assert next(iter(single)) == "all"
    assert len(every) == len(slides.slices)
    assert len(single) == 1 + 12 + 3 + 3
    assert set(single) < set(every)
    for layer, slice_ in zip(every.values(), slides.slices.values(), strict=True):
        assert len(layer.points) == slice_.count
    told = [each.rates is not None for each in every.values()]
    assert told == [each.enough or not key[0] for key, each in slides.slices.items()]
    assert 0 < sum(told) < len(told)
