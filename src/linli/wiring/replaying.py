"""`linli replay FILE…`: play recorded readings through the real way in, as the device itself."""

import argparse
import asyncio
import hashlib
import os
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from linli.kernel import Refused
from linli.perception.client import NotLetIn, trusting
from linli.perception.reading import Reading
from linli.perception.replay import (
    BadRecording,
    BadRow,
    Column,
    Layout,
    column_names,
    paced,
    read_recording,
)
from linli.perception.timing import now_ms
from linli.wiring import house
from linli.wiring.ports import HUB, MQTT
from linli.wiring.replay_ways import ByHttp, ByMqtt, Way

_TIMES = ("time", "at", "timestamp", "datetime", "date")
_TOLD_EVERY = 2.0  # seconds
_NOTED_EVERY = 1.0
_MOST_IN_ONE = 100  # readings of one message when nothing is waited for
_MOST_BYTES = 128 << 10  # of one message; the listener takes twice as much
_MOST_BAD = 20


def describe(parser: argparse.ArgumentParser) -> None:
    """What to play, as whom, how fast and by which way."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".csv .jsonl .parquet")
    parser.add_argument("--map", type=Path, help="TOML: which column is which property")
    parser.add_argument("--device", help="the device that speaks, where the map names none")
    parser.add_argument("--secret", help="its secret; or LINLI_DEVICE_SECRET")
    parser.add_argument("--secrets", type=Path, help='TOML with device = "secret" lines')
    parser.add_argument("--speed", default="1", help="1, 60 (a minute in a second) or max")
    parser.add_argument(
        "--start",
        choices=("now", "recorded"),
        default="recorded",
        help="when the readings count as measured: as recorded, or beginning now",
    )
    parser.add_argument(
        "--via", choices=("mqtt", "http"), default="mqtt", help="the way in that is used"
    )
    parser.add_argument("--url", help="mqtts:// or https://HOST:PORT; this Linli if not")
    parser.add_argument(
        "--fresh", action="store_true", help="from the start, not from where it was"
    )


def run(options: argparse.Namespace) -> int:
    """Play the files one after the other; 1 when something was refused."""
    try:
        return max(asyncio.run(Replay(path, options).run()) for path in options.files)
    except BadRecording as error:
        raise Refused(
            "invalid", "This cannot be played: %(why)s.", field="FILE", why=error
        ) from None
    except NotLetIn as refusal:
        raise Refused("forbidden", "The device was not let in (%(why)s).", why=refusal) from None
    except OSError as error:
        raise Refused(
            "unavailable", "Nobody answers there (%(why)s). Is Linli running?", why=error
        ) from None


@dataclass(slots=True)
class Place:
    """How far a recording has been played, kept beside the data so that one can go on."""

    path: Path
    rows: int = 0
    start: int | None = None

    def read(self) -> "Place":
        """Take up what was noted, if anything was."""
        try:
            said = orjson.loads(self.path.read_bytes())
            self.rows, self.start = int(said["rows"]), said["start"]
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return self

    def note(self) -> None:
        """Note it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_suffix(".new")
        fresh.write_bytes(orjson.dumps({"rows": self.rows, "start": self.start}))
        fresh.replace(self.path)


class Replay:
    """One file being played."""

    def __init__(self, path: Path, options: argparse.Namespace) -> None:
        if not path.is_file():
            raise Refused("not_found", "There is no file %(path)s.", field="FILE", path=str(path))
        self._path, self._options = path, options
        self._speed = _speed(options.speed)
        self._place = _place(path, options)
        if not options.fresh:
            self._place.read()
        if self._place.start is None and options.start == "now":
            self._place.start = now_ms()
        self._bad = 0
        self._layout = _layout(path, options, self._place.start)
        self._way = _way(options)

    async def run(self) -> int:
        """Play it; 1 when something was refused or could not be read."""
        async with self._way:
            await self._play()
        self._place.path.unlink(missing_ok=True)
        self._tell("played", end="\n")
        return 1 if self._way.refused or self._bad else 0

    async def _play(self) -> None:
        rows = read_recording(self._path, self._layout, on_bad=self._on_bad)
        rest = islice(rows, self._place.rows, None)
        sent = read = self._place.rows
        told = noted = time.monotonic()
        waiting: list[Reading] = []
        most = _MOST_IN_ONE if self._speed == 0 else 1
        async for _, readings in paced(rest, speed=self._speed, now=time.monotonic):
            waiting += readings
            read += 1
            if len(waiting) >= most:
                await self._send(waiting)
                waiting, sent = [], read
            moment = time.monotonic()
            if moment - noted >= _NOTED_EVERY:
                noted = moment
                await self._note(sent)
            if moment - told >= _TOLD_EVERY:
                told = moment
                self._tell("playing")
        await self._send(waiting)
        await self._note(read)

    async def _send(self, readings: list[Reading]) -> None:
        for device, payload in _messages(readings):
            await self._way.send(device, payload)

    async def _note(self, rows: int) -> None:
        """All these rows are acknowledged once nothing is under way any more."""
        await self._way.drain()
        self._place.rows = rows
        self._place.note()

    def _on_bad(self, bad: BadRow) -> None:
        self._bad += 1
        if self._bad <= _MOST_BAD:
            sys.stderr.write(f"\nlinli: {self._path.name}: {bad}; left out\n")

    def _tell(self, what: str, end: str = "\r") -> None:
        refused = f", {self._way.refused} messages refused" if self._way.refused else ""
        bad = f", {self._bad} rows left out" if self._bad else ""
        line = f"{what} {self._path.name}: {self._place.rows} rows acknowledged{refused}{bad}"
        sys.stderr.write(f"{line:<78}{end}")
        sys.stderr.flush()


