"""The hours, clocks and shifts of those who work here."""

from dataclasses import dataclass
from datetime import datetime

from linli.kernel import Words
from linli.support.matters.domain.catalogue import Allowance, ClockKind


@dataclass(frozen=True, slots=True)
class ShiftLineCard:
    """A note to the next shift, or (`takes_over`) that its writer is on duty from then on."""

    id: str
    at: datetime
    person: str
    person_name: str
    takes_over: bool
    text: str


@dataclass(frozen=True, slots=True)
class ClockReport:
    """What one round of the timers did."""

    looked: int
    warned: int
    overdue: int
    escalated: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class ClockSetting:
    """The time a clock gives here, `span` as it is written ("4wh"); `is_own` when the community
    set it itself."""

    clock: ClockKind
    name: Words
    allowance: Allowance
    span: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The hours of a working day as pairs of HH:MM; `is_own` when the community set them."""

    windows: tuple[tuple[str, str], ...]
    is_own: bool
