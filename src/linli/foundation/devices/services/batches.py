"""What is done with a whole delivery: secrets, switching on, another mandate."""

from collections.abc import Callable

from linli.foundation.devices import policy
from linli.foundation.devices.domain import BatchStep, State
from linli.foundation.devices.models import Device, DeviceSecret
from linli.foundation.devices.services.life import activate_device, assign_mandate
from linli.foundation.devices.services.secrets import issue_secret
from linli.kernel import Actor, Refused

MOST_IN_BATCH = 2_000


def issue_batch_secrets(
    *, by: Actor, batch: str, key: str, also_second: bool = False
) -> tuple[BatchStep, ...]:
    """A secret for every device of a delivery that has none, shown this once; with `also_second`
    a second one for those that change over. The same `key` again makes none and shows none."""
    policy.check_may_run(by)
    found = _devices(by, batch)
    live = DeviceSecret.objects.filter(device__in=[row.pk for row in found], revoked_at=None)
    armed = set() if also_second else set(live.values_list("device", flat=True))
    chosen = [row.pk for row in found if row.pk not in armed and row.state != State.RETIRED]

    def make(device: str) -> str | None:
        return issue_secret(by=by, device=device, key=key).secret

    return tuple(_step(device, make) for device in chosen)


def activate_batch(*, by: Actor, batch: str, mandate: str) -> tuple[BatchStep, ...]:
    """Switch on every registered device of a delivery at the place its list named, under a
    mandate. One that cannot be switched on stops no other; those at work stay as they are."""
    policy.check_may_activate(by)
    waiting = {row.pk: row.place_id for row in _devices(by, batch) if row.state == State.REGISTERED}

    def switch_on(device: str) -> None:
        place = waiting[device]
        if place is None:
            raise Refused("invalid", "Nobody has said where it hangs.", field="place")
        activate_device(by=by, device=device, place=place, mandate=mandate)

    return tuple(_step(device, switch_on) for device in waiting)


def assign_batch(*, by: Actor, batch: str, mandate: str) -> tuple[BatchStep, ...]:
    """Put every device of a delivery that is not retired under another mandate, one by one."""
    policy.check_may_activate(by)
    chosen = [row.pk for row in _devices(by, batch) if row.state != State.RETIRED]

    def put(device: str) -> None:
        assign_mandate(by=by, devices=[device], mandate=mandate)

    return tuple(_step(device, put) for device in chosen)


def _devices(by: Actor, batch: str) -> list[Device]:
    rows = Device.objects.filter(community=by.community, batch=batch).order_by("pk")
    found = list(rows.defer("model__body")[: MOST_IN_BATCH + 1]) if batch else []
    if not found:
        raise Refused("not_found", "There is no such delivery.")
    if len(found) > MOST_IN_BATCH:
        raise Refused(
            "too_large", "A delivery of more than %(most)s devices is done in parts.",
            most=MOST_IN_BATCH,
        )  # fmt: skip
    return found


def _step(device: str, act: Callable[[str], str | None]) -> BatchStep:
    try:
        return BatchStep(device, secret=act(device))
    except Refused as refused:
        return BatchStep(device, refused=refused)
