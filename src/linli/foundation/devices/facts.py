"""What this module announces: devices come, work, fall silent and go; core reloads its gate."""

from dataclasses import dataclass
from typing import ClassVar

from linli.kernel import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDefined(Fact):
    """A kind of device, or a new version of one, is known."""

    kind: ClassVar[str] = "devices.model_defined"
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRegistered(Fact):
    """A device is known, but nothing it says is taken yet; `discovered` when it came by itself."""

    kind: ClassVar[str] = "devices.device_registered"
    device: str
    discovered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceAnnounced(Fact):
    """The gateway of a device has said something new of it: what it measures, or where."""

    kind: ClassVar[str] = "devices.device_announced"
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceActivated(Fact):
    """A person has switched a device on under a mandate."""

    kind: ClassVar[str] = "devices.device_activated"
    device: str
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateAssigned(Fact):
    """A device works under another mandate from now on."""

    kind: ClassVar[str] = "devices.mandate_assigned"
    device: str
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceMoved(Fact):
    """A device hangs somewhere else."""

    kind: ClassVar[str] = "devices.device_moved"
    device: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSilent(Fact):
    """A device that should speak has not been heard."""

    kind: ClassVar[str] = "devices.device_silent"
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceHeardAgain(Fact):
    """A silent device speaks again."""

    kind: ClassVar[str] = "devices.device_heard_again"
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRetired(Fact):
    """A device is out of service for good."""

    kind: ClassVar[str] = "devices.device_retired"
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoveryAllowed(Fact):
    """A gateway may, or may no longer, announce devices behind it."""

    kind: ClassVar[str] = "devices.discovery_allowed"
    device: str
    allowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSecretIssued(Fact):
    """A device has a new secret in a slot."""

    kind: ClassVar[str] = "devices.device_secret_issued"
    device: str
    slot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSecretRevoked(Fact):
    """A secret no longer counts; live sessions opened with it must be cut."""

    kind: ClassVar[str] = "devices.device_secret_revoked"
    device: str
    slot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorBlocked(Fact):
    """Nothing from a vendor's devices is taken from now on."""

    kind: ClassVar[str] = "devices.vendor_blocked"
    vendor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorUnblocked(Fact):
    """A vendor's devices may work again."""

    kind: ClassVar[str] = "devices.vendor_unblocked"
    vendor: str
