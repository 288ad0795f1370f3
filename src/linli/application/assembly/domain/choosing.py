"""What a ballot may say on each motion, read from what came in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linli.application.assembly.domain.ballots import Choice
from linli.kernel import Refused

Said = str | list[str]
ON_SCREEN = (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN, Choice.FOLLOW)
ON_PAPER = tuple(Choice)
_TOO_MANY = "Item %(number)s: choose at most %(seats)s."
_NO_CANDIDATE = "Item %(number)s: this is no candidate."
_NO_CHOICE = "Item %(number)s: this is no choice there."
_EVERY = "Item %(number)s: please choose for every item."


@dataclass(frozen=True, slots=True)
class Item:
    """A motion on a ballot; an election has candidates, of whom at most `seats` are chosen."""

    id: str
    number: int
    candidates: tuple[str, ...] = ()
    seats: int = 0


def read_choices(
    given: Mapping[str, Any], items: Sequence[Item], *, allowed: Sequence[Choice]
) -> dict[str, Said]:
    """The choice on every item. On paper what is left out is blank; on the screen it is asked for.

    Raises:
        Refused: an unknown motion, a choice that does not exist, too many candidates.
    """
    known = {item.id for item in items}
    for motion in given:
        if motion not in known:
            raise Refused(
                "invalid", "This is not on the agenda, so it cannot be voted on.", field="choices"
            )
    return {item.id: _choice(given.get(item.id), item, allowed) for item in items}


def _choice(given: Any, item: Item, allowed: Sequence[Choice]) -> Said:
    if given is None or given == "":
        if Choice.BLANK in allowed:
            return str(Choice.BLANK)
        raise _refused(item, _EVERY)
    if isinstance(given, (list, tuple)):
        return _candidates(list(given), item, is_paper=Choice.VOID in allowed)
    if given not in allowed or (item.candidates and given in (Choice.FOR, Choice.FOLLOW)):
        raise _refused(item, _NO_CHOICE)
    return str(Choice(given))


def _candidates(given: list[Any], item: Item, *, is_paper: bool) -> Said:
    names = list(dict.fromkeys(given))
    if not item.candidates or not names or any(one not in item.candidates for one in names):
        raise _refused(item, _NO_CANDIDATE)
    if len(names) > item.seats and not is_paper:
        raise _refused(item, _TOO_MANY, seats=item.seats)
    return sorted(names, key=item.candidates.index)


def _refused(item: Item, words: str, **more: Any) -> Refused:
    return Refused("invalid", words, field=f"choice-{item.number}", number=item.number, **more)


def is_all_void(choices: Mapping[str, Said]) -> bool:
    """Whether a ballot says nothing that counts on any item."""
    return bool(choices) and all(said == Choice.VOID for said in choices.values())


def breaks_instruction(choices: Mapping[str, Said], instruction: Mapping[str, Said]) -> bool:
    """Whether a proxy says something else than its owner wrote."""
    return any(choices.get(motion) != said for motion, said in instruction.items())


def concerns(scope: Sequence[str], community: str, places: Sequence[frozenset[str]]) -> bool:
    """Whether a motion concerns the owner of units that stand at these places.

    `scope` are buildings and entrances, empty (or the community) everybody.
    """
    if not scope or community in scope:
        return True
    return any(not one.isdisjoint(scope) for one in places)
