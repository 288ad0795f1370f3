"""Giving roles and taking them back."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.foundation.people import policy
from linli.foundation.people.facts import RoleGranted, RoleRevoked
from linli.foundation.people.models import Person, RoleGrant
from linli.foundation.people.selectors.seeing import known_here
from linli.foundation.places.api import get_place
from linli.kernel import Actor, Refused, Role, now

MOST_SKILLS = 20


def grant_role(
    *,
    by: Actor,
    person: str,
    role: Role,
    place: str | None = None,
    skills: Iterable[str] = (),
    until: date | None = None,
) -> str:
    """Appoint a person to a role, for the whole community or a part of it; returns the grant's id.

    `skills` are a worker's trades ("水电", "电梯"). Granting again changes skills and date.
    """
    role = Role(role)
    policy.check_may_grant(by, role)
    trades = _trades(skills)
    with transaction.atomic():
        row = _person(by, person)
        scope = get_place(viewer=by, place=place).id if place else None
        grant = RoleGrant.objects.filter(
            community=by.community, person=row, role=role, place=scope, revoked_at=None
        ).first()
        if grant is None:
            grant = RoleGrant(
                community=by.community, person=row, role=role, place_id=scope, granted_at=now()
            )
        grant.skills, grant.until, grant.granted_by_id = trades, until, by.person
        grant.save()
        publish(RoleGranted(community=by.community, person=person, role=role))
        return grant.pk


def revoke_role(*, by: Actor, grant: str) -> None:
    """Take a role back; it stays on record until when it was held."""
    with transaction.atomic():
        row = (
            RoleGrant.objects.select_for_update()
            .filter(pk=grant, community=by.community, revoked_at=None)
            .first()
        )
        if row is None or not by.community:
            raise Refused("not_found", "There is no such role in force.")
        policy.check_may_grant(by, Role(row.role))
        row.revoked_at = now()
        row.save(update_fields=["revoked_at"])
        publish(RoleRevoked(community=by.community, person=row.person_id, role=row.role))


def _person(by: Actor, person: str) -> Person:
    """Anyone on these books; the platform and operators also appoint people from elsewhere."""
    rows = Person.objects.filter(pk=person)
    if not by.has(Role.SYSTEM, Role.OPERATOR):
        rows = rows.filter(known_here(by.community))
    row = rows.first()
    if row is None:
        raise Refused("not_found", "There is no such person.", field="person")
    return row


def _trades(skills: Iterable[str]) -> list[str]:
    trades = list(dict.fromkeys(" ".join(skill.split()) for skill in skills))
    if len(trades) > MOST_SKILLS or any(not 0 < len(trade) <= 40 for trade in trades):
        raise Refused("invalid", "Give at most 20 trades of up to 40 characters.", field="skills")
    return trades
