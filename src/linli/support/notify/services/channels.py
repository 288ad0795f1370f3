"""The ways out of the house that wiring has registered, and the demo's mailbox."""

from datetime import timedelta

from django.db import transaction

from linli.kernel import now
from linli.support.notify.domain import Channel, Kind
from linli.support.notify.models import MailboxRow
from linli.support.notify.models.sealing import seal_text

_KEPT = 200
_CODES_KEPT = timedelta(minutes=10)
CODE = "code:"
"""How the keys of log-in codes begin."""
_channels: dict[Kind, Channel] = {}


def use_channel(kind: str, channel: Channel | None) -> None:
    """Register the adapter of a channel; wiring does this once, None takes it away."""
    if channel is None:
        _channels.pop(Kind(kind), None)
    else:
        _channels[Kind(kind)] = channel


def channel_for(kind: Kind) -> Channel | None:
    """The adapter of a channel, if there is one."""
    return _channels.get(kind)


def available() -> frozenset[Kind]:
    """What works here: inbox, desk and paper always, the rest when an adapter is registered."""
    return frozenset({Kind.APP, Kind.PHONE, Kind.PAPER, *_channels})


class Mailbox:
    """A channel that keeps the last 200 messages to be looked at; codes for ten minutes only."""

    def __init__(self, kind: str) -> None:
        self.kind = Kind(kind)

    def send(self, address: str, text: str, key: str) -> None:
        """Put a message into the mailbox; the same key only once."""
        with transaction.atomic():
            MailboxRow.objects.get_or_create(
                key=key,
                defaults={
                    "channel": self.kind,
                    "address": seal_text(address),
                    "text": seal_text(text),
                    "at": now(),
                },
            )
            clear_old()


def clear_old() -> None:
    """Drop what is beyond the last 200, and codes that no longer work."""
    last = list(MailboxRow.objects.order_by("-id").values_list("id", flat=True)[_KEPT : _KEPT + 1])
    if last:
        MailboxRow.objects.filter(id__lte=last[0]).delete()
    MailboxRow.objects.filter(key__startswith=CODE, at__lte=now() - _CODES_KEPT).delete()
