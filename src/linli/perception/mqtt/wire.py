"""The bytes of MQTT: fixed header, strings, variable integers, properties (OASIS 3.1.1 and 5.0)."""

import struct
from enum import IntEnum
from typing import Final, Literal


class Type(IntEnum):
    """Control packet types, as they stand in the upper half of the first byte."""

    CONNECT = 0x10
    CONNACK = 0x20
    PUBLISH = 0x30
    PUBACK = 0x40
    PUBREC = 0x50
    PUBREL = 0x60
    PUBCOMP = 0x70
    SUBSCRIBE = 0x80
    SUBACK = 0x90
    UNSUBSCRIBE = 0xA0
    UNSUBACK = 0xB0
    PINGREQ = 0xC0
    PINGRESP = 0xD0
    DISCONNECT = 0xE0
    AUTH = 0xF0


class Code(IntEnum):
    """Reason codes of MQTT 5 that this platform says or understands (§2.4)."""

    SUCCESS = 0x00
    UNSPECIFIED = 0x80
    MALFORMED = 0x81
    PROTOCOL_ERROR = 0x82
    IMPLEMENTATION = 0x83
    VERSION = 0x84
    CLIENT_ID = 0x85
    BAD_CREDENTIALS = 0x86
    NOT_AUTHORISED = 0x87
    SERVER_BUSY = 0x89
    SHUTTING_DOWN = 0x8B
    BAD_METHOD = 0x8C
    KEEP_ALIVE = 0x8D
    TAKEN_OVER = 0x8E
    TOPIC_FILTER = 0x8F
    TOPIC_NAME = 0x90
    PACKET_ID_UNKNOWN = 0x92
    RECEIVE_MAXIMUM = 0x93
    TOPIC_ALIAS = 0x94
    TOO_LARGE = 0x95
    QUOTA = 0x97
    ADMINISTRATIVE = 0x98
    PAYLOAD_FORMAT = 0x99
    CONNECTION_RATE = 0x9F


