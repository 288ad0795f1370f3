"""Periods by the Civil Code, and the calendar of an assembly built from them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.assembly.figures import announced_days
from linli.application.assembly.domain.calendar import (
    WorkingDays,
    end_of,
    end_of_years,
    ends_at,
    latest_notice,
    plan_dates,
)
from linli.application.assembly.domain.parameters import NoticeReading
from linli.application.assembly.domain.stages import Convened
from linli.kernel import Refused

DAYS = announced_days()
STRICT, INCLUSIVE = NoticeReading.STRICT, NoticeReading.INCLUSIVE
FULL = {
    "notice_days_regular": 15,
    "notice_reading": "strict",
    "window_min_days": 5,
    "window_max_days": 60,
    "result_published_days": 3,
    "objection_days": 7,
    "retention_years": 5,
    "challenge_years": 1,
}


def planned(values=None, *, opens=date(2026, 3, 17), closes=date(2026, 3, 27), **more):
    given = FULL if values is None else values
    return plan_dates(Convened.REGULAR, given, opens=opens, closes=closes, working=DAYS, **more)


def test_c21_the_day_of_the_notice_is_not_counted():
    published = date(2026, 3, 1)
    assert latest_notice(date(2026, 3, 17), 15, STRICT) == published
    assert latest_notice(date(2026, 3, 16), 15, INCLUSIVE) == published
    plan = planned(opens=date(2026, 3, 16), published=published)
    assert [one.key for one in plan.mistakes] == ["publish_by"]
    assert "2026-02-28" in plan.mistakes[0].words.zh
    assert planned(published=published).mistakes == ()
    inclusive = {**FULL, "notice_reading": "inclusive"}
    assert planned(inclusive, opens=date(2026, 3, 16), published=published).mistakes == ()


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.integers(0, 400),
)
def test_a_strict_notice_is_out_one_day_earlier(day, days):
    inclusive = latest_notice(day, days, INCLUSIVE)
    assert (day - inclusive).days == days
    assert latest_notice(day, days, STRICT) == inclusive - timedelta(days=1)


@pytest.mark.parametrize(
    ("since", "days", "last"),
    [
        ("2026-03-02", 3, "2026-03-05"),
        ("2026-03-02", 5, "2026-03-09"),  # a Saturday: the Monday after
        ("2026-02-09", 5, "2026-02-14"),  # a Saturday that is worked
        ("2026-02-10", 5, "2026-02-24"),  # the Spring Festival
        ("2026-03-02", 0, "2026-03-02"),
    ],
)
def test_a_period_that_ends_on_a_holiday_ends_on_the_next_working_day(since, days, last):
    found = end_of(date.fromisoformat(since), days, DAYS)
    assert found == (date.fromisoformat(last), True)


def test_a_period_of_years_ends_on_the_same_date_or_the_last_of_its_month():
    always = WorkingDays(lambda _: True, lambda _: True)
    assert end_of_years(date(2024, 2, 29), 1, always) == (date(2025, 2, 28), True)
    assert end_of_years(date(2024, 2, 29), 4, always) == (date(2028, 2, 29), True)
    assert end_of_years(date(2026, 5, 31), 1, always) == (date(2027, 5, 31), True)


def test_a_year_whose_holidays_are_not_announced_makes_a_date_uncertain():
    assert end_of(date(2026, 12, 30), 5, DAYS) == (date(2027, 1, 4), False)
    never = WorkingDays(lambda _: False, lambda _: True)
    assert end_of(date(2026, 3, 2), 1, never) == (date(2026, 3, 3), False)


@given(st.dates(date(2025, 1, 1), date(2026, 11, 1)), st.integers(0, 40))
def test_a_period_never_ends_early_nor_on_a_holiday(since, days):
    last, _ = end_of(since, days, DAYS)
    assert (last - since).days >= days
    assert DAYS.is_working(last)
    assert end_of(since, days + 1, DAYS)[0] >= last


def test_the_last_day_ends_at_midnight_in_the_community():
    moment = ends_at(date(2026, 3, 27), ZoneInfo("Asia/Shanghai"))
    assert moment == datetime(2026, 3, 27, 16, tzinfo=UTC)


def test_what_nobody_has_decided_is_said_and_not_guessed():
    lacking = {name: value for name, value in FULL.items() if name != "objection_days"}
    dates = {one.key: one for one in planned(lacking).dates}
    assert dates["preliminary_by"].day == date(2026, 3, 30)
    for key in ("objections_until", "final_from", "challenge_until", "keep_until"):
        assert (dates[key].day, dates[key].lacks) == (None, "objection_days"), key
    dates = {one.key: one for one in planned({}).dates}
    assert dates["publish_by"].lacks == "notice_days_regular"
    assert dates["opens"].day == date(2026, 3, 17)


def test_everything_is_kept_at_least_as_long_as_it_can_be_challenged():
    plan = planned({**FULL, "challenge_years": 10})
    assert plan.day("keep_until") == plan.day("challenge_until")


def test_the_day_the_result_was_really_published_begins_the_objections():
    plan = planned(result_on=date(2026, 4, 7))
    assert plan.day("objections_until") == date(2026, 4, 14)


def test_only_an_election_has_candidates_to_show_and_papers_to_hand_over():
    keys = {one.key for one in planned().dates}
    more = {one.key for one in planned(is_election=True).dates}
    assert more - keys == {"candidates_by", "candidates_until", "file_by", "hand_over_by"}


SHOWN = {**FULL, "candidates_published_days": 15, "candidates_shown_days": 7}


@pytest.mark.parametrize(
    ("shown_on", "rules", "wrong"),
    [
        (date(2026, 3, 1), SHOWN, []),
        (date(2026, 3, 2), SHOWN, ["candidates_by"]),
        (date(2026, 3, 10), SHOWN, ["candidates_by", "candidates_until"]),
        (date(2026, 3, 1), {**SHOWN, "candidates_shown_days": 16}, ["candidates_until"]),
        (date(2026, 3, 1), {**SHOWN, "candidates_shown_days": 15}, []),
        (date(2026, 3, 16), FULL, []),
        (None, SHOWN, []),
    ],
)
def test_candidates_shown_too_late_or_too_briefly_are_named(shown_on, rules, wrong):
    plan = planned(rules, candidates_on=shown_on, is_election=True)
    assert [one.key for one in plan.mistakes] == wrong
    if shown_on and "candidates_shown_days" in rules:
        days = rules["candidates_shown_days"]
        assert plan.day("candidates_until") == shown_on + timedelta(days=days)


@pytest.mark.parametrize("closes", [date(2026, 3, 21), date(2026, 5, 17)])
def test_a_window_too_short_or_too_long_is_named(closes):
    assert [one.key for one in planned(closes=closes).mistakes] == ["closes"]


def test_voting_cannot_end_before_it_begins():
    with pytest.raises(Refused) as refused:
        planned(closes=date(2026, 3, 16))
    assert refused.value.field == "closes"
    with pytest.raises(Refused):
        planned(opens=date(2026, 3, 17), closes=date(9999, 1, 1))
