"""登录卡: the paper card one comes in by: how it stands, when it was used, and stopping it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.people.api import PassCard, get_pass, restore_pass, revoke_pass
from linli.kernel import Actor, now
from linli.surface.shell import api as shell
from linli.surface.shell.templatetags.shell import day, moment


@shell.signed_in
def card(request: shell.Request) -> HttpResponse:
    """The card, and the last times someone came in by it."""
    known = own_card(request.actor)
    context = {
        "title": _("My log-in card"),
        "card": known,
        "line": line_of(known),
        "is_live": is_live(known),
        "uses": [
            (moment(use.at), _("on a new phone") if use.is_new else "")
            for use in (known.uses if known else ())
        ],
    }
    return render(request, "resident/card.html", context)


@shell.signed_in
@shell.post_only
@shell.submit_once
def stop(request: shell.Request, card: str) -> HttpResponse:
    """Make it worthless at once; whoever came in by it is out, here as well."""
    revoke_pass(by=request.actor, login_pass=card)
    is_out = request.actor.by_card
    if is_out:
        request.session.flush()
    undo = "" if is_out else reverse("resident:card-restore", args=[card])
    shell.say(request, _("The card no longer works."), undo_url=undo)
    return redirect("resident:home" if is_out else "resident:card")


@shell.signed_in
@shell.post_only
@shell.submit_once
def restore(request: shell.Request, card: str) -> HttpResponse:
    """It was not lost after all."""
    restore_pass(by=request.actor, login_pass=card)
    shell.say(request, _("The card works again."))
    return redirect("resident:card")


def own_card(viewer: Actor) -> PassCard | None:
    """One's own card; nobody who acts for another sees theirs."""
    if viewer.person is None or viewer.on_behalf_of:
        return None
    return get_pass(viewer=viewer, person=viewer.person)


def is_live(card: PassCard | None) -> bool:
    """Whether the card opens, or will again after a pause."""
    return card is not None and card.ended_at is None and card.until > now()


def line_of(card: PassCard | None) -> str:
    """How it stands with the card, in a line."""
    if card is None:
        return _("You have no card. The service desk makes one for you.")
    if not is_live(card):
        return _("Your card no longer works. The service desk makes a new one.")
    ends = _("until %(day)s") % {"day": day(card.until)}
    used = _("last used %(when)s") % {"when": moment(card.uses[0].at)} if card.uses else ""
    return " · ".join((ends, used or _("never used")))
