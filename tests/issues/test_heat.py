"""Heat: in metres, in rates, and where the issues are."""

import json
import math
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from walkmap.community import read_community
from walkmap.issues import BREAKS, heat_of, read_issues
from walkmap.issues.surface import CELL_HA, Smoother, raster_of

ROOT = Path(__file__).resolve().parents[2]
UTM = "EPSG:32650"
YEAR = {"start": date(2025, 7, 1), "end": date(2026, 6, 30)}


def over(heat, low):
    """The area in metres where the heat is above a break."""
    bands = heat.bands[heat.bands["low"] >= low].to_crs(UTM)
    return shapely.union_all(bands.geometry.to_numpy())


SLAB = shapely.box(446_003, 4_428_001, 446_063, 4_428_013)


def surface(shapes, counts=None, *, bandwidth_m, years=1.0, ground=None):
    raster = raster_of(np.array(shapes), bandwidth_m=bandwidth_m, ground=ground)
    counts = np.ones(len(shapes)) if counts is None else counts
    return raster, Smoother(raster, bandwidth_m).rate(counts, years)


class TestSurface:
    @pytest.mark.parametrize("bandwidth_m", [10.0, 25.0, 60.0])
    @pytest.mark.parametrize("years", [0.5, 2.0])
    def test_integral_is_the_number_of_issues(self, bandwidth_m, years):
        points = shapely.points([[446_100.0, 4_428_100.0], [446_200.0, 4_427_990.0]])
        _, rate = surface([SLAB, *points], [7, 1, 1], bandwidth_m=bandwidth_m, years=years)
        assert rate.sum() * CELL_HA * years == pytest.approx(9, rel=1e-6)

    @pytest.mark.parametrize("bandwidth_m", [10.0, 25.0, 40.0])
    def test_nothing_is_lost_to_the_neighbours(self, bandwidth_m):
        yard = shapely.box(445_990, 4_427_990, 446_150, 4_428_110)
        corner = shapely.Point(446_148, 4_428_108)
        raster, rate = surface([SLAB, corner], [7, 2], bandwidth_m=bandwidth_m, ground=yard)
        assert rate[raster.on_ground].sum() * CELL_HA == pytest.approx(9, rel=1e-9)

    def test_a_narrow_strip_does_not_outshine_all(self):
        path = shapely.box(446_000, 4_428_000, 446_200, 4_428_005)
        raster, rate = surface([shapely.Point(446_102, 4_428_002)], bandwidth_m=25, ground=path)
        free = 1e4 / (2 * math.pi * 25**2)
        assert rate[raster.on_ground].max() == pytest.approx(4 * free, rel=0.02)
        assert rate[raster.on_ground].sum() * CELL_HA < 0.5

    def test_a_slab_shows_as_a_slab(self):
        slab = shapely.box(446_000, 4_428_000, 446_100, 4_428_010)
        raster, rate = surface([slab], bandwidth_m=10)
        x, y = np.meshgrid(raster.x, raster.y)
        weights = rate / rate.sum()
        mean_x, mean_y = (x * weights).sum(), (y * weights).sum()
        assert (mean_x, mean_y) == pytest.approx((446_050, 4_428_005), abs=0.1)
        # Variance of an even spread over a length, plus that of the kernel.
        spread = ((x - mean_x) ** 2 * weights).sum(), ((y - mean_y) ** 2 * weights).sum()
        assert spread == pytest.approx((100**2 / 12 + 100, 10**2 / 12 + 100), rel=0.03)

    def test_outline_without_area(self):
        _, rate = surface([shapely.box(446_000, 4_428_000, 446_000, 4_428_010)], bandwidth_m=25)
        assert rate.sum() * CELL_HA == pytest.approx(1)


