"""Vote: for which home, then one item a page; nothing is handed in before it is read back."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from linli.application.assembly.api import AssemblySheet, MotionCard, OwnHead, get_assembly
from linli.kernel import Refused
from linli.surface.resident.assembly import ballot, wording
from linli.surface.resident.assembly.heads import head_of, heads_of, hinders, others_voted
from linli.surface.resident.assembly.stopped import Stop, stop_of, stopped
from linli.surface.shell import api as shell
from linli.surface.shell.convening import voting as words
from linli.surface.shell.language import read


@dataclass(frozen=True, slots=True)
class Home:
    """One head to vote for: what it is, why not when it cannot, and where one goes on."""

    name: str
    area: str
    items: int
    stop: Stop | None
    href: str
    is_begun: bool
    is_proxy: bool
    is_disputed: bool
    is_shared: bool


@never_cache
@shell.signed_in
def begin(request: shell.Request, assembly: str) -> HttpResponse:
    """Whether one can vote, and for which home, before the first item is opened."""
    sheet = get_assembly(viewer=request.actor, assembly=assembly)
    if request.actor.on_behalf_of:
        return stopped(request, sheet, stop_of("helper", sheet), status=403)
    if request.actor.by_card:
        return stopped(request, sheet, stop_of("card", sheet), status=403)
    heads = heads_of(request.actor, assembly)
    if not heads:
        return stopped(request, sheet, stop_of("nobody", sheet))
    homes = [_home(request, sheet, one) for one in heads]
    if len(homes) == 1 and homes[0].stop:
        return stopped(request, sheet, homes[0].stop)
    context = {
        "title": _("Whose vote is it?") if len(homes) > 1 else _("This is your vote"),
        "sheet": sheet,
        "homes": homes,
        "several": wording.several(sheet),
    }
    return render(request, "resident/assembly/vote.html", context)


def _home(request: shell.Request, sheet: AssemblySheet, one: OwnHead) -> Home:
    code = hinders(sheet, one)
    draft = ballot.begun(request.actor, sheet.card.id, one.head)
    return Home(
        name=wording.homes(one.units),
        area=words.area(one.area),
        items=len(one.motions),
        stop=stop_of(code, sheet, one) if code else None,
        href=_first_open(sheet, one, draft),
        is_begun=bool(draft.choices),
        is_proxy=one.is_proxy,
        is_disputed=one.is_disputed,
        is_shared=one.is_joint or others_voted(one),
    )


def _first_open(sheet: AssemblySheet, one: OwnHead, draft: ballot.Begun) -> str:
    """The first item that is not answered, or the page that reads all of them back."""
    for motion in ballot.items(sheet, one):
        if motion.id not in draft.choices:
            return address(sheet, one, motion)
    return reverse("resident:assembly-check", args=[sheet.card.id, one.head])


def address(sheet: AssemblySheet, one: OwnHead, motion: MotionCard) -> str:
    """The page of one item."""
    return reverse("resident:assembly-item", args=[sheet.card.id, one.head, motion.number])


@never_cache
@shell.signed_in
@shell.submit_once
def item(request: shell.Request, assembly: str, head: int, item: int) -> HttpResponse:
    """One item: its text, and what one says to it."""
    one = head_of(request.actor, assembly, head)
    sheet = get_assembly(viewer=request.actor, assembly=assembly)
    if hinders(sheet, one):
        return redirect("resident:assembly-vote", assembly)
    motions = ballot.items(sheet, one)
    motion = next((each for each in motions if each.number == item), None)
    if motion is None:
        raise Refused("not_found", "There is no such item on the agenda.")
    refusals: list[Refused] = []
    if request.method == "POST":
        try:
            said = ballot.chosen(sheet, motion, request.POST.getlist("choice"))
        except Refused as refused:
            refusals = [refused]
        else:
            ballot.keep(request, assembly, head, motion.id, said)
            return redirect(_next(request, sheet, one, motions, motion))
    return _ask(request, sheet, one, motion, refusals)


def _next(
    request: shell.Request,
    sheet: AssemblySheet,
    one: OwnHead,
    motions: tuple[MotionCard, ...],
    motion: MotionCard,
) -> str:
    later = motions[motions.index(motion) + 1 :]
    if later and "change" not in request.GET:
        return address(sheet, one, later[0])
    return reverse("resident:assembly-check", args=[sheet.card.id, one.head])


def _ask(
    request: shell.Request,
    sheet: AssemblySheet,
    one: OwnHead,
    motion: MotionCard,
    refusals: list[Refused],
) -> HttpResponse:
    motions = ballot.items(sheet, one)
    at = motions.index(motion)
    draft = ballot.begun(request.actor, sheet.card.id, one.head)
    review = reverse("resident:assembly-check", args=[sheet.card.id, one.head])
    vote = reverse("resident:assembly-vote", args=[sheet.card.id])
    before = address(sheet, one, motions[at - 1]) if at else vote
    return shell.question(
        request,
        fields=(_field(sheet, motion, draft),),
        title=read(motion.title),
        button=_("Next"),
        step=_("Item %(number)s of %(count)s") % {"number": at + 1, "count": len(motions)},
        back=review if "change" in request.GET else before,
        refusals=refusals,
        template="resident/assembly/item.html",
        motion=motion,
        money=wording.money(motion),
        passes=wording.passes_when(motion),
        review=review,
        home=wording.homes(one.units),
    )


def _field(sheet: AssemblySheet, motion: MotionCard, draft: ballot.Begun) -> shell.Field:
    plain = [
        shell.Choice(value, wording.said(value, motion), _hint(value, motion))
        for value in ballot.offered(sheet, motion)
    ]
    names = [
        shell.Choice(str(number), name) for number, name in enumerate(motion.candidates, start=1)
    ]
    label = (
        _("Choose at most %(seats)s") % {"seats": motion.seats}
        if motion.candidates
        else _("What do you say to it?")
    )
    return shell.Field(
        name="choice",
        label=label,
        kind="checkbox" if motion.candidates else "radio",
        choices=(*names, *plain),
        value=ballot.ticked(motion, draft.choices.get(motion.id)),
    )


def _hint(value: str, motion: MotionCard) -> str:
    if value == "follow_majority":
        return _("Your vote is added to the larger side.")
    if value == "abstain":
        return _("You take part and say neither yes nor no.")
    return ""
