"""Making devices known: one by one, or a delivery as a list."""

import csv
import io

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.devices.api import BatchReport, list_batch, list_models, register_device
from linli.kernel import Actor, Refused, Words
from linli.surface.desk.machines import RUNNERS
from linli.surface.desk.mandates import page_ways
from linli.surface.desk.pages import page
from linli.surface.shell import api as shell
from linli.surface.shell.form import said
from linli.surface.shell.language import label, read

MOST_BYTES = 2 << 20
_MOST_SHOWN = 500
_COLUMNS = ("device", "model", "name_zh", "name_en", "vendor", "serial", "batch", "owner", "place")
_HEADS = {
    "编号": "device",
    "设备编号": "device",
    "型号": "model",
    "名称": "name_zh",
    "英文名": "name_en",
    "厂家": "vendor",
    "序列号": "serial",
    "批次": "batch",
    "归谁": "owner",
    "位置": "place",
    "name": "name_zh",
}


@shell.staff_only(*RUNNERS)
@shell.submit_once
def new(request: shell.Request) -> HttpResponse:
    """Make one device known; it measures nothing until a person switches it on."""
    refusals: list[Refused] = []
    if request.method == "POST":
        try:
            place = shell.place_typed(request.actor, request.POST.get("place", ""))
            made = _registered(request, place.id if place else None)
            known = _("Known now. Switch it on once it hangs and a decision covers it.")
            shell.say(request, f"{known} {shell.understood(label(place)) if place else ''}")
            return redirect("desk:device", made)
        except Refused as refused:
            if refused.code not in ("invalid", "conflict", "not_found"):
                raise
            refusals = [refused]
    return shell.question(
        request,
        fields=_fields(request.actor),
        title=_("Make a device known"),
        intro=_("Nothing it sends is stored before a person switches it on under a decision."),
        after=_("No kind fits? Take one in under “Kinds of devices” first."),
        button=_("Make it known"),
        back=reverse("desk:devices"),
        refusals=refusals,
        template="desk/machines_question.html",
        ways=page_ways(request),
    )


def _registered(request: shell.Request, place: str | None) -> str:
    given = request.POST
    name = given.get("name", "").strip()
    return register_device(
        by=request.actor,
        model=given.get("model", ""),
        device=given.get("device", "").strip() or None,
        name=Words(name, given.get("name_en", "").strip() or name) if name else None,
        vendor=given.get("vendor", ""),
        serial=given.get("serial", ""),
        owner=given.get("owner", ""),
        place=place,
        key=shell.key_of(request),
    )


def _fields(viewer: Actor) -> tuple[shell.Field, ...]:
    kinds = tuple(
        shell.Choice(one.model.key, f"{read(one.model.name)} ({one.model.key})")
        for one in list_models(viewer=viewer)
    )
    return (
        shell.Field(name="model", label=_("What kind of device?"), kind="select", choices=kinds),
        shell.Field(name="name", label=_("What shall people call it?")),
        shell.Field(name="name_en", label=_("The same in English"), hint=_("May stay empty.")),
        shell.Field(
            name="device",
            label=_("Its number"),
            hint=_("The name it uses when it speaks; empty for a new one."),
        ),
        shell.Field(name="place", label=_("Where?"), hint=_("May be said later.")),
        shell.Field(name="vendor", label=_("Made by")),
        shell.Field(name="serial", label=_("Serial number")),
        shell.Field(name="owner", label=_("Belongs to")),
    )


@shell.staff_only(*RUNNERS)
@shell.submit_once
def batch(request: shell.Request) -> HttpResponse:
    """A delivery as a list: tried first, then made known; a bad row never loses a good one."""
    report: BatchReport | None = None
    refusals: list[Refused] = []
    is_trial = request.POST.get("really") != "yes"
    text = request.POST.get("rows", "")
    if request.method == "POST":
        try:
            text = _text(request) or text
            report = list_batch(by=request.actor, rows=_rows(text), dry_run=is_trial)
        except Refused as refused:
            if refused.code not in ("invalid", "too_large"):
                raise
            refusals = [refused]
    if report and not is_trial:
        shell.say(request, _("%(count)s devices are known now.") % {"count": report.added})
        return redirect("desk:devices")
    field = shell.Field(
        name="file", label=_("The list"), kind="file", accept=".csv,text/csv",
        hint=_("A table saved as CSV; its first line names the columns: %(columns)s")
        % {"columns": ", ".join(_COLUMNS)},
    )  # fmt: skip
    fields, problems = shell.refill((field,), request.POST, refusals)
    return page(
        request,
        "desk/machines_batch.html",
        here="desk:devices",
        status=422 if refusals else 200,
        title=_("A list of devices"),
        fields=fields,
        problems=problems,
        rows=text,
        report=report,
        table=_report(report) if report else None,
    )


def _text(request: shell.Request) -> str:
    file = request.FILES.get("file")
    if file is None:
        return ""
    if (file.size or 0) > MOST_BYTES:
        raise Refused("too_large", "This list is too large; please split it.", field="file")
    try:
        return bytes(file.read()).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("invalid", "Please save the list as CSV in UTF-8.", field="file") from None


def _rows(text: str) -> list[dict[str, object]]:
    if not text.strip():
        raise Refused("invalid", "Please choose a list.", field="file")
    lines = csv.reader(io.StringIO(text.replace("\0", "")))
    head = [_HEADS.get(one.strip(), one.strip().lower()) for one in next(lines, [])]
    if "device" not in head or "model" not in head:
        raise Refused(
            "invalid", "The first line must name the columns device and model.", field="file"
        )
    return [dict(zip(head, line, strict=False)) for line in lines if any(line)]


def _report(report: BatchReport) -> shell.Table:
    outcomes = {
        "added": (_("new"), "ok"),
        "unchanged": (_("known already"), "plain"),
        "refused": (_("not taken"), "late"),
    }
    columns = (
        shell.Column(_("Line")),
        shell.Column(_("Device")),
        shell.Column(_("What becomes of it")),
        shell.Column(_("Reason")),
    )
    shown = [row for row in report.rows if row.outcome == "refused"] or list(report.rows)
    rows = [
        (
            str(row.line),
            row.device,
            shell.Cell(outcomes[row.outcome][0], tone=outcomes[row.outcome][1]),
            said(Refused(row.code, row.message, **row.params)) if row.message else "",
        )
        for row in shown[:_MOST_SHOWN]
    ]
    if more := len(shown) - len(rows):
        rows.append(("", "", shell.Cell(""), _("And %(more)s more.") % {"more": more}))
    return shell.Table(_("Line by line"), columns, rows)
