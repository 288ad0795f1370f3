"""What was written down at the desk: the slip to hand over, and the paper form kept with it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.files import api as files
from linli.foundation.people import api as people
from linli.kernel import Ref, Refused
from linli.support.matters import api as matters
from linli.surface.desk import asking
from linli.surface.desk.choosing import written_number
from linli.surface.desk.pages import ENTERS, ways
from linli.surface.shell import api as shell
from linli.surface.shell.templatetags.shell import moment

_MOST_SCANS = 6


@shell.staff_only(*ENTERS)
def slip(request: shell.Request, entry: int) -> HttpResponse:
    """The number to read out or to print and hand over; here the signed form can be kept."""
    card = people.get_desk_entry(viewer=request.actor, entry=entry)
    sheet = _sheet(request, card)
    number = sheet.card.number if sheet else written_number(card)
    rows = asking.rows_of_matter(request, sheet) if sheet else _rows(request, card)
    at_record = f"/matters/{sheet.card.id}" if sheet else "/me/written-down"
    return shell.receipt(
        request,
        title=_("Handed in"),
        number=number,
        words=_("Please read the number out, or print it and hand it over."),
        answers=rows,
        next_url=reverse("desk:matter", args=[sheet.card.id]) if sheet else _at_person(card),
        next_label=_("Open the matter") if sheet else _("Open their record"),
        template="desk/work_slip.html",
        page=at_record,
        entry=card,
        scan_field=shell.Field(
            name="scan",
            label=_("Keep a photo or scan of it"),
            kind="file",
            accept="image/*,application/pdf",
            multiple=True,
        ),
        scans=files.list_files(viewer=request.actor, about=_about(entry)),
        ways=ways(request.actor, "desk:entry"),
    )


@shell.staff_only(*ENTERS)
@shell.post_only
@shell.submit_once
def scan(request: shell.Request, entry: int) -> HttpResponse:
    """Keep a photo or scan of the paper form with what was written down from it."""
    card = people.get_desk_entry(viewer=request.actor, entry=entry)
    given = request.FILES.getlist("scan")
    if not given:
        shell.say(request, _("Please choose a photo or scan first."), tone="wait")
    for place, one in enumerate(given[:_MOST_SCANS]):
        files.keep_file(
            by=request.actor,
            name=one.name or "form",
            content=one.read(),
            about=_about(card.number),
            key=f"scan:{shell.key_of(request)}:{place}",
        )
        shell.say(request, _("The form is kept with it."))
    return redirect("desk:written", card.number)


@shell.staff_only(*ENTERS)
def scanned(request: shell.Request, entry: int, file: str) -> HttpResponse:
    """The form as it was kept."""
    people.get_desk_entry(viewer=request.actor, entry=entry)
    return sent(request, _about(entry), file)


def sent(request: shell.Request, about: Ref, file: str) -> HttpResponse:
    """The bytes of a form, for someone who may see what it hangs on."""
    found = files.read_file(viewer=request.actor, file=file, about=about)
    response = HttpResponse(found.content, content_type=found.media_type)
    response["Content-Disposition"] = f'inline; filename="{found.file}"'
    return response


def _about(entry: int) -> Ref:
    return Ref("desk-entry", str(entry))


def _sheet(request: shell.Request, card: people.DeskEntryCard) -> matters.MatterSheet | None:
    """The matter an entry made, as far as this viewer sees it."""
    about = Ref.parse(card.about) if card.about else None
    if about is None or about.kind != "matter":
        return None
    try:
        return matters.get_matter(viewer=request.actor, matter=about.id)
    except Refused:  # a neighbour's matter they follow, or one that went to someone else
        return None


def _rows(request: shell.Request, card: people.DeskEntryCard) -> list[shell.Answer]:
    service = shell.service_of(card.service)
    person = people.get_person(viewer=request.actor, person=card.person)
    rows = (
        (_("What"), shell.service_name(card.service)),
        (_("For"), person.name),
        (_("Taken down by"), card.by_name),
        (_("When"), moment(card.at)),
        (_("What becomes of it"), _(service.record) if service else ""),
        (_("Ask about it"), request.community.phone if request.community else ""),
    )
    return [shell.Answer(name, value) for name, value in rows if value]


def _at_person(card: people.DeskEntryCard) -> str:
    return reverse("desk:person", args=[card.person])
