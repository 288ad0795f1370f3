"""An assembly as it is counted, read from the plain values of its file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from linli.application.assembly.domain.ballots import Aside, Filed
from linli.application.assembly.domain.counting import Rolls
from linli.application.assembly.domain.plain import list_of, mapping_of, only
from linli.application.assembly.domain.reading.boxes import file_ballots
from linli.application.assembly.domain.reading.deliveries import delivered_to
from linli.application.assembly.domain.reading.motions import MOST_MOTIONS, Ticket, tickets_of
from linli.application.assembly.domain.reading.roll import MOST_OWNERS, owners_of, scope_of
from linli.application.assembly.domain.reading.rules import rules_of
from linli.application.assembly.domain.rules import Rules

MOST_BALLOTS = 20_000_000


@dataclass(frozen=True, slots=True)
class Assembly:
    """All that a count needs; `ballots` by motion and, in an election, candidate.

    `over_cap` are ballots of proxies beyond what one holder may carry: kept, not counted.
    """

    rules: Rules
    rolls: Rolls
    tickets: tuple[Ticket, ...]
    ballots: Mapping[tuple[str, str], Filed]
    delivered: frozenset[str]
    pack: str = ""
    over_cap: tuple[Aside, ...] = ()


def read_assembly(given: object, pack_of: Callable[[str], Mapping[str, Any]]) -> Assembly:
    """The assembly of a JSON value; `pack_of` finds the values of a named rule pack.

    Raises:
        Refused: what cannot be used, with the row and the field.
    """
    top = mapping_of(given, "file")
    only(top, "file", {"rules", "pack", "scope", "owners", "motions", "ballots", "deliveries"})
    rules, pack = rules_of(top, pack_of)
    scope = scope_of(top.get("scope"), "scope")
    owners = owners_of(list_of(top.get("owners"), "owners", MOST_OWNERS))
    tickets = tickets_of(list_of(top.get("motions"), "motions", MOST_MOTIONS), scope)
    rows = list_of(top.get("ballots", []), "ballots", MOST_BALLOTS)
    rolls = Rolls(owners)
    ballots, over_cap = file_ballots(rows, tickets, rolls, rules)
    rows = list_of(top.get("deliveries", []), "deliveries", MOST_BALLOTS)
    delivered = delivered_to(rows, {one.id: one for one in owners})
    return Assembly(rules, rolls, tickets, ballots, delivered, pack, over_cap)
