"""All assemblies of the community, and the beginning of a new one."""

from typing import TypedDict

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.application.assembly.api import AssemblyCard
from linli.foundation.places import api as places
from linli.kernel import Actor, Refused, Role, Words
from linli.surface.desk.meeting.frame import HERE, RUNS, TAKES, Fields, ask, short_key
from linli.surface.desk.meeting.words import MODES
from linli.surface.desk.pages import address, page
from linli.surface.shell import api as shell
from linli.surface.shell.convening.asking import check_askable
from linli.surface.shell.convening.voting import CONVENED, STAGES
from linli.surface.shell.language import label, read
from linli.surface.shell.templatetags.shell import moment

_MOST = 100


class FrameGiven(TypedDict):
    """What an assembly is, besides why it meets."""

    mode: str
    title: Words
    scope: list[str]


@shell.staff_only(*TAKES)
def front(request: shell.Request) -> HttpResponse:
    """Assemblies, newest first."""
    found = assembly.list_assemblies(viewer=request.actor, cursor=request.GET.get("cursor"))
    return page(
        request,
        "desk/meeting/list.html",
        here=HERE,
        title=_("Meetings and votes"),
        rows=[row_of(one) for one in found],
        may_convene=request.actor.has(*RUNS),
        before=address("desk:assembly"),
        next=found.next,
    )


def row_of(card: AssemblyCard) -> tuple[str, str, str, str, str]:
    """One assembly in a list: address, title, kind and last day, stage and its tone."""
    words, tone = STAGES[card.stage]
    line = _(CONVENED[card.convened])
    if card.closes_at:
        line = _("%(kind)s, vote until %(until)s") % {"kind": line, "until": moment(card.closes_at)}
    return reverse("desk:meeting", args=[card.id]), read(card.title), line, _(words), tone


@shell.staff_only(*RUNS)
@shell.submit_once
def convene(request: shell.Request) -> HttpResponse:
    """Begin an assembly: a draft that only those who prepare it see."""
    refusals = []
    if request.method == "POST":
        try:
            made = _convene(request)
        except Refused as refused:
            check_askable(refused)
            refusals = [refused]
        else:
            shell.say(request, _("The draft is made. Put on the agenda what is to be decided."))
            return redirect("desk:meeting", made)
    return ask(
        request,
        title=_("Convene an assembly"),
        intro=_("This makes a draft. Nobody is told before you announce it."),
        fields=_fields(request.actor),
        button=_("Make the draft"),
        back=reverse("desk:meetings"),
        refusals=refusals,
    )


def _convene(request: shell.Request) -> str:
    return assembly.convene(
        by=request.actor,
        convened=request.POST.get("convened", ""),
        key=short_key(request),
        **frame_given(request),
    )


def frame_given(request: shell.Request) -> FrameGiven:
    """What was written into the fields of `frame_fields`."""
    given = request.POST
    title = given.get("title", "").strip()
    return {
        "mode": given.get("mode", ""),
        "title": Words(title, given.get("title_en", "").strip() or title),
        "scope": given.getlist("scope")[:_MOST],
    }


def _fields(viewer: Actor) -> Fields:
    kinds = [one for one in CONVENED if one != "first" or viewer.has(Role.COMMITTEE, Role.STREET)]
    return (
        shell.Field(
            name="convened",
            label=_("What kind of assembly?"),
            kind="radio",
            choices=tuple(shell.Choice(one.value, _(CONVENED[one])) for one in kinds),
        ),
        *frame_fields(viewer),
    )


def frame_fields(viewer: Actor, card: AssemblyCard | None = None) -> Fields:
    """How owners vote, whom it asks and what it is called, as a draft has it so far."""
    title = card.title if card else Words("", "")
    whole = (viewer.community,)
    scope = card.scope if card and card.scope != whole else ()
    return (
        shell.Field(
            name="mode",
            label=_("How do owners vote?"),
            hint=_("Paper, telephone and the door are part of each."),
            kind="radio",
            value=(card.mode.value,) if card else (),
            choices=tuple(shell.Choice(one.value, _(words)) for one, words in MODES.items()),
        ),
        scope_field(viewer, _("Whom does it ask?"), scope),
        shell.Field(name="title", label=_("Title"), maxlength=80, value=(title.zh,)),
        shell.Field(
            name="title_en",
            label=_("Title in English, if you like"),
            maxlength=160,
            value=(title.en if title.en != title.zh else "",),
        ),
    )


def scope_field(viewer: Actor, words: str, chosen: tuple[str, ...] = ()) -> shell.Field:
    """Buildings to choose from; none chosen is the whole community."""
    found = places.list_places(viewer=viewer, kind=places.PlaceKind.BUILDING, limit=_MOST)
    return shell.Field(
        name="scope",
        label=words,
        hint=_("Choose nothing for the whole community."),
        kind="checkbox",
        value=chosen,
        choices=tuple(shell.Choice(one.id, label(one)) for one in found),
    )
