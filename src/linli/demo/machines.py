"""The estate's devices, each connected as itself, playing its recording by the clock."""

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import orjson
from django.conf import settings

from linli.demo import tapes, things
from linli.demo.readings import quiet_values
from linli.demo.vault import open_vault
from linli.kernel import now, system
from linli.perception.client import NotLetIn, Publisher

log = logging.getLogger("linli.demo")

FIRST_FIRE = 20.0
"""Seconds after the start; the first detector sees smoke within a minute of ignition."""
FIRES_EVERY = 900.0
_AIRED_AFTER = 120.0  # seconds after the last row of a test until its detectors are quiet again
_BEAT_EVERY = 600
_LOST_EVERY = 300
_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_LOCKED_OUT = 120.0
_UNITS = {"temperature": "Cel", "humidity": "%RH", "light": "lx", "co2": "ppm", "power": "W"}

_FOUND = {
    "name": "Water leak",
    "unique_id": "leak-under-the-sink",
    "device_class": "moisture",
    "state_topic": "demo/leak/state",
    "payload_on": "ON",
    "payload_off": "OFF",
    "device": {
        "identifiers": ["demo-leak-2"],
        "name": "Leak sensor 2",
        "manufacturer": "Demo (invented)",
        "model": "leak",
    },
}


class Line:
    """One device's connection: made when there is something to say, made again when it broke."""

    def __init__(
        self, device: str, secret: str, port: int, tls: ssl.SSLContext | None = None
    ) -> None:
        self.device, self._secret, self._port, self._tls = device, secret, port, tls
        self._publisher: Publisher | None = None
        self._lock = asyncio.Lock()
        self._not_before = 0.0
        self._pause = _PAUSE

    async def say(self, values: tapes.Values, at: datetime) -> None:
        """Publish one moment's values; nothing when it cannot connect now."""
        await self.send(senml(values, at))

    async def send(self, payload: bytes, topic: str | None = None) -> None:
        """Publish bytes."""
        publisher = await self._connected()
        if publisher is None:
            return
        try:
            await asyncio.wait_for(publisher.publish(payload, topic), 30)
        except NotLetIn:
            await self.close()
            self._rest(_LOCKED_OUT)
        except TimeoutError:  # the window is full: what it holds is sent first
            log.debug("%s waits for receipts", self.device)

    async def _connected(self) -> Publisher | None:
        async with self._lock:
            if self._publisher is not None:
                return self._publisher
            if asyncio.get_running_loop().time() < self._not_before:
                return None
            publisher = Publisher(
                settings.NEAR, self._port, device=self.device, secret=self._secret, tls=self._tls
            )
            try:
                await publisher.connect()
            except NotLetIn as refusal:
                log.debug("%s is not let in: %s", self.device, refusal)
                self._rest(_LOCKED_OUT)
                return None
            except (OSError, TimeoutError) as error:
                log.debug("%s cannot connect: %s", self.device, error)
                self._rest(self._pause)
                self._pause = min(self._pause * 2, _LONGEST_PAUSE)
                return None
            self._publisher, self._pause = publisher, _PAUSE
            return publisher

    def _rest(self, seconds: float) -> None:
        self._not_before = asyncio.get_running_loop().time() + seconds

    async def close(self) -> None:
        """Hang up."""
        publisher, self._publisher = self._publisher, None
        if publisher is not None:
            with suppress(OSError, TimeoutError):
                await asyncio.wait_for(publisher.close(), 2)


