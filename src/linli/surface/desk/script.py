"""A call, step by step: what to say, and large buttons for what they answer."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.people import api as people
from linli.kernel import Actor, Via
from linli.support.matters import api as matters
from linli.surface.desk.choosing import spots
from linli.surface.desk.pages import ENTERS, page
from linli.surface.shell import api as shell
from linli.surface.shell.language import label, read

_FIRST = 4
_SPOTS = 4
_UNSURE = "call_back"


@shell.staff_only(*ENTERS)
def script(request: shell.Request, person: str) -> HttpResponse:
    """Greeting and what it is about, then where, then the questions that are left.

    Every answer is a link, so that Back takes one step back and nothing is lost.
    """
    caller = people.get_person(viewer=request.actor, person=person)
    acting = people.actor_for(
        person=request.actor.person or "",
        community=request.actor.community,
        via=Via.PHONE,
        on_behalf_of=person,
        strong=bool(request.session.get("strong")),
    )
    what = request.GET.get("category", "")
    kinds = {one.key: one for one in matters.list_categories(viewer=acting)}
    if what == _UNSURE:
        return redirect(_on(person, "call_back"))
    if what in kinds:
        return _where(request, caller, acting, kinds[what])
    return _greet(request, caller, list(kinds.values()))


def _greet(
    request: shell.Request, caller: people.PersonCard, kinds: list[matters.CategoryCard]
) -> HttpResponse:
    broken = [one for one in kinds if one.group == "broken"][:_FIRST]
    doors = [
        *(_door(f"?category={one.key}", read(one.name)) for one in broken),
        _door(f"?category={_UNSURE}", _("Hard to say: somebody calls them back"), "phone"),
        _door(reverse("desk:entry-for", args=[caller.id]), _("Something else"), "list"),
    ]
    say = (
        _("“%(name)s, good day. How can I help you?”") % {"name": caller.name},
        _("Let them finish. Then press what fits best; it can be changed later."),
    )
    return _step(request, caller, step=1, title=_("What is it about?"), say=say, doors=doors)


def _where(
    request: shell.Request,
    caller: people.PersonCard,
    acting: Actor,
    kind: matters.CategoryCard,
) -> HttpResponse:
    near = spots(acting)[:_SPOTS]
    doors = [
        _door(_on(caller.id, "report", category=kind.key, place=one.id), label(one), "place")
        for one in near
    ]
    elsewhere = _on(caller.id, "report", category=kind.key)
    doors.append(_door(elsewhere, _("Somewhere else"), "search"))
    say = (
        _("“%(what)s: I have that. Where is it?”") % {"what": read(kind.name)},
        _("Fire, gas, someone hurt? They leave first; then you ring 119 or 120."),
    )
    return _step(request, caller, step=2, title=_("Where is it?"), say=say, doors=doors)


def _step(
    request: shell.Request,
    caller: people.PersonCard,
    *,
    step: int,
    title: str,
    say: tuple[str, ...],
    doors: list[dict[str, str]],
) -> HttpResponse:
    return page(
        request,
        "desk/work_script.html",
        here="desk:entry",
        title=title,
        step=_("Step %(number)s of 4") % {"number": step},
        caller=caller,
        say=say,
        doors=doors,
    )


def _on(person: str, service: str, **given: Any) -> str:
    """The questions of a service, with what is known already."""
    known = urlencode({"via": str(Via.PHONE), **given})
    return f"{reverse('desk:entry-ask', args=[person, service])}?{known}"


def _door(href: str, title: str, icon: str = "fix") -> dict[str, str]:
    return {"href": href, "title": title, "icon": icon}
