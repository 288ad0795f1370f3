"""A building as a table of entrances and floors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.people.domain.cover import SMALLEST_UNIT
from linli.support.matters.domain.floors import LEAST, Home, bands, floor_of

HOMES = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 30), st.integers(1, 6)), max_size=150, unique=True
)


@pytest.mark.parametrize(
    ("number", "floor"),
    [
        ("101", 1),
        ("401", 4),
        ("1203", 12),
        ("4", 0),
        ("12", 0),
        ("B101", 0),
        ("４０１", 0),
        ("", 0),
    ],
)
def test_a_door_says_its_floor(number, floor):
    assert floor_of(number) == floor


def test_a_band_is_as_large_as_what_may_be_counted():
    assert LEAST == SMALLEST_UNIT


@given(HOMES)
def test_every_home_is_in_one_band_of_its_entrance_and_bands_are_large_enough(found):
    homes = [Home(f"{e}-{f}-{d}", f"{f}{d:02d}" if f else str(d), f"e{e}") for e, f, d in found]
    made = bands(homes)
    inside = [home for band in made for home in band.homes]
    assert sorted(inside) == sorted(home.id for home in homes)
    entrance_of = {home.id: home.entrance for home in homes}
    for band in made:
        assert {entrance_of[home] for home in band.homes} == {band.entrance}
        alone = [one for one in made if one.entrance == band.entrance]
        assert len(band.homes) >= LEAST or len(alone) == 1
        assert band.lowest <= band.highest
    for one, above in zip(made, made[1:], strict=False):
        assert one.entrance != above.entrance or one.highest < above.lowest
