"""Ask history: what a rule would have raised, and why one did or did not fire."""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from linli.foundation.telemetry.api import list_readings
from linli.kernel import Actor, Refused, Words
from linli.support.rules import policy
from linli.support.rules.domain.cards import Rehearsal, RehearsedAlarm
from linli.support.rules.domain.compiled import ActiveRule, SeriesAt, bind
from linli.support.rules.domain.explaining import explain
from linli.support.rules.domain.judging import Row
from linli.support.rules.domain.reading import read_definition
from linli.support.rules.domain.rehearsing import Episode, by_week, rehearse
from linli.support.rules.domain.trace import Trace
from linli.support.rules.models import MaintenanceWindow, RuleVersion
from linli.support.rules.selectors.compiling import (
    active_rule,
    maintenance_of,
    series_for,
)
from linli.support.rules.selectors.rules import own_rule
from linli.support.rules.services.writing import zone_of

MOST_READINGS = 1_000_000
_LONGEST = timedelta(days=366)
_PAGE = 1_000
_PROPOSED = "proposed"


def rehearse_rule(
    *,
    viewer: Actor,
    definition: Mapping[str, Any],
    since: datetime,
    until: datetime,
    rule: str | None = None,
) -> Rehearsal:
    """What a definition would have raised over stored readings in [since, until); beside it the
    version of `rule` that is on (else its newest). At most a year and a million readings."""
    policy.check_may_look(viewer)
    _check_span(since, until)
    zone = zone_of(viewer.community)
    read = read_definition(definition)
    rules = [ActiveRule(_PROPOSED, 0, viewer.community, Words("拟议", "proposed"), read, zone)]
    if rule is not None:
        row = own_rule(viewer, rule)
        number = row.version_on or row.version
        rules.append(active_rule(row, RuleVersion.objects.get(rule=row, number=number), zone))
    told = _History(viewer, rules, since, until)
    done = rehearse(rules, told.series, told.rows(), since=_ms(since), until=_ms(until) - 1)
    present = done.get(rule or "")
    return Rehearsal(
        since=since,
        until=until,
        series=len(told.series),
        readings=told.count,
        alarms=_alarms(done[_PROPOSED]),
        by_week=by_week(done[_PROPOSED], zone),
        present=None if present is None else _alarms(present),
        present_by_week=() if present is None else by_week(present, zone),
    )


def explain_rule(
    *,
    viewer: Actor,
    rule: str,
    originator: str,
    since: datetime,
    until: datetime,
    version: int | None = None,
) -> Trace:
    """Why a rule did, or did not, fire at an originator in [since, until): what each condition
    met, in steps to be read. Readings before `since` are not looked at."""
    policy.check_may_look(viewer)
    _check_span(since, until)
    row = own_rule(viewer, rule)
    number = version or row.version_on or row.version
    what = RuleVersion.objects.filter(rule=row, number=number).first()
    if what is None:
        raise Refused("not_found", "There is no such version of this rule.", field="version")
    asked = active_rule(row, what, zone_of(viewer.community))
    told = _History(viewer, [asked], since, until, originator)
    windows = MaintenanceWindow.objects.filter(
        community=viewer.community, since__lt=until, until__gt=since
    )
    return explain(
        asked,
        told.series,
        told.rows(),
        since=_ms(since),
        until=_ms(until) - 1,
        maintenance=[maintenance_of(window) for window in windows],
    )


class _History:
    """The stored readings of the series some rules look at, in order of time.

    What the viewer may not read is left out without a count: a number beside a rule for one
    dwelling would tell of that dwelling.
    """

    def __init__(
        self,
        viewer: Actor,
        rules: list[ActiveRule],
        since: datetime,
        until: datetime,
        originator: str | None = None,
    ) -> None:
        self.viewer, self.since, self.until = viewer, since, until
        plans = [
            plan
            for plan in bind(rules, series_for(rules, viewer.community)).groups
            if originator in (None, plan.originator)
        ]
        wanted = {one.number: one for plan in plans for part in plan.series for one in part}
        self.first = {number: self._page(number) for number in sorted(wanted)}
        self.series: tuple[SeriesAt, ...] = tuple(
            wanted[number] for number, page in self.first.items() if page is not None
        )
        self.count = 0

    def _page(self, number: int, cursor: str | None = None) -> Any:
        try:
            return list_readings(
                viewer=self.viewer, series=number, around=self.since, cursor=cursor, limit=_PAGE
            )
        except Refused as refused:
            if refused.code == "not_found":
                return None
            raise

    def rows(self) -> Iterator[Row]:
        """All readings of all series, merged by time."""
        streams: Iterable[Iterator[Row]] = [self._of(one.number) for one in self.series]
        for row in heapq.merge(*streams, key=lambda row: row[1]):
            self.count += 1
            if self.count > MOST_READINGS:
                raise Refused(
                    "too_large",
                    "There are more than %(most)s readings in this time; please choose a shorter"
                    " time or a smaller place.",
                    field="until",
                    most=MOST_READINGS,
                )
            yield row

    def _of(self, number: int) -> Iterator[Row]:
        page = self.first[number]
        while page is not None:
            for card in page:
                if card.at >= self.until:
                    return
                if card.at >= self.since and not card.text:
                    yield number, _ms(card.at), card.value, card.flags
            page = self._page(number, page.next) if page.next else None


def _check_span(since: datetime, until: datetime) -> None:
    if not since < until <= since + _LONGEST:
        raise Refused(
            "invalid", "The end must come after the beginning, within a year.", field="until"
        )


def _alarms(episodes: Iterable[Episode]) -> tuple[RehearsedAlarm, ...]:
    return tuple(
        RehearsedAlarm(
            one.originator,
            one.place,
            _moment(one.since),
            None if one.until is None else _moment(one.until),
            one.series,
            one.peak,
            None if one.peak_at is None else _moment(one.peak_at),
            one.trace,
        )
        for one in episodes
    )


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)
