"""Leaves by key, by number, and as the cards their modules keep."""

from collections.abc import Iterable

from linli.kernel import Actor, Refused
from linli.support.ledger import policy
from linli.support.ledger.domain import LeafCard
from linli.support.ledger.models import Leaf, Log
from linli.support.ledger.models.sealing import open_record

_AT_ONCE = 500


def get_leaf(*, viewer: Actor, community: str, key: str) -> LeafCard:
    """The leaf a module appended under a key, with its salt; only modules know their keys."""
    policy.check_may_append(viewer, community)
    log = Log.objects.filter(community=community).first()
    found = cards_by_key(log, [key]) if log else {}
    if key not in found:
        raise Refused("not_found", "There is no such leaf.", field="key")
    return found[key]


def cards_by_key(log: Log, keys: Iterable[str]) -> dict[str, LeafCard]:
    """Those of these keys that are in a ledger."""
    wanted = list(dict.fromkeys(keys))
    found: dict[str, LeafCard] = {}
    for at in range(0, len(wanted), _AT_ONCE):
        for row in Leaf.objects.filter(log=log, key__in=wanted[at : at + _AT_ONCE]):
            found[row.key] = _card(row)
    return found


def _card(row: Leaf) -> LeafCard:
    salt = open_record(row.sealed, row.log_id, row.index)[0] if row.sealed else b""
    return LeafCard(
        index=row.index,
        assembly=row.assembly,
        seq=row.seq,
        at=row.at,
        hash=bytes(row.hash).hex(),
        salt=salt.hex(),
    )
