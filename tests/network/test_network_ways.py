"""Ways on small drawings whose lengths can be worked out by hand."""

import itertools
from datetime import date, time
from math import hypot, sqrt
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from shapely import box
from strategies import EAST, NORTH, Sketch, sketches

from walkmap.community import Community
from walkmap.network import (
    OFFICE,
    Place,
    Walks,
    build_network,
    find_ways,
    gate_states,
    streets_of,
    target_places,
    unreached,
)

MONDAY = date(2026, 12, 7)
NINE, TEN = time(9), time(10)
# A corner is passed at 0.2 m from a wall and 0.25 m from a building; files have seven decimals.
NEAR = 0.6


class Tried:
    """A sketch made into ways, for a team that walks from nine to ten on a Monday."""

    def __init__(self, sketch: Sketch, folder: Path, day: date = MONDAY, **options: bool) -> None:
        self.day = day
        self.community: Community = sketch.read(folder)
        self.walks = Walks(self.community, streets_of(self.community))
        self.ways = self.walks.on(day, NINE, TEN, **options)
        self.gates = gate_states(self.community, day, NINE, TEN)

    def metres(self, end: Place, start: Place = OFFICE) -> float:
        ways = self.ways
        return float(ways.walk_m[ways.index[start], ways.index[end]])

    def line(self, end: Place, start: Place = OFFICE) -> list[tuple[float, float]]:
        line = self.ways.way(start, end).line
        return [(x - EAST, y - NORTH) for x, y in shapely.get_coordinates(line).tolist()]

    def reason(self, place: Place) -> str:
        return unreached(
            self.community, self.ways.network, self.gates, self.community.active_hazards(self.day)
        )[place].en


def door(id_: str) -> Place:
    return Place("door", id_)


def spot(id_: str) -> Place:
    return Place("target", id_)


@pytest.fixture
def s() -> Sketch:
    """A straight street from west to east, 10 m south of everything else."""
    sketch = Sketch()
    sketch.street((-200, -10), (0, -10), (200, -10), highway="residential")
    sketch.office((0, -10))
    return sketch


def house(s: Sketch) -> str:
    """Draw a house far away, since a community has one."""
    return s.building(box(150, 40, 160, 50), [(155, 40)])


def test_round_one_wall(s, tmp_path):
    s.courtyard(box(-50, -15, 50, 60))
    s.wall((-20, 10), (20, 10))
    s.office((0, 0))
    s.target((0, 20))
    house(s)
    # To the wall's end and back: two hypotenuses of 20 by 10.
    assert Tried(s, tmp_path).metres(spot("T1")) == pytest.approx(2 * hypot(20, 10), abs=NEAR)


def test_no_way_touches_the_end_of_a_wall(s, tmp_path):
    s.courtyard(box(-50, -15, 50, 60))
    s.wall((-20, 10), (20, 10))
    s.office((0, 0))
    s.target((0, 20))
    house(s)
    line = shapely.LineString(Tried(s, tmp_path).line(spot("T1")))
    assert line.distance(shapely.LineString([(-20, 10), (20, 10)])) > 0.1


@pytest.mark.parametrize("gap", [0.0, 0.01, 0.1])
def test_nobody_slips_between_two_walls(s, tmp_path, gap):
    s.courtyard(box(-50, -15, 50, 60))
    s.wall((-20, 10), (0, 10))
    s.wall((gap, 10), (20, 10))
    s.office((0, 0))
    s.target((0, 20))
    house(s)
    assert Tried(s, tmp_path).metres(spot("T1")) == pytest.approx(2 * hypot(20, 10), abs=NEAR)


def yard(s: Sketch, *, gate: tuple[float, float] = (0, 0), **cells) -> str:
    """Draw an enclosed courtyard with a house in it and a gate in its wall."""
    id_ = s.courtyard(box(-50, 0, 50, 60), enclosed=True, **cells)
    s.gate(gate, id_)
    s.building(box(-10, 30, 10, 40), [(-5, 30), (5, 30)])
    return id_


