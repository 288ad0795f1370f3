"""Whatever bytes come, they are counted, and harm nobody else."""

import asyncio

from linli.perception.mqtt.wire import Type
from perception.house import NOW, open_house, run, until
from perception.raw import Raw, connect, one, publish

GARBAGE = [
    b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
    b"\x10\xff\xff\xff\xff\x7f",
    b"\x10\xff\xff\xff\x7f" + b"x" * 100,
    b"\x10\x00",
    b"\x30\x05hello",
    b"\xf0\x00",
    b"\x00\x00",
    b"\x11\x0c\x00\x04MQTT\x04\x02\x00\x3c\x00\x00",
    b"\x10\x0c\x00\x04MQTX\x04\x02\x00\x3c\x00\x00",
    b"\x10\x0c\x00\x04MQTT\x04\x03\x00\x3c\x00\x00",
    b"\x10\x0c\x00\x06MQIsdp\x03\x02\x00\x3c",
    b"\x10\x0c\x00\x04MQTT\x06\x02\x00\x3c\x00\x00",
]


def test_garbage_before_the_welcome_is_dropped_and_harms_nobody(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            good = await Raw.enter(house.port, client_id="good")
            for garbage in GARBAGE:
                raw = await Raw.open(house.port)
                raw.send(garbage)
                assert await raw.is_cut(), garbage
            good.send(publish(one()))
            assert await good.read() == (Type.PUBACK, b"\0\1")
            await until(lambda: house.listener.connections == 1)

    run(work())


BROKEN = [
    b"\x36\x05\x00\x01x\x00\x01",  # QoS 3
    b"\x38\x04\x00\x01xy",  # DUP with QoS 0
    b"\x32\x05\x00\x01x\x00\x00",  # packet id 0
    b"\x32\x04\x00\x01x\x00",  # ends in the packet id
    b"\x30\x03\x00\x09x",  # topic longer than the packet
    b"\x30\x01\x00",
    b"\x30\x04\x00\x02\xff\xfe",  # topic is not UTF-8
    b"\x30\x04\x00\x02a#",  # wildcard
    b"\x30\x02\x00\x00",  # empty topic
    b"\x80\x08\x00\x01\x00\x03a/b\x00",  # SUBSCRIBE with wrong flags
    b"\x82\x02\x00\x01",  # SUBSCRIBE to nothing
    b"\xa2\x02\x00\x01",
    b"\x62\x01\x00",
    b"\x20\x02\x00\x00",  # what only a server says
    b"\xf0\x00",
    b"\xc1\x00",
    b"\xe0\x01\x00",
]


def test_broken_packets_end_the_connection_and_are_counted(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            for broken in BROKEN:
                raw = await Raw.enter(house.port)
                raw.send(broken)
                assert await raw.is_cut(), broken
            again = await Raw.enter(house.port)
            again.send(connect())
            assert await again.is_cut()
            counts = house.counts
            assert counts["malformed"] == len(BROKEN) + 1 and not house.telemetry.rows

    run(work())


def test_a_secret_said_twice_is_not_kept(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            raw = await Raw.enter(house.port)
            raw.send(connect())
            assert await raw.is_cut()
            (kept,) = house.pipeline.drain_rejected()
            assert (kept.reason, kept.raw) == ("malformed", b"") and kept.size > 0

    run(work())


def test_packets_may_come_in_any_pieces(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            raw = await Raw.open(house.port)
            out = connect() + b"".join(publish(one(n, NOW + n), packet_id=n) for n in range(1, 9))
            for n in range(0, len(out), 7):
                raw.send(out[n : n + 7])
                await raw.writer.drain()
                await asyncio.sleep(0)
            assert (await raw.read())[0] == Type.CONNACK
            assert [(await raw.read())[1][1] for _ in range(8)] == list(range(1, 9))
            assert house.values() == list(range(1, 9))

    run(work())


def test_a_peer_that_never_reads_does_not_fill_the_memory(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            raw = await Raw.enter(house.port)
            raw.reader._transport.pause_reading()
            for _ in range(40):
                raw.send(b"\xc0\0" * 50_000)
                await asyncio.sleep(0.005)
            (connection,) = house.listener._connections
            assert connection._transport.get_write_buffer_size() < 3_000_000
            raw.writer.transport.abort()

    run(work())
