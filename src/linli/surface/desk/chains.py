"""The chain: from a matter back to the readings or the voice, forward to what changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.kernel import Actor, Refused, now
from linli.support.matters.api import Link, chain_of
from linli.support.rules.api import Trace, get_alarm, precision_of
from linli.surface.desk.curves import Chart, chart_of
from linli.surface.desk.pages import page
from linli.surface.shell import api as shell
from linli.surface.shell.language import read

_AROUND = timedelta(hours=1)
_MOST = 20


@dataclass(frozen=True, slots=True)
class Step:
    """One step in words; `chart` when it speaks of readings, `why` when an alarm came."""

    words: str
    at: datetime
    href: str = ""
    link: str = ""
    chart: Chart | None = None
    why: Trace = ()


@shell.staff_only()
def chain(request: shell.Request, matter: str) -> HttpResponse:
    """What led to this matter, and what came of it."""
    found = chain_of(viewer=request.actor, matter=matter)
    return page(
        request,
        "desk/machines_chain.html",
        here="desk:queue",
        title=_("Where this comes from"),
        card=found.matter,
        heading=read(found.matter.heading),
        backward=sorted(
            (_step(request.actor, link) for link in found.back[:_MOST]), key=lambda step: step.at
        ),
        forward=[_step(request.actor, link) for link in found.forward[:_MOST]],
    )


def _step(viewer: Actor, link: Link) -> Step:
    words, kind, thing = read(link.words), link.ref.kind, link.ref.id
    if kind == "matter":
        address = reverse("desk:matter", args=[thing])
        return Step(words, link.at, address, _("Open this matter"))
    if kind == "rule":
        return _rule(viewer, link, words)
    if kind == "review":
        return Step(words, link.at, reverse("desk:reviews"), _("See the review"))
    if kind == "request":
        address = reverse("desk:assembly-request", args=[thing])
        return Step(words, link.at, address, _("Open the request"))
    if kind in {"concern", "council-due"}:
        return Step(words, link.at, reverse("desk:assembly"), _("Open the assembly's pages"))
    if kind == "alarm":
        return _alarm(viewer, link, words)
    if kind == "series" and thing.isdecimal():
        return _readings(viewer, link, words)
    return Step(words, link.at)


def _rule(viewer: Actor, link: Link, words: str) -> Step:
    try:
        found = precision_of(viewer=viewer, rule=link.ref.id)
    except Refused:  # rules are not this viewer's to see: the words alone remain
        return Step(words, link.at)
    now_is = _("%(words)s. So far %(real)s of %(judged)s judged alarms were real.") % {
        "words": words,
        "real": found.real,
        "judged": found.judged,
    }
    address = reverse("desk:rule", args=[link.ref.id])
    return Step(now_is if found.judged else words, link.at, address, _("See the rule"))


def _alarm(viewer: Actor, link: Link, words: str) -> Step:
    try:
        found = get_alarm(viewer=viewer, alarm=link.ref.id)
    except Refused:  # an alarm this viewer may not see: the words alone remain
        return Step(words, link.at)
    address = reverse("desk:alarm", args=[link.ref.id])
    at = found.alarm.raised_at
    return Step(words, at, address, _("Why it was raised"), why=found.why_raised)


def _readings(viewer: Actor, link: Link, words: str) -> Step:
    since = (link.since or link.at) - _AROUND
    until = min((link.until or link.at) + _AROUND, now())
    try:
        chart = chart_of(viewer, int(link.ref.id), since=since, until=until)
    except Refused:  # readings this viewer may not see: the words alone remain
        return Step(words, link.at)
    return Step(words, link.at, chart.href, _("More of these readings"), chart)
