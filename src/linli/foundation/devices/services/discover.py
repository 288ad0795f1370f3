"""Keep what announced itself in quarantine, until a person decides."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson
from django.db import transaction

from linli.foundation.devices import policy
from linli.foundation.devices.domain import Origin, State, StateSpec, ThingModel
from linli.foundation.devices.domain.found import joined, read_found
from linli.foundation.devices.domain.quarantine import MOST_RAW
from linli.foundation.devices.domain.reading import read_model
from linli.foundation.devices.domain.rows import checked_device, folded
from linli.foundation.devices.domain.thing import body_of, same_but_version, speaks
from linli.foundation.devices.facts import DeviceAnnounced
from linli.foundation.devices.models import BlockedVendorRow, Device, Series, ThingModelRow
from linli.foundation.devices.services.behind import keep_states
from linli.foundation.devices.services.life import find
from linli.foundation.devices.services.register import insert_devices, insert_series, new_row
from linli.foundation.devices.services.registry import insert_model, newest_model
from linli.foundation.facts.api import publish
from linli.kernel import Actor, Refused, Words

MOST_FOUND = 500
"""Devices that announced themselves and wait for a person, in one community."""


def discover_device(
    *,
    by: Actor,
    device: str,
    model: Mapping[str, Any],
    raw: bytes = b"",
    name: Words | None = None,
    gateway: str | None = None,
    states: Iterable[StateSpec] = (),
) -> str:
    """Keep a device that announced itself, as *registered*, until a person decides; its id.

    What it declares is bounded and never trusted: a known model it speaks is used as defined, any
    other becomes a model of its own in which nothing is open. Announced again by the same
    `gateway`, it learns new properties as long as it is registered, and where they are published
    (`states`) at any time; whatever else is known is not changed.
    """
    policy.check_is_system(by)
    number = checked_device(device)
    found = read_found(model)
    with transaction.atomic():
        known = Device.objects.select_related("model").filter(pk=number).first()
        if known is not None:
            _announced_again(by, known, Announcement(found, raw, gateway, tuple(states)))
            return number
        _check_room(by.community)
        _check_vendor(by.community, found.vendor)
        if gateway is not None:
            find(by, gateway)
        row = new_row(by, _found_model(by, found), number, name or found.name)
        row.vendor, row.origin = found.vendor, Origin.DISCOVERED.value
        row.announced, row.announced_size = raw[:MOST_RAW], len(raw)
        row.gateway_id = gateway
        insert_devices([row])
        keep_states(row, states)
    return number


@dataclass(frozen=True, slots=True)
class Announcement:
    """What was said of a device that is known."""

    found: ThingModel
    raw: bytes
    gateway: str | None
    states: tuple[StateSpec, ...]


def _announced_again(by: Actor, known: Device, said: Announcement) -> None:
    if known.community != by.community:
        raise Refused("conflict", "This device number is taken.", field="device")
    is_waiting = known.state == State.REGISTERED
    if known.origin != Origin.DISCOVERED or known.state == State.RETIRED:
        return
    if known.gateway_id != said.gateway:  # only who announced it first speaks for it
        return
    learned = is_waiting and _learn(by, known, said)
    if keep_states(known, said.states) or learned:
        publish(DeviceAnnounced(community=known.community, device=known.pk))


def _learn(by: Actor, row: Device, said: Announcement) -> bool:
    """Take up the properties that are new; whether there were any."""
    whole = joined(read_model(row.model.body), said.found)
    if whole is None:
        return False
    _check_vendor(by.community, said.found.vendor)
    before, row.model = row.model, _found_model(by, whole)
    row.announced = (bytes(row.announced or b"") + b"\n" + said.raw)[:MOST_RAW]
    row.announced_size += 1 + len(said.raw)
    row.save(update_fields=["model", "announced", "announced_size"])
    had = set(Series.objects.filter(device=row).values_list("property", flat=True))
    specs = read_model(row.model.body).properties
    insert_series((row, spec) for spec in specs if spec.key not in had)
    if before.is_found and not Device.objects.filter(model=before).exists():
        before.delete()
    return True


def _check_room(community: str) -> None:
    waiting = Device.objects.filter(
        community=community, origin=Origin.DISCOVERED.value, state=State.REGISTERED.value
    )
    if waiting.count() >= MOST_FOUND:
        raise Refused(
            "too_many",
            "%(most)s devices are waiting for a person to look at them; no more are let in.",
            most=MOST_FOUND,
        )


def _check_vendor(community: str, vendor: str) -> None:
    rows = BlockedVendorRow.objects.filter(community=community, vendor=folded(vendor))
    if rows.exists():
        raise Refused("forbidden", "Devices of this vendor are not let in.", field="vendor")


def _found_model(by: Actor, found: ThingModel) -> ThingModelRow:
    """A model the device speaks; else one of its own, whose key tells equal ones apart."""
    ordered = sorted(found.properties, key=lambda spec: spec.key)  # in whatever order they came
    found = replace(found, properties=tuple(ordered))
    newest = newest_model(by.community, found.key)
    if newest is not None and not newest.is_found and speaks(read_model(newest.body), found):
        return newest
    mark = hashlib.sha256(orjson.dumps({**body_of(found), "version": 0})).hexdigest()[:8]
    own = replace(found, key=f"found-{found.key[:40]}-{mark}", version=1)
    known = newest_model(by.community, own.key)
    if known is not None and same_but_version(read_model(known.body), own):
        return known
    return insert_model(by, own, is_found=True)
