"""JSON in its one form (RFC 8785), so that everybody hashes the same bytes."""

import json
from collections.abc import Mapping
from typing import Any

import rfc8785

from linli.kernel import Refused

_SAFE = 2**53 - 1
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: Any, *, field: str) -> bytes:
    """The canonical form; refuses what has none, and numbers with a point.

    Areas and shares are decimal text, so that nothing is ever rounded.
    """
    try:
        if _is_plain(value):  # the same bytes, many times sooner
            return _encode(value).encode()
        _check_no_float(value)
        return rfc8785.dumps(value)
    except (ValueError, TypeError, RecursionError) as error:
        raise Refused(
            "invalid", "%(name)s is no JSON: %(why)s.", field=field, name=field, why=str(error)
        ) from error


def _is_plain(value: Any) -> bool:
    """Whether any JSON writer that sorts keys would write the canonical form."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is int:
        return bool(-_SAFE <= value <= _SAFE)
    if kind is dict:
        # keys are sorted by UTF-16, which is the order of letters in ASCII but not everywhere
        return all(
            [type(key) is str and key.isascii() and _is_plain(one) for key, one in value.items()]
        )
    return kind in (list, tuple) and all([_is_plain(one) for one in value])


def _check_no_float(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError("write decimals as text")
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            _check_no_float(one)
