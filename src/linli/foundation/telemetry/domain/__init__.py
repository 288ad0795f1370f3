"""Readings over time: how they are counted, drawn, added up and shown to have been erased."""

from linli.foundation.telemetry.domain.cards import (
    Aggregate,
    Cell,
    Curve,
    Evidence,
    Latest,
    Point,
    ReadingCard,
)
from linli.foundation.telemetry.domain.curve import (
    LEAST_POINTS,
    MOST_POINTS,
    step_for,
    stretches,
    with_gaps,
)
from linli.foundation.telemetry.domain.moments import EARLIEST, LATEST, from_ms, to_ms
from linli.foundation.telemetry.domain.store import Given, Store, Where
from linli.foundation.telemetry.domain.tally import (
    FEWEST_HOMES,
    HOWS,
    MOST_CELLS,
    Partial,
    rounded_readings,
)

__all__ = [
    "EARLIEST",
    "FEWEST_HOMES",
    "HOWS",
    "LATEST",
    "LEAST_POINTS",
    "MOST_CELLS",
    "MOST_POINTS",
    "Aggregate",
    "Cell",
    "Curve",
    "Evidence",
    "Given",
    "Latest",
    "Partial",
    "Point",
    "ReadingCard",
    "Store",
    "Where",
    "from_ms",
    "rounded_readings",
    "step_for",
    "stretches",
    "to_ms",
    "with_gaps",
]
