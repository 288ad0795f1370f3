"""Charts drawn on the server: a sentence, a picture, and the same as a table."""

# ruff: noqa: PLR0917 — in a template arguments are given in the order one reads them

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext

from linli.surface.shell import speech
from linli.surface.shell.drawing import HEIGHT, WIDTH, Point, draw, share, spark
from linli.surface.shell.table import Column, Table
from linli.surface.shell.templatetags.shell import moment

register = template.Library()
PARTS = "shell/parts/"
_MOST_ROWS = 200


@register.inclusion_tag(PARTS + "linechart.html")
def line_chart(
    points: Sequence[Point],
    sentence: str,
    unit: str = "",
    limit: float | None = None,
    id: str = "chart",
    note: str = "",
) -> dict[str, Any]:
    """A line over time with its spread, its limit, and hatched holes where nothing is known."""
    drawing = draw(points, limits=() if limit is None else (limit,))
    return {
        "drawing": drawing,
        "sentence": sentence,
        "unit": unit,
        "id": id,
        "note": note,
        "limit": limit,
        "width": WIDTH,
        "height": HEIGHT,
        "has_spread": bool(drawing and drawing.spread),
        "values": [speech.number(value) for value in reversed(drawing.values)] if drawing else [],
        "times": _ticks(points, drawing.times) if drawing else [],
        "table": _table(points, sentence, unit),
    }


def _ticks(points: Sequence[Point], times: Iterable[Any]) -> list[str]:
    length = points[-1].at - points[0].at
    form = "%H:%M" if length <= timedelta(hours=36) else "%-m/%-d"
    return [timezone.localtime(at).strftime(form) for at in times]


def _table(points: Sequence[Point], sentence: str, unit: str) -> Table:
    step = -(-len(points) // _MOST_ROWS) or 1
    nothing = gettext("No data")
    rows = [
        [
            moment(point.at),
            *(
                [speech.number(value) for value in (point.mean or 0.0, *point.span)]
                if point.is_known
                else [nothing, "", ""]
            ),
        ]
        for point in points[::step]
    ]
    mean = f"{gettext('Mean')} ({unit})" if unit else gettext("Mean")
    columns = (
        Column(gettext("When")),
        Column(mean, True),
        Column(gettext("Lowest"), True),
        Column(gettext("Highest"), True),
    )
    return Table(sentence, columns, rows, hides_caption=True)


@dataclass(frozen=True, slots=True)
class Bar:
    """A label and a value; `href` leads to what is counted."""

    label: str
    value: float
    href: str = ""


@register.inclusion_tag(PARTS + "bars.html")
def bars(bars: Iterable[Bar], sentence: str, unit: str = "", note: str = "") -> dict[str, Any]:
    """Horizontal bars, each with its label and its value in words; at most seven read well."""
    shown = list(bars)
    most = max((bar.value for bar in shown), default=0) or 1
    return {
        "sentence": sentence,
        "note": note,
        "bars": [
            {
                "label": bar.label,
                "href": bar.href,
                "value": f"{speech.number(bar.value)} {unit}".strip(),
                "share": share(bar.value, most),
            }
            for bar in shown
        ],
    }


@register.inclusion_tag(PARTS + "gauge.html")
def gauge(
    label: str, part: float, whole: float, gate: float, line: str, said: str = ""
) -> dict[str, Any]:
    """How far something has come, with the legal gate (a share of 1) as a black tick."""
    return {
        "label": label,
        "line": line,
        "said": said or f"{100 * part / whole if whole else 0:.0f}%",
        "share": share(part, whole),
        "gate": share(gate, 1),
    }


@register.simple_tag
def sparkline(values: Sequence[float | None], words: str) -> str:
    """A small line beside a number; `words` says what it shows."""
    return format_html(
        '<svg class="spark" viewBox="0 -2 100 28" preserveAspectRatio="none" role="img">'
        '<title>{}</title><path class="path" d="{}"/></svg>',
        words,
        spark(values),
    )


@register.inclusion_tag(PARTS + "hatches.html")
def hatches() -> dict[str, Any]:
    """The four classes of the schematic map, as patterns `h1` and `h2` inside its SVG."""
    return {}


@register.filter
def hatch(count: int, most: int = 10) -> str:
    """The class of a building on the map: h0 nothing, h1 a little, h2 much, h3 most."""
    if count <= 0:
        return "h0"
    return "h3" if count >= most else "h2" if count >= most / 3 else "h1"
