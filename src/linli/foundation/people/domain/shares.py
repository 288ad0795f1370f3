"""Shares of ownership, exact."""

import re
import unicodedata
from collections.abc import Iterable
from fractions import Fraction

from linli.kernel import Refused

_FRACTION = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")
_DECIMAL = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,8})?)(%?)")


def read_share(text: str) -> str:
    """A share above 0 and at most 1 as "1/2", from "1/2", "50%" or "0.5".

    Empty stays empty: the share was not said.
    """
    short = re.sub(r"\s", "", unicodedata.normalize("NFKC", text[:40])).replace("\u2044", "/")
    if not short:
        return ""
    share = _as_fraction(short)
    if share is None or not 0 < share <= 1:
        raise Refused(
            "invalid",
            "A share is a part of the whole, such as 1/2 or 0.5.",
            field="share",
        )
    return str(share)


def _as_fraction(text: str) -> Fraction | None:
    found = _FRACTION.fullmatch(text)
    if found:
        return Fraction(int(found[1]), int(found[2])) if int(found[2]) else None
    found = _DECIMAL.fullmatch(text)
    if found:
        return Fraction(found[1]) / (100 if found[2] else 1)
    return None


def is_too_much(shares: Iterable[str]) -> bool:
    """Whether the shares that were said come to more than the whole."""
    return sum((Fraction(share) for share in shares if share), Fraction()) > 1
