"""Shapes as whole numbers: they keep their course, and lose what says nothing."""

import numpy as np
import pytest
import shapely

from walkmap.pages.pack import MICRO, packer_for


def unpacked(line):
    return shapely.LineString(np.cumsum(np.reshape(line, (-1, 2)), axis=0))


def test_a_line_keeps_its_course_without_the_points_that_lie_on_it():
    pack = packer_for((116.0, 40.0))
    bends = [(0, 0), (500, 1), (1000, 0), (1500, 40), (2000, 0)]
    (line,) = pack.lines([shapely.LineString(np.array(bends) / MICRO + (116, 40))])
    assert shapely.get_coordinates(unpacked(line)).tolist() == [
        [0, 0], [1000, 0], [1500, 40], [2000, 0],
    ]  # fmt: skip


def test_rings_stay_closed():
    pack = packer_for((116.0, 40.0))
    block = shapely.transform(shapely.box(0, 0, 300, 120), lambda xy: xy / MICRO + (116, 40))
    (ring,) = pack.rings(shapely.segmentize(block, 50 / MICRO))
    assert len(ring) == 2 * 5
    assert unpacked(ring).is_closed
    assert shapely.Polygon(unpacked(ring)).area == pytest.approx(300 * 120)
