"""A bare MQTT client that says exactly the bytes a test wants."""

import asyncio

import orjson

from linli.perception.mqtt.packets import V5
from linli.perception.mqtt.wire import Type, packet, split, text
from perception.house import NOW


def one(value: float = 20.5, at: int = NOW, name: str = "temperature", unit: str = "Cel") -> bytes:
    """One reading as its message says it."""
    return orjson.dumps([{"n": name, "u": unit, "v": value, "t": at / 1000}])


def connect(
    device: str = "d1",
    secret: bytes = b"secret of the sensor",
    *,
    version: int = 4,
    client_id: str | None = None,
    keep_alive: int = 60,
    clean: bool = True,
    found: bytes = b"\0",
) -> bytes:
    flags = 0xC0 | (2 if clean else 0)
    body = text("MQTT") + bytes((version, flags)) + keep_alive.to_bytes(2, "big")
    if version == V5:
        body += found
    name = device if client_id is None else client_id
    return packet(Type.CONNECT, body + text(name) + text(device) + text(secret))


def publish(
    payload: bytes,
    topic: str = "linli/d1/readings",
    *,
    qos: int = 1,
    packet_id: int = 1,
    dup: bool = False,
    retain: bool = False,
    version: int = 4,
    found: bytes = b"\0",
) -> bytes:
    first = Type.PUBLISH | (0x08 if dup else 0) | qos << 1 | retain
    middle = packet_id.to_bytes(2, "big") if qos else b""
    if version == V5:
        middle += found
    return packet(first, text(topic) + middle + payload)


class Raw:
    """`read` gives one whole packet as (first byte, body), or None at the end of the stream."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self._data = b""

    @classmethod
    async def open(cls, port: int, **options) -> "Raw":
        return cls(*await asyncio.open_connection("127.0.0.1", port, **options))

    @classmethod
    async def enter(cls, port: int, device: str = "d1", **options) -> "Raw":
        raw = await cls.open(port)
        raw.send(connect(device, **options))
        welcome = await raw.read()
        assert welcome is not None and welcome[0] == Type.CONNACK and welcome[1][1] == 0
        raw.welcome = welcome[1]
        return raw

    def send(self, data: bytes) -> None:
        self.writer.write(data)

    async def read(self, seconds: float = 10.0) -> tuple[int, bytes] | None:
        while True:
            found = split(self._data, 0) if self._data else None
            if found is not None and found[2] <= len(self._data):
                first, start, end = found
                body, self._data = self._data[start:end], self._data[end:]
                return first, body
            try:
                more = await asyncio.wait_for(self.reader.read(65_536), seconds)
            except (ConnectionError, TimeoutError):
                return None
            if not more:
                return None
            self._data += more

    async def is_cut(self) -> bool:
        while await self.read() is not None:
            pass
        return self.reader.at_eof() or self.reader.exception() is not None

    def close(self) -> None:
        self.writer.close()
