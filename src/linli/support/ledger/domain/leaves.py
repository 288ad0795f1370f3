"""What a leaf of the public ledger says, and how a private record is bound to it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from linli.kernel import Refused
from linli.kernel.tlog.tiles import MOST_ENTRY
from linli.support.ledger.domain.canonical import canonical

COMMITS = frozenset(
    {"roll", "delivery", "ballot", "representative", "proxy", "proxy_revoked", "objection"}
)
"""Types whose record stays private; the leaf holds a commitment to it."""
OPEN = frozenset(
    {
        *("rules", "agenda", "extension", "superseded", "struck", "withdrawn", "tally"),
        *("announcement", "resolution", "mandate", "money"),
    }
)
"""Types that say all there is."""
_TYPES = COMMITS | OPEN
RESERVED = frozenset({"type", "assembly", "seq", "at", "commitment"})
"""What the ledger itself writes into a leaf."""
SALT_BYTES = 32
MOST_RECORD = 64 * 1024 * 1024
LONGEST_KEY, LONGEST_ASSEMBLY = 160, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLeaf:
    """What is to be appended; `body` are its public fields, `record` what stays private.

    `assembly` is empty for what belongs to none. `at` is when it happened, now unless it is given.
    The same `key` appends one leaf.
    """

    type: str
    body: Mapping[str, Any]
    key: str
    assembly: str = ""
    record: Mapping[str, Any] | None = None
    at: datetime | None = None


def commitment(salt: bytes, record: bytes) -> str:
    """What binds a leaf to a private record: hexadecimal SHA-256 of salt and canonical JSON."""
    return sha256(salt + record).hexdigest()


def check(new: NewLeaf, *, field: str, now: datetime) -> None:
    """Refuse what cannot be a leaf."""
    if new.type not in _TYPES:
        raise Refused(
            "invalid",
            "%(name)s: there is no leaf of type “%(type)s”.",
            field=field,
            name=field,
            type=new.type[:40],
        )
    if (new.record is not None) != (new.type in COMMITS):
        raise Refused(
            "invalid",
            "%(name)s: a private record belongs to some types only, and to these always.",
            field=field,
            name=field,
        )
    if not RESERVED.isdisjoint(new.body):
        raise Refused(
            "invalid",
            "%(name)s: the ledger writes %(names)s by itself.",
            field=field,
            name=field,
            names=", ".join(sorted(RESERVED & new.body.keys())),
        )
    _check_names(new, field)
    if new.at is not None and new.at > now:
        raise Refused("invalid", "%(name)s has not happened yet.", field=field, name=field)


def _check_names(new: NewLeaf, field: str) -> None:
    for text, least, most in ((new.key, 1, LONGEST_KEY), (new.assembly, 0, LONGEST_ASSEMBLY)):
        if not (least <= len(text) <= most and text.isprintable()):
            raise Refused(
                "invalid",
                "%(name)s needs a key and an assembly of at most %(most)s characters.",
                field=field,
                name=field,
                most=most,
            )


def written(new: NewLeaf, *, seq: int, at: datetime, committed: str, field: str) -> bytes:
    """The bytes of the leaf."""
    whole = {
        **new.body,
        "type": new.type,
        "assembly": new.assembly,
        "seq": seq,
        "at": moment(at),
        **({"commitment": committed} if committed else {}),
    }
    text = canonical(whole, field=field)
    if len(text) > MOST_ENTRY:
        raise Refused(
            "too_large",
            "%(name)s is longer than %(most)s bytes.",
            field=field,
            name=field,
            most=MOST_ENTRY,
        )
    return text


def record_bytes(new: NewLeaf, *, field: str) -> bytes:
    """The private record in canonical form; empty when the type has none."""
    if new.record is None:
        return b""
    text = canonical(new.record, field=field)
    if len(text) > MOST_RECORD:
        raise Refused(
            "too_large",
            "%(name)s is longer than %(most)s bytes.",
            field=field,
            name=field,
            most=MOST_RECORD,
        )
    return text


@lru_cache(maxsize=64)  # what is appended together has mostly happened together
def moment(at: datetime) -> str:
    """A moment as leaves have it: UTC, to the millisecond, ending in Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def line(value: Any) -> str:
    """One line of a bundle's file."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
