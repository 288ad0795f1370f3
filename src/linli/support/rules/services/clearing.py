"""End alarms, each when no rule holds it up any more."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from linli.foundation.facts.api import publish
from linli.foundation.people.api import list_closed_dwellings
from linli.kernel import Actor, now
from linli.support.rules import policy
from linli.support.rules.facts import AlarmCleared
from linli.support.rules.models import Alarm
from linli.support.rules.selectors.seeing import LOUD

RAISED, CLEARED = "raised", "cleared"


def is_held(alarm: Alarm) -> bool:
    """Whether any rule still holds the alarm up."""
    return any(turn == RAISED for turn, _ in alarm.sources.values())


def end(alarm: Alarm, at: datetime, why: list[Any]) -> None:
    """Mark as cleared; a safety alarm goes on escalating until someone has seen it."""
    alarm.is_active, alarm.cleared_at, alarm.why_cleared = False, at, why
    alarm.last_transition_at = max(alarm.last_transition_at, at)
    if not alarm.is_safety:
        alarm.escalates_at = None


def quieten_closed_homes(*, by: Actor) -> int:
    """End every alarm of a household that is closed to devices; returns how many. By a timer, and
    without announcing it: news of it would tell which household was closed, and when."""
    policy.check_is_platform(by)
    closed = list_closed_dwellings(viewer=by)
    within = Q(*(Q(path__contains=f"/{home}/") for home in closed), _connector=Q.OR)
    if not closed:
        return 0
    with transaction.atomic():
        rows = list(Alarm.objects.select_for_update().filter(LOUD, within, community=by.community))
        for alarm in rows:
            alarm.sources = {rule: [CLEARED, at] for rule, (_, at) in alarm.sources.items()}
            end(alarm, now(), [])
            alarm.escalates_at = None
            alarm.save()
    return len(rows)


def clear_rows(rows: Iterable[Alarm], rule: str, why: list[Any], by: Actor | None = None) -> None:
    """Take one rule's hold off these alarms by a person's act, and end those nothing else holds."""
    moment = now()
    for alarm in rows:
        last = alarm.sources.get(rule, [CLEARED, 0])[1]
        alarm.sources[rule] = [CLEARED, max(last, round(moment.timestamp() * 1000))]
        if not is_held(alarm):
            end(alarm, moment, why)
            if by is not None:
                alarm.cleared_by, alarm.cleared_via = by.person or by.subject or "", by.via.value
            publish(
                AlarmCleared(community=alarm.community, alarm=alarm.pk, rule=rule, by_person=True)
            )
        alarm.save()
