"""The number people quote on the phone: the local date and a running number of the day."""

import re
from datetime import date

from linli.kernel.written import plain

_NUMBER = re.compile(r"(?:(\d{4})-?)?(\d{4})-(\d{1,6})|(\d{4})(\d{4})(\d{2,6})")
_DECORATION = re.compile(r"^(?:编号|事项|单号|第|NO\.?|#)[:.]?-?|-?号$")


def number_of(day: date, serial: int) -> str:
    """`2026-1123-07` for the seventh matter of 23 November 2026."""
    return f"{day:%Y-%m%d}-{serial:02d}"


def read_number(text: str) -> str | None:
    """A number as someone might write it (spaces, full-width digits, no dashes), as it is kept;
    "-1123-07" when the year was left out, None when it is no number."""
    short = re.sub(r"[\s_./-]+", "-", plain(text)).strip("-")
    found = _NUMBER.fullmatch(_DECORATION.sub("", short))
    if found is None:
        return None
    year, day, serial = (found[1], found[2], found[3]) if found[2] else found.groups()[3:]
    return f"{year or ''}-{day}-{int(serial):02d}"
