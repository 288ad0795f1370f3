"""Changing the real community: places added, changed, put into grid cells, taken out of use."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.places import api
from linli.foundation.places.api import PlaceCard, PlaceKind
from linli.kernel import Actor, Refused, Role, Words
from linli.surface.desk.pages import ways
from linli.surface.shell import api as shell
from linli.surface.shell.language import label

BUILDERS = (Role.MANAGER, Role.OPERATOR)
KINDS = {
    PlaceKind.BUILDING: gettext_noop("Building"),
    PlaceKind.ENTRANCE: gettext_noop("Entrance"),
    PlaceKind.DWELLING: gettext_noop("Dwelling"),
    PlaceKind.FACILITY: gettext_noop("Shared facility"),
    PlaceKind.ROOM: gettext_noop("Room"),
    PlaceKind.CELL: gettext_noop("Grid cell"),
}
_IN_CELLS = (PlaceKind.BUILDING, PlaceKind.FACILITY, PlaceKind.ROOM)
_OUT = "-"


@shell.staff_only(*BUILDERS)
@shell.submit_once
def add(request: shell.Request, place: str) -> HttpResponse:
    """A new place in this one."""
    above = api.get_place(viewer=request.actor, place=place)
    kinds = api.kinds_in(viewer=request.actor, place=place)
    if not kinds:
        raise Refused("not_found", "Nothing can stand in this place.")

    def made() -> str:
        given = request.POST
        kind = given.get("kind", "")
        if kind not in kinds:
            raise Refused("invalid", "Please choose what kind of place it is.", field="kind")
        return api.add_place(
            by=request.actor,
            kind=PlaceKind(kind),
            parent=above.id,
            number=given.get("number", ""),
            name=given.get("name", ""),
            name_en=given.get("name_en", ""),
            area=given.get("area", "").strip() or None,
            key=shell.key_of(request),
        )

    choices = tuple(shell.Choice(str(one), _(KINDS[one])) for one in kinds)
    kind = shell.Field(name="kind", label=_("What is it?"), kind="radio", choices=choices)
    title = _("A new place in %(place)s") % {"place": label(above)}
    fields, said = (kind, *_fields()), _("The place is there now.")
    return _asked(request, above, title=title, fields=fields, act=made, said=said)


@shell.staff_only(*BUILDERS)
@shell.submit_once
def change(request: shell.Request, place: str) -> HttpResponse:
    """Another number, name, area or grid cell; for the community, what it says of itself."""
    card = api.get_place(viewer=request.actor, place=place)
    if card.kind is PlaceKind.COMMUNITY:
        return _change_community(request, card)
    cells = _cells(request.actor, card)

    def changed() -> str:
        given = request.POST
        cell = given.get("cell", "")
        if cells and cell and cell != (card.cell or _OUT):
            api.put_in_cell(by=request.actor, place=place, cell=None if cell == _OUT else cell)
        api.change_place(
            by=request.actor,
            place=place,
            number=given.get("number", ""),
            name=given.get("name", ""),
            name_en=given.get("name_en", ""),
            area=given.get("area", "").strip() or None,
        )
        return place

    title = _("Change %(place)s") % {"place": label(card)}
    fields, said = (*_fields(card), *cells), _("Changed.")
    return _asked(request, card, title=title, fields=fields, act=changed, said=said)


def _change_community(request: shell.Request, card: PlaceCard) -> HttpResponse:
    now = api.get_community(viewer=request.actor, community=card.id)

    def changed() -> str:
        given = request.POST
        api.change_community(
            by=request.actor,
            community=card.id,
            name=given.get("name", ""),
            name_en=given.get("name_en", ""),
            phone=given.get("phone", ""),
            timezone=given.get("timezone", ""),
            desk=Words(given.get("desk", ""), given.get("desk_en", "")),
            desk_hours=Words(given.get("desk_hours", ""), given.get("hours_en", "")),
        )
        return card.id

    rows = (
        ("name", _("What is it called?"), now.name),
        ("name_en", _("The same in English"), now.name_en),
        ("phone", _("Phone of the service desk"), now.phone),
        ("desk", _("Where is the service desk?"), now.desk.zh),
        ("desk_en", _("Where it is, in English"), now.desk.en),
        ("desk_hours", _("When is it open?"), now.desk_hours.zh),
        ("hours_en", _("When it is open, in English"), now.desk_hours.en),
        ("timezone", _("The time on its clocks"), now.timezone),
    )
    fields = tuple(
        shell.Field(name=name, label=words, value=(value,), maxlength=200)
        for name, words, value in rows
    )
    title = _("What the community says of itself")
    return _asked(request, card, title=title, fields=fields, act=changed, said=_("Changed."))


@shell.staff_only(*BUILDERS)
@shell.post_only
@shell.submit_once
def retire(request: shell.Request, place: str) -> HttpResponse:
    """No longer in use, with all that lies in it; its history stays."""
    api.retire_place(by=request.actor, place=place)
    back = reverse("desk:place-back", args=[place])
    shell.say(request, _("No longer in use. What happened here stays on record."), undo_url=back)
    return redirect("desk:place", place)


@shell.staff_only(*BUILDERS)
@shell.post_only
@shell.submit_once
def bring_back(request: shell.Request, place: str) -> HttpResponse:
    """In use again, with what was taken out of use together with it."""
    api.bring_back_place(by=request.actor, place=place)
    shell.say(request, _("In use again."))
    return redirect("desk:place", place)


def offers(viewer: Actor, card: PlaceCard) -> dict[str, Any]:
    """What a builder can do from a place's page."""
    if not viewer.has(*BUILDERS):
        return {"may_build": False}
    gone: list[PlaceCard] = []
    may_hold = bool(api.kinds_in(viewer=viewer, place=card.id))
    if may_hold:
        below = api.list_places(viewer=viewer, parent=card.id, with_retired=True, limit=500)
        gone = [one for one in below if one.is_retired]
    return {"may_build": True, "may_hold": may_hold, "gone": gone}