def test_through_the_gate(s, tmp_path):
    yard(s, gate=(40, 0))
    tried = Tried(s, tmp_path)
    # Straight from the office to the nearer post of the gate, on from there to the door.
    expected = hypot(37, 10) + hypot(37 - 5, 30)
    assert tried.metres(door("B1-2")) == pytest.approx(expected, abs=8)
    crossing = shapely.LineString(tried.line(door("B1-2"))).intersection(
        shapely.LineString([(-50, 0), (50, 0)])
    )
    assert crossing.distance(shapely.Point(40, 0)) < 3


@pytest.mark.parametrize("off", [0.0, 2.0, 4.5])
def test_a_gate_drawn_beside_its_wall_is_in_the_wall(s, tmp_path, off):
    yard(s, gate=(0, -off))
    assert Tried(s, tmp_path).metres(door("B1-1")) == pytest.approx(40, abs=1)


@pytest.mark.parametrize("street_y", [-1.0, -2.0, -2.95, -3.05])
@pytest.mark.parametrize("open_ground", [True, False])
def test_a_street_that_only_passes_by_a_gate(tmp_path, street_y, open_ground):
    s = Sketch()
    s.street((-200, street_y), (200, street_y))
    s.street((-30, 20), (30, 20))
    s.office((7, street_y))
    yard(s, gate=(7, 0), open_ground=open_ground)
    assert Tried(s, tmp_path).metres(door("B1-2")) == pytest.approx(30 - street_y, abs=3)


@pytest.mark.parametrize("short", [0.0, 0.5, 2.5])
def test_a_lane_that_ends_before_the_gate(s, tmp_path, short):
    s.street((0, -10), (7, -10), (7, -short))
    yard(s, gate=(7, 0))
    assert Tried(s, tmp_path).metres(door("B1-2")) == pytest.approx(44.5, abs=3)


@pytest.mark.parametrize("gap", [0.0, 0.01, 0.05, 0.3])
def test_a_gate_between_two_courtyards(s, tmp_path, gap):
    first = s.courtyard(box(-50, 0, 0, 60), enclosed=True)
    s.courtyard(box(gap, 0, 50, 60), enclosed=True)
    s.gate((0, 25), first)
    s.gate((-25, 0), first)
    s.building(box(10, 20, 20, 30), [(10, 25)])
    expected = hypot(22, 10) + hypot(22, 22) + hypot(10, 2)
    assert Tried(s, tmp_path).metres(door("B1-1")) == pytest.approx(expected, abs=3)


@pytest.mark.parametrize("gap", [0.0, 0.01, 0.3])
def test_open_courtyards_that_should_touch(s, tmp_path, gap):
    s.courtyard(box(-50, -15, 0, 60))
    s.courtyard(box(gap, -15, 50, 60))
    s.office((-20, 20))
    s.building(box(20, 20, 30, 30), [(20, 20)])
    assert Tried(s, tmp_path).metres(door("B1-1")) == pytest.approx(40, abs=NEAR)


@pytest.mark.parametrize("past", [0.0, 0.1, 0.24, 1.0])
@pytest.mark.parametrize("ground", ["none", "behind", "all"])
def test_a_passage_through_a_house(s, tmp_path, past, ground):
    """Mapped passages begin and end on the building's outline, where other ways go on."""
    s.street((0, -10), (0, -past))
    s.street((0, -past), (0, 10 + past), tunnel="building_passage")
    s.street((0, 10 + past), (0, 60))
    s.building(box(-100, 0, 100, 10), [(-50, 0)])
    if ground != "none":
        s.courtyard(box(-101, 10 if ground == "behind" else -5, 101, 80))
    s.target((0, 30))
    tried = Tried(s, tmp_path)
    assert tried.metres(spot("T1")) == pytest.approx(40, abs=0.1)
    assert tried.ways.way(OFFICE, spot("T1")).passage


def test_a_mapped_way_through_a_house_is_cut(s, tmp_path):
    s.street((0, -10), (0, 60))
    s.building(box(-100, 0, 100, 10), [(-50, 0)])
    s.target((0, 30))
    tried = Tried(s, tmp_path)
    assert not np.isfinite(tried.metres(spot("T1")))


def test_a_lane_along_a_house(s, tmp_path):
    """A mapped lane may hug a wall closer than anybody walks on open ground."""
    s.street((0, -10), (0, 60))
    s.building(box(0.05, 0, 50, 10), [(25, 0)])
    s.target((0, 30))
    assert Tried(s, tmp_path).metres(spot("T1")) == pytest.approx(40, abs=0.1)


