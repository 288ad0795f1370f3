"""Leaves are appended: numbered, salted, committed to, and never changed again."""

import os
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from linli.kernel import Actor, Refused, now
from linli.kernel.tlog.tree import leaf_hash
from linli.support.ledger import domain, policy
from linli.support.ledger.domain import LeafCard, NewLeaf
from linli.support.ledger.models import Leaf, Log
from linli.support.ledger.models.sealing import seal_record
from linli.support.ledger.selectors.leaves import cards_by_key
from linli.support.ledger.services.logs import hold
from linli.support.ledger.services.tiling import grow

MOST_AT_ONCE = 10_000
_ADD = (
    'INSERT INTO ledger_leaf (log_id, "index", assembly, seq, text, hash, sealed, key, at)'
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
_Row = tuple[str, int, str, int, bytes, bytes, bytes | None, str, datetime]


def append_leaves(*, by: Actor, community: str, leaves: Sequence[NewLeaf]) -> tuple[LeafCard, ...]:
    """Append leaves in their order, all or none, at most 10,000; a card for each.

    Number, moment and commitment are the ledger's own. The same key appends nothing twice and
    gives the same card.
    """
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
                fresh.setdefault(new.key, (number, new))
        if fresh:
            known |= _append(log, list(fresh.values()), leaves, moment)
    return tuple(known[new.key] for new in leaves)


def _append(
    log: Log, missing: list[tuple[int, NewLeaf]], leaves: Sequence[NewLeaf], moment: datetime
) -> dict[str, LeafCard]:
    last = _last_numbers(log, {new.assembly for _, new in missing})
    rows: list[_Row] = []
    cards: dict[str, LeafCard] = {}
    for index, (number, new) in enumerate(missing, start=log.size):
        last[new.assembly] += 1
        row, cards[new.key] = _made(
            new,
            log=log.pk,
            index=index,
            seq=last[new.assembly],
            at=new.at or moment,
            field=_field(number, leaves),
        )
        rows.append(row)
    _store(rows)
    grow(log, log.size, [bytes.fromhex(card.hash) for card in cards.values()])
    log.size += len(rows)
    log.save(update_fields=["size"])
    return cards


def _made(
    new: NewLeaf, *, log: str, index: int, seq: int, at: datetime, field: str
) -> tuple[_Row, LeafCard]:
    salt, committed = b"", ""
    sealed: bytes | None = None
    if new.record is not None:
        salt, record = os.urandom(domain.SALT_BYTES), domain.record_bytes(new, field=field)
        committed = domain.commitment(salt, record)
        sealed = seal_record(salt, record, log, index)
    text = domain.written(new, seq=seq, at=at, committed=committed, field=field)
    hashed = leaf_hash(text)
    row = (log, index, new.assembly, seq, text, hashed, sealed, new.key, at)
    return row, LeafCard(index, new.assembly, seq, at, hashed.hex(), salt.hex())


def _store(rows: list[_Row]) -> None:
    """Past the model, which costs more for each leaf than all the rest does."""
    stored = {at: connection.ops.adapt_datetimefield_value(at) for *_, at in rows}
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, [(*row[:-1], stored[row[-1]]) for row in rows])


def _last_numbers(log: Log, assemblies: set[str]) -> Counter[str]:
    """One look at the end of the index for each; a grouped maximum would read all its leaves."""
    return Counter({each: _last_number(log, each) for each in assemblies})


def _last_number(log: Log, assembly: str) -> int:
    rows = Leaf.objects.filter(log=log, assembly=assembly).order_by("-seq")
    return rows.values_list("seq", flat=True).first() or 0


def _field(number: int, leaves: Sequence[NewLeaf]) -> str:
    return "leaf" if len(leaves) == 1 else f"leaves[{number}]"
