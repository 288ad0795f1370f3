"""Protected households, for the keeper; and whom figures and devices leave out."""

from django.db.models import QuerySet

from linli.foundation.people import policy
from linli.foundation.people.domain.cards import KeepingCard
from linli.foundation.people.domain.cover import Standing, countable
from linli.foundation.people.models import Household, Keeping
from linli.foundation.people.models.sealing import key_for
from linli.foundation.people.selectors.seeing import UNSHOWN, live_tenures
from linli.foundation.places.api import get_place, list_dwellings
from linli.kernel import Actor


def is_confidential(*, viewer: Actor, dwelling: str) -> bool:
    """Whether the household of a dwelling is confidential; for the keeper and the platform."""
    policy.check_keeper_or_system(viewer)
    place = get_place(viewer=viewer, place=dwelling)
    return _marked(viewer).filter(dwelling=place.id).exists()


def is_person_confidential(*, viewer: Actor, person: str) -> bool:
    """Whether a person lives in a confidential household; for the keeper and the platform."""
    policy.check_keeper_or_system(viewer)
    return (
        live_tenures()
        .filter(person=person, community=viewer.community, household__is_confidential=True)
        .exists()
    )


def list_confidential(*, viewer: Actor) -> tuple[str, ...]:
    """Dwellings with a confidential household; for the keeper and the platform."""
    policy.check_keeper_or_system(viewer)
    rows = _marked(viewer).order_by("dwelling__order", "id")
    return tuple(rows.values_list("dwelling_id", flat=True))


def list_keepings(*, viewer: Actor, dwelling: str) -> tuple[KeepingCard, ...]:
    """Every mark set or cleared at a dwelling, oldest first; for the keeper."""
    policy.check_keeper(viewer)
    place = get_place(viewer=viewer, place=dwelling)
    rows = Keeping.objects.filter(household__dwelling=place.id).order_by("at", "id")
    return tuple(
        KeepingCard(row.household_id, row.is_confidential, row.by_id, row.reason, row.at)
        for row in rows
    )


def countable_dwellings(*, viewer: Actor, under: str) -> frozenset[str]:
    """The dwellings below a place that figures may be made of: whole buildings only, without the
    confidential households and the decoys that cover them (see `domain/cover.py`).

    For the platform alone (`system(community)`), which then shows figures, never this list.
    """
    policy.check_system(viewer)
    place = get_place(viewer=viewer, place=under)
    spots = list_dwellings(viewer=viewer)
    standings = {spot.id: Standing(spot.building, spot.cell or "") for spot in spots}
    within = frozenset(spot.id for spot in list_dwellings(viewer=viewer, under=place.id))
    marked = frozenset(_marked(viewer).values_list("dwelling_id", flat=True))
    return countable(standings, marked, within=within, key=key_for("people.cover"))


def is_dwelling_closed_to_devices(*, viewer: Actor, dwelling: str) -> bool:
    """Whether no device may record anything of this dwelling; for the platform alone."""
    policy.check_system(viewer)
    return is_confidential(viewer=viewer, dwelling=dwelling)


def list_closed_dwellings(*, viewer: Actor) -> frozenset[str]:
    """Every dwelling closed to devices, in one question; for the platform alone."""
    policy.check_system(viewer)
    return frozenset(list_confidential(viewer=viewer))


def list_hidden_dwellings(*, viewer: Actor) -> frozenset[str]:
    """Every dwelling whose household is not shown, by its own wish or by the keeper's mark; for
    the platform alone. What is shown goes by this list, what is recorded by the closed ones: so
    a protected home looks like any that keeps its affairs to itself."""
    policy.check_system(viewer)
    rows = Household.objects.filter(UNSHOWN, community=viewer.community, until=None)
    return frozenset(rows.values_list("dwelling_id", flat=True))


def _marked(viewer: Actor) -> QuerySet[Household]:
    return Household.objects.filter(community=viewer.community, until=None, is_confidential=True)
