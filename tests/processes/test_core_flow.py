"""A reading's whole way through the real core: MQTT and HTTP in, telemetry, alarms, live events."""

import contextlib
import json
import socket
import subprocess
import sys
import threading
import time
import urllib.request

import paho.mqtt.client as paho
import pytest

from core_house import CoreHouse, eventually
from core_house import core as core  # noqa: PLC0414
from core_house import template as template  # noqa: PLC0414

pytestmark = pytest.mark.processes


def client_of(core: CoreHouse, device: str, secret: str | None = None) -> paho.Client:
    client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id=device, protocol=paho.MQTTv5)
    client.username_pw_set(device, secret or core.made["secrets"][device])
    client.connect("127.0.0.1", core.mqtt)
    client.loop_start()
    eventually(client.is_connected)
    return client


def publish(client: paho.Client, device: str, *records) -> None:
    sent = client.publish(f"linli/{device}/readings", json.dumps(records), qos=1)
    sent.wait_for_publish(20)
    assert sent.is_published()


def test_a_published_reading_is_the_latest_value(core):
    client = client_of(core, "d1")
    at = int(time.time())
    publish(client, "d1", {"n": "temperature", "u": "Cel", "v": 21.5, "t": at})
    client.disconnect()
    series = core.made["series"]["d1"]["temperature"]
    eventually(lambda: core.readings(series) == [[at * 1000, 21.5]])
    assert core.do("latest", str(series))[0][0] == 21.5
    heard = core.rows("SELECT last_heard_at FROM devices_device WHERE id = 'd1'")
    assert heard[0][0] is not None


def test_a_hot_reading_raises_one_alarm_that_is_announced_and_cleared(core):
    client = client_of(core, "d2")
    at = int(time.time())
    publish(client, "d2", {"n": "temperature", "v": 20, "t": at})
    publish(client, "d2", {"n": "temperature", "v": 70, "t": at + 1})
    publish(client, "d2", {"n": "temperature", "v": 75, "t": at + 2})
    eventually(lambda: core.alarms("d2") == [(True, 0, ["rules.alarm_raised"])])
    publish(client, "d2", {"n": "temperature", "v": 30, "t": at + 3})
    client.disconnect()
    both = ["rules.alarm_raised", "rules.alarm_cleared"]
    eventually(lambda: core.alarms("d2") == [(False, 0, both)])


def test_without_a_mandate_a_reading_is_counted_and_nothing_of_it_is_kept(core):
    client = client_of(core, "unmandated")
    publish(client, "unmandated", {"n": "temperature", "v": 12.25})
    client.disconnect()
    eventually(lambda: core.outcomes("unmandated").get("not_active") == 1)
    assert core.count(core.made["series"]["unmandated"]["temperature"]) == (0, 0)
    sql = "SELECT reason, raw FROM devices_rejected WHERE device = 'unmandated'"
    assert [(why, bytes(raw)) for why, raw in core.rows(sql)] == [("not_active", b"")]
    journal = b"".join(path.read_bytes() for path in (core.data / "journal").iterdir())
    assert b"12.25" not in journal


def test_a_revoked_secret_ends_the_session(core):
    client = client_of(core, "d6")
    publish(client, "d6", {"n": "temperature", "v": 20})
    core.do("revoke", "d6")
    eventually(lambda: not client.is_connected(), 10)
    client.loop_stop()
    assert core.send("d6", [{"n": "temperature", "v": 1}])[0] == 401


def test_http_says_what_became_of_every_record(core):
    at = int(time.time())
    good = {"n": "temperature", "v": 20, "t": at}
    status, answer = core.send("d3", [good, {"n": "sound", "v": 1}, {"n": "temperature", "v": 9e9}])
    assert status == 200
    assert (answer["accepted"], answer["duplicate"]) == (1, 0)
    refused = [(one["index"], one["field"], one["reason"]) for one in answer["refused"]]
    assert refused == [(1, "sound", "no_mandate"), (2, "temperature", "out_of_range")]
    assert all(one["sentence"] for one in answer["refused"])
    status, answer = core.send("d3", [good])
    assert (status, answer["accepted"], answer["duplicate"]) == (200, 0, 1)


def test_a_request_key_makes_readings_without_a_time_come_once(core):
    pack = [{"n": "smoke", "v": 0.5}]
    first = core.send("d3", pack, Idempotency_Key="once")[1]
    again = core.send("d3", pack, Idempotency_Key="once")[1]
    other = core.send("d3", pack, Idempotency_Key="twice")[1]
    assert [one["accepted"] for one in (first, again, other)] == [1, 0, 1]


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"[]", {"Authorization": "Basic bm8="}, 401),
        (b"[]", {"Authorization": "Bearer d3.wrong"}, 401),
        (b"[]", {"Content_Type": "text/plain"}, 415),
        (b"[]", {}, 422),
        (b"{not json", {}, 422),
        (b"[" + b" " * (1 << 20) + b"]", {}, 413),
    ],
)
def test_a_request_that_cannot_be_taken_is_a_problem_in_words(core, body, headers, status):
    found, answer = core.send("d3", body, **headers)
    assert (found, answer["status"]) == (status, status)
    assert answer["detail"]


