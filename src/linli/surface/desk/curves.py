"""Readings as a sentence, a picture and where the numbers come from."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.devices.api import SeriesCard, get_series
from linli.foundation.telemetry.api import Point, history
from linli.kernel import Actor, Refused
from linli.surface.desk.machine_words import unit_of, value_of
from linli.surface.shell import api as shell
from linli.surface.shell import speech
from linli.surface.shell.language import read
from linli.surface.shell.templatetags.shell import moment

_POINTS = 240


@dataclass(frozen=True, slots=True)
class Chart:
    """What a line chart needs; `is_away` while the readings cannot be reached."""

    id: str
    name: str
    unit: str
    sentence: str
    source: str
    href: str
    points: tuple[shell.Point, ...] = ()
    limit: float | None = None
    is_away: bool = False


def chart_of(
    viewer: Actor,
    series: int,
    *,
    since: datetime,
    until: datetime,
    limit: float | None = None,
) -> Chart:
    """What a series measured in a span; "not_found" for those who may not read it."""
    card = get_series(viewer=viewer, number=series)
    name, href = read(card.name), reverse("desk:device", args=[card.device])
    chart_id, unit = f"s{card.number}", unit_of(card.unit)
    try:
        curve = history(viewer=viewer, series=series, since=since, until=until, most_points=_POINTS)
    except Refused as refused:
        if refused.code != "unavailable":
            raise
        away = _("The readings cannot be reached at the moment.")
        return Chart(chart_id, name, unit, away, "", href, is_away=True)
    source = _("%(count)s readings of this device, %(since)s to %(until)s.") % {
        "count": speech.number(curve.readings),
        "since": moment(since),
        "until": moment(until),
    }
    points = _points(curve.points, since, until)
    return Chart(chart_id, name, unit, _sentence(card, curve.points), source, href, points, limit)


def _points(
    measured: tuple[Point, ...], since: datetime, until: datetime
) -> tuple[shell.Point, ...]:
    """The points with a hole wherever nothing was heard for unusually long, ends included."""
    if not measured:
        return ()
    steps = [(b.at - a.at).total_seconds() for a, b in pairwise(measured)]
    step = timedelta(seconds=median(steps)) if steps else (until - since) / _POINTS
    points: list[shell.Point] = []
    if measured[0].at - since > 3 * step:
        points.append(shell.Point(since, None))
    for one in measured:
        if one.after_gap and points and points[-1].is_known:
            points.append(shell.Point(one.at, None))
        points.append(shell.Point(one.at, one.mean, one.low, one.high))
    if until - measured[-1].at > 3 * step:
        points.append(shell.Point(until, None))
    return tuple(points)


def _sentence(card: SeriesCard, measured: tuple[Point, ...]) -> str:
    name = read(card.name)
    if not measured:
        return _("%(name)s: nothing was measured in this time.") % {"name": name}
    lowest = min(measured, key=lambda one: one.low)
    highest = max(measured, key=lambda one: one.high)
    return _("%(name)s: lowest %(low)s, highest %(high)s (%(when)s), last %(last)s.") % {
        "name": name,
        "low": value_of(card, lowest.low),
        "high": value_of(card, highest.high),
        "when": moment(highest.at),
        "last": value_of(card, measured[-1].mean),
    }
