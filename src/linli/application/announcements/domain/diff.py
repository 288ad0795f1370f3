"""What a correction changed: word by word, in Chinese too, where no space tells words apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]|[^。；！？\n]+")
_WORD = re.compile(
    r"\d+年\d+月\d+日|\d+月\d+日|\d+(?:[.,:：/]\d+)*(?:[年月日时点分%％]|平方米)?|[A-Za-z]+|\s+|.",
    re.DOTALL,
)
_TOO_SHORT = 2
"""So few unchanged characters between two changes are read more easily as changed."""


_MOST_PAIRS = 1_000_000
"""Characters of one text by those of the other that are compared in a moment."""


class Change(StrEnum):
    """What became of a piece of the older text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in the order one reads them: what is gone stands before what is new."""

    change: Change
    text: str


def diff(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of both texts; same and gone together are the old one, same and new the new one.

    Sentences are compared first and only those that differ by words; a day, a time or a measure is
    one word, so that "12月10日" is never shown as a 1 that became a 2.
    """
    before, after = _SENTENCE.findall(old), _SENTENCE.findall(new)
    pieces: list[Piece] = []
    for tag, left, right in _steps(before, after):
        if tag == "equal":
            pieces.append(Piece(Change.SAME, "".join(left)))
        else:
            pieces.extend(_changed(left, right))
    return tuple(_joined(pieces))


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """Sentences that became others: as many as before one by one, else all of them together."""
    if len(old) != len(new) and _is_short("".join(old), "".join(new)):
        old, new = ["".join(old)], ["".join(new)]
    for left, right in zip_longest(old, new, fillvalue=""):
        yield from _by_words(left, right)


def _is_short(old: str, new: str) -> bool:
    return len(old) * len(new) <= _MOST_PAIRS


def _by_words(old: str, new: str) -> list[Piece]:
    if not _is_short(old, new):
        return [Piece(Change.GONE, old), Piece(Change.NEW, new)]
    steps = [
        ("".join(left), "".join(right), tag == "equal")
        for tag, left, right in _steps(_WORD.findall(old), _WORD.findall(new))
    ]
    found: list[Piece] = []
    gone = fresh = ""
    for place, (left, right, is_equal) in enumerate(steps):
        is_between = 0 < place < len(steps) - 1
        if is_equal and not (is_between and len(left) <= _TOO_SHORT and "\n" not in left):
            found += [Piece(Change.GONE, gone), Piece(Change.NEW, fresh), Piece(Change.SAME, left)]
            gone = fresh = ""
        else:
            gone, fresh = gone + left, fresh + right
    return [*found, Piece(Change.GONE, gone), Piece(Change.NEW, fresh)]


def _steps(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    found = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in found.get_opcodes():
        yield tag, old[i1:i2], new[j1:j2]


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece, and nothing empty."""
    last: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if last is not None and last.change is piece.change:
            last = Piece(last.change, last.text + piece.text)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
