"""A rule that is too often wrong is put before a person; it never silences itself."""

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.kernel import Actor, Refused, now
from linli.support.rules import policy
from linli.support.rules.domain.precision import Precision
from linli.support.rules.facts import ReviewDecided, RulePutUpForReview
from linli.support.rules.models import Review, Rule, RuleVersion
from linli.support.rules.selectors.measuring import precision_by_version
from linli.support.rules.selectors.seeing import told_alarms
from linli.support.rules.services.writing import checked_reason, switch_off


def review_if_low(version: RuleVersion) -> None:
    """Put a rule up for review when the version that is on has fallen below the floor.

    After a decision it is put up again only when as many new verdicts have come in.
    """
    rule = Rule.objects.select_for_update().get(pk=version.rule_id)
    if rule.version_on != version.number:
        return
    precision = precision_by_version(told_alarms(rule.community), [version.pk])[version.pk]
    enough = precision.judged - _judged_then(rule, version.number) >= rule.floor_verdicts
    if not enough or not precision.is_below(rule.floor_percent):
        return
    if Review.objects.filter(rule=rule, decided_at__isnull=True).exists():
        return
    review = _open(rule, version.number, precision)
    publish(RulePutUpForReview(community=rule.community, rule=rule.pk, review=review.pk))


def decide_review(*, by: Actor, review: str, decision: str, reason: str) -> None:
    """Decide on a rule under review: kept, changed or switched_off, with the reason.

    `switched_off` switches the rule off; not so a safety rule, which must have been switched off
    by an act of its own before.
    """
    policy.check_may_decide(by)
    why = checked_reason(reason)
    if decision not in Review.Decision.values:
        raise Refused(
            "invalid", "A review ends as kept, changed or switched_off.", field="decision"
        )
    with transaction.atomic():
        row = _own_review(by, review)
        if decision == Review.Decision.SWITCHED_OFF:
            _switch_off(by, row, why)
        row.decision, row.reason = decision, why
        row.decided_by, row.decided_at = by.person or by.subject or "", now()
        version = RuleVersion.objects.get(rule=row.rule_id, number=row.version)
        row.judged_then = precision_by_version(told_alarms(by.community), [version.pk])[
            version.pk
        ].judged
        row.save()
        publish(
            ReviewDecided(
                community=by.community, rule=row.rule_id, review=row.pk, decision=decision
            )
        )


def _switch_off(by: Actor, row: Review, why: str) -> None:
    rule = Rule.objects.select_for_update().get(pk=row.rule_id)
    if rule.version_on is None:
        return
    if rule.is_safety:
        raise Refused(
            "conflict",
            "This rule is there for safety. A manager must switch it off by itself, with a reason;"
            " then the review can be closed.",
            field="decision",
        )
    switch_off(by=by, rule=rule.pk, reason=why)


def _own_review(by: Actor, review: str) -> Review:
    row = (
        Review.objects.select_for_update(of=("self",))
        .filter(pk=review, rule__community=by.community)
        .first()
    )
    if row is None:
        raise Refused("not_found", "There is no such review.", field="review")
    if row.decided_at is not None:
        raise Refused("conflict", "This review has been decided already.", field="review")
    return row


def _judged_then(rule: Rule, number: int) -> int:
    last = Review.objects.filter(rule=rule, version=number, decided_at__isnull=False)
    return last.order_by("-decided_at").values_list("judged_then", flat=True).first() or 0


def _open(rule: Rule, number: int, precision: Precision) -> Review:
    return Review.objects.create(
        rule=rule,
        version=number,
        real=precision.real,
        false_alarms=precision.false_alarms,
        unclear=precision.unclear,
        floor_percent=rule.floor_percent,
        opened_at=now(),
    )
