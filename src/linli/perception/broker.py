"""Readings from an outside broker (Mosquitto, EMQX, NATS) by URL.

The device is the one in the topic `linli/DEVICE/readings`: the broker's access control must see to
it that a device can publish only there (Mosquitto: `pattern write linli/%u/#`). A message is
acknowledged to the broker only when it is durable here.

When a gateway stands for the broker, what is announced there by Home Assistant's discovery is that
gateway's word, and the states of what it announced are taken from their own topics.
"""

import asyncio
import contextlib
import logging
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

import gmqtt
from gmqtt.mqtt.constants import MQTTv50, MQTTv311

from linli.perception.broker_gateway import BrokerGateway, BrokerMessage, OnDiscovery
from linli.perception.codecs import senml
from linli.perception.mqtt.limits import Quotas
from linli.perception.mqtt.wire import Type, ack
from linli.perception.outcomes import Receipt
from linli.perception.pipeline import NOBODY, Pipeline
from linli.perception.timing import now_ms

_log = logging.getLogger(__name__)

FILTER: Final = "$share/linli/linli/+/readings"
_IN_FLIGHT: Final = 2_000  # messages the broker may send ahead of our acknowledgements
_LONGEST_PAUSE: Final = 30.0
_PATIENCE: Final = 60.0  # seconds above the rate, for what waited while nobody took it
_NEVER: Final = -2  # to gmqtt -1 is "for ever" and 0 is "once"


@dataclass(frozen=True, slots=True)
class BrokerAddress:
    """Where a broker is and how to log in there."""

    host: str
    port: int
    tls: bool
    user: str | None
    password: str | None


def read_url(url: str) -> BrokerAddress:
    """Read `mqtt://` or `mqtts://` with optional `user:password@`; ValueError otherwise."""
    parts = urlsplit(url)
    if parts.scheme not in ("mqtt", "mqtts") or not parts.hostname:
        raise ValueError("a broker's address is mqtt://HOST or mqtts://HOST")
    tls = parts.scheme == "mqtts"
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password) if parts.password else None
    return BrokerAddress(parts.hostname, parts.port or (8883 if tls else 1883), tls, user, password)


