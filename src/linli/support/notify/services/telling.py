"""Have someone told by the channels that are theirs."""

from datetime import datetime, timedelta

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Actor, Ref, Refused, Words, now, system
from linli.support.notify import domain, policy
from linli.support.notify.domain import Kind, State
from linli.support.notify.facts import CallAsked, MessageDelivered
from linli.support.notify.models import Message
from linli.support.notify.models.sealing import seal_text, seal_words
from linli.support.notify.services.channels import available

LONGEST = 2000
_LONGEST_KEY = 160


def tell(
    *,
    by: Actor,
    person: str,
    text: Words,
    about: Ref,
    key: str,
    urgent: bool = False,
    language: str = "zh-hans",
) -> tuple[str, ...]:
    """Have a person told something by their own channels; returns the messages' ids.

    The same key tells one person nothing twice. Text messages and calls rest between 22 and 7
    unless `urgent`. `language` is that of channels that carry one language only.
    """
    policy.check_may_tell(by)
    _check(text, key)
    platform = system(by.community)
    with transaction.atomic():
        twins = Message.objects.filter(community=by.community, person=person, key=key)
        if twins.exists():
            return tuple(twins.order_by("at", "id").values_list("pk", flat=True))
        own = own_kinds(platform, person)
        chosen = domain.choose(own, available=available(), uses_app=uses_app(person), urgent=urgent)
        draft = Message(
            community=by.community,
            person_id=person,
            text=seal_words(text),
            about=str(about)[:80],
            key=key,
            is_urgent=urgent,
            language=language,
        )
        return tuple(put(draft, kind) for kind in chosen)


def send_code(*, by: Actor, person: str, phone: str, code: str, minutes: int) -> str:
    """Send a log-in code by text message, at once; it is wiped when sent or after its minutes."""
    policy.check_system(by)
    at = now()
    text = Words(
        f"您的登录验证码是 {code}，{minutes} 分钟内有效。我们不会向您要验证码。",
        f"Your log-in code is {code}, valid for {minutes} minutes. We never ask you for it.",
    )
    with transaction.atomic():
        row = Message.objects.create(
            community=by.community,
            person_id=person,
            purpose="code",
            kind=Kind.SMS,
            text=seal_words(text),
            address=seal_text(phone),
            about=str(Ref("person", person)),
            key=f"code:{person}:{at.timestamp():.6f}",
            is_urgent=True,
            at=at,
            due_at=at,
            expires_at=at + timedelta(minutes=minutes),
        )
        return row.pk


def put(draft: Message, kind: Kind, *, after: Message | None = None) -> str:
    """Write a message for one channel; the inbox has it at once, calls wait for the desk."""
    at = now()
    row = Message.objects.create(
        community=draft.community,
        person_id=draft.person_id,
        kind=kind,
        text=draft.text,
        about=draft.about,
        key=draft.key,
        is_urgent=draft.is_urgent,
        language=draft.language,
        next_to=after,
        at=at,
        due_at=domain.due_at(kind, at, zone_of(draft.community), urgent=draft.is_urgent),
    )
    if kind is Kind.APP:
        delivered(row, at)
    elif kind is Kind.PHONE:
        publish(CallAsked(community=row.community, message=row.pk, is_urgent=row.is_urgent))
    return row.pk


def delivered(row: Message, at: datetime) -> None:
    """Note that a message has arrived."""
    row.state, row.delivered_at, row.sent_at = State.DELIVERED, at, row.sent_at or at
    row.error = ""
    row.save()
    publish(
        MessageDelivered(community=row.community, message=row.pk, channel=row.kind, about=row.about)
    )


def own_kinds(platform: Actor, person: str) -> list[Kind]:
    """A person's channels in their own order."""
    return [Kind(card.kind) for card in people.list_channels(viewer=platform, person=person)]


def uses_app(person: str) -> bool:
    """Whether a person has opened their inbox within half a year."""
    since = now() - domain.USES_APP_FOR
    return Message.objects.filter(person=person, kind=Kind.APP, read_at__gte=since).exists()


def zone_of(community: str) -> str:
    """The time zone in which the quiet hours are counted."""
    return places.get_community(viewer=system(community), community=community).timezone


def _check(text: Words, key: str) -> None:
    if not (text.zh.strip() and text.en.strip()):
        raise Refused("invalid", "A message needs words.", field="text")
    if max(len(text.zh), len(text.en)) > LONGEST:
        raise Refused(
            "too_large",
            "Please write at most %(longest)s characters.",
            field="text",
            longest=LONGEST,
        )
    if not 0 < len(key) <= _LONGEST_KEY:
        raise Refused("invalid", "A message needs a key of its own.", field="key")
