"""A device's life: switched on by a person under a mandate, moved, silent, retired."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from linli.foundation.devices import policy
from linli.foundation.devices.domain import State
from linli.foundation.devices.domain.rows import checked_reason, folded
from linli.foundation.devices.facts import (
    DeviceActivated,
    DeviceHeardAgain,
    DeviceMoved,
    DeviceRetired,
    DeviceSilent,
    DiscoveryAllowed,
    MandateAssigned,
)
from linli.foundation.devices.models import BlockedVendorRow, Device, Term
from linli.foundation.devices.selectors.visible import closed_dwellings
from linli.foundation.devices.services.places import check_mandate, spot_of
from linli.foundation.devices.services.secrets import revoke_all
from linli.foundation.facts.api import publish
from linli.kernel import Actor, Refused, now

AT_WORK = (State.ACTIVE.value, State.SILENT.value)


def activate_device(*, by: Actor, device: str, place: str, mandate: str) -> None:
    """Switch a registered device on at a place, under a mandate that stands and covers at least
    one of its properties there. Only a person does this; the same again changes nothing."""
    policy.check_may_activate(by)
    with transaction.atomic():
        row = find(by, device)
        if row.state in AT_WORK and (row.place_id, row.mandate_id) == (place, mandate):
            return
        if row.state != State.REGISTERED:
            raise Refused("conflict", "Only a registered device can be switched on.")
        if BlockedVendorRow.objects.filter(
            community=by.community, vendor=folded(row.vendor)
        ).exists():
            raise Refused("conflict", "Devices of this vendor are not let in.", field="vendor")
        spot_of(by, place).put(row)
        check_mandate(by, mandate, [row])
        row.mandate_id, row.state = mandate, State.ACTIVE.value
        row.activated_at, row.activated_by = now(), by.person or ""
        row.save()
        _begin_term([row.pk], mandate)
        publish(DeviceActivated(community=row.community, device=row.pk, mandate=mandate))


def assign_mandate(*, by: Actor, devices: Iterable[str], mandate: str) -> int:
    """Put devices under a mandate, all or none (a renewal, a wider one); returns how many changed.

    Devices still registered get it in advance, and are not switched on by it.
    """
    policy.check_may_activate(by)
    wanted = set(devices)
    with transaction.atomic():
        rows = list(_lock(by).filter(pk__in=wanted).order_by("pk"))
        if len(rows) != len(wanted):
            raise Refused("not_found", "There is no such device.", field="devices")
        if any(row.state == State.RETIRED for row in rows):
            raise Refused("conflict", "A retired device measures nothing.", field="devices")
        check_mandate(by, mandate, rows)
        changed = [row.pk for row in rows if row.mandate_id != mandate]
        Device.objects.filter(pk__in=changed).update(mandate=mandate)
        _begin_term(changed, mandate)
        for device in changed:
            publish(MandateAssigned(community=by.community, device=device, mandate=mandate))
    return len(changed)


def _begin_term(devices: Iterable[str], mandate: str) -> None:
    at = now()
    Term.objects.bulk_create(Term(device_id=one, mandate_id=mandate, since=at) for one in devices)


def move_device(*, by: Actor, device: str, place: str) -> None:
    """Hang a device somewhere else; its mandate must hold there as well once it works."""
    policy.check_may_activate(by)
    with transaction.atomic():
        row = find(by, device)
        if row.place_id == place:
            return
        if row.state == State.RETIRED:
            raise Refused("conflict", "A retired device measures nothing.")
        spot_of(by, place).put(row)
        if row.state in AT_WORK and row.mandate_id is not None:
            check_mandate(by, row.mandate_id, [row])
        row.save(update_fields=["place", "dwelling", "path"])
        publish(DeviceMoved(community=row.community, device=row.pk, place=place))


def retire_device(*, by: Actor, device: str, why: str) -> None:
    """Take a device out of service for good and revoke its secrets; again changes nothing."""
    policy.check_may_run(by)
    reason = checked_reason(why)
    with transaction.atomic():
        row = find(by, device)
        if row.state == State.RETIRED:
            return
        row.state, row.may_discover = State.RETIRED.value, False
        row.retired_at, row.retired_by, row.retired_why = now(), by.person or "", reason
        row.save()
        revoke_all(by, row)
        publish(DeviceRetired(community=row.community, device=row.pk))


def allow_discovery(*, by: Actor, device: str, allowed: bool) -> None:
    """Let a gateway announce devices behind it, or no longer; those still wait in quarantine."""
    policy.check_may_activate(by)
    with transaction.atomic():
        row = find(by, device)
        if row.may_discover == allowed:
            return
        if row.state == State.RETIRED:
            raise Refused("conflict", "A retired device measures nothing.")
        row.may_discover = allowed
        row.save(update_fields=["may_discover"])
        publish(DiscoveryAllowed(community=row.community, device=row.pk, allowed=allowed))


def mark_heard(*, by: Actor, heard: Mapping[str, datetime]) -> None:
    """Note when devices were last heard; a silent one is active again. Unknown ones are ignored."""
    policy.check_is_system(by)
    latest = now()
    with transaction.atomic():
        rows = _lock(by).filter(pk__in=heard.keys(), state__in=AT_WORK).order_by("pk")
        updates = []
        for device, state, before in rows.values_list("pk", "state", "last_heard_at"):
            at = min(heard[device], latest)
            if before is not None and at <= before:
                continue
            updates.append((at, device))
            if state == State.SILENT:
                publish(DeviceHeardAgain(community=by.community, device=device))
        _write_heard(updates)


def _write_heard(updates: list[tuple[datetime, str]]) -> None:
    """One prepared statement for all: thousands of devices a minute must not hold the lock."""
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE devices_device SET last_heard_at = %s, state = %s WHERE id = %s",
            [(adapt(at), State.ACTIVE.value, device) for at, device in updates],
        )


def mark_silent(*, by: Actor, device: str) -> None:
    """Note that an active device has fallen silent; again changes nothing."""
    policy.check_is_system(by)
    with transaction.atomic():
        row = find(by, device)
        if row.state == State.SILENT:
            return
        if row.state != State.ACTIVE:
            raise Refused("conflict", "Only an active device can fall silent.")
        row.state = State.SILENT.value
        row.save(update_fields=["state"])
        publish(DeviceSilent(community=row.community, device=row.pk))


def rest_closed_homes(*, by: Actor) -> int:
    """Let no device of a closed household count as silent; returns how many did. By a timer,
    without announcing it: what changes at that moment must not be told."""
    policy.check_is_system(by)
    closed = closed_dwellings(by.community)
    rows = Device.objects.filter(community=by.community, dwelling__in=closed)
    return rows.filter(state=State.SILENT.value).update(state=State.ACTIVE.value)


def find(by: Actor, device: str) -> Device:
    """A device of the actor's community, locked for the transaction."""
    row = _lock(by).filter(pk=device).first()
    if row is None:
        raise Refused("not_found", "There is no such device.")
    return row


def _lock(by: Actor) -> QuerySet[Device]:
    rows = Device.objects.filter(community=by.community)
    return rows.select_related("model").defer("model__body").select_for_update(of=("self",))
