"""How one person is shown to another; every card of a person is made here."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.foundation.people import policy
from linli.foundation.people.domain.cards import PersonCard, PersonKind, Relation
from linli.foundation.people.domain.contacts import mask_phone
from linli.foundation.people.domain.names import mask_name, neutral
from linli.foundation.people.models import Help, Person, RoleGrant, Tenure
from linli.foundation.people.models.sealing import PHONE, reopen
from linli.kernel import Actor, Refused, Role, now

HIDDEN = Q(household__is_private=True) | Q(household__is_confidential=True)
UNSHOWN = Q(is_private=True) | Q(is_confidential=True)


def live_tenures() -> QuerySet[Tenure]:
    """What people are to dwellings today."""
    return Tenure.objects.filter(until=None)


def live_grants() -> QuerySet[RoleGrant]:
    """Roles held today."""
    today = now().date()
    return RoleGrant.objects.filter(Q(until=None) | Q(until__gte=today), revoked_at=None)


def is_hidden() -> Exists:
    """A condition on persons: they live in a household that is not shown."""
    return Exists(live_tenures().filter(HIDDEN, person=OuterRef("pk")))


def hidden_among(people: Iterable[str]) -> frozenset[str]:
    """Those of these persons who live in a household that is not shown."""
    rows = live_tenures().filter(HIDDEN, person__in=list(people))
    return frozenset(rows.values_list("person_id", flat=True))


def own_circle(viewer: Actor, *, with_helpers: bool = False) -> frozenset[str]:
    """The viewer and those of the same household, and whoever ever helped them if asked for."""
    subject = policy.eyes_of(viewer)
    if subject is None:
        return frozenset()
    homes = live_tenures().filter(person=subject, household__isnull=False)
    mates = live_tenures().filter(household__in=homes.values("household"))
    known = mates.values_list("person_id", flat=True)
    if with_helpers:
        helpers = Help.objects.filter(principal=subject, accepted_at__isnull=False)
        known = known.union(helpers.values_list("helper_id", flat=True))
    return frozenset({subject, viewer.person or subject, *known})


def known_here(community: str) -> Q:
    """Persons on the books of a community, or holding a role in it."""
    elsewhere = live_grants().filter(community=community, person=OuterRef("pk"))
    return Q(community=community) | Q(Exists(elsewhere))


def cards_of(
    viewer: Actor, rows: Iterable[Person], *, in_office: bool = False
) -> dict[str, PersonCard]:
    """Each person as this viewer may see them; three questions for any number of people.

    `in_office` where they are met at their work: who serves the community is then known by name
    and office even when their own home is not shown. Never ask so where a home stands beside it.
    """
    people = {row.pk: row for row in rows}
    roles = roles_of(viewer.community, people)
    if policy.sees_all(viewer):
        return {pk: _full(row, roles[pk]) for pk, row in people.items()}
    hidden, circle = hidden_among(people), own_circle(viewer, with_helpers=True)
    return {
        pk: _full(row, roles[pk])
        if pk in circle
        else _outside(viewer, row, roles[pk], is_hidden_one=pk in hidden, in_office=in_office)
        for pk, row in people.items()
    }


def roles_of(community: str, people: Iterable[str]) -> dict[str, tuple[Role, ...]]:
    """Every role of these persons in a community, in the order of `Role`."""
    wanted = list(people)
    found: defaultdict[str, set[Role]] = defaultdict(set)
    grants = live_grants().filter(community=community, person__in=wanted)
    for person, role in grants.values_list("person_id", "role"):
        found[person].add(Role(role))
    tenures = live_tenures().filter(community=community, person__in=wanted)
    for person, relation, household in tenures.values_list("person_id", "relation", "household_id"):
        if relation == Relation.OWNER:
            found[person].add(Role.OWNER)
        if household is not None:
            found[person].add(Role.RESIDENT)
    return {pk: tuple(role for role in Role if role in found[pk]) for pk in wanted}


def find_person(viewer: Actor, person: str) -> Person:
    """The row of a person known in the viewer's community; not found otherwise."""
    row = Person.objects.filter(known_here(viewer.community), pk=person).first()
    if row is None or not viewer.community or not (viewer.roles or viewer.subject == person):
        raise Refused("not_found", "There is no such person.", field="person")
    return row


def _outside(
    viewer: Actor, row: Person, roles: tuple[Role, ...], *, is_hidden_one: bool, in_office: bool
) -> PersonCard:
    kind = PersonKind(row.kind)
    if not viewer.roles or (is_hidden_one and not in_office):
        return neutral(row.pk)
    if viewer.is_staff and not is_hidden_one:
        return _full(row, roles)
    offices = tuple(role for role in roles if role in policy.PUBLIC_OFFICES)
    if offices:
        return PersonCard(row.pk, row.name, kind, "", offices, is_masked=True)
    if is_hidden_one:
        return neutral(row.pk)
    return PersonCard(row.pk, mask_name(row.name, kind), kind, "", (), is_masked=True)


def _full(row: Person, roles: tuple[Role, ...]) -> PersonCard:
    phone = reopen(row.phone_sealed, PHONE)
    masked = mask_phone(phone) if phone else ""
    return PersonCard(row.pk, row.name, PersonKind(row.kind), masked, roles, is_masked=False)
