"""What a matter came from, and what came of it."""

from dataclasses import dataclass
from datetime import datetime

from linli.kernel import Ref, Words
from linli.support.matters.domain.cards.matter import MatterCard


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain: what, in words, when; readings carry their span of time."""

    ref: Ref
    words: Words
    at: datetime
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """From a matter back to what caused it and forward to what changed because of it."""

    matter: MatterCard
    back: tuple[Link, ...]
    forward: tuple[Link, ...]
