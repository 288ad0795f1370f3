"""The one way to say no."""

from typing import Any

CODES = frozenset(
    {
        "invalid",  # what was given cannot be used; the message says what and where
        "not_found",  # there is no such thing, or the viewer may not know of it
        "gone",  # it was there once and is over
        "forbidden",  # the viewer may know of it, but may not do this
        "not_signed_in",
        "conflict",  # the thing is in a state in which this cannot be done
        "too_many",  # a limit was reached; the message says which and until when
        "too_large",
        "unavailable",  # a part of the system is down for the moment
    }
)


class Refused(Exception):
    """A verb or question that was not carried out; nothing has changed.

    `message` is an English source sentence with named placeholders (`%(limit)s`), translated
    where it is shown; `field` names the input at fault when there is one.
    """

    def __init__(self, code: str, message: str, *, field: str | None = None, **params: Any) -> None:
        if code not in CODES:
            raise ValueError(f"unknown refusal code: {code}")
        super().__init__(message % params if params else message)
        self.code = code
        self.message = message
        self.field = field
        self.params = params
