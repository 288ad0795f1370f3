"""A rule run over history: what it would have raised, as a sentence, a chart and a table."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.devices.api import get_series
from linli.kernel import Actor, Refused, now
from linli.kernel.written import Meaning, Side
from linli.support.rules.api import (
    Rehearsal,
    RehearsedAlarm,
    VersionCard,
    get_rule,
    rehearse_rule,
)
from linli.surface.desk.curves import Chart, chart_of
from linli.surface.desk.pages import page
from linli.surface.desk.rule_words import condition_lines, limit_of, names_of, originators
from linli.surface.shell import api as shell
from linli.surface.shell import speech
from linli.surface.shell.language import read
from linli.surface.shell.templatetags.shell import day, moment, span

PERIODS = {
    "1d": (timedelta(days=1), gettext_noop("One day")),
    "7d": (timedelta(days=7), gettext_noop("One week")),
    "30d": (timedelta(days=30), gettext_noop("30 days")),
    "90d": (timedelta(days=90), gettext_noop("90 days")),
}
_BY_DAY = timedelta(days=8)
_AROUND = timedelta(minutes=30)
_SHOWN = 100


@shell.staff_only()
def rehearsal(request: shell.Request, rule: str) -> HttpResponse:
    """Choose a version and a period, and see what would have happened."""
    viewer, asked = request.actor, request.GET
    detail = get_rule(viewer=viewer, rule=rule)
    version = next(
        (one for one in detail.versions if str(one.number) == asked.get("version")),
        detail.versions[0],
    )
    problem, heard, done = "", "", None
    since, until = now() - PERIODS["7d"][0], now()
    try:
        since, until, heard = _period(asked)
        done = rehearse_rule(
            viewer=viewer, definition=version.definition, since=since, until=until, rule=rule
        )
    except Refused as refused:
        if refused.code not in ("invalid", "too_large", "unavailable"):
            raise
        problem = shell.said(refused)
    return page(
        request,
        "desk/machines_rehearsal.html",
        here="desk:rules",
        status=422 if problem else 200,
        title=_("Run on history: %(rule)s") % {"rule": read(detail.rule.name)},
        card=detail.rule,
        version=version,
        versions=[
            shell.Way(
                f"?version={one.number}&period={asked.get('period', '7d')}",
                _("Version %(number)s") % {"number": one.number},
                one == version,
            )
            for one in detail.versions[:6]
        ],
        lines=condition_lines(version.definition.get("condition"), names_of(viewer)),
        periods=[
            shell.Way(
                f"?version={version.number}&period={key}",
                _(name),
                asked.get("period", "7d") == key and not asked.get("since"),
            )
            for key, (_length, name) in PERIODS.items()
        ],
        since=timezone.localtime(since).date().isoformat(),
        until=timezone.localtime(until).date().isoformat(),
        problem=problem,
        heard=heard,
        **(_shown(viewer, done, version) if done else {}),
    )


def _period(asked: Mapping[str, str]) -> tuple[datetime, datetime, str]:
    """The span asked for: up to now by its key, or whole days as typed, with what was understood
    of them."""
    if not asked.get("since") and not asked.get("until"):
        length, _name = PERIODS.get(asked.get("period", ""), PERIODS["7d"])
        return now() - length, now(), ""
    first, last = _day(asked, "since"), _day(asked, "until")
    over = shell.start_of(last.value) + timedelta(days=1)
    return (
        shell.start_of(first.value),
        min(over, now()),
        shell.understood(first.words, last.words),
    )


def _day(asked: Mapping[str, str], field: str) -> Meaning[date]:
    return shell.day_typed(asked.get(field, ""), field, Side.PAST)


def _shown(viewer: Actor, done: Rehearsal, version: VersionCard) -> dict[str, object]:
    present = done.present or ()
    names = originators(viewer, [one.originator for one in (*done.alarms, *present)])
    return {
        "sentence": _sentence(done),
        "compared": _compared(done),
        "note": _note(done),
        "bars": _bars(done),
        "bars_sentence": _("When they would have been raised"),
        "table": _table(done.alarms, names, _("What it would have raised")),
        "present": _table(present, names, _("What the present version would have raised")),
        "more": max(len(done.alarms) - _SHOWN, 0),
        "chart": _strongest(viewer, done, version),
    }


def _sentence(done: Rehearsal) -> str:
    values = {
        "since": day(done.since),
        "until": day(done.until),
        "count": speech.number(len(done.alarms)),
        "where": speech.number(len({one.originator for one in done.alarms})),
    }
    if not done.alarms:
        return _("From %(since)s to %(until)s it would have raised no alarm.") % values
    return (
        _("From %(since)s to %(until)s it would have raised %(count)s alarms at %(where)s places.")
        % values
    )


def _compared(done: Rehearsal) -> str:
    if done.present is None:
        return ""
    before, after = len(done.present), len(done.alarms)
    if before == after:
        return _("The present version: as many.")
    more = abs(after - before)
    said = _("The present version: %(count)s, so %(more)s fewer with this one.")
    if after > before:
        said = _("The present version: %(count)s, so %(more)s more with this one.")
    return said % {"count": before, "more": more}


def _note(done: Rehearsal) -> str:
    note = _("%(readings)s readings of %(series)s series were judged.") % {
        "readings": speech.number(done.readings),
        "series": speech.number(done.series),
    }
    return note + " " + _("What you may not read is left out.")


def _bars(done: Rehearsal) -> list[shell.Bar]:
    """How many by day over a week at most, else by week of the community's calendar."""
    if not done.alarms:
        return []
    if done.until - done.since > _BY_DAY:
        return [shell.Bar(_week(week), count) for week, count in done.by_week]
    counts = Counter(timezone.localtime(one.since).date() for one in done.alarms)
    first = timezone.localtime(done.since)
    days = [first + timedelta(days=one) for one in range((done.until - done.since).days + 1)]
    return [shell.Bar(day(one), counts[one.date()]) for one in days]


def _week(week: str) -> str:
    year, _w, number = week.partition("-W")
    return _("Week %(number)s of %(year)s") % {"number": int(number), "year": year}


def _table(alarms: Iterable[RehearsedAlarm], names: dict[str, str], caption: str) -> shell.Table:
    columns = (
        shell.Column(_("Where")),
        shell.Column(_("From")),
        shell.Column(_("Lasted")),
        shell.Column(_("Furthest"), True),
        shell.Column(_("Reason")),
    )
    rows = [
        (
            names.get(one.originator, one.originator),
            moment(one.since),
            span(one.until - one.since) if one.until else _("still going on"),
            "" if one.peak is None else speech.number(round(one.peak, 3)),
            "; ".join(read(step.words) for step in one.trace[:2]),
        )
        for one in tuple(alarms)[:_SHOWN]
    ]
    return shell.Table(caption, columns, rows)


def _strongest(viewer: Actor, done: Rehearsal, version: VersionCard) -> Chart | None:
    """The readings around the longest alarm, with the limit of the rule."""
    with_series = [one for one in done.alarms if one.series is not None]
    if not with_series:
        return None
    one = max(with_series, key=lambda alarm: (alarm.until or done.until) - alarm.since)
    series = one.series or 0
    try:
        card = get_series(viewer=viewer, number=series)
        limit = limit_of(version.definition.get("condition"), card.property)
        since, until = one.since - _AROUND, (one.until or done.until) + _AROUND
        return chart_of(viewer, series, since=since, until=until, limit=limit)
    except Refused:  # readings this viewer may not see: the table remains
        return None
