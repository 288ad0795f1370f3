"""What was erased, with the evidence."""

from linli.foundation.telemetry import policy
from linli.foundation.telemetry.domain import Evidence
from linli.foundation.telemetry.models import Erasure
from linli.kernel import Actor, Page

MOST = 200


def list_erasures(
    *, viewer: Actor, mandate: str | None = None, cursor: str | None = None, limit: int = 50
) -> Page[Evidence]:
    """Completed erasures of the viewer's community, newest first; every member may check them."""
    policy.check_member(viewer)
    rows = Erasure.objects.filter(community=viewer.community, executed_at__isnull=False)
    if mandate is not None:
        rows = rows.filter(mandate=mandate)
    if cursor:
        rows = rows.filter(pk__lt=cursor)
    limit = max(1, min(limit, MOST))
    found = [card(row) for row in rows.order_by("-pk")[: limit + 1]]
    more = len(found) > limit
    return Page(tuple(found[:limit]), found[limit - 1].id if more else None)


def card(row: Erasure) -> Evidence:
    """A row as others see it."""
    return Evidence(
        id=row.pk,
        community=row.community,
        mandate=row.mandate_id,
        reason=row.reason,
        series_count=len(row.series),
        rows=row.rows,
        before=row.before,
        planned_at=row.planned_at,
        executed_at=row.executed_at,
        proof=row.proof,
    )
