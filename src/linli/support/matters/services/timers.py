"""The timers: who is warned, what is overdue, and when silence counts as a yes."""

from collections import Counter
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from linli.foundation.facts.api import publish
from linli.kernel import Actor, Refused, now, system
from linli.support.matters.domain import clocks
from linli.support.matters.domain.cards import ClockReport
from linli.support.matters.domain.catalogue import ClockKind, spans
from linli.support.matters.domain.states import State
from linli.support.matters.facts import ClockRunningOut, HoldEnded, MatterOverdue
from linli.support.matters.models import Clock, Matter
from linli.support.matters.selectors.calendars import calendar_for
from linli.support.matters.services import running
from linli.support.matters.services.asking import ask_key
from linli.support.matters.services.closing import confirm, end_hold
from linli.support.matters.services.steps import write
from linli.support.notify import api as notify

_MOST = 500
_LOOK_AGAIN = timedelta(hours=1)
_ROLES = {clocks.MANAGER: "manager", clocks.STREET: "street"}


def run_clocks(*, by: Actor, most: int = _MOST) -> ClockReport:
    """Wake every clock that is due; the platform calls this every few seconds.

    Each clock is a transaction of its own, looked at again under its lock, so that two timers
    side by side do nothing twice. Without a community it runs for all.
    """
    if not by.is_system:
        raise Refused("forbidden", "Only the platform runs the clocks.")
    due = Clock.objects.filter(next_at__lte=now())
    if by.community:
        due = due.filter(matter__community=by.community)
    numbers = list(due.order_by("next_at", "id").values_list("id", flat=True)[:most])
    done = Counter(_wake(number) for number in numbers)
    return ClockReport(
        looked=len(numbers),
        warned=done["warned"],
        overdue=done["overdue"],
        escalated=done["escalated"],
        confirmed=done["confirmed"],
    )


def _wake(number: int) -> str:
    with transaction.atomic():
        at = now()
        matter = Clock.objects.filter(pk=number).values_list("matter", flat=True).first()
        # the matter first, as every verb locks it: no two can wait for each other
        row = _lock(Matter.objects.filter(pk=matter)).first()
        clock = Clock.objects.filter(pk=number, next_at__lte=at).first()
        if row is None or clock is None:  # another timer has it, or it stopped meanwhile
            return "gone"
        if clock.kind == ClockKind.CONFIRM:
            return _listen(row, clock, at)
        if clock.kind == ClockKind.HOLD:
            return _wake_up(row, at)
        return _remind(row, clock, at)


def _lock(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    can_skip = connection.features.has_select_for_update_skip_locked
    return rows.select_for_update(skip_locked=can_skip)


def _remind(row: Matter, clock: Clock, at: datetime) -> str:
    calendar = calendar_for(row.community)
    is_late = at >= clocks.due_at(running.run_of(clock), calendar)
    if not clock.is_warned and not is_late:
        clock.is_warned, done = True, "warned"
        _say_running_out(row, clock, at)
    else:
        clock.is_warned, clock.level = True, clock.level + 1
        done = "overdue" if clock.level == clocks.MANAGER else "escalated"
        _say_overdue(row, clock, at)
    running.plan(clock, calendar)
    clock.save()
    return done


def _say_running_out(row: Matter, clock: Clock, at: datetime) -> None:
    line = write(row, system(row.community), at, "running_out", clock=clock.kind)
    publish(
        ClockRunningOut(
            community=row.community,
            matter=row.pk,
            clock=clock.kind,
            assignee=row.assignee_id,
            entry=line.pk,
        )
    )


def _say_overdue(row: Matter, clock: Clock, at: datetime) -> None:
    row.supervision = max(row.supervision, clock.level)
    row.save(update_fields=["supervision"])
    platform = system(row.community)
    line = write(row, platform, at, "overdue", clock=clock.kind, level=clock.level)
    publish(
        MatterOverdue(
            community=row.community,
            matter=row.pk,
            clock=clock.kind,
            level=clock.level,
            role=_ROLES[clock.level],
            assignee=row.assignee_id,
            entry=line.pk,
        )
    )


def _wake_up(row: Matter, at: datetime) -> str:
    """A rest never outlasts its days: the clocks run on, and someone hears of it."""
    end_hold(row, at)
    line = write(row, system(row.community), at, "hold_over")
    publish(
        HoldEnded(community=row.community, matter=row.pk, entry=line.pk, assignee=row.assignee_id)
    )
    return "resumed"


def _listen(row: Matter, clock: Clock, at: datetime) -> str:
    """Silence counts only from the day the ask arrived; an ask that failed never does."""
    if row.state != State.RESOLVED:
        running.stop(row, at, ClockKind.CONFIRM, void=True)
        return "gone"
    platform, days = system(row.community), spans().silence_days
    arrived = notify.get_delivered_at(viewer=platform, key=ask_key(row))
    if arrived is None:
        clock.next_at = at + _LOOK_AGAIN
        clock.save(update_fields=["next_at"])
        return "waiting"
    until = max(arrived, clock.started_at) + timedelta(days=days)
    if at < until:
        clock.due_at, clock.next_at = until, until
        clock.save(update_fields=["due_at", "next_at"])
        return "waiting"
    line = write(row, platform, at, "confirmed_by_silence", days=days)
    confirm(row, at, "silence", entry=line.pk)
    return "confirmed"
