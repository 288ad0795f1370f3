"""One assembly: what is decided, when and why then, how to vote, how far it has come."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.application.assembly.api import (
    AssemblySheet,
    Mode,
    MotionCard,
    ObjectionCard,
    OwnHead,
    Stage,
    board,
    get_assembly,
    list_objections,
    my_ballots,
)
from linli.kernel import Actor
from linli.surface.resident.assembly import gauges, wording
from linli.surface.resident.assembly.heads import has_come, hinders, is_open, seen
from linli.surface.shell import api as shell
from linli.surface.shell.convening import voting as words
from linli.surface.shell.language import joined, read
from linli.surface.shell.templatetags.shell import deadline, moment

_COUNTED = frozenset({Stage.PRELIMINARY, Stage.FINAL, Stage.ARCHIVED})


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the agenda as it is read."""

    number: int
    title: str
    kind: str
    text: str
    passes: str
    candidates: str
    money: str
    articles: str


@dataclass(frozen=True, slots=True)
class Own:
    """One of my homes on the roll: its area, where that stands, and whether a ballot came."""

    homes: list[tuple[str, str]]
    state: str
    tone: str


@shell.signed_in
def notice(request: shell.Request, assembly: str) -> HttpResponse:
    """The notice with everything one can do about it now."""
    sheet = get_assembly(viewer=request.actor, assembly=assembly)
    card = sheet.card
    heads = _heads(request.actor, assembly)
    found = board(viewer=request.actor, assembly=assembly) if card.announced_at else None
    context = {
        "title": read(card.title),
        "sheet": sheet,
        "state": wording.stage(Stage.VOTING if is_open(card) else card.stage),
        "convened": _(words.CONVENED[card.convened]),
        "can_vote": any(not hinders(sheet, one) for one in heads),
        "has_voted": any(seen(one) for one in heads),
        "may_object": "object" in card.acts,
        "is_open": is_open(card),
        "is_counted": card.stage in _COUNTED,
        "items": [_item(motion) for motion in sheet.motions],
        "dates": _dates(sheet),
        "ways": _ways(request, sheet),
        "silence": wording.silence(sheet),
        "own": [_own(one) for one in heads],
        "pairs": gauges.pairs(found) if found and found.motions else [],
        "buildings": gauges.by_building(found) if found and found.buildings else None,
        "disputed": _disputed(found.disputed) if found and found.disputed else "",
        "objections": _objections(request.actor, assembly),
        "rules": wording.known("resident:rules"),
    }
    return render(request, "resident/assembly/notice.html", context)


def _heads(viewer: Actor, assembly: str) -> tuple[OwnHead, ...]:
    """My own homes and proxies; a helper and a paper card see none."""
    if viewer.on_behalf_of or viewer.by_card:
        return ()
    return my_ballots(viewer=viewer, assembly=assembly)


def _item(motion: MotionCard) -> Item:
    return Item(
        number=motion.number,
        title=read(motion.title),
        kind=read(motion.kind_name),
        text=read(motion.text),
        passes=wording.passes_when(motion),
        candidates=_candidates(motion),
        money=wording.money(motion),
        articles=joined(motion.articles),
    )


def _candidates(motion: MotionCard) -> str:
    if not motion.candidates:
        return ""
    words = ngettext(
        "%(seats)s seat. Candidates: %(names)s.",
        "%(seats)s seats. Candidates: %(names)s.",
        motion.seats,
    )
    return words % {"seats": motion.seats, "names": joined(motion.candidates)}


def _dates(sheet: AssemblySheet) -> list[tuple[str, str]]:
    """Every date with the rule it follows from."""
    card = sheet.card
    days = wording.value_of(sheet, f"notice_days_{card.convened}")
    notice = _("The rules ask for a notice %(days)s days before the vote.") % {"days": days}
    again = _("One can object to a result for %(days)s days.") % {
        "days": wording.value_of(sheet, "objection_days")
    }
    court = _("Until then an owner can ask the court to undo it (Civil Code, Article 280).")
    rows: tuple[tuple[str, datetime | None, str], ...] = (
        (_("Announced"), card.announced_at, notice if days else ""),
        (_("The vote begins"), card.opens_at, ""),
        (_("The vote ends"), card.closes_at, _("What comes later cannot be counted.")),
        (_("Object to the result until"), card.objections_until, again),
        (_("The result is final since"), card.final_at, ""),
        (_("Challenge in court until"), card.challenge_until, court),
    )
    return [(name, _dated(at, why)) for name, at, why in rows if at]


def _dated(at: datetime, why: str) -> str:
    if not why:
        return moment(at)
    return _("%(at)s. %(why)s") % {"at": deadline(at), "why": why}


def _ways(request: shell.Request, sheet: AssemblySheet) -> list[str]:
    """Every way to vote, each as good as the others."""
    phone = request.community.phone if request.community else ""
    found = [
        _("On this page, on a phone or a computer.") if sheet.card.mode is Mode.OWN else "",
        _("On paper: we bring the ballot to your door, or you fetch it at the desk."),
        _("By telephone: ring %(phone)s. The call is recorded.") % {"phone": phone}
        if phone
        else "",
        _("At your door: two people come and write down what you say."),
    ]
    return [one for one in found if one]


def _own(one: OwnHead) -> Own:
    lines = [
        (
            read(unit.label),
            _("%(area)s, %(source)s")
            % {"area": words.area(unit.area), "source": _(words.SOURCES[unit.source])},
        )
        for unit in one.roll
    ]
    if one.is_disputed:
        return Own(lines, _("The owners say different things"), "late")
    if has_come(one):
        return Own(lines, _("Has voted"), "ok")
    return Own(lines, _("You vote by proxy") if one.is_proxy else _("Not voted yet"), "wait")


def _disputed(count: int) -> str:
    words = ngettext(
        "For %(count)s home the owners said different things. It counts once they agree.",
        "For %(count)s homes the owners said different things. They count once they agree.",
        count,
    )
    return words % {"count": count}


def _objections(viewer: Actor, assembly: str) -> list[tuple[ObjectionCard, str, bool]]:
    """My own objections, what became of each, and whether I can take it back."""
    found = list_objections(viewer=viewer, assembly=assembly)
    mine = (one for one in found if one.text and one.person == viewer.subject)
    return [
        (one, _became(one), not (one.answered_at or one.withdrawn_at or viewer.on_behalf_of))
        for one in mine
    ]


def _became(one: ObjectionCard) -> str:
    if one.withdrawn_at:
        return _("It was taken back")
    return one.answer or _("Not answered yet")
