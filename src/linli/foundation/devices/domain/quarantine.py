"""What may be kept of something that was refused.

Without a valid mandate nothing of a reading is kept: it is counted, with reason and time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from linli.perception.outcomes import UNMANDATED

MOST_RAW = 4096
MOST_PER_DEVICE = 50
MOST_PER_COMMUNITY = 2000
KEPT = timedelta(days=7)
"""Long enough to see what is wrong with a device; the counts stay."""

MOST_STRANGERS_A_DAY = 1000
"""Distinct unknown device names counted by name on a day; further ones are counted together."""

CLOSED = "closed_household"
"""Known to the keeper alone."""

WITHOUT_MANDATE = UNMANDATED | {CLOSED, "no_mandate"}
"""Reasons that say nobody has allowed this data: the bytes are never kept."""


@dataclass(frozen=True, slots=True)
class RejectedItem:
    """Something that was refused on its way in.

    `device` is who it claimed to be; `property` is set when `raw` is one record of that property
    alone, empty when it is a whole message; `size` is the number of bytes before cutting.
    """

    device: str
    received_at: datetime
    reason: str
    detail: str = ""
    raw: bytes = b""
    size: int = 0
    transport: str = ""
    topic: str = ""
    property: str = ""


def kept_of(item: RejectedItem, *, mandated: bool) -> RejectedItem:
    """What may be kept: bounded, and without mandate no more than who, why and when."""
    bare = replace(
        item, device=clean(item.device, 64), reason=clean(item.reason, 40),
        transport=clean(item.transport, 20), property=clean(item.property, 60),
    )  # fmt: skip
    if item.reason in WITHOUT_MANDATE or not mandated:
        return replace(bare, detail="", raw=b"", size=0, topic="", property="")
    return replace(
        bare,
        detail=clean(item.detail, 300),
        raw=item.raw[:MOST_RAW],
        size=max(item.size, len(item.raw)),
        topic=clean(item.topic, 200),
    )


def may_keep(item: RejectedItem, known: Iterable[str], mandated: Iterable[str]) -> bool:
    """Whether a mandate covers all that the bytes may hold: the one property they are of,
    or else every property the device knows."""
    wanted = {item.property} if item.property else set(known)
    return wanted <= set(mandated)


def clean(text: str, most: int) -> str:
    """Text from a stranger, safe to store and show: printable, cut to length."""
    return "".join(mark if mark.isprintable() else "�" for mark in text[:most])
