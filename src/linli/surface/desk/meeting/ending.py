"""From the close to the archive: reconcile, count, answer objections, make final."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.application.assembly.api import (
    AssemblySheet,
    MotionCard,
    ObjectionCard,
    OpenSeats,
    Reconciliation,
    ResultCard,
)
from linli.kernel import Actor, Refused, Role
from linli.kernel.written import plain
from linli.surface.desk.meeting.frame import RUNS, TAKES, Act, Fields, sheet_of, short_key, show
from linli.surface.desk.meeting.running import find_person
from linli.surface.shell import api as shell
from linli.surface.shell.convening.asking import text_field
from linli.surface.shell.convening.voting import CHANNELS, CHOICES, OUTCOMES, outcome, seat, weight
from linli.surface.shell.language import is_zh, joined, read
from linli.surface.shell.templatetags.shell import deadline

_LONGEST_STRIKE = 400
_RESULT = "meeting-result"
Body = Mapping[str, Any]


@shell.staff_only(*TAKES)
def result(request: shell.Request, meeting: str) -> HttpResponse:
    """Whether everything adds up, what was counted, and what was objected."""
    sheet = sheet_of(request, meeting)
    viewer = request.actor
    found = assembly.reconcile(viewer=viewer, assembly=meeting)
    published = _newest(viewer, meeting)
    tied = assembly.open_seats(viewer=viewer, assembly=meeting)
    card = sheet.card
    return show(
        request,
        sheet,
        "desk/meeting/result.html",
        _RESULT,
        title=_("Count and result"),
        sums=_sums(found),
        channels=_channels(found),
        difference=found.difference,
        published=published,
        items=_items(sheet, published) if published else [],
        count_difference=published.body["ballots"]["difference"] if published else None,
        objections=[
            _objection(one) for one in assembly.list_objections(viewer=viewer, assembly=meeting)
        ],
        until=deadline(card.objections_until),
        challenge=deadline(card.challenge_until),
        may_name=viewer.has(Role.COMMITTEE, Role.STREET) and not card.final_at,
        may_seat=_may_seat(viewer, sheet) and not (tied and tied.run_off),
        tied=_tied(viewer, meeting, tied) if tied else None,
    )


def _tied(viewer: Actor, meeting: str, found: OpenSeats) -> dict[str, str]:
    """Who is tied, and the way on: the lot, a run-off to be convened, or the one there is."""
    words = _("Tied: %(names)s. Seats still open: %(seats)s. The owners choose between them again.")
    if found.is_by_lot and not found.run_off:
        words = _(
            "Tied: %(names)s. Seats still open: %(seats)s. By the rules the lot decides: draw it"
            " before two witnesses, then take over by hand who was elected."
        )
    said = {"words": words % {"names": joined(found.tied), "seats": found.seats}}
    if found.run_off:
        return {
            **said,
            "href": reverse("desk:meeting", args=[found.run_off]),
            "label": _("To the run-off"),
        }
    if found.is_by_lot or not viewer.has(*RUNS):
        return said
    href = reverse("desk:meeting-do", args=[meeting, "run-off", "-"])
    return {**said, "href": href, "label": _("Convene the run-off")}


def _may_seat(viewer: Actor, sheet: AssemblySheet) -> bool:
    """Whether a final election waits to become the committee."""
    is_election = any(one.candidates for one in sheet.motions)
    if not (sheet.card.final_at and is_election and viewer.has(Role.COMMITTEE, Role.STREET)):
        return False
    return all(one.assembly != sheet.card.id for one in assembly.list_councils(viewer=viewer))


def _newest(viewer: Actor, meeting: str) -> ResultCard | None:
    try:
        return assembly.result_of(viewer=viewer, assembly=meeting)
    except Refused:
        return None


def _sums(found: Reconciliation) -> list[tuple[str, str]]:
    return [
        (_("Ballots returned"), str(found.returned)),
        (_("In the register"), str(found.registered)),
        (_("Of these hold on an item"), str(found.holding)),
        (_("Hold on none, kept as evidence"), str(found.superseded)),
        (_("Struck after an objection"), str(found.struck)),
        (_("Homes in dispute, not counted"), str(found.disputed)),
        (_("Paper ballots that wait"), str(found.entered_once + found.disagreements)),
        (_("Difference"), str(found.difference)),
    ]


def _channels(found: Reconciliation) -> shell.Table:
    columns = (
        shell.Column(_("How it came")),
        shell.Column(_("Returned"), True),
        shell.Column(_("Hold"), True),
        shell.Column(_("Hold on none"), True),
    )
    rows = tuple(
        (_(CHANNELS[one.channel]), str(one.returned), str(one.holds), str(one.superseded))
        for one in found.channels
    )
    return shell.Table(_("By channel"), columns, rows)


def _items(sheet: AssemblySheet, found: ResultCard) -> list[dict[str, Any]]:
    motions = {one.id: one for one in sheet.motions}
    return [_item(motions[one["id"]], one) for one in found.body["motions"]]


def _item(motion: MotionCard, one: Body) -> dict[str, Any]:
    words, tone = OUTCOMES[one["strict"]["outcome"]]
    return {
        "title": f"{motion.number}. {read(motion.title)}",
        "money": read(motion.money.words) if motion.money else "",
        "state": _(words),
        "tone": tone,
        "why": one["why_zh" if is_zh() else "why"],
        "both": [
            (_("As returned"), outcome(one["strict"])),
            (_("With silence as the rules take it"), outcome(one["deemed"])),
        ],
        "table": _elected(one) if "candidates" in one["strict"] else _votes(one),
        "articles": joined(one["articles"]),
    }


def _votes(one: Body) -> shell.Table:
    strict, deemed = one["strict"], one["deemed"]
    columns = (
        shell.Column(_("Answer")),
        shell.Column(_("As returned"), True),
        shell.Column(_("With silence as the rules take it"), True),
    )
    rows = [
        (_(words), weight(strict["counts"][key]), weight(deemed["counts"][key]))
        for key, words in CHOICES.items()
        if key in strict["counts"]
    ]
    silent = (_("Not returned, taken as a vote"), "–", weight(deemed["deemed_votes"]))
    return shell.Table(_("All answers"), columns, (*rows, silent))


def _elected(one: Body) -> shell.Table:
    strict = one["strict"]
    columns = (
        shell.Column(_("Candidate")),
        shell.Column(_("In favour"), True),
        shell.Column(_("Outcome")),
    )
    rows = tuple(
        (name, weight(count["counts"]["for"]), seat(name, strict))
        for name, count in strict["candidates"].items()
    )
    return shell.Table(_("All candidates"), columns, rows)


def _objection(one: ObjectionCard) -> dict[str, Any]:
    about = _("To the roll") if one.about == "roll" else _("To the result")
    state = _("It was taken back") if one.withdrawn_at else _("Waits for an answer")
    if one.answered_at:
        state = _("Upheld") if one.is_upheld else _("Not upheld")
    return {
        "card": one,
        "about": about,
        "state": state,
        "tone": "ok" if one.answered_at or one.withdrawn_at else "wait",
    }


def _answer_fields(viewer: Actor, sheet: AssemblySheet, thing: str) -> Fields:
    found = assembly.list_objections(viewer=viewer, assembly=sheet.card.id)
    about = next((one.about for one in found if one.id == thing), None)
    if about is None:
        raise Refused("not_found", "There is no such objection.")
    asked = (
        shell.Field(
            name="upheld",
            label=_("Is the objection right?"),
            kind="radio",
            choices=(shell.Choice("yes", _("Yes")), shell.Choice("no", _("No"))),
        ),
        text_field("answer", _("The answer"), 2000),
    )
    return (*asked, _strike_field()) if about == "result" else asked


def _strike_field() -> shell.Field:
    return shell.Field(
        name="strike",
        label=_("Which ballots no longer count?"),
        hint=_("Only if the objection is right: the numbers the scrutineers see, such as 12, 47."),
        maxlength=_LONGEST_STRIKE,
    )


def _answer(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    if request.POST.get("upheld") not in {"yes", "no"}:
        raise Refused("invalid", "Please say whether the objection is right.", field="upheld")
    assembly.answer_objection(
        by=request.actor,
        assembly=sheet.card.id,
        objection=thing,
        answer=request.POST.get("answer", ""),
        is_upheld=request.POST["upheld"] == "yes",
        strike=_numbers(request.POST.get("strike", "")),
    )


def _numbers(text: str) -> list[int]:
    """Numbers as people list them: with commas, spaces or line breaks between."""
    told = plain(text[:_LONGEST_STRIKE])
    if not re.fullmatch(r"(?:\d{1,9}[,、;；\s]*)*", told):
        raise Refused(
            "invalid", "Write the numbers of the ballots, with commas between.", field="strike"
        )
    return sorted({int(one) for one in re.findall(r"\d{1,9}", told)})


def _count(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    assembly.make_preliminary(by=request.actor, assembly=sheet.card.id)


def _finish(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    assembly.make_final(by=request.actor, assembly=sheet.card.id)


def _run_off_fields(viewer: Actor, sheet: AssemblySheet, thing: str) -> Fields:
    if assembly.open_seats(viewer=viewer, assembly=sheet.card.id) is None:
        raise Refused("conflict", "No candidates are tied in a final result here.")
    return ()


def _run_off(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    assembly.convene_run_off(by=request.actor, assembly=sheet.card.id, key=short_key(request))


def _archive(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    assembly.archive(by=request.actor, assembly=sheet.card.id)


def _scrutineer_fields(viewer: Actor, sheet: AssemblySheet, thing: str) -> Fields:
    return (
        shell.Field(
            name="person",
            label=_("Who checks the ballots?"),
            hint=_("Name, or the whole phone number."),
            maxlength=60,
        ),
    )


def _name_scrutineer(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    person = find_person(request.actor, sheet, request.POST.get("person", ""), "person")
    assembly.name_scrutineer(by=request.actor, assembly=sheet.card.id, person=person)


ACTS = {
    "count": Act(
        title=lambda: _("Count and publish the preliminary result"),
        button=lambda: _("Count and publish"),
        done=lambda: _("The preliminary result is published."),
        intro=lambda: _("Nothing is published when count and register differ."),
        do=_count,
        needs="count",
        back=_RESULT,
    ),
    "answer": Act(
        title=lambda: _("Answer an objection"),
        button=lambda: _("Give this answer"),
        done=lambda: _("The objection is answered."),
        intro=lambda: _("A result that is objected to rightly is counted and published anew."),
        fields=_answer_fields,
        do=_answer,
        needs="answer",
        back=_RESULT,
    ),
    "finish": Act(
        title=lambda: _("Make the result final"),
        button=lambda: _("Make it final"),
        done=lambda: _("The result is final."),
        intro=lambda: _("It is not counted again, and it cannot be changed any more."),
        do=_finish,
        needs="finish",
        back=_RESULT,
    ),
    "run-off": Act(
        title=lambda: _("Convene the run-off"),
        button=lambda: _("Make the draft"),
        done=lambda: _("The draft of the run-off is made."),
        intro=lambda: _(
            "This makes a draft with those who are tied and the seats that are open. Nobody is told"
            " before you announce it."
        ),
        fields=_run_off_fields,
        do=_run_off,
        needs="",
        back=_RESULT,
        roles=RUNS,
    ),
    "archive": Act(
        title=lambda: _("Put the assembly away"),
        button=lambda: _("Put it away"),
        done=lambda: _("The assembly is put away; everything is kept."),
        do=_archive,
        needs="archive",
        back=_RESULT,
    ),
    "scrutineer": Act(
        title=lambda: _("Name somebody who checks the ballots"),
        button=lambda: _("Name them"),
        done=lambda: _("They may see the ballots after the vote has ended; each look is noted."),
        fields=_scrutineer_fields,
        do=_name_scrutineer,
        needs="",
        back=_RESULT,
        roles=(Role.COMMITTEE, Role.STREET),
    ),
}
