"""What only keepers see: protected homes, rows that wait for their hand, and who brought lists."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.foundation.people import api as people
from linli.foundation.people.api import HeldCard, RunCard
from linli.foundation.places import api as places
from linli.kernel import Actor, Refused, Role
from linli.surface.desk.pages import page
from linli.surface.shell import api as shell
from linli.surface.shell.language import label, read

_Row = tuple[HeldCard, str, tuple[tuple[str, str], ...], str]
"""A row that waits, the door it speaks of, what it says, and why it waits."""


@shell.staff_only(Role.KEEPER)
def keeping(request: shell.Request) -> HttpResponse:
    """Every protected home, and every row of a list that waits for the keeper."""
    return _show(request)


@shell.staff_only(Role.KEEPER)
@shell.post_only
@shell.submit_once
def take(request: shell.Request, held: str) -> HttpResponse:
    """Take a row in that waited."""
    try:
        people.take_held_row(by=request.actor, held=held)
    except Refused as refused:
        if refused.code == "not_found":
            raise
        return _show(request, refused, status=422)
    shell.say(request, _("Taken in."))
    return redirect("desk:keeping")


@shell.staff_only(Role.KEEPER)
@shell.post_only
@shell.submit_once
def drop(request: shell.Request, held: str) -> HttpResponse:
    """Set a row aside that need not be taken in."""
    people.drop_held_row(by=request.actor, held=held)
    shell.say(request, _("Taken off this list."))
    return redirect("desk:keeping")


def _show(request: shell.Request, *refusals: Refused, status: int = 200) -> HttpResponse:
    viewer = request.actor
    homes = people.list_confidential(viewer=viewer)
    cards = places.get_places(viewer=viewer, places=homes)
    waiting = people.list_held_rows(viewer=viewer, cursor=request.GET.get("cursor"))
    return page(
        request,
        "desk/work_keeping.html",
        here="desk:keeping",
        status=status,
        title=_("Protected homes"),
        problems=shell.refill((), request.POST, refusals)[1],
        homes=[cards[one] for one in homes if one in cards],
        waiting=_rows(viewer, waiting.items),
        next=waiting.next,
        runs=[(one, _run(one)) for one in people.list_list_runs(viewer=viewer).items],
    )


def _rows(viewer: Actor, found: tuple[HeldCard, ...]) -> list[_Row]:
    doors = places.get_places(viewer=viewer, places=[one.dwelling for one in found])
    return [
        (
            one,
            label(doors[one.dwelling]),
            tuple((read(name), text) for name, text in one.cells),
            shell.said(Refused("invalid", one.why)),
        )
        for one in found
        if one.dwelling in doors
    ]


def _run(run: RunCard) -> str:
    rows = {"rows": run.accepted + run.refused}
    if run.is_trial:
        return _("Tried a list (rows: %(rows)s)") % rows
    return _("Took a list in (rows: %(rows)s)") % rows
