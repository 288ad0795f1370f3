"""Elections: each candidate by the double majority of those who take part, then by rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from linli.application.assembly.domain.counting import Count, Outcome
from linli.application.assembly.domain.joining import unset
from linli.application.assembly.domain.rules import Rules, Tie

_TIED = {Tie.LOT: "tie:lot", Tie.RUN_OFF: "tie:run_off", Tie.LARGER_AREA: "tie:equal_area"}


@dataclass(frozen=True, slots=True)
class Seats:
    """Who is in, who waits as an alternate, and who is tied for what is left.

    While it is undetermined `elected` are those whose seat is certain, and `open` those, tied or
    not, who may have one of the others.
    """

    outcome: Outcome
    elected: tuple[str, ...]
    alternates: tuple[str, ...]
    tied: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


def seat(counts: Mapping[str, Count], seats: int, tie: Tie | None) -> Seats:
    """Fill the seats in one reading of the rules: those who passed, most heads first; a tie as
    the rules say. Of whom it is not certain that they passed, any may come before the others."""
    waiting = tuple(n for n, one in counts.items() if one.outcome is Outcome.UNDETERMINED)
    passed = [name for name, count in counts.items() if count.outcome is Outcome.PASSED]
    if waiting:
        sure = _filled(_ranked(passed, counts, tie), max(0, seats - len(waiting)), tie).elected
        reasons = dict.fromkeys(why for name in waiting for why in counts[name].reasons)
        left = tuple(one for one in counts if one in {*passed, *waiting} and one not in sure)
        return Seats(Outcome.UNDETERMINED, sure, (), (), tuple(reasons), left)
    if not passed:
        is_short = any(one.outcome is Outcome.NO_QUORUM for one in counts.values())
        return Seats(Outcome.NO_QUORUM if is_short else Outcome.FAILED, (), ())
    return _filled(_ranked(passed, counts, tie), seats, tie)


def _filled(groups: Sequence[Sequence[str]], seats: int, tie: Tie | None) -> Seats:
    """The seats given to groups of equals, the first group first."""
    elected: list[str] = []
    for number, group in enumerate(groups):
        if len(elected) + len(group) <= seats:
            elected += group
            continue
        after = [name for later in groups[number + 1 :] for name in later]
        if len(elected) == seats:
            return Seats(Outcome.PASSED, tuple(elected), (*group, *after))
        reason = _TIED[tie] if tie else "unset:tie"
        tied = tuple(group)
        return Seats(Outcome.UNDETERMINED, tuple(elected), tuple(after), tied, (reason,), open=tied)
    return Seats(Outcome.PASSED, tuple(elected), ())


def _ranked(names: Sequence[str], counts: Mapping[str, Count], tie: Tie | None) -> list[list[str]]:
    """Groups of equals, the first group first."""
    by_area = tie is Tie.LARGER_AREA

    def rank(name: str) -> tuple[object, ...]:
        agreeing = counts[name].agreeing
        return (-agreeing.heads, -agreeing.area) if by_area else (-agreeing.heads,)

    ordered = sorted(names, key=lambda name: (rank(name), name))
    return [list(group) for _, group in groupby(ordered, key=rank)]


def joined_seats(found: Sequence[tuple[Rules, Seats]]) -> Seats:
    """The seats of all readings: undetermined when they elect other people, and then only those
    are in whom every reading elects. Who waits in one of them only is not said to wait."""
    first = found[0][1]
    waiting = _in_all(first.alternates, [one.alternates for _, one in found])
    if told := unset((rules, (one.outcome, frozenset(one.elected))) for rules, one in found):
        sure = _in_all(first.elected, [one.elected for _, one in found])
        may = dict.fromkeys(name for _, one in found for name in (*one.elected, *one.open))
        left = tuple(name for name in may if name not in sure)
        return Seats(Outcome.UNDETERMINED, sure, waiting, (), (*first.reasons, *told), left)
    told = unset((rules, (one.alternates, one.tied, one.open)) for rules, one in found)
    tied = _in_any([one.tied for _, one in found])
    left = _in_any([one.open for _, one in found])
    reasons = (*first.reasons, *told)
    return replace(first, alternates=waiting, tied=tied, reasons=reasons, open=left)


def _in_all(names: Sequence[str], lists: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(name for name in names if all(name in each for each in lists))


def _in_any(lists: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for each in lists for name in each))
