"""Devices at the desk: which there are, and what each says."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.devices.api import (
    DeviceCard,
    SeriesCard,
    count_devices,
    list_devices,
    list_models,
    list_series,
)
from linli.foundation.places.api import PlaceKind, every_place, get_places
from linli.foundation.telemetry.api import Latest, latest_values
from linli.kernel import Actor, Page, Refused, Role
from linli.surface.desk.machine_words import STATE_TONES, STATES, latest_of, named, said_state
from linli.surface.desk.pages import page
from linli.surface.shell import api as shell
from linli.surface.shell.language import label, read
from linli.surface.shell.templatetags.shell import moment

RUNNERS = (Role.MANAGER, Role.OPERATOR)
_SLICE = 50
_SCANNED = 500


@shell.staff_only()
def devices(request: shell.Request) -> HttpResponse:
    """Devices with state, newest value, place, decision and when they were last heard."""
    viewer, asked = request.actor, request.GET
    found = _found(viewer, asked)
    return page(
        request,
        "desk/machines_devices.html",
        here="desk:devices",
        title=_("Devices"),
        lanes=_lanes(viewer, asked),
        table=_table(viewer, found.items),
        found=found,
        models=[(card.model.key, read(card.model.name)) for card in list_models(viewer=viewer)],
        buildings=_buildings(viewer),
        may_run=viewer.has(*RUNNERS),
        ways_on=_ways_on(viewer),
    )


def _buildings(viewer: Actor) -> list[tuple[str, str]]:
    found = every_place(viewer=viewer, kind=PlaceKind.BUILDING)
    return [(one.id, label(one)) for one in found]


def _found(viewer: Actor, asked: Any) -> Page[DeviceCard]:
    unmandated = asked.get("mandate") == "none"
    state = asked.get("state", "")
    found = list_devices(
        viewer=viewer,
        place=asked.get("place") or None,
        state=state if state in STATES else None,
        model=asked.get("model") or None,
        search=asked.get("q", ""),
        cursor=asked.get("cursor") or None,
        limit=_SCANNED if unmandated else _SLICE,
    )
    if not unmandated:
        return found
    kept = (card for card in found if card.mandate is None and card.state in ("active", "silent"))
    return Page(tuple(kept), found.next)


def _lanes(viewer: Actor, asked: Any) -> list[shell.Way]:
    counts, start = count_devices(viewer=viewer), reverse("desk:devices")
    state, unmandated = asked.get("state", ""), asked.get("mandate") == "none"
    return [
        shell.Way(start, _("Everything"), not state and not unmandated, sum(counts.values())),
        *(
            shell.Way(f"{start}?state={key}", _(name), state == key, counts.get(key, 0))
            for key, name in STATES.items()
        ),
        shell.Way(f"{start}?mandate=none", _("Without a decision"), unmandated),
    ]


def _ways_on(viewer: Actor) -> list[tuple[str, str]]:
    ways = [
        (reverse("desk:mandates"), _("Decisions")),
        (reverse("desk:device-kinds"), _("Kinds of devices")),
        (reverse("desk:vendors"), _("Blocked vendors")),
    ]
    if viewer.has(*RUNNERS):
        ways.append((reverse("desk:deliveries"), _("Deliveries")))
    if viewer.has(*RUNNERS, Role.KEEPER):
        ways.insert(0, (reverse("desk:quarantine"), _("Quarantine")))
    return ways


def _table(viewer: Actor, cards: tuple[DeviceCard, ...]) -> shell.Table:
    places = get_places(viewer=viewer, places={card.place for card in cards if card.place})
    values = _newest(viewer, {card.id for card in cards}) if cards else {}
    columns = (
        shell.Column(_("Device")),
        shell.Column(_("State"), is_short=True),
        shell.Column(_("Newest value")),
        shell.Column(_("Where")),
        shell.Column(_("Decision")),
        shell.Column(_("Last heard"), is_short=True),
    )
    rows = [
        (
            shell.Cell(f"{named(card)} · {card.id}", reverse("desk:device", args=[card.id])),
            shell.Cell(said_state(card.state), tone=STATE_TONES.get(card.state, "plain")),
            values.get(card.id, ""),
            label(places.get(card.place or "")) or _("nowhere yet"),
            _decision(card),
            heard(card),
        )
        for card in cards
    ]
    return shell.Table(_("Devices"), columns, rows, hides_caption=True)


def heard(card: DeviceCard) -> str:
    """When it was last heard; a home that is not shown keeps that to itself."""
    return _("not shown") if card.is_masked else moment(card.last_heard_at) or _("never")


def _decision(card: DeviceCard) -> shell.Cell:
    if card.mandate is None:
        return shell.Cell(_("none"), tone="late" if card.state in ("active", "silent") else "plain")
    return shell.Cell(_("in force"), reverse("desk:mandate", args=[card.mandate]))


def _newest(viewer: Actor, devices: set[str]) -> dict[str, str]:
    """The newest value of the first series of each device, in words."""
    first: dict[str, SeriesCard] = {}
    for card in list_series(viewer=viewer):
        if card.device in devices:
            first.setdefault(card.device, card)
    values, _is_away = newest_values(viewer, first.values())
    return {device: latest_of(card, values.get(card.number)) for device, card in first.items()}


def newest_values(viewer: Actor, series: Any) -> tuple[dict[int, Latest], bool]:
    """The newest values, and whether the readings cannot be reached."""
    try:
        return latest_values(viewer=viewer, series=[card.number for card in series]), False
    except Refused as refused:
        if refused.code != "unavailable":
            raise
        return {}, True
