"""The report's numbers: by plain loops over the sample's file, and by what must add up."""

import csv
import statistics
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkmap.community import read_community
from walkmap.issues import read_issues
from walkmap.issues.change import changes, span_before
from walkmap.issues.report import report_of
from walkmap.issues.report_tables import tables_of
from walkmap.issues.walked import Planned
from walkmap.store import visits_of

FOLDER = Path(__file__).resolve().parents[2] / "data" / "geo" / "nanshatan"
SAMPLE = read_community(FOLDER)
ISSUES, VISITS = read_issues(SAMPLE), visits_of(SAMPLE)
HALF = date(2026, 1, 1), date(2026, 6, 30)
TODAY = date(2026, 11, 25)
QUICK = settings(max_examples=4, derandomize=True, database=None, deadline=None)


def rows():
    """The sample's file as it stands, dates as dates."""
    with (FOLDER / "issues.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            done = datetime.fromisoformat(row["handled_at"]).date() if row["handled_at"] else None
            yield {
                **row,
                "day": datetime.fromisoformat(row["recorded_at"]).date(),
                "done": done if row["status"] == "handled" else None,
                "due": date.fromisoformat(row["due"][:10]) if row["due"] else None,
            }


ROWS = list(rows())


def report(issues=ISSUES, start=HALF[0], end=HALF[1], community=SAMPLE, visits=VISITS, **more):
    return report_of(community, issues, visits, start=start, end=end, today=TODAY, **more)


def test_flow_by_plain_loops():
    start, end = HALF
    flow = report().flow
    new = [row for row in ROWS if start <= row["day"] <= end]
    done = [row for row in ROWS if row["done"] and start <= row["done"] <= end]
    left = [
        row for row in ROWS if row["day"] <= end and not (row["done"] and row["done"] <= end)
    ]  # fmt: skip
    assert flow.recorded == len(new) == 181
    assert flow.handled == len(done)
    assert flow.open_after == len(left)
    assert flow.overdue == sum(row["due"] is not None and row["due"] < end for row in left)
    assert flow.in_time == sum(row["due"] is not None and row["done"] <= row["due"] for row in done)
    assert flow.median_days == statistics.median((row["done"] - row["day"]).days for row in done)
    assert flow.households == sum(int(row["households"]) for row in new)
    assert flow.people == sum(int(row["people"]) for row in new)


def test_tables_by_plain_loops():
    start, end = HALF
    found = report()
    new = [row for row in ROWS if start <= row["day"] <= end]
    kinds = Counter((row["category"], row["level"]) for row in new)
    assert {key: n for key, n in found.kinds.stack().items() if n} == dict(kinds)
    months = Counter((f"{row['day']:%Y-%m}", row["category"]) for row in new)
    by_month = found.by_month[["dispute", "environment", "no_property"]].stack()
    assert {key: n for key, n in by_month.items() if n} == dict(months)
    sources = Counter(row["source"] for row in new)
    assert found.by_source["recorded"].to_dict() == dict(sources)
    late = [
        row for row in ROWS
        if row["day"] <= end and not (row["done"] and row["done"] <= end)
        and row["due"] and row["due"] < end
    ]  # fmt: skip
    assert found.stuck["total"].to_dict() == dict(Counter(row["handler"] for row in late))
    oldest = {
        handler: max((end - row["due"]).days for row in late if row["handler"] == handler)
        for handler in found.stuck.index
    }
    assert found.stuck["oldest"].to_dict() == oldest
    assert set(found.walked.days) == {
        date.fromisoformat(row["round"]) for row in new if row["source"] == "walk" and row["round"]
    }


def test_courtyards_by_plain_loops():
    found = report().by_courtyard
    yards = SAMPLE.buildings["courtyard_id"]
    at_buildings = Counter(
        yards[row["building_id"]] for row in ROWS
        if HALF[0] <= row["day"] <= HALF[1] and row["building_id"]
    )  # fmt: skip
    assert found["issues"].sum() == 181
    for id_, count in at_buildings.items():
        assert found["issues"][id_] >= count
    assert found.loc["C1", "per_100"] == pytest.approx(100 * found["issues"]["C1"] / 790)


@QUICK
@given(st.dates(date(2024, 12, 1), date(2026, 1, 1)), st.integers(1, 300), st.integers(1, 300))
def test_two_parts_add_up_to_the_whole(start, first, second):
    middle, end = start + timedelta(days=first), start + timedelta(days=first + second)
    parts = [report(end=middle, start=start), report(start=middle + timedelta(days=1), end=end)]
    whole = report(start=start, end=end)
    for name in ("recorded", "handled", "households", "people", "had_due", "in_time"):
        assert sum(getattr(part.flow, name) for part in parts) == getattr(whole.flow, name)
    assert (parts[0].kinds + parts[1].kinds).equals(whole.kinds)
    both = parts[0].by_month.add(parts[1].by_month, fill_value=0).astype("int64")
    assert both.equals(whole.by_month)
    assert parts[0].flow.open_after == parts[1].flow.open_before
    assert len(parts[0].walked.days) + len(parts[1].walked.days) == len(whole.walked.days)
    assert sum(part.seen.seen for part in parts) == whole.seen.seen
    for part in (*parts, whole):
        flow = part.flow
        assert flow.open_before + flow.recorded - flow.handled == flow.open_after
        assert part.stuck["total"].sum() == flow.overdue
        for table in (part.by_category, part.by_level, part.by_source):
            assert table["recorded"].sum() == flow.recorded
            assert table["open"].sum() == flow.open_after


@QUICK
@given(st.randoms(use_true_random=False), st.integers(0, 720))
def test_no_courtyard_is_told_by_fewer_than_three(random, size):
    picked = sorted(random.sample(range(len(ISSUES)), size))
    for start, end in ((HALF), (date(2026, 6, 1), date(2026, 6, 30))):
        table = report(ISSUES.iloc[picked], start=start, end=end).by_courtyard
        total = table["issues"].sum()
        assert all(n >= 3 or n in (0, total) for n in table["issues"])
        assert not table["before"].dropna().isin([1, 2]).any()
        assert table["before"].isna().all() or table["before"].notna().all()


def test_order_of_the_records_is_of_no_account():
    one, other = report(), report(ISSUES.sample(frac=1, random_state=2))
    tables = [
        {key: table.rows for key, table in tables_of(found, SAMPLE).items()}
        for found in (one, other)
    ]  # fmt: skip
    assert tables[0] == tables[1]


def test_a_handled_issue_without_a_day_counts_as_handled_on_its_first_one():
    issues = ISSUES.assign(status="handled", handled_at=pd.NaT)
    flow = report(issues).flow
    assert (flow.handled, flow.open_after, flow.overdue) == (flow.recorded, 0, 0)
    early = ISSUES.assign(status="handled", handled_at=pd.Timestamp("2020-01-01"))
    assert report(early).flow == flow


def test_growth_is_told_from_chance():
    span, before = HALF, (date(2025, 1, 1), date(2025, 6, 30))
    found = changes([(30, 30), (60, 20), (5, 30), (3, 1), (0, 0)], span, before)
    assert [each.verdict for each in found] == ["chance", "grew", "shrank", "chance", "chance"]
    assert found[-1].q == 1.0
    # Twice as long a period may well hold twice as many.
    twice = changes(
        [(60, 30)], (date(2025, 1, 1), date(2026, 12, 31)), (date(2024, 1, 1), date(2024, 12, 30))
    )
    assert twice[0].verdict == "chance"


def test_noise_is_not_called_growth():
    """Two draws of the same rates: in 100 draws of twelve sorts, hardly any is called a change."""
    import numpy as np

    rng = np.random.default_rng(7)
    span, before = HALF, (date(2025, 1, 1), date(2025, 6, 30))
    alarms = 0
    for _ in range(100):
        pairs = [tuple(map(int, pair)) for pair in rng.poisson(20, (12, 2))]
        alarms += any(each.verdict != "chance" for each in changes(pairs, span, before))
    assert alarms <= 8


def test_a_planted_growth_is_found():
    more = ISSUES[
        (ISSUES["building_id"] == "B25") | (ISSUES["category"] == "dispute")
    ].sample(60, random_state=1)  # fmt: skip
    shifted = more.assign(recorded_at=pd.Timestamp("2026-05-01"), category="dispute",
                          building_id="B25").set_axis(more.index + "x")  # fmt: skip
    found = report(pd.concat([ISSUES, shifted]))
    assert found.changes["category", "dispute"].verdict == "grew"
    assert found.by_courtyard.loc["C4", "verdict"] == "grew"
    assert found.changes["category", "environment"].verdict == "chance"


@pytest.mark.parametrize(
    ("span", "first", "before"),
    [
        (HALF, date(2024, 11, 2), (date(2025, 1, 1), date(2025, 6, 30))),
        (HALF, date(2025, 1, 8), (date(2025, 1, 1), date(2025, 6, 30))),
        (HALF, date(2025, 1, 9), (date(2025, 7, 4), date(2025, 12, 31))),
        (HALF, date(2025, 8, 1), None),
        ((date(2024, 2, 29), date(2024, 2, 29)), date(2020, 1, 1),
         (date(2023, 2, 28), date(2023, 2, 28))),
        ((date(2024, 1, 1), date(2025, 12, 31)), date(2020, 1, 1),
         (date(2021, 12, 31), date(2023, 12, 31))),
    ],
)  # fmt: skip
def test_the_period_before(span, first, before):
    assert span_before(span, first) == before


def test_what_is_yet_to_come_is_left_out():
    found = report(end=date(2027, 6, 30))
    assert (found.end, found.unfinished) == (TODAY, date(2027, 6, 30))
    with pytest.raises(ValueError, match="period ends"):
        report(start=date(2027, 1, 1), end=date(2027, 2, 1))


def test_default_is_the_last_twelve_months():
    """Whole ones, if the last record is in a month's last week; never days to come."""
    found = report_of(SAMPLE, ISSUES, VISITS, today=TODAY)
    assert (found.start, found.end) == (date(2025, 11, 1), date(2026, 10, 31))
    found = report_of(SAMPLE, ISSUES, VISITS, today=date(2026, 10, 30))
    assert found.end == date(2026, 10, 30)


def test_no_issues_at_all():
    found = report(ISSUES.iloc[:0])
    assert found.before is None
    assert (found.flow.recorded, found.flow.open_after) == (0, 0)
    assert found.walked.days == ()
    assert found.changes == {}
    assert found.by_courtyard["issues"].tolist() == [0]
    assert all(table.heads for table in tables_of(found, SAMPLE).values())


def visit(day, team, stop, kind, result="done"):
    return {"day": day, "team": team, "stop_id": stop, "kind": kind, "at": pd.Timestamp(day),
            "result": result, "reason": "", "note": ""}  # fmt: skip


def test_rounds_are_what_is_known_of_them_and_no_more():
    monday, later, month = date(2026, 3, 2), date(2026, 3, 9), date(2026, 5, 4)
    partner = SAMPLE.targets.index[SAMPLE.targets["kind"] == "partner_organisation"][0]
    home = SAMPLE.targets.index[SAMPLE.targets["kind"] == "elderly_party_member"][0]
    visits = pd.DataFrame(
        [
            visit(monday, "1", "B01", "building"),
            visit(monday, "2", "B02", "building"),
            visit(monday, "1", partner, "target"),
            visit(later, "1", partner, "target"),
            visit(later, "1", home, "target"),
            visit(later, "1", "B03", "building", "skipped"),
            visit(date(2025, 3, 3), "1", "B01", "building"),
        ]
    )
    plans = [
        Planned(monday, "1", 1000.0, 1661),
        Planned(later, "3", 9999.0, 9999),  # planned, but no visit of that month's is by team 3
        Planned(month, "1", 500.0, 830),  # of this month no visits are kept
        Planned(date(2025, 3, 3), "1", 7.0, 7),
    ]
    none = ISSUES.assign(round="")
    found = report(none, visits=visits, plans=plans).walked
    assert found.days == (monday, later, month)
    assert (found.rounds, found.measured, found.as_planned) == (4, 2, 1)
    assert (found.walk_m, found.steps) == (1500.0, 2491)
    assert (found.buildings, found.skipped) == (2, 1)
    assert (found.organisations, found.homes, found.shops) == (1, 1, 0)
    unknown = tables_of(report(none), SAMPLE)["rounds"]
    assert set(unknown.column("number")) == {0, None}


def test_the_ten_years_are_carried_forward():
    found = report()
    balance, totals = SAMPLE.settings.balance, found.totals
    since = [
        row for row in ROWS if row["done"] and date(2024, 11, 1) <= row["done"] <= HALF[1]
    ]  # fmt: skip
    assert totals.handled == dict(Counter(row["category"] for row in since))
    table = tables_of(found, SAMPLE)["totals"]
    for row in table.rows:
        assert row[3] == row[1] + (row[2] or 0)
    totals_of = {row[0].code: row[3] for row in table.rows}
    assert totals_of["dispute"] == 1018 + totals.handled["dispute"]
    assert totals_of["mondays"] == 520 + len(totals.since.days)
    assert balance.steps == 2_730_000
    without = replace(
        SAMPLE, settings=SAMPLE.settings.model_copy(update={"balance": None}), _projected={}
    )
    bare = report(community=without)
    assert bare.totals is None
    assert "totals" not in tables_of(bare, without)
