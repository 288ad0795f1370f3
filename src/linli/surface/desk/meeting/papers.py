"""Paper ballots: print them, print one anew, and read what came back, by two people."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.application.assembly.api import AssemblySheet, PaperLook
from linli.foundation.files import api as files
from linli.foundation.files.api import FileContent
from linli.kernel import Actor, Ref, Refused
from linli.surface.desk.meeting.choices import chosen, fields_of
from linli.surface.desk.meeting.frame import (
    TAKES,
    Act,
    Fields,
    ask,
    file_field,
    kept,
    number_of,
    sheet_of,
    short_key,
    show,
)
from linli.surface.desk.meeting.words import PAPER_STATES, said
from linli.surface.shell import api as shell
from linli.surface.shell.convening.asking import check_askable
from linli.surface.shell.language import joined, read

_PAPERS = "meeting-papers"
_WAITS = frozenset({"new", "entered_once"})
_SEEN = frozenset({"entered_once", "disagreement"})


@shell.staff_only(*TAKES)
def papers(request: shell.Request, meeting: str) -> HttpResponse:
    """What was printed, what came back, and what waits for somebody."""
    sheet = sheet_of(request, meeting)
    viewer = request.actor
    refusals = []
    if request.GET.get("serial"):
        try:
            look = assembly.look_up_paper(
                viewer=viewer, assembly=meeting, serial=request.GET["serial"][:80]
            )
        except Refused as refused:
            check_askable(refused)
            refusals = [shell.said(refused)]
        else:
            return redirect("desk:meeting-paper", meeting, look.serial)
    found = assembly.reconcile(viewer=viewer, assembly=meeting)
    return show(
        request,
        sheet,
        "desk/meeting/papers.html",
        _PAPERS,
        title=_("Paper ballots"),
        sums=[
            (_("Printed and good"), str(found.printed)),
            (_("Replaced by a newer one"), str(found.replaced)),
            (_("Not come back"), str(found.not_returned)),
            (_("Read once, waits for a second person"), str(found.entered_once)),
            (_("Two people read it differently"), str(found.disagreements)),
            (_("Entered"), str(found.papers_counted)),
        ],
        trouble=refusals,
        waiting=[
            (one.serial, joined(read(unit) for unit in one.units), viewer.person in one.entered_by)
            for one in assembly.disagreements(viewer=viewer, assembly=meeting)
        ],
        buildings=[
            (one.building, read(one.label) or _("Others"))
            for one in assembly.board(viewer=viewer, assembly=meeting).buildings
        ]
        if found.printed
        else [],
    )


@shell.staff_only(*TAKES)
def by_code(request: shell.Request, token: str) -> HttpResponse:
    """Where the code on a paper ballot leads: to the page on which it is entered."""
    viewer = request.actor
    for card in assembly.list_assemblies(viewer=viewer):
        try:
            look = assembly.look_up_paper(viewer=viewer, assembly=card.id, serial=token[:80])
        except Refused:
            continue
        return redirect("desk:meeting-paper", card.id, look.serial)
    raise Refused("not_found", "There is no ballot with this number.")


@shell.staff_only(*TAKES)
@shell.submit_once
def paper(request: shell.Request, meeting: str, serial: str) -> HttpResponse:
    """Read one ballot: the first person with a scan, the second on their own, a third decides."""
    sheet = sheet_of(request, meeting)
    look = assembly.look_up_paper(viewer=request.actor, assembly=meeting, serial=serial[:80])
    has_read = request.actor.person in look.entered_by
    if look.state not in _WAITS | {"disagreement"} or has_read:
        return _told(request, sheet, look, has_read=has_read)
    refusals = []
    if request.method == "POST":
        try:
            became = _read(request, sheet, look)
        except Refused as refused:
            check_askable(refused)
            refusals = [refused]
        else:
            shell.say(request, _became(became))
            return redirect("desk:meeting-papers", meeting)
    return _ask(request, sheet, look, refusals)


def _read(request: shell.Request, sheet: AssemblySheet, look: PaperLook) -> str:
    """The act of this person: the first or second reading, or the decision between two."""
    said_here, void = chosen(sheet, request.POST), request.POST.get("void_why", "")[:40]
    if look.state == "disagreement":
        assembly.settle_paper(
            by=request.actor,
            assembly=sheet.card.id,
            serial=look.serial,
            choices=said_here,
            void_why=void,
        )
        return "counted"
    scan = kept(request, sheet.card.id, "scan") if look.state == "new" else ""
    return assembly.enter_paper(
        by=request.actor,
        assembly=sheet.card.id,
        serial=look.serial,
        choices=said_here,
        scan=scan,
        void_why=void,
    )


def _became(state: str) -> str:
    if state == "counted":
        return _("The ballot is entered and counts.")
    if state == "disagreement":
        return _("Two people read it differently. A third person decides beside the scan.")
    return _("Read once. A second person reads it now, without seeing what you read.")


def _ask(
    request: shell.Request, sheet: AssemblySheet, look: PaperLook, refusals: list[Refused]
) -> HttpResponse:
    fields = (*fields_of(sheet, look.motions, is_paper=True), _void(look))
    if look.state == "new":
        fields = (*fields, file_field("scan", _("Photo or scan of the ballot")))
    is_third = look.state == "disagreement"
    return ask(
        request,
        title=_("Decide what this ballot says") if is_third else _("Read a ballot"),
        fields=fields,
        button=_("This is what it says"),
        back=reverse("desk:meeting-papers", args=[sheet.card.id]),
        refusals=refusals,
        template="desk/meeting/paper.html",
        sheet=sheet,
        look=look,
        homes=joined(read(one) for one in look.units),
        readings=_readings(request.actor, sheet, look) if is_third else (),
        has_scan=look.state in _SEEN,
    )


def _void(look: PaperLook) -> shell.Field:
    """Whether the whole ballot is void, for a reason the rules name; the second person reads it on
    their own, as every ballot."""
    none = shell.Choice("", _("No, it says what stands above"))
    return shell.Field(
        name="void_why",
        label=_("Is the whole ballot void?"),
        hint=_("Then leave every item above empty. Only one item is void: say so at that item."),
        kind="select",
        choices=(none, *(shell.Choice(key, read(words)) for key, words in look.void_reasons)),
    )


def _readings(viewer: Actor, sheet: AssemblySheet, look: PaperLook) -> list[tuple[str, list[str]]]:
    """On each item on which they differ, what the two read."""
    waiting = assembly.disagreements(viewer=viewer, assembly=sheet.card.id)
    found = next((one for one in waiting if one.serial == look.serial), None)
    if found is None:
        return []
    return [
        (
            f"{one.number}. {read(one.title)}",
            [said(each.get(one.id), one) for each in found.readings],
        )
        for one in sheet.motions
        if one.id in found.differs
    ]


def _told(
    request: shell.Request, sheet: AssemblySheet, look: PaperLook, *, has_read: bool
) -> HttpResponse:
    words, tone = PAPER_STATES[look.state]
    return show(
        request,
        sheet,
        "desk/meeting/paper_told.html",
        _PAPERS,
        title=look.serial,
        look=look,
        homes=joined(read(one) for one in look.units),
        became=_(words),
        mood=tone,
        may_withdraw=has_read and look.state == "entered_once",
    )


@shell.staff_only(*TAKES)
def scan(request: shell.Request, meeting: str, serial: str) -> HttpResponse:
    """The scan of a ballot that still waits for a reading; afterwards nobody sees it here."""
    sheet_of(request, meeting)
    look = assembly.look_up_paper(viewer=request.actor, assembly=meeting, serial=serial[:80])
    if look.state not in _SEEN or not look.scan:
        raise Refused("not_found", "There is no such page.")
    about = Ref("assembly-evidence", meeting)
    found: FileContent = files.read_file(viewer=request.actor, file=look.scan, about=about)
    return shell.send_file(request, found)


def _print(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    assembly.print_papers(by=request.actor, assembly=sheet.card.id, key=short_key(request))


def _reprint(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    assembly.reprint_paper(
        by=request.actor, assembly=sheet.card.id, head=number_of(thing), key=short_key(request)
    )


def _withdraw(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    assembly.withdraw_entry(by=request.actor, assembly=sheet.card.id, serial=thing)


def _none(viewer: Actor, sheet: AssemblySheet, thing: str) -> Fields:
    return ()


ACTS = {
    "print": Act(
        title=lambda: _("Make ballots for all owners"),
        button=lambda: _("Make them"),
        done=lambda: _("The ballots are made. Now print the file of each building."),
        intro=lambda: _("Each has a number of its own. Who has one already gets no second."),
        fields=_none,
        do=_print,
        needs="print",
        back=_PAPERS,
    ),
    "reprint": Act(
        title=lambda: _("Make a new ballot for this owner"),
        button=lambda: _("Make a new one"),
        done=lambda: _("The new ballot is made; the earlier one is good no more."),
        intro=lambda: _("For a ballot that was lost or spoilt. The earlier one is good no more."),
        fields=_none,
        do=_reprint,
        needs="print",
        back=_PAPERS,
    ),
    "withdraw": Act(
        title=lambda: _("Take back what you read?"),
        button=lambda: _("Take it back"),
        done=lambda: _("Your reading is taken back."),
        fields=_none,
        do=_withdraw,
        needs="enter",
        back=_PAPERS,
    ),
}
