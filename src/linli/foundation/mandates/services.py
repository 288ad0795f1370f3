"""Record that a decision allows some data to be collected, and that it no longer does."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction

from linli.foundation.facts.api import publish
from linli.foundation.mandates import domain, policy
from linli.foundation.mandates.facts import MandateGranted, MandateRevoked
from linli.foundation.mandates.models import Mandate
from linli.foundation.mandates.selectors import get_mandate
from linli.foundation.places.api import PlaceKind, get_place
from linli.kernel import Actor, Refused, Words, now


def grant_mandate(
    *,
    by: Actor,
    purpose: Words,
    series: Iterable[str],
    place: str | None = None,
    retention_days: int,
    recipients: Iterable[str],
    basis_kind: str,
    basis_text: str,
    basis_date: date,
    valid_from: datetime,
    valid_until: datetime | None,
    key: str | None = None,
    decision: str = "",
) -> str:
    """Record a mandate that was decided; returns its id.

    `series` are patterns `model.property` or `model.*`; `place` is the top of the subtree it
    holds for, None for the whole community; `valid_until` may be None for a law only. `decision` is
    the id of the motion by which the owners decided it; **the caller has seen that it passed.**
    """
    policy.check_may_grant(by)
    if (known := _by_key(by.community, key)) is not None:
        return known
    basis = domain.checked_basis(basis_kind)
    domain.check_term(basis, valid_from, valid_until)
    domain.check_decided(basis_date, now().date())
    words = domain.checked_purpose(purpose)
    row = Mandate(
        community=by.community,
        key=key,
        purpose_zh=words.zh,
        purpose_en=words.en,
        series=list(domain.checked_series(series)),
        place_id=None if place is None else _top(by, place),
        retention_days=domain.checked_retention(retention_days),
        recipients=list(domain.checked_recipients(recipients)),
        basis_kind=basis.value,
        basis_text=domain.checked_text(basis_text, "basis_text", 500),
        basis_date=basis_date,
        decision=domain.checked_decision(decision, basis),
        valid_from=valid_from,
        valid_until=valid_until,
        granted_by=by.person or "",
        granted_for=by.on_behalf_of or "",
        granted_via=by.via.value,
        granted_at=now(),
    )
    return _grant(row)


def revoke_mandate(*, by: Actor, mandate: str, why: str) -> None:
    """Take a mandate back at once, with the reason; doing it twice changes nothing."""
    policy.check_may_revoke(by)
    reason = domain.checked_text(why, "why", 500)
    known = get_mandate(viewer=by, mandate=mandate).id
    with transaction.atomic():
        row = Mandate.objects.select_for_update().get(pk=known)
        if row.state == Mandate.Standing.REVOKED:
            return
        row.state = Mandate.Standing.REVOKED
        row.revoked_by, row.revoked_via = by.person or "", by.via.value
        row.revoked_at, row.revoked_why = now(), reason
        row.save()
        publish(MandateRevoked(community=row.community, mandate=row.pk))


def _top(by: Actor, place: str) -> str:
    card = get_place(viewer=by, place=place)
    if card.is_retired or card.kind == PlaceKind.CELL:
        raise Refused(
            "invalid",
            "A mandate holds for a building, an entrance or another lasting place; grid cells "
            "are drawn anew, and this is one or is no longer in use.",
            field="place",
        )
    return card.id


def _grant(row: Mandate) -> str:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            publish(MandateGranted(community=row.community, mandate=row.pk))
    except IntegrityError:  # the same request came twice at the same moment
        known = _by_key(row.community, row.key)
        if known is None:
            raise
        return known
    return row.pk


def _by_key(community: str, key: str | None) -> str | None:
    if key is None:
        return None
    if not 1 <= len(key) <= 80:
        raise Refused("invalid", "A request key has 1 to 80 characters.", field="key")
    rows = Mandate.objects.filter(community=community, key=key)
    return rows.values_list("pk", flat=True).first()
