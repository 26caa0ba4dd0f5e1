"""Every door of a starter can be walked to, whatever its walls and streets look like."""

from datetime import date, time

import pytest

from walkmap.community import Settings, read_community, write_community
from walkmap.network import build_network, gate_states, streets_of, unreached
from walkmap.osm import from_file, make_starter

MONDAY = date(2026, 12, 7)


def no_crossing(draw):
    pass


def lane(draw):
    draw.line((50, -30), (50, 50), highway="service")


def tertiary(draw):
    draw.line((120, -30), (120, 150), highway="tertiary")


def nested(draw):
    lane(draw)
    draw.box(110, 50, 190, 90, landuse="residential")
    draw.box(110, 50, 190, 90, barrier="fence")


def double_wall(draw):
    lane(draw)
    draw.box(8, 8, 192, 92, barrier="wall")
    draw.point(50, -3, barrier="gate")


def wall_outside(draw):
    draw.box(-12, -12, 212, 112, barrier="wall")


def neighbour(draw):
    draw.box(200, 0, 400, 100, landuse="residential")
    draw.box(201, 2, 398, 98, barrier="wall")
    draw.line((50, -30), (50, 50), (300, 50), highway="service")
    draw.box(250, 20, 300, 32, building="apartments")


def along_the_border(draw):
    draw.line((-50, -30), (0, 1), (60, -1), (120, 1), (200, -1), (250, -30), highway="residential")


@pytest.mark.parametrize(
    "add",
    [no_crossing, lane, tertiary, nested, double_wall, wall_outside, neighbour, along_the_border],
)
def test_every_door_is_reached(draw, add, tmp_path):
    draw.line((-50, -30), (50, -30), (120, -30), (250, -30), highway="residential")
    draw.box(0, 0, 200, 100, landuse="residential")
    draw.box(2, 2, 198, 98, barrier="wall")
    for x in (20, 90, 150):
        for y in (20, 60):
            draw.box(x, y, x + 25, y + 12, building="apartments")
    add(draw)
    starter = make_starter(from_file(draw.save(tmp_path)), name="院", id="yuan")
    folder = tmp_path / "yuan"
    folder.mkdir()
    settings = Settings.model_validate(starter.settings)
    write_community(folder, settings, starter.layers, starter.streets_xml)
    community = read_community(folder)
    assert community.courtyards["enclosed"].all()
    gates = gate_states(community, MONDAY, time(8, 30), time(11, 30))
    hazards = community.active_hazards(MONDAY)
    streets = streets_of(community).to_crs(community.utm)
    network = build_network(community, streets, gates=gates, hazards=hazards)
    assert unreached(community, network, gates, hazards) == {}
