"""The body that prepares: its members, tasks, lists, candidates and drafts, act by act."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.kernel import Refused
from linli.surface.desk.assembly import OFFICES, SEES
from linli.surface.desk.assembly_acts import Act, asked, choices_of, find_person, text_field
from linli.surface.desk.pages import page
from linli.surface.desk.wording import read
from linli.surface.shell import api as shell
from linli.surface.shell.convening.words import (
    BODIES,
    BODY_STATES,
    SHOWN,
    SIDES,
    TEXTS,
    state_of,
)


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


def _yes_no(name: str, label: str, yes: str, no: str) -> shell.Field:
    choices = (shell.Choice("yes", yes), shell.Choice("no", no))
    return shell.Field(name=name, label=label, kind="radio", choices=choices)


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


def _question(request: shell.Request, preparation: str, thing: str) -> None:
    candidacy, _dot, question = thing.partition(".")
    assembly.answer_question(
        by=request.actor,
        candidacy=candidacy,
        question=question,
        is_so=_said(request, "is_so"),
        evidence=request.POST.get("evidence", ""),
        key=shell.key_of(request),
    )


def _said(request: shell.Request, name: str) -> bool:
    said = request.POST.get(name, "")
    if said not in {"yes", "no"}:
        raise Refused("invalid", "Please choose yes or no.", field=name)
    return said == "yes"


def _seats(request: shell.Request, preparation: str, thing: str) -> None:
    given = request.POST.get("seats", "").strip()
    seats = int(given) if given.isascii() and given.isdigit() and len(given) < 4 else 0
    assembly.settle_candidates(by=request.actor, preparation=preparation, seats=seats)


def _show(title: Callable[[], str], show: Callable[..., str]) -> Act:
    """A list of now is put up for everybody."""
    return Act(
        title=title,
        button=lambda: _("Show it to everybody"),
        done=lambda: _("It is shown from now on."),
        do=lambda request, whole, thing: show(
            by=request.actor, preparation=whole, key=shell.key_of(request)
        ),
    )


_ACTS: dict[str, Act] = {
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
    "show-members": _show(
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
    "finish": Act(
        title=lambda: _("Is this task done?"),
        button=lambda: _("It is done"),
        done=lambda: _("The task is done."),
        fields=lambda viewer, thing: (
            shell.Field(name="note", label=_("A note, if you like"), maxlength=400),
        ),
        do=lambda request, whole, thing: assembly.finish_task(
            by=request.actor,
            preparation=whole,
            task=thing,
            note=request.POST.get("note", ""),
        ),
    ),
    "show-roll": _show(lambda: _("Show the roll of today, names masked?"), assembly.show_roll),
    "show-candidates": _show(
        lambda: _("Show the candidates to everybody?"), assembly.show_candidates
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
    "question": Act(
        title=lambda: _("What was found?"),
        button=lambda: _("Write it down"),
        done=lambda: _("It is written down."),
        fields=lambda viewer, thing: (
            _yes_no("is_so", _("Is it so?"), _("Yes"), _("No")),
            shell.Field(
                name="evidence",
                label=_("What does it rest on?"),
                hint=_("Such as: the register of 3 November, page 2."),
                maxlength=400,
            ),
        ),
        do=_question,
    ),
    "strike": Act(
        title=lambda: _("Take this candidate off the list"),
        button=lambda: _("Take them off the list"),
        done=lambda: _("They are off the list."),
        fields=lambda viewer, thing: (shell.Field(name="why", label=_("Why?"), maxlength=400),),
        do=lambda request, whole, thing: assembly.strike_candidate(
            by=request.actor, candidacy=thing, why=request.POST.get("why", "")
        ),
    ),
    "concern": Act(
        title=lambda: _("Answer the objection"),
        button=lambda: _("Give this answer"),
        done=lambda: _("The answer is given; everybody can read it."),
        fields=lambda viewer, thing: (
            _yes_no("is_upheld", _("Is it right?"), _("Yes, it is upheld"), _("No, it is not")),
            text_field("answer", _("The answer"), 2000),
        ),
        do=lambda request, whole, thing: assembly.answer_concern(
            by=request.actor,
            concern=thing,
            answer=request.POST.get("answer", ""),
            is_upheld=_said(request, "is_upheld"),
        ),
    ),
    "correct": Act(
        title=lambda: _("Note what was corrected in the register"),
        button=lambda: _("Write it down"),
        done=lambda: _("It is written down."),
        fields=lambda viewer, thing: (
            shell.Field(name="text", label=_("What was corrected?"), maxlength=400),
        ),
        do=lambda request, whole, thing: assembly.note_correction(
            by=request.actor,
            showing=thing,
            text=request.POST.get("text", ""),
            key=shell.key_of(request),
        ),
    ),
    "draft": Act(
        title=lambda: _("Write a version of a text"),
        button=lambda: _("Show this version"),
        done=lambda: _("The version is there; owners can comment on it."),
        fields=lambda viewer, thing: (
            shell.Field(
                name="kind", label=_("Which text?"), kind="radio", choices=choices_of(TEXTS)
            ),
            text_field("text", _("The text"), 60_000),
            shell.Field(name="note", label=_("What is new in it, if you like"), maxlength=400),
        ),
        do=lambda request, whole, thing: assembly.write_draft(
            by=request.actor,
            preparation=whole,
            kind=request.POST.get("kind", ""),
            text=request.POST.get("text", ""),
            note=request.POST.get("note", ""),
            key=shell.key_of(request),
        ),
    ),
    "comment": Act(
        title=lambda: _("Answer the comment"),
        button=lambda: _("Give this answer"),
        done=lambda: _("The answer is given; everybody can read it."),
        fields=lambda viewer, thing: (text_field("answer", _("The answer"), 2000),),
        do=lambda request, whole, thing: assembly.answer_comment(
            by=request.actor, comment=thing, answer=request.POST.get("answer", "")
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
