"""Figures that say what they count; no home that is protected (nor its decoys) is in any.

What is reported of public areas counts whoever reported it: it is on everyone's list already, and
a lamp that is missing from a figure would tell of the home of the one who missed its light.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Actor, Refused, Role, Words, now, system
from linli.support.matters import policy
from linli.support.matters.domain.cards import Figure, PlaceCount
from linli.support.matters.domain.sentences import CHANNELS
from linli.support.matters.domain.states import OPEN, State
from linli.support.matters.models import Matter
from linli.support.matters.selectors.answers import median_minutes

USUAL_SPAN = timedelta(days=30)
SOURCE = Words("事项记录，系统随时现算", "The record of matters, counted at this moment")
_WITHOUT = Words("不含受保护住户", "Protected households are not counted")
_OPEN = [str(state) for state in OPEN]


@dataclass(frozen=True, slots=True)
class _Count:
    """What one figure needs: all counted matters, those of the span, and the moment."""

    all: QuerySet[Matter]
    recent: QuerySet[Matter]
    at: datetime


_Answer = tuple[int | float | None, int]


def figures(*, viewer: Actor, since: datetime | None = None) -> tuple[Figure, ...]:
    """The figures of the cockpit since a moment (30 days by default), each with its definition,
    its source, when it was counted and of how many."""
    check_may_count(viewer)
    at = now()
    counted = counted_matters(viewer.community)
    span = counted.filter(opened_at__gte=since or at - USUAL_SPAN)
    count = _Count(counted, span, at)
    return (*(_figure(one, count) for one in _FIGURES), *_by_channel(count))


def count_open_by_place(*, viewer: Actor) -> tuple[PlaceCount, ...]:
    """Open matters by building, facility and room standing alone, for the map and its table.

    They are those of the figure `open`; homes in small buildings are only in that sum, since no
    figure is made of a small building alone.
    """
    check_may_count(viewer)
    rows = counted_matters(viewer.community).filter(state__in=_OPEN)
    outside = rows.filter(dwelling=None, building=None)
    found: dict[str, PlaceCount] = {}
    for place in _tally(rows.filter(dwelling=None, building__isnull=False), "building"):
        found[place.place] = place
    for place in _tally(outside, "place"):
        found[place.place] = place
    for building, inside in _dwelling_matters(viewer, rows).items():
        for place in _tally(inside, "building"):
            found[building] = _sum(found.get(building), place)
    return tuple(found[place] for place in sorted(found))


def counted_matters(community: str) -> QuerySet[Matter]:
    """The matters figures may be made of: those of public areas and of counted dwellings."""
    platform = system(community)
    counted = people.countable_dwellings(viewer=platform, under=community)
    spots = places.list_dwellings(viewer=platform)
    left_out = [spot.id for spot in spots if spot.id not in counted]
    kept = Q(dwelling=None) | ~Q(dwelling__in=left_out)
    return Matter.objects.filter(kept, community=community)


def check_may_count(viewer: Actor) -> None:
    """Refuse those who may not see figures."""
    policy.check_member(viewer)
    if not (viewer.is_staff or viewer.is_system or viewer.has(Role.COUNCIL)):
        raise Refused("forbidden", "Only staff and the owners' council see these figures.")


def _dwelling_matters(viewer: Actor, rows: QuerySet[Matter]) -> dict[str, QuerySet[Matter]]:
    inside = rows.filter(dwelling__isnull=False, building__isnull=False)
    buildings = inside.order_by().values_list("building", flat=True).distinct()
    platform = system(viewer.community)
    return {
        building: inside.filter(
            building=building,
            dwelling__in=people.countable_dwellings(viewer=platform, under=building),
        )
        for building in buildings
        if building is not None
    }


def _tally(rows: QuerySet[Matter], by: str) -> list[PlaceCount]:
    late = Q(due_at__lt=now())
    counts = (
        rows.order_by()
        .values(by)
        .annotate(n=Count("pk"), late=Count("pk", filter=late), oldest=Min("opened_at"))
    )
    return [PlaceCount(row[by], row["n"], row["late"], row["oldest"]) for row in counts]


def _sum(one: PlaceCount | None, other: PlaceCount) -> PlaceCount:
    if one is None:
        return other
    oldest = min((at for at in (one.oldest, other.oldest) if at), default=None)
    return PlaceCount(one.place, one.open + other.open, one.overdue + other.overdue, oldest)


def _open(count: _Count) -> _Answer:
    n = count.all.filter(state__in=_OPEN).count()
    return n, n


def _overdue(count: _Count) -> _Answer:
    n = count.all.filter(state__in=_OPEN).count()
    return count.all.filter(state__in=_OPEN, due_at__lt=count.at).count(), n


def _oldest(count: _Count) -> _Answer:
    rows = count.all.filter(state__in=_OPEN, reporter__isnull=False)
    oldest = rows.aggregate(oldest=Min("opened_at"))["oldest"]
    hours = round((count.at - oldest).total_seconds() / 3600, 1) if oldest else None
    return hours, rows.count()


def _waiting(count: _Count) -> _Answer:
    n = count.all.filter(state=State.RESOLVED, reporter__isnull=False).count()
    return n, n


def _confirmed(count: _Count) -> _Answer:
    said_done = count.recent.filter(reporter__isnull=False, resolved_at__isnull=False)
    solved = said_done.filter(state=State.CONFIRMED, confirmed_how__in=["resident", "silence"])
    return _percent(solved.count(), said_done.count())


def _reopened(count: _Count) -> _Answer:
    said_done = count.recent.filter(resolved_at__isnull=False)
    return _percent(said_done.filter(reopened__gt=0).count(), said_done.count())


def _first_answer(count: _Count) -> _Answer:
    rows = count.recent.filter(answered_at__isnull=False, reporter__isnull=False)
    return median_minutes(rows)


def _false_alarms(count: _Count) -> _Answer:
    judged = count.recent.filter(nature="alarm").exclude(judgement="")
    return _percent(judged.filter(judgement="false_alarm").count(), judged.count())


def _percent(part: int, whole: int) -> _Answer:
    return (round(100 * part / whole, 1), whole) if whole else (None, 0)


_Row = tuple[str, Words, str, Words, Callable[[_Count], _Answer]]
_FIGURES: tuple[_Row, ...] = (
    (
        "open",
        Words("正在办", "Open"),
        "件",
        Words("还没有办好的事项", "Matters staff still have to see to"),
        _open,
    ),
    (
        "overdue",
        Words("超过说好的时间", "Overdue"),
        "件",
        Words("正在办的事项里，有一个时钟已经走完的", "Open matters with a clock that has run out"),
        _overdue,
    ),
    (
        "oldest_wait",
        Words("等得最久的住户", "Longest wait"),
        "小时",
        Words("还没办好的住户诉求里，最早的一件到现在", "Hours since the oldest open report"),
        _oldest,
    ),
    (
        "waiting_resident",
        Words("等住户点头", "Waiting for residents"),
        "件",
        Words("说办好了、住户还没有点头的", "Said to be done, not yet confirmed"),
        _waiting,
    ),
    (
        "resident_confirmed",
        Words("住户点头的", "Confirmed by residents"),
        "%",
        Words(
            "说办好了的诉求里，住户自己点头、或问到后一直没有异议的；员工自己说的不算",
            "Of reports said to be done, those the resident confirmed, or did not object to after "
            "an ask that arrived; what staff say does not count",
        ),
        _confirmed,
    ),
    (
        "reopened",
        Words("没办好又重来的", "Reopened"),
        "%",
        Words("说办好了的事项里，至少重办过一次的", "Of matters said to be done, reopened ones"),
        _reopened,
    ),
    (
        "first_answer",
        Words("多久有第一次答复", "Time to the first answer"),
        "分钟",
        Words("从报上来到有人答复，中间的一件", "The median from report to first answer"),
        _first_answer,
    ),
    (
        "false_alarms",
        Words("误报的告警", "False alarms"),
        "%",
        Words("判断过的告警里，判为误报的", "Of alarms judged by staff, those found false"),
        _false_alarms,
    ),
)


def _figure(row: _Row, count: _Count) -> Figure:
    key, name, unit, definition, answer = row
    value, n = answer(count)
    return _made(key, name, unit, definition, count.at, value=value, n=n)


def _by_channel(count: _Count) -> tuple[Figure, ...]:
    counts: dict[str, int] = defaultdict(int)
    for via, n in count.recent.order_by().values_list("via").annotate(Count("pk")):
        counts[via] = n
    total = sum(counts.values())
    definition = Words("按来的渠道数", "Counted by the way they came in")
    return tuple(
        _made(f"via_{via}", _channel(via), "件", definition, count.at, value=counts[via], n=total)
        for via in CHANNELS
    )


def _channel(via: str) -> Words:
    words = CHANNELS[via]
    zh = words.zh.strip("()") or "网上"
    return Words(zh, words.en.strip() or "on the web")


def _made(
    key: str,
    name: Words,
    unit: str,
    definition: Words,
    at: datetime,
    *,
    value: int | float | None,
    n: int,
) -> Figure:
    what = Words(f"{definition.zh}。{_WITHOUT.zh}。", f"{definition.en}. {_WITHOUT.en}.")
    return Figure(key, name, value, unit, what, SOURCE, at, n)
