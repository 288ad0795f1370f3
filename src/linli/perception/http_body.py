"""Readings by HTTP: who sends them and what the body says; the route itself lives elsewhere."""

import base64
import binascii
from typing import Final

from linli.kernel import Refused
from linli.perception.codecs import senml

MEDIA_TYPES: Final = frozenset({"application/senml+json", "application/json"})
MAX_BODY: Final = 1 << 20


def read_authorization(header: str) -> tuple[str, bytes]:
    """(device, secret) of `Basic base64(device:secret)` or `Bearer device.secret`.

    `Refused` (not_signed_in) when the header is neither.
    """
    scheme, _, rest = header.strip().partition(" ")
    device, secret = "", b""
    if scheme.lower() == "basic":
        try:
            name, _, secret = base64.b64decode(rest.strip(), validate=True).partition(b":")
            device = name.decode()
        except (binascii.Error, ValueError):
            device = ""
    elif scheme.lower() == "bearer":
        device, _, said = rest.strip().partition(".")
        secret = said.encode()
    if not device or not secret:
        raise Refused(
            "not_signed_in", "Say who sends this: the device's id and secret, as Basic or Bearer"
        )
    return device, secret


def read_body(body: bytes, content_type: str, device: str) -> senml.Pack:
    """The pack in a request of `POST /ingest/v1/readings`; `Refused` when it cannot be one.

    Problems of single records are in the pack; the good records are taken all the same.
    """
    if len(body) > MAX_BODY:
        raise Refused("too_large", "The body is larger than %(limit)s bytes", limit=MAX_BODY)
    media = content_type.partition(";")[0].strip().lower()
    if media not in MEDIA_TYPES:
        raise Refused(
            "invalid", "The body must be application/senml+json, not %(media)s", media=media[:80]
        )
    return senml.decode(body, device)
