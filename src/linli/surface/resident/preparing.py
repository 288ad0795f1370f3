"""What the body that prepares has to do next, for the owners who serve in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.application.assembly.api import CandidateCard, DraftCard, PreparationCard, ShowingCard
from linli.kernel import Actor, Refused
from linli.surface.resident.candidates import serves
from linli.surface.resident.requests import check_askable
from linli.surface.resident.wording import last_day, read
from linli.surface.shell import api as shell
from linli.surface.shell.convening.words import SHOWN, TEXTS, state_of

_LATEST = 3
Fields = tuple[shell.Field, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """What is asked before something is done, and what is said after it."""

    title: Callable[[], str]
    button: Callable[[], str]
    done: Callable[[], str]
    do: Callable[[shell.Request, str, str], object]
    fields: Callable[[], Fields] = lambda: ()


@shell.signed_in
def preparing(request: shell.Request) -> HttpResponse:
    """Tasks, lists that are shown, candidates and drafts, with what waits for the body."""
    viewer, card = request.actor, own_preparation(request.actor)
    shown = assembly.list_shown(viewer=viewer, preparation=card.id)
    stands = assembly.list_candidates(viewer=viewer, preparation=card.id)
    drafts = assembly.list_texts(viewer=viewer, preparation=card.id)
    context = {
        "title": _("What the preparing body does"),
        "card": card,
        "is_at_work": card.state in {"formed", "done"},
        "waiting": _waiting(card, shown, stands, drafts),
        "tasks": [(one, read(one.words)) for one in card.tasks],
        "shown": [(one, _(SHOWN[one.what]), last_day(one.last_day)) for one in shown],
        "stands": [(one, *state_of(one), _answers(one)) for one in stands],
        "drafts": [(one, _(TEXTS[one.kind])) for one in drafts],
    }
    return render(request, "resident/assembly-preparing.html", context)


@shell.signed_in
@shell.submit_once
def act(request: shell.Request, act: str, thing: str) -> HttpResponse:
    """One act of the body; `thing` is what it is done to, "-" for the whole."""
    card, found = own_preparation(request.actor), _ACTS.get(act)
    if found is None:
        raise Refused("not_found", "There is no such page.")
    refusals = []
    if request.method == "POST":
        try:
            found.do(request, card.id, thing)
        except Refused as refused:
            check_askable(refused)
            refusals = [refused]
        else:
            shell.say(request, found.done())
            return redirect("resident:preparing")
    return shell.question(
        request,
        title=found.title(),
        fields=found.fields(),
        button=found.button(),
        back=reverse("resident:preparing"),
        refusals=refusals,
    )


def own_preparation(viewer: Actor) -> PreparationCard:
    """The latest preparation in whose body the viewer serves; for anybody else there is none."""
    for card in assembly.list_preparations(viewer=viewer, limit=_LATEST):
        if serves(viewer, card):
            return card
    raise Refused("not_found", "There is no such preparation.")


def _waiting(
    card: PreparationCard,
    shown: tuple[ShowingCard, ...],
    stands: tuple[CandidateCard, ...],
    drafts: tuple[DraftCard, ...],
) -> list[tuple[str, str]]:
    """How much of each kind is open."""
    figures = (
        (_("Tasks that are not done"), sum(one.done_at is None for one in card.tasks)),
        (
            _("Objections without an answer"),
            sum(not each.answer for one in shown for each in one.concerns),
        ),
        (
            _("Candidates to be checked"),
            sum(one.state in {"nominated", "consented"} for one in stands),
        ),
        (
            _("Comments without an answer"),
            sum(not each.answer for one in drafts for each in one.comments),
        ),
    )
    return [(words, str(count)) for words, count in figures]


def _answers(card: CandidateCard) -> list[dict[str, Any]]:
    """What the rules ask of somebody else; nobody checks the own candidacy."""
    if card.is_mine:
        return []
    return [
        {"words": read(one.question.words), "found": one, "thing": f"{card.id}.{one.question.key}"}
        for one in card.answers
    ]


def _given(request: shell.Request, name: str) -> str:
    return request.POST.get(name, "")


def _said(request: shell.Request, name: str) -> bool:
    if _given(request, name) not in {"yes", "no"}:
        raise Refused("invalid", "Please choose yes or no.", field=name)
    return _given(request, name) == "yes"


def _question(request: shell.Request, whole: str, thing: str) -> None:
    candidacy, _dot, question = thing.partition(".")
    assembly.answer_question(
        by=request.actor,
        candidacy=candidacy,
        question=question,
        is_so=_said(request, "is_so"),
        evidence=_given(request, "evidence"),
        key=shell.key_of(request),
    )


def _line(name: str, label: str, hint: str = "") -> shell.Field:
    return shell.Field(name=name, label=label, hint=hint, maxlength=400)


def _words(name: str, label: str, longest: int = 2000) -> shell.Field:
    return shell.Field(name=name, label=label, kind="textarea", maxlength=longest)


def _yes_no(name: str, label: str, yes: str, no: str) -> shell.Field:
    choices = (shell.Choice("yes", yes), shell.Choice("no", no))
    return shell.Field(name=name, label=label, kind="radio", choices=choices)


_ACTS: Mapping[str, Act] = {
    "finish": Act(
        title=lambda: _("Is this task done?"),
        button=lambda: _("It is done"),
        done=lambda: _("The task is done."),
        fields=lambda: (_line("note", _("A note, if you like")),),
        do=lambda request, whole, thing: assembly.finish_task(
            by=request.actor, preparation=whole, task=thing, note=_given(request, "note")
        ),
    ),
    "show-roll": Act(
        title=lambda: _("Show the roll of today, names masked?"),
        button=lambda: _("Show it"),
        done=lambda: _("It is shown from now on."),
        do=lambda request, whole, thing: assembly.show_roll(
            by=request.actor, preparation=whole, key=shell.key_of(request)
        ),
    ),
    "show-candidates": Act(
        title=lambda: _("Show the candidates to everybody?"),
        button=lambda: _("Show it"),
        done=lambda: _("It is shown from now on."),
        do=lambda request, whole, thing: assembly.show_candidates(
            by=request.actor, preparation=whole, key=shell.key_of(request)
        ),
    ),
    "question": Act(
        title=lambda: _("What was found?"),
        button=lambda: _("Write it down"),
        done=lambda: _("It is written down."),
        fields=lambda: (
            _yes_no("is_so", _("Is it so?"), _("Yes"), _("No")),
            _line(
                "evidence",
                _("What does it rest on?"),
                _("Such as: the register of 3 November, page 2."),
            ),
        ),
        do=_question,
    ),
    "concern": Act(
        title=lambda: _("Answer the objection"),
        button=lambda: _("Give this answer"),
        done=lambda: _("The answer is given; everybody can read it."),
        fields=lambda: (
            _yes_no("is_upheld", _("Is it right?"), _("Yes, it is upheld"), _("No, it is not")),
            _words("answer", _("The answer")),
        ),
        do=lambda request, whole, thing: assembly.answer_concern(
            by=request.actor,
            concern=thing,
            answer=_given(request, "answer"),
            is_upheld=_said(request, "is_upheld"),
        ),
    ),
    "comment": Act(
        title=lambda: _("Answer the comment"),
        button=lambda: _("Give this answer"),
        done=lambda: _("The answer is given; everybody can read it."),
        fields=lambda: (_words("answer", _("The answer")),),
        do=lambda request, whole, thing: assembly.answer_comment(
            by=request.actor, comment=thing, answer=_given(request, "answer")
        ),
    ),
    "draft": Act(
        title=lambda: _("Write a version of a text"),
        button=lambda: _("Show this version"),
        done=lambda: _("The version is there; owners can comment on it."),
        fields=lambda: (
            shell.Field(
                name="kind",
                label=_("Which text?"),
                kind="radio",
                choices=tuple(shell.Choice(key, _(words)) for key, words in TEXTS.items()),
            ),
            _words("text", _("The text"), 60_000),
            _line("note", _("What is new in it, if you like")),
        ),
        do=lambda request, whole, thing: assembly.write_draft(
            by=request.actor,
            preparation=whole,
            kind=_given(request, "kind"),
            text=_given(request, "text"),
            note=_given(request, "note"),
            key=shell.key_of(request),
        ),
    ),
}
