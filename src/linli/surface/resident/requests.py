"""Asking for an owners' assembly: what is asked for, how many sign, and one's own name."""

from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.application.assembly.api import ProposedMotion, RequestState, Support
from linli.kernel import Actor, Refused
from linli.surface.resident.wording import last_day
from linli.surface.shell import api as shell
from linli.surface.shell.convening.asking import check_askable
from linli.surface.shell.convening.words import KINDS, state_of


@shell.signed_in
def requests(request: shell.Request) -> HttpResponse:
    """What owners have asked for, newest first."""
    page = assembly.list_requests(viewer=request.actor, cursor=request.GET.get("cursor"))
    rows = [(one, *state_of(one), _gauge_words(one.support)) for one in page]
    context = {"title": _("Owners ask for an assembly"), "rows": rows, "next": page.next}
    return render(request, "resident/assembly-requests.html", context)


@shell.signed_in
def one(request: shell.Request, asked: str) -> HttpResponse:
    """One request: its reasons, how far it has come, and one's own name under it."""
    card = assembly.get_request(viewer=request.actor, request=asked)
    state, tone = state_of(card)
    context = {
        "title": card.title,
        "card": card,
        "kind": _(KINDS[card.kind]),
        "state": state,
        "tone": tone,
        "gauges": gauges(card.support),
        "needs": needs(card.support),
        "is_collecting": card.state is RequestState.COLLECTING,
        "answer_by": last_day(card.answer_by) if card.answer_by else "",
    }
    return render(request, "resident/assembly-request.html", context)


@shell.signed_in
@shell.submit_once
def ask(request: shell.Request) -> HttpResponse:
    """Begin a request; whoever begins it has signed it."""
    refusals = []
    if request.method == "POST":
        try:
            made = _open(request)
        except Refused as refused:
            check_askable(refused)
            refusals = [refused]
        else:
            shell.say(
                request,
                _("Your request is there, with your name. Neighbours can sign now."),
                undo_url=reverse("resident:request-withdraw", args=[made]),
            )
            return redirect("resident:request", made)
    return shell.question(
        request,
        title=_("Ask for an assembly"),
        intro=_("You sign it yourself. How many must ask is in the rules of this community."),
        fields=_fields(request),
        button=_("Begin it, and sign"),
        back=reverse("resident:requests"),
        refusals=refusals,
    )


@shell.signed_in
@shell.post_only
@shell.submit_once
def sign(request: shell.Request, asked: str) -> HttpResponse:
    """My name is under it."""
    assembly.sign_request(by=request.actor, request=asked)
    undo = reverse("resident:request-unsign", args=[asked])
    shell.say(request, _("You have signed."), undo_url=undo)
    return redirect("resident:request", asked)


@shell.signed_in
@shell.post_only
@shell.submit_once
def unsign(request: shell.Request, asked: str) -> HttpResponse:
    """My name is no longer under it."""
    assembly.withdraw_signature(by=request.actor, request=asked)
    undo = reverse("resident:request-sign", args=[asked])
    shell.say(request, _("Your name is taken back."), undo_url=undo)
    return redirect("resident:request", asked)


@shell.signed_in
@shell.post_only
@shell.submit_once
def withdraw(request: shell.Request, asked: str) -> HttpResponse:
    """I no longer ask for it."""
    assembly.withdraw_request(by=request.actor, request=asked)
    shell.say(request, _("Your request is taken back."))
    return redirect("resident:request", asked)


def gauges(support: Support) -> list[dict[str, Any]]:
    """Heads and area as two bars; numbers are drawn as floats, decided as fractions."""
    heads = _("%(part)s of %(whole)s owners") % {"part": support.heads, "whole": support.all_heads}
    area = _("%(part)s of %(whole)s m²") % {"part": support.area, "whole": support.all_area}
    rows = (
        (_("Owners"), support.heads, support.all_heads, support.heads_share, heads),
        (_("Area"), support.area, support.all_area, support.area_share, area),
    )
    return [
        {
            "label": label,
            "part": float(Fraction(part)),
            "whole": float(Fraction(whole)),
            "gate": float(gate),
            "line": line,
        }
        for label, part, whole, gate, line in rows
        if gate
    ]


def needs(support: Support) -> str:
    """What is still missing, in a sentence; empty when nothing is."""
    if support.unmeasured:
        return _("%(count)s homes have no area on record; until then nothing is reached.") % {
            "count": support.unmeasured
        }
    if support.is_reached:
        return ""
    words = (
        _("Still needed: %(heads)s owners and %(area)s m².")
        if support.needs == "both"
        else _("Still needed: %(heads)s owners or %(area)s m².")
    )
    return words % {"heads": support.missing_heads, "area": support.missing_area}


def _gauge_words(support: Support) -> str:
    return _("%(heads)s of %(all)s owners, %(area)s of %(whole)s m²") % {
        "heads": support.heads,
        "all": support.all_heads,
        "area": support.area,
        "whole": support.all_area,
    }


def _open(request: shell.Request) -> str:
    given = request.POST
    motions = []
    if given.get("item", "").strip():
        motions.append(
            ProposedMotion("ordinary", given["item"].strip(), given.get("item_text", "").strip())
        )
    return assembly.open_request(
        by=request.actor,
        kind=given.get("kind", ""),
        title=given.get("title", ""),
        reason=given.get("reason", ""),
        motions=motions,
        accused=given.getlist("accused")[:50],
        key=shell.key_of(request),
    )


def _fields(request: shell.Request) -> tuple[shell.Field, ...]:
    members = _members(request.actor)
    kinds = {key: words for key, words in KINDS.items() if members or key != "recall"}
    recall = (
        shell.Field(
            name="accused",
            label=_("Only for a recall: whom is it about?"),
            kind="checkbox",
            choices=members,
        ),
    )
    return (
        shell.Field(
            name="kind",
            label=_("What do you ask for?"),
            kind="radio",
            value=("extraordinary",),
            choices=tuple(shell.Choice(key, _(words)) for key, words in kinds.items()),
        ),
        shell.Field(name="title", label=_("In a few words"), maxlength=80),
        shell.Field(name="reason", label=_("Why?"), kind="textarea", maxlength=4000),
        shell.Field(
            name="item",
            label=_("What should be decided?"),
            hint=_("Such as: a new lift in building 3"),
            maxlength=120,
        ),
        shell.Field(
            name="item_text",
            label=_("More about it, if you like"),
            kind="textarea",
            maxlength=8000,
        ),
        *(recall if members else ()),
    )


def _members(viewer: Actor) -> tuple[shell.Choice, ...]:
    councils = assembly.list_councils(viewer=viewer)
    return tuple(
        shell.Choice(holder.id, holder.name)
        for council in councils[:1]
        if not council.is_over
        for holder in council.holders
        if holder.left_at is None and not holder.is_alternate
    )
