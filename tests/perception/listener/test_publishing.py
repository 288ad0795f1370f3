"""A reading is acknowledged when it is durable, and a refused one is told why."""

import asyncio
import errno
import os

import orjson
import pytest

from linli.perception.client import Publisher
from linli.perception.mqtt import Limits
from linli.perception.mqtt.packets import V5
from linli.perception.mqtt.wire import Code, Type
from linli.perception.outcomes import RAW_KEPT
from perception.house import NOW, SECRET, open_house, run, until
from perception.raw import Raw, one, publish


@pytest.mark.parametrize("version", [4, 5])
@pytest.mark.parametrize("qos", [0, 1, 2])
def test_a_reading_is_stored_and_acknowledged_as_its_qos_says(tmp_path, version, qos):
    async def work():
        async with open_house(tmp_path) as house:
            raw = await Raw.enter(house.port, version=version)
            raw.send(publish(one(), qos=qos, packet_id=7, version=version))
            if qos == 1:
                assert await raw.read() == (Type.PUBACK, b"\0\7")
            if qos == 2:
                assert await raw.read() == (Type.PUBREC, b"\0\7")
                assert house.values() == [20.5]
                raw.send(publish(one(), qos=2, packet_id=7, dup=True, version=version))
                assert await raw.read() == (Type.PUBREC, b"\0\7")
                raw.send(b"\x62\2\0\7")
                assert await raw.read() == (Type.PUBCOMP, b"\0\7")
            await until(lambda: house.values() == [20.5])
            assert house.counts == {"accepted": 1}

    run(work())


def test_nothing_is_acknowledged_before_it_is_durable(tmp_path):
    gate = asyncio.Event()

    async def work():
        loop = asyncio.get_running_loop()

        def write(file, data):
            asyncio.run_coroutine_threadsafe(gate.wait(), loop).result()
            return os.write(file, data)

        async with open_house(tmp_path, write=write) as house:
            raw = await Raw.enter(house.port)
            raw.send(publish(one()))
            assert await raw.read(0.3) is None and house.values() == []
            gate.set()
            assert await raw.read() == (Type.PUBACK, b"\0\1")

    run(work())


def test_acknowledgements_keep_the_order_of_the_messages(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            raw = await Raw.enter(house.port)
            raw.send(publish(one(at=NOW), packet_id=1))
            assert await raw.read() == (Type.PUBACK, b"\0\1")
            out = b""
            for packet_id in range(2, 60):  # old ones are asked about, broken ones are not
                payload = b"rubbish" if packet_id % 3 == 0 else one(at=NOW + packet_id * (
                    -1000 if packet_id % 2 else 1000))  # fmt: skip
                out += publish(payload, packet_id=packet_id)
            raw.send(out)
            found = [await raw.read() for _ in range(2, 60)]
            assert [body[1] for _, body in found] == list(range(2, 60))

    run(work())


def test_a_full_disk_cuts_the_device_off_and_it_comes_back(tmp_path):
    left = [0]

    def write(file, data):
        if left[0] <= 0:
            raise OSError(errno.ENOSPC, "no space left")
        return os.write(file, data)

    async def work():
        async with open_house(tmp_path, write=write) as house:
            for version in (4, 5):
                raw = await Raw.enter(house.port, version=version)
                raw.send(publish(one(), version=version))
                first = await raw.read()
                if version == V5:
                    assert first[0] == Type.DISCONNECT and first[1][0] == Code.SERVER_BUSY
                else:
                    assert first is None
            publisher = Publisher("127.0.0.1", house.port, device="d1", secret=SECRET.decode())
            async with publisher:
                for n in range(20):
                    await publisher.publish(one(n, NOW + n))
                await asyncio.sleep(0.3)
                assert publisher.acknowledged == 0 and house.values() == []
                left[0] = 1
                await publisher.drain()
            assert house.values() == list(range(20)) and house.telemetry.doubles == 0

    run(work())


def test_ten_thousand_readings_in_one_message_and_a_message_too_large(tmp_path):
    async def work():
        async with open_house(tmp_path, limits=Limits(packet_bytes=300_000)) as house:
            raw = await Raw.enter(house.port, version=V5)
            base = [{"bn": "d1:", "bt": NOW / 1000, "n": "temperature", "v": 1}]
            many = base + [{"n": "temperature", "t": -n, "v": 1} for n in range(1, 10_000)]
            sent = publish(orjson.dumps(many), version=V5)
            raw.send(sent)
            first, body = await raw.read()
            assert first == Type.DISCONNECT and body[0] == Code.TOO_LARGE
            assert house.counts["too_large"] == 1
            (kept,) = house.pipeline.drain_rejected()
            assert kept.raw.startswith(sent[:1_000]) and len(kept.raw) == RAW_KEPT
            assert (kept.size, kept.transport) == (len(sent), "mqtt")

        async with open_house(tmp_path, limits=Limits(packet_bytes=1 << 20)) as house:
            raw = await Raw.enter(house.port)
            raw.send(publish(orjson.dumps(many)))
            assert await raw.read(20) == (Type.PUBACK, b"\0\1")
            assert len(house.values()) == 10_000
            many.append(many[-1])
            raw.send(publish(orjson.dumps(many), packet_id=2))
            assert await raw.read(20) == (Type.PUBACK, b"\0\2")
            assert house.counts["too_large"] == 1

    run(work())


@pytest.mark.parametrize(
    ("payload", "outcome", "code"),
    [
        (b"{", "malformed", Code.PAYLOAD_FORMAT),
        (one(900), "out_of_range", Code.PAYLOAD_FORMAT),
        (one(name="weight"), "unknown_property", Code.NOT_AUTHORISED),
        (one(name="d2:temperature"), "wrong_device", Code.NOT_AUTHORISED),
    ],
)
def test_a_refused_message_says_why_in_mqtt_5_and_is_counted(tmp_path, payload, outcome, code):
    async def work():
        async with open_house(tmp_path) as house:
            raw = await Raw.enter(house.port, version=V5)
            raw.send(publish(payload, version=V5))
            first, body = await raw.read()
            assert first == Type.PUBACK and body[2] == code and outcome.encode() in body
            old = await Raw.enter(house.port, client_id="other")
            old.send(publish(payload))
            assert await old.read() == (Type.PUBACK, b"\0\1")  # 3.1.1 can only be told "done"
            assert house.counts == {outcome: 2} and not house.telemetry.rows
            assert [r.reason for r in house.pipeline.drain_rejected()] == [outcome] * 2

    run(work())
