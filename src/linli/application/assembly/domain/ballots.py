"""Ballots, and which one of an owner's counts; the others are kept as evidence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import compress
from operator import attrgetter

from linli.application.assembly.domain.roll import Electorate, Owner
from linli.application.assembly.domain.rules import Differing, Duplicates, Rules
from linli.kernel import Refused


class Choice(StrEnum):
    """What a ballot says on one motion."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    FOLLOW = "follow_majority"
    VOID = "void"
    BLANK = "blank"

    __hash__ = str.__hash__  # a hundred thousand look-ups must not each call Python


CODES: Mapping[Choice, int] = {choice: code for code, choice in enumerate(Choice, start=1)}
CHOICES: Mapping[int, Choice] = {code: choice for choice, code in CODES.items()}
NOT_RETURNED = 0
PAPER = frozenset({"paper", "doorstep", "post", "counter"})
ONLINE = frozenset({"online", "web", "app", "official", "sms", "wechat"})
CHANNELS = PAPER | ONLINE | {"phone"}
_PREFERRED = {Duplicates.PAPER_PREVAILS: PAPER, Duplicates.ONLINE_PREVAILS: ONLINE}
_by_time = attrgetter("at", "row")


@dataclass(frozen=True, slots=True)
class Ballot:
    """One returned ballot on one motion.

    `by` is who signed: one of joint owners, or the holder of a proxy when `is_proxy`; `unit` the
    one it was given for, when an owner of several was handed several; `channel` and `at` are empty
    when nobody noted them. `row` is its place in the list, which decides between two of the same
    time; `whole` is all an election ballot says, of which `choice` is the part about one candidate.
    """

    owner: str
    choice: Choice
    channel: str = ""
    at: str = ""
    by: str = ""
    unit: str = ""
    is_proxy: bool = False
    row: int = 0
    whole: str = ""

    @property
    def said(self) -> str:
        """What two ballots must have in common to say the same."""
        return self.whole or self.choice


@dataclass(frozen=True, slots=True)
class Aside:
    """A ballot that does not count, and why: `not_in_electorate`, `superseded`, `disputed`, …"""

    row: int
    owner: str
    code: str


@dataclass(frozen=True, slots=True)
class Filed:
    """The ballots on one motion, or on one candidate.

    `codes` has one for each owner on the roll, in its order: what the only ballot says of somebody
    whom the rules cannot move out of the electorate. All others' ballots are `apart`, by owner.
    """

    codes: bytes
    apart: Mapping[str, Sequence[Ballot]]


@dataclass(frozen=True, slots=True)
class Returned:
    """One code per owner of the electorate, in its order, and what was set aside."""

    codes: bytes
    aside: tuple[Aside, ...]


def kept_apart(owners: int, ballots: Iterable[Ballot]) -> Filed:
    """Every ballot to be looked at by itself; so many owners are on the roll."""
    apart: dict[str, list[Ballot]] = defaultdict(list)
    for ballot in ballots:
        apart[ballot.owner].append(ballot)
    return Filed(bytes(owners), apart)


def returned(electorate: Electorate, filed: Filed, rules: Rules) -> Returned:
    """What each owner has said, one effective ballot each."""
    codes = bytearray(compress(filed.codes, electorate.members))
    aside: list[Aside] = []
    for owner, ballots in filed.apart.items():
        number = electorate.index.get(owner)
        if number is None:
            aside += [_aside(one, "not_in_electorate") for one in ballots]
        else:
            codes[number], put_aside = _one_of(electorate.owners[number], ballots, rules)
            aside += put_aside
    aside.sort(key=lambda one: one.row)
    return Returned(bytes(codes), tuple(aside))


def _one_of(owner: Owner, ballots: Sequence[Ballot], rules: Rules) -> tuple[int, list[Aside]]:
    """The effective choice of an owner who returned several; own words go before a proxy's."""
    standing = [one for one in ballots if not one.is_proxy] or ballots
    aside = []
    if len(standing) < len(ballots):
        aside = [_aside(one, "proxy_revoked") for one in ballots if one.is_proxy]
    if owner.joint:
        spoken = _speaking(owner, standing)
        aside += [_aside(one, "not_the_representative") for one in standing if one not in spoken]
        standing = spoken
        if _signers_differ(standing):
            return NOT_RETURNED, [*aside, *(_aside(one, "disputed") for one in standing)]
        if not standing:
            return NOT_RETURNED, aside
    standing = sorted(standing, key=_by_time)
    differ = units_differ(standing)
    if differ and rules.differing_units is Differing.VOID:
        return CODES[Choice.VOID], aside
    chosen = _prevailing(standing, Duplicates.FIRST_VALID if differ else rules.duplicates)
    aside += [_aside(one, "superseded") for one in standing if one is not chosen]
    return CODES[chosen.choice], aside


def _aside(ballot: Ballot, code: str) -> Aside:
    return Aside(ballot.row, ballot.owner, code)


def _speaking(owner: Owner, ballots: Sequence[Ballot]) -> Sequence[Ballot]:
    """The ballots that may speak for joint owners: the one they named alone speaks for them.

    Of whom nobody knows which owner signed may be the representative's.
    """
    if not owner.representative:
        return ballots
    chosen = [one for one in ballots if one.by == owner.representative]
    return chosen or [one for one in ballots if one.by not in owner.joint]


def _signers_differ(ballots: Iterable[Ballot]) -> bool:
    said = {(one.by or one.row, one.said) for one in ballots}
    return len({by for by, _ in said}) > 1 and len({each for _, each in said}) > 1


def units_differ(ballots: Iterable[Ballot]) -> bool:
    """Whether one owner said different things for different units."""
    said = {(one.unit, one.said) for one in ballots if one.unit}
    return len({unit for unit, _ in said}) > 1 and len({each for _, each in said}) > 1


def channels_differ(ballots: Sequence[Ballot]) -> bool:
    """Whether several ballots of one owner say different things."""
    return len({one.said for one in ballots}) > 1


def _prevailing(ballots: Sequence[Ballot], policy: Duplicates | None) -> Ballot:
    """The one that holds, of several in order of time; a void one only when there is no other.

    Raises:
        Refused: it hangs on a channel or a time that some of them have and others lack.
    """
    left = [one for one in ballots if one.choice is not Choice.VOID] or list(ballots)
    if channels := _PREFERRED.get(policy) if policy else None:
        _check_all_have(left, "channel")
        left = [one for one in left if one.channel in channels] or left
    _check_all_have(left, "at")
    return left[0]


def _check_all_have(ballots: Sequence[Ballot], name: str) -> None:
    """Of ballots that say different things either all have it, or none."""
    lacking = [one for one in ballots if not getattr(one, name)]
    if 0 < len(lacking) < len(ballots) and channels_differ(ballots):
        field = f"ballots[{lacking[0].row}].{name}"
        raise Refused(
            "invalid",
            "%(where)s: it is needed, because other ballots of this owner say something else.",
            field=field,
            where=field,
        )
