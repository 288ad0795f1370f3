"""Decisions (mandates) at the desk: who decided what may be measured, where and for how long."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.application.assembly.api import list_resolutions
from linli.foundation.devices.api import list_models
from linli.foundation.mandates.api import (
    MandateCard,
    get_mandate,
    grant_mandate,
    list_expiring,
    list_mandates,
    revoke_mandate,
)
from linli.foundation.places.api import get_place
from linli.foundation.telemetry.api import list_erasures
from linli.kernel import Actor, Refused, Role, Words, now
from linli.kernel.written import Meaning, Side
from linli.surface.desk.machine_words import BASES, said_basis, said_recipients, said_series
from linli.surface.desk.pages import address, page, ways
from linli.surface.shell import api as shell
from linli.surface.shell import speech
from linli.surface.shell.language import joined, label, read
from linli.surface.shell.templatetags.shell import day, moment

DECIDERS = (Role.COUNCIL, Role.MANAGER, Role.OPERATOR)
_MOST_SHOWN = 30
SOON = 60
"""Days ahead in which a decision that ends is worth a warning."""
_HERE = "desk:devices"


@shell.staff_only()
def mandates(request: shell.Request) -> HttpResponse:
    """All decisions; those that end soon first."""
    viewer = request.actor
    found = list_mandates(viewer=viewer, cursor=request.GET.get("cursor") or None)
    soon = list_expiring(viewer=viewer, within_days=SOON)
    return page(
        request,
        "desk/machines_mandates.html",
        here=_HERE,
        title=_("Decisions on what is measured"),
        soon=[row_of(card) for card in soon],
        rows=[row_of(card) for card in found],
        found=found,
        may_decide=viewer.has(*DECIDERS),
    )


def row_of(card: MandateCard) -> dict[str, str]:
    """A decision as a row of a list."""
    state, tone = _standing(card)
    until = day(card.valid_until) if card.valid_until else _("no end")
    return {
        "href": reverse("desk:mandate", args=[card.id]),
        "title": read(card.purpose),
        "line": _("%(basis)s · until %(until)s") % {"basis": said_basis(card), "until": until},
        "state": state,
        "tone": tone,
    }


def _standing(card: MandateCard) -> tuple[str, str]:
    if card.revoked_at is not None:
        return _("taken back"), "plain"
    if card.is_valid_at(now()):
        ends = card.valid_until
        is_soon = ends is not None and ends - now() < timedelta(days=SOON)
        return (_("ends soon"), "wait") if is_soon else (_("in force"), "ok")
    return (_("not yet in force"), "plain") if card.valid_from > now() else (_("over"), "plain")


@shell.staff_only()
def mandate(request: shell.Request, mandate: str) -> HttpResponse:
    """One decision, what rests on it, and what was erased because of it."""
    viewer = request.actor
    card = get_mandate(viewer=viewer, mandate=mandate)
    state, tone = _standing(card)
    erased = list_erasures(viewer=viewer, mandate=mandate, cursor=request.GET.get("cursor"))
    return page(
        request,
        "desk/machines_mandate.html",
        here=_HERE,
        title=read(card.purpose),
        card=card,
        state=state,
        tone=tone,
        facts=facts_of(viewer, card),
        result=result_of(viewer, card),
        erased=[
            _("%(when)s: %(rows)s readings erased; %(proof)s")
            % {"when": moment(one.executed_at), "rows": speech.number(one.rows), "proof": one.proof}
            for one in erased
        ],
        next=erased.next,
        may_revoke=viewer.has(*DECIDERS) and card.revoked_at is None,
    )


def result_of(viewer: Actor, card: MandateCard) -> str:
    """Where the result of the motion is by which the owners decided it; empty without one."""
    if not card.decision:
        return ""
    found = (one for one in list_resolutions(viewer=viewer) if one.motion == card.decision)
    return next((address("resident:assembly-result", one.assembly) for one in found), "")


def facts_of(viewer: Actor, card: MandateCard) -> list[tuple[str, str]]:
    """A decision question by question."""
    models = {one.model.key: one for one in list_models(viewer=viewer)}
    place = get_place(viewer=viewer, place=card.place) if card.place else None
    rows = [
        (_("What is measured"), joined(said_series(pattern, models) for pattern in card.series)),
        (_("Why"), read(card.purpose)),
        (_("Where"), label(place) or _("The whole community")),
        (_("Who decided"), said_basis(card)),
        (_("Kept how long"), _("%(count)s days, then erased") % {"count": card.retention_days}),
        (_("Who may see it"), said_recipients(card.recipients)),
        (_("From"), day(card.valid_from)),
        (_("Until"), day(card.valid_until) if card.valid_until else _("no end; it is the law")),
    ]
    if card.revoked_at is not None:
        rows.append((_("Taken back"), f"{moment(card.revoked_at)}: {card.revoked_why}"))
    return rows


@shell.staff_only()
@shell.post_only
@shell.submit_once
def revoke(request: shell.Request, mandate: str) -> HttpResponse:
    """Take a decision back, with the reason; from now on nothing it covered is stored."""
    revoke_mandate(by=request.actor, mandate=mandate, why=request.POST.get("why", ""))
    shell.say(request, _("Taken back. From now on nothing that rested on it is stored."))
    return redirect("desk:mandate", mandate)


@shell.staff_only(*DECIDERS)
@shell.submit_once
def grant(request: shell.Request) -> HttpResponse:
    """Record a decision that was taken."""
    refusals: list[Refused] = []
    if request.method == "POST":
        try:
            made, echo = _granted(request)
            said = _("Recorded. Devices can be switched on under it now.")
            shell.say(request, f"{said} {shell.understood(*echo)}")
            return redirect("desk:mandate", made)
        except Refused as refused:
            if refused.code != "invalid":
                raise
            refusals = [refused]
    return shell.question(
        request,
        fields=_fields(request.actor),
        title=_("Record a decision"),
        intro=_(
            "What the owners, a law or those who live there decided. Every resident can read it; "
            "one for a single home only its own people and staff."
        ),
        button=_("Record it"),
        back=reverse("desk:mandates"),
        refusals=refusals,
        template="desk/machines_question.html",
        ways=page_ways(request),
    )


def page_ways(request: shell.Request, here: str = _HERE) -> tuple[shell.Way, ...]:
    """The desk's menu for pages that ask."""
    return ways(request.actor, here)


