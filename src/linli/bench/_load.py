"""The load: many devices publishing at QoS 1, as lean as Python allows. A process of its own.

`python -m linli.bench._load PLAN.json` sends what the plan says (at a set rate: until SIGTERM) and
prints one JSON line with the seconds from the first publish to the last acknowledgement.
"""

import asyncio
import json
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import uvloop

_AT_ONCE = 50  # packets in one write
_PUBACK = 4  # bytes of a PUBACK in MQTT 3.1.1


@dataclass(frozen=True, slots=True)
class Plan:
    """Who sends how much where; `rate` is messages a second for all together, 0 for no limit."""

    host: str
    port: int
    devices: list[tuple[str, str]]
    messages: int
    start_ms: int
    window: int = 500
    rate: float = 0.0


def payload(number: int, start_ms: int) -> bytes:
    """One small SenML pack: one property, its unit, a value that no rule minds, its time."""
    value = 20 + number % 97 / 25
    return b'[{"n":"temperature","u":"Cel","v":%.2f,"t":%.3f}]' % (
        value,
        (start_ms + number) / 1000,
    )


def publish_packet(topic: bytes, packet_id: int, body: bytes) -> bytes:
    """A QoS 1 PUBLISH of MQTT 3.1.1."""
    rest = len(topic).to_bytes(2, "big") + topic + packet_id.to_bytes(2, "big") + body
    length = len(rest)
    size = bytearray()
    while True:
        length, seven = length >> 7, length & 127
        size.append(seven | (128 if length else 0))
        if not length:
            return b"\x32" + bytes(size) + rest


def connect_packet(device: str, secret: str) -> bytes:
    """A CONNECT of MQTT 3.1.1 with user name and password."""
    fields = b"".join(
        len(part).to_bytes(2, "big") + part
        for part in (device.encode(), device.encode(), secret.encode())
    )
    rest = b"\0\x04MQTT\x04\xc2\0\x3c" + fields
    return bytes((0x10, len(rest) & 127 | 128, len(rest) >> 7)) + rest


class _Device(asyncio.Protocol):
    def __init__(self, plan: Plan, index: int) -> None:
        loop = asyncio.get_running_loop()
        device, secret = plan.devices[index]
        self.plan, self.topic = plan, f"linli/{device}/readings".encode()
        self.numbers = range(index, plan.messages, len(plan.devices))
        self.count = len(self.numbers)
        # At full speed everything is packed beforehand; at a set pace there is time for it later.
        self.packed = [] if plan.rate else self.pack(0, self.count)
        self.hello = connect_packet(device, secret)
        self.sent = self.acknowledged = 0
        self.allowed = 0
        self.welcome: asyncio.Future[None] = loop.create_future()
        self.done: asyncio.Future[None] = loop.create_future()
        self.transport: asyncio.Transport | None = None
        self.rest = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's own class is no subclass
        self.transport.write(self.hello)

    def data_received(self, data: bytes) -> None:
        if not self.welcome.done():
            if data[3]:
                self.welcome.set_exception(PermissionError(f"refused with code {data[3]}"))
                return
            self.welcome.set_result(None)
            data = data[4:]
        self.rest += len(data)
        self.acknowledged += self.rest // _PUBACK
        self.rest %= _PUBACK
        if self.acknowledged >= self.count and not self.done.done():
            self.done.set_result(None)
        self.send()

    def connection_lost(self, exc: Exception | None) -> None:
        for future in (self.welcome, self.done):
            if not future.done():
                future.set_exception(exc or ConnectionResetError("the connection was closed"))

    def send(self) -> None:
        """Fill the window."""
        assert self.transport is not None
        while True:
            room = self.plan.window - (self.sent - self.acknowledged)
            upto = min(self.sent + min(_AT_ONCE, room), self.allowed, self.count)
            if upto <= self.sent:
                return
            packets = self.packed[self.sent : upto] or self.pack(self.sent, upto)
            self.transport.write(b"".join(packets))
            self.sent = upto

    def pack(self, start: int, end: int) -> list[bytes]:
        """Some of its packets."""
        return [
            publish_packet(
                self.topic, order % 65_535 + 1, payload(self.numbers[order], self.plan.start_ms)
            )
            for order in range(start, end)
        ]

    def stop_here(self) -> None:
        """Send no more; done when what was sent is acknowledged."""
        self.count = self.allowed = self.sent
        if self.acknowledged >= self.count and not self.done.done():
            self.done.set_result(None)


async def _run(plan: Plan) -> dict[str, float]:
    loop = asyncio.get_running_loop()
    devices = [_Device(plan, index) for index in range(len(plan.devices))]
    for one in devices:
        await loop.create_connection(lambda one=one: one, plan.host, plan.port)  # type: ignore[misc]
        await one.welcome
    began = time.perf_counter()
    if plan.rate:
        await _paced(plan, devices, began)
    else:
        for one in devices:
            one.allowed = one.count
            one.send()
    await asyncio.gather(*(one.done for one in devices))
    seconds = time.perf_counter() - began
    for one in devices:
        if one.transport is not None:
            one.transport.close()
    return {"seconds": seconds, "acknowledged": sum(one.acknowledged for one in devices)}


async def _paced(plan: Plan, devices: list[_Device], began: float) -> None:
    over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    while not over.is_set() and any(one.allowed < one.count for one in devices):
        due = int((time.perf_counter() - began) * plan.rate / len(devices)) + 1
        for one in devices:
            one.allowed = min(due, one.count)
            one.send()
        await asyncio.sleep(0.005)
    if over.is_set():
        for one in devices:
            one.stop_here()


def main() -> None:
    """Carry the plan out and print what came of it."""
    given = json.loads(Path(sys.argv[1]).read_text())
    given["devices"] = [tuple(pair) for pair in given["devices"]]
    print(json.dumps(uvloop.run(_run(Plan(**given)))), flush=True)


if __name__ == "__main__":
    main()
