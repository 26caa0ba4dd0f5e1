"""A gate opens its own wall, as far as it reaches, and no other."""

import pytest
from shapely import box
from strategies import Sketch
from test_network_ways import Tried, door, spot


@pytest.fixture
def s() -> Sketch:
    sketch = Sketch()
    sketch.street((-100, -10), (0, -10), (300, -10), highway="residential")
    sketch.office((-40, -10))
    return sketch


def yard(s: Sketch, west: float) -> tuple[str, str]:
    """Draw a walled yard of 100 m by 60 m with a slab in it; return its id and the door's."""
    id_ = s.courtyard(box(west, 0, west + 100, 60), enclosed=True)
    building = s.building(box(west + 20, 30, west + 80, 42), [(west + 30, 30)], courtyard_id=id_)
    return id_, f"{building}-1"


@pytest.mark.parametrize("x", [94, 98, 99])
def test_a_gate_near_the_corner_does_not_open_the_neighbours_wall(s, tmp_path, x):
    own, near_door = yard(s, 0)
    _, far_door = yard(s, 100)
    s.gate((x, 0), own)
    tried = Tried(s, tmp_path)
    assert tried.metres(door(near_door)) < 240
    assert "has no open gate" in tried.reason(door(far_door))


def test_a_gate_does_not_open_a_wall_that_stands_behind_it(s, tmp_path):
    own, near_door = yard(s, 0)
    s.gate((50, 0), own)
    free = Tried(s, tmp_path / "free").metres(door(near_door))
    s.wall((1, 2), (99, 2))
    # The way is round the wall's end, half the yard away.
    assert Tried(s, tmp_path / "walled").metres(door(near_door)) > free + 40


@pytest.mark.parametrize("apart", [2, 4, 7])
def test_an_open_wicket_beside_a_shut_gate_is_open(s, tmp_path, apart):
    own, near_door = yard(s, 0)
    s.gate((50, 0), own)
    s.gate((50 + apart, 0), own, closed=True)
    assert Tried(s, tmp_path).metres(door(near_door)) < 200


def test_a_gate_in_a_wall_that_two_yards_share_opens_both_borders(s, tmp_path):
    own, _ = yard(s, 0)
    _, far_door = yard(s, 100)
    s.gate((50, 0), own)
    s.gate((100, 20), own)
    assert Tried(s, tmp_path).metres(door(far_door)) < 300


def test_a_door_in_a_closed_nook_opens_outside_it(s, tmp_path):
    own = s.courtyard(box(0, 0, 100, 60), enclosed=True)
    s.gate((50, 0), own)
    first = s.building(box(20, 30, 50, 42), [(50, 36)], courtyard_id=own)
    s.building(box(50.8, 30, 80, 42), [(70, 42)], courtyard_id=own)
    s.building(box(20, 42.3, 80, 50), courtyard_id=own, managed=True)
    s.building(box(20, 25, 80, 29.7), courtyard_id=own, managed=True)
    assert Tried(s, tmp_path).metres(door(f"{first}-1")) < 250


def test_an_office_in_a_building_is_left_by_its_nearest_door(s, tmp_path):
    own = s.courtyard(box(0, 0, 100, 60), enclosed=True)
    s.gate((50, 0), own)
    s.building(box(20, 30, 80, 42), [(30, 30), (70, 30)], courtyard_id=own)
    s.office((68, 41))
    s.target((70, 20))
    tried = Tried(s, tmp_path)
    assert tried.metres(spot("T1")) == pytest.approx(9.7, abs=0.3)
