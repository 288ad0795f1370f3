"""Figures over places count every home once, and never tell of a few homes."""

from datetime import timedelta

import pytest

from linli.foundation.people.api import countable_dwellings, mark_confidential
from linli.foundation.places.api import PlaceKind, list_places
from linli.foundation.telemetry.api import aggregate, refresh_rollups
from linli.kernel import ANYONE, Refused, Role, system
from linli.kernel.clock import held
from telemetry_estate import NOW, PLATFORM, build

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _clock():
    with held(NOW):
        yield


@pytest.fixture
def estate(telemetry):
    return build()


@pytest.fixture
def viewer(estate):
    return estate.actor(Role.RESIDENT)


def counted(estate, place=None):
    """Dwellings that figures may be made of, in order."""
    return sorted(
        countable_dwellings(viewer=system(estate.community), under=place or estate.community)
    )


def measure(estate, dwellings, values):
    """Each dwelling measures its value every ten minutes for two hours."""
    for dwelling, value in zip(dwellings, values, strict=True):
        number = estate.meter(dwelling)["power"]
        points = [(NOW + timedelta(minutes=10 * n), float(value)) for n in range(12)]
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


def test_every_home_counts_once_however_often_it_measures(estate, viewer):
    homes = counted(estate, estate.buildings[0])[:6]
    measure(estate, homes, [1, 2, 3, 4, 5, 9])
    chatty = estate.meter(homes[0])["power"]
    estate.record(chatty, [(NOW + timedelta(seconds=n), 1.0) for n in range(3000)], homes[0])
    figures = {
        how: [cell.value for cell in ask(estate, viewer, how=how).cells]
        for how in ("mean", "sum", "low", "high")
    }
    assert figures == {
        "mean": [4.0, 4.0, None],
        "sum": [24.0, 24.0, None],
        "low": [1.0, 1.0, None],
        "high": [9.0, 9.0, None],
    }


def test_a_figure_says_what_it_is_made_of(estate, viewer):
    measure(estate, counted(estate, estate.buildings[0])[:7], range(7))
    card = ask(estate, viewer)
    assert (card.unit, card.homes_at_least, card.places, card.hidden) == ("W", 5, 0, 0)
    assert card.readings == 84 and card.every_s == 3600
    assert "every place counting once" in card.definition and "readings" in card.source
    assert card.as_of == NOW


def test_fewer_than_five_homes_are_hidden(estate, viewer):
    measure(estate, counted(estate, estate.buildings[0])[:4], range(4))
    card = ask(estate, viewer)
    assert all(cell.value is None for cell in card.cells)
    assert card.homes_at_least == 0 and card.readings == 0


def test_an_hour_in_which_few_measured_is_hidden(estate, viewer):
    homes = counted(estate, estate.buildings[0])[:6]
    measure(estate, homes[:5], range(5))
    late = estate.meter(homes[5])["power"]
    estate.record(late, [(NOW + 2 * HOUR, 1.0)], homes[5])
    cells = ask(estate, viewer).cells
    assert [cell.is_hidden for cell in cells] == [False, False, True]
    assert cells[2].value is None


def test_neither_building_is_shown_when_the_rest_would_tell_of_a_few(estate, viewer):
    measure(estate, counted(estate, estate.buildings[0])[:6], [1] * 6)
    measure(estate, counted(estate, estate.buildings[1])[:3], [100] * 3)
    shown = [ask(estate, viewer, place).cells[0].value for place in estate.buildings]
    assert shown == [None, None]
    assert ask(estate, viewer).cells[0].value == pytest.approx(34.0)


def test_a_grid_cell_is_a_place_too(estate, viewer):
    measure(estate, counted(estate, estate.buildings[0])[:6], [2] * 6)
    cell = list_places(viewer=viewer, kind=PlaceKind.CELL).items[0]
    assert ask(estate, viewer, cell.id).cells[0].value == 2.0


def test_a_home_that_may_not_be_counted_changes_no_figure(estate, viewer):
    measure(estate, counted(estate, estate.buildings[0])[:6], [2] * 6)
    left_out = sorted(set(estate.dwellings) - set(counted(estate)))
    before = ask(estate, viewer)
    measure(estate, left_out[:3], [1e6] * 3)
    assert ask(estate, viewer) == before


def test_a_home_that_becomes_protected_leaves_every_figure_at_once(estate, viewer):
    homes = counted(estate, estate.buildings[0])
    measure(estate, homes[:10], [1] * 9 + [1000])
    assert ask(estate, viewer).cells[0].value > 50
    keeper = estate.actor(Role.KEEPER, person=estate.lives(estate.dwellings[0]).person)
    estate.lives(homes[9])
    mark_confidential(by=keeper, dwelling=homes[9], reason="本人申请")
    assert ask(estate, viewer).cells[0].value == 1.0


def test_open_places_need_no_company(estate, viewer):
    number = estate.meter(estate.facility)["temperature"]
    estate.record(number, [(NOW, 20.0), (NOW + HOUR, 30.0)], estate.facility)
    card = ask(estate, viewer, property="temperature")
    assert [cell.value for cell in card.cells] == [20.0, 30.0, None]
    assert (card.places, card.homes_at_least) == (1, 0)


def test_special_readings_are_never_added_up(estate, viewer):
    for dwelling in counted(estate, estate.buildings[0])[:8]:
        estate.record(estate.meter(dwelling)["pulse"], [(NOW, 70.0)], dwelling)
    card = ask(estate, viewer, property="pulse")
    assert all(cell.value is None for cell in card.cells) and card.readings == 0


def test_long_times_come_from_hourly_figures_and_say_the_same(estate, viewer):
    homes = counted(estate, estate.buildings[0])[:6]
    measure(estate, homes, [1, 2, 3, 4, 5, 9])
    refresh_rollups(by=PLATFORM, since=NOW)
    long = ask(estate, viewer, until=NOW + timedelta(days=10))
    assert [cell.value for cell in long.cells[:3]] == [4.0, 4.0, None]
    assert long.source.startswith("Hourly") and long.as_of == NOW
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
