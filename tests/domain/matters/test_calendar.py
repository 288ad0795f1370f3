"""Working time adds up, never runs backwards, and knows which holidays were announced."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.support.matters.domain.calendar import calendar_of, china, read_windows

CALENDAR = calendar_of("Asia/Shanghai")
SHANGHAI = ZoneInfo("Asia/Shanghai")

moments = st.datetimes(
    min_value=datetime(2025, 1, 1), max_value=datetime(2027, 6, 1), timezones=st.just(UTC)
).map(lambda moment: moment.replace(microsecond=0))
spans = st.integers(0, 20_000)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def later(moment: datetime, minutes: int) -> datetime:
    return CALENDAR.add_working_seconds(moment, minutes * 60)


@given(moments, spans, spans)
def test_adding_twice_is_adding_once(moment, one, other):
    first = later(moment, one)
    assert later(first, other) == later(moment, one + other)


@given(moments, spans, spans, st.integers(0, 100_000))
def test_later_or_longer_never_ends_earlier(moment, one, more, seconds):
    end = later(moment, one)
    assert end >= moment
    assert later(moment, one + more) >= end
    assert later(moment + timedelta(seconds=seconds), one) >= end


@given(moments, spans)
def test_between_is_the_inverse_of_adding(moment, minutes):
    end = later(moment, minutes)
    assert CALENDAR.working_seconds_between(moment, end) == minutes * 60


@given(moments, st.integers(0, 10_000_000), st.integers(0, 10_000_000))
def test_between_adds_up_over_any_middle(moment, one, other):
    middle = moment + timedelta(seconds=one)
    end = middle + timedelta(seconds=other)
    assert CALENDAR.working_seconds_between(moment, end) == CALENDAR.working_seconds_between(
        moment, middle
    ) + CALENDAR.working_seconds_between(middle, end)


@given(moments, st.integers(1, 20_000))
def test_a_span_ends_in_working_time(moment, minutes):
    end = later(moment, minutes)
    assert CALENDAR.is_working(end - timedelta(seconds=1))


@given(moments)
def test_a_day_follows_the_community_clock(moment):
    assert CALENDAR.local_day(CALENDAR.end_of_day(moment)) == CALENDAR.local_day(
        moment
    ) + timedelta(days=1)


def test_a_negative_span_is_refused():
    with pytest.raises(ValueError):
        later(at("2026-11-23T09:00"), -1)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2025-01-26", True),  # a Sunday worked for Spring Festival
        ("2025-01-28", False),
        ("2025-10-08", False),
        ("2025-10-11", True),
        ("2026-01-01", False),
        ("2026-01-04", True),
        ("2026-02-14", True),
        ("2026-02-23", False),
        ("2026-02-24", True),
        ("2026-02-28", True),
        ("2026-05-09", True),
        ("2026-09-20", True),
        ("2026-09-25", False),
        ("2026-10-08", True),
        ("2026-10-10", True),
        ("2026-11-21", False),
        ("2026-11-23", True),
    ],
)
def test_holidays_and_make_up_days_are_those_of_the_state_council(day, works):
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is works


def test_the_number_of_days_off_is_that_of_the_notices():
    off = china().off
    assert sum(day.year == 2025 for day in off) == 28
    assert sum(day.year == 2026 for day in off) == 33
    assert sum(day.year == 2025 for day in china().work) == 5
    assert sum(day.year == 2026 for day in china().work) == 6
    assert not off & china().work


def test_every_make_up_day_is_a_weekend_day():
    assert all(day.weekday() >= 5 for day in china().work)


def test_a_span_over_spring_festival_waits_for_the_first_working_day():
    end = later(at("2026-02-14T17:00"), 60)
    assert end == at("2026-02-24T09:00")


def test_lunch_is_not_working_time():
    assert not CALENDAR.is_working(at("2026-11-23T12:30"))
    assert later(at("2026-11-23T11:30"), 60) == at("2026-11-23T14:00")


def test_a_year_nobody_announced_counts_weekends_and_says_so():
    assert 2027 not in china().years
    assert CALENDAR.is_working_day(date(2027, 10, 1))  # a Friday, and nobody has said otherwise
    assert not CALENDAR.is_working_day(date(2027, 10, 2))
    assert not CALENDAR.is_certain(at("2026-12-30T09:00"), at("2027-01-04T09:00"))
    assert CALENDAR.is_certain(at("2026-11-23T09:00"), at("2026-12-30T09:00"))


@pytest.mark.parametrize(
    "pairs", [[], [["12:00", "08:00"]], [["08:00", "12:00"], ["11:00", "13:00"]], [["8", "x"]]]
)
def test_hours_that_overlap_or_run_backwards_are_refused(pairs):
    with pytest.raises(ValueError):
        read_windows(pairs)
