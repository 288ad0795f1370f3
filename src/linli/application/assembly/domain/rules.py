"""The switches the law leaves to each community; none has a silent default."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product
from typing import Any


class Void(StrEnum):
    """Whether who returned a void ballot has taken part."""

    PARTICIPATES = "participates"
    NOT_PARTICIPATING = "not_participating"


class Blank(StrEnum):
    """What an item left empty on a returned ballot is."""

    ABSTAIN = "abstain"
    NOT_PARTICIPATING = "not_participating"


class Duplicates(StrEnum):
    """Which ballot holds when one owner's ballots differ between channels."""

    FIRST_VALID = "first_valid"
    PAPER_PREVAILS = "paper_prevails"
    ONLINE_PREVAILS = "online_prevails"


class Differing(StrEnum):
    """What becomes of an owner who votes differently with two units."""

    VOID = "void"
    FIRST_VALID = "first_valid"


class SideUnits(StrEnum):
    """Whether parking spaces and storage rooms count."""

    COUNTED = "counted"
    NOT_COUNTED = "not_counted"


class Tie(StrEnum):
    """Who is elected when two have the same heads for the last seat."""

    LARGER_AREA = "larger_area"
    LOT = "lot"
    RUN_OFF = "run_off"


class NonResponse(StrEnum):
    """What an owner who received a ballot and did not return it is taken to have said."""

    NOT_PARTICIPATING = "not_participating"
    DEEMED_ABSTAIN = "deemed_abstain"
    FOLLOW_MAJORITY = "follow_majority"


@dataclass(frozen=True, slots=True)
class Rules:
    """A community's rules as far as they touch the count; None is not decided by anyone.

    `clause` is the clause of the assembly's rules that lets silence count, `is_warned` whether
    the consequence was published beforehand.
    """

    void: Void | None = None
    blank: Blank | None = None
    duplicates: Duplicates | None = None
    differing_units: Differing | None = None
    side_units: SideUnits | None = None
    tie: Tie | None = None
    non_response: NonResponse = NonResponse.NOT_PARTICIPATING
    clause: str = ""
    is_warned: bool = False
    proxy_cap: int | None = None


SWITCHES: dict[str, type[StrEnum]] = {
    "void": Void,
    "blank": Blank,
    "duplicates": Duplicates,
    "differing_units": Differing,
    "side_units": SideUnits,
    "tie": Tie,
}


def readings(rules: Rules, needed: Sequence[str]) -> Iterator[Rules]:
    """Every way to read rules whose needed switches are partly undecided."""
    unset = [name for name in needed if getattr(rules, name) is None]
    for values in product(*(SWITCHES[name] for name in unset)):
        decided: dict[str, Any] = dict(zip(unset, values, strict=True))
        yield replace(rules, **decided)
