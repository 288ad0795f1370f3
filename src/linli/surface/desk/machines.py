"""Devices at the desk: the list, and one device with its values, its decision and its secrets."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.devices.api import (
    DeviceCard,
    SeriesCard,
    count_devices,
    get_device,
    list_devices,
    list_models,
    list_outcomes,
    list_secrets,
    list_series,
)
from linli.foundation.mandates.api import get_mandate, list_mandates
from linli.foundation.places.api import PlaceKind, every_place, get_place, get_places
from linli.foundation.telemetry.api import Latest, latest_values, list_readings
from linli.kernel import Actor, Page, Refused, Role, now
from linli.support.rules.api import list_alarms
from linli.surface.desk.curves import Chart, chart_of
from linli.surface.desk.machine_words import (
    KEPT,
    STATE_TONES,
    STATES,
    label,
    latest_of,
    named,
    read,
    said_outcome,
    said_state,
    value_of,
)
from linli.surface.desk.mandates import facts_of
from linli.surface.desk.pages import page
from linli.surface.shell import api as shell
from linli.surface.shell import speech
from linli.surface.shell.templatetags.shell import moment

RUNNERS = (Role.MANAGER, Role.OPERATOR)
SPANS = {
    "1h": (timedelta(hours=1), gettext_noop("One hour")),
    "24h": (timedelta(hours=24), gettext_noop("One day")),
    "7d": (timedelta(days=7), gettext_noop("One week")),
    "30d": (timedelta(days=30), gettext_noop("30 days")),
}
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
            _heard(card),
        )
        for card in cards
    ]
    return shell.Table(_("Devices"), columns, rows, hides_caption=True)


def _heard(card: DeviceCard) -> str:
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


@dataclass(frozen=True, slots=True)
class Slot:
    """A secret's slot, and whether it can be taken away."""

    slot: str
    words: str
    is_live: bool


@shell.staff_only()
def device(request: shell.Request, device: str) -> HttpResponse:
    """One device: what it measures now and measured, who decided, and what can be done with it."""
    viewer = request.actor
    card = get_device(viewer=viewer, device=device)
    return show_device(request, card)


def show_device(
    request: shell.Request, card: DeviceCard, *, secret: str = "", status: int = 200
) -> HttpResponse:
    """The page of one device; `secret` is one just made, shown this once."""
    viewer = request.actor
    series = list_series(viewer=viewer, device=card.id)
    values, is_away = newest_values(viewer, series)
    chosen = _chosen(series, request.GET.get("series", ""))
    may_run = viewer.has(*RUNNERS)
    return page(
        request,
        "desk/machines_device.html",
        here="desk:devices",
        status=status,
        title=named(card),
        card=card,
        facts=_facts(viewer, card),
        series=_series_table(series, values),
        is_away=is_away,
        chart=_chart(viewer, chosen, request.GET.get("span", "")),
        spans=_spans(request, chosen),
        picks=_picks(request, series, chosen),
        raw=_raw(viewer, chosen),
        mandate=_mandate(viewer, card),
        outcomes=_outcomes(viewer, card),
        alarms=list_alarms(viewer=viewer, originator=f"device:{card.id}", limit=5),
        may_run=may_run,
        slots=_slots(viewer, card) if may_run else (),
        grants=_grants(viewer, card) if may_run else (),
        secret=secret,
        is_live=card.state in ("active", "silent"),
    )


def _chosen(series: tuple[SeriesCard, ...], asked: str) -> SeriesCard | None:
    return next((one for one in series if str(one.number) == asked), series[0] if series else None)


def _facts(viewer: Actor, card: DeviceCard) -> list[tuple[str, str]]:
    place = label(get_place(viewer=viewer, place=card.place)) if card.place else ""
    return [
        (_("State"), said_state(card.state)),
        (_("Where"), place or _("nowhere yet")),
        (_("Kind"), f"{read(card.model_name)} · {card.model} {card.model_version}"),
        (_("Made by"), card.vendor or "–"),
        (_("Belongs to"), card.owner or "–"),
        (_("Last heard"), _heard(card)),
        (_("Number"), " · ".join(part for part in (card.id, card.serial, card.batch) if part)),
        (_("Known since"), moment(card.registered_at)),
    ]


