"""Reads a pasted result notice, and says what kinds of motions there are."""

import json
from typing import Any

from linli.application.assembly.domain.auditing import read_notice as _checked
from linli.application.assembly.domain.kinds import KINDS, Kind
from linli.application.assembly.domain.noticing import MOST_LETTERS, ReadNotice, read_text
from linli.kernel import Actor, Refused


def read_notice(*, viewer: Actor, text: str) -> ReadNotice:
    """The figures of a notice pasted as text or as JSON, ready for `audit_notice`.

    Anyone may; nothing is kept, and nothing is judged yet.

    Raises:
        Refused: it is too long, no figure was found, or what is wrong in the JSON and where.
    """
    del viewer
    if not text.lstrip().startswith("{"):
        return read_text(text)
    given = _json(text)
    _checked(given)
    return ReadNotice(given)


def list_kinds(*, viewer: Actor) -> tuple[Kind, ...]:
    """Every kind of motion with its gates and articles; anyone may know them."""
    del viewer
    return tuple(KINDS.values())


def _json(text: str) -> dict[str, Any]:
    if len(text) > MOST_LETTERS:
        raise Refused(
            "too_large",
            "The text is longer than %(most)s letters; please paste only the result.",
            field="text",
            most=MOST_LETTERS,
        )
    try:
        found = json.loads(text, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        raise Refused(
            "invalid",
            "This begins like JSON but cannot be read to its end.",
            field="text",
        ) from None
    return found if isinstance(found, dict) else {}
