"""A ballot that is being filled in: kept sealed as a draft, so that nothing chosen is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linli.application.assembly.api import AssemblySheet, MotionCard, OwnHead
from linli.foundation.drafts import api as store
from linli.kernel import Actor, Refused
from linli.surface.resident.assembly.wording import value_of
from linli.surface.shell import api as shell

Said = str | list[str]
ON_SCREEN = ("for", "against", "abstain", "follow_majority")
_NONE = frozenset({"against", "abstain"})


@dataclass(frozen=True, slots=True)
class Begun:
    """What was chosen so far, by motion; `key` tells it from the same draft handed in before."""

    id: str
    turn: int
    choices: Mapping[str, Said]

    @property
    def key(self) -> str:
        """Under which it is handed in once."""
        return f"vote:{self.id}:{self.turn}"


def slot(assembly: str, head: int) -> str:
    """Under which the draft of a ballot is kept."""
    return f"vote:{assembly}:{head}"


def begun(viewer: Actor, assembly: str, head: int) -> Begun:
    """The ballot this viewer has begun for a head, empty when none."""
    card = store.get_draft(viewer=viewer, slot=slot(assembly, head))
    if card is None:
        return Begun("", 0, {})
    return Begun(card.id, card.turn, dict(card.values))


def keep(request: shell.Request, assembly: str, head: int, motion: str, choice: Said) -> None:
    """Keep one choice."""
    store.keep_draft(by=request.actor, slot=slot(assembly, head), values={motion: choice})
    request.kept = True


def close(request: shell.Request, draft: Begun, ballot: str) -> None:
    """The draft was handed in as this ballot."""
    if draft.id:
        store.throw_away_draft(by=request.actor, draft=draft.id, became=ballot)


def became(viewer: Actor, draft: str) -> str:
    """The ballot a draft was handed in as, nothing when it was not."""
    try:
        return store.find_draft(viewer=viewer, draft=draft).became if draft else ""
    except Refused:
        return ""


def items(sheet: AssemblySheet, one: OwnHead) -> tuple[MotionCard, ...]:
    """The items that concern a head, in the order of the agenda."""
    return tuple(motion for motion in sheet.motions if motion.id in one.motions)


def offered(sheet: AssemblySheet, motion: MotionCard) -> tuple[str, ...]:
    """What one can say on an item; an election has its candidates besides."""
    if motion.candidates:
        return ("against", "abstain")
    follows = value_of(sheet, "follow_choice") is True
    return tuple(one for one in ON_SCREEN if follows or one != "follow_majority")


def chosen(sheet: AssemblySheet, motion: MotionCard, values: Sequence[str]) -> Said:
    """What was ticked on an item's page.

    Raises:
        Refused: nothing, something that is not offered, too many candidates, a name and “none”.
    """
    if motion.candidates:
        return _elected(motion, list(dict.fromkeys(values)))
    if len(values) != 1 or values[0] not in offered(sheet, motion):
        raise Refused("invalid", "Please choose one.", field="choice")
    return values[0]


def _elected(motion: MotionCard, values: list[str]) -> Said:
    if not values:
        raise Refused("invalid", "Please choose, or choose “Abstain”.", field="choice")
    plain = [one for one in values if one in _NONE]
    if plain:
        if len(values) > 1:
            raise Refused(
                "invalid", "Choose either names, or one of the last two lines.", field="choice"
            )
        return plain[0]
    names = [_candidate(motion, one) for one in values]
    if len(names) > motion.seats:
        raise Refused(
            "invalid",
            "Please choose at most %(seats)s. You have chosen %(chosen)s.",
            field="choice",
            seats=motion.seats,
            chosen=len(names),
        )
    return names


def _candidate(motion: MotionCard, value: str) -> str:
    if value.isascii() and value.isdigit() and 0 < int(value[:4]) <= len(motion.candidates):
        return motion.candidates[int(value) - 1]
    raise Refused("invalid", "Please choose one.", field="choice")


def ticked(motion: MotionCard, choice: Any) -> tuple[str, ...]:
    """A kept choice as the values of an item's page."""
    if isinstance(choice, (list, tuple)):
        known = motion.candidates
        return tuple(str(known.index(name) + 1) for name in choice if name in known)
    return (choice,) if choice else ()
