"""Are phone, counter and paper as fast as the page? A sentence that says so only when it is so."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.kernel import Via
from linli.support.matters.api import ChannelFigure
from linli.surface.shell.language import joined
from linli.surface.shell.table import Column, Table
from linli.surface.shell.templatetags.shell import span

NAMES = {
    Via.WEB: gettext_noop("On the page"),
    Via.PHONE: gettext_noop("By phone"),
    Via.COUNTER: gettext_noop("At the service desk"),
    Via.PAPER: gettext_noop("On paper"),
}
_SLACK = 1.25
_NEAR = 15
"""Ways whose medians are within a quarter, or a quarter of an hour, are as fast as each other."""


def sentence(figures: Sequence[ChannelFigure]) -> str:
    """What the figures come to, and which way is slower when one is."""
    known = [(one.median, _(NAMES[one.via])) for one in figures if one.median is not None]
    if len(known) < 2:
        return _("Too few households have used more than one way to say which is faster.")
    best, fastest = min(known)
    slower = [(wait, name) for wait, name in known if wait > max(best * _SLACK, best + _NEAR)]
    if not slower:
        said = joined([f"{name} {_span(wait)}" for wait, name in known])
        return _("All ways are as fast as each other. The usual first answer: %(said)s.") % {
            "said": said
        }
    return _("Not all ways are as fast. %(slow)s wait longer than %(fast)s.") % {
        "slow": joined([f"{name} ({_span(wait)})" for wait, name in slower]),
        "fast": f"{fastest} ({_span(best)})",
    }


def table(figures: Sequence[ChannelFigure]) -> Table:
    """The figures, one way a row; a way too few households used shows that and nothing else."""
    columns = (
        Column(_("How it came")),
        Column(_("How many were reported"), is_number=True),
        Column(_("First answer, usually"), is_number=True),
        Column(_("Nine of ten within"), is_number=True),
        Column(_("Solved, say residents"), is_number=True),
    )
    return Table(_("The last 90 days"), columns, [_row(one) for one in figures])


def _row(one: ChannelFigure) -> list[str]:
    name = _(NAMES[one.via])
    if one.n is None:
        return [name, _("under 5 households"), "", "", ""]
    solved = _("%(percent)s%% of %(count)s") % {"percent": one.solved, "count": one.said_done}
    return [
        name,
        str(one.n),
        _span(one.median),
        _span(one.nine_of_ten),
        solved if one.solved is not None else "",
    ]


def _span(minutes: int | None) -> str:
    return "" if minutes is None else span(timedelta(minutes=minutes))
