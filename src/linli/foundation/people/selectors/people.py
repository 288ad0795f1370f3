"""People by id, by name, by number and by place."""

import re
from collections.abc import Iterable
from itertools import islice

from django.db.models import Exists, OuterRef, Q

from linli.foundation.people import policy
from linli.foundation.people.domain.cards import PersonCard, PersonKind, Relation
from linli.foundation.people.domain.contacts import (
    clean_id_number,
    clean_phone,
    looks_like_id_number,
    looks_like_phone,
)
from linli.foundation.people.domain.names import mask_name, neutral
from linli.foundation.people.models import Person
from linli.foundation.people.models.sealing import ID_NUMBER, PHONE, reopen, trace
from linli.foundation.people.selectors.seeing import (
    cards_of,
    find_person,
    hidden_among,
    is_hidden,
    known_here,
    live_grants,
    live_tenures,
)
from linli.foundation.places.api import get_place
from linli.kernel import Actor, Page, Role
from linli.kernel.written import plain

MOST = 500
_MOST_AT_ONCE = 5_000
_MOST_OPENED = 20_000
_MOST_ALIKE = 200


def get_person(*, viewer: Actor, person: str, in_office: bool = False) -> PersonCard:
    """One person as the viewer may see them; `in_office` where they are met at their work."""
    return cards_of(viewer, [find_person(viewer, person)], in_office=in_office)[person]


def get_people(
    *, viewer: Actor, people: Iterable[str], in_office: bool = False
) -> dict[str, PersonCard]:
    """A card for every id asked; whoever is unknown here gets the same neutral mask as anyone
    whose data the viewer may not see. `in_office` where they are met at their work."""
    wanted = list(dict.fromkeys(people))[:_MOST_AT_ONCE]
    rows = Person.objects.filter(known_here(viewer.community), pk__in=wanted)
    cards = cards_of(viewer, rows, in_office=in_office) if viewer.community else {}
    return {person: cards.get(person) or neutral(person) for person in wanted}


def list_people(
    *,
    viewer: Actor,
    search: str = "",
    role: Role | None = None,
    under: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[PersonCard]:
    """People of the community, for staff; oldest entry first.

    `search` is part of a name, a whole phone or ID number, or the last four digits of a phone or
    more; `under` a place or grid cell whose
    owners and residents are wanted. Whoever the viewer may not see is simply not in the list; who
    serves the community is found by name and office even then, never by number or home.
    """
    policy.check_staff(viewer)
    rows = Person.objects.filter(known_here(viewer.community)).order_by("id")
    search = search.replace("\0", "").strip()[:80]
    if search:
        rows = rows.filter(_matches(viewer.community, search))
    if role is not None:
        rows = rows.filter(_holds(viewer.community, role))
    if under is not None:
        rows = rows.filter(_lives_under(get_place(viewer=viewer, place=under).id))
    if not policy.sees_all(viewer):
        rows = rows.filter(_is_shown(viewer.community, search, role, under))
    if cursor is not None:
        rows = rows.filter(id__gt=cursor)
    limit = min(max(limit, 1), MOST)
    found = list(rows[: limit + 1])
    cards = tuple(cards_of(viewer, found[:limit], in_office=True).values())
    return Page(cards, cards[-1].id if len(found) > limit else None)


def list_named(*, viewer: Actor, name: str) -> tuple[str, ...]:
    """The ids of all who have exactly this name here, for the platform alone."""
    policy.check_system(viewer)
    rows = Person.objects.filter(known_here(viewer.community), name=name)
    return tuple(rows.order_by("pk").values_list("pk", flat=True)[:MOST])


def _is_shown(community: str, search: str, role: Role | None, under: str | None) -> Q:
    if under is not None or role in (Role.OWNER, Role.RESIDENT):
        return ~Q(is_hidden())
    offices = live_grants().filter(community=community, role__in=policy.PUBLIC_OFFICES)
    serves = Q(Exists(offices.filter(person=OuterRef("pk"))))
    return ~Q(is_hidden()) | (serves & Q(name__icontains=search))


def _matches(community: str, text: str) -> Q:
    wanted = Q(name__icontains=text)
    if re.fullmatch(r"[0-9]{4,7}", digits := plain(text)):
        wanted |= Q(pk__in=_by_tail(community, digits))
    if looks_like_phone(text):
        wanted |= Q(phone_hash=trace(clean_phone(text), PHONE))
    if looks_like_id_number(text):
        wanted |= Q(id_hash=trace(clean_id_number(text), ID_NUMBER))
    return wanted


def _by_tail(community: str, digits: str) -> list[str]:
    """Those whose phone ends so. The numbers lie sealed and are opened only here, in memory."""
    rows = Person.objects.filter(known_here(community), phone_sealed__isnull=False).order_by("pk")
    sealed = rows.values_list("pk", "phone_sealed")[:_MOST_OPENED]
    found = (person for person, phone in sealed if reopen(phone, PHONE).endswith(digits))
    return list(islice(found, _MOST_ALIKE))


def _holds(community: str, role: Role) -> Q:
    tenures = live_tenures().filter(community=community, person=OuterRef("pk"))
    if role is Role.OWNER:
        return Q(Exists(tenures.filter(relation=Relation.OWNER)))
    if role is Role.RESIDENT:
        return Q(Exists(tenures.exclude(household=None)))
    grants = live_grants().filter(community=community, role=role, person=OuterRef("pk"))
    return Q(Exists(grants))


def _lives_under(place: str) -> Q:
    inside = Q(dwelling__path__contains=place) | Q(dwelling__cell=place)
    return Q(Exists(live_tenures().filter(inside, person=OuterRef("pk"))))


def names_for_publication(*, viewer: Actor, people: Iterable[str]) -> dict[str, str]:
    """Names as a public list shows them (王**, companies whole, hidden people neutral), for the
    platform alone, which prints such lists."""
    policy.check_system(viewer)
    wanted = set(people)
    hidden = hidden_among(wanted)
    rows = Person.objects.filter(known_here(viewer.community), pk__in=wanted)
    return {
        row.pk: neutral(row.pk).name
        if row.pk in hidden
        else mask_name(row.name, PersonKind(row.kind))
        for row in rows
    }
