"""Writing rules by answering plain questions; experts may write the definition itself."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.devices.api import list_models
from linli.foundation.places.api import get_places
from linli.kernel import Actor, Refused, Words
from linli.support.rules.api import (
    RuleCard,
    VersionCard,
    change_rule,
    define_rule,
    get_rule,
    list_suggestions,
    try_test,
)
from linli.surface.desk.machine_words import SEVERITIES, label, read, unit_of
from linli.surface.desk.mandates import page_ways
from linli.surface.desk.pages import page
from linli.surface.desk.rule_answers import answers_of, definition_of, example_of
from linli.surface.desk.rule_words import GROUPS, condition_lines, names_of
from linli.surface.desk.rules import WRITERS
from linli.surface.shell import api as shell

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
_ALARMS = {
    "fire": gettext_noop("Fire"),
    "carbon-monoxide": gettext_noop("Gas"),
    "silent": gettext_noop("A device is silent"),
    "stuffy": gettext_noop("Stale air"),
    "plant-temperature": gettext_noop("A plant room"),
    "overload": gettext_noop("Too much power"),
    "left-on": gettext_noop("Something left on"),
    "light-on": gettext_noop("A light left on"),
    "other": gettext_noop("Something else"),
}
_TAKES = {
    "mean": gettext_noop("The mean"),
    "median": gettext_noop("The middle one"),
    "max": gettext_noop("The highest"),
    "min": gettext_noop("The lowest"),
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
            shell.say(request, _("Written, switched off. Run it on history first."))
            return redirect("desk:rule", made)
        except Refused as refused:
            refusals = [_at_a_question(refused)]
    return _ask(request, kind, _(_KINDS[kind][0]), _fields(request.actor, kind), refusals)


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
            number = _changed(request, detail.rule, kind)
            shell.say(
                request,
                _("Version %(number)s is written. Run it on history, then switch it on.")
                % {"number": number},
            )
            return redirect("desk:rule", rule)
        except Refused as refused:
            refusals = [_at_a_question(refused)]
    fields = _filled(request.actor, kind, newest, answers[1] if answers else {})
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


def _at_a_question(refused: Refused) -> Refused:
    """A refusal that names a part of the definition, shown at the question it came from."""
    if refused.code not in ("invalid", "too_large", "not_found"):
        raise refused
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
        owner=request.actor.person or "",
        definition=definition,
        test=test,
        key=shell.key_of(request),
    )


def _changed(request: shell.Request, card: RuleCard, kind: str) -> int:
    given = request.POST
    definition, test = _what(request, kind)
    return change_rule(
        by=request.actor,
        rule=card.id,
        name=_both(given, "name"),
        reason=_both(given, "reason"),
        severity=given.get("severity") or None,
        definition=definition,
        test=test,
    )


def _what(request: shell.Request, kind: str) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The definition and its test; one made from the answers is kept only if it passes."""
    given = request.POST
    if kind == "expert":
        definition = _json(given.get("definition", ""), "definition")
        test = given.get("test", "").strip()
        return definition, _json(test, "test") if test else None
    definition = definition_of(request.actor, kind, given)
    example = example_of(definition)
    if example is None:
        return definition, None
    outcome = try_test(by=request.actor, definition=definition, test=example)
    return definition, example if outcome.has_passed else None


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


def _filled(
    viewer: Actor, kind: str, newest: VersionCard, answers: Mapping[str, str]
) -> tuple[shell.Field, ...]:
    """The questions with what the newest version says."""
    indent = orjson.OPT_INDENT_2
    known = {
        **answers,
        "name": newest.name.zh,
        "name_en": newest.name.en,
        "reason": newest.reason.zh,
        "reason_en": newest.reason.en,
        "severity": newest.severity,
        "definition": orjson.dumps(newest.definition, option=indent).decode(),
        "test": orjson.dumps(newest.test, option=indent).decode() if newest.test else "",
    }
    place = (newest.definition.get("scope") or {}).get("place")
    if place:
        known["place"] = label(get_places(viewer=viewer, places=[place]).get(place))
    fields = (one for one in _fields(viewer, kind) if one.name != "is_safety")
    return tuple(
        replace(one, value=(known[one.name],) if known.get(one.name) else one.value)
        for one in fields
    )


def _fields(viewer: Actor, kind: str) -> tuple[shell.Field, ...]:
    if kind == "expert":
        return (*_said(), *_expert(), *_weight()[1:])
    asked: list[shell.Field] = [_measured(viewer, "measure", _("What is measured?"))]
    if kind != "silence":
        asked += _limit(kind)
    if kind == "both":
        asked.append(_measured(viewer, "measure_2", _("And what else?")))
        asked += _limit("both", "_2")
    if kind == "window":
        asked.append(_choice("take", _("Which value of that time?"), _TAKES, "mean"))
    if kind == "hours":
        asked += _hours()
    return (*_said(), *asked, _minutes(kind), *_where(), *_weight())


