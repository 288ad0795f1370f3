"""Writing down at the desk what somebody said, so that they can read it and say: not mine."""

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.foundation.people import policy
from linli.foundation.people.domain.cards import DeskEntryCard, KnownBy
from linli.foundation.people.facts import DeskEntryDisputed, DeskEntryMade
from linli.foundation.people.models import DeskEntry, Person
from linli.foundation.people.selectors.entries import card_of, own_entry
from linli.foundation.people.selectors.seeing import known_here
from linli.kernel import Actor, Ref, Refused, now

_LONGEST = 1000


def write_down(*, by: Actor, service: str, known_by: str, key: str) -> DeskEntryCard:
    """Note that staff do a service for somebody (`by.on_behalf_of`) and how they knew who it is.

    Call it in the transaction of the act itself, before it: the same key again gives the first
    entry with `is_new` False, and the act is not done a second time.
    """
    principal = by.on_behalf_of
    if principal is None or by.person is None or not policy.may_act_by_hand(by.roles, by.via):
        raise Refused("forbidden", "Only the service desk can write this down for somebody.")
    with transaction.atomic():
        row = Person.objects.filter(known_here(by.community), pk=principal).first()
        if row is None:
            raise Refused("not_found", "There is no such person.", field="person")
        entry, is_new = DeskEntry.objects.get_or_create(
            by_id=by.person,
            key=_checked(key),
            defaults={
                "community": by.community,
                "person": row,
                "via": by.via,
                "service": service,
                "known_by": _known(known_by),
                "at": now(),
            },
        )
        if is_new:
            publish(DeskEntryMade(community=by.community, person=row.pk, entry=str(entry.pk)))
        return card_of(entry, is_new=is_new)


def tie_entry(*, by: Actor, entry: int, about: Ref) -> None:
    """Say which record an entry made; for whoever wrote it down."""
    found = DeskEntry.objects.filter(pk=entry, community=by.community, by=by.person or "")
    if not found.update(about=str(about)[:80]):
        raise Refused("not_found", "There is no such entry of yours.")


def dispute_desk_entry(*, by: Actor, entry: int, words: str = "") -> None:
    """这不是我说的: say that what was written down is not one's own; again changes nothing."""
    said = " ".join(words.split())
    if len(said) > _LONGEST:
        raise Refused(
            "too_large",
            "Please write at most %(longest)s characters.",
            field="words",
            longest=_LONGEST,
        )
    with transaction.atomic():
        row = own_entry(by, entry)
        if row.disputed_at is None:
            row.disputed_at, row.dispute = now(), said
            row.save(update_fields=["disputed_at", "dispute"])
            publish(
                DeskEntryDisputed(community=row.community, person=row.person_id, entry=str(row.pk))
            )


def _known(text: str) -> KnownBy:
    try:
        return KnownBy(text)
    except ValueError:
        raise Refused("invalid", "Please say how you knew who it was.", field="known_by") from None


def _checked(key: str) -> str:
    if not 0 < len(key) <= 80:
        raise Refused("invalid", "A request key has 1 to 80 characters.", field="key")
    return key
