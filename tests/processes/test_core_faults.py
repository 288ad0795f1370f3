"""What was acknowledged is there, each once, whatever happens to core, its disk or its clock."""

import asyncio
import json
import resource
import signal
import sqlite3
import subprocess
import threading
import time

import paho.mqtt.client as paho
import pytest

from core_house import CoreHouse, eventually, free_port
from core_house import house as house  # noqa: PLC0414
from core_house import template as template  # noqa: PLC0414
from linli.perception.client import Publisher
from linli.perception.mqtt.packets import V5
from mosquitto import BROKER, needs_broker

pytestmark = pytest.mark.processes


async def publish_many(house: CoreHouse, device: str, start: int, count: int, each=None) -> None:
    """Readings a millisecond apart, every one acknowledged, however often core goes away."""
    secret = house.made["secrets"][device]
    publisher = Publisher("127.0.0.1", house.mqtt, device=device, secret=secret, version=V5)
    async with publisher:
        for n in range(count):
            at = (start + n) / 1000
            value = 70 if n == count // 2 else 20
            await publisher.publish(
                json.dumps([{"n": "temperature", "v": value, "t": at}]).encode()
            )
            if each is not None:
                await each(n)
        await publisher.drain()
    assert publisher.acknowledged == count


def kill_during(house: CoreHouse, device: str, count: int, kills: int) -> None:
    """Publish while core is killed and started again so many times."""
    start = int(time.time() * 1000) - count
    at_work = threading.Thread(
        target=lambda: asyncio.run(publish_many(house, device, start, count)), daemon=True
    )
    at_work.start()
    for _ in range(kills):
        time.sleep(1.0)
        house.end(signal.SIGKILL)
        house.start()
    at_work.join(200)
    assert not at_work.is_alive()


def test_killed_during_load_nothing_acknowledged_is_lost_or_doubled(house):
    house.start()
    count = 3_000  # longer than one kill at the rate a device may keep up
    kill_during(house, "d1", count, kills=2)
    series = house.made["series"]["d1"]["temperature"]
    eventually(lambda: house.count(series) == (count, count))
    both = ["rules.alarm_raised", "rules.alarm_cleared"]
    eventually(lambda: house.alarms("d1") == [(False, 0, both)])


@pytest.mark.long
def test_killed_again_and_again_one_alarm_stays_one_alarm(house):
    house.start()
    at = int(time.time()) - 60
    house.send("d1", [{"n": "temperature", "v": 99, "t": at}])
    for n in range(3):
        house.end(signal.SIGKILL)
        house.start()
        house.send("d1", [{"n": "temperature", "v": 98, "t": at + 1 + n}])
    eventually(lambda: house.alarms("d1") == [(True, 0, ["rules.alarm_raised"])])
    house.send("d1", [{"n": "temperature", "v": 20, "t": at + 10}])
    both = ["rules.alarm_raised", "rules.alarm_cleared"]
    eventually(lambda: house.alarms("d1") == [(False, 0, both)])
    series = house.made["series"]["d1"]["temperature"]
    eventually(lambda: house.count(series) == (5, 5))


@pytest.mark.long
def test_a_clean_stop_leaves_nothing_to_be_done_again(house):
    house.start()
    at = int(time.time())
    house.send("d1", [{"n": "temperature", "v": 20 + n, "t": at - n} for n in range(100)])
    series = house.made["series"]["d1"]["temperature"]
    eventually(lambda: house.count(series) == (100, 100))
    assert house.end() == 0
    house.start()
    assert "looked through" not in house.log.read_text()
    assert house.count(series) == (100, 100)


