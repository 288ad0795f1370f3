"""What an owner sees of their own votes, proxies and who looked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.kernel import Words


@dataclass(frozen=True, slots=True)
class BallotCard:
    """A returned ballot of one's own; `counts` are the motions on which it holds, `leaf` the key
    under which it is on the public ledger.

    `choices` are shown to who gave the ballot and to those it was given for, to nobody else.
    """

    id: str
    number: int
    seq: int
    channel: str
    at: datetime
    is_proxy: bool
    choices: Mapping[str, Any]
    counts: frozenset[str]
    is_struck: bool
    leaf: str


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """One's own unit on the frozen roll: its area and where that is written."""

    label: Words
    area: str
    source: str
    use: str


@dataclass(frozen=True, slots=True)
class OwnHead:
    """What one may vote with: one's units, what was returned for them, who looked at it.

    `may` is empty when one can vote now, else why not: `not_open`, `closed`, `in_dispute`,
    `another_represents`. `holder_for` is set when one carries a proxy for this head.
    """

    head: int
    number: int
    units: tuple[Words, ...]
    area: str
    is_joint: bool
    is_disputed: bool
    represents: str | None
    is_proxy: bool
    motions: tuple[str, ...]
    ballots: tuple[BallotCard, ...]
    proxy_given: str | None
    why_not: str
    looks: tuple["LookedAt", ...] = ()
    roll: tuple[OwnUnit, ...] = ()


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A scrutineer saw this head's ballots: who, when, why."""

    looker: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ProxyCard:
    """A proxy in an assembly, for those who may know of it."""

    id: str
    head: int
    holder: str
    at: datetime
    revoked_at: datetime | None
