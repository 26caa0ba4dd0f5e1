"""The parts of the heat, each against another way to the same number."""

import math
from dataclasses import replace
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import binom

from walkmap.community.settings import Works
from walkmap.issues import Choice, heat_of, read_issues, slides_of
from walkmap.issues.bandwidth import (
    CANDIDATES_M,
    USUAL_M,
    choose_bandwidth,
    log_likelihood,
)
from walkmap.issues.choice import period_of
from walkmap.issues.effort import by_effort
from walkmap.issues.ground import ground_of
from walkmap.issues.smooth import shrunk_rates
from walkmap.issues.surface import CELL_M, raster_of
from walkmap.issues.withhold import FEWEST, may_show
from walkmap.issues.works import before_and_after

RULES = settings(derandomize=True, database=None, deadline=None, max_examples=60)
YEAR = {"start": date(2025, 7, 1), "end": date(2026, 6, 30)}


class TestShrinking:
    def test_by_hand(self):
        # r = .5, .1, .2; m = 8/50 = .16
        # and a fourth place of 6 households without any
        n, b = np.array([2, 2, 4, 0]), np.array([4, 20, 20, 6])
        m = 8 / 50
        s2 = (4 * 0.34**2 + 20 * 0.06**2 + 20 * 0.04**2 + 6 * 0.16**2) / 50
        a = s2 - m / 12.5
        assert a > 0
        weights = [a / (a + m / k) for k in (4, 20, 20, 6)]
        by_hand = [m + w * (r - m) for w, r in zip(weights, (0.5, 0.1, 0.2, 0.0), strict=True)]
        assert shrunk_rates(n, b) == pytest.approx(by_hand)

    def test_rates_that_chance_would_make_are_all_the_same(self):
        assert shrunk_rates(np.array([3, 5, 4]), np.array([40, 40, 40])) == pytest.approx([0.1] * 3)

    def test_unknown_households_have_no_rate(self):
        rates = shrunk_rates(np.array([3, 5, 9]), np.array([40, 0, 40]))
        assert math.isnan(rates[1])
        assert np.isfinite(rates[[0, 2]]).all()

    @RULES
    @given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 300)), min_size=1, max_size=20))
    def test_between_its_own_rate_and_that_of_all(self, rows):
        n, b = np.array(rows, float).T
        rates, mean = shrunk_rates(n, b), n.sum() / b.sum()
        low, high = np.minimum(n / b, mean), np.maximum(n / b, mean)
        assert ((rates >= low - 1e-9) & (rates <= high + 1e-9)).all()


class TestBandwidth:
    def test_likelihood_is_that_of_all_pairs(self):
        rng = np.random.default_rng(3)
        # Points in the middles of cells: binning moves nothing.
        cells = np.unique(rng.integers(0, 40, (60, 2)), axis=0)
        points = (cells + 0.5) * CELL_M + np.array([446_000, 4_428_000])
        counts = rng.integers(1, 5, len(points))
        raster = raster_of(shapely.points(points), bandwidth_m=100)
        apart = ((points[:, None] - points[None]) ** 2).sum(axis=-1)
        brute = {}
        for h in (20.0, 25.0, 40.0, 63.0):
            kernel = np.exp(-apart / (2 * h * h)) / (2 * math.pi * h * h)
            np.fill_diagonal(kernel, 0)
            others = kernel @ counts / (counts.sum() - counts)
            brute[h] = float((counts * np.log(np.maximum(others, 1e-10))).sum() / counts.sum())
            assert log_likelihood(raster, counts, h) == pytest.approx(brute[h], abs=0.01)

    def test_an_outline_adds_nothing_to_itself(self):
        # With one slab alone, what the others say of it is nothing, whatever the bandwidth.
        slab = shapely.box(446_000, 4_428_000, 446_060, 4_428_012)
        far = shapely.Point(446_900, 4_428_000)
        raster = raster_of(np.array([slab, far]), bandwidth_m=25)
        assert log_likelihood(raster, np.array([50, 1]), 25) == pytest.approx(math.log(1e-10))

    def test_tight_clusters_ask_for_less_smoothing_than_an_even_spread(self):
        rng = np.random.default_rng(1)
        middles = rng.uniform(0, 800, (8, 2))
        tight = np.vstack([middle + rng.normal(0, 12, (30, 2)) for middle in middles])
        even = rng.uniform(0, 800, (240, 2))
        chosen = []
        for points in (tight, even):
            raster = raster_of(shapely.points(points + 446_000), bandwidth_m=100)
            chosen.append(choose_bandwidth(raster, np.ones(len(points))))
        assert chosen[0] <= 20 < 50 <= chosen[1] <= max(CANDIDATES_M)

    def test_few_places_keep_the_usual(self, community, issues_at):
        heat = heat_of(community, issues_at("B1", "B2", "B3"), bandwidth_m="auto", **YEAR)
        assert heat.bandwidth_m == USUAL_M


