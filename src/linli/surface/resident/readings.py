"""One device and one series of readings."""

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.devices.api import (
    DeviceCard,
    SeriesCard,
    get_device,
    get_series,
    list_models,
    list_series,
)
from linli.foundation.mandates.api import get_mandate
from linli.foundation.places.api import get_place
from linli.foundation.telemetry.api import Latest, latest_values
from linli.kernel import Actor, Refused, now
from linli.surface.resident.curves import Chart, chart_of
from linli.surface.resident.measured import mandate_facts, state_of
from linli.surface.resident.wording import unit
from linli.surface.shell import api as shell
from linli.surface.shell.language import label, read
from linli.surface.shell.speech import number as spoken
from linli.surface.shell.templatetags.shell import moment

_SPANS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}


@shell.signed_in
def device(request: shell.Request, device: str) -> HttpResponse:
    """What one device measures, its newest values, and the decision it rests on."""
    viewer = request.actor
    card = get_device(viewer=viewer, device=device)
    series = list_series(viewer=viewer, device=device)
    values, is_away = _latest(viewer, series)
    context = {
        "title": read(card.name),
        "rows": _facts(viewer, card),
        "series": [_series_row(one, values.get(one.number)) for one in series],
        "is_away": is_away,
        "mandate": _mandate(viewer, card),
    }
    return render(request, "resident/device.html", context)


def _facts(viewer: Actor, card: DeviceCard) -> list[tuple[str, str]]:
    rows = [(_("Kind"), read(card.model_name)), (_("State"), state_of(card))]
    if card.place:
        rows.append((_("Where"), label(get_place(viewer=viewer, place=card.place))))
    if card.vendor:
        rows.append((_("Made by"), card.vendor))
    if card.owner:
        rows.append((_("Belongs to"), card.owner))
    if card.last_heard_at:
        rows.append((_("Last heard"), moment(card.last_heard_at)))
    return rows


def _latest(viewer: Actor, series: tuple[SeriesCard, ...]) -> tuple[dict[int, Latest], bool]:
    try:
        return latest_values(viewer=viewer, series=[one.number for one in series]), False
    except Refused:  # the readings are away for a moment; everything else is still true
        return {}, True


def _series_row(card: SeriesCard, latest: Latest | None) -> dict[str, str]:
    return {
        "href": reverse("resident:series", args=[card.number]),
        "title": read(card.name),
        "line": moment(latest.at) if latest else _("No reading you may see."),
        "state": _value(card, latest) if latest else "",
    }


def _value(card: SeriesCard, latest: Latest) -> str:
    if latest.text:
        return latest.text
    if card.kind == "boolean":
        return _("sensed") if latest.value else _("not sensed")
    return f"{spoken(round(latest.value, 2))} {unit(card.unit)}".strip()


def _mandate(viewer: Actor, card: DeviceCard) -> list[tuple[str, str]]:
    if card.mandate is None:
        return []
    models = {one.model.key: one for one in list_models(viewer=viewer)}
    return mandate_facts(viewer, get_mandate(viewer=viewer, mandate=card.mandate), models)


@shell.signed_in
def series(request: shell.Request, number: int) -> HttpResponse:
    """The readings of one series as a sentence, a picture and a table."""
    viewer = request.actor
    card = get_series(viewer=viewer, number=number)
    owner = get_device(viewer=viewer, device=card.device)
    wanted = request.GET.get("span", "")
    length = _SPANS.get(wanted, _SPANS["day"])
    until = now()
    names = {"day": _("One day"), "week": _("One week"), "month": _("One month")}
    context = {
        "title": read(card.name),
        "chart": _chart(viewer, number, until - length, until),
        "back": reverse("resident:device", args=[card.device]),
        "device": read(owner.name),
        "spans": [
            shell.Way(f"?span={key}", name, is_current=_SPANS[key] == length)
            for key, name in names.items()
        ],
    }
    return render(request, "resident/series.html", context)


def _chart(viewer: Actor, number: int, since: datetime, until: datetime) -> Chart | None:
    """The line; None for readings that only those whom the decision names may see."""
    try:
        return chart_of(viewer, number, since=since, until=until)
    except Refused as refused:
        if refused.code != "not_found":
            raise
        return None
