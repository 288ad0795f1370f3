"""Bytes into packets, within bounds: reading stops where a bound is reached and goes on later."""

import asyncio
from abc import abstractmethod
from typing import Final, cast

from linli.perception.mqtt.wire import Code, Fault, split
from linli.perception.outcomes import RAW_KEPT

FOR_QUOTA: Final = 1
FOR_ACKS: Final = 2
FOR_ROOM: Final = 4
FOR_PEER: Final = 8  # it does not read what we send

MAX_CONNECT: Final = 4_096  # bytes a stranger may send before it is let in


class Framing(asyncio.Protocol):
    """The transport's side of a connection; while it is held, the network slows the peer down."""

    def __init__(self, max_packet: int) -> None:
        self._max_packet = max_packet
        self._transport: asyncio.Transport | None = None
        self._rest = bytearray()  # bytes of a packet that is not whole, or not taken yet
        self._want = 2
        self._holds = 0
        self._timer: asyncio.TimerHandle | None = None
        self.is_ending = False

    @abstractmethod
    def _packet(self, first: int, data: bytes, start: int, end: int) -> bool:
        """Take the packet whose body is data[start:end]; False when it must wait, unread."""

    @abstractmethod
    def _faulty(self, fault: Fault) -> None:
        """The bytes break the protocol."""

    @abstractmethod
    def _begin_chunk(self) -> None:
        """Bytes are about to be read."""

    @abstractmethod
    def _end_chunk(self) -> None:
        """All that could be taken of the bytes has been."""

    @abstractmethod
    def _max_length(self, first: int) -> int:
        """How long the body of a packet may be; `Fault` when it may not come at all."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's does not inherit from it

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._rest.clear()
        self._holds = 0
        self._transport = None

    def pause_writing(self) -> None:
        self.hold(FOR_PEER)

    def resume_writing(self) -> None:
        self.release(FOR_PEER)

    def data_received(self, data: bytes) -> None:
        rest = self._rest
        if rest or self._holds:
            rest += data
            if self._holds or len(rest) < self._want:
                return
            data = bytes(rest)
            rest.clear()
        self._consume(data)

    def _consume(self, data: bytes) -> None:
        """Take every whole packet; keep what is left."""
        if self.is_ending:
            return
        self._begin_chunk()
        try:
            at = self._walk(data)
        except Fault as fault:
            self._faulty(fault)
            return
        if at < len(data) and not self.is_ending:
            self._rest += memoryview(data)[at:]
        self._end_chunk()

    def _walk(self, data: bytes) -> int:
        """Where the first byte lies that was not taken."""
        at, size = 0, len(data)
        self._want = 2
        while size - at >= 2 and not self._holds and not self.is_ending:
            length = data[at + 1]
            if length < 128:
                first, start, end = data[at], at + 2, at + 2 + length
            else:
                found = split(data, at)
                if found is None:
                    self._want = size - at + 1
                    return at
                first, start, end = found
            try:
                if end > size or length >= 128:
                    if end - start > self._max_length(first):
                        raise Fault(Code.TOO_LARGE, f"a packet of {end - start} bytes")
                    if end > size:
                        self._want = end - at
                        return at
                if not self._packet(first, data, start, end):
                    return at
            except Fault as fault:
                fault.raw, fault.size = data[at : min(end, at + RAW_KEPT)], end - at
                raise
            at = end
        return at

    # -- holding back --------------------------------------------------------------------------

    @property
    def is_held(self) -> bool:
        """Whether we are not reading it, so that its silence is our doing."""
        return self._holds != 0

    def hold(self, why: int) -> None:
        """Stop reading, for one more reason."""
        if not self._holds and self._transport is not None and not self._transport.is_closing():
            self._transport.pause_reading()
        self._holds |= why

    def hold_for(self, seconds: float) -> None:
        """Stop reading until there is quota again."""
        self.hold(FOR_QUOTA)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(seconds, self._has_quota)

    def _has_quota(self) -> None:
        self._timer = None
        self.release(FOR_QUOTA)

    def release(self, why: int) -> None:
        """One reason is gone; go on when it was the last, first with what was left unread."""
        if not self._holds & why:
            return
        self._holds &= ~why
        if self._holds or self._transport is None or self.is_ending:
            return
        data = bytes(self._rest)
        self._rest.clear()
        if data:
            self._consume(data)
        if not self._holds and not self._transport.is_closing():
            self._transport.resume_reading()

    def write(self, data: bytes | bytearray) -> None:
        """Send bytes, if there is anybody to send them to."""
        if self._transport is not None:
            self._transport.write(data)
