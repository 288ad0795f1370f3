"""Helpers: named or invited, taken up or declined, ended by either side or the desk at once."""

import secrets
from datetime import date, timedelta

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.foundation.people import policy
from linli.foundation.people.domain.cards import HelpScope, PersonKind
from linli.foundation.people.domain.contacts import clean_phone
from linli.foundation.people.domain.helping import (
    INVITED_FOR,
    MOST_HELPERS,
    checked_proof,
    checked_until,
)
from linli.foundation.people.domain.names import clean_name
from linli.foundation.people.facts import (
    HelpAccepted,
    HelpAllowed,
    HelpStopped,
    PersonRegistered,
)
from linli.foundation.people.models import Help, Person
from linli.foundation.people.models.sealing import PHONE, trace
from linli.foundation.people.selectors.helping import find_invitation, invitation_code, made_code
from linli.foundation.people.services.registering import own_person, write_phone
from linli.kernel import Actor, Refused, now

_UNDO = timedelta(minutes=30)


def allow_help(
    *,
    by: Actor,
    name: str,
    phone: str,
    scope: HelpScope = HelpScope.EVERYDAY,
    until: date | None = None,
    proof: str = "",
) -> str:
    """Trust someone, by name and phone, to act for the actor's subject; returns the help's id.

    In force once they have said yes (`accept_help`), for a year at most. A helper nobody knows yet
    is put on the books and can sign in with that phone. Staff write it down on the person's
    behalf, with the `proof` of it: the signed form, or the recorded call.
    """
    principal = _principal(by)
    name, number = clean_name(name), clean_phone(phone)
    with transaction.atomic():
        row = own_person(by, principal)
        _check_room(row)
        helper = _find_or_register(by.community, name, number)
        trusted = _new(by, row, scope, until, proof)
        _bind(trusted, helper)
        trusted.save(force_insert=True)
        _announce(trusted)
        return trusted.pk


def invite_helper(
    *,
    by: Actor,
    scope: HelpScope = HelpScope.EVERYDAY,
    until: date | None = None,
    proof: str = "",
    key: str | None = None,
) -> str:
    """Invite whoever is given this code, within seven days and once; returns the code.

    The same `key` makes one invitation: while nobody took it up its code is returned again.
    """
    principal = _principal(by)
    code = made_code(principal, key) if key else secrets.token_urlsafe(18)
    with transaction.atomic():
        row = own_person(by, principal)
        known = Help.objects.filter(principal=row, key=key).first() if key else None
        if known is not None:
            return _open_still(known, code)
        _check_room(row)
        trusted = _new(by, row, scope, until, proof)
        trusted.invited_by_code = invitation_code(code)
        trusted.invited_until = now() + INVITED_FOR
        trusted.key = key
        trusted.save(force_insert=True)
        return code


def take_invitation(*, by: Actor, code: str, name: str = "", phone: str = "") -> str:
    """Take an invitation up as oneself, or by name and phone to sign in with; returns the help.

    It is in force only once the helper has signed in and said yes.
    """
    with transaction.atomic():
        row = find_invitation(code, lock=True)
        if by.person is not None and by.community == row.community:
            helper = Person.objects.get(pk=by.person)
        else:
            helper = _find_or_register(row.community, clean_name(name), clean_phone(phone))
        _bind(row, helper)
        row.invited_by_code = None
        row.save()
        _announce(row)
        return row.pk


def accept_help(*, by: Actor, help_id: str) -> None:
    """Say yes to being somebody's helper; again changes nothing."""
    with transaction.atomic():
        row = _live(by, help_id)
        if row.helper_id != by.person:
            raise Refused("not_found", "There is no such help in force.")
        if row.accepted_at is None:
            row.accepted_at = now()
            row.save(update_fields=["accepted_at"])
            publish(
                HelpAccepted(
                    community=by.community,
                    help=row.pk,
                    principal=row.principal_id,
                    helper=by.person or "",
                )
            )


def stop_help(*, by: Actor, help_id: str) -> None:
    """End a help or say no to it, by the one helped, the helper, or the desk on their behalf."""
    with transaction.atomic():
        row = _live(by, help_id)
        is_helper = by.person is not None and by.person == row.helper_id
        is_helped = by.subject == row.principal_id and (by.on_behalf_of is None or by.is_staff)
        if not (is_helper or is_helped or policy.sees_all(by)):
            raise Refused("not_found", "There is no such help in force.")
        row.revoked_at = now()
        row.save(update_fields=["revoked_at"])
        publish(
            HelpStopped(
                community=by.community,
                help=row.pk,
                principal=row.principal_id,
                helper=row.helper_id or "",
            )
        )


def resume_help(*, by: Actor, help_id: str) -> None:
    """Undo the end of a help within half an hour, by the one helped; again changes nothing."""
    principal = _principal(by)
    with transaction.atomic():
        rows = Help.objects.select_for_update().filter(pk=help_id, community=by.community)
        row = rows.filter(principal=principal).first()
        if row is None:
            raise Refused("not_found", "There is no such help in force.")
        if row.revoked_at is None:
            return
        if now() > row.revoked_at + _UNDO:
            raise Refused("conflict", "The half hour to take this back is over.")
        row.revoked_at = None
        row.save(update_fields=["revoked_at"])
        _announce(row)


def _principal(by: Actor) -> str:
    if by.subject is None:
        raise Refused("not_signed_in", "Sign in to choose a helper.")
    policy.check_not_by_card(by)
    policy.check_own_wish(by, by.subject)
    return by.subject


def _open_still(known: Help, code: str) -> str:
    if known.revoked_at is not None or known.invited_by_code != invitation_code(code):
        raise Refused("conflict", "This invitation was used or ended. Please make a new one.")
    return code


def _check_room(principal: Person) -> None:
    if Help.objects.filter(principal=principal, revoked_at=None).count() >= MOST_HELPERS:
        raise Refused("too_many", "One can have at most %(most)s helpers.", most=MOST_HELPERS)


def _new(by: Actor, principal: Person, scope: HelpScope, until: date | None, proof: str) -> Help:
    return Help(
        community=by.community,
        principal=principal,
        scope=HelpScope(scope),
        until=checked_until(until, now().date()),
        via=by.via,
        proof=checked_proof(proof, by.via),
        allowed_by_id=by.person,
        at=now(),
    )


def _bind(row: Help, helper: Person) -> None:
    if helper.pk == row.principal_id:
        raise Refused("invalid", "Choose someone else as your helper.", field="phone")
    earlier = Help.objects.filter(principal=row.principal_id, helper=helper, revoked_at=None)
    earlier.exclude(pk=row.pk).update(revoked_at=now())
    row.helper = helper


def _announce(row: Help) -> None:
    publish(
        HelpAllowed(
            community=row.community,
            help=row.pk,
            principal=row.principal_id,
            helper=row.helper_id or "",
        )
    )


def _live(by: Actor, help_id: str) -> Help:
    rows = Help.objects.select_for_update().filter(pk=help_id, community=by.community)
    row = rows.filter(revoked_at=None).first()
    if row is None:
        raise Refused("not_found", "There is no such help in force.")
    return row


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
