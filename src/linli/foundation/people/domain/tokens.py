"""Access tokens: what a program may do in a person's name, and for how long."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.kernel import Actor, Refused

SCOPES = (
    "read:matters",
    "write:matters",
    "read:places",
    "write:places",
    "read:people",
    "read:devices",
    "write:devices",
    "read:telemetry",
    "read:mandates",
    "read:rules",
    "write:rules",
    "read:notices",
    "write:notices",
    "read:facts",
)
"""What a token can be good for; none is ever good for more than its person is."""
MARK = "linli_"
LONGEST = timedelta(days=366)
MOST_TOKENS = 50
MOST_KEY = 120


@dataclass(frozen=True, slots=True)
class TokenCard:
    """A token as its person sees it; the token itself is not kept."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    until: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A fresh token, shown this once; `secret` is None when the same key had made it before."""

    id: str
    secret: str | None


@dataclass(frozen=True, slots=True)
class TokenBearer:
    """Who comes with a token: the actor its person is today, and what it is good for."""

    token: str
    actor: Actor
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class AnsweredRequest:
    """What was answered to a request under a key."""

    status: int
    answer: str


def clean_scopes(scopes: Iterable[str]) -> list[str]:
    """The scopes in the order of the list, each once; refused when empty or unknown."""
    wanted = set(scopes)
    if not wanted or not wanted.issubset(SCOPES):
        raise Refused(
            "invalid",
            "Choose at least one of these rights: %(scopes)s.",
            field="scopes",
            scopes=", ".join(SCOPES),
        )
    return [scope for scope in SCOPES if scope in wanted]


def clean_name(name: str) -> str:
    """What the token is for, in its person's words."""
    name = " ".join(name.split())
    if not 0 < len(name) <= 80:
        raise Refused("invalid", "Say what it is for, in at most 80 characters.", field="name")
    return name


def clean_days(days: int) -> timedelta:
    """How long a token holds."""
    if not 1 <= days <= LONGEST.days:
        raise Refused(
            "invalid", "A token holds from 1 to %(most)s days.", field="days", most=LONGEST.days
        )
    return timedelta(days=days)


def digest_of(secret: str) -> str:
    """By what a token is found; a plain digest is enough for 256 random bits."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
