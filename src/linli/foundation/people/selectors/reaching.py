"""How to reach a person, what they agreed to, and who looked at their data."""

from collections.abc import Iterable
from datetime import time

from linli.foundation.people import policy
from linli.foundation.people.domain.cards import (
    ChannelCard,
    ChannelKind,
    ConsentCard,
    LookCard,
    News,
)
from linli.foundation.people.domain.contacts import usable_kinds
from linli.foundation.people.models import Channel, Consent, Look, Person, Wish
from linli.foundation.people.models.sealing import PHONE, reopen
from linli.foundation.people.selectors.seeing import find_person, hidden_among
from linli.kernel import Actor, Page, Refused, Via

_PAGE = 50


def list_channels(*, viewer: Actor, person: str, news: News = News.ALL) -> tuple[ChannelCard, ...]:
    """The ways a person wants to be reached with this kind of news, first choice first.

    Who never chose is reached by the app, then by SMS and phone if there is a number, then on
    paper; a landline gets calls only. For the person, the desk and the platform.
    """
    kinds = kinds_of(open_to(viewer, person), news)
    return tuple(ChannelCard(kind, rank) for rank, kind in enumerate(kinds, start=1))


def kinds_of(row: Person, news: News = News.ALL) -> list[ChannelKind]:
    """A person's channels for this news in their order, else for all news, else the usual ones;
    never one their number cannot take."""
    chosen: dict[str, list[ChannelKind]] = {}
    for channel in Channel.objects.filter(person=row).order_by("rank"):
        chosen.setdefault(channel.news, []).append(ChannelKind(channel.kind))
    usable = usable_kinds(reopen(row.phone_sealed, PHONE))
    wanted = chosen.get(news) or chosen.get(News.ALL, [])
    return [kind for kind in wanted if kind in usable] or _usual(usable)


def list_usable(*, viewer: Actor, person: str) -> tuple[ChannelKind, ...]:
    """The ways that reach this person at all, given the number they have."""
    row = open_to(viewer, person)
    return tuple(_usual(usable_kinds(reopen(row.phone_sealed, PHONE))))


def get_quiet(*, viewer: Actor, person: str) -> tuple[time, time] | None:
    """From when until when a person does not want to be rung or texted; None: the usual hours."""
    row = open_to(viewer, person)
    wish = Wish.objects.filter(person=row, quiet_from__isnull=False).first()
    if wish is None or wish.quiet_from is None or wish.quiet_until is None:
        return None
    return wish.quiet_from, wish.quiet_until


def list_first_channels(*, viewer: Actor, people: Iterable[str]) -> dict[str, ChannelKind]:
    """What those of these people who chose want to be reached by first; for staff. Whoever is not
    shown is left out."""
    if not (viewer.is_staff or viewer.is_system):
        raise Refused("forbidden", "This is for the people who work here.")
    wanted = set(people)
    rows = Channel.objects.filter(person__in=wanted - hidden_among(wanted)).order_by("-rank")
    return {person: ChannelKind(kind) for person, kind in rows.values_list("person", "kind")}


def get_phone(*, viewer: Actor, person: str) -> str:
    """The number to send a message to, for the platform itself; empty when there is none."""
    policy.check_system(viewer)
    return reopen(find_person(viewer, person).phone_sealed, PHONE)


def get_language(*, viewer: Actor, person: str) -> str:
    """The language a person reads in, for the platform itself."""
    policy.check_system(viewer)
    return find_person(viewer, person).language


def get_habits(*, viewer: Actor) -> dict[str, str]:
    """What the viewer chose about their own pages; empty for strangers."""
    found = Person.objects.filter(pk=viewer.person or "").values_list("habits", flat=True).first()
    return dict(found or {})


def list_consents(*, viewer: Actor, person: str) -> tuple[ConsentCard, ...]:
    """Where a person stands on each purpose they were asked about."""
    row = open_to(viewer, person)
    latest: dict[str, ConsentCard] = {}
    for consent in Consent.objects.filter(person=row).order_by("at", "id"):
        latest[consent.purpose] = ConsentCard(
            purpose=consent.purpose,
            is_given=consent.is_given,
            by=consent.by_id,
            via=Via(consent.via),
            at=consent.at,
        )
    return tuple(latest[purpose] for purpose in sorted(latest))


def has_consent(*, viewer: Actor, person: str, purpose: str) -> bool:
    """Whether a person's latest word on a purpose is yes."""
    row = open_to(viewer, person)
    last = Consent.objects.filter(person=row, purpose=purpose).order_by("-at", "-id").first()
    return last is not None and last.is_given


def list_looks(
    *, viewer: Actor, person: str | None = None, cursor: str | None = None
) -> Page[LookCard]:
    """Who looked at a person's contact data and why, newest first; one's own, or for the keeper."""
    person = person or policy.eyes_of(viewer)
    if person is None or not (policy.eyes_of(viewer) == person or policy.sees_all(viewer)):
        raise Refused("forbidden", "Only you yourself can see who looked at your data.")
    row = find_person(viewer, person)
    looks = Look.objects.filter(person=row).select_related("looker").order_by("-id")
    if cursor is not None:
        looks = looks.filter(id__lt=cursor)
    found = list(looks[: _PAGE + 1])
    cards = tuple(_look(look) for look in found[:_PAGE])
    return Page(cards, found[_PAGE - 1].pk if len(found) > _PAGE else None)


def _look(row: Look) -> LookCard:
    return LookCard(
        looker=row.looker_id,
        looker_name=row.looker.name if row.looker else "",
        about=row.about,
        reason=row.reason,
        via=Via(row.via),
        at=row.at,
    )


def open_to(viewer: Actor, person: str) -> Person:
    """The person, for themselves and for the desk; hidden ones for the keeper alone."""
    row = find_person(viewer, person)
    policy.check_self_or_registrar(viewer, row.pk)
    if policy.eyes_of(viewer) != row.pk and not policy.sees_all(viewer) and hidden_among([row.pk]):
        raise Refused("forbidden", "Only the keeper of protected records can open this record.")
    return row


def _usual(usable: frozenset[ChannelKind]) -> list[ChannelKind]:
    return [kind for kind in ChannelKind if kind in usable]
