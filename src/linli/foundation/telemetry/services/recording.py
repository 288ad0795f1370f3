"""Accepted readings into the engine: one call, one batch, once."""

import hashlib
from array import array
from collections.abc import Mapping, Sequence
from typing import Any

from linli.foundation.telemetry.domain import EARLIEST, LATEST, Where
from linli.foundation.telemetry.services import engine
from linli.kernel import Actor, Refused
from linli.perception.reading import Accepted

MOST_ROWS = 200_000
_NOWHERE = Where("", "")
_SERIES, _TIMES, _BYTE = range(2**32), range(EARLIEST, LATEST), range(256)
_ALWAYS = {
    "async_insert": "0",  # the answer must mean that it is stored
    "max_partitions_per_insert_block": "0",  # a recording may span years
}


def record_readings(
    *,
    by: Actor,
    rows: Sequence[Accepted],
    where: Mapping[int, Where],
    token: str | None = None,
) -> int:
    """Store a batch; when it returns, the rows are on disk. Returns how many were given.

    The same batch again (the same `token`, by default a digest of its rows) adds nothing, also
    after a crash in between. `where` says for each series where it is measured.
    """
    if not by.is_system:
        raise Refused("forbidden", "Only the platform records readings.")
    if not rows:
        return 0
    _check(rows)
    store = engine.store()
    # The newest values go first: they may be repeated, and must not be missing when the
    # process dies between the two and finds the readings stored already.
    store.put(f"INSERT INTO latest ({', '.join(_LATEST)})", _newest(rows), _ALWAYS)
    block = _block(rows, where)
    settings = _ALWAYS | {"insert_deduplication_token": token or _digest(rows)}
    store.put(f"INSERT INTO readings ({', '.join(_READINGS)})", block, settings)
    return len(rows)


_LATEST = ("series", "at", "value", "text", "flags")
_READINGS = (*_LATEST, "received", "community", "place")


def _check(rows: Sequence[Accepted]) -> None:
    if len(rows) > MOST_ROWS:
        raise Refused(
            "too_large", "A batch may have at most %(most)s readings.", field="rows", most=MOST_ROWS
        )
    series, at, _, _, flags, received = zip(*rows, strict=True)
    ranges = ((series, _SERIES), (at, _TIMES), (flags, _BYTE), (received, _TIMES))
    for column, allowed in ranges:
        if min(column) not in allowed or max(column) not in allowed:
            number = next(n for n, one in enumerate(column) if one not in allowed)
            raise Refused(
                "invalid",
                "Reading %(number)s of the batch has a series, time or flags out of range.",
                field=f"rows[{number}]",
                number=number,
            )


def _newest(rows: Sequence[Accepted]) -> bytes:
    newest: dict[int, Accepted] = {}
    for row in rows:
        known = newest.get(row[0])
        if known is None or row[1] >= known[1]:
            newest[row[0]] = row
    series, at, value, text, flags, *_ = zip(*newest.values(), strict=True)
    return _arrow(dict(zip(_LATEST, (series, at, value, text, flags), strict=True)))


def _block(rows: Sequence[Accepted], where: Mapping[int, Where]) -> bytes:
    columns = dict(zip(_READINGS, zip(*rows, strict=True), strict=False))
    homes = [where.get(number, _NOWHERE) for number in columns["series"]]
    columns["community"] = tuple(home[0] for home in homes)
    columns["place"] = tuple(home[1] for home in homes)
    return _arrow(columns)


def _arrow(columns: Mapping[str, Sequence[Any]]) -> bytes:
    import pyarrow

    moment = pyarrow.timestamp("ms", "UTC")
    kinds = {
        "series": pyarrow.uint32(),
        "at": moment,
        "value": pyarrow.float64(),
        "flags": pyarrow.uint8(),
        "received": moment,
    }
    schema = pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in columns])
    arrays = [pyarrow.array(columns[field.name], field.type) for field in schema]
    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, schema) as stream:
        stream.write_batch(pyarrow.record_batch(arrays, schema=schema))
    return bytes(sink.getvalue())


def _digest(rows: Sequence[Accepted]) -> str:
    series, at, value, text, *_ = zip(*rows, strict=True)
    numbers = array("q", series).tobytes() + array("q", at).tobytes() + array("d", value).tobytes()
    return hashlib.sha256(numbers + "\0".join(text).encode()).hexdigest()
