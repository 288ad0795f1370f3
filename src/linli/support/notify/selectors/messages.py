"""One's inbox, what waits at the desk, and whether somebody was reached."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from linli.foundation.people import api as people
from linli.foundation.people.api import PersonCard
from linli.kernel import Actor, Kept, Page, Ref, Refused, Words, now
from linli.support.notify import policy
from linli.support.notify.domain import (
    KIND_NAMES,
    USES_APP_FOR,
    CallCard,
    FailedCard,
    InboxCard,
    Kind,
    MailboxCard,
    SlipCard,
    State,
)
from linli.support.notify.models import MailboxRow, Message
from linli.support.notify.models.sealing import open_text, open_words
from linli.support.notify.services.channels import CODE, clear_old

_PAGE = 50
_MOST = 200


def list_inbox(
    *, viewer: Actor, unread: bool = False, cursor: str | None = None
) -> Page[InboxCard]:
    """The messages in one's own inbox (or that of the one acted for), newest first."""
    reader = policy.reader_of(viewer)
    rows = Message.objects.filter(community=viewer.community, person=reader, kind=Kind.APP)
    if unread:
        rows = rows.filter(read_at=None)
    if cursor is not None:
        rows = rows.filter(pk__lt=cursor)
    found = list(rows.order_by("-pk")[: _PAGE + 1])
    cards = tuple(
        InboxCard(
            row.pk, row.at, open_words(row.text), Ref.parse(row.about), row.is_urgent, row.read_at
        )
        for row in found[:_PAGE]
    )
    return Page(cards, cards[-1].id if len(found) > _PAGE else None)


def list_calls(
    *, viewer: Actor, person: str | None = None, cursor: str | None = None
) -> Page[CallCard]:
    """Whom the desk should ring now, urgent ones first, 50 a page; only one `person` if given.

    Those that rest at night come at seven.
    """
    rows = _calls(viewer)
    if person is not None:
        rows = rows.filter(person=person)
    if cursor is not None:
        rows = rows.filter(_after(cursor))
    found = list(rows.order_by("-is_urgent", "due_at", "id")[: _PAGE + 1])
    shown = found[:_PAGE]
    cards = _people(viewer, shown)
    calls = tuple(_call(row, cards[row.person_id]) for row in shown)
    return Page(calls, _cursor(shown[-1]) if len(found) > _PAGE else None)


def get_call(*, viewer: Actor, call: str) -> CallCard:
    """One call the desk should make now."""
    row = _calls(viewer).filter(pk=call).first()
    if row is None:
        raise Refused("not_found", "There is no such call to make.")
    return _call(row, _people(viewer, [row])[row.person_id])


def count_calls(*, viewer: Actor) -> int:
    """How many people the desk should ring now."""
    return _calls(viewer).count()


def list_slips(
    *,
    viewer: Actor,
    printed: bool | None = None,
    person: str | None = None,
    about: Ref | None = None,
    cursor: str | None = None,
) -> Page[SlipCard]:
    """Paper slips to print, and printed ones still to hand over, oldest first; 200 a page.

    Only those `printed` or not, for one `person`, or `about` one thing, when that is given.
    """
    rows = _slips(viewer, printed)
    if person is not None:
        rows = rows.filter(person=person)
    if about is not None:
        rows = rows.filter(about=str(about))
    if cursor is not None:
        rows = rows.filter(pk__gt=cursor)
    found = list(rows.order_by("id")[: _MOST + 1])
    cards = _people(viewer, found[:_MOST])
    slips = tuple(_slip(row, cards[row.person_id]) for row in found[:_MOST])
    return Page(slips, slips[-1].id if len(found) > _MOST else None)


def count_slips(*, viewer: Actor, printed: bool | None = None) -> int:
    """How many slips there are to print, to hand over, or both."""
    return _slips(viewer, printed).count()


def list_failed(*, viewer: Actor, cursor: str | None = None) -> Page[FailedCard]:
    """What did not get through and nobody has looked after yet, newest first; 50 a page."""
    rows = _unseen_failures(viewer)
    if cursor is not None:
        rows = rows.filter(pk__lt=cursor)
    found = list(rows.order_by("-pk")[: _PAGE + 1])
    shown = found[:_PAGE]
    cards = _people(viewer, shown)
    later = Message.objects.filter(next_to__in=shown).values_list("next_to_id", "kind")
    following = {message: Kind(kind) for message, kind in later}
    failed = tuple(_failed(row, cards[row.person_id], following.get(row.pk)) for row in shown)
    return Page(failed, shown[-1].pk if len(found) > _PAGE else None)


def count_failed(*, viewer: Actor) -> int:
    """How many messages did not get through and wait for a person."""
    return _unseen_failures(viewer).count()


def get_delivered_at(*, viewer: Actor, key: str) -> datetime | None:
    """When a person was first reached with something; None as long as nobody can say so.

    A message in an inbox counts at once when its person had opened the inbox within half a year,
    else from when they next open it: until then it lies in a box nobody looks into.
    """
    policy.check_may_tell(viewer)
    rows = Message.objects.filter(
        community=viewer.community, key=key, state=State.DELIVERED, delivered_at__isnull=False
    )
    moments = [_reached_at(row) for row in rows]
    return min((moment for moment in moments if moment is not None), default=None)


