"""TLS for devices: set with two files, used by all that speaks to the port, never left out."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
import time

import paho.mqtt.client as paho
import pytest

from core_house import CoreHouse, eventually
from core_house import template as template  # noqa: PLC0414
from linli.demo.machines import Line
from linli.perception.client import trusting
from perception.certificates import certificate

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def core(template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    cert, key = certificate(folder)
    files = {"LINLI_MQTT_TLS_CERT": str(cert), "LINLI_MQTT_TLS_KEY": str(key)}
    house = template.copy(folder / "data", **files).start()
    yield house
    house.end()


def pack(at: int) -> bytes:
    return json.dumps([{"n": "temperature", "v": 20, "t": at}]).encode()


def stored(core: CoreHouse, device: str, rows: int) -> bool:
    return eventually(lambda: core.count(core.made["series"][device]["temperature"])[0] == rows)


def play(core: CoreHouse, folder, device: str, *words: str, **more: str):
    """`linli replay` of three readings."""
    file = folder / "three.csv"
    file.write_text("time,temperature\n" + "".join(f"2026-03-01T08:00:0{n}Z,2{n}\n" for n in "123"))
    secret = {"LINLI_DEVICE_SECRET": core.made["secrets"][device]}
    return subprocess.run(
        [sys.executable, "-P", "-m", "linli", "replay", str(file), "--device", device,
         "--speed", "max", "--fresh", *words],
        env={**core.environment, **secret, **more},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_a_device_speaks_tls_and_nothing_else_is_answered(core):
    client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id="d1", protocol=paho.MQTTv5)
    client.username_pw_set("d1", core.made["secrets"]["d1"])
    client.tls_set(core.more["LINLI_MQTT_TLS_CERT"])
    client.connect("localhost", core.mqtt)
    client.loop_start()
    eventually(client.is_connected)
    client.publish("linli/d1/readings", pack(int(time.time())), qos=1).wait_for_publish(20)
    client.disconnect()
    client.loop_stop()
    stored(core, "d1", 1)
    with socket.create_connection(("127.0.0.1", core.mqtt), 5) as plain:
        plain.sendall(b"\x10\x10\x00\x04MQTT\x04\x02\x00\x3c\x00\x04nope")
        assert not plain.recv(100).startswith(b"\x20")  # no CONNACK


def test_a_recording_finds_our_own_tls_by_itself(core, tmp_path):
    played = play(core, tmp_path, "d2")
    assert played.returncode == 0, played.stderr
    stored(core, "d2", 3)


def test_a_recording_goes_to_another_house_by_tls_once_that_is_trusted(core, tmp_path):
    there = ("--url", f"mqtts://localhost:{core.mqtt}")
    refused = play(core, tmp_path, "d3", *there)
    assert refused.returncode != 0 and "certificate" in refused.stderr
    played = play(core, tmp_path, "d3", *there, SSL_CERT_FILE=core.more["LINLI_MQTT_TLS_CERT"])
    assert played.returncode == 0, played.stderr
    stored(core, "d3", 3)


def test_a_secret_never_leaves_in_the_clear_when_tls_was_asked_for(core, tmp_path):
    heard = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            peer, _ = server.accept()
            with peer:
                peer.settimeout(5)
                heard.extend(peer.recv(10_000))

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        port = server.getsockname()[1]
        assert play(core, tmp_path, "d4", "--url", f"mqtts://127.0.0.1:{port}").returncode != 0
        thread.join(20)
    assert heard[:1] == b"\x16"  # a TLS handshake
    assert core.made["secrets"]["d4"].encode() not in heard


def test_the_demo_plays_by_tls_as_well(core):
    async def work() -> None:
        tls = trusting(core.more["LINLI_MQTT_TLS_CERT"])
        line = Line("d5", core.made["secrets"]["d5"], core.mqtt, tls)
        await line.send(pack(int(time.time())))
        await asyncio.to_thread(stored, core, "d5", 1)
        await line.close()

    asyncio.run(work())


def test_a_listener_with_another_certificate_is_not_ours(core, tmp_path):
    async def work() -> None:
        tls = trusting(str(certificate(tmp_path)[0]))
        line = Line("d6", core.made["secrets"]["d6"], core.mqtt, tls)
        await line.send(pack(int(time.time())))
        assert line._publisher is None

    asyncio.run(work())


def test_a_certificate_that_cannot_be_used_is_named(template, tmp_path):
    house = template.copy(tmp_path / "data", LINLI_MQTT_TLS_CERT=str(tmp_path / "none.pem"))
    done = subprocess.run(
        [sys.executable, "-P", "-m", "linli.wiring.core"],
        env={**os.environ, **house.environment}, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "none.pem" in done.stderr and "Traceback" not in done.stderr
