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
_OWN = frozenset({"matter", "pass", "help", "person"})
"""What is one's own affair; everything else is the community's."""


def tell(
    *,
    by: Actor,
    person: str,
    text: Words,
    about: Ref,
    key: str,
    urgent: bool = False,
    language: str | None = None,
) -> tuple[str, ...]:
    """Have a person told something by their own channels; returns the messages' ids.

    The same key tells one person nothing twice. Text messages and calls rest between 22 and 7
    unless `urgent`. `language` is that of channels that carry one language only: the person's own
    unless another is given.
    """
    policy.check_may_tell(by)
    _check(text, key)
    platform = system(by.community)
    with transaction.atomic():
        twins = Message.objects.filter(community=by.community, person=person, key=key)
        if twins.exists():
            return tuple(twins.order_by("at", "id").values_list("pk", flat=True))
        own = own_kinds(platform, person, news_of(about, urgent=urgent))
        chosen = domain.choose(own, available=available(), uses_app=uses_app(person), urgent=urgent)
        draft = Message(
            community=by.community,
            person_id=person,
            text=seal_words(text),
            about=str(about)[:80],
            key=key,
            is_urgent=urgent,
            language=language or people.get_language(viewer=platform, person=person),
        )
        return tuple(put(draft, kind) for kind in chosen)


def try_out(*, by: Actor) -> tuple[str, ...]:
    """Send a message to oneself to see how it arrives, once an hour; again sends nothing new."""
    if by.person is None or by.on_behalf_of:
        raise Refused("forbidden", "Only the person themselves can decide this.")
    text = Words(
        "这是一条试发的通知。您收到了，就说明这样能找到您。不用回。",
        "This is a trial message. It reached you, so this way works. No need to answer.",
    )
    return tell(
        by=system(by.community),
        person=by.person,
        text=text,
        about=Ref("person", by.person),
        key=f"try:{by.person}:{now():%Y%m%d%H}",
    )


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
            language=people.get_language(viewer=by, person=person),
            at=at,
            due_at=at,
            expires_at=at + timedelta(minutes=minutes),
        )
        return row.pk


def put(draft: Message, kind: Kind, *, after: Message | None = None) -> str:
    """Write a message for one channel; the inbox has it at once, calls wait for the desk."""
    at, zone, quiet = now(), zone_of(draft.community), domain.QUIET
    if kind in {Kind.SMS, Kind.PHONE} and not draft.is_urgent:
        quiet = quiet_of(draft.community, draft.person_id)
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
        due_at=domain.due_at(kind, at, zone, urgent=draft.is_urgent, quiet=quiet),
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


def own_kinds(platform: Actor, person: str, news: people.News) -> list[Kind]:
    """A person's channels for this kind of news in their own order."""
    cards = people.list_channels(viewer=platform, person=person, news=news)
    return [Kind(card.kind) for card in cards]


def news_of(about: Ref, *, urgent: bool) -> people.News:
    """What kind of news a message is, for whoever wants each by another way."""
    if urgent:
        return people.News.URGENT
    is_own = about.kind in _OWN
    return people.News.MATTERS if is_own else people.News.COMMUNITY


def quiet_of(community: str, person: str) -> domain.Quiet:
    """When this person does not want to be rung or texted."""
    return people.get_quiet(viewer=system(community), person=person) or domain.QUIET


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
