"""The public ledger at the desk: who vouches for it, and how many of them it takes."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.kernel import Refused, Role
from linli.support.ledger import api as ledger
from linli.support.ledger.api import LogCard, WitnessCard
from linli.surface.desk.assembly_acts import asked
from linli.surface.desk.pages import page
from linli.surface.shell import api as shell
from linli.surface.shell.convening.asking import Act, said_number
from linli.surface.shell.templatetags.shell import moment

SETS = (Role.MANAGER, Role.COMMITTEE, Role.STREET, Role.COUNCIL)


@shell.staff_only(*SETS)
def ledger_page(request: shell.Request) -> HttpResponse:
    """The ledger's key to give away, how many must sign, and how each witness stands."""
    community = request.actor.community
    log = _log(request)
    witnesses = ledger.list_witnesses(viewer=request.actor, community=community) if log else ()
    return page(
        request,
        "desk/assembly_ledger.html",
        here="desk:assembly",
        title=_("The public ledger"),
        log=log,
        community=community,
        count=sum(one.retired_at is None for one in witnesses),
        witnesses=[(one, _line(one), *_state(one)) for one in witnesses],
    )


@shell.staff_only(*SETS)
@shell.submit_once
def act(request: shell.Request, act: str, thing: str) -> HttpResponse:
    """Take a witness in, let one go, or say how many are needed; `thing` is a witness or "-"."""
    found = _ACTS.get(act)
    if found is None or (act == "retire" and thing not in _active(request)):
        raise Refused("not_found", "There is no such page.")
    return asked(request, found, request.actor.community, thing, reverse("desk:ledger"))


def _log(request: shell.Request) -> LogCard | None:
    try:
        return ledger.get_log(viewer=request.actor, community=request.actor.community)
    except Refused:  # it begins with its first witness or its first entry
        return None


def _active(request: shell.Request) -> set[str]:
    if _log(request) is None:
        return set()
    found = ledger.list_witnesses(viewer=request.actor, community=request.actor.community)
    return {one.id for one in found if one.retired_at is None}


def _state(card: WitnessCard) -> tuple[str, str]:
    """How a witness stands, and the tone of that."""
    if card.retired_at is not None:
        return _("vouches no more"), ""
    if card.is_refused:
        return _("has seen something else"), "late"
    if card.is_behind or not card.size:
        return _("not signed yet"), "wait"
    return _("has signed"), "ok"


def _line(card: WitnessCard) -> str:
    if card.signed_at is None:
        return _("Has not signed anything so far.")
    return _("Signed last: %(when)s") % {"when": moment(card.signed_at)}


def _add(request: shell.Request, community: str, thing: str) -> None:
    given = request.POST
    ledger.add_witness(
        by=request.actor,
        community=community,
        name=given.get("name", ""),
        url=given.get("url", ""),
        vkey=given.get("vkey", ""),
    )


_ACTS: dict[str, Act] = {
    "add": Act(
        title=lambda: _("Take in a witness"),
        button=lambda: _("Take it in"),
        done=lambda: _("It is asked to sign from now on."),
        fields=lambda viewer, thing: (
            shell.Field(name="name", label=_("Who is it, as people here say?"), maxlength=40),
            shell.Field(
                name="url",
                label=_("At which address does it answer?"),
                hint=_("Such as http://10.0.0.7:8100"),
                maxlength=200,
            ),
            shell.Field(
                name="vkey",
                label=_("Its public key"),
                hint=_("Have it read to you by those who run it."),
                maxlength=200,
            ),
        ),
        do=_add,
    ),
    "needed": Act(
        title=lambda: _("How many witnesses must sign?"),
        button=lambda: _("Set it"),
        done=lambda: _("It is written down."),
        fields=lambda viewer, thing: (
            shell.Field(name="needed", label=_("How many?"), inputmode="numeric"),
        ),
        do=lambda request, community, thing: ledger.need_witnesses(
            by=request.actor,
            community=community,
            needed=said_number(request, "needed"),
        ),
    ),
    "retire": Act(
        title=lambda: _("This witness vouches no more; what it has signed stays signed."),
        button=lambda: _("Let it go"),
        done=lambda: _("It is asked no more."),
        do=lambda request, community, thing: ledger.retire_witness(
            by=request.actor, community=community, witness=thing
        ),
    ),
}
