"""A perception process to be killed: prints its port, never stores anything elsewhere."""

import asyncio
import sys
from pathlib import Path

import uvloop

from linli.perception.gate import Gate
from linli.perception.journal import Journal
from linli.perception.mqtt import Limits, Listener
from linli.perception.pipeline import Pipeline

sys.path.insert(0, str(Path(__file__).parents[1]))

from perception.house import NOW, entry  # noqa: E402


async def main(folder: str, port: int) -> None:
    gate = Gate([entry(f"d{n}", 1 + 10 * n) for n in range(20)])
    journal = Journal(Path(folder), segment_bytes=20_000)

    async def already_stored(keys):
        return set()

    pipeline = Pipeline(
        gate=gate, journal=journal, already_stored=already_stored, max_load=10_000_000
    )
    pipeline.restore(journal.replay())
    limits = Limits(device_rate=1e6, device_burst=1e6)
    listener = Listener(gate=gate, pipeline=pipeline, limits=limits, clock=lambda: NOW + 1_000_000)
    sys.stdout.write(f"{await listener.start(port=port)}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


uvloop.run(main(sys.argv[1], int(sys.argv[2])))
