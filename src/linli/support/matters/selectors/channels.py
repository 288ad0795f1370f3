"""Whether phone, counter and paper are answered as fast as the page, measured."""

from datetime import timedelta
from math import ceil
from statistics import median

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from linli.kernel import Actor, Via, now
from linli.support.matters import policy
from linli.support.matters.domain.cards import ChannelFigure
from linli.support.matters.domain.states import State
from linli.support.matters.models import Matter
from linli.support.matters.selectors.figures import counted_matters

DAYS = 90
FEWEST_HOUSEHOLDS = 5
WAYS = (Via.WEB, Via.PHONE, Via.COUNTER, Via.PAPER)


def figures_by_channel(*, viewer: Actor) -> tuple[ChannelFigure, ...]:
    """What residents reported in the last 90 days, by the way it came: how many, how soon there was
    a first answer (median and nine of ten, in minutes), how many they say are solved (percent).

    Open to everyone here. A way that fewer than five households used shows no figure at all.
    """
    policy.check_member(viewer)
    since = now() - timedelta(days=DAYS)
    reported = counted_matters(viewer.community).filter(
        opened_at__gte=since, reporter__isnull=False, nature="demand"
    )
    return tuple(_figure(via, reported.filter(via=via)) for via in WAYS)


def _figure(via: Via, rows: QuerySet[Matter]) -> ChannelFigure:
    homes = rows.aggregate(n=Count(Coalesce("home", "reporter"), distinct=True))["n"]
    if homes < FEWEST_HOUSEHOLDS:
        return ChannelFigure(via)
    waits = _waits(rows)
    said_done = rows.filter(resolved_at__isnull=False).count()
    solved = rows.filter(state=State.CONFIRMED, confirmed_how="resident").count()
    return ChannelFigure(
        via,
        n=rows.count(),
        answered=len(waits),
        median=round(median(waits)) if waits else None,
        nine_of_ten=waits[ceil(len(waits) * 0.9) - 1] if waits else None,
        said_done=said_done,
        solved=round(100 * solved / said_done) if said_done else None,
    )


def _waits(rows: QuerySet[Matter]) -> list[int]:
    """Minutes from report to first answer, shortest first."""
    answered = rows.filter(answered_at__isnull=False).values_list("opened_at", "answered_at")
    return sorted(round((end - begin).total_seconds() / 60) for begin, end in answered if end)
