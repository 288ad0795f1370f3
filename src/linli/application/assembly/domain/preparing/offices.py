"""After the election: members and alternates, papers to file, what is handed over."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from linli.kernel import Words


class Office(StrEnum):
    """What a member of the owners' committee is in it."""

    MEMBER = "member"
    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"


class Left(StrEnum):
    """Why somebody is no longer in the committee (业主大会指导规则 Articles 43 and 44)."""

    RESIGNED = "resigned"
    NO_LONGER_OWNER = "no_longer_owner"
    RECALLED = "recalled"
    DIED = "died"
    OTHER = "other"


class Due(StrEnum):
    """What a committee is reminded of, each once."""

    CHAIR = "chair"
    FILING = "filing"
    HANDOVER = "handover"
    RE_ELECTION = "re_election"
    BY_ELECTION = "by_election"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document the street office asks for (备案)."""

    key: str
    words: Words


def is_below_half(members: int, seats: int) -> bool:
    """Whether fewer than half of the seats are still filled; exactly half is not below."""
    return 2 * members < seats


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day that month has."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return _safe(year, month + 1, day.day)


def years_after(day: date, years: int) -> date:
    """The same day so many years later, or 28 February for a leap day."""
    return _safe(day.year + years, day.month, day.day)


def _safe(year: int, month: int, day: int) -> date:
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1
