"""What may no longer be kept is erased, and the proof is there for everyone."""

from datetime import timedelta

import pytest

from linli.foundation.devices.api import assign_mandate
from linli.foundation.facts.api import list_facts
from linli.foundation.mandates.api import revoke_mandate
from linli.foundation.telemetry.api import (
    enforce_retention,
    history,
    latest_values,
    list_erasures,
    refresh_rollups,
)
from linli.foundation.telemetry.models import Erasure
from linli.foundation.telemetry.services import engine
from linli.kernel import ANYONE, Refused, Role, system
from linli.kernel.clock import held
from telemetry_estate import NOW, PLATFORM, build, grant

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock():
    with held(NOW):
        yield


@pytest.fixture
def estate(telemetry):
    return build()


def count(table="readings"):
    return int(engine.store().ask(f"SELECT count() FROM {table}")[0][0])


def fill(estate, place, mandate, days):
    """One reading a day, for so many days back."""
    series = estate.meter(place, mandate)["power"]
    estate.record(series, [(NOW - n * DAY, float(n)) for n in range(days)], place)
    refresh_rollups(by=PLATFORM, since=NOW - 4000 * DAY)
    return series


def test_readings_older_than_the_mandate_allows_are_gone_and_younger_ones_stay(estate):
    short, long = grant(estate.manager, 30), grant(estate.manager, 365)
    one = fill(estate, estate.dwellings[0], short, 100)
    two = fill(estate, estate.dwellings[1], long, 100)
    (evidence,) = enforce_retention(by=system(estate.community))
    kept = engine.store().ask("SELECT series, count(), max(value) FROM readings GROUP BY series")
    assert sorted(map(tuple, kept)) == [(one, 31, 30.0), (two, 100, 99.0)]
    assert (evidence.mandate, evidence.rows, evidence.reason) == (short, 69, "retention")
    assert evidence.before == NOW - 30 * DAY and evidence.executed_at == NOW
    assert "counted before: readings 69" in evidence.proof
    assert "readings 0, latest 0, hourly 0" in evidence.proof
    assert count("hourly FINAL") == 31 + 100
    assert enforce_retention(by=system(estate.community)) == ()


def test_a_longer_mandate_prolongs_nothing_that_was_recorded_before(estate):
    short, long = grant(estate.manager, 30), grant(estate.manager, 3650)
    series = fill(estate, estate.dwellings[0], short, 20)
    device = estate.devices[estate.dwellings[0]]
    assert assign_mandate(by=estate.manager, devices=[device], mandate=long) == 1
    later = NOW + 20 * DAY
    estate.record(series, [(NOW + DAY, 100.0)], estate.dwellings[0])
    with held(later):
        (evidence,) = enforce_retention(by=system(estate.community))
        assert (evidence.mandate, evidence.rows) == (short, 9)
        assert evidence.before == later - 30 * DAY
        assert count() == 12
    with held(NOW + 400 * DAY):
        (evidence,) = enforce_retention(by=system(estate.community))
        assert (evidence.mandate, evidence.before) == (short, NOW)
        kept = engine.store().ask("SELECT value FROM readings ORDER BY at")
        assert [row[0] for row in kept] == [0.0, 100.0], "what the new mandate found is kept"


def test_a_shorter_mandate_shortens_what_was_recorded_before(estate):
    long, short = grant(estate.manager, 3650), grant(estate.manager, 10)
    fill(estate, estate.dwellings[0], long, 100)
    device = estate.devices[estate.dwellings[0]]
    assign_mandate(by=estate.manager, devices=[device], mandate=short)
    (evidence,) = enforce_retention(by=system(estate.community))
    assert (evidence.mandate, evidence.before) == (long, NOW - 10 * DAY) and count() == 11


def test_the_evidence_is_open_to_every_member_and_announced(estate):
    fill(estate, estate.dwellings[0], grant(estate.manager, 30), 100)
    evidence = enforce_retention(by=system(estate.community))
    assert list_erasures(viewer=estate.actor(Role.RESIDENT)).items == evidence
    with pytest.raises(Refused):
        list_erasures(viewer=ANYONE)
    fact = list_facts(viewer=system(estate.community), limit=1000).items[-1]
    assert fact.kind == "telemetry.readings_erased" and fact.body["erasure"] == evidence[0].id


