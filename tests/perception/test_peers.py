"""Other people's MQTT clients and brokers: Mosquitto's tools, paho, and Mosquitto as a broker."""

import asyncio
import socket
import ssl
import threading
from contextlib import asynccontextmanager
from dataclasses import replace

import orjson
import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from linli.perception.broker import BrokerSource, MQTTv50, MQTTv311, read_url
from linli.perception.client import NotLetIn, Publisher, trusting
from linli.perception.codecs.discovery import DiscoveredProperty
from linli.perception.gate import StateTopic
from linli.perception.mqtt import Limits
from linli.perception.mqtt.limits import Quotas
from mosquitto import BROKER, needs_broker, needs_clients
from perception.certificates import certificate
from perception.house import NOW, SECRET, entry, open_house, run, until


def one(value=20.5, at=NOW):
    return orjson.dumps([{"n": "temperature", "u": "Cel", "v": value, "t": at / 1000}])


async def command(*words, stdin=b""):
    process = await asyncio.create_subprocess_exec(
        *map(str, words),
        stdin=asyncio.subprocess.PIPE if stdin else asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(stdin or None), 20)
    return process.returncode, said.decode()


def login(port, device="d1", secret=SECRET):
    return ("-h", "127.0.0.1", "-p", port, "-u", device, "-P", secret.decode(), "-i", device)


@needs_clients
class TestMosquittosTools:
    @pytest.mark.parametrize("version", ["311", "5"])
    @pytest.mark.parametrize("qos", [0, 1, 2])
    def test_mosquitto_pub(self, tmp_path, version, qos):
        async def work():
            async with open_house(tmp_path) as house:
                code, said = await command(
                    "mosquitto_pub", *login(house.port), "-V", version, "-q", qos,
                    "-t", "linli/d1/readings", "-m", one().decode(),
                )  # fmt: skip
                assert code == 0, said
                await until(lambda: house.values() == [20.5])

        run(work())

    @pytest.mark.parametrize("version", ["311", "5"])
    def test_a_thousand_lines_with_will_and_retain(self, tmp_path, version):
        async def work():
            async with open_house(tmp_path) as house:
                lines = b"\n".join(one(n / 100, NOW + n) for n in range(1_000))
                code, said = await command(
                    "mosquitto_pub", *login(house.port), "-V", version, "-q", 1, "-l", "-r",
                    "-t", "linli/d1/readings", "--will-topic", "x", "--will-payload", "gone",
                    stdin=lines + b"\n",
                )  # fmt: skip
                assert code == 0, said
                await until(lambda: len(house.values()) == 1_000)

        run(work())

    @pytest.mark.parametrize("version", ["311", "5"])
    def test_a_wrong_secret_and_a_foreign_topic_are_told(self, tmp_path, version):
        async def work():
            async with open_house(tmp_path) as house:
                words = ("-V", version, "-q", 1, "-m", one().decode())
                code, said = await command(
                    "mosquitto_pub", *login(house.port, secret=b"no"), *words,
                    "-t", "linli/d1/readings",
                )  # fmt: skip
                assert code != 0 and "ot authori" in said or "bad user name" in said.lower()
                await command(
                    "mosquitto_pub", *login(house.port), *words, "-t", "linli/d2/readings",
                    "--quiet", "--repeat", 1,
                ) if version == "5" else None  # fmt: skip
                assert not house.telemetry.rows

        run(work())

    @pytest.mark.parametrize("version", ["311", "5"])
    def test_mosquitto_sub_gets_its_commands_and_nothing_else(self, tmp_path, version):
        async def work():
            async with open_house(tmp_path) as house:
                words = ("mosquitto_sub", *login(house.port), "-V", version, "-d", "-E", "-q", 1)
                code, said = await command(*words, "-t", "linli/d1/commands")
                assert code == 0 and "QoS: 1" in said.replace("(QoS", "QoS"), said
                code, said = await command(*words, "-t", "linli/d2/commands", "-t", "#")
                assert "All subscription requests were denied" in said, said

        run(work())

    def test_over_tls(self, tmp_path):
        cert, key = certificate(tmp_path)
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(cert, key)

        async def work():
            async with open_house(tmp_path / "journal") as house:
                port = await house.listener.start(port=0, tls=server)
                code, said = await command(
                    "mosquitto_pub", "-h", "localhost", "-p", port, "-u", "d1",
                    "-P", SECRET.decode(), "--cafile", cert, "-q", 1,
                    "-t", "linli/d1/readings", "-m", one().decode(),
                )  # fmt: skip
                assert code == 0, said
                assert house.values() == [20.5]

        run(work())


