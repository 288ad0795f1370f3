"""The questions a rule is written by, empty or with what its newest version says."""

from collections.abc import Mapping
from dataclasses import replace

import orjson
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.devices.api import list_models
from linli.foundation.people.api import list_staff
from linli.foundation.places.api import get_places
from linli.kernel import Actor
from linli.support.rules.api import RuleCard, VersionCard
from linli.surface.desk.machine_words import SEVERITIES, unit_of
from linli.surface.desk.rule_answers import ANY
from linli.surface.desk.rule_words import GROUPS
from linli.surface.shell import api as shell
from linli.surface.shell.language import label, read

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
_DAYS = {
    "every": gettext_noop("Every day"),
    "workdays": gettext_noop("Monday to Friday"),
    "weekend": gettext_noop("Saturday and Sunday"),
}
_TAKES = {
    "mean": gettext_noop("The mean"),
    "median": gettext_noop("The middle one"),
    "max": gettext_noop("The highest"),
    "min": gettext_noop("The lowest"),
}


def filled(
    viewer: Actor, kind: str, card: RuleCard, newest: VersionCard, answers: Mapping[str, str]
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
        "escalate": ", ".join(f"{one / 60:g}" for one in card.escalate_after) or "0",
        "floor_percent": str(card.floor_percent),
        "floor_verdicts": str(card.floor_verdicts),
        "owner": card.owner,
    }
    place = (newest.definition.get("scope") or {}).get("place")
    if place:
        known["place"] = label(get_places(viewer=viewer, places=[place]).get(place))
    known |= (newest.test or {}).get("said") or {}
    return tuple(
        _holding(one, known[one.name]) if known.get(one.name) else one
        for one in questions(viewer, kind)
        if one.name != "is_safety"
    )


def _holding(field: shell.Field, value: str) -> shell.Field:
    """The field with a value, which is offered even if one could not choose it anew."""
    choices = field.choices
    if choices and value not in {one.value for one in choices}:
        choices = (*choices, shell.Choice(value, value))
    return replace(field, value=(value,), choices=choices)


def questions(viewer: Actor, kind: str) -> tuple[shell.Field, ...]:
    """What a rule of this kind is asked, from its name to who answers for it."""
    if kind == "expert":
        return (*_said(), *_expert(), *_weight()[1:], *_care(viewer))
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
    last = (*_where(), *_weight(), *_care(viewer))
    return (*_said(), *asked, _minutes(kind), *_example(kind), *last)


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
    known = [
        (one.model, spec)
        for one in list_models(viewer=viewer)
        for spec in one.model.properties
        if spec.kind != "text"
    ]
    rows = {f"{model.key}.{spec.key}": (read(model.name), spec) for model, spec in known}
    for _model, spec in known:
        rows.setdefault(f"{ANY}.{spec.key}", (_("Any device"), spec))
    choices = tuple(
        shell.Choice(key, " · ".join(filter(None, (of, read(spec.name), unit_of(spec.unit)))))
        for key, (of, spec) in rows.items()
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


def _example(kind: str) -> list[shell.Field]:
    """What the author knows must call, and what must not: the rule's own test."""
    calls, quiet = {
        "rate": (_("A change a minute at which it must call"), _("And one at which it must not")),
        "silence": (
            _("After how many silent minutes must it have called?"),
            _("After how many must it not have called yet?"),
        ),
        "both": (
            _("A first value that must call with the second"),
            _("A first value at which it must not call, whatever the second"),
        ),
    }.get(kind, (_("A value at which it must call"), _("A value at which it must not")))
    asked = [_said_value("calls", calls), _said_value("quiet", quiet)]
    if kind == "both":
        asked.insert(1, _said_value("calls_2", _("The second value to go with it")))
        second = _("A second value at which it must not call, whatever the first")
        asked.append(_said_value("quiet_2", second))
    if kind == "hours":
        asked.append(_said_time("calls_at", _("A time of day at which it must call")))
        asked.append(_said_time("quiet_at", _("A time of day at which it must not")))
    hint = _("From what you know of the place. The rule is written only if it does so.")
    return [replace(asked[0], hint=hint), *asked[1:]]


def _said_value(name: str, words: str) -> shell.Field:
    return shell.Field(name=name, label=words, inputmode="decimal", size="mid")


def _said_time(name: str, words: str) -> shell.Field:
    return shell.Field(name=name, label=words, kind="time", size="mid")


def _hours() -> list[shell.Field]:
    return [
        _choice("days", _("On which days?"), _DAYS, "every"),
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


def _care(viewer: Actor) -> tuple[shell.Field, ...]:
    return (
        shell.Field(
            name="escalate",
            label=_("When are more people told if nobody answers?"),
            hint=_(
                "After so many minutes, such as 1, 3, 10; 0 for nobody. Empty for what was there,"
                " else the usual: 1, 3 and 10 for danger to life, 15 and 60 for what is urgent."
            ),
            size="mid",
        ),
        shell.Field(
            name="owner",
            label=_("Who answers for the rule?"),
            kind="select",
            choices=tuple(
                {
                    one.person.id: shell.Choice(one.person.id, one.person.name)
                    for one in list_staff(viewer=viewer)
                }.values()
            ),
            value=(viewer.person or "",),
        ),
        _count(
            "floor_percent", _("Looked at again when fewer than how many of 100 were right?"), 50
        ),
        _count("floor_verdicts", _("After how many verdicts at the earliest?"), 10),
    )


def _count(name: str, words: str, value: int) -> shell.Field:
    return shell.Field(name=name, label=words, value=(str(value),), inputmode="numeric", size="mid")


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
