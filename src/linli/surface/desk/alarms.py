"""Alarms at the desk: what sounds now, why one was raised, and why another was not."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.foundation.devices.api import get_devices, get_series
from linli.foundation.people.api import get_people
from linli.foundation.places.api import find_place
from linli.kernel import Actor, Refused, Role, now
from linli.kernel.written import Meaning, Side
from linli.support.matters import api as matters
from linli.support.rules.api import (
    AlarmCard,
    AlarmDetail,
    Trace,
    acknowledge_alarm,
    clear_alarm,
    explain_rule,
    get_alarm,
    get_rule,
    list_alarms,
    list_rules,
)
from linli.surface.desk.curves import Chart, chart_of
from linli.surface.desk.machine_words import SEVERITY_TONES, VERDICTS, named, said_severity
from linli.surface.desk.pages import page
from linli.surface.desk.rule_words import limit_of, originators
from linli.surface.desk.wording import channel
from linli.surface.shell import api as shell
from linli.surface.shell.language import label, read
from linli.surface.shell.templatetags.shell import moment

_AROUND = timedelta(minutes=30)
_MOST_RULES = 200
_STATES: dict[str, tuple[bool, bool | None]] = {
    "": (True, None),
    "unseen": (True, False),
    "seen": (True, True),
    "over": (False, None),
}
"""Whether the alarms of a lane sound, and whether someone has seen them."""


@shell.staff_only()
def alarms(request: shell.Request) -> HttpResponse:
    """Alarms by how they stand: sounding and seen by nobody first."""
    viewer, asked = request.actor, request.GET
    state = asked.get("state", "")
    is_active, is_acknowledged = _STATES.get(state, _STATES[""])
    found = list_alarms(
        viewer=viewer,
        rule=asked.get("rule") or None,
        cursor=asked.get("cursor") or None,
        is_active=is_active,
        is_acknowledged=is_acknowledged,
    )
    return page(
        request,
        "desk/machines_alarms.html",
        here="desk:rules",
        title=_("Alarms"),
        lanes=_lanes(state, asked.get("rule", "")),
        found=found,
        table=_table(viewer, found.items),
    )


def _lanes(state: str, rule: str) -> list[shell.Way]:
    more = f"&rule={rule}" if rule else ""
    return [
        shell.Way(f"?state={key}{more}", name, key == state)
        for key, name in (
            ("", _("Sounding")),
            ("unseen", _("Seen by nobody")),
            ("seen", _("Someone has seen it")),
            ("over", _("Over")),
        )
    ]


def _table(viewer: Actor, cards: tuple[AlarmCard, ...]) -> shell.Table:
    names = originators(viewer, [card.originator for card in cards])
    columns = (
        shell.Column(_("Alarm")),
        shell.Column(_("Where")),
        shell.Column(_("How much it matters")),
        shell.Column(_("Since"), is_short=True),
        shell.Column(_("State"), is_short=True),
    )
    rows = [
        (
            shell.Cell(read(card.name), reverse("desk:alarm", args=[card.id])),
            names.get(card.originator, ""),
            shell.Cell(
                said_severity(card.severity), tone=SEVERITY_TONES.get(card.severity) or "plain"
            ),
            moment(card.raised_at),
            _state(card),
        )
        for card in cards
    ]
    return shell.Table(_("Alarms"), columns, rows, hides_caption=True)


def _state(card: AlarmCard) -> shell.Cell:
    if not card.is_active:
        return shell.Cell(_("over"), tone="plain")
    if card.is_acknowledged:
        return shell.Cell(_("seen"), tone="ok")
    return shell.Cell(_("seen by nobody"), tone="late")


@shell.staff_only()
def alarm(request: shell.Request, alarm: str) -> HttpResponse:
    """One alarm: why it was raised, the readings around that moment, and who has seen it."""
    viewer = request.actor
    detail = get_alarm(viewer=viewer, alarm=alarm)
    card = detail.alarm
    state = _state(card)
    return page(
        request,
        "desk/machines_alarm.html",
        here="desk:rules",
        title=read(card.name),
        card=card,
        matter=_matter(viewer, card),
        reason=read(detail.reason),
        state=state.words,
        tone=state.tone,
        facts=_facts(viewer, card),
        why=steps_of(detail.why_raised),
        why_over=steps_of(detail.why_cleared),
        chart=_chart(viewer, detail),
        verdicts=[
            (_(VERDICTS[one.verdict]), one) for one in detail.verdicts if one.verdict in VERDICTS
        ],
        may_acknowledge=not card.is_acknowledged,
        may_end=card.is_active and (not card.is_safety or viewer.has(Role.MANAGER)),
    )


def _matter(viewer: Actor, card: AlarmCard) -> str:
    """The matter about it; empty when there is none, or none this viewer may see."""
    if card.matter is None:
        return ""
    try:
        return matters.get_matter(viewer=viewer, matter=card.matter.id).card.id
    except Refused as refused:
        if refused.code != "not_found":
            raise
        return ""


def _facts(viewer: Actor, card: AlarmCard) -> list[tuple[str, str]]:
    names = originators(viewer, [card.originator])
    rows = [
        (_("Where"), names.get(card.originator, "")),
        (_("How much it matters"), said_severity(card.severity)),
        (_("Raised"), moment(card.raised_at)),
        (_("Over"), moment(card.cleared_at) if card.cleared_at else _("still going on")),
    ]
    if card.repeats:
        rows.append((_("Came back"), _("%(count)s times while open") % {"count": card.repeats}))
    if card.level:
        rows.append((_("Nobody answered"), _("told %(count)s times") % {"count": card.level}))
    if card.acknowledged_at:
        rows.append((_("Seen at"), moment(card.acknowledged_at)))
    if card.cleared_by:
        ended = get_people(viewer=viewer, people=[card.cleared_by])
        said = [*(one.name for one in ended.values()), channel(card.cleared_via or "")]
        rows.append((_("Ended by"), " · ".join(one for one in said if one)))
    return rows


def steps_of(trace: Trace) -> list[dict[str, Any]]:
    """A trace as lines to read, each with its moment."""
    return [
        {
            "said": step.words,
            "at": None if step.at is None else datetime.fromtimestamp(step.at / 1000, UTC),
        }
        for step in trace
    ]


def _chart(viewer: Actor, detail: AlarmDetail) -> Chart | None:
    card = detail.alarm
    if card.series is None:
        return None
    since = card.raised_at - _AROUND
    until = min((card.cleared_at or now()) + _AROUND, card.raised_at + 12 * _AROUND, now())
    try:
        series = get_series(viewer=viewer, number=card.series)
        rule = get_rule(viewer=viewer, rule=card.rule)
        version = next(
            (one for one in rule.versions if one.number == card.rule_version), rule.versions[0]
        )
        limit = limit_of(version.definition.get("condition"), series.property)
        return chart_of(viewer, card.series, since=since, until=until, limit=limit)
    except Refused:  # readings this viewer may not see: the words remain
        return None


@shell.staff_only()
@shell.post_only
@shell.submit_once
def acknowledge(request: shell.Request, alarm: str) -> HttpResponse:
    """Someone has seen it; it no longer calls for more people."""
    acknowledge_alarm(by=request.actor, alarm=alarm)
    shell.say(request, _("Noted that you have seen it."))
    return _back(request.actor, alarm)


@shell.staff_only()
@shell.post_only
@shell.submit_once
def end(request: shell.Request, alarm: str) -> HttpResponse:
    """A person ends what no reading will end, and says why."""
    try:
        clear_alarm(by=request.actor, alarm=alarm, reason=request.POST.get("reason", ""))
        shell.say(request, _("Ended. It calls again once its readings have been calm in between."))
    except Refused as refused:
        if refused.code != "invalid":
            raise
        shell.say(request, shell.said(refused), tone="late")
    return _back(request.actor, alarm)


def _back(viewer: Actor, alarm: str) -> HttpResponse:
    """To the alarm, or to the list once it is no longer shown: over, seen, in a private home."""
    try:
        get_alarm(viewer=viewer, alarm=alarm)
    except Refused:
        return redirect("desk:alarms")
    return redirect("desk:alarm", alarm)


@shell.staff_only()
def silence(request: shell.Request) -> HttpResponse:
    """Why did it not fire? A rule, a device or place, a time: what the readings met."""
    viewer, asked = request.actor, request.GET
    trace: Trace = ()
    heard = ""
    refusals: list[Refused] = []
    if asked.get("rule"):
        try:
            trace, heard = _explained(viewer, asked)
        except Refused as refused:
            if refused.code not in ("invalid", "not_found", "too_large", "unavailable"):
                raise
            refusals = [refused]
    fields, problems = shell.refill(_fields(viewer), asked, refusals)
    return page(
        request,
        "desk/machines_silence.html",
        here="desk:rules",
        status=422 if problems else 200,
        title=_("Why did it not fire?"),
        fields=fields,
        problems=problems,
        steps=steps_of(trace),
        heard=heard,
    )


def _explained(viewer: Actor, asked: Any) -> tuple[Trace, str]:
    """What the readings met, and what was understood of the place and the time."""
    at = _moment_of(asked.get("at", ""))
    until = (at.value if at else now()) + timedelta(minutes=5)
    hours = asked.get("hours", "1")
    since = until - timedelta(hours=int(hours) if hours in ("1", "6", "24", "168") else 1)
    originator, spot = _originator(viewer, asked.get("device", "").strip())
    trace = explain_rule(
        viewer=viewer, rule=asked["rule"], originator=originator, since=since, until=until
    )
    return trace, shell.understood(spot, at.words if at else "")


def _originator(viewer: Actor, text: str) -> tuple[str, str]:
    """A device by its number, else a place by its address; and what it is called."""
    if not text:
        raise Refused("invalid", "Please name a device or a place.", field="device")
    if device := get_devices(viewer=viewer, devices=[text]).get(text):
        return f"device:{text}", named(device)
    place = find_place(viewer=viewer, text=text[:120], field="device")
    return f"place:{place.id}", label(place)


def _moment_of(text: str) -> Meaning[datetime] | None:
    return shell.moment_typed(text, "at", Side.PAST) if text.strip() else None


def _fields(viewer: Actor) -> tuple[shell.Field, ...]:
    rules = list_rules(viewer=viewer, limit=_MOST_RULES)
    here = timezone.localtime(now())
    return (
        shell.Field(
            name="rule",
            label=_("Which rule?"),
            kind="select",
            choices=tuple(shell.Choice(one.id, read(one.name)) for one in rules),
        ),
        shell.Field(
            name="device",
            label=_("Which device or place?"),
            hint=_("The number of a device, or an address such as 3-2."),
        ),
        shell.Field(
            name="at",
            label=_("Until when?"),
            hint=_("Such as yesterday 3 pm or %(example)s") % {"example": f"{here:%Y-%m-%d %H:%M}"},
            value=(f"{here:%Y-%m-%d %H:%M}",),
            size="mid",
        ),
        shell.Field(
            name="hours",
            label=_("How far back?"),
            kind="select",
            choices=(
                shell.Choice("1", _("One hour")),
                shell.Choice("6", _("Six hours")),
                shell.Choice("24", _("One day")),
                shell.Choice("168", _("One week")),
            ),
        ),
    )
