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
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

import gmqtt
from gmqtt.mqtt.constants import MQTTv50, MQTTv311

from linli.kernel import Refused
from linli.perception.codecs import discovery, senml
from linli.perception.codecs.discovery import Discovered, Removed
from linli.perception.gate import StateTopic
from linli.perception.mqtt.limits import Quotas
from linli.perception.mqtt.wire import Type, ack
from linli.perception.outcomes import Receipt
from linli.perception.pipeline import NOBODY, Pipeline
from linli.perception.timing import now_ms

_log = logging.getLogger(__name__)

FILTER: Final = "$share/linli/linli/+/readings"
_CONFIGS: Final = (f"{discovery.PREFIX}/+/+/config", f"{discovery.PREFIX}/+/+/+/config")
_IN_FLIGHT: Final = 2_000  # messages the broker may send ahead of our acknowledgements
_LONGEST_PAUSE: Final = 30.0
_PATIENCE: Final = 60.0  # seconds above the rate, for what waited while nobody took it
_NEVER: Final = -2  # to gmqtt -1 is "for ever" and 0 is "once"


OnDiscovery = Callable[[str, Discovered | Removed], Awaitable[None]]
"""(gateway, what it says); returns when that is kept."""


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
        self._most = self._quotas.limits.packet_bytes
        self._tls: ssl.SSLContext | bool = False
        if self.address.tls:
            self._tls = tls or ssl.create_default_context()
        self._gateway, self._on_discovery = gateway, on_discovery
        self._heard_of: set[str] = set()  # topics subscribed to
        self._announced: set[asyncio.Task[None]] = set()
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
                self._linked, self._heard_of = client, set()
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
        name, received = topic.decode("utf-8", "replace"), self._clock()
        parts = name.split("/")
        if len(parts) != 3 or parts[0] != "linli" or parts[2] != "readings":
            self._take_other(_Message(client, name, payload, packet_id, again, received))
            return
        device = parts[1]
        if len(payload) > self._most:
            self._too_large(_Message(client, name, payload, packet_id, again, received), device)
            return
        entry = self._pipeline.gate.entries.get(device)
        if entry is not None and self._quotas.take(
            entry, len(payload), time.monotonic(), self._patience
        ):
            self._over_quota(client, device, packet_id, received)
            return
        pack = senml.decode(payload, device)
        self._pipeline.offer(
            device,
            pack.readings,
            received,
            sink=_Sink(client, self._lost) if packet_id else NOBODY,
            token=packet_id,
            payload=payload,
            packet=packet_id,
            again=again,
            problems=pack.problems,
        )

    # -- what stands for a gateway -------------------------------------------------------------

    def _listen(self) -> None:
        """Subscribe to announcements and to what devices behind the gateway are said to publish."""
        entry = self._pipeline.gate.entries.get(self._gateway)
        if self._linked is None:
            return
        wanted: set[str] = set()
        if entry is not None and entry.may_discover:
            # Announcements kept by the broker come again; a state that is kept there is no reading.
            wanted = {*_CONFIGS, *(f"$share/linli/{topic}" for topic in entry.states)}
        for topic in sorted(wanted - self._heard_of):
            self._linked.subscribe(topic, qos=1)
        for topic in sorted(self._heard_of - wanted):
            self._linked.unsubscribe(topic)
        self._heard_of = wanted

    def _take_other(self, said: "_Message") -> None:
        entry = self._pipeline.gate.entries.get(self._gateway)
        state = entry.states.get(said.topic) if entry is not None else None
        if len(said.payload) > self._most:
            self._too_large(said, self._gateway)
        elif state is not None:
            self._take_state(said, state)
        elif entry is not None and entry.may_discover and discovery.is_config(said.topic):
            self._take_config(said)
        else:
            self._refuse(said, "wrong_topic", said.topic)

    def _take_state(self, said: "_Message", state: StateTopic) -> None:
        behind = self._pipeline.gate.entries.get(state.device)
        if behind is None or behind.refusal == "not_active":
            self._pipeline.outcomes.add({(state.device, "not_active"): 1})
            said.acknowledge()
            return
        if self._quotas.take(behind, len(said.payload), time.monotonic(), self._patience):
            self._refuse(said, "too_many", "over the rate agreed")
            return
        self._pipeline.outcomes.add({(self._gateway, "passed_on"): 1})
        readings, problems = discovery.read_states(state.device, state.properties, said.payload)
        self._pipeline.offer(
            state.device,
            readings,
            said.received,
            sink=_Sink(said.client, self._lost) if said.packet_id else NOBODY,
            token=said.packet_id,
            payload=said.payload,
            packet=said.packet_id,
            again=said.again,
            problems=problems,
            topic=said.topic,
        )

    def _take_config(self, said: "_Message") -> None:
        try:
            found = discovery.read_config(said.topic, said.payload)
        except discovery.NotUnderstood as error:
            self._refuse(said, "malformed", str(error))
            return
        task = asyncio.get_running_loop().create_task(self._announce(said, found))
        self._announced.add(task)
        task.add_done_callback(self._announced.discard)

    async def _announce(self, said: "_Message", found: Discovered | Removed) -> None:
        """Acknowledge an announcement once it is kept; one that cannot be comes again later."""
        try:
            if self._on_discovery is not None:
                await self._on_discovery(self._gateway, found)
        except Refused as refused:
            self._refuse(said, "malformed", str(refused))
        except Exception:  # noqa: BLE001
            _log.exception("an announcement could not be kept")
        else:
            said.acknowledge()

    def _refuse(self, said: "_Message", reason: str, detail: str) -> None:
        self._pipeline.refuse(
            self._gateway, reason, detail, said.received,
            transport="broker", topic=said.topic, raw=said.payload,
        )  # fmt: skip
        said.acknowledge()

    def _too_large(self, said: "_Message", device: str) -> None:
        self._pipeline.refuse(
            device, "too_large", f"a message of {len(said.payload)} bytes", said.received,
            transport="broker", topic=said.topic, raw=said.payload,
        )  # fmt: skip
        said.acknowledge()

    def _over_quota(self, client: "_Client", device: str, packet_id: int, received: int) -> None:
        """Refuse a message: slowing the broker down would slow down everybody behind it."""
        self._pipeline.refuse(
            device,
            "too_many",
            "over the rate agreed",
            received,
            transport="broker",
            topic=f"linli/{device}/readings",
        )
        if packet_id:
            client.acknowledge(packet_id)


@dataclass(frozen=True, slots=True)
class _Message:
    """What came under a topic that is not of readings; packet id 0 is QoS 0."""

    client: "_Client"
    topic: str
    payload: bytes
    packet_id: int
    again: bool
    received: int

    def acknowledge(self) -> None:
        if self.packet_id:
            self.client.acknowledge(self.packet_id)


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
