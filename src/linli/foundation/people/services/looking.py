"""Opening contact data: never without a reason, never without a record."""

import json

from django.db import transaction

from linli.foundation.people import policy
from linli.foundation.people.domain.cards import Contact
from linli.foundation.people.models.sealing import (
    ID_NUMBER,
    PHONE,
    SNAPSHOT,
    close,
    reopen,
)
from linli.foundation.people.selectors.seeing import find_person, hidden_among, own_circle
from linli.foundation.people.services.noting import keep_look
from linli.kernel import Actor, Ref, Refused

LONGEST_SNAPSHOT = 4_000


def reveal_contact(*, viewer: Actor, person: str, reason: str) -> Contact:
    """A person's name, phone and ID number in full, for staff with a reason; every look is
    recorded and the person can see it. One's own needs no record."""
    row = find_person(viewer, person)
    if viewer.on_behalf_of and not viewer.is_staff:
        raise Refused("forbidden", "Only staff can open contact details, with a reason.")
    _check_may_look(viewer, row.pk)
    with transaction.atomic():
        if viewer.person != row.pk or viewer.on_behalf_of:
            keep_look(viewer, row.pk, Ref("person", row.pk), reason)
        return Contact(
            name=row.name,
            phone=reopen(row.phone_sealed, PHONE),
            id_number=reopen(row.id_sealed, ID_NUMBER),
        )


def seal_personal(*, by: Actor, text: str, person: str | None = None) -> bytes:
    """Seal a snapshot of personal text (a name, a phone, an address as they were) for another
    module to keep; `person` is whose it is, so that they can see who opened it."""
    if not by.community:
        raise Refused("forbidden", "Personal text belongs to a community.")
    if len(text) > LONGEST_SNAPSHOT:
        raise Refused("too_large", "This text is too long to be sealed.")
    body = {"c": by.community, "p": person, "t": text}
    return close(json.dumps(body, ensure_ascii=False), SNAPSHOT)


def open_personal(*, viewer: Actor, sealed: bytes, about: Ref, reason: str) -> str:
    """Open a sealed snapshot, for its person or for staff with a reason; every look is recorded.

    `about` is the thing it is kept with (`matter:…`). Whether this member of staff has to do with
    that thing is for its own module to decide before it asks.
    """
    body = json.loads(reopen(sealed, SNAPSHOT))
    if body["c"] != viewer.community:
        raise Refused("not_found", "There is nothing to open.")
    person: str | None = body["p"]
    _check_may_look(viewer, person)
    with transaction.atomic():
        if person is not None and (viewer.person != person or viewer.on_behalf_of):
            keep_look(viewer, person, about, reason)
        return str(body["t"])


def _check_may_look(viewer: Actor, person: str | None) -> None:
    own = person is not None and policy.eyes_of(viewer) == person
    if own or policy.sees_all(viewer):
        return
    if not viewer.is_staff:
        raise Refused("forbidden", "Only staff can open contact details, with a reason.")
    if person and person not in own_circle(viewer) and hidden_among([person]):
        raise Refused("forbidden", "Only the keeper of protected records can open this record.")
