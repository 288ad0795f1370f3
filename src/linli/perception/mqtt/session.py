"""What outlives a connection: the QoS 2 packets that were received and not yet released."""

from dataclasses import dataclass, field
from typing import Protocol


class Live(Protocol):
    """A connection as its session sees it."""

    def end(self, code: int, reason: str) -> None:
        """Say why and close."""


@dataclass(slots=True)
class Session:
    """A client id of one device; two devices with the same client id have two sessions."""

    unreleased: set[int] = field(default_factory=set)
    expiry: float = 0.0  # seconds it lives on after the connection
    expires_at: float | None = None  # None while connected
    connection: Live | None = None


class Sessions:
    """All sessions, by device and client id."""

    __slots__ = ("_all",)

    def __init__(self) -> None:
        self._all: dict[tuple[str, str], Session] = {}

    def open(
        self,
        device: str,
        client_id: str,
        *,
        clean: bool,
        expiry: float,
        connection: Live,
        code: int,
    ) -> tuple[Session, bool]:
        """(session, whether it was there before); another connection with it is ended."""
        key = (device, client_id)
        before = self._all.get(key)
        if before is not None and before.connection is not None:
            other, before.connection = before.connection, None
            other.end(code, "another connection uses this client id")
        present = before is not None and not clean
        session = before if before is not None and present else Session()
        session.expiry, session.expires_at, session.connection = expiry, None, connection
        self._all[key] = session
        return session, present

    def leave(
        self, device: str, client_id: str, session: Session, connection: Live, now: float
    ) -> None:
        """The connection is gone; the session stays as long as was agreed."""
        if session.connection is not connection:
            return  # taken over
        session.connection = None
        if session.expiry > 0:
            session.expires_at = now + session.expiry
        elif self._all.get((device, client_id)) is session:
            del self._all[device, client_id]

    def sweep(self, now: float) -> None:
        """Drop what has expired."""
        gone = [k for k, s in self._all.items() if s.expires_at is not None and s.expires_at <= now]
        for key in gone:
            del self._all[key]

    def __len__(self) -> int:
        return len(self._all)
