"""What devices are: their models, secrets, states, and what is kept of what they got wrong."""

from linli.foundation.devices.domain.cards import (
    BatchCard,
    BatchReport,
    BatchStep,
    BlockedVendor,
    DeviceCard,
    Discovery,
    IssuedSecret,
    ModelCard,
    Origin,
    OutcomeCard,
    OutcomeFigures,
    RejectedCard,
    RowResult,
    SecretCard,
    SeriesCard,
    State,
    TermCard,
)
from linli.foundation.devices.domain.found import StateSpec
from linli.foundation.devices.domain.quarantine import RejectedItem
from linli.foundation.devices.domain.thing import (
    EventSpec,
    FunctionSpec,
    ParameterSpec,
    PropertySpec,
    Sensitivity,
    ThingModel,
)

__all__ = [
    "BatchCard",
    "BatchReport",
    "BatchStep",
    "BlockedVendor",
    "DeviceCard",
    "Discovery",
    "EventSpec",
    "FunctionSpec",
    "IssuedSecret",
    "ModelCard",
    "Origin",
    "OutcomeCard",
    "OutcomeFigures",
    "ParameterSpec",
    "PropertySpec",
    "RejectedCard",
    "RejectedItem",
    "RowResult",
    "SecretCard",
    "Sensitivity",
    "SeriesCard",
    "TermCard",
    "State",
    "StateSpec",
    "ThingModel",
]
