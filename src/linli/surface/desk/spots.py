"""The places of the overview: what is open and what is silent there, on a map and in tables."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.devices.api import DeviceCard
from linli.foundation.places.api import (
    PlaceCard,
    PlaceKind,
    get_places,
    list_footprints,
    list_places,
)
from linli.kernel import Actor
from linli.support.matters import api as matters
from linli.surface.desk.map import Map, Standing, draw
from linli.surface.shell import api as shell
from linli.surface.shell import speech
from linli.surface.shell.language import label
from linli.surface.shell.templatetags.shell import since

_SLICE = 500


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the map and of the table beside it."""

    card: PlaceCard
    open: int
    overdue: int
    oldest: datetime | None
    silent: int

    @property
    def is_busy(self) -> bool:
        """Whether something is open or silent there."""
        return self.open > 0 or self.silent > 0

    def rank(self) -> tuple[int, int]:
        """What is late most comes first, then what has most open."""
        return -self.overdue, -self.open


def spots_of(viewer: Actor, quiet: Sequence[DeviceCard]) -> tuple[list[Spot], Map | None]:
    """Every place where one looks, and their map; `quiet` are the devices that fell silent."""
    outlines = list_footprints(viewer=viewer)
    counts = {one.place: one for one in matters.count_open_by_place(viewer=viewer)}
    hung = get_places(viewer=viewer, places={card.place for card in quiet if card.place})
    silent = Counter(_top(hung[card.place]) for card in quiet if card.place and card.place in hung)
    buildings = [
        card.id for card in list_places(viewer=viewer, kind=PlaceKind.BUILDING, limit=_SLICE)
    ]
    wanted = dict.fromkeys((*buildings, *(one.place for one in outlines), *counts, *silent))
    cards = get_places(viewer=viewer, places=wanted)
    spots = [
        _spot(card, counts.get(card.id), silent[card.id])
        for card in cards.values()
        if card.kind != PlaceKind.CELL
    ]
    standings = _standings(cards, {spot.card.id: spot for spot in spots})
    return spots, draw(outlines, standings)


def _top(card: PlaceCard) -> str:
    """The building a place is in, or itself when it stands alone."""
    return card.path[1] if len(card.path) > 1 else card.id


def _spot(card: PlaceCard, count: matters.PlaceCount | None, silent: int) -> Spot:
    if count is None:
        return Spot(card, 0, 0, None, silent)
    return Spot(card, count.open, count.overdue, count.oldest, silent)


def _standings(cards: Mapping[str, PlaceCard], spots: Mapping[str, Spot]) -> dict[str, Standing]:
    found = {}
    for place, card in cards.items():
        spot = spots.get(place)
        short = card.number if card.kind == PlaceKind.BUILDING else label(card)
        counts = (spot.open, spot.silent) if spot else (0, 0)
        found[place] = Standing(short, label(card), *counts)
    return found


def cell_table(viewer: Actor) -> shell.Table:
    """The grid cells, each with its way to the buildings in it and to its list."""
    counts = matters.count_open_by_cell(viewer=viewer)
    cards = get_places(viewer=viewer, places=[one.place for one in counts])
    queue, here = reverse("desk:queue"), reverse("desk:cockpit")
    columns = (
        shell.Column(_("Where")),
        shell.Column(_("Being seen to"), True),
        shell.Column(_("Late"), True),
        shell.Column(_("Since")),
    )
    rows = [
        (
            shell.Cell(label(cards[one.place]), f"{here}?place={one.place}"),
            shell.Cell(speech.number(one.open), f"{queue}?lane=open&place={one.place}"),
            shell.Cell(speech.number(one.overdue), f"{queue}?lane=overdue&place={one.place}"),
            since(one.oldest),
        )
        for one in counts
    ]
    return shell.Table(_("By grid cell"), columns, rows, hides_caption=True)


def on_screen(table: shell.Table, *, is_wall: bool) -> shell.Table:
    """A table as it stands on a screen; on the wall nothing of it leads on."""
    return table.unlinked() if is_wall else table


def place_table(spots: list[Spot]) -> shell.Table:
    """Places with what is open, late and silent there, each with its way on."""
    queue, here = reverse("desk:queue"), reverse("desk:cockpit")
    columns = (
        shell.Column(_("Where")),
        shell.Column(_("Being seen to"), True),
        shell.Column(_("Late"), True),
        shell.Column(_("Since")),
        shell.Column(_("Silent devices"), True),
    )
    rows = [
        (
            shell.Cell(
                label(spot.card),
                f"{here if spot.card.kind == PlaceKind.BUILDING else queue}?place={spot.card.id}",
            ),
            shell.Cell(speech.number(spot.open), f"{queue}?lane=open&place={spot.card.id}"),
            shell.Cell(speech.number(spot.overdue), f"{queue}?lane=overdue&place={spot.card.id}"),
            since(spot.oldest),
            speech.number(spot.silent),
        )
        for spot in spots
    ]
    return shell.Table(_("Where something is open"), columns, rows, hides_caption=True)
