"""Which accidents are the machine's and pass by themselves: a locked database, a full disk."""

import errno

from django.db import OperationalError

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def is_outage(error: BaseException | None) -> bool:
    """Whether nothing could be kept or read just now, and trying again later may well do."""
    if isinstance(error, OperationalError):
        return not str(error).startswith("no such")  # a table or column we forgot is our fault
    return isinstance(error, OSError) and error.errno in _NO_ROOM
