"""The body that prepares: its members, tasks, lists, candidates and drafts, act by act."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.kernel import Refused
from linli.surface.desk.assembly import OFFICES, SEES
from linli.surface.desk.assembly_acts import asked, find_person
from linli.surface.desk.pages import page
from linli.surface.shell import api as shell
from linli.surface.shell.convening.asking import Act, choices_of, line_field
from linli.surface.shell.convening.body import BODY_ACTS, show
from linli.surface.shell.convening.words import (
    BODIES,
    BODY_STATES,
    SHOWN,
    SIDES,
    TEXTS,
    state_of,
)
from linli.surface.shell.language import read


@shell.staff_only(*SEES)
def preparation(request: shell.Request, preparation: str) -> HttpResponse:
    """All of one preparation, with what can be done next."""
    viewer = request.actor
    card = assembly.get_preparation(viewer=viewer, preparation=preparation)
    stands = assembly.list_candidates(viewer=viewer, preparation=preparation)
    shown = assembly.list_shown(viewer=viewer, preparation=preparation)
    drafts = assembly.list_texts(viewer=viewer, preparation=preparation)
    return page(
        request,
        "desk/assembly_preparation.html",
        here="desk:assembly",
        title=_(BODIES[card.kind]),
        card=card,
        state=_(BODY_STATES[card.state]),
        members=[(one, _(SIDES[one.side])) for one in card.members],
        tasks=[(one, read(one.words)) for one in card.tasks],
        shown=[(one, _(SHOWN[one.what])) for one in shown],
        stands=[(one, *state_of(one)) for one in stands],
        drafts=[(one, _(TEXTS[one.kind])) for one in drafts],
        is_forming=card.state in {"forming", "listed"} and viewer.has(*OFFICES),
        is_at_work=card.state in {"formed", "done"} and card.is_mine,
    )


@shell.staff_only(*SEES)
def candidate(request: shell.Request, preparation: str, candidacy: str) -> HttpResponse:
    """What the rules ask of a candidate, and what was found, on what evidence, by whom."""
    viewer = request.actor
    card = next(
        (
            one
            for one in assembly.list_candidates(viewer=viewer, preparation=preparation)
            if one.id == candidacy
        ),
        None,
    )
    if card is None:
        raise Refused("not_found", "There is no such candidate.")
    state, tone = state_of(card)
    return page(
        request,
        "desk/assembly_candidate.html",
        here="desk:assembly",
        title=card.name,
        card=card,
        preparation=preparation,
        state=state,
        tone=tone,
        answers=[(one, read(one.question.words)) for one in card.answers],
        thing=card.id,
    )


@shell.staff_only(*SEES)
@shell.submit_once
def act(request: shell.Request, preparation: str, act: str, thing: str) -> HttpResponse:
    """One act of the preparation; `thing` is what it is done to, "-" for the whole."""
    found = _ACTS.get(act)
    if found is None:
        raise Refused("not_found", "There is no such page.")
    assembly.get_preparation(viewer=request.actor, preparation=preparation)
    return asked(request, found, preparation, thing, _back(preparation, act, thing))


def _back(preparation: str, act: str, thing: str) -> str:
    """What is found about a candidate leads back to them: the next question stands there."""
    if act == "question":
        candidacy = thing.partition(".")[0]
        return reverse("desk:assembly-candidate", args=[preparation, candidacy])
    return reverse("desk:assembly-preparation", args=[preparation])


def _add(request: shell.Request, preparation: str, thing: str) -> None:
    given = request.POST
    assembly.add_preparer(
        by=request.actor,
        preparation=preparation,
        person=find_person(request.actor, given.get("who", ""), field="who"),
        side=given.get("side", ""),
        recommended_by=given.get("recommended_by", ""),
        leads=given.get("leads") == "yes",
    )


def _seats(request: shell.Request, preparation: str, thing: str) -> None:
    given = request.POST.get("seats", "").strip()
    seats = int(given) if given.isascii() and given.isdigit() and len(given) < 4 else 0
    assembly.settle_candidates(by=request.actor, preparation=preparation, seats=seats)


_ACTS: dict[str, Act] = {
    **BODY_ACTS,
    "add": Act(
        title=lambda: _("Put somebody on the list"),
        button=lambda: _("Put them on the list"),
        done=lambda: _("They are on the list."),
        fields=lambda viewer, thing: (
            shell.Field(name="who", label=_("Who?"), hint=_("Name, or the whole phone number.")),
            shell.Field(
                name="side", label=_("For whom?"), kind="select", choices=choices_of(SIDES)
            ),
            shell.Field(name="recommended_by", label=_("Who recommends them?"), maxlength=120),
            shell.Field(
                name="leads",
                label=_("Do they lead?"),
                kind="checkbox",
                choices=(shell.Choice("yes", _("Yes, they lead")),),
            ),
        ),
        do=_add,
    ),
    "remove": Act(
        title=lambda: _("Take them off the list?"),
        button=lambda: _("Take them off the list"),
        done=lambda: _("They are off the list."),
        do=lambda request, whole, thing: assembly.remove_preparer(
            by=request.actor, preparation=whole, person=thing
        ),
    ),
    "show-members": show(
        lambda: _("Show the list of members to everybody?"), assembly.show_members
    ),
    "form": Act(
        title=lambda: _("Approve the body that prepares?"),
        button=lambda: _("Approve it"),
        done=lambda: _("It is approved and begins."),
        do=lambda request, whole, thing: assembly.form_preparation(
            by=request.actor, preparation=whole
        ),
    ),
    "settle": Act(
        title=lambda: _("Close the list of candidates"),
        button=lambda: _("Put the election on the agenda"),
        done=lambda: _("The election is on the agenda of the draft assembly."),
        fields=lambda viewer, thing: (
            shell.Field(name="seats", label=_("How many are to be elected?"), inputmode="numeric"),
        ),
        do=_seats,
    ),
    "recommend": Act(
        title=lambda: _("Note who was recommended"),
        button=lambda: _("Ask them"),
        done=lambda: _("They are asked, and stand only when they say yes."),
        fields=lambda viewer, thing: (
            shell.Field(name="who", label=_("Who?"), hint=_("Name, or the whole phone number.")),
            shell.Field(name="proposer", label=_("Who recommends them?"), maxlength=120),
        ),
        do=lambda request, whole, thing: assembly.nominate(
            by=request.actor,
            preparation=whole,
            person=find_person(request.actor, request.POST.get("who", ""), field="who"),
            proposer=request.POST.get("proposer", "").strip() or "—",
        ),
    ),
    "strike": Act(
        title=lambda: _("Take this candidate off the list"),
        button=lambda: _("Take them off the list"),
        done=lambda: _("They are off the list."),
        fields=lambda viewer, thing: (line_field("why", _("Why?")),),
        do=lambda request, whole, thing: assembly.strike_candidate(
            by=request.actor, candidacy=thing, why=request.POST.get("why", "")
        ),
    ),
    "correct": Act(
        title=lambda: _("Note what was corrected in the register"),
        button=lambda: _("Write it down"),
        done=lambda: _("It is written down."),
        fields=lambda viewer, thing: (line_field("text", _("What was corrected?")),),
        do=lambda request, whole, thing: assembly.note_correction(
            by=request.actor,
            showing=thing,
            text=request.POST.get("text", ""),
            key=shell.key_of(request),
        ),
    ),
    "propose": Act(
        title=lambda: _("Put the newest version to the vote?"),
        button=lambda: _("Put it on the agenda"),
        done=lambda: _("It is on the agenda of the draft assembly."),
        do=lambda request, whole, thing: assembly.propose_text(
            by=request.actor, preparation=whole, kind=thing
        ),
    ),
}
