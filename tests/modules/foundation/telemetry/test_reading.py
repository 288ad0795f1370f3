"""Histories keep peaks and show silences; newest values and rows are seen by those who may."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from linli.foundation.people.api import mark_confidential
from linli.foundation.telemetry.api import (
    Where,
    history,
    latest_values,
    list_readings,
    record_readings,
)
from linli.foundation.telemetry.services import engine
from linli.kernel import Refused, Role, system
from linli.kernel.clock import held
from linli.perception.reading import Accepted
from telemetry_estate import NOW, PLATFORM, build, grant

pytestmark = pytest.mark.django_db
START = round(NOW.timestamp() * 1000)


@pytest.fixture(autouse=True)
def _clock():
    with held(NOW):
        yield


@pytest.fixture
def estate():
    return build()


@pytest.fixture
def pump(estate, telemetry):
    """The series of a meter in the pump room, open to all."""
    return estate.meter(estate.facility)


VALUES = st.floats(-1e6, 1e6, width=32)
READINGS = st.dictionaries(st.integers(0, 10_000_000), VALUES, max_size=120)


@given(readings=READINGS, since=st.integers(-1000, 5_000_000), length=st.integers(1, 9_000_000))
@tried(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_curve_says_what_plain_python_says(estate, pump, readings, since, length):
    series = pump["temperature"]
    engine.store().order("TRUNCATE TABLE readings")
    rows = [Accepted(series, START + at, value, "", 0, 0) for at, value in readings.items()]
    record_readings(by=PLATFORM, rows=rows, where={}, token=repr((readings, since)))
    first, last = START + since, START + since + length
    curve = history(
        viewer=estate.manager,
        series=series,
        since=NOW + timedelta(milliseconds=since),
        until=NOW + timedelta(milliseconds=since + length),
        most_points=20,
    )
    inside = sorted((row.at, row.value) for row in rows if first <= row.at < last)
    assert curve.readings == len(inside)
    if len(inside) <= 20:
        found = [(round(p.at.timestamp() * 1000), p.mean) for p in curve.points]
        assert curve.step_s is None and found == inside
        return
    step = round(curve.step_s * 1000)
    buckets: dict[int, list[float]] = {}
    for at, value in inside:
        buckets.setdefault(at // step * step, []).append(value)
    assert len(curve.points) == len(buckets) <= 20
    for point, (at, values) in zip(curve.points, sorted(buckets.items()), strict=True):
        assert (round(point.at.timestamp() * 1000), point.low, point.high, point.n) == (
            at, min(values), max(values), len(values),
        )  # fmt: skip
        assert point.mean == pytest.approx(sum(values) / len(values), rel=1e-9, abs=1e-6)


def test_a_peak_of_one_second_in_a_month_is_not_lost(estate, pump):
    points = [(NOW + timedelta(minutes=n), 20.0) for n in range(40_000)]
    points[31_234] = (points[31_234][0], 400.0)
    estate.record(pump["temperature"], points)
    curve = history(
        viewer=estate.manager,
        series=pump["temperature"],
        since=NOW,
        until=NOW + timedelta(days=28),
        most_points=100,
    )
    assert len(curve.points) <= 100 and curve.readings == 40_000
    assert max(point.high for point in curve.points) == 400.0
    assert min(point.low for point in curve.points) == 20.0


@pytest.mark.parametrize("most", [10, 1000])
def test_a_silence_stays_visible(estate, pump, most):
    early = [(NOW + timedelta(minutes=n), 1.0) for n in range(200)]
    late = [(NOW + timedelta(hours=20, minutes=n), 1.0) for n in range(200)]
    estate.record(pump["temperature"], early + late)
    curve = history(
        viewer=estate.manager,
        series=pump["temperature"],
        since=NOW,
        until=NOW + timedelta(days=1),
        most_points=most,
    )
    gaps = [point.at for point in curve.points if point.after_gap]
    assert gaps == ([NOW + timedelta(hours=20)] if most > 10 else gaps)
    assert all(
        not NOW + timedelta(hours=7) <= p.at < NOW + timedelta(hours=16) for p in curve.points
    )


def test_texts_are_listed_and_never_averaged(estate, pump):
    for number in range(30):
        at = NOW + timedelta(minutes=number)
        estate.record(pump["mode"], [(at, 0.0)], text=f"mode {number}")
    curve = history(
        viewer=estate.manager,
        series=pump["mode"],
        since=NOW,
        until=NOW + timedelta(days=1),
        most_points=10,
    )
    assert [point.text for point in curve.points] == [f"mode {n}" for n in range(20, 30)]
    assert curve.is_cut and curve.readings == 30


def test_a_history_that_ends_before_it_begins_is_refused(estate, pump):
    with pytest.raises(Refused) as caught:
        history(viewer=estate.manager, series=pump["power"], since=NOW, until=NOW)
    assert caught.value.field == "until"


def test_the_newest_value_is_the_newest_by_time_not_by_arrival(estate, pump):
    hour = timedelta(hours=1)
    estate.record(pump["temperature"], [(NOW, 1.0), (NOW + hour, 2.0)])
    estate.record(pump["temperature"], [(NOW - hour, 3.0)])
    estate.record(pump["mode"], [(NOW, 0.0)], text="停")
    found = latest_values(viewer=estate.manager, series=[*pump.values(), 999_999])
    assert set(found) == {pump["temperature"], pump["mode"]}
    newest = found[pump["temperature"]]
    assert (newest.at, newest.value, newest.text) == (NOW + hour, 2.0, "")
    assert found[pump["mode"]].text == "停"


def test_too_many_newest_values_are_refused(estate, telemetry):
    with pytest.raises(Refused) as caught:
        latest_values(viewer=estate.manager, series=range(10_001))
    assert caught.value.code == "too_large"


def test_the_readings_around_a_moment_come_in_order_and_go_on(estate, pump):
    points = [(NOW + timedelta(seconds=n), float(n)) for n in range(100)]
    estate.record(pump["power"], points)
    around = NOW + timedelta(seconds=50)
    args = {"viewer": estate.manager, "series": pump["power"], "around": around}
    page = list_readings(**args, limit=20)
    assert [card.value for card in page] == [float(n) for n in range(40, 60)]
    assert page.items[0].at == NOW + timedelta(seconds=40)
    assert page.items[0].received == page.items[0].at + timedelta(milliseconds=40)
    rest, seen = page, []
    while rest.next:
        rest = list_readings(**args, limit=20, cursor=rest.next)
        seen += [card.value for card in rest]
    assert seen == [float(n) for n in range(60, 100)]
    with pytest.raises(Refused):
        list_readings(**args, cursor="1; DROP TABLE readings")


@pytest.fixture
def home(estate, telemetry):
    """A dwelling with a meter that has measured everything once."""
    dwelling = estate.dwellings[5]
    mandate = grant(estate.manager, 90, "committee")
    series = estate.meter(dwelling, mandate)
    for number in series.values():
        estate.record(number, [(NOW, 1.0)], dwelling)
    return dwelling, series


def seen_by(viewer, series):
    """The properties whose newest value, history and rows the viewer sees; all three agree."""
    newest = latest_values(viewer=viewer, series=series.values())
    for name, number in series.items():
        args = {"viewer": viewer, "series": number}
        asks = (
            lambda args=args: history(**args, since=NOW, until=NOW + timedelta(hours=1)),
            lambda args=args: list_readings(**args, around=NOW),
        )
        for ask in asks:
            if number in newest:
                assert ask()
            else:
                with pytest.raises(Refused) as caught:
                    ask()
                assert caught.value.code == "not_found", name
    return {name for name, number in series.items() if number in newest}


ALL = {"power", "temperature", "pulse", "mode"}


def test_a_neighbour_sees_nothing_of_a_home(estate, home):
    neighbour = estate.lives(estate.dwellings[6], "李强")
    assert seen_by(neighbour, home[1]) == set()


def test_those_who_live_there_see_all_of_their_home(estate, home):
    assert seen_by(estate.lives(home[0]), home[1]) == ALL


def test_what_tells_of_health_goes_to_recipients_of_the_mandate_only(estate, home):
    assert seen_by(estate.actor(Role.MANAGER), home[1]) == ALL - {"pulse"}
    assert seen_by(estate.actor(Role.COMMITTEE), home[1]) == ALL
    assert seen_by(system(estate.community), home[1]) == ALL


def test_what_is_one_persons_own_is_not_the_household_s(estate, telemetry):
    dwelling = estate.dwellings[7]
    owner, other = estate.lives(dwelling, "周杰"), estate.lives(dwelling, "周敏")
    series = estate.meter(dwelling, owner_person=owner.person)
    for number in series.values():
        estate.record(number, [(NOW, 1.0)], dwelling)
    assert seen_by(owner, series) == ALL
    assert seen_by(other, series) == ALL - {"pulse"}


def test_another_community_sees_nothing(estate, home):
    from linli.foundation.places.api import create_community

    elsewhere = create_community(by=PLATFORM, name="别处")
    stranger = estate.actor(Role.MANAGER)
    stranger = type(stranger)(person="x", roles=stranger.roles, community=elsewhere)
    assert seen_by(stranger, home[1]) == set()


def test_a_protected_home_is_silent_to_all_but_its_own_and_the_keeper(estate, home):
    dwelling, series = home
    resident = estate.lives(dwelling)
    keeper = estate.actor(Role.KEEPER, person=estate.lives(estate.dwellings[9]).person)
    mark_confidential(by=keeper, dwelling=dwelling, reason="本人申请")
    assert seen_by(estate.actor(Role.MANAGER), series) == set()
    assert seen_by(estate.actor(Role.COMMITTEE), series) == set()
    assert seen_by(resident, series) == ALL
    assert seen_by(keeper, series) == ALL - {"pulse"}


def test_newest_values_of_many_homes_take_few_questions(
    estate, telemetry, django_assert_max_num_queries
):
    series = []
    for dwelling in estate.dwellings[:12]:
        numbers = estate.meter(dwelling)
        estate.record(numbers["power"], [(NOW, 1.0)], dwelling)
        series.append(numbers["power"])
    with django_assert_max_num_queries(8):
        assert len(latest_values(viewer=estate.actor(Role.MANAGER), series=series)) == 12


def test_where_a_reading_belongs_is_kept_when_the_device_moves(estate, telemetry):
    series = estate.meter(estate.dwellings[0])["power"]
    for place in estate.dwellings[:2]:
        rows = [Accepted(series, START, 1.0, "", 0, 0)]
        record_readings(
            by=PLATFORM, rows=rows, where={series: Where(estate.community, place)}, token=place
        )
    found = engine.store().ask("SELECT place FROM readings ORDER BY place")
    assert [row[0] for row in found] == sorted(estate.dwellings[:2])
