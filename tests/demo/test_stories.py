"""What people in the demo say fits what they speak of."""

import pytest

from linli.demo.stories import on_the_spot


@pytest.mark.parametrize("about", ["fire", "device", "surroundings", "plant", "energy"])
def test_the_sun_is_found_only_where_a_light_was_reported(about):
    said = "".join(word for told in on_the_spot(about).values() for word in told)
    assert "太阳" not in said and "灯没有开" not in said


def test_a_light_is_the_sun_and_a_fire_is_never_taken_for_nothing():
    assert set(on_the_spot("light")) == {"false_alarm"}
    assert set(on_the_spot("fire")) == {"real"}


def test_what_nobody_foresaw_has_words_too():
    assert set(on_the_spot("a rule somebody wrote yesterday")) == {"real", "false_alarm"}
