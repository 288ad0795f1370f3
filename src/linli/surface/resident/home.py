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
from linli.surface.resident import doors, helping, notices, showing, unfinished, useful
from linli.surface.resident.assembly.heads import waiting as open_votes
from linli.surface.resident.assembly.listing import call_of
from linli.surface.shell import api as shell
from linli.surface.shell.language import read

_DESK = "/desk/"
_AT_HOME = (Role.OWNER, Role.RESIDENT, Role.HELPER, Role.COUNCIL)


def home(request: shell.Request) -> HttpResponse:
    """Home for whoever lives here; the desk for staff; a short welcome for everyone else."""
    actor = request.actor
    if actor.person is None:
        return _once(request, "resident/welcome.html", {"title": _("Welcome")})
    if actor.is_staff and not actor.has(*_AT_HOME) and _has_desk() and not actor.on_behalf_of:
        return redirect(_DESK)
    return _once(request, "resident/home.html", _page(request))


def _once(request: shell.Request, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page, with word of 长辈版 the first time a device is here and never again."""
    is_first = not shell.has_chosen_face(request)
    response = render(request, template, {**context, "is_first_time": is_first})
    if is_first:
        shell.keep_face(request, response)
    return response


def _has_desk() -> bool:
    try:
        resolve(_DESK)
    except Resolver404:
        return False
    return True


def _page(request: shell.Request) -> dict[str, Any]:
    viewer, is_elder = request.actor, request.face == "elder"
    found = list_my_matters(viewer=viewer)
    fresh = notices.new_ones(viewer)
    # What asks for an answer shows as the matter that waits for it; a confirmed one asks nothing.
    settled = [card for card in found.finished if card.state is State.CONFIRMED]
    shown = {_address(card.id) for card in (*found.waiting_for_me, *settled)}
    told = [one for one in notices.newest_of_each(fresh) if one.href not in shown]
    votes = [call_of(one) for one in open_votes(viewer)]
    waiting = len(votes) + len(found.waiting_for_me) + len(told)
    most = 1 if is_elder else 3
    called = votes[:most]
    matters = found.waiting_for_me[: most - len(called)]
    told = told[: most - len(called) - len(matters)]
    begun = unfinished.begun(viewer)
    person = get_person(viewer=viewer, person=viewer.subject or "")
    hands = helping.on_home(viewer)
    rows = [bool(waiting), bool(begun), hands is not None]
    return {
        "title": _("Home"),
        "name": person.name,
        "waiting": waiting,
        "waiting_words": ngettext(
            "%(count)s thing waits for you", "%(count)s things wait for you", waiting
        )
        % {"count": waiting},
        "votes": called,
        "judge": [(read(card.heading), read(card.place_label), card) for card in matters],
        "told": told,
        "begun": begun,
        "doors": doors.of_home(
            request.face,
            work=_work(viewer),
            running=_running(found),
            more=max(0, waiting - len(called) - len(matters) - len(told)),
            is_full=all(rows),
        ),
        "hands": hands,
        "useful": useful.cards_for(
            viewer, useful.room(request.face, sum(rows)), has_phone=bool(person.phone_masked)
        ),
        **({} if is_elder else _below(viewer, found)),
    }


def _below(viewer: Actor, found: MyMatters) -> dict[str, Any]:
    """What 标准版 shows under the doors."""
    return {
        "running": [showing.row_of(card) for card in found.waiting_for_staff[:5]],
        "heard": notices.seen_ones(viewer)[:3],
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
