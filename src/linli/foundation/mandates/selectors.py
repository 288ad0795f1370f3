"""Which mandates there are: those of the community for every member, those of a household for its
own people and for staff."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from linli.foundation.mandates import policy
from linli.foundation.mandates.domain import MandateCard, State
from linli.foundation.mandates.models import Mandate
from linli.foundation.people.api import list_own_dwellings
from linli.foundation.places.api import PlaceKind, get_place
from linli.kernel import Actor, Page, Refused, Words, now

_AT_HOME = Q(place__kind=PlaceKind.DWELLING)


def get_mandate(*, viewer: Actor, mandate: str) -> MandateCard:
    """One mandate the viewer may read; another household's is as if it were not there."""
    row = _of(viewer).filter(pk=mandate).first()
    if row is None:
        raise Refused("not_found", "There is no such mandate.")
    return card(row)


def get_mandates(*, viewer: Actor, mandates: Iterable[str]) -> dict[str, MandateCard]:
    """Many mandates at once, by id; those the viewer may not read are left out."""
    return {row.pk: card(row) for row in _of(viewer).filter(pk__in=set(mandates))}


def list_mandates(
    *,
    viewer: Actor,
    place: str | None = None,
    valid_at: datetime | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[MandateCard]:
    """Mandates, newest first; those that hold at a place, those that stand at a moment."""
    rows = _of(viewer)
    if place is not None:
        path = get_place(viewer=viewer, place=place).path
        rows = rows.filter(Q(place__isnull=True) | Q(place__in=path))
    if valid_at is not None:
        rows = rows.filter(_stands_at(valid_at))
    if cursor:
        rows = rows.filter(pk__lt=cursor)
    limit = max(1, min(limit, 200))
    found = [card(row) for row in rows.order_by("-pk")[: limit + 1]]
    more = len(found) > limit
    return Page(tuple(found[:limit]), found[limit - 1].id if more else None)


def list_expiring(*, viewer: Actor, within_days: int) -> tuple[MandateCard, ...]:
    """Mandates that stand now and end within so many days, the first to end first."""
    moment = now()
    horizon = moment + timedelta(days=max(0, min(within_days, 3650)))
    rows = _of(viewer).filter(_stands_at(moment), valid_until__lte=horizon)
    return tuple(card(row) for row in rows.order_by("valid_until", "pk"))


def count_consents(*, viewer: Actor) -> int:
    """How many households have agreed to something of their own that stands now, for everybody.

    A household that becomes protected is not taken out: the figure must not move when it does.
    """
    policy.check_may_look(viewer)
    rows = Mandate.objects.filter(_AT_HOME, _stands_at(now()), community=viewer.community)
    return rows.values("place").distinct().count()


def card(row: Mandate) -> MandateCard:
    """A row as others see it."""
    return MandateCard(
        id=row.pk,
        community=row.community,
        purpose=Words(row.purpose_zh, row.purpose_en),
        series=tuple(row.series),
        place=row.place_id,
        retention_days=row.retention_days,
        recipients=tuple(row.recipients),
        basis_kind=row.basis_kind,
        basis_text=row.basis_text,
        basis_date=row.basis_date,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        state=row.state,
        granted_by=row.granted_by or None,
        granted_for=row.granted_for or None,
        granted_via=row.granted_via,
        granted_at=row.granted_at,
        revoked_by=row.revoked_by or None,
        revoked_at=row.revoked_at,
        revoked_why=row.revoked_why,
        decision=row.decision,
    )


def _of(viewer: Actor) -> QuerySet[Mandate]:
    policy.check_may_look(viewer)
    rows = Mandate.objects.filter(community=viewer.community)
    if policy.sees_homes(viewer):
        return rows
    shared = Q(place__isnull=True) | ~_AT_HOME
    # Whoever recorded or gave a consent can look it up and take it back, wherever they live now.
    concerned = Q(granted_by=viewer.person) | Q(granted_for=viewer.subject)
    own = Q(place__in=list_own_dwellings(viewer=viewer))
    return rows.filter(shared | own | concerned if viewer.person else shared)


def _stands_at(moment: datetime) -> Q:
    ends = Q(valid_until__isnull=True) | Q(valid_until__gt=moment)
    return Q(state=State.ACTIVE.value, valid_from__lte=moment) & ends
