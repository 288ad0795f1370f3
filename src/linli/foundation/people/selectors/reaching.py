"""How to reach a person, what they agreed to, and who looked at their data."""

from linli.foundation.people import policy
from linli.foundation.people.domain.cards import (
    ChannelCard,
    ChannelKind,
    ConsentCard,
    LookCard,
)
from linli.foundation.people.models import Channel, Consent, Look, Person
from linli.foundation.people.models.sealing import PHONE, reopen
from linli.foundation.people.selectors.seeing import find_person, hidden_among
from linli.kernel import Actor, Page, Refused, Via

_PAGE = 50


def list_channels(*, viewer: Actor, person: str) -> tuple[ChannelCard, ...]:
    """The ways a person wants to be reached, first choice first.

    Who never chose is reached by the app, then by SMS and phone if there is a number, then on
    paper. For the person, the desk and the platform.
    """
    kinds = kinds_of(open_to(viewer, person))
    return tuple(ChannelCard(kind, rank) for rank, kind in enumerate(kinds, start=1))


def kinds_of(row: Person) -> list[ChannelKind]:
    """A person's channels in their order, or the usual ones."""
    chosen = Channel.objects.filter(person=row).order_by("rank")
    return [ChannelKind(channel.kind) for channel in chosen] or _usual(row)


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


def _usual(row: Person) -> list[ChannelKind]:
    by_phone = [ChannelKind.SMS, ChannelKind.PHONE] if row.phone_hash else []
    return [ChannelKind.APP, *by_phone, ChannelKind.PAPER]
