"""Figures over places count every home once, and never tell of a few homes."""

from datetime import timedelta

import pytest

from linli.foundation.people.api import (
    clear_confidential,
    countable_homes,
    mark_confidential,
)
from linli.foundation.people.models import Keeping
from linli.foundation.places.api import PlaceKind, list_places
from linli.foundation.telemetry.api import aggregate, refresh_rollups
from linli.kernel import ANYONE, Refused, Role, system
from linli.kernel.clock import held
from telemetry_estate import NOW, PLATFORM, build

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


DAY = timedelta(days=1)
MIDNIGHT = NOW - 16 * HOUR  # in Shanghai


@pytest.fixture(autouse=True)
def _clock():
    """The day after what is measured: homes count once their day is over."""
    with held(NOW + DAY):
        yield


@pytest.fixture
def estate(telemetry):
    return build()


@pytest.fixture
def viewer(estate):
    return estate.actor(Role.RESIDENT)


@pytest.fixture
def keeper(estate):
    return estate.actor(Role.KEEPER, person=estate.lives(estate.dwellings[-1]).person)


def homes_of(estate, building=0):
    """The 24 dwellings of a building."""
    return estate.dwellings[24 * building : 24 * building + 24]


def measure(estate, dwellings, values, days=1):
    """Each dwelling measures its value every ten minutes for two hours, on some days."""
    for dwelling, value in zip(dwellings, values, strict=True):
        number = estate.meter(dwelling)["power"]
        start = [NOW + DAY * n for n in range(days)]
        points = [(at + timedelta(minutes=10 * n), float(value)) for at in start for n in range(12)]
        estate.record(number, points, dwelling)


def ask(estate, viewer, place=None, **more):
    return aggregate(
        viewer=viewer,
        **{
            "place": place or estate.community,
            "property": "power",
            "since": NOW,
            "until": NOW + 3 * HOUR,
            "every": HOUR,
            **more,
        },
    )


def sums(estate, viewer, place=None, days=1):
    """What each day comes to."""
    span = {"since": MIDNIGHT, "until": MIDNIGHT + DAY * days}
    card = ask(estate, viewer, place, how="sum", every=DAY, **span)
    return [cell.value for cell in card.cells]


def test_every_home_counts_once_however_often_it_measures(estate, viewer):
    measure(estate, homes_of(estate), [4] * 24)
    for home in homes_of(estate)[:12]:
        chatty = estate.meter(home)["power"]
        points = [(NOW + timedelta(seconds=7 * n), 4.0) for n in range(500)]
        estate.record(chatty, points, home)
    figures = {
        how: [cell.value for cell in ask(estate, viewer, how=how).cells]
        for how in ("mean", "sum", "low", "high")
    }
    assert figures == {
        "mean": [4.0, 4.0, None],
        "sum": [40.0, 40.0, None],
        "low": [4.0, 4.0, None],
        "high": [4.0, 4.0, None],
    }


def test_a_figure_says_what_it_is_made_of(estate, viewer):
    measure(estate, homes_of(estate), range(24))
    card = ask(estate, viewer)
    assert (card.unit, card.homes_at_least, card.places, card.hidden) == ("W", 10, 0, 0)
    assert card.readings == 100 and card.every_s == 3600
    assert "every place counting once" in card.definition and "readings" in card.source
    assert card.as_of == NOW + DAY


def test_homes_are_counted_when_their_day_is_over(estate, viewer):
    measure(estate, homes_of(estate), [1] * 24)
    with held(NOW + 3 * HOUR):
        card = ask(estate, viewer)
        assert [cell.is_hidden for cell in card.cells] == [True] * 3 and card.readings == 0
    with held(NOW + 8 * HOUR):  # midnight in Shanghai
        assert ask(estate, viewer).cells[0].value == 1.0


def test_too_few_measured_homes_are_never_counted(estate, viewer):
    measure(estate, homes_of(estate)[:14], [1] * 14)
    card = ask(estate, viewer)
    assert all(cell.value is None for cell in card.cells)
    assert card.homes_at_least == 0 and card.readings == 0


def test_an_hour_in_which_few_measured_is_hidden(estate, viewer):
    measure(estate, homes_of(estate), [1] * 24)
    counted = countable_homes(
        viewer=system(estate.community),
        under=estate.community,
        measured=homes_of(estate),
        spans=[(NOW, NOW + DAY)],
    )[0]
    late = sorted(counted)[:3]
    for home in late:
        estate.record(estate.meter(home)["power"], [(NOW + 2 * HOUR, 1.0)], home)
    cells = ask(estate, viewer).cells
    assert [cell.is_hidden for cell in cells] == [False, False, True]
    assert cells[2].value is None


def test_a_few_homes_beside_many_are_not_told_by_what_the_whole_says_more(estate, viewer):
    measure(estate, homes_of(estate), [1] * 24)
    measure(estate, homes_of(estate, 1)[:14], [100] * 14)
    shown = [ask(estate, viewer, place).cells[0].value for place in estate.buildings]
    assert shown == [1.0, None] and ask(estate, viewer).cells[0].value == 1.0


