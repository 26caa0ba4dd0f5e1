"""Seen on a round before the call: against plain loops, and at the edges of the rule."""

import math
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from walkmap.community import read_community
from walkmap.issues import read_issues
from walkmap.issues.seen_before import seen_before

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "geo" / "nanshatan"


@pytest.fixture
def table(issues_at):
    """Make issues of (source, category, time, place), a place being an id or lon and lat."""

    def made(*rows, **more):
        frame = issues_at(*[row[3] for row in rows])
        for column, number in (("source", 0), ("category", 1)):
            frame[column] = [row[number] for row in rows]
        frame["recorded_at"] = pd.to_datetime([row[2] for row in rows], format="ISO8601")
        return frame.assign(**more)

    return made


def asked(community, issues, **rule):
    return seen_before(community, issues, issues[issues["source"] == "hotline"], **rule)


CALL = ("hotline", "environment", "2026-06-30 09:00")


@pytest.mark.parametrize(
    ("category", "when", "place", "seen"),
    [
        ("environment", "2026-06-29 09:00", "B1", True),
        ("environment", "2026-04-01 09:00", "B1", True),  # 90 days to the minute
        ("environment", "2026-04-01 08:59", "B1", False),
        ("environment", "2026-06-30 09:00", "B1", False),  # not before the call
        ("environment", "2026-07-01 09:00", "B1", False),
        ("dispute", "2026-06-29 09:00", "B1", False),
        ("environment", "2026-06-29 09:00", "B2", False),
    ],
)
def test_same_building_same_category_within_the_days(community, table, category, when, place, seen):
    issues = table(("walk", category, when, place), (*CALL, "B1"))
    assert asked(community, issues).seen == seen


@pytest.mark.parametrize("source", ["import", "hotline"])
def test_only_walks_see(community, table, source):
    issues = table((source, "environment", "2026-06-01 09:00", "B1"), (*CALL, "B1"))
    assert asked(community, issues).seen == 0


@pytest.mark.parametrize(("metres", "seen"), [(29.0, True), (31.0, False)])
def test_elsewhere_it_is_thirty_metres(community, table, place, metres, seen):
    by_wall = table(
        ("walk", "environment", "2026-06-01", place(30, -metres)), (*CALL, "B1")
    )  # fmt: skip
    assert asked(community, by_wall).seen == seen
    points = table(
        ("walk", "environment", "2026-06-01", place(100, 100)),
        (*CALL, place(100 + metres, 100)),
    )
    assert asked(community, points).seen == seen


def test_days_are_from_the_first_time_and_waiting_is_what_was_open(community, table):
    issues = table(
        ("walk", "environment", "2026-06-10 09:00", "B1"),
        ("walk", "environment", "2026-06-20 09:00", "B1"),
        (*CALL, "B1"),
    )
    found = asked(community, issues)
    assert (found.median_days, found.waiting) == (20.0, 1)
    done = issues.assign(status="handled", handled_at=pd.Timestamp("2026-06-25"))
    assert asked(community, done).waiting == 0
    late = issues.assign(status="handled", handled_at=pd.Timestamp("2026-07-01"))
    assert asked(community, late).waiting == 1


def test_without_calls_or_walks(community, table):
    none = asked(community, table(("walk", "environment", "2026-06-01", "B1")))
    assert (none.seen, none.by_chance, none.median_days) == (0, 0.0, None)
    assert len(none.by_month()) == 0
    alone = asked(community, table((*CALL, "B1")))
    assert (alone.seen, len(alone.calls)) == (0, 1)


def test_an_issue_without_a_place_matches_nothing(community, table):
    issues = table(("walk", "environment", "2026-06-01", "B1"), (*CALL, "B1"))
    nowhere = issues.assign(building_id="", lon=math.nan, lat=math.nan)
    assert asked(community, nowhere).seen == 0


@pytest.mark.parametrize("days", [30, 90])
def test_the_sample_by_plain_loops(days):
    community = read_community(SAMPLE)
    issues = read_issues(community)
    outlines = community.in_metres("buildings").geometry
    points = gpd.GeoSeries(gpd.points_from_xy(issues["lon"], issues["lat"]), crs=4326)
    points = points.to_crs(community.utm)
    shapes = [
        (row.building_id, outlines[row.building_id] if row.building_id else point)
        for row, point in zip(issues.itertuples(), points, strict=True)
    ]
    rows = list(zip(issues.itertuples(), shapes, strict=True))
    expected = {}
    for call, (at, shape) in rows:
        if call.source != "hotline":
            continue
        ages = [
            (call.recorded_at - walk.recorded_at).total_seconds() / 86400
            for walk, (there, other) in rows
            if walk.source == "walk" and walk.category == call.category
            and walk.recorded_at < call.recorded_at
            and (at == there if at and there else shapely.distance(shape, other) <= 30)
        ]  # fmt: skip
        expected[call.Index] = max((age for age in ages if age <= days), default=None)
    found = asked(community, issues, within_days=days)
    got = {id_: None if math.isnan(value) else value for id_, value in found.calls["days"].items()}
    assert got == pytest.approx(expected)
    assert found.seen == sum(value is not None for value in expected.values()) > 20
    by_month = found.by_month()
    assert by_month["calls"].sum() == len(found.calls)
    assert by_month["seen"].sum() == found.seen
    shuffled = issues.sample(frac=1, random_state=3)
    assert asked(community, shuffled, within_days=days).seen == found.seen


def test_chance_is_told_from_knowing(community, table):
    """Rounds that see each thing a day before its call know more than chance."""
    rows = []
    for month in range(1, 13):
        where, what = f"B{month % 3 + 1}", ("dispute", "environment", "no_property")[month // 5]
        rows.append(("walk", what, f"2026-{month:02d}-10", where))
        rows.append(("hotline", what, f"2026-{month:02d}-11", where))
    found = asked(community, table(*rows), within_days=7)
    assert found.seen == 12
    assert found.by_chance < 6
