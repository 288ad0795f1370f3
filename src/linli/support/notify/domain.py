"""How someone is reached: which channel, when, how often it is tried, and what it is called."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from linli.kernel import Ref, Words

Quiet = tuple[time, time]
QUIET: Quiet = (time(22), time(7))
"""When nobody is rung or texted who has not chosen other hours."""
MOST_ATTEMPTS = 6
MOST_CALLS = 3
LEASE = timedelta(minutes=5)
USES_APP_FOR = timedelta(days=180)
BULLETIN = "bulletin:"
"""How the keys of notices to a whole place begin."""
_ONE_SMS, _PART_OF_SMS = 70, 67
_WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
_CALL_AGAIN = timedelta(hours=3)


class Kind(StrEnum):
    """The channels a message can take, by the names people's own choices have."""

    APP = "app"
    SMS = "sms"
    PHONE = "phone"
    PAPER = "paper"


class State(StrEnum):
    """Where a message stands; SENT is on its way or printed, DELIVERED has arrived."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    EXPIRED = "expired"


KIND_NAMES = {
    Kind.APP: Words("手机里的消息", "in-app message"),
    Kind.SMS: Words("短信", "text message"),
    Kind.PHONE: Words("打电话", "phone call"),
    Kind.PAPER: Words("纸条", "paper slip"),
}


class Channel(Protocol):
    """A way out of the house, registered by wiring."""

    def send(self, address: str, text: str, key: str) -> None:
        """Hand a text over; the same `key` may come twice. Raises ChannelFailed when it cannot."""


class ChannelFailed(Exception):
    """A channel could not take a message; `is_final` when trying again is of no use."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final


@dataclass(frozen=True, slots=True)
class InboxCard:
    """A message in someone's own inbox."""

    id: str
    at: datetime
    text: Words
    about: Ref
    is_urgent: bool
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class CallCard:
    """Someone the desk should ring; the number is opened in people, with a reason."""

    id: str
    person: str
    person_name: str
    is_masked: bool
    text: Words
    about: Ref
    is_urgent: bool
    due_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class SlipCard:
    """A paper slip to print and hand over."""

    id: str
    person: str
    person_name: str
    is_masked: bool
    text: Words
    language: str
    about: Ref
    at: datetime
    printed_at: datetime | None


@dataclass(frozen=True, slots=True)
class FailedCard:
    """A message that did not get through, and what was tried; a person has to look."""

    id: str
    person: str | None
    person_name: str
    kind: Kind
    kind_name: Words
    about: Ref
    at: datetime
    attempts: int
    error: str
    next_kind: Kind | None


@dataclass(frozen=True, slots=True)
class BulletinCard:
    """A notice to everyone below a place; `is_spread` when all of them were told.

    `about` is what it leads to: itself, or what the platform wrote it for.
    """

    id: str
    place: str
    place_label: Words
    title: Words
    text: Words
    is_urgent: bool
    by_name: str
    at: datetime
    is_spread: bool
    about: Ref


@dataclass(frozen=True, slots=True)
class Reach:
    """How many were told a notice by a channel, and how many it has reached."""

    kind: Kind
    told: int
    reached: int


@dataclass(frozen=True, slots=True)
class MailboxCard:
    """A message in the demo's mailbox; a log-in code is one that somebody waits for."""

    number: int
    channel: str
    address: str
    text: str
    at: datetime
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class SendReport:
    """What one round of sending did."""

    sent: int
    failed: int
    expired: int


def choose(
    own: Sequence[Kind], *, available: frozenset[Kind], uses_app: bool, urgent: bool
) -> tuple[Kind, ...]:
    """The channels for one message, from a person's own in their order.

    The first that works here; with an inbox nobody opens, or when it is urgent, the next one as
    well, since a message in an inbox is not yet a person reached.
    """
    usable = [kind for kind in own if kind in available]
    if not usable:
        return (Kind.PAPER,)
    first, rest = usable[0], usable[1:]
    inbox = (Kind.APP,) if Kind.APP in rest else ()
    if first is Kind.APP and rest and (urgent or not uses_app):
        return (first, rest[0])
    return (first, *inbox)


def next_kind(
    own: Sequence[Kind], tried: Iterable[Kind], available: frozenset[Kind]
) -> Kind | None:
    """What to try when a channel has failed: the person's next one; None when all were tried."""
    done = set(tried)
    return next((kind for kind in own if kind in available and kind not in done), None)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: from a minute to eight hours."""
    return _WAITS[min(attempts, len(_WAITS)) - 1]


def is_hopeless(attempts: int) -> bool:
    """Whether it has been tried so often that a person must look."""
    return attempts >= MOST_ATTEMPTS


def call_again_at(at: datetime, zone: str, quiet: Quiet = QUIET) -> datetime:
    """When to ring once more somebody who did not pick up."""
    return out_of_quiet(at + _CALL_AGAIN, zone, quiet)


def out_of_quiet(at: datetime, zone: str, quiet: Quiet = QUIET) -> datetime:
    """The moment itself, or the end of the quiet hours (over midnight or not) it falls into."""
    since, until = quiet
    local = at.astimezone(ZoneInfo(zone))
    clock = local.time()
    over_night = since > until
    rests = (clock >= since or clock < until) if over_night else since <= clock < until
    if not rests:
        return at
    day = local.date() + timedelta(days=1 if over_night and clock >= since else 0)
    return datetime.combine(day, until, ZoneInfo(zone)).astimezone(UTC)


def due_at(kind: Kind, at: datetime, zone: str, *, urgent: bool, quiet: Quiet = QUIET) -> datetime:
    """When a message may go out: text messages and calls rest in quiet hours unless urgent."""
    if urgent or kind in {Kind.APP, Kind.PAPER}:
        return at
    return out_of_quiet(at, zone, quiet)


@dataclass(frozen=True, slots=True)
class TextMessage:
    """A text as the telephone network carries it (3GPP 23.038, UCS-2)."""

    text: str

    @property
    def parts(self) -> int:
        """How many messages it takes: one of 70 characters, or several of 67."""
        length = len(self.text)
        return 1 if length <= _ONE_SMS else -(-length // _PART_OF_SMS)
