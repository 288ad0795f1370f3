"""What a plain JSON value must be; every mistake is named with its place."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from linli.kernel import Refused

MOST_LETTERS = 200
_REMARKS = frozenset({"name", "note"})  # for people; nothing is counted by them
_Member = TypeVar("_Member", bound=StrEnum)


def mapping_of(given: object, field: str) -> Mapping[str, Any]:
    """Names and values."""
    if not isinstance(given, dict):
        raise Refused(
            "invalid", "%(where)s: names and values in braces are needed.", field=field, where=field
        )
    return given


def list_of(given: object, field: str, most: int) -> Sequence[Any]:
    """A list, not too long."""
    if not isinstance(given, list):
        raise Refused(
            "invalid", "%(where)s: a list in square brackets is needed.", field=field, where=field
        )
    if len(given) > most:
        raise Refused(
            "too_large", "%(where)s: at most %(most)s entries.", field=field, where=field, most=most
        )
    return given


def only(given: Mapping[str, Any], field: str, known: set[str]) -> None:
    """Refuse a name that nobody knows; a remark may stand anywhere."""
    for name in given:
        if name not in known and name not in _REMARKS:
            raise Refused(
                "invalid",
                "%(where)s: nobody knows “%(name)s”; the names are %(known)s.",
                field=field,
                where=field,
                name=str(name)[:40],
                known=", ".join(sorted(known)),
            )


def text_of(given: object, field: str, *, may_lack: bool = False) -> str:
    """A short text; refused when it is missing, too long or no text."""
    if given is None and may_lack:
        return ""
    if isinstance(given, str) and given.strip() and len(given) <= MOST_LETTERS:
        return given
    raise Refused(
        "invalid",
        "%(where)s: a text of 1 to %(most)s letters is needed.",
        field=field,
        where=field,
        most=MOST_LETTERS,
    )


def texts_of(given: object, field: str, most: int) -> tuple[str, ...]:
    """A list of short texts."""
    rows = list_of(given, field, most)
    return tuple(text_of(one, f"{field}[{number}]") for number, one in enumerate(rows))


def member_of(kind: type[_Member], given: object, field: str) -> _Member:
    """One of several words."""
    return kind(word_of(tuple(kind), str(given), field))


def word_of(known: Collection[str], given: object, field: str) -> str:
    """One of several words that are known."""
    if isinstance(given, str) and given in known:
        return given
    raise Refused(
        "invalid",
        "%(where)s: “%(given)s” is not one of %(known)s.",
        field=field,
        where=field,
        given=str(given)[:40],
        known=", ".join(known),
    )


def truth_of(given: object, field: str) -> bool:
    """True or false; a date or the notice's number also says that it was published."""
    if isinstance(given, bool):
        return given
    return bool(text_of(given, field))


def number_of(given: object, field: str, least: int, most: int) -> int:
    """A whole number within its bounds."""
    if isinstance(given, int) and not isinstance(given, bool) and least <= given <= most:
        return given
    raise Refused(
        "invalid",
        "%(where)s: a whole number from %(least)s to %(most)s is needed.",
        field=field,
        where=field,
        least=least,
        most=most,
    )
