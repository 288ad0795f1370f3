"""A device comes in with a live secret, and speaks and listens as itself alone."""

import pytest

from linli.perception.mqtt import Limits
from linli.perception.mqtt.packets import V5
from linli.perception.mqtt.wire import Code, Type, packet, text
from perception.house import NOW, SECRET, digest, entry, open_house, run
from perception.raw import Raw, connect, one, publish


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
