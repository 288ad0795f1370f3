"""The result file of the city's own voting system: tried first, row by row, then taken."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.application.assembly import api as assembly
from linli.application.assembly.api import ImportReport
from linli.kernel import Refused
from linli.surface.desk.meeting.frame import TAKES, sheet_of, show
from linli.surface.shell import api as shell
from linli.surface.shell.convening.asking import check_askable

_MOST_SHOWN = 500
_OUTCOMES = {
    "taken": gettext_noop("In order"),
    "unchanged": gettext_noop("As it was"),
    "refused": gettext_noop("Not taken in"),
}


@shell.staff_only(*TAKES)
def take_in(request: shell.Request, meeting: str) -> HttpResponse:
    """Upload the file; the button says whether it is a trial or real."""
    sheet = sheet_of(request, meeting)
    if "import" not in sheet.card.acts:
        raise Refused("forbidden", "This cannot be done here now, or not by you.")
    refusals: list[Refused] = []
    report: ImportReport | None = None
    if request.method == "POST":
        try:
            report = _take_in(request, meeting)
        except Refused as refused:
            check_askable(refused)
            refusals = [refused]
    field = shell.Field(
        name="file",
        label=_("The result file"),
        hint=_("An .xlsx or .csv file with home, item, choice and time."),
        kind="file",
        accept=".xlsx,.csv",
    )
    fields, problems = shell.refill((field,), request.POST, refusals)
    return show(
        request,
        sheet,
        "desk/meeting/official.html",
        "meeting-papers",
        title=_("Take in the official result"),
        status=422 if refusals else 200,
        fields=fields,
        problems=problems,
        report=report,
        counts=[(_(words), str(report.count(one))) for one, words in _OUTCOMES.items()]
        if report
        else [],
        rows=_rows(report) if report else [],
    )


def _take_in(request: shell.Request, meeting: str) -> ImportReport:
    file = request.FILES.get("file")
    if file is None:
        raise Refused("invalid", "Please choose a file.", field="file")
    return assembly.import_official(
        by=request.actor,
        assembly=meeting,
        content=file.read(),
        filename=file.name or "",
        is_dry_run=request.POST.get("do") != "take",
    )


def _rows(report: ImportReport) -> list[tuple[str, str]]:
    """What became of each row, what was not taken first."""
    rows = sorted(report.rows, key=lambda one: (one.outcome != "refused", one.row))
    return [
        (
            _("Row %(row)s") % {"row": one.row},
            shell.said(Refused("invalid", one.words, **one.params))
            if one.words
            else _(_OUTCOMES[one.outcome]),
        )
        for one in rows[:_MOST_SHOWN]
    ]
