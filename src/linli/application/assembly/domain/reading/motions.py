"""The agenda: what is counted, and of an election its candidates and seats."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from linli.application.assembly.domain.counting import Motion
from linli.application.assembly.domain.kinds import ELECTION, kind_of
from linli.application.assembly.domain.plain import mapping_of, number_of, only, text_of, texts_of
from linli.application.assembly.domain.reading.roll import scope_of
from linli.application.assembly.domain.roll import Scope
from linli.kernel import Refused

MOST_MOTIONS = 200
MOST_SEATS = 100


@dataclass(frozen=True, slots=True)
class Ticket:
    """A motion to count: for an election its candidates and seats, else neither."""

    motion: Motion
    candidates: tuple[str, ...] = ()
    seats: int = 0


def tickets_of(rows: Sequence[Any], scope: Scope) -> tuple[Ticket, ...]:
    """All motions; no two have one name."""
    tickets: list[Ticket] = []
    for number, row in enumerate(rows):
        field = f"motions[{number}]"
        ticket = _ticket(row, field, scope)
        if any(one.motion.id == ticket.motion.id for one in tickets):
            raise Refused(
                "invalid",
                "%(where)s: there are two motions “%(name)s”.",
                field=f"{field}.id",
                where=f"{field}.id",
                name=ticket.motion.id[:40],
            )
        tickets.append(ticket)
    return tuple(tickets)


def _ticket(row: object, field: str, scope: Scope) -> Ticket:
    given = mapping_of(row, field)
    only(given, field, {"id", "title", "kind", "scope", "candidates", "seats"})
    kind = kind_of(given.get("kind"), f"{field}.kind")
    own = scope_of(given["scope"], f"{field}.scope") if "scope" in given else scope
    name = text_of(given.get("id"), f"{field}.id")
    title = text_of(given.get("title", name), f"{field}.title")
    motion = Motion(name, title, kind, own)
    if kind is not ELECTION:
        return Ticket(motion)
    candidates = texts_of(given.get("candidates"), f"{field}.candidates", MOST_MOTIONS)
    if len(set(candidates)) != len(candidates):
        raise Refused(
            "invalid",
            "%(where)s: a candidate is named twice.",
            field=f"{field}.candidates",
            where=f"{field}.candidates",
        )
    return Ticket(
        motion, candidates, number_of(given.get("seats"), f"{field}.seats", 1, MOST_SEATS)
    )
