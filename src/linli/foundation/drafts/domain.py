"""What a draft and a parked form are, how large they may be and how long they wait."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from linli.kernel import Ref, Refused

KEPT = timedelta(days=30)
"""How long a draft waits for the one who began it."""
ENDED_KEPT = timedelta(days=1)
"""How long a draft that was thrown away or handed in can be brought back."""
PARKED_KEPT = timedelta(hours=24)
LONGEST = 20_000
MOST_DRAFTS = 50
LONGEST_SLOT = 100
LONGEST_FORM = 100_000
MOST_FILES = 6
MOST_FILE_BYTES = 30 * 1024 * 1024
"""All files of one parked form together."""
MOST_PARKED_BYTES = 1024 * 1024 * 1024
"""All parked files of the installation together; beyond it forms are parked without them."""


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A draft as its writer sees it.

    `slot` says what it is for (`report`, `message:ID`), `became` what it was handed in as, and
    `turn` how often it was brought back, so that handing it in again is a new act.
    """

    id: str
    slot: str
    values: Mapping[str, Any]
    kept_at: datetime
    ended_at: datetime | None
    became: str
    turn: int

    @property
    def about(self) -> Ref:
        """What the photos of this draft hang on."""
        return Ref("draft", self.id)

    @property
    def until(self) -> datetime:
        """When it is forgotten."""
        return self.kept_at + KEPT if self.ended_at is None else self.ended_at + ENDED_KEPT


@dataclass(frozen=True, slots=True)
class ParkedFile:
    """A file of a form that could not be taken: the name of its input, its own name, its bytes."""

    field: str
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ParkedForm:
    """A form that was sent after its session had ended: where it belongs and what it held.

    `form` is the key it was sent with; whoever may see it again is told by that key.
    """

    id: str
    page: str
    form: str
    values: Mapping[str, list[str]]
    files: tuple[str, ...]


def check_slot(slot: str) -> None:
    """A slot is a short word of the program's own."""
    if not 0 < len(slot) <= LONGEST_SLOT or not slot.isprintable():
        raise Refused("invalid", "There is no such draft.")


def check_length(text: str, longest: int) -> None:
    """Sealed text is bounded."""
    if len(text) > longest:
        raise Refused("too_large", "This is too long to be kept. Please shorten it.")


def fitting(files: tuple[ParkedFile, ...]) -> tuple[ParkedFile, ...]:
    """The files, when they are few and small enough to be parked; else none of them."""
    size = sum(len(file.content) for file in files)
    return files if len(files) <= MOST_FILES and size <= MOST_FILE_BYTES else ()
