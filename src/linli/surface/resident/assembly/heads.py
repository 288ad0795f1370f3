"""What somebody votes with: their heads on a roll, and why one of them cannot vote now."""

from collections.abc import Iterable
from dataclasses import dataclass

from linli.application.assembly.api import (
    AssemblyCard,
    AssemblySheet,
    BallotCard,
    Mode,
    OwnHead,
    Stage,
    list_assemblies,
    my_ballots,
)
from linli.kernel import Actor, Refused, Role, now
from linli.surface.resident.assembly.wording import value_of

_ONLINE = frozenset({"web", "official"})
_FOR_ANOTHER = "Nobody can vote with another's log-in. A vote for somebody needs a written proxy."


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open vote with the heads from which nothing has come yet."""

    card: AssemblyCard
    heads: tuple[OwnHead, ...]


def waiting(viewer: Actor, cards: Iterable[AssemblyCard] | None = None) -> tuple[Waiting, ...]:
    """The open votes that wait for this viewer's ballot; those of a helper wait for nobody."""
    if not viewer.has(Role.OWNER) or viewer.on_behalf_of or viewer.by_card:
        return ()
    known = list_assemblies(viewer=viewer, limit=20).items if cards is None else cards
    found = (Waiting(card, _unreturned(viewer, card)) for card in known if is_open(card))
    return tuple(one for one in found if one.heads)


def _unreturned(viewer: Actor, card: AssemblyCard) -> tuple[OwnHead, ...]:
    heads = my_ballots(viewer=viewer, assembly=card.id)
    return tuple(one for one in heads if not one.why_not and not has_come(one))


def is_open(card: AssemblyCard) -> bool:
    """Whether ballots are taken at this moment, whatever the timer has noted yet."""
    begun = card.opens_at is not None and card.opens_at <= now()
    over = card.closes_at is not None and card.closes_at <= now()
    return card.stage in (Stage.ANNOUNCED, Stage.VOTING) and begun and not over


def heads_of(viewer: Actor, assembly: str) -> tuple[OwnHead, ...]:
    """The heads somebody may vote for; refused for who acts in another's name."""
    if viewer.on_behalf_of:
        raise Refused("forbidden", _FOR_ANOTHER)
    return my_ballots(viewer=viewer, assembly=assembly)


def head_of(viewer: Actor, assembly: str, head: int) -> OwnHead:
    """One of them; of others nobody knows here."""
    for one in heads_of(viewer, assembly):
        if one.head == head:
            return one
    raise Refused("not_found", "There is no such owner on the roll.")


def given(one: OwnHead) -> tuple[BallotCard, ...]:
    """The ballots this viewer gave, or that were given for their home by a known hand."""
    return tuple(
        each
        for each in one.ballots
        if not each.is_struck and each.choices and each.is_proxy == one.is_proxy
    )


def hinders(sheet: AssemblySheet, one: OwnHead) -> str:
    """Why this head does not vote on this page now: a code, empty when it can."""
    if one.why_not:
        return one.why_not
    if sheet.card.mode is not Mode.OWN:
        return "not_here"
    returned = given(one)
    if not returned:
        return ""
    before_paper = value_of(sheet, "duplicates") == "online_prevails"
    if before_paper and not any(each.channel in _ONLINE for each in returned):
        return ""
    return "voted"


def seen(one: OwnHead) -> tuple[BallotCard, ...]:
    """Every ballot for this head that this viewer may know of: given by or for them."""
    return tuple(each for each in one.ballots if each.choices)


def has_come(one: OwnHead) -> bool:
    """Whether a ballot has come for this head, whoever gave it."""
    return any(not each.is_struck for each in one.ballots)


def others_voted(one: OwnHead) -> bool:
    """Whether somebody who owns the home as well has returned a ballot for it."""
    return any(not each.choices and not each.is_struck for each in one.ballots)
