"""The thing model (物模型): what a kind of device measures, can do and reports.

The shape Chinese vendors ship (properties, functions, events), with Home Assistant's device
classes, SenML units, and one mark no one else has: how sensitive each property is.
"""

from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from linli.kernel import Refused, Words

_CLASSES = """
absolute_humidity apparent_power aqi area atmospheric_pressure battery battery_charging
blood_glucose_concentration carbon_dioxide carbon_monoxide cold conductivity connectivity
current data_rate data_size date distance door duration energy energy_distance energy_storage
enum frequency garage_door gas heat humidity illuminance irradiance light lock moisture
monetary motion moving nitrogen_dioxide nitrogen_monoxide nitrous_oxide occupancy opening
ozone ph plug pm1 pm10 pm25 pm4 power power_factor precipitation precipitation_intensity
presence pressure problem reactive_energy reactive_power running safety signal_strength smoke
sound sound_pressure speed sulphur_dioxide tamper temperature temperature_delta timestamp
update vibration volatile_organic_compounds volatile_organic_compounds_parts voltage volume
volume_flow_rate volume_storage water weight wind_direction wind_speed window
"""
DEVICE_CLASSES = frozenset(_CLASSES.split())
"""Home Assistant's sensor and binary sensor classes."""


class Sensitivity(StrEnum):
    """What a property tells of people: nothing, a household, a person, or their health."""

    OPEN = "open"
    HOUSEHOLD = "household"
    PERSONAL = "personal"
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class PropertySpec:
    """Something a device measures; `unit` is a SenML unit or empty, bounds are inclusive."""

    key: str
    name: Words
    kind: str
    unit: str = ""
    device_class: str = ""
    sensitivity: str = Sensitivity.HOUSEHOLD
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class ParameterSpec:
    """An input of a function or an output of an event."""

    key: str
    name: Words
    kind: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """Something a device can be told to do."""

    key: str
    name: Words
    inputs: tuple[ParameterSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class EventSpec:
    """Something a device reports when it happens; `level` is info, warning or urgent."""

    key: str
    name: Words
    level: str = "info"
    outputs: tuple[ParameterSpec, ...] = ()


A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class ThingModel:
    """A kind of device; `key` and `version` name it in a community.

    `silent_after` is how many minutes nothing need be heard of it before it counts as silent.
    """

    key: str
    version: int
    name: Words
    vendor: str
    properties: tuple[PropertySpec, ...]
    functions: tuple[FunctionSpec, ...] = ()
    events: tuple[EventSpec, ...] = ()
    silent_after: int = A_DAY


def body_of(model: ThingModel) -> dict[str, Any]:
    """The model as plain data, which `read_model` reads back."""
    return asdict(model)


def same_but_version(one: ThingModel, other: ThingModel) -> bool:
    """Whether two versions of a model say the same."""
    return {**body_of(one), "version": 0} == {**body_of(other), "version": 0}


def check_compatible(old: ThingModel, new: ThingModel) -> None:
    """A later version keeps kind and unit of every property it still has, or history would lie."""
    before = {spec.key: spec for spec in old.properties}
    for spec in new.properties:
        was = before.get(spec.key)
        if was is not None and (was.kind, was.unit) != (spec.kind, spec.unit):
            raise Refused(
                "conflict",
                "“%(property)s” had another kind or unit in version %(version)s of this model; "
                "give the property a new key.",
                field="properties",
                property=spec.key,
                version=old.version,
            )


def speaks(model: ThingModel, found: ThingModel) -> bool:
    """Whether a model knows all that a found device says it measures, of the same kind and unit."""
    known = {spec.key: (spec.kind, spec.unit) for spec in model.properties}
    return all(known.get(spec.key) == (spec.kind, spec.unit) for spec in found.properties)


def distrusted(found: ThingModel) -> ThingModel:
    """A model that a machine declared: nothing in it is open until a person has said so."""
    return replace(found, properties=tuple(_at_least_household(spec) for spec in found.properties))


def _at_least_household(spec: PropertySpec) -> PropertySpec:
    if spec.sensitivity != Sensitivity.OPEN:
        return spec
    return replace(spec, sensitivity=Sensitivity.HOUSEHOLD.value)
