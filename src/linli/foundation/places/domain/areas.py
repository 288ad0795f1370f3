"""Floor areas in square metres, exact to every digit that was written."""

import re
import unicodedata
from decimal import Decimal

from linli.kernel import Refused

_PLAIN = re.compile(r"[0-9]{1,9}(\.[0-9]{1,20})?")


def read_area(text: str) -> Decimal:
    """A positive area from text such as "89.50", "８９.５㎡" or "1,203.4 平方米"."""
    narrow = re.sub(r"㎡|m²", "", text)
    narrow = unicodedata.normalize("NFKC", narrow).strip().lower()
    narrow = re.sub(r"\s*(m2|sqm|平方米|平米|平方)$", "", narrow)
    narrow = re.sub(r"(?<=[0-9]),(?=[0-9]{3}(?:\D|$))", "", narrow)
    if not _PLAIN.fullmatch(narrow) or not Decimal(narrow):
        raise Refused(
            "invalid",
            "The area must be a number of square metres above 0, such as 89.5.",
            field="area",
        )
    return Decimal(narrow)


def check_area(area: Decimal | str) -> str:
    """An area as it is stored, without exponent; refuses what is not a positive number."""
    if isinstance(area, str):
        area = read_area(area)
    if not area.is_finite():
        return str(read_area("not a number"))
    return f"{read_area(f'{area:f}'):f}"
