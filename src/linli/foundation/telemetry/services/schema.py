"""The engine's tables, in numbered steps that are each applied once.

Codecs were chosen on real recordings (fires, offices, a household, machines: 382,229 readings of
479 series): 3.0 bytes a row in all columns. For the value alone ZSTD(3) took 1.24, ZSTD(1) 1.36,
FPC 2.11, Gorilla 2.34; for the time Delta 0.98, DoubleDelta 1.05, T64 1.67.
Plain ClickHouse SQL: the same on a server.
"""

from linli.foundation.telemetry.domain import to_ms
from linli.foundation.telemetry.services import engine
from linli.kernel import Actor, Refused, now

_STEPS_TABLE = """
CREATE TABLE IF NOT EXISTS schema_steps (step UInt32, applied DateTime64(3, 'UTC'))
ENGINE = MergeTree ORDER BY step
"""

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE IF NOT EXISTS readings (
            series UInt32 CODEC(Delta, ZSTD(1)),
            at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
            value Float64 CODEC(ZSTD(3)),
            text String CODEC(ZSTD(1)),
            flags UInt8 CODEC(ZSTD(1)),
            community LowCardinality(String),
            place LowCardinality(String),
            received DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
            INDEX received_range received TYPE minmax GRANULARITY 1
        )
        ENGINE = MergeTree PARTITION BY toMonday(at) ORDER BY (series, at)
        SETTINGS non_replicated_deduplication_window = 10000,
            fsync_after_insert = 1, fsync_part_directory = 1
        """,
        """
        CREATE TABLE IF NOT EXISTS latest (
            series UInt32,
            at DateTime64(3, 'UTC'),
            value Float64,
            text String,
            flags UInt8
        )
        ENGINE = ReplacingMergeTree(at) ORDER BY series
        """,
        """
        CREATE TABLE IF NOT EXISTS hourly (
            series UInt32 CODEC(Delta, ZSTD(1)),
            hour DateTime('UTC') CODEC(Delta, ZSTD(1)),
            community LowCardinality(String),
            place LowCardinality(String),
            n UInt64,
            sum Float64,
            min Float64,
            max Float64,
            first Float64,
            last Float64,
            computed DateTime64(3, 'UTC')
        )
        ENGINE = ReplacingMergeTree(computed)
        PARTITION BY toStartOfMonth(hour) ORDER BY (series, hour, community, place)
        """,
    ),
)


def prepare_engine(*, by: Actor) -> int:
    """Bring the engine's tables up to date; returns how many steps were taken.

    For core and for `linli up` before anything is recorded; repeating it changes nothing.
    """
    if not by.is_system:
        raise Refused("forbidden", "Only the platform prepares its own tables.")
    store = engine.store()
    store.order(_STEPS_TABLE)
    done = {int(row[0]) for row in store.ask("SELECT step FROM schema_steps")}
    due = [number for number in range(1, len(STEPS) + 1) if number not in done]
    for number in due:
        for statement in STEPS[number - 1]:
            store.order(statement)
        store.order(
            "INSERT INTO schema_steps"
            " SELECT {step:UInt32}, fromUnixTimestamp64Milli({now:Int64}, 'UTC')",
            {"step": number, "now": to_ms(now())},
        )
    return len(due)
