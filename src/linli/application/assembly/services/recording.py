"""Ballots given by telephone or at the door, recorded as evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.choosing import ON_SCREEN, Said, read_choices
from linli.application.assembly.domain.frozen import read_frozen
from linli.application.assembly.domain.stages import Channel
from linli.application.assembly.models import Assembly, RollHead
from linli.application.assembly.services.casting import signer_of
from linli.application.assembly.services.finding import (
    check_key,
    clean,
    evidence_of,
    find_head,
    lock,
)
from linli.application.assembly.services.taking import Return, items_of, take
from linli.foundation.people import api as people
from linli.kernel import Actor, Refused, Role, now

_OFFICIALS = frozenset({Role.COUNCIL, Role.COMMITTEE, Role.STREET, Role.CLERK, Role.GRID_WORKER})


@dataclass(frozen=True, slots=True)
class Spoken:
    """A vote somebody gave by word of mouth, and what proves it.

    `known_by` says how the owner was known, `evidence` is the file of the recording or the signed
    sheet, `signer` which of joint owners spoke, `second` the other official who was there (needed
    where the rules say so), `at` when it was said (default: now).
    """

    choices: Mapping[str, Said]
    known_by: str
    evidence: str
    signer: str | None = None
    second: str | None = None
    at: datetime | None = None


def record_phone(*, by: Actor, assembly: str, head: int, said: Spoken, key: str) -> str:
    """Keep a vote given by telephone and return the ballot's id; the same key keeps it once."""
    return _record(by, Channel.PHONE, assembly, head, said, key)


def record_doorstep(*, by: Actor, assembly: str, head: int, said: Spoken, key: str) -> str:
    """Keep a vote given at the door and return the ballot's id; the same key keeps it once."""
    return _record(by, Channel.DOORSTEP, assembly, head, said, key)


def _record(  # noqa: PLR0917  all of them, once
    by: Actor, channel: Channel, assembly: str, head: int, said: Spoken, key: str
) -> str:
    policy.check_may_take(by)
    with transaction.atomic():
        row = lock(by, assembly)
        one = find_head(row, head)
        back = Return(
            head=one,
            channel=channel,
            choices=read_choices(said.choices, items_of(row, one), allowed=ON_SCREEN),
            at=said.at or now(),
            key=f"{by.person}:{check_key(key)}",
            signer=signer_of(row, one, said.signer),
            taken_by=by.person,
            witnessed_by=_second(by, row, one, said.second),
            known_by=clean(said.known_by, field="known_by", most=80),
            evidence=evidence_of(by, row, said.evidence),
        )
        return take(row, back).pk


def _second(by: Actor, row: Assembly, head: RollHead, second: str | None) -> str | None:
    """The other official: never the same person, and never who votes here."""
    if second is None:
        if read_frozen(row.rules or {}).says("two_officials"):
            raise Refused("invalid", "Two people take such a vote together.", field="second")
        return None
    card = people.get_person(viewer=by, person=second, in_office=True)
    if second == by.person or _OFFICIALS.isdisjoint(card.roles):
        raise Refused("invalid", "The second person is another official.", field="second")
    if head.voters.filter(person=second).exists():
        raise Refused("invalid", "Who votes cannot witness the own vote.", field="second")
    return second
