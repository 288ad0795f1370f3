"""JSON in its one form (RFC 8785), so that everybody hashes the same bytes."""

from collections.abc import Mapping
from typing import Any

import orjson
import rfc8785

from linli.kernel import Refused

_SAFE = 2**53 - 1


def canonical(value: Any, *, field: str) -> bytes:
    """The canonical form; refuses what has none, and numbers with a point.

    Areas and shares are decimal text, so that nothing is ever rounded.
    """
    try:
        # refuses what holds itself, so that what follows comes to an end
        text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
        if _is_plain(value):  # the same bytes, many times sooner
            return text
        _check_no_float(value)
        return rfc8785.dumps(value)
    except (ValueError, TypeError, RecursionError) as error:
        raise Refused(
            "invalid", "%(name)s is no JSON: %(why)s.", field=field, name=field, why=str(error)
        ) from error


def _is_plain(value: Any) -> bool:
    """Whether any JSON writer that sorts keys would write the canonical form."""
    todo = [value]
    for each in todo:  # grows while it is gone through
        kind = type(each)
        if kind is str or kind is bool or each is None:
            continue
        if kind is dict:
            # keys are sorted by UTF-16, which is the order of letters in ASCII but not everywhere
            if not "".join(each).isascii():
                return False
            todo += each.values()
        elif kind is list or kind is tuple:
            todo += each
        elif kind is not int or not -_SAFE <= each <= _SAFE:
            return False
    return True


def _check_no_float(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError("write decimals as text")
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            _check_no_float(one)