def rejected_of(core: CoreHouse, device: str) -> list[tuple]:
    """(reason, transport, topic, bytes, size) of what is in quarantine, oldest first."""
    sql = "SELECT reason, transport, topic, raw, size FROM devices_rejected WHERE device = ?"
    rows = core.rows(f"{sql} ORDER BY id", device)
    return [(why, by, topic, bytes(raw), size) for why, by, topic, raw, size in rows]


def test_what_http_refuses_is_counted_and_shown_with_its_bytes(core):
    large = b"[" + b" " * (1 << 20) + b"]"
    bodies = [(b"{not json", {}), (b"[]", {"Content_Type": "text/plain"}), (large, {}),
              (b"[]", {}), (b'[{"n":"temperature","v":"hot"}]', {})]  # fmt: skip
    for body, headers in bodies:
        core.send("whole", body, **headers)
    found = eventually(lambda: (rows := rejected_of(core, "whole"))[4:] and rows)
    assert found == [
        ("malformed", "http", "", b"{not json", 9),
        ("malformed", "http", "", b"[]", 2),
        ("too_large", "http", "", large[:2048], len(large)),
        ("malformed", "http", "", b"[]", 2),
        ("malformed", "http", "", b'{"n":"temperature","v":"hot"}', 29),
    ]
    assert core.outcomes("whole") == {"malformed": 4, "too_large": 1}


def test_the_page_of_a_refused_message_says_how_it_came_and_what_was_cut(core):
    client = client_of(core, "whole")
    long = "[" + " " * 3_000 + "]"
    client.publish("linli/whole/readings", long, qos=1).wait_for_publish(20)
    client.publish("house/kitchen", b"21.5", qos=1).wait_for_publish(20)
    client.disconnect()
    sql = "SELECT id FROM devices_rejected WHERE device = 'whole' AND transport = 'mqtt'"
    (first,), (second,) = eventually(lambda: (rows := core.rows(sql))[1:] and rows)
    page = core.do("page", f"/desk/devices/quarantine/{first}", core.made["manager"])
    assert "mqtt linli/whole/readings" in page
    assert "3,002 bytes" in page and "The rest was not kept." in page
    page = core.do("page", f"/desk/devices/quarantine/{second}", core.made["manager"])
    assert "mqtt house/kitchen" in page and "32 31 2e 35" in page


def test_ten_thousand_readings_in_one_message_are_all_kept(core):
    base = int(time.time()) - 10_000
    records = [{"bn": "smoke", "bt": base, "v": 0}]
    records += [{"v": 1, "t": n} for n in range(1, 10_000)]
    status, answer = core.send("d4", json.dumps(records, separators=(",", ":")).encode())
    assert (status, answer["accepted"]) == (200, 10_000)
    eventually(lambda: core.count(core.made["series"]["d4"]["smoke"]) == (10_000, 10_000))


class Listening:
    """An open stream of events, read in the background."""

    def __init__(self, core: CoreHouse, person: str, *roles: str, after: int | None = None) -> None:
        ticket = core.do("ticket", person, *roles)
        headers = {"Origin": "http://127.0.0.1:8000"}
        if after is not None:
            headers["Last-Event-ID"] = str(after)
        url = f"http://127.0.0.1:{core.hub}/events?ticket={ticket}"
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self.answer = opener.open(urllib.request.Request(url, headers=headers), timeout=60)
        self.events: list[dict] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        event: dict = {}
        for raw in self.answer:
            line = raw.decode().rstrip("\n")
            if not line and "event" in event:
                self.events.append(event)
            if not line:
                event = {}
            elif not line.startswith(":"):
                name, _, value = line.partition(": ")
                event[name] = value

    def kinds(self) -> list[str]:
        return [event["event"] for event in self.events]


def announce(client: paho.Client, key: str, unit: str) -> None:
    """One entity of a device, as zigbee2mqtt announces it."""
    said = {
        "unique_id": f"0x01_{key}", "device_class": key, "unit_of_measurement": unit,
        "state_topic": "zigbee2mqtt/hall", "value_template": f"{{{{ value_json.{key} }}}}",
        "device": {"identifiers": ["0x01"], "name": "hall", "manufacturer": "Aqara", "model": "W1"},
    }  # fmt: skip
    topic = f"homeassistant/sensor/0x01/{key}/config"
    client.publish(topic, json.dumps(said), qos=1, retain=True).wait_for_publish(20)


