"""Questions and verbs on the database, asked from the loop and answered in threads of their own.

Four lanes, so that none waits for another: alarms in their order, upkeep, what is announced, and
who may see it.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import close_old_connections, connections

T = TypeVar("T")


class Lane:
    """One thread with one connection; calls are carried out in order."""

    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)

    async def run(self, act: Callable[[], T]) -> T:
        """Carry out one call; what it raises is raised here."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, _fresh(act))

    def close(self) -> None:
        """Let go of the connection; what is under way ends first."""
        self._thread.submit(connections.close_all)
        self._thread.shutdown(wait=True)


class Database:
    """The lanes of this process."""

    def __init__(self) -> None:
        self.alarms = Lane("alarms")
        self.upkeep = Lane("upkeep")
        self.eyes = Lane("eyes")
        self.news = Lane("news")

    def close(self) -> None:
        """Close all lanes."""
        for lane in (self.alarms, self.upkeep, self.eyes, self.news):
            lane.close()


def _fresh(act: Callable[[], T]) -> Callable[[], T]:
    def carry_out() -> T:
        close_old_connections()  # one that broke is replaced
        return act()

    return carry_out
