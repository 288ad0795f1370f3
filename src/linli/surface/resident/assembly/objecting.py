"""Object to the roll before the vote ends, or to a preliminary result while there is time."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly.api import (
    AssemblySheet,
    Stage,
    get_assembly,
    object_to,
    withdraw_objection,
)
from linli.kernel import Refused
from linli.surface.shell import api as shell
from linli.surface.shell.language import read
from linli.surface.shell.templatetags.shell import deadline

_LONGEST = 2000


@shell.signed_in
@shell.submit_once
def objection(request: shell.Request, assembly: str) -> HttpResponse:
    """Say in one's own words what is wrong; whoever holds the assembly answers it."""
    sheet = get_assembly(viewer=request.actor, assembly=assembly)
    about = about_of(sheet)
    slot = f"objection:{assembly}"
    if shell.put_aside(request, slot):
        return redirect("resident:home")
    refusals: list[Refused] = []
    if request.method == "POST":
        try:
            made = object_to(
                by=request.actor,
                assembly=assembly,
                about=about,
                text=request.POST.get("text", ""),
                key=shell.key_of(request),
            )
        except Refused as refused:
            if refused.field != "text":
                raise
            refusals = [refused]
        else:
            shell.sent(request, slot, became=made)
            undo = reverse("resident:assembly-object-back", args=[assembly, made])
            shell.say(request, _("Handed in. You are told the answer."), undo_url=undo)
            return redirect("resident:assembly", assembly)
    return _ask(request, sheet, about, slot, refusals)


@shell.signed_in
@shell.post_only
@shell.submit_once
def take_back(request: shell.Request, assembly: str, objection: str) -> HttpResponse:
    """I no longer object; that I did stays on the ledger, and so does this."""
    withdraw_objection(by=request.actor, assembly=assembly, objection=objection)
    shell.say(request, _("Your objection is taken back."))
    return redirect("resident:assembly", assembly)


def about_of(sheet: AssemblySheet) -> str:
    """What one can object to as things stand: the roll, and after the count the result."""
    return "result" if sheet.card.stage is Stage.PRELIMINARY else "roll"


def _ask(
    request: shell.Request, sheet: AssemblySheet, about: str, slot: str, refusals: list[Refused]
) -> HttpResponse:
    card = sheet.card
    until = card.objections_until if about == "result" else card.closes_at
    field = shell.Field(
        name="text",
        label=_("What is wrong?"),
        kind="textarea",
        hint=_("A home is missing, an area or a name is wrong, something was not counted."),
        maxlength=_LONGEST,
    )
    title = _("Object to the result") if about == "result" else _("Object to the roll")
    return shell.question(
        request,
        title=title,
        intro=_("%(title)s. Until %(at)s.") % {"title": read(card.title), "at": deadline(until)},
        fields=(field,),
        button=_("Hand it in"),
        back=reverse("resident:assembly", args=[card.id]),
        slot=slot,
        refusals=refusals,
        template="resident/assembly/object.html",
    )
