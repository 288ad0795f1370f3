"""What may pass: the registered devices, their secrets, and the properties under a mandate."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from linli.perception.codecs.discovery import DiscoveredProperty

Kind = Literal["number", "boolean", "text"]


@dataclass(frozen=True, slots=True)
class GateProperty:
    """A property that a mandate allows to be stored, from and until (exclusive) when, in ms UTC."""

    series: int
    kind: Kind = "number"
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    valid_from: int = 0
    valid_until: int | None = None


@dataclass(frozen=True, slots=True)
class StateTopic:
    """What a gateway publishes under one topic: properties of one device behind it."""

    device: str
    properties: tuple[DiscoveredProperty, ...]


@dataclass(frozen=True, slots=True)
class GateEntry:
    """One device as the pipeline sees it.

    `secrets` are SHA-256 digests of the live secrets (two while rotating); `properties` only the
    mandated ones; `known` all keys of the thing model; `refusal` why everything is refused:
    not_active, no_mandate, closed_household or vendor_blocked. A gateway `may_discover`, and
    publishes what is behind it under the topics of `states`.
    """

    device: str
    community: str
    state: str
    secrets: tuple[bytes, ...] = ()
    properties: Mapping[str, GateProperty] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    refusal: str | None = None
    may_discover: bool = False
    states: Mapping[str, StateTopic] = field(default_factory=dict)

    @property
    def is_wholly_mandated(self) -> bool:
        """Whether nothing this device can say is outside a mandate, so raw bytes may be kept."""
        return self.refusal is None and bool(self.properties) and self.known <= set(self.properties)


class Gate:
    """The whole of `GateEntry`s, replaced in one step whenever a device or a mandate changes."""

    __slots__ = ("_listeners", "entries")

    def __init__(self, entries: Iterable[GateEntry] = ()) -> None:
        self.entries: Mapping[str, GateEntry] = {entry.device: entry for entry in entries}
        self._listeners: list[Callable[[], None]] = []

    def replace(self, entries: Iterable[GateEntry]) -> None:
        """Swap everything at once, then tell those who hold live sessions."""
        self.entries = {entry.device: entry for entry in entries}
        for listener in self._listeners:
            listener()

    def on_replace(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every replacement."""
        self._listeners.append(listener)

    def admit(self, device: str, secret: bytes) -> bytes | None:
        """The digest under which the device is let in, or None; takes the same time either way."""
        digest = hashlib.sha256(secret).digest()
        entry = self.entries.get(device)
        live = entry.secrets if entry else ()
        matched = False
        for stored in live or (bytes(32),):
            matched |= hmac.compare_digest(stored, digest)
        return digest if matched and live else None

    def is_live(self, device: str, digest: bytes) -> bool:
        """Whether a session opened under this digest may go on."""
        entry = self.entries.get(device)
        return entry is not None and digest in entry.secrets
