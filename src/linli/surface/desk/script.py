"""A call, step by step: what to say, and large buttons for what they answer."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.people import api as people
from linli.kernel import Actor, Via
from linli.support.matters import api as matters
from linli.surface.desk.choosing import Choices, choices_for, is_chosen
from linli.surface.desk.entry import acting_for, wanted
from linli.surface.desk.pages import ENTERS, page
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined, read

_FIRST = 4
_MOST = 12
"""Buttons of one step; whoever needs another goes on to the questions, where all are."""
_UNSURE = "call_back"
_BEFORE, _ELSE = "before", "else"
_MATTERS = {"matter", "said", "nearby"}
_ECHOED = {"what", "tick"}
"""Answers short enough to be said back before the next question."""


@shell.staff_only(*ENTERS)
def script(request: shell.Request, person: str) -> HttpResponse:
    """Greeting and what it is about, then all that can be pressed, then the words that are left.

    Every answer is a link, so that Back takes one step back and nothing is lost.
    """
    about = request.GET.get("service", "")
    if shell.service_of(about):
        return _ask(request, *wanted(request, person, about))
    caller = people.get_person(viewer=request.actor, person=person)
    if about in {_BEFORE, _ELSE}:
        return _list(request, caller, is_before=about == _BEFORE)
    return _greet(request, caller)


def _greet(request: shell.Request, caller: people.PersonCard) -> HttpResponse:
    kinds = matters.list_categories(viewer=acting_for(request, caller.id, Via.PHONE))
    broken = [one for one in kinds if one.group == "broken"][:_FIRST]
    doors = [
        *(_door(_with(service="report", category=one.key), read(one.name)) for one in broken),
        _door(_with(service=_UNSURE), _("Hard to say: somebody calls them back"), "phone"),
        _door(_with(service=_BEFORE), _("Something that was reported before"), "done"),
        _door(_with(service=_ELSE), _("Something else"), "list"),
    ]
    say = (
        _("“%(name)s, good day. How can I help you?”") % {"name": caller.name},
        _("Let them finish. Then press what fits best; it can be changed later."),
    )
    return _step(request, caller, title=_("What is it about?"), say=say, doors=doors)


def _list(request: shell.Request, caller: people.PersonCard, *, is_before: bool) -> HttpResponse:
    """Every service: those about a matter that is under way, or all others."""
    doors = [
        _door(_with(service=one.key), _(one.name), one.icon, _(one.line))
        for one in shell.SERVICES
        if is_before is (one.asks[0].kind in _MATTERS)
    ]
    question = _("What do you want?") if is_before else _("What is it about?")
    say = (_("“%(question)s”") % {"question": question},)
    return _step(request, caller, title=_("What is it about?"), say=say, doors=doors)


def _ask(request: shell.Request, service: shell.Service, caller: people.PersonCard) -> HttpResponse:
    """The first question of the service that can be pressed and was not; after them the form."""
    by = acting_for(request, caller.id, Via.PHONE)
    given: dict[str, str] = {}
    heard: list[str] = []
    for one in service.asks:
        choices = _choices(one, by)
        known = {choice.value: choice.label for choice in choices}
        if not choices:
            continue
        if one.name not in request.GET:
            icon = "place" if one.kind == "place" else service.icon
            doors = _buttons(one, choices, icon, {"service": service.key, **given})
            title, about = _(one.label), _(service.name)
            say = _said(one, joined(heard))
            return _step(request, caller, title=title, say=say, doors=doors, about=about)
        given[one.name] = request.GET[one.name] if request.GET[one.name] in known else ""
        if given[one.name] and one.kind in _ECHOED:
            heard.append(known[given[one.name]])
    where = reverse("desk:entry-ask", args=[caller.id, service.key])
    return redirect(where + _with(via=str(Via.PHONE), **given))


def _choices(one: shell.Ask, by: Actor) -> Choices:
    if is_chosen(one.kind):
        return tuple(choice for choice in choices_for(one.kind, by) if choice.value)
    return tuple(shell.Choice(value, _(words)) for value, words in one.choices)


def _buttons(
    one: shell.Ask, choices: Choices, icon: str, so_far: Mapping[str, str]
) -> list[dict[str, str]]:
    doors = [
        _door(_with(**so_far, **{one.name: choice.value}), choice.label, icon)
        for choice in choices[:_MOST]
    ]
    other = _("None of these, or they do not say")
    return [*doors, _door(_with(**so_far, **{one.name: ""}), other, "search")]


def _said(one: shell.Ask, heard: str) -> tuple[str, ...]:
    """What to say: what was understood so far, and the question."""
    words = _("“%(heard)s: I have that. %(question)s”") if heard else _("“%(question)s”")
    said = words % {"heard": heard, "question": _(one.label)}
    emergency = _("Fire, gas, someone hurt? They leave first; then you ring 119 or 120.")
    return (said, emergency) if one.kind == "place" else (said,)


def _step(
    request: shell.Request,
    caller: people.PersonCard,
    *,
    title: str,
    say: tuple[str, ...],
    doors: list[dict[str, str]],
    about: str = "",
) -> HttpResponse:
    return page(
        request,
        "desk/work_script.html",
        here="desk:entry",
        title=title,
        about=about,
        caller=caller,
        say=say,
        doors=doors,
    )


def _with(**given: Any) -> str:
    return f"?{urlencode(given)}"


def _door(href: str, title: str, icon: str = "fix", line: str = "") -> dict[str, str]:
    return {"href": href, "title": title, "icon": icon, "line": line}
