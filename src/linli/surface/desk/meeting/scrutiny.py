"""How each owner voted, for named scrutineers after the close; each look is kept."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.application.assembly.api import AssemblySheet, ScrutinyRow
from linli.kernel import Refused, system
from linli.support.ledger import api as ledger
from linli.surface.desk.meeting.frame import HERE, sheet_of
from linli.surface.desk.meeting.words import said
from linli.surface.desk.pages import ways
from linli.surface.shell import api as shell
from linli.surface.shell.convening.asking import check_askable
from linli.surface.shell.convening.voting import CHANNELS
from linli.surface.shell.language import joined, read
from linli.surface.shell.templatetags.shell import moment


@shell.signed_in
def scrutiny(request: shell.Request, meeting: str) -> HttpResponse:
    """Ask for the reason first; then show the ballots, and keep who looked at them and why.

    With `whole` they come as one file, with which every ballot can be counted again elsewhere.
    """
    sheet = sheet_of(request, meeting)
    reason = request.POST.get("reason", "")
    problems: tuple[shell.Problem, ...] = ()
    rows: list[dict[str, object]] = []
    more = None
    if request.method == "POST":
        try:
            if "whole" in request.POST:
                return _whole(request, meeting, reason)
            found = assembly.scrutiny(
                viewer=request.actor,
                assembly=meeting,
                reason=reason,
                cursor=request.POST.get("cursor") or None,
            )
        except Refused as refused:
            check_askable(refused)
            problems = (shell.Problem(shell.said(refused), "f-reason"),)
        else:
            rows, more = [_row(sheet, one) for one in found], found.next
    context = {
        "title": _("How each owner voted"),
        "sheet": sheet,
        "name": read(sheet.card.title),
        "rows": rows,
        "reason": reason,
        "more": more,
        "problems": problems,
        "fields": (
            shell.Field(
                name="reason",
                label=_("Why do you look?"),
                hint=_("Every owner whose ballot you see can read who looked, when and why."),
                maxlength=400,
                value=(reason,),
            ),
        ),
        "ways": ways(request.actor, HERE),
    }
    status = 422 if problems else 200
    return render(request, "desk/meeting/scrutiny.html", context, status=status)


def _whole(request: shell.Request, meeting: str, reason: str) -> HttpResponse:
    """The opened bundle; that somebody took it is a look at every ballot in it."""
    cursor: str | None = ""
    while cursor is not None:
        looked = assembly.scrutiny(
            viewer=request.actor, assembly=meeting, reason=reason, cursor=cursor or None
        )
        cursor = looked.next
    community = request.actor.community
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.zip"
        ledger.write_bundle(
            viewer=system(community),
            community=community,
            assembly=meeting,
            opened=True,
            path=path,
        )
        response = HttpResponse(path.read_bytes(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="opened-{meeting}.zip"'
    response["Cache-Control"] = "no-store"
    return response


def _row(sheet: AssemblySheet, one: ScrutinyRow) -> dict[str, object]:
    answers = [
        (f"{motion.number}. {read(motion.title)}", said(one.choices[motion.id], motion))
        for motion in sheet.motions
        if motion.id in one.choices
    ]
    state = _("Counts") if one.counts else _("Counts on no item")
    return {
        "number": one.sheet_number,
        "homes": joined(read(unit) for unit in one.units),
        "how": _(CHANNELS[one.channel]),
        "at": moment(one.at),
        "state": _("Struck") if one.is_struck else state,
        "tone": "ok" if one.counts and not one.is_struck else "",
        "answers": answers,
        "void": read(one.void_why) if one.void_why else "",
    }
