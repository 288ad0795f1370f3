"""What has been taken already: newest times, rows lately taken, and deliveries without a time."""

import struct
from array import array
from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

from linli.perception.reading import Accepted

GENERATION: Final = 65_536  # rows remembered before the older generation may go
DELIVERY_MEMORY: Final = 600_000  # ms in which a redelivery without a time is recognised
MAX_DELIVERIES: Final = 100_000

_HEADER: Final = struct.Struct("<4sII")
_MAGIC: Final = b"LMM1"


def fingerprint(device: str, packet: int, payload: bytes) -> int:
    """64 bits that are the same when a device sends the same packet again, across restarts too."""
    seed = blake2b(payload, digest_size=8, person=packet.to_bytes(8, "little"))
    seed.update(b"\0" + device.encode())
    return int.from_bytes(seed.digest(), "little")


class Memory:
    """`newest` includes what is still on its way to the disk; the durable part can be dumped.

    A row is known for sure while it is in one of two generations; an older one must be asked of
    telemetry. A generation is only let go once telemetry holds all of its rows.
    """

    __slots__ = (
        "_deliveries",
        "_durable",
        "_old",
        "_pending",
        "_turn_at",
        "_turn_next",
        "_young",
        "is_held",
        "newest",
    )

    def __init__(self) -> None:
        self.newest: dict[int, int] = {}
        self._durable: dict[int, int] = {}
        self._young: set[int] = set()
        self._old: set[int] = set()
        self._deliveries: dict[int, int] = {}  # durable: fingerprint → arrival
        self._pending: dict[int, int] = {}
        self._turn_next = False
        self._turn_at: int | None = None
        self.is_held = False

    def knows(self, series: int, at: int) -> bool:
        """Whether this row was taken lately."""
        key = series << 48 | at
        return key in self._young or key in self._old

    def take(self, series: int, at: int) -> None:
        """Remember a row that is on its way to the disk."""
        self._young.add(series << 48 | at)
        if at > self.newest.get(series, 0):
            self.newest[series] = at

    def knows_delivery(self, print_: int) -> bool:
        """Whether this very packet was taken in the last ten minutes."""
        return print_ in self._deliveries or print_ in self._pending

    def take_delivery(self, print_: int, received: int) -> None:
        """Remember a delivery that is on its way to the disk."""
        self._pending[print_] = received

    def keep(self, rows: Iterable[Accepted], deliveries: Iterable[tuple[int, int]]) -> None:
        """These are durable now."""
        durable = self._durable
        for row in rows:
            if row[1] > durable.get(row[0], 0):
                durable[row[0]] = row[1]
        for print_, received in deliveries:
            self._pending.pop(print_, None)
            self._deliveries.pop(print_, None)  # so that it counts as the youngest
            self._deliveries[print_] = received
            self._expire(received)

    def _expire(self, received: int) -> None:
        deliveries = self._deliveries
        while deliveries:
            oldest = next(iter(deliveries))
            if deliveries[oldest] > received - DELIVERY_MEMORY and (
                len(deliveries) <= MAX_DELIVERIES
            ):
                return
            del deliveries[oldest]

    def forget(self, rows: Iterable[Accepted]) -> None:
        """Whatever was not durable did not happen, `rows` among it."""
        for row in rows:
            self._young.discard(row[0] << 48 | row[1])
            self._old.discard(row[0] << 48 | row[1])
        self._pending.clear()
        self.newest = dict(self._durable)

    def learn(self, newest: Iterable[tuple[int, int]]) -> None:
        """Take over the newest time of series from telemetry."""
        for series, at in newest:
            for known in (self.newest, self._durable):
                if at > known.get(series, 0):
                    known[series] = at

    def replay(self, rows: Iterable[Accepted], deliveries: Iterable[tuple[int, int]]) -> None:
        """Take over what the journal held when the process started."""
        kept = list(rows)
        for row in kept:
            self.take(row[0], row[1])
        self.keep(kept, deliveries)

    def mark(self, position: int) -> None:
        """The journal is durable up to `position`; plan when the old generation may go.

        What is in memory at the end of one batch is durable with the next batch at the latest.
        """
        if self._turn_at is not None:
            return
        if self._turn_next:
            self._turn_at, self._turn_next = position, False
        elif len(self._young) >= GENERATION:
            self._turn_next = True

    def stored(self, position: int) -> None:
        """Telemetry holds everything before `position`: let the old generation go if it may."""
        if self._turn_at is not None and position >= self._turn_at and not self.is_held:
            self._old, self._young = self._young, set()
            self._turn_at = None

    def dump(self) -> bytes:
        """The durable memory, for the checkpoint: newest times and recent deliveries."""
        newest, deliveries = self._durable, self._deliveries
        parts = [
            _HEADER.pack(_MAGIC, len(newest), len(deliveries)),
            array("Q", newest).tobytes(),
            array("q", newest.values()).tobytes(),
            array("Q", deliveries).tobytes(),
            array("q", deliveries.values()).tobytes(),
        ]
        return b"".join(parts)

    def load(self, state: bytes) -> None:
        """Take over a dumped memory; ValueError when it is not one."""
        if len(state) < _HEADER.size:
            raise ValueError("not a memory of readings: too short")
        magic, series, deliveries = _HEADER.unpack_from(state)
        if magic != _MAGIC or len(state) != _HEADER.size + 16 * (series + deliveries):
            raise ValueError("not a memory of readings")
        at = _HEADER.size
        columns: list[array[int]] = []
        for kind, count in (("Q", series), ("q", series), ("Q", deliveries), ("q", deliveries)):
            column = array(kind)
            column.frombytes(state[at : at + 8 * count])
            columns.append(column)
            at += 8 * count
        self.learn(zip(columns[0], columns[1], strict=True))
        self._deliveries.update(zip(columns[2], columns[3], strict=True))
