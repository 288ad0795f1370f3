"""Rows older than the newest of their series: telemetry is asked whether it has them already."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from collections.abc import Set as AbstractSet

from linli.perception.deduplication import Memory
from linli.perception.outcomes import ACCEPTED, DUPLICATE
from linli.perception.pipeline.batch import Message, tell
from linli.perception.pipeline.committing import Committer
from linli.perception.pipeline.room import Room

_log = logging.getLogger(__name__)

Key = tuple[int, int]
AlreadyStored = Callable[[Sequence[Key]], Awaitable[AbstractSet[Key]]]
"""Asks telemetry which of these (series, at ms) it holds."""


class Asker:
    """Gathers messages while one question is out and asks about all of them in the next."""

    def __init__(
        self, *, ask: AlreadyStored, memory: Memory, committer: Committer, room: Room
    ) -> None:
        self._ask, self._memory, self._committer, self._room = ask, memory, committer, room
        self._parked: list[Message] = []
        self._task: asyncio.Task[None] | None = None

    def park(self, message: Message) -> None:
        """Hold a message until it is known which of its `unsure` rows are new."""
        self._parked.append(message)
        self._room.parked += len(message.unsure)
        if self._task is None:
            self._memory.is_held = True  # what is stored meanwhile must not be forgotten
            self._task = asyncio.get_running_loop().create_task(self._work())

    async def _work(self) -> None:
        try:
            while self._parked:
                parked, self._parked = self._parked, []
                await self._resolve(parked)
        finally:
            self._task = None
            self._memory.is_held = False

    async def _resolve(self, parked: list[Message]) -> None:
        epoch = self._committer.epoch
        keys = list({(row.series, row.at) for message in parked for row in message.unsure})
        stored: AbstractSet[Key] | None = None
        try:
            stored = await self._ask(keys)
        except Exception:  # noqa: BLE001 - whatever it is, the devices send again
            _log.exception("telemetry could not say what it holds")
        for message in parked:
            self._room.parked -= len(message.unsure)
            if stored is None or epoch != self._committer.epoch:
                tell([(message.sink, message.token, None)])
            else:
                self._answer(message, stored)
        self._room.announce()

    def _answer(self, message: Message, stored: AbstractSet[Key]) -> None:
        batch = self._committer.batch
        for row in message.unsure:
            if (row.series, row.at) in stored or self._memory.knows(row.series, row.at):
                batch.count(message.device, DUPLICATE)
                message.tally[DUPLICATE] += 1
            else:
                self._memory.take(row.series, row.at)
                self._room.in_flight += 1
                batch.add(row, message.device)
                message.tally[ACCEPTED] += 1
        message.unsure = []
        batch.settling.append((message.sink, message.token, message.receipt()))
        self._committer.schedule()

    async def close(self) -> None:
        """Give up the question that is out; its messages were never acknowledged."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
