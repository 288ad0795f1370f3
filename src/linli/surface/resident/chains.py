"""The chain page: from a matter back to the readings or the voice, forward to what changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.kernel import Actor, Refused
from linli.support.matters.api import Link, chain_of
from linli.surface.resident.curves import Chart, chart_of
from linli.surface.shell import api as shell
from linli.surface.shell.language import read

_AROUND = timedelta(hours=1)
_MOST_CHARTS = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the chain in words; `chart` when it speaks of readings."""

    words: str
    at: datetime
    href: str
    chart: Chart | None


@shell.signed_in
def chain(request: shell.Request, matter: str) -> HttpResponse:
    """What led to this matter, and what came of it."""
    found = chain_of(viewer=request.actor, matter=matter)
    back = [_step(request.actor, link) for link in found.back[:20]]
    context = {
        "title": _("Where this comes from"),
        "card": found.matter,
        "heading": read(found.matter.heading),
        "number": _("Number %(number)s") % {"number": found.matter.number},
        "backward": back,
        "forward": [_step(request.actor, link) for link in found.forward[:20]],
    }
    return render(request, "resident/chain.html", context)


def _step(viewer: Actor, link: Link) -> Step:
    kind, thing = link.ref.kind, link.ref.id
    href = reverse("resident:matter", args=[thing]) if kind == "matter" else ""
    chart = _chart(viewer, link) if kind == "series" and thing.isdecimal() else None
    return Step(read(link.words), link.at, href, chart)


def _chart(viewer: Actor, link: Link) -> Chart | None:
    since, until = link.since or link.at, link.until or link.at
    try:
        return chart_of(viewer, int(link.ref.id), since=since - _AROUND, until=until + _AROUND)
    except Refused:  # readings this viewer may not see: the words alone remain
        return None
