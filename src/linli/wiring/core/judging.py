"""Rules on the living stream: every durable reading at once, every second, every changed rule."""

import asyncio
import logging
import time
from collections.abc import Callable
from pathlib import Path

from linli.kernel import system
from linli.perception.pipeline import Durable
from linli.perception.timing import now_ms
from linli.support.rules.api import Compiled, Transition, compile_rules, start_judge
from linli.support.rules.api import Judging as Judge
from linli.wiring.core.database import Database
from linli.wiring.core.recording import Recorder
from linli.wiring.core.snapshot import read_judge, read_ticked, write_judge, write_ticked

log = logging.getLogger("linli.core")

_EVERY = 1.0  # seconds
_EVERY_MS = 1_000
_BEHIND = 500  # ms: readings of the last moment may still be on their way
_STUCK = 30.0  # seconds without a turn of the clock
_JUMP = 10_000  # ms the clock may run off before silence is counted afresh


class Judging:
    """The judge, its memory on disk and the way of its turns into the database.

    Its saved memory is never older than the journal's checkpoint and never younger than the
    database: what was judged after it is judged again at the next start, to the same turns.
    """

    def __init__(
        self,
        folder: Path,
        database: Database,
        clock: Callable[[], int] = now_ms,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._clock, self._steady = database, clock, steady
        self._state, self._ticked = folder / "judge", folder / "ticked"
        self._recorder = Recorder(database.alarms, lambda at: write_ticked(self._ticked, at))
        self._judge: Judge | None = None
        self._replayed_to = 0
        self._last = (0, 0.0)  # the last tick: by the clock, by a steady clock
        self._turned = self._steady()  # when time last passed without a fault
        self._task: asyncio.Task[None] | None = None

    @property
    def trouble(self) -> str:
        """What is wrong, "" when nothing is."""
        if self._task is not None and self._steady() - self._turned > _STUCK:
            return "the rules are not judged"
        return self._recorder.trouble

    # -- start and end -------------------------------------------------------------------------

    async def load(self) -> None:
        """Take up the rules as they are now and the memory of the last run."""
        state = read_judge(self._state)
        moment = self._clock()
        self._judge = await self._database.upkeep.run(lambda: _started(moment, state))

    def begin(self) -> None:
        """All that the journal held has been heard: from now on time passes by itself."""
        ticked = min(read_ticked(self._ticked), self._clock())  # later, if it was set back
        if ticked > self._replayed_to:
            self._tick(ticked)
        self._resume()
        self._recorder.start()
        self._turned = self._steady()
        self._task = asyncio.create_task(self._go_on())

    async def close(self, patience: float) -> None:
        """Stop the clock; record what was found."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._recorder.close(patience)

    async def save(self) -> None:
        """Keep what the judge remembers now; its turns until now are in the database then."""
        state = self._judged.export()
        await self._recorder.settled()
        await asyncio.get_running_loop().run_in_executor(None, write_judge, self._state, state)

    # -- hearing -------------------------------------------------------------------------------

    def hear(self, batch: Durable) -> None:
        """Judge a batch that is durable."""
        self._put(self._judged.judge((row[0], row[1], row[2], row[4]) for row in batch.rows))

    def hear_again(self, batch: Durable) -> None:
        """Judge a batch of the journal at the start, with the time that passed before it."""
        received = batch.rows[0][5]
        if received - self._replayed_to >= _EVERY_MS:
            self._replayed_to = received
            self._tick(received - _BEHIND)
        self.hear(batch)

    async def reload(self) -> None:
        """Take up changed rules, series, places and maintenance."""
        compiled = await self._database.upkeep.run(_compiled)
        self._put(self._judged.replace(compiled, at=self._clock()))

    async def _go_on(self) -> None:
        while True:
            await asyncio.sleep(_EVERY)
            try:
                self._pass_time()
                self._turned = self._steady()
            except Exception:
                log.exception("the rules could not be judged")

    def _pass_time(self) -> None:
        wall, steady = self._clock(), self._steady()
        run_off = (wall - self._last[0]) - (steady - self._last[1]) * 1000
        self._last = (wall, steady)
        if abs(run_off) > _JUMP:
            log.warning("the clock jumped by %.0f s; silence is counted afresh", run_off / 1000)
            self._judged.resume(wall)
        self._tick(wall - _BEHIND)

    def _tick(self, at: int) -> None:
        self._put(self._judged.tick(at), ticked=at)

    def _resume(self) -> None:
        self._last = (self._clock(), self._steady())
        self._judged.resume(self._last[0])

    def _put(self, turns: list[Transition], *, ticked: int | None = None) -> None:
        self._recorder.put(turns, ticked=ticked)

    @property
    def _judged(self) -> Judge:
        assert self._judge is not None, "load() comes first"
        return self._judge


def _started(moment: int, state: bytes | None) -> Judge:
    try:
        return start_judge(viewer=system(""), at=moment, state=state)
    except ValueError as error:
        log.error("the saved state of the rules cannot be used (%s); they begin afresh", error)
        return start_judge(viewer=system(""), at=moment)


def _compiled() -> Compiled:
    return compile_rules(viewer=system(""))
