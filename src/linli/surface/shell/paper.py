"""Every service as a form on paper: to tick, to hand in, answered with the same clocks."""

import re
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Refused, Words, system
from linli.support.matters import api as matters
from linli.surface.shell.offered import FORMS_OF, SERVICES, Ask, Service, service_of
from linli.surface.shell.request import Request
from linli.surface.shell.templatetags.shell import words as read

_SPAN = re.compile(r"(\d+)(w?)([mhd])")
_PLACES = (
    gettext_noop("At home"),
    gettext_noop("In the stairwell"),
    gettext_noop("In the lift"),
    gettext_noop("In the yard or garage"),
)
_LINES = {"words": 3, "said": 2, "nearby": 2}
_NUMBER = range(14)


@dataclass(frozen=True, slots=True)
class Box:
    """One question on paper: what to tick, how many lines to write on, or boxes for a number."""

    label: str
    hint: str
    ticks: tuple[str, ...]
    lines: range
    cells: range


@dataclass(frozen=True, slots=True)
class Whose:
    """Who fills it in, as far as it is known; empty lines otherwise."""

    name: str = ""
    home: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form, ready to print; `number` tells it from the others of its edition."""

    number: int
    service: Service
    name: str
    line: str
    boxes: tuple[Box, ...]
    answered: str
    record: str
    whose: Whose


def forms(request: Request) -> HttpResponse:
    """Every form by its name; nobody need have logged in."""
    rows = [(one, _(one.name), _(one.line)) for one in SERVICES]
    return render(request, "shell/forms.html", {"title": _("Forms on paper"), "rows": rows})


def form(request: Request, key: str) -> HttpResponse:
    """One form: empty for strangers, with name and home for whoever is logged in."""
    service = service_of(key)
    if service is None:
        raise Refused("not_found", "There is no such form.")
    return _print(request, _(service.name), (_sheet(request, service, _whose(request)),))


def stack(request: Request) -> HttpResponse:
    """All of them, empty, each on its own sheet."""
    sheets = tuple(_sheet(request, one, Whose()) for one in SERVICES)
    return _print(request, _("All forms"), sheets)


def _print(request: Request, title: str, sheets: tuple[Sheet, ...]) -> HttpResponse:
    context = {"title": title, "sheets": sheets, "edition": FORMS_OF}
    response = render(request, "shell/sheets.html", context)
    if request.actor.person:
        add_never_cache_headers(response)
    return response


def _whose(request: Request) -> Whose:
    """The one who is logged in, or at the desk the one the form is printed for."""
    viewer = request.actor
    if viewer.person is None:
        return Whose()
    asked = request.GET.get("person", "")
    if not asked and viewer.is_staff and not viewer.on_behalf_of:
        return Whose()
    card = people.get_person(viewer=viewer, person=asked or viewer.subject or "")
    homes = people.list_homes(viewer=viewer, person=card.id)
    known = places.get_places(viewer=viewer, places=[home.dwelling for home in homes])
    home = next(iter(known.values()), None)
    label = read(Words(home.label, home.label_en or home.label)) if home else ""
    return Whose(card.name, label, card.phone_masked)


def _sheet(request: Request, service: Service, whose: Whose) -> Sheet:
    return Sheet(
        number=SERVICES.index(service) + 1,
        service=service,
        name=_(service.name),
        line=_(service.line),
        boxes=tuple(_box(request, one) for one in service.asks if one.kind != "proof"),
        answered=_answered(request, service),
        record=_(service.record),
        whose=whose,
    )


def _box(request: Request, one: Ask) -> Box:
    ticks = tuple(_(words) for _value, words in one.choices)
    if one.kind == "what":
        ticks = _kinds(request)
    if one.kind == "place":
        ticks = tuple(_(words) for words in _PLACES)
    has_cells = one.kind in {"matter", "phone"}
    lines = 0 if (one.choices or has_cells or one.kind == "what") else _LINES.get(one.kind, 1)
    return Box(
        label=_(one.label),
        hint=_(one.hint) if one.hint else "",
        ticks=ticks,
        lines=range(lines),
        cells=_NUMBER if has_cells else range(0),
    )


def _kinds(request: Request) -> tuple[str, ...]:
    if request.community is None:
        return ()
    cards = matters.list_categories(viewer=system(request.community.id))
    return tuple(read(one.name) for one in cards if not one.is_machine and one.key != "call_back")


def _answered(request: Request, service: Service) -> str:
    """By when they hear from us: the same clocks as for what comes from a page."""
    if not service.clock or request.community is None:
        return _("It is done the moment the desk writes it down; you get a receipt at once.")
    platform = system(request.community.id)
    card = matters.get_category(viewer=platform, category=service.clock)
    clocks = matters.list_clocks(viewer=platform, category=card.key, severity=card.severity)
    spans = {str(one.clock): said_span(one.span) for one in clocks}
    return _(
        "First answer within %(answer)s, done within %(resolve)s: the same as from a page or "
        "by phone. What is urgent goes first."
    ) % {"answer": spans["answer"], "resolve": spans["resolve"]}


def said_span(text: str) -> str:
    """A span as people say it: `1wd` is 1 working day."""
    found = _SPAN.fullmatch(text)
    if found is None:
        return text
    count = int(found[1])
    said = {
        "m": ngettext("%(count)s minute", "%(count)s minutes", count),
        "wm": ngettext(
            "%(count)s minute of working time", "%(count)s minutes of working time", count
        ),
        "h": ngettext("%(count)s hour", "%(count)s hours", count),
        "wh": ngettext("%(count)s working hour", "%(count)s working hours", count),
        "d": ngettext("%(count)s day", "%(count)s days", count),
        "wd": ngettext("%(count)s working day", "%(count)s working days", count),
    }
    return said[found[2] + found[3]] % {"count": count}
