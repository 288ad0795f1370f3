"""The real engine for every test in this folder."""

from telemetry_engine import telemetry, telemetry_process

__all__ = ["telemetry", "telemetry_process"]
