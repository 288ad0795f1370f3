"""Work that holds alarms back: what is announced, and what was held back meanwhile."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.foundation.devices.api import get_devices
from linli.foundation.places.api import get_places
from linli.kernel import Actor, Refused, Role, now
from linli.kernel.written import Meaning, Side
from linli.support.rules.api import (
    MaintenanceCard,
    close_maintenance,
    get_maintenance,
    list_maintenance,
    list_suppressed,
    open_maintenance,
)
from linli.surface.desk.alarms import steps_of
from linli.surface.desk.machine_words import SEVERITY_TONES, named, said_severity
from linli.surface.desk.pages import page
from linli.surface.desk.rule_words import originators
from linli.surface.shell import api as shell
from linli.surface.shell.language import label, read


@shell.staff_only()
def maintenance(request: shell.Request) -> HttpResponse:
    """Announced work that holds alarms back."""
    return _show(request)


def _show(request: shell.Request, refusals: Iterable[Refused] = ()) -> HttpResponse:
    viewer = request.actor
    found = list_maintenance(viewer=viewer, cursor=request.GET.get("cursor") or None)
    wheres = _wheres(viewer, found)
    fields, problems = shell.refill(_fields(viewer), request.POST, refusals)
    return page(
        request,
        "desk/machines_maintenance.html",
        here="desk:rules",
        status=422 if problems else 200,
        title=_("Work that holds alarms back"),
        rows=[{"card": one, "where": wheres[one.id], "is_open": _is_open(one)} for one in found],
        found=found,
        fields=fields,
        problems=problems,
    )


def _wheres(viewer: Actor, cards: Iterable[MaintenanceCard]) -> dict[str, str]:
    """What each work is about: a device by its name, else a place."""
    cards = tuple(cards)
    places = get_places(viewer=viewer, places=[one.place for one in cards if one.place])
    devices = get_devices(viewer=viewer, devices=[one.device for one in cards if one.device])
    return {
        one.id: named(devices[one.device])
        if one.device in devices
        else label(places.get(one.place or "")) or _("The whole community")
        for one in cards
    }


def _is_open(one: MaintenanceCard) -> bool:
    return one.closed_by is None and (one.until is None or one.until > now())


@shell.staff_only()
def held_back(request: shell.Request, maintenance: str) -> HttpResponse:
    """What one work held back, each alarm with why it would have sounded."""
    viewer = request.actor
    card = get_maintenance(viewer=viewer, maintenance=maintenance)
    found = list_suppressed(
        viewer=viewer, maintenance=maintenance, cursor=request.GET.get("cursor") or None
    )
    names = originators(viewer, [one.originator for one in found])
    return page(
        request,
        "desk/machines_held_back.html",
        here="desk:rules",
        title=_("Alarms that were held back"),
        card=card,
        where=_wheres(viewer, [card])[card.id],
        rows=[
            {
                "card": one,
                "name": read(one.name),
                "where": names.get(one.originator, ""),
                "severity": said_severity(one.severity),
                "tone": SEVERITY_TONES.get(one.severity) or "plain",
                "why": steps_of(one.trace),
            }
            for one in found
        ],
        found=found,
    )


def _fields(viewer: Actor) -> tuple[shell.Field, ...]:
    asked = (
        shell.Field(
            name="place",
            label=_("Where?"),
            hint=_("A building or a room, or else a device below."),
        ),
        shell.Field(
            name="device", label=_("Which device?"), hint=_("Its number; empty for a whole place.")
        ),
        shell.Field(
            name="until",
            label=_("Until when?"),
            hint=_("Such as tomorrow 5 pm or 2026-11-24 17:00; 31 days at most."),
        ),
        shell.Field(
            name="reason",
            label=_("What is done there?"),
            hint=_("Everyone who works here can read it."),
            maxlength=500,
        ),
    )
    return (*asked, _safety()) if viewer.has(Role.MANAGER) else asked


def _safety() -> shell.Field:
    return shell.Field(
        name="holds_safety",
        label=_("Alarms that protect lives"),
        kind="checkbox",
        hint=_(
            "They sound all the same, unless you hold them back: one building, 8 hours at most."
        ),
        choices=(shell.Choice("yes", _("Hold back alarms that protect lives as well")),),
    )


@shell.staff_only()
@shell.post_only
@shell.submit_once
def announce(request: shell.Request) -> HttpResponse:
    """Announce work at a place or on a device."""
    given = request.POST
    try:
        place, until = (
            shell.place_typed(request.actor, given.get("place", "")),
            _until(given.get("until", "")),
        )
        open_maintenance(
            by=request.actor,
            reason=given.get("reason", ""),
            place=place.id if place else None,
            device=given.get("device", "").strip() or None,
            until=until.value if until else None,
            holds_safety=given.get("holds_safety") == "yes",
            key=shell.key_of(request),
        )
        said = _("Announced. Alarms from there are held back until the work is done.")
        shell.say(request, f"{said} {shell.understood(label(place), until.words if until else '')}")
        return redirect("desk:maintenance")
    except Refused as refused:
        if refused.code not in ("invalid", "not_found"):
            raise
        return _show(request, [refused])


def _until(text: str) -> Meaning[datetime] | None:
    return shell.moment_typed(text, "until", Side.FUTURE) if text.strip() else None


@shell.staff_only()
@shell.post_only
@shell.submit_once
def work_done(request: shell.Request, maintenance: str) -> HttpResponse:
    """The work is done: what is still wrong sounds its alarm now."""
    close_maintenance(by=request.actor, maintenance=maintenance)
    shell.say(request, _("Done. Alarms from there sound again."))
    return redirect("desk:maintenance")
