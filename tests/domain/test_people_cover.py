"""What figures leave out tells nobody whom they hide."""

from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.people.domain.cover import (
    DECOYS,
    SMALLEST_COUNT,
    SMALLEST_UNIT,
    STEP,
    Standing,
    countable,
    cover,
    cover_size,
    shown_branches,
    units,
)

KEY = b"k" * 32
KEYS = st.binary(min_size=32, max_size=32)
FITS = STEP - DECOYS
"""How many confidential households a cover holds before it grows."""


def homes(number: int) -> frozenset[str]:
    return frozenset(f"d{i}" for i in range(number))


@st.composite
def estates(draw):
    """Buildings of 1 to 60 dwellings in up to three cells, and a few confidential dwellings."""
    sizes = draw(st.lists(st.integers(1, 60), min_size=1, max_size=8))
    standings = {
        f"b{b}-{i}": Standing(f"b{b}", f"c{draw(st.integers(0, 2)) if i == 0 else 0}")
        for b, size in enumerate(sizes)
        for i in range(size)
    }
    cells = {s.building: s.cell for d, s in standings.items() if d.endswith("-0")}
    standings = {d: Standing(s.building, cells[s.building]) for d, s in standings.items()}
    marked = draw(st.frozensets(st.sampled_from(sorted(standings)), max_size=FITS - 1))
    return standings, marked


@given(st.integers(0, 500))
def test_there_are_always_enough_decoys_and_the_size_grows_in_steps(confidential):
    size = cover_size(confidential)
    assert size % STEP == 0
    assert DECOYS <= size - confidential < DECOYS + STEP


@given(KEYS, st.integers(0, 80), st.integers(0, FITS))
def test_the_number_counted_never_tells_how_many_are_confidential(key, number, confidential):
    everyone = homes(number)
    marked = frozenset(sorted(everyone)[:confidential])
    hidden = cover(everyone, marked, key=key)
    assert marked <= hidden
    assert len(everyone - hidden) == len(everyone - cover(everyone, frozenset(), key=key))
    assert len(everyone - hidden) == 0 or len(everyone - hidden) >= SMALLEST_COUNT


@given(KEYS, st.integers(30, 80), st.integers(0, FITS - 1), st.data())
def test_one_more_confidential_household_takes_one_decoys_place(key, number, before, data):
    everyone = sorted(homes(number))
    marked = frozenset(everyone[:before])
    fresh = data.draw(st.sampled_from(everyone[before:]))
    old = cover(everyone, marked, key=key)
    new = cover(everyone, marked | {fresh}, key=key)
    assert len(old) == len(new)
    assert len(old - new) <= 1 and new - old <= {fresh}
    assert not (old - new) & marked


@given(st.integers(SMALLEST_UNIT, 80), st.integers(0, FITS))
def test_to_be_left_out_does_not_mean_to_be_confidential(number, confidential):
    everyone = homes(number)
    marked = frozenset(sorted(everyone)[:confidential])
    assert len(cover(everyone, marked, key=KEY) - marked) >= DECOYS


def test_without_the_key_nobody_knows_the_decoys():
    everyone = homes(60)
    drawn = {cover(everyone, frozenset(), key=bytes([i]) * 32) for i in range(20)}
    assert len(drawn) > 15


@given(estates(), KEYS, st.data())
def test_no_figure_of_any_branch_changes_when_a_household_becomes_confidential(estate, key, data):
    standings, marked = estate
    fresh = data.draw(st.sampled_from(sorted(standings)))
    branches = [frozenset(standings)]
    branches += [
        frozenset(d for d, s in standings.items() if part in (s.building, s.cell))
        for part in {s.building for s in standings.values()} | {s.cell for s in standings.values()}
    ]
    for branch in branches:
        before = countable(standings, marked, within=branch, key=key)
        after = countable(standings, marked | {fresh}, within=branch, key=key)
        assert len(before) == len(after) and fresh not in after