class Machines:
    """Everything that plays; `look` finds out who hangs where before `play`."""

    def __init__(
        self, community: str, *, port: int, tls: ssl.SSLContext | None = None, fires: int = 0
    ) -> None:
        self.community, self.fires = community, fires
        self._port, self._tls = port, tls
        self._burning: set[str] = set()
        self._sites: tuple[things.Site, ...] = ()
        self._secrets: dict[str, str] = {}
        self._lines: dict[str, Line] = {}

    def look(self) -> None:
        """Read the secrets and where fires are played; asks the database."""
        self._sites = things.sites(system(self.community))
        self._secrets = open_vault().secrets

    async def play(self, on_fire: Callable[[], None]) -> None:
        """Play for ever; a cancelled task hangs up every line."""
        self._lines = {
            device: Line(device, secret, self._port, self._tls)
            for device, secret in self._secrets.items()
            if device != things.SILENT
        }
        parts = (
            self._each_minute(),
            self._each_second(),
            self._beats(),
            self._strays(),
            self._gateway(),
            self._fires(on_fire),
        )
        tasks = [asyncio.get_running_loop().create_task(part) for part in parts]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.gather(*(line.close() for line in self._lines.values()))

    async def _each_minute(self) -> None:
        """Rooms and meters each minute, plant rooms each ten minutes what holds this hour."""
        while True:
            minute = now().replace(second=0, microsecond=0)
            for device in self._lines:
                values = _by_the_clock(device, minute)
                if values is not None:
                    await self._say(device, values, minute)
            await _until(minute + timedelta(minutes=1))

    async def _each_second(self) -> None:
        """The demonstration meter: a recorded minute each second."""
        for power in tapes.household_minutes(self.fires * 997):
            await self._say(things.FAST, {"power": power})
            await asyncio.sleep(1)

    async def _beats(self) -> None:
        """Every detector says within ten minutes that it is there; a few each second."""
        detectors = [name for name in self._lines if name.startswith("wtl-smoke-")]
        for device in detectors:  # all of them once, so that none counts as lost
            await self._beat(device)
        while True:
            for device in detectors:
                await asyncio.sleep(_BEAT_EVERY / len(detectors))
                await self._beat(device)

    async def _beat(self, device: str) -> None:
        if device not in self._burning:
            await self._say(device, quiet_values(device))

    async def _strays(self) -> None:
        """Devices without a mandate speak too: they are refused, counted, and seen to be."""
        while True:
            values = tapes.room().at(now()) or {"temperature": 20.0, "occupancy": False}
            await self._say("wtl-room-new", {"temperature": values["temperature"]})
            for number in (1, 2):
                people = float(values.get("occupancy", False))
                await self._say(f"wtl-corridor-{number}", {"people": people})
            await asyncio.sleep(_LOST_EVERY)

    async def _gateway(self) -> None:
        """Says that it is online, and announces what it has found behind it."""
        topic = "homeassistant/binary_sensor/demo-leak-2/leak/config"
        while True:
            await self._say(things.GATEWAY, {"online": True})
            line = self._lines.get(things.GATEWAY)
            if line is not None:
                await line.send(orjson.dumps(_FOUND), topic)
            await asyncio.sleep(_LOST_EVERY)

    # -- fires ---------------------------------------------------------------------------------

    async def _fires(self, on_fire: Callable[[], None]) -> None:
        """One of the four tests after the other, in one entrance after the other."""
        await asyncio.sleep(FIRST_FIRE)
        while self._sites:
            began = asyncio.get_running_loop().time()
            on_fire()
            name = tapes.FIRES[self.fires % len(tapes.FIRES)]
            site = self._sites[self.fires % len(self._sites)]
            self.fires += 1
            log.info("a recorded fire test (%s) plays in building %s", name, site.building)
            await self.burn(tapes.fire(name), site.detectors)
            left = began + FIRES_EVERY - asyncio.get_running_loop().time()
            await asyncio.sleep(max(left, 0))

    async def burn(self, fire: tapes.Fire, detectors: tuple[str, str, str]) -> None:
        """Play one test in real time, as if it began now; then the air is clear again."""
        self._burning |= set(detectors)
        began = now()
        try:
            for second, rooms in fire.rows:
                moment = began + timedelta(seconds=second)
                await _until(moment)
                for device, values in zip(detectors, rooms, strict=True):
                    if values:
                        await self._say(device, values, moment)
            await asyncio.sleep(_AIRED_AFTER)
            for device, values in zip(detectors, fire.quiet, strict=True):
                await self._say(device, values)
        finally:
            self._burning -= set(detectors)

    def _say(
        self, device: str, values: tapes.Values, at: datetime | None = None
    ) -> Awaitable[None]:
        line = self._lines.get(device)
        return _nothing() if line is None else line.say(values, at or now())


async def _nothing() -> None:
    """A device that is not there says nothing."""


async def _until(moment: datetime) -> None:
    while (wait := (moment - now()).total_seconds()) > 0:
        await asyncio.sleep(min(wait, 1.0))


def _by_the_clock(device: str, minute: datetime) -> tapes.Values | None:
    tape = things.tape_of(device)
    if tape is None:
        return None
    if tape.step == 1:
        return tape.at(minute)
    hour = minute.replace(minute=0)
    return tape.at(hour) if minute.minute % 10 == 0 else None


def senml(values: tapes.Values, at: datetime) -> bytes:
    """One moment's values as a SenML pack (RFC 8428)."""
    records = [
        {"n": key, "vb": value}
        if isinstance(value, bool)
        else {"n": key, "v": value, **({"u": _UNITS[key]} if key in _UNITS else {})}
        for key, value in values.items()
    ]
    records[0] = {"bt": at.astimezone(UTC).timestamp(), **records[0]}
    return orjson.dumps(records)