class TestWithholding:
    @RULES
    @given(arrays(np.int64, (2, 4, 3, 3), elements=st.integers(0, 6)), st.integers(0, 4))
    def test_nothing_small_is_shown_nor_left_over(self, parts, rest):
        counts = with_wholes(parts, rest)
        show = may_show(counts)
        assert (counts[show] >= FEWEST).all()
        for axis in (1, 2, 3):
            c, s = np.moveaxis(counts, axis, -1), np.moveaxis(show, axis, -1)
            left = c[..., 0] - np.where(s[..., 1:], c[..., 1:], 0).sum(axis=-1)
            any_part = s[..., 1:].any(axis=-1)
            assert not ((left > 0) & (left < FEWEST) & any_part).any()
            assert not (s[..., 1:] & ~s[..., :1]).any()

    def test_the_one_that_would_be_told_by_subtracting_goes_with_the_smallest(self):
        # 12 in all: 5, 4, 2 by category and 1 of another: 2 and 1 must go; 3 are left.
        assert may_show(np.array([[12, 5, 4, 2]])).tolist() == [[True, True, True, False]]
        # 11 in all: 5, 4, 2: subtracting gives 2, so 4 goes, too.
        assert may_show(np.array([[11, 5, 4, 2]])).tolist() == [[True, True, False, False]]

    def test_all_large_is_all_shown(self):
        assert may_show(np.array([[12, 5, 4, 3]])).all()


def with_wholes(parts, rest):
    """Counts with wholes at index 0 of each axis; some of the first axis' is in no part."""
    for axis in (1, 2, 3):
        whole = parts.sum(axis=axis, keepdims=True) + (rest if axis == 1 else 0)
        parts = np.concatenate([whole, parts], axis=axis)
    return parts


