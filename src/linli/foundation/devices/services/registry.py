"""Define kinds of devices, and block vendors."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from linli.foundation.devices import policy
from linli.foundation.devices.domain import ThingModel
from linli.foundation.devices.domain.model_file import read_model_file
from linli.foundation.devices.domain.reading import read_model
from linli.foundation.devices.domain.rows import checked_reason, checked_vendor, folded
from linli.foundation.devices.domain.thing import (
    body_of,
    check_compatible,
    same_but_version,
)
from linli.foundation.devices.facts import ModelDefined, VendorBlocked, VendorUnblocked
from linli.foundation.devices.models import BlockedVendorRow, ThingModelRow
from linli.foundation.facts.api import publish
from linli.kernel import Actor, Refused, now


def define_model(*, by: Actor, model: ThingModel | Mapping[str, Any]) -> str:
    """Make a kind of device known, or a new version of one; returns the id of that version.

    The same content again changes nothing. A later version must keep kind and unit of every
    property it shares with the one before; devices stay on the version they were registered with.
    """
    policy.check_may_run(by)
    given = read_model(body_of(model) if isinstance(model, ThingModel) else model)
    with transaction.atomic():
        newest = newest_model(by.community, given.key)
        if newest is None:
            return insert_model(by, given, is_found=False).pk
        before = read_model(newest.body)
        if same_but_version(before, given):
            return _adopted(by, newest)
        if not newest.is_found:
            check_compatible(before, given)
        later = replace(given, version=max(given.version, newest.version + 1))
        return insert_model(by, later, is_found=False).pk


def define_models(*, by: Actor, source: bytes) -> tuple[str, ...]:
    """Make known every kind of a JSON file (one object or a list), all or none; returns the ids of
    their versions. A refusal's `field` says where in the file (`2.properties[0].unit`)."""
    policy.check_may_run(by)
    given = read_model_file(source)
    with transaction.atomic():
        return tuple(_defined(by, number, each) for number, each in enumerate(given, start=1))


def _defined(by: Actor, number: int, given: Mapping[str, Any]) -> str:
    try:
        return define_model(by=by, model=given)
    except Refused as refused:
        where = f"{number}.{refused.field or 'model'}"
        raise Refused(refused.code, refused.message, field=where, **refused.params) from refused


def adopt_model(*, by: Actor, model: str) -> None:
    """A person takes a kind that a machine had declared for the community's own, as it is."""
    policy.check_may_activate(by)
    with transaction.atomic():
        row = newest_model(by.community, model)
        if row is None:
            raise Refused("not_found", "There is no such kind of device.")
        _adopted(by, row)


def block_vendor(*, by: Actor, vendor: str, why: str) -> None:
    """Refuse everything from a vendor's devices from now on; again changes nothing."""
    policy.check_may_run(by)
    shown, reason = checked_vendor(vendor), checked_reason(why)
    with transaction.atomic():
        row, is_new = BlockedVendorRow.objects.get_or_create(
            community=by.community,
            vendor=folded(shown),
            defaults={
                "shown": shown,
                "why": reason,
                "blocked_by": by.person or "",
                "blocked_at": now(),
            },
        )
        if is_new:
            publish(VendorBlocked(community=by.community, vendor=row.shown))


def unblock_vendor(*, by: Actor, vendor: str) -> None:
    """Let a vendor's devices work again; a person does this."""
    policy.check_may_activate(by)
    with transaction.atomic():
        rows = BlockedVendorRow.objects.filter(community=by.community, vendor=folded(vendor))
        gone, _ = rows.delete()
        if gone:
            publish(VendorUnblocked(community=by.community, vendor=vendor.strip()[:80]))


def newest_model(community: str, key: str) -> ThingModelRow | None:
    """The newest version of a model."""
    rows = ThingModelRow.objects.filter(community=community, key=key)
    return rows.order_by("-version").first()


def insert_model(by: Actor, model: ThingModel, *, is_found: bool) -> ThingModelRow:
    """A new row for a version, announced."""
    row = ThingModelRow.objects.create(
        community=by.community,
        key=model.key,
        version=model.version,
        name_zh=model.name.zh,
        name_en=model.name.en,
        vendor=model.vendor,
        body=body_of(model),
        is_found=is_found,
        defined_by=by.person or "",
        defined_at=now(),
    )
    publish(ModelDefined(community=by.community, model=row.pk))
    return row


def _adopted(by: Actor, row: ThingModelRow) -> str:
    """A model that only a machine had declared becomes a person's word."""
    if row.is_found and not by.is_system:
        row.is_found, row.defined_by = False, by.person or ""
        row.save(update_fields=["is_found", "defined_by"])
    return row.pk
