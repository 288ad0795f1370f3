"""Who is let in, and what it is told of the listener's bounds."""

from typing import TYPE_CHECKING

from linli.perception.mqtt.limits import Limits
from linli.perception.mqtt.packets import V5, Connect
from linli.perception.mqtt.wire import (
    ASSIGNED_CLIENT_ID,
    AUTH_METHOD,
    MAXIMUM_PACKET,
    RECEIVE_MAXIMUM,
    SERVER_KEEP_ALIVE,
    SESSION_EXPIRY,
    SHARED,
    SUBSCRIPTION_IDS,
    TOPIC_ALIAS_MAXIMUM,
    WILDCARD,
    Code,
    Properties,
)

if TYPE_CHECKING:
    from linli.perception.mqtt.listener import Listener


def examine(said: Connect, address: str, listener: "Listener") -> tuple[str, bytes] | Code:
    """(device, digest it is let in under), or why it is not."""
    if AUTH_METHOD in said.properties:
        return Code.BAD_METHOD
    if not said.client_id and not said.clean and said.version != V5:
        return Code.CLIENT_ID  # MQTT-3.1.3-8
    device = said.username
    if device is None or said.password is None:
        listener.count_stranger("bad_credentials")
        return Code.NOT_AUTHORISED
    now = listener.time()
    if listener.failures.are_too_many(address, device, now):
        listener.count_stranger("too_many_failures")
        return Code.CONNECTION_RATE
    digest = listener.gate.admit(device, said.password)
    if digest is None:
        listener.failures.add(address, device, now)
        listener.count_failure(device)
        return Code.BAD_CREDENTIALS
    if not listener.has_room(device, said.client_id):
        listener.pipeline.refuse(
            device, "too_many", "too many connections", listener.clock(), transport="mqtt"
        )
        return Code.QUOTA
    return device, digest


def agreed_expiry(said: Connect, limits: Limits) -> float:
    """Seconds the session lives on without a connection."""
    if said.version != V5:
        return 0.0 if said.clean else limits.session_seconds
    asked = said.properties.get(SESSION_EXPIRY, 0)
    return min(float(asked) if isinstance(asked, int) else 0.0, limits.session_seconds)


def agreed_keep_alive(said: Connect, limits: Limits) -> float:
    """Seconds between two packets of the client; without one asked for, the longest allowed."""
    longest = min(limits.idle_seconds, 65_535.0)
    if said.version != V5 and said.keep_alive:
        return float(said.keep_alive)  # 3.1.1 has no way to be told another
    return min(float(said.keep_alive), longest) if said.keep_alive else longest


def announcement(said: Connect, client_id: str, limits: Limits) -> Properties:
    """The properties of CONNACK."""
    if said.version != V5:
        return {}
    found: Properties = {
        RECEIVE_MAXIMUM: min(limits.in_flight, 65_535),
        MAXIMUM_PACKET: limits.packet_bytes,
        TOPIC_ALIAS_MAXIMUM: limits.topic_aliases,
        WILDCARD: 0,
        SUBSCRIPTION_IDS: 0,
        SHARED: 0,
    }
    expiry = int(agreed_expiry(said, limits))
    if said.properties.get(SESSION_EXPIRY, 0) != expiry:
        found[SESSION_EXPIRY] = expiry
    if not said.client_id:
        found[ASSIGNED_CLIENT_ID] = client_id
    keep_alive = int(agreed_keep_alive(said, limits))
    if keep_alive != said.keep_alive:
        found[SERVER_KEEP_ALIVE] = keep_alive
    return found