def list_mailbox(*, viewer: Actor, limit: int = 200) -> tuple[MailboxCard, ...]:
    """The demo's mailbox, newest first; anyone may look, and only in the demo is there one."""
    if not settings.DEMO:
        raise Refused("not_found", "There is no such page.")
    clear_old()
    rows = MailboxRow.objects.order_by("-id")[: min(max(limit, 1), _MOST)]
    return tuple(
        MailboxCard(
            row.pk,
            row.channel,
            open_text(row.address),
            open_text(row.text),
            row.at,
            is_code=row.key.startswith(CODE),
        )
        for row in rows
    )


def list_kept(*, viewer: Actor, full: bool = False) -> tuple[Kept, ...]:
    """What was sent to the viewer, for them alone; codes are not kept."""
    if viewer.person is None or viewer.on_behalf_of:
        raise Refused("forbidden", "Only the person themselves can decide this.")
    rows = Message.objects.filter(
        community=viewer.community, person=viewer.person, purpose="message"
    ).order_by("at", "id")
    found = [
        {
            "channel": row.kind,
            "text": open_words(row.text).zh if row.text else "",
            "text_en": open_words(row.text).en if row.text else "",
            "about": row.about,
            "state": row.state,
            "at": row.at,
            "delivered_at": row.delivered_at,
            "read_at": row.read_at,
        }
        for row in (rows if full else ())
    ]
    return (
        Kept(
            key="messages",
            what=Words("发给您的通知", "messages sent to you"),
            source=Words("事情有进展时自动写的", "written as things move on"),
            seen_by=Words("您自己；打电话、送纸条的人", "you; who rings or hands it over"),
            time=Words("一直保存，作为凭据", "kept as evidence"),
            basis=Words("为了告诉您", "so that you are told"),
            way=Words("改变联系方式，或提出异议", "change how you are reached, or object"),
            count=rows.count(),
            rows=tuple(found),
        ),
    )


def _reached_at(row: Message) -> datetime | None:
    if row.kind != Kind.APP or row.delivered_at is None:
        return row.delivered_at
    opened = Message.objects.filter(person=row.person_id, kind=Kind.APP)
    used_since = row.delivered_at - USES_APP_FOR
    if opened.filter(read_at__gte=used_since, read_at__lte=row.delivered_at).exists():
        return row.delivered_at
    later = opened.filter(read_at__gte=row.delivered_at).order_by("read_at")
    return later.values_list("read_at", flat=True).first()


def _slips(viewer: Actor, printed: bool | None) -> QuerySet[Message]:
    policy.check_desk(viewer)
    states = {None: (State.WAITING, State.SENT), False: (State.WAITING,), True: (State.SENT,)}
    return Message.objects.filter(
        community=viewer.community, kind=Kind.PAPER, state__in=states[printed]
    )


def _calls(viewer: Actor) -> QuerySet[Message]:
    policy.check_desk(viewer)
    return Message.objects.filter(
        community=viewer.community, kind=Kind.PHONE, state=State.WAITING, due_at__lte=now()
    )


def _cursor(row: Message) -> str:
    """Where a call stands in the list; kept whole, since a call that is rung in vain moves."""
    return f"{int(row.is_urgent)}|{row.due_at.isoformat()}|{row.pk}"


def _after(cursor: str) -> Q:
    urgent, _, rest = cursor.partition("|")
    at, _, last = rest.partition("|")
    try:
        due = datetime.fromisoformat(at).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(
            "invalid", "This list cannot be continued from here.", field="cursor"
        ) from None
    is_urgent = urgent == "1"
    later = Q(is_urgent=is_urgent) & (Q(due_at__gt=due) | Q(due_at=due, pk__gt=last))
    return later | Q(is_urgent=False) if is_urgent else later


def _unseen_failures(viewer: Actor) -> QuerySet[Message]:
    policy.check_desk(viewer)
    return Message.objects.filter(
        community=viewer.community, state=State.FAILED, seen_failed_at=None
    )


def _people(viewer: Actor, rows: Sequence[Message]) -> dict[str, PersonCard]:
    return people.get_people(viewer=viewer, people=[row.person_id for row in rows])


def _call(row: Message, card: PersonCard) -> CallCard:
    return CallCard(
        id=row.pk,
        person=row.person_id,
        person_name=card.name,
        is_masked=card.is_masked,
        text=open_words(row.text),
        about=Ref.parse(row.about),
        is_urgent=row.is_urgent,
        due_at=row.due_at,
        attempts=row.attempts,
    )


def _slip(row: Message, card: PersonCard) -> SlipCard:
    return SlipCard(
        id=row.pk,
        person=row.person_id,
        person_name=card.name,
        is_masked=card.is_masked,
        text=open_words(row.text),
        language=row.language,
        about=Ref.parse(row.about),
        at=row.at,
        printed_at=row.sent_at,
    )


def _failed(row: Message, card: PersonCard, following: Kind | None) -> FailedCard:
    return FailedCard(
        id=row.pk,
        person=row.person_id,
        person_name=card.name,
        kind=Kind(row.kind),
        kind_name=KIND_NAMES[Kind(row.kind)],
        about=Ref.parse(row.about),
        at=row.at,
        attempts=row.attempts,
        error=row.error,
        next_kind=following,
    )
