"""Kinds of devices: what each can measure, do and report; taken in as JSON, adopted, handed on."""

import json
from dataclasses import asdict

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.devices.api import (
    EventSpec,
    ModelCard,
    ParameterSpec,
    PropertySpec,
    adopt_model,
    define_models,
    get_model,
    list_models,
)
from linli.kernel import Refused
from linli.surface.desk.machines import RUNNERS
from linli.surface.desk.pages import page
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined, read

SENSITIVITIES = {
    "open": gettext_noop("Nothing about people"),
    "household": gettext_noop("How a household lives"),
    "personal": gettext_noop("What a person does"),
    "special": gettext_noop("A person's health"),
}
_VALUES = {
    "number": gettext_noop("a number"),
    "boolean": gettext_noop("yes or no"),
    "text": gettext_noop("text"),
}
_LEVELS = {
    "info": gettext_noop("for information"),
    "warning": gettext_noop("a warning"),
    "urgent": gettext_noop("urgent"),
}
EXAMPLE = {
    "key": "smoke-detector",
    "version": 1,
    "name": {"zh": "烟感", "en": "Smoke detector"},
    "vendor": "青石传感",
    "properties": [
        {
            "key": "smoke",
            "name": {"zh": "烟雾浓度", "en": "Smoke"},
            "kind": "number",
            "unit": "/",
            "minimum": 0,
            "maximum": 1,
            "sensitivity": "household",
        },
        {
            "key": "temperature",
            "name": {"zh": "温度", "en": "Temperature"},
            "unit": "Cel",
            "device_class": "temperature",
        },
    ],
    "functions": [{"key": "mute", "name": {"zh": "消音", "en": "Mute"}}],
    "events": [{"key": "tamper", "name": {"zh": "被拆动", "en": "Tampered"}, "level": "warning"}],
}
"""A kind as its file looks; the page shows it and docs/devices.md explains it."""


@shell.staff_only()
def kinds(request: shell.Request) -> HttpResponse:
    """Every kind of device, and a way to take in more."""
    return _list(request)


@shell.staff_only(*RUNNERS)
@shell.post_only
@shell.submit_once
def take_in(request: shell.Request) -> HttpResponse:
    """A JSON file of kinds: all of it, or nothing and why."""
    try:
        file = request.FILES.get("file")
        if file is None:
            raise Refused("invalid", "Please choose a file.", field="file")
        define_models(by=request.actor, source=file.read())
    except Refused as refused:
        if refused.code == "forbidden":
            raise
        return _list(request, refused)
    shell.say(request, _("Taken in. The same file again changes nothing."))
    return redirect("desk:device-kinds")


@shell.staff_only()
def kind(request: shell.Request, key: str) -> HttpResponse:
    """One kind: what it measures, can be told and reports."""
    card = get_model(viewer=request.actor, model=key)
    return page(
        request,
        "desk/machines_model.html",
        here="desk:devices",
        title=read(card.model.name),
        card=card,
        facts=_facts(card),
        measures=_measures(card.model.properties),
        functions=[(read(one.name), one.key, _words(one.inputs)) for one in card.model.functions],
        events=_events(card.model.events),
        devices=f"{reverse('desk:devices')}?model={card.model.key}",
        may_run=request.actor.has(*RUNNERS),
    )


@shell.staff_only()
def as_file(request: shell.Request, key: str) -> HttpResponse:
    """A kind as the JSON file it can be taken in from."""
    card = get_model(viewer=request.actor, model=key)
    body = json.dumps(asdict(card.model), ensure_ascii=False, indent=2)
    response = HttpResponse(body, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{card.model.key}.json"'
    return response


@shell.staff_only(*RUNNERS)
@shell.post_only
@shell.submit_once
def adopt(request: shell.Request, key: str) -> HttpResponse:
    """What a machine declared becomes a person's word."""
    adopt_model(by=request.actor, model=key)
    shell.say(request, _("Adopted: from now on this is what your community says it is."))
    return redirect("desk:device-kind", key)


def _list(request: shell.Request, *refusals: Refused) -> HttpResponse:
    field = shell.Field(
        name="file",
        label=_("The file"),
        kind="file",
        accept=".json,application/json",
        hint=_("One kind or a list of them, in JSON."),
    )
    shown = [Refused(one.code, *_located(one), field="file") for one in refusals]
    fields, problems = shell.refill((field,), request.POST, shown)
    return page(
        request,
        "desk/machines_models.html",
        here="desk:devices",
        status=422 if refusals else 200,
        title=_("Kinds of devices"),
        cards=list_models(viewer=request.actor),
        fields=fields,
        problems=problems,
        may_run=request.actor.has(*RUNNERS),
        example=json.dumps(EXAMPLE, ensure_ascii=False, indent=2),
    )


def _located(refused: Refused) -> tuple[str]:
    """Why, and where in the file."""
    why = shell.said(refused)
    if refused.field in (None, "file"):
        return (why,)
    return (_("%(where)s: %(why)s") % {"where": refused.field, "why": why},)


def _facts(card: ModelCard) -> list[tuple[str, str]]:
    model = card.model
    rows = [
        (_("Key"), model.key),
        (_("Version"), str(model.version)),
        (_("Made by"), model.vendor),
        (_("Who says so"), _("A machine, by itself") if card.is_found else _("Your community")),
    ]
    return [(name, value) for name, value in rows if value]


def _measures(properties: tuple[PropertySpec, ...]) -> shell.Table:
    columns = (
        shell.Column(_("What it measures")),
        shell.Column(_("Key")),
        shell.Column(_("As")),
        shell.Column(_("Between")),
        shell.Column(_("What it tells")),
    )
    rows = [
        (
            read(one.name),
            joined((one.key, one.device_class)),
            joined((_(_VALUES[one.kind]), one.unit)),
            _bounds(one),
            _(SENSITIVITIES[one.sensitivity]),
        )
        for one in properties
    ]
    return shell.Table(_("What it measures"), columns, rows)


def _bounds(one: PropertySpec) -> str:
    if one.minimum is None and one.maximum is None:
        return "–"
    low, high = (f"{each:g}" if each is not None else "…" for each in (one.minimum, one.maximum))
    return f"{low} – {high}"


def _words(parameters: tuple[ParameterSpec, ...]) -> str:
    return joined(f"{read(one.name)} ({one.key})" for one in parameters)


def _events(events: tuple[EventSpec, ...]) -> list[tuple[str, str, str]]:
    return [
        (read(one.name), one.key, joined((_(_LEVELS[one.level]), _words(one.outputs))))
        for one in events
    ]
