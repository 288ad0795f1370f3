"""Telemetry 读数: every reading once, what a place measured over time, and proof of what is gone.

Readings are not facts: they go straight into the engine, and only what someone must know becomes
a fact.
"""

from linli.foundation.telemetry.domain import (
    Aggregate,
    Cell,
    Curve,
    Evidence,
    Latest,
    Point,
    ReadingCard,
    Store,
    Where,
)
from linli.foundation.telemetry.selectors.aggregates import aggregate
from linli.foundation.telemetry.selectors.erasures import list_erasures
from linli.foundation.telemetry.selectors.history import history
from linli.foundation.telemetry.selectors.readings import (
    latest_values,
    list_readings,
    newest_by_series,
    which_are_stored,
)
from linli.foundation.telemetry.services.engine import engine_users, use_engine
from linli.foundation.telemetry.services.erasing import enforce_retention
from linli.foundation.telemetry.services.recording import record_readings
from linli.foundation.telemetry.services.rollups import refresh_rollups
from linli.foundation.telemetry.services.schema import prepare_engine

__all__ = [
    "Aggregate",
    "Cell",
    "Curve",
    "Evidence",
    "Latest",
    "Point",
    "ReadingCard",
    "Store",
    "Where",
    "aggregate",
    "enforce_retention",
    "engine_users",
    "history",
    "latest_values",
    "list_erasures",
    "list_readings",
    "newest_by_series",
    "prepare_engine",
    "record_readings",
    "refresh_rollups",
    "use_engine",
    "which_are_stored",
]
