"""How the figures went: a sentence, a picture, a table and a file each, over twelve weeks."""

import csv
import io
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.kernel import Refused, now
from linli.support.matters import api as matters
from linli.support.matters.api import Trend, WeekValue
from linli.surface.desk.pages import page
from linli.surface.shell import api as shell
from linli.surface.shell import speech
from linli.surface.shell.language import read

_LISTS = {"resident_confirmed": "?lane=done"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One trend as the page shows it."""

    trend: Trend
    unit: str
    sentence: str
    bars: tuple[shell.Bar, ...]
    table: shell.Table
    href: str


@shell.staff_only()
def trends(request: shell.Request) -> HttpResponse:
    """Every trend, one below the other."""
    found = matters.list_trends(viewer=request.actor)
    return page(
        request,
        "desk/machines_trends.html",
        here="desk:cockpit",
        title=_("How it went, week by week"),
        trends=[_shown(one) for one in found],
        at=now(),
    )


@shell.staff_only()
def trend_file(request: shell.Request, key: str) -> HttpResponse:
    """One trend as a list of comma-separated values, for a spreadsheet."""
    found = {one.key: one for one in matters.list_trends(viewer=request.actor)}
    if key not in found:
        raise Refused("not_found", "There is no such page.")
    trend, text = found[key], io.StringIO()
    lines = csv.writer(text)
    lines.writerow([_("Week from"), f"{read(trend.name)} ({_unit(trend)})", _("Of how many")])
    for week in trend.weeks:
        since = timezone.localtime(week.since).date().isoformat()
        lines.writerow([since, "" if week.value is None else f"{week.value:g}", week.n])
    lines.writerow([read(trend.definition), read(trend.source), ""])
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{key}.csv"'
    return answer


def _shown(trend: Trend) -> Shown:
    unit = _unit(trend)
    return Shown(
        trend=trend,
        unit=unit,
        sentence=_sentence(trend, unit),
        bars=tuple(
            shell.Bar(_week(one), one.value) for one in trend.weeks if one.value is not None
        ),
        table=_table(trend, unit),
        href=f"{reverse('desk:queue')}{_LISTS.get(trend.key, '')}",
    )


def _list_of(trend: Trend, week: WeekValue) -> str:
    """The list of the matters one week of a trend counts."""
    monday = timezone.localtime(week.since).date().isoformat()
    return f"{reverse('desk:queue')}?trend={trend.key}&week={monday}" if week.n else ""


def _unit(trend: Trend) -> str:
    units = {"件": _("matters"), "小时": _("hours"), "%": "%"}
    return units.get(trend.unit, trend.unit)


def _sentence(trend: Trend, unit: str) -> str:
    """The last whole week beside the one before, and what this week is so far."""
    before, last, this = trend.weeks[-3:]
    names = {
        "last": _value(last, unit),
        "before": _value(before, unit),
        "this": _value(this, unit),
    }
    return _("Last week %(last)s, the week before %(before)s, this week so far %(this)s.") % names


def _value(week: WeekValue, unit: str) -> str:
    if week.value is None:
        return _("too few to say")
    return f"{speech.number(week.value)}{'' if unit == '%' else ' '}{unit}"


def _week(week: WeekValue) -> str:
    """The Monday a week begins on."""
    since = timezone.localtime(week.since)
    return _("from %(month)s/%(day)s") % {"month": since.month, "day": since.day}


def _table(trend: Trend, unit: str) -> shell.Table:
    columns = (
        shell.Column(_("Week from")),
        shell.Column(read(trend.name), True),
        shell.Column(_("Of how many"), True),
    )
    rows = [
        (
            _week(one),
            shell.Cell(_value(one, unit), _list_of(trend, one)),
            shell.Cell(speech.number(one.n), _list_of(trend, one)),
        )
        for one in trend.weeks
    ]
    return shell.Table(read(trend.name), columns, rows, hides_caption=True)
