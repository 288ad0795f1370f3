"""Announce work at a place or on a device, so that it does not sound alarms."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from linli.foundation.devices.api import get_device
from linli.foundation.facts.api import publish
from linli.foundation.places.api import PlaceKind, get_place
from linli.kernel import Actor, Refused, now
from linli.support.rules import policy
from linli.support.rules.facts import MaintenanceClosed, MaintenanceOpened
from linli.support.rules.models import MaintenanceWindow
from linli.support.rules.services.writing import checked_reason

_LONGEST = timedelta(days=31)
_LONGEST_FOR_SAFETY = timedelta(hours=8)
_TOO_WIDE = (PlaceKind.COMMUNITY, PlaceKind.CELL)


def open_maintenance(
    *,
    by: Actor,
    reason: str,
    place: str | None = None,
    device: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    holds_safety: bool = False,
    key: str | None = None,
) -> str:
    """Hold back alarms of a place (with all in it) or of a device, from `since` (now) to `until`
    (31 days at most, which is also when an open end ends); returns the id.

    Alarms that protect lives sound all the same, unless it `holds_safety`: a manager's act, for
    one building and 8 hours at most.
    """
    policy.check_may_attend(by)
    if holds_safety:
        policy.check_may_hold_safety(by)
    if known := _by_key(by.community, key):
        return known
    row = MaintenanceWindow(
        community=by.community,
        key=key,
        reason=checked_reason(reason),
        since=since or now(),
        holds_safety=holds_safety,
        opened_by=by.person or by.subject or "",
        opened_via=by.via.value,
        opened_at=now(),
    )
    row.until = _checked_until(row.since, until, holds_safety)
    _aim(by, row, place, device)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            publish(MaintenanceOpened(community=row.community, maintenance=row.pk))
    except IntegrityError:
        if known := _by_key(by.community, key):
            return known
        raise
    return row.pk


def close_maintenance(*, by: Actor, maintenance: str) -> None:
    """Say that the work is done; what is still wrong sounds its alarm now. Twice is once."""
    policy.check_may_attend(by)
    moment = now()
    with transaction.atomic():
        row = (
            MaintenanceWindow.objects.select_for_update()
            .filter(pk=maintenance, community=by.community)
            .first()
        )
        if row is None:
            raise Refused("not_found", "There is no such maintenance.", field="maintenance")
        if row.closed_at is not None or (row.until is not None and row.until <= moment):
            return
        row.closed_at, row.closed_by = moment, by.person or by.subject or ""
        row.until = max(moment, row.since)
        row.save()
        publish(MaintenanceClosed(community=row.community, maintenance=row.pk))


def _aim(by: Actor, row: MaintenanceWindow, place: str | None, device: str | None) -> None:
    if (place is None) == (device is None):
        raise Refused("invalid", "Maintenance is at one place or on one device.", field="place")
    if place is not None:
        card = get_place(viewer=by, place=place)
        if row.holds_safety and card.kind in _TOO_WIDE:
            raise Refused(
                "invalid",
                "Alarms that protect lives are held back in one building at a time.",
                field="place",
            )
        row.place_id = card.id
    if device is not None:
        row.device_id = get_device(viewer=by, device=device).id


def _checked_until(since: datetime, until: datetime | None, holds_safety: bool) -> datetime:
    longest = _LONGEST_FOR_SAFETY if holds_safety else _LONGEST
    if until is None:
        return since + longest
    if holds_safety and until > since + longest:
        raise Refused(
            "invalid",
            "Alarms that protect lives are held back for 8 hours at most.",
            field="until",
        )
    if not since < until <= since + longest:
        raise Refused("invalid", "Maintenance ends after it begins, within 31 days.", field="until")
    return until


def _by_key(community: str, key: str | None) -> str | None:
    if key is None:
        return None
    rows = MaintenanceWindow.objects.filter(community=community, key=key)
    return rows.values_list("pk", flat=True).first()
