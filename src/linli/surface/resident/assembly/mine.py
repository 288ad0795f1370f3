"""How I voted: shown to its owner alone, only when asked for, and every look is noted."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from linli.application.assembly.api import (
    OWN_LOOK,
    AssemblySheet,
    BallotCard,
    LookedAt,
    MotionCard,
    OwnHead,
    get_assembly,
    look_at_own,
)
from linli.surface.resident.assembly import ballot, wording
from linli.surface.resident.assembly.heads import heads_of, seen
from linli.surface.shell import api as shell
from linli.surface.shell.language import read
from linli.surface.shell.templatetags.shell import moment


@dataclass(frozen=True, slots=True)
class Shown:
    """One of my ballots, opened."""

    title: str
    rows: list[tuple[str, str]]


@never_cache
@shell.signed_in
def mine(request: shell.Request, assembly: str) -> HttpResponse:
    """A button first; behind it every answer of mine."""
    heads = heads_of(request.actor, assembly)
    sheet = get_assembly(viewer=request.actor, assembly=assembly)
    is_shown = request.method == "POST"
    if is_shown:
        heads = look_at_own(viewer=request.actor, assembly=assembly)
    context = {
        "title": _("How I voted"),
        "sheet": sheet,
        "name": read(sheet.card.title),
        "has_voted": any(seen(one) for one in heads),
        "is_shown": is_shown,
        "ballots": [each for one in heads for each in _shown(sheet, one)] if is_shown else [],
        "looks": [_look(each) for one in heads for each in one.looks],
    }
    return render(request, "resident/assembly/mine.html", context)


def _shown(sheet: AssemblySheet, one: OwnHead) -> list[Shown]:
    return [_opened(sheet, one, each) for each in seen(one)]


def _opened(sheet: AssemblySheet, one: OwnHead, each: BallotCard) -> Shown:
    named = {"homes": wording.homes(one.units), "number": each.number}
    rows = [
        (f"{motion.number}. {read(motion.title)}", _answer(motion, each))
        for motion in ballot.items(sheet, one)
    ]
    return Shown(_("%(homes)s: ballot %(number)s") % named, rows)


def _answer(motion: MotionCard, each: BallotCard) -> str:
    said = wording.said(each.choices.get(motion.id), motion)
    return said if motion.id in each.counts else _("%(said)s (does not count)") % {"said": said}


def _look(each: LookedAt) -> tuple[str, str]:
    reason = _("You looked yourself") if each.reason == OWN_LOOK else each.reason
    return moment(each.at), reason if each.reason == OWN_LOOK else f"{each.looker}: {reason}"
