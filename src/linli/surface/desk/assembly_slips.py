"""Receipts on paper for those who voted on paper, by telephone or at the door."""

from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.application.assembly import api as assembly
from linli.application.assembly.api import SlipCard
from linli.kernel import Page, Refused
from linli.surface.desk.meeting.frame import TAKES
from linli.surface.desk.pages import page
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined, read
from linli.surface.shell.slips import Taken, send_slips
from linli.surface.shell.templatetags.shell import moment

_CHANNELS = {
    "paper": gettext_noop("on paper"),
    "phone": gettext_noop("by telephone"),
    "doorstep": gettext_noop("at the door"),
}


@shell.staff_only(*TAKES)
def slips(request: shell.Request, held: str) -> HttpResponse:
    """The ballots that were taken by hand, by day; each can be printed alone, or all of a day."""
    sheet = assembly.get_assembly(viewer=request.actor, assembly=held)
    found = _found(request, held)
    file = reverse("desk:assembly-slips-file", args=[held])
    return page(
        request,
        "desk/assembly_slips.html",
        here="desk:assembly",
        title=_("Receipts on paper"),
        name=read(sheet.card.title),
        days=[
            (f"?day={day}", str(day), count)
            for day, count in assembly.list_slip_days(viewer=request.actor, assembly=held)
        ],
        slips=[
            (
                f"{file}?ballot={one.id}",
                _("Ballot %(number)s") % {"number": one.number},
                joined((*(read(unit) for unit in one.units), moment(one.at))),
                _(_CHANNELS[one.channel]),
            )
            for one in found
        ],
        file=f"{file}?{request.GET.urlencode()}",
        next=found.next,
    )


@shell.staff_only(*TAKES)
def slips_file(request: shell.Request, held: str) -> HttpResponse:
    """The receipts of what is asked for, several on each page, as a file to print."""
    sheet = assembly.get_assembly(viewer=request.actor, assembly=held)
    found = _found(request, held)
    if not found.items:
        raise Refused("not_found", "No ballot has come in by hand.")
    taken = (
        Taken(one.number, one.at, one.channel, tuple(unit.zh for unit in one.units), one.leaf)
        for one in found
    )
    return send_slips(request, assembly=held, title=sheet.card.title.zh, taken=taken)


def _found(request: shell.Request, held: str) -> Page[SlipCard]:
    given = request.GET
    return assembly.list_slips(
        viewer=request.actor,
        assembly=held,
        day=_day(given.get("day", "")),
        ballot=given.get("ballot", "")[:20],
        cursor=given.get("cursor"),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        raise Refused("invalid", "Please write the day like 2026-12-20.", field="day") from None
