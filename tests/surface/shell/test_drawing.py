"""A line shows what is known and leaves open what is not."""

import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linli.surface.shell.drawing import Point, draw, runs, scale, share, spark

START = datetime(2026, 11, 23, tzinfo=UTC)


def points(values: list[float | None], minutes: int = 10) -> list[Point]:
    return [Point(START + timedelta(minutes=minutes * i), v) for i, v in enumerate(values)]


def test_a_missing_value_and_a_long_silence_are_holes():
    assert [len(run) for run in runs(points([1, 2, None, 4, 5]))] == [2, 2]
    late = [*points([1, 2, 3]), Point(START + timedelta(hours=3), 4.0)]
    assert [len(run) for run in runs(late)] == [3, 1]
    drawing = draw(late)
    assert drawing is not None
    assert len(drawing.gaps) == 1
    assert drawing.path.count("M") == 2
    assert drawing.dots


def test_nothing_known_draws_nothing():
    assert draw([]) is None
    assert draw(points([None, None])) is None
    assert spark([None, None]) == ""


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60))
def test_a_line_stays_inside_its_box(values):
    drawing = draw(points(list(values)))
    assert drawing is not None
    numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", drawing.path)]
    assert all(-0.1 <= x <= 600.1 for x in numbers[::2])
    assert all(-0.1 <= y <= 200.1 for y in numbers[1::2])


@given(st.floats(-1e9, 1e9), st.floats(0, 1e9))
def test_a_scale_encloses_what_it_measures(low, room):
    ticks = scale(low, low + room)
    slack = 1e-6 * max(abs(low), room, 1)
    assert ticks[0] <= low + slack
    assert ticks[-1] >= low + room - slack
    assert 2 <= len(ticks) <= 7


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_share_is_never_more_than_all(part, whole):
    assert 0 <= float(share(part, whole).rstrip("%")) <= 100
