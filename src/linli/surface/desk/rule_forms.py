"""Writing rules by answering plain questions; experts may write the definition itself."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.people.api import list_staff
from linli.kernel import Actor, Refused, Words
from linli.support.rules.api import (
    RuleCard,
    VersionCard,
    change_rule,
    define_rule,
    get_rule,
    list_suggestions,
)
from linli.surface.desk.mandates import page_ways
from linli.surface.desk.pages import page
from linli.surface.desk.rule_answers import answers_of, definition_of, minutes_of, whole
from linli.surface.desk.rule_examples import SAID, example_said, understood
from linli.surface.desk.rule_questions import filled, questions
from linli.surface.desk.rule_words import condition_lines, names_of
from linli.surface.desk.rules import WRITERS
from linli.surface.shell import api as shell
from linli.surface.shell.language import read

_KINDS = {
    "threshold": (
        gettext_noop("A value is too high or too low"),
        gettext_noop("Smoke, heat, damp"),
    ),
    "rate": (gettext_noop("A value changes too fast"), gettext_noop("A fire warms a room quickly")),
    "window": (gettext_noop("A value is too high for a while"), gettext_noop("Stale air")),
    "silence": (
        gettext_noop("A device says nothing"),
        gettext_noop("A detector that protects nobody"),
    ),
    "both": (gettext_noop("Two things at once"), gettext_noop("Power used and nobody there")),
    "hours": (gettext_noop("Something at the wrong time"), gettext_noop("A light on at night")),
    "expert": (gettext_noop("Write it yourself"), gettext_noop("For experts, as JSON")),
}


@shell.staff_only(*WRITERS)
def kinds(request: shell.Request) -> HttpResponse:
    """What shall the rule notice? Or take over a proven one."""
    names = names_of(request.actor)
    return page(
        request,
        "desk/machines_kinds.html",
        here="desk:rules",
        title=_("What shall the rule notice?"),
        kinds=[
            {"href": reverse("desk:rule-new", args=[key]), "title": _(name), "line": _(line)}
            for key, (name, line) in _KINDS.items()
        ],
        suggestions=[
            {
                "key": one.key,
                "name": one.name,
                "reason": one.reason,
                "lines": condition_lines(one.definition.get("condition"), names),
            }
            for one in list_suggestions(viewer=request.actor)
        ],
    )


@shell.staff_only(*WRITERS)
@shell.post_only
@shell.submit_once
def take(request: shell.Request, key: str) -> HttpResponse:
    """Take a proven rule over, switched off."""
    one = next((one for one in list_suggestions(viewer=request.actor) if one.key == key), None)
    if one is None:
        raise Refused("not_found", "There is no such rule.")
    made = define_rule(
        by=request.actor,
        name=one.name,
        reason=one.reason,
        severity=one.severity,
        is_safety=one.is_safety,
        owner=request.actor.person or "",
        definition=one.definition,
        test=one.test,
        escalate_after=one.escalate_after,
        key=shell.key_of(request),
    )
    shell.say(request, _("Taken over, switched off. Run it on history first."))
    return redirect("desk:rule", made)


@shell.staff_only(*WRITERS)
@shell.submit_once
def new(request: shell.Request, kind: str) -> HttpResponse:
    """Plain questions, a rule at the end of them, switched off."""
    if kind not in _KINDS:
        raise Refused("not_found", "There is no such rule.")
    refusals: list[Refused] = []
    if request.method == "POST":
        try:
            made = _defined(request, kind)
            heard = understood(request.actor, kind, request.POST)
            shell.say(request, f"{_('Written, switched off. Run it on history first.')} {heard}")
            return redirect("desk:rule", made)
        except Refused as refused:
            refusals = [_at_a_question(refused, kind)]
    return _ask(request, kind, _(_KINDS[kind][0]), questions(request.actor, kind), refusals)


@shell.staff_only(*WRITERS)
@shell.submit_once
def change(request: shell.Request, rule: str) -> HttpResponse:
    """A new version; the one that is on goes on until the new one is switched on."""
    detail = get_rule(viewer=request.actor, rule=rule)
    newest = detail.versions[0]
    answers = answers_of(newest.definition)
    kind = answers[0] if answers and request.GET.get("as") != "expert" else "expert"
    refusals: list[Refused] = []
    if request.method == "POST":
        try:
            number = _changed(request, detail.rule, kind, newest)
            said = _("Version %(number)s is written. Run it on history, then switch it on.")
            heard = understood(request.actor, kind, request.POST)
            shell.say(request, f"{said % {'number': number}} {heard}")
            return redirect("desk:rule", rule)
        except Refused as refused:
            refusals = [_at_a_question(refused, kind)]
    fields = filled(request.actor, kind, detail.rule, newest, answers[1] if answers else {})
    title = _("Change: %(rule)s") % {"rule": read(detail.rule.name)}
    return _ask(request, kind, title, fields, refusals, back=reverse("desk:rule", args=[rule]))


def _ask(
    request: shell.Request,
    kind: str,
    title: str,
    fields: tuple[shell.Field, ...],
    refusals: list[Refused],
    *,
    back: str = "",
) -> HttpResponse:
    return shell.question(
        request,
        fields=fields,
        title=title,
        intro=_("Nothing is switched on: you can run it on history first."),
        button=_("Write it down"),
        back=back or reverse("desk:rule-kinds"),
        refusals=refusals,
        template="desk/machines_question.html",
        ways=page_ways(request, "desk:rules"),
    )


def _at_a_question(refused: Refused, kind: str) -> Refused:
    """A refusal that names a part of the definition, shown at the question it came from."""
    if refused.code not in ("invalid", "too_large", "not_found"):
        raise refused
    if refused.field == "test" and kind != "expert":
        words = "The example from before does not hold any more. Please say anew what must call."
        return Refused("invalid", words, field="calls")
    part = (refused.field or "").rpartition(".")[2]
    field = {
        "above": "limit",
        "below": "limit",
        "clear_at": "clear",
        "over_seconds": "minutes",
        "for_seconds": "minutes",
        "after_seconds": "minutes",
        "within_seconds": "minutes",
        "property": "measure",
        "escalate_after": "escalate",
    }.get(part, refused.field or "")
    return Refused("invalid", refused.message, field=field, **refused.params)


def _defined(request: shell.Request, kind: str) -> str:
    given = request.POST
    definition, test = _what(request, kind)
    return define_rule(
        by=request.actor,
        name=_both(given, "name"),
        reason=_both(given, "reason"),
        severity=given.get("severity", "normal"),
        is_safety=given.get("is_safety") == "yes",
        definition=definition,
        test=test,
        key=shell.key_of(request),
        **_care(request, request.actor.person or ""),
    )


def _changed(request: shell.Request, card: RuleCard, kind: str, newest: VersionCard) -> int:
    given = request.POST
    definition, test = _what(request, kind, newest)
    return change_rule(
        by=request.actor,
        rule=card.id,
        name=_both(given, "name"),
        reason=_both(given, "reason"),
        severity=given.get("severity") or None,
        definition=definition,
        test=test,
        **_care(request, card.owner),
    )


def _care(request: shell.Request, owner: str) -> dict[str, Any]:
    """Who answers for the rule, who else is told and when, and below what it is looked at again."""
    given = request.POST
    return {
        "owner": _owner(request.actor, given.get("owner", "") or owner, owner),
        "escalate_after": minutes_of(given.get("escalate", ""), "escalate"),
        "floor_percent": whole(given.get("floor_percent", ""), "floor_percent", 50),
        "floor_verdicts": whole(given.get("floor_verdicts", ""), "floor_verdicts", 10),
    }


def _owner(viewer: Actor, chosen: str, known: str) -> str:
    if chosen != known and chosen not in {one.person.id for one in list_staff(viewer=viewer)}:
        raise Refused("invalid", "Please choose someone who works here.", field="owner")
    return chosen


def _what(
    request: shell.Request, kind: str, newest: VersionCard | None = None
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The definition and its test; without a word about it the newest version's test stays."""
    given = request.POST
    if kind == "expert":
        definition = _json(given.get("definition", ""), "definition")
        test = given.get("test", "").strip()
        return definition, _json(test, "test") if test else None
    definition = definition_of(request.actor, kind, given)
    if newest and newest.test and not any(given.get(field, "").strip() for field in SAID[kind]):
        return definition, None
    return definition, example_said(request.actor, kind, definition, given)


def _both(given: Mapping[str, str], field: str) -> Words:
    zh = given.get(field, "")
    return Words(zh, given.get(f"{field}_en", "").strip() or zh)


def _json(text: str, field: str) -> dict[str, Any]:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise Refused("invalid", "This is not JSON with named parts.", field=field)
    return found
