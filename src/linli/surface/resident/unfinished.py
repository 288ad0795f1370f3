"""What I started and did not finish: go on with it, throw it away, bring it back."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.drafts.api import (
    DraftCard,
    bring_back_draft,
    list_drafts,
    throw_away_draft,
)
from linli.kernel import Actor
from linli.surface.resident.drafts import REPORT
from linli.surface.shell import api as shell
from linli.surface.shell.templatetags.shell import moment

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Begun:
    """One thing that was begun: what it is, how it starts, and where one goes on."""

    id: str
    title: str
    line: str
    href: str


def begun(viewer: Actor) -> list[Begun]:
    """What this person has begun, newest first."""
    return _shown(list_drafts(viewer=viewer))


def _shown(cards: tuple[DraftCard, ...]) -> list[Begun]:
    found = [(card, _kind(card.slot)) for card in cards]
    return [
        Begun(card.id, kind[0], _line(card), kind[1]) for card, kind in found if kind is not None
    ]


def _kind(slot: str) -> tuple[str, str] | None:
    """What a draft is called and where it is written; None for what these pages do not know."""
    name, _colon, rest = slot.partition(":")
    makers: dict[str, Callable[[], tuple[str, str]]] = {
        REPORT: lambda: (_("You began a report"), reverse("resident:report-check")),
        "message": lambda: (_("You began to write"), reverse("resident:write", args=[rest])),
        "not-solved": lambda: (
            _("You began to say what is still wrong"),
            reverse("resident:not-solved", args=[rest]),
        ),
        "contest": lambda: (
            _("You began to say why you disagree"),
            reverse("resident:contest", args=[rest]),
        ),
        "dispute": lambda: (
            _("You began to say what is not yours"),
            reverse("resident:dispute", args=rest.split(":")),
        ),
        "vote": lambda: (
            _("You began to vote"),
            reverse("resident:assembly-vote", args=rest.split(":")[:1]),
        ),
        "objection": lambda: (
            _("You began to object"),
            reverse("resident:assembly-object", args=[rest]),
        ),
        "help": lambda: (_("You began to ask for a call"), reverse("shell:help")),
    }
    return makers[name]() if name in makers else None


def _line(card: DraftCard) -> str:
    words = str(card.values.get("words") or card.values.get("text") or "")
    said = f"{words[:_SHOWN]}…" if len(words) > _SHOWN else words
    return " · ".join(part for part in (said, moment(card.kept_at)) if part)


@shell.signed_in
def drafts(request: shell.Request) -> HttpResponse:
    """Everything that was begun, and what was thrown away since yesterday."""
    context = {
        "title": _("Begun and not finished"),
        "begun": begun(request.actor),
        "thrown": _shown(list_drafts(viewer=request.actor, thrown_away=True)),
    }
    return render(request, "resident/drafts.html", context)


@shell.signed_in
@shell.post_only
@shell.submit_once
def throw_away(request: shell.Request, draft: str) -> HttpResponse:
    """Throw it away; for a day it can be brought back."""
    throw_away_draft(by=request.actor, draft=draft)
    undo = reverse("resident:draft-back", args=[draft])
    shell.say(request, _("Thrown away."), undo_url=undo)
    return redirect(shell.safe_next(request, request.GET.get("next"), reverse("resident:drafts")))


@shell.signed_in
@shell.post_only
@shell.submit_once
def back(request: shell.Request, draft: str) -> HttpResponse:
    """Bring it back and go on with it."""
    kind = _kind(bring_back_draft(by=request.actor, draft=draft).slot)
    shell.say(request, _("It is back. Go on with it."))
    return redirect(kind[1] if kind else "resident:drafts")


@shell.signed_in
@shell.post_only
def keep(request: shell.Request) -> HttpResponse:
    """What the page's own script keeps while one types; the same again changes nothing."""
    slot = request.POST.get("slot", "")
    if _known(slot):
        shell.keep_unsent(request, slot)
    return HttpResponse(status=204)


def _known(slot: str) -> bool:
    try:
        return _kind(slot) is not None
    except Exception:  # noqa: BLE001 — an address that cannot be made is no slot of ours
        return False
