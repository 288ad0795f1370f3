"""What a person does with a device: secrets, switching on, moving, taking out of service."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.foundation.devices.api import (
    activate_device,
    allow_discovery,
    assign_mandate,
    get_device,
    issue_secret,
    move_device,
    retire_device,
    revoke_secret,
)
from linli.foundation.places.api import find_place
from linli.kernel import Actor, Refused
from linli.surface.desk.machine import show_device
from linli.surface.desk.machines import RUNNERS
from linli.surface.shell import api as shell
from linli.surface.shell.language import label


@shell.staff_only(*RUNNERS)
@shell.post_only
def issue(request: shell.Request, device: str) -> HttpResponse:
    """Make a secret and show it this once; a second live one lets the device change over."""
    made = issue_secret(by=request.actor, device=device, key=shell.key_of(request))
    card = get_device(viewer=request.actor, device=device)
    if made.secret is None:
        shell.say(
            request, _("This secret was shown before and cannot be shown again."), tone="wait"
        )
        return redirect("desk:device", device)
    return show_device(request, card, secret=made.secret)


@shell.staff_only(*RUNNERS)
@shell.post_only
@shell.submit_once
def revoke(request: shell.Request, device: str) -> HttpResponse:
    """Make a secret worthless at once."""
    revoke_secret(by=request.actor, device=device, slot=request.POST.get("slot", ""))
    shell.say(request, _("The secret is worthless now, and what used it is cut off."))
    return redirect("desk:device", device)


@shell.staff_only(*RUNNERS)
@shell.post_only
@shell.submit_once
def activate(request: shell.Request, device: str) -> HttpResponse:
    """Switch a device on at a place under a decision."""

    def switch_on(by: Actor) -> str:
        place = find_place(viewer=by, text=request.POST.get("place", "")[:120])
        mandate = _chosen(request.POST.get("mandate", ""))
        activate_device(by=by, device=device, place=place.id, mandate=mandate)
        return shell.understood(label(place))

    return _done(request, device, switch_on, _("Switched on. What the decision names is stored."))


@shell.staff_only(*RUNNERS)
@shell.post_only
@shell.submit_once
def assign(request: shell.Request, device: str) -> HttpResponse:
    """Put a device under another decision."""

    def put(by: Actor) -> str:
        assign_mandate(by=by, devices=[device], mandate=_chosen(request.POST.get("mandate", "")))
        return ""

    return _done(request, device, put, _("The device rests on this decision now."))


@shell.staff_only(*RUNNERS)
@shell.post_only
@shell.submit_once
def move(request: shell.Request, device: str) -> HttpResponse:
    """Hang a device somewhere else."""

    def hang(by: Actor) -> str:
        place = find_place(viewer=by, text=request.POST.get("place", "")[:120])
        move_device(by=by, device=device, place=place.id)
        return shell.understood(label(place))

    return _done(request, device, hang, _("Moved."))


@shell.staff_only(*RUNNERS)
@shell.post_only
@shell.submit_once
def retire(request: shell.Request, device: str) -> HttpResponse:
    """Take a device out of service for good."""

    def take_out(by: Actor) -> str:
        retire_device(by=by, device=device, why=request.POST.get("why", ""))
        return ""

    return _done(request, device, take_out, _("Taken out of service; its secrets are worthless."))


@shell.staff_only(*RUNNERS)
@shell.post_only
@shell.submit_once
def gateway(request: shell.Request, device: str) -> HttpResponse:
    """Let a gateway announce devices behind it, or no longer."""
    allowed = request.POST.get("allowed") == "yes"
    allow_discovery(by=request.actor, device=device, allowed=allowed)
    said = (
        _("It may announce devices now; they wait in quarantine.")
        if allowed
        else _("It may no longer announce devices.")
    )
    shell.say(request, said)
    return redirect("desk:device", device)


def _done(
    request: shell.Request, device: str, act: Callable[[Actor], str], said: str
) -> HttpResponse:
    """Do it and go back to the device, saying what was understood; what cannot be done is said
    on its page."""
    try:
        heard = act(request.actor)
    except Refused as refused:
        if refused.code not in ("invalid", "conflict"):
            raise
        shell.say(request, shell.said(refused), tone="late")
        return redirect("desk:device", device)
    shell.say(request, f"{said} {heard}")
    return redirect("desk:device", device)


def _chosen(mandate: str) -> str:
    if not mandate:
        raise Refused("invalid", "Please choose the decision it rests on.", field="mandate")
    return mandate
