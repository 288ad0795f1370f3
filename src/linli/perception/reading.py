"""What a device said (`Reading`) and what the platform took of it (`Accepted`)."""

from dataclasses import dataclass
from typing import Final, NamedTuple

LATE: Final = 1  # more than five minutes behind the newest of its series
OUT_OF_ORDER: Final = 2  # behind the newest of its series, by less than that
SKEWED: Final = 4  # the device's clock was absurd; the time is that of arrival
NO_TIME: Final = 8  # the device said no absolute time; reckoned from arrival
REPLAYED: Final = 16  # came from a recording

RELATIVE_BELOW: Final = (1 << 28) * 1000
"""An `at` below this is milliseconds relative to arrival (RFC 8428 §4.5.3); 0 is "just now"."""

Value = float | bool | str


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of one property; `at` is ms since the epoch UTC, or relative to arrival.

    `device` and `property` are the platform's ids and keys; `unit` as the sender wrote it.
    """

    device: str
    property: str
    at: int
    value: Value
    unit: str | None = None


class Accepted(NamedTuple):
    """A row of telemetry: series number, ms since the epoch UTC, value or text, flags, arrival."""

    series: int
    at: int
    value: float
    text: str
    flags: int
    received: int = 0