class Fault(Exception):
    """Bytes that break the protocol; the connection must end with `code`.

    `raw` is where the packet begins and `size` its length, where they are known.
    """

    def __init__(self, code: Code, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.raw, self.size = b"", 0


PropertyValue = int | str | bytes | list[tuple[str, str]]
Properties = dict[int, PropertyValue]

SESSION_EXPIRY: Final = 0x11
ASSIGNED_CLIENT_ID: Final = 0x12
SERVER_KEEP_ALIVE: Final = 0x13
AUTH_METHOD: Final = 0x15
REQUEST_PROBLEM: Final = 0x17
REASON: Final = 0x1F
RECEIVE_MAXIMUM: Final = 0x21
TOPIC_ALIAS_MAXIMUM: Final = 0x22
TOPIC_ALIAS: Final = 0x23
USER: Final = 0x26
MAXIMUM_PACKET: Final = 0x27
WILDCARD: Final = 0x28
SUBSCRIPTION_IDS: Final = 0x29
SHARED: Final = 0x2A

_KIND: Final[dict[int, Literal["byte", "two", "four", "vary", "text", "binary", "pair"]]] = {
    0x01: "byte",
    0x02: "four",
    0x03: "text",
    0x08: "text",
    0x09: "binary",
    0x0B: "vary",
    0x11: "four",
    0x12: "text",
    0x13: "two",
    0x15: "text",
    0x16: "binary",
    0x17: "byte",
    0x18: "four",
    0x19: "byte",
    0x1A: "text",
    0x1C: "text",
    0x1F: "text",
    0x21: "two",
    0x22: "two",
    0x23: "two",
    0x24: "byte",
    0x25: "byte",
    0x26: "pair",
    0x27: "four",
    0x28: "byte",
    0x29: "byte",
    0x2A: "byte",
}

IN_CONNECT: Final = frozenset({0x11, 0x15, 0x16, 0x17, 0x19, 0x21, 0x22, 0x26, 0x27})
IN_WILL: Final = frozenset({0x01, 0x02, 0x03, 0x08, 0x09, 0x18, 0x26})
IN_PUBLISH: Final = frozenset({0x01, 0x02, 0x03, 0x08, 0x09, 0x0B, 0x23, 0x26})
IN_SUBSCRIBE: Final = frozenset({0x0B, 0x26})
IN_UNSUBSCRIBE: Final = frozenset({0x26})
IN_ACK: Final = frozenset({0x1F, 0x26})
IN_DISCONNECT: Final = frozenset({0x11, 0x1C, 0x1F, 0x26})
IN_CONNACK: Final = frozenset(_KIND)

_MAX_PAIRS: Final = 32  # user properties of one packet; more is an attack


class Reader:
    """Walks over the body of one packet; every step checks that the bytes are there."""

    __slots__ = ("at", "data", "end")

    def __init__(self, data: bytes, at: int = 0, end: int | None = None) -> None:
        self.data, self.at = data, at
        self.end = len(data) if end is None else end

    @property
    def is_done(self) -> bool:
        return self.at >= self.end

    def take(self, count: int) -> bytes:
        at, self.at = self.at, self.at + count
        if self.at > self.end:
            raise Fault(Code.MALFORMED, "the packet ends too soon")
        return self.data[at : self.at]

    def byte(self) -> int:
        return self.take(1)[0]

    def two(self) -> int:
        return int.from_bytes(self.take(2), "big")

    def four(self) -> int:
        return int.from_bytes(self.take(4), "big")

    def vary(self) -> int:
        value = 0
        for shift in (0, 7, 14, 21):
            part = self.byte()
            value |= (part & 0x7F) << shift
            if part < 0x80:
                return value
        raise Fault(Code.MALFORMED, "a variable integer has more than four bytes")

    def binary(self) -> bytes:
        return self.take(self.two())

    def text(self) -> str:
        try:
            found = self.binary().decode()
        except UnicodeDecodeError as error:
            raise Fault(Code.MALFORMED, "a text is not UTF-8") from error
        if "\0" in found:
            raise Fault(Code.MALFORMED, "a text contains U+0000")
        return found

    def rest(self) -> bytes:
        return self.take(self.end - self.at)

    def properties(self, allowed: frozenset[int]) -> Properties:
        length = self.vary()
        stop = self.at + length
        if stop > self.end:
            raise Fault(Code.MALFORMED, "the properties end too soon")
        found: Properties = {}
        while self.at < stop:
            self._property(found, allowed)
        if self.at != stop:
            raise Fault(Code.MALFORMED, "the properties do not fit their length")
        return found

    def _property(self, found: Properties, allowed: frozenset[int]) -> None:
        key = self.vary()
        kind = _KIND.get(key)
        if kind is None or key not in allowed:
            raise Fault(Code.MALFORMED, f"property {key:#x} does not belong here")
        if kind == "pair":
            pairs = found.setdefault(key, [])
            assert isinstance(pairs, list)
            pairs.append((self.text(), self.text()))
            if len(pairs) > _MAX_PAIRS:
                raise Fault(Code.TOO_LARGE, "too many user properties")
            return
        if key in found:
            raise Fault(Code.PROTOCOL_ERROR, f"property {key:#x} is there twice")
        found[key] = getattr(self, kind)()


def vary(number: int) -> bytes:
    """A variable byte integer."""
    out = bytearray()
    while True:
        number, part = divmod(number, 128)
        out.append(part | 0x80 if number else part)
        if not number:
            return bytes(out)


def text(value: str | bytes) -> bytes:
    """Two bytes of length, then the bytes."""
    raw = value.encode() if isinstance(value, str) else value
    return struct.pack("!H", len(raw)) + raw


def properties(values: Properties) -> bytes:
    """A block of properties with its length before it."""
    out = bytearray()
    for key, value in values.items():
        kind = _KIND[key]
        if isinstance(value, int):
            sizes = {"byte": 1, "two": 2, "four": 4}
            body = vary(value) if kind == "vary" else value.to_bytes(sizes[kind], "big")
            out += bytes((key,)) + body
        elif isinstance(value, list):
            for name, said in value:
                out += bytes((key,)) + text(name) + text(said)
        else:
            out += bytes((key,)) + text(value)
    return vary(len(out)) + bytes(out)


def packet(first: int, body: bytes) -> bytes:
    """A whole packet: first byte, remaining length, body."""
    return bytes((first,)) + vary(len(body)) + body


def ack(first: int, packet_id: int, code: int = 0, reason: str = "", *, v5: bool) -> bytes:
    """PUBACK, PUBREC, PUBREL or PUBCOMP; code and reason only in MQTT 5 and only when refused."""
    if not v5 or not code:
        return bytes((first, 2)) + packet_id.to_bytes(2, "big")
    body = packet_id.to_bytes(2, "big") + bytes((code,))
    return packet(first, body + properties({REASON: reason}) if reason else body)


def disconnect(code: int, reason: str = "") -> bytes:
    """DISCONNECT of MQTT 5 with its reason."""
    return packet(Type.DISCONNECT, bytes((code,)) + properties({REASON: reason} if reason else {}))


def split(data: bytes, at: int) -> tuple[int, int, int] | None:
    """(first byte, start and end of the body) of the packet at `at`; None while it is not whole.

    `end` may lie beyond the data; `Fault` when the length is no length.
    """
    length = shift = 0
    start = at + 1
    while start < len(data):
        part = data[start]
        length |= (part & 0x7F) << shift
        start += 1
        if part < 0x80:
            return data[at], start, start + length
        shift += 7
        if shift > 21:
            raise Fault(Code.MALFORMED, "the length of a packet has more than four bytes")
    return None
