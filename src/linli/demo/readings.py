"""What the estate's devices have said in the last days, in order of time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from operator import attrgetter

from linli.demo import tapes, things
from linli.foundation.devices import api as devices
from linli.kernel import Actor

BEAT = timedelta(minutes=30)
"""How often a quiet smoke detector says that it is there."""
QUIET_FOR = timedelta(hours=5)
"""Since when one detector has said nothing."""
PAST_FIRE = timedelta(days=3, hours=4)
"""How long ago the fire of this week was."""


@dataclass(frozen=True, slots=True)
class Said:
    """One value of one device; `at` in ms since the epoch."""

    at: int
    device: str
    key: str
    value: float


def week_of_readings(platform: Actor, since: datetime, until: datetime) -> Iterator[Said]:
    """Everything said in [since, until), the earliest first."""
    listed = devices.list_devices(viewer=platform, state="active", limit=500).items
    silent = devices.list_devices(viewer=platform, state="silent", limit=500).items
    site = things.sites(platform)[-1]
    speakers = []
    for card in sorted((*listed, *silent), key=attrgetter("id")):
        if card.model == "smoke-detector":
            stop = until - QUIET_FOR if card.id == things.SILENT else until
            fire_at = until - PAST_FIRE if card.id in site.detectors else None
            speakers.append(_detector(card.id, since, stop, fire_at, site))
        elif (tape := things.tape_of(card.id)) is not None:
            speakers.append(_tape(card.id, tape, since, until))
    return merge(*speakers, key=attrgetter("at"))


def _tape(device: str, tape: tapes.Tape, since: datetime, until: datetime) -> Iterator[Said]:
    for moment, values in tape.between(since, until):
        yield from said_by(device, moment, values)


def _detector(
    device: str, since: datetime, until: datetime, fire_at: datetime | None, site: things.Site
) -> Iterator[Said]:
    moment = first_beat(device, since)
    while moment < until:
        if fire_at is not None and moment <= fire_at < moment + BEAT:
            yield from said_by(device, moment, quiet_values(device))
            yield from _burning(device, max(fire_at, moment + timedelta(seconds=1)), site)
        else:
            yield from said_by(device, moment, quiet_values(device))
        moment += BEAT


def _burning(device: str, begin: datetime, site: things.Site) -> Iterator[Said]:
    place = site.detectors.index(device)
    for second, rooms in tapes.fire(tapes.FIRES[0]).rows:
        yield from said_by(device, begin + timedelta(seconds=second), rooms[place])


def said_by(device: str, moment: datetime, values: tapes.Values) -> Iterator[Said]:
    """One moment's values of a device."""
    at = int(moment.timestamp() * 1000)
    for key, value in values.items():
        yield Said(at, device, key, float(value))


def quiet_values(device: str) -> tapes.Values:
    """What a detector shows when nothing burns: a test room's values at ignition."""
    number = sum(device.encode())
    quiet = tapes.fire(tapes.FIRES[number % len(tapes.FIRES)]).quiet
    return quiet[number % len(quiet)]


def first_beat(device: str, since: datetime) -> datetime:
    """Detectors do not all speak at once."""
    return since + timedelta(seconds=sum(device.encode()) * 37 % int(BEAT.total_seconds()))
