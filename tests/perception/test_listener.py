"""The MQTT listener on real sockets, byte by byte where it matters."""

import asyncio
import errno
import os
import ssl
from dataclasses import replace

import orjson
import pytest

from linli.kernel import Refused
from linli.perception.client import NotLetIn, Publisher
from linli.perception.codecs.discovery import DiscoveredProperty, Removed
from linli.perception.gate import StateTopic
from linli.perception.mqtt import Limits
from linli.perception.mqtt.wire import Code, Type, packet, text
from linli.perception.outcomes import RAW_KEPT
from perception.certificates import certificate
from perception.house import NOW, SECRET, digest, entry, open_house, run, until
from perception.raw import Raw, connect, publish

V5 = 5


def one(value=20.5, at=NOW, name="temperature", unit="Cel"):
    return orjson.dumps([{"n": name, "u": unit, "v": value, "t": at / 1000}])


# -- publishing ------------------------------------------------------------------------------


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


# -- who may do what ---------------------------------------------------------------------------


def test_a_device_can_only_publish_as_itself(tmp_path):
    async def work():
        async with open_house(tmp_path, entry(), entry("d2", 10)) as house:
            raw = await Raw.enter(house.port, version=V5)
            for topic in ("linli/d2/readings", "linli/d1/other", "zigbee2mqtt/x", "linli/d1",
                          "homeassistant/sensor/x/config", "$SYS/x"):  # fmt: skip
                raw.send(publish(one(), topic, version=V5))
                first, body = await raw.read()
                assert (first, body[2]) == (Type.PUBACK, Code.NOT_AUTHORISED)
            raw.send(publish(one(), version=V5))
            assert await raw.read() == (Type.PUBACK, b"\0\1")
            old = await Raw.enter(house.port, client_id="old")
            old.send(publish(one(), "linli/d2/readings", qos=0))
            assert await old.is_cut()
            assert house.counts == {"wrong_topic": 7, "accepted": 1}
            kept = {r.topic: r.raw for r in house.pipeline.drain_rejected()}
            assert kept["zigbee2mqtt/x"] == kept["linli/d1/other"] == one()
            assert kept["linli/d2/readings"] == b""  # it may be another's
            assert set(house.telemetry.rows) == {(1, NOW)}

    run(work())


@pytest.mark.parametrize("version", [4, 5])
def test_only_live_secrets_let_a_device_in(tmp_path, version):
    rotating = entry(secrets=(digest(b"old"), digest(b"new")))

    async def answer(house, device, secret):
        raw = await Raw.open(house.port)
        raw.send(connect(device, secret, version=version))
        _, body = await raw.read()
        return body[1]

    async def work():
        wrong = 0x86 if version == V5 else 4
        async with open_house(tmp_path, rotating) as house:
            assert await answer(house, "d1", b"old") == await answer(house, "d1", b"new") == 0
            assert await answer(house, "d1", SECRET) == wrong
            assert await answer(house, "d2", b"old") == wrong
            assert house.pipeline.drain_counts() == {
                ("d1", "bad_credentials"): 1, ("", "bad_credentials"): 1}  # fmt: skip

    run(work())


def test_guessing_is_slowed_down_for_the_guesser_and_not_for_its_neighbours(tmp_path):
    async def work():
        limits = Limits(failures_per_minute=3)
        async with open_house(tmp_path, entry(), entry("d2", 10), limits=limits) as house:
            codes = []
            for secret in (b"a", b"b", b"c", b"d", SECRET):
                raw = await Raw.open(house.port)
                raw.send(connect("d1", secret, version=V5))
                codes.append((await raw.read())[1][1])
            assert codes == [0x86] * 3 + [Code.CONNECTION_RATE] * 2
            await Raw.enter(house.port, "d2")

    run(work())


