"""A session is taken over, known again and told its bounds."""

from linli.perception.mqtt import Limits
from linli.perception.mqtt.packets import V5
from linli.perception.mqtt.wire import Code, Type, packet, text
from perception.house import NOW, SECRET, entry, open_house, run, until
from perception.raw import Raw, one, publish


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
