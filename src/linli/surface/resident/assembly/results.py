"""The result: per item a sentence with the figures that decided it, strict and as deemed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.application.assembly.api import (
    AssemblySheet,
    MotionCard,
    ResultCard,
    get_assembly,
    result_of,
)
from linli.kernel import Actor, Refused
from linli.surface.resident.assembly import gauges, wording
from linli.surface.shell import api as shell
from linli.surface.shell.convening import voting as said
from linli.surface.shell.language import is_zh, joined, read
from linli.surface.shell.templatetags.shell import deadline, moment

Body = Mapping[str, Any]
_ORDER = ("for", "against", "abstain", "follow_majority", "blank", "void")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One item of a result as it is read."""

    title: str
    state: str
    tone: str
    why: str
    money: str
    bars: list[gauges.Bar]
    table: shell.Table
    changes: str
    both: list[tuple[str, str]]
    articles: str


@shell.signed_in
def result(request: shell.Request, assembly: str) -> HttpResponse:
    """The newest published result; before there is one, the notice."""
    sheet = get_assembly(viewer=request.actor, assembly=assembly)
    try:
        found = result_of(viewer=request.actor, assembly=assembly)
    except Refused:
        shell.say(request, _("There is no result yet."), tone="wait")
        return redirect("resident:assembly", assembly)
    context = {
        "title": _("Final result") if found.stage == "final" else _("Preliminary result"),
        "sheet": sheet,
        "name": read(sheet.card.title),
        "is_final": found.stage == "final",
        "may_object": "object" in sheet.card.acts,
        "published": moment(found.at),
        "until": deadline(sheet.card.objections_until),
        "challenge": deadline(sheet.card.challenge_until),
        "verdicts": _verdicts(sheet, found),
        "sums": _sums(found),
        "links": _links(request.actor, assembly),
    }
    return render(request, "resident/assembly/result.html", context)


def _verdicts(sheet: AssemblySheet, found: ResultCard) -> list[Verdict]:
    motions = {motion.id: motion for motion in sheet.motions}
    counted = found.body["motions"]
    return [_verdict(motions[one["id"]], one) for one in counted if one["id"] in motions]


def _verdict(motion: MotionCard, one: Body) -> Verdict:
    strict, deemed = one["strict"], one["deemed"]
    words, tone = said.OUTCOMES[strict["outcome"]]
    return Verdict(
        title=f"{motion.number}. {read(motion.title)}",
        state=_(words),
        tone=tone,
        why=one["why_zh" if is_zh() else "why"],
        money=wording.money(motion),
        bars=[*_taking_part(motion, one), *([] if motion.candidates else _agreeing(one))],
        table=_elected(motion, one) if motion.candidates else _votes(strict, deemed),
        changes=_changes(strict.get("would_change")),
        both=_both(strict, deemed),
        articles=joined(one["articles"]),
    )


def _taking_part(motion: MotionCard, one: Body) -> list[gauges.Bar]:
    needed = motion.participation
    line = _("Needed: %(share)s") % {"share": wording.share(needed) if needed else _("all")}
    labels = (_("Owners who voted"), _("Area that voted"))
    return _bars(labels, one["participation"], needed, line, by_area=motion.by_area)


def _agreeing(one: Body) -> list[gauges.Bar]:
    found = one["approval"]
    line = _("Needed: %(share)s") % {"share": wording.share(found["needed"])}
    labels = (_("Owners in favour"), _("Area in favour"))
    return _bars(labels, found, found["needed"], line, by_area=found["by_area"])


def _bars(
    labels: tuple[str, str], found: Body, needed: str, line: str, *, by_area: bool
) -> list[gauges.Bar]:
    gate = gauges.share_of(needed)
    (part, whole), (area, of) = found["heads"], found["area"]
    heads = gauges.bar(labels[0], part, whole, gate, line)
    return [heads, gauges.area_bar(labels[1], area, of, gate, line)] if by_area else [heads]


def _votes(strict: Body, deemed: Body) -> shell.Table:
    """What was said, as it was returned and as the rules take silence, side by side."""
    columns = (
        shell.Column(_("Answer")),
        shell.Column(_("As returned"), True),
        shell.Column(_("With silence as the rules take it"), True),
    )
    rows = [
        (
            _(said.CHOICES[key]),
            said.weight(strict["counts"][key]),
            said.weight(deemed["counts"][key]),
        )
        for key in _ORDER
        if key in strict["counts"]
    ]
    silent = (_("Not returned, taken as a vote"), "–", said.weight(deemed["deemed_votes"]))
    return shell.Table(
        _("All answers"),
        columns,
        [*rows, silent, (_("Outcome"), said.outcome(strict), said.outcome(deemed))],
    )


def _elected(motion: MotionCard, one: Body) -> shell.Table:
    """Every candidate with what they got, elected ones said so."""
    columns = (
        shell.Column(_("Candidate")),
        shell.Column(_("In favour"), True),
        shell.Column(_("Outcome")),
    )
    return shell.Table(
        _("All candidates"),
        columns,
        [
            (name, said.weight(count["counts"]["for"]), said.seat(name, one["strict"]))
            for name, count in one["strict"]["candidates"].items()
        ],
    )


def _both(strict: Body, deemed: Body) -> list[tuple[str, str]]:
    """The outcome of both counts, always side by side."""
    return [
        (_("As returned"), said.outcome(strict)),
        (_("With silence as the rules take it"), said.outcome(deemed)),
    ]


def _changes(found: Body | None) -> str:
    """What would have changed it."""
    if found is None:
        return ""
    heads, area = found["heads"], said.area(found["area"])
    owners = ngettext("%(count)s owner", "%(count)s owners", heads) % {"count": heads}
    if found["what"] == "fewer_agreeing":
        words = _("It would not have passed with %(heads)s or %(area)s fewer in favour.")
        return words % {"heads": owners, "area": area}
    parts = [owners] * bool(heads) + [area] * bool(Decimal(found["area"]))
    sentence = (
        _("Votes were missing of: %(what)s.")
        if found["what"] == "more_taking_part"
        else _("Missing in favour: %(what)s.")
    )
    return sentence % {"what": joined(parts)}


def _sums(found: ResultCard) -> list[tuple[str, str]]:
    """That count and register agree, in figures."""
    ballots, roll = found.body["ballots"], found.body["roll"]
    return [
        (_("Owners on the roll"), str(roll["heads"])),
        (_("Area on the roll"), said.area(roll["area"])),
        (_("Ballots returned"), str(ballots["returned"])),
        (_("Homes in dispute, not counted"), str(ballots["disputed_heads"])),
        (_("Difference between count and register"), str(ballots["difference"])),
    ]


def _links(viewer: Actor, assembly: str) -> list[tuple[str, str]]:
    """Where anyone can check it."""
    here = viewer.community
    return [
        (reverse("resident:ledger-bundle", args=[here, assembly]), _("All records, to recount")),
        (reverse("resident:ledger", args=[here]), _("The public ledger")),
        (reverse("resident:notice-check"), _("Check a result notice")),
    ]
