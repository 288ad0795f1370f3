"""Kinds of devices, blocked vendors, and what may be said of secrets."""

from linli.foundation.devices import policy
from linli.foundation.devices.domain import BlockedVendor, ModelCard, SecretCard
from linli.foundation.devices.domain.reading import read_model
from linli.foundation.devices.models import (
    BlockedVendorRow,
    Device,
    DeviceSecret,
    ThingModelRow,
)
from linli.kernel import Actor, Refused


def get_model(*, viewer: Actor, model: str, version: int | None = None) -> ModelCard:
    """A kind of device by its key, the newest version unless one is named."""
    policy.check_may_look(viewer)
    rows = ThingModelRow.objects.filter(community=viewer.community, key=model)
    if version is not None:
        rows = rows.filter(version=version)
    row = rows.order_by("-version").first()
    if row is None:
        raise Refused("not_found", "There is no such kind of device.")
    return _model_card(row)


def list_models(*, viewer: Actor) -> tuple[ModelCard, ...]:
    """The newest version of every kind of device, by key."""
    policy.check_may_look(viewer)
    rows = ThingModelRow.objects.filter(community=viewer.community).order_by("key", "version")
    newest = {row.key: row for row in rows}
    return tuple(_model_card(row) for row in newest.values())


def list_blocked_vendors(*, viewer: Actor) -> tuple[BlockedVendor, ...]:
    """Vendors whose devices are refused, by name; open to every member of the community."""
    policy.check_may_look(viewer)
    rows = BlockedVendorRow.objects.filter(community=viewer.community).order_by("vendor")
    return tuple(
        BlockedVendor(row.shown, row.why, row.blocked_by or None, row.blocked_at) for row in rows
    )


def list_secrets(*, viewer: Actor, device: str) -> tuple[SecretCard, ...]:
    """A device's secrets, live ones first, newest first; the secrets themselves are not kept."""
    policy.check_may_run(viewer)
    if not Device.objects.filter(community=viewer.community, pk=device).exists():
        raise Refused("not_found", "There is no such device.")
    rows = DeviceSecret.objects.filter(device=device).order_by("-id")
    cards = [
        SecretCard(
            row.device_id,
            row.slot,
            row.created_at,
            row.created_by or None,
            row.revoked_at,
            row.revoked_by or None,
        )
        for row in rows
    ]
    return tuple(sorted(cards, key=lambda card: card.revoked_at is not None))


def _model_card(row: ThingModelRow) -> ModelCard:
    return ModelCard(
        id=row.pk,
        model=read_model(row.body),
        is_found=row.is_found,
        defined_by=row.defined_by or None,
        defined_at=row.defined_at,
    )
