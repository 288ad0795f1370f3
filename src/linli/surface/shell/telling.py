"""What happened and what was said, as the timeline and the talk want it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from linli.kernel import Words
from linli.surface.shell.table import Photo, Sound


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what happened."""

    said: Words
    at: datetime
    via: str = ""
    who: str = ""
    words: str = ""
    href: str = ""
    link: str = ""
    photos: tuple[Photo, ...] = ()
    sounds: tuple[Sound, ...] = ()
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One message."""

    who: str
    words: str
    at: datetime
    is_mine: bool
    via: str
    photos: tuple[Photo, ...] = ()
    sounds: tuple[Sound, ...] = ()


def photos_at(addresses: Iterable[str]) -> tuple[Photo, ...]:
    """Pictures by where they are, numbered; each has its small one there too."""
    return tuple(
        Photo(address, f"{address}?small", _("Photo %(number)s") % {"number": number})
        for number, address in enumerate(addresses, start=1)
    )


def sounds_at(addresses: Iterable[str]) -> tuple[Sound, ...]:
    """Voice notes by where they are, numbered."""
    return tuple(
        Sound(address, _("Voice note %(number)s") % {"number": number})
        for number, address in enumerate(addresses, start=1)
    )
