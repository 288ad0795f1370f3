"""Phone and ID numbers: one way to write each, so that what is the same is found as the same."""

import re
import unicodedata

from linli.foundation.people.domain.cards import ChannelKind
from linli.kernel import Refused
from linli.kernel.written import read_phone

_ID = re.compile(r"[0-9A-Z]{5,20}")
_MOBILE = re.compile(r"1[0-9]{10}")
"""Eleven digits from 1 on; the invented numbers of the demo are no one's and begin with 10."""


def clean_phone(text: str) -> str:
    """A phone number the one way it is kept, however it was written."""
    return read_phone(text).sure("phone").value


def looks_like_phone(text: str) -> bool:
    """Whether text could be a phone number."""
    try:
        clean_phone(text)
    except Refused:
        return False
    return True


def usable_kinds(phone: str) -> frozenset[ChannelKind]:
    """What reaches a number: a mobile everything, a landline calls only, no number neither."""
    kinds = {ChannelKind.APP, ChannelKind.PAPER}
    if phone:
        kinds.add(ChannelKind.PHONE)
    if _MOBILE.fullmatch(phone) or phone.startswith("+"):
        kinds.add(ChannelKind.SMS)
    return frozenset(kinds)


def mask_phone(phone: str) -> str:
    """Enough of a number to recognise one's own: "138****1234"."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 9 else "*" * len(phone)


def clean_id_number(text: str) -> str:
    """An identity, passport or company number without spaces, letters large."""
    number = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text[:60])).upper()
    if not _ID.fullmatch(number):
        raise Refused(
            "invalid",
            "An ID number has 5 to 20 letters and digits.",
            field="id_number",
        )
    return number


def looks_like_id_number(text: str) -> bool:
    """Whether text could be an ID number: it has digits and fits the form."""
    try:
        return any(char.isdigit() for char in clean_id_number(text))
    except Refused:
        return False
