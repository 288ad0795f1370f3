"""What may be published: bounded words, with their article and their day."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta

from linli.application.announcements.domain.cards import Kind
from linli.kernel import Refused, Words

LONGEST_TITLE = (40, 80)
LONGEST_TEXT = (6000, 12000)
LONGEST_BASIS = 120
LONGEST_WHY = 200
MOST_PLACES = 60
LONGEST_HANG = timedelta(days=731)


@dataclass(frozen=True, slots=True)
class Wording:
    """What one version says, cleaned and within bounds."""

    title: Words
    text: Words
    basis: str
    hang_until: date | None


def wording(
    kind: Kind, title: Words, text: Words, basis: str, hang_until: date | None, *, today: date
) -> Wording:
    """What is to be published; refused with the field at fault.

    A legal publication names its article and hangs until a day, today at the earliest.
    """
    basis = line(basis, "basis", LONGEST_BASIS)
    if kind.is_legal and not basis:
        raise Refused(
            "invalid", "Please name the article that asks for this publication.", field="basis"
        )
    if kind.is_legal and hang_until is None:
        raise Refused("invalid", "Please say until when it must hang.", field="hang_until")
    if hang_until is not None and not today <= hang_until <= today + LONGEST_HANG:
        raise Refused(
            "invalid",
            "Until when it hangs is a day from today on, within two years.",
            field="hang_until",
        )
    return Wording(
        _both(title, "title", LONGEST_TITLE, one_line=True),
        _both(text, "text", LONGEST_TEXT, one_line=False),
        basis,
        hang_until,
    )


def line(text: str, field: str, longest: int) -> str:
    """One line of at most so many characters."""
    text = " ".join(text.replace("\0", "").split())
    if len(text) > longest:
        raise Refused(
            "too_large",
            "Please write at most %(longest)s characters.",
            field=field,
            longest=longest,
        )
    return text


def sha256_of(kind: Kind, number: int, said: Wording) -> str:
    """The digest of a version: canonical JSON (RFC 8785) of kind, number, words, basis and day."""
    body = {
        "basis": said.basis,
        "hang_until": said.hang_until.isoformat() if said.hang_until else None,
        "kind": kind.value,
        "number": number,
        "text": [said.text.zh, said.text.en],
        "title": [said.title.zh, said.title.en],
    }
    plain = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _both(words: Words, field: str, longest: tuple[int, int], *, one_line: bool) -> Words:
    zh, en = (
        line(said, f"{field}_{name}", most) if one_line else _lines(said, f"{field}_{name}", most)
        for said, name, most in ((words.zh, "zh", longest[0]), (words.en, "en", longest[1]))
    )
    if not zh:
        raise Refused("invalid", "A message needs words.", field=f"{field}_zh")
    return Words(zh, en or zh)


def _lines(text: str, field: str, longest: int) -> str:
    """Paragraphs, one a line; no spaces at their ends, no empty ones."""
    lines = (" ".join(one.split()) for one in text.replace("\0", "").splitlines())
    text = "\n".join(one for one in lines if one)
    if len(text) > longest:
        line(text, field, longest)
    return text
