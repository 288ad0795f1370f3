"""What waits or was refused: devices nobody let in yet, messages with their bytes, vendors."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.devices.api import (
    RejectedCard,
    block_vendor,
    get_discovery,
    get_rejected,
    list_blocked_vendors,
    list_devices,
    list_outcomes,
    list_rejected,
    unblock_vendor,
)
from linli.kernel import Refused, Role
from linli.surface.desk.machine_words import KEPT, named, said_outcome
from linli.surface.desk.machines import RUNNERS
from linli.surface.desk.pages import page
from linli.surface.shell import api as shell
from linli.surface.shell import speech
from linli.surface.shell.language import read
from linli.surface.shell.templatetags.shell import moment

LOOKERS = (*RUNNERS, Role.KEEPER)
_WIDE = 16


@shell.staff_only(*LOOKERS)
def quarantine(request: shell.Request) -> HttpResponse:
    """Devices that wait for a person, and messages that were refused."""
    viewer, reason = request.actor, request.GET.get("reason", "")
    waiting = list_devices(viewer=viewer, state="registered", limit=50)
    refused = list_rejected(
        viewer=viewer, reason=reason or None, cursor=request.GET.get("cursor") or None
    )
    totals = [pair for pair in list_outcomes(viewer=viewer).totals if pair[0] not in KEPT]
    return page(
        request,
        "desk/machines_quarantine.html",
        here="desk:devices",
        title=_("Quarantine"),
        waiting=[
            {
                "href": reverse("desk:discovery", args=[card.id])
                if card.origin == "discovered"
                else reverse("desk:device", args=[card.id]),
                "title": named(card),
                "line": _("%(kind)s · known since %(when)s")
                % {"kind": read(card.model_name), "when": moment(card.registered_at)},
                "state": _("announced itself") if card.origin == "discovered" else _("listed"),
                "tone": "wait" if card.origin == "discovered" else "plain",
            }
            for card in waiting
        ],
        more_waiting=waiting.next is not None,
        refused=[_row(card) for card in refused],
        found=refused,
        lanes=[
            shell.Way(reverse("desk:quarantine"), _("Everything"), not reason),
            *(
                shell.Way(f"?reason={key}", said_outcome(key), key == reason, count)
                for key, count in totals
            ),
        ],
    )


def _row(card: RejectedCard) -> dict[str, str]:
    where = " · ".join(part for part in (card.device, moment(card.received_at)) if part)
    return {
        "href": reverse("desk:rejected", args=[card.number]),
        "title": said_outcome(card.reason),
        "line": where,
        "state": _("%(size)s bytes") % {"size": speech.number(card.size)} if card.raw else "",
        "tone": "plain",
    }


@shell.staff_only(*LOOKERS)
def rejected(request: shell.Request, number: int) -> HttpResponse:
    """One refused message: why, and its bytes as far as they may be kept."""
    card = get_rejected(viewer=request.actor, number=number)
    return page(
        request,
        "desk/machines_rejected.html",
        here="desk:devices",
        title=said_outcome(card.reason),
        facts=[
            (_("From"), card.device or _("nobody known")),
            (_("Arrived"), moment(card.received_at)),
            (_("Reason"), card.detail or said_outcome(card.reason)),
            (_("Came by"), " ".join(part for part in (card.transport, card.topic) if part) or "–"),
            (_("Size"), _("%(size)s bytes") % {"size": speech.number(card.size)}),
        ],
        dump=dump(card.raw),
        is_cut=card.size > len(card.raw) > 0,
    )


@shell.staff_only(*LOOKERS)
def discovery(request: shell.Request, device: str) -> HttpResponse:
    """What a device said when it announced itself."""
    found = get_discovery(viewer=request.actor, device=device)
    return page(
        request,
        "desk/machines_rejected.html",
        here="desk:devices",
        title=_("What %(device)s said of itself") % {"device": device},
        facts=[
            (_("From"), device),
            (_("Arrived"), moment(found.at)),
            (_("Size"), _("%(size)s bytes") % {"size": speech.number(found.size)}),
        ],
        dump=dump(found.raw),
        is_cut=found.size > len(found.raw) > 0,
        device=device,
    )


def dump(raw: bytes) -> list[tuple[str, str, str]]:
    """Bytes line by line: where, as hex, as text; what cannot be printed is a point."""
    return [
        (
            f"{start:04x}",
            raw[start : start + _WIDE].hex(" "),
            "".join(chr(one) if 32 <= one < 127 else "·" for one in raw[start : start + _WIDE]),
        )
        for start in range(0, len(raw), _WIDE)
    ]


@shell.staff_only()
def vendors(request: shell.Request) -> HttpResponse:
    """Vendors whose devices are refused; anyone who works here may read why."""
    viewer = request.actor
    return page(
        request,
        "desk/machines_vendors.html",
        here="desk:devices",
        title=_("Blocked vendors"),
        blocked=list_blocked_vendors(viewer=viewer),
        may_run=viewer.has(*RUNNERS),
    )


@shell.staff_only(*RUNNERS)
@shell.post_only
@shell.submit_once
def block(request: shell.Request) -> HttpResponse:
    """Refuse everything from a vendor's devices from now on."""
    vendor = request.POST.get("vendor", "")
    try:
        block_vendor(by=request.actor, vendor=vendor, why=request.POST.get("why", ""))
    except Refused as refused:
        if refused.code != "invalid":
            raise
        shell.say(request, shell.said(refused), tone="late")
    else:
        shell.say(request, _("Nothing from %(vendor)s is taken any more.") % {"vendor": vendor})
    return redirect("desk:vendors")


@shell.staff_only(*RUNNERS)
@shell.post_only
@shell.submit_once
def unblock(request: shell.Request) -> HttpResponse:
    """Let a vendor's devices work again."""
    unblock_vendor(by=request.actor, vendor=request.POST.get("vendor", ""))
    shell.say(request, _("Its devices may work again."))
    return redirect("desk:vendors")
