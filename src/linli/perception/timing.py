"""When a reading was taken: the device's word where it can be trusted, else the arrival."""

from typing import Final

from linli.kernel import now
from linli.perception.reading import NO_TIME, RELATIVE_BELOW, SKEWED

FUTURE_ALLOWED: Final = 600_000  # ms a device's clock may run ahead
LATE_AFTER: Final = 300_000  # ms behind the newest of a series before a reading counts as late
YEAR_2000: Final = 946_684_800_000


def now_ms() -> int:
    """The present moment in ms since the epoch UTC."""
    return int(now().timestamp() * 1000)


def settle_time(at: int, received: int) -> tuple[int, int]:
    """(ms since the epoch, flags): relative times reckoned, absurd ones set to the arrival."""
    flags = 0
    if at < RELATIVE_BELOW:
        at += received
        flags = NO_TIME
    if at > received + FUTURE_ALLOWED or at < YEAR_2000:
        return received, flags | SKEWED
    return at, flags
