"""What a motion is about decides how many must take part and how many must agree.

Civil Code (民法典) Article 278: at least two thirds of the heads and of the area take part
("以上" includes the number itself, Article 1259); ordinary items pass by more than half of those
who take part, items (6) to (8) by at least three quarters, each by heads and by area.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from linli.kernel import Refused, Words

_HALF, _TWO_THIRDS, _THREE_QUARTERS = Fraction(1, 2), Fraction(2, 3), Fraction(3, 4)


@dataclass(frozen=True, slots=True)
class Gate:
    """A share that must be reached, or, when it is `is_over`, exceeded."""

    share: Fraction
    is_over: bool = False

    def is_met(self, part: Fraction | int, whole: Fraction | int) -> bool:
        """Whether the part is enough of the whole; of nothing, nothing is enough."""
        if whole <= 0:
            return False
        needed = whole * self.share
        return part > needed if self.is_over else part >= needed

    def least(self, whole: Fraction | int, step: Fraction) -> Fraction:
        """The smallest multiple of `step` that is enough."""
        needed = Fraction(whole) * self.share / step
        count = needed.numerator // needed.denominator
        return step * (count + 1 if self.is_over or needed.denominator != 1 else count)

    def __str__(self) -> str:
        return f"{'>' if self.is_over else '≥'} {self.share}"


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of motion: its gates and the articles they come from.

    `participation` None: who stays away has not agreed (unanimity). Without `by_area` only
    heads count.
    """

    key: str
    name: Words
    participation: Gate | None
    approval: Gate
    articles: tuple[str, ...]
    by_area: bool = True
    may_be_deemed: bool = True


_TAKE_PART = Gate(_TWO_THIRDS)
_MORE_THAN_HALF = Gate(_HALF, is_over=True)
_ITEMS = {
    1: Words("制定和修改业主大会议事规则", "make or change the assembly's rules"),
    2: Words("制定和修改管理规约", "make or change the covenant"),
    3: Words("选举业主委员会或者更换业主委员会成员", "elect or replace the committee"),
    4: Words("选聘和解聘物业服务企业", "hire or dismiss the property manager"),
    5: Words("使用维修资金", "use the maintenance fund"),
    6: Words("筹集维修资金", "raise maintenance funds"),
    7: Words("改建、重建建筑物及其附属设施", "alter or rebuild"),
    8: Words("改变共有部分的用途或者利用共有部分经营", "change the use of common parts"),
    9: Words("有关共有和共同管理权利的其他重大事项", "another major matter"),
}
_SPECIAL_ITEMS = frozenset({6, 7, 8})


def _item(number: int) -> Kind:
    gate = Gate(_THREE_QUARTERS) if number in _SPECIAL_ITEMS else _MORE_THAN_HALF
    articles = (f"民法典278.1({number})", "民法典278.2")
    return Kind(f"278.{number}", _ITEMS[number], _TAKE_PART, gate, articles)


ORDINARY = Kind(
    "ordinary",
    Words("一般事项", "ordinary motion"),
    _TAKE_PART,
    _MORE_THAN_HALF,
    ("民法典278.2",),
)
SPECIAL = Kind(
    "special",
    Words("特别事项", "special motion"),
    _TAKE_PART,
    Gate(_THREE_QUARTERS),
    ("民法典278.2",),
)
ELECTION = Kind(
    "election",
    Words("选举业主委员会", "election of the committee"),
    _TAKE_PART,
    _MORE_THAN_HALF,
    ("民法典278.1(3)", "民法典278.2"),
)
UNANIMITY = Kind(
    "279",
    Words("住宅改变为经营性用房", "a home becomes business premises"),
    None,
    Gate(Fraction(1)),
    ("民法典279",),
    may_be_deemed=False,
)
"""Article 279: every owner with an interest agrees; silence is no agreement."""
RESIDENTS_MEETING = Kind(
    "residents_meeting",
    Words("居民会议", "residents' meeting"),
    _MORE_THAN_HALF,
    _MORE_THAN_HALF,
    ("城市居民委员会组织法9",),
    by_area=False,
    may_be_deemed=False,
)
KINDS: Mapping[str, Kind] = {
    one.key: one
    for one in (
        ORDINARY,
        SPECIAL,
        ELECTION,
        UNANIMITY,
        RESIDENTS_MEETING,
        *map(_item, _ITEMS),
    )
}


def kind_of(key: object, field: str) -> Kind:
    """The kind somebody wrote: `ordinary`, `special`, `279`, `278.1` to `278.9`, and so on.

    Raises:
        Refused: no such kind.
    """
    found = KINDS.get(key) if isinstance(key, str) else None
    if found is None:
        raise Refused(
            "invalid",
            "%(where)s: “%(kind)s” is no kind of motion; one of %(known)s.",
            field=field,
            where=field,
            kind=str(key)[:40],
            known=", ".join(KINDS),
        )
    return found
