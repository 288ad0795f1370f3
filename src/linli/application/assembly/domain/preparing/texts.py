"""Drafts of the assembly's rules 议事规则 and the covenant 管理规约, and what changed in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class TextKind(StrEnum):
    """Which text; each is decided as its own item of Civil Code Article 278."""

    RULES = "rules"
    COVENANT = "covenant"


MOTION_KINDS = {TextKind.RULES: "278.1", TextKind.COVENANT: "278.2"}


class Change(StrEnum):
    """What became of a line."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the comparison."""

    change: Change
    words: str


def compare(before: str, after: str) -> tuple[Line, ...]:
    """Line by line what was taken out and what was put in, in reading order."""
    return tuple(_lines(before.splitlines(), after.splitlines()))


def _lines(old: list[str], new: list[str]) -> Iterator[Line]:
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Line(Change.SAME, words) for words in new[k:m])
            continue
        yield from (Line(Change.REMOVED, words) for words in old[i:j])
        yield from (Line(Change.ADDED, words) for words in new[k:m])
