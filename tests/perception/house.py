"""A whole perception layer on real sockets and files, with an in-memory stand-in for telemetry."""

import asyncio
import hashlib
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvloop

from linli.perception.gate import Gate, GateEntry, GateProperty
from linli.perception.journal import Journal
from linli.perception.mqtt import Limits, Listener
from linli.perception.pipeline import Durable, Pipeline

NOW = 1_800_000_000_000
SECRET = b"secret of the sensor"


def digest(secret: bytes) -> bytes:
    return hashlib.sha256(secret).digest()


def entry(device: str = "d1", first: int = 1, **changes: Any) -> GateEntry:
    """A sensor with temperature (series `first`), smoke (+1) and note (+2), all mandated."""
    properties = {
        "temperature": GateProperty(first, "number", "Cel", -40.0, 100.0),
        "smoke": GateProperty(first + 1, "boolean"),
        "note": GateProperty(first + 2, "text"),
    }
    known = frozenset(properties)
    values: dict[str, Any] = {
        "device": device,
        "community": "c1",
        "state": "active",
        "secrets": (digest(SECRET),),
        "properties": properties,
        "known": known,
    }
    return GateEntry(**(values | changes))


@dataclass
class Telemetry:
    """Holds what is stored; `is_up` False makes questions fail.

    Like the real one it recognises rows replayed at the start; any other row that comes twice is
    counted in `doubles`.
    """

    rows: dict[tuple[int, int], Any] = field(default_factory=dict)
    doubles: int = 0
    is_up: bool = True
    asked: int = 0
    is_replaying: bool = False

    async def already_stored(self, keys: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
        self.asked += 1
        await asyncio.sleep(0)
        if not self.is_up:
            raise ConnectionError("telemetry is down")
        return {key for key in keys if key in self.rows}

    def store(self, durable: Durable) -> None:
        for row in durable.rows:
            self.doubles += not self.is_replaying and (row.series, row.at) in self.rows
            self.rows[row.series, row.at] = row


@dataclass
class House:
    gate: Gate
    journal: Journal
    pipeline: Pipeline
    listener: Listener
    telemetry: Telemetry
    port: int
    clock: list[int]

    @property
    def counts(self) -> Counter[str]:
        """Outcomes so far, over all devices."""
        self._seen.update(self.pipeline.drain_counts())
        total: Counter[str] = Counter()
        for (_, outcome), number in self._seen.items():
            total[outcome] += number
        return total

    def values(self, series: int = 1) -> list[float]:
        """What is stored of a series, in the order of its times."""
        rows = sorted(row for key, row in self.telemetry.rows.items() if key[0] == series)
        return [row.value for row in rows]

    _seen: Counter[tuple[str, str]] = field(default_factory=Counter)


@asynccontextmanager
async def open_house(
    folder: Path,
    *entries: GateEntry,
    limits: Limits | None = None,
    write: Callable[[int, bytes], int] = os.write,
    max_load: int = 200_000,
    is_stored_at_once: bool = True,
    telemetry: Telemetry | None = None,
    **listener_options: Any,
) -> AsyncIterator[House]:
    gate = Gate(entries or (entry(),))
    journal = Journal(folder, write=write)
    telemetry = telemetry or Telemetry()
    loop = asyncio.get_running_loop()

    def on_durable(durable: Durable) -> None:
        telemetry.store(durable)
        if is_stored_at_once:
            loop.call_soon(pipeline.stored, durable.position)

    pipeline = Pipeline(
        gate=gate,
        journal=journal,
        already_stored=telemetry.already_stored,
        on_durable=on_durable,
        max_load=max_load,
    )
    telemetry.is_replaying = True
    pipeline.restore(journal.replay())
    telemetry.is_replaying = False
    clock = [NOW]
    options = {"clock": lambda: clock[0]} | listener_options
    listener = Listener(gate=gate, pipeline=pipeline, limits=limits, **options)
    tls = options.pop("tls", None)
    port = await listener.start(port=0, tls=tls)
    try:
        yield House(gate, journal, pipeline, listener, telemetry, port, clock)
    finally:
        await listener.close()
        await pipeline.close()
        await journal.close()


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run on uvloop, as the core process does."""
    return uvloop.run(asyncio.wait_for(work, 60))


async def until(what: Callable[[], bool], seconds: float = 15.0) -> None:
    """Wait until something is so; fails when it never is."""
    for _ in range(int(seconds / 0.01)):
        if what():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to be")
