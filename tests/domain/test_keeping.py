"""Readings keep the term they were recorded under; a later one may shorten it, never prolong."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.telemetry.domain.keeping import Promise, due

START = datetime(2026, 1, 1, tzinfo=UTC)
TERMS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=5)


@given(TERMS, st.integers(0, 800), st.integers(0, 800))
def test_a_reading_goes_when_its_own_term_or_a_shorter_later_one_is_over(terms, at, later):
    begun = sorted(day for day, _days in terms)
    promises = [
        Promise(f"m{n}", START + timedelta(days=day), days)
        for n, (day, (_day, days)) in enumerate(zip(begun, terms, strict=True))
    ]
    moment, reading = START + timedelta(days=at + later), START + timedelta(days=at, hours=1)
    bound = [one for one in promises if one.since <= reading] or promises[:1]
    own = promises.index(bound[-1])
    days = min(one.days for one in promises[own:])
    promise, before = due(promises, moment)
    assert (reading < before) == (reading + timedelta(days=days) < moment)
    assert promise in promises and before <= moment
