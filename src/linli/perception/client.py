"""A small fast MQTT publisher: QoS 1, many messages in flight, resent until acknowledged."""

import asyncio
import logging
import ssl
from collections import Counter
from collections.abc import Callable
from typing import Final, cast

from linli.perception.mqtt.packets import V5, V311
from linli.perception.mqtt.wire import (
    IN_CONNACK,
    RECEIVE_MAXIMUM,
    Reader,
    Type,
    packet,
    split,
    text,
)

_log = logging.getLogger(__name__)

_DUP: Final = 0x08
_QOS1: Final = 0x02


class NotLetIn(Exception):
    """The listener or broker refused the connection; `code` is its return or reason code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the connection was refused with code {code:#x}")
        self.code = code


def trusting(certificate: str) -> ssl.SSLContext | None:
    """TLS with exactly the listener that shows this certificate file; None without a file.

    The certificate itself is what is known of the listener, whatever name or address it has.
    """
    if not certificate:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.load_verify_locations(certificate)
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # a listener's certificate is no root
    return context


class Publisher:
    """Publishes as one device. `publish` waits only for the window; `drain` for all receipts.

    `refused` counts messages by the MQTT 5 reason code they were refused with. While it is away
    it tries again, at most every `longest_pause` seconds, and resends with the DUP flag.
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        device: str,
        secret: str,
        client_id: str | None = None,
        version: int = V311,
        window: int = 500,
        keep_alive: int = 60,
        clean: bool = False,
        tls: ssl.SSLContext | None = None,
        longest_pause: float = 5.0,
    ) -> None:
        self.host, self.port, self.device, self.version = host, port, device, version
        self.topic = f"linli/{device}/readings"
        self.acknowledged = 0
        self.resent = 0
        self.refused: Counter[int] = Counter()
        self._secret, self._client_id = secret, client_id or device
        self._asked = self._window = window
        self._keep_alive, self._clean, self._tls = keep_alive, clean, tls
        self._longest_pause = longest_pause
        self._unacknowledged: dict[int, bytes] = {}
        self._next = 0
        self._link: _Link | None = None
        self._changed: asyncio.Future[None] | None = None
        self._task: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()
        self._fatal: Exception | None = None

    # -- life ----------------------------------------------------------------------------------

    async def connect(self) -> None:
        """Connect, and stay connected until `close`; `NotLetIn` or OSError when it fails now."""
        await self._open()
        self._task = asyncio.get_running_loop().create_task(self._stay())

    async def close(self) -> None:
        """Say good-bye; what is not acknowledged stays unknown."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._link is not None:
            self._link.write(b"\xe0\x00")
            self._link.close()
            await self._link.closed

    async def __aenter__(self) -> "Publisher":
        await self.connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _open(self) -> None:
        loop = asyncio.get_running_loop()
        _, link = await loop.create_connection(
            lambda: _Link(self._acknowledged), self.host, self.port, ssl=self._tls
        )
        link.write(self._hello())
        try:
            async with asyncio.timeout(20):
                body = await link.welcome
        except TimeoutError:
            link.close()
            raise
        if body[1]:
            link.close()
            raise NotLetIn(body[1])
        if self.version == V5:
            granted = Reader(body, 2).properties(IN_CONNACK).get(RECEIVE_MAXIMUM)
            self._window = min(self._asked, granted) if isinstance(granted, int) else self._asked
        self._link = link
        for waiting in self._unacknowledged.values():
            link.write(bytes((waiting[0] | _DUP,)) + waiting[1:])
            self.resent += 1
        self._ready.set()

    def _hello(self) -> bytes:
        body = text("MQTT") + bytes((self.version, 0xC2 if self._clean else 0xC0))
        body += self._keep_alive.to_bytes(2, "big")
        if self.version == V5:
            body += b"\x05\x11\x00\x00\x0e\x10"  # keep the session for an hour
        body += text(self._client_id) + text(self.device) + text(self._secret)
        return packet(Type.CONNECT, body)

    async def _stay(self) -> None:
        """Ping while connected, come back when not."""
        pause = 0.1
        while True:
            link = self._link
            assert link is not None
            done, _ = await asyncio.wait({link.closed}, timeout=self._keep_alive / 2 or None)
            if not done:
                link.write(b"\xc0\x00")
                continue
            self._ready.clear()
            await asyncio.sleep(pause)
            try:
                await self._open()
            except NotLetIn as refusal:
                if refusal.code in (1, 2, 4, 5, 0x84, 0x85, 0x86, 0x87):
                    self._fatal = refusal
                    self._wake()
                    return
                pause = min(pause * 2, self._longest_pause)
            except (OSError, TimeoutError, ConnectionError) as error:
                _log.debug("cannot reach %s:%d: %s", self.host, self.port, error)
                pause = min(pause * 2, self._longest_pause)
            else:
                pause = 0.1

    # -- publishing ----------------------------------------------------------------------------

    @property
    def in_flight(self) -> int:
        """Messages sent or to be sent that are not acknowledged."""
        return len(self._unacknowledged)

    async def publish(self, payload: bytes, topic: str | None = None) -> None:
        """Send one message; returns as soon as it is in the window. `NotLetIn` when locked out."""
        while len(self._unacknowledged) >= self._window:
            await self._change()
        if self._fatal:
            raise self._fatal
        self._send(payload, topic or self.topic)

    def _send(self, payload: bytes, topic: str) -> None:
        packet_id = self._free_id()
        middle = b"\0" if self.version == V5 else b""
        name = topic.encode()
        head = len(name).to_bytes(2, "big") + name + packet_id.to_bytes(2, "big") + middle
        whole = packet(Type.PUBLISH | _QOS1, head + payload)
        self._unacknowledged[packet_id] = whole
        if self._link is not None and self._ready.is_set():
            self._link.write(whole)

    def _free_id(self) -> int:
        while True:
            self._next = self._next % 65_535 + 1
            if self._next not in self._unacknowledged:
                return self._next

    async def drain(self) -> None:
        """Wait until every message was acknowledged or refused."""
        while self._unacknowledged:
            if self._fatal:
                raise self._fatal
            await self._change()

    async def _change(self) -> None:
        if self._fatal:
            raise self._fatal
        if self._changed is None or self._changed.done():
            self._changed = asyncio.get_running_loop().create_future()
        await asyncio.shield(self._changed)

    def _acknowledged(self, packets: list[tuple[int, int]]) -> None:
        for packet_id, code in packets:
            if self._unacknowledged.pop(packet_id, None) is None:
                continue
            if code >= 0x80:
                self.refused[code] += 1
            else:
                self.acknowledged += 1
        self._wake()

    def _wake(self) -> None:
        if self._changed is not None and not self._changed.done():
            self._changed.set_result(None)


class _Link(asyncio.Protocol):
    """One TCP connection; several small writes of one tick leave as one."""

    def __init__(self, acknowledged: Callable[[list[tuple[int, int]]], None]) -> None:
        loop = asyncio.get_running_loop()
        self.welcome: asyncio.Future[bytes] = loop.create_future()
        self.closed: asyncio.Future[None] = loop.create_future()
        self._acknowledged = acknowledged
        self._transport: asyncio.Transport | None = None
        self._out: list[bytes] = []
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport = cast(asyncio.Transport, transport)  # uvloop's does not inherit from it
        self._transport = transport
        if self._out:
            self._flush()

    def write(self, data: bytes) -> None:
        if not self._out:
            asyncio.get_running_loop().call_soon(self._flush)
        self._out.append(data)

    def _flush(self) -> None:
        if self._transport is not None and self._out and not self._transport.is_closing():
            self._transport.write(b"".join(self._out))
        self._out.clear()

    def close(self) -> None:
        self._flush()
        if self._transport is not None:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        data = self._rest + data
        at = 0
        found: list[tuple[int, int]] = []
        while (part := split(data, at)) is not None and part[2] <= len(data):
            first, start, end = part
            if first == Type.PUBACK:
                code = data[start + 2] if end - start > 2 else 0
                found.append((data[start] << 8 | data[start + 1], code))
            elif first == Type.CONNACK and not self.welcome.done():
                self.welcome.set_result(data[start:end])
            at = end
        self._rest = data[at:]
        if found:
            self._acknowledged(found)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if not self.welcome.done():
            self.welcome.set_exception(ConnectionError("closed before the welcome"))
            self.welcome.exception()  # seen, whoever waits for it or not
        if not self.closed.done():
            self.closed.set_result(None)
