"""The datums against published pairs, against another implementation, and there and back."""

import geocoordinates_ffi as oracle
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from walkmap.datum import (
    DATUMS,
    FROM_WGS84,
    TO_WGS84,
    Datum,
    bd09_to_gcj02,
    bd09_to_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    in_china,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)

WEST, SOUTH, EAST, NORTH = 72.004, 0.8293, 137.8347, 55.8271
LON, LAT = st.floats(WEST, EAST), st.floats(SOUTH, NORTH)
SHIFTED: tuple[Datum, ...] = ("gcj02", "bd09")


def _metres(lon: object, lat: object, lon2: object, lat2: object) -> NDArray[np.float64]:
    x, y, x2, y2 = (np.asarray(value, float) for value in (lon, lat, lon2, lat2))
    gap: NDArray[np.float64] = np.hypot(
        (x2 - x) * 111_320 * np.cos(np.radians(y)), (y2 - y) * 111_320
    )
    return gap


# README of wandergis/coordtransform: 116.404, 39.915 taken for GCJ-02, to BD-09.
def test_pair_of_coordtransform() -> None:
    lon, lat = gcj02_to_bd09(116.404, 39.915)
    assert _metres(lon, lat, 116.41036949371029, 39.92133699351022) < 0.001
    # and 116.404, 39.915 taken for WGS-84, to GCJ-02
    lon, lat = wgs84_to_gcj02(116.404, 39.915)
    assert _metres(lon, lat, 116.41024449916938, 39.91640428150164) < 0.001


# googollee/eviltransform, its table of tests.
def test_pair_of_eviltransform() -> None:
    lon, lat = wgs84_to_gcj02(116.377817, 39.911954)
    assert _metres(lon, lat, 116.38404722455657, 39.91334545536069) < 0.05


def test_nanshatan() -> None:
    lon, lat = wgs84_to_gcj02(116.370, 40.004)
    assert _metres(lon, lat, 116.37623152548439, 40.00538640726352) < 0.001
    lon, lat = wgs84_to_bd09(116.370, 40.004)
    assert _metres(lon, lat, 116.38270615813389, 40.0115028146284) < 0.001


def test_against_geocoordinates_rs() -> None:
    lon, lat = np.meshgrid(np.arange(73.5, 135.5, 1.7), np.arange(3.5, 54, 1.3))
    gcj = np.array(
        [oracle.wgs84_to_gcj02(_wgs84(x, y)) for x, y in zip(lon.flat, lat.flat, strict=True)]
    )
    bd = np.array(
        [oracle.wgs84_to_bd09(_wgs84(x, y)) for x, y in zip(lon.flat, lat.flat, strict=True)]
    )
    for found, theirs in ((wgs84_to_gcj02(lon, lat), gcj), (wgs84_to_bd09(lon, lat), bd)):
        x = np.reshape([point.lon for point in theirs], lon.shape)
        y = np.reshape([point.lat for point in theirs], lon.shape)
        assert _metres(*found, x, y).max() < 0.001
    back = [oracle.gcj02_to_wgs84_refined(point) for point in gcj]
    x, y = gcj02_to_wgs84([point.lon for point in gcj], [point.lat for point in gcj])
    assert _metres(x, y, [p.lon for p in back], [p.lat for p in back]).max() < 0.01


def _wgs84(lon: float, lat: float) -> object:
    return oracle.Wgs84(lat=float(lat), lon=float(lon))


@pytest.mark.parametrize("datum", SHIFTED)
@given(lon=LON, lat=LAT)
def test_there_and_back_anywhere_in_china(datum: Datum, lon: float, lat: float) -> None:
    moved = FROM_WGS84[datum](lon, lat)
    assert _metres(lon, lat, *TO_WGS84[datum](*moved)) < 0.01


@pytest.mark.parametrize("datum", SHIFTED)
def test_there_and_back_on_a_grid_and_along_the_border(datum: Datum) -> None:
    chance = np.random.default_rng(1)
    lon, lat = chance.uniform(WEST, EAST, 200_000), chance.uniform(SOUTH, NORTH, 200_000)
    edge = chance.uniform(0, 0.02, 200_000)
    for x, y in (
        (lon, lat),
        (WEST + edge, lat),
        (EAST - edge, lat),
        (lon, SOUTH + edge),
        (lon, NORTH - edge),
    ):
        moved = FROM_WGS84[datum](x, y)
        assert _metres(x, y, *moved).min() > 1
        assert _metres(x, y, *TO_WGS84[datum](*moved)).max() < 0.01


@pytest.mark.parametrize("datum", DATUMS)
@given(
    st.one_of(
        st.tuples(st.floats(-180, 71.9), st.floats(-90, 90)),
        st.tuples(st.floats(138, 180), st.floats(-90, 90)),
        st.tuples(st.floats(-180, 180), st.floats(-90, 0.8)),
        st.tuples(st.floats(-180, 180), st.floats(55.9, 90)),
    )
)
def test_identity_outside(datum: Datum, place: tuple[float, float]) -> None:
    assert tuple(map(float, FROM_WGS84[datum](*place))) == place
    assert tuple(map(float, TO_WGS84[datum](*place))) == place
    assert not in_china(*place)


def test_the_inverse_through_gcj02_is_the_same() -> None:
    lon, lat = bd09_to_wgs84(116.3827, 40.0115)
    assert _metres(lon, lat, *gcj02_to_wgs84(*bd09_to_gcj02(116.3827, 40.0115))) < 0.001


@pytest.mark.parametrize("datum", DATUMS)
@pytest.mark.parametrize("shape", [(), (0,), (1,), (7,), (3, 4)])
def test_shapes_are_kept(datum: Datum, shape: tuple[int, ...]) -> None:
    lon, lat = np.full(shape, 116.37), np.full(shape, 40.0)
    for function in (FROM_WGS84[datum], TO_WGS84[datum]):
        x, y = function(lon, lat)
        assert x.shape == y.shape == shape
        assert x.dtype == y.dtype == float
        assert (lon == 116.37).all()
    x, y = FROM_WGS84[datum]([116.37, 2.35], [40.0, 48.85])
    assert (float(x[1]), float(y[1])) == (2.35, 48.85)


@pytest.mark.parametrize("datum", DATUMS)
def test_what_is_no_number_stays_so(datum: Datum) -> None:
    for function in (FROM_WGS84[datum], TO_WGS84[datum]):
        x, y = function([np.nan, np.inf, 116.0], [40.0, 40.0, 40.0])
        assert np.isnan(x[0])
        assert np.isinf(x[1])
        assert np.isfinite(x[2])
        assert np.isfinite(y[2])
