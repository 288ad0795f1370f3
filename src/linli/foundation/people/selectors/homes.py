"""Whose a dwelling is, and who lives there."""

from collections import defaultdict
from collections.abc import Iterable

from linli.foundation.people import policy
from linli.foundation.people.domain.cards import (
    Home,
    OwnerCard,
    PersonCard,
    PersonKind,
    Relation,
)
from linli.foundation.people.domain.names import neutral
from linli.foundation.people.models import Household, Tenure
from linli.foundation.people.selectors.seeing import (
    cards_of,
    find_person,
    hidden_among,
    live_tenures,
    own_circle,
)
from linli.foundation.places.api import get_place, list_dwellings
from linli.kernel import Actor, Refused

_MOST_AT_ONCE = 5_000


def list_homes(*, viewer: Actor, person: str) -> tuple[Home, ...]:
    """The dwellings of a person today: one's own, or anyone's for staff who may see them."""
    row = find_person(viewer, person)
    if not _may_see_homes(viewer, row.pk):
        return ()
    rows = live_tenures().filter(person=row, community=viewer.community)
    return tuple(_home(tenure) for tenure in rows.order_by("dwelling__order", "id"))


def homes_of(*, viewer: Actor, people: Iterable[str]) -> dict[str, tuple[Home, ...]]:
    """The dwellings of many persons, in two questions; none of those whose home is not shown."""
    policy.check_staff(viewer)
    wanted = list(dict.fromkeys(people))[:_MOST_AT_ONCE]
    hidden = frozenset() if policy.sees_all(viewer) else hidden_among(wanted)
    found: defaultdict[str, list[Home]] = defaultdict(list)
    rows = live_tenures().filter(person__in=wanted, community=viewer.community)
    for tenure in rows.order_by("dwelling__order", "id"):
        if tenure.person_id not in hidden:
            found[tenure.person_id].append(_home(tenure))
    return {person: tuple(homes) for person, homes in found.items()}


def list_own_dwellings(*, viewer: Actor) -> frozenset[str]:
    """The dwellings of the person whose affair it is; none for the platform and for strangers."""
    if viewer.subject is None:
        return frozenset()
    try:
        homes = list_homes(viewer=viewer, person=viewer.subject)
    except Refused:  # someone who serves here without being on record as a person of the place
        return frozenset()
    return frozenset(home.dwelling for home in homes)


def list_residents_of(*, viewer: Actor, dwelling: str) -> tuple[PersonCard, ...]:
    """Who lives in a dwelling, as the viewer may see it.

    A household that is not shown, and every household but one's own to a neighbour, is one
    neutral card without an id.
    """
    place = get_place(viewer=viewer, place=dwelling)
    household = Household.objects.filter(dwelling=place.id, until=None).first()
    rows = live_tenures().filter(dwelling=place.id, household__isnull=False)
    people = [row.person for row in rows.select_related("person").order_by("since", "id")]
    own = policy.eyes_of(viewer) in {person.pk for person in people}
    if policy.sees_all(viewer) or own:
        return _once(cards_of(viewer, people))
    if not viewer.is_staff:
        return (neutral(),)
    if household is not None and (household.is_private or household.is_confidential):
        return (neutral(),)
    return _once(cards_of(viewer, people))


def list_owners_of(*, viewer: Actor, dwelling: str) -> tuple[OwnerCard, ...]:
    """Who owns a dwelling, with shares; neighbours see one neutral card."""
    place = get_place(viewer=viewer, place=dwelling)
    rows = live_tenures().filter(dwelling=place.id, relation=Relation.OWNER)
    tenures = list(rows.select_related("person").order_by("since", "id"))
    own = own_circle(viewer)
    may = policy.sees_all(viewer) or any(row.person_id in own for row in tenures)
    if not may and (not viewer.is_staff or hidden_among(row.person_id for row in tenures) - own):
        return (OwnerCard(neutral(), ""),)
    cards = cards_of(viewer, [row.person for row in tenures])
    return tuple(OwnerCard(cards[row.person_id], row.share) for row in tenures)


def list_living(*, viewer: Actor, under: str) -> tuple[str, ...]:
    """Everyone who lives below a place, by id, for the platform alone to tell them something."""
    policy.check_system(viewer)
    homes = [spot.id for spot in list_dwellings(viewer=viewer, under=under)]
    rows = live_tenures().filter(household__isnull=False, dwelling__in=homes)
    return tuple(rows.order_by("person").values_list("person", flat=True).distinct())


def list_owning(*, viewer: Actor, under: str) -> tuple[str, ...]:
    """Everyone who owns a dwelling below a place, living there or not, by id; as `list_living`."""
    policy.check_system(viewer)
    homes = [spot.id for spot in list_dwellings(viewer=viewer, under=under)]
    rows = live_tenures().filter(relation=Relation.OWNER, dwelling__in=homes)
    return tuple(rows.order_by("person").values_list("person", flat=True).distinct())


def owners_by_dwelling(*, viewer: Actor) -> dict[str, dict[str, PersonKind]]:
    """Every owner of every home of the community with what the law takes them for, in one
    question; for the platform alone, which makes rolls of it and shows no list."""
    policy.check_system(viewer)
    rows = live_tenures().filter(community=viewer.community, relation=Relation.OWNER)
    found: defaultdict[str, dict[str, PersonKind]] = defaultdict(dict)
    named = rows.order_by("since", "id").values_list("dwelling_id", "person_id", "person__kind")
    for dwelling, person, kind in named:
        found[dwelling][person] = PersonKind(kind)
    return dict(found)


def dwellings_of(*, viewer: Actor, people: Iterable[str]) -> dict[str, str]:
    """The first home of each person, in two questions; hidden households are left out for all
    but the keeper. For staff, who bring letters to many doors."""
    policy.check_staff(viewer)
    wanted = set(people)
    if not policy.sees_all(viewer):
        wanted -= hidden_among(wanted)
    rows = live_tenures().filter(person__in=wanted, community=viewer.community)
    found = rows.order_by("-dwelling__order", "-id").values_list("person", "dwelling")
    return dict(found)


def _may_see_homes(viewer: Actor, person: str) -> bool:
    if policy.sees_all(viewer) or policy.eyes_of(viewer) == person:
        return True
    return viewer.is_staff and not hidden_among([person])


def _home(row: Tenure) -> Home:
    return Home(
        dwelling=row.dwelling_id,
        relation=Relation(row.relation),
        household=row.household_id,
        share=row.share,
        since=row.since,
    )


def _once(cards: dict[str, PersonCard]) -> tuple[PersonCard, ...]:
    return tuple(cards.values())
