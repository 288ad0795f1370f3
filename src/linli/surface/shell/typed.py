"""What is typed into a form, read the same way on every page, and said back to whoever typed it."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import get_language, gettext

from linli.foundation.places.api import PlaceCard, find_place
from linli.kernel import Actor, Refused, Words, now
from linli.kernel.written import (
    Meaning,
    Read,
    Side,
    read_day,
    read_moment,
    read_money,
    read_phone,
    read_time,
)

T = TypeVar("T")


def day_typed(text: str, field: str, side: Side = Side.EITHER) -> Meaning[date]:
    """A day as people write it; refused or asked back at its field."""
    today = timezone.localtime(now()).date()
    return _sure(lambda: read_day(text, today=today, side=side), field)


def moment_typed(text: str, field: str, side: Side = Side.EITHER) -> Meaning[datetime]:
    """A day with a time, in the community's zone."""
    here = timezone.localtime(now()).replace(tzinfo=None)
    found = _sure(lambda: read_moment(text, now=here, side=side), field)
    return Meaning(timezone.make_aware(found.value), found.words)


def time_typed(text: str, field: str) -> Meaning[time]:
    """A time of day."""
    return _sure(lambda: read_time(text), field)


def phone_typed(text: str, field: str) -> Meaning[str]:
    """A phone number the way it is kept."""
    return _sure(lambda: read_phone(text), field)


def money_typed(text: str, field: str) -> Meaning[Decimal]:
    """A sum in yuan with two decimals."""
    return _sure(lambda: read_money(text), field)


def numbers_typed(text: str, field: str) -> str:
    """One or several phone numbers to be rung, as they are said back; refused at the field."""
    try:
        meanings = read_phone(text).meanings
    except Refused as refused:
        raise _at(refused, field) from None
    return " / ".join(each.words.in_language(get_language() or "en") for each in meanings)


def words_typed(text: str, most: int) -> str:
    """Words as they were written, at most so many characters.

    A browser counts the end of a line as one character and sends it as two.
    """
    return text.replace("\r\n", "\n").strip()[:most]


def place_typed(viewer: Actor, text: str) -> PlaceCard | None:
    """The one place an address means; None when nothing was written."""
    return find_place(viewer=viewer, text=text[:120]) if text.strip() else None


def start_of(day: date) -> datetime:
    """The first moment of a day in the community's zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def understood(*meant: Words | str) -> str:
    """“We understood: …”, to be put on the next page; empty when nothing was typed."""
    language = get_language() or "en"
    said = [one.in_language(language) if isinstance(one, Words) else one for one in meant]
    what = ("；" if language.startswith("zh") else "; ").join(one for one in said if one)
    return gettext("We understood: %(what)s.") % {"what": what} if what else ""


def _sure(read: Callable[[], Read[T]], field: str) -> Meaning[T]:
    try:
        return read().sure(field)
    except Refused as refused:
        raise _at(refused, field) from None


def _at(refused: Refused, field: str) -> Refused:
    return Refused(refused.code, refused.message, field=field, **refused.params)
