"""Where a device hangs, and whether a mandate allows it to measure there."""

from collections.abc import Iterable
from dataclasses import dataclass

from linli.foundation.devices.models import Device, Series
from linli.foundation.mandates.api import MandateCard, get_mandate
from linli.foundation.places.api import PlaceKind, get_place, get_places
from linli.kernel import Actor, Refused, now


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, the dwelling it lies in if any, and the ids from the community down to it."""

    place: str
    dwelling: str | None
    path: tuple[str, ...]

    def put(self, row: Device) -> None:
        """Write the spot into a device's row."""
        row.place_id, row.dwelling_id = self.place, self.dwelling
        row.path = f"/{'/'.join(self.path)}/"


def spot_of(by: Actor, place: str) -> Spot:
    """The spot of a place of the actor's community that is still in use."""
    card = get_place(viewer=by, place=place)
    if card.is_retired:
        raise Refused("conflict", "This place is no longer in use.", field="place")
    above = get_places(viewer=by, places=card.path)
    homes = [one for one in card.path if one in above and above[one].kind == PlaceKind.DWELLING]
    return Spot(card.id, homes[0] if homes else None, card.path)


def check_mandate(by: Actor, mandate: str, rows: Iterable[Device]) -> MandateCard:
    """A mandate that stands now and allows every one of these devices to measure something.

    A household that is closed to devices is not asked about here, or the answer would tell which
    one is closed: the gate takes nothing from it, whatever is switched on there.
    """
    card = get_mandate(viewer=by, mandate=mandate)
    if not card.is_valid_at(now()):
        raise Refused(
            "conflict",
            "This mandate does not stand today: it has not begun, is over or was revoked.",
            field="mandate",
        )
    rows = list(rows)
    measured = _measured(rows)
    for row in rows:
        if not any(card.covers(f"{row.model.key}.{one}") for one in measured[row.pk]):
            raise Refused(
                "conflict",
                "This mandate names none of the data that “%(device)s” measures.",
                field="mandate",
                device=row.pk,
            )
        if not card.holds_at(row.path.split("/")):
            raise Refused(
                "conflict",
                "This mandate does not hold where “%(device)s” is: it is for another part of the "
                "community, or the household has not agreed.",
                field="mandate",
                device=row.pk,
            )
    return card


def _measured(rows: list[Device]) -> dict[str, list[str]]:
    """The properties of each device."""
    found: dict[str, list[str]] = {row.pk: [] for row in rows}
    series = Series.objects.filter(device__in=[row.pk for row in rows])
    for device, key in series.values_list("device_id", "property"):
        found[device].append(key)
    return found