def test_a_grid_cell_is_a_place_too(estate, viewer):
    measure(estate, homes_of(estate), [2] * 24)
    cell = list_places(viewer=viewer, kind=PlaceKind.CELL).items[0]
    assert ask(estate, viewer, cell.id).cells[0].value == 2.0


def test_no_figure_that_was_shown_changes_when_a_home_becomes_protected(estate, viewer, keeper):
    measure(estate, estate.dwellings, [2**n for n in range(24)] * 2)
    refresh_rollups(by=PLATFORM, since=NOW)
    asked = [{"place": place, "how": how}
             for place in (estate.community, *estate.buildings)
             for how in ("mean", "sum", "low", "high")]  # fmt: skip
    asked += [
        {"every": DAY, "since": MIDNIGHT, "until": MIDNIGHT + 3 * DAY, "how": how}
        for how in ("mean", "sum")
    ]

    def told():
        cards = [ask(estate, viewer, **more) for more in asked]
        return [(card.cells[0].value, card.homes_at_least, card.readings) for card in cards]

    before = told()
    assert all(value is not None for value, _homes, _readings in before)
    for home in (*homes_of(estate)[:3], homes_of(estate, 1)[7]):
        estate.lives(home)
        mark_confidential(by=keeper, dwelling=home, reason="本人申请")
        assert told() == before
        clear_confidential(by=keeper, dwelling=home, reason="本人申请")
        assert told() == before


def test_from_the_day_of_its_mark_a_home_is_left_out_together_with_its_group(
    estate, viewer, keeper
):
    homes = homes_of(estate)
    place = estate.buildings[0]
    measure(estate, homes, [1 if n % 2 else 1.5 for n in range(24)], days=3)
    refresh_rollups(by=PLATFORM, since=NOW)
    with held(NOW + 3 * DAY):
        before = sums(estate, viewer, place, days=3)
    platform = system(estate.community)
    days = [(MIDNIGHT + DAY * n, MIDNIGHT + DAY * (n + 1)) for n in range(2)]
    ask_homes = {"viewer": platform, "under": place, "measured": homes, "spans": days}
    counted = countable_homes(**ask_homes)[0]
    for home in sorted(counted):
        with held(NOW + DAY + HOUR):
            mark_confidential(by=keeper, dwelling=home, reason="本人申请")
        first, second = countable_homes(**ask_homes)
        assert first == counted and home not in second
        assert len(first) == len(second) == 10 and len(first - second) == 5
        with held(NOW + 3 * DAY):
            after = sums(estate, viewer, place, days=3)
        assert after[0] == before[0] and all(value is not None for value in after)
        with held(NOW + DAY + 2 * HOUR):
            clear_confidential(by=keeper, dwelling=home, reason="弄错了")
        assert countable_homes(**ask_homes)[1] == second, "that day stays as it was settled"
        Keeping.objects.all().delete()  # the next home begins afresh


def test_open_places_need_no_company(estate, viewer):
    number = estate.meter(estate.facility)["temperature"]
    estate.record(number, [(NOW, 20.0), (NOW + HOUR, 30.0)], estate.facility)
    card = ask(estate, viewer, property="temperature")
    assert [cell.value for cell in card.cells] == [20.0, 30.0, None]
    assert (card.places, card.homes_at_least) == (1, 0)


def test_special_readings_are_never_added_up(estate, viewer):
    for dwelling in homes_of(estate):
        estate.record(estate.meter(dwelling)["pulse"], [(NOW, 70.0)], dwelling)
    card = ask(estate, viewer, property="pulse")
    assert all(cell.value is None for cell in card.cells) and card.readings == 0


def test_long_times_come_from_hourly_figures_and_say_the_same(estate, viewer):
    measure(estate, homes_of(estate), [4] * 24)
    refresh_rollups(by=PLATFORM, since=NOW)
    long = ask(estate, viewer, until=NOW + timedelta(days=10))
    assert [cell.value for cell in long.cells[:3]] == [4.0, 4.0, None]
    assert long.source.startswith("Hourly") and long.as_of == NOW + DAY
    for how in ("sum", "low", "high"):
        short = ask(estate, viewer, how=how).cells
        assert ask(estate, viewer, how=how, until=NOW + timedelta(days=10)).cells[:3] == short


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"how": "median"}, "invalid"),
        ({"every": timedelta(0)}, "invalid"),
        ({"until": NOW}, "invalid"),
        ({"every": timedelta(seconds=1)}, "too_large"),
        ({"place": "nowhere"}, "not_found"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(estate, viewer, more, code):
    with pytest.raises(Refused) as caught:
        ask(estate, viewer, **more)
    assert caught.value.code == code


def test_a_visitor_gets_no_figures(estate):
    with pytest.raises(Refused) as caught:
        ask(estate, ANYONE)
    assert caught.value.code == "not_signed_in"
