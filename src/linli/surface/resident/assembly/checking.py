"""The whole ballot read back, each answer with a way to change it; then it is handed in, once."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from linli.application.assembly.api import AssemblySheet, OwnHead, cast, get_assembly
from linli.kernel import Refused, now
from linli.surface.resident.assembly import ballot, wording
from linli.surface.resident.assembly.heads import head_of, hinders
from linli.surface.resident.assembly.stopped import Stop, stopped
from linli.surface.resident.assembly.voting import address
from linli.surface.shell import api as shell
from linli.surface.shell.templatetags.shell import moment

_OVER = frozenset({"gone", "forbidden"})


def _noting_arrival(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Notes when a form came in, before it waits for its turn: a vote in time is in time."""

    @wraps(view)
    def noted(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        request.arrived_at = now()
        return view(request, *args, **kwargs)

    return noted


@never_cache
@shell.signed_in
@_noting_arrival
@shell.submit_once
def review(request: shell.Request, assembly: str, head: int) -> HttpResponse:
    """Everything once more, then hand it in; the same page sent again hands in once."""
    one = head_of(request.actor, assembly, head)
    if request.method == "POST" and ballot.became(request.actor, request.POST.get("draft", "")):
        return redirect("resident:assembly-receipt", assembly)
    sheet = get_assembly(viewer=request.actor, assembly=assembly)
    code = hinders(sheet, one)
    if code and (code != "closed" or request.method != "POST"):
        return redirect("resident:assembly-vote", assembly)
    draft = ballot.begun(request.actor, assembly, head)
    if request.method == "POST":
        try:
            made = _hand_in(request, sheet, one, draft)
        except Refused as refused:
            return _refused(request, sheet, one, draft, refused)
        ballot.close(request, draft, made)
        return redirect("resident:assembly-receipt", assembly)
    return _check(request, sheet, one, draft)


def _hand_in(
    request: shell.Request, sheet: AssemblySheet, one: OwnHead, draft: ballot.Begun
) -> str:
    for motion in ballot.items(sheet, one):
        if motion.id not in draft.choices:
            raise Refused(
                "invalid", "Item %(number)s: please choose for every item.", number=motion.number
            )
    return cast(
        by=request.actor,
        assembly=sheet.card.id,
        head=one.head,
        choices=draft.choices,
        key=draft.key,
        received_at=request.__dict__["arrived_at"],
    )


def _refused(
    request: shell.Request,
    sheet: AssemblySheet,
    one: OwnHead,
    draft: ballot.Begun,
    refused: Refused,
) -> HttpResponse:
    if refused.code not in _OVER:
        return _check(request, sheet, one, draft, refused)
    paper = reverse("resident:assembly-paper", args=[sheet.card.id])
    steps = () if refused.code == "gone" else ((paper, _("Vote in another way")),)
    stop = Stop(_("Your vote was not taken"), shell.said(refused), steps)
    return stopped(request, sheet, stop, status=410 if refused.code == "gone" else 403)


def _check(
    request: shell.Request,
    sheet: AssemblySheet,
    one: OwnHead,
    draft: ballot.Begun,
    *refusals: Refused,
) -> HttpResponse:
    motions = ballot.items(sheet, one)
    answers = [
        shell.Answer(
            wording.named(motion),
            wording.said(draft.choices.get(motion.id), motion),
            f"{address(sheet, one, motion)}?change=1",
        )
        for motion in motions
    ]
    return shell.check(
        request,
        title=_("Is this what you want to say?"),
        answers=answers,
        button=_("Hand in my ballot"),
        back=address(sheet, one, motions[-1]),
        warning=wording.several(sheet),
        hidden=(shell.Field(name="draft", kind="hidden", value=(draft.id,)),),
        refusals=refusals,
        template="resident/assembly/check.html",
        home=wording.homes(one.units),
        until=moment(sheet.card.closes_at),
    )
