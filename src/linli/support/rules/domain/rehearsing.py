"""What a rule would have raised, had it been on: judged over recorded readings."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from linli.support.rules.domain.compiled import ActiveRule, Maintenance, SeriesAt, bind
from linli.support.rules.domain.explaining import in_batches
from linli.support.rules.domain.judging import NOT_JUDGED, Judge, Row
from linli.support.rules.domain.trace import Trace, Transition


@dataclass(frozen=True, slots=True)
class Episode:
    """One alarm that would have been: from, until (None: still raised at the end), and the most
    extreme reading of the series that set it off while it lasted. Times in ms."""

    originator: str
    place: str | None
    since: int
    until: int | None
    series: int | None
    peak: float | None
    peak_at: int | None
    trace: Trace


@dataclass(slots=True)
class _Open:
    turn: Transition
    is_above: bool
    peak: float | None
    peak_at: int | None

    def see(self, value: float, at: int) -> None:
        """Keep the value if it is further out than any before it."""
        if self.peak is None or (value > self.peak if self.is_above else value < self.peak):
            self.peak, self.peak_at = value, at

    def close(self, until: int | None) -> Episode:
        """The episode as it ended."""
        turn = self.turn
        return Episode(
            turn.originator,
            turn.place,
            turn.at,
            until,
            turn.series,
            self.peak,
            self.peak_at,
            turn.trace,
        )


@dataclass(slots=True)
class _Course:
    judge: Judge
    open: dict[tuple[str, str], _Open] = field(default_factory=dict)
    by_series: dict[int, list[_Open]] = field(default_factory=dict)
    done: dict[str, list[Episode]] = field(default_factory=dict)

    def take(self, turns: list[Transition]) -> None:
        """Begin and end episodes."""
        for turn in turns:
            key = (turn.rule, turn.originator)
            if turn.turn == "raised":
                one = _Open(turn, self._is_above(turn), turn.value, turn.at)
                self.open[key] = one
                if turn.series is not None:
                    self.by_series.setdefault(turn.series, []).append(one)
            elif turn.turn == "cleared" and key in self.open:
                self._end(key, turn.at)

    def _is_above(self, turn: Transition) -> bool:
        watch = self.judge.watches.get(turn.series if turn.series is not None else -1)
        return any(leaf.limit.is_above for leaf in watch.leaves) if watch else True

    def _end(self, key: tuple[str, str], until: int | None) -> None:
        one = self.open.pop(key)
        self.done.setdefault(key[0], []).append(one.close(until))
        if one.turn.series is not None:
            self.by_series[one.turn.series].remove(one)

    def see(self, batch: list[Row]) -> None:
        """Follow the readings while alarms are open."""
        if self.open:
            for number, at, value, flags in batch:
                for one in () if flags & NOT_JUDGED else self.by_series.get(number, ()):
                    one.see(value, at)

    def finish(self) -> None:
        """Whatever is still open stays open-ended."""
        for key in tuple(self.open):
            self._end(key, None)


def rehearse(
    rules: Iterable[ActiveRule],
    series: Iterable[SeriesAt],
    rows: Iterable[Row],
    *,
    since: int,
    until: int,
    maintenance: Iterable[Maintenance] = (),
) -> Mapping[str, tuple[Episode, ...]]:
    """The episodes of each rule (by its id) over readings in order of time."""
    listed = tuple(rules)
    judge = Judge(bind(listed, series, maintenance), start=since)
    course = _Course(judge)
    for at, batch in in_batches(rows):
        course.take(judge.tick(at))
        course.take(judge.judge(batch))
        course.see(batch)
    course.take(judge.tick(until + 1))
    course.finish()
    return {
        rule.rule: tuple(sorted(course.done.get(rule.rule, ()), key=lambda one: one.since))
        for rule in listed
    }


def by_week(episodes: Iterable[Episode], zone: tzinfo) -> tuple[tuple[str, int], ...]:
    """How many began in each ISO week of the community's calendar, e.g. ("2026-W05", 3)."""
    counts: Counter[str] = Counter()
    for episode in episodes:
        day = datetime.fromtimestamp(episode.since / 1000, UTC).astimezone(zone).isocalendar()
        counts[f"{day.year}-W{day.week:02}"] += 1
    return tuple(sorted(counts.items()))
