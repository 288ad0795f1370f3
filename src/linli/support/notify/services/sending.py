"""Send what is due: claimed first, then sent, then noted, so that nothing is lost on the way."""

import logging

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from linli.foundation.facts.api import publish
from linli.foundation.people import api as people
from linli.kernel import Actor, Ref, now, system
from linli.support.notify import domain, policy
from linli.support.notify.domain import ChannelFailed, Kind, SendReport, State
from linli.support.notify.facts import MessageFailed
from linli.support.notify.models import Message
from linli.support.notify.models.sealing import open_text, open_words
from linli.support.notify.services.channels import available, channel_for
from linli.support.notify.services.telling import delivered, news_of, own_kinds, put

log = logging.getLogger(__name__)

_MOST = 200
_OPEN = (State.WAITING, State.SENDING)


def send_due(*, by: Actor, most: int = _MOST) -> SendReport:
    """Send text messages that are due; the work process calls this every second or so.

    Each is claimed for five minutes before it is handed to its channel, so a crash in between
    sends it again with the same key (at least once). Without a community it runs for all.
    """
    policy.check_system(by)
    expired = _wipe_expired(by)
    due = _mine(by).filter(kind=Kind.SMS, state__in=_OPEN, due_at__lte=now())
    ids = list(due.order_by("due_at", "id").values_list("pk", flat=True)[:most])
    outcomes = [_send_one(message) for message in ids]
    return SendReport(sent=outcomes.count("sent"), failed=outcomes.count("failed"), expired=expired)


def failed(row: Message, error: str, *, is_final: bool) -> None:
    """Try again later, or give up on this channel and take the person's next one."""
    row.error = error[:400]
    if not (is_final or domain.is_hopeless(row.attempts)):
        row.state, row.due_at = State.WAITING, now() + domain.wait_after(row.attempts)
        row.save()
        return
    give_up(row)


def give_up(row: Message) -> None:
    """This channel is closed; whoever waits for an answer must not think it arrived."""
    row.state = State.FAILED
    if row.purpose == "code":
        row.text, row.address = None, None
    row.save()
    following = None if row.purpose == "code" else _next_of(row)
    if following is not None:
        put(row, following, after=row)
    publish(
        MessageFailed(
            community=row.community,
            message=row.pk,
            channel=row.kind,
            about=row.about,
            is_last=following is None,
        )
    )


def _send_one(message: str) -> str:
    claimed = _claim(message)
    if claimed is None:
        return "gone"
    try:
        _hand_over(claimed)
    except ChannelFailed as error:
        return _note(message, str(error), is_final=error.is_final)
    except Exception as error:  # noqa: BLE001  whatever an adapter throws must become a retry
        log.warning("message %s was not sent: %s", message, type(error).__name__)
        return _note(message, type(error).__name__, is_final=False)
    return _note(message, None, is_final=False)


def _claim(message: str) -> Message | None:
    with transaction.atomic():
        at = now()
        can_skip = connection.features.has_select_for_update_skip_locked
        rows = Message.objects.select_for_update(skip_locked=can_skip)
        row = rows.filter(pk=message, state__in=_OPEN, due_at__lte=at).first()
        if row is None:  # another worker has it
            return None
        row.state, row.attempts, row.due_at = State.SENDING, row.attempts + 1, at + domain.LEASE
        row.save(update_fields=["state", "attempts", "due_at"])
        return row


def _hand_over(row: Message) -> None:
    channel = channel_for(Kind(row.kind))
    if channel is None:
        raise ChannelFailed("this channel is not set up here", is_final=True)
    platform = system(row.community)
    if row.address is not None:
        address = open_text(row.address)
    else:
        address = people.get_phone(viewer=platform, person=row.person_id)
    if not address:
        raise ChannelFailed("there is no number", is_final=True)
    text = open_words(row.text).in_language(row.language)
    channel.send(address, text, f"{row.purpose}:{row.pk}")


def _note(message: str, error: str | None, *, is_final: bool) -> str:
    with transaction.atomic():
        row = Message.objects.select_for_update().filter(pk=message, state=State.SENDING).first()
        if row is None:
            return "gone"
        if error is not None:
            failed(row, error, is_final=is_final)
            return "failed"
        row.sent_at = now()
        if row.purpose == "code":
            row.text, row.address = None, None
        delivered(row, row.sent_at)
        return "sent"


def _wipe_expired(by: Actor) -> int:
    late = _mine(by).filter(purpose="code", text__isnull=False, expires_at__lte=now())
    return late.update(text=None, address=None, state=State.EXPIRED)


def _next_of(row: Message) -> Kind | None:
    tried = Message.objects.filter(community=row.community, key=row.key).values_list(
        "kind", flat=True
    )
    news = news_of(Ref.parse(row.about), urgent=row.is_urgent)
    own = own_kinds(system(row.community), row.person_id, news)
    return domain.next_kind([*own, Kind.PAPER], [Kind(kind) for kind in tried], available())


def _mine(by: Actor) -> QuerySet[Message]:
    return Message.objects.filter(Q(community=by.community) if by.community else Q())
