"""What was refused and how often, for those who look after the devices."""

from collections import Counter
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum

from linli.foundation.devices import policy
from linli.foundation.devices.domain import OutcomeCard, OutcomeFigures, RejectedCard
from linli.foundation.devices.domain.quarantine import CLOSED, MASK, shown_reason
from linli.foundation.devices.models import OutcomeCount, Rejected
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

    Totals run over everything asked for, rows over the newest `limit`.
    """
    policy.check_is_staff(viewer)
    start = since or now().date() - timedelta(days=7)
    rows = OutcomeCount.objects.filter(community=viewer.community, day__gte=start)
    if device is not None:
        rows = rows.filter(device=device)
    if outcome is not None:
        rows = rows.filter(outcome__in=_stored(viewer, outcome))
    return OutcomeFigures(start, _rows(viewer, rows, limit), _totals(viewer, rows))


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
        rows = rows.filter(reason__in=_stored(viewer, reason))
    if cursor and cursor.isdecimal():
        rows = rows.filter(pk__lt=int(cursor[:18]))
    limit = max(1, min(limit, 200))
    found = [_card(viewer, row) for row in rows.order_by("-pk")[: limit + 1]]
    more = len(found) > limit
    return Page(tuple(found[:limit]), str(found[limit - 1].number) if more else None)


def get_rejected(*, viewer: Actor, number: int) -> RejectedCard:
    """One refused message with the bytes that may be kept."""
    row = _rejected(viewer).filter(pk=number).first()
    if row is None:
        raise Refused("not_found", "This message is not kept any more.")
    return _card(viewer, row)


def _rejected(viewer: Actor) -> QuerySet[Rejected]:
    policy.check_may_see_quarantine(viewer)
    return Rejected.objects.filter(community=viewer.community)


def _stored(viewer: Actor, reason: str) -> tuple[str, ...]:
    """The stored reasons that look like this one to the viewer."""
    if policy.sees_closed(viewer):
        return (reason,)
    return {MASK: (MASK, CLOSED), CLOSED: ()}.get(reason, (reason,))


def _rows(viewer: Actor, rows: QuerySet[OutcomeCount], limit: int) -> tuple[OutcomeCard, ...]:
    counts: Counter[tuple[date, str, str]] = Counter()
    for row in rows.filter(~Q(count=0)).order_by("-day", "device", "outcome")[: min(limit, 2000)]:
        shown = shown_reason(row.outcome, is_keeper=policy.sees_closed(viewer))
        counts[row.day, row.device, shown] += row.count
    return tuple(
        OutcomeCard(device, outcome, day, count) for (day, device, outcome), count in counts.items()
    )


def _totals(viewer: Actor, rows: QuerySet[OutcomeCount]) -> tuple[tuple[str, int], ...]:
    totals: Counter[str] = Counter()
    for outcome, count in rows.values_list("outcome").annotate(total=Sum("count")).order_by():
        totals[shown_reason(outcome, is_keeper=policy.sees_closed(viewer))] += count
    return tuple(totals.most_common())


def _card(viewer: Actor, row: Rejected) -> RejectedCard:
    return RejectedCard(
        number=row.pk,
        device=row.device,
        received_at=row.received_at,
        reason=shown_reason(row.reason, is_keeper=policy.sees_closed(viewer)),
        detail=row.detail,
        raw=bytes(row.raw),
        size=row.size,
        transport=row.transport,
        topic=row.topic,
        property=row.property,
    )
