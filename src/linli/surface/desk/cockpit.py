"""The overview: who waits, where something is open, which devices speak; each with its source."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.foundation.devices.api import DeviceCard, list_devices, list_outcomes
from linli.kernel import Actor, now
from linli.support.matters import api as matters
from linli.surface.desk.pages import page
from linli.surface.desk.scales import Counted, counted_there, nearer
from linli.surface.desk.spots import Spot, cell_table, on_screen, place_table, spots_of
from linli.surface.shell import api as shell
from linli.surface.shell import speech
from linli.surface.shell.language import joined, read
from linli.surface.shell.templatetags.shell import since, span

_MOST_WAITING = 8
_LOOKED_AT = 200
_SLICE = 500


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure as a sentence, with what it counts and from what."""

    label: str
    value: str
    line: str
    definition: str
    source: str
    href: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Machines:
    """The devices in use: those that speak, those that fell silent, those nobody decided on."""

    active: int
    silent: tuple[DeviceCard, ...]
    unmandated: int
    registered: int

    @property
    def total(self) -> int:
        """All devices that should speak."""
        return self.active + len(self.silent)


@shell.staff_only()
def cockpit(request: shell.Request) -> HttpResponse:
    """The community at a glance, the waiting residents first; `?wall=1` for a screen on a wall.

    Whoever passes sees that screen: it names no home, no heading and nobody, and leads nowhere.
    """
    viewer = request.actor
    is_wall = request.GET.get("wall") == "1"
    if place := request.GET.get("place"):
        return nearer(request, place[:40], is_wall=is_wall)
    machines = _machines(viewer)
    waiting = _waiting(viewer)
    places, drawing = spots_of(viewer, machines.silent)
    busy = place_table(sorted((one for one in places if one.is_busy), key=Spot.rank))
    return page(
        request,
        "desk/machines_cockpit.html",
        here="desk:cockpit",
        title=_("Overview"),
        tiles=_tiles(viewer, machines, waiting, is_wall=is_wall),
        waiting=_waiting_table(waiting),
        drawing=drawing,
        busy=on_screen(busy, is_wall=is_wall),
        table=on_screen(place_table(places), is_wall=is_wall),
        machines=_machine_rows(viewer, machines),
        counted=_counted(),
        at=now(),
        is_wall=is_wall,
        cells=on_screen(cell_table(viewer), is_wall=is_wall),
    )


def _machines(viewer: Actor) -> Machines:
    cards = tuple(_all(viewer))
    in_use = [card for card in cards if card.state in ("active", "silent")]
    return Machines(
        active=sum(card.state == "active" for card in cards),
        silent=tuple(card for card in cards if card.state == "silent"),
        unmandated=sum(card.mandate is None for card in in_use),
        registered=sum(card.state == "registered" for card in cards),
    )


def _all(viewer: Actor) -> Iterable[DeviceCard]:
    cursor: str | None = None
    while True:
        found = list_devices(viewer=viewer, cursor=cursor, limit=_SLICE)
        yield from found
        if (cursor := found.next) is None:
            return


def _waiting(viewer: Actor) -> list[matters.MatterCard]:
    """Open reports of residents, who waits longest first."""
    return list(matters.list_waiting(viewer=viewer, limit=_LOOKED_AT))


def _longest(waiting: list[matters.MatterCard], any_late: bool, *, is_wall: bool) -> str:
    """How long, and where, a resident has waited past what was promised, or that none has."""
    late = next((card for card in waiting if card.is_overdue), None)
    if late is not None:
        names = {"span": since(late.opened_at), "place": read(late.place_label)}
        if is_wall:
            return _("The longest for %(span)s") % names
        return _("The longest for %(span)s, %(place)s") % names
    if any_late:
        return _("No report of a resident is among them.")
    return _("Nobody waits longer than promised.")


