"""Outlines of places: one for a place, or a drawing of the whole community, as GeoJSON."""

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.foundation.places import api
from linli.foundation.places.api import DrawnOutline, PlaceCard, PlaceKind
from linli.kernel import Actor, Refused
from linli.surface.desk.pages import page
from linli.surface.desk.place_forms import BUILDERS
from linli.surface.shell import api as shell
from linli.surface.shell.language import label

_MOST_BYTES = 4 << 20


@shell.staff_only(*BUILDERS)
@shell.submit_once
def outline(request: shell.Request, place: str) -> HttpResponse:
    """Draw a place by a file; on the community's own page, a drawing of many places."""
    card = api.get_place(viewer=request.actor, place=place)
    refusals: list[Refused] = []
    drawn: tuple[DrawnOutline, ...] = ()
    if request.method == "POST":
        try:
            drawn = _draw(request, card)
        except Refused as refused:
            refusals.append(refused)
        else:
            if not drawn:
                shell.say(request, _("The outline is kept."))
                return redirect("desk:place", place)
    fields, problems = shell.refill(_fields(), request.POST, refusals)
    return page(
        request,
        "desk/work_outline.html",
        here="desk:people",
        status=422 if refusals else 200,
        title=_("Outline of %(place)s") % {"place": label(card)},
        card=card,
        is_whole=card.kind is PlaceKind.COMMUNITY,
        fields=fields,
        problems=problems,
        rows=_rows(request.actor, drawn),
    )


@shell.staff_only(*BUILDERS)
@shell.post_only
@shell.submit_once
def clear(request: shell.Request, place: str) -> HttpResponse:
    """Take the outline of a place away."""
    api.clear_footprint(by=request.actor, place=place)
    shell.say(request, _("The outline is taken away."))
    return redirect("desk:place", place)


def _fields() -> tuple[shell.Field, ...]:
    units = (
        shell.Choice("degrees", _("Degrees of longitude and latitude (WGS 84)")),
        shell.Choice("metres", _("Metres of the community's own grid")),
    )
    return (
        shell.Field(
            name="footprint",
            label=_("The drawing"),
            kind="file",
            accept=".geojson,.json,application/geo+json",
            hint=_("A GeoJSON file, as QGIS and other map programs save it."),
        ),
        shell.Field(
            name="unit",
            label=_("What do its numbers mean?"),
            kind="radio",
            choices=units,
            value=("degrees",),
        ),
    )


def _draw(request: shell.Request, card: PlaceCard) -> tuple[DrawnOutline, ...]:
    """Each outline of a drawing; nothing for the outline of one place."""
    given, in_metres = _read(request), request.POST.get("unit") == "metres"
    if isinstance(given, dict) and given.get("type") == "FeatureCollection":
        if card.kind is PlaceKind.COMMUNITY:
            return api.draw_outlines(by=request.actor, drawing=given, in_metres=in_metres)
        features = given.get("features")
        given = features[0] if isinstance(features, list) and len(features) == 1 else given
    api.set_footprint(by=request.actor, place=card.id, outline=given, in_metres=in_metres)
    return ()


def _read(request: shell.Request) -> Any:
    file = request.FILES.get("footprint")
    if file is None:
        raise Refused("invalid", "Please choose a file.", field="footprint")
    if file.size is None or file.size > _MOST_BYTES:
        raise Refused("invalid", "This file is too large.", field="footprint")
    try:
        return json.loads(file.read().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Refused("invalid", "This is not a GeoJSON file.", field="footprint") from error


def _rows(viewer: Actor, drawn: tuple[DrawnOutline, ...]) -> list[tuple[int, str]]:
    """What became of each outline."""
    known = api.get_places(viewer=viewer, places=[one.place for one in drawn if one.place])
    return [
        (one.number, shell.said(one.refused) if one.refused else label(known[one.place or ""]))
        for one in drawn
    ]
