"""Leaves are appended: numbered, salted, committed to, and never changed again."""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from linli.kernel import Actor, Refused, now
from linli.kernel.tlog.checkpoints import short_code
from linli.kernel.tlog.tree import leaf_hash
from linli.support.ledger import domain, policy
from linli.support.ledger.domain import LeafCard, NewLeaf
from linli.support.ledger.models import Leaf, Log
from linli.support.ledger.models.sealing import seal_record
from linli.support.ledger.selectors.leaves import cards_by_key
from linli.support.ledger.services.logs import hold
from linli.support.ledger.services.tiling import grow

MOST_AT_ONCE = 10_000


def append_leaf(
    *,
    by: Actor,
    community: str,
    type: str,
    assembly: str,
    body: Mapping[str, Any],
    key: str,
    record: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> LeafCard:
    """Append one leaf; its number, moment and commitment are the ledger's own.

    `body` are the public fields of docs/bundle.md, `record` what only a commitment is published
    of. The same key appends nothing twice and gives the same card. `at` is when it happened.
    """
    new = NewLeaf(type=type, body=body, key=key, assembly=assembly, record=record, at=at)
    return append_leaves(by=by, community=community, leaves=[new])[0]


def append_leaves(*, by: Actor, community: str, leaves: Sequence[NewLeaf]) -> tuple[LeafCard, ...]:
    """Append many leaves in their order, all or none, at most 10,000; a card for each."""
    policy.check_may_append(by, community)
    if len(leaves) > MOST_AT_ONCE:
        raise Refused(
            "too_many", "At most %(most)s leaves at once.", field="leaves", most=MOST_AT_ONCE
        )
    moment = now()
    for number, new in enumerate(leaves):
        domain.check(new, field=_field(number, leaves), now=moment)
    with transaction.atomic():
        log = hold(community)
        known = cards_by_key(log, [new.key for new in leaves])
        fresh: dict[str, tuple[int, NewLeaf]] = {}
        for number, new in enumerate(leaves):
            if new.key not in known:
                fresh.setdefault(new.key, (number, replace(new, at=new.at or moment)))
        known |= _append(log, list(fresh.values()), leaves)
    return tuple(known[new.key] for new in leaves)


def _append(
    log: Log, missing: list[tuple[int, NewLeaf]], leaves: Sequence[NewLeaf]
) -> dict[str, LeafCard]:
    last = _last_numbers(log, {new.assembly for _, new in missing})
    rows: list[Leaf] = []
    cards: dict[str, LeafCard] = {}
    for index, (number, new) in enumerate(missing, start=log.size):
        last[new.assembly] += 1
        row, cards[new.key] = _made(log, index, last[new.assembly], new, _field(number, leaves))
        rows.append(row)
    Leaf.objects.bulk_create(rows)
    grow(log, log.size, [bytes(row.hash) for row in rows])
    log.size += len(rows)
    log.save(update_fields=["size"])
    return cards


def _made(log: Log, index: int, seq: int, new: NewLeaf, field: str) -> tuple[Leaf, LeafCard]:
    salt, record, at = b"", domain.record_bytes(new, field=field), new.at or now()
    if new.record is not None:
        salt = os.urandom(domain.SALT_BYTES)
    committed = domain.commitment(salt, record) if salt else ""
    text = domain.written(new, seq=seq, at=at, committed=committed, field=field)
    hashed = leaf_hash(text)
    row = Leaf(
        log=log,
        index=index,
        assembly=new.assembly,
        seq=seq,
        text=text,
        hash=hashed,
        sealed=seal_record(salt, record, log.pk, index) if salt else None,
        key=new.key,
        at=at,
    )
    card = LeafCard(
        index=index,
        assembly=new.assembly,
        seq=seq,
        at=at,
        hash=hashed.hex(),
        salt=salt.hex(),
        code=short_code(hashed),
    )
    return row, card


def _last_numbers(log: Log, assemblies: set[str]) -> Counter[str]:
    rows = Leaf.objects.filter(log=log, assembly__in=assemblies).values("assembly").order_by()
    return Counter({row["assembly"]: row["last"] for row in rows.annotate(last=Max("seq"))})


def _field(number: int, leaves: Sequence[NewLeaf]) -> str:
    return "leaf" if len(leaves) == 1 else f"leaves[{number}]"