def test_a_common_gateway_brings_a_device_in_and_a_person_switches_it_on(core):
    core.do("allow_discovery", "d5")
    sql = "SELECT property, device_class FROM devices_series WHERE device_id = '0x01'"
    client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id="d5")  # 3.1.1, as most speak
    client.username_pw_set("d5", core.made["secrets"]["d5"])
    client.connect("127.0.0.1", core.mqtt)
    client.loop_start()
    eventually(client.is_connected)
    client.subscribe([("homeassistant/status", 0), ("zigbee2mqtt/hall/set", 0)])
    state = json.dumps({"temperature": 21.5, "humidity": 48, "linkquality": 100})

    def announced() -> bool:
        with contextlib.suppress(RuntimeError):  # core hangs up until it has heard of the consent
            announce(client, "temperature", "°C")
            announce(client, "humidity", "%")
        return len(core.rows(sql)) == 2

    eventually(announced)
    assert set(core.rows(sql)) == {("temperature", "temperature"), ("humidity", "humidity")}
    client.publish("zigbee2mqtt/bridge/state", "online", qos=1).wait_for_publish(20)

    def waits() -> bool:
        client.publish("zigbee2mqtt/hall", state, qos=1).wait_for_publish(20)
        return core.outcomes("0x01").get("not_active", 0) > 0

    eventually(waits)
    series = core.do("switch_on", "0x01", core.made["building"])

    def stored() -> bool:
        client.publish("zigbee2mqtt/hall", state, qos=1).wait_for_publish(20)
        return all(core.count(number)[0] > 0 for number in series.values())

    eventually(stored)
    assert set(series) == {"temperature", "humidity"}
    assert {value for _, value in core.readings(series["temperature"])} == {21.5}
    assert client.is_connected()
    client.disconnect()
    client.loop_stop()


def test_live_events_reach_only_those_who_may_see_them(core):
    manager = Listening(core, core.made["manager"], "manager")
    resident = Listening(core, core.made["resident"], "resident")
    stranger = Listening(core, core.made["manager"], "resident")
    assert manager.answer.headers["Access-Control-Allow-Origin"] == "http://127.0.0.1:8000"
    matter = core.do("report", core.made["resident"])
    core.send("d5", [{"n": "temperature", "v": 99, "t": int(time.time())}])
    eventually(lambda: {"matters.matter_opened", "rules.alarm_raised"} <= set(manager.kinds()))
    eventually(lambda: "matters.matter_opened" in resident.kinds())
    assert not [kind for kind in resident.kinds() if not kind.startswith("matters.")]
    assert stranger.kinds() == []
    opened = next(one for one in manager.events if one["event"] == "matters.matter_opened")
    assert json.loads(opened["data"])["matter"] == matter
    later = Listening(core, core.made["manager"], "manager", after=int(opened["id"]) - 1)
    eventually(lambda: later.kinds()[:1] == ["matters.matter_opened"])


def test_without_a_valid_ticket_nobody_listens(core):
    ticket = core.do("ticket", core.made["manager"], "manager")
    for bad in ("", "a.b", ticket[:-1] + ("0" if ticket[-1] != "0" else "1")):
        assert core.get(f"/events?ticket={bad}")[0] == 401


def test_a_recording_is_played_as_the_device_itself(core, tmp_path):
    rows = [f"2026-03-01T08:{n // 60:02}:{n % 60:02}Z,{20 + n % 5}" for n in range(500)]
    file = tmp_path / "room.csv"
    file.write_text("\n".join(["time,temperature", *rows, "nonsense,1"]))
    played = subprocess.run(
        [sys.executable, "-P", "-m", "linli", "replay", str(file), "--device", "d5",
         "--speed", "max"],
        env={**core.environment, "LINLI_DEVICE_SECRET": core.made["secrets"]["d5"]},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert played.returncode == 1, played.stderr  # one row could not be read, and is named
    assert "row 501" in played.stderr
    series = core.made["series"]["d5"]["temperature"]
    eventually(lambda: core.count(series)[0] >= 500)
    rows, times = core.count(series)
    assert rows == times


def test_garbage_on_either_port_leaves_the_rest_running(core):
    for port in (core.mqtt, core.hub):
        with socket.create_connection(("127.0.0.1", port), 5) as peer:
            peer.sendall(b"\x10\xff\xff\xff\x7f" + bytes(range(256)) * 40)
    assert core.send("d3", [{"n": "smoke", "v": 1, "t": int(time.time())}])[0] == 200
