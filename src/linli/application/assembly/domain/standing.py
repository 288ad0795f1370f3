"""Which of one head's ballots holds on a motion; the rule is the count's own (`ballots.py`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from linli.application.assembly.domain.ballots import (
    CHOICES,
    NOT_RETURNED,
    Ballot,
    Choice,
    kept_apart,
    returned,
)
from linli.application.assembly.domain.choosing import Item, Said
from linli.application.assembly.domain.reading import on_candidate, whole_of
from linli.application.assembly.domain.roll import Owner, Scope, Source, Unit, freeze
from linli.application.assembly.domain.rules import Blank, Rules, Void

_SOMETHING = (Unit("any", Decimal(1), Source.REGISTRY),)


@dataclass(frozen=True, slots=True)
class Paper:
    """A returned ballot with all it says; `by` is empty when nobody knows which owner signed."""

    number: int
    channel: str
    at: str
    by: str
    is_proxy: bool
    choices: Mapping[str, Said]


@dataclass(frozen=True, slots=True)
class Standing:
    """The number of the ballot that holds, None while none does; `aside` says why others do not.

    `takes_part` whether it is sure to count towards the participation gate: a void or blank one
    does only where the rules say so.
    """

    holds: int | None
    aside: Mapping[int, str]
    takes_part: bool = False

    @property
    def is_disputed(self) -> bool:
        """Whether joint owners said different things and named nobody."""
        return "disputed" in self.aside.values()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Joint owners and the one they named; neither where one alone owns."""

    joint: tuple[str, ...] = ()
    representative: str = ""


def stand(speaker: Speaker, item: Item, papers: Sequence[Paper], rules: Rules) -> Standing:
    """Of one head's ballots, given in order, the one that holds on an item."""
    owner = Owner("one", _SOMETHING, joint=speaker.joint, representative=speaker.representative)
    ballots = [_ballot(paper, owner.id, item) for paper in papers if item.id in paper.choices]
    electorate = freeze([owner], Scope(), with_side_units=True)
    found = returned(electorate, kept_apart(1, ballots), rules)
    aside = {one.row: one.code for one in found.aside}
    left = [one.row for one in ballots if one.row not in aside]
    code = found.codes[0]
    if not left or code == NOT_RETURNED:
        return Standing(None, aside)
    return Standing(left[0], aside, _takes_part(CHOICES[code], rules))


def _takes_part(choice: Choice, rules: Rules) -> bool:
    if choice is Choice.VOID:
        return rules.void is Void.PARTICIPATES
    return choice is not Choice.BLANK or rules.blank is Blank.ABSTAIN


def _ballot(paper: Paper, owner: str, item: Item) -> Ballot:
    """A ballot as the count reads it; what it says on the first candidate stands for all."""
    said = paper.choices[item.id]
    first = item.candidates[0] if item.candidates else ""
    return Ballot(
        owner=owner,
        choice=on_candidate(said, first, item.candidates, item.seats, item.id),
        whole=whole_of(said, item.candidates, item.seats),
        channel=paper.channel,
        at=paper.at,
        by=paper.by,
        is_proxy=paper.is_proxy,
        row=paper.number,
    )
