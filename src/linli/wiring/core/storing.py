"""Durable rows into telemetry, in large batches behind the devices' backs, each row once."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from linli.foundation.telemetry.api import Where, record_readings, which_are_stored
from linli.kernel import Refused, system
from linli.perception.pipeline import Durable, Key
from linli.perception.reading import Accepted

log = logging.getLogger("linli.core")

_ROWS = 20_000
_SECONDS = 0.5
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 10.0
_STUCK = 30.0  # seconds


class Storing:
    """Rows wait here until telemetry holds them; `on_stored` hears up to which position it does."""

    def __init__(
        self,
        where: Callable[[], Mapping[int, Where]],
        on_stored: Callable[[int], None],
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._where, self._on_stored, self._steady = where, on_stored, steady
        self._begun: float | None = None  # when the batch under way was first tried
        self._waiting: deque[Durable] = deque()
        self._rows = 0
        self._some, self._many = asyncio.Event(), asyncio.Event()
        self._hurry = False
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="telemetry")
        self._task: asyncio.Task[None] | None = None
        self._doubtful = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self.position = 0

    @property
    def waiting(self) -> int:
        """Rows that telemetry does not hold yet."""
        return self._rows

    @property
    def trouble(self) -> str:
        """What is wrong, "" when nothing is; rows that wait are in the journal."""
        is_over = self._task is not None and self._task.done()
        is_stuck = self._begun is not None and self._steady() - self._begun > _STUCK
        return "readings cannot be stored" if is_over or is_stuck else ""

    def put(self, batch: Durable) -> None:
        """Take a batch; positions grow."""
        self._waiting.append(batch)
        self._rows += len(batch.rows)
        self._idle.clear()
        self._some.set()
        if self._rows >= _ROWS:
            self._many.set()

    def doubt(self, position: int) -> None:
        """Rows up to here come from an earlier run, which may have stored them."""
        self._doubtful = position

    def start(self) -> None:
        """Begin to store."""
        self._task = asyncio.create_task(self._work())

    async def close(self, patience: float) -> None:
        """Store what waits, for so many seconds at most; the rest is in the journal."""
        self._hurry = True
        self._many.set()
        try:
            await asyncio.wait_for(self._idle.wait(), patience)
        except TimeoutError:
            log.warning("readings of the journal are left to the next start")
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await asyncio.get_running_loop().run_in_executor(None, self._threads.shutdown)

    async def already_stored(self, keys: Sequence[Key]) -> AbstractSet[Key]:
        """Which of these rows telemetry holds."""
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, lambda: which_are_stored(by=system(""), keys=keys)
        )

    async def _work(self) -> None:
        while True:
            await self._some.wait()
            if not self._hurry:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._many.wait(), _SECONDS)
            batches = self._take()
            self._begun = self._steady()
            await self._store(batches)
            self._begun = None
            self.position = batches[-1].position
            self._on_stored(self.position)
            if not self._waiting:
                self._idle.set()

    def _take(self) -> list[Durable]:
        taken: list[Durable] = []
        size = 0
        while self._waiting and size < _ROWS:
            taken.append(self._waiting.popleft())
            size += len(taken[-1].rows)
        self._rows -= size
        if self._rows < _ROWS and not self._hurry:
            self._many.clear()
        if not self._waiting:
            self._some.clear()
        return taken

    async def _store(self, batches: Sequence[Durable]) -> None:
        """Store until it has worked: nobody else has these rows."""
        rows = [row for batch in batches for row in batch.rows]
        is_doubtful = batches[0].position <= self._doubtful
        where = self._where()  # the same for every try, so that the engine knows it again
        pause = _FIRST_PAUSE
        while True:
            try:
                await asyncio.get_running_loop().run_in_executor(
                    self._threads, _record, rows, where, is_doubtful
                )
                return
            except Refused as refusal:
                log.warning("%d readings cannot be stored yet: %s", len(rows), refusal)
            except Exception:  # whatever it is, the rows are in the journal and wait
                log.exception("%d readings could not be stored", len(rows))
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)


def _record(rows: Sequence[Accepted], where: Mapping[int, Where], is_doubtful: bool) -> None:
    platform = system("")
    if is_doubtful:
        keys = [(row[0], row[1]) for row in rows]
        stored = which_are_stored(by=platform, keys=keys)
        rows = [row for row in rows if (row[0], row[1]) not in stored]
    record_readings(by=platform, rows=rows, where=where)
