"""Connections, rates and silence have bounds, and nothing of the well-behaved is lost."""

import asyncio

import pytest

from linli.perception.client import Publisher
from linli.perception.mqtt import Limits
from linli.perception.mqtt.packets import V5
from linli.perception.mqtt.wire import Code, Type
from perception.house import NOW, SECRET, entry, open_house, run, until
from perception.raw import Raw, connect, one, publish


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
