"""Which of an owner's ballots holds, for one motion and one reading of the rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from recount.roll import Owner
from recount.rules import Reading

CHANNELS = ("web", "app", "official", "paper", "phone", "doorstep")
_ONLINE = frozenset({"web", "app", "official"})
_PAPER = frozenset({"paper", "doorstep"})  # at the doorstep one signs on paper
WORDS = ("for", "against", "abstain", "follow_majority", "void", "blank")
Choice = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vote:
    """What one ballot says on one motion; `seq` tells the ballots of an assembly apart."""

    seq: int
    owner: str
    choice: Choice
    channel: str
    at: datetime
    by: str | None = None
    proxy: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What an owner has said, None when nothing that counts, and the ballot that says it.

    `seq` is 0 when no single ballot says it: two units differ, or joint owners do.
    """

    choice: Choice | None
    seq: int


def over_the_cap(votes: Iterable[Vote], cap: int | None) -> set[tuple[str, str]]:
    """Which `(carrier, owner)` come after as many owners as one person may carry a proxy for.

    They are taken in the order in which their first ballots came, over all motions; one that the
    owner revokes later has been carried all the same.
    """
    if cap is None:
        return set()
    carried: dict[str, list[str]] = {}
    beyond = set()
    for vote in sorted(votes, key=_when):
        if vote.proxy is None:
            continue
        owners = carried.setdefault(vote.proxy, [])
        if vote.owner not in owners and len(owners) < cap:
            owners.append(vote.owner)
        elif vote.owner not in owners:
            beyond.add((vote.proxy, vote.owner))
    return beyond


def held(owner: Owner, votes: Sequence[Vote], reading: Reading) -> Held:
    """What holds of these ballots of one owner on one motion."""
    own = [vote for vote in votes if vote.proxy is None] or list(votes)  # voting revokes a proxy
    if owner.joint:
        own = _joint(owner, own)
        if not own:
            return Held(None, 0)
    return _over_units(own, reading)


def _joint(owner: Owner, votes: list[Vote]) -> list[Vote]:
    """The ballots that speak for joint owners, none while they say different things.

    A representative's own go first, and no other owner's count beside one; of whom nobody knows
    which owner signed may be the representative's.
    """
    if owner.representative is not None:
        chosen = [vote for vote in votes if _voice(vote) == owner.representative]
        if chosen:
            return chosen
        votes = [vote for vote in votes if _voice(vote) not in owner.joint]
    differ = len({_voice(vote) for vote in votes}) > 1 and len({vote.choice for vote in votes}) > 1
    return [] if differ else votes


def _voice(vote: Vote) -> str:
    """Who speaks; a ballot nobody has put a name to is a voice of its own."""
    return vote.proxy or vote.by or f"#{vote.seq}"


def _over_units(votes: list[Vote], reading: Reading) -> Held:
    """What an owner says who may have spoken with two units and not said the same."""
    named = [vote for vote in votes if vote.unit is not None]
    differ = len({vote.unit for vote in named}) > 1 and len({vote.choice for vote in named}) > 1
    if not differ:
        return _first(votes, reading.duplicates)
    return Held("void", 0) if reading.differing_units == "void" else _first(votes, "first_valid")


def _first(votes: list[Vote], duplicates: str) -> Held:
    """The first valid one, in the channel that prevails; a void one only when all are."""
    valid = [vote for vote in votes if vote.choice != "void"] or votes
    prevailing = {"paper_prevails": _PAPER, "online_prevails": _ONLINE}.get(duplicates)
    if prevailing is not None:
        valid = [vote for vote in valid if vote.channel in prevailing] or valid
    chosen = min(valid, key=_when)
    return Held(chosen.choice, chosen.seq)


def _when(vote: Vote) -> tuple[datetime, int]:
    return vote.at, vote.seq
