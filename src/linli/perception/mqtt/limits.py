"""How much a device, a community and a stranger may ask of us, by all the ways in together."""

from dataclasses import dataclass
from typing import Final

from linli.perception.gate import GateEntry


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the ways in; rates are messages a second (a KiB of payload counts as one more)."""

    packet_bytes: int = 256 << 10
    connections: int = 20_000
    connections_per_device: int = 4
    in_flight: int = 1_000  # messages of one connection that are not durable yet
    device_rate: float = 200.0
    device_burst: float = 2_000.0
    community_rate: float = 50_000.0
    community_burst: float = 100_000.0
    patience: float = 5.0  # seconds of back-pressure before a message is refused for quota
    connect_seconds: float = 10.0
    idle_seconds: float = 3_600.0  # for clients that ask for no keep-alive
    session_seconds: float = 3_600.0
    topic_aliases: int = 16
    failures_per_minute: int = 10  # of one device name from one address
    failures_per_address: int = 300


class Bucket:
    """A token bucket; `take` says how many seconds it is overdrawn after taking."""

    __slots__ = ("_burst", "_level", "_rate", "_stamp")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate, self._burst = rate, burst
        self._level, self._stamp = burst, now

    def take(self, cost: float, now: float) -> float:
        """Take tokens, into debt if need be; seconds until the debt is paid, 0.0 when none."""
        level = self._level + (now - self._stamp) * self._rate
        if level > self._burst:  # noqa: PLR1730 - on the path of every message
            level = self._burst
        self._level = level = level - cost
        self._stamp = now
        return -level / self._rate if level < 0 else 0.0

    def put_back(self, cost: float) -> None:
        """Return what was taken for a message that was refused after all."""
        self._level += cost


class Quotas:
    """What every device and every community has left, by whatever ways their messages come."""

    __slots__ = ("_communities", "_devices", "limits")

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._devices: dict[str, Bucket] = {}
        self._communities: dict[str, Bucket] = {}

    def buckets(self, entry: GateEntry, now: float) -> tuple[Bucket, Bucket]:
        """The device's own bucket, and the one it shares with its community."""
        limits = self.limits
        own = self._devices.get(entry.device)
        if own is None:
            own = Bucket(limits.device_rate, limits.device_burst, now)
            self._devices[entry.device] = own
        shared = self._communities.get(entry.community)
        if shared is None:
            shared = Bucket(limits.community_rate, limits.community_burst, now)
            self._communities[entry.community] = shared
        return own, shared

    def take(self, entry: GateEntry, size: int, now: float, patience: float = 0.0) -> float:
        """Take a message of `size` bytes; 0.0, or the seconds to wait when it was not taken.

        A debt that is paid within `patience` seconds is allowed.
        """
        cost = 1.0 + (size >> 10)
        own, shared = self.buckets(entry, now)
        wait = max(own.take(cost, now), shared.take(cost, now))
        if wait <= patience:
            return 0.0
        own.put_back(cost)
        shared.put_back(cost)
        return wait


_WINDOW: Final = 60.0
_MAX_KEPT: Final = 10_000


class Failures:
    """Failed log-ins by peer address and device name, in a window of a minute."""

    __slots__ = ("_limits", "_seen")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._seen: dict[tuple[str, str], list[float]] = {}  # [start of the window, failures]

    def add(self, address: str, device: str, now: float) -> None:
        """Count one failure."""
        for key in ((address, ""), (address, device[:64])):
            entry = self._seen.pop(key, None)
            if entry is None or now - entry[0] > _WINDOW:
                entry = [now, 0]
            entry[1] += 1
            self._seen[key] = entry
        while len(self._seen) > _MAX_KEPT:
            del self._seen[next(iter(self._seen))]

    def are_too_many(self, address: str, device: str, now: float) -> bool:
        """Whether this address must wait before this device may try again.

        Devices behind one router share its address: one that has a wrong secret locks out
        itself long before it locks out its neighbours.
        """
        limits = self._limits
        pairs = (("", limits.failures_per_address), (device[:64], limits.failures_per_minute))
        for name, limit in pairs:
            entry = self._seen.get((address, name))
            if entry and now - entry[0] <= _WINDOW and entry[1] >= limit:
                return True
        return False
