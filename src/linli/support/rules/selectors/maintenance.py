"""Maintenance announced, and how many alarms it held back."""

from django.db.models import Q

from linli.kernel import Actor, Page, now
from linli.support.rules import policy
from linli.support.rules.domain.cards import MaintenanceCard
from linli.support.rules.models import MaintenanceWindow, Suppressed


def list_maintenance(
    *,
    viewer: Actor,
    is_open: bool | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[MaintenanceCard]:
    """Windows, newest first; `is_open` keeps those that have not ended (or have)."""
    policy.check_may_look(viewer)
    rows = MaintenanceWindow.objects.filter(community=viewer.community)
    if is_open is not None:
        lasting = Q(until__isnull=True) | Q(until__gt=now())
        rows = rows.filter(lasting if is_open else ~lasting)
    if cursor:
        rows = rows.filter(pk__lt=cursor)
    limit = max(1, min(limit, 200))
    found = list(rows.order_by("-pk")[: limit + 1])
    counts: dict[str, int] = {}
    held = Suppressed.objects.filter(maintenance__in=found).values_list("maintenance", flat=True)
    for window in held:
        counts[str(window)] = counts.get(str(window), 0) + 1
    cards = tuple(_card(row, counts.get(row.pk, 0)) for row in found[:limit])
    return Page(cards, cards[-1].id if len(found) > limit else None)


def _card(row: MaintenanceWindow, suppressed: int) -> MaintenanceCard:
    return MaintenanceCard(
        row.pk,
        row.community,
        row.place_id,
        row.device_id,
        row.since,
        row.until,
        row.reason,
        row.opened_by,
        row.closed_by or None,
        suppressed,
    )