def test_a_locked_database_delays_an_alarm_and_loses_none(house):
    house.start()
    blocker = sqlite3.connect(house.data / "linli.sqlite3", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    at = int(time.time())
    status, answer = house.send("d1", [{"n": "temperature", "v": 99, "t": at}])
    assert (status, answer["accepted"]) == (200, 1)  # readings do not wait for the database
    series = house.made["series"]["d1"]["temperature"]
    eventually(lambda: house.count(series) == (1, 1))
    time.sleep(1.0)
    blocker.execute("ROLLBACK")
    blocker.close()
    eventually(lambda: house.alarms("d1") == [(True, 0, ["rules.alarm_raised"])])


def test_killed_while_the_database_is_locked_the_alarm_still_comes(house):
    house.start()
    blocker = sqlite3.connect(house.data / "linli.sqlite3", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    house.send("d1", [{"n": "temperature", "v": 99, "t": int(time.time())}])
    time.sleep(6.0)  # a checkpoint would have come by now, were the alarm not outstanding
    house.end(signal.SIGKILL)
    blocker.execute("ROLLBACK")
    blocker.close()
    house.start()
    eventually(lambda: house.alarms("d1") == [(True, 0, ["rules.alarm_raised"])])


def test_what_the_disk_cannot_hold_is_not_acknowledged(house):
    """The journal may grow to a size that a few messages fill."""
    house.start()
    pid = house.process.pid
    journal = sum(path.stat().st_size for path in (house.data / "journal").iterdir())
    at = int(time.time()) - 100_000
    taken = 0
    # No file of core may grow beyond this: the database, telemetry's and the journal's alike.
    soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE, (journal + 200_000, -1))
    for n in range(40):
        records = [{"n": "smoke", "v": k, "t": at + 500 * n + k} for k in range(500)]
        status, answer = house.send("d2", records)
        if status != 200:
            assert status == 503
            assert house.get("/healthz")[::2] == (503, b"readings cannot be made durable")
            break
        taken += answer["accepted"]
    else:
        pytest.fail("the disk never became full")
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))
    series = house.made["series"]["d2"]["smoke"]
    status, answer = house.send("d2", [{"n": "smoke", "v": 1, "t": at + 90_000}])
    assert status == 200
    assert house.get("/healthz")[::2] == (200, b"ok")
    eventually(lambda: house.count(series) == (taken + 1, taken + 1))
    house.end(signal.SIGKILL)
    house.start()
    eventually(lambda: house.count(series) == (taken + 1, taken + 1))


@pytest.mark.long
@needs_broker
def test_an_outside_broker_delivers_each_reading_once(house, tmp_path):
    port = free_port()
    config = tmp_path / "mosquitto.conf"
    config.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\n")
    broker = subprocess.Popen([BROKER or "mosquitto", "-c", str(config)])
    try:
        house.more["LINLI_BROKER_URL"] = f"mqtt://127.0.0.1:{port}"
        house.start()
        eventually(lambda: "taking readings from" in house.log.read_text())
        client = paho.Client(paho.CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)
        client.connect("127.0.0.1", port)
        client.loop_start()
        at = int(time.time()) - 100
        for n in range(100):
            said = json.dumps([{"n": "temperature", "v": n / 10, "t": at + n}])
            client.publish("linli/d3/readings", said, qos=1).wait_for_publish(10)
            if n == 50:
                house.end(signal.SIGKILL)
                house.start()
        client.loop_stop()
        series = house.made["series"]["d3"]["temperature"]
        eventually(lambda: house.count(series) == (100, 100))
    finally:
        broker.terminate()
        broker.wait(10)


@pytest.mark.long
def test_a_device_whose_clock_jumps_is_stored_and_marked(house):
    house.start()
    at = int(time.time())
    house.send("d1", [{"n": "smoke", "v": 1, "t": at}])
    house.send("d1", [{"n": "smoke", "v": 2, "t": at + 90 * 86_400}])  # far in the future
    house.send("d1", [{"n": "smoke", "v": 3, "t": at - 3_600}])  # an hour late
    series = house.made["series"]["d1"]["smoke"]
    eventually(lambda: house.count(series) == (3, 3))
    eventually(lambda: {"skewed", "late"} <= set(house.outcomes("d1")))


@pytest.mark.long
def test_killed_ten_times_during_load_nothing_is_lost_or_doubled(house):
    house.start()
    count = 8_000
    kill_during(house, "d2", count, kills=10)
    series = house.made["series"]["d2"]["temperature"]
    eventually(lambda: house.count(series) == (count, count), 120)
    both = ["rules.alarm_raised", "rules.alarm_cleared"]
    eventually(lambda: house.alarms("d2") == [(False, 0, both)])
