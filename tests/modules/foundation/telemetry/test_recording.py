"""Every accepted reading is stored exactly once, whatever is repeated or dies in between."""

import resource
import threading
from datetime import timedelta
from random import Random

import pytest

from linli.foundation.telemetry.api import (
    Where,
    newest_by_series,
    prepare_engine,
    record_readings,
    refresh_rollups,
    which_are_stored,
)
from linli.foundation.telemetry.services import engine
from linli.kernel import Actor, Refused, Role
from linli.perception.reading import LATE, Accepted
from telemetry_engine import EngineProcess
from telemetry_estate import NOW, PLATFORM, ms

WHERE = {number: Where("c", f"place{number % 7}") for number in range(100)}
START = ms(NOW)


def batch(number, rows=500):
    return [
        Accepted(row % 100, START + number * 60_000 + row, row / 4, "", 0, START)
        for row in range(rows)
    ]


def stored():
    sql = "SELECT series, toUnixTimestamp64Milli(at), count() FROM readings GROUP BY series, at"
    return {(row[0], row[1]): int(row[2]) for row in engine.store().ask(sql)}


def test_a_batch_is_stored_with_all_it_said(telemetry):
    rows = [
        Accepted(1, START, -0.1, "", LATE, START + 5),
        Accepted(2, START - 1, 0.0, "it's “运行” \\ \t\n", 0, START + 6),
        Accepted(4294967295, 0, 1e308, "", 255, 0),
    ]
    where = {1: Where("c", "p"), 2: Where("c", "q")}
    assert record_readings(by=PLATFORM, rows=rows, where=where) == 3
    sql = (
        "SELECT series, toUnixTimestamp64Milli(at), value, text, flags,"
        " toUnixTimestamp64Milli(received), community, place FROM readings ORDER BY series"
    )
    found = [tuple(row) for row in engine.store().ask(sql)]
    assert found == [(*rows[0], "c", "p"), (*rows[1], "c", "q"), (*rows[2], "", "")]


def test_nothing_is_recorded_from_nothing(telemetry):
    assert record_readings(by=PLATFORM, rows=[], where={}) == 0
    assert stored() == {}


def test_the_same_batch_again_adds_nothing(telemetry):
    for _ in range(3):
        record_readings(by=PLATFORM, rows=batch(1), where=WHERE)
        record_readings(by=PLATFORM, rows=batch(2), where=WHERE, token="second")
    assert stored() == {(row[0], row[1]): 1 for row in batch(1) + batch(2)}


def test_a_batch_over_many_years_is_stored_and_repeated_whole(telemetry):
    rows = [Accepted(1, week * 7 * 86_400_000, week, "", 0, START) for week in range(0, 2_900, 20)]
    for _ in range(2):
        record_readings(by=PLATFORM, rows=rows, where=WHERE)
    assert stored() == {(1, row[1]): 1 for row in rows}


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (Accepted(-1, START, 0, "", 0, 0), "rows[1]"),
        (Accepted(2**32, START, 0, "", 0, 0), "rows[1]"),
        (Accepted(1, -1, 0, "", 0, 0), "rows[1]"),
        (Accepted(1, 10**13, 0, "", 0, 0), "rows[1]"),
        (Accepted(1, START, 0, "", 256, 0), "rows[1]"),
    ],
)
def test_a_row_out_of_range_is_named_and_stores_nothing(telemetry, row, field):
    with pytest.raises(Refused) as caught:
        record_readings(by=PLATFORM, rows=[batch(1)[0], row], where=WHERE)
    assert caught.value.code == "invalid" and caught.value.field == field
    assert stored() == {}


def test_a_batch_has_a_largest_size(telemetry):
    with pytest.raises(Refused) as caught:
        record_readings(by=PLATFORM, rows=[batch(1)[0]] * 200_001, where=WHERE)
    assert caught.value.code == "too_large" and stored() == {}


