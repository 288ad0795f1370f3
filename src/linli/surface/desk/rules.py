"""Rules at the desk: the list, one rule with its versions and switches, maintenance, reviews."""

from typing import Any

import orjson
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.people.api import get_person
from linli.kernel import Actor, Refused, Role
from linli.support.rules import api as rules_door
from linli.support.rules.api import ReviewCard, RuleCard, VersionCard
from linli.surface.desk.machine_words import SEVERITY_TONES, said_severity
from linli.surface.desk.pages import page
from linli.surface.desk.rule_words import (
    condition_lines,
    length,
    names_of,
    precision_words,
    scopes,
)
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined, read
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
        return shell.Cell(_("out of use"), tone="plain")
    return shell.Cell(_("in use"), tone="ok")


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
