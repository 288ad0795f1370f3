"""Which devices a viewer may know of, and what of each."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from linli.foundation.devices import policy
from linli.foundation.devices.domain import DeviceCard, State
from linli.foundation.devices.models import Device
from linli.foundation.mandates.api import MandateCard, get_mandates
from linli.foundation.people.api import (
    list_closed_dwellings,
    list_hidden_dwellings,
    list_own_dwellings,
)
from linli.kernel import Actor, Words, now, system


def visible_to(viewer: Actor) -> QuerySet[Device]:
    """All devices for staff; for residents those in common places and in their own dwelling."""
    policy.check_may_look(viewer)
    rows = Device.objects.filter(community=viewer.community)
    if viewer.is_staff or viewer.is_system:
        return rows
    near = Q(dwelling__isnull=True) | Q(dwelling__in=list_own_dwellings(viewer=viewer))
    return rows.filter(near, place__isnull=False).exclude(state=State.REGISTERED.value)


def closed_dwellings(community: str) -> frozenset[str]:
    """The dwellings that are closed to devices; never shown as such."""
    return list_closed_dwellings(viewer=system(community))


def hidden_dwellings(viewer: Actor) -> frozenset[str]:
    """The dwellings whose devices keep to themselves what they do, as far as this viewer goes."""
    if policy.sees_closed(viewer):
        return frozenset()
    hidden = list_hidden_dwellings(viewer=system(viewer.community))
    return hidden - list_own_dwellings(viewer=viewer) if hidden else hidden


def device_cards(viewer: Actor, rows: Iterable[Device]) -> tuple[DeviceCard, ...]:
    """Rows (with their models) as the viewer may see them.

    A card names a mandate only while it is in force for the device. When it was last heard is
    not told of a home that is not shown, protected or private: they must look the same.
    """
    rows = list(rows)
    hidden = hidden_dwellings(viewer) if any(row.dwelling_id for row in rows) else frozenset()
    # The platform asks: the devices are those this viewer may know of, and so what they rest on.
    named = {row.mandate_id or "" for row in rows}
    mandates = get_mandates(viewer=system(viewer.community), mandates=named)
    return tuple(
        _card(row, _in_force(row, mandates), viewer, is_masked=row.dwelling_id in hidden)
        for row in rows
    )


def _in_force(row: Device, mandates: dict[str, MandateCard]) -> str | None:
    mandate = mandates.get(row.mandate_id or "")
    if mandate is None or not mandate.is_valid_at(now()):
        return None
    return mandate.id if mandate.holds_at(row.path.split("/")) else None


def _card(row: Device, mandate: str | None, viewer: Actor, *, is_masked: bool) -> DeviceCard:
    is_theirs = row.owner_person_id is not None and row.owner_person_id == viewer.subject
    knows_owner = viewer.is_staff or viewer.is_system or is_theirs
    return DeviceCard(
        id=row.pk,
        community=row.community,
        name=Words(row.name_zh, row.name_en),
        model=row.model.key,
        model_version=row.model.version,
        model_name=Words(row.model.name_zh, row.model.name_en),
        vendor=row.vendor,
        serial=row.serial,
        batch=row.batch,
        place=row.place_id,
        dwelling=row.dwelling_id,
        owner=row.owner,
        owner_person=row.owner_person_id if knows_owner else None,
        state=row.state,
        origin=row.origin,
        mandate=mandate,
        last_heard_at=None if is_masked else row.last_heard_at,
        registered_at=row.registered_at,
        activated_at=row.activated_at,
        may_discover=row.may_discover,
        is_masked=is_masked,
    )
