"""Every page of one assembly: whose it is to open, and the ways between them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.application.assembly.api import AssemblySheet, Stage
from linli.kernel import Actor, Refused, Role
from linli.surface.desk.pages import page, ways
from linli.surface.shell import api as shell
from linli.surface.shell.convening.asking import attempt
from linli.surface.shell.convening.voting import STAGES
from linli.surface.shell.language import read

HERE = "desk:assembly"
RUNS = (Role.COUNCIL, Role.COMMITTEE, Role.STREET)
TAKES = (*RUNS, Role.CLERK, Role.GRID_WORKER)
COUNTED = frozenset({Stage.PRELIMINARY, Stage.FINAL, Stage.ARCHIVED})
ENDED = frozenset({Stage.FINAL, Stage.ARCHIVED, Stage.CANCELLED})

Fields = tuple[shell.Field, ...]


def sheet_of(request: shell.Request, meeting: str) -> AssemblySheet:
    """The assembly, if this person may know of it."""
    return assembly.get_assembly(viewer=request.actor, assembly=meeting)


def show(
    request: shell.Request, sheet: AssemblySheet, template: str, tab: str, **more: Any
) -> HttpResponse:
    """A page of one assembly, with the ways to its other pages."""
    words, tone = STAGES[sheet.card.stage]
    return page(
        request,
        template,
        here=HERE,
        sheet=sheet,
        name=read(sheet.card.title),
        state=_(words),
        tone=tone,
        tabs=_tabs(sheet, tab),
        acts=sheet.card.acts,
        **more,
    )


def _tabs(sheet: AssemblySheet, here: str) -> list[shell.Way]:
    """The pages that have something to show where the assembly stands."""
    card = sheet.card
    is_announced = card.announced_at is not None
    found = (
        ("meeting", _("Agenda"), True),
        ("meeting-dates", _("Dates and law"), card.stage is Stage.DRAFT or is_announced),
        ("meeting-board", _("How far it is"), is_announced),
        ("meeting-doors", _("Door by door"), is_announced),
        ("meeting-papers", _("Paper ballots"), is_announced),
        ("meeting-result", _("Count and result"), is_announced),
        ("meeting-documents", _("Documents"), True),
    )
    return [
        shell.Way(reverse(f"desk:{name}", args=[card.id]), label, name == here)
        for name, label, is_there in found
        if is_there
    ]


@dataclass(frozen=True, slots=True)
class Act:
    """What is asked before something is done, and what is said after it.

    `needs` is the act of the card without which nobody gets here (empty: its door asks), `back` the
    page it belongs to.
    """

    title: Callable[[], str]
    button: Callable[[], str]
    done: Callable[[], str]
    do: Callable[[shell.Request, AssemblySheet, str], None]
    needs: str
    fields: Callable[[Actor, AssemblySheet, str], Fields] = lambda viewer, sheet, thing: ()
    intro: Callable[[], str] = lambda: ""
    back: str = "meeting"
    roles: tuple[Role, ...] = TAKES


def ask(
    request: shell.Request,
    *,
    title: str,
    button: str,
    fields: Fields,
    back: str,
    refusals: list[Refused],
    **more: Any,
) -> HttpResponse:
    """A page that asks, in the desk's frame."""
    template = more.pop("template", "desk/meeting/ask.html")
    return shell.question(
        request,
        title=title,
        fields=fields,
        button=button,
        back=back,
        refusals=refusals,
        template=template,
        ways=ways(request.actor, HERE),
        **more,
    )


def asked(request: shell.Request, act: Act, sheet: AssemblySheet, thing: str) -> HttpResponse:
    """Ask, or do it and go back to the page it belongs to."""
    is_there = not act.needs or act.needs in sheet.card.acts
    if not (is_there and request.actor.has(*act.roles)):
        raise Refused("forbidden", "This cannot be done here now, or not by you.")
    back = reverse(f"desk:{act.back}", args=[sheet.card.id])
    return attempt(
        request,
        do=lambda: act.do(request, sheet, thing),
        done=act.done,
        back=back,
        ask=lambda refusals: ask(
            request,
            title=act.title(),
            intro=act.intro(),
            fields=act.fields(request.actor, sheet, thing),
            button=act.button(),
            back=back,
            refusals=refusals,
        ),
    )


def short_key(request: shell.Request) -> str:
    """The key of this form, as long as an assembly takes it."""
    return shell.key_of(request)[:40]


def kept(request: shell.Request, meeting: str, field: str) -> str:
    """Keep an uploaded scan or recording as evidence and return its id."""
    given = request.FILES.get(field)
    if given is None:
        raise Refused("invalid", "Please choose a file.", field=field)
    try:
        return assembly.keep_evidence(
            by=request.actor,
            assembly=meeting,
            name=given.name or "scan",
            content=given.read(),
            key=short_key(request),
        )
    except Refused as refused:
        raise Refused(refused.code, refused.message, field=field, **refused.params) from refused


def file_field(name: str, label: str, hint: str = "") -> shell.Field:
    """A field for a scan, a photo or a recording."""
    accept = "image/*,application/pdf,audio/*"
    return shell.Field(name=name, label=label, hint=hint, kind="file", accept=accept)


def number_of(thing: str) -> int:
    """A number in an address; what is none leads nowhere."""
    if not (thing.isascii() and thing.isdigit() and len(thing) < 15):
        raise Refused("not_found", "There is no such page.")
    return int(thing)
