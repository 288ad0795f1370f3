"""Which of one head's ballots holds on a motion; the rule is the count's own (`ballots.py`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from linli.application.assembly.domain.ballots import NOT_RETURNED, Ballot, returned
from linli.application.assembly.domain.choosing import Item, Said
from linli.application.assembly.domain.reading import on_candidate
from linli.application.assembly.domain.roll import Owner, Scope, Source, Unit, freeze
from linli.application.assembly.domain.rules import Rules

_SOMETHING = (Unit("any", Decimal(1), Source.REGISTRY),)


@dataclass(frozen=True, slots=True)
class Paper:
    """A returned ballot with all it says; `by` is empty when it speaks for all joint owners."""

    number: int
    channel: str
    at: str
    by: str
    is_proxy: bool
    choices: Mapping[str, Said]


@dataclass(frozen=True, slots=True)
class Standing:
    """The number of the ballot that holds, None while none does; `aside` says why others do not."""

    holds: int | None
    aside: Mapping[int, str]

    @property
    def is_disputed(self) -> bool:
        """Whether joint owners said different things and named nobody."""
        return "disputed" in self.aside.values()


def stand(joint: tuple[str, ...], item: Item, papers: Sequence[Paper], rules: Rules) -> Standing:
    """Of one head's ballots, given in order, the one that holds on an item.

    `joint` are its owners when there are several; a common ballot goes before those of single
    ones. In an election joint owners who differ on one candidate differ on the whole.
    """
    owner = Owner("one", _SOMETHING, joint=joint)
    found = [
        _on_one(owner, item, candidate, papers, rules) for candidate in item.candidates or ("",)
    ]
    return next((one for one in found if one.is_disputed), found[0])


def _on_one(
    owner: Owner, item: Item, candidate: str, papers: Sequence[Paper], rules: Rules
) -> Standing:
    ballots = [
        ballot_of(paper, owner.id, item, candidate) for paper in papers if item.id in paper.choices
    ]
    found = returned(freeze([owner], Scope(), with_side_units=True), ballots, rules)
    aside = {one.row: one.code for one in found.aside}
    left = [one.row for one in ballots if one.row not in aside]
    return Standing(left[0] if left and found.codes[0] != NOT_RETURNED else None, aside)


def ballot_of(paper: Paper, owner: str, item: Item, candidate: str) -> Ballot:
    """A ballot as the count reads it."""
    said = paper.choices[item.id]
    return Ballot(
        owner=owner,
        choice=on_candidate(said, candidate, item.candidates, item.seats, item.id),
        channel=paper.channel,
        at=paper.at,
        by=paper.by,
        is_proxy=paper.is_proxy,
        row=paper.number,
    )
