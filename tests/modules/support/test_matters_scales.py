"""The figures by grid cell, inside one building, and week by week."""

from datetime import timedelta

import pytest

from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceKind
from linli.kernel import Refused, now, system
from linli.kernel.clock import held
from linli.support.matters import api as matters
from modules.support.matters_estate import MONDAY, Estate, estate

__all__ = ["estate"]


def counted(estate: Estate) -> list[str]:
    return sorted(people.countable_dwellings(viewer=estate.platform, under=estate.building))


def in_building(estate: Estate) -> matters.BuildingCount:
    return matters.count_open_in_building(viewer=estate.manager, building=estate.building)


def small_entrance(estate: Estate, homes: int) -> list[str]:
    by = system(estate.community)
    entrance = places.add_place(by=by, kind=PlaceKind.ENTRANCE, number="9", parent=estate.building)
    return [
        places.add_place(by=by, kind=PlaceKind.DWELLING, number=str(101 + n), parent=entrance)
        for n in range(homes)
    ]


def test_a_building_is_counted_by_shared_parts_and_floors(estate: Estate):
    estate.report(by=estate.clerk, place=counted(estate)[0])
    estate.report(by=estate.clerk, place=estate.entrance, category="lighting")
    count = in_building(estate)
    (floors,) = count.floors
    assert (floors.lowest, floors.highest, floors.homes) == (1, 24, 24)
    assert floors.open == 1
    assert [(one.place, one.open) for one in count.shared] == [(estate.entrance, 1)]
    assert count.whole.open == 2


def test_a_protected_home_is_in_no_floor(estate: Estate):
    home = counted(estate)[0]
    estate.report(by=estate.clerk, place=home)
    people.mark_confidential(by=estate.keeper, dwelling=home, reason="保护令")
    count = in_building(estate)
    assert [one.open for one in count.floors] == [0]
    assert count.whole.open == 0


def test_few_homes_show_no_number_and_none_can_be_had_by_subtraction(estate: Estate):
    few = small_entrance(estate, 3)
    for home in few:
        estate.report(by=estate.clerk, place=home)
    count = in_building(estate)
    assert [one.open for one in count.floors if one.homes == len(few)] == [None]
    shown = people.countable_branches(
        viewer=estate.platform,
        under=estate.building,
        branches={"large": _homes_of(estate, estate.entrance), "small": frozenset(few)},
    )
    assert "small" not in shown
    rest = set(counted(estate)).difference(*shown.values())
    assert not shown or not rest or len(rest) >= 5
    assert sum(one.open is not None for one in count.floors) == len(shown)


def test_enough_homes_show_a_number_beside_few(estate: Estate):
    small_entrance(estate, 20)
    count = in_building(estate)
    assert [one.open for one in count.floors] == [0, 0]


def _homes_of(estate: Estate, entrance: str) -> frozenset[str]:
    found = places.list_dwellings(viewer=estate.platform, under=entrance)
    return frozenset(one.id for one in found)


def test_only_the_platform_reads_which_homes_are_counted(estate: Estate):
    with pytest.raises(Refused) as refused:
        people.countable_branches(viewer=estate.manager, under=estate.building, branches={})
    assert refused.value.code == "forbidden"


def test_a_cell_counts_what_lies_in_it(estate: Estate):
    estate.report(by=estate.clerk, place=counted(estate)[0])
    estate.report(by=estate.clerk, place=estate.garden, category="lighting")
    (cell,) = matters.count_open_by_cell(viewer=estate.manager)
    assert (cell.place, cell.open) == (estate.cell, 1)


@pytest.mark.parametrize("place", ["entrance", "dwelling", "garden", "cell"])
def test_only_a_building_has_floors(estate: Estate, place):
    with pytest.raises(Refused) as refused:
        matters.count_open_in_building(viewer=estate.manager, building=getattr(estate, place))
    assert refused.value.code == "not_found"


def test_residents_and_other_communities_see_no_figures(estate: Estate):
    for ask in (matters.count_open_by_cell, matters.list_trends):
        with pytest.raises(Refused):
            ask(viewer=estate.auntie)
    with pytest.raises(Refused) as refused:
        matters.count_open_in_building(viewer=estate.outsider, building=estate.building)
    assert refused.value.code in {"forbidden", "not_found"}


def test_trends_count_weeks_and_say_nothing_of_few(estate: Estate):
    home = next(
        one for one in counted(estate) if one not in {estate.dwelling, estate.other_dwelling}
    )
    person = estate.auntie.person
    made = [
        estate.report(by=estate.clerk, reporter=person, place=home, description=f"第{n}处")
        for n in range(5)
    ]
    with held(MONDAY + timedelta(hours=2)):
        for one in made:
            matters.post_message(by=estate.clerk, matter=one, text="马上来")
    with held(MONDAY + timedelta(days=7)):
        trends = {one.key: one for one in matters.list_trends(viewer=estate.manager)}
        assert len(trends["reports"].weeks) == 12
        assert [one.value for one in trends["reports"].weeks[-2:]] == [5, 0]
        assert [one.value for one in trends["first_answer"].weeks[-2:]] == [2.0, None]
        assert trends["resident_confirmed"].weeks[-1].value is None
        assert trends["reports"].weeks[-1].since <= now()


def test_four_answers_are_too_few_for_a_middle(estate: Estate):
    home = counted(estate)[0]
    person = estate.auntie.person
    for n in range(4):
        one = estate.report(by=estate.clerk, reporter=person, place=home, description=f"第{n}处")
        matters.post_message(by=estate.clerk, matter=one, text="马上来")
    trends = {one.key: one for one in matters.list_trends(viewer=estate.manager)}
    last = trends["first_answer"].weeks[-1]
    assert (last.value, last.n) == (None, 4)
