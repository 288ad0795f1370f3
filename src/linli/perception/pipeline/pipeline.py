"""The front of the pipeline: messages in, receipts out, durable rows handed on."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from linli.kernel import Refused
from linli.perception.deduplication import Memory, fingerprint
from linli.perception.gate import Gate, GateEntry
from linli.perception.journal import Frame, Journal
from linli.perception.judging import judge
from linli.perception.outcomes import (
    ACCEPTED,
    DUPLICATE,
    RAW_KEPT,
    UNMANDATED,
    Outcomes,
    Problem,
    Receipt,
    Rejected,
)
from linli.perception.pipeline.asking import AlreadyStored, Asker, Key
from linli.perception.pipeline.batch import Durable, Message, Sink, Waiter
from linli.perception.pipeline.committing import Committer
from linli.perception.pipeline.room import Room
from linli.perception.reading import LATE, NO_TIME, OUT_OF_ORDER, SKEWED, Accepted, Reading
from linli.perception.timing import FUTURE_ALLOWED, LATE_AFTER

_log = logging.getLogger(__name__)

MAX_LOAD: Final = 200_000  # rows on their way to the disk or to telemetry
_FROM_ARRIVAL: Final = NO_TIME | SKEWED
_ONE_ACCEPTED: Final = Receipt(accepted=1)


class Pipeline:
    """`on_durable` gets every batch once, in order; `already_stored` is asked about old rows.

    Call `restore` before the first `offer`; `stored` when telemetry holds everything up to a
    position; `checkpoint` now and then after that.
    """

    def __init__(
        self,
        *,
        gate: Gate,
        journal: Journal,
        already_stored: AlreadyStored,
        on_durable: Callable[[Durable], None] = lambda _: None,
        max_load: int = MAX_LOAD,
        outcomes: Outcomes | None = None,
    ) -> None:
        self.gate = gate
        self.outcomes = outcomes or Outcomes()
        self.room = Room(max_load)
        self._journal = journal
        self._memory = Memory()
        self._committer = Committer(
            journal=journal,
            memory=self._memory,
            outcomes=self.outcomes,
            room=self.room,
            on_durable=on_durable,
        )
        self._asker = Asker(
            ask=already_stored, memory=self._memory, committer=self._committer, room=self.room
        )

    # -- start, checkpoints, end -----------------------------------------------------------

    def restore(self, frames: Iterable[Frame], newest: Iterable[Key] = ()) -> None:
        """Take over the checkpoint's memory and the frames replayed after it.

        Every frame is given to `on_durable` again: telemetry and rules know what they have.
        `newest` (series, at ms) from telemetry helps when the journal's own memory was lost.
        """
        if self._journal.state:
            try:
                self._memory.load(self._journal.state)
            except ValueError as error:
                _log.error("the checkpoint's memory of readings is unusable: %s", error)
        self._memory.learn(newest)
        for frame in frames:
            self._memory.replay(frame.rows, frame.deliveries)
            self._committer.hand_on(frame.position, frame.rows)

    def stored(self, position: int) -> None:
        """Telemetry holds every row of the journal before `position`."""
        self.room.stored(position)
        self._memory.stored(position)
        self.room.announce()

    async def checkpoint(self, position: int) -> None:
        """Let the journal give up everything before `position`, which telemetry holds.

        OSError when the checkpoint could not be written; nothing is lost by that.
        """
        await self._journal.checkpoint(position, self._memory.dump())

    async def close(self) -> None:
        """Stop asking; close the journal afterwards."""
        await self._asker.close()

    def drain_counts(self) -> Counter[tuple[str, str]]:
        """How many of which (device, outcome) since the last call; device "" is nobody known."""
        return self.outcomes.drain_counts()

    def drain_rejected(self) -> list[Rejected]:
        """Rejected messages and records since the last call, for the quarantine."""
        return self.outcomes.drain_rejected()

    # -- taking messages -------------------------------------------------------------------

    async def submit(
        self,
        device: str,
        readings: Sequence[Reading],
        received: int,
        *,
        payload: bytes = b"",
        packet: int = 0,
        again: bool = False,
        flags: int = 0,
        problems: Sequence[Problem] = (),
        transport: str = "http",
    ) -> Receipt:
        """Take one message and wait until it is durable; `Refused` (unavailable) when it was not.

        The source is slowed down while the pipeline is full.
        """
        while self.room.is_full:
            there_is_room = asyncio.Event()
            self.room.when_room(there_is_room.set)
            await there_is_room.wait()
        waiter = Waiter(transport)
        self.offer(
            device,
            readings,
            received,
            sink=waiter,
            token=None,
            payload=payload,
            packet=packet,
            again=again,
            flags=flags,
            problems=problems,
        )
        receipt = await waiter.future
        if receipt is None:
            raise Refused("unavailable", "Readings cannot be stored at the moment; send them again")
        return receipt

    def offer(
        self,
        device: str,
        readings: Sequence[Reading],
        received: int,
        *,
        sink: Sink,
        token: object,
        payload: bytes = b"",
        packet: int = 0,
        again: bool = False,
        flags: int = 0,
        problems: Sequence[Problem] = (),
        topic: str = "",
    ) -> None:
        """Take one message; the sink hears of it when all that was accepted of it is durable.

        `again` says that the sender marked it as a redelivery (then readings without a time are
        recognised by `packet` and `payload`); `problems` are parts that could not be read; `topic`
        is where it came, if not under the device's own.
        """
        entry = self.gate.entries.get(device)
        if len(readings) == 1 and entry is not None and not problems:
            row = judge(entry, readings[0], received, flags)
            if type(row) is Accepted and self._is_plainly_new(row):
                self._accept(row, device)
                self._committer.batch.settling.append((sink, token, _ONE_ACCEPTED))
                self._committer.schedule()
                return
        message = Message(device, sink, token, received, payload, packet, again, topic)
        for problem in problems:
            keep = entry is not None and entry.is_wholly_mandated
            self._refuse(message, problem.reason, str(problem), problem.raw if keep else b"")
        for reading in readings:
            self._take(message, entry, reading, flags)
        self._finish(message)

    def refuse(
        self,
        device: str,
        reason: str,
        detail: str,
        received: int,
        *,
        transport: str,
        topic: str = "",
        raw: bytes = b"",
        size: int = 0,
    ) -> None:
        """Count and list a message that never becomes readings (a wrong topic, no quota).

        `raw` may be its beginning alone, `size` then counts the whole; it is kept only where a
        mandate covers all the device can say.
        """
        entry = self.gate.entries.get(device)
        self.outcomes.add({(self._counted(device), reason): 1})
        may_keep = entry is not None and entry.is_wholly_mandated and reason not in UNMANDATED
        kept = raw[:RAW_KEPT] if may_keep else b""
        size = max(size, len(raw))
        self.outcomes.reject(
            Rejected(device[:64], reason, detail[:200], kept, received, size, transport, topic)
        )

    # -- one reading -----------------------------------------------------------------------

    def _take(
        self, message: Message, entry: GateEntry | None, reading: Reading, flags: int
    ) -> None:
        if entry is None:
            self._refuse(message, "unknown_device", reading.property)
            return
        row = judge(entry, reading, message.received, flags)
        if isinstance(row, str):
            said = f"{reading.property} = {reading.value!r} {reading.unit or ''}".rstrip()
            raw = b"" if row in UNMANDATED else said.encode("utf-8", "replace")
            self._refuse(message, row, reading.property, raw)
        elif row.flags & _FROM_ARRIVAL:
            self._take_by_arrival(message, row)
        elif self._is_plainly_new(row):
            self._accept(row, message.device)
            message.tally[ACCEPTED] += 1
        elif self._memory.knows(row.series, row.at):
            self._duplicate(message)
        else:
            message.unsure.append(self._marked(row))

    def _is_plainly_new(self, row: Accepted) -> bool:
        """Whether the row carries the device's own time and is the newest of its series."""
        if row.flags & _FROM_ARRIVAL:
            return False
        newest = self._memory.newest.get(row.series)
        return newest is None or row.at > newest

    def _take_by_arrival(self, message: Message, row: Accepted) -> None:
        """A row timed by its arrival: known only by the packet it came in."""
        if message.print_ is None:
            message.print_ = fingerprint(message.device, message.packet, message.payload)
            message.is_redelivered = message.again and self._memory.knows_delivery(message.print_)
        if message.is_redelivered:
            self._duplicate(message)
            return
        newest = self._memory.newest.get(row.series, 0)
        if newest - row.at > FUTURE_ALLOWED:  # our own clock went back
            message.unsure.append(self._marked(row))
            return
        if row.at <= newest:  # two in one millisecond are two readings all the same
            row = row._replace(at=newest + 1)
        self._accept(row, message.device)
        message.tally[ACCEPTED] += 1

    def _marked(self, row: Accepted) -> Accepted:
        newest = self._memory.newest.get(row.series, row.at)
        if newest > row.received + FUTURE_ALLOWED:  # our own clock went back: no measure of late
            newest = row.received
        behind = newest - row.at
        if behind <= 0:
            return row
        return row._replace(flags=row.flags | (LATE if behind > LATE_AFTER else OUT_OF_ORDER))

    def _accept(self, row: Accepted, device: str) -> None:
        self._memory.take(row.series, row.at)
        self.room.in_flight += 1
        self._committer.batch.add(row, device)

    def _duplicate(self, message: Message) -> None:
        self._committer.batch.count(message.device, DUPLICATE)
        message.tally[DUPLICATE] += 1

    def _refuse(self, message: Message, reason: str, detail: str, raw: bytes = b"") -> None:
        """Count one refused part; `raw` only where a mandate covers all of it."""
        message.tally[reason] += 1
        self._committer.batch.count(self._counted(message.device), reason)
        device, transport = message.device[:64], message.sink.transport
        topic = message.topic or ("" if transport == "http" else f"linli/{device}/readings")
        self.outcomes.reject(
            Rejected(
                device,
                reason,
                detail[:200],
                raw[:RAW_KEPT],
                message.received,
                len(raw),
                transport,
                topic,
            )
        )

    def _counted(self, device: str) -> str:
        """The name to count under: one nobody registered must not become a row of the counters."""
        return device if device in self.gate.entries else ""

    def _finish(self, message: Message) -> None:
        batch = self._committer.batch
        if message.print_ is not None and not message.is_redelivered and message.tally[ACCEPTED]:
            self._memory.take_delivery(message.print_, message.received)
            batch.deliveries.append((message.print_, message.received))
        if message.unsure:
            self._asker.park(message)
        else:
            batch.settling.append((message.sink, message.token, message.receipt()))
        self._committer.schedule()
