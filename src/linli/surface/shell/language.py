"""Words that live in data, names of places and rows of names, in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import get_language

from linli.foundation.places.api import PlaceCard
from linli.kernel import Words


def is_zh() -> bool:
    """Whether this page is in Chinese."""
    return (get_language() or "zh").startswith("zh")


def read(words: Words) -> str:
    """Words that live in data, in the reader's language."""
    return words.in_language(get_language() or "zh")


def label(place: PlaceCard | None) -> str:
    """The whole name of a place; nothing for none."""
    if place is None:
        return ""
    return place.label if is_zh() else place.label_en or place.label


def joined(names: Iterable[str]) -> str:
    """Names one after the other, empty ones left out."""
    return ("、" if is_zh() else ", ").join(name for name in names if name)
