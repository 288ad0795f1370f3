"""What a person agrees to, how they want to be reached, and whom they trust to act for them."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.foundation.people import policy
from linli.foundation.people.domain.cards import ChannelKind, HelpScope, PersonKind
from linli.foundation.people.domain.contacts import clean_phone
from linli.foundation.people.domain.habits import checked_habit
from linli.foundation.people.domain.languages import checked_language
from linli.foundation.people.domain.names import clean_name
from linli.foundation.people.facts import (
    ConsentRecorded,
    HelpAllowed,
    HelpStopped,
    PersonChanged,
    PersonRegistered,
)
from linli.foundation.people.models import Channel, Consent, Help, Person
from linli.foundation.people.models.sealing import PHONE, trace
from linli.foundation.people.services.registering import own_person, write_phone
from linli.kernel import Actor, Refused, now

MOST_HELPERS = 20
_UNDO = timedelta(minutes=30)


def set_channels(*, by: Actor, person: str, kinds: Sequence[ChannelKind]) -> None:
    """Choose how a person is reached, first choice first; empty goes back to the usual order."""
    policy.check_self_or_registrar(by, person)
    chosen = list(dict.fromkeys(ChannelKind(kind) for kind in kinds))
    with transaction.atomic():
        row = own_person(by, person)
        Channel.objects.filter(person=row).delete()
        Channel.objects.bulk_create(
            Channel(person=row, kind=kind, rank=rank) for rank, kind in enumerate(chosen, start=1)
        )
        publish(PersonChanged(community=by.community, person=person))


def set_language(*, by: Actor, language: str) -> None:
    """Keep the language someone reads in, for what is sent to them; the same again changes
    nothing."""
    chosen = checked_language(language)
    Person.objects.filter(pk=by.person).exclude(language=chosen).update(language=chosen)


def set_habit(*, by: Actor, name: str, value: str) -> None:
    """Keep what someone chose about their own pages; nobody else reads it."""
    chosen = checked_habit(name, value)
    if by.person is None:
        raise Refused("not_signed_in", "Please log in first.")
    with transaction.atomic():
        row = Person.objects.select_for_update().get(pk=by.person)
        if row.habits.get(name, "") != chosen:
            row.habits = {**row.habits, name: chosen}
            row.save(update_fields=["habits"])


def record_consent(*, by: Actor, person: str, purpose: str, is_given: bool) -> None:
    """Write down that a person gave or withdrew a consent; the latest word counts."""
    policy.check_self_or_registrar(by, person)
    purpose = " ".join(purpose.split())
    if not 0 < len(purpose) <= 80:
        raise Refused("invalid", "Say what the consent is for.", field="purpose")
    with transaction.atomic():
        row = own_person(by, person)
        Consent.objects.create(
            community=by.community,
            person=row,
            purpose=purpose,
            is_given=is_given,
            by_id=by.person,
            via=by.via,
            at=now(),
        )
        publish(
            ConsentRecorded(
                community=by.community, person=person, purpose=purpose, is_given=is_given
            )
        )


def allow_help(
    *,
    by: Actor,
    name: str,
    phone: str,
    scope: HelpScope = HelpScope.EVERYDAY,
    until: date | None = None,
) -> str:
    """Trust someone, by name and phone, to act for the actor's subject; returns the help's id.

    A helper nobody knows yet is put on the books and can sign in with that phone. At the counter
    staff write it down on the person's behalf.
    """
    principal = by.subject
    if principal is None:
        raise Refused("not_signed_in", "Sign in to choose a helper.")
    _check_own_wish(by)
    name, number = clean_name(name), clean_phone(phone)
    with transaction.atomic():
        row = own_person(by, principal)
        live = Help.objects.filter(principal=row, revoked_at=None)
        if live.count() >= MOST_HELPERS:
            raise Refused("too_many", "One can have at most %(most)s helpers.", most=MOST_HELPERS)
        helper = _find_or_register(by.community, name, number)
        if helper.pk == row.pk:
            raise Refused("invalid", "Choose someone else as your helper.", field="phone")
        Help.objects.filter(principal=row, helper=helper, revoked_at=None).update(revoked_at=now())
        trusted = Help.objects.create(
            community=by.community,
            principal=row,
            helper=helper,
            scope=HelpScope(scope),
            until=until,
            via=by.via,
            allowed_by_id=by.person,
            at=now(),
        )
        publish(
            HelpAllowed(community=by.community, help=trusted.pk, principal=row.pk, helper=helper.pk)
        )
        return trusted.pk


def stop_help(*, by: Actor, help_id: str) -> None:
    """End a help, by the one helped, the helper, or the desk on someone's behalf."""
    with transaction.atomic():
        row = (
            Help.objects.select_for_update()
            .filter(pk=help_id, community=by.community, revoked_at=None)
            .first()
        )
        sides = {row.principal_id, row.helper_id} if row else set()
        if row is None or not ({by.subject, by.person} & sides or policy.sees_all(by)):
            raise Refused("not_found", "There is no such help in force.")
        row.revoked_at = now()
        row.save(update_fields=["revoked_at"])
        publish(
            HelpStopped(
                community=by.community,
                help=row.pk,
                principal=row.principal_id,
                helper=row.helper_id,
            )
        )


def resume_help(*, by: Actor, help_id: str) -> None:
    """Undo the end of a help within half an hour, by the one helped; again changes nothing."""
    _check_own_wish(by)
    with transaction.atomic():
        row = (
            Help.objects.select_for_update()
            .filter(pk=help_id, community=by.community, principal=by.subject)
            .first()
        )
        if row is None:
            raise Refused("not_found", "There is no such help in force.")
        if row.revoked_at is None:
            return
        if now() > row.revoked_at + _UNDO:
            raise Refused("conflict", "The half hour to take this back is over.")
        row.revoked_at = None
        row.save(update_fields=["revoked_at"])
        publish(
            HelpAllowed(
                community=by.community,
                help=row.pk,
                principal=row.principal_id,
                helper=row.helper_id,
            )
        )


def _check_own_wish(by: Actor) -> None:
    """A helper cannot pass the trust on; staff can write it down for someone before them."""
    policy.check_not_by_card(by)
    if by.on_behalf_of and not policy.may_act_by_hand(by.roles, by.via):
        raise Refused("forbidden", "Only the person themselves can choose a helper.")


def _find_or_register(community: str, name: str, phone: str) -> Person:
    found = Person.objects.filter(
        community=community, phone_hash=trace(phone, PHONE), name=name
    ).first()
    if found is not None:
        return found
    row = Person(community_id=community, kind=PersonKind.NATURAL, name=name, created_at=now())
    write_phone(row, phone)
    row.save(force_insert=True)
    publish(PersonRegistered(community=community, person=row.pk))
    return row
