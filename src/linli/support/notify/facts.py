"""What the notify module announces; ids only."""

from dataclasses import dataclass
from typing import ClassVar

from linli.kernel import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDelivered(Fact):
    """Someone was reached by a channel."""

    kind: ClassVar[str] = "notify.message_delivered"
    message: str
    channel: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFailed(Fact):
    """A channel gave up; `is_last` when no other way is left and a person must look."""

    kind: ClassVar[str] = "notify.message_failed"
    message: str
    channel: str
    about: str
    is_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAsked(Fact):
    """The desk should ring somebody."""

    kind: ClassVar[str] = "notify.call_asked"
    message: str
    is_urgent: bool