class BrokerSource:
    """Takes readings from one broker until it is closed; comes back by itself when cut off."""

    def __init__(
        self,
        url: str,
        pipeline: Pipeline,
        *,
        client_id: str = "linli-core",
        version: int = MQTTv50,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], int] = now_ms,
        gateway: str = "",
        on_discovery: OnDiscovery | None = None,
        quotas: Quotas | None = None,
        patience: float = _PATIENCE,
    ) -> None:
        self.address = read_url(url)
        self._pipeline, self._client_id = pipeline, client_id
        self._version, self._clock = version, clock
        self._quotas, self._patience = quotas or Quotas(), patience
        self._tls: ssl.SSLContext | bool = False
        if self.address.tls:
            self._tls = tls or ssl.create_default_context()
        self._gateway = BrokerGateway(
            gateway, pipeline, self._quotas, patience=patience, on_discovery=on_discovery
        )
        self._heard_of: frozenset[str] = frozenset()  # topics subscribed to for the gateway
        self._linked: _Client | None = None
        pipeline.gate.on_replace(self._listen)
        self._task: asyncio.Task[None] | None = None
        self._lost = asyncio.Event()
        self.is_connected = False

    async def start(self) -> None:
        """Begin in the background; a broker that is not there yet is tried again."""
        self._task = asyncio.get_running_loop().create_task(self._stay())

    async def close(self) -> None:
        """Stop; what is not acknowledged stays with the broker."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _stay(self) -> None:
        pause = 0.5
        while True:
            self._lost.clear()
            client = self._client()
            try:
                async with asyncio.timeout(20):
                    await self._connect(client)
                pause = 0.5
                self.is_connected = True
                self._linked, self._heard_of = client, frozenset()
                self._listen()
                _log.info("taking readings from %s:%d", self.address.host, self.address.port)
                await self._lost.wait()
                _log.warning("the broker is gone; connecting again")
            except (OSError, TimeoutError, gmqtt.mqtt.handler.MQTTError) as error:
                _log.warning("the broker cannot be reached: %s", error)
            finally:
                self.is_connected, self._linked = False, None
                with contextlib.suppress(Exception):
                    async with asyncio.timeout(2):
                        await client.disconnect()
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _client(self) -> "_Client":
        client = _Client(self._client_id, self._take)
        client.set_config({"reconnect_retries": _NEVER})  # coming back is our own affair
        if self.address.user is not None:
            client.set_auth_credentials(self.address.user, self.address.password)
        client.on_disconnect = lambda *_: self._lost.set()
        return client

    async def _connect(self, client: "_Client") -> None:
        await client.connect(
            self.address.host, self.address.port, ssl=self._tls, version=self._version
        )
        client.subscribe(FILTER, qos=1)

    def _take(
        self, client: "_Client", topic: bytes, payload: bytes, packet_id: int, again: bool
    ) -> None:
        """One message of the broker; packet id 0 is QoS 0, which nobody waits for."""
        name = topic.decode("utf-8", "replace")
        parts = name.split("/")
        if len(parts) != 3 or parts[0] != "linli" or parts[2] != "readings":
            self._gateway.take(self._message(client, name, payload, packet_id, again))
            return
        device = parts[1]
        refusal = self._refusal(device, len(payload))
        if refusal is not None:
            message = self._message(client, name, payload, packet_id, again)
            message.refuse(self._pipeline, device, *refusal)
            return
        pack = senml.decode(payload, device)
        self._pipeline.offer(
            device,
            pack.readings,
            self._clock(),
            sink=_Sink(client, self._lost) if packet_id else NOBODY,
            token=packet_id,
            payload=payload,
            packet=packet_id,
            again=again,
            problems=pack.problems,
        )

    def _refusal(self, device: str, size: int) -> tuple[str, str] | None:
        """Why a message is not looked at. Slowing the broker down would slow down everybody."""
        if size > self._quotas.limits.packet_bytes:
            return "too_large", f"{size} bytes"
        entry = self._pipeline.gate.entries.get(device)
        if entry is None:
            return None
        if self._quotas.take(entry, size, time.monotonic(), self._patience):
            return "too_many", "over the rate agreed"
        return None

    def _message(
        self, client: "_Client", topic: str, payload: bytes, packet_id: int, again: bool
    ) -> BrokerMessage:
        return BrokerMessage(
            topic=topic,
            payload=payload,
            token=packet_id,
            again=again,
            received=self._clock(),
            sink=_Sink(client, self._lost) if packet_id else NOBODY,
            acknowledge=lambda: client.acknowledge(packet_id) if packet_id else None,
        )

    def _listen(self) -> None:
        """Subscribe to what the gateway says, as far as it may say it now."""
        if self._linked is None:
            return
        wanted = self._gateway.topics()
        for topic in sorted(wanted - self._heard_of):
            self._linked.subscribe(topic, qos=1)
        for topic in sorted(self._heard_of - wanted):
            self._linked.unsubscribe(topic)
        self._heard_of = wanted


class _Sink:
    """Receipts become acknowledgements to the broker."""

    __slots__ = ("_client", "_lost")
    transport = "broker"

    def __init__(self, client: "_Client", lost: asyncio.Event) -> None:
        self._client, self._lost = client, lost

    def settled(self, token: object, receipt: Receipt | None) -> None:
        assert isinstance(token, int)
        if receipt is None:
            self._lost.set()  # only a new connection makes the broker send it again
        else:
            self._client.acknowledge(token)

    def flush(self) -> None:
        pass


class _Client(gmqtt.Client):  # type: ignore[misc]
    """gmqtt without a task per message: the acknowledgement is ours to send, when it is due."""

    def __init__(
        self, client_id: str, take: Callable[["_Client", bytes, bytes, int, bool], None]
    ) -> None:
        super().__init__(
            client_id,
            clean_session=False,
            optimistic_acknowledgement=False,
            receive_maximum=_IN_FLIGHT,
            session_expiry_interval=86_400,
        )
        self._take = take
        self._acks = bytearray()
        # gmqtt gives on_message no packet id, without which nothing can be acknowledged later.
        self._package_handler._handle_publish_packet = self._published

    def _published(self, first: int, raw: bytes) -> None:
        cut = 2 + int.from_bytes(raw[:2], "big")
        topic, rest = raw[2:cut], raw[cut:]
        packet_id = 0
        if first & 0x06:
            packet_id, rest = int.from_bytes(rest[:2], "big"), rest[2:]
        _, payload = self._package_handler._parse_properties(rest)
        self._take(self, topic, payload or b"", packet_id, bool(first & 0x08))

    def acknowledge(self, packet_id: int) -> None:
        """PUBACK; those of one batch leave in one write."""
        if not self._acks:
            asyncio.get_running_loop().call_soon(self._flush)
        self._acks += ack(Type.PUBACK, packet_id, v5=True)

    def _flush(self) -> None:
        data, self._acks = bytes(self._acks), bytearray()
        if self.is_connected:
            self._connection.send_package(data)


__all__ = ["FILTER", "BrokerAddress", "BrokerSource", "MQTTv50", "MQTTv311", "read_url"]
