"""One motion counted: every reading of the rules, strict and deemed, elections by candidate."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from recount.holding import Choice, Held, Vote, held
from recount.judging import NOTHING, Said, Sum, complete, deemed
from recount.money import Money
from recount.roll import Head, Owner, Scope, electorate
from recount.rules import Reading, Rules


@dataclass(frozen=True, slots=True)
class Motion:
    """One motion of the agenda; an election has candidates and seats, some others name money."""

    id: str
    title: str
    kind: str
    scope: Scope
    candidates: tuple[str, ...] = ()
    seats: int = 0
    money: Money | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """How a motion ends in one reading, or in all of them."""

    outcome: str
    elected: tuple[str, ...] = ()
    alternates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """The sums in the first reading, how the motion ends, and which ballot holds for each owner.

    `said` has one entry, "", or one for each candidate.
    """

    said: dict[str, Said]
    strict: Ending
    deemed: Ending
    silent: Sum
    held: dict[str, Held]


def count(
    motion: Motion,
    rules: Rules,
    owners: Sequence[Owner],
    votes: Iterable[Vote],
    delivered: Collection[str],
    *,
    known: dict[tuple[Scope, str], dict[str, Head]] | None = None,
) -> Count:
    """Count one motion from the votes that may count at all; `known` keeps electorates."""
    known = {} if known is None else known
    by_owner: dict[str, list[Vote]] = {}
    for vote in votes:
        by_owner.setdefault(vote.owner, []).append(vote)
    cached: dict[tuple[str, str, str], tuple[dict[str, Said], dict[str, Held]]] = {}
    endings: dict[str, list[Ending]] = {"strict": [], "deemed": []}
    first = None
    for reading in rules.readings():
        key = (reading.duplicates, reading.differing_units, reading.side_units)
        if key not in cached:
            of = (motion.scope, reading.side_units)
            heads = known.setdefault(of, known.get(of) or electorate(owners, *of))
            cached[key] = _sums(motion, heads, by_owner, delivered, reading)
        said, holding = cached[key]
        strictly = ended(motion, said, reading, rules, "not_participating")
        with_silence = ended(motion, said, reading, rules, rules.silence)
        endings["strict"].append(strictly[0])
        endings["deemed"].append(with_silence[0])
        first = first or (said, holding, with_silence[1])
    assert first is not None, "there is always a reading"
    said, holding, silent = first
    return Count(said, agreed(endings["strict"]), agreed(endings["deemed"]), silent, holding)


def agreed(endings: Sequence[Ending]) -> Ending:
    """How all readings end, undetermined when they end differently or elect other people."""
    first, *others = endings
    if all(_like(other) == _like(first) for other in others):
        return first
    sure = (name for name in first.elected if all(name in other.elected for other in others))
    return Ending("undetermined", tuple(sure))


def _like(ending: Ending) -> tuple[str, frozenset[str]]:
    return ending.outcome, frozenset(ending.elected)


def ended(
    motion: Motion, said: Mapping[str, Said], reading: Reading, rules: Rules, silence: str
) -> tuple[Ending, Sum]:
    """How the motion ends in one reading, and who was deemed to have voted."""
    each = {name: deemed(motion.kind, sums, reading, silence) for name, sums in said.items()}
    silent = max((who for _, who in each.values()), key=lambda who: who.heads, default=NOTHING)
    if motion.kind != "election":
        return Ending(each[""][0]), silent
    outcomes = {name: outcome for name, (outcome, _) in each.items()}
    return _elected(motion, said, outcomes, rules.tie), silent


def _elected(
    motion: Motion, said: Mapping[str, Said], outcomes: Mapping[str, str], tie: str | None
) -> Ending:
    """Rank those who pass by heads, then as the rules break a tie; seats first, then alternates.

    When it is undetermined, `elected` are those whom nobody can take the seat from any more.
    """
    open_ = [name for name in motion.candidates if outcomes[name] == "undetermined"]
    passing = [name for name in motion.candidates if outcomes[name] == "passed"]
    if not passing and not open_:
        return Ending("no_quorum" if "no_quorum" in outcomes.values() else "failed")
    passing.sort(key=lambda name: _rank(said[name], "larger_area"), reverse=True)
    ranks = {name: _rank(said[name], tie) for name in passing}
    rivals = [*ranks.values(), *(_most(said[name]) for name in open_)]
    sure = [name for name in passing if _rivals(ranks[name], rivals) <= motion.seats]
    inside, outside = passing[: motion.seats], passing[motion.seats :]
    if open_ or len(sure) < len(inside):
        return Ending("undetermined", tuple(sure))
    return Ending("passed", tuple(inside), tuple(outside))


def _rivals(rank: tuple[int, int], ranks: Sequence[tuple[int, int]]) -> int:
    return sum(each >= rank for each in ranks)


def _rank(said: Said, tie: str | None) -> tuple[int, int]:
    yes = said.of("for")
    return yes.heads, yes.area if tie == "larger_area" else 0


def _most(said: Said) -> tuple[int, int]:
    most = said.of("for") + said.of("follow_majority") + said.silent
    return most.heads, most.area


def _sums(
    motion: Motion,
    heads: Mapping[str, Head],
    by_owner: Mapping[str, list[Vote]],
    delivered: Collection[str],
    reading: Reading,
) -> tuple[dict[str, Said], dict[str, Held]]:
    names = motion.candidates if motion.kind == "election" else ("",)
    sums: dict[str, dict[str, list[int]]] = {name: {} for name in names}
    holding: dict[str, Held] = {}
    everybody, silent = [0, 0], [0, 0]
    for owner, head in heads.items():
        _add(everybody, head)
        votes = by_owner.get(owner)
        if votes is None:
            if all(unit in delivered for unit in head.units):
                _add(silent, head)
            continue
        one = holding[owner] = held(head.owner, votes, reading)
        if one.choice is not None:
            for name in names:
                _add(sums[name].setdefault(_on(name, one.choice), [0, 0]), head)
    said = {
        name: Said(Sum(*everybody), complete({k: Sum(*v) for k, v in each.items()}), Sum(*silent))
        for name, each in sums.items()
    }
    return said, holding


def _add(to: list[int], head: Head) -> None:
    to[0] += 1
    to[1] += head.area


def _on(candidate: str, choice: Choice) -> str:
    """What a choice says about one candidate: who is not named has an abstention."""
    if isinstance(choice, str):
        return choice
    return "for" if candidate in choice else "abstain"
