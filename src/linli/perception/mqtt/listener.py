"""The listening sockets and what all connections share: sessions, quotas, failures, the sweep."""

import asyncio
import logging
import ssl
import time
from collections.abc import Awaitable, Callable, Iterable

from linli.perception.codecs.discovery import Discovered, Removed
from linli.perception.gate import Gate
from linli.perception.mqtt.connection import Connection
from linli.perception.mqtt.limits import Failures, Limits, Quotas
from linli.perception.mqtt.session import Session, Sessions
from linli.perception.mqtt.wire import Code
from linli.perception.pipeline import Pipeline
from linli.perception.timing import now_ms

_log = logging.getLogger(__name__)

OnDiscovery = Callable[[str, Discovered | Removed], Awaitable[None]]
"""(gateway, what it says); returns when that is kept. `Refused` is told to the gateway."""

OnOwnTopic = Callable[[str, str, bytes, int], Awaitable[None]]
"""(device, topic below `linli/DEVICE/`, payload, received ms); returns when that is kept."""

_SWEEP = 1.0  # seconds
_ENDING = 5.0  # seconds a peer may take to read our last words
_LEFT_OPEN = 600.0  # seconds in which a packet id without DUP counts as a redelivery


class Listener:
    """Lets devices of the gate in and gives their readings to the pipeline."""

    def __init__(
        self,
        *,
        gate: Gate,
        pipeline: Pipeline,
        limits: Limits | None = None,
        quotas: Quotas | None = None,
        on_discovery: OnDiscovery | None = None,
        on_own_topic: OnOwnTopic | None = None,
        clock: Callable[[], int] = now_ms,
    ) -> None:
        self.gate, self.pipeline = gate, pipeline
        self.quotas = quotas or Quotas(limits)
        self.limits = self.quotas.limits
        self.on_discovery, self.on_own_topic = on_discovery, on_own_topic
        self.clock = clock
        self.time = time.monotonic
        self.log = _log
        self.failures = Failures(self.limits)
        self._connections: set[Connection] = set()
        self._by_device: dict[str, set[Connection]] = {}
        self._sessions = Sessions()
        self._left_open: dict[str, dict[int, float]] = {}
        self._servers: list[asyncio.Server] = []
        self._sweeper: asyncio.TimerHandle | None = None
        gate.on_replace(self._gate_replaced)

    # -- opening and closing -------------------------------------------------------------------

    async def start(
        self, host: str = "127.0.0.1", port: int = 1883, tls: ssl.SSLContext | None = None
    ) -> int:
        """Open one more socket and return its port (0 lets the system choose)."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: Connection(self),
            host,
            port,
            ssl=tls,
            backlog=1_024,
            ssl_handshake_timeout=self.limits.connect_seconds if tls else None,
        )
        self._servers.append(server)
        if self._sweeper is None:
            self._sweeper = loop.call_later(_SWEEP, self._sweep)
        return int(server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Stop listening and end every connection; what is not acknowledged comes again."""
        if self._sweeper is not None:
            self._sweeper.cancel()
            self._sweeper = None
        for server in self._servers:
            server.close()
        for connection in list(self._connections):
            connection.end(Code.SHUTTING_DOWN, "the platform is stopping")
        for _ in range(50):
            if not self._connections:
                break
            await asyncio.sleep(0.02)
        for connection in list(self._connections):
            connection.abort()
        for server in self._servers:
            await server.wait_closed()
        self._servers.clear()

    def revoke(self, device: str) -> None:
        """End every connection of a device at once."""
        for connection in list(self._by_device.get(device, ())):
            connection.end(Code.NOT_AUTHORISED, "this credential is no longer valid")

    def _gate_replaced(self) -> None:
        for device, connections in list(self._by_device.items()):
            entry = self.gate.entries.get(device)
            for connection in list(connections):
                if entry is None or not self.gate.is_live(device, connection.digest):
                    connection.end(Code.NOT_AUTHORISED, "this credential is no longer valid")
                else:
                    connection.refresh(entry)

    # -- what connections ask ------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether every socket listens."""
        return bool(self._servers) and all(server.is_serving() for server in self._servers)

    @property
    def connections(self) -> int:
        """How many are open."""
        return len(self._connections)

    @property
    def devices(self) -> frozenset[str]:
        """Which devices are connected."""
        return frozenset(self._by_device)

    def enter(self, connection: Connection) -> bool:
        """Whether there is room for one more peer."""
        if len(self._connections) >= self.limits.connections:
            self.count_stranger("too_many")
            return False
        self._connections.add(connection)
        return True

    def has_room(self, device: str, client_id: str) -> bool:
        """Whether a device may have this connection; one it takes over does not count."""
        others = [c for c in self._by_device.get(device, ()) if c.client_id != client_id]
        return len(others) < self.limits.connections_per_device

    def join(self, connection: Connection, *, clean: bool, expiry: float) -> tuple[Session, bool]:
        """(session, whether it was there before) for a device that was let in."""
        assert connection.device is not None
        self._by_device.setdefault(connection.device, set()).add(connection)
        return self._sessions.open(
            connection.device,
            connection.client_id,
            clean=clean,
            expiry=expiry,
            connection=connection,
            code=Code.TAKEN_OVER,
        )

    def leave(
        self, connection: Connection, session: Session | None, waiting: Iterable[int]
    ) -> None:
        """A connection is gone; `waiting` are the packet ids that were never acknowledged."""
        self._connections.discard(connection)
        device = connection.device
        if device is None:
            return
        others = self._by_device.get(device)
        if others is not None:
            others.discard(connection)
            if not others:
                del self._by_device[device]
        now = self.time()
        if session is not None:
            self._sessions.leave(device, connection.client_id, session, connection, now)
        ids = dict.fromkeys(waiting, now)
        if ids:
            self._left_open.setdefault(device, {}).update(ids)

    def take_left_open(self, device: str) -> dict[int, float]:
        """Packet ids this device never saw acknowledged and will send again, DUP flag or not."""
        return self._left_open.pop(device, {})

    def count_stranger(self, outcome: str) -> None:
        """Count something that cannot be laid to any device."""
        self.pipeline.outcomes.add({("", outcome): 1})

    def count_failure(self, device: str) -> None:
        """Count a wrong secret, under the device's name when there is such a device."""
        known = device if device in self.gate.entries else ""
        self.pipeline.outcomes.add({(known, "bad_credentials"): 1})

    # -- the sweep -------------------------------------------------------------------------------

    def _sweep(self) -> None:
        """Once a second: drop who is silent for too long, forget what has expired."""
        now = self.time()
        for connection in list(self._connections):
            self._look_at(connection, now)
        self._sessions.sweep(now)
        for device, ids in list(self._left_open.items()):
            if all(now - at > _LEFT_OPEN for at in ids.values()):
                del self._left_open[device]
        self._sweeper = asyncio.get_running_loop().call_later(_SWEEP, self._sweep)

    def _look_at(self, connection: Connection, now: float) -> None:
        if connection.is_ending:
            if now - connection.ending_since > _ENDING:
                connection.abort()
        elif connection.device is None:
            if now - connection.opened > self.limits.connect_seconds:
                connection.end(Code.UNSPECIFIED, "no CONNECT in time")
        elif not connection.is_held and now - connection.heard > connection.keep_alive:
            connection.end(Code.KEEP_ALIVE, "nothing heard within the keep-alive time")
