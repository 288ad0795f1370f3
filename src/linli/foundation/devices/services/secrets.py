"""Give a device its own secret, a second one while they change over, and take them back."""

from django.db import transaction
from django.db.models import QuerySet

from linli.foundation.devices import policy
from linli.foundation.devices.domain import IssuedSecret, State
from linli.foundation.devices.domain.rows import checked_key
from linli.foundation.devices.domain.secrets import SLOTS, digest_of, free_slot, new_secret
from linli.foundation.devices.facts import DeviceSecretIssued, DeviceSecretRevoked
from linli.foundation.devices.models import Device, DeviceSecret
from linli.foundation.facts.api import publish
from linli.kernel import Actor, Refused, now


def issue_secret(*, by: Actor, device: str, key: str | None = None) -> IssuedSecret:
    """A new secret for a device, shown this once; two may live while the device changes over.

    With a `key` seen before nothing is made, and the secret is not shown again.
    """
    policy.check_may_run(by)
    checked_key(key)
    with transaction.atomic():
        row = _locked(by, device)
        if key is not None and (known := _of(row).filter(key=key).first()) is not None:
            return IssuedSecret(row.pk, known.slot, None)
        if row.state == State.RETIRED:
            raise Refused("conflict", "A retired device needs no secret.")
        live = _of(row).filter(revoked_at=None).values_list("slot", flat=True)
        slot = free_slot(live)
        if slot is None:
            raise Refused("conflict", "This device has two live secrets; revoke one first.")
        secret = new_secret()
        DeviceSecret.objects.create(
            device=row,
            slot=slot,
            digest=digest_of(secret),
            key=key,
            created_at=now(),
            created_by=by.person or "",
            created_via=by.via.value,
        )
        publish(DeviceSecretIssued(community=row.community, device=row.pk, slot=slot))
    return IssuedSecret(row.pk, slot, secret)


def revoke_secret(*, by: Actor, device: str, slot: str) -> None:
    """Make a secret worthless at once, and cut what is connected by it; again changes nothing."""
    policy.check_may_run(by)
    if slot not in SLOTS:
        raise Refused("invalid", "A device has the slots a and b.", field="slot")
    with transaction.atomic():
        row = _locked(by, device)
        _revoke(by, row, _of(row).filter(revoked_at=None, slot=slot).first())


def revoke_all(by: Actor, row: Device) -> None:
    """Make every secret of a device worthless, inside the caller's transaction."""
    for secret in _of(row).filter(revoked_at=None):
        _revoke(by, row, secret)


def _revoke(by: Actor, row: Device, secret: DeviceSecret | None) -> None:
    if secret is None:
        return
    secret.revoked_at, secret.revoked_by = now(), by.person or ""
    secret.save(update_fields=["revoked_at", "revoked_by"])
    publish(DeviceSecretRevoked(community=row.community, device=row.pk, slot=secret.slot))


def _of(row: Device) -> QuerySet[DeviceSecret]:
    return DeviceSecret.objects.filter(device=row)


def _locked(by: Actor, device: str) -> Device:
    rows = Device.objects.select_for_update().filter(community=by.community)
    row = rows.filter(pk=device).first()
    if row is None:
        raise Refused("not_found", "There is no such device.")
    return row