def test_a_mandate_that_ended_still_binds(estate):
    mandate = grant(estate.manager, 10)
    series = fill(estate, estate.dwellings[0], mandate, 5)
    revoke_mandate(by=estate.manager, mandate=mandate, why="决议到期")
    assert enforce_retention(by=system(estate.community)) == ()
    with held(NOW + 20 * DAY):
        (evidence,) = enforce_retention(by=system(estate.community))
        assert evidence.rows == 5 and count() == count("latest") == count("hourly") == 0
        assert latest_values(viewer=system(estate.community), series=[series]) == {}


def test_an_erasure_cut_off_in_the_middle_is_completed_with_its_first_count(estate):
    mandate = grant(estate.manager, 30)
    series = fill(estate, estate.dwellings[0], mandate, 100)
    Erasure.objects.create(
        community=estate.community, mandate_id=mandate, reason="retention", series=[series],
        rows=69, before=NOW - 30 * DAY, planned_at=NOW,
    )  # fmt: skip
    engine.store().order(
        "ALTER TABLE readings DELETE WHERE at < fromUnixTimestamp64Milli({at:Int64}, 'UTC')"
        " SETTINGS mutations_sync = 2",
        {"at": round((NOW - 30 * DAY).timestamp() * 1000)},
    )
    assert list_erasures(viewer=estate.actor(Role.RESIDENT)).items == ()
    (evidence,) = enforce_retention(by=system(estate.community))
    assert evidence.rows == 69 and evidence.executed_at == NOW
    assert count("hourly FINAL") == 31


def test_a_withdrawn_consent_leaves_nothing_behind(estate):
    given, other = (grant(estate.manager, 300, basis_kind="consent") for _ in range(2))
    gone = fill(estate, estate.dwellings[0], given, 10)
    stays = fill(estate, estate.dwellings[1], other, 10)
    revoke_mandate(by=estate.manager, mandate=given, why="本人收回同意")
    with held(NOW + DAY / 24):
        (evidence,) = enforce_retention(by=system(estate.community))
    assert (evidence.rows, evidence.reason, evidence.mandate) == (10, "withdrawal", given)
    assert latest_values(viewer=system(estate.community), series=[gone, stays]).keys() == {stays}
    args = {"since": NOW - 60 * DAY, "until": NOW + DAY}
    assert history(viewer=system(estate.community), series=gone, **args).readings == 0
    assert history(viewer=system(estate.community), series=stays, **args).readings == 10
    assert enforce_retention(by=system(estate.community)) == ()


def test_a_consent_given_again_keeps_only_what_comes_after_it(estate):
    given, again = (grant(estate.manager, 300, basis_kind="consent") for _ in range(2))
    series = fill(estate, estate.dwellings[0], given, 10)
    revoke_mandate(by=estate.manager, mandate=given, why="本人收回同意")
    with held(NOW + DAY):
        device = estate.devices[estate.dwellings[0]]
        assign_mandate(by=estate.manager, devices=[device], mandate=again)
    with held(NOW + 3 * DAY):
        estate.record(series, [(NOW + 2 * DAY, 100.0)], estate.dwellings[0])
        (evidence,) = enforce_retention(by=system(estate.community))
        assert (evidence.reason, evidence.before) == ("withdrawal", NOW + DAY)
        assert [row[0] for row in engine.store().ask("SELECT value FROM readings")] == [100.0]


def test_nobody_erases_by_accident(estate):
    fill(estate, estate.dwellings[0], grant(estate.manager, 30), 100)
    for who in (estate.actor(Role.RESIDENT), system("")):
        with pytest.raises(Refused):
            enforce_retention(by=who)
    assert count() == 100 and not Erasure.objects.exists()


def test_when_the_engine_is_away_nothing_is_claimed(estate, settings):
    fill(estate, estate.dwellings[0], grant(estate.manager, 30), 100)
    settings.TELEMETRY_URL = "http://127.0.0.1:9"
    with pytest.raises(Refused) as caught:
        enforce_retention(by=system(estate.community))
    assert caught.value.code == "unavailable"
    assert not Erasure.objects.filter(executed_at__isnull=False).exists()
