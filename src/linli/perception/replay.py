"""Recordings (CSV, JSON lines, Parquet) as timed readings, paced as they were or faster."""

import asyncio
import codecs
import csv
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, TextIO
from zoneinfo import ZoneInfo

import orjson

from linli.perception.judging import MAX_TEXT
from linli.perception.reading import Reading, Value
from linli.perception.units import conversion

MAX_LINE: Final = 1 << 20
_LAST_MS: Final = 253_402_300_800_000  # the year 10000
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

    def __post_init__(self) -> None:
        """ValueError when something is said in another way than by text."""
        _check_texts(
            self.property, self.device, self.device_column, self.kind, self.unit, self.into
        )


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

    def __post_init__(self) -> None:
        """ValueError with the reason when no row could be read so."""
        _check_texts(self.time, self.time_format, self.zone, self.delimiter)
        try:
            ZoneInfo(self.zone)
        except Exception:  # noqa: BLE001 - it names a file: anything may be wrong with that
            raise ValueError(f"there is no time zone {self.zone!r}") from None
        if len(self.delimiter) != 1 or self.delimiter in '" \r\n\0':
            raise ValueError(f"{self.delimiter!r} cannot stand between columns; one character can")
        if self.time is None and not isinstance(self.step, int):
            raise ValueError("say the column of the time, or the step between rows")


def _check_texts(*said: object) -> None:
    for one in said:
        if one is not None and not isinstance(one, str):
            raise ValueError(f"{one!r} is no text")


class BadRow(ValueError):
    """A row that cannot be read; the text says which one and why."""


class BadRecording(ValueError):
    """A file that cannot be read at all; the text says why."""


class _Unreadable(str):
    """Stands where a row should be, and says why there is none."""


_Row = Mapping[str, Any] | _Unreadable


def read_recording(
    path: Path, layout: Layout, *, on_bad: Callable[[BadRow], None] | None = None
) -> Iterator[tuple[int, list[Reading]]]:
    """(ms since 1970, readings) of each row, in the file's order.

    Bad rows are told to `on_bad` and left out; without it they are raised. `BadRecording` when it
    is no recording.
    """
    shift: int | None = None
    for number, row in enumerate(_rows(path, layout.delimiter), start=1):
        try:
            if isinstance(row, _Unreadable):
                raise BadRow(f"row {number}: {row}")
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


def column_names(path: Path, delimiter: str = ",") -> tuple[str, ...]:
    """What the columns of a recording are called; `BadRecording` when it is none."""
    if path.suffix.lower() == ".parquet":
        with _parquet(path) as file:
            return tuple(file.schema_arrow.names)
    if path.suffix.lower() == ".csv":
        return _csv_header(path, delimiter)
    first = next(iter(_rows(path, delimiter)), {})
    return () if isinstance(first, _Unreadable) else tuple(first)


def _csv_header(path: Path, delimiter: str) -> tuple[str, ...]:
    with _csv(path) as file:
        try:
            reader = csv.reader(_lines(file), delimiter=delimiter, skipinitialspace=True)
            return tuple(next(reader, ()))
        except csv.Error:
            return ()


def _rows(path: Path, delimiter: str) -> Iterable[_Row]:
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return _csv_rows(path, delimiter)
    if suffix in (".jsonl", ".ndjson"):
        return _json_rows(path)
    if suffix == ".parquet":
        return _parquet_rows(path)
    raise BadRecording(f"a recording is .csv, .jsonl or .parquet, not {path.name}")


def _csv_rows(path: Path, delimiter: str) -> Iterator[_Row]:
    with _csv(path) as file:
        reader = csv.DictReader(_lines(file), delimiter=delimiter, skipinitialspace=True)
        while True:
            try:
                yield next(reader)
            except StopIteration:
                return
            except csv.Error as error:  # the next line is a fresh start
                yield _Unreadable(error)


def _csv(path: Path) -> TextIO:
    return path.open(encoding=_encoding(path), errors="replace", newline="")


def _lines(file: TextIO) -> Iterator[str]:
    return iter(partial(file.readline, MAX_LINE), "")


def _encoding(path: Path) -> str:
    """UTF-8 if all of it is, UTF-16 if it says so, else GB18030: as lists of people are read."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        start = file.read(MAX_LINE)
        if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        try:
            while start:
                decoder.decode(start)
                start = file.read(MAX_LINE)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "gb18030"
    return "utf-8-sig"


def _json_rows(path: Path) -> Iterator[_Row]:
    with path.open("rb") as file:
        while line := file.readline(MAX_LINE):
            if line.strip():
                yield _json_row(line)


def _json_row(line: bytes) -> _Row:
    try:
        row = orjson.loads(line.removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError as error:
        return _Unreadable(error)
    return row if isinstance(row, dict) else _Unreadable("not an object with columns")


def _parquet(path: Path) -> Any:
    import pyarrow
    import pyarrow.parquet

    try:
        return pyarrow.parquet.ParquetFile(path)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise BadRecording(f"{path.name} is no Parquet file ({_first_line(error)})") from error


def _parquet_rows(path: Path) -> Iterator[_Row]:
    import pyarrow

    with _parquet(path) as file:
        try:
            for batch in file.iter_batches(batch_size=8_192):
                yield from _batch_rows(batch)
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            yield _Unreadable(f"from here on it is damaged ({_first_line(error)})")


def _batch_rows(batch: Any) -> Iterator[_Row]:
    for index in range(batch.num_rows):
        try:
            (row,) = batch.slice(index, 1).to_pylist()
        except (ValueError, OverflowError, ImportError) as error:  # a cell Python cannot hold
            row = _Unreadable(_first_line(error))
        yield row


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


def _time(row: Mapping[str, Any], number: int, layout: Layout) -> int:
    """When a row was taken, in ms since 1970."""
    if layout.time is None:
        return (layout.start or 0) + (number - 1) * (layout.step or 0)
    said = row.get(layout.time)
    try:
        if said is None or said == "":
            raise ValueError("there is none")
        if layout.time_format in ("s", "ms"):
            at = round(float(said) * (1000 if layout.time_format == "s" else 1))
        else:
            at = round(_moment(said, layout).timestamp() * 1000)
        if abs(at) >= _LAST_MS:
            raise ValueError("out of all reach")
        return at
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
        except (TypeError, ValueError, OverflowError) as error:
            raise BadRow(f"row {number}, column {name!r}: {_short(said)} ({error})") from error
        yield Reading(device, column.property, at, value, unit)


def _value(said: Any, column: Column) -> tuple[Value, str | None]:
    if column.kind == "text":
        return _text(said), None
    if column.kind == "boolean":
        return _truth(said), None
    number, unit = float(said), column.unit
    if column.into is not None and unit is not None:
        change = conversion(unit, column.into)
        if change is None:
            raise ValueError(f"{unit} cannot be turned into {column.into}")
        number, unit = number * change[0] + change[1], column.into
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    return number, unit


def _text(said: Any) -> str:
    text = str(said)
    if len(text.encode("utf-8")) > MAX_TEXT:
        raise ValueError(f"longer than {MAX_TEXT} bytes")
    return text


def _short(said: Any) -> str:
    return repr(said)[:80]


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
