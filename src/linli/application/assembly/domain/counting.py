"""The double count of one motion: strict, and beside it as the community's rules deem silence.

What is not decided is not guessed: every way to read an undecided switch is counted; what they
come to together is said in `joining`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from itertools import compress
from operator import and_

from linli.application.assembly.domain.ballots import (
    CODES,
    NOT_RETURNED,
    Aside,
    Choice,
    Filed,
    Returned,
    channels_differ,
    returned,
    units_differ,
)
from linli.application.assembly.domain.kinds import Gate, Kind
from linli.application.assembly.domain.measures import NOTHING, Weight
from linli.application.assembly.domain.roll import SIDE_USES, Electorate, Owner, Scope, freeze
from linli.application.assembly.domain.rules import (
    Blank,
    NonResponse,
    Rules,
    SideUnits,
    Void,
    readings,
)


class Outcome(StrEnum):
    """How a motion ends."""

    PASSED = "passed"
    FAILED = "failed"
    NO_QUORUM = "no_quorum"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Count:
    """One count of a motion, the figures that decided it with it.

    `said` is what was returned, by choice; `taking_part` and `agreeing` are the two fractions'
    numerators; `reasons` say why it is undetermined, why silence was not deemed, or which undecided
    switches would give other figures and the same outcome.
    """

    outcome: Outcome
    electorate: Weight
    taking_part: Weight
    agreeing: Weight
    said: Mapping[Choice, Weight]
    step: Fraction
    places: int
    reasons: tuple[str, ...] = ()
    deemed: Weight = NOTHING
    aside: tuple[Aside, ...] = ()


@dataclass(frozen=True, slots=True)
class Motion:
    """What is voted on, and by whom."""

    id: str
    title: str
    kind: Kind
    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Both counts of a motion, always side by side."""

    motion: Motion
    strict: Count
    deemed: Count


class Rolls:
    """The electorates of one roll, frozen once for each scope and use of side units.

    `places` says where an owner stands on the roll.
    """

    def __init__(self, owners: Sequence[Owner]) -> None:
        self.places = {owner.id: place for place, owner in enumerate(owners)}
        self._owners = owners
        self._unrepresented = bytes(not owner.representative for owner in owners)
        self._frozen: dict[tuple[Scope, bool], Electorate] = {}
        self._side = [unit for one in owners for unit in one.units if unit.use in SIDE_USES]

    def of(self, scope: Scope, side_units: SideUnits | None) -> Electorate:
        """The electorate of a scope."""
        key = (scope, side_units is SideUnits.COUNTED)
        if key not in self._frozen:
            self._frozen[key] = freeze(self._owners, scope, with_side_units=key[1])
        return self._frozen[key]

    def certain(self, scope: Scope) -> bytes:
        """A 1 for each owner on the roll whose only ballot counts, however the rules are read."""
        return bytes(map(and_, self.of(scope, None).members, self._unrepresented))

    def has_side_units(self, scope: Scope) -> bool:
        """Whether parking spaces or storage rooms lie in a scope."""
        return any(scope.holds(unit) for unit in self._side)


@dataclass(frozen=True, slots=True)
class ReadOneWay:
    """Both counts of a motion in one reading of the rules."""

    rules: Rules
    strict: Count
    deemed: Count


def count_readings(
    motion: Motion,
    rolls: Rolls,
    filed: Filed,
    rules: Rules,
    delivered: frozenset[str] = frozenset(),
) -> list[ReadOneWay]:
    """Count one motion in every reading its ballots and units call for, always in one order;
    `delivered` are the units with evidence that a ballot reached them."""
    found: list[ReadOneWay] = []
    for reading in readings(rules, _switches_that_matter(motion, rolls, filed)):
        electorate = rolls.of(motion.scope, reading.side_units)
        held = returned(electorate, filed, reading)
        table = _Table(motion.kind, electorate, held, reading)
        strict = table.strict()
        found.append(ReadOneWay(reading, strict, table.deemed(strict, delivered)))
    return found


def _switches_that_matter(motion: Motion, rolls: Rolls, filed: Filed) -> list[str]:
    """The rules this motion's ballots and units call for."""
    choices = {one.choice for ballots in filed.apart.values() for one in ballots}
    several = [ballots for ballots in filed.apart.values() if len(ballots) > 1]
    differing = any(map(units_differ, several))
    called = {
        "void": CODES[Choice.VOID] in filed.codes or Choice.VOID in choices or differing,
        "blank": CODES[Choice.BLANK] in filed.codes or Choice.BLANK in choices,
        "duplicates": any(map(channels_differ, several)),
        "differing_units": differing,
        "side_units": rolls.has_side_units(motion.scope),
    }
    return [name for name, is_called in called.items() if is_called]


def _weight(electorate: Electorate, codes: bytes, code: int) -> Weight:
    """The heads and area of those with one code."""
    heads = codes.count(code)
    if not heads:
        return NOTHING
    chosen = codes.translate(bytes(1 if value == code else 0 for value in range(256)))
    return Weight(heads, sum(compress(electorate.areas, chosen)) * electorate.step)


