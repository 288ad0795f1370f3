"""How the figures went, week by week; the same matters are counted as in the figures."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from linli.kernel import Actor, Words, now
from linli.support.matters.domain.cards import Trend, WeekValue
from linli.support.matters.domain.states import State
from linli.support.matters.selectors.calendars import calendar_for
from linli.support.matters.selectors.figures import SOURCE, check_may_count, counted_matters

WEEKS = 12
_ENOUGH = 5  # of fewer, neither a share nor a middle says anything but whom it was
_HOUR = 3600
_WEEK = timedelta(days=7)
_WITHOUT = Words("不含受保护住户。", "Protected households are not counted.")


@dataclass(frozen=True, slots=True)
class _Report:
    """What is looked at of one report of a resident."""

    opened_at: datetime
    answered_at: datetime | None
    resolved_at: datetime | None
    is_confirmed: bool


def list_trends(*, viewer: Actor) -> tuple[Trend, ...]:
    """Residents' reports, the time to a first answer and the share they confirmed, over twelve
    weeks that begin on Mondays. A share or a middle of fewer than five is None."""
    check_may_count(viewer)
    zone = calendar_for(viewer.community).zone
    today = now().astimezone(zone).date()
    first = today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))
    start = datetime.combine(first, time(), zone)
    weeks = [start.date() + _WEEK * number for number in range(WEEKS)]
    by_opening: dict[date, list[_Report]] = {week: [] for week in weeks}
    by_work: dict[date, list[_Report]] = {week: [] for week in weeks}
    for report in _reports(viewer.community, start):
        for at, kept in ((report.opened_at, by_opening), (report.resolved_at, by_work)):
            if at is not None and at >= start:
                day = at.astimezone(zone).date()
                kept[day - timedelta(days=day.weekday())].append(report)
    made = []
    for key, name, unit, definition, of_work, value in _TRENDS:
        groups = by_work if of_work else by_opening
        values = tuple(
            WeekValue(datetime.combine(week, time(), zone), *value(groups[week])) for week in weeks
        )
        what = Words(definition.zh + _WITHOUT.zh, f"{definition.en} {_WITHOUT.en}")
        made.append(Trend(key, name, unit, what, SOURCE, values))
    return tuple(made)


def _reports(community: str, start: datetime) -> Iterable[_Report]:
    rows = counted_matters(community).filter(reporter__isnull=False)
    lately = rows.filter(opened_at__gte=start) | rows.filter(resolved_at__gte=start)
    found = lately.order_by().values_list(
        "opened_at", "answered_at", "resolved_at", "state", "confirmed_how"
    )
    for opened, answered, resolved, state, how in found.iterator():
        solved = state == State.CONFIRMED and how in ("resident", "silence")
        yield _Report(opened, answered, resolved, solved)


_Value = tuple[float | None, int]


def _count(reports: list[_Report]) -> _Value:
    return len(reports), len(reports)


def _first_answer(reports: list[_Report]) -> _Value:
    hours = [
        (one.answered_at - one.opened_at).total_seconds() / _HOUR
        for one in reports
        if one.answered_at is not None
    ]
    return (round(median(hours), 1) if len(hours) >= _ENOUGH else None), len(hours)


def _confirmed(reports: list[_Report]) -> _Value:
    n = len(reports)
    share = round(100 * sum(one.is_confirmed for one in reports) / n) if n >= _ENOUGH else None
    return share, n


_TRENDS: tuple[tuple[str, Words, str, Words, bool, Callable[[list[_Report]], _Value]], ...] = (
    (
        "reports",
        Words("住户报来的", "Reports of residents"),
        "件",
        Words("每周住户报来的事，不论走哪条路来。", "Reports of a week, whichever way they came."),
        False,
        _count,
    ),
    (
        "first_answer",
        Words("多久有第一次答复", "Time to the first answer"),
        "小时",
        Words(
            "这一周报来的事里，从报来到有人答复，取中间的一件；不到五件不显示。",
            "Of the reports of a week, the median from report to first answer; not shown for fewer "
            "than five.",
        ),
        False,
        _first_answer,
    ),
    (
        "resident_confirmed",
        Words("住户点头的", "Confirmed by residents"),
        "%",
        Words(
            "这一周说办好了的事里，住户点头、或问到后没有异议的；不到五件不显示。",
            "Of what was said to be done in a week, what residents confirmed or did not object to "
            "when asked; not shown for fewer than five.",
        ),
        True,
        _confirmed,
    ),
)
