"""What a gateway says on an outside broker: announcements, and the states of what it announced."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from linli.kernel import Refused
from linli.perception.codecs import discovery
from linli.perception.codecs.discovery import Discovered, Removed
from linli.perception.gate import GateEntry, StateTopic
from linli.perception.mqtt.limits import Quotas
from linli.perception.pipeline import Pipeline, Sink

_log = logging.getLogger(__name__)

_CONFIGS: Final = (f"{discovery.PREFIX}/+/+/config", f"{discovery.PREFIX}/+/+/+/config")

OnDiscovery = Callable[[str, Discovered | Removed], Awaitable[None]]
"""(gateway, what it says); returns when that is kept."""


@dataclass(frozen=True, slots=True)
class BrokerMessage:
    """One message of the broker; `token` is its packet id, 0 when nobody waits."""

    topic: str
    payload: bytes
    token: int
    again: bool
    received: int
    sink: Sink
    acknowledge: Callable[[], None]

    def refuse(self, pipeline: Pipeline, device: str, reason: str, detail: str) -> None:
        """Count and list it, and let the broker forget it."""
        pipeline.refuse(
            device,
            reason,
            detail,
            self.received,
            transport="broker",
            topic=self.topic,
            raw=self.payload,
        )
        self.acknowledge()


class BrokerGateway:
    """The registered device that stands for a broker; `device` is empty when there is none."""

    def __init__(
        self,
        device: str,
        pipeline: Pipeline,
        quotas: Quotas,
        *,
        patience: float,
        on_discovery: OnDiscovery | None,
    ) -> None:
        self._device, self._pipeline, self._quotas = device, pipeline, quotas
        self._patience, self._on_discovery = patience, on_discovery
        self._tasks: set[asyncio.Task[None]] = set()

    def topics(self) -> frozenset[str]:
        """What to subscribe to now.

        Announcements kept by the broker come again; a state that is kept there is no reading.
        """
        entry = self._entry()
        if entry is None:
            return frozenset()
        return frozenset({*_CONFIGS, *(f"$share/linli/{topic}" for topic in entry.states)})

    def take(self, said: BrokerMessage) -> None:
        """Take what came under a topic that is not of readings."""
        entry = self._entry()
        state = entry.states.get(said.topic) if entry is not None else None
        if len(said.payload) > self._quotas.limits.packet_bytes:
            said.refuse(self._pipeline, self._device, "too_large", f"{len(said.payload)} bytes")
        elif state is not None:
            self._take_state(said, state)
        elif entry is not None and discovery.is_config(said.topic):
            self._take_config(said)
        else:
            said.refuse(self._pipeline, self._device, "wrong_topic", said.topic)

    def _entry(self) -> GateEntry | None:
        entry = self._pipeline.gate.entries.get(self._device)
        return entry if entry is not None and entry.may_discover else None

    def _take_state(self, said: BrokerMessage, state: StateTopic) -> None:
        pipeline = self._pipeline
        behind = pipeline.gate.entries.get(state.device)
        if behind is None or behind.refusal == "not_active":
            pipeline.outcomes.add({(state.device, "not_active"): 1})
            said.acknowledge()
            return
        if self._quotas.take(behind, len(said.payload), time.monotonic(), self._patience):
            said.refuse(pipeline, state.device, "too_many", "over the rate agreed")
            return
        readings, problems = discovery.read_states(state.device, state.properties, said.payload)
        pipeline.outcomes.add({(self._device, "passed_on"): 1})
        pipeline.offer(
            state.device,
            readings,
            said.received,
            sink=said.sink,
            token=said.token,
            payload=said.payload,
            packet=said.token,
            again=said.again,
            problems=problems,
            topic=said.topic,
        )

    def _take_config(self, said: BrokerMessage) -> None:
        try:
            found = discovery.read_config(said.topic, said.payload)
        except discovery.NotUnderstood as error:
            said.refuse(self._pipeline, self._device, "malformed", str(error))
            return
        task = asyncio.get_running_loop().create_task(self._announce(said, found))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _announce(self, said: BrokerMessage, found: Discovered | Removed) -> None:
        """Acknowledge an announcement once it is kept; one that cannot be comes again later."""
        try:
            if self._on_discovery is not None:
                await self._on_discovery(self._device, found)
        except Refused as refused:
            said.refuse(self._pipeline, self._device, "malformed", str(refused))
        except Exception:  # noqa: BLE001
            _log.exception("an announcement could not be kept")
        else:
            said.acknowledge()
