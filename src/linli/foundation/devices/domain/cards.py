"""Devices as other modules see them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from linli.foundation.devices.domain.thing import ThingModel
from linli.kernel import Refused, Words


class State(StrEnum):
    """The life of a device; nothing leaves `registered` by itself."""

    REGISTERED = "registered"
    ACTIVE = "active"
    SILENT = "silent"
    RETIRED = "retired"


class Origin(StrEnum):
    """How a device came to be known: a person listed it, or it announced itself."""

    LISTED = "listed"
    DISCOVERED = "discovered"


@dataclass(frozen=True, slots=True)
class DeviceCard:
    """A device as the viewer may see it.

    `model` is the key of its thing model; `mandate` the one in force now, None when there is none;
    `owner` is a text, `owner_person` an id that only staff see; `is_masked` when it is in a home
    that does not show what its devices do.
    """

    id: str
    community: str
    name: Words
    model: str
    model_version: int
    model_name: Words
    vendor: str
    serial: str
    batch: str
    place: str | None
    dwelling: str | None
    owner: str
    owner_person: str | None
    state: str
    origin: str
    mandate: str | None
    last_heard_at: datetime | None
    registered_at: datetime
    activated_at: datetime | None
    may_discover: bool
    is_masked: bool = False


@dataclass(frozen=True, slots=True)
class TermCard:
    """From when on a device measures under a mandate, until the next one begins."""

    mandate: str
    since: datetime


@dataclass(frozen=True, slots=True)
class ModelCard:
    """A kind of device; `is_found` while only a machine has declared it."""

    id: str
    model: ThingModel
    is_found: bool
    defined_by: str | None
    defined_at: datetime


@dataclass(frozen=True, slots=True)
class SeriesCard:
    """One property of one device; `number` names its readings in telemetry."""

    number: int
    device: str
    model: str
    property: str
    name: Words
    kind: str
    unit: str
    device_class: str
    sensitivity: str
    minimum: float | None
    maximum: float | None
    place: str | None
    dwelling: str | None
    community: str


@dataclass(frozen=True, slots=True)
class IssuedSecret:
    """A secret just made; `secret` is shown once and is None when the request is repeated."""

    device: str
    slot: str
    secret: str | None


@dataclass(frozen=True, slots=True)
class BatchCard:
    """A delivery by its name, with how many of its devices are in each state."""

    batch: str
    states: dict[str, int]


@dataclass(frozen=True, slots=True)
class BatchStep:
    """What was done with one device of a delivery; `secret` is shown once."""

    device: str
    refused: Refused | None = None
    secret: str | None = None


@dataclass(frozen=True, slots=True)
class SecretCard:
    """What may be said of a secret: its slot, since when, until when."""

    device: str
    slot: str
    created_at: datetime
    created_by: str | None
    revoked_at: datetime | None
    revoked_by: str | None


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row of a batch: added, unchanged or refused.

    `message` is an English source sentence with `params`, `column` the field at fault; both are
    empty unless refused.
    """

    line: int
    device: str
    outcome: str
    code: str = ""
    message: str = ""
    column: str = ""
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BatchReport:
    """Row by row, and how many of each outcome."""

    rows: tuple[RowResult, ...]
    added: int
    unchanged: int
    refused: int


@dataclass(frozen=True, slots=True)
class BlockedVendor:
    """A vendor whose devices are refused, and why."""

    vendor: str
    why: str
    blocked_by: str | None
    blocked_at: datetime


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a device said when it announced itself."""

    device: str
    at: datetime
    raw: bytes
    size: int


@dataclass(frozen=True, slots=True)
class RejectedCard:
    """Something refused, as kept in quarantine; `size` counts the bytes before cutting."""

    number: int
    device: str
    received_at: datetime
    reason: str
    detail: str
    raw: bytes
    size: int
    transport: str
    topic: str
    property: str


@dataclass(frozen=True, slots=True)
class OutcomeCard:
    """How often something became of a device's readings on a day."""

    device: str
    outcome: str
    day: date
    count: int


@dataclass(frozen=True, slots=True)
class OutcomeFigures:
    """Counts from `since` on: newest days first, and totals by outcome over all of them."""

    since: date
    rows: tuple[OutcomeCard, ...]
    totals: tuple[tuple[str, int], ...]
