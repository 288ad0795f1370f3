"""A figure made of readings counts whole groups, and a mark exchanges one group for another."""

from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.people.domain.cover import Standing
from linli.foundation.people.domain.groups import GROUP, counted_homes, groups_of, margin

KEYS = st.binary(min_size=32, max_size=32)


def estate(number: int) -> dict[str, Standing]:
    return {f"d{n}": Standing("b", "c") for n in range(number)}


def counted(homes, marked, key):
    return counted_homes(homes, frozenset(marked), within=frozenset(homes), key=key)


@given(st.integers(0, 200), KEYS)
def test_homes_are_dealt_into_groups_of_five(number, key):
    homes = estate(number)
    groups = groups_of(homes, key=key)
    assert all(len(group) == GROUP for group in groups)
    assert len(frozenset().union(*groups)) == number - number % GROUP


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_decoy_group_is_always_among_those_left_out(groups, touched):
    size = margin(groups, touched)
    assert size >= 2 and size > touched and size >= groups // 4


@given(st.integers(0, 120), KEYS, st.data())
def test_a_mark_exchanges_one_group_for_another_and_no_number(number, key, data):
    homes = estate(number)
    before = counted(homes, (), key)
    assert len(before) % GROUP == 0 and (not before or len(before) >= GROUP)
    if number:
        marked = data.draw(st.sampled_from(sorted(homes)))
        after = counted(homes, {marked}, key)
        assert marked not in after and len(after) == len(before)
        assert len(before - after) in (0, GROUP) and len(after - before) in (0, GROUP)


@given(st.integers(0, 120), KEYS, st.data())
def test_what_two_marks_tell_apart_is_five_homes_or_none(number, key, data):
    homes = estate(number)
    names = st.frozensets(st.sampled_from(sorted(homes) or ["d"]), max_size=8)
    one, two = (counted(homes, data.draw(names), key) for _ in range(2))
    for difference in (one - two, two - one):
        assert len(difference) % GROUP == 0


def test_a_place_that_is_only_part_of_a_unit_counts_nobody():
    homes = estate(30)
    part = frozenset(sorted(homes)[:29])
    assert counted_homes(homes, frozenset(), within=part, key=b"k" * 32) == frozenset()
