"""Vote in another way: paper to the door, by telephone, at the door; a task for the desk."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly.api import AssemblySheet, get_assembly
from linli.foundation.people.api import list_homes
from linli.kernel import Actor, Refused
from linli.support.matters.api import open_matter
from linli.surface.shell import api as shell
from linli.surface.shell.language import read

CATEGORY = "paperwork"


@shell.signed_in
@shell.submit_once
def other_way(request: shell.Request, assembly: str) -> HttpResponse:
    """How one would like to vote; the desk comes, brings or rings."""
    sheet = get_assembly(viewer=request.actor, assembly=assembly)
    refusals: tuple[Refused, ...] = ()
    if request.method == "POST":
        way = request.POST.get("way", "")
        if way in shell.ways_to_vote():
            return redirect("resident:receipt", _open(request, sheet, way))
        refusals = (Refused("invalid", "Please choose one.", field="way"),)
    field = shell.Field(
        name="way",
        label=_("How would you like to vote?"),
        kind="radio",
        choices=tuple(shell.Choice(key, _(words)) for key, words in shell.ways_to_vote().items()),
    )
    return shell.question(
        request,
        fields=(field,),
        button=_("Hand it in"),
        back=reverse("resident:assembly", args=[assembly]),
        refusals=refusals,
        template="resident/assembly/paper.html",
        sheet=sheet,
    )


def _open(request: shell.Request, sheet: AssemblySheet, way: str) -> str:
    by = request.actor
    words = _(shell.ways_to_vote()[way])
    return open_matter(
        by=by,
        nature="demand",
        category=CATEGORY,
        place=_home(by) or by.community,
        title=words,
        description=f"{words} · {read(sheet.card.title)}",
        reporter=by.subject,
        key=f"ballot:{shell.key_of(request)}",
    )


def _home(by: Actor) -> str:
    homes = list_homes(viewer=by, person=by.subject or "")
    return homes[0].dwelling if homes else ""
