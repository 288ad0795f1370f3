"""How many members a committee has, and whether one stands of which some seats are empty."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from linli.application.assembly.domain.parameters import Alternates, Partial, Value
from linli.kernel import Words

_MOST = 99


@dataclass(frozen=True, slots=True)
class Size:
    """The least and most members; None is decided by nobody."""

    least: int | None
    most: int | None
    is_odd: bool

    def allows(self, members: int) -> bool:
        """Whether a committee may have so many."""
        is_enough = self.least is None or members >= self.least
        is_few = self.most is None or members <= self.most
        return is_enough and is_few and (members % 2 == 1 or not self.is_odd)

    @property
    def words(self) -> Words:
        """What it may be; empty when nothing is decided."""
        parts = [
            Words(f"至少 {self.least} 人", f"at least {self.least}"),
            Words(f"最多 {self.most} 人", f"at most {self.most}"),
            Words("要单数", "an odd number"),
        ]
        said = (self.least is not None, self.most is not None, self.is_odd)
        kept = [words for words, is_said in zip(parts, said, strict=True) if is_said]
        return Words("，".join(one.zh for one in kept), ", ".join(one.en for one in kept))


def committee_size(values: Mapping[str, Value], households: int, area: Decimal) -> Size:
    """The size under these rules in an estate of so many households and square metres."""
    least, most = _number(values, "committee_min"), _number(values, "committee_max")
    small = _number(values, "small_members")
    if small is not None and _is_small(values, households, area):
        least = small if least is None else min(least, small)
    return Size(least, most, values.get("committee_odd") is True)


def stands(values: Mapping[str, Value], elected: int, seats: int, size: Size) -> bool | None:
    """Whether those elected are a committee though fewer than the seats; None: not decided."""
    if elected >= seats:
        return True
    rule = values.get("partial_success")
    if rule is None:
        return None
    is_enough = elected >= (size.least or 1)
    if rule == Partial.STANDS_OVER_HALF:
        return is_enough and 2 * elected > seats
    return rule == Partial.STANDS and is_enough


def most_alternates(values: Mapping[str, Value], members: int) -> int:
    """How many of those next in line wait as alternates; nobody does unless the rules say so."""
    if values.get("alternates") != Alternates.RUNNERS_UP:
        return 0
    share = values.get("alternates_share")
    return _MOST if share is None else math.floor(Fraction(str(share)) * members)


def _is_small(values: Mapping[str, Value], households: int, area: Decimal) -> bool:
    """“以下” includes the number itself (Civil Code Article 1259)."""
    by_homes = _number(values, "small_most_households")
    by_area = _number(values, "small_most_area")
    is_few = by_homes is not None and households <= by_homes
    return is_few or (by_area is not None and area <= by_area)


def _number(values: Mapping[str, Value], key: str) -> int | None:
    value = values.get(key)
    return value if isinstance(value, int) else None
