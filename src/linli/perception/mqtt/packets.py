"""The packets a device sends that are not PUBLISH, and the answers to them."""

from dataclasses import dataclass, field

from linli.perception.mqtt.wire import (
    IN_ACK,
    IN_CONNECT,
    IN_DISCONNECT,
    IN_SUBSCRIBE,
    IN_UNSUBSCRIBE,
    IN_WILL,
    Code,
    Fault,
    Properties,
    Reader,
    Type,
    packet,
    properties,
)

V311, V5 = 4, 5


@dataclass(frozen=True, slots=True)
class Connect:
    """What a client says of itself; its will is read, checked and let go."""

    version: int
    client_id: str
    clean: bool
    keep_alive: int
    username: str | None
    password: bytes | None
    properties: Properties = field(default_factory=dict)


class WrongVersion(Exception):
    """A protocol this listener does not speak."""


def read_connect(body: bytes) -> Connect:
    """Read CONNECT (§3.1); `WrongVersion` or `Fault` otherwise."""
    reader = Reader(body)
    name = reader.binary()
    if name not in (b"MQTT", b"MQIsdp"):
        raise Fault(Code.MALFORMED, "this is not MQTT")
    version = reader.byte()
    if name != b"MQTT" or version not in (V311, V5):
        raise WrongVersion(f"MQTT level {version}")
    flags = reader.byte()
    _check_flags(flags, version)
    keep_alive = reader.two()
    found = reader.properties(IN_CONNECT) if version == V5 else {}
    client_id = reader.text()
    if flags & 0x04:
        _skip_will(reader, version)
    username = reader.text() if flags & 0x80 else None
    password = reader.binary() if flags & 0x40 else None
    if not reader.is_done:
        raise Fault(Code.MALFORMED, "CONNECT goes on after its end")
    return Connect(version, client_id, bool(flags & 2), keep_alive, username, password, found)


def _check_flags(flags: int, version: int) -> None:
    if flags & 0x01:
        raise Fault(Code.MALFORMED, "a reserved flag is set")
    if flags & 0x18 == 0x18 or (not flags & 0x04 and flags & 0x38):
        raise Fault(Code.MALFORMED, "the will's flags contradict each other")
    if version == V311 and flags & 0x40 and not flags & 0x80:
        raise Fault(Code.MALFORMED, "a password needs a user name")


def _skip_will(reader: Reader, version: int) -> None:
    if version == V5:
        reader.properties(IN_WILL)
    reader.text()
    reader.binary()


def connack(version: int, code: int, *, present: bool = False, found: Properties) -> bytes:
    """CONNACK; `code` is a reason code of MQTT 5, translated for 3.1.1 clients (§3.2.2.3)."""
    if version != V5 and code:
        code = _OLD_CODES.get(code, 3)
    body = bytes((present, code))
    return packet(Type.CONNACK, body + properties(found) if version == V5 else body)


_OLD_CODES: dict[int, int] = {
    Code.VERSION: 1,
    Code.CLIENT_ID: 2,
    Code.BAD_CREDENTIALS: 4,
    Code.NOT_AUTHORISED: 5,
    Code.CONNECTION_RATE: 5,
}


def read_subscribe(body: bytes, version: int) -> tuple[int, list[tuple[str, int]]]:
    """(packet id, [(filter, wanted QoS)]) of SUBSCRIBE."""
    reader = Reader(body)
    packet_id = read_id(reader)
    if version == V5:
        reader.properties(IN_SUBSCRIBE)
    wanted: list[tuple[str, int]] = []
    while not reader.is_done:
        name, options = reader.text(), reader.byte()
        if options & 3 == 3 or options & (0xC0 if version == V5 else 0xFC):
            raise Fault(Code.MALFORMED, "a subscription's options are wrong")
        wanted.append((name, options & 3))
    if not wanted:
        raise Fault(Code.PROTOCOL_ERROR, "a subscription without a filter")
    return packet_id, wanted


def read_unsubscribe(body: bytes, version: int) -> tuple[int, list[str]]:
    """(packet id, filters) of UNSUBSCRIBE."""
    reader = Reader(body)
    packet_id = read_id(reader)
    if version == V5:
        reader.properties(IN_UNSUBSCRIBE)
    names: list[str] = []
    while not reader.is_done:
        names.append(reader.text())
    if not names:
        raise Fault(Code.PROTOCOL_ERROR, "nothing to unsubscribe from")
    return packet_id, names


def read_ack(body: bytes, version: int) -> tuple[int, int]:
    """(packet id, reason code) of PUBACK, PUBREC, PUBREL or PUBCOMP."""
    reader = Reader(body)
    packet_id = read_id(reader)
    code = 0
    if version == V5 and not reader.is_done:
        code = reader.byte()
        if not reader.is_done:
            reader.properties(IN_ACK)
    if not reader.is_done:
        raise Fault(Code.MALFORMED, "an acknowledgement goes on after its end")
    return packet_id, code


def read_disconnect(body: bytes, version: int) -> Properties:
    """The properties of DISCONNECT."""
    reader = Reader(body)
    if version == V5 and not reader.is_done:
        reader.byte()
        return {} if reader.is_done else reader.properties(IN_DISCONNECT)
    if not reader.is_done:
        raise Fault(Code.MALFORMED, "DISCONNECT goes on after its end")
    return {}


def read_id(reader: Reader) -> int:
    """A packet id, which is never 0."""
    packet_id = reader.two()
    if packet_id == 0:
        raise Fault(Code.PROTOCOL_ERROR, "a packet id of 0")
    return packet_id
