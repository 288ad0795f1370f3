"""What the body that prepares has to do next, for the owners who serve in it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.application.assembly.api import CandidateCard, DraftCard, PreparationCard, ShowingCard
from linli.kernel import Actor, Refused
from linli.surface.resident.candidates import serves
from linli.surface.resident.wording import last_day
from linli.surface.shell import api as shell
from linli.surface.shell.convening.asking import asked
from linli.surface.shell.convening.body import BODY_ACTS
from linli.surface.shell.convening.words import SHOWN, TEXTS, state_of
from linli.surface.shell.language import read

_LATEST = 3


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
    card, found = own_preparation(request.actor), BODY_ACTS.get(act)
    if found is None:
        raise Refused("not_found", "There is no such page.")
    return asked(request, found, card.id, thing, reverse("resident:preparing"))


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
