"""Taking in a list of homes and people: first a trial that writes nothing, then the real thing."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.people import api as people
from linli.foundation.people.api import ImportReport, LeftOut, RowOutcome, RowReport
from linli.kernel import Refused, Role
from linli.surface.desk.pages import page
from linli.surface.shell import api as shell
from linli.surface.shell.language import is_zh, joined, read

_MOST_SHOWN = 200
_MOST_LISTED = 5_000
OUTCOMES = {
    RowOutcome.ACCEPTED: gettext_noop("In order"),
    RowOutcome.CREATED: gettext_noop("New"),
    RowOutcome.UPDATED: gettext_noop("Changed"),
    RowOutcome.UNCHANGED: gettext_noop("As it was"),
    RowOutcome.REFUSED: gettext_noop("Not taken in"),
}
LEFT_OUT = {
    LeftOut.TOTAL: gettext_noop("Totals, left out: row %(rows)s"),
    LeftOut.HEADER: gettext_noop("The header once more, left out: row %(rows)s"),
    LeftOut.NOTE: gettext_noop("Notes, left out: row %(rows)s"),
}
_MOST_NAMED = 40
_ALWAYS = (RowOutcome.ACCEPTED, RowOutcome.REFUSED)
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@shell.staff_only(Role.MANAGER, Role.OPERATOR)
def take_in(request: shell.Request) -> HttpResponse:
    """Upload a list; the button says whether it is a trial or real."""
    refusals: list[Refused] = []
    report: ImportReport | None = None
    if request.method == "POST":
        try:
            report = _take_in(request)
        except Refused as refused:
            refusals = [refused]
    fields = (
        shell.Field(
            name="file",
            label=_("The list"),
            hint=_("An .xlsx or .csv file, as your program makes it."),
            kind="file",
            accept=".xlsx,.csv,.txt,.xls",
        ),
    )
    shown, problems = shell.refill(fields, request.POST, refusals)
    return page(
        request,
        "desk/work_import.html",
        here="desk:people",
        status=422 if refusals else 200,
        title=_("Take in a list"),
        fields=shown,
        problems=problems,
        report=report,
        counts=_counts(report) if report else (),
        sheets=[_sheet(one) for one in report.sheets] if report else (),
        rows=_rows(report) if report else (),
        every=_every(report) if report else (),
    )


@shell.staff_only(Role.MANAGER, Role.OPERATOR)
def template(request: shell.Request) -> HttpResponse:
    """The empty list to fill in."""
    content = people.community_template(viewer=request.actor, language="zh" if is_zh() else "en")
    response = HttpResponse(content, content_type=_SHEET)
    response["Content-Disposition"] = 'attachment; filename="linli-community.xlsx"'
    return response


def _take_in(request: shell.Request) -> ImportReport:
    file = request.FILES.get("file")
    if file is None:
        raise Refused("invalid", "Please choose a file.", field="file")
    is_trial = request.POST.get("do") != "import"
    return people.import_community(
        by=request.actor, source=file.read(), filename=file.name or "", dry_run=is_trial
    )


def _counts(report: ImportReport) -> tuple[tuple[str, str], ...]:
    """How many rows came out how; what did not happen at all is said only of refusals."""
    counts = ((words, outcome, report.count(outcome)) for outcome, words in OUTCOMES.items())
    return tuple(
        (_(words), str(count)) for words, outcome, count in counts if count or outcome in _ALWAYS
    )


def _sheet(one: people.SheetRead) -> dict[str, Any]:
    """What was understood of a sheet: which header is which column, what was left out and why."""
    columns = [(f"“{said}”", read(meant)) for said, meant in one.columns]
    if one.building:
        columns.insert(
            0, (_("The sheet's name"), _("building %(number)s") % {"number": one.building})
        )
    skipped: dict[LeftOut, list[str]] = {}
    for number, why in one.left_out:
        skipped.setdefault(why, []).append(str(number))
    return {
        "card": one,
        "columns": columns,
        "unknown": joined(f"“{said}”" for said in one.unknown),
        "skipped": [
            _(LEFT_OUT[why]) % {"rows": _named(numbers)} for why, numbers in skipped.items()
        ],
    }


def _rows(report: ImportReport) -> tuple[tuple[str, str], ...]:
    """What was not taken in, row by row."""
    refused = [row for row in report.rows if row.outcome is RowOutcome.REFUSED]
    shown = [(_row(row), _why(row)) for row in refused[:_MOST_SHOWN]]
    return tuple(shown + _rest(len(refused) - len(shown)))


def _every(report: ImportReport) -> tuple[tuple[str, str], ...]:
    """What became of each row, with the address as it was understood."""
    shown = [
        (_row(row), joined((read(row.place) if row.place else "", _(OUTCOMES[row.outcome]))))
        for row in report.rows[:_MOST_LISTED]
    ]
    return tuple(shown + _rest(len(report.rows) - len(shown)))


def _rest(more: int) -> list[tuple[str, str]]:
    """How many did not fit on the page."""
    return [("…", _("And %(more)s more.") % {"more": more})] if more > 0 else []


def _named(numbers: list[str]) -> str:
    return ", ".join(numbers[:_MOST_NAMED]) + (" …" if len(numbers) > _MOST_NAMED else "")


def _row(row: RowReport) -> str:
    if row.sheet:
        return _("Sheet “%(sheet)s”, row %(row)s") % {"sheet": row.sheet, "row": row.row}
    return _("Row %(row)s") % {"row": row.row}


def _why(row: RowReport) -> str:
    said = shell.said(Refused("invalid", row.message, **row.params))
    if row.column is None:
        return said
    return _("Column “%(column)s”: %(why)s") % {"column": read(row.column), "why": said}
