"""Curves keep their peaks, stretches stay where they are, and few homes are never told of."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.telemetry.domain import (
    FEWEST_HOMES,
    Partial,
    Point,
    from_ms,
    rounded_readings,
    step_for,
    stretches,
    to_ms,
    with_gaps,
)

START = datetime(2026, 3, 1, tzinfo=UTC)
MS = st.integers(0, 4_000_000_000_000)


@given(MS)
def test_milliseconds_survive_the_way_there_and_back(ms):
    assert to_ms(from_ms(ms)) == ms


@given(MS, st.integers(1, 10**12), st.integers(10, 5000))
def test_a_span_is_never_cut_into_more_stretches_than_asked(since, length, most):
    until = since + length
    step = step_for(since, until, most)
    assert 1 <= stretches(since, until, step) <= most
    touched = {since // step, (until - 1) // step}
    assert max(touched) - min(touched) + 1 == stretches(since, until, step)


def _points(seconds):
    return [Point(START + timedelta(seconds=second), 0, 0, 0, 1) for second in seconds]


def test_a_silence_is_marked_where_it_ends():
    marked = with_gaps(_points([0, 60, 120, 180, 1000, 1060]))
    assert [point.after_gap for point in marked] == [False, False, False, False, True, False]


def test_two_readings_say_nothing_about_what_is_usual():
    assert not any(point.after_gap for point in with_gaps(_points([0, 100_000])))
    assert with_gaps(()) == ()


@given(st.integers(0, 12), st.integers(0, 3))
def test_a_figure_of_few_homes_is_hidden(homes, others):
    cell = Partial()
    cell.add(homes=homes, others=others, readings=9, means=float(homes + others), low=0.0, high=2.0)
    if 0 < homes < FEWEST_HOMES or homes + others == 0:
        assert cell.value("mean") is None and cell.value("high") is None
    else:
        assert cell.value("mean") == 1.0 and cell.value("sum") == homes + others


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3)), max_size=6))
def test_partials_add_up_to_the_whole(parts):
    whole, merged = Partial(), Partial()
    for homes, others in parts:
        count = homes + others
        merged.add(homes=homes, others=others, readings=count, means=count * 2.0, low=1.0, high=3.0)
    total = sum(homes + others for homes, others in parts)
    if parts:
        whole.add(
            homes=sum(homes for homes, _ in parts),
            others=sum(others for _, others in parts),
            readings=total,
            means=total * 2.0,
            low=1.0,
            high=3.0,
        )
    assert merged == whole


def test_a_figure_about_homes_is_rounded_and_waits_for_its_day():
    cell = Partial()
    cell.add(homes=10, others=0, readings=1234, means=98_765.4, low=0.12345, high=20.05)
    assert (cell.value("sum"), cell.value("low"), cell.value("high")) == (98_800.0, 0.123, 20.1)
    public = Partial()
    public.add(homes=0, others=2, readings=17, means=40.123, low=20.0, high=20.123)
    assert public.value("sum") == 40.123
    assert rounded_readings([cell, public]) == 1217
    cell.must_wait = True
    assert cell.is_hidden and cell.value("sum") is None and rounded_readings([cell, public]) == 17
