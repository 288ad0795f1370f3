"""Publishes that wait for their acknowledgement, which go out in the order they came in."""

from collections import deque

from linli.perception.mqtt.wire import Type, ack


class Waiting:
    """One of them; `answer` is ready bytes once it may be told."""

    __slots__ = ("answer", "first", "packet_id")

    def __init__(self, first: int, packet_id: int) -> None:
        self.first, self.packet_id = first, packet_id
        self.answer: bytes | None = None


class Window:
    """All of one connection (MQTT-4.6.0-2 and -3 want the order kept)."""

    __slots__ = ("_waiting", "limit")

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._waiting: deque[Waiting] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def is_full(self) -> bool:
        """Whether the device should send no more for now."""
        return len(self._waiting) >= self.limit

    @property
    def has_room(self) -> bool:
        """Whether enough was acknowledged to go on reading."""
        return len(self._waiting) * 2 <= self.limit

    def wait(self, qos: int, packet_id: int) -> Waiting:
        """One more."""
        waiting = Waiting(Type.PUBACK if qos == 1 else Type.PUBREC, packet_id)
        self._waiting.append(waiting)
        return waiting

    def is_receiving(self, packet_id: int) -> bool:
        """Whether this QoS 2 packet is on its way already."""
        return any(w.packet_id == packet_id and w.first == Type.PUBREC for w in self._waiting)

    def ready(self) -> bytearray:
        """The acknowledgements that may go out now."""
        out = bytearray()
        waiting = self._waiting
        while waiting and (answer := waiting[0].answer) is not None:
            out += answer
            waiting.popleft()
        return out

    def give_up(self) -> list[int]:
        """The packet ids that will never be acknowledged, because the connection is gone."""
        ids = [waiting.packet_id for waiting in self._waiting]
        self._waiting.clear()
        return ids


def answer(waiting: Waiting, code: int, reason: str, *, v5: bool) -> None:
    """Make the acknowledgement ready; `code` 0 is success."""
    waiting.answer = ack(waiting.first, waiting.packet_id, code, reason, v5=v5)
