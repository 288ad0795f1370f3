"""A row of a device list, read from a table or a form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from linli.kernel import Refused, Words

MOST_ROWS = 10_000
_DEVICE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """What is known of a device before it is installed."""

    device: str
    model: str
    name: Words
    vendor: str
    serial: str
    batch: str
    owner: str
    place: str


def read_row(given: Mapping[str, object]) -> DeviceRow:
    """A checked row; `device` and `model` are needed, a name falls back to the device's id."""
    device = checked_device(given.get("device", ""))
    zh = _text(given, "name_zh", 120) or _text(given, "name", 120)
    en = _text(given, "name_en", 120)
    return DeviceRow(
        device=device,
        model=_text(given, "model", 60),
        name=Words(zh or en or device, en or zh or device),
        vendor=_text(given, "vendor", 80),
        serial=_text(given, "serial", 64),
        batch=_text(given, "batch", 64),
        owner=_text(given, "owner", 120),
        place=_text(given, "place", 120),
    )


def checked_device(value: object) -> str:
    """A device id: it is part of topics and addresses, so only plain characters."""
    if not isinstance(value, str) or not _DEVICE.fullmatch(value.strip()):
        raise Refused(
            "invalid",
            "A device number has 1 to 64 Latin letters, digits, points, colons or hyphens.",
            field="device",
        )
    return value.strip()


def checked_key(key: str | None) -> str | None:
    """A request key, or none."""
    if key is not None and not 1 <= len(key) <= 80:
        raise Refused("invalid", "A request key has 1 to 80 characters.", field="key")
    return key


def checked_reason(why: str) -> str:
    """A reason in words; it is shown to others later."""
    bare = why.strip()
    if not 1 <= len(bare) <= 500:
        raise Refused(
            "invalid", "Please say why, in at most %(most)s characters.", field="why", most=500
        )
    return bare


def checked_vendor(vendor: str) -> str:
    """A vendor's name as it is shown."""
    bare = " ".join(vendor.split())
    if not 1 <= len(bare) <= 80:
        raise Refused(
            "invalid", "A vendor's name has 1 to %(most)s characters.", field="vendor", most=80
        )
    return bare


def folded(vendor: str) -> str:
    """A vendor's name as it is compared: without case and outer blanks."""
    return " ".join(vendor.split()).casefold()


def _text(given: Mapping[str, object], field: str, most: int) -> str:
    value = given.get(field)
    if value is None:
        return ""
    text = str(value).strip()
    if len(text) > most or not text.isprintable():
        raise Refused(
            "invalid", "This may have at most %(most)s characters.", field=field, most=most
        )
    return text
