"""Units of measurement: the SenML registry, how the trade writes them, and exact conversions."""

from typing import Final

_REGISTRY: Final = (
    "m kg g s A K cd mol Hz rad sr N Pa J W C V F Ohm S Wb T H Cel lm lx Bq Gy Sv kat m2 m3 l "
    "m/s m/s2 m3/s l/s W/m2 cd/m2 bit bit/s lat lon pH dB dBW Bspl count / % %RH %EL EL 1/s "
    "1/min beat/min beats S/m B VA VAs var vars J/m kg/m3 deg NTU "
    # secondary units (RFC 8798)
    "ms min h MHz kW kVA kvar Ah Wh kWh varh kvarh kVAh Wh/km KiB GB Mbit/s B/s MB/s mV mA dBm "
    "ug/m3 mm/h m/h ppm /100 /1000 hPa mm cm km km/h"
)
SENML: Final = frozenset(_REGISTRY.split())
"""The registry "SenML Units" of RFC 8428 with the secondary units of RFC 8798."""

_SAME: Final = {
    "°c": "Cel",
    "c": "Cel",
    "℃": "Cel",
    "degc": "Cel",
    "cel": "Cel",
    "°f": "degF",
    "℉": "degF",
    "degf": "degF",
    "k": "K",
    "%rh": "%RH",
    "rh": "%RH",
    "percent": "%",
    "watt": "W",
    "µg/m³": "ug/m3",
    "μg/m³": "ug/m3",
    "ug/m³": "ug/m3",
    "mg/m³": "mg/m3",
    "m³": "m3",
    "l/min": "l/min",
    "m³/h": "m3/h",
    "m²": "m2",
    "lux": "lx",
    "ω": "Ohm",
    "°": "deg",
    "sec": "s",
    "db": "dB",
    "ppm": "ppm",
    "bool": "/",
}

# unit → (base unit, factor, offset): base = value × factor + offset
_BASE: Final = {
    "degF": ("Cel", 5 / 9, -160 / 9),
    "K": ("Cel", 1.0, -273.15),
    "kW": ("W", 1000.0, 0.0),
    "MW": ("W", 1_000_000.0, 0.0),
    "mW": ("W", 0.001, 0.0),
    "kWh": ("Wh", 1000.0, 0.0),
    "MWh": ("Wh", 1_000_000.0, 0.0),
    "J": ("Wh", 1 / 3600, 0.0),
    "mV": ("V", 0.001, 0.0),
    "kV": ("V", 1000.0, 0.0),
    "mA": ("A", 0.001, 0.0),
    "hPa": ("Pa", 100.0, 0.0),
    "kPa": ("Pa", 1000.0, 0.0),
    "MPa": ("Pa", 1_000_000.0, 0.0),
    "bar": ("Pa", 100_000.0, 0.0),
    "mbar": ("Pa", 100.0, 0.0),
    "mm": ("m", 0.001, 0.0),
    "cm": ("m", 0.01, 0.0),
    "km": ("m", 1000.0, 0.0),
    "l": ("m3", 0.001, 0.0),
    "l/s": ("m3/s", 0.001, 0.0),
    "l/min": ("m3/s", 0.001 / 60, 0.0),
    "m3/h": ("m3/s", 1 / 3600, 0.0),
    "km/h": ("m/s", 1 / 3.6, 0.0),
    "ms": ("s", 0.001, 0.0),
    "min": ("s", 60.0, 0.0),
    "h": ("s", 3600.0, 0.0),
    "g": ("kg", 0.001, 0.0),
    "mg/m3": ("ug/m3", 1000.0, 0.0),
    "/100": ("/", 0.01, 0.0),
    "/1000": ("/", 0.001, 0.0),
    "%": ("/", 0.01, 0.0),
    "%RH": ("/", 0.01, 0.0),
    "%EL": ("/", 0.01, 0.0),
    "kHz": ("Hz", 1000.0, 0.0),
    "MHz": ("Hz", 1_000_000.0, 0.0),
}

IDENTITY: Final = (1.0, 0.0)


def canonical(unit: str) -> str:
    """The unit as this platform writes it; what is not known is returned as it came."""
    unit = unit.strip()
    return unit if unit in SENML else _SAME.get(unit.lower(), unit)


def conversion(given: str, wanted: str) -> tuple[float, float] | None:
    """(factor, offset) with wanted = given × factor + offset; None when they do not match."""
    given, wanted = canonical(given), canonical(wanted)
    if given == wanted:
        return IDENTITY
    base, factor, offset = _BASE.get(given, (given, 1.0, 0.0))
    other, per, shift = _BASE.get(wanted, (wanted, 1.0, 0.0))
    if base != other:
        return None
    return factor / per, (offset - shift) / per