@dataclass(frozen=True, slots=True)
class _Table:
    """All that one count under one reading of the rules works on."""

    kind: Kind
    electorate: Electorate
    held: Returned
    rules: Rules

    def strict(self) -> Count:
        """Only what was really returned."""
        codes = self.held.codes
        said = {choice: _weight(self.electorate, codes, CODES[choice]) for choice in Choice}
        return self._judged(said)

    def deemed(self, strict: Count, delivered: frozenset[str]) -> Count:
        """With silence taken as the rules say, where that is lawful at all."""
        if self.rules.non_response is NonResponse.NOT_PARTICIPATING:
            return strict
        if refused := self._why_not_deemed():
            return replace(strict, reasons=(*strict.reasons, refused))
        silent = self._silent(delivered)
        if not silent.heads:
            return strict
        by_heads, by_area = leads(strict.said)
        if by_heads is not by_area:
            return _open(strict, "heads_and_area_lead_differ")
        if self.rules.non_response is NonResponse.DEEMED_ABSTAIN:
            return self._judged(strict.said, silent)
        if by_heads is None:
            return _open(strict, "nobody_leads")
        return self._judged(strict.said, silent, silent if by_heads is Choice.FOR else NOTHING)

    def _judged(
        self, said: Mapping[Choice, Weight], deemed: Weight = NOTHING, joining: Weight = NOTHING
    ) -> Count:
        """The two gates; `deemed` owners take part, and `joining` ones agree as well."""
        follow = said[Choice.FOLLOW]
        lead = leader(said, by_area=self.kind.by_area) if follow.heads else None
        agreeing = said[Choice.FOR] + joining + (follow if lead is Choice.FOR else NOTHING)
        part = _taking_part(said, self.rules) + deemed
        total = self.electorate.total
        found = outcome(self.kind, total, part, agreeing)
        reasons: tuple[str, ...] = ()
        is_open = follow.heads > 0 and lead is None
        if is_open and found is not outcome(self.kind, total, part, agreeing + follow):
            found, reasons = Outcome.UNDETERMINED, ("no_majority_to_follow",)
        return Count(
            outcome=found,
            electorate=total,
            taking_part=part,
            agreeing=agreeing,
            said=said,
            step=self.electorate.step,
            places=self.electorate.places,
            reasons=reasons,
            deemed=deemed,
            aside=self.held.aside,
        )

    def _why_not_deemed(self) -> str:
        """Deeming needs a clause, a published warning, and a kind of motion that allows it."""
        if not self.kind.may_be_deemed:
            return "never_deemed"
        if not self.rules.clause:
            return "no_clause"
        return "" if self.rules.is_warned else "no_warning"

    def _silent(self, delivered: frozenset[str]) -> Weight:
        """Owners who returned nothing although a ballot reached each of their units.

        Whose ballots are in dispute, or not the representative's, has not been silent.
        """
        unheard = {"disputed", "not_the_representative"}
        spoke = {one.owner for one in self.held.aside if one.code in unheard}
        heads, steps = 0, 0
        for number, code in enumerate(self.held.codes):
            if code != NOT_RETURNED or self.electorate.owners[number].id in spoke:
                continue
            if all(unit.id in delivered for unit in self.electorate.units[number]):
                heads, steps = heads + 1, steps + self.electorate.areas[number]
        return Weight(heads, steps * self.electorate.step)


def _taking_part(said: Mapping[Choice, Weight], rules: Rules) -> Weight:
    """Who has taken part; a returned abstention has, what is void or blank as the rules say."""
    part = said[Choice.FOR] + said[Choice.AGAINST] + said[Choice.ABSTAIN] + said[Choice.FOLLOW]
    if rules.void is Void.PARTICIPATES:
        part += said[Choice.VOID]
    if rules.blank is Blank.ABSTAIN:
        part += said[Choice.BLANK]
    return part


def _open(strict: Count, reason: str) -> Count:
    """Nobody is deemed to have voted, and how it would have ended with them is not known."""
    return replace(strict, outcome=Outcome.UNDETERMINED, reasons=(reason,))


def leader(said: Mapping[Choice, Weight], *, by_area: bool = True) -> Choice | None:
    """Whether for or against leads by heads and, where it counts, by area; None when neither."""
    heads, area = leads(said)
    return heads if heads is area or not by_area else None


def leads(said: Mapping[Choice, Weight]) -> tuple[Choice | None, Choice | None]:
    """Whether for or against leads by heads, and which of them by area; None when neither."""
    yes, no = said[Choice.FOR], said[Choice.AGAINST]
    return _larger(yes.heads, no.heads), _larger(yes.area, no.area)


def _larger(yes: Fraction | int, no: Fraction | int) -> Choice | None:
    if yes == no:
        return None
    return Choice.FOR if yes > no else Choice.AGAINST


def outcome(kind: Kind, total: Weight, taking_part: Weight, agreeing: Weight) -> Outcome:
    """The two gates, each by heads and by area."""
    whole = total
    if kind.participation is not None:
        if not is_met(kind.participation, taking_part, total, by_area=kind.by_area):
            return Outcome.NO_QUORUM
        whole = taking_part
    met = is_met(kind.approval, agreeing, whole, by_area=kind.by_area)
    return Outcome.PASSED if met else Outcome.FAILED


def is_met(gate: Gate, part: Weight, whole: Weight, *, by_area: bool) -> bool:
    """Whether a gate is met by heads and, where area counts, by area as well."""
    by_heads = gate.is_met(part.heads, whole.heads)
    return by_heads and (not by_area or gate.is_met(part.area, whole.area))
