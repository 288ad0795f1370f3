"""The board of a vote in words and bars: how much came back, how much is still needed."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.application.assembly.api import Board, BuildingGauge, Gauge, MotionGauge
from linli.surface.shell import api as shell
from linli.surface.shell.convening import voting as words
from linli.surface.shell.language import read


@dataclass(frozen=True, slots=True)
class Bar:
    """One gauge: so much of so much, its gate as a share of one, and what is still needed."""

    label: str
    part: float
    whole: float
    gate: float
    said: str
    line: str


@dataclass(frozen=True, slots=True)
class Pair:
    """The gauges of the items that have the same ones."""

    title: str
    bars: tuple[Bar, ...]


def pairs(board: Board) -> list[Pair]:
    """Two gauges for all items, or two for each where they ask different owners."""
    first = board.motions[0]
    same = all(_key(one) == _key(first) for one in board.motions)
    shown = (first,) if same else board.motions
    return [Pair("" if same else f"{one.number}. {read(one.title)}", _bars(one)) for one in shown]


def _key(one: MotionGauge) -> tuple[object, ...]:
    return one.returned, one.needed, one.by_area, one.heads_needed, one.area_needed


def _bars(one: MotionGauge) -> tuple[Bar, ...]:
    gate = share_of(one.needed)
    heads = bar(
        _("Owners"),
        one.returned.heads,
        one.returned.heads_of,
        gate,
        ngettext("%(count)s more is needed", "%(count)s more are needed", one.heads_needed)
        % {"count": one.heads_needed}
        if one.heads_needed
        else _("Enough have voted"),
    )
    if not one.by_area:
        return (heads,)
    missing = Decimal(one.area_needed)
    area = area_bar(
        _("Area"),
        one.returned.area,
        one.returned.area_of,
        gate,
        _("%(area)s more is needed") % {"area": words.area(one.area_needed)}
        if missing
        else _("Enough area has voted"),
    )
    return heads, area


def share_of(gate: str) -> float:
    """A gate such as “≥ 2/3” as a share, everybody when it is empty; for drawing only."""
    return float(Fraction(gate.lstrip("≥> ") or "1"))


def bar(label: str, part: int, whole: int, gate: float, line: str) -> Bar:
    """A gauge of heads."""
    said = _("%(part)s of %(whole)s") % {"part": part, "whole": whole}
    return Bar(label, part, whole, gate, said, line)


def area_bar(label: str, part: str, whole: str, gate: float, line: str) -> Bar:
    """A gauge of square metres, every digit as it was counted."""
    said = _("%(part)s of %(whole)s") % {"part": part, "whole": words.area(whole)}
    return Bar(label, float(Decimal(part)), float(Decimal(whole)), gate, said, line)


def by_building(board: Board) -> shell.Table:
    """Every building's part of it; what would tell somebody apart is not shown."""
    columns = (
        shell.Column(_("Building")),
        shell.Column(_("Owners who voted"), True),
        shell.Column(_("Area"), True),
    )
    rows = [_row(one) for one in board.buildings]
    return shell.Table(_("By building"), columns, rows)


def _row(one: BuildingGauge) -> list[str]:
    label = read(one.label) or _("Others")
    if one.returned is None:
        hidden = _("Too few to show")
        return [label, hidden, hidden]
    return [label, *_figures(one.returned)]


def _figures(gauge: Gauge) -> tuple[str, str]:
    return (
        _("%(part)s of %(whole)s") % {"part": gauge.heads, "whole": gauge.heads_of},
        _("%(part)s of %(whole)s") % {"part": gauge.area, "whole": words.area(gauge.area_of)},
    )
