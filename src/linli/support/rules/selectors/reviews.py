"""Rules put before a person."""

from linli.kernel import Actor, Page, Words
from linli.support.rules import policy
from linli.support.rules.domain.cards import ReviewCard
from linli.support.rules.domain.precision import Precision
from linli.support.rules.models import Review, RuleVersion


def list_reviews(
    *,
    viewer: Actor,
    is_open: bool | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ReviewCard]:
    """Reviews, newest first; open ones or decided ones."""
    policy.check_may_look(viewer)
    rows = Review.objects.select_related("rule").filter(rule__community=viewer.community)
    if is_open is not None:
        rows = rows.filter(decided_at__isnull=is_open)
    if cursor:
        rows = rows.filter(pk__lt=cursor)
    limit = max(1, min(limit, 200))
    found = list(rows.order_by("-pk")[: limit + 1])
    versions = {
        (version.rule_id, version.number): version
        for version in RuleVersion.objects.filter(rule__in={row.rule_id for row in found})
    }
    cards = tuple(_card(row, versions[row.rule_id, row.version]) for row in found[:limit])
    return Page(cards, cards[-1].id if len(found) > limit else None)


def _card(row: Review, version: RuleVersion) -> ReviewCard:
    return ReviewCard(
        row.pk,
        row.rule_id,
        row.version,
        Words(version.name_zh, version.name_en),
        row.rule.is_safety,
        row.opened_at,
        Precision(row.real, row.false_alarms, row.unclear),
        row.floor_percent,
        row.decision or None,
        row.decided_by or None,
        row.decided_at,
        row.reason,
    )