class TestSlides:
    def test_slices_add_up_and_small_numbers_are_veiled(self, community, write):
        days = [f"2026-{1 + n % 6:02d}-{1 + n % 28:02d} 10:00" for n in range(24)]
        issues = read_issues(write(*((n, day, "B1", "", "") for n, day in enumerate(days))))
        issues.loc[issues.index[:10], "level"] = "large"
        slides = slides_of(community, issues, heat_of(community, issues, **YEAR))
        counts = {key: each.count for key, each in slides.slices.items()}
        assert counts[0, 0, 0] == 24
        assert sum(counts[0, 0, level] for level in (1, 2, 3)) == 24
        assert sum(counts[p, 0, 0] for p in range(1, len(slides.periods))) == 24
        assert np.isfinite(slides.slices[0, 0, 0].rate[0])
        for each in slides.slices.values():
            assert not (np.append(each.seen, each.hidden) % FEWEST).any()
            if each.count < FEWEST:
                assert not each.seen.any()
                assert not each.hidden.any()

    def test_one_issue_is_seen_nowhere(self, community, issues_at):
        # B3 has one of 41: nothing may tell where it is.
        issues = issues_at(*["B1"] * 40, "B3")
        whole = slides_of(community, issues, heat_of(community, issues, **YEAR)).slices[0, 0, 0]
        assert whole.seen.tolist() == [39, 0, 0]
        assert not whole.hidden.any()

    def test_points_are_seen_near_by_and_never_one_or_two(self, community, issues_at):
        slab = community.in_metres("buildings").geometry["B3"].bounds
        near = [shapely.Point(slab[0] - 9, slab[1] - 9 - 20 * n) for n in range(5)]
        at = gpd.GeoSeries(near, crs=community.utm).to_crs(4326)
        issues = issues_at(*["B1"] * 5, *zip(at.x, at.y, strict=True), "B2", "B2")
        heat = heat_of(community, issues, **YEAR)
        slides = slides_of(community, issues, heat)
        spots = gpd.GeoSeries(slides.sites.spots, crs=4326).to_crs(community.utm)
        assert all(0 < spots.distance(each).min() < 0.36 * heat.bandwidth_m for each in near)
        seen = slides.slices[0, 0, 0].seen
        assert seen[:3].tolist() == [6, 0, 0]
        assert sorted(seen[3:]) == [0, 0, 0, 3, 3]  # five of one each, as two of three

    def test_choice_counts_only_what_is_looked_at(self, community, issues_at):
        issues = issues_at(*["B1"] * 10)
        issues.loc[issues.index[:4], "status"] = "handled"
        heat = heat_of(community, issues, choice=Choice(status=("open",)), **YEAR)
        slides = slides_of(community, issues, heat)
        assert heat.count == slides.slices[0, 0, 0].count == 6
        one = heat_of(community, issues, choice=Choice(category=("environment",)), **YEAR)
        assert slides_of(community, issues, one).categories == ()

    def test_what_is_more_than_chance_is_the_same_as_in_the_heat(self, community, issues_at):
        issues = issues_at(*["B1"] * 60, *["B3"] * 12)
        heat = heat_of(community, issues, **YEAR)
        assert list(heat.by_building["more"]) == [True, False, False]
        assert heat.by_building["expected"].tolist() == pytest.approx(
            [40, math.nan, 32], nan_ok=True
        )
        more = slides_of(community, issues, heat).slices[0, 0, 0].more
        assert list(more) == [True, False, False]


class TestGround:
    def test_streets_near_by_are_ground_and_the_neighbours_are_not(self, community, place):
        import geopandas as gpd

        near = shapely.LineString([place(-20, -10), place(500, -10)])
        far = shapely.LineString([place(-20, -200), place(500, -200)])
        streets = gpd.GeoDataFrame(geometry=[near, far], crs=4326)
        ground = ground_of(community, streets)
        slabs = community.in_metres("buildings").geometry
        assert slabs.within(ground).all()
        at = gpd.GeoSeries(
            [shapely.Point(place(30, -15)), shapely.Point(place(30, -200))], crs=4326
        )
        assert at.to_crs(community.utm).within(ground).tolist() == [True, False]

    def test_bands_end_with_the_ground(self, community, issues_at):
        slab = community.in_metres("buildings").geometry["B1"]
        ground = shapely.buffer(slab, 15)
        heat = heat_of(community, issues_at(*["B1"] * 40), ground=ground, **YEAR)
        seen = shapely.union_all(heat.bands.to_crs(community.utm).geometry.to_numpy())
        assert seen.area > 1000
        assert seen.difference(ground.buffer(0.05)).area == pytest.approx(0, abs=1e-6)


class TestPeriod:
    @pytest.mark.parametrize(
        ("last", "start", "end"),
        [
            ("2026-10-30", (2025, 11, 1), (2026, 10, 31)),  # the month's last week: it is whole
            ("2026-10-15", (2025, 10, 16), (2026, 10, 15)),
            ("2026-02-28", (2025, 3, 1), (2026, 2, 28)),
        ],
    )
    def test_twelve_months(self, last, start, end):
        issues = pd.DataFrame({"recorded_at": pd.to_datetime([last])})
        assert period_of(issues) == (date(*start), date(*end))