def detour(s: Sketch) -> None:
    """Draw a direct lane north, and a longer way round by the west."""
    s.street((0, -10), (0, 50))
    s.street((0, -10), (-30, -10), (-30, 50), (0, 50))
    s.target((0, 50))
    house(s)


def test_a_blocking_hazard_on_a_lane(s, tmp_path):
    detour(s)
    s.hazard(shapely.Point(0, 20), blocks=True, since="2026-12-08")
    before, after = (Tried(s, tmp_path / str(d), date(2026, 12, d)) for d in (7, 14))
    assert before.metres(spot("T1")) == pytest.approx(60, abs=0.1)
    assert after.metres(spot("T1")) == pytest.approx(120, abs=0.1)


@pytest.mark.parametrize(("severity", "expected"), [(1, 60), (2, 60), (3, 120)])
def test_a_hazard_makes_a_way_count_longer_but_lengths_are_true(s, tmp_path, severity, expected):
    detour(s)
    s.hazard(box(-10, -5, 10, 45), severity=severity)
    s.settings["hazard_factors"] = {"3": 3.0}
    tried = Tried(s, tmp_path)
    # 50 of 60 m in it: 70 m by 1.2, 85 m by 1.5, 160 m by 3; the way round has 120 m.
    assert tried.metres(spot("T1")) == pytest.approx(expected, abs=0.1)
    assert len(tried.line(spot("T1"))) >= 2
    line = shapely.LineString(tried.line(spot("T1")))
    assert line.length == pytest.approx(expected, abs=0.1)


def test_doors_are_left_by_a_step(s, tmp_path):
    yard(s)
    tried = Tried(s, tmp_path)
    end = shapely.Point(tried.line(door("B1-1"))[-1])
    assert end.distance(box(-10, 30, 10, 40)) == pytest.approx(0.3, abs=0.02)
    assert end.distance(shapely.Point(-5, 30)) == pytest.approx(0.3, abs=0.02)


@pytest.mark.parametrize(("no_stairs", "expected"), [(False, 60), (True, 120)])
def test_no_stairs(s, tmp_path, no_stairs, expected):
    s.street((0, -10), (0, 50), highway="steps")
    s.street((0, -10), (-30, -10), (-30, 50), (0, 50))
    s.target((0, 50))
    house(s)
    tried = Tried(s, tmp_path, no_stairs=no_stairs)
    assert tried.metres(spot("T1")) == pytest.approx(expected, abs=0.1)


def test_a_shop_inside_a_house_is_reached_at_the_nearest_door(s, tmp_path):
    s.building(box(0, 0, 60, 10), [(5, 0), (55, 0)])
    s.target((50, 5))
    s.target((10, 5), entrance_id="B1-2")
    s.target(building_id="B1", kind="elderly_party_member")
    tried = Tried(s, tmp_path)
    assert set(tried.walks.stops) == {OFFICE, door("B1-1"), door("B1-2")}
    assert target_places(tried.community) == {
        "T1": door("B1-2"), "T2": door("B1-2"), "T3": door("B1-1")
    }  # fmt: skip


@pytest.mark.parametrize("off", [0.0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.3])
def test_a_place_at_the_edge_of_open_ground(s, tmp_path, off):
    s.courtyard(box(-50, 0, 50, 60))
    s.target((30, -off))
    house(s)
    assert Tried(s, tmp_path).metres(spot("T1")) == pytest.approx(hypot(30, 10), abs=25)


def test_a_place_is_no_short_cut_to_elsewhere(tmp_path):
    """Somebody's tie to two sides is there to get to that place, not through it."""
    s = Sketch()
    s.street((-100, 0), (-60, 0), (-60, 200), (60, 200), (60, 0), (100, 0))
    s.courtyard(box(40, -40, 120, -20))
    s.street((60, 0), (60, -20))
    s.office((-60, 0))
    s.target((-10, 0), kind="small_shop")
    s.target((70, -30))
    s.building(box(100, -30, 110, -25), [(105, -30)])
    tried = Tried(s, tmp_path)
    assert tried.metres(spot("T2")) > 500


