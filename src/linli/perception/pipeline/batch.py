"""Messages on their way, and who waits for what becomes of them."""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from linli.perception.outcomes import ACCEPTED, DUPLICATE, Receipt
from linli.perception.reading import LATE, NO_TIME, OUT_OF_ORDER, SKEWED, Accepted

_log = logging.getLogger(__name__)

_MARKS: Final = (
    (LATE, "late"),
    (OUT_OF_ORDER, "out_of_order"),
    (SKEWED, "skewed"),
    (NO_TIME, "no_time"),
)


class Sink(Protocol):
    """Who waits for receipts: an MQTT connection, a request."""

    transport: str
    """The way in, for the quarantine page: mqtt, broker or http."""

    def settled(self, token: object, receipt: Receipt | None) -> None:
        """The message under this token is durable, or (None) was not taken and may come again."""

    def flush(self) -> None:
        """All receipts of a batch have been given."""


@dataclass(frozen=True, slots=True)
class Durable:
    """A batch that is on the disk; `position` is where the journal goes on after it."""

    position: int
    rows: Sequence[Accepted]


@dataclass(slots=True)
class Batch:
    """What will be durable together, and who is to be told then."""

    rows: list[Accepted] = field(default_factory=list)
    deliveries: list[tuple[int, int]] = field(default_factory=list)
    settling: list[tuple[Sink, object, Receipt]] = field(default_factory=list)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, row: Accepted, device: str) -> None:
        """One accepted row, counted with its marks."""
        self.rows.append(row)
        self.count(device, ACCEPTED)
        if row.flags:
            for bit, name in _MARKS:
                if row.flags & bit:
                    self.count(device, name)

    def count(self, device: str, outcome: str) -> None:
        """One more of an outcome."""
        key = (device, outcome)
        self.counts[key] = self.counts.get(key, 0) + 1


@dataclass(slots=True)
class Message:
    """One message, with what has become of its parts so far; `unsure` must be asked about."""

    device: str
    sink: Sink
    token: object
    received: int
    payload: bytes
    packet: int
    again: bool
    topic: str
    tally: Counter[str] = field(default_factory=Counter)
    unsure: list[Accepted] = field(default_factory=list)
    print_: int | None = None
    is_redelivered: bool = False

    def receipt(self) -> Receipt:
        """What the sender is told."""
        tally = self.tally
        known = (ACCEPTED, DUPLICATE)
        refused = tuple((name, count) for name, count in tally.most_common() if name not in known)
        return Receipt(
            accepted=tally[ACCEPTED],
            duplicate=tally[DUPLICATE],
            refused=sum(count for _, count in refused),
            reasons=refused,
        )


def tell(settling: Sequence[tuple[Sink, object, Receipt | None]]) -> None:
    """Give every sink its receipts; one that fails does not keep the others waiting."""
    sinks: set[Sink] = set()
    for sink, token, receipt in settling:
        try:
            sink.settled(token, receipt)
        except Exception:  # noqa: BLE001
            _log.exception("a receipt could not be given")
        sinks.add(sink)
    for sink in sinks:
        try:
            sink.flush()
        except Exception:  # noqa: BLE001
            _log.exception("receipts could not be sent")


class Waiter:
    """A sink for one message that somebody awaits."""

    __slots__ = ("future", "transport")

    def __init__(self, transport: str) -> None:
        self.transport = transport
        self.future: asyncio.Future[Receipt | None] = asyncio.get_running_loop().create_future()

    def settled(self, token: object, receipt: Receipt | None) -> None:
        """Wake who awaits."""
        if not self.future.done():
            self.future.set_result(receipt)

    def flush(self) -> None:
        """Nothing is gathered."""


class _Nobody:
    __slots__ = ("transport",)

    def __init__(self, transport: str) -> None:
        self.transport = transport

    def settled(self, token: object, receipt: Receipt | None) -> None:
        pass

    def flush(self) -> None:
        pass


NOBODY: Final = _Nobody("broker")
"""The sink of a broker's messages whose sender waits for nothing (QoS 0)."""
