"""Readings as a sentence and a line."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.devices.api import SeriesCard, get_series
from linli.foundation.telemetry.api import history
from linli.kernel import Actor, Refused
from linli.surface.resident.wording import unit
from linli.surface.shell import api as shell
from linli.surface.shell.language import read
from linli.surface.shell.speech import number
from linli.surface.shell.templatetags.shell import moment

_POINTS = 200


@dataclass(frozen=True, slots=True)
class Chart:
    """What a line chart needs, and where its numbers come from; `is_away` while the readings
    cannot be reached."""

    id: str
    name: str
    unit: str
    sentence: str
    source: str
    href: str
    points: tuple[shell.Point, ...]
    is_away: bool = False


def chart_of(viewer: Actor, series: int, *, since: datetime, until: datetime) -> Chart:
    """What a series measured in a span; "not_found" for those who may not read it."""
    card = get_series(viewer=viewer, number=series)
    try:
        curve = history(viewer=viewer, series=series, since=since, until=until, most_points=_POINTS)
    except Refused as refused:
        if refused.code != "unavailable":
            raise
        return _chart(card, _("The readings cannot be reached at the moment."), "", (), True)
    points: list[shell.Point] = []
    for one in curve.points:
        if one.after_gap and points:
            points.append(shell.Point(one.at, None))
        points.append(shell.Point(one.at, one.mean, one.low, one.high))
    source = _("%(count)s readings of this device, %(since)s to %(until)s.") % {
        "count": number(curve.readings),
        "since": moment(since),
        "until": moment(until),
    }
    return _chart(card, _sentence(card, points), source, tuple(points), False)


def _chart(
    card: SeriesCard, sentence: str, source: str, points: tuple[shell.Point, ...], is_away: bool
) -> Chart:
    href = reverse("resident:series", args=[card.number])
    name = read(card.name)
    return Chart(f"s{card.number}", name, unit(card.unit), sentence, source, href, points, is_away)


def _sentence(card: SeriesCard, points: list[shell.Point]) -> str:
    known = [point for point in points if point.mean is not None]
    name = read(card.name)
    if not known:
        return _("%(name)s: nothing was measured in this time.") % {"name": name}
    lows = [point.span[0] for point in known]
    highs = [point.span[1] for point in known]
    return _("%(name)s: lowest %(low)s, highest %(high)s %(unit)s.") % {
        "name": name,
        "low": number(round(min(lows), 2)),
        "high": number(round(max(highs), 2)),
        "unit": unit(card.unit),
    }
