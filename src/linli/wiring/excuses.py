"""Accidents of the machine that a person can mend, as one sentence instead of a traceback."""

import errno
import os

from linli.kernel import Refused

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DAMAGED = ("malformed", "not a database")


def excuse(error: Exception) -> Refused | None:
    """What to tell whoever typed the command; None for what only a programmer can mend."""
    from django.db import DatabaseError

    data = os.environ.get("LINLI_DATA", "")
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return Refused(
            "unavailable",
            "The disk of %(data)s is full. Free some space and try again; nothing was lost.",
            data=data,
        )
    if not isinstance(error, DatabaseError):
        return None
    said = str(error)
    if "no such table" in said or "does not exist" in said:
        return Refused(
            "conflict",
            "%(data)s has not been made ready yet. Start `linli up` there once, then try again.",
            data=data,
        )
    if any(word in said for word in _DAMAGED):
        return Refused(
            "unavailable",
            "The database in %(data)s is damaged (%(why)s). Put back your last copy of the folder,"
            " or choose another one with --data.",
            data=data,
            why=said,
        )
    return Refused(
        "unavailable",
        "The database of %(data)s cannot be used at the moment (%(why)s). Try again in a minute.",
        data=data,
        why=said,
    )
