"""The clocks of a matter as rows: started, stopped, held and going on."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from linli.support.matters.domain import clocks
from linli.support.matters.domain.calendar import Calendar
from linli.support.matters.domain.catalogue import (
    STAFF_CLOCKS,
    Allowance,
    ClockKind,
    Severity,
    allowance,
    read_span,
    spans,
)
from linli.support.matters.domain.clocks import Run
from linli.support.matters.models import Clock, ClockRule, Matter
from linli.support.matters.selectors.calendars import calendar_for

_LIVE = ("running", "held")
_FIRST_LOOK = timedelta(minutes=5)


def start(row: Matter, at: datetime, *kinds: ClockKind) -> None:
    """Set clocks going; those of a kind that run already are left alone."""
    calendar = calendar_for(row.community)
    live = set(_live(row).values_list("kind", flat=True))
    for kind in kinds:
        if kind not in live:
            given = given_for(row.community, row.category, Severity(row.severity), kind)
            _start_one(row, kind, given, at, calendar)
    refresh(row)


def wait_for_resident(row: Matter, at: datetime) -> None:
    """Begin to wait for the reporter's word; the timers look whether the ask was delivered."""
    given = Allowance(spans().silence_days * 24 * 60, working=False)
    Clock.objects.create(
        matter=row,
        kind=ClockKind.CONFIRM,
        round=row.reopened,
        minutes=given.minutes,
        working=False,
        started_at=at,
        running_since=at,
        next_at=at + _FIRST_LOOK,
    )


def rest(row: Matter, at: datetime, days: int) -> None:
    """Begin to count the days of a hold; the timers end it."""
    end = at + timedelta(days=days)
    Clock.objects.create(
        matter=row,
        kind=ClockKind.HOLD,
        round=row.reopened,
        minutes=days * 24 * 60,
        working=False,
        started_at=at,
        running_since=at,
        is_warned=True,
        due_at=end,
        next_at=end,
    )


def stop(row: Matter, at: datetime, *kinds: ClockKind, void: bool = False) -> None:
    """Stop clocks for good: met, missed when late, or void when the matter ended otherwise."""
    calendar = calendar_for(row.community)
    for clock in _live(row).filter(kind__in=kinds):
        run = clocks.stop(run_of(clock), at, calendar)
        late = clock.kind != ClockKind.CONFIRM and run.used > run.given
        clock.state = "void" if void else ("missed" if late else "met")
        clock.used, clock.running_since, clock.next_at = run.used, None, None
        clock.stopped_at = at
        clock.save()
    refresh(row)


def hold(row: Matter, at: datetime) -> None:
    """Let every running clock rest; what it has used is kept."""
    calendar = calendar_for(row.community)
    for clock in _live(row).filter(state="running"):
        clock.used = clocks.stop(run_of(clock), at, calendar).used
        clock.state, clock.running_since, clock.next_at = "held", None, None
        clock.save()
    refresh(row)


def go_on(row: Matter, at: datetime, *kinds: ClockKind) -> None:
    """Let resting clocks (all, unless named) run again with the time they have left."""
    calendar = calendar_for(row.community)
    for clock in _live(row).filter(state="held", kind__in=kinds or tuple(ClockKind)):
        clock.state, clock.running_since = "running", at
        plan(clock, calendar)
        clock.save()
    refresh(row)


def regive(row: Matter, at: datetime) -> None:
    """Give the live clocks of a reclassified matter the time of its new category."""
    calendar = calendar_for(row.community)
    for clock in _live(row).filter(kind__in=STAFF_CLOCKS):
        kind = ClockKind(clock.kind)
        given = given_for(row.community, row.category, Severity(row.severity), kind)
        if clock.working == given.working:
            clock.used = clocks.used_at(run_of(clock), at, calendar)
        else:  # the other kind of time: counted anew from the start
            clock.used = clocks.elapsed(clock.started_at, at, given.working, calendar)
        clock.minutes, clock.working = given.minutes, given.working
        if clock.state == "running":
            clock.running_since, clock.is_warned, clock.level = at, False, clocks.NOBODY
            plan(clock, calendar)
        clock.save()
    refresh(row)


def plan(clock: Clock, calendar: Calendar) -> None:
    """When a running clock is over, and when it next needs someone's eye."""
    run = run_of(clock)
    clock.due_at = clocks.due_at(run, calendar)
    clock.is_certain = not clock.working or calendar.is_certain(clock.started_at, clock.due_at)
    clock.next_at = clocks.next_at(
        run, warned=clock.is_warned, level=clock.level, calendar=calendar
    )


def run_of(clock: Clock) -> Run:
    """The pure clock of a row."""
    return Run(Allowance(clock.minutes, clock.working), clock.used, clock.running_since)


def refresh(row: Matter) -> None:
    """Keep the matter's own dates equal to its clocks."""
    running = dict(
        _live(row).filter(state="running", kind__in=STAFF_CLOCKS).values_list("kind", "due_at")
    )
    row.due_at = min((due for due in running.values() if due), default=None)
    row.order_at = clocks.stands_at(row.due_at, is_danger=row.severity == Severity.DANGER)
    if ClockKind.RESOLVE in running:
        row.promised_at = running[ClockKind.RESOLVE]
    row.save(update_fields=["due_at", "order_at", "promised_at"])


def given_for(community: str, category: str, severity: Severity, kind: ClockKind) -> Allowance:
    """The time for a clock: the community's own rule, else the catalogue's."""
    own = ClockRule.objects.filter(
        community=community, category=category, severity=severity, clock=kind
    ).first()
    return read_span(own.span) if own else allowance(category, severity, kind)


def _start_one(
    row: Matter, kind: ClockKind, given: Allowance, at: datetime, calendar: Calendar
) -> None:
    clock = Clock(
        matter=row,
        kind=kind,
        round=row.reopened,
        minutes=given.minutes,
        working=given.working,
        started_at=at,
        running_since=at,
    )
    plan(clock, calendar)
    clock.save()


def _live(row: Matter) -> QuerySet[Clock]:
    return Clock.objects.filter(matter=row, state__in=_LIVE)
