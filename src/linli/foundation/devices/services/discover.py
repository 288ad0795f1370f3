"""Keep what announced itself in quarantine, until a person decides."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson
from django.db import transaction

from linli.foundation.devices import policy
from linli.foundation.devices.domain import Origin, State, ThingModel
from linli.foundation.devices.domain.quarantine import MOST_RAW
from linli.foundation.devices.domain.reading import read_model
from linli.foundation.devices.domain.rows import checked_device, folded
from linli.foundation.devices.domain.thing import (
    body_of,
    distrusted,
    same_but_version,
    speaks,
)
from linli.foundation.devices.models import BlockedVendorRow, Device, ThingModelRow
from linli.foundation.devices.services.register import insert_devices, new_row
from linli.foundation.devices.services.registry import insert_model, newest_model
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
) -> str:
    """Keep a device that announced itself, as *registered*, until a person decides; its id.

    What it declares is bounded and never trusted: a known model it speaks is used as defined, any
    other becomes a model of its own in which nothing is open. One already known is not changed.
    """
    policy.check_is_system(by)
    number = checked_device(device)
    found = distrusted(read_model(model))
    with transaction.atomic():
        if (known := Device.objects.filter(pk=number).first()) is not None:
            return _mine(by, known)
        _check_room(by.community)
        if _is_blocked(by.community, found.vendor):
            raise Refused("forbidden", "Devices of this vendor are not let in.", field="vendor")
        row = new_row(by, _found_model(by, found), number, name or found.name)
        row.vendor, row.origin = found.vendor, Origin.DISCOVERED.value
        row.announced, row.announced_size = raw[:MOST_RAW], len(raw)
        insert_devices([row])
    return number


def _mine(by: Actor, known: Device) -> str:
    if known.community != by.community:
        raise Refused("conflict", "This device number is taken.", field="device")
    return known.pk


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


def _is_blocked(community: str, vendor: str) -> bool:
    rows = BlockedVendorRow.objects.filter(community=community, vendor=folded(vendor))
    return rows.exists()


def _found_model(by: Actor, found: ThingModel) -> ThingModelRow:
    """A model the device speaks; else one of its own, whose key tells equal ones apart."""
    newest = newest_model(by.community, found.key)
    if newest is not None and not newest.is_found and speaks(read_model(newest.body), found):
        return newest
    mark = hashlib.sha256(orjson.dumps({**body_of(found), "version": 0})).hexdigest()[:8]
    own = replace(found, key=f"found-{found.key[:40]}-{mark}", version=1)
    known = newest_model(by.community, own.key)
    if known is not None and same_but_version(read_model(known.body), own):
        return known
    return insert_model(by, own, is_found=True)
