"""A long list of places, five at a time: its parts say what is in them, the last can be chosen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from linli.foundation.places.api import PlaceCard
from linli.surface.shell.language import joined, label

FEW = 5
"""As many as one compares without losing the first (docs/faces.md, U23)."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the places: their names, or from which to which, and the address that shows them."""

    title: str
    href: str


def few(
    kinds: Sequence[Sequence[PlaceCard]], given: Mapping[str, str]
) -> tuple[list[Part], list[PlaceCard]]:
    """The parts of a list to look into; or, of a short one, the places to choose from.

    No part holds two kinds. `given` is the query of the page; the part that was opened stands in
    it as "3-8".
    """
    cards = [card for kind in kinds for card in kind]
    ends = [sum(map(len, kinds[: at + 1])) for at in range(len(kinds))]
    opened = _opened(given.get("part", ""), len(cards))
    if len(opened) <= FEW:
        return [], [cards[at] for at in opened]
    kept = {name: value for name, value in given.items() if name != "part"}
    return [_part(cards, spots, kept) for spots in _cut(opened, ends)], []


def _cut(opened: range, ends: Sequence[int]) -> list[range]:
    """At most five parts where the kinds allow it: of five places, or of 25, or of 125."""
    size = FEW
    while len(parts := list(_slices(opened, ends, size))) > FEW and size < len(opened):
        size *= FEW
    return parts


def _slices(opened: range, ends: Sequence[int], size: int) -> Iterator[range]:
    start = opened.start
    while start < opened.stop:
        end = next(end for end in ends if end > start)
        stop = min(start + size, end, opened.stop)
        yield range(start, stop)
        start = stop


def _part(cards: Sequence[PlaceCard], spots: range, kept: Mapping[str, str]) -> Part:
    names = [label(cards[at]) for at in spots]
    ends = {"first": names[0], "last": names[-1]}
    title = joined(names) if len(names) <= FEW else _("%(first)s to %(last)s") % ends
    return Part(title, f"?{urlencode({**kept, 'part': f'{spots.start}-{spots.stop}'})}")


def _opened(text: str, count: int) -> range:
    """The part that stands in the address; all of it when that makes no sense."""
    first, _dash, last = text.partition("-")
    if not (first.isascii() and last.isascii() and first.isdigit() and last.isdigit()):
        return range(count)
    return range(int(first[:6]), min(int(last[:6]), count)) or range(count)
