"""What people do by hand: read, ring, print, hand over, and look after what failed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from linli.kernel import Actor, Ref, Refused, now
from linli.support.notify import domain, policy
from linli.support.notify.domain import Kind, State
from linli.support.notify.models import Message
from linli.support.notify.services.sending import give_up
from linli.support.notify.services.telling import delivered, quiet_of, zone_of

_UNREAD_WITHIN = timedelta(hours=24)
_WAITS = (State.WAITING, State.SENDING)


def mark_read(*, by: Actor, message: str | None = None, about: Ref | None = None) -> int:
    """Note that the inbox was read: one message, all about one thing, or all; how many were new.

    When someone else reads for the person it does not count as read by them.
    """
    reader = policy.reader_of(by)
    if by.person != reader:
        return 0
    rows = Message.objects.filter(
        community=by.community, person=reader, kind=Kind.APP, read_at=None
    )
    if message is not None:
        rows = rows.filter(pk=message)
    if about is not None:
        rows = rows.filter(about=str(about))
    return rows.update(read_at=now())


def mark_unread(*, by: Actor, message: str | None = None, at: datetime | None = None) -> int:
    """Undo `mark_read` within a day: of one message, or of all read at one moment; how many."""
    reader = policy.reader_of(by)
    if by.person != reader or (message is None and at is None):
        return 0
    rows = Message.objects.filter(
        community=by.community, person=reader, kind=Kind.APP, read_at__gt=now() - _UNREAD_WITHIN
    )
    rows = rows.filter(pk=message) if message is not None else rows.filter(read_at=at)
    return rows.update(read_at=None)


def finish_call(
    *, by: Actor, call: str, reached: bool, words: str = "", is_wrong: bool = False
) -> None:
    """Note how a call went; three unanswered calls count as failed, a wrong number does at once."""
    with transaction.atomic():
        row = _waiting(by, Kind.PHONE).filter(pk=call, state__in=_WAITS).first()
        if row is None:
            raise Refused("not_found", "There is no such call to make.")
        at = now()
        row.attempts += 1
        row.error = " ".join(words.split())[:400]
        if reached:
            delivered(row, at)
        elif is_wrong or row.attempts >= domain.MOST_CALLS:
            give_up(row)
        else:
            row.due_at = domain.call_again_at(
                at, zone_of(row.community), quiet_of(row.community, row.person_id)
            )
            row.save()


def mark_printed(*, by: Actor, slips: Iterable[str]) -> int:
    """Note that slips were printed; they count as arrived once they are handed over."""
    with transaction.atomic():
        rows = _waiting(by, Kind.PAPER).filter(pk__in=list(slips), state=State.WAITING)
        return rows.update(state=State.SENT, sent_at=now())


def mark_handed_over(*, by: Actor, slip: str) -> None:
    """Note that a printed slip is in the person's hands or letter box; twice changes nothing."""
    with transaction.atomic():
        row = _waiting(by, Kind.PAPER).filter(pk=slip).first()
        if row is None:
            raise Refused("not_found", "There is no such slip.")
        if row.state == State.WAITING:
            raise Refused("conflict", "Please print this slip first.")
        if row.state == State.SENT:
            delivered(row, now())


def note_delivery(*, by: Actor, message: str, arrived: bool, error: str = "") -> None:
    """Take in a provider's own report; a text message that did not arrive is one that failed."""
    policy.check_system(by)
    with transaction.atomic():
        rows = Message.objects.select_for_update().filter(kind=Kind.SMS, community=by.community)
        row = rows.filter(pk=message, purpose="message").first()
        if row is None:
            raise Refused("not_found", "There is no such message.")
        if not arrived and row.state == State.DELIVERED:
            row.delivered_at, row.error = None, error[:400]
            give_up(row)


def send_again(*, by: Actor, message: str) -> None:
    """Give a failed message another chance by the same channel, at once."""
    with transaction.atomic():
        row = _waiting(by, None).filter(pk=message, state=State.FAILED, purpose="message").first()
        if row is None:
            raise Refused("not_found", "There is no such failed message.")
        row.state, row.attempts, row.due_at = State.WAITING, 0, now()
        row.seen_failed_at = None
        row.save()


def set_aside(*, by: Actor, message: str) -> None:
    """Note that someone has looked after a failed message; it leaves the desk's list."""
    with transaction.atomic():
        rows = _waiting(by, None).filter(pk=message, state=State.FAILED)
        if not rows.exists():
            raise Refused("not_found", "There is no such failed message.")
        rows.update(seen_failed_at=now())


def _waiting(by: Actor, kind: Kind | None) -> QuerySet[Message]:
    policy.check_desk(by)
    rows = Message.objects.select_for_update().filter(community=by.community)
    return rows.filter(kind=kind) if kind else rows
