"""One process at a time keeps the time, however many workers there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, flock
from pathlib import Path

from django.db import connection

_LOCK = 0x6C696E6C69  # "linli"; any number nobody else uses for an advisory lock


@contextmanager
def only_timekeeper(data: Path) -> Iterator[bool]:
    """Whether this process may run the timers now; on PostgreSQL among all machines."""
    keeping = _in_database() if connection.vendor == "postgresql" else _in_folder(data)
    with keeping as is_mine:
        yield is_mine


@contextmanager
def _in_database() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        is_mine = bool(cursor.fetchone()[0])
        try:
            yield is_mine
        finally:
            if is_mine:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


@contextmanager
def _in_folder(data: Path) -> Iterator[bool]:
    (data / "run").mkdir(parents=True, exist_ok=True)
    with (data / "run" / "timers.lock").open("w") as file:
        try:
            flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            yield False
            return
        try:
            yield True
        finally:
            flock(file, LOCK_UN)
