"""The agenda: what is decided, in which order, and how many must agree."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.application.assembly.api import AssemblySheet, Kind, MotionCard, MotionDraft
from linli.kernel import Actor, Refused, Words
from linli.surface.desk.meeting import money
from linli.surface.desk.meeting.frame import RUNS, TAKES, Act, Fields, sheet_of, short_key, show
from linli.surface.desk.meeting.listing import frame_fields, frame_given, scope_field
from linli.surface.desk.meeting.words import MODES
from linli.surface.shell import api as shell
from linli.surface.shell.convening.asking import text_field
from linli.surface.shell.convening.voting import CONVENED
from linli.surface.shell.language import joined, read

_MOST_PLACES = 200
_NOT_HERE = "residents_meeting"
"""It is judged as a notice and in a file, but never put on the agenda of an owners' assembly."""


@shell.staff_only(*TAKES)
def meeting(request: shell.Request, meeting: str) -> HttpResponse:
    """One assembly: its agenda, and everything that can be done about it now."""
    sheet = sheet_of(request, meeting)
    return show(
        request,
        sheet,
        "desk/meeting/sheet.html",
        "meeting",
        title=read(sheet.card.title),
        kind=_(CONVENED[sheet.card.convened]),
        mode=_(MODES[sheet.card.mode]),
        motions=[_shown(one, len(sheet.motions)) for one in sheet.motions],
        may_change="change" in sheet.card.acts,
    )


def _shown(motion: MotionCard, count: int) -> dict[str, object]:
    return {
        "card": motion,
        "title": read(motion.title),
        "text": read(motion.text),
        "kind": read(motion.kind_name),
        "needs": needs(motion.participation, motion.approval, by_area=motion.by_area),
        "articles": joined(motion.articles),
        "names": joined(motion.candidates),
        "money": read(motion.money.words) if motion.money else "",
        "is_first": motion.number == 1,
        "is_last": motion.number == count,
    }


def needs(participation: str, approval: str, *, by_area: bool) -> str:
    """How many must take part and agree, in plain words."""
    if not participation:
        return _("Every owner whom it concerns must agree; silence is no yes.")
    words = (
        _("Of all owners %(part)s must vote, and of those %(agree)s agree, by heads and by area.")
        if by_area
        else _("Of all owners %(part)s must vote, and of those %(agree)s agree.")
    )
    return words % {"part": share(participation), "agree": share(approval)}


def share(text: str) -> str:
    """A gate such as “≥ 2/3” in words."""
    known = {
        "> 1/2": _("more than half"),
        "≥ 2/3": _("at least two thirds"),
        "≥ 3/4": _("at least three quarters"),
    }
    return known.get(text, text)


@shell.staff_only(*RUNS)
@shell.post_only
@shell.submit_once
def move(request: shell.Request, meeting: str, motion: str) -> HttpResponse:
    """Put an item one place up."""
    sheet = sheet_of(request, meeting)
    names = [one.id for one in sheet.motions]
    if motion not in names:
        raise Refused("not_found", "There is no such item on the agenda.")
    at = names.index(motion)
    if at:
        names[at - 1], names[at] = names[at], names[at - 1]
    assembly.order_motions(by=request.actor, assembly=meeting, motions=names)
    return redirect("desk:meeting", meeting)


def _motion(sheet: AssemblySheet, thing: str) -> MotionCard | None:
    found = next((one for one in sheet.motions if one.id == thing), None)
    if found is None and thing != "-":
        raise Refused("not_found", "There is no such item on the agenda.")
    return found


def _fields(viewer: Actor, sheet: AssemblySheet, thing: str) -> Fields:
    old = _motion(sheet, thing)
    kinds = [one for one in assembly.list_kinds(viewer=viewer) if one.key != _NOT_HERE]
    return (
        shell.Field(
            name="kind",
            label=_("What is it about?"),
            hint=_("That decides how many must agree."),
            kind="radio",
            value=(old.kind if old else "",),
            choices=tuple(shell.Choice(one.key, read(one.name), _kind_needs(one)) for one in kinds),
        ),
        shell.Field(
            name="title",
            label=_("What is decided, in one sentence"),
            maxlength=120,
            value=(old.title.zh if old else "",),
        ),
        text_field("text", _("The whole text"), 8000, old.text.zh if old else ""),
        *money.fields_of(old),
        text_field(
            "candidates",
            _("Candidates, one a line"),
            8000,
            "\n".join(old.candidates) if old else "",
            hint=_("For an election only."),
        ),
        shell.Field(
            name="seats",
            label=_("How many seats?"),
            hint=_("For an election only."),
            kind="number",
            value=(str(old.seats) if old and old.seats else "",),
        ),
        scope_field(viewer, _("Whom does it concern?"), old.scope if old else ()),
        shell.Field(
            name="title_en",
            label=_("Title in English, if you like"),
            maxlength=190,
            value=(old.title.en if old and old.title.en != old.title.zh else "",),
        ),
    )


def _kind_needs(kind: Kind) -> str:
    participation = str(kind.participation or "")
    return needs(participation, str(kind.approval), by_area=kind.by_area)


def _draft(request: shell.Request) -> MotionDraft:
    given = request.POST
    seats = given.get("seats", "").strip()
    if seats and not (seats.isascii() and seats.isdigit() and len(seats) < 4):
        raise Refused("invalid", "An election has 1 to 100 seats.", field="seats")
    title, text = given.get("title", "").strip(), given.get("text", "").strip()
    names = [one.strip() for one in given.get("candidates", "").splitlines()]
    return MotionDraft(
        kind=given.get("kind", ""),
        title=Words(title, given.get("title_en", "").strip() or title),
        text=Words(text, text),
        scope=tuple(given.getlist("scope")[:_MOST_PLACES]),
        candidates=tuple(one for one in names if one),
        seats=int(seats or 0),
        money=money.typed(given),
    )


def _add(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    if request.POST.get("kind", "") == "":
        raise Refused("invalid", "Please choose what it is about.", field="kind")
    assembly.add_motion(
        by=request.actor, assembly=sheet.card.id, motion=_draft(request), key=short_key(request)
    )


def _change(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    assembly.change_motion(
        by=request.actor, assembly=sheet.card.id, motion=thing, to=_draft(request)
    )


def _drop(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    assembly.drop_motion(by=request.actor, assembly=sheet.card.id, motion=thing)


def _dropped(viewer: Actor, sheet: AssemblySheet, thing: str) -> Fields:
    _motion(sheet, thing)
    return ()


def _frame(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    assembly.change_assembly(by=request.actor, assembly=sheet.card.id, **frame_given(request))


ACTS = {
    "frame": Act(
        title=lambda: _("What it is called, and how owners vote"),
        button=lambda: _("Keep the change"),
        done=lambda: _("The assembly is changed."),
        fields=lambda viewer, sheet, thing: frame_fields(viewer, sheet.card),
        do=_frame,
        needs="change",
    ),
    "add": Act(
        title=lambda: _("Put an item on the agenda"),
        button=lambda: _("Put it on the agenda"),
        done=lambda: _("It is on the agenda."),
        fields=_fields,
        do=_add,
        needs="change",
    ),
    "change": Act(
        title=lambda: _("Change an item of the agenda"),
        button=lambda: _("Keep the change"),
        done=lambda: _("The item is changed."),
        fields=_fields,
        do=_change,
        needs="change",
    ),
    "drop": Act(
        title=lambda: _("Take this item off the agenda?"),
        button=lambda: _("Take it off"),
        done=lambda: _("The item is off the agenda."),
        fields=_dropped,
        do=_drop,
        needs="change",
    ),
}
