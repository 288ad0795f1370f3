"""待办: everything that waits, what is late first, found by whatever a caller would say."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Actor, Refused, Role
from linli.support.matters import api as matters
from linli.surface.desk.batch import chosen_url
from linli.surface.desk.pages import BATCHES, ENTERS, OFFICE, TELLS, page
from linli.surface.desk.seeking import seek
from linli.surface.desk.wording import reach, state
from linli.surface.shell import api as shell
from linli.surface.shell.language import label, read
from linli.surface.shell.templatetags.shell import day

LANES = {
    "new": gettext_noop("New"),
    "due_today": gettext_noop("Due today"),
    "overdue": gettext_noop("Late"),
    "supervised": gettext_noop("Under supervision"),
    "waiting_resident": gettext_noop("Waiting for a resident"),
    "waiting_check": gettext_noop("Waiting for a check"),
    "mine": gettext_noop("Mine"),
    "done": gettext_noop("Finished"),
}
NATURES = {
    "demand": gettext_noop("From residents"),
    "alarm": gettext_noop("From devices"),
    "task": gettext_noop("Tasks"),
}
PREFERS = {
    people.ChannelKind.PHONE: gettext_noop("Please ring"),
    people.ChannelKind.PAPER: gettext_noop("Reads on paper"),
}
_SLOT, _MOST = "lane", 200
_FILTERS = ("place", "category", "state", "nature", "assignee", "floors", "trend")
_LISTS = frozenset({*LANES, "open"})
"""The lanes, and what the figure “Being seen to” counts."""


@shell.signed_in
def front(request: shell.Request) -> HttpResponse:
    """Where a staff log-in leads: the list, the assemblies for the owners' council, and for all who
    do not work at this desk their home."""
    actor = request.actor
    if actor.is_staff:
        return queue(request)
    return redirect("desk:assembly" if actor.has(Role.COUNCIL) else "/")


@shell.staff_only()
def queue(request: shell.Request) -> HttpResponse:
    """The list, by lane; without a lane everything this viewer sees."""
    asked, viewer = request.GET, request.actor
    lane, search = asked.get("lane", ""), asked.get("q", "").strip()[:80]
    is_narrowed = any(asked.get(name) for name in _FILTERS)
    is_sought = bool(search and lane not in _LISTS and not is_narrowed and "cursor" not in asked)
    remember_lane(request, lane if lane in LANES else "")
    found = matters.list_matters(
        viewer=viewer, **narrowing(request), search=search, cursor=asked.get("cursor")
    )
    return page(
        request,
        "desk/work_queue.html",
        here="desk:queue",
        title=_("Matters"),
        found=found,
        lanes=_lanes(request, lane),
        lane=lane,
        search=search,
        hits=seek(viewer, search) if is_sought else (),
        filters=_filters(request),
        is_narrowed=is_narrowed,
        counted=_counted(request),
        may_enter=viewer.has(*ENTERS),
        has_shift=viewer.has(*OFFICE, *TELLS),
        may_choose=viewer.has(*BATCHES),
        all_url=chosen_url(one.id for one in found.items),
        prefers=prefers(viewer, found),
    )


def prefers(viewer: Actor, cards: Iterable[matters.MatterCard]) -> dict[str, str]:
    """By matter, how its resident wants to be told when it is not on a screen."""
    asked = {card.id: card.reporter for card in cards if card.reporter}
    first = people.list_first_channels(viewer=viewer, people=asked.values())
    return {
        matter: _(PREFERS[first[person]])
        for matter, person in asked.items()
        if first.get(person) in PREFERS
    }


def remember_lane(request: shell.Request, lane: str) -> None:
    """The list one works through, so that “next” on a matter leads on in it."""
    if request.session.get(_SLOT, "") != lane:
        request.session[_SLOT] = lane


@shell.staff_only()
def following(request: shell.Request, matter: str) -> HttpResponse:
    """The next matter of the list one works through; at its end the list itself."""
    lane = request.session.get(_SLOT, "")
    cards = matters.list_matters(
        viewer=request.actor, lane=lane if lane in LANES else None, limit=_MOST
    ).items
    ids = [card.id for card in cards]
    place = ids.index(matter) + 1 if matter in ids else 0
    if place < len(ids):
        return redirect("desk:matter", ids[place])
    return redirect(f"{reverse('desk:queue')}{f'?lane={lane}' if lane else ''}")


def narrowing(request: shell.Request) -> dict[str, Any]:
    """The lane and the filters that were asked for, as the list takes them."""
    lane = request.GET.get("lane", "")
    filters = {name: request.GET.get(name) or None for name in _FILTERS}
    return {"lane": lane if lane in _LISTS else None, **filters, "week": _week(request)}


def _week(request: shell.Request) -> date | None:
    if not request.GET.get("trend"):
        return None
    try:
        return date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        raise Refused("invalid", "There is no such list.", field="week") from None


def _counted(request: shell.Request) -> str:
    """Which figure led here: the list is of the same week, or the same part of a building."""
    asked = request.GET
    if asked.get("trend"):
        trends = {one.key: one for one in matters.list_trends(viewer=request.actor)}
        monday = _week(request)
        since = day(shell.start_of(monday)) if monday else ""
        names = {"figure": read(trends[asked["trend"]].name), "day": since}
        return _("%(figure)s, in the week from %(day)s") % names
    if not (asked.get("floors") and asked.get("place")):
        return ""
    place = label(places.get_place(viewer=request.actor, place=asked["place"]))
    if asked["floors"] == "shared":
        return _("%(place)s, shared parts") % {"place": place}
    return f"{place} · {reach(*asked['floors'].split('-', 1))}"


def _lanes(request: shell.Request, current: str) -> tuple[shell.Way, ...]:
    counts = {one.lane: one.count for one in matters.count_lanes(viewer=request.actor)}
    start = reverse("desk:queue")
    everything = shell.Way(start, _("Everything"), current not in LANES)
    return (
        everything,
        *(
            shell.Way(f"{start}?lane={lane}", _(words), lane == current, counts.get(lane))
            for lane, words in LANES.items()
        ),
    )


def _filters(request: shell.Request) -> tuple[shell.Field, ...]:
    viewer = request.actor
    kinds = matters.list_categories(viewer=viewer)
    offered = {
        "place": (_("Where"), _("Everywhere"), _spots(viewer)),
        "category": (_("What"), _("Everything"), [(one.key, read(one.name)) for one in kinds]),
        "state": (_("How far"), _("All"), [(str(one), state(one)) for one in matters.State]),
        "nature": (_("From whom"), _("All"), [(key, _(said)) for key, said in NATURES.items()]),
        "assignee": (_("With whom"), _("Anyone"), _staff(viewer)),
    }
    return tuple(
        shell.Field(
            name=name,
            label=said,
            kind="select",
            value=(request.GET.get(name, ""),),
            choices=(shell.Choice("", every), *(shell.Choice(*one) for one in choices)),
        )
        for name, (said, every, choices) in offered.items()
    )


def _spots(viewer: Actor) -> list[tuple[str, str]]:
    kinds = (places.PlaceKind.CELL, places.PlaceKind.BUILDING, places.PlaceKind.FACILITY)
    cards = [card for kind in kinds for card in places.every_place(viewer=viewer, kind=kind)]
    return [(card.id, label(card)) for card in cards]


def _staff(viewer: Actor) -> list[tuple[str, str]]:
    cards = {one.person.id: one.person.name for one in people.list_staff(viewer=viewer)}
    return list(cards.items())
