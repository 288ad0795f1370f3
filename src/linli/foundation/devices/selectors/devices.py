"""Which devices there are, as far as the viewer may know."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count, Q, QuerySet

from linli.foundation.devices import policy
from linli.foundation.devices.domain import BatchCard, DeviceCard, Discovery, State, TermCard
from linli.foundation.devices.domain.reading import read_model
from linli.foundation.devices.models import Device, Term, ThingModelRow
from linli.foundation.devices.selectors.visible import (
    closed_dwellings,
    device_cards,
    visible_to,
)
from linli.foundation.places.api import get_place
from linli.kernel import Actor, Page, Refused, now

_MOST_BATCHES = 500


def get_device(*, viewer: Actor, device: str) -> DeviceCard:
    """One device; one in someone else's dwelling does not exist for a resident."""
    row = _with_models(viewer).filter(pk=device).first()
    if row is None:
        raise Refused("not_found", "There is no such device.")
    return device_cards(viewer, [row])[0]


def get_devices(*, viewer: Actor, devices: Iterable[str]) -> dict[str, DeviceCard]:
    """Many devices at once, by id; those the viewer may not know of are left out."""
    rows = _with_models(viewer).filter(pk__in=set(devices))
    return {card.id: card for card in device_cards(viewer, rows)}


def list_devices(
    *,
    viewer: Actor,
    place: str | None = None,
    state: str | None = None,
    model: str | None = None,
    batch: str | None = None,
    search: str = "",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[DeviceCard]:
    """Devices in order of their ids: in a place, in a state, of a model or delivery, by name."""
    rows = _with_models(viewer)
    if place is not None:
        path = get_place(viewer=viewer, place=place).path
        rows = rows.filter(path__startswith=f"/{'/'.join(path)}/")
    if state is not None:
        rows = rows.filter(state=state)
    if model is not None:
        rows = rows.filter(model__key=model)
    if batch is not None:
        rows = rows.filter(batch=batch)
    if search := search.strip()[:80]:
        named = Q(name_zh__icontains=search) | Q(name_en__icontains=search)
        rows = rows.filter(named | Q(pk__icontains=search) | Q(serial__iexact=search))
    if cursor:
        rows = rows.filter(pk__gt=cursor)
    limit = max(1, min(limit, 500))
    cards = device_cards(viewer, rows.order_by("pk")[: limit + 1])
    return Page(cards[:limit], cards[limit - 1].id if len(cards) > limit else None)


def list_batches(*, viewer: Actor) -> tuple[BatchCard, ...]:
    """Deliveries by name, at most 500, with their devices by state; for those who run devices."""
    policy.check_may_run(viewer)
    rows = Device.objects.filter(community=viewer.community).exclude(batch="")
    counted = rows.values_list("batch", "state").annotate(number=Count("pk")).order_by("batch")
    found: dict[str, dict[str, int]] = {}
    for batch, state, number in counted:
        found.setdefault(batch, {})[state] = number
    return tuple(BatchCard(batch, states) for batch, states in found.items())[:_MOST_BATCHES]


def count_devices(*, viewer: Actor) -> dict[str, int]:
    """How many devices are in each state, all states named."""
    policy.check_is_staff(viewer)
    rows = Device.objects.filter(community=viewer.community).values_list("state")
    found: dict[str, int] = dict(rows.annotate(number=Count("pk")).order_by())
    return {state.value: found.get(state.value, 0) for state in State}


def list_unheard(*, viewer: Actor) -> tuple[str, ...]:
    """Ids of active devices not heard of for longer than their kind allows; for the platform.

    In a closed household none is missed: nothing it says is taken, so it says nothing by silence.
    """
    policy.check_is_system(viewer)
    rows = Device.objects.filter(community=viewer.community, state=State.ACTIVE.value)
    models = ThingModelRow.objects.filter(community=viewer.community)
    unheard = Q(pk__in=())
    for model, body in models.values_list("pk", "body"):
        before = now() - timedelta(minutes=read_model(body).silent_after)
        late = Q(last_heard_at__lt=before) | Q(last_heard_at=None, activated_at__lt=before)
        unheard |= Q(model=model) & late
    found = rows.filter(unheard).exclude(dwelling__in=closed_dwellings(viewer.community))
    return tuple(found.order_by("pk").values_list("pk", flat=True))


def list_terms(*, viewer: Actor) -> dict[str, tuple[TermCard, ...]]:
    """Under which mandates each device measured, oldest first; for the platform."""
    policy.check_is_system(viewer)
    rows = Term.objects.filter(device__community=viewer.community).order_by("since", "id")
    found: dict[str, list[TermCard]] = defaultdict(list)
    for device, mandate, since in rows.values_list("device", "mandate", "since"):
        found[device].append(TermCard(mandate, since))
    return {device: tuple(terms) for device, terms in found.items()}


def get_discovery(*, viewer: Actor, device: str) -> Discovery:
    """What a device said when it announced itself, for those who may see quarantine."""
    policy.check_may_see_quarantine(viewer)
    row = Device.objects.filter(community=viewer.community, pk=device).first()
    if row is None or row.announced is None:
        raise Refused("not_found", "This device did not announce itself.")
    return Discovery(row.pk, row.registered_at, bytes(row.announced), row.announced_size)


def _with_models(viewer: Actor) -> QuerySet[Device]:
    return visible_to(viewer).select_related("model").defer("model__body")
