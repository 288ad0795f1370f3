"""The keeper's mark on households that must not be known."""

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.foundation.people import policy
from linli.foundation.people.facts import HouseholdChanged
from linli.foundation.people.models import Household, Keeping
from linli.foundation.people.services.settling import close_if_empty, household_of
from linli.foundation.places.api import PlaceKind, get_place
from linli.kernel import Actor, Refused, now


def mark_confidential(*, by: Actor, dwelling: str, reason: str) -> None:
    """Make the household of a dwelling confidential: masked to all, counted nowhere."""
    _mark(by, dwelling, reason, is_confidential=True)


def clear_confidential(*, by: Actor, dwelling: str, reason: str) -> None:
    """Take the mark away from the household of a dwelling."""
    _mark(by, dwelling, reason, is_confidential=False)


def _mark(by: Actor, dwelling: str, reason: str, *, is_confidential: bool) -> None:
    policy.check_keeper(by)
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= 400:
        raise Refused("invalid", "Give the reason, in at most 400 characters.", field="reason")
    with transaction.atomic():
        place = get_place(viewer=by, place=dwelling)
        if place.kind is not PlaceKind.DWELLING:
            raise Refused("invalid", "Only a dwelling has a household.", field="dwelling")
        home = household_of(by.community, place.id, now())
        if home.is_confidential == is_confidential:
            close_if_empty(place.id)
            return
        Household.objects.filter(pk=home.pk).update(is_confidential=is_confidential)
        Keeping.objects.create(
            household=home,
            is_confidential=is_confidential,
            by_id=by.person,
            reason=reason,
            at=now(),
        )
        close_if_empty(place.id)
        publish(HouseholdChanged(community=by.community, dwelling=place.id))
