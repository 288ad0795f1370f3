"""What people do with alarms: see them, judge them, end them; and what happens when nobody does."""

from datetime import datetime, timedelta

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.kernel import Actor, Ref, Refused, Words, now
from linli.support.rules import policy
from linli.support.rules.domain.trace import Step, to_json
from linli.support.rules.facts import AlarmAcknowledged, AlarmEscalated, VerdictGiven
from linli.support.rules.models import Alarm, Verdict
from linli.support.rules.selectors.seeing import shown_alarms
from linli.support.rules.services.clearing import CLEARED, clear_rows
from linli.support.rules.services.reviewing import review_if_low
from linli.support.rules.services.writing import checked_reason

_AT_ONCE = 500


def acknowledge_alarm(*, by: Actor, alarm: str) -> None:
    """Say that someone has seen the alarm; it no longer escalates. Twice changes nothing."""
    policy.check_may_attend(by)
    with transaction.atomic():
        _see(own_alarm(by, alarm), by)


def _see(row: Alarm, by: Actor) -> None:
    if row.acknowledged_at is not None:
        return
    row.acknowledged_at = now()
    row.acknowledged_by = by.person or by.subject or ""
    row.acknowledged_via = by.via.value
    row.escalates_at = None
    row.save()
    publish(AlarmAcknowledged(community=row.community, alarm=row.pk))


def clear_alarm(*, by: Actor, alarm: str, reason: str) -> None:
    """End an alarm that no reading will end, such as that of a device that was taken down.

    Who ends it has seen it. The rule calls again once its readings have been calm in between.
    """
    policy.check_may_attend(by)
    why = checked_reason(reason)
    with transaction.atomic():
        row = own_alarm(by, alarm)
        policy.check_may_end(by, is_safety=row.is_safety)
        if not row.is_active:
            return
        _see(row, by)
        for rule, (_, at) in row.sources.items():
            row.sources[rule] = [CLEARED, at]
        step = Step(Words(f"由工作人员解除：{why}", f"cleared by a person: {why}"))
        clear_rows([row], row.rule_version.rule_id, to_json((step,)), by)


def link_matter(*, by: Actor, alarm: str, matter: Ref) -> None:
    """Note what was opened because of the alarm."""
    policy.check_is_platform(by)
    with transaction.atomic():
        row = own_alarm(by, alarm)
        row.matter = str(matter)
        row.save(update_fields=["matter"])


def escalate_due(*, by: Actor) -> int:
    """Announce every alarm nobody acknowledged in time, at the level it has reached; returns how
    many. Run by a timer, for one community or (with no community) for all."""
    policy.check_is_platform(by)
    moment = now()
    with transaction.atomic():
        rows = (
            Alarm.objects.select_for_update(of=("self",))
            .select_related("rule_version")
            .filter(escalates_at__lte=moment, acknowledged_at__isnull=True)
        )
        if by.community:
            rows = rows.filter(community=by.community)
        due = list(rows.order_by("escalates_at")[:_AT_ONCE])
        for row in due:
            _escalate(row, moment)
    return len(due)


def _escalate(row: Alarm, moment: datetime) -> None:
    begun = row.escalates_at or moment
    levels = row.rule_version.escalate_after
    # From the moment this level was due: an alarm that came back began to wait anew.
    start = begun - timedelta(seconds=levels[row.level] if row.level < len(levels) else 0)
    passed = [one for one in levels if start + timedelta(seconds=one) <= moment]
    row.level = max(row.level + 1, len(passed))
    later = levels[row.level :]
    row.escalates_at = start + timedelta(seconds=later[0]) if later else None
    row.save(update_fields=["level", "escalates_at"])
    publish(
        AlarmEscalated(
            community=row.community,
            alarm=row.pk,
            rule=row.rule_version.rule_id,
            level=row.level,
        )
    )


def give_verdict(*, by: Actor, alarm: str, verdict: str, note: str = "") -> None:
    """Say whether the alarm was real, a false alarm, or unclear; the last word counts.

    Keeps the rule's measured precision; a rule below its floor is put up for review.
    """
    policy.check_may_attend(by)
    if verdict not in Verdict.Finding.values:
        raise Refused("invalid", "A verdict is real, false_alarm or unclear.", field="verdict")
    if len(note) > 500:
        raise Refused("too_large", "A note may have 500 characters.", field="note")
    with transaction.atomic():
        row = own_alarm(by, alarm)
        current = Verdict.objects.filter(alarm=row, is_current=True).first()
        if current is not None and (current.finding, current.note) == (verdict, note):
            return
        Verdict.objects.filter(alarm=row, is_current=True).update(is_current=False)
        Verdict.objects.create(
            alarm=row,
            finding=verdict,
            by=by.person or by.subject or "",
            via=by.via.value,
            at=now(),
            note=note,
        )
        rule = row.rule_version.rule_id
        publish(VerdictGiven(community=row.community, alarm=row.pk, rule=rule, finding=verdict))
        review_if_low(row.rule_version)


def own_alarm(by: Actor, alarm: str) -> Alarm:
    """An alarm of the actor's community that they may know of, locked."""
    rows = shown_alarms(by).select_for_update(of=("self",)).select_related("rule_version")
    row = rows.filter(pk=alarm).first()
    if row is None:
        raise Refused("not_found", "There is no such alarm.", field="alarm")
    return row
