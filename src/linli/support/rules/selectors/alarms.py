"""Alarms, and why they came and went."""

from collections.abc import Iterable

from django.db.models import QuerySet

from linli.foundation.places.api import get_place
from linli.kernel import Actor, Page, Ref, Refused, Words
from linli.support.rules import policy
from linli.support.rules.domain.cards import (
    AlarmCard,
    AlarmDetail,
    SuppressedCard,
    VerdictCard,
)
from linli.support.rules.domain.trace import from_json
from linli.support.rules.models import Alarm, Suppressed, Verdict
from linli.support.rules.selectors.seeing import (
    LOUD,
    shown_alarms,
    shown_suppressed,
    told_alarms,
)


def list_alarms(
    *,
    viewer: Actor,
    is_active: bool | None = None,
    is_acknowledged: bool | None = None,
    rule: str | None = None,
    place: str | None = None,
    originator: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[AlarmCard]:
    """Alarms, newest first; active or cleared, acknowledged or not, of a rule, within a place."""
    rows = _visible(viewer).select_related("rule_version")
    if is_active is not None:
        rows = rows.filter(is_active=is_active)
    if is_acknowledged is not None:
        rows = rows.filter(acknowledged_at__isnull=not is_acknowledged)
    if rule is not None:
        rows = rows.filter(rule_version__rule=rule)
    if originator is not None:
        rows = rows.filter(originator=originator)
    if place is not None:
        path = get_place(viewer=viewer, place=place).path
        rows = rows.filter(path__startswith=f"/{'/'.join(path)}/")
    if cursor:
        rows = rows.filter(pk__lt=cursor)
    limit = max(1, min(limit, 200))
    found = list(rows.order_by("-pk")[: limit + 1])
    cards = tuple(alarm_cards(found[:limit]))
    return Page(cards, cards[-1].id if len(found) > limit else None)


def get_alarm(*, viewer: Actor, alarm: str) -> AlarmDetail:
    """One alarm with the trace of why it came and why it went."""
    row = _visible(viewer).select_related("rule_version").filter(pk=alarm).first()
    if row is None:
        raise Refused("not_found", "There is no such alarm.", field="alarm")
    verdicts = Verdict.objects.filter(alarm=row).order_by("-pk")
    version = row.rule_version
    return AlarmDetail(
        next(iter(alarm_cards([row]))),
        Words(version.reason_zh, version.reason_en),
        from_json(row.why_raised),
        from_json(row.why_cleared),
        tuple(
            VerdictCard(row.pk, one.finding, one.by, one.via, one.at, one.note, one.is_current)
            for one in verdicts
        ),
    )


def list_suppressed(
    *,
    viewer: Actor,
    maintenance: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[SuppressedCard]:
    """Alarms that maintenance held back, newest first."""
    policy.check_may_look(viewer)
    rows = shown_suppressed(viewer).select_related("rule_version__rule")
    if maintenance is not None:
        rows = rows.filter(maintenance=maintenance)
    if cursor and cursor.isdecimal():
        rows = rows.filter(pk__lt=int(cursor[:18]))
    limit = max(1, min(limit, 200))
    found = list(rows.order_by("-pk")[: limit + 1])
    cards = tuple(map(_held_back, found[:limit]))
    return Page(cards, str(cards[-1].number) if len(found) > limit else None)


def _held_back(row: Suppressed) -> SuppressedCard:
    version = row.rule_version
    return SuppressedCard(
        row.pk,
        row.originator,
        row.kind,
        version.rule_id,
        Words(version.name_zh, version.name_en),
        version.severity,
        version.rule.is_safety,
        row.at,
        from_json(row.trace),
    )


def list_sounding(*, viewer: Actor, matters: Iterable[str]) -> frozenset[str]:
    """Which of these matters have an alarm that still calls for help; for the platform alone."""
    policy.check_is_platform(viewer)
    refs = {str(Ref("matter", one)): one for one in matters}
    rows = told_alarms(viewer.community).filter(LOUD, matter__in=refs)
    return frozenset(refs[ref] for ref in rows.values_list("matter", flat=True) if ref in refs)


def _visible(viewer: Actor) -> QuerySet[Alarm]:
    policy.check_may_look(viewer)
    return shown_alarms(viewer)


def alarm_cards(rows: Iterable[Alarm]) -> Iterable[AlarmCard]:
    """Cards for many alarms (with their versions) in one more question."""
    listed = list(rows)
    verdicts = dict(
        Verdict.objects.filter(alarm__in=listed, is_current=True).values_list("alarm", "finding")
    )
    for row in listed:
        yield _card(row, verdicts.get(row.pk))


def _card(row: Alarm, verdict: str | None) -> AlarmCard:
    version = row.rule_version
    return AlarmCard(
        id=row.pk,
        community=row.community,
        originator=row.originator,
        kind=row.kind,
        rule=version.rule_id,
        rule_version=version.number,
        name=Words(version.name_zh, version.name_en),
        severity=row.severity,
        is_safety=row.is_safety,
        place=row.place_id,
        is_active=row.is_active,
        is_acknowledged=row.acknowledged_at is not None,
        raised_at=row.raised_at,
        cleared_at=row.cleared_at,
        cleared_by=row.cleared_by or None,
        cleared_via=row.cleared_via or None,
        acknowledged_by=row.acknowledged_by or None,
        acknowledged_via=row.acknowledged_via or None,
        acknowledged_at=row.acknowledged_at,
        last_transition_at=row.last_transition_at,
        repeats=row.repeats,
        level=row.level,
        value=row.value,
        series=row.series,
        matter=Ref.parse(row.matter) if row.matter else None,
        verdict=verdict,
    )
