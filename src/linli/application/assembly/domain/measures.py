"""Heads and square metres, always exact: no percentage and no float decides anything."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from linli.kernel import Refused

MOST_DIGITS = 40
"""Digits of one area, before and behind the point together; more is a mistake of the list."""


@dataclass(frozen=True, slots=True)
class Weight:
    """So many owners, and the square metres they own together."""

    heads: int
    area: Fraction

    def __add__(self, other: "Weight") -> "Weight":
        return Weight(self.heads + other.heads, self.area + other.area)

    def __sub__(self, other: "Weight") -> "Weight":
        return Weight(self.heads - other.heads, self.area - other.area)


NOTHING = Weight(0, Fraction(0))


def read_area(text: object, field: str) -> Decimal:
    """A number of square metres written as a decimal string, with any number of places.

    Raises:
        Refused: it is no such number, or not more than 0; `field` says where it stands.
    """
    if isinstance(text, int) and not isinstance(text, bool):
        text = str(text)
    if not isinstance(text, str):
        raise Refused(
            "invalid",
            "%(where)s: an area is written in quotes, like “89.50”, so that no digit is lost.",
            field=field,
            where=field,
        )
    plain = text.strip()
    digits = plain.replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS):
        raise Refused(
            "invalid",
            "%(where)s: “%(text)s” is no area; write the square metres like “89.50”.",
            field=field,
            where=field,
            text=plain[:40],
        )
    return Decimal(plain)


def places_of(area: Decimal) -> int:
    """How many places behind the point an area is written with."""
    exponent = area.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def written(area: Fraction, places: int) -> str:
    """An area with so many places, exact when it has no more; else rounded up to the next step."""
    steps = -((-area.numerator * 10**places) // area.denominator)
    whole, rest = divmod(abs(steps), 10**places)
    sign = "-" if steps < 0 else ""
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"
