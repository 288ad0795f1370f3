"""The recordings are played as they are."""

from datetime import UTC, datetime, timedelta

import pytest

from linli.demo import tapes
from linli.demo.stories import stories
from linli.support.matters.domain.catalogue import category_of


def test_a_room_says_what_was_recorded_at_that_minute_of_the_week():
    moment = datetime(2015, 2, 5, 9, 0, tzinfo=tapes.ZONE)
    values = tapes.room().at(moment)
    assert values is not None and set(values) == {
        "temperature", "humidity", "light", "co2", "occupancy",
    }  # fmt: skip
    assert tapes.room().at(moment + timedelta(weeks=7)) == values


def test_where_the_recorder_was_off_nothing_is_said():
    assert tapes.room().at(datetime(2015, 2, 4, 14, 0, tzinfo=tapes.ZONE)) is None


def test_four_weeks_of_a_household_are_in_watts():
    weeks = [tapes.household(week) for week in range(4)]
    assert all(len(week.rows) > 10_000 for week in weeks)
    assert weeks[0].at(datetime(2007, 2, 1, 0, 0, tzinfo=tapes.ZONE)) == {"power": 326.0}


def test_a_machine_room_is_in_degrees_celsius():
    values = [row["temperature"] for row in tapes.plant("2013-12-16").rows.values()]
    assert len(values) > 100 and all(5 < value < 40 for value in values)


@pytest.mark.parametrize("name", tapes.FIRES)
def test_each_fire_makes_smoke_beyond_the_rule_at_all_three_detectors(name):
    fire = tapes.fire(name)
    assert all(values for values in fire.quiet)
    for place in range(3):
        assert max(rooms[place].get("smoke", 0) for _, rooms in fire.rows) > 0.05
    seconds = [second for second, _ in fire.rows]
    assert seconds == sorted(seconds)


def test_between_yields_each_minute_once_in_order():
    since = datetime(2026, 5, 4, 0, 0, 30, tzinfo=UTC)
    moments = [at for at, _ in tapes.household(0).between(since, since + timedelta(hours=2))]
    assert moments == sorted(set(moments)) and len(moments) == 120


def test_every_story_has_a_category_of_the_catalogue():
    assert len(stories()) >= 55
    for story in stories():
        assert not category_of(story.category).is_machine
