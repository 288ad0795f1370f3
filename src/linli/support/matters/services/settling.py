"""What a community sets for itself: its clocks, its working hours, its public service codes."""

from django.db import transaction

from linli.kernel import Actor, Refused, now
from linli.support.matters import policy
from linli.support.matters.domain.calendar import read_windows
from linli.support.matters.domain.catalogue import (
    STAFF_CLOCKS,
    ClockKind,
    category_of,
    read_span,
    severity_of,
)
from linli.support.matters.models import CategoryCode, ClockRule, WorkingHours
from linli.support.matters.services.steps import clean

_LONGEST = 366 * 24 * 60  # minutes


def set_clock(*, by: Actor, category: str, severity: str, clock: str, span: str) -> None:
    """Give a clock of this community its own time ("30m", "4wh", "2wd"); "" returns to the
    catalogue's. Clocks that run already keep what they were given."""
    policy.check_manager(by)
    card, level = category_of(category), severity_of(severity)
    if clock not in {str(kind) for kind in STAFF_CLOCKS}:
        raise Refused("invalid", "There is no such clock.", field="clock")
    _check_span(span)
    with transaction.atomic():
        rules = ClockRule.objects.filter(
            community=by.community, category=card.key, severity=level, clock=clock
        )
        if not span:
            rules.delete()
            return
        ClockRule.objects.update_or_create(
            community=by.community,
            category=card.key,
            severity=level,
            clock=ClockKind(clock),
            defaults={"span": span, "by_id": by.person, "at": now()},
        )


def set_working_hours(*, by: Actor, windows: list[list[str]]) -> None:
    """Set the hours in which working time runs, as pairs of HH:MM; none returns to the usual."""
    policy.check_manager(by)
    with transaction.atomic():
        if not windows:
            WorkingHours.objects.filter(community=by.community).delete()
            return
        try:
            read_windows(windows)
        except (ValueError, TypeError):
            raise Refused(
                "invalid",
                "Working hours are pairs such as 08:30 and 12:00, one after the other.",
                field="windows",
            ) from None
        WorkingHours.objects.update_or_create(
            community=by.community,
            defaults={"windows": windows, "by_id": by.person, "at": now()},
        )


def set_codes(*, by: Actor, category: str, hotline: str = "", lgsl: str = "") -> None:
    """Say under which codes public services here know a category; none returns to the catalogue's.

    `hotline` is the wording of the city's 12345 list, `lgsl` the number of the services list.
    """
    policy.check_manager(by)
    card = category_of(category)
    hotline = clean(hotline, field="hotline", longest=80)
    if lgsl and not (lgsl.isascii() and lgsl.isdigit() and len(lgsl) <= 5):
        raise Refused("invalid", "This code is a number of at most five digits.", field="lgsl")
    with transaction.atomic():
        own = CategoryCode.objects.filter(community=by.community, category=card.key)
        if not (hotline or lgsl):
            own.delete()
            return
        CategoryCode.objects.update_or_create(
            community=by.community,
            category=card.key,
            defaults={"hotline": hotline, "lgsl": lgsl, "by_id": by.person, "at": now()},
        )


def _check_span(span: str) -> None:
    try:
        given = read_span(span) if span else None
    except ValueError:
        given = None
    if span and (given is None or not 0 < given.minutes <= _LONGEST):
        raise Refused(
            "invalid",
            "A time is a whole number of minutes, hours or days, up to a year.",
            field="span",
        )
