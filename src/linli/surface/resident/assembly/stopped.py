"""Plain pages for a vote that cannot be given here and now: why, and what one can do instead."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly.api import AssemblySheet, OwnHead
from linli.surface.resident.assembly.heads import given
from linli.surface.shell import api as shell
from linli.surface.shell.convening import voting as words
from linli.surface.shell.templatetags.shell import moment


@dataclass(frozen=True, slots=True)
class Stop:
    """Why not, in a title and a sentence; `steps` are what one can do next: address and words."""

    title: str
    words: str
    steps: tuple[tuple[str, str], ...] = ()


def stop_of(code: str, sheet: AssemblySheet, one: OwnHead | None = None) -> Stop:
    """The page for a code of `hinders`, or for what somebody is to this vote."""
    card = sheet.card
    here = {"opens": moment(card.opens_at), "closes": moment(card.closes_at)}
    paper = (reverse("resident:assembly-paper", args=[card.id]), _("Vote in another way"))
    objection = (reverse("resident:assembly-object", args=[card.id]), _("Object to the roll"))
    receipt = (reverse("resident:assembly-receipt", args=[card.id]), _("My receipt"))
    stops = {
        "not_open": Stop(
            _("The vote has not begun"), _("It begins %(opens)s and ends %(closes)s.") % here
        ),
        "closed": Stop(
            _("The vote has ended"),
            _("It ended %(closes)s. What came in until then is counted.") % here,
        ),
        "another_represents": Stop(
            _("Another owner votes for this home"),
            _("The owners chose one of themselves to vote. If that is wrong, tell the desk today."),
            (paper,),
        ),
        "has_voted_self": Stop(
            _("The owner has voted already"),
            _("An owner's own ballot ends the proxy. You need not do anything."),
        ),
        "not_here": Stop(
            _("This vote is not taken on the screen"),
            _("Vote on paper or as the notice says, until %(closes)s.") % here,
            (paper,),
        ),
        "nobody": Stop(
            _("You are not on the roll of this vote"),
            _("If you own a home here, object to the roll. The desk helps you with it."),
            (objection,),
        ),
        "voted": Stop(_("You have voted"), _voted(one), (receipt,)),
        "card": Stop(
            _("A paper card cannot vote"),
            _("It is easily lost. Log in with your phone, or vote on paper."),
            (paper,),
        ),
        "helper": Stop(
            _("Nobody votes with another's log-in"),
            _("A vote for somebody needs a written proxy. The desk writes it down."),
            (paper,),
        ),
    }
    return stops[code]


def _voted(one: OwnHead | None) -> str:
    if one is None or not (ballots := given(one)):
        return ""
    last = ballots[-1]
    return _("Ballot %(number)s came in %(how)s, %(when)s.") % {
        "number": last.number,
        "how": _(words.CHANNELS[last.channel]),
        "when": moment(last.at),
    }


def stopped(
    request: shell.Request, sheet: AssemblySheet, stop: Stop, *, status: int = 200
) -> HttpResponse:
    """The page itself."""
    context = {"title": stop.title, "stop": stop, "sheet": sheet}
    return render(request, "resident/assembly/stopped.html", context, status=status)
