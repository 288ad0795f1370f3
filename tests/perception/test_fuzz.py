"""The listener fed with anything: it answers or hangs up, and the next device is served."""

import asyncio
import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.perception.mqtt import packets
from linli.perception.mqtt.connection import Connection
from linli.perception.mqtt.wire import (
    IN_CONNACK,
    Fault,
    Reader,
    Type,
    packet,
    properties,
    split,
    vary,
)
from perception.house import NOW, open_house, run
from perception.raw import Raw, connect, publish

GOOD = b'[{"n":"temperature","v":20,"t":%d}]' % (NOW // 1000)


class FakeTransport:
    """The rim of a connection: keeps what is written, closes when told."""

    def __init__(self):
        self.out = bytearray()
        self.closed = False
        self.paused = False

    def get_extra_info(self, name):
        return ("127.0.0.1", 1) if name == "peername" else None

    def write(self, data):
        self.out += data

    def close(self):
        self.closed = True

    abort = close

    def is_closing(self):
        return self.closed

    def pause_reading(self):
        self.paused = True

    def resume_reading(self):
        self.paused = False


def some_packets():
    """Well-formed packets, some of them mutilated."""
    bodies = st.binary(max_size=40)
    typed = st.builds(packet, st.integers(0, 255), bodies)
    publishes = st.builds(
        publish,
        st.one_of(st.just(GOOD), st.binary(max_size=30)),
        st.sampled_from(["linli/d1/readings", "linli/d2/readings", "", "#", "homeassistant/x"]),
        qos=st.integers(0, 3),
        packet_id=st.integers(0, 5),
        dup=st.booleans(),
        retain=st.booleans(),
        version=st.sampled_from([4, 5]),
        found=st.sampled_from([b"\0", b"\3\x23\0\1", b"\3\x23\0\0", b"\x05\x26\0\0\0\0", b"\xff"]),
    )
    connects = st.builds(connect, version=st.sampled_from([4, 5]), clean=st.booleans())
    return st.one_of(typed, publishes, connects, st.binary(max_size=30))


STREAMS = st.tuples(
    st.sampled_from([None, 4, 5]),
    st.lists(some_packets(), max_size=8),
    st.lists(st.integers(1, 50), min_size=1, max_size=10),
)


async def feed(folder, streams):
    async with open_house(folder) as house:
        for version, parts, sizes in streams:
            connection, transport = Connection(house.listener), FakeTransport()
            connection.connection_made(transport)
            data = (connect(version=version) if version else b"") + b"".join(parts)
            at = turn = 0
            while at < len(data) and not transport.closed:
                size = sizes[turn % len(sizes)]
                connection.data_received(data[at : at + size])
                at, turn = at + size, turn + 1
                if turn % 3 == 0:
                    await asyncio.sleep(0)
            connection.connection_lost(None)
            check_answers(bytes(transport.out))
        await asyncio.sleep(0.01)
        assert house.listener.connections == 0
        assert house.telemetry.doubles == 0
        assert all(series == 1 for series, _ in house.telemetry.rows)
        raw = await Raw.enter(house.port)
        raw.send(publish(GOOD))
        assert await raw.read() == (Type.PUBACK, b"\0\1")


def check_answers(out):
    """Whatever came in, what goes out is whole packets that only a server sends."""
    at = 0
    while at < len(out):
        first, _, end = split(out, at)
        assert end <= len(out)
        assert first & 0xF0 in {Type.CONNACK, Type.PUBACK, Type.PUBREC, Type.PUBCOMP, Type.SUBACK,
                                Type.UNSUBACK, Type.PINGRESP, Type.DISCONNECT}  # fmt: skip
        at = end


QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=25, deadline=None, suppress_health_check=QUIET)
@given(st.lists(STREAMS, min_size=1, max_size=6))
def test_any_stream_is_survived(tmp_path_factory, streams):
    run(feed(tmp_path_factory.mktemp("fuzz"), streams))


@pytest.mark.long
@pytest.mark.timeout(1_800)
@settings(max_examples=3_000, deadline=None, suppress_health_check=QUIET)
@given(st.lists(STREAMS, min_size=1, max_size=6))
def test_any_stream_is_survived_long(tmp_path_factory, streams):
    run(feed(tmp_path_factory.mktemp("fuzz"), streams))


@given(st.binary(max_size=80), st.sampled_from([4, 5]))
def test_any_body_is_read_or_a_fault(body, version):
    for read in (
        packets.read_subscribe,
        packets.read_unsubscribe,
        packets.read_ack,
        packets.read_disconnect,
    ):
        with contextlib.suppress(Fault):
            read(body, version)
    for start in (b"", b"\0\4MQTT", b"\0\4MQTT\4", b"\0\4MQTT\5"):
        with contextlib.suppress(Fault, packets.WrongVersion):
            packets.read_connect(start + body)


@given(st.integers(0, 268_435_455))
def test_a_variable_integer_comes_back(number):
    assert Reader(vary(number)).vary() == number


PROPERTIES = st.fixed_dictionaries(
    {},
    optional={
        0x11: st.integers(0, 2**32 - 1),
        0x12: st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
        0x13: st.integers(0, 2**16 - 1),
        0x16: st.binary(max_size=20),
        0x17: st.integers(0, 1),
        0x0B: st.integers(1, 268_435_455),
        0x26: st.lists(st.tuples(st.just("a"), st.just("b")), min_size=1, max_size=5),
    },
)


@given(PROPERTIES)
def test_properties_come_back(found):
    assert Reader(properties(found)).properties(IN_CONNACK) == found
