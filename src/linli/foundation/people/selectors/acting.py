"""Which roles someone holds, and who may act for whom."""

from linli.foundation.people import policy
from linli.foundation.people.domain.cards import HelpScope, StaffCard
from linli.foundation.people.models import Person
from linli.foundation.people.selectors.helping import asked_help, live_help
from linli.foundation.people.selectors.passes import is_live
from linli.foundation.people.selectors.seeing import (
    cards_of,
    known_here,
    live_grants,
    live_tenures,
    roles_of,
)
from linli.foundation.places.api import is_within
from linli.kernel import Actor, Refused, Role, Via

_AT_HOME = frozenset({Role.OWNER, Role.RESIDENT})


def actor_for(
    *,
    person: str,
    community: str,
    via: Via = Via.WEB,
    on_behalf_of: str | None = None,
    strong: bool = False,
    login_pass: str = "",
) -> Actor:
    """The actor a signed-in person is in a community, with every role held today.

    `strong` says that password and second factor were given (`SignIn.strong`): without it staff
    and council roles are left out, so a phone alone never opens the desk. `on_behalf_of` is
    refused unless that person trusts this helper, who has said yes, or staff act at the counter, on
    the phone or from paper. A helper acts with the roles of the one they help, never their own.
    `login_pass` is the paper card they came in by: refused once it is no longer in force.
    """
    _check_known(person, community)
    if login_pass and not is_live(login_pass, person):
        raise Refused("not_signed_in", "This card no longer works.")
    by_card = bool(login_pass)
    held = roles_of(community, [person])[person]
    own = frozenset(role for role in held if strong or role not in policy.PUBLIC_OFFICES)
    if on_behalf_of is None or on_behalf_of == person:
        helping = asked_help(community).filter(helper=person).exists()
        roles = own | {Role.HELPER} if helping else own
        return Actor(person, roles, community, via, by_card=by_card)
    _check_known(on_behalf_of, community)
    if policy.may_act_by_hand(own, via):
        return Actor(person, own, community, via, on_behalf_of)
    trust = live_help(community).filter(helper=person, principal=on_behalf_of).first()
    if trust is None:
        raise Refused("forbidden", "You have not been asked to act for this person.")
    theirs = frozenset(roles_of(community, [on_behalf_of])[on_behalf_of]) & _AT_HOME
    return Actor(
        person,
        theirs | {Role.HELPER},
        community,
        via,
        on_behalf_of,
        by_card,
        trust=trust.pk,
        looks_only=trust.scope == HelpScope.SEE,
    )


def list_staff(
    *, viewer: Actor, role: Role | None = None, place: str | None = None
) -> tuple[StaffCard, ...]:
    """Who serves the community, in what role, where, with which trade.

    `place` keeps grants for the whole community and for places that hold this one.
    """
    if not viewer.community or not viewer.roles:
        raise Refused("not_signed_in", "Sign in to see who serves this community.")
    rows = live_grants().filter(community=viewer.community).select_related("person")
    if role is not None:
        rows = rows.filter(role=role)
    grants = list(rows.order_by("role", "person__name", "id"))
    if place is not None:
        grants = [row for row in grants if _covers(viewer, row.place_id, place)]
    people = {row.person_id: row.person for row in grants}.values()
    cards = cards_of(viewer, people, in_office=True)
    return tuple(
        StaffCard(
            grant=row.pk,
            person=cards[row.person_id],
            role=Role(row.role),
            place=row.place_id,
            skills=tuple(row.skills),
            until=row.until,
        )
        for row in grants
    )


def communities_of(person: str) -> tuple[str, ...]:
    """Where a person is anything at all today, the community that keeps their record first."""
    home = Person.objects.values_list("community_id", flat=True).get(pk=person)
    elsewhere = set(live_grants().filter(person=person).values_list("community", flat=True))
    if live_tenures().filter(person=person).exists() or (
        asked_help(home).filter(helper=person).exists()
    ):
        elsewhere.add(home)
    return tuple(sorted(elsewhere, key=lambda community: (community != home, community)))


def _check_known(person: str, community: str) -> None:
    if not Person.objects.filter(known_here(community), pk=person).exists():
        raise Refused("not_found", "There is no such person.", field="person")


def _covers(viewer: Actor, granted: str | None, place: str) -> bool:
    return granted is None or is_within(viewer=viewer, place=place, ancestor=granted)
