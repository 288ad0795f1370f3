"""The number people quote on the phone: the local date and a running number of the day."""

import re
from datetime import date

_NUMBER = re.compile(r"(\d{4})-?(\d{4})-?(\d{2,6})")


def number_of(day: date, serial: int) -> str:
    """`2026-1123-07` for the seventh matter of 23 November 2026."""
    return f"{day:%Y-%m%d}-{serial:02d}"


def read_number(text: str) -> str | None:
    """A number as someone might write it (spaces, full-width digits, no dashes); None if none."""
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in text)
    plain = re.sub(r"[\s_—–－]+", "-", plain.strip()).strip("-")  # noqa: RUF001
    found = _NUMBER.fullmatch(plain)
    return "-".join(found.groups()) if found else None
