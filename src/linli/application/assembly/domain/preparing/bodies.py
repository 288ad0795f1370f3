"""The group that prepares 筹备组, or the 物业管理委员会 in its place: who may be in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from linli.kernel import Refused


class BodyKind(StrEnum):
    """Which body prepares."""

    GROUP = "group"
    COMMITTEE = "committee"


class BodyState(StrEnum):
    """Where a preparing body stands."""

    FORMING = "forming"
    LISTED = "listed"
    FORMED = "formed"
    DONE = "done"


class Side(StrEnum):
    """For whom a member sits in it."""

    OWNER = "owner"
    STREET = "street"
    RESIDENTS_COMMITTEE = "residents_committee"
    DEVELOPER = "developer"
    PARTY = "party"
    POLICE = "police"


@dataclass(frozen=True, slots=True)
class Composition:
    """What the rules ask of it; None is not asked."""

    least: int
    most: int | None
    is_odd: bool
    owners: Fraction
    leaders: frozenset[Side]


@dataclass(frozen=True, slots=True)
class Seat:
    """A member as far as the rules look at one."""

    side: Side
    leads: bool = False


def check_composition(seats: Sequence[Seat], rule: Composition) -> None:
    """Refuse a body that the rules do not allow; the sentence says what is missing."""
    count = len(seats)
    if count < rule.least or (rule.most is not None and count > rule.most):
        raise Refused(
            "conflict",
            "The list names %(count)s members; the rules ask for %(least)s to %(most)s.",
            field="members",
            count=count,
            least=rule.least,
            most="…" if rule.most is None else rule.most,
        )
    if rule.is_odd and count % 2 == 0:
        raise Refused(
            "conflict",
            "The list names %(count)s members; it must be an odd number.",
            field="members",
            count=count,
        )
    owners = sum(seat.side is Side.OWNER for seat in seats)
    if owners < rule.owners * count:
        raise Refused(
            "conflict",
            "%(owners)s of %(count)s members are owners; it must be at least %(share)s of them.",
            field="members",
            owners=owners,
            count=count,
            share=str(rule.owners),
        )
    leaders = [seat for seat in seats if seat.leads]
    if len(leaders) != 1:
        raise Refused("conflict", "The list must name exactly one leader.", field="members")
    if rule.leaders and leaders[0].side not in rule.leaders:
        raise Refused(
            "conflict",
            "The leader must come from the street office or the residents' committee, as the "
            "rules say.",
            field="members",
        )
