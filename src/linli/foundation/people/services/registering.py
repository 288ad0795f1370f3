"""Writing people down."""

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.foundation.people import policy
from linli.foundation.people.domain.cards import PersonKind
from linli.foundation.people.domain.contacts import clean_id_number, clean_phone
from linli.foundation.people.domain.names import clean_name
from linli.foundation.people.facts import PersonChanged, PersonRegistered
from linli.foundation.people.models import Person
from linli.foundation.people.models.sealing import ID_NUMBER, PHONE, close, trace
from linli.foundation.people.selectors.seeing import hidden_among
from linli.foundation.people.services.noting import keep_look
from linli.kernel import Actor, Ref, Refused, now


def register_person(
    *,
    by: Actor,
    name: str,
    kind: PersonKind = PersonKind.NATURAL,
    phone: str = "",
    id_number: str = "",
    key: str | None = None,
) -> str:
    """Put a person or company on the books and return the id; the same `key` does it once."""
    policy.check_may_register(by)
    with transaction.atomic():
        found = key and Person.objects.filter(community=by.community, key=key).first()
        if found:
            return found.pk
        row = Person(
            community_id=by.community,
            kind=kind,
            name=clean_name(name),
            key=key,
            created_at=now(),
        )
        write_phone(row, phone)
        write_id_number(row, id_number)
        row.save(force_insert=True)
        publish(PersonRegistered(community=by.community, person=row.pk))
        return row.pk


def change_person(
    *,
    by: Actor,
    person: str,
    name: str | None = None,
    phone: str | None = None,
    id_number: str | None = None,
    reason: str = "",
) -> None:
    """Correct a person's name or numbers; None leaves, empty text takes the number away.

    Staff give a reason, which the person can read: a number opens the door to their affairs.
    """
    policy.check_may_register(by)
    with transaction.atomic():
        row = own_person(by, person)
        if name is not None:
            row.name = clean_name(name)
        if phone is not None:
            write_phone(row, phone)
        if id_number is not None:
            write_id_number(row, id_number)
        row.save()
        if by.person is not None and by.person != person:
            keep_look(by, person, Ref("person", person), reason)
        publish(PersonChanged(community=by.community, person=person))


def own_person(by: Actor, person: str) -> Person:
    """A person on the books of the actor's community whose record the actor may touch."""
    row = Person.objects.select_for_update().filter(pk=person, community=by.community).first()
    if row is None:
        raise Refused("not_found", "There is no such person.", field="person")
    if policy.eyes_of(by) != person and not policy.sees_all(by) and hidden_among([person]):
        raise Refused("forbidden", "Only the keeper of protected records can open this record.")
    return row


def write_phone(row: Person, phone: str) -> None:
    """Seal a phone number into a row; empty takes it away."""
    number = clean_phone(phone) if phone.strip() else ""
    row.phone_sealed = close(number, PHONE) if number else None
    row.phone_hash = trace(number, PHONE)


def write_id_number(row: Person, id_number: str) -> None:
    """Seal an ID number into a row; empty takes it away."""
    number = clean_id_number(id_number) if id_number.strip() else ""
    row.id_sealed = close(number, ID_NUMBER) if number else None
    row.id_hash = trace(number, ID_NUMBER)
