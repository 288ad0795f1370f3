"""Batches to the journal, one at a time; receipts when they are durable."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from linli.perception.deduplication import Memory
from linli.perception.journal import Journal
from linli.perception.outcomes import Outcomes
from linli.perception.pipeline.batch import Batch, Durable, tell
from linli.perception.pipeline.room import Room
from linli.perception.reading import Accepted

_log = logging.getLogger(__name__)


class Committer:
    """`batch` is the one being filled; `epoch` grows whenever one could not be made durable."""

    def __init__(
        self,
        *,
        journal: Journal,
        memory: Memory,
        outcomes: Outcomes,
        room: Room,
        on_durable: Callable[[Durable], None],
    ) -> None:
        self.batch = Batch()
        self.epoch = 0
        self._journal, self._memory = journal, memory
        self._outcomes, self._room = outcomes, room
        self._on_durable = on_durable
        self._committing = False
        self._scheduled = False

    def schedule(self) -> None:
        """Commit at the end of this turn of the loop, or when the disk is done with the last."""
        if not self._committing and not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_soon(self._begin)

    def _begin(self) -> None:
        self._scheduled = False
        if not self._committing:
            self._commit()

    def _commit(self) -> None:
        batch, self.batch = self.batch, Batch()
        if not batch.rows and not batch.deliveries:
            self._settle(batch)
            return
        self._committing = True
        done = self._journal.append(batch.rows, batch.deliveries)
        done.add_done_callback(lambda future: self._committed(batch, future))

    def _committed(self, batch: Batch, done: "asyncio.Future[int]") -> None:
        self._committing = False
        if done.cancelled() or done.exception() is not None:
            self._undo(batch)
        else:
            self._room.in_flight -= len(batch.rows)
            self._memory.keep(batch.rows, batch.deliveries)
            self.hand_on(done.result(), batch.rows)
            self._settle(batch)
        if self.batch.settling or self.batch.counts:
            self._commit()
        self._room.announce()

    def hand_on(self, position: int, rows: Sequence[Accepted]) -> None:
        """Durable rows, to telemetry and the rules."""
        if not rows:
            return
        self._room.durable(position, len(rows))
        self._memory.mark(position)
        try:
            self._on_durable(Durable(position, rows))
        except Exception:  # noqa: BLE001
            # The journal keeps the rows until they are stored; the next start offers them again.
            _log.exception("durable rows could not be handed on")

    def _settle(self, batch: Batch) -> None:
        self._outcomes.add(batch.counts)
        tell(batch.settling)

    def _undo(self, batch: Batch) -> None:
        """A batch failed: nothing of it, nor of what came after it, was taken."""
        later, self.batch = self.batch, Batch()
        self.epoch += 1
        self._room.in_flight = 0
        self._memory.forget(batch.rows + later.rows)
        tell([(sink, token, None) for sink, token, _ in batch.settling + later.settling])
