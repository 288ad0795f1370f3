"""Our own client: over TLS, after a break, and when it is locked out."""

import asyncio
import ssl
from dataclasses import replace

import pytest

from linli.perception.client import NotLetIn, Publisher
from perception.certificates import certificate
from perception.house import NOW, SECRET, entry, open_house, run
from perception.raw import Raw, connect, one


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
