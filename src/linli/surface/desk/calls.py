"""Calls and letters: whom to ring now, which slips to print and hand over."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from linli.foundation.people import api as people
from linli.support.notify import api as notify
from linli.surface.desk.pages import TELLS, page
from linli.surface.desk.stacks import stacks_of
from linli.surface.shell import api as shell


@shell.staff_only(*TELLS)
def calls(request: shell.Request) -> HttpResponse:
    """Everything that waits for a person's voice or hands."""
    return _show(request)


@shell.staff_only(*TELLS)
@shell.post_only
def number(request: shell.Request, call: str) -> HttpResponse:
    """The number of one call to make; that one looked, and why, is kept and shown to them."""
    found = notify.get_call(viewer=request.actor, call=call)
    contact = people.reveal_contact(
        viewer=request.actor, person=found.person, reason=_("To ring them as they asked us to")
    )
    response = _show(request, open_call=call, contact=contact)
    add_never_cache_headers(response)
    return response


@shell.staff_only(*TELLS)
@shell.post_only
@shell.submit_once
def rang(request: shell.Request, call: str) -> HttpResponse:
    """How a call went; three calls nobody answered come up under what was not delivered."""
    said, words = request.POST.get("reached"), request.POST.get("words", "")
    is_wrong = said == "wrong"
    words = words or (_("Wrong number") if is_wrong else "")
    notify.finish_call(
        by=request.actor, call=call, reached=said == "yes", words=words, is_wrong=is_wrong
    )
    told = {
        "yes": _("Kept: they know."),
        "wrong": _("Kept. They are told another way; please ask for the right number."),
    }
    shell.say(request, told.get(said or "", _("Kept. It comes up again later.")))
    return redirect("desk:calls")


@shell.staff_only(*TELLS)
def slips(request: shell.Request) -> HttpResponse:
    """All slips on paper, one after the other, to print."""
    found = notify.list_slips(viewer=request.actor, printed=False, cursor=request.GET.get("cursor"))
    return page(
        request,
        "desk/work_slips.html",
        here="desk:calls",
        title=_("Slips to print"),
        stacks=stacks_of(request.actor, found.items),
        next=found.next,
    )


@shell.staff_only(*TELLS)
@shell.post_only
@shell.submit_once
def printed(request: shell.Request) -> HttpResponse:
    """The slips that were printed."""
    count = notify.mark_printed(by=request.actor, slips=request.POST.getlist("slip")[:500])
    shell.say(request, _("%(count)s slips are printed. Now hand them over.") % {"count": count})
    return redirect("desk:calls")


@shell.staff_only(*TELLS)
@shell.post_only
@shell.submit_once
def handed(request: shell.Request, slip: str) -> HttpResponse:
    """A slip is in the person's hands or letter box."""
    notify.mark_handed_over(by=request.actor, slip=slip)
    shell.say(request, _("Kept: it has arrived."))
    return redirect("desk:calls")


@shell.staff_only(*TELLS)
@shell.post_only
@shell.submit_once
def stack_handed(request: shell.Request) -> HttpResponse:
    """A whole stack is in its letter boxes."""
    slips = request.POST.getlist("slip")[:500]
    for slip in slips:
        notify.mark_handed_over(by=request.actor, slip=slip)
    shell.say(request, _("Kept: all of them have arrived."))
    return redirect("desk:calls")


def _show(request: shell.Request, **more: Any) -> HttpResponse:
    viewer = request.actor
    asked = request.GET
    calls = notify.list_calls(viewer=viewer, cursor=asked.get("calls") or None)
    to_hand = notify.list_slips(viewer=viewer, printed=True, cursor=asked.get("cursor") or None)
    return page(
        request,
        "desk/work_calls.html",
        here="desk:calls",
        title=_("Calls and letters"),
        calls=calls,
        count=notify.count_calls(viewer=viewer),
        to_print=notify.count_slips(viewer=viewer, printed=False),
        to_hand=stacks_of(viewer, to_hand.items),
        next=to_hand.next,
        **more,
    )
