"""How far a vote is, and at which doors a ballot is still missing; never what anybody said."""

from decimal import Decimal
from fractions import Fraction

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.application.assembly.api import BuildingGauge, Door, Gauge, MotionGauge
from linli.kernel import Refused
from linli.surface.desk.meeting.frame import TAKES, sheet_of, show
from linli.surface.desk.meeting.words import DELIVERED
from linli.surface.shell import api as shell
from linli.surface.shell.convening.voting import area
from linli.surface.shell.language import joined, read

Bar = tuple[str, float, float, float, str, str]


@shell.staff_only(*TAKES)
def board(request: shell.Request, meeting: str) -> HttpResponse:
    """The two gauges of each item, and every building."""
    sheet = sheet_of(request, meeting)
    found = assembly.board(viewer=request.actor, assembly=meeting)
    return show(
        request,
        sheet,
        "desk/meeting/board.html",
        "meeting-board",
        title=_("How far it is"),
        items=[(f"{one.number}. {read(one.title)}", _bars(one)) for one in found.motions],
        buildings=_buildings(found.buildings),
        disputed=found.disputed,
    )


def _bars(one: MotionGauge) -> list[Bar]:
    gate = float(Fraction(one.needed.lstrip("≥> ") or "1"))
    got = one.returned
    missing = (
        _("%(count)s more owners are needed") % {"count": one.heads_needed}
        if one.heads_needed
        else _("Enough have voted")
    )
    of = _("%(part)s of %(whole)s")
    said = of % {"part": got.heads, "whole": got.heads_of}
    bars: list[Bar] = [(_("Owners"), got.heads, got.heads_of, gate, missing, said)]
    if one.by_area:
        needed = (
            _("%(area)s more is needed") % {"area": area(one.area_needed)}
            if Decimal(one.area_needed)
            else _("Enough area has voted")
        )
        said = of % {"part": got.area, "whole": area(got.area_of)}
        bars.append((_("Area"), float(got.area), float(got.area_of), gate, needed, said))
    return bars


def _buildings(buildings: tuple[BuildingGauge, ...]) -> shell.Table:
    columns = (
        shell.Column(_("Building")),
        shell.Column(_("Owners who voted"), True),
        shell.Column(_("Area"), True),
    )
    rows = tuple((read(one.label) or _("Others"), *_figures(one.returned)) for one in buildings)
    return shell.Table(_("By building"), columns, rows)


def _figures(gauge: Gauge | None) -> tuple[str, str]:
    if gauge is None:
        return "–", "–"
    of = _("%(part)s of %(whole)s")
    return (
        of % {"part": gauge.heads, "whole": gauge.heads_of},
        of % {"part": gauge.area, "whole": area(gauge.area_of)},
    )


@shell.staff_only(*TAKES)
def doors(request: shell.Request, meeting: str) -> HttpResponse:
    """Home by home of one building who has voted at all, and what can be done at that door."""
    sheet = sheet_of(request, meeting)
    viewer = request.actor
    buildings = assembly.board(viewer=viewer, assembly=meeting).buildings
    wanted = request.GET.get("building", "") or (buildings[0].building if buildings else "")
    found = assembly.canvass(viewer=viewer, assembly=meeting, building=wanted)
    is_all = "all" in request.GET
    parts = [
        shell.Way(
            f"{request.path}?building={one.building}",
            read(one.label) or _("Others"),
            one.building == wanted,
            (one.returned.heads_of - one.returned.heads) if one.returned else None,
        )
        for one in buildings
    ]
    return show(
        request,
        sheet,
        "desk/meeting/doors.html",
        "meeting-doors",
        title=_("Door by door"),
        building=wanted,
        parts=parts,
        doors=[_door(meeting, one) for one in found if is_all or not one.has_voted],
        is_all=is_all,
        count=len(found),
        missing=sum(1 for one in found if not one.has_voted),
        proxies=_proxies(request, meeting, found) if viewer.person else [],
    )


def _door(meeting: str, one: Door) -> dict[str, object]:
    ways = joined(_(DELIVERED[each]) for each in one.delivered)
    state = _("Voted") if one.has_voted else _("Not yet")
    if one.is_disputed:
        state = _("The owners said different things")
    return {
        "unit": one.unit,
        "head": one.head,
        "label": read(one.label),
        "owners": joined(one.owners),
        "state": state,
        "tone": "late" if one.is_disputed else "ok" if one.has_voted else "wait",
        "delivered": _("Ballot delivered %(ways)s") % {"ways": ways} if ways else "",
        "is_disputed": one.is_disputed,
        "has_voted": one.has_voted,
        "href": reverse("desk:meeting-head", args=[meeting, one.head]),
    }


def _proxies(
    request: shell.Request, meeting: str, doors: tuple[Door, ...]
) -> list[tuple[str, str]]:
    """The proxies that hold in this building, each with its home."""
    homes = {one.head: read(one.label) for one in doors}
    found = assembly.list_proxies(viewer=request.actor, assembly=meeting)
    return [
        (homes[one.head], one.id) for one in found if one.revoked_at is None and one.head in homes
    ]


@shell.staff_only(*TAKES)
def head(request: shell.Request, meeting: str, head: int) -> HttpResponse:
    """One owner's homes, and everything that can be done for them now."""
    sheet = sheet_of(request, meeting)
    found = [
        one for one in assembly.canvass(viewer=request.actor, assembly=meeting) if one.head == head
    ]
    if not found:
        raise Refused("not_found", "There is no such owner on the roll.")
    return show(
        request,
        sheet,
        "desk/meeting/head.html",
        "meeting-doors",
        title=joined(read(one.label) for one in found),
        doors=[_door(meeting, one) for one in found],
        owners=joined(found[0].owners),
        head=head,
        is_disputed=found[0].is_disputed,
        is_joint=len(found[0].owners) > 1,
        has_voted=found[0].has_voted,
        may_proxy="take_proxy" in sheet.card.acts,
    )