def test_far_from_everything_else(tmp_path):
    s = Sketch()
    for x in range(-200, 3000, 100):
        s.street((x, -10), (x + 100, -10))
        s.street((x, -10), (x, -40))
    s.building(box(0, 0, 20, 10), [(5, 0)])
    s.office((2500, -10))
    s.hazard(shapely.Point(1400, -10))
    s.target(kind="accident_spot", hazard_id="H1")
    tried = Tried(s, tmp_path)
    assert tried.metres(door("B1-1")) == pytest.approx(2505, abs=1)
    assert tried.metres(spot("T1")) == pytest.approx(1100, abs=1)


# What can't be reached


def test_reason_no_open_gate(s, tmp_path):
    id_ = s.courtyard(box(-50, 0, 50, 60), enclosed=True, name="North yard")
    s.gate((0, 0), id_, closed=True)
    s.building(box(-10, 30, 10, 40), [(-5, 30)])
    assert Tried(s, tmp_path).reason(door("B1-1")) == "North yard has no open gate"


def test_reason_hours(s, tmp_path):
    id_ = s.courtyard(box(-50, 0, 50, 60), enclosed=True, name="North yard")
    s.gate((0, 0), id_, hours="09:00-09:59")
    s.building(box(-10, 30, 10, 40), [(-5, 30)])
    reason = Tried(s, tmp_path).reason(door("B1-1"))
    assert reason == "North yard has no gate that is open for the whole shift"


def test_reason_no_street(s, tmp_path):
    s.building(box(-10, 300, 10, 310), [(-5, 300)])
    s.target((0, 205))
    s.target((0, 180))
    tried = Tried(s, tmp_path)
    assert tried.reason(door("B1-1")) == "no street can be seen within 200 m"
    assert tried.reason(spot("T1")) == "no street can be seen within 200 m"
    assert tried.metres(spot("T2")) == pytest.approx(190, abs=0.1)
    assert tried.ways.network.long_joins[spot("T2")] == pytest.approx(190, abs=0.1)


def test_reason_office_locked_in(s, tmp_path):
    id_ = s.courtyard(box(-50, 0, 50, 60), enclosed=True, name="North yard")
    s.gate((0, 0), id_, closed=True)
    s.building(box(-10, 30, 10, 40), [(-5, 30)], managed=True)
    s.settings["office"] = {"building_id": "B1"}
    s.building(box(20, -30, 30, -20), [(25, -20)])
    reason = Tried(s, tmp_path).reason(door("B2-1"))
    assert reason == "there is no way out of the office: North yard has no open gate"


# Properties

FEW = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@given(sketch=sketches())
@FEW
def test_distances_are_distances(tmp_path_factory, sketch):
    ways = Tried(sketch, tmp_path_factory.mktemp("made")).ways
    cost, walk = ways.cost_m, ways.walk_m
    np.testing.assert_allclose(cost, cost.T, atol=1e-6)
    np.testing.assert_allclose(np.diag(walk), 0, atol=1e-9)
    assert (np.isfinite(cost) == np.isfinite(walk)).all()
    both = np.isfinite(walk)
    assert (walk[both] <= cost[both] + 1e-6).all()
    through = (cost[:, :, None] + cost[None, :, :]).min(axis=1)
    assert (cost <= through + 1e-6)[np.isfinite(through)].all()
    # Straight lines are the least; nodes are rounded to the millimetre, which may be 1.5 mm.
    xy = ways.network.xy[[ways.network.node_of[place] for place in ways.places]]
    straight = np.hypot(*(xy[:, None] - xy[None, :]).transpose(2, 0, 1))
    assert (walk >= straight - 2e-3).all()


@given(sketch=sketches())
@FEW
def test_scipy_and_networkx_agree(tmp_path_factory, sketch):
    ways = Tried(sketch, tmp_path_factory.mktemp("made")).ways
    network = ways.network
    start = ways.places[0]
    costs = nx.single_source_dijkstra_path_length(
        network.graph, network.node_of[start], weight="cost_m"
    )
    for place in ways.places:
        row = ways.cost_m[ways.index[start], ways.index[place]]
        assert costs.get(network.node_of[place], np.inf) == pytest.approx(row, abs=1e-6)
        if np.isfinite(row):
            way = ways.way(start, place)
            assert way.walk_m == pytest.approx(ways.walk_m[0, ways.index[place]], abs=1e-6)
            if way.line is not None:
                assert way.line.length == pytest.approx(way.walk_m, abs=0.02)


