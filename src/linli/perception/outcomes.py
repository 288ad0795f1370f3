"""What became of every reading: counted by device and outcome, the rejected kept for a look."""

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

ACCEPTED: Final = "accepted"
DUPLICATE: Final = "duplicate"

UNMANDATED: Final = frozenset(
    {
        "unknown_device",
        "unknown_property",
        "no_mandate",
        "not_active",
        "closed_household",
        "vendor_blocked",
        "wrong_device",
        "too_many",
    }
)
"""Refusals whose raw bytes nobody has allowed us to keep."""

RAW_KEPT: Final = 2_048  # bytes of one rejected message


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one message came to; `reasons` are (refusal, how many), most frequent first."""

    accepted: int = 0
    duplicate: int = 0
    refused: int = 0
    reasons: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One part of a message that could not be read: which record, which field, and why."""

    reason: str
    detail: str
    index: int | None = None
    field: str | None = None
    raw: bytes = b""

    def __str__(self) -> str:
        where = "" if self.index is None else f"record {self.index}"
        what = f"field {self.field!r}" if self.field else ""
        return ": ".join(
            part for part in (", ".join(p for p in (where, what) if p), self.detail) if part
        )


@dataclass(frozen=True, slots=True)
class Rejected:
    """A refused message or record for the quarantine page; `raw` empty where none may be kept.

    `size` counts its bytes before cutting; `transport` and `topic` say by which way it came.
    """

    device: str
    reason: str
    detail: str
    raw: bytes
    received: int
    size: int = 0
    transport: str = ""
    topic: str = ""


class Outcomes:
    """Counts until they are drained, and a bounded quarantine (oldest given up first)."""

    __slots__ = ("_bytes", "_counts", "_max_bytes", "_rejected", "given_up")

    def __init__(self, *, max_rejected: int = 2_000, max_bytes: int = 4 << 20) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._rejected: deque[Rejected] = deque(maxlen=max_rejected)
        self._max_bytes = max_bytes
        self._bytes = 0
        self.given_up = 0

    def add(self, counts: Mapping[tuple[str, str], int]) -> None:
        """Add counts by (device, outcome)."""
        mine = self._counts
        for key, number in counts.items():
            mine[key] += number

    def reject(self, item: Rejected) -> None:
        """Keep one rejected item; beyond the bounds the oldest is given up and counted."""
        rejected = self._rejected
        while rejected and (
            len(rejected) == rejected.maxlen or self._bytes + len(item.raw) > self._max_bytes
        ):
            self._bytes -= len(rejected.popleft().raw)
            self.given_up += 1
        rejected.append(item)
        self._bytes += len(item.raw)

    def drain_counts(self) -> Counter[tuple[str, str]]:
        """All counts since the last call."""
        counts, self._counts = self._counts, Counter()
        return counts

    def drain_rejected(self) -> list[Rejected]:
        """All rejected items since the last call."""
        items = list(self._rejected)
        self._rejected.clear()
        self._bytes = 0
        return items
