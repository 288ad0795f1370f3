"""The pipeline: each accepted reading durable and handed on once, whatever comes twice or late."""

import asyncio
import errno
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.kernel import Refused
from linli.perception import deduplication
from linli.perception.deduplication import Memory, fingerprint
from linli.perception.outcomes import RAW_KEPT, Problem, Receipt
from linli.perception.reading import LATE, NO_TIME, OUT_OF_ORDER, REPLAYED, SKEWED, Reading
from perception.house import NOW, Telemetry, entry, open_house, run


def at(moment, value=20.0, key="temperature", device="d1"):
    return Reading(device, key, moment, value)


def test_a_receipt_comes_when_the_rows_are_handed_on(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            receipt = await house.pipeline.submit("d1", [at(NOW), at(NOW, True, "smoke")], NOW)
            assert receipt == Receipt(accepted=2)
            assert set(house.telemetry.rows) == {(1, NOW), (2, NOW)}

    run(work())


def test_the_same_reading_again_is_a_duplicate(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            await house.pipeline.submit("d1", [at(NOW)], NOW)
            again = await house.pipeline.submit("d1", [at(NOW), at(NOW, 99.0)], NOW)
            assert again == Receipt(duplicate=2)
            assert house.values() == [20.0] and house.telemetry.doubles == 0
            assert house.counts == {"accepted": 1, "duplicate": 2}

    run(work())


def test_old_readings_are_marked_late_or_out_of_order_and_asked_about(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            await house.pipeline.submit("d1", [at(NOW)], NOW)
            receipt = await house.pipeline.submit(
                "d1", [at(NOW - 300_000), at(NOW - 300_001), at(NOW - 1)], NOW
            )
            assert receipt.accepted == 3
            flags = {key[1] - NOW: row.flags for key, row in house.telemetry.rows.items()}
            assert flags == {0: 0, -300_000: OUT_OF_ORDER, -300_001: LATE, -1: OUT_OF_ORDER}
            assert house.telemetry.asked == 1
            assert house.counts["late"] == 1 and house.counts["out_of_order"] == 2

    run(work())


def test_what_telemetry_holds_from_before_is_a_duplicate(tmp_path):
    telemetry = Telemetry()

    async def work(moments):
        async with open_house(tmp_path, telemetry=telemetry) as house:
            receipts = [await house.pipeline.submit("d1", [at(m)], NOW) for m in moments]
            await house.pipeline.checkpoint(house.journal.position)
            return receipts

    run(work([NOW - 5_000, NOW - 4_000, NOW - 1_000]))
    found = run(work([NOW - 5_000, NOW - 3_000, NOW - 1_000, NOW - 4_000, NOW]))
    assert [r.accepted for r in found] == [0, 1, 0, 0, 1]
    assert telemetry.doubles == 0 and len(telemetry.rows) == 5


def test_without_telemetrys_answer_nothing_is_acknowledged(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            await house.pipeline.submit("d1", [at(NOW)], NOW)
            house.telemetry.is_up = False
            with pytest.raises(Refused) as refusal:
                await house.pipeline.submit("d1", [at(NOW - 1)], NOW)
            assert refusal.value.code == "unavailable"
            house.telemetry.is_up = True
            assert (await house.pipeline.submit("d1", [at(NOW - 1)], NOW)).accepted == 1

    run(work())


def test_a_reading_without_a_time_gets_that_of_its_arrival(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            for value in (1.0, 1.0, 2.0):  # three samples in one millisecond are three samples
                await house.pipeline.submit("d1", [at(0, value)], NOW, payload=b"x", packet=5)
            assert house.values() == [1.0, 1.0, 2.0]
            assert all(row.flags == NO_TIME for row in house.telemetry.rows.values())

    run(work())


def test_a_redelivery_without_a_time_is_recognised_also_after_a_restart(tmp_path):
    telemetry = Telemetry()

    async def work(checkpoint, **how):
        async with open_house(tmp_path, telemetry=telemetry) as house:
            receipt = await house.pipeline.submit("d1", [at(0)], house.clock[0], **how)
            if checkpoint:
                await house.pipeline.checkpoint(house.journal.position)
            return receipt

    first = {"payload": b"p", "packet": 9}
    assert run(work(False, **first)).accepted == 1
    assert run(work(True, **first, again=True)).duplicate == 1
    assert run(work(False, **first, again=True)).duplicate == 1
    assert run(work(False, payload=b"q", packet=9, again=True)).accepted == 1
    assert run(work(False, payload=b"p", packet=8, again=True)).accepted == 1
    assert len(telemetry.rows) == 3 and telemetry.doubles == 0


def test_a_device_whose_clock_is_absurd_is_recognised_the_same_way(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            how = {"payload": b"p", "packet": 1}
            assert (await house.pipeline.submit("d1", [at(NOW * 2)], NOW, **how)).accepted == 1
            again = await house.pipeline.submit("d1", [at(NOW * 2)], NOW + 50, again=True, **how)
            assert again.duplicate == 1
            assert [row.flags for row in house.telemetry.rows.values()] == [SKEWED]

    run(work())


def test_our_own_clock_going_back_loses_and_doubles_nothing(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            for received in (NOW, NOW - 3_600_000, NOW - 3_600_000, NOW + 5):
                await house.pipeline.submit("d1", [at(0, 1.0)], received)
            assert len(house.values()) + house.counts["duplicate"] == 4
            assert house.telemetry.doubles == 0

    run(work())


def test_after_our_own_clock_went_back_only_what_is_old_by_it_is_late(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            back = NOW - 3_600_000
            await house.pipeline.submit("d1", [at(NOW)], NOW)
            for moment in (0, back + 9, back - 400_000):
                await house.pipeline.submit("d1", [at(moment)], back)
            flags = {key[1] - back: row.flags for key, row in house.telemetry.rows.items()}
            assert flags == {3_600_000: 0, 0: NO_TIME, 9: 0, -400_000: LATE}
            assert house.telemetry.doubles == 0

    run(work())


def test_refusals_are_counted_told_and_kept_only_where_allowed(tmp_path):
    narrow = entry("d2", 10, known=frozenset({"temperature", "smoke", "note", "camera"}))

    async def work():
        async with open_house(tmp_path, entry(), narrow) as house:
            problem = Problem("malformed", "must be a number", 3, "v", b'{"n":"secret"}')
            one = await house.pipeline.submit("d1", [at(NOW, 900.0)], NOW, problems=[problem])
            assert one == Receipt(refused=2, reasons=(("malformed", 1), ("out_of_range", 1)))
            readings = [at(NOW, "face", "camera", "d2"), at(NOW, 900.0, device="d2")]
            await house.pipeline.submit("d2", readings, NOW, problems=[problem])
            await house.pipeline.submit("who?", [at(NOW)], NOW)
            found = [(r.device, r.reason, r.raw) for r in house.pipeline.drain_rejected()]
            assert found == [
                ("d1", "malformed", b'{"n":"secret"}'),
                ("d1", "out_of_range", b"temperature = 900.0"),
                ("d2", "malformed", b""),  # may hold what nobody allowed us to keep
                ("d2", "no_mandate", b""),
                ("d2", "out_of_range", b"temperature = 900.0"),
                ("who?", "unknown_device", b""),
            ]
            counts = house.pipeline.drain_counts()
            assert counts["", "unknown_device"] == 1 and counts["d2", "no_mandate"] == 1
            assert not house.telemetry.rows and house.pipeline.drain_rejected() == []

    run(work())


def test_what_is_no_reading_is_listed_with_its_way_and_its_bytes_where_allowed(tmp_path):
    narrow = entry("d2", 10, known=frozenset({"temperature", "camera"}))

    async def work():
        async with open_house(tmp_path, entry(), narrow) as house:
            refuse, large = house.pipeline.refuse, b"x" * 5_000
            refuse("d1", "wrong_topic", "a/b", NOW, transport="mqtt", topic="a/b", raw=large)
            refuse("d1", "too_large", "much", NOW, transport="http", raw=b"[", size=9_000_000)
            refuse("d1", "too_many", "over the rate", NOW, transport="broker", raw=b"7")
            refuse("d2", "malformed", "no JSON", NOW, transport="http", raw=b"a face")
            problem = Problem("malformed", "must be a number", 3, "v", large)
            await house.pipeline.submit("d1", [], NOW, problems=[problem])
            found = house.pipeline.drain_rejected()
            assert [(r.transport, r.topic, r.raw, r.size) for r in found] == [
                ("mqtt", "a/b", b"x" * RAW_KEPT, 5_000),
                ("http", "", b"[", 9_000_000),
                ("broker", "", b"", 1),
                ("http", "", b"", 6),
                ("http", "", b"x" * RAW_KEPT, 5_000),
            ]
            assert not house.telemetry.rows and house.counts["malformed"] == 2

    run(work())


def test_a_replayed_reading_carries_its_mark(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            await house.pipeline.submit("d1", [at(NOW)], NOW, flags=REPLAYED)
            assert house.telemetry.rows[1, NOW].flags == REPLAYED

    run(work())


def test_ten_thousand_readings_in_one_message_are_all_stored(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            readings = [at(NOW - n * 10) for n in range(10_000)]  # newest first, the worst order
            assert (await house.pipeline.submit("d1", readings, NOW)).accepted == 10_000
            assert len(house.telemetry.rows) == 10_000 and house.telemetry.doubles == 0

    run(work())


def test_a_full_disk_refuses_and_recovers_by_itself(tmp_path):
    left = [100]

    def write(file, data):
        if left[0] <= 0:
            raise OSError(errno.ENOSPC, "no space left")
        taken = os.write(file, data[: left[0]])
        left[0] -= taken
        return taken

    async def work():
        async with open_house(tmp_path, write=write) as house:
            assert (await house.pipeline.submit("d1", [at(NOW)], NOW)).accepted == 1
            work = [house.pipeline.submit("d1", [at(NOW + n)], NOW) for n in range(1, 6)]
            found = await asyncio.gather(*work, return_exceptions=True)
            assert all(isinstance(error, Refused) for error in found)
            assert house.values() == [20.0] and house.pipeline.room.load == 0
            left[0] = 10**6
            for n in range(1, 6):
                receipt = await house.pipeline.submit("d1", [at(NOW + n)], NOW)
                assert receipt.accepted == 1
            assert len(house.values()) == 6 and house.counts["accepted"] == 6
            assert all(row.flags == 0 for row in house.telemetry.rows.values())

    run(work())


def test_a_source_waits_while_telemetry_is_behind(tmp_path):
    async def work():
        async with open_house(tmp_path, max_load=10, is_stored_at_once=False) as house:
            for n in range(10):
                await house.pipeline.submit("d1", [at(NOW + n)], NOW)
            waiting = asyncio.ensure_future(house.pipeline.submit("d1", [at(NOW + 99)], NOW))
            await asyncio.sleep(0.05)
            assert not waiting.done() and house.pipeline.room.is_full
            house.pipeline.stored(house.journal.position)
            assert (await waiting).accepted == 1

    run(work())


def test_a_restart_hands_on_again_what_was_not_stored(tmp_path):
    async def first():
        async with open_house(tmp_path, is_stored_at_once=False) as house:
            await house.pipeline.submit("d1", [at(NOW)], NOW)
            await house.pipeline.checkpoint(house.journal.position)
            await house.pipeline.submit("d1", [at(NOW + 1)], NOW)

    async def second():
        telemetry = Telemetry()
        async with open_house(tmp_path, telemetry=telemetry) as house:
            assert set(telemetry.rows) == {(1, NOW + 1)}
            assert (await house.pipeline.submit("d1", [at(NOW + 1)], NOW)).duplicate == 1

    run(first())
    run(second())


def test_memory_stays_bounded_and_still_knows_everything(tmp_path, monkeypatch):
    monkeypatch.setattr(deduplication, "GENERATION", 50)

    async def work():
        async with open_house(tmp_path) as house:
            for n in range(1_000):
                await house.pipeline.submit("d1", [at(NOW + n)], NOW)
            memory = house.pipeline._memory
            assert len(memory._young) + len(memory._old) < 250
            for n in range(0, 1_000, 37):
                assert (await house.pipeline.submit("d1", [at(NOW + n)], NOW)).duplicate == 1
            assert house.telemetry.doubles == 0 and len(house.telemetry.rows) == 1_000

    run(work())


def test_unknown_names_do_not_fill_the_counters_nor_rejections_the_memory(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            for n in range(5_000):
                house.pipeline.refuse(
                    f"stranger{n}", "unknown_device", "x" * 500, NOW, transport="mqtt"
                )
            assert house.pipeline.drain_counts() == {("", "unknown_device"): 5_000}
            rejected = house.pipeline.drain_rejected()
            assert len(rejected) == 2_000 and house.pipeline.outcomes.given_up == 3_000

    run(work())


@given(st.lists(st.tuples(st.integers(0, 2**32), st.integers(1, 2**45)), max_size=20))
def test_a_memory_comes_back_as_it_was_dumped(newest):
    memory = Memory()
    memory.learn(newest)
    memory.keep([], [(n, NOW) for n, _ in newest])
    other = Memory()
    other.load(memory.dump())
    assert other.newest == memory.newest and other.dump() == memory.dump()


@given(st.binary(max_size=80))
def test_a_broken_dump_is_a_value_error(state):
    with pytest.raises(ValueError, match="not a memory"):
        Memory().load(state)


def test_fingerprints_tell_devices_packets_and_payloads_apart():
    assert len({fingerprint(d, p, b) for d in "ab" for p in (1, 2) for b in (b"x", b"y")}) == 8


STEPS = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from([1, 1, 1, 700_000]), st.booleans()),
    min_size=1,
    max_size=40,
)


@settings(max_examples=25, deadline=None)
@given(steps=STEPS, data=st.data())
def test_in_any_order_with_crashes_each_moment_is_stored_once(steps, data, tmp_path_factory):
    """Readings in any order, repeated, with restarts in between: a set of moments comes out."""
    folder = tmp_path_factory.mktemp("any")
    telemetry = Telemetry()

    async def live(some):
        async with open_house(folder, telemetry=telemetry) as house:
            for offset, scale, checkpoint in some:
                await house.pipeline.submit("d1", [at(NOW - offset * scale)], NOW)
                if checkpoint:
                    await house.pipeline.checkpoint(house.journal.position)

    crash = data.draw(st.integers(0, len(steps)))
    run(live(steps[:crash]))
    run(live(steps[crash:]))
    assert set(telemetry.rows) == {(1, NOW - offset * scale) for offset, scale, _ in steps}
    assert telemetry.doubles == 0
