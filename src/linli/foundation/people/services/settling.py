"""Moving in and out, owning and selling."""

from datetime import datetime

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.foundation.people import policy
from linli.foundation.people.domain.cards import Relation
from linli.foundation.people.domain.shares import is_too_much, read_share
from linli.foundation.people.facts import HouseholdChanged
from linli.foundation.people.models import Household, Tenure
from linli.foundation.people.selectors.seeing import HIDDEN, live_tenures
from linli.foundation.people.services.registering import own_person
from linli.foundation.places.api import PlaceCard, PlaceKind, get_place
from linli.kernel import Actor, Refused, now


def settle(
    *,
    by: Actor,
    person: str,
    dwelling: str,
    relation: Relation,
    share: str = "",
    lives_here: bool = True,
    since: datetime | None = None,
) -> str:
    """Make a person owner, tenant or family member of a dwelling; returns the tenure's id.

    Doing it again changes only what differs (`share`, for owners such as "1/2", and whether an
    owner lives there). Tenants and family always live there.
    """
    policy.check_may_register(by)
    relation, share = Relation(relation), read_share(share)
    if share and relation is not Relation.OWNER:
        raise Refused("invalid", "Only owners have a share.", field="share")
    with transaction.atomic():
        place = _dwelling(by, dwelling)
        row = own_person(by, person)
        check_open_to(by, dwelling)
        _check_shares(dwelling, person, relation, share)
        tenure = live_tenures().filter(person=row, dwelling=dwelling, relation=relation).first()
        moment = since or now()
        home = None
        if lives_here or relation is not Relation.OWNER:
            home = household_of(by.community, place.id, moment)
        if tenure is None:
            tenure = Tenure(
                community=by.community,
                person=row,
                dwelling_id=dwelling,
                relation=relation,
                since=moment,
            )
        tenure.share, tenure.household = share or tenure.share, home
        tenure.save()
        close_if_empty(dwelling)
        publish(HouseholdChanged(community=by.community, dwelling=dwelling))
        return tenure.pk


def move_out(*, by: Actor, person: str, dwelling: str, relation: Relation | None = None) -> None:
    """End what a person is to a dwelling (one relation, or all); the household ends with the
    last who lives there."""
    policy.check_may_register(by)
    with transaction.atomic():
        row = own_person(by, person)
        _dwelling(by, dwelling)
        tenures = live_tenures().filter(person=row, dwelling=dwelling)
        if relation is not None:
            tenures = tenures.filter(relation=relation)
        if not tenures.update(until=now()):
            raise Refused("not_found", "This person has no such tie to this dwelling.")
        close_if_empty(dwelling)
        publish(HouseholdChanged(community=by.community, dwelling=dwelling))


def stay_away(*, by: Actor, person: str, dwelling: str) -> None:
    """An owner remains owner but no longer lives in the dwelling."""
    policy.check_may_register(by)
    with transaction.atomic():
        row = own_person(by, person)
        _dwelling(by, dwelling)
        owned = live_tenures().filter(person=row, dwelling=dwelling, relation=Relation.OWNER)
        if not owned.update(household=None):
            raise Refused("not_found", "This person does not own this dwelling.")
        close_if_empty(dwelling)
        publish(HouseholdChanged(community=by.community, dwelling=dwelling))


def set_private(*, by: Actor, is_private: bool, dwelling: str) -> None:
    """A household decides whether staff see its names and door; the desk can hide it on request.

    To everyone but the keeper a private household looks exactly like a confidential one. So only
    those who live there and the keeper show it again: nobody else may learn whether it then shows.
    """
    policy.check_acts(by)
    with transaction.atomic():
        place = _dwelling(by, dwelling)
        home = Household.objects.select_for_update().filter(dwelling=place.id, until=None).first()
        if home is None or not _may_decide(by, home, is_private=is_private):
            raise Refused("forbidden", "Only those who live here can decide this.")
        home.is_private = is_private
        home.save(update_fields=["is_private"])
        publish(HouseholdChanged(community=by.community, dwelling=place.id))


def _may_decide(by: Actor, home: Household, *, is_private: bool) -> bool:
    if policy.sees_all(by) or (is_private and policy.may_register(by)):
        return True
    lives = live_tenures().filter(person=policy.eyes_of(by), household=home)
    return by.person is not None and (is_private or not by.on_behalf_of) and lives.exists()


def household_of(community: str, dwelling: str, moment: datetime) -> Household:
    """The household of a dwelling today, begun if there is none."""
    home = Household.objects.filter(dwelling=dwelling, until=None).first()
    return home or Household.objects.create(community=community, dwelling_id=dwelling, since=moment)


def close_if_empty(dwelling: str) -> None:
    """End a household nobody lives in any more; a protected one stays until the keeper says."""
    home = Household.objects.filter(dwelling=dwelling, until=None, is_confidential=False).first()
    if home is not None and not live_tenures().filter(household=home).exists():
        home.until = max(now(), home.since)
        home.save(update_fields=["until"])


def check_open_to(by: Actor, dwelling: str) -> None:
    """Only a keeper writes into the record of a household that is not shown, or of its owners."""
    if policy.sees_all(by):
        return
    hidden = Household.objects.filter(dwelling=dwelling, until=None)
    owners = live_tenures().filter(dwelling=dwelling).values("person")
    if (
        hidden.filter(is_private=True).exists()
        or hidden.filter(is_confidential=True).exists()
        or live_tenures().filter(HIDDEN, person__in=owners).exists()
    ):
        raise Refused("forbidden", "Only the keeper of protected records can open this record.")


def _check_shares(dwelling: str, person: str, relation: Relation, share: str) -> None:
    if not share:
        return
    owners = live_tenures().filter(dwelling=dwelling, relation=relation).exclude(person=person)
    if is_too_much([share, *owners.values_list("share", flat=True)]):
        raise Refused(
            "invalid", "The shares of this dwelling come to more than the whole.", field="share"
        )


def _dwelling(by: Actor, dwelling: str) -> PlaceCard:
    place = get_place(viewer=by, place=dwelling)
    if place.kind is not PlaceKind.DWELLING:
        raise Refused("invalid", "People live in dwellings.", field="dwelling")
    if place.is_retired:
        raise Refused("conflict", "This dwelling is no longer in use.", field="dwelling")
    return place
