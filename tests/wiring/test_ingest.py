"""Readings by HTTP share the limits of the other ways in."""

import base64

import orjson

from linli.perception.mqtt import Limits
from linli.perception.mqtt.limits import Quotas
from linli.perception.mqtt.packets import V5
from linli.perception.mqtt.wire import Code
from linli.perception.timing import now_ms
from linli.wiring.core.ingest import Ingest
from perception.house import SECRET, entry, open_house, run
from perception.raw import Raw, publish

NOW = now_ms() - 60_000


def one(value: float, at: int, device: str = "d1") -> bytes:
    return orjson.dumps([{"n": f"{device}:temperature", "v": value, "t": at / 1000}])


async def post(ingest: Ingest, body: bytes, device: str = "d1") -> int:
    """The status of a request."""
    secret = base64.b64encode(f"{device}:{SECRET.decode()}".encode())
    headers = [
        (b"content-type", b"application/senml+json"),
        (b"authorization", b"Basic " + secret),
    ]

    async def receive() -> dict:
        return {"type": "http.request", "body": body}

    scope = {"type": "http", "method": "POST", "headers": headers, "client": ("127.0.0.1", 1)}
    status, _, _ = await ingest.answer(scope, receive)
    return status


def test_a_device_has_one_quota_for_mqtt_and_http_together(tmp_path):
    async def work():
        quotas = Quotas(Limits(device_rate=0.01, device_burst=4, patience=0))
        async with open_house(
            tmp_path, entry(), entry("d2", 10), quotas=quotas, clock=now_ms
        ) as house:
            ingest = Ingest(house.pipeline, quotas)
            raw = await Raw.enter(house.port, version=V5)
            for n in (1, 2):
                raw.send(publish(one(n, NOW + n), packet_id=n, version=V5))
                await raw.read()
            assert [await post(ingest, one(n, NOW + n)) for n in (3, 4, 5)] == [200, 200, 429]
            raw.send(publish(one(6, NOW + 6), packet_id=6, version=V5))
            assert (await raw.read())[1][2] == Code.QUOTA
            assert await post(ingest, one(1, NOW, "d2"), "d2") == 200  # its own is untouched
            assert house.values() == [1, 2, 3, 4] and house.counts["too_many"] == 2
            listed = [(r.transport, r.raw) for r in house.pipeline.drain_rejected()]
            assert listed == [("http", b""), ("mqtt", b"")]

    run(work())


def test_a_community_has_one_quota_for_all_its_devices_and_another_has_its_own(tmp_path):
    async def work():
        quotas = Quotas(Limits(community_rate=0.01, community_burst=4, patience=0))
        devices = (entry(), entry("d2", 10), entry("d3", 20, community="c2"))
        async with open_house(tmp_path, *devices, quotas=quotas, clock=now_ms) as house:
            ingest = Ingest(house.pipeline, quotas)
            first = [await post(ingest, one(n, NOW + n)) for n in (1, 2)]
            second = [await post(ingest, one(n, NOW + n, "d2"), "d2") for n in (1, 2, 3)]
            assert (first, second) == ([200, 200], [200, 200, 429])
            raw = await Raw.enter(house.port, version=V5)
            raw.send(publish(one(3, NOW + 3), version=V5))
            assert (await raw.read())[1][2] == Code.QUOTA
            assert await post(ingest, one(1, NOW, "d3"), "d3") == 200
            assert len(house.values(1)) == len(house.values(10)) == 2

    run(work())
