"""Units a thing model may use: the SenML registry and a few that Chinese meters and panels have."""

from linli.perception.units import SENML, canonical

UNITS = SENML | {"mg/m3", "kPa", "MPa", "l/min", "m3/h", "kg/h", "degF", "MWh", "CNY"}


def canonical_unit(text: str) -> str | None:
    """The unit for a text as vendors write it, None when there is none ("°C" → "Cel")."""
    unit = canonical(text)
    return unit if unit in UNITS else None
