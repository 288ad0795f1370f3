"""Why a rule fired, or why it did not: the same judge, watched step by step."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from linli.kernel import Words
from linli.support.rules.domain.compiled import ActiveRule, Maintenance, SeriesAt, bind
from linli.support.rules.domain.judging import NOT_JUDGED, Judge, Row
from linli.support.rules.domain.signals import (
    HOLDING,
    IDLE,
    PENDING,
    Signal,
    SilenceSignal,
    ThresholdSignal,
)
from linli.support.rules.domain.trace import (
    Step,
    Trace,
    Transition,
    lasting,
    rounded,
    shown,
    spaced,
)
from linli.support.rules.domain.tree import AnyOf, InHours, Together

MOST_EXPLAINED = 80


@dataclass(slots=True)
class _Seen:
    """What one condition met on one series."""

    readings: int = 0
    late: int = 0
    peak: float | None = None
    peak_at: int = 0
    began: int = 0
    longest_break: int = 0
    state: int = IDLE
    held: int = 0


def in_batches(rows: Iterable[Row]) -> Iterator[tuple[int, list[Row]]]:
    """Readings in order of time, those of one moment together."""
    for at, batch in groupby(rows, key=lambda row: row[1]):
        yield at, list(batch)


def explain(
    rule: ActiveRule,
    series: Iterable[SeriesAt],
    rows: Iterable[Row],
    *,
    since: int,
    until: int,
    maintenance: Iterable[Maintenance] = (),
) -> Trace:
    """What each condition met in these readings (in order of time), and what came of it."""
    judge = Judge(bind([rule], series, maintenance), start=since)
    explainer = _Explainer(judge)
    transitions: list[Transition] = []
    for at, batch in in_batches(rows):
        transitions += judge.tick(at)
        explainer.observe(at, [])
        transitions += judge.judge(batch)
        explainer.observe(at, batch)
    transitions += judge.tick(until + 1)
    explainer.observe(until, [])
    return tuple(_account(rule, explainer, transitions))[:MOST_EXPLAINED]


class _Explainer:
    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self.seen = {id(leaf): _Seen() for group in judge.groups for leaf in group.root.leaves}
        self.most: dict[int, int] = {}
        self.shut_out: dict[int, int] = {}

    def observe(self, at: int, batch: list[Row]) -> None:
        """Note what the readings of one moment did to each condition."""
        for number, _, value, flags in batch:
            watch = self.judge.watches.get(number)
            for leaf in watch.leaves if watch else ():
                self._heard(leaf, at, value, flags)
        for group in self.judge.groups:
            for leaf in group.root.leaves:
                self._moved(leaf, at)
            for node in group.root.all_nodes():
                if isinstance(node, Together):
                    self.most[id(node)] = max(self.most.get(id(node), 0), node.count)
                if isinstance(node, InHours) and node.node_holds and not node.is_open:
                    self.shut_out.setdefault(id(node), at)

    def _heard(self, leaf: Signal, at: int, value: float, flags: int) -> None:
        seen = self.seen[id(leaf)]
        seen.readings += 1
        if flags & NOT_JUDGED:
            seen.late += 1
            return
        measured = value if isinstance(leaf, ThresholdSignal) else leaf.measured
        if measured is None or isinstance(leaf, SilenceSignal):
            return
        if seen.peak is None or (
            measured > seen.peak if leaf.limit.is_above else measured < seen.peak
        ):
            seen.peak, seen.peak_at = measured, at

    def _moved(self, leaf: Signal, at: int) -> None:
        seen = self.seen[id(leaf)]
        if leaf.state == seen.state:
            return
        if leaf.state == PENDING:
            seen.began = leaf.since
        elif leaf.state == HOLDING:
            seen.held += 1
        elif seen.state == PENDING:
            seen.longest_break = max(seen.longest_break, at - seen.began)
        seen.state = leaf.state

    def steps(self) -> Iterator[Step]:
        """What each condition met, then how they came together."""
        for group in self.judge.groups:
            for node in group.root.all_nodes():
                if isinstance(node, AnyOf):
                    for leaf in node.leaves:
                        yield from self._leaf(leaf)
                if isinstance(node, Together):
                    yield self._together(node)
                if isinstance(node, InHours) and id(node) in self.shut_out:
                    yield _shut_out(self.shut_out[id(node)])

    def _leaf(self, leaf: Signal) -> Iterator[Step]:
        seen, of = self.seen[id(leaf)], leaf.series
        zh, en = f"{of.device_name} {of.name.zh}", f"{of.device_name}: {of.name.en}"
        count = seen.readings - seen.late
        if not count and not isinstance(leaf, SilenceSignal):
            yield Step(Words(f"{zh}：这段时间没有可用的读数", f"{en}: no usable reading"))
        if seen.late:
            yield Step(
                Words(
                    f"{zh}：{seen.late} 个迟到或乱序的读数不参与判断",
                    f"{en}: {seen.late} readings came late or out of order and are not judged",
                )
            )
        if isinstance(leaf, SilenceSignal):
            yield _silence(leaf, zh, en, count, seen.held)
        elif seen.peak is not None:
            yield _peak(leaf, zh, en, count, seen)
        if seen.longest_break and leaf.hold:
            lasted, wanted = lasting(seen.longest_break), lasting(leaf.hold)
            yield Step(
                Words(
                    f"{zh}：最长持续 {lasted.zh}即中断，要求 {wanted.zh}",
                    f"{en}: broke off after {lasted.en} at most; {wanted.en} are asked for",
                )
            )

    def _together(self, node: Together) -> Step:
        most, needs = self.most.get(id(node), 0), node.condition.needs
        return Step(
            Words(
                f"最多同时有 {most} 项成立，要求至少 {needs}",
                f"at most {most} held together; {needs} are needed",
            )
        )


def _peak(leaf: Signal, zh: str, en: str, count: int, seen: _Seen) -> Step:
    limit = leaf.limit
    unit = spaced(leaf.series.unit)
    kind = (
        ("最高", "高于", "highest", "above")
        if limit.is_above
        else ("最低", "低于", "lowest", "below")
    )
    peak, edge = rounded(seen.peak or 0.0), shown(limit.raise_at)
    held_zh = f"成立 {seen.held} 次" if seen.held else "没有成立"
    held_en = f"held {seen.held} times" if seen.held else "did not hold"
    return Step(
        Words(
            f"{zh}：{count} 个读数，{kind[0]} {peak}{unit}，条件是{kind[1]} {edge}{unit}，"
            f"{held_zh}",
            f"{en}: {count} readings, the {kind[2]} {peak}{unit}; asked is {kind[3]} {edge}{unit};"
            f" {held_en}",
        ),
        seen.peak_at,
        leaf.series.number,
        seen.peak,
    )


def _silence(leaf: SilenceSignal, zh: str, en: str, count: int, held: int) -> Step:
    after = lasting(leaf.after)
    if held:
        return Step(
            Words(
                f"{zh}：有 {held} 次超过 {after.zh}没有读数",
                f"{en}: silent for {after.en} {held} times",
            )
        )
    return Step(
        Words(
            f"{zh}：{count} 个读数，间隔都不到 {after.zh}",
            f"{en}: {count} readings, never {after.en} apart",
        )
    )


def _shut_out(at: int) -> Step:
    return Step(
        Words(
            "条件成立过，但不在规则生效的时段内",
            "the condition held, but outside the hours in which the rule counts",
        ),
        at,
    )


_TURNS = {
    "raised": Words("报警", "the alarm was raised"),
    "cleared": Words("解除", "the alarm was cleared"),
    "suppressed": Words("因维护没有报警", "no alarm was raised, because of maintenance"),
}


def _account(
    rule: ActiveRule, explainer: _Explainer, transitions: list[Transition]
) -> Iterator[Step]:
    yield Step(
        Words(
            f"规则“{rule.name.zh}”第 {rule.version} 版",
            f"rule “{rule.name.en}”, version {rule.version}",
        )
    )
    if not explainer.judge.groups:
        yield Step(
            Words("这里没有该规则要看的测量", "nothing here measures what the rule looks at")
        )
    yield from explainer.steps()
    for turn in transitions:
        yield Step(_TURNS[turn.turn], turn.at, turn.series, turn.value)
        yield from turn.trace
    if not any(turn.turn == "raised" for turn in transitions):
        yield Step(Words("因此没有报警", "so no alarm was raised"))
