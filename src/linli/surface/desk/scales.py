"""The overview one step nearer: the buildings of a grid cell, the floors of one building."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.places.api import (
    PlaceCard,
    PlaceKind,
    get_place,
    get_places,
    list_footprints,
    list_places,
)
from linli.kernel import Actor, Refused, now
from linli.support.matters import api as matters
from linli.surface.desk.map import Standing, draw
from linli.surface.desk.pages import page
from linli.surface.desk.spots import on_screen
from linli.surface.desk.wording import reach
from linli.surface.shell import api as shell
from linli.surface.shell import speech
from linli.surface.shell.language import label
from linli.surface.shell.templatetags.shell import since

_SLICE = 500
_WIDE, _HIGH, _LEFT, _TOP = 132, 56, 8, 40


@dataclass(frozen=True, slots=True)
class Counted:
    """What a part of the page counts, and from what."""

    definition: str
    source: str


def counted_there() -> Counted:
    """For the figures of a cell, a building or its floors."""
    return Counted(
        _(
            "The matters of “Being seen to” that lie there. Late: one of their clocks has run out."
            " Waiting longest: the oldest of them."
        ),
        _("The record of matters, counted at this moment"),
    )


def nearer(request: shell.Request, place: str, *, is_wall: bool) -> HttpResponse:
    """The page of a grid cell or of a building."""
    card = get_place(viewer=request.actor, place=place)
    made = {PlaceKind.CELL: _cell, PlaceKind.BUILDING: _building}.get(card.kind)
    if made is None:
        raise Refused("not_found", "There is no such place.")
    shown = made(request.actor, card)
    shown["table"] = on_screen(shown["table"], is_wall=is_wall)
    return page(
        request,
        "desk/machines_scale.html",
        here="desk:cockpit",
        title=label(card),
        card=card,
        list_url="" if is_wall else _at(card.id),
        up=_up(request.actor, card),
        at=now(),
        is_wall=is_wall,
        counted=counted_there(),
        **shown,
    )


def _up(viewer: Actor, card: PlaceCard) -> tuple[str, str]:
    """The next larger scale: its address and name."""
    start = reverse("desk:cockpit")
    if card.cell is None:
        return start, _("Overview")
    return f"{start}?place={card.cell}", label(get_place(viewer=viewer, place=card.cell))


def _sum(count: matters.PlaceCount) -> tuple[tuple[str, str], ...]:
    return (
        (_("Being seen to"), speech.number(count.open)),
        (_("Late"), speech.number(count.overdue)),
        (_("Waiting longest"), since(count.oldest) or "–"),
    )


def _cell(viewer: Actor, card: PlaceCard) -> dict[str, Any]:
    inside = list_places(viewer=viewer, kind=PlaceKind.BUILDING, under=card.id, limit=_SLICE)
    open_by = {one.place: one for one in matters.count_open_by_place(viewer=viewer)}
    counts = {one.id: open_by.get(one.id) for one in inside}
    standings = {
        one.id: Standing(one.number, label(one), count.open if (count := counts[one.id]) else 0)
        for one in inside
    }
    standings[card.id] = Standing(label(card), label(card))
    cells = {one.place: one for one in matters.count_open_by_cell(viewer=viewer)}
    return {
        "drawing": draw(list_footprints(viewer=viewer), standings),
        "sums": _sum(cells[card.id]),
        "table": _buildings([(one, counts[one.id]) for one in inside]),
    }


def _buildings(rows: list[tuple[PlaceCard, matters.PlaceCount | None]]) -> shell.Table:
    start = reverse("desk:cockpit")
    columns = (
        shell.Column(_("Where")),
        shell.Column(_("Being seen to"), True),
        shell.Column(_("Late"), True),
        shell.Column(_("Since")),
    )
    return shell.Table(
        _("The buildings"),
        columns,
        [
            (
                shell.Cell(label(card), f"{start}?place={card.id}"),
                shell.Cell(speech.number(count.open if count else 0), _at(card.id)),
                shell.Cell(
                    speech.number(count.overdue if count else 0), _at(card.id, lane="overdue")
                ),
                since(count.oldest) if count else "",
            )
            for card, count in rows
        ],
    )


@dataclass(frozen=True, slots=True)
class Box:
    """One field of the drawn building; `words` is what stands in it, `open` None when hidden."""

    x: int
    y: int
    middle: int
    line: int
    width: int
    height: int
    title: str
    words: str
    open: int | None
    href: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A building seen from the front: entrances beside each other, the highest floors on top."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    heads: tuple[tuple[int, str], ...]
    most: int


def _building(viewer: Actor, card: PlaceCard) -> dict[str, Any]:
    count = matters.count_open_in_building(viewer=viewer, building=card.id)
    names = get_places(
        viewer=viewer,
        places={one.entrance for one in count.floors} | {one.place for one in count.shared},
    )
    entrances = sorted({one.entrance for one in count.floors}, key=lambda one: label(names[one]))
    shared = _shared_by(entrances, count.shared, names)
    return {
        "front": _front(card, entrances, count, names, shared),
        "sums": _sum(count.whole),
        "table": _floors(card, entrances, count, names, shared),
        "hidden": any(one.open is None for one in count.floors),
    }


def _shared_by(
    entrances: list[str],
    counts: tuple[matters.PlaceCount, ...],
    names: dict[str, PlaceCard],
) -> Counter[str]:
    """What is open in shared parts, by the entrance it lies in; "" for the rest of the building."""
    found: Counter[str] = Counter()
    for one in counts:
        path = names[one.place].path if one.place in names else ()
        found[next((place for place in path if place in entrances), "")] += one.open
    return found


def _at(place: str, floors: str = "", lane: str = "open") -> str:
    """The list of what a figure counts."""
    part = f"&floors={floors}" if floors else ""
    return f"{reverse('desk:queue')}?lane={lane}&place={place}{part}"


def _of(one: matters.FloorCount, lane: str = "open") -> str:
    """The list behind the count of some floors; none where no count is shown."""
    if one.open is None:
        return ""
    return _at(one.entrance, f"{one.lowest}-{one.highest}", lane)


def _said(open_matters: int | None) -> str:
    return _("few homes") if open_matters is None else speech.number(open_matters)


def _floors(
    card: PlaceCard,
    entrances: list[str],
    count: matters.BuildingCount,
    names: dict[str, PlaceCard],
    shared: Counter[str],
) -> shell.Table:
    columns = (
        shell.Column(_("Where")),
        shell.Column(_("Homes"), True),
        shell.Column(_("Being seen to"), True),
        shell.Column(_("Late"), True),
    )
    rows: list[tuple[shell.Cell | str, ...]] = [
        (
            _("Shared parts of the building"),
            "–",
            shell.Cell(speech.number(shared[""]), _at(card.id, "shared")),
            "–",
        )
    ]
    for place in entrances:
        name = label(names[place])
        rows.append(
            (
                _("%(place)s, shared parts") % {"place": name},
                "–",
                shell.Cell(speech.number(shared[place]), _at(place, "shared")),
                "–",
            )
        )
        rows += [
            (
                f"{name} · {reach(one.lowest, one.highest)}",
                speech.number(one.homes),
                shell.Cell(_said(one.open), _of(one)),
                shell.Cell(_said(one.overdue), _of(one, "overdue")),
            )
            for one in reversed(count.floors)
            if one.entrance == place
        ]
    return shell.Table(_("Entrances and floors"), columns, rows)


def _front(
    card: PlaceCard,
    entrances: list[str],
    count: matters.BuildingCount,
    names: dict[str, PlaceCard],
    shared: Counter[str],
) -> Drawing:
    stacks = [[one for one in count.floors if one.entrance == place] for place in entrances]
    tallest = max((len(stack) for stack in stacks), default=0)
    boxes = []
    for column, (place, stack) in enumerate(zip(entrances, stacks, strict=True)):
        x, name = _LEFT + column * _WIDE, names[place].name
        for row, one in enumerate(stack):
            boxes.append(
                _box(
                    x,
                    tallest - 1 - row,
                    title=f"{name} · {reach(one.lowest, one.highest)}",
                    words=f"{one.lowest}–{one.highest}" if one.highest else "–",
                    open_matters=one.open,
                    href=_of(one),
                )
            )
        boxes.append(
            _box(
                x,
                tallest,
                title=f"{name} · {_('shared parts')}",
                words=_("shared"),
                open_matters=shared[place],
                href=_at(place, "shared"),
            )
        )
    heads = tuple(
        (_LEFT + column * _WIDE + _WIDE // 2 - 4, names[place].name)
        for column, place in enumerate(entrances)
    )
    known = [box.open for box in boxes if box.open is not None]
    return Drawing(
        width=_LEFT * 2 + max(len(entrances), 1) * _WIDE,
        height=_TOP + (tallest + 1) * _HIGH + 8,
        boxes=tuple(boxes),
        heads=heads,
        most=max(4, *known, 0),
    )


def _box(x: int, row: int, *, title: str, words: str, open_matters: int | None, href: str) -> Box:
    y = _TOP + row * _HIGH
    return Box(
        x=x,
        y=y,
        middle=x + (_WIDE - 8) // 2,
        line=y + 30,
        width=_WIDE - 8,
        height=_HIGH - 8,
        title=f"{title}: {_said(open_matters)}",
        words=f"{words} · {_said(open_matters)}" if open_matters is not None else words,
        open=open_matters,
        href=href,
    )
