"""A mandate allows what it names, where it holds, while it stands, and nothing else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.mandates import domain
from linli.foundation.mandates.domain import Basis, State, covers, is_valid_at
from linli.kernel import Refused, Words

START = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
keys = st.from_regex(r"[a-z][a-z0-9_-]{0,10}", fullmatch=True)


@given(moments, moments, st.none() | moments, st.sampled_from(State))
def test_a_mandate_stands_from_its_beginning_up_to_its_end_unless_revoked(
    moment, begin, end, state
):
    expected = state == "active" and begin <= moment and (end is None or moment < end)
    assert is_valid_at(moment, state=state, valid_from=begin, valid_until=end) is expected


def test_the_end_itself_is_outside():
    end = START + timedelta(days=1)
    assert is_valid_at(START, state="active", valid_from=START, valid_until=end)
    assert not is_valid_at(end, state="active", valid_from=START, valid_until=end)


@given(keys, keys, keys)
def test_a_pattern_covers_its_own_series_and_a_star_all_of_one_model(model, other, key):
    assert covers([f"{model}.{key}"], f"{model}.{key}")
    assert covers([f"{model}.*"], f"{model}.{key}")
    assert covers([f"{model}.*"], f"{other}.{key}") is (model == other)
    assert covers([f"{model}.{key}"], f"{model}.{other}") is (key == other)
    assert not covers([], f"{model}.{key}")


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "*",
        "*.*",
        "*.smoke",
        "smoke",
        "smoke.",
        ".smoke",
        "a b.c",
        "m.s*",
        "m.**",
        "烟.s",
        "a.b c",
    ],
)
def test_a_pattern_must_name_a_model_and_a_property(pattern):
    with pytest.raises(Refused) as refused:
        domain.checked_series([pattern])
    assert refused.value.field == "series"


def test_patterns_are_kept_once_and_in_order():
    given_ones = ["b.*", " a.x ", "b.*"]
    assert domain.checked_series(given_ones) == ("b.*", "a.x")


@pytest.mark.parametrize("patterns", [[], [f"m.p{n}" for n in range(domain.MOST_SERIES + 1)]])
def test_a_mandate_names_some_data_but_not_everything(patterns):
    with pytest.raises(Refused):
        domain.checked_series(patterns)


@pytest.mark.parametrize("basis", [Basis.RESOLUTION, Basis.CONSENT, Basis.CONTRACT])
def test_only_a_law_may_stand_without_an_end(basis):
    domain.check_term(Basis.LAW, START, None)
    with pytest.raises(Refused) as refused:
        domain.check_term(basis, START, None)
    assert refused.value.field == "valid_until"


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (START, START),
        (START, START - timedelta(seconds=1)),
        (START.replace(tzinfo=None), START + timedelta(days=1)),
        (START, datetime(2027, 1, 1)),
    ],
)
def test_a_term_has_a_beginning_before_its_end_and_both_a_time_zone(begin, end):
    with pytest.raises(Refused):
        domain.check_term(Basis.LAW, begin, end)


@pytest.mark.parametrize("days", [0, -1, domain.LONGEST_RETENTION_DAYS + 1, True])
def test_retention_is_some_days_up_to_ten_years(days):
    with pytest.raises(Refused):
        domain.checked_retention(days)


def test_a_decision_still_to_come_allows_nothing():
    domain.check_decided(date(2026, 1, 1), date(2026, 1, 1))
    with pytest.raises(Refused):
        domain.check_decided(date(2026, 1, 5), date(2026, 1, 1))


@pytest.mark.parametrize("purpose", [Words("", "fire"), Words("火警", " "), Words("火" * 201, "f")])
def test_a_purpose_is_said_in_both_languages_and_briefly(purpose):
    with pytest.raises(Refused) as refused:
        domain.checked_purpose(purpose)
    assert refused.value.field == "purpose"


@pytest.mark.parametrize("recipients", [[], [""], ["x" * 81], [f"r{n}" for n in range(21)]])
def test_recipients_are_named_and_few(recipients):
    with pytest.raises(Refused) as refused:
        domain.checked_recipients(recipients)
    assert refused.value.field == "recipients"
