"""Deliveries: what is done with all devices of one list at once."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from linli.foundation.devices.api import (
    BatchStep,
    DeviceCard,
    activate_batch,
    assign_batch,
    issue_batch_secrets,
    list_batches,
    list_devices,
)
from linli.foundation.mandates.api import list_mandates
from linli.foundation.places.api import get_places
from linli.kernel import Actor, Refused, now
from linli.surface.desk.machine_words import STATE_TONES, named, said_state
from linli.surface.desk.machines import RUNNERS
from linli.surface.desk.pages import page
from linli.surface.shell import api as shell
from linli.surface.shell.language import label, read

_SLICE = 200
_ACTS = {"activate": activate_batch, "assign": assign_batch}


@shell.staff_only(*RUNNERS)
def deliveries(request: shell.Request) -> HttpResponse:
    """Every delivery with its devices by state."""
    found = list_batches(viewer=request.actor)
    rows = [(where(one.batch), one.batch, _counts(one.states)) for one in found]
    return page(
        request,
        "desk/machines_deliveries.html",
        here="desk:devices",
        title=_("Deliveries"),
        rows=rows,
    )


@shell.staff_only(*RUNNERS)
def delivery(request: shell.Request) -> HttpResponse:
    """One delivery, and what can be done with all of it."""
    return _show(request, request.GET.get("batch", "")[:64])


@shell.staff_only(*RUNNERS)
@shell.post_only
def secrets(request: shell.Request) -> HttpResponse:
    """Secrets for all that have none, as a file, this once."""
    batch = request.POST.get("batch", "")[:64]
    steps = issue_batch_secrets(
        by=request.actor,
        batch=batch,
        key=shell.key_of(request),
        also_second=request.POST.get("second") == "yes",
    )
    made = [step for step in steps if step.secret]
    if not made:
        words = _("No secret was made: every device has one, or these were shown before.")
        shell.say(request, words, tone="wait")
        return redirect(where(batch))
    target = io.StringIO()
    lines = csv.writer(target)
    lines.writerow(("device", "secret"))
    lines.writerows((step.device, step.secret) for step in made)
    response = HttpResponse(target.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="secrets.csv"'
    add_never_cache_headers(response)
    return response


@shell.staff_only(*RUNNERS)
@shell.post_only
def act(request: shell.Request, what: str) -> HttpResponse:
    """Switch all on, or put all under another decision; what did not work is said one by one."""
    batch, mandate = request.POST.get("batch", "")[:64], request.POST.get("mandate", "")
    if what not in _ACTS:
        raise Refused("not_found", "There is no such act.")
    steps = _ACTS[what](by=request.actor, batch=batch, mandate=mandate)
    return _show(request, batch, steps)


def where(batch: str) -> str:
    """The address of a delivery's page; its name may hold anything."""
    return f"{reverse('desk:delivery')}?{urlencode({'batch': batch})}"


def _show(request: shell.Request, batch: str, steps: tuple[BatchStep, ...] = ()) -> HttpResponse:
    viewer = request.actor
    found = list_devices(
        viewer=viewer, batch=batch, cursor=request.GET.get("cursor") or None, limit=_SLICE
    )
    if not batch or (not found.items and "cursor" not in request.GET):
        raise Refused("not_found", "There is no such delivery.")
    refused = [(step.device, shell.said(step.refused)) for step in steps if step.refused]
    return page(
        request,
        "desk/machines_delivery.html",
        here="desk:devices",
        title=_("Delivery %(batch)s") % {"batch": batch},
        batch=batch,
        query=urlencode({"batch": batch}),
        found=found,
        table=_table(viewer, found.items),
        grants=list(_grants(viewer)),
        is_done=bool(steps),
        done=len(steps) - len(refused),
        refused=refused,
    )


def _table(viewer: Actor, cards: tuple[DeviceCard, ...]) -> shell.Table:
    places = get_places(viewer=viewer, places={card.place for card in cards if card.place})
    columns = (shell.Column(_("Device")), shell.Column(_("State")), shell.Column(_("Where")))
    rows = [
        (
            shell.Cell(f"{named(card)} · {card.id}", reverse("desk:device", args=[card.id])),
            shell.Cell(said_state(card.state), tone=STATE_TONES.get(card.state, "plain")),
            label(places.get(card.place or "")) or _("nowhere yet"),
        )
        for card in cards
    ]
    return shell.Table(_("Devices"), columns, rows)


def _grants(viewer: Actor) -> Iterator[shell.Choice]:
    for one in list_mandates(viewer=viewer, valid_at=now(), limit=200):
        yield shell.Choice(one.id, read(one.purpose), one.basis_text)


def _counts(states: dict[str, int]) -> str:
    return " · ".join(f"{said_state(state)} {number}" for state, number in Counter(states).items())
