"""The judge's turns into the database: in order, each once, however long the database is away."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.db import DatabaseError

from linli.kernel import system
from linli.support.rules.api import Transition, record_transitions
from linli.wiring.core.database import Lane

log = logging.getLogger("linli.core")

_AT_ONCE = 500
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0
_STUCK = 30.0  # seconds
_TRIES = 5  # of what fails although the database answers


@dataclass(frozen=True, slots=True)
class _Turns:
    turns: tuple[Transition, ...]
    ticked: int | None


class Recorder:
    """Hands on what `put` was given; `note_tick` is called before turns that time brought about."""

    def __init__(
        self,
        lane: Lane,
        note_tick: Callable[[int], None],
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lane, self._note_tick, self._steady = lane, note_tick, steady
        self._begun: float | None = None  # when the turns under way were first tried
        self._waiting: list[_Turns] = []
        self._put = self._done = 0
        self._changed = asyncio.Condition()
        self._some = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to record."""
        self._task = asyncio.create_task(self._work())

    @property
    def trouble(self) -> str:
        """What is wrong, "" when nothing is."""
        is_over = self._task is not None and self._task.done()
        is_stuck = self._begun is not None and self._steady() - self._begun > _STUCK
        return "alarms cannot be recorded" if is_over or is_stuck else ""

    def put(self, turns: Sequence[Transition], *, ticked: int | None = None) -> None:
        """Take turns to be recorded after those before them."""
        if turns:
            self._waiting.append(_Turns(tuple(turns), ticked))
            self._put += 1
            self._some.set()

    async def settled(self) -> None:
        """Wait until all that was put before this call is in the database."""
        until = self._put
        async with self._changed:
            await self._changed.wait_for(lambda: self._done >= until)

    async def close(self, patience: float) -> None:
        """Record what waits, for so many seconds at most; the rest is judged anew at the start."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.settled(), patience)
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _work(self) -> None:
        while True:
            await self._some.wait()
            self._some.clear()
            while self._waiting:
                taken = self._take()
                self._begun = self._steady()
                await self._record(taken)
                self._begun = None
                async with self._changed:
                    self._done += len(taken)
                    self._changed.notify_all()

    def _take(self) -> list[_Turns]:
        count = size = 0
        for one in self._waiting:
            size += len(one.turns)
            count += 1
            if size >= _AT_ONCE:
                break
        taken, self._waiting = self._waiting[:count], self._waiting[count:]
        return taken

    async def _record(self, taken: list[_Turns]) -> None:
        """Record these, again and again while the database is away; a turn that can never be
        recorded is told in the log and does not keep the others."""
        turns = [turn for one in taken for turn in one.turns]
        ticked = max((one.ticked for one in taken if one.ticked is not None), default=None)
        if await self._stubbornly(turns, ticked):
            return
        for turn in turns:
            if not await self._stubbornly([turn], None):
                log.error("an alarm could not be recorded and is given up: %r", turn)

    async def _stubbornly(self, turns: list[Transition], ticked: int | None) -> bool:
        pause, tries = _FIRST_PAUSE, 0
        while tries < _TRIES:
            try:
                await self._lane.run(lambda: self._write(turns, ticked))
            except (DatabaseError, OSError) as error:  # locked, full, away: it comes back
                log.warning("alarms cannot be recorded yet: %s", error)
            except Exception:
                log.exception("alarms could not be recorded")
                tries += 1
            else:
                return True
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        return False

    def _write(self, turns: list[Transition], ticked: int | None) -> None:
        if ticked is not None:
            self._note_tick(ticked)
        record_transitions(by=system(""), transitions=turns)
