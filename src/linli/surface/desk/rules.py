"""Rules at the desk: the list, one rule with its versions and switches, maintenance, reviews."""

from datetime import datetime
from typing import Any

import orjson
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.devices.api import get_devices
from linli.foundation.people.api import get_person
from linli.foundation.places.api import get_places, resolve_place
from linli.kernel import Actor, Refused, Role, now
from linli.support.rules import api as rules_door
from linli.support.rules.api import MaintenanceCard, ReviewCard, RuleCard, VersionCard
from linli.surface.desk.machine_words import (
    SEVERITY_TONES,
    joined,
    label,
    named,
    read,
    said_severity,
)
from linli.surface.desk.pages import page
from linli.surface.desk.rule_words import (
    condition_lines,
    length,
    names_of,
    precision_words,
    scopes,
)
from linli.surface.shell import api as shell
from linli.surface.shell.templatetags.shell import moment

WRITERS = (Role.MANAGER, Role.OPERATOR)
_DECISIONS = {
    "kept": gettext_noop("Kept as it is"),
    "changed": gettext_noop("Changed"),
    "switched_off": gettext_noop("Switched off"),
}


@shell.staff_only()
def rules(request: shell.Request) -> HttpResponse:
    """All rules with what they are about, how they stand and how often they were right."""
    viewer, state = request.actor, request.GET.get("state", "")
    found = rules_door.list_rules(
        viewer=viewer,
        is_on={"on": True, "off": False}.get(state),
        cursor=request.GET.get("cursor") or None,
    )
    start = reverse("desk:rules")
    return page(
        request,
        "desk/machines_rules.html",
        here="desk:rules",
        title=_("Rules"),
        lanes=[
            shell.Way(start, _("Everything"), state not in ("on", "off")),
            shell.Way(f"{start}?state=on", _("Switched on"), state == "on"),
            shell.Way(f"{start}?state=off", _("Switched off"), state == "off"),
        ],
        found=found,
        table=_table(viewer, found.items),
        reviews=rules_door.list_reviews(viewer=viewer, is_open=True),
        may_write=viewer.has(*WRITERS),
    )


def _table(viewer: Actor, cards: tuple[RuleCard, ...]) -> shell.Table:
    columns = (
        shell.Column(_("Rule")),
        shell.Column(_("About")),
        shell.Column(_("How much it matters")),
        shell.Column(_("State"), is_short=True),
        shell.Column(_("Open alarms"), True),
        shell.Column(_("Measured")),
    )
    rows = [
        (
            shell.Cell(read(card.name), reverse("desk:rule", args=[card.id])),
            about,
            shell.Cell(
                said_severity(card.severity), tone=SEVERITY_TONES.get(card.severity) or "plain"
            ),
            _state(card),
            shell.Cell(
                str(card.open_alarms),
                f"{reverse('desk:alarms')}?rule={card.id}" if card.open_alarms else "",
            ),
            precision_words(card.precision),
        )
        for card, about in zip(
            cards, scopes(viewer, [card.definition for card in cards]), strict=True
        )
    ]
    return shell.Table(_("Rules"), columns, rows, hides_caption=True)


def _state(card: RuleCard) -> shell.Cell:
    if card.is_under_review:
        return shell.Cell(_("up for review"), tone="wait")
    if card.version_on is None:
        return shell.Cell(_("off"), tone="plain")
    return shell.Cell(_("on"), tone="ok")


@shell.staff_only()
def rule(request: shell.Request, rule: str) -> HttpResponse:
    """One rule: what it says in words, its versions with their tests, its switches."""
    viewer = request.actor
    detail = rules_door.get_rule(viewer=viewer, rule=rule)
    card, names = detail.rule, names_of(viewer)
    reviews = rules_door.list_reviews(viewer=viewer, is_open=True)
    return page(
        request,
        "desk/machines_rule.html",
        here="desk:rules",
        title=read(card.name),
        card=card,
        reason=read(card.reason),
        state=_state(card),
        severity=said_severity(card.severity),
        severity_tone=SEVERITY_TONES.get(card.severity, ""),
        lines=condition_lines(card.definition.get("condition"), names),
        facts=_facts(viewer, card, detail.series),
        versions=[_version(one, names, card) for one in detail.versions],
        switches=[
            {
                "said": _("Version %(number)s switched on") % {"number": one.version}
                if one.is_on
                else _("Switched off"),
                "at": one.at,
                "words": one.reason,
                "is_over": True,
            }
            for one in reversed(detail.switches)
        ],
        review=next((one for one in reviews if one.rule == card.id), None),
        decisions=[(key, _(name)) for key, name in _DECISIONS.items()],
        may_write=viewer.has(*WRITERS),
        may_switch=viewer.has(Role.MANAGER),
        may_decide=viewer.has(Role.MANAGER, Role.COUNCIL),
    )


def _facts(viewer: Actor, card: RuleCard, series: int) -> list[tuple[str, str]]:
    return [
        (_("About"), scopes(viewer, [card.definition])[0]),
        (_("It listens to"), _("%(count)s series of readings") % {"count": series}),
        (_("Who answers for it"), get_person(viewer=viewer, person=card.owner).name),
        (_("If nobody answers"), _escalation(card)),
        (_("Measured"), precision_words(card.precision)),
        (
            _("Put up for review"),
            _("when fewer than %(percent)s%% were right, after %(count)s verdicts")
            % {"percent": card.floor_percent, "count": card.floor_verdicts},
        ),
        (_("Changed"), moment(card.changed_at)),
    ]


