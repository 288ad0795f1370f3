"""One device's connection: packets in, messages to the pipeline, acknowledgements out."""

import asyncio
from collections.abc import Awaitable, Mapping
from typing import TYPE_CHECKING, Final

from linli.kernel import Refused
from linli.perception.codecs import discovery, senml
from linli.perception.gate import GateEntry, StateTopic
from linli.perception.mqtt.framing import FOR_ACKS, FOR_ROOM, MAX_CONNECT, Framing
from linli.perception.mqtt.greeting import (
    agreed_expiry,
    agreed_keep_alive,
    announcement,
    examine,
)
from linli.perception.mqtt.limits import Bucket
from linli.perception.mqtt.packets import (
    V5,
    Connect,
    WrongVersion,
    connack,
    read_ack,
    read_connect,
    read_disconnect,
    read_subscribe,
    read_unsubscribe,
)
from linli.perception.mqtt.session import Session
from linli.perception.mqtt.window import Waiting, Window, answer
from linli.perception.mqtt.wire import (
    IN_PUBLISH,
    REQUEST_PROBLEM,
    SESSION_EXPIRY,
    TOPIC_ALIAS,
    Code,
    Fault,
    Reader,
    Type,
    ack,
    disconnect,
    packet,
)
from linli.perception.outcomes import Receipt

if TYPE_CHECKING:
    from linli.perception.mqtt.listener import Listener

_FLAGS: Final[dict[int, int]] = {Type.PUBREL: 2, Type.SUBSCRIBE: 2, Type.UNSUBSCRIBE: 2}
_CODE_OF_REFUSAL: Final = {
    "malformed": Code.PAYLOAD_FORMAT,
    "not_a_number": Code.PAYLOAD_FORMAT,
    "wrong_kind": Code.PAYLOAD_FORMAT,
    "wrong_unit": Code.PAYLOAD_FORMAT,
    "out_of_range": Code.PAYLOAD_FORMAT,
    "too_large": Code.TOO_LARGE,
    "too_many": Code.QUOTA,
}