def _messages(readings: list[Reading]) -> Iterator[tuple[str, bytes]]:
    by_device: dict[str, list[bytes]] = {}
    for one in readings:
        by_device.setdefault(one.device, []).append(orjson.dumps(_record(one)))
    for device, records in by_device.items():
        for part in _parts(records):
            yield device, b"[" + b",".join(part) + b"]"


def _parts(records: list[bytes]) -> Iterator[list[bytes]]:
    part: list[bytes] = []
    for record in records:
        if part and sum(map(len, part)) + len(record) > _MOST_BYTES:
            yield part
            part = []
        part.append(record)
    yield part


def _record(one: Reading) -> dict[str, Any]:
    found: dict[str, Any] = {"n": one.property, "t": one.at / 1000}
    if one.unit is not None:
        found["u"] = one.unit
    if isinstance(one.value, bool):
        return {**found, "vb": one.value}
    return {**found, "vs" if isinstance(one.value, str) else "v": one.value}


def _speed(text: str) -> float:
    if text == "max":
        return 0.0
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0 < speed <= 1_000_000:
        raise Refused("invalid", "--speed is 1, 60, … or max.", field="speed")
    return speed


def _place(path: Path, options: argparse.Namespace) -> Place:
    said = f"{path.resolve()} {options.map} {options.device} {options.start} {options.url}"
    name = hashlib.sha256(said.encode()).hexdigest()[:16]
    return Place(house.data() / "run" / f"replay-{name}.json")


def _way(options: argparse.Namespace) -> Way:
    secrets, near = _secrets(options), house.in_url(house.near())
    if options.via == "http":
        return ByHttp(options.url or f"http://{near}:{os.environ[HUB]}", secrets)
    if options.url:
        return ByMqtt(options.url, secrets)
    tls = trusting(os.environ.get("LINLI_MQTT_TLS_CERT", ""))
    scheme = "mqtts" if tls else "mqtt"
    return ByMqtt(f"{scheme}://{near}:{os.environ[MQTT]}", secrets, tls)


def _secrets(options: argparse.Namespace) -> Mapping[str, str]:
    found: dict[str, str] = {}
    if options.secrets:
        found = {name: str(one) for name, one in _toml(options.secrets).items()}
    single = options.secret or os.environ.get("LINLI_DEVICE_SECRET")
    if single and options.device:
        found[options.device] = single
    if not found:
        raise Refused(
            "invalid",
            "Say the device's secret: --device D with --secret or LINLI_DEVICE_SECRET, or"
            " --secrets FILE for several.",
            field="secret",
        )
    return found


def _layout(path: Path, options: argparse.Namespace, start: int | None) -> Layout:
    said = _toml(options.map) if options.map else {}
    try:
        about = dict(said.get("recording", {}))
        columns = {
            name: Column(**{"device": options.device or "", **column})
            for name, column in said.get("columns", {}).items()
        }
        if not columns:
            about.setdefault("time", _time_column(path))
            names = column_names(path, about.get("delimiter", ","))
            columns = {
                name: Column(property=name, device=options.device or "")
                for name in names
                if name != about["time"]
            }
        return Layout(columns=columns, start=start, **about)
    except BadRecording:
        raise
    except (TypeError, AttributeError, ValueError) as error:
        raise Refused(
            "invalid", "The map cannot be used: %(why)s", field="map", why=error
        ) from None


def _time_column(path: Path) -> str:
    names = column_names(path)
    found = next((name for name in names if name.lower() in _TIMES), None)
    if found is None:
        raise Refused(
            "invalid",
            "Which column of %(file)s is the time? Name it in a map (--map).",
            field="map",
            file=path.name,
        )
    return found


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refused(
            "invalid", "%(path)s cannot be read: %(why)s", path=str(path), why=error
        ) from None