def _escalation(card: RuleCard) -> str:
    if not card.escalate_after:
        return _("nobody else is told")
    return _("more people are told after %(times)s") % {
        "times": joined(length(one) for one in card.escalate_after)
    }


def _version(one: VersionCard, names: Any, card: RuleCard) -> dict[str, Any]:
    if one.outcome is None:
        test = (_("without a test"), "wait")
    elif one.outcome.has_passed:
        test = (_("passes its test"), "ok")
    else:
        test = (_("does not pass its test"), "late")
    return {
        "number": one.number,
        "lines": condition_lines(one.definition.get("condition"), names),
        "at": one.made_at,
        "test": test,
        "problems": [read(words) for words in one.outcome.problems] if one.outcome else [],
        "precision": precision_words(one.precision),
        "is_on": one.number == card.version_on,
        "json": orjson.dumps(
            {"definition": one.definition, "test": one.test}, option=orjson.OPT_INDENT_2
        ).decode(),
    }


@shell.staff_only(Role.MANAGER)
@shell.post_only
@shell.submit_once
def switch(request: shell.Request, rule: str) -> HttpResponse:
    """Switch a version on, or the rule off with a reason."""
    given = request.POST
    try:
        if given.get("to") == "on":
            number = given.get("version", "")
            rules_door.switch_on(
                by=request.actor, rule=rule, version=int(number) if number.isdecimal() else None
            )
            said = _("Switched on. It judges every reading from now on.")
        else:
            rules_door.switch_off(by=request.actor, rule=rule, reason=given.get("reason", ""))
            said = _("Switched off.")
        shell.say(request, said)
    except Refused as refused:
        _say_why(request, refused)
    return redirect("desk:rule", rule)


def _say_why(request: shell.Request, refused: Refused) -> None:
    if refused.code not in ("invalid", "conflict"):
        raise refused
    shell.say(request, shell.said(refused), tone="late")


@shell.staff_only()
def reviews(request: shell.Request) -> HttpResponse:
    """Rules that were put up for review, and what was decided."""
    viewer = request.actor
    found = rules_door.list_reviews(viewer=viewer, cursor=request.GET.get("cursor") or None)
    return page(
        request,
        "desk/machines_reviews.html",
        here="desk:rules",
        title=_("Rules up for review"),
        rows=[_review(one) for one in found],
        found=found,
    )


def _review(one: ReviewCard) -> dict[str, str]:
    decided = _(_DECISIONS[one.decision]) if one.decision in _DECISIONS else _("to be decided")
    line = [precision_words(one.precision), moment(one.opened_at), one.reason]
    return {
        "href": reverse("desk:rule", args=[one.rule]),
        "title": read(one.name),
        "line": " · ".join(part for part in line if part),
        "state": decided,
        "tone": "plain" if one.decision else "wait",
    }


@shell.staff_only()
@shell.post_only
@shell.submit_once
def decide(request: shell.Request, review: str) -> HttpResponse:
    """Decide what becomes of a rule under review."""
    given = request.POST
    try:
        rules_door.decide_review(
            by=request.actor,
            review=review,
            decision=given.get("decision", ""),
            reason=given.get("reason", ""),
        )
        shell.say(request, _("Decided."))
    except Refused as refused:
        _say_why(request, refused)
    return redirect("desk:reviews")


@shell.staff_only()
def maintenance(request: shell.Request) -> HttpResponse:
    """Announced work that holds alarms back."""
    viewer = request.actor
    found = rules_door.list_maintenance(viewer=viewer, cursor=request.GET.get("cursor") or None)
    places = get_places(viewer=viewer, places=[one.place for one in found if one.place])
    devices = get_devices(viewer=viewer, devices=[one.device for one in found if one.device])
    return page(
        request,
        "desk/machines_maintenance.html",
        here="desk:rules",
        title=_("Work that holds alarms back"),
        rows=[
            {
                "card": one,
                "where": named(devices[one.device])
                if one.device in devices
                else label(places.get(one.place or "")) or _("The whole community"),
                "is_open": _is_open(one),
            }
            for one in found
        ],
        found=found,
    )


def _is_open(one: MaintenanceCard) -> bool:
    return one.closed_by is None and (one.until is None or one.until > now())


@shell.staff_only()
@shell.post_only
@shell.submit_once
def announce(request: shell.Request) -> HttpResponse:
    """Announce work at a place or on a device."""
    given = request.POST
    try:
        rules_door.open_maintenance(
            by=request.actor,
            reason=given.get("reason", ""),
            place=_place(request.actor, given.get("place", "")),
            device=given.get("device", "").strip() or None,
            until=_until(given.get("until", "")),
            key=shell.key_of(request),
        )
        shell.say(request, _("Announced. Alarms from there are held back until the work is done."))
    except Refused as refused:
        _say_why(request, refused)
    return redirect("desk:maintenance")


def _place(viewer: Actor, text: str) -> str | None:
    if not text.strip():
        return None
    found = resolve_place(viewer=viewer, text=text[:120])
    if not found:
        raise Refused("invalid", "There is no such place here.", field="place")
    return found[0].id


def _until(text: str) -> datetime | None:
    if not text:
        return None
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise Refused("invalid", "Please choose a day and a time.", field="until")
    return timezone.make_aware(found) if timezone.is_naive(found) else found


@shell.staff_only()
@shell.post_only
@shell.submit_once
def work_done(request: shell.Request, maintenance: str) -> HttpResponse:
    """The work is done: what is still wrong sounds its alarm now."""
    rules_door.close_maintenance(by=request.actor, maintenance=maintenance)
    shell.say(request, _("Done. Alarms from there sound again."))
    return redirect("desk:maintenance")