def test_revoking_a_secret_cuts_its_live_session_and_no_other(tmp_path):
    rotating = entry(secrets=(digest(b"old"), digest(SECRET)))

    async def work():
        async with open_house(tmp_path, rotating, entry("d2", 10)) as house:
            old = await Raw.enter(house.port, secret=b"old", client_id="old", version=V5)
            new = await Raw.enter(house.port, client_id="new")
            other = await Raw.enter(house.port, "d2")
            house.gate.replace([entry(), entry("d2", 10)])
            first, body = await old.read()
            assert first == Type.DISCONNECT and body[0] == Code.NOT_AUTHORISED
            assert await old.is_cut()
            for raw, topic in ((new, "linli/d1/readings"), (other, "linli/d2/readings")):
                raw.send(publish(one(), topic))
                assert await raw.read() == (Type.PUBACK, b"\0\1")
            house.listener.revoke("d2")
            assert await other.is_cut()
            assert house.listener.devices == {"d1"}

    run(work())


def test_a_mandate_that_ends_is_felt_by_a_live_session(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            raw = await Raw.enter(house.port, version=V5)
            house.gate.replace([entry(refusal="no_mandate")])
            raw.send(publish(one(), version=V5))
            first, body = await raw.read()
            assert first == Type.PUBACK and body[2] == Code.NOT_AUTHORISED
            assert house.counts == {"no_mandate": 1} and not house.telemetry.rows

    run(work())


def test_a_device_may_listen_for_its_own_commands_and_nothing_else(tmp_path):
    names = ["linli/d1/commands", "#", "linli/d2/commands", "linli/+/commands",
             "$share/x/linli/d1/commands"]  # fmt: skip

    async def work(version, refused):
        middle = b"\0" if version == V5 else b""
        body = b"\0\5" + middle + b"".join(text(name) + b"\2" for name in names)
        async with open_house(tmp_path) as house:
            raw = await Raw.enter(house.port, version=version)
            raw.send(packet(Type.SUBSCRIBE | 2, body))
            assert await raw.read() == (
                Type.SUBACK, b"\0\5" + middle + bytes((1, *[refused] * 4)))  # fmt: skip
            raw.send(packet(Type.UNSUBSCRIBE | 2, b"\0\6" + middle + text(names[0])))
            first, body = await raw.read()
            assert first == Type.UNSUBACK and body[:2] == b"\0\6"

    run(work(4, 0x80))
    run(work(5, 0x87))


def test_a_gateway_may_announce_what_is_behind_it(tmp_path):
    heard = []

    async def on_discovery(gateway, found):
        if isinstance(found, Removed) and found.object_id == "bad":
            raise Refused("invalid", "no")
        heard.append((gateway, found))

    async def work():
        gateway = entry("gw", 10, may_discover=True)
        config = b'{"name":"T","stat_t":"x/t","unit_of_meas":"C","uniq_id":"u1"}'
        topic = "homeassistant/sensor/x/config"
        async with open_house(tmp_path, entry(), gateway, on_discovery=on_discovery) as house:
            raw = await Raw.enter(house.port, "gw", version=V5)
            raw.send(publish(config, topic, retain=True, version=V5))
            assert await raw.read() == (Type.PUBACK, b"\0\1")
            raw.send(publish(b"{", topic, version=V5))
            assert (await raw.read())[1][2] == Code.PAYLOAD_FORMAT
            raw.send(publish(b"", "homeassistant/sensor/bad/config", version=V5))
            assert (await raw.read())[1][2] == Code.IMPLEMENTATION
            assert [(gw, d.device) for gw, d in heard] == [("gw", "u1")]
            plain = await Raw.enter(house.port, version=V5)
            plain.send(publish(config, topic, version=V5))
            assert (await plain.read())[1][2] == Code.NOT_AUTHORISED
            assert len(heard) == 1

    run(work())


# -- sessions ----------------------------------------------------------------------------------


def behind(device, *fields):
    """A state topic of the usual kind: one JSON object for all properties of a device."""
    found = (
        DiscoveredProperty(key, key, kind, unit, None, "zigbee2mqtt/hall", field)
        for key, kind, unit, field in fields
    )
    return {"zigbee2mqtt/hall": StateTopic(device, tuple(found))}


HALL = behind("hall", ("temperature", "number", "°C", "temperature"),
              ("smoke", "boolean", None, "smoke"))  # fmt: skip


@pytest.mark.parametrize("version", [4, 5])
@pytest.mark.parametrize("qos", [0, 1, 2])
def test_a_gateway_passes_on_the_states_of_devices_behind_it(tmp_path, version, qos):
    async def work():
        gateway = entry("gw", 20, may_discover=True, states=HALL)
        async with open_house(tmp_path, gateway, entry("hall", 10)) as house:
            raw = await Raw.enter(house.port, "gw", version=version)
            for n, said in enumerate((b'{"temperature":20.5,"smoke":"ON"}', b'{"smoke":null}'), 1):
                topic = "zigbee2mqtt/hall"
                raw.send(publish(said, topic, qos=qos, packet_id=n, version=version))
                if qos:
                    first, body = await raw.read()
                    assert first == (Type.PUBACK if qos == 1 else Type.PUBREC)
                    assert body[:3] in (b"\0%c" % n, b"\0%c\0" % n)
            await until(lambda: house.values(10) == [20.5] and house.values(11) == [1])
            assert house.counts == {"accepted": 2, "no_time": 2, "passed_on": 2}
            assert not house.values(20)

    run(work())


@pytest.mark.parametrize("version", [4, 5])
def test_what_a_gateway_tells_others_is_passed_by_and_costs_it_nothing(tmp_path, version):
    async def work():
        gateway = entry("gw", 20, may_discover=True, states=HALL)
        waiting = entry("hall", 10, refusal="not_active", state="registered", properties={})
        devices = (gateway, waiting, entry("d1", 1))
        async with open_house(tmp_path, *devices) as house:
            raw = await Raw.enter(house.port, "gw", version=version)
            for topic in ("zigbee2mqtt/bridge/state", "homeassistant/status", "zigbee2mqtt/hall"):
                raw.send(publish(b'{"temperature":20}', topic, version=version))
                assert await raw.read() == (Type.PUBACK, b"\0\1")
            assert house.counts == {"ignored": 2, "passed_on": 1, "not_active": 1}
            assert not house.telemetry.rows and not house.pipeline.drain_rejected()
            raw.send(publish(one(), "linli/d1/readings", version=version))  # that it may not
            await raw.read()
            assert house.counts["wrong_topic"] == 1 and not house.telemetry.rows
            house.gate.replace([replace(gateway, may_discover=False, states={}), waiting])
            again = await Raw.enter(house.port, "gw", version=V5, client_id="again")
            again.send(publish(b'{"temperature":20}', "zigbee2mqtt/hall", version=V5))
            assert (await again.read())[1][2] == Code.NOT_AUTHORISED

    run(work())


def test_a_state_that_cannot_be_read_is_listed_under_its_topic(tmp_path):
    async def work():
        gateway = entry("gw", 20, may_discover=True, states=HALL)
        async with open_house(tmp_path, gateway, entry("hall", 10)) as house:
            raw = await Raw.enter(house.port, "gw", version=V5)
            raw.send(publish(b'{"temperature":"warm"}', "zigbee2mqtt/hall", version=V5))
            assert (await raw.read())[1][2] == Code.PAYLOAD_FORMAT
            (kept,) = house.pipeline.drain_rejected()
            assert (kept.device, kept.topic, kept.raw) == (
                "hall", "zigbee2mqtt/hall", b'{"temperature":"warm"}')  # fmt: skip

    run(work())


def test_a_second_connection_takes_the_session_over(tmp_path):
    async def work():
        async with open_house(tmp_path, entry(), entry("d2", 10)) as house:
            first = await Raw.enter(house.port, version=V5, client_id="same")
            stranger = await Raw.enter(house.port, "d2", client_id="same")
            await Raw.enter(house.port, version=V5, client_id="same")
            kind, body = await first.read()
            assert kind == Type.DISCONNECT and body[0] == Code.TAKEN_OVER
            stranger.send(b"\xc0\0")
            assert await stranger.read() == (Type.PINGRESP, b"")

    run(work())


def test_a_qos_2_packet_is_known_again_after_a_reconnect(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            raw = await Raw.enter(house.port, clean=False)
            assert raw.welcome[0] == 0
            payload = b'[{"n":"temperature","v":20}]'  # without a time: only the packet tells
            raw.send(publish(payload, qos=2, packet_id=3))
            assert (await raw.read())[0] == Type.PUBREC
            raw.writer.transport.abort()
            await until(lambda: house.listener.connections == 0)
            raw = await Raw.enter(house.port, clean=False)
            assert raw.welcome[0] == 1
            raw.send(publish(payload, qos=2, packet_id=3, dup=True))
            assert await raw.read() == (Type.PUBREC, b"\0\3")
            raw.send(b"\x62\2\0\3")
            assert await raw.read() == (Type.PUBCOMP, b"\0\3")
            raw.send(publish(payload, qos=2, packet_id=3))  # the id is free for a new message
            assert (await raw.read())[0] == Type.PUBREC
            assert len(house.values()) == 2
            clean = await Raw.enter(house.port, clean=True)
            assert clean.welcome[0] == 0

    run(work())


def test_mqtt_5_is_told_the_bounds_and_may_use_aliases(tmp_path):
    async def work():
        limits = Limits(in_flight=33, packet_bytes=5_000, topic_aliases=4, idle_seconds=120)
        async with open_house(tmp_path, limits=limits) as house:
            raw = await Raw.enter(house.port, version=V5, client_id="", keep_alive=0)
            assert b"\x21\0\x21" in raw.welcome and b"\x27\0\0\x13\x88" in raw.welcome
            assert b"\x22\0\4" in raw.welcome and b"\x13\0\x78" in raw.welcome
            assert b"\x12" in raw.welcome
            raw.send(publish(one(1), version=V5, found=b"\3\x23\0\4"))
            raw.send(publish(one(2, NOW + 1), "", packet_id=2, version=V5, found=b"\3\x23\0\4"))
            assert [await raw.read(), await raw.read()] == [
                (Type.PUBACK, b"\0\1"), (Type.PUBACK, b"\0\2")]  # fmt: skip
            assert house.values() == [1, 2]
            raw.send(publish(one(3), "", packet_id=3, version=V5, found=b"\3\x23\0\5"))
            first, body = await raw.read()
            assert (first, body[0]) == (Type.DISCONNECT, Code.TOPIC_ALIAS)

    run(work())


def test_a_will_is_accepted_and_never_published(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            body = text("MQTT") + b"\4\xc6\0\x3c" + text("d1") + text("linli/d1/readings")
            body += text(one()) + text("d1") + text(SECRET)
            raw = await Raw.open(house.port)
            raw.send(packet(Type.CONNECT, body))
            assert await raw.read() == (Type.CONNACK, b"\0\0")
            raw.writer.transport.abort()
            await until(lambda: house.listener.connections == 0)
            assert not house.telemetry.rows and not house.counts

    run(work())


# -- limits ------------------------------------------------------------------------------------


def test_connections_are_bounded_in_all_and_per_device(tmp_path):
    async def work():
        limits = Limits(connections=5, connections_per_device=2)
        async with open_house(tmp_path, entry(), entry("d2", 10), limits=limits) as house:
            kept = [await Raw.enter(house.port, client_id=name) for name in "ab"]
            third = await Raw.open(house.port)
            third.send(connect(client_id="c", version=V5))
            assert (await third.read())[1][1] == Code.QUOTA
            assert await third.is_cut()
            kept.append(await Raw.enter(house.port, client_id="b"))  # takes its own over
            await until(lambda: house.listener.connections == 2)
            idle = [await Raw.open(house.port) for _ in range(3)]
            await until(lambda: house.listener.connections == 5)
            assert await (await Raw.open(house.port)).is_cut()
            assert kept and idle and house.counts["too_many"] == 2

    run(work())


@pytest.mark.parametrize("version", [4, 5])
def test_above_its_rate_a_device_is_slowed_down_and_loses_nothing(tmp_path, version):
    async def work():
        limits = Limits(device_rate=200, device_burst=20, in_flight=50)
        async with open_house(tmp_path, limits=limits) as house:
            raw = await Raw.enter(house.port, version=version)
            began = asyncio.get_running_loop().time()
            for n in range(1, 121):
                raw.send(publish(one(n / 10, NOW + n), packet_id=n, version=version))
            found = [await raw.read() for _ in range(120)]
            assert [body for _, body in found] == [n.to_bytes(2, "big") for n in range(1, 121)]
            assert asyncio.get_running_loop().time() - began > 0.3  # 100 above the burst
            assert len(house.values()) == 120

    run(work())


def test_far_above_the_rate_mqtt_5_is_refused_for_quota(tmp_path):
    async def work():
        limits = Limits(community_rate=1, community_burst=3, patience=0.5)
        async with open_house(tmp_path, limits=limits) as house:
            raw = await Raw.enter(house.port, version=V5)
            for n in range(1, 7):
                raw.send(publish(one(n, NOW + n), packet_id=n, version=V5))
            codes = []
            for _ in range(6):
                _, body = await raw.read()
                codes.append(body[2] if len(body) > 2 else 0)
            assert codes[:3] == [0, 0, 0] and set(codes[3:]) == {Code.QUOTA}
            assert len(house.values()) == 3 and house.counts["too_many"] == 3

    run(work())


def test_neighbours_share_the_quota_of_their_community(tmp_path):
    async def work():
        limits = Limits(community_rate=0.1, community_burst=4, patience=0)
        async with open_house(tmp_path, entry(), entry("d2", 10), limits=limits) as house:
            codes = []
            for device in ("d1", "d2"):
                raw = await Raw.enter(house.port, device, version=V5)
                for n in range(1, 4):
                    said = one(n, NOW + n, f"{device}:temperature")
                    topic = f"linli/{device}/readings"
                    raw.send(publish(said, topic, packet_id=n, version=V5))
                    _, body = await raw.read()
                    codes.append(body[2] if len(body) > 2 else 0)
            assert codes == [0, 0, 0, 0, Code.QUOTA, Code.QUOTA]
            assert (len(house.values(1)), len(house.values(10))) == (3, 1)

    run(work())


def test_a_device_has_no_more_by_connecting_twice(tmp_path):
    async def work():
        limits = Limits(device_rate=0.1, device_burst=2, patience=0)
        async with open_house(tmp_path, limits=limits) as house:
            codes = []
            for client in ("a", "b", "a"):
                raw = await Raw.enter(house.port, version=V5, client_id=client)
                raw.send(publish(one(20, NOW + len(codes)), version=V5))
                _, body = await raw.read()
                codes.append(body[2] if len(body) > 2 else 0)
            assert codes == [0, 0, Code.QUOTA]

    run(work())


def test_what_telemetry_cannot_take_stays_with_the_devices(tmp_path):
    async def work():
        async with open_house(tmp_path, max_load=50, is_stored_at_once=False) as house:
            publisher = Publisher("127.0.0.1", house.port, device="d1", secret=SECRET.decode())
            async with publisher:
                for n in range(400):
                    await publisher.publish(one(n / 10, NOW + n))
                    if n % 20 == 0:
                        await asyncio.sleep(0)
                await asyncio.sleep(0.2)
                assert house.pipeline.room.is_full and publisher.acknowledged < 400
                done = asyncio.ensure_future(publisher.drain())
                while not done.done():
                    house.pipeline.stored(house.journal.position)
                    await asyncio.sleep(0.005)
            assert len(house.values()) == 400

    run(work())


def test_silence_beyond_the_keep_alive_ends_the_connection(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            quiet = await Raw.enter(house.port, keep_alive=1, version=V5, client_id="q")
            lively = await Raw.enter(house.port, keep_alive=1, client_id="l")
            for _ in range(7):
                lively.send(b"\xc0\0")
                assert await lively.read() == (Type.PINGRESP, b"")
                await asyncio.sleep(0.5)
            first, body = await quiet.read()
            assert (first, body[0]) == (Type.DISCONNECT, Code.KEEP_ALIVE)

    run(work())


def test_who_does_not_say_connect_in_time_is_dropped(tmp_path):
    async def work():
        async with open_house(tmp_path, limits=Limits(connect_seconds=0.5)) as house:
            raws = [await Raw.open(house.port) for _ in range(3)]
            raws[1].send(b"\x10")
            raws[2].send(connect()[:12])
            for raw in raws:
                assert await raw.is_cut()
            await until(lambda: house.listener.connections == 0)

    run(work())


# -- hostile bytes -----------------------------------------------------------------------------

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


# -- TLS -----------------------------------------------------------------------------------------


def test_the_same_over_tls(tmp_path):
    cert, key = certificate(tmp_path)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(cert, key)
    client = ssl.create_default_context(cafile=str(cert))

    async def work():
        async with open_house(tmp_path / "journal") as house:
            port = await house.listener.start(port=0, tls=server)
            options = {"device": "d1", "secret": SECRET.decode(), "tls": client}
            async with Publisher("localhost", port, **options) as publisher:
                for n in range(500):
                    await publisher.publish(one(n / 10, NOW + n))
                await publisher.drain()
            assert len(house.values()) == 500
            plain = await Raw.open(port)
            plain.send(connect())
            assert await plain.is_cut()

    run(work())


# -- our own client ----------------------------------------------------------------------------


@pytest.mark.parametrize("version", [4, 5])
def test_our_publisher_comes_back_and_resends_and_nothing_is_doubled(tmp_path, version):
    async def work():
        async with open_house(tmp_path) as house:
            options = {"device": "d1", "secret": SECRET.decode(), "version": version}
            async with Publisher("127.0.0.1", house.port, **options) as publisher:
                for n in range(2_000):
                    # Half of them without a time, which only the DUP flag can tell apart.
                    payload = one(n / 100, NOW + n * 20) if n % 2 else (
                        b'[{"n":"smoke","vb":true}]')  # fmt: skip
                    await publisher.publish(payload)
                    if n % 500 == 250:
                        await asyncio.sleep(0.01)
                        house.listener.revoke("d1")
                await publisher.drain()
                assert publisher.acknowledged == 2_000
            assert len(house.values(1)) == 1_000 and len(house.values(2)) == 1_000
            assert house.telemetry.doubles == 0

    run(work())


def test_our_publisher_says_when_it_is_locked_out(tmp_path):
    async def work():
        async with open_house(tmp_path) as house:
            with pytest.raises(NotLetIn):
                await Publisher("127.0.0.1", house.port, device="d1", secret="no").connect()
            publisher = Publisher("127.0.0.1", house.port, device="d1", secret=SECRET.decode())
            await publisher.connect()
            house.gate.replace([replace(entry(), secrets=())])
            with pytest.raises(NotLetIn):
                for n in range(10_000):
                    await publisher.publish(one(1, NOW + n))
                    await asyncio.sleep(0.001)
            await publisher.close()

    run(work())
