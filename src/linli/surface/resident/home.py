"""The first page: what waits for me, what I can do, what is under way; for strangers, the door."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.foundation.people.api import get_person
from linli.kernel import Actor, Role
from linli.support.matters.api import MyMatters, State, count_lanes, list_around, list_my_matters
from linli.surface.resident import notices, showing, unfinished
from linli.surface.resident.wording import read
from linli.surface.shell import api as shell

_DESK = "/desk/"
_AT_HOME = (Role.OWNER, Role.RESIDENT, Role.HELPER, Role.COUNCIL)


def home(request: shell.Request) -> HttpResponse:
    """Home for whoever lives here; the desk for staff; a short welcome for everyone else."""
    actor = request.actor
    if actor.person is None:
        return render(request, "resident/welcome.html", {"title": _("Welcome")})
    if actor.is_staff and not actor.has(*_AT_HOME) and _has_desk() and not actor.on_behalf_of:
        return redirect(_DESK)
    return render(request, "resident/home.html", _page(request))


def _has_desk() -> bool:
    try:
        resolve(_DESK)
    except Resolver404:
        return False
    return True


def _page(request: shell.Request) -> dict[str, Any]:
    viewer = request.actor
    found = list_my_matters(viewer=viewer)
    told = notices.new_ones(viewer)
    # What asks for an answer shows as the matter that waits for it; a confirmed one asks nothing.
    settled = [card for card in found.finished if card.state is State.CONFIRMED]
    shown = {_address(card.id) for card in (*found.waiting_for_me, *settled)}
    told = [one for one in notices.newest_of_each(told) if one.href not in shown]
    waiting = len(found.waiting_for_me) + len(told)
    most = 1 if request.face == "elder" else 3
    matters = found.waiting_for_me[:most]
    return {
        "title": _("Home"),
        "name": get_person(viewer=viewer, person=viewer.subject or "").name,
        "waiting": waiting,
        "waiting_words": ngettext(
            "%(count)s thing waits for you", "%(count)s things wait for you", waiting
        )
        % {"count": waiting},
        "judge": [(read(card.heading), card.place_label, card) for card in matters],
        "told": told[: most - len(matters)],
        "more": max(0, waiting - len(matters) - len(told[: most - len(matters)])),
        "work": _work(viewer),
        "begun": unfinished.begun(viewer),
        "running": [showing.row_of(card) for card in found.waiting_for_staff[:5]],
        "running_line": _running(found),
        "latest": [
            showing.neighbour_row(card)
            for card in list_around(viewer=viewer, limit=6)
            if not card.is_mine
        ][:3],
    }


def _work(viewer: Actor) -> str:
    """How much an owners' council member has to see to; empty for everyone else."""
    if not viewer.has(Role.COUNCIL) or viewer.on_behalf_of:
        return ""
    count = next(one.count for one in count_lanes(viewer=viewer) if one.lane == "mine")
    return ngettext("%(count)s with you", "%(count)s with you", count) % {"count": count}


def _address(matter: str) -> str:
    return reverse("resident:matter", args=[matter])


def _running(found: MyMatters) -> str:
    count = len(found.waiting_for_staff) + len(found.waiting_for_me)
    if not count:
        return ""
    return ngettext("%(count)s under way", "%(count)s under way", count) % {"count": count}
