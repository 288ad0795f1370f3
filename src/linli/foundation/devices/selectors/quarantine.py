"""What was refused and how often, for those who look after the devices."""

from collections import Counter
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum

from linli.foundation.devices import policy
from linli.foundation.devices.domain import OutcomeCard, OutcomeFigures, RejectedCard
from linli.foundation.devices.domain.quarantine import CLOSED
from linli.foundation.devices.models import Device, OutcomeCount, Rejected
from linli.foundation.devices.selectors.visible import hidden_dwellings
from linli.kernel import Actor, Page, Refused, now


def list_outcomes(
    *,
    viewer: Actor,
    device: str | None = None,
    outcome: str | None = None,
    since: date | None = None,
    limit: int = 200,
) -> OutcomeFigures:
    """What became of readings, by device and day since a date (the last seven days by default).

    Totals run over everything asked for, rows over the newest `limit`. Homes that are not shown
    are in neither for all but the keeper.
    """
    policy.check_is_staff(viewer)
    start = since or now().date() - timedelta(days=7)
    rows = OutcomeCount.objects.filter(community=viewer.community, day__gte=start)
    rows = rows.filter(_open_to(viewer, "outcome"))
    if device is not None:
        rows = rows.filter(device=device)
    if outcome is not None:
        rows = rows.filter(outcome=outcome)
    return OutcomeFigures(start, _rows(rows, limit), _totals(rows))


def list_rejected(
    *,
    viewer: Actor,
    device: str | None = None,
    reason: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[RejectedCard]:
    """Refused messages still kept, newest first."""
    rows = _rejected(viewer)
    if device is not None:
        rows = rows.filter(device=device)
    if reason is not None:
        rows = rows.filter(reason=reason)
    if cursor and cursor.isdecimal():
        rows = rows.filter(pk__lt=int(cursor[:18]))
    limit = max(1, min(limit, 200))
    found = [_card(row) for row in rows.order_by("-pk")[: limit + 1]]
    more = len(found) > limit
    return Page(tuple(found[:limit]), str(found[limit - 1].number) if more else None)


def get_rejected(*, viewer: Actor, number: int) -> RejectedCard:
    """One refused message with the bytes that may be kept."""
    row = _rejected(viewer).filter(pk=number).first()
    if row is None:
        raise Refused("not_found", "This message is not kept any more.")
    return _card(row)


def _rejected(viewer: Actor) -> QuerySet[Rejected]:
    policy.check_may_see_quarantine(viewer)
    rows = Rejected.objects.filter(community=viewer.community)
    return rows.filter(_open_to(viewer, "reason"))


def _open_to(viewer: Actor, reason: str) -> Q:
    """Neither devices of homes that are not shown, nor what a home was closed to (in `reason`)."""
    if policy.sees_closed(viewer):
        return Q()
    homes = hidden_dwellings(viewer)
    silent = Device.objects.filter(community=viewer.community, dwelling__in=homes).values("pk")
    return ~Q(device__in=silent) & ~Q(**{reason: CLOSED})


def _rows(rows: QuerySet[OutcomeCount], limit: int) -> tuple[OutcomeCard, ...]:
    found = rows.filter(~Q(count=0)).order_by("-day", "device", "outcome")[: min(limit, 2000)]
    return tuple(OutcomeCard(row.device, row.outcome, row.day, row.count) for row in found)


def _totals(rows: QuerySet[OutcomeCount]) -> tuple[tuple[str, int], ...]:
    totals = rows.values_list("outcome").annotate(total=Sum("count")).order_by()
    return tuple(Counter(dict(totals)).most_common())


def _card(row: Rejected) -> RejectedCard:
    return RejectedCard(
        number=row.pk,
        device=row.device,
        received_at=row.received_at,
        reason=row.reason,
        detail=row.detail,
        raw=bytes(row.raw),
        size=row.size,
        transport=row.transport,
        topic=row.topic,
        property=row.property,
    )
