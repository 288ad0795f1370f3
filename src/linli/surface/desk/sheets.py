"""The lists of the desk as spreadsheets, with the same filters and for the same roles."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeVar

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.foundation.devices import api as devices
from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Actor, Page, Refused, Role
from linli.support.matters import api as matters
from linli.surface.desk.machine_words import named, said_state
from linli.surface.desk.machines import RUNNERS
from linli.surface.desk.pages import OFFICE, REGISTER
from linli.surface.desk.people import RELATIONS
from linli.surface.desk.queue import narrowing
from linli.surface.desk.wording import role, state
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined, label, read
from linli.surface.shell.spreadsheets import MOST_ROWS, Value, spreadsheet

T = TypeVar("T")
_SLICE = 200
MOST_PEOPLE = 5_000
_Rows = Iterator[tuple[Value, ...]]


@shell.staff_only()
def queue(request: shell.Request, kind: str) -> HttpResponse:
    """The matters of the queue, as it is filtered."""
    columns = (
        *(_("Number"), _("What"), _("Where"), _("How far"), _("How pressing"), _("Reported")),
        *(_("Should be done by"), _("With whom"), _("For")),
    )
    return spreadsheet(kind, "matters", columns, _matters(request))


def _matters(request: shell.Request) -> _Rows:
    viewer, filters = request.actor, narrowing(request)
    search = request.GET.get("q", "").strip()[:80]

    def slice_of(cursor: str | None) -> Page[matters.MatterCard]:
        return matters.list_matters(
            viewer=viewer, **filters, search=search, cursor=cursor, limit=_SLICE
        )

    for card in _each(slice_of):
        yield (
            *(card.number, read(card.heading), read(card.place_label), state(card.state)),
            *(read(card.severity_name), card.opened_at, card.promised_at),
            *(card.assignee_name, card.reporter_name),
        )


@shell.staff_only(*REGISTER)
@shell.post_only
def register(request: shell.Request, kind: str) -> HttpResponse:
    """People with what they are to which home, as far as the viewer may see them; phones stay
    masked, and each person can read that they were on a list, and why."""
    search, only = request.POST.get("q", "").strip()[:80], request.POST.get("role", "")
    wanted = Role(only) if only in {str(one) for one in Role} else None

    def slice_of(cursor: str | None) -> Page[people.PersonCard]:
        return people.list_people(
            viewer=request.actor, search=search, role=wanted, cursor=cursor, limit=_SLICE
        )

    found = list(islice(_each(slice_of), MOST_PEOPLE + 1))
    reason = request.POST.get("reason", "")
    try:
        people.note_list(by=request.actor, people=[card.id for card in found], reason=reason)
    except Refused as refused:
        shell.say(request, shell.said(refused), tone="late")
        return redirect("desk:people")
    columns = (_("Name"), _("Phone"), _("Is here as"), _("Dwelling"))
    return spreadsheet(kind, "people", columns, _people(request.actor, found))


def _people(viewer: Actor, found: list[people.PersonCard]) -> _Rows:
    homes = people.homes_of(viewer=viewer, people=[card.id for card in found])
    dwellings = {home.dwelling for each in homes.values() for home in each}
    cards = places.get_places(viewer=viewer, places=dwellings)
    for card in found:
        said = joined(
            f"{label(cards[home.dwelling])} {_(RELATIONS[home.relation])}"
            for home in homes.get(card.id, ())
            if home.dwelling in cards
        )
        yield card.name, card.phone_masked, joined(role(one) for one in card.roles), said


@shell.staff_only(*OFFICE, Role.GRID_WORKER)
def figures(request: shell.Request, kind: str) -> HttpResponse:
    """The figures of the overview, each with what it counts and of how many."""
    columns = (
        *(_("Figure"), _("Value"), _("Unit"), _("What it counts"), _("From"), _("Of how many")),
        _("Counted at"),
    )
    rows: _Rows = (
        (
            *(read(one.name), one.value, one.unit, read(one.definition), read(one.source)),
            *(one.n, one.at),
        )
        for one in matters.figures(viewer=request.actor)
    )
    return spreadsheet(kind, "figures", columns, rows)


@shell.staff_only(*RUNNERS)
def delivery(request: shell.Request, kind: str) -> HttpResponse:
    """The devices of one delivery, with their states and places; never a secret."""
    viewer, batch = request.actor, request.GET.get("batch", "")[:64]

    def slice_of(cursor: str | None) -> Page[devices.DeviceCard]:
        return devices.list_devices(viewer=viewer, batch=batch, cursor=cursor, limit=_SLICE)

    if not batch or not slice_of(None).items:
        raise Refused("not_found", "There is no such delivery.")
    columns = (_("Number"), _("Device"), _("State"), _("Where"))
    return spreadsheet(kind, "delivery", columns, _devices(viewer, slice_of))


def _devices(viewer: Actor, slice_of: Callable[[str | None], Page[devices.DeviceCard]]) -> _Rows:
    for cards in _slices(slice_of):
        spots = {card.place for card in cards if card.place}
        where = places.get_places(viewer=viewer, places=spots)
        for card in cards:
            spot = where.get(card.place or "")
            yield card.id, named(card), said_state(card.state), label(spot) if spot else ""


def _each(slice_of: Callable[[str | None], Page[T]]) -> Iterator[T]:
    for items in _slices(slice_of):
        yield from items


def _slices(slice_of: Callable[[str | None], Page[T]]) -> Iterator[tuple[T, ...]]:
    """Slice after slice until there is no more, bounded by what a file may hold."""
    cursor: str | None = None
    for _turn in range(MOST_ROWS // _SLICE + 1):
        page = slice_of(cursor)
        yield page.items
        cursor = page.next
        if cursor is None:
            return
