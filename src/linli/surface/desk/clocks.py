"""How much time each kind of matter is given, the hours that count, the holidays that are known."""

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.kernel import Actor, Refused, Role
from linli.support.matters import api as matters
from linli.surface.desk.pages import page
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined, read

SETTERS = (Role.MANAGER, Role.OPERATOR)
_UNITS = {
    "m": gettext_noop("minutes, day and night"),
    "h": gettext_noop("hours, day and night"),
    "d": gettext_noop("days, day and night"),
    "wh": gettext_noop("hours of working time"),
    "wd": gettext_noop("working days"),
}
_SPAN = re.compile(r"(\d+)(\w+)")
_WINDOWS = (("from", "to"), ("again-from", "again-to"))
_TIMES = frozenset(name for pair in _WINDOWS for name in pair)


def clock_settings(viewer: Actor, card: matters.MatterCard) -> str:
    """Where the times of such a matter are set; empty for those who do not set them."""
    return _address(card.category, str(card.severity)) if viewer.has(*SETTERS) else ""


@shell.staff_only(*SETTERS)
def clocks(request: shell.Request) -> HttpResponse:
    """The clocks of one kind of matter, the working hours, the holidays."""
    return _show(request)


@shell.staff_only(*SETTERS)
@shell.post_only
@shell.submit_once
def time(request: shell.Request) -> HttpResponse:
    """Give one clock its own time, or the usual one again."""
    given = request.POST
    category, severity, clock = (given.get(name, "") for name in ("category", "severity", "clock"))
    number = given.get(f"{clock}-number", "").strip()[:8]
    span = "" if given.get("do") == "usual" else number + given.get(f"{clock}-unit", "")[:2]
    try:
        if not span and not given.get("do"):
            raise Refused("invalid", "Please say how long, as a whole number.", field="span")
        matters.set_clock(
            by=request.actor, category=category, severity=severity, clock=clock, span=span
        )
    except Refused as refused:
        if refused.field != "span":
            raise
        return _show(request, Refused(refused.code, refused.message, field=f"{clock}-number"))
    shell.say(request, _("Kept. Clocks that run already keep the time they were given."))
    return redirect(_address(category, severity))


@shell.staff_only(*SETTERS)
@shell.post_only
@shell.submit_once
def hours(request: shell.Request) -> HttpResponse:
    """Set the hours in which working time runs, or the usual ones again."""
    given = request.POST
    usual = given.get("do") == "usual"
    try:
        windows = [] if usual else _windows(given)
        if not windows and not usual:
            raise Refused("invalid", "Please say from when to when people work.", field="windows")
        matters.set_working_hours(by=request.actor, windows=windows)
    except Refused as refused:
        if refused.field in _TIMES:
            return _show(request, refused)
        if refused.field != "windows":
            raise
        return _show(request, Refused(refused.code, refused.message, field="from"))
    echo = shell.understood(*("–".join(pair) for pair in windows))
    shell.say(request, f"{_('Kept. New clocks count these hours.')} {echo}")
    return redirect("desk:clocks")


def _windows(given: Mapping[str, str]) -> list[list[str]]:
    """From when to when, as kept: 09:00, 17:30; a pair that was left empty is none."""
    pairs = [[(name, given.get(name, "").strip()) for name in pair] for pair in _WINDOWS]
    return [
        [f"{shell.time_typed(text, name).value:%H:%M}" for name, text in pair]
        for pair in pairs
        if any(text for _name, text in pair)
    ]


def _address(category: str, severity: str) -> str:
    chosen = urlencode({"category": category, "severity": severity})
    return f"{reverse('desk:clocks')}?{chosen}"


def _show(request: shell.Request, *refusals: Refused) -> HttpResponse:
    viewer, given = request.actor, request.POST or request.GET
    kinds = {one.key: read(one.name) for one in matters.list_categories(viewer=viewer)}
    levels = {str(k): read(name) for k, name in matters.list_severities(viewer=viewer).items()}
    category = _one_of(kinds, given.get("category", ""))
    severity = _one_of(levels, given.get("severity", ""))
    settings = matters.list_clocks(viewer=viewer, category=category, severity=severity)
    working = matters.get_working_hours(viewer=viewer)
    asked = [(one, *shell.refill(_time(one), request.POST, refusals)) for one in settings]
    windows, _problems = shell.refill(_hours(working), request.POST, refusals)
    fields = [*windows, *(field for _one, some, _problems in asked for field in some)]
    _all, problems = shell.refill(fields, request.POST, refusals)
    return page(
        request,
        "desk/work_clocks.html",
        here="desk:people",
        status=422 if problems else 200,
        title=_("Clocks and working hours"),
        choose=(
            _select("category", _("What is it about?"), kinds, category),
            _select("severity", _("How pressing is it?"), levels, severity),
        ),
        chosen={"category": category, "severity": severity},
        settings=[(one, read(one.name), fields) for one, fields, _problems in asked],
        windows=windows,
        has_own_hours=working.is_own,
        problems=problems,
        holidays=_holidays(viewer),
    )


def _one_of(known: Mapping[str, str], wanted: str) -> str:
    return wanted if wanted in known else next(iter(known))


def _select(name: str, label: str, known: Mapping[str, str], value: str) -> shell.Field:
    choices = tuple(shell.Choice(key, words) for key, words in known.items())
    return shell.Field(name=name, label=label, kind="select", choices=choices, value=(value,))


def _time(one: matters.ClockSetting) -> tuple[shell.Field, ...]:
    number, unit = _SPAN.findall(one.span)[0]
    names = {"name": read(one.name)}
    units = {key: _(words) for key, words in _UNITS.items()}
    return (
        shell.Field(
            name=f"{one.clock}-number",
            label=_("%(name)s: how long?") % names,
            inputmode="numeric",
            value=(number,),
            maxlength=4,
            size="code",
        ),
        _select(f"{one.clock}-unit", _("%(name)s: counted in") % names, units, unit),
    )


def _hours(working: matters.WorkingTime) -> tuple[shell.Field, ...]:
    labels = (
        (_("People work from"), _("to")),
        (_("and after a break from"), _("to, after the break")),
    )
    times = (*working.windows, *[("", "")] * len(_WINDOWS))
    return tuple(
        shell.Field(name=name, label=label, kind="time", value=(value,), size="code")
        for names, said, values in zip(_WINDOWS, labels, times, strict=False)
        for name, label, value in zip(names, said, values, strict=True)
    )


def _holidays(viewer: Actor) -> shell.Table:
    columns = (
        shell.Column(_("Announced in")),
        shell.Column(_("Year"), is_short=True),
        shell.Column(_("Days off")),
        shell.Column(_("Worked instead")),
    )
    rows = [
        (
            f"{one.notice} · {one.issued.isoformat()}",
            str(one.year),
            joined(_days(*each) for each in one.off),
            joined(f"{each:%m-%d}" for each in one.work),
        )
        for one in matters.list_holidays(viewer=viewer)
    ]
    return shell.Table(_("Public holidays that are known"), columns, rows, hides_caption=True)


def _days(first: date, last: date, name: str) -> str:
    return f"{name} {first:%m-%d}" + (f"–{last:%m-%d}" if last > first else "")
