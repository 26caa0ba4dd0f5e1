"""A point that too many rows have in common is told from a building that many call from."""

from pathlib import Path

import numpy as np
import pytest

from walkmap.community import read_community
from walkmap.issues.intake import default_points, point_key

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "geo" / "nanshatan"
COMMUNITY = read_community(SAMPLE)
BUILDINGS = COMMUNITY.buildings
CENTRES = np.array([(p.x, p.y) for p in BUILDINGS.geometry.representative_point()])
SHARES = (BUILDINGS["households"] / BUILDINGS["households"].sum()).to_numpy()
TOWER = int(SHARES.argmax())
NOWHERE = (116.36901, 40.00311)  # a street corner, where nobody lives


def calls(seed: int, n: int, rate: dict[int, float] | None = None) -> np.ndarray:
    """Return the buildings that n calls come from: by households, some at times the rate."""
    weights = SHARES.copy()
    for at, times in (rate or {}).items():
        weights[at] *= times
    return np.random.default_rng(seed).choice(len(weights), n, p=weights / weights.sum())


def found(at: np.ndarray, extra: int = 0, point=NOWHERE, named=None, **more):
    lonlat = np.vstack([CENTRES[at], np.tile(point, (extra, 1))])
    named = [""] * len(lonlat) if named is None else named
    return default_points(COMMUNITY, lonlat[:, 0], lonlat[:, 1], named, **more)


@pytest.mark.parametrize("n", [120, 1000, 20_000])
@pytest.mark.parametrize("seed", range(5))
def test_calls_by_households_have_no_default(n, seed):
    assert found(calls(seed, n)) == []


@pytest.mark.parametrize("n", [120, 1000, 20_000])
def test_a_hot_tower_and_a_hot_slab_are_none(n):
    for seed in range(5):
        assert found(calls(seed, n, {TOWER: 3, 0: 3.5})) == []


@pytest.mark.parametrize("n", [200, 1000, 20_000])
def test_a_seventh_of_all_rows_at_a_corner_is_one(n):
    extra = round(n * 0.14 / 0.86) * (2 if n == 200 else 1)
    (default,) = found(calls(1, n), extra)
    assert default.point == point_key(*NOWHERE)
    assert (default.rows, default.expected) == (extra, 0.0)


def test_words_tell_a_building_that_all_call_from_from_a_default_at_its_door():
    at = calls(1, 1000, {TOWER: 8})
    there = str(BUILDINGS.index[TOWER])
    here = [there if k == TOWER else "" for k in at]
    away = [str(BUILDINGS.index[0]) if k == TOWER else "" for k in at]
    assert found(at, named=here) == []
    assert [default.point for default in found(at, named=away)] == [point_key(*CENTRES[TOWER])]


def test_few_rows_and_points_known_as_real_have_no_default():
    assert found(calls(1, 30), 60) == []
    assert found(calls(1, 1000), 300, real=[point_key(*NOWHERE)]) == []
    assert default_points(COMMUNITY, np.array([]), np.array([]), []) == []


def test_points_a_centimetre_apart_are_one():
    at, n = calls(1, 1000), 200
    lonlat = np.vstack([CENTRES[at], np.tile(NOWHERE, (n, 1))])
    lonlat[-n:, 0] += np.linspace(0, 1e-7, n)
    named = [""] * len(lonlat)
    assert [d.rows for d in default_points(COMMUNITY, *lonlat.T, named)] == [n]
