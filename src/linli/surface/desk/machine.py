"""One device at the desk, with its values, its decision and its secrets."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.devices.api import (
    DeviceCard,
    SeriesCard,
    get_device,
    list_outcomes,
    list_secrets,
    list_series,
)
from linli.foundation.mandates.api import get_mandate, list_mandates
from linli.foundation.places.api import get_place
from linli.foundation.telemetry.api import Latest, list_readings
from linli.kernel import Actor, Refused, now
from linli.support.rules.api import list_alarms
from linli.surface.desk.curves import Chart, chart_of
from linli.surface.desk.machine_words import (
    KEPT,
    latest_of,
    named,
    said_outcome,
    said_state,
    value_of,
)
from linli.surface.desk.machines import RUNNERS, heard, newest_values
from linli.surface.desk.mandates import facts_of
from linli.surface.desk.pages import page
from linli.surface.shell import api as shell
from linli.surface.shell import speech
from linli.surface.shell.language import label, read
from linli.surface.shell.templatetags.shell import moment

SPANS = {
    "1h": (timedelta(hours=1), gettext_noop("One hour")),
    "24h": (timedelta(hours=24), gettext_noop("One day")),
    "7d": (timedelta(days=7), gettext_noop("One week")),
    "30d": (timedelta(days=30), gettext_noop("30 days")),
}
_NEWEST = 50


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
        (_("Last heard"), heard(card)),
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
        found = list_readings(viewer=viewer, series=series.number, around=now(), limit=_NEWEST)
    except Refused:  # may not be read, or cannot be reached: the page has said so already
        return None
    columns = (
        shell.Column(_("Measured")),
        shell.Column(_("Value"), True),
        shell.Column(_("Arrived"), is_short=True),
    )
    rows = [
        (
            _to_the_second(one.at),
            value_of(series, one.value, one.text),
            _to_the_second(one.received),
        )
        for one in reversed(found.items)
    ]
    return shell.Table(_("Readings as they came"), columns, rows)


def _to_the_second(at: datetime) -> str:
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