def _asked(
    request: shell.Request,
    card: PlaceCard,
    *,
    title: str,
    fields: tuple[shell.Field, ...],
    act: Callable[[], str],
    said: str,
) -> HttpResponse:
    """The form, and when it is sent the act and the place it leads to."""
    refusals = []
    if request.method == "POST":
        try:
            place = act()
        except Refused as refused:
            refusals.append(refused)
        else:
            shell.say(request, said)
            return redirect("desk:place", place)
    return shell.question(
        request,
        title=title,
        fields=fields,
        button=_("Write it down"),
        back=reverse("desk:place", args=[card.id]),
        refusals=refusals,
        template="desk/work_ask.html",
        ways=ways(request.actor, "desk:people"),
    )


def _fields(card: PlaceCard | None = None) -> tuple[shell.Field, ...]:
    area = f"{card.area:f}" if card and card.area is not None else ""
    return (
        shell.Field(
            name="number",
            label=_("Its number"),
            hint=_("3 for building 3; for a facility or room, what tells it apart here."),
            value=(card.number if card else "",),
            maxlength=40,
            size="mid",
        ),
        shell.Field(
            name="name",
            label=_("Its name, if it has one"),
            value=(card.own_name if card else "",),
            maxlength=60,
        ),
        shell.Field(
            name="name_en",
            label=_("The same in English"),
            value=(card.own_name_en if card else "",),
            maxlength=60,
        ),
        shell.Field(
            name="area",
            label=_("Floor area in square metres"),
            hint=_("May stay empty."),
            value=(area,),
            inputmode="decimal",
            maxlength=20,
            size="mid",
        ),
    )


def _cells(viewer: Actor, card: PlaceCard) -> tuple[shell.Field, ...]:
    """The choice of a grid cell, for what stands directly in the community."""
    if card.kind not in _IN_CELLS or card.parent != card.community:
        return ()
    known = api.every_place(viewer=viewer, kind=PlaceKind.CELL)
    choices = (
        shell.Choice(_OUT, _("In none")),
        *(shell.Choice(one.id, label(one)) for one in known),
    )
    return (
        shell.Field(
            name="cell",
            label=_("In which grid cell?"),
            kind="select",
            choices=choices,
            value=(card.cell or _OUT,),
        ),
    )
