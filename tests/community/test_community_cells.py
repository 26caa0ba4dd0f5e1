"""Hours, weeks, dates and cells as planners write them."""

from datetime import date, time
from itertools import pairwise

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkmap.community.cells import read_cells, read_date, shown, text_of
from walkmap.community.hours import DAY_S, Span, covers, hours_said, parse_hours, parse_weeks
from walkmap.community.layers import LAYERS
from walkmap.errors import Fault
from walkmap.words import Words

MINUTES = st.lists(st.integers(0, 1440), min_size=2, max_size=10, unique=True).map(sorted)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


@given(
    MINUTES, st.sampled_from(";；"), st.sampled_from(["-", "–", "~", " - ", "至"]), st.booleans()
)
def test_hours_come_back(minutes: list[int], stop: str, dash: str, wide: bool) -> None:
    minutes = minutes[: len(minutes) // 2 * 2]
    pairs = list(zip(minutes[::2], minutes[1::2], strict=True))
    text = stop.join(f"{_clock(a)}{dash}{_clock(b)}" for a, b in pairs)
    spans = parse_hours(text.replace(":", "：") if wide else text)
    assert spans == tuple(Span(a * 60, b * 60) for a, b in pairs)


@given(st.text(max_size=30))
def test_any_text_is_hours_or_a_value_error(text: str) -> None:
    try:
        spans = parse_hours(text)
    except ValueError:
        return
    assert all(0 <= span.start_s < span.end_s <= DAY_S for span in spans)
    assert all(a.end_s < b.start_s for a, b in pairwise(spans))


@pytest.mark.parametrize(
    "text",
    ["9-11", "09:00", "11:30-09:00", "09:60-10:00", "23:00-24:01", "22:00-06:00", "全天",
     "09:00-10:00,11:00-12:00", "09:00-10:00;09:30-11:00", "08:30-11:30 周一"],
)  # fmt: skip
def test_not_hours(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_hours(text)


def test_empty_hours_mean_always_and_spans_that_touch_are_one() -> None:
    assert parse_hours("") == parse_hours(" ; ") == (Span(0, DAY_S),)
    spans = parse_hours("10:00-12:00;08:00-10:00")
    assert spans == (Span(8 * 3600, 12 * 3600),)
    assert covers(spans, time(8, 30), time(11, 30))
    assert not covers(parse_hours("08:00-10:00;10:01-12:00"), time(8, 30), time(11, 30))


def test_hours_are_said_as_all_times_are() -> None:
    said = hours_said("06:30-09:00；16:30-24:00")
    assert said == Words("6:30–9:00、16:30–24:00", "6:30–9:00, 16:30–24:00")
    assert hours_said("").zh == hours_said("00:00-24:00").zh == ""


@given(st.lists(st.integers(1, 5)), st.sampled_from([",", "，", "、", " ", ", "]))
def test_weeks_come_back(weeks: list[int], comma: str) -> None:
    assert parse_weeks(comma.join(map(str, weeks))) == tuple(sorted(set(weeks)))


@pytest.mark.parametrize("text", ["0", "6", "1.3", "13", "first", "-1", "1-3"])
def test_not_weeks(text: str) -> None:
    with pytest.raises(ValueError, match="not numbers from 1 to 5"):
        parse_weeks(text)


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)), st.sampled_from(["-", "/", "."]))
def test_dates_come_back(day: date, dash: str) -> None:
    iso = day.isoformat()
    assert read_date(iso.replace("-", dash)) == iso
    assert read_date(f"{day.year}/{day.month}/{day.day}") == iso
    assert read_date(f"{day.year}年{day.month}月{day.day}日") == iso
    assert read_date(f"{iso} 00:00:00") == read_date(f"{iso}T08:00:00Z") == iso


@pytest.mark.parametrize("text", ["2026-02-30", "2026-12-07x", "20261207", "7.12.2026", "昨天"])
def test_not_dates(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_date(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (float("nan"), ""),
        (5.0, "5"),
        (5, "5"),
        (" B1 ", "B1"),
        (True, "True"),
        ("a", "a"),
    ],
)
def test_cells_as_text(value: object, text: str) -> None:
    assert text_of(value) == text


def test_values_are_shown_on_one_short_line() -> None:
    assert shown("a\nb\0\tc") == "a b c"
    assert len(shown("x" * 500)) == 60


def test_cells_get_their_types() -> None:
    for rows in ([], ["B1"]):
        faults: list[Fault] = []
        table = gpd.GeoDataFrame(
            {"id": rows, "managed": ["否"] * len(rows), "households": ["12.0"] * len(rows)},
            geometry=[None] * len(rows),
            crs=4326,
        )
        cells = read_cells(table, LAYERS["buildings"], faults)
        assert faults == []
        assert cells["managed"].dtype == bool
        assert cells["households"].dtype == "int64"
        assert list(cells["households"]) == [12] * len(rows)
        assert list((~cells["managed"]).to_numpy()) == [True] * len(rows)
