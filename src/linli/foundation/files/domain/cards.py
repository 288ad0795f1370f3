"""Files as other modules see them."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from linli.foundation.files.domain.sniff import Type
from linli.kernel import Ref, Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_FILES_A_DAY = 100
MOST_BYTES_A_DAY = 300 * 1024 * 1024
STAFF_TIMES = 10
"""Staff send for many people, so their bounds are so many times as wide."""


@dataclass(frozen=True, slots=True)
class FileCard:
    """A kept file: what it hangs on (`about`), what it is, and who brought it.

    `kind` is image, audio or document; `width` and `height` are pixels of an image, else None.
    """

    id: str
    community: str
    about: Ref
    name: str
    kind: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    has_thumbnail: bool
    kept_by: str | None
    kept_for: str | None
    kept_via: str
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class FileContent:
    """The bytes of a file with the name and media type under which they may be sent."""

    file: str
    name: str
    media_type: str
    content: bytes
    digest: str


def clean_name(name: str, kind: Type) -> str:
    """A name without folders, control and direction marks, ending as its type does."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(
        mark for mark in last if unicodedata.category(mark)[0] not in "CZ" or mark == " "
    )
    stem = plain.rsplit(".", 1)[0] if "." in plain else plain
    return (stem.strip(" .")[:80] or kind.kind.value) + kind.extension


def check_size(content: bytes) -> None:
    """At most 10 MB come in at once."""
    if len(content) > MOST_BYTES:
        raise Refused(
            "too_large",
            "A file may have at most %(most)s MB; this one has %(size)s MB.",
            field="content",
            most=MOST_BYTES // (1024 * 1024),
            size=-(-len(content) // (1024 * 1024)),
        )


def check_day(files: int, size: int, *, is_staff: bool) -> None:
    """The generous bounds of what one person may send within 24 hours, this file included."""
    times = STAFF_TIMES if is_staff else 1
    if files > MOST_FILES_A_DAY * times:
        raise Refused(
            "too_many",
            "You have sent %(most)s files within 24 hours, which is the limit. Please send more "
            "tomorrow, or ring the service desk if it is urgent.",
            most=MOST_FILES_A_DAY * times,
        )
    if size > MOST_BYTES_A_DAY * times:
        raise Refused(
            "too_many",
            "You have sent more than %(most)s MB within 24 hours, which is the limit. Please send "
            "more tomorrow, or ring the service desk if it is urgent.",
            most=MOST_BYTES_A_DAY * times // (1024 * 1024),
        )
