"""Django's SQLite backend with a queue before the writer's lock.

SQLite lets waiting writers poll, up to every 100 ms, so that a busy process takes the lock again
and again while others run into their time limit. Here a transaction first takes an exclusive
`flock` on a file beside the database, asking every few milliseconds and for no longer than the
connection's own `timeout`; a process that dies gives its turn back.
"""

import fcntl
import os
import time
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

_ASK_EVERY = 0.002  # seconds; short, so that a busy writer gives way, and cheap when few wait
_PATIENCE = 5.0  # seconds, as SQLite itself when nothing is set


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection; holds the turn from BEGIN to COMMIT or ROLLBACK."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: int | None = None
        self._has_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # when it fails, ROLLBACK follows and ends the turn
        self._give_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_turn()
            if self._turn is not None:
                os.close(self._turn)
                self._turn = None

    def _take_turn(self) -> None:
        if self._turn is None:
            path = f"{self.settings_dict['NAME']}-turn"
            self._turn = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        until = time.monotonic() + self.settings_dict["OPTIONS"].get("timeout", _PATIENCE)
        while not _is_locked_now(self._turn):
            if time.monotonic() >= until:
                raise OperationalError("database is locked: others write without end")
            time.sleep(_ASK_EVERY)
        self._has_turn = True

    def _give_turn(self) -> None:
        if self._has_turn and self._turn is not None:
            self._has_turn = False
            fcntl.flock(self._turn, fcntl.LOCK_UN)


def _is_locked_now(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
