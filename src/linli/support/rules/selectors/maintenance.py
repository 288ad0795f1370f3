"""Maintenance announced, and how many alarms it held back."""

from django.db.models import Count, Q

from linli.kernel import Actor, Page, Refused, now
from linli.support.rules import policy
from linli.support.rules.domain.cards import MaintenanceCard
from linli.support.rules.models import MaintenanceWindow
from linli.support.rules.selectors.seeing import shown_suppressed


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
    counts = _counts(viewer, found)
    cards = tuple(_card(row, counts.get(row.pk, 0)) for row in found[:limit])
    return Page(cards, cards[-1].id if len(found) > limit else None)


def get_maintenance(*, viewer: Actor, maintenance: str) -> MaintenanceCard:
    """One window."""
    policy.check_may_look(viewer)
    row = MaintenanceWindow.objects.filter(pk=maintenance, community=viewer.community).first()
    if row is None:
        raise Refused("not_found", "There is no such maintenance.", field="maintenance")
    return _card(row, _counts(viewer, [row]).get(row.pk, 0))


def _counts(viewer: Actor, windows: list[MaintenanceWindow]) -> dict[str, int]:
    """How many alarms that the viewer may see each window held back."""
    rows = shown_suppressed(viewer).filter(maintenance__in=windows)
    return dict(rows.values_list("maintenance").annotate(count=Count("pk")))


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
        row.holds_safety,
    )