@given(sketch=sketches())
@settings(FEW, max_examples=12)
def test_a_clip_loses_nothing(tmp_path_factory, sketch):
    tried = Tried(sketch, tmp_path_factory.mktemp("made"))
    community, walks = tried.community, tried.walks
    streets = walks.streets.to_crs(community.utm)
    found = []
    for around_m in (20.0, float("inf")):
        network = build_network(
            community,
            streets,
            gates=tried.gates,
            hazards=community.active_hazards(MONDAY),
            around_m=around_m,
        )
        found.append(find_ways(network, tuple(walks.stops)))
    small, whole = found
    assert whole.exact
    if small.exact:
        np.testing.assert_allclose(small.cost_m, whole.cost_m, atol=1e-6)


boxes = st.tuples(
    st.integers(3, 40), st.integers(3, 40), st.integers(2, 15), st.integers(2, 15)
).map(lambda b: box(b[0], b[1], b[0] + b[2], b[1] + b[3]))


@given(st.lists(boxes, min_size=1, max_size=4), st.integers(0, 3))
@settings(FEW, max_examples=40)
def test_open_ground_is_exact(tmp_path_factory, houses, number):
    """Against a visibility graph among all corners, made without any shortcut."""
    ends = [(1.0, 1.0), (58.0, 57.0), (1.0, 57.0), (58.0, 1.0)]
    start, end = ends[number], ends[(number + 1) % 4]
    merged = shapely.union_all(houses)
    assume(merged.geom_type == "Polygon" or not merged.is_empty)
    s = Sketch()
    s.street((-20, -20), (-20, 80))
    s.courtyard(box(0, 0, 60, 60))
    for shape in houses:
        x, y, *_ = shape.bounds
        s.building(shape, [(x, y)])
    s.office(start)
    s.target(end)
    got = Tried(s, tmp_path_factory.mktemp("made")).metres(spot("T1"))
    low, high = (_brute(houses, grown, start, end) for grown in (0.19, 0.3))
    assert low - 0.05 <= got <= high + 0.05


def _brute(houses, grown, start, end):
    solid = shapely.union_all(
        [shapely.buffer(shape, grown, join_style="mitre") for shape in houses]
    )
    # What is walled in all round can be no help, and holes are none of the way's business.
    corners = [tuple(xy) for xy in shapely.get_coordinates(solid)]
    nodes = [start, end, *dict.fromkeys(corners)]
    inside, ground = solid.buffer(-1e-6), box(0, 0, 60, 60)
    graph = nx.Graph()
    for a, b in itertools.combinations(nodes, 2):
        line = shapely.LineString([a, b])
        if (
            not line.crosses(inside)
            and not line.within(inside)
            and line.within(ground.buffer(1e-6))
        ):
            graph.add_edge(a, b, weight=hypot(a[0] - b[0], a[1] - b[1]))
    return nx.shortest_path_length(graph, start, end, weight="weight")


def test_around_a_square_by_hand(tmp_path):
    s = Sketch()
    s.street((-20, -20), (-20, 80))
    s.courtyard(box(0, 0, 60, 60))
    s.building(box(20, 20, 40, 40), [(20, 30)])
    s.office((10, 30))
    s.target((50, 30))
    # Two corners at 0.25 m from the house: 10.25 up or down, 20.5 along.
    expected = 2 * sqrt(9.75**2 + 10.25**2) + 20.5
    assert Tried(s, tmp_path).metres(spot("T1")) == pytest.approx(expected, abs=0.05)


def test_osmnx_can_read_the_network_as_a_graph(s, tmp_path):
    import osmnx

    yard(s)
    tried = Tried(s, tmp_path / "community")
    nodes, edges = osmnx.convert.graph_to_gdfs(tried.ways.network.graph)
    assert len(nodes) == len(tried.ways.network.xy)
    assert len(edges) == 2 * len(tried.ways.network.edges)
    assert edges.crs == tried.community.utm
    assert edges.length.to_numpy() == pytest.approx(edges["length"].to_numpy())
    osmnx.save_graphml(tried.ways.network.graph, tmp_path / "walk.graphml")
    assert len(osmnx.load_graphml(tmp_path / "walk.graphml")) == len(nodes)
