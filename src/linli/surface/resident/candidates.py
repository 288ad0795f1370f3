"""The preparation of an assembly as everybody sees it: who prepares, who stands, what is drafted,
and where one can object."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.application.assembly.api import PreparationCard, ShowingCard
from linli.foundation.places.api import find_place
from linli.kernel import Actor, Refused
from linli.surface.resident.wording import last_day
from linli.surface.shell import api as shell
from linli.surface.shell.convening.asking import check_askable
from linli.surface.shell.convening.words import SHOWN, SIDES, TEXTS, state_of


@shell.signed_in
def candidates(request: shell.Request) -> HttpResponse:
    """The latest preparation: members, lists that are shown, candidates and drafts."""
    viewer = request.actor
    now = next(iter(assembly.list_preparations(viewer=viewer, limit=1)), None)
    context: dict[str, Any] = {"title": _("Preparing the assembly"), "card": now}
    context["handovers"] = assembly.list_own_handovers(viewer=viewer)
    if now is not None:
        context |= _of(viewer, now)
    return render(request, "resident/assembly-candidates.html", context)


@shell.signed_in
@shell.submit_once
def stand(request: shell.Request) -> HttpResponse:
    """I stand for the committee, or say yes to being proposed."""
    preparation = _preparation(request.actor)
    refusals = []
    if request.method == "POST":
        statement = request.POST.get("statement", "")
        try:
            made = _say_yes(request.actor, preparation.id, statement)
        except Refused as refused:
            check_askable(refused)
            refusals = [refused]
        else:
            undo = reverse("resident:candidate-out", args=[made])
            shell.say(
                request, _("You are standing. Now we check what the rules ask."), undo_url=undo
            )
            return redirect("resident:candidates")
    return shell.question(
        request,
        title=_("Stand for the owners' committee"),
        intro=_("Your name and your words are shown to all neighbours."),
        fields=(
            shell.Field(
                name="statement",
                label=_("A word to the neighbours, if you like"),
                kind="textarea",
                maxlength=2000,
            ),
        ),
        button=_("Yes, I stand"),
        back=reverse("resident:candidates"),
        refusals=refusals,
    )


@shell.signed_in
@shell.submit_once
def propose(request: shell.Request) -> HttpResponse:
    """I propose a neighbour, who is asked and decides."""
    preparation = _preparation(request.actor)
    refusals = []
    if request.method == "POST":
        given = request.POST
        try:
            place = find_place(viewer=request.actor, text=given.get("home", ""), field="home")
            assembly.propose_neighbour(
                by=request.actor,
                preparation=preparation.id,
                name=given.get("name", ""),
                dwelling=place.id,
            )
        except Refused as refused:
            check_askable(refused)
            refusals = [refused]
        else:
            shell.say(request, _("They are asked, and stand only when they say yes."))
            return redirect("resident:candidates")
    return shell.question(
        request,
        title=_("Propose a neighbour"),
        fields=(
            shell.Field(name="name", label=_("Their name"), maxlength=120),
            shell.Field(
                name="home", label=_("Their home"), hint=_("Such as 3-2-401."), maxlength=60
            ),
        ),
        button=_("Propose them"),
        back=reverse("resident:candidates"),
        refusals=refusals,
    )


@shell.signed_in
@shell.post_only
@shell.submit_once
def out(request: shell.Request, candidacy: str) -> HttpResponse:
    """I do not stand, or no longer."""
    assembly.withdraw_candidacy(by=request.actor, candidacy=candidacy)
    shell.say(request, _("You do not stand. While the list is open you can change your mind."))
    return redirect("resident:candidates")


@shell.signed_in
@shell.submit_once
def doubt(request: shell.Request, showing: str) -> HttpResponse:
    """I object to a list that is shown."""
    card = _showing(request.actor, showing)
    refusals = []
    if request.method == "POST":
        try:
            made = assembly.raise_concern(
                by=request.actor,
                showing=showing,
                text=request.POST.get("text", ""),
                about=request.POST.get("about", ""),
                key=shell.key_of(request),
            )
        except Refused as refused:
            check_askable(refused)
            refusals = [refused]
        else:
            undo = reverse("resident:concern-back", args=[made])
            shell.say(request, _("Your objection is there and will be answered."), undo_url=undo)
            return redirect("resident:candidates")
    return shell.question(
        request,
        title=_("What is not right?"),
        intro=_("Until %(day)s you can object: %(list)s.")
        % {"day": last_day(card.last_day), "list": _(SHOWN[card.what])},
        fields=(*_about(request.actor, card), _words()),
        button=_("Object"),
        back=reverse("resident:candidates"),
        refusals=refusals,
    )


@shell.signed_in
@shell.post_only
@shell.submit_once
def concern_back(request: shell.Request, concern: str) -> HttpResponse:
    """I no longer object."""
    assembly.withdraw_concern(by=request.actor, concern=concern)
    shell.say(request, _("Your objection is taken back."))
    return redirect("resident:candidates")


@shell.signed_in
@shell.submit_once
def text(request: shell.Request, draft: str) -> HttpResponse:
    """A draft with what changed in it, what owners said, and one's own word."""
    card = assembly.get_text(viewer=request.actor, draft=draft)
    refusals = []
    if request.method == "POST":
        try:
            made = assembly.comment_on_draft(
                by=request.actor,
                draft=draft,
                text=request.POST.get("text", ""),
                key=shell.key_of(request),
            )
        except Refused as refused:
            if refused.field != "text":
                raise
            refusals = [refused]
        else:
            undo = reverse("resident:comment-back", args=[draft, made])
            shell.say(request, _("Your comment is there."), undo_url=undo)
            return redirect("resident:draft-text", draft)
    typed = request.POST if refusals else QueryDict()
    fields, problems = shell.refill((_comment(),), typed, refusals)
    context = {
        "title": _(TEXTS[card.kind]),
        "card": card,
        "fields": fields,
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "resident/assembly-text.html", context, status=status)