class TestPaho:
    @pytest.mark.parametrize("version", [paho.MQTTv311, paho.MQTTv5])
    @pytest.mark.parametrize("qos", [1, 2])
    def test_paho_publishes_until_it_is_told_all_is_durable(self, tmp_path, version, qos):
        def talk(port):
            client = paho.Client(CallbackAPIVersion.VERSION2, client_id="d1", protocol=version)
            client.username_pw_set("d1", SECRET.decode())
            client.max_inflight_messages_set(50)
            connected = threading.Event()
            client.on_connect = lambda *_: connected.set()
            client.connect("127.0.0.1", port)
            client.loop_start()
            assert connected.wait(10)
            sent = [client.publish("linli/d1/readings", one(n / 10, NOW + n), qos)
                    for n in range(300)]  # fmt: skip
            for message in sent:
                message.wait_for_publish(10)
            assert all(message.is_published() for message in sent)
            client.disconnect()
            client.loop_stop()

        async def work():
            async with open_house(tmp_path) as house:
                await asyncio.get_running_loop().run_in_executor(None, talk, house.port)
                assert len(house.values()) == 300 and house.telemetry.doubles == 0

        run(work())

    def test_paho_hears_the_reason_of_a_refusal(self, tmp_path):
        codes = []

        def talk(port):
            client = paho.Client(CallbackAPIVersion.VERSION2, "d1", protocol=paho.MQTTv5)
            client.username_pw_set("d1", SECRET.decode())
            heard = threading.Event()

            def on_publish(client, userdata, mid, code, properties):
                codes.append((code.value, getattr(properties, "ReasonString", "")))
                heard.set()

            client.on_publish = on_publish
            client.connect("127.0.0.1", port)
            client.loop_start()
            client.publish("linli/d2/readings", one(), 1)
            assert heard.wait(10)
            client.disconnect()
            client.loop_stop()

        async def work():
            async with open_house(tmp_path) as house:
                await asyncio.get_running_loop().run_in_executor(None, talk, house.port)

        run(work())
        assert codes == [(0x87, "wrong_topic")]


