"""All assemblies of the community: what waits for me first, then what comes, then what was."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly.api import AssemblyCard, Stage, list_assemblies
from linli.surface.resident.assembly import wording
from linli.surface.resident.assembly.heads import Waiting, is_open, waiting
from linli.surface.shell import api as shell
from linli.surface.shell.language import read
from linli.surface.shell.templatetags.shell import day, moment

_TONES = {Stage.VOTING: "wait", Stage.FINAL: "ok", Stage.ARCHIVED: "ok"}
_COUNTED = frozenset({Stage.PRELIMINARY, Stage.FINAL, Stage.ARCHIVED})


@dataclass(frozen=True, slots=True)
class Row:
    """An assembly in the list."""

    href: str
    title: str
    line: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class Call:
    """An open vote that waits for me, in a title and a line."""

    href: str
    title: str
    line: str


@shell.signed_in
def assemblies(request: shell.Request) -> HttpResponse:
    """Newest first in each group."""
    page = list_assemblies(viewer=request.actor, cursor=request.GET.get("cursor"))
    calls = waiting(request.actor, page.items)
    called = {one.card.id for one in calls}
    rest = [card for card in page.items if card.id not in called]
    coming = [card for card in rest if card.stage in (Stage.ANNOUNCED, Stage.VOTING)]
    past = [card for card in rest if card not in coming]
    context = {
        "title": _("Owners' assembly"),
        "calls": [call_of(one) for one in calls],
        "groups": [
            (name, rows)
            for name, rows in ((_("Open and coming"), _rows(coming)), (_("Past"), _rows(past)))
            if rows
        ],
        "next": page.next,
        "links": _links(),
    }
    return render(request, "resident/assembly/list.html", context)


def call_of(one: Waiting) -> Call:
    """What waits for me, until when, and for which homes."""
    units = [unit for head in one.heads for unit in head.units]
    line = _("For %(homes)s. Until %(until)s.") % {
        "homes": wording.homes(units),
        "until": moment(one.card.closes_at),
    }
    title = _("Vote now: %(title)s") % {"title": read(one.card.title)}
    return Call(reverse("resident:assembly", args=[one.card.id]), title, line)


def _rows(cards: Iterable[AssemblyCard]) -> list[Row]:
    return [_row(card) for card in cards]


def _row(card: AssemblyCard) -> Row:
    page = "assembly-result" if card.stage in _COUNTED else "assembly"
    stage = Stage.VOTING if is_open(card) else card.stage
    return Row(
        href=reverse(f"resident:{page}", args=[card.id]),
        title=read(card.title),
        line=_line(card),
        state=wording.stage(stage),
        tone=_TONES.get(stage, ""),
    )


def _line(card: AssemblyCard) -> str:
    if card.stage is Stage.ANNOUNCED and not is_open(card):
        return _("The vote begins %(at)s") % {"at": moment(card.opens_at)}
    if is_open(card):
        return _("The vote ends %(at)s") % {"at": moment(card.closes_at)}
    return _("The vote ended %(at)s") % {"at": day(card.closes_at)}


def _links() -> list[tuple[str, str]]:
    """Pages about all assemblies, as far as they are there."""
    wanted = (
        ("resident:rules", _("The rules of the owners' assembly")),
        ("resident:notice-check", _("Check a result notice")),
        ("resident:requests", _("Ask for an assembly")),
        ("resident:candidates", _("Candidates")),
    )
    found = ((wording.known(name), words) for name, words in wanted)
    return [one for one in found if one[0]]