class Connection(Framing):
    """`device` is None until CONNECT was accepted; then it can only speak as that device."""

    transport = "mqtt"

    def __init__(self, listener: "Listener") -> None:
        super().__init__(listener.limits.packet_bytes)
        self._listener = listener
        self._window = Window(listener.limits.in_flight)
        self._aliases: dict[int, bytes] = {}
        self._left_open: dict[int, float] = {}
        self._session: Session | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._received = 0
        self._tells_problems = True
        self._readings_topic = self._own_topics = b""
        self._may_discover = False
        self._states: Mapping[str, StateTopic] = {}
        now = listener.time()
        self._bucket: Bucket  # the device's own and the shared one, once it was let in
        self._community: Bucket
        self.version = 4
        self.device: str | None = None
        self.digest = b""
        self.client_id = self.address = ""
        self.opened = self.heard = now
        self.keep_alive = 0.0
        self.ending_since = 0.0

    # -- the transport's side ------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]) if isinstance(peer, tuple) and peer else "local"
        if not self._listener.enter(self):
            self.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.is_ending = True
        for task in self._tasks:
            task.cancel()
        self._listener.leave(self, self._session, self._window.give_up())

    def _max_length(self, first: int) -> int:
        if self.device is not None:
            return self._max_packet
        if first != Type.CONNECT:
            raise Fault(Code.MALFORMED, "this does not begin with CONNECT")
        return MAX_CONNECT

    def _begin_chunk(self) -> None:
        self._received = self._listener.clock()
        self.heard = self._listener.time()

    def _end_chunk(self) -> None:
        room = self._listener.pipeline.room
        if room.is_full and not self._holds & FOR_ROOM:
            self.hold(FOR_ROOM)
            room.when_room(lambda: self.release(FOR_ROOM))

    def _faulty(self, fault: Fault) -> None:
        if self.device is not None:
            reason = "too_large" if fault.code == Code.TOO_LARGE else "malformed"
            self._list(reason, str(fault), raw=self._own_bytes(fault), size=fault.size)
        else:
            self._listener.count_stranger("malformed")
        self.end(fault.code, str(fault))

    def _packet(self, first: int, data: bytes, start: int, end: int) -> bool:
        if first & 0xF0 == Type.PUBLISH and self.device is not None:
            return self._publish(first, data, start, end)
        self._control(first, data[start:end])
        return True

    def _control(self, first: int, body: bytes) -> None:
        kind = first & 0xF0
        if first & 0x0F != _FLAGS.get(kind, 0):
            raise Fault(Code.MALFORMED, "the fixed header is wrong")
        if self.device is None:
            if kind != Type.CONNECT:
                raise Fault(Code.PROTOCOL_ERROR, "the first packet must be CONNECT")
            self._connect(body)
        elif kind == Type.PINGREQ:
            self.write(b"\xd0\x00")
        elif kind == Type.PUBREL:
            self._pubrel(body)
        elif kind == Type.SUBSCRIBE:
            self._subscribe(body)
        elif kind == Type.UNSUBSCRIBE:
            self._unsubscribe(body)
        elif kind == Type.DISCONNECT:
            self._disconnected(body)
        else:
            raise Fault(Code.PROTOCOL_ERROR, "a client does not send this")

    # -- connecting ----------------------------------------------------------------------------

    def _connect(self, body: bytes) -> None:
        try:
            said = read_connect(body)
        except WrongVersion:
            # Clients of 3.1 and 3.1.1 understand code 1, those after MQTT 5 code 0x84.
            later = body[:6] == b"\0\4MQTT" and body[6] > V5
            self.write(connack(V5 if later else 4, Code.VERSION, found={}))
            self._listener.count_stranger("wrong_version")
            self._close_soon()
            return
        self.version = said.version
        found = examine(said, self.address, self._listener)
        if isinstance(found, Code):
            self.write(connack(said.version, found, found={}))
            self._close_soon()
            return
        self.device, self.digest = found
        self._welcome(said)

    def _welcome(self, said: Connect) -> None:
        listener, limits = self._listener, self._listener.limits
        assert self.device is not None
        self.client_id = said.client_id or f"{self.device}-{id(self):x}"
        expiry = agreed_expiry(said, limits)
        self._session, present = listener.join(self, clean=said.clean, expiry=expiry)
        self._left_open = listener.take_left_open(self.device)
        self._tells_problems = said.properties.get(REQUEST_PROBLEM, 1) == 1
        self.keep_alive = agreed_keep_alive(said, limits) * 1.5
        self.refresh(listener.gate.entries[self.device])
        found = announcement(said, self.client_id, limits)
        self.write(connack(said.version, Code.SUCCESS, present=present, found=found))

    def refresh(self, entry: GateEntry) -> None:
        """Take over what the gate says of this device now."""
        name = entry.device.encode()
        self._readings_topic = b"linli/" + name + b"/readings"
        self._own_topics = b"linli/" + name + b"/"
        self._may_discover, self._states = entry.may_discover, entry.states
        listener = self._listener
        self._bucket, self._community = listener.quotas.buckets(entry, listener.time())

    # -- publishing ----------------------------------------------------------------------------

    def _publish(self, first: int, data: bytes, start: int, end: int) -> bool:
        """Take one PUBLISH; False when it must wait, unread, until there is quota."""
        if end - start < 2:
            raise Fault(Code.MALFORMED, "a PUBLISH that ends too soon")
        at = start + 2 + (data[start] << 8 | data[start + 1])
        topic = data[start + 2 : at]
        qos, packet_id = first >> 1 & 3, 0
        if qos:
            at += 2
            if at > end:
                raise Fault(Code.MALFORMED, "a PUBLISH that ends too soon")
            packet_id = data[at - 2] << 8 | data[at - 1]
        if at > end or qos == 3 or bool(qos) != bool(packet_id) or (first & 0x08 and not qos):
            raise Fault(Code.MALFORMED, "a PUBLISH whose QoS, packet id or length is wrong")
        if self.version == V5:
            topic, at = self._with_properties(topic, data, at, end)
        if topic == self._readings_topic:
            return self._readings(first, packet_id, data[at:end])
        return self._other(first, packet_id, topic, data[at:end])

    def _with_properties(self, topic: bytes, data: bytes, at: int, end: int) -> tuple[bytes, int]:
        """The topic, resolved through its alias, and where the payload begins."""
        if at < end and data[at] == 0 and topic:
            return topic, at + 1
        reader = Reader(data, at, end)
        alias = reader.properties(IN_PUBLISH).get(TOPIC_ALIAS)
        if isinstance(alias, int):
            if not 0 < alias <= self._listener.limits.topic_aliases:
                raise Fault(Code.TOPIC_ALIAS, "a topic alias out of bounds")
            if topic:
                self._aliases[alias] = topic
            topic = self._aliases.get(alias, b"")
        if not topic:
            raise Fault(Code.PROTOCOL_ERROR, "no topic and no known alias")
        return topic, reader.at

    def _has_quota_for(self, qos: int, packet_id: int, size: int) -> bool | None:
        """True to take it, False to leave it unread for a while, None when it was refused."""
        cost = 1.0 + (size >> 10)
        wait = self._bucket.take(cost, self.heard)
        shared = self._community.take(cost, self.heard)
        wait = max(wait, shared)
        if not wait:
            return True
        if wait <= self._listener.limits.patience:
            self.hold_for(wait)
            return True
        self._bucket.put_back(cost)
        self._community.put_back(cost)
        if qos and self.version == V5:
            self._list("too_many", "over the rate agreed")
            self._deny(qos, packet_id, "too_many")
            return None
        self.hold_for(wait)
        return False

    def _readings(self, first: int, packet_id: int, payload: bytes) -> bool:
        device, qos = self.device, first >> 1 & 3
        assert device is not None
        if qos == 2 and self._is_known(packet_id):
            return True
        quota = self._has_quota_for(qos, packet_id, len(payload))
        if not quota:
            return quota is None
        again = bool(first & 0x08)
        if packet_id in self._left_open:
            del self._left_open[packet_id]
            again = True
        pack = senml.decode(payload, device)
        self._listener.pipeline.offer(
            device,
            pack.readings,
            self._received,
            sink=self,
            token=self._wait(qos, packet_id) if qos else None,
            payload=payload,
            packet=packet_id,
            again=again,
            problems=pack.problems,
        )
        return True

    def _is_known(self, packet_id: int) -> bool:
        """Whether this QoS 2 packet was taken already; then it is answered, now or later."""
        assert self._session is not None
        if packet_id in self._session.unreleased:
            answer(self._wait(2, packet_id), 0, "", v5=False)
            self.flush()
            return True
        return self._window.is_receiving(packet_id)

    def _wait(self, qos: int, packet_id: int) -> Waiting:
        waiting = self._window.wait(qos, packet_id)
        if self._window.is_full:
            self.hold(FOR_ACKS)
        return waiting

    def _other(self, first: int, packet_id: int, topic: bytes, payload: bytes) -> bool:
        """Anything that is not readings: what a gateway says, the device's other topics."""
        name, qos = _topic_name(topic), first >> 1 & 3
        listener, device = self._listener, self.device
        assert device is not None
        if qos == 2 and self._is_known(packet_id):
            return True
        quota = self._has_quota_for(qos, packet_id, len(payload))
        if not quota:
            return quota is None
        if name in self._states:
            self._state(first, packet_id, name, payload)
        elif self._may_discover and listener.on_discovery and discovery.is_config(name):
            try:
                found = discovery.read_config(name, payload)
            except discovery.NotUnderstood as error:
                self._list("malformed", str(error), name, payload)
                self._deny(qos, packet_id, "malformed")
            else:
                self._later(qos, packet_id, listener.on_discovery(device, found))
        elif topic.startswith(self._own_topics) and listener.on_own_topic:
            work = listener.on_own_topic(device, name, payload, self._received)
            self._later(qos, packet_id, work)
        elif self._may_discover and not name.startswith("linli/"):
            self._pass_by(qos, packet_id, "ignored")  # a gateway says much to others
        else:
            # What is said under another device's name may be another's data.
            is_others = topic.startswith(b"linli/") and not topic.startswith(self._own_topics)
            own = b"" if is_others else payload
            self._list("wrong_topic", name, name, own)
            self._deny(qos, packet_id, "wrong_topic")
            if self.version != V5:
                self.end(Code.NOT_AUTHORISED, "not a topic of this device")
        return True

    def _state(self, first: int, packet_id: int, name: str, payload: bytes) -> None:
        """Readings of a device behind this gateway, in the gateway's own words."""
        state, qos = self._states[name], first >> 1 & 3
        pipeline = self._listener.pipeline
        behind = pipeline.gate.entries.get(state.device)
        if behind is None or behind.refusal == "not_active":
            pipeline.outcomes.add({(state.device, "not_active"): 1})
            self._pass_by(qos, packet_id, "passed_on")
            return
        readings, problems = discovery.read_states(state.device, state.properties, payload)
        again = bool(first & 0x08) or self._left_open.pop(packet_id, None) is not None
        pipeline.outcomes.add({(self.device or "", "passed_on"): 1})
        pipeline.offer(
            state.device,
            readings,
            self._received,
            sink=self,
            token=self._wait(qos, packet_id) if qos else None,
            payload=payload,
            packet=packet_id,
            again=again,
            problems=problems,
            topic=name,
        )

    def _pass_by(self, qos: int, packet_id: int, outcome: str) -> None:
        """Acknowledge and count a message of which nothing is kept."""
        self._listener.pipeline.outcomes.add({(self.device or "", outcome): 1})
        if qos:
            self._answer(self._wait(qos, packet_id), 0, "")
            self.flush()

    def _later(self, qos: int, packet_id: int, work: Awaitable[None]) -> None:
        """Acknowledge once somebody else has done the work."""
        waiting = self._wait(qos, packet_id) if qos else None
        task = asyncio.get_running_loop().create_task(self._work(waiting, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if len(self._tasks) >= self._window.limit:
            self.hold(FOR_ACKS)

    async def _work(self, waiting: Waiting | None, work: Awaitable[None]) -> None:
        code, reason = 0, ""
        try:
            await work
        except Refused as refused:
            self._list("malformed", str(refused))
            code, reason = Code.IMPLEMENTATION, str(refused)
        except Exception:  # noqa: BLE001
            self._listener.log.exception("a message could not be handled")
            self.end(Code.SERVER_BUSY, "try again later")
            return
        if waiting is not None:
            self._answer(waiting, code, reason)
        asyncio.get_running_loop().call_soon(self.flush)

    def _deny(self, qos: int, packet_id: int, reason: str) -> None:
        """Tell the device that a message was refused, where the protocol can."""
        if qos:
            code = _CODE_OF_REFUSAL.get(reason, Code.NOT_AUTHORISED)
            self._answer(self._wait(qos, packet_id), code, reason)
            self.flush()

    def _list(
        self, reason: str, detail: str, topic: str = "", raw: bytes = b"", size: int = 0
    ) -> None:
        """Count a refusal and show it at the desk."""
        assert self.device is not None
        self._listener.pipeline.refuse(
            self.device,
            reason,
            detail,
            self._received,
            transport=self.transport,
            topic=topic,
            raw=raw,
            size=size,
        )

    def _own_bytes(self, fault: Fault) -> bytes:
        """The bytes of a PUBLISH under the device's own name; others may hold a secret."""
        raw = fault.raw
        is_own = bool(raw) and raw[0] & 0xF0 == Type.PUBLISH and self._own_topics in raw
        return raw if is_own else b""

    # -- receipts ------------------------------------------------------------------------------

    def settled(self, token: object, receipt: Receipt | None) -> None:
        """The pipeline's word on one message of this connection."""
        if receipt is None:
            self.end(Code.SERVER_BUSY, "readings cannot be stored now; send them again")
        elif not isinstance(token, Waiting):
            return
        elif receipt.refused and not receipt.accepted and not receipt.duplicate:
            reason = receipt.reasons[0][0]
            self._answer(token, _CODE_OF_REFUSAL.get(reason, Code.NOT_AUTHORISED), reason)
        else:
            self._answer(token, 0, "")

    def _answer(self, waiting: Waiting, code: int, reason: str) -> None:
        v5 = self.version == V5
        if waiting.first == Type.PUBREC and self._session is not None and not (v5 and code):
            self._session.unreleased.add(waiting.packet_id)
        answer(waiting, code, reason[:200] if self._tells_problems else "", v5=v5)

    def flush(self) -> None:
        """Send the acknowledgements that are ready."""
        out = self._window.ready()
        if out and not self.is_ending:
            self.write(out)
        if self._holds & FOR_ACKS and self._window.has_room:
            self.release(FOR_ACKS)

    # -- the rest of the protocol --------------------------------------------------------------

    def _pubrel(self, body: bytes) -> None:
        packet_id, _ = read_ack(body, self.version)
        assert self._session is not None
        known = packet_id in self._session.unreleased
        self._session.unreleased.discard(packet_id)
        code = 0 if known else Code.PACKET_ID_UNKNOWN
        self.write(ack(Type.PUBCOMP, packet_id, code, v5=self.version == V5))

    def _subscribe(self, body: bytes) -> None:
        """Grant a device its own commands, and nothing else; a gateway may listen to what it
        likes beside devices' topics, though it will hear nothing: there is no broker here."""
        packet_id, wanted = read_subscribe(body, self.version)
        refusal = Code.NOT_AUTHORISED if self.version == V5 else Code.UNSPECIFIED
        mine = f"linli/{self.device}/commands"
        codes = bytes(
            min(qos, 1)
            if name == mine or (self._may_discover and not name.startswith("linli/"))
            else refusal
            for name, qos in wanted
        )
        self.write(self._listing(Type.SUBACK, packet_id, codes))

    def _unsubscribe(self, body: bytes) -> None:
        packet_id, names = read_unsubscribe(body, self.version)
        codes = bytes(len(names)) if self.version == V5 else b""
        self.write(self._listing(Type.UNSUBACK, packet_id, codes))

    def _listing(self, first: int, packet_id: int, codes: bytes) -> bytes:
        middle = b"\0" if self.version == V5 else b""
        return packet(first, packet_id.to_bytes(2, "big") + middle + codes)

    def _disconnected(self, body: bytes) -> None:
        wanted = read_disconnect(body, self.version).get(SESSION_EXPIRY)
        if isinstance(wanted, int) and self._session is not None:
            if wanted and not self._session.expiry:
                raise Fault(Code.PROTOCOL_ERROR, "a session that was to end cannot be prolonged")
            self._session.expiry = min(float(wanted), self._listener.limits.session_seconds)
        self._close_soon()

    def end(self, code: int, reason: str) -> None:
        """Say why where the protocol can, and close."""
        if self.is_ending:
            return
        if self.version == V5 and self.device is not None:
            self.write(disconnect(code, reason[:200] if self._tells_problems else ""))
        self._close_soon()

    def _close_soon(self) -> None:
        self.is_ending, self.ending_since = True, self._listener.time()
        self._rest.clear()
        if self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        """Close without another word, for peers that do not even read that we close."""
        if self._transport is not None:
            self._transport.abort()


def _topic_name(topic: bytes) -> str:
    try:
        name = topic.decode()
    except UnicodeDecodeError as error:
        raise Fault(Code.MALFORMED, "a topic is not UTF-8") from error
    if not name or "+" in name or "#" in name or "\0" in name:
        raise Fault(Code.TOPIC_NAME, "an empty topic, or one with wildcards")
    return name
