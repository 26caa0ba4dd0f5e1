"""The days of a month's rounds: Mondays, but for public holidays."""

from datetime import date, timedelta

import chinese_calendar
import pytest
import rules
from hypothesis import given, settings
from hypothesis import strategies as st

from walkmap.errors import UsageError
from walkmap.rounds import mondays, round_days

MONTHS = st.builds(lambda y, m: f"{y}-{m:02d}", st.integers(2003, 2028), st.integers(1, 12))


def days(month: str, rule: str) -> list[str]:
    return [day.isoformat() for day in round_days(month, rule).dates]


def test_a_monday_of_the_national_holiday_moves_to_the_day_after_it():
    found = round_days("2026-10", "move")
    assert days("2026-10", "move") == ["2026-10-08", "2026-10-12", "2026-10-19", "2026-10-26"]
    assert found.weeks == (1, 2, 3, 4)
    assert [note.zh for note in found.notes] == ["10月5日是国庆节，走访移到10月8日"]


def test_it_is_left_out_or_kept_if_the_community_says_so():
    skipped = round_days("2026-10", "skip")
    assert days("2026-10", "skip") == ["2026-10-12", "2026-10-19", "2026-10-26"]
    assert skipped.weeks == (2, 3, 4)
    assert [note.en for note in skipped.notes] == ["5 October is National Day: no round"]
    assert round_days("2026-10", "keep").dates == mondays("2026-10")
    assert round_days("2026-10", "keep").notes == ()


def test_a_make_up_sunday_is_a_workday():
    # 22 to 28 January 2012 were off, and Sunday the 29th was worked.
    assert days("2012-01", "move")[-2:] == ["2012-01-29", "2012-01-30"]


def test_the_last_monday_may_move_into_the_next_month():
    assert days("2022-01", "move")[-1] == "2022-02-08"  # the 7th is February's own
    assert days("2022-02", "move")[0] == "2022-02-07"
    assert round_days("2022-01", "move").first == date(2022, 1, 1)


def test_two_mondays_of_one_holiday_get_two_days():
    assert days("2026-02", "move") == ["2026-02-02", "2026-02-09", "2026-02-24", "2026-02-25"]


def test_a_moved_monday_keeps_its_number():
    # The first Monday of October 2018 went behind the second.
    assert round_days("2018-10", "move").weeks == (2, 1, 3, 4, 5)


@pytest.mark.parametrize("rule", ["move", "skip"])
def test_a_year_without_known_holidays_keeps_its_mondays_and_says_so(rule):
    found = round_days("2099-10", rule)
    assert found.dates == mondays("2099-10")
    assert len(found.notes) == 1
    assert "2099" in found.notes[0].zh


def test_a_monday_at_the_edge_of_what_is_known(monkeypatch):
    """31 December is off, and of the year after nothing is known."""
    monkeypatch.setattr(chinese_calendar, "is_holiday", lambda day: day == date(2029, 12, 31))

    def is_workday(day: date) -> bool:
        if day.year > 2029:
            raise NotImplementedError
        return day.weekday() < 5 and day != date(2029, 12, 31)

    monkeypatch.setattr(chinese_calendar, "is_workday", is_workday)
    monkeypatch.setattr(chinese_calendar, "get_holiday_detail", lambda day: (True, None))
    assert days("2029-12", "move")[-1] == "2030-01-02"


@given(MONTHS, st.sampled_from(["keep", "move", "skip"]))
@settings(derandomize=True, database=None, deadline=None, max_examples=300)
def test_days_of_any_month(month: str, rule: str):
    found = round_days(month, rule)
    assert dict(zip(found.dates, found.weeks, strict=True)) == rules.round_days(month, rule)
    assert list(found.dates) == sorted(set(found.dates))
    assert found.first.isoformat() == f"{month}-01"
    following = (found.first + timedelta(31)).isoformat()[:7]
    assert not set(found.dates) & set(round_days(following, rule).dates)
    if rule == "move" and found.first.year in range(2004, 2026):
        assert all(map(chinese_calendar.is_workday, found.dates))
        assert len(found.dates) == len(mondays(month))


@pytest.mark.parametrize("text", ["2026", "2026-13", "12-2026", ""])
def test_no_month(text):
    with pytest.raises(UsageError):
        round_days(text, "move")