def _at(series: SeriesCard | None) -> str:
    """The page of its device, also where a button was answered."""
    return reverse("desk:device", args=[series.device]) if series else ""


def _series_table(series: tuple[SeriesCard, ...], values: dict[int, Latest]) -> shell.Table:
    columns = (
        shell.Column(_("What it measures")),
        shell.Column(_("Newest value")),
        shell.Column(_("When"), is_short=True),
    )
    rows = [
        (
            shell.Cell(read(one.name), f"{_at(one)}?series={one.number}#history"),
            latest_of(one, values.get(one.number)) or _("no reading you may see"),
            moment(values[one.number].at) if one.number in values else "",
        )
        for one in series
    ]
    return shell.Table(_("Newest values"), columns, rows, hides_caption=True)


def _chart(viewer: Actor, series: SeriesCard | None, asked: str) -> Chart | None:
    if series is None:
        return None
    length, _name = SPANS.get(asked, SPANS["24h"])
    until = now()
    try:
        return chart_of(viewer, series.number, since=until - length, until=until)
    except Refused as refused:
        if refused.code != "not_found":
            raise
        return None


def _spans(request: shell.Request, series: SeriesCard | None) -> list[shell.Way]:
    asked = request.GET.get("span", "")
    current = asked if asked in SPANS else "24h"
    number = series.number if series else ""
    return [
        shell.Way(f"{_at(series)}?series={number}&span={key}#history", _(name), key == current)
        for key, (_length, name) in SPANS.items()
    ]


def _picks(
    request: shell.Request, series: tuple[SeriesCard, ...], chosen: SeriesCard | None
) -> list[shell.Way]:
    if len(series) < 2:
        return []
    span = request.GET.get("span", "")
    kept = f"&span={span}" if span in SPANS else ""
    return [
        shell.Way(f"{_at(one)}?series={one.number}{kept}#history", read(one.name), one == chosen)
        for one in series
    ]


def _raw(viewer: Actor, series: SeriesCard | None) -> shell.Table | None:
    """The newest stored readings as they came."""
    if series is None:
        return None
    try:
        found = list_readings(viewer=viewer, series=series.number, around=now(), limit=_SLICE)
    except Refused:  # may not be read, or cannot be reached: the page has said so already
        return None
    columns = (
        shell.Column(_("Measured")),
        shell.Column(_("Value"), True),
        shell.Column(_("Arrived"), is_short=True),
    )
    rows = [
        (
            speech_time(one.at),
            value_of(series, one.value, one.text),
            speech_time(one.received),
        )
        for one in reversed(found.items)
    ]
    return shell.Table(_("Readings as they came"), columns, rows)


def speech_time(at: datetime) -> str:
    """A moment to the second, for readings."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"


def _mandate(viewer: Actor, card: DeviceCard) -> list[tuple[str, str]]:
    if card.mandate is None:
        return []
    return facts_of(viewer, get_mandate(viewer=viewer, mandate=card.mandate))


def _outcomes(viewer: Actor, card: DeviceCard) -> shell.Table:
    totals = list_outcomes(viewer=viewer, device=card.id).totals
    columns = (
        shell.Column(_("What became of them")),
        shell.Column(_("Readings"), True),
        shell.Column(_("Kept")),
    )
    rows = [
        (
            said_outcome(outcome),
            speech.number(count),
            shell.Cell(_("stored"), tone="ok")
            if outcome in KEPT
            else shell.Cell(_("refused"), tone="wait"),
        )
        for outcome, count in totals
    ]
    return shell.Table(_("Readings of the last seven days"), columns, rows)


def _slots(viewer: Actor, card: DeviceCard) -> list[Slot]:
    return [
        Slot(
            one.slot,
            _("Slot %(slot)s, since %(day)s")
            % {"slot": one.slot.upper(), "day": moment(one.created_at)},
            one.revoked_at is None,
        )
        for one in list_secrets(viewer=viewer, device=card.id)
    ]


def _grants(viewer: Actor, card: DeviceCard) -> list[shell.Choice]:
    """Decisions in force that name this kind of device, for switching on."""
    cards = list_mandates(viewer=viewer, place=card.place, valid_at=now(), limit=100)
    return [
        shell.Choice(one.id, read(one.purpose), one.basis_text)
        for one in cards
        if any(pattern.partition(".")[0] == card.model for pattern in one.series)
    ]
