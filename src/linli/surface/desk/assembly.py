"""The owners' assembly at the desk: what owners ask for, who prepares it, who was elected."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.application.assembly.api import RequestCard, RequestState
from linli.kernel import Actor, Refused, Role
from linli.surface.desk.asking import KNOWN
from linli.surface.desk.assembly_acts import asked, find_owner
from linli.surface.desk.meeting.frame import ENDED, RUNS, TAKES
from linli.surface.desk.meeting.listing import row_of
from linli.surface.desk.pages import ASSEMBLES, page
from linli.surface.desk.vouching import SETS
from linli.surface.shell import api as shell
from linli.surface.shell.convening.asking import Act, choices_of, text_field
from linli.surface.shell.convening.words import BODIES, BODY_STATES, KINDS, state_of
from linli.surface.shell.language import joined, read

SEES = tuple(ASSEMBLES)
OFFICES = (Role.COMMITTEE, Role.STREET)


@shell.staff_only(*SEES)
def front(request: shell.Request) -> HttpResponse:
    """Requests, preparations and committees of this community, newest first."""
    viewer = request.actor
    found = assembly.list_requests(viewer=viewer, cursor=request.GET.get("cursor"))
    return page(
        request,
        "desk/assembly_front.html",
        here="desk:assembly",
        title=_("The owners' assembly"),
        requests=[(one, _line(one), *state_of(one)) for one in found],
        preparations=[
            (one, _(BODIES[one.kind]), _(BODY_STATES[one.state]))
            for one in assembly.list_preparations(viewer=viewer)
        ],
        councils=assembly.list_councils(viewer=viewer),
        **_meetings(viewer),
        may_prepare=viewer.has(*OFFICES),
        sets_witnesses=viewer.has(*SETS),
        may_rule=viewer.has(*RUNS),
        may_take=viewer.has(*TAKES),
        next=found.next,
    )


@shell.staff_only(*SEES)
def request_page(request: shell.Request, asked_for: str) -> HttpResponse:
    """One request: how far it is, who signed for those who check, and what can be done."""
    viewer = request.actor
    card = assembly.get_request(viewer=viewer, request=asked_for)
    checks = viewer.has(*OFFICES)
    signed = assembly.list_signatures(viewer=viewer, request=asked_for) if checks else ()
    state, tone = state_of(card)
    return page(
        request,
        "desk/assembly_request.html",
        here="desk:assembly",
        title=card.title,
        card=card,
        kind=_(KINDS[card.kind]),
        state=state,
        tone=tone,
        line=_line(card),
        signed=signed,
        is_collecting=card.state is RequestState.COLLECTING,
        is_reached=card.state is RequestState.REACHED,
        may_prepare=card.state is RequestState.ACCEPTED and viewer.has(*OFFICES),
    )


@shell.staff_only(*SEES)
@shell.submit_once
def request_act(request: shell.Request, asked_for: str, act: str) -> HttpResponse:
    """Enter a signature from paper, or answer the request."""
    found = _ACTS.get(act)
    if found is None:
        raise Refused("not_found", "There is no such page.")
    assembly.get_request(viewer=request.actor, request=asked_for)
    back = reverse("desk:assembly-request", args=[asked_for])
    return asked(request, found, asked_for, "", back)


@shell.staff_only(*OFFICES)
@shell.post_only
@shell.submit_once
def prepare(request: shell.Request) -> HttpResponse:
    """Begin to form the body that prepares."""
    made = assembly.open_preparation(
        by=request.actor, request=request.POST.get("request", ""), key=shell.key_of(request)
    )
    return redirect("desk:assembly-preparation", made)


def _meetings(viewer: Actor) -> dict[str, Any]:
    """What is under way stands first; receipts are for those who take ballots."""
    if not viewer.has(*TAKES):
        return {}
    found = assembly.list_assemblies(viewer=viewer)
    return {
        "under_way": [row_of(one) for one in found if one.stage not in ENDED],
        "meetings": [(one, read(one.title)) for one in found if one.announced_at],
    }


def _line(card: RequestCard) -> str:
    support = card.support
    heads = _("%(part)s of %(whole)s owners") % {"part": support.heads, "whole": support.all_heads}
    area = _("%(part)s of %(whole)s m²") % {"part": support.area, "whole": support.all_area}
    return joined((heads, area))


def _sign(request: shell.Request, asked_for: str, thing: str) -> None:
    given = request.FILES.get("scan")
    assembly.sign_on_paper(
        by=request.actor,
        request=asked_for,
        person=find_owner(request.actor, request.POST.get("who", ""), field="who"),
        known_by=request.POST.get("known_by", ""),
        name=given.name or "scan" if given else "scan",
        scan=given.read() if given else b"",
        key=shell.key_of(request),
    )


def _answer(request: shell.Request, asked_for: str, thing: str) -> None:
    assembly.answer_request(
        by=request.actor,
        request=asked_for,
        is_accepted=request.POST.get("says") == "yes",
        answer=request.POST.get("answer", ""),
    )


_ACTS: dict[str, Act] = {
    "paper": Act(
        title=lambda: _("Enter a signature from paper"),
        button=lambda: _("Enter it"),
        done=lambda: _("The signature is entered; its owner is told."),
        fields=lambda viewer, thing: (
            shell.Field(
                name="who",
                label=_("Who signed?"),
                hint=_("Name, or the whole phone number."),
                maxlength=60,
            ),
            shell.Field(
                name="known_by",
                label=_("How do you know who it is?"),
                kind="radio",
                choices=choices_of({str(one): words for one, words in KNOWN.items()}),
            ),
            shell.Field(
                name="scan",
                label=_("Photo or scan of the signed sheet"),
                kind="file",
                accept="image/*,application/pdf",
            ),
        ),
        do=_sign,
    ),
    "answer": Act(
        title=lambda: _("Answer the request"),
        button=lambda: _("Give this answer"),
        done=lambda: _("The answer is given; everybody can read it."),
        fields=lambda viewer, thing: (
            shell.Field(
                name="says",
                label=_("What is the answer?"),
                kind="radio",
                choices=(
                    shell.Choice("yes", _("We accept it")),
                    shell.Choice("no", _("We do not accept it")),
                ),
            ),
            text_field("answer", _("Why?"), 4000),
        ),
        do=_answer,
    ),
}
