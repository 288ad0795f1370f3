"""What devices are: their models, secrets, states, and what is kept of what they got wrong."""

from linli.foundation.devices.domain.cards import (
    BatchReport,
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
    "BatchReport",
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
    "State",
    "StateSpec",
    "ThingModel",
]
