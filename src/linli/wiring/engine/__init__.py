"""The telemetry engine on one machine: ClickHouse in this process, spoken to as if on a server."""

from linli.wiring.engine.front import engine_app
from linli.wiring.engine.owner import Engine

__all__ = ["Engine", "engine_app"]