@shell.signed_in
@shell.post_only
@shell.submit_once
def comment_back(request: shell.Request, draft: str, comment: str) -> HttpResponse:
    """I take my comment back."""
    assembly.withdraw_comment(by=request.actor, comment=comment)
    shell.say(request, _("Your comment is taken back."))
    return redirect("resident:draft-text", draft)


@shell.signed_in
@shell.post_only
@shell.submit_once
def handed_over(request: shell.Request, item: str) -> HttpResponse:
    """I sign that something was handed over, as the one who gives or takes it."""
    assembly.sign_handover(by=request.actor, item=item)
    shell.say(request, _("You have signed."))
    return redirect("resident:candidates")


def serves(viewer: Actor, card: PreparationCard) -> bool:
    """Whether the viewer is a member of the body, not only somebody over it or a helper."""
    return card.is_mine and any(one.person == viewer.person for one in card.members)


def _of(viewer: Actor, card: PreparationCard) -> dict[str, Any]:
    stands = assembly.list_candidates(viewer=viewer, preparation=card.id)
    shown = assembly.list_shown(viewer=viewer, preparation=card.id)
    return {
        "serves": serves(viewer, card),
        "members": [(one, _(SIDES[one.side])) for one in card.members],
        "shown": [(one, _(SHOWN[one.what]), last_day(one.last_day)) for one in shown],
        "stands": [(one, *state_of(one)) for one in stands],
        "mine": next((one for one in stands if one.is_mine), None),
        "may_stand": card.state == "formed" and not any(one.what == "candidates" for one in shown),
        "drafts": [
            (one, _(TEXTS[one.kind]))
            for one in assembly.list_texts(viewer=viewer, preparation=card.id)
        ],
    }


def _say_yes(viewer: Actor, preparation: str, statement: str) -> str:
    found = assembly.list_candidates(viewer=viewer, preparation=preparation)
    mine = next((one for one in found if one.is_mine), None)
    if mine is None:
        return assembly.nominate(by=viewer, preparation=preparation, statement=statement)
    assembly.consent_to_stand(by=viewer, candidacy=mine.id, statement=statement)
    return mine.id


def _preparation(viewer: Actor) -> PreparationCard:
    found = assembly.list_preparations(viewer=viewer, limit=1)
    if not found:
        raise Refused("not_found", "There is no such preparation.")
    return found[0]


def _showing(viewer: Actor, showing: str) -> ShowingCard:
    for preparation in assembly.list_preparations(viewer=viewer):
        for card in assembly.list_shown(viewer=viewer, preparation=preparation.id):
            if card.id == showing:
                return card
    raise Refused("not_found", "There is no such list.")


def _about(viewer: Actor, card: ShowingCard) -> tuple[shell.Field, ...]:
    if card.what != "candidates":
        return ()
    listed = [
        one
        for preparation in assembly.list_preparations(viewer=viewer, limit=1)
        for one in assembly.list_candidates(viewer=viewer, preparation=preparation.id)
        if one.state in {"published", "final"}
    ]
    whole = shell.Choice("", _("the whole list"))
    return (
        shell.Field(
            name="about",
            label=_("Whom is it about?"),
            kind="select",
            choices=(whole, *(shell.Choice(one.id, one.name) for one in listed)),
        ),
    )


def _words() -> shell.Field:
    return shell.Field(name="text", label=_("In your own words"), kind="textarea", maxlength=2000)


def _comment() -> shell.Field:
    return shell.Field(
        name="text", label=_("Say something to this draft"), kind="textarea", maxlength=2000
    )
