"""Ringing the one who answers without either seeing the other's number: the desk puts through."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.kernel import Ref, Refused, Words
from linli.support.matters import api as matters
from linli.surface.shell import api as shell

CATEGORY = "call_back"


@dataclass(frozen=True, slots=True)
class Line:
    """The desk's number, and what to say so that one is put through to the right person."""

    phone: str
    link: str
    say: str


def line_of(request: shell.Request, sheet: matters.MatterSheet) -> Line | None:
    """How to reach the one who answers by phone; None where there is no desk phone."""
    card = request.community
    if card is None or not card.phone:
        return None
    named = {"number": sheet.card.number, "name": sheet.responsible_name}
    said = (
        _("Say the number %(number)s. They put you through to %(name)s.")
        if sheet.responsible_name
        else _("Say the number %(number)s.")
    )
    link = "".join(sign for sign in card.phone if sign.isdigit() or sign == "+")
    return Line(card.phone, link, said % named)


@shell.signed_in
@shell.post_only
@shell.submit_once
def ring_me(request: shell.Request, matter: str) -> HttpResponse:
    """Have the one who answers ring me: a call for the desk, with its own clock and answerer."""
    sheet = matters.get_matter(viewer=request.actor, matter=matter)
    if sheet.card.reporter is None or sheet.card.reporter != request.actor.subject:
        raise Refused("not_found", "There is no such matter.")
    number, name = sheet.card.number, sheet.responsible_name
    cause = matters.Cause(
        Ref("matter", matter), Words(f"关于编号 {number}", f"About number {number}")
    )
    asked = _("Please let %(name)s ring me about number %(number)s.")
    wanted = asked % {"number": number, "name": name or _("The service desk")}
    call = matters.open_matter(
        by=request.actor,
        nature="demand",
        category=CATEGORY,
        place=sheet.card.place,
        title=wanted,
        cause=[cause],
        reporter=request.actor.subject,
        key=f"ring:{shell.key_of(request)}",
    )
    undo = f"/matters/{call}/withdraw"
    shell.say(request, _("We ring you. Keep your phone near you."), undo_url=undo)
    return redirect("resident:matter", matter)