@given(estates(), KEYS)
def test_the_whole_is_the_sum_of_its_units_so_differences_reach_no_further(estate, key):
    standings, marked = estate
    everyone = frozenset(standings)
    whole = countable(standings, marked, within=everyone, key=key)
    parts = [
        countable(standings, marked, within=unit, key=key) for unit in units(standings).values()
    ]
    assert whole == frozenset().union(*parts)
    assert all(len(part) == 0 or len(part) >= SMALLEST_COUNT for part in parts)
    by_building = frozenset().union(
        *(
            countable(
                standings,
                marked,
                within=frozenset(d for d, s in standings.items() if s.building == building),
                key=key,
            )
            for building in {s.building for s in standings.values()}
        )
    )
    rest = whole - by_building
    assert len(rest) == 0 or len(rest) >= SMALLEST_COUNT


@given(estates(), KEYS, st.data())
def test_a_branch_below_a_unit_is_never_counted_alone(estate, key, data):
    standings, marked = estate
    unit = data.draw(st.sampled_from(sorted(units(standings).values(), key=sorted)))
    part = frozenset(sorted(unit)[:-1])
    assert countable(standings, marked, within=part, key=key) == frozenset()


@given(estates(), KEYS)
def test_small_buildings_of_a_cell_are_counted_together_only(estate, key):
    standings, marked = estate
    for building in {s.building for s in standings.values()}:
        inside = frozenset(d for d, s in standings.items() if s.building == building)
        others_small = any(unit > inside for unit in units(standings).values())
        counted = countable(standings, marked, within=inside, key=key)
        if others_small:
            assert counted == frozenset()


@st.composite
def branched(draw):
    """A building in branches of 1 to 60 homes, and a few of them confidential."""
    sizes = draw(st.lists(st.integers(1, 60), min_size=1, max_size=6))
    branches = {
        f"e{e}": frozenset(f"e{e}-{i}" for i in range(size)) for e, size in enumerate(sizes)
    }
    whole = frozenset().union(*branches.values())
    return whole, branches, draw(st.frozensets(st.sampled_from(sorted(whole)), max_size=12))


@given(KEYS, branched())
def test_branches_show_nobody_protected_and_leave_no_small_rest(key, building):
    whole, branches, marked = building
    total = whole - cover(whole, marked, key=key)
    shown = shown_branches(whole, branches, marked, key=key)
    for name, counted in shown.items():
        assert counted <= branches[name] - marked
        assert len(branches[name]) >= SMALLEST_UNIT
        assert len(counted) >= SMALLEST_COUNT
    rest = total.difference(*shown.values())
    assert not shown or not rest or len(rest) >= SMALLEST_COUNT
    assert not rest & marked
    assert frozenset().union(*shown.values()) <= total


@given(KEYS, branched(), st.data())
def test_no_figure_of_a_branch_tells_in_which_branch_the_protected_live(key, building, data):
    whole, branches, marked = building
    elsewhere = data.draw(
        st.permutations(sorted(whole)).map(lambda homes: frozenset(homes[: len(marked)]))
    )
    told, other = (
        {
            name: len(counted)
            for name, counted in shown_branches(whole, branches, homes, key=key).items()
        }
        for homes in (marked, elsewhere)
    )
    assert told == other


@given(KEYS, branched(), st.data())
def test_no_figure_of_a_branch_changes_unless_that_of_its_building_does(key, building, data):
    whole, branches, marked = building
    more = marked | {data.draw(st.sampled_from(sorted(whole)))}
    totals = [len(whole - cover(whole, homes, key=key)) for homes in (marked, more)]
    told = [
        {name: len(counted) for name, counted in shown.items()}
        for shown in (shown_branches(whole, branches, homes, key=key) for homes in (marked, more))
    ]
    assert totals[0] != totals[1] or told[0] == told[1]


def test_a_branch_is_not_counted_fuller_than_a_building_that_hides_more():
    branch = frozenset(f"e1-{i}" for i in range(21))
    whole = branch | {"e0-0"}
    marked = frozenset({"e0-0", "e1-0", "e1-1", "e1-2", "e1-3"})
    total = whole - cover(whole, marked, key=KEY)
    shown = shown_branches(whole, {"e1": branch}, marked, key=KEY)
    assert frozenset().union(*shown.values()) <= total
