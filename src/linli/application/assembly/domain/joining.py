"""One ending out of the counts of every reading: what undecided switches change is said."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from linli.application.assembly.domain.counting import (
    Count,
    Motion,
    Outcome,
    ReadOneWay,
    Verdict,
)
from linli.application.assembly.domain.rules import SWITCHES, Rules

Ending = tuple[Rules, Hashable]


def verdict_of(motion: Motion, found: Sequence[ReadOneWay]) -> Verdict:
    """Both counts of a motion, each joined over all readings."""
    strict = _joined([(one.rules, one.strict) for one in found])
    return Verdict(motion, strict, _joined([(one.rules, one.deemed) for one in found]))


def _joined(counts: Sequence[tuple[Rules, Count]]) -> Count:
    """One outcome when every reading leads to it, else none; the figures are the first reading's,
    and the switches that would change either are among the reasons."""
    first = counts[0][1]
    if told := unset((rules, count.outcome) for rules, count in counts):
        return replace(first, outcome=Outcome.UNDETERMINED, reasons=(*first.reasons, *told))
    told = unset((rules, _figures(count)) for rules, count in counts)
    return replace(first, reasons=(*first.reasons, *told)) if told else first


def _figures(count: Count) -> Hashable:
    """All that is printed of a count beside its outcome."""
    said = tuple(count.said.items())
    return count.electorate, count.taking_part, count.agreeing, count.deemed, said


def unset(endings: Iterable[Ending]) -> tuple[str, ...]:
    """`unset:void` and so on, for each undecided switch that alone makes readings end apart."""
    found = list(endings)
    if len({ending for _, ending in found}) == 1:
        return ()
    return tuple(f"unset:{name}" for name in SWITCHES if _tells(name, found))


def _tells(name: str, found: Sequence[Ending]) -> bool:
    """Whether two readings that differ in this switch alone end differently."""
    groups: dict[Rules, set[Hashable]] = {}
    undecided: dict[str, Any] = {name: None}
    for reading, ending in found:
        groups.setdefault(replace(reading, **undecided), set()).add(ending)
    return any(len(endings) > 1 for endings in groups.values())
