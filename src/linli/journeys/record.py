"""What an assembly does goes on the public ledger, each thing once and in the order it happened.

The assembly itself settles that order in the transactions of its acts; here it is only brought
over, everything that is still missing at once, so that no retry can change it.
"""

from collections.abc import Mapping
from typing import Any

from linli.application.assembly import api as assembly
from linli.application.assembly.facts import LeafWritten
from linli.foundation.facts.api import when
from linli.kernel import Actor, Refused, system
from linli.support.ledger import api as ledger
from linli.support.ledger.api import NewLeaf

_PLACES = frozenset({"ballot", "holds", "last"})
"""Fields that name another leaf of the assembly by its place."""


@when(LeafWritten)
def what_an_assembly_does_goes_on_the_ledger(fact: LeafWritten) -> None:
    """All of it up to this act; what is there already is not put there twice."""
    platform = system(fact.community)
    if _place(platform, fact.assembly, fact.seq) is not None:
        return
    after = _last_there(platform, fact.assembly, fact.seq)
    while leaves := assembly.list_leaves(viewer=platform, assembly=fact.assembly, after=after):
        for leaf in leaves:
            if leaf.seq <= fact.seq:
                _append(platform, leaf)
        after = leaves[-1].seq
        if after >= fact.seq:
            return


def _append(platform: Actor, leaf: assembly.LeafCard) -> None:
    new = NewLeaf(
        type=leaf.type,
        body=_with_places(platform, leaf.assembly, leaf.body),
        key=leaf.key,
        assembly=leaf.assembly,
        record=leaf.record,
        at=leaf.at,
    )
    ledger.append_leaves(by=platform, community=platform.community, leaves=[new])


def _with_places(platform: Actor, name: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Places in the ledger, where other things of the assembly (announcements) stand as well."""
    return {
        field: (_place(platform, name, value) or 0) if field in _PLACES else value
        for field, value in body.items()
    }


def _last_there(platform: Actor, name: str, seq: int) -> int:
    """The place before the first leaf that is missing; facts come in order, so nearly always
    the one before this."""
    before = seq - 1
    while before and _place(platform, name, before) is None:
        before -= 1
    return before


def _place(platform: Actor, name: str, seq: int) -> int | None:
    """Where a leaf stands in the ledger; None while it does not."""
    if not seq:
        return None
    try:
        key = assembly.key_of_leaf(viewer=platform, assembly=name, seq=seq)
        return ledger.get_leaf(viewer=platform, community=platform.community, key=key).seq
    except Refused:
        return None
