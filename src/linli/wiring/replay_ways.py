"""How a recording reaches Linli: by MQTT or by HTTP, with each device's own secret."""

import asyncio
import base64
import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Protocol
from urllib.parse import urlsplit

from linli.kernel import Refused
from linli.perception.broker import read_url
from linli.perception.client import Publisher
from linli.perception.mqtt.packets import V5

_PAUSE, _LONGEST_PAUSE = 0.5, 10.0
_AGAIN = frozenset({429, 503})


class Way(Protocol):
    """Sends messages as devices; `refused` counts those that never will be taken."""

    @property
    def refused(self) -> int: ...

    async def send(self, device: str, payload: bytes) -> None: ...

    async def drain(self) -> None: ...

    async def __aenter__(self) -> "Way": ...

    async def __aexit__(self, *_: object) -> None: ...


class ByMqtt:
    """One connection for each device; QoS 1."""

    def __init__(
        self, url: str, secrets: Mapping[str, str], tls: ssl.SSLContext | None = None
    ) -> None:
        try:
            self._address = read_url(url)
        except ValueError as error:
            raise Refused("invalid", "--url: %(why)s", field="url", why=error) from None
        self._tls = (tls or ssl.create_default_context()) if self._address.tls else None
        self._secrets = secrets
        self._publishers: dict[str, Publisher] = {}

    @property
    def refused(self) -> int:
        """Messages that were answered with a refusal."""
        return sum(one.refused.total() for one in self._publishers.values())

    async def send(self, device: str, payload: bytes) -> None:
        """Publish as a device; waits while too much is under way."""
        publisher = self._publishers.get(device)
        if publisher is None:
            publisher = await self._connect(device)
        await publisher.publish(payload)

    async def drain(self) -> None:
        """Wait until everything was answered."""
        for publisher in self._publishers.values():
            await publisher.drain()

    async def _connect(self, device: str) -> Publisher:
        publisher = Publisher(
            self._address.host,
            self._address.port,
            device=device,
            secret=secret_of(self._secrets, device),
            client_id=f"{device}-replay",
            version=V5,
            tls=self._tls,
        )
        await publisher.connect()
        self._publishers[device] = publisher
        return publisher

    async def __aenter__(self) -> "ByMqtt":
        return self

    async def __aexit__(self, *_: object) -> None:
        for publisher in self._publishers.values():
            await publisher.close()


class ByHttp:
    """One request after the other, each repeated until it was taken or refused."""

    def __init__(self, url: str, secrets: Mapping[str, str]) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Refused("invalid", "--url: an address is https://HOST:PORT", field="url")
        self._host, self._port = parts.hostname, parts.port
        self._opened = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._secrets = secrets
        self._refused = 0

    @property
    def refused(self) -> int:
        """Requests that were answered with a refusal."""
        return self._refused

    async def send(self, device: str, payload: bytes) -> None:
        """Send as a device and wait until it is durable."""
        pause = _PAUSE
        headers = self._headers(device)
        while (status := await asyncio.to_thread(self._post, payload, headers)) in _AGAIN:
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        if status == 401:
            raise Refused("forbidden", "The device %(device)s was not let in.", device=device)
        if status != 200:
            self._refused += 1

    async def drain(self) -> None:
        """Nothing is ever under way between two calls."""

    def _headers(self, device: str) -> dict[str, str]:
        pair = f"{device}:{secret_of(self._secrets, device)}"
        return {
            "Content-Type": "application/senml+json",
            "Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}",
        }

    def _post(self, payload: bytes, headers: Mapping[str, str]) -> int:
        connection = self._opened(self._host, self._port, timeout=60)
        try:
            connection.request("POST", "/ingest/v1/readings", payload, dict(headers))
            answer = connection.getresponse()
            answer.read()
            return answer.status
        except HTTPException:
            return 503
        finally:
            connection.close()

    async def __aenter__(self) -> "ByHttp":
        return self

    async def __aexit__(self, *_: object) -> None:
        pass


def secret_of(secrets: Mapping[str, str], device: str) -> str:
    """A device's secret; `Refused` when none was given."""
    if device not in secrets:
        raise Refused(
            "invalid",
            "There is no secret for the device %(device)s.",
            field="secret",
            device=device,
        )
    return secrets[device]