class TestEffort:
    def test_only_what_was_found_on_walks_at_visited_buildings(self, community, issues_at):
        issues = issues_at(*["B1"] * 8, *["B3"] * 4)
        issues.loc[issues.index[:2], "source"] = "hotline"
        heat = heat_of(community, issues, **YEAR)
        days = pd.date_range("2026-01-05", periods=20, freq="7D")
        visits = pd.DataFrame({"day": [*days, *days], "stop_id": ["B1"] * 20 + ["B3"] * 20})
        skipped = visits.assign(result="skipped")
        assert by_effort(community, issues, skipped, heat) is None
        rates = by_effort(community, issues, visits, heat)
        # 6 of B1's 8 on walks, B3's 4: 10 in 40 visits, and chance may do that difference.
        assert rates[[0, 2]] == pytest.approx([25, 25])
        assert math.isnan(rates[1])
        few = by_effort(community, issues.iloc[:-2], visits, heat)
        assert math.isnan(few[2])

    def test_what_was_found_before_visits_were_kept_doesn_t_count(self, community, issues_at):
        issues = issues_at(*["B1"] * 8)
        issues.loc[issues.index[:4], "recorded_at"] = pd.Timestamp("2026-03-02")
        visits = pd.DataFrame({"day": [date(2026, 6, 29)] * 4, "stop_id": ["B1"] * 4})
        rates = by_effort(community, issues, visits, heat_of(community, issues, **YEAR))
        assert rates[0] == pytest.approx(100)

    def test_visits_to_homes_are_visits_to_their_building(self, community, issues_at):
        issues = issues_at(*["B1"] * 4)
        targets = pd.DataFrame({"building_id": ["B1", ""]}, index=["T1", "T2"])
        stops = ["B1", "T1", "T1", "T1", "T2", "T2"]
        visits = pd.DataFrame({"day": [date(2026, 6, 29)] * len(stops), "stop_id": stops})
        heat = heat_of(community, issues, **YEAR)
        rates = by_effort(replace(community, targets=targets), issues, visits, heat)
        assert rates[0] == pytest.approx(100)

    def test_visits_of_another_year_don_t_count(self, community, issues_at):
        visits = pd.DataFrame({"day": [date(2020, 1, 6)], "stop_id": ["B1"]})
        issues = issues_at("B1")
        assert by_effort(community, issues, visits, heat_of(community, issues, **YEAR)) is None


class TestWorks:
    def test_rates_and_the_exact_test(self, community, write):
        before = [(f"b{n}", f"2026-{1 + n % 3:02d}-10", "B1", "", "") for n in range(30)]
        after = [(f"a{n}", f"2026-{4 + n % 3:02d}-10", "B1", "", "") for n in range(6)]
        rest = [(f"r{n}", day, "B3", "", "") for n, day in enumerate(("2026-01-01", "2026-06-30"))]
        community = write(*before, *after, *rest)
        buildings = community.buildings.assign(courtyard_id=["C1", "", ""])
        yards = buildings.iloc[:1].rename({"B1": "C1"})
        community = replace(community, buildings=buildings, courtyards=yards, _projected={})
        works = Works(name="围合", date=date(2026, 4, 1), courtyards=("C1",))
        result = before_and_after(community, read_issues(community), works)
        assert (result.before, result.after, result.rest_before, result.rest_after) == (30, 6, 1, 1)
        assert (result.days_before, result.days_after) == (90, 91)
        assert result.a_month == pytest.approx((30 / 90 * 365.25 / 12, 6 / 91 * 365.25 / 12))
        tail = binom.cdf(6, 36, 91 / 181)
        assert tail < result.p < 2.2 * tail

    def test_too_short_a_record_is_no_comparison(self, community, issues_at):
        works = Works(name="围合", date=date(2026, 6, 1), courtyards=("C1",))
        assert before_and_after(community, issues_at("B1"), works) is None
        assert before_and_after(community, read_issues(community).iloc[:0], works) is None