@asynccontextmanager
async def mosquitto(folder, *more, port=0):
    """Debian's Mosquitto with the access control the documentation asks for."""
    if not port:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    folder.mkdir(exist_ok=True, mode=0o755)
    passwords, rights, config = folder / "passwords", folder / "acl", folder / "conf"
    passwords.touch(mode=0o600)
    for user in ("core", "d1", "d2"):
        await command("mosquitto_passwd", "-b", passwords, user, SECRET.decode())
    rights.write_text(
        "pattern write linli/%u/#\nuser core\ntopic read linli/#\ntopic read homeassistant/#\n"
        "topic read zigbee2mqtt/#\nuser d2\ntopic write homeassistant/#\n"
        "topic write zigbee2mqtt/#\n"
    )
    rights.chmod(0o600)
    config.write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous false\npassword_file {passwords}\n"
        f"acl_file {rights}\nmax_queued_messages 100000\nuser root\n"
        + "".join(f"{line}\n" for line in more)
    )
    process = await asyncio.create_subprocess_exec(
        BROKER or "mosquitto", "-c", str(config),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(200):
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                break
        yield port
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@needs_broker
class TestAnOutsideBroker:
    @pytest.mark.parametrize("version", [MQTTv311, MQTTv50])
    def test_readings_come_from_it_and_are_acknowledged_when_durable(self, tmp_path, version):
        async def work():
            async with (
                mosquitto(tmp_path / "broker") as port,
                open_house(tmp_path / "j", entry(), entry("d2", 10)) as house,
            ):
                url = f"mqtt://core:{SECRET.decode().replace(' ', '%20')}@127.0.0.1:{port}"
                source = BrokerSource(url, house.pipeline, version=version, clock=lambda: NOW)
                await source.start()
                await until(lambda: source.is_connected)
                for device in ("d1", "d2"):
                    async with Publisher(
                        "127.0.0.1", port, device=device, secret=SECRET.decode(), window=200
                    ) as publisher:
                        for n in range(2_000):
                            await publisher.publish(one(n / 100, NOW + n))
                        # The broker's access control keeps it from speaking as another.
                        await publisher.publish(one(99, NOW - 1), "linli/nobody/readings")
                        await publisher.drain()
                await until(lambda: len(house.values(1)) == len(house.values(10)) == 2_000)
                assert house.telemetry.doubles == 0 and house.counts == {"accepted": 4_000}
                await source.close()

        run(work())

    def test_with_tls_only_a_broker_that_is_trusted_is_read(self, tmp_path, monkeypatch, caplog):
        cert, key = certificate(tmp_path)
        monkeypatch.delenv("SSL_CERT_FILE", raising=False)

        async def work():
            async with (
                mosquitto(tmp_path / "broker", f"certfile {cert}", f"keyfile {key}") as port,
                open_house(tmp_path / "j", entry(), entry("d2", 10)) as house,
            ):
                login = f"core:{SECRET.decode().replace(' ', '%20')}@localhost:{port}"
                stranger = BrokerSource(f"mqtts://{login}", house.pipeline, client_id="stranger")
                monkeypatch.setenv("SSL_CERT_FILE", str(cert))  # as an operator's own is named
                source = BrokerSource(f"mqtts://{login}", house.pipeline, clock=lambda: NOW)
                for each in (stranger, source):
                    await each.start()
                await until(lambda: "certificate verify failed" in caplog.text)
                await until(lambda: source.is_connected)
                door = {"port": port, "device": "d1", "tls": trusting(str(cert))}
                with pytest.raises(NotLetIn):
                    await Publisher("localhost", secret="wrong", **door).connect()
                async with Publisher("localhost", secret=SECRET.decode(), **door) as publisher:
                    await publisher.publish(one(99), "linli/d2/readings")  # not its own to say
                    for n in range(200):
                        await publisher.publish(one(n / 100, NOW + n))
                    await publisher.drain()
                await until(lambda: len(house.values(1)) == 200)
                assert house.values(10) == [] and house.counts == {"accepted": 200}
                assert not stranger.is_connected
                for each in (stranger, source):
                    await each.close()

        run(work())

    def test_a_device_above_its_rate_is_refused_and_its_neighbour_is_not(self, tmp_path):
        async def work():
            quotas = Quotas(Limits(device_rate=0.01, device_burst=5))
            async with (
                mosquitto(tmp_path / "broker") as port,
                open_house(tmp_path / "j", entry(), entry("d2", 10)) as house,
            ):
                url = f"mqtt://core:{SECRET.decode().replace(' ', '%20')}@127.0.0.1:{port}"
                source = BrokerSource(
                    url, house.pipeline, quotas=quotas, patience=0, clock=lambda: NOW
                )
                await source.start()
                await until(lambda: source.is_connected)
                for device, count in (("d1", 9), ("d2", 5)):
                    async with Publisher(
                        "127.0.0.1", port, device=device, secret=SECRET.decode()
                    ) as publisher:
                        for n in range(count):
                            await publisher.publish(one(n, NOW + n))
                        await publisher.drain()
                await until(lambda: len(house.values(1)) == len(house.values(10)) == 5)
                await until(lambda: house.counts == {"accepted": 10, "too_many": 4})
                refused = house.pipeline.drain_rejected()
                where = {(r.device, r.transport, r.topic, r.raw) for r in refused}
                assert where == {("d1", "broker", "linli/d1/readings", b"")}
                await source.close()

        run(work())

    def test_what_is_too_large_is_refused_and_listed(self, tmp_path):
        async def work():
            async with (
                mosquitto(tmp_path / "broker") as port,
                open_house(tmp_path / "j") as house,
            ):
                url = f"mqtt://core:{SECRET.decode().replace(' ', '%20')}@127.0.0.1:{port}"
                source = BrokerSource(url, house.pipeline, clock=lambda: NOW)
                await source.start()
                await until(lambda: source.is_connected)
                async with Publisher(
                    "127.0.0.1", port, device="d1", secret=SECRET.decode()
                ) as publisher:
                    await publisher.publish(b"[" + b" " * (256 << 10) + b"]")
                    await publisher.publish(one())
                    await publisher.drain()
                await until(lambda: house.counts == {"too_large": 1, "accepted": 1})
                (kept,) = house.pipeline.drain_rejected()
                assert (kept.size, kept.transport) == ((256 << 10) + 2, "broker")
                assert (kept.raw[:2], len(kept.raw)) == (b"[ ", 2_048)
                await source.close()

        run(work())

    def test_what_is_announced_there_is_the_word_of_the_gateway_that_stands_for_it(self, tmp_path):
        heard = []
        gateway = entry("gw", 20, may_discover=True)
        hall = DiscoveredProperty("temperature", "", "number", "°C", None, "zigbee2mqtt/hall", "t")
        states = {"zigbee2mqtt/hall": StateTopic("hall", (hall,))}
        config = orjson.dumps({"stat_t": "zigbee2mqtt/hall", "val_tpl": "{{ value_json.t }}"})

        async def on_discovery(name, found):
            heard.append((name, found.device))

        async def work():
            async with (
                mosquitto(tmp_path / "broker") as port,
                open_house(tmp_path / "j", gateway, entry("hall", 10)) as house,
                Publisher("127.0.0.1", port, device="d2", secret=SECRET.decode()) as bridge,
            ):
                await bridge.publish(config, "homeassistant/sensor/hall/temperature/config")
                await bridge.drain()
                url = f"mqtt://core:{SECRET.decode().replace(' ', '%20')}@127.0.0.1:{port}"
                source = BrokerSource(
                    url, house.pipeline, gateway="gw", on_discovery=on_discovery, clock=lambda: NOW
                )
                await source.start()
                await until(lambda: source.is_connected)
                await asyncio.sleep(0.3)
                await bridge.publish(config, "homeassistant/sensor/hall/temperature/config")
                await until(lambda: ("gw", "temperature") in heard)
                await bridge.publish(b'{"t": 19}', "zigbee2mqtt/hall")  # nobody listens yet
                await bridge.drain()
                house.gate.replace([replace(gateway, states=states), entry("hall", 10)])
                await asyncio.sleep(0.3)
                await bridge.publish(b'{"t": 20.5}', "zigbee2mqtt/hall")
                await until(lambda: house.values(10) == [20.5])
                await bridge.publish(b"{", "homeassistant/sensor/hall/temperature/config")
                await until(lambda: house.counts["malformed"] == 1)
                house.gate.replace([replace(gateway, may_discover=False), entry("hall", 10)])
                await asyncio.sleep(0.3)
                await bridge.publish(b'{"t": 21}', "zigbee2mqtt/hall")
                await bridge.drain()
                await asyncio.sleep(0.3)
                assert house.counts["passed_on"] == 1 and not house.counts["wrong_topic"]
                await source.close()

        run(work())

    def test_what_comes_while_we_are_away_waits_at_the_broker(self, tmp_path):
        async def work():
            async with (
                mosquitto(tmp_path / "broker") as port,
                open_house(tmp_path / "j", max_load=10**6) as house,
            ):
                url = f"mqtt://core:{SECRET.decode().replace(' ', '%20')}@127.0.0.1:{port}"
                source = BrokerSource(url, house.pipeline, clock=lambda: NOW)
                await source.start()
                await until(lambda: source.is_connected)
                await asyncio.sleep(0.3)
                await source.close()
                async with Publisher(
                    "127.0.0.1", port, device="d1", secret=SECRET.decode(), window=50
                ) as publisher:
                    for n in range(500):
                        await publisher.publish(one(n / 100, NOW + n))
                    await publisher.drain()
                assert not house.telemetry.rows
                again = BrokerSource(url, house.pipeline, clock=lambda: NOW)
                await again.start()
                await until(lambda: len(house.values()) == 500)
                await again.close()

        run(work())

    def test_a_broker_that_comes_late_or_goes_is_found_again(self, tmp_path):
        async def work():
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
            async with open_house(tmp_path / "j") as house:
                url = f"mqtt://core:{SECRET.decode().replace(' ', '%20')}@127.0.0.1:{port}"
                source = BrokerSource(url, house.pipeline, clock=lambda: NOW)
                await source.start()
                for turn in range(2):
                    async with mosquitto(tmp_path / f"broker{turn}", port=port):
                        await until(lambda: source.is_connected)
                        await asyncio.sleep(0.3)
                        async with Publisher(
                            "127.0.0.1", port, device="d1", secret=SECRET.decode()
                        ) as publisher:
                            await publisher.publish(one(turn, NOW + turn))
                            await publisher.drain()
                        await until(lambda turn=turn: len(house.values()) == turn + 1)
                    await until(lambda: not source.is_connected)
                await source.close()

        run(work())

    def test_addresses(self):
        found = read_url("mqtts://a%40b:p%3Aw@broker.example")
        assert (found.host, found.port, found.tls) == ("broker.example", 8883, True)
        assert (found.user, found.password) == ("a@b", "p:w")
        assert read_url("mqtt://h:99").port == 99
        for bad in ("http://x", "mqtt://", "broker", ""):
            with pytest.raises(ValueError, match="broker"):
                read_url(bad)
