"""Recordings (CSV, JSON lines, Parquet) as timed readings, paced as they were or faster."""

import asyncio
import csv
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import orjson

from linli.perception.reading import Reading, Value
from linli.perception.units import conversion

MAX_LINE: Final = 1 << 20
_LONGEST_NAP: Final = 0.5  # seconds, so that a change of pace or a stop is felt soon


@dataclass(frozen=True, slots=True)
class Column:
    """What one column is: of which device, which property, in which unit and turned into which.

    With `device_column` the device is read from that column of each row.
    """

    property: str
    device: str = ""
    device_column: str | None = None
    kind: str = "number"
    unit: str | None = None
    into: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How a recording is to be read.

    `time_format`: "s" or "ms" since 1970, "iso", or a `strptime` pattern; `zone` for times without
    one. With `start` the first row is moved to that moment (ms) and all others with it; with
    `step` rows without a time column are that many ms apart.
    """

    columns: Mapping[str, Column]
    time: str | None = None
    time_format: str = "iso"
    zone: str = "UTC"
    start: int | None = None
    step: int | None = None
    delimiter: str = ","


class BadRow(ValueError):
    """A row that cannot be read; the text says which one and why."""


def read_recording(
    path: Path, layout: Layout, *, on_bad: Callable[[BadRow], None] | None = None
) -> Iterator[tuple[int, list[Reading]]]:
    """(ms since 1970, readings) of each row, in the file's order.

    Bad rows are told to `on_bad` and left out; without it they are raised.
    """
    shift: int | None = None
    for number, row in enumerate(_rows(path, layout), start=1):
        try:
            at = _time(row, number, layout)
            if shift is None:
                shift = 0 if layout.start is None else layout.start - at
            readings = list(_readings(row, number, layout, at + shift))
        except BadRow as bad:
            if on_bad is None:
                raise
            on_bad(bad)
            continue
        if readings:
            yield at + shift, readings


def _rows(path: Path, layout: Layout) -> Iterable[Mapping[str, Any]]:
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return _csv_rows(path, layout.delimiter)
    if suffix in (".jsonl", ".ndjson"):
        return _json_rows(path)
    if suffix == ".parquet":
        return _parquet_rows(path)
    raise ValueError(f"a recording is .csv, .jsonl or .parquet, not {path.name}")


def _csv_rows(path: Path, delimiter: str) -> Iterator[Mapping[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def _json_rows(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open("rb") as file:
        while line := file.readline(MAX_LINE):
            if line.strip():
                yield _json_row(line)


def _json_row(line: bytes) -> Mapping[str, Any]:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        return {}
    return row if isinstance(row, dict) else {}


def _parquet_rows(path: Path) -> Iterator[Mapping[str, Any]]:
    import pyarrow.parquet

    with pyarrow.parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=8_192):
            yield from batch.to_pylist()


def _time(row: Mapping[str, Any], number: int, layout: Layout) -> int:
    """When a row was taken, in ms since 1970."""
    if layout.time is None:
        if layout.step is None:
            raise ValueError("say the column of the time, or the step between rows")
        return (layout.start or 0) + (number - 1) * layout.step
    said = row.get(layout.time)
    try:
        if said is None or said == "":
            raise ValueError("there is none")
        if layout.time_format in ("s", "ms"):
            return round(float(said) * (1000 if layout.time_format == "s" else 1))
        return round(_moment(said, layout).timestamp() * 1000)
    except (TypeError, ValueError, OverflowError) as error:
        raise BadRow(f"row {number}, column {layout.time!r}: not a time ({error})") from error


def _moment(said: Any, layout: Layout) -> datetime:
    if isinstance(said, datetime):
        moment = said
    elif layout.time_format == "iso":
        moment = datetime.fromisoformat(str(said))
    else:
        moment = datetime.strptime(str(said), layout.time_format)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(layout.zone))


def _readings(row: Mapping[str, Any], number: int, layout: Layout, at: int) -> Iterator[Reading]:
    for name, column in layout.columns.items():
        said = row.get(name)
        if said is None or said == "":
            continue  # nothing was recorded here
        device = str(row.get(column.device_column, "")) if column.device_column else column.device
        if not device:
            raise BadRow(f"row {number}, column {column.device_column!r}: no device")
        try:
            value, unit = _value(said, column)
        except (TypeError, ValueError) as error:
            raise BadRow(f"row {number}, column {name!r}: {said!r} ({error})") from error
        yield Reading(device, column.property, at, value, unit)


def _value(said: Any, column: Column) -> tuple[Value, str | None]:
    if column.kind == "text":
        return str(said), None
    if column.kind == "boolean":
        return _truth(said), None
    number = float(said)
    if column.into is None or column.unit is None:
        return number, column.unit
    change = conversion(column.unit, column.into)
    if change is None:
        raise ValueError(f"{column.unit} cannot be turned into {column.into}")
    return number * change[0] + change[1], column.into


def _truth(said: Any) -> bool:
    text = str(said).strip().lower()
    if text in ("1", "1.0", "true", "on", "yes"):
        return True
    if text in ("0", "0.0", "false", "off", "no"):
        return False
    raise ValueError("neither true nor false")


async def paced(
    rows: Iterable[tuple[int, list[Reading]]],
    *,
    speed: float = 1.0,
    now: Callable[[], float],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncIterator[tuple[int, list[Reading]]]:
    """Each row when its time has come; `speed` 60 makes a minute of it a second, 0 never waits.

    `now` is seconds of a steady clock. Times within the rows stay as they are.
    """
    first: int | None = None
    began = now()
    for at, readings in rows:
        first = at if first is None else first
        while speed > 0 and (wait := began + (at - first) / 1000 / speed - now()) > 0:
            await sleep(min(wait, _LONGEST_NAP))
        yield at, readings