class TestHeat:
    @pytest.mark.parametrize("bandwidth_m", [15.0, 25.0, 50.0])
    def test_bandwidth_is_in_metres_on_the_ground(self, community, issues_at, place, bandwidth_m):
        count = 80
        issues = issues_at(*[place(130, 72)] * count)
        heat = heat_of(community, issues, bandwidth_m=bandwidth_m, **YEAR)
        spot = over(heat, 10.0)
        peak = count * 1e4 / (2 * math.pi * bandwidth_m**2) * 365.25 / 365
        radius = bandwidth_m * math.sqrt(2 * math.log(peak / 10))
        assert spot.area == pytest.approx(math.pi * radius**2, rel=0.04)
        west, south, east, north = spot.bounds
        assert (east - west, north - south) == pytest.approx((2 * radius, 2 * radius), rel=0.04)
        middle = (west + east) / 2 - 446_000, (south + north) / 2 - 4_428_000
        assert middle == pytest.approx((130, 72), abs=3.6)

    def test_hot_spot_is_where_it_was_planted(self, community, issues_at):
        heat = heat_of(community, issues_at(*["B1"] * 5, *["B2"] * 60, *["B3"] * 5))
        slabs = community.in_metres("buildings").geometry
        highest = gpd.GeoSeries(heat.bands.geometry.iloc[-1:]).to_crs(UTM).iloc[0]
        assert highest.intersects(slabs["B2"])
        assert highest.distance(slabs["B1"]) > 100
        assert highest.distance(slabs["B3"]) > 100

    def test_planted_hot_spots_of_the_sample(self):
        sample = read_community(ROOT / "data" / "geo" / "nanshatan")
        truth = ROOT / "tests" / "data" / "nanshatan_hotspots.json"
        planted = json.loads(truth.read_text(encoding="utf-8"))
        start, end = map(date.fromisoformat, planted["period"])
        heat = heat_of(sample, read_issues(sample), start=start, end=end)
        hot = shapely.union_all(heat.bands[heat.bands["low"] >= 40].to_crs(sample.utm).geometry)
        slabs = sample.in_metres("buildings").geometry
        share = (slabs.intersection(hot).area / slabs.area).sort_values(ascending=False)
        assert set(share.index[:3]) == set(planted["buildings"])

    def test_bands(self, community, issues_at):
        heat = heat_of(community, issues_at(*["B1"] * 40, *["B2"] * 10))
        bands = heat.bands
        assert bands.crs == "EPSG:4326"
        assert list(bands.columns) == ["low", "high", "geometry"]
        assert heat.breaks == BREAKS
        assert list(bands["low"]) == [b for b in BREAKS if b in set(bands["low"])]
        assert bands.is_valid.all()
        metres = bands.to_crs(UTM).geometry
        apart = metres.area.sum() - shapely.union_all(metres.to_numpy()).area
        assert apart == pytest.approx(0, abs=1)

    def test_highest_band_has_no_top(self, community, issues_at, place):
        heat = heat_of(community, issues_at(*[place(0, 0)] * 500))
        assert tuple(heat.bands["low"]) == BREAKS
        assert heat.bands["high"].iloc[-1] == math.inf

    def test_legend_is_the_same_for_any_period(self, community, write):
        # One issue a month at one place: half a year and two years show the same heat.
        months = [f"{year}-{month:02d}-15" for year in (2025, 2026) for month in range(1, 13)]
        issues = read_issues(write(*((day, day, "B1", "", "") for day in months)))
        half = heat_of(community, issues, start=date(2026, 1, 1), end=date(2026, 6, 30))
        both = heat_of(community, issues, start=date(2025, 1, 1), end=date(2026, 12, 31))
        assert (half.count, both.count) == (6, 24)
        assert over(half, 5.0).area > 1000
        assert over(half, 5.0).area == pytest.approx(over(both, 5.0).area, rel=0.02)

    def test_default_period_is_the_last_twelve_months(self, community, write):
        days = ("2024-01-01", "2025-03-01", "2025-03-02", "2026-03-01 23:59")
        issues = read_issues(write(*((n, day, "B1", "", "") for n, day in enumerate(days))))
        heat = heat_of(community, issues)
        assert (heat.start, heat.end, heat.count) == (date(2025, 3, 2), date(2026, 3, 1), 2)
        from_start = heat_of(community, issues, start=date(2024, 1, 1))
        assert (from_start.end, from_start.count) == (date(2026, 3, 1), 4)
        to_end = heat_of(community, issues, end=date(2025, 3, 1))
        assert (to_end.start, to_end.count) == (date(2024, 3, 2), 1)

    def test_places_far_away_are_left_out_and_counted(self, community, issues_at, place):
        heat = heat_of(community, issues_at("B1", place(-490, 6), place(-510, 6), (0.0, 0.0)))
        assert (heat.count, heat.unplaced) == (2, 2)

    def test_by_building(self, community, issues_at, place):
        table = heat_of(community, issues_at(*["B1"] * 3, "B2", place(5, 5))).by_building
        assert table.index.name == "building_id"
        assert list(table["issues"]) == [4, 1, 0]  # a point inside the outline is at the building
        assert table.loc["B1", "per_100"] == pytest.approx(8.0)
        assert math.isnan(table.loc["B2", "per_100"])
        assert table.loc["B3", "per_100"] == 0

    def test_no_issues(self, community):
        heat = heat_of(community, read_issues(community))
        assert (heat.count, heat.unplaced, len(heat.bands)) == (0, 0, 0)
        assert list(heat.bands.columns) == ["low", "high", "geometry"]
        assert heat.start == heat.end == date.min
        assert heat.by_building["issues"].sum() == 0
        asked = heat_of(community, read_issues(community), **YEAR)
        assert (asked.start, asked.end) == tuple(YEAR.values())

    def test_no_issues_in_the_period(self, community, issues_at):
        heat = heat_of(community, issues_at("B1"), start=date(2020, 1, 1), end=date(2020, 12, 31))
        assert (heat.count, len(heat.bands)) == (0, 0)

    def test_same_issues_same_heat(self, community, issues_at, place):
        issues = issues_at(*["B1"] * 30, *["B3"] * 20, place(100, 50))
        one, two = heat_of(community, issues), heat_of(community, issues[::-1])
        assert one.bands.geometry.to_wkb().tolist() == two.bands.geometry.to_wkb().tolist()
        pd.testing.assert_frame_equal(one.by_building, two.by_building)

    def test_callers_data_is_left_alone(self, community, issues_at):
        issues = issues_at("B1", "B2")
        before = issues.copy()
        heat_of(community, issues)
        pd.testing.assert_frame_equal(issues, before)

    @pytest.mark.parametrize(
        "wrong", [{"bandwidth_m": 0}, {"start": date(2026, 2, 1), "end": date(2026, 1, 1)}]
    )
    def test_what_makes_no_sense_is_refused(self, community, issues_at, wrong):
        with pytest.raises(ValueError, match=r"bandwidth|period"):
            heat_of(community, issues_at("B1"), **wrong)
