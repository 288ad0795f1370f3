"""The elected committee at the desk: who sits, what is filed, what is handed over."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.application.assembly.api import CouncilCard, Elected, ElectionCard, Office
from linli.kernel import Actor, Refused
from linli.surface.desk.assembly import OFFICES, SEES
from linli.surface.desk.assembly_acts import asked, find_person
from linli.surface.desk.meeting.running import finding_hint
from linli.surface.desk.pages import page, ways
from linli.surface.shell import api as shell
from linli.surface.shell.convening.asking import (
    Act,
    check_askable,
    choices_of,
    line_field,
    said_number,
)
from linli.surface.shell.convening.words import LEFT, TITLES
from linli.surface.shell.language import joined, read

_MOST_NAMES = 40


@shell.staff_only(*SEES)
def council(request: shell.Request, council: str) -> HttpResponse:
    """One committee with its term, its papers and its handover list."""
    card = assembly.get_council(viewer=request.actor, council=council)
    return page(
        request,
        "desk/assembly_council.html",
        here="desk:assembly",
        title=_("The owners' committee"),
        card=card,
        holders=[
            (one, _(TITLES[one.office]), _(LEFT[one.why_left]) if one.why_left else "")
            for one in card.holders
        ],
        papers=[(one, read(one.words)) for one in card.papers],
        missing=sum(one.given_at is None for one in card.papers),
        may_unseat=request.actor.has(*OFFICES) and _is_untouched(card),
    )


def _is_untouched(card: CouncilCard) -> bool:
    """Whether nothing has come of it yet, so that it can be taken back."""
    began = card.is_over or card.filed_on or card.items
    given = any(one.given_at for one in card.papers)
    return not (began or given) and all(
        one.left_at is None and one.office is Office.MEMBER for one in card.holders
    )


@shell.staff_only(*SEES)
@shell.submit_once
def act(request: shell.Request, council: str, act: str, thing: str) -> HttpResponse:
    """One act of a committee; `thing` is what it is done to, "-" for the whole."""
    found = _ACTS.get(act)
    if found is None:
        raise Refused("not_found", "There is no such page.")
    assembly.get_council(viewer=request.actor, council=council)
    back = reverse("desk:assembly-council", args=[council])
    if act == "unseat":  # the committee's own page is gone then
        back = reverse("desk:assembly")
    return asked(request, found, council, thing, back)


@shell.staff_only(*OFFICES)
@shell.submit_once
def seat(request: shell.Request, held: str) -> HttpResponse:
    """Take those elected over from the final result with one act; where it leaves somebody open,
    note them by hand."""
    found = _elected(request.actor, held)
    takes_over = found is not None and found.is_certain
    refusals = []
    if request.method == "POST":
        try:
            made = _take_over(request, held) if takes_over else _seat(request, held)
        except Refused as refused:
            check_askable(refused)
            refusals = [refused]
        else:
            shell.say(request, _("The committee is there."))
            return redirect("desk:assembly-council", made)
    return shell.question(
        request,
        title=_("Note who was elected"),
        intro=_told(found) if found and takes_over else "",
        fields=(_years(request.actor),) if takes_over else _seat_fields(found),
        button=_("Yes, this is the committee") if takes_over else _("Write it down"),
        back=reverse("desk:assembly"),
        refusals=refusals,
        template="desk/assembly_ask.html",
        ways=ways(request.actor, "desk:assembly"),
    )


def _elected(viewer: Actor, held: str) -> ElectionCard | None:
    """What the final result says; None where the count is not on record here."""
    try:
        return assembly.get_elected(viewer=viewer, assembly=held)
    except Refused as refused:
        if refused.code != "conflict":
            raise
        return None


def _told(found: ElectionCard) -> str:
    """Who was elected, read out before it is confirmed."""
    return _(
        "Elected on %(day)s to %(seats)s seats, most votes first: %(members)s. "
        "Alternates: %(alternates)s. Members may run assemblies from then on."
    ) % {
        "day": found.elected_on.isoformat(),
        "seats": found.seats,
        "members": joined(one.name for one in found.members),
        "alternates": joined(one.name for one in found.alternates) or _("nobody"),
    }


def _take_over(request: shell.Request, held: str) -> str:
    return assembly.seat_elected(
        by=request.actor,
        assembly=held,
        years=said_number(request, "years"),
        key=shell.key_of(request),
    )


def _seat(request: shell.Request, held: str) -> str:
    given = request.POST
    return assembly.seat_council(
        by=request.actor,
        assembly=held,
        members=_people(request.actor, given.get("members", ""), "members"),
        alternates=_people(request.actor, given.get("alternates", ""), "alternates"),
        seats=said_number(request, "seats"),
        elected_on=_day(given.get("elected_on", ""), "elected_on"),
        years=said_number(request, "years"),
        key=shell.key_of(request),
    )


def _seat_fields(found: ElectionCard | None) -> tuple[shell.Field, ...]:
    """What is asked by hand, with what the result says already there."""
    hint = _("One name or whole phone number in each line, most votes first.")
    return (
        shell.Field(
            name="members",
            label=_("Members"),
            kind="textarea",
            hint=hint,
            value=_lines(found.members if found else ()),
        ),
        shell.Field(
            name="alternates",
            label=_("Alternates, if any"),
            kind="textarea",
            hint=hint,
            value=_lines(found.alternates if found else ()),
        ),
        shell.Field(
            name="seats",
            label=_("How many seats?"),
            inputmode="numeric",
            value=(str(found.seats),) if found else (),
        ),
        shell.Field(
            name="elected_on",
            label=_("On which day was the election?"),
            kind="date",
            value=(found.elected_on.isoformat(),) if found else (),
        ),
        shell.Field(name="years", label=_("For how many years?"), inputmode="numeric"),
    )


def _lines(some: tuple[Elected, ...]) -> tuple[str, ...]:
    return ("\n".join(one.name for one in some),)


def _years(viewer: Actor) -> shell.Field:
    """For how long, with what the rules say already there."""
    most = assembly.effective_rules(viewer=viewer).get("term_max_years").value
    value = (str(most),) if isinstance(most, int) else ()
    label = _("For how many years?")
    return shell.Field(name="years", label=label, inputmode="numeric", value=value)


def _people(viewer: Actor, text: str, field: str) -> list[str]:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > _MOST_NAMES:
        raise Refused(
            "too_large", "At most %(most)s names can be written.", field=field, most=_MOST_NAMES
        )
    return [find_person(viewer, line, field=field) for line in lines]


def _day(text: str, field: str) -> date:
    return shell.day_typed(text, field).value


def _item(request: shell.Request, council: str, thing: str) -> None:
    given = request.POST
    assembly.add_handover_item(
        by=request.actor,
        council=council,
        what=given.get("what", ""),
        giver=_found(request.actor, council, given.get("giver", ""), "giver"),
        taker=_found(request.actor, council, given.get("taker", ""), "taker"),
        key=shell.key_of(request),
    )


def _found(viewer: Actor, council: str, text: str, field: str) -> str:
    """Who is meant: of the register for those who see it, else of the roll of the election."""
    if viewer.is_staff:
        return find_person(viewer, text, field=field)
    held = assembly.get_council(viewer=viewer, council=council).assembly or ""
    return assembly.find_on_roll(viewer=viewer, assembly=held, text=text, field=field)


_ACTS: dict[str, Act] = {
    "office": Act(
        title=lambda: _("Whom did the members choose?"),
        button=lambda: _("Write it down"),
        done=lambda: _("It is written down."),
        fields=lambda viewer, thing: (
            shell.Field(
                name="office", label=_("As what?"), kind="radio", choices=choices_of(TITLES)
            ),
        ),
        do=lambda request, whole, thing: assembly.choose_chair(
            by=request.actor,
            council=whole,
            holder=thing,
            office=request.POST.get("office", ""),
        ),
    ),
    "leave": Act(
        title=lambda: _("Somebody leaves the committee"),
        button=lambda: _("Write it down"),
        done=lambda: _("It is written down."),
        fields=lambda viewer, thing: (
            shell.Field(name="why", label=_("Why?"), kind="radio", choices=choices_of(LEFT)),
            line_field("note", _("A note, if you like")),
        ),
        do=lambda request, whole, thing: assembly.leave_office(
            by=request.actor,
            holder=thing,
            why=request.POST.get("why", ""),
            note=request.POST.get("note", ""),
        ),
    ),
    "paper": Act(
        title=lambda: _("Is this document there?"),
        button=lambda: _("Write it down"),
        done=lambda: _("It is written down."),
        fields=lambda viewer, thing: (
            shell.Field(
                name="is_there",
                label=_("Is it there?"),
                kind="radio",
                choices=(shell.Choice("yes", _("It is there")), shell.Choice("no", _("Missing"))),
            ),
            line_field("note", _("A note, if you like")),
        ),
        do=lambda request, whole, thing: assembly.give_paper(
            by=request.actor,
            council=whole,
            paper=thing,
            is_there=request.POST.get("is_there") == "yes",
            note=request.POST.get("note", ""),
        ),
    ),
    "file": Act(
        title=lambda: _("The package was handed in at the street office"),
        button=lambda: _("Write it down"),
        done=lambda: _("It is written down."),
        fields=lambda viewer, thing: (
            shell.Field(name="day", label=_("On which day?"), kind="date"),
            shell.Field(name="receipt", label=_("Number of the receipt"), maxlength=120),
        ),
        do=lambda request, whole, thing: assembly.hand_in_filing(
            by=request.actor,
            council=whole,
            day=_day(request.POST.get("day", ""), "day"),
            receipt=request.POST.get("receipt", ""),
        ),
    ),
    "item": Act(
        title=lambda: _("Put something on the handover list"),
        button=lambda: _("Put it on the list"),
        done=lambda: _("It is on the list; both sign on their own page."),
        fields=lambda viewer, thing: (
            shell.Field(name="what", label=_("What is it?"), maxlength=200),
            shell.Field(name="giver", label=_("Who gives it?"), hint=finding_hint(viewer)),
            shell.Field(name="taker", label=_("Who takes it?"), hint=finding_hint(viewer)),
        ),
        do=_item,
    ),
    "unseat": Act(
        title=lambda: _("Was this committee noted by mistake?"),
        button=lambda: _("Take it back"),
        done=lambda: _("It is taken back; the committee before it is in office again."),
        do=lambda request, whole, thing: assembly.unseat_council(by=request.actor, council=whole),
    ),
    "sign": Act(
        title=lambda: _("Was it handed over?"),
        button=lambda: _("I sign that it was"),
        done=lambda: _("You have signed."),
        do=lambda request, whole, thing: assembly.sign_handover(by=request.actor, item=thing),
    ),
}
