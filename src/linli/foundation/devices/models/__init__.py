"""Tables of the device registry."""

from linli.foundation.devices.models.device import Device, DeviceSecret, Series, StateTopic, Term
from linli.foundation.devices.models.quarantine import OutcomeCount, Rejected
from linli.foundation.devices.models.registry import BlockedVendorRow, ThingModelRow

__all__ = [
    "BlockedVendorRow",
    "Device",
    "DeviceSecret",
    "OutcomeCount",
    "Rejected",
    "Series",
    "Term",
    "StateTopic",
    "ThingModelRow",
]
