"""Elections: each candidate by the double majority of those who take part, then by rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from linli.application.assembly.domain.counting import Count, Outcome
from linli.application.assembly.domain.rules import Tie

_TIED = {Tie.LOT: "tie:lot", Tie.RUN_OFF: "tie:run_off", Tie.LARGER_AREA: "tie:equal_area"}


@dataclass(frozen=True, slots=True)
class Seats:
    """Who is in, who waits as an alternate, and who is tied for what is left."""

    elected: tuple[str, ...]
    alternates: tuple[str, ...]
    tied: tuple[str, ...] = ()
    reason: str = ""


def seat(counts: Mapping[str, Count], seats: int, tie: Tie | None) -> Seats:
    """Fill the seats with those who passed, most heads first; a tie as the rules say."""
    passed = [name for name, count in counts.items() if count.outcome is Outcome.PASSED]
    groups = _ranked(passed, counts, by_area=tie is Tie.LARGER_AREA)
    elected: list[str] = []
    for number, group in enumerate(groups):
        if len(elected) + len(group) <= seats:
            elected += group
            continue
        after = [name for later in groups[number + 1 :] for name in later]
        if len(elected) == seats:
            return Seats(tuple(elected), (*group, *after))
        reason = _TIED[tie] if tie else "unset:tie"
        return Seats(tuple(elected), tuple(after), tuple(group), reason)
    return Seats(tuple(elected), ())


def _ranked(names: Sequence[str], counts: Mapping[str, Count], *, by_area: bool) -> list[list[str]]:
    """Groups of equals, the first group first."""

    def rank(name: str) -> tuple[object, ...]:
        agreeing = counts[name].agreeing
        return (-agreeing.heads, -agreeing.area) if by_area else (-agreeing.heads,)

    ordered = sorted(names, key=lambda name: (rank(name), name))
    return [list(group) for _, group in groupby(ordered, key=rank)]