def _tiles(
    viewer: Actor, machines: Machines, waiting: list[matters.MatterCard], *, is_wall: bool
) -> tuple[Tile, ...]:
    figures = {one.key: one for one in matters.figures(viewer=viewer)}
    queue = reverse("desk:queue")
    overdue, confirmed = figures["overdue"], figures["resident_confirmed"]
    asking = figures["waiting_resident"]
    return (
        _tile(
            overdue,
            _("Waiting longer than promised"),
            _longest(waiting, bool(overdue.value), is_wall=is_wall),
            f"{queue}?lane=overdue",
            "wait" if overdue.value else "",
        ),
        _tile(
            figures["open"],
            _("Being seen to"),
            _("%(count)s more are done and wait for the resident's word")
            % {"count": asking.value or 0},
            f"{queue}?lane=open",
        ),
        _tile(
            confirmed,
            _("Residents say it is done"),
            _("Of %(count)s in 30 days; only the resident's word counts") % {"count": confirmed.n},
            f"{queue}?lane=done",
        ),
        Tile(
            label=_("Devices that speak"),
            value=f"{speech.number(machines.active)} / {speech.number(machines.total)}",
            line=_silent_line(machines),
            definition=_(
                "Devices that are switched on, and of these those heard of within the time their"
                " kind allows."
            ),
            source=_("The register of devices, counted at this moment"),
            href=reverse("desk:devices"),
        ),
    )


def _tile(figure: matters.Figure, name: str, line: str, href: str, tone: str = "") -> Tile:
    value = "–" if figure.value is None else speech.number(figure.value)
    units = {"%": "%", "件": ngettext("matter", "matters", int(figure.value or 0))}
    unit = units.get(figure.unit, "") if figure.value is not None else ""
    shown = f"{value}{unit}" if unit == "%" else f"{value} {unit}".strip()
    definition, source = read(figure.definition), read(figure.source)
    return Tile(name, shown, line, definition, source, href, tone)


def _silent_line(machines: Machines) -> str:
    if not machines.silent:
        return _("None is silent.")
    kinds = Counter(read(card.model_name) for card in machines.silent)
    named = joined(f"{name} {count}" for name, count in kinds.most_common(2))
    return _("%(count)s silent: %(kinds)s") % {"count": len(machines.silent), "kinds": named}


def _waiting_table(waiting: list[matters.MatterCard]) -> shell.Table:
    columns = (
        shell.Column(_("Matter")),
        shell.Column(_("Who answers"), is_short=True),
        shell.Column(_("Waiting"), is_short=True),
    )
    rows = [
        (
            shell.Cell(
                f"{read(card.heading)} · {read(card.place_label)}",
                reverse("desk:matter", args=[card.id]),
            ),
            card.assignee_name or _("nobody yet"),
            shell.Cell(span(now() - card.opened_at), tone="late" if card.is_overdue else "plain"),
        )
        for card in waiting[:_MOST_WAITING]
    ]
    return shell.Table(_("Waiting longest"), columns, rows, hides_caption=True)


def _counted() -> dict[str, Counted]:
    """For all that is not a tile: the list of those who wait, cells, places, devices."""
    return {
        "waiting": Counted(
            _("Open reports of residents that you may see, from the day they were made."),
            _("The record of matters, counted at this moment"),
        ),
        "cells": counted_there(),
        "places": Counted(
            _(
                "The matters of “Being seen to”, by building and shared place; homes in small"
                " buildings are only in the sum. Late: one of their clocks has run out. Silent:"
                " not heard of within the time the kind of device allows."
            ),
            _("The record of matters and the register of devices, counted at this moment"),
        ),
        "devices": Counted(
            _(
                "Silent: switched on, but not heard of within the time its kind allows. Without a"
                " decision: switched on, but no decision in force allows it. Waiting: known, but"
                " nobody has switched it on."
            ),
            _("The register of devices and the counters of what was refused, at this moment"),
        ),
    }


def _machine_rows(viewer: Actor, machines: Machines) -> list[dict[str, str]]:
    """Devices by how they stand, and what was refused because nobody decided it."""
    refused = dict(list_outcomes(viewer=viewer, outcome="no_mandate").totals)
    devices = reverse("desk:devices")
    count = speech.number(refused.get("no_mandate", 0))
    return [
        {
            "href": f"{devices}?state=silent",
            "title": _("%(count)s silent") % {"count": len(machines.silent)},
            "line": _("Switched on, but not heard of within the time their kind allows"),
        },
        {
            "href": f"{devices}?mandate=none",
            "title": _("%(count)s without a decision") % {"count": machines.unmandated},
            "line": _("%(count)s readings refused in seven days, none of them stored")
            % {"count": count},
        },
        {
            "href": f"{devices}?state=registered",
            "title": _("%(count)s wait for a person") % {"count": machines.registered},
            "line": _("Known, but nothing switches itself on"),
        },
    ]