def _said() -> tuple[shell.Field, ...]:
    return (
        shell.Field(name="name", label=_("What is the rule called?"), hint=_("In plain words.")),
        shell.Field(name="name_en", label=_("The same in English"), hint=_("May stay empty.")),
        shell.Field(
            name="reason", label=_("Why is it there?"), hint=_("So that all understand it.")
        ),
        shell.Field(name="reason_en", label=_("The reason in English"), hint=_("May stay empty.")),
    )


def _measured(viewer: Actor, name: str, words: str) -> shell.Field:
    choices = tuple(
        shell.Choice(
            f"{one.model.key}.{spec.key}",
            " · ".join(
                part for part in (read(one.model.name), read(spec.name), unit_of(spec.unit)) if part
            ),
        )
        for one in list_models(viewer=viewer)
        for spec in one.model.properties
        if spec.kind != "text"
    )
    return shell.Field(name=name, label=words, kind="select", choices=choices)


def _limit(kind: str, more: str = "") -> list[shell.Field]:
    a_minute = kind == "rate"
    return [
        shell.Field(
            name=f"side{more}",
            label=_("Too high or too low?"),
            kind="radio",
            value=("above",),
            choices=(
                shell.Choice("above", _("Rises too fast") if a_minute else _("Too high")),
                shell.Choice("below", _("Falls too fast") if a_minute else _("Too low")),
            ),
        ),
        shell.Field(
            name=f"limit{more}",
            label=_("From which change a minute on?") if a_minute else _("From which value on?"),
            hint=_("Falling is written with a minus.") if a_minute else "",
            inputmode="decimal",
            size="mid",
        ),
        shell.Field(
            name=f"clear{more}",
            label=_("At which value is it over?"),
            hint=_("Empty for the same value."),
            inputmode="decimal",
            size="mid",
        ),
    ]


def _minutes(kind: str) -> shell.Field:
    words = {
        "threshold": _("For how many minutes without a break?"),
        "rate": _("Measured over how many minutes?"),
        "window": _("Over how many minutes?"),
        "silence": _("After how many minutes without a reading?"),
        "both": _("How many minutes may lie between them?"),
        "hours": _("For how many minutes without a break?"),
    }
    hint = _("Empty for at once.") if kind in ("threshold", "both", "hours") else ""
    return shell.Field(
        name="minutes", label=words[kind], hint=hint, inputmode="decimal", size="mid"
    )


def _hours() -> list[shell.Field]:
    return [
        shell.Field(
            name="inside",
            label=_("When does it count?"),
            kind="radio",
            value=("inside",),
            choices=(
                shell.Choice("inside", _("Between these times")),
                shell.Choice("outside", _("At all other times")),
            ),
        ),
        shell.Field(name="from", label=_("From"), kind="time", size="mid", value=("22:00",)),
        shell.Field(name="until", label=_("Until"), kind="time", size="mid", value=("06:00",)),
    ]


def _where() -> tuple[shell.Field, ...]:
    return (
        shell.Field(
            name="place", label=_("Where?"), hint=_("An address; empty for the whole community.")
        ),
        _choice("per", _("One alarm for what?"), GROUPS, "device"),
    )


def _weight() -> tuple[shell.Field, ...]:
    return (
        _choice("alarm", _("What is it about?"), _ALARMS, "other"),
        _choice("severity", _("How much does it matter?"), SEVERITIES, "normal", kind="radio"),
        shell.Field(
            name="is_safety",
            label=_("Does it protect lives?"),
            kind="checkbox",
            hint=_("Such a rule is never switched off by a review alone."),
            choices=(shell.Choice("yes", _("Yes, it protects lives")),),
        ),
    )


def _expert() -> tuple[shell.Field, ...]:
    return (
        shell.Field(name="definition", label=_("The definition"), kind="textarea"),
        shell.Field(
            name="test",
            label=_("Its test"),
            kind="textarea",
            hint=_("Example readings and when the alarm must come and go."),
        ),
    )


def _choice(
    name: str, words: str, choices: Mapping[str, str], value: str, kind: str = "select"
) -> shell.Field:
    listed = tuple(shell.Choice(key, _(said)) for key, said in choices.items())
    return shell.Field(name=name, label=words, kind=kind, choices=listed, value=(value,))
