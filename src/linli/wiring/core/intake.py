"""The ways in, and what is told of what came in: figures, refusals, signs of life."""

import asyncio
import logging
import ssl
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from linli.foundation.devices.api import RejectedItem, count_outcomes, keep_rejected, mark_heard
from linli.kernel import now, system
from linli.perception.broker import BrokerSource
from linli.perception.gate import GateEntry
from linli.perception.mqtt import Listener
from linli.perception.outcomes import ACCEPTED, DUPLICATE, Rejected
from linli.perception.pipeline import Pipeline
from linli.wiring.core.database import Database
from linli.wiring.core.registry import Registry

log = logging.getLogger("linli.core")

_EVERY = 1.0  # seconds
_HEARD_EVERY = 30.0  # seconds between two notes that the same device speaks
_MOST_REJECTED = 4_000
_SILENT = "silent"
_HEARD = frozenset({ACCEPTED, DUPLICATE, "passed_on", "ignored"})


class Intake:
    """Opens the ways in, and once a second tells the database what became of it all."""

    def __init__(
        self, pipeline: Pipeline, listener: Listener, registry: Registry, database: Database
    ) -> None:
        self._pipeline, self._listener = pipeline, listener
        self._registry, self._database = registry, database
        self._broker: BrokerSource | None = None
        self._counts: Counter[tuple[str, str]] = Counter()
        self._rejected: list[Rejected] = []
        self._marked: dict[str, float] = {}
        self._task: asyncio.Task[None] | None = None

    async def open(
        self, host: str, port: int, *, tls: ssl.SSLContext | None, broker: str, gateway: str
    ) -> None:
        """Let devices in; `gateway` is the device that stands for the broker."""
        await self._listener.start(host, port, tls)
        if broker:
            self._broker = BrokerSource(
                broker,
                self._pipeline,
                gateway=gateway,
                on_discovery=self._listener.on_discovery,
                quotas=self._listener.quotas,
            )
            await self._broker.start()
        self._task = asyncio.create_task(self._go_on())

    @property
    def trouble(self) -> str:
        """What keeps devices out, "" when nothing does."""
        return "" if self._listener.is_open else "devices cannot connect"

    async def close(self) -> None:
        """Let nobody in any more; whoever was not answered sends again."""
        if self._broker is not None:
            await self._broker.close()
        await self._listener.close()
        await self._pipeline.close()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def tell(self) -> None:
        """Bring figures, refusals and signs of life to the database; what fails waits."""
        self._counts.update(self._pipeline.drain_counts())
        self._rejected = [*self._rejected, *self._pipeline.drain_rejected()][-_MOST_REJECTED:]
        counts, self._counts = self._counts, Counter()
        rejected, self._rejected = self._rejected, []
        for community, figures in _parted(counts, self._home).items():
            if not await self._brought(_counting(community, figures)):
                self._counts.update(figures)
        for community, items in _grouped(rejected, self._home).items():
            await self._brought(_keeping(community, items, self._registry.gate.entries))
        for community, heard in self._heard(counts).items():
            await self._brought(_marking(community, heard))

    async def _brought(self, act: Callable[[], None]) -> bool:
        try:
            await self._database.upkeep.run(act)
        except Exception as error:  # noqa: BLE001 - the figures wait; readings never do
            log.warning("figures could not be brought up to date: %s", error)
            return False
        return True

    async def _go_on(self) -> None:
        while True:
            await asyncio.sleep(_EVERY)
            await self.tell()

    def _home(self, device: str) -> str:
        entry = self._registry.gate.entries.get(device)
        return entry.community if entry else self._registry.known.first_community

    def _heard(self, counts: Mapping[tuple[str, str], int]) -> dict[str, dict[str, datetime]]:
        """Devices to note as heard, by community: a silent one at once, others now and then."""
        steady, moment = time.monotonic(), now()
        found: dict[str, dict[str, datetime]] = {}
        for device, outcome in counts:
            entry = self._registry.gate.entries.get(device)
            if entry is None or outcome not in _HEARD:
                continue
            is_due = steady - self._marked.get(device, -_HEARD_EVERY) >= _HEARD_EVERY
            if is_due or entry.state == _SILENT:
                self._marked[device] = steady
                found.setdefault(entry.community, {})[device] = moment
        return found


def _parted(
    counts: Mapping[tuple[str, str], int], home: Callable[[str], str]
) -> dict[str, Counter[tuple[str, str]]]:
    found: dict[str, Counter[tuple[str, str]]] = {}
    for (device, outcome), number in counts.items():
        if community := home(device):
            found.setdefault(community, Counter())[device, outcome] += number
    return found


def _grouped(rejected: Sequence[Rejected], home: Callable[[str], str]) -> dict[str, list[Rejected]]:
    found: dict[str, list[Rejected]] = {}
    for item in rejected:
        if community := home(item.device):
            found.setdefault(community, []).append(item)
    return found


def _counting(community: str, counts: Mapping[tuple[str, str], int]) -> Callable[[], None]:
    return lambda: count_outcomes(by=system(community), counts=counts)


def _keeping(
    community: str, items: Sequence[Rejected], entries: Mapping[str, GateEntry]
) -> Callable[[], None]:
    def keep() -> None:
        keep_rejected(by=system(community), items=[_item(one, entries) for one in items])

    return keep


def _marking(community: str, heard: Mapping[str, datetime]) -> Callable[[], None]:
    return lambda: mark_heard(by=system(community), heard=heard)


def _item(one: Rejected, entries: Mapping[str, GateEntry]) -> RejectedItem:
    entry = entries.get(one.device)
    is_property = entry is not None and one.detail in entry.known
    return RejectedItem(
        device=one.device,
        received_at=datetime.fromtimestamp(one.received / 1000, UTC),
        reason=one.reason,
        detail=one.detail,
        raw=one.raw,
        size=one.size,
        transport=one.transport,
        topic=one.topic,
        property=one.detail if is_property else "",
    )
