"""Two ledgers, two gates, whole numbers: what an outcome follows from (Civil Code 278, 279)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from recount.holding import WORDS
from recount.rules import Reading

KINDS = (
    "ordinary",
    "special",
    *(f"278.{n}" for n in range(1, 10)),
    "279",
    "residents_meeting",
    "election",
)
OUTCOMES = ("passed", "failed", "no_quorum", "undetermined")
_SPECIAL = ("special", "278.6", "278.7", "278.8")
NEVER_DEEMED = ("279", "residents_meeting")


@dataclass(frozen=True, slots=True)
class Sum:
    """Heads and area (in the smallest unit kept): the two ledgers, never mixed."""

    heads: int = 0
    area: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.heads + other.heads, self.area + other.area)


NOTHING = Sum()


@dataclass(frozen=True, slots=True)
class Said:
    """Everybody in scope, what was said by whom, and who is silent and was reached."""

    everybody: Sum
    by_choice: Mapping[str, Sum]
    silent: Sum = field(default=NOTHING)

    def of(self, choice: str) -> Sum:
        """Who said this."""
        return self.by_choice.get(choice, NOTHING)


def strict(kind: str, said: Said, reading: Reading) -> str:
    """The outcome of what was really returned."""
    return _with_followers(kind, said, taking_part(said, reading), said.of("for"))


def deemed(kind: str, said: Said, reading: Reading, silence: str) -> tuple[str, Sum]:
    """The outcome with silence as the rules take it, and who was deemed to have voted."""
    silent = said.silent
    if silence == "not_participating" or kind in NEVER_DEEMED or not silent.heads:
        return strict(kind, said, reading), NOTHING
    if nobody_follows(said, silence):
        return "undetermined", NOTHING
    present, yes = taking_part(said, reading) + silent, said.of("for")
    if silence == "follow_majority" and leading(kind, said) > 0:
        yes += silent
    return _with_followers(kind, said, present, yes), silent


def nobody_follows(said: Said, silence: str) -> bool:
    """Whether silence means nothing here: heads and area lead apart, or nobody leads to follow."""
    heads, area = _ahead(said)
    return heads != area or (silence == "follow_majority" and not heads)


def taking_part(said: Said, reading: Reading) -> Sum:
    """Who takes part: abstaining and following are taking part; void and blank by the rules."""
    present = said.of("for") + said.of("against") + said.of("abstain") + said.of("follow_majority")
    if reading.void == "participates":
        present += said.of("void")
    if reading.blank == "abstain":
        present += said.of("blank")
    return present


def leading(kind: str, said: Said) -> int:
    """1 when both ledgers lead for, -1 when both lead against, 0 when they differ or tie."""
    heads, area = _ahead(said)
    return heads if heads == area or kind == "residents_meeting" else 0


def _ahead(said: Said) -> tuple[int, int]:
    yes, no = said.of("for"), said.of("against")
    heads = (yes.heads > no.heads) - (yes.heads < no.heads)
    return heads, (yes.area > no.area) - (yes.area < no.area)


def _with_followers(kind: str, said: Said, present: Sum, yes: Sum) -> str:
    followers, leader = said.of("follow_majority"), leading(kind, said)
    added = gates(kind, said.everybody, present, yes + followers)
    left = gates(kind, said.everybody, present, yes)
    if leader == 0 and added != left:
        return "undetermined"
    return added if leader > 0 else left


def gates(kind: str, everybody: Sum, present: Sum, yes: Sum) -> str:
    """The participation gate, then the approval gate of this kind; fractions by multiplying."""
    if kind == "279":  # every interested owner must agree
        return "passed" if everybody.heads and yes == everybody else "failed"
    if not everybody.heads:
        return "no_quorum"
    if kind == "residents_meeting":  # by those present (Organic Law, Article 9)
        if not 2 * present.heads > everybody.heads:
            return "no_quorum"
        return "passed" if 2 * yes.heads > present.heads else "failed"
    if 3 * present.heads < 2 * everybody.heads or 3 * present.area < 2 * everybody.area:
        return "no_quorum"
    if kind in _SPECIAL:
        enough = 4 * yes.heads >= 3 * present.heads and 4 * yes.area >= 3 * present.area
    else:
        enough = 2 * yes.heads > present.heads and 2 * yes.area > present.area
    return "passed" if enough else "failed"


def complete(by_choice: Mapping[str, Sum]) -> dict[str, Sum]:
    """The same with every choice named."""
    return {word: by_choice.get(word, NOTHING) for word in WORDS}
