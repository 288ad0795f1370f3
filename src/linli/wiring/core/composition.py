"""The parts of core put together, started in their order and stopped in the reverse."""

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from linli.foundation.facts.api import FactCard
from linli.foundation.telemetry.api import newest_by_series, prepare_engine, use_engine
from linli.kernel import Refused, system
from linli.perception.gate import Gate
from linli.perception.journal import Journal
from linli.perception.mqtt import Listener
from linli.perception.mqtt.limits import Quotas
from linli.perception.pipeline import Durable, Key, Pipeline
from linli.wiring.core.database import Database
from linli.wiring.core.discovery import Discovery
from linli.wiring.core.events import Events
from linli.wiring.core.hub import Hub, hub_app
from linli.wiring.core.ingest import Ingest
from linli.wiring.core.intake import Intake
from linli.wiring.core.judging import Judging
from linli.wiring.core.registry import Registry
from linli.wiring.core.storing import Storing
from linli.wiring.engine import Engine, engine_app

log = logging.getLogger("linli.core")

_CHECKPOINT_EVERY = 5.0  # seconds
_TO_STORE, _TO_RECORD = 4.0, 1.5  # seconds of patience at the end


class Core:
    """`start` returns when devices are let in; `close` when all is kept that can be."""

    def __init__(self, folder: Path) -> None:
        self.database = Database()
        self.events = Events(self.database.eyes)
        self.gate = Gate()
        self.registry = Registry(self.database, self.gate, self._announced)
        self.judging = Judging(folder / "core", self.database)
        self.engine = Engine(folder / "telemetry") if _is_own_engine() else None
        self.journal = Journal(folder / "journal")
        self.storing = Storing(lambda: self.registry.known.where, self._stored)
        self.pipeline = Pipeline(
            gate=self.gate,
            journal=self.journal,
            already_stored=self.storing.already_stored,
            on_durable=self._durable,
        )
        self.quotas = Quotas()
        self._is_replaying = True
        self._checkpointed = 0
        self._checkpoints: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Come up: know who may speak, hear the journal again, then open the doors."""
        await self.registry.load()
        await self.judging.load()
        await self._prepare()
        await self._replay()
        self.storing.start()
        self.judging.begin()
        self.registry.start(self.judging)
        discovery = Discovery(self.gate, self.database.upkeep)
        listener = Listener(
            gate=self.gate,
            pipeline=self.pipeline,
            quotas=self.quotas,
            on_discovery=discovery.take,
        )
        self.intake = Intake(self.pipeline, listener, self.registry, self.database)
        self.hub = Hub(self._application(), settings.LISTEN, settings.HUB_PORT)
        await self.hub.start()
        await self.intake.open(
            settings.LISTEN,
            settings.MQTT_PORT,
            tls=_tls(),
            broker=settings.BROKER_URL,
            gateway=settings.BROKER_GATEWAY,
        )
        self._checkpoints = asyncio.create_task(self._keep_checkpoints())

    async def close(self) -> None:
        """Let nobody in, keep what is under way, leave."""
        self.events.close()
        await self.intake.close()
        if self._checkpoints is not None:
            self._checkpoints.cancel()
            await asyncio.gather(self._checkpoints, return_exceptions=True)
        await self.hub.close()
        await self.registry.close()
        await self.storing.close(_TO_STORE)
        await _within(_TO_RECORD, self._checkpoint(), "the last checkpoint")
        await self.judging.close(_TO_RECORD)
        await _within(_TO_RECORD, self.intake.tell(), "the last figures")
        await self.journal.close()
        if self.engine is not None:
            await _in_thread(self.engine.close)
        await _in_thread(self.database.close)

    # -- start ---------------------------------------------------------------------------------

    async def _prepare(self) -> None:
        if self.engine is not None:
            use_engine(by=system(""), store=self.engine)
        while True:
            try:
                await _in_thread(lambda: prepare_engine(by=system("")))
                return
            except Refused as refusal:
                log.warning("the telemetry engine is not there yet: %s", refusal)
                await asyncio.sleep(2.0)

    async def _replay(self) -> None:
        newest: list[Key] = []
        if not self.journal.state:  # its memory is lost or was never there
            newest = list((await _in_thread(lambda: newest_by_series(by=system("")))).items())
        self.pipeline.restore(self.journal.replay(), newest)
        self._is_replaying = False
        self.storing.doubt(self.journal.position)
        self._checkpointed = self.journal.checkpointed
        if self.storing.waiting:
            log.info("%d readings of the journal are looked through", self.storing.waiting)

    def _application(self) -> Any:
        engine = None
        if self.engine is not None:
            engine = engine_app(self.engine, password=settings.TELEMETRY_PASSWORD)
        return hub_app(
            ingest=Ingest(self.pipeline, self.quotas),
            events=self.events,
            engine=engine,
            health=self._trouble,
        )

    def _trouble(self) -> str:
        """Each thing that is wrong, "" when nothing is."""
        parts = (self.intake.trouble, self.journal.trouble, self.storing.trouble)
        return "; ".join(filter(None, (*parts, self.judging.trouble)))

    # -- what the parts tell each other --------------------------------------------------------

    def _durable(self, batch: Durable) -> None:
        self.storing.put(batch)  # first: whatever the rules do, the rows are kept
        if self._is_replaying:
            self.judging.hear_again(batch)
        else:
            self.judging.hear(batch)

    def _stored(self, position: int) -> None:
        self.pipeline.stored(position)

    def _announced(self, cards: Sequence[FactCard]) -> None:
        self.events.publish(cards)

    # -- checkpoints ---------------------------------------------------------------------------

    async def _keep_checkpoints(self) -> None:
        while True:
            await asyncio.sleep(_CHECKPOINT_EVERY)
            try:
                await self._checkpoint()
            except OSError as error:
                log.warning("no checkpoint could be written: %s", error)
            except Exception:
                log.exception("no checkpoint could be made")

    async def _checkpoint(self) -> None:
        """Let the journal give up what telemetry holds and the rules have dealt with."""
        position = self.storing.position
        if position <= self._checkpointed:
            return
        await self.judging.save()
        await self.pipeline.checkpoint(position)
        self._checkpointed = position


def _is_own_engine() -> bool:
    """Whether telemetry is here and not on a server of its own."""
    parts = urlsplit(settings.TELEMETRY_URL)
    return parts.port == settings.HUB_PORT and parts.hostname in {
        *("127.0.0.1", "localhost"),
        settings.NEAR,
    }


def _tls() -> ssl.SSLContext | None:
    if not settings.MQTT_TLS_CERT:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(settings.MQTT_TLS_CERT, settings.MQTT_TLS_KEY or None)
    except OSError as error:  # which does not name the file
        raise Refused(
            "invalid",
            "The certificate %(cert)s with the key %(key)s cannot be used (%(why)s).",
            cert=settings.MQTT_TLS_CERT,
            key=settings.MQTT_TLS_KEY or settings.MQTT_TLS_CERT,
            why=error,
        ) from None
    return context


async def _within(seconds: float, work: Awaitable[None], what: str) -> None:
    try:
        await asyncio.wait_for(work, seconds)
    except Exception as error:  # noqa: BLE001 - the journal has it; the next start goes on
        log.warning("%s was left to the next start: %r", what, error)


async def _in_thread(act: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(None, act)
