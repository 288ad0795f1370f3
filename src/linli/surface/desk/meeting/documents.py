"""The papers of an assembly as PDF, each for whoever may take ballots."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.application.assembly.api import Stage
from linli.kernel import Refused
from linli.surface.desk.meeting import making
from linli.surface.desk.meeting.frame import COUNTED, TAKES, sheet_of, show
from linli.surface.desk.meeting.publishing import PUBLISH
from linli.surface.shell import api as shell


@shell.staff_only(*TAKES)
def page_of(request: shell.Request, meeting: str) -> HttpResponse:
    """Every paper that can be had now, and the button that publishes."""
    sheet = sheet_of(request, meeting)
    is_announced = sheet.card.announced_at is not None
    is_counted = is_announced and sheet.card.stage in COUNTED and _has_result(request, meeting)
    wanted = (
        ("notice", _("Notice of the assembly"), is_announced),
        ("roll", _("Roll of owners, names masked"), is_announced),
        ("result", _("Notice of the result"), is_counted),
        ("minutes", _("Minutes, to be signed"), is_counted),
        ("filing", _("Filing list for the street office"), is_counted),
    )
    found = [
        (reverse("desk:meeting-pdf", args=[meeting, name]), words)
        for name, words, is_there in wanted
        if is_there
    ]
    return show(
        request,
        sheet,
        "desk/meeting/documents.html",
        "meeting-documents",
        title=_("Documents"),
        papers=found,
        may_publish=is_announced
        and sheet.card.stage is not Stage.CANCELLED
        and request.actor.has(*PUBLISH.roles),
    )


def _has_result(request: shell.Request, meeting: str) -> bool:
    try:
        assembly.result_of(viewer=request.actor, assembly=meeting)
    except Refused:
        return False
    return True


@shell.staff_only(*TAKES)
def file(request: shell.Request, meeting: str, name: str) -> HttpResponse:
    """One paper as a file."""
    sheet = sheet_of(request, meeting)
    make = making.PAPERS.get(name)
    if make is None or sheet.card.announced_at is None:
        raise Refused("not_found", "There is no such page.")
    return _sent(make(request, sheet), f"{name}-{meeting}")


@shell.staff_only(*TAKES)
def ballots(request: shell.Request, meeting: str) -> HttpResponse:
    """The printed ballots: of all, of a building, or one."""
    sheet = sheet_of(request, meeting)
    building, serial = request.GET.get("building", ""), request.GET.get("serial", "")
    papers = assembly.papers_for_print(
        viewer=request.actor, assembly=meeting, building=building[:40], serial=serial[:80]
    )
    found = [one for one in papers if one.motions]
    if not found:
        raise Refused("not_found", "There are no ballots to print; make them first.")
    content = making.ballots(request, sheet, found)
    return _sent(content, f"ballots-{serial or building or meeting}")


def _sent(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
