"""A gateway announces what is behind it and passes on its states."""

from dataclasses import replace

import pytest

from linli.kernel import Refused
from linli.perception.codecs.discovery import DiscoveredProperty, Removed
from linli.perception.gate import StateTopic
from linli.perception.mqtt.packets import V5
from linli.perception.mqtt.wire import Code, Type
from perception.house import entry, open_house, run, until
from perception.raw import Raw, one, publish


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