def _granted(request: shell.Request) -> tuple[str, list[Words | str]]:
    """The decision written down, and what was understood of what was typed."""
    given = request.POST
    purpose, place = (
        given.get("purpose", ""),
        shell.place_typed(request.actor, given.get("place", "")),
    )
    decided = shell.day_typed(given.get("basis_date", ""), "basis_date", Side.PAST)
    since = shell.day_typed(given.get("valid_from", ""), "valid_from")
    until = _until(given.get("valid_until", ""))
    mandate = grant_mandate(
        by=request.actor,
        purpose=Words(purpose, given.get("purpose_en", "").strip() or purpose),
        series=given.getlist("series"),
        place=place.id if place else None,
        retention_days=_whole(given.get("retention_days", "")),
        recipients=[
            one for one in given.get("recipients", "").replace("，", ",").split(",") if one
        ],
        basis_kind=given.get("basis_kind", ""),
        basis_text=given.get("basis_text", ""),
        basis_date=decided.value,
        valid_from=shell.start_of(since.value),
        valid_until=shell.start_of(until.value) if until else None,
        key=shell.key_of(request),
        decision=_decision(request.actor, given.get("decision", "")),
    )
    where = label(place) if place else ""
    return mandate, [where, decided.words, since.words, until.words if until else ""]


def _decision(viewer: Actor, motion: str) -> str:
    """A motion of this community that has passed, or none."""
    if motion and motion not in {one.motion for one in list_resolutions(viewer=viewer)}:
        raise Refused("invalid", "The owners have not passed this motion.", field="decision")
    return motion


def _passed(viewer: Actor) -> tuple[shell.Field, ...]:
    found = list_resolutions(viewer=viewer)[:_MOST_SHOWN]
    choices = (
        shell.Choice("", _("None of these")),
        *(shell.Choice(one.motion, read(one.title), day(one.at)) for one in found),
    )
    label_of = _("By which motion of the owners?")
    field = shell.Field(name="decision", label=label_of, kind="radio", choices=choices, value=("",))
    return (field,) if found else ()


def _until(text: str) -> Meaning[date] | None:
    return shell.day_typed(text, "valid_until", Side.FUTURE) if text.strip() else None


def _whole(text: str) -> int:
    if not text.strip().isdecimal():
        raise Refused("invalid", "Please write a number of days.", field="retention_days")
    return int(text.strip()[:6])


def _fields(viewer: Actor) -> tuple[shell.Field, ...]:
    today = timezone.localtime(now()).date()
    models = list_models(viewer=viewer)
    kinds = tuple(
        shell.Choice(
            f"{one.model.key}.*",
            read(one.model.name),
            joined(read(spec.name) for spec in one.model.properties),
        )
        for one in models
    )
    return (
        shell.Field(name="purpose", label=_("What is it for?"), hint=_("As residents say it.")),
        shell.Field(name="purpose_en", label=_("The same in English"), hint=_("May stay empty.")),
        shell.Field(
            name="series", label=_("What may be measured?"), kind="checkbox", choices=kinds
        ),
        shell.Field(
            name="place",
            label=_("Where?"),
            hint=_("A building or a room; empty for the whole community."),
        ),
        shell.Field(
            name="basis_kind",
            label=_("Who decided?"),
            kind="radio",
            choices=tuple(shell.Choice(key, _(name)) for key, name in BASES.items()),
        ),
        *_passed(viewer),
        shell.Field(
            name="basis_text",
            label=_("Which decision?"),
            hint=_("Its number, and where it is kept."),
        ),
        shell.Field(name="basis_date", label=_("Decided on"), kind="date", size="mid"),
        shell.Field(
            name="retention_days",
            label=_("Kept for how many days?"),
            inputmode="numeric",
            size="mid",
            value=("90",),
        ),
        shell.Field(
            name="recipients",
            label=_("Who may see it?"),
            hint=_("Several with commas between: manager, resident, 消防控制室"),
        ),
        shell.Field(
            name="valid_from",
            label=_("From when?"),
            kind="date",
            size="mid",
            value=(today.isoformat(),),
        ),
        shell.Field(
            name="valid_until",
            label=_("Until when?"),
            kind="date",
            size="mid",
            hint=_("Only a law may stay without an end."),
        ),
    )