def test_only_the_platform_records(telemetry):
    manager = Actor(person="m", roles=frozenset({Role.MANAGER}), community="c")
    for act in (
        lambda: record_readings(by=manager, rows=batch(1), where=WHERE),
        lambda: which_are_stored(by=manager, keys=[]),
        lambda: newest_by_series(by=manager),
        lambda: refresh_rollups(by=manager, since=NOW),
        lambda: prepare_engine(by=manager),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code == "forbidden"
    assert stored() == {}


def test_what_is_stored_is_recognised(telemetry):
    record_readings(by=PLATFORM, rows=batch(1), where=WHERE)
    inside = [(row[0], row[1]) for row in batch(1)]
    outside = [(series, at + 1) for series, at in inside] + [(5000, START)]
    many = (inside + outside) * 12  # more than one question holds
    assert which_are_stored(by=PLATFORM, keys=many) == set(inside)
    assert which_are_stored(by=PLATFORM, keys=[]) == set()


def test_the_newest_of_each_series_is_known_at_the_start(telemetry):
    record_readings(by=PLATFORM, rows=batch(2), where=WHERE)
    record_readings(by=PLATFORM, rows=batch(1), where=WHERE)
    newest = newest_by_series(by=PLATFORM)
    assert newest == {n: max(row[1] for row in batch(2) if row[0] == n) for n in range(100)}


def test_preparing_again_changes_nothing(telemetry):
    record_readings(by=PLATFORM, rows=batch(1), where=WHERE)
    assert prepare_engine(by=PLATFORM) == 0
    assert len(stored()) == 500


def test_rollups_follow_what_arrived_also_late(telemetry):
    def hourly():
        sql = (
            "SELECT series, toUnixTimestamp(hour), n, sum, min, max, first, last"
            " FROM hourly FINAL ORDER BY series, hour"
        )
        return [[float(number) for number in row] for row in engine.store().ask(sql)]

    hour = START // 1000
    rows = [Accepted(1, START + 60_000 * n, float(n), "", 0, START) for n in range(90)]
    rows += [Accepted(2, START, 0.0, "on", 0, START)]
    record_readings(by=PLATFORM, rows=rows, where=WHERE)
    assert refresh_rollups(by=PLATFORM, since=NOW) == 3
    expected = [
        [1, hour, 60, sum(range(60)), 0, 59, 0, 59],
        [1, hour + 3600, 30, sum(range(60, 90)), 60, 89, 60, 89],
    ]
    assert hourly() == expected
    late = [Accepted(1, START + 1, 1000.0, "", LATE, START + 9_000_000)]
    record_readings(by=PLATFORM, rows=late, where=WHERE)
    assert refresh_rollups(by=PLATFORM, since=NOW + timedelta(hours=2)) == 1
    expected[0][2:6] = [61, sum(range(60)) + 1000, 0, 1000]
    assert hourly() == expected
    assert refresh_rollups(by=PLATFORM, since=NOW + timedelta(hours=9)) == 0


def test_an_engine_that_is_away_is_said_so(settings):
    settings.TELEMETRY_URL = "http://127.0.0.1:9"
    with pytest.raises(Refused) as caught:
        record_readings(by=PLATFORM, rows=batch(1), where=WHERE)
    assert caught.value.code == "unavailable"
    with pytest.raises(Refused) as caught:
        newest_by_series(by=PLATFORM)
    assert caught.value.code == "unavailable"


@pytest.mark.processes
def test_killed_while_inserting_no_batch_is_lost_or_doubled(tmp_path, settings):
    process = EngineProcess(tmp_path / "engine")
    settings.TELEMETRY_URL, settings.TELEMETRY_PASSWORD = process.url, process.password
    acknowledged, number, dice = [], 0, Random(7)
    for _ in range(3):
        process.start()
        threading.Timer(dice.uniform(0.1, 0.6), process.kill).start()
        refused = False
        while not refused:
            try:
                record_readings(by=PLATFORM, rows=batch(number), where=WHERE)
            except Refused as error:
                refused = error.code == "unavailable"
            else:
                acknowledged.append(number)
                number += 1
        # the batch that was cut off is sent again after the start, as the journal would do
    process.start()
    try:
        before = stored()
        assert all((row[0], row[1]) in before for n in acknowledged for row in batch(n))
        record_readings(by=PLATFORM, rows=batch(number), where=WHERE)
        expected = {(row[0], row[1]): 1 for n in range(number + 1) for row in batch(n)}
        assert stored() == expected and len(acknowledged) == number
    finally:
        process.stop()


@pytest.mark.processes
def test_what_cannot_be_written_is_not_claimed_and_can_be_sent_again(tmp_path, settings):
    """A limit on the size of files stands for a full disk: either way a write fails."""
    process = EngineProcess(tmp_path / "engine")
    settings.TELEMETRY_URL, settings.TELEMETRY_PASSWORD = process.url, process.password
    process.start()
    try:
        record_readings(by=PLATFORM, rows=batch(1), where=WHERE)
        dice = Random(3)
        large = [Accepted(n % 50, START + n, dice.random(), "", 0, START) for n in range(50_000)]
        _, hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (100_000, hard))
        with pytest.raises(Refused) as caught:
            record_readings(by=PLATFORM, rows=large, where=WHERE)
        assert caught.value.code == "unavailable"
        assert stored() == {(row[0], row[1]): 1 for row in batch(1)}
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (hard, hard))
        record_readings(by=PLATFORM, rows=large, where=WHERE)
        assert stored() == {(row[0], row[1]): 1 for row in batch(1) + large}
    finally:
        process.stop()
