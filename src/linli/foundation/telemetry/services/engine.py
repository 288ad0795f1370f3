"""The way to the engine: the one in this process, or ClickHouse's HTTP dialect by URL."""

import hashlib
import hmac
import threading
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import orjson
from django.conf import settings

from linli.foundation.telemetry.domain import Given, Store
from linli.kernel import Actor, Refused, system

WRITER, READER = "writer", "reader"
DATABASE = "linli"
_TIMEOUT, _MEMORY, _BUSY = 159, 241, 202
_UNWRITTEN = frozenset({75, 76, 88, 243, 1000, 1001})
"""ClickHouse's numbers for a disk that is full or cannot be written to."""
_CONNECT_S, _ANSWER_S = 3, 60
_AWAY = "The readings cannot be reached at the moment. Please try again in a minute."
_DISK = "The readings could not be written; the disk may be full. Nothing may be counted as stored."

T = TypeVar("T")
_in_process: Store | None = None


def use_engine(*, by: Actor, store: Store | None) -> None:
    """Have this process speak to an engine of its own (core, tests); None goes back to the URL."""
    if not by.is_system:
        raise Refused("forbidden", "Only the platform chooses its engine.")
    global _in_process  # noqa: PLW0603 - one engine per process is how chdb works
    _in_process = store


def store() -> Store:
    """The engine of this process, else the one at `settings.TELEMETRY_URL`."""
    return _Patient(_in_process or _by_url())


def engine_users(*, by: Actor, password: str) -> dict[str, str]:
    """The two users of the engine and their passwords, both made from one: `writer` may do
    everything, `reader` only asks (its password can be given to a dashboard)."""
    if not by.is_system:
        raise Refused("forbidden", "Only the platform knows the users of its engine.")
    reader = hmac.new(password.encode(), b"reader", hashlib.sha256).hexdigest()
    return {WRITER: password, READER: reader}


class HttpStore:
    """ClickHouse by HTTP: a writer and a reader for each thread."""

    def __init__(self, url: str, password: str) -> None:
        parts = urlsplit(url)
        self._where: dict[str, Any] = {
            "host": parts.hostname or "127.0.0.1",
            "port": parts.port or (8443 if parts.scheme == "https" else 8123),
            "interface": parts.scheme or "http",
            "database": unquote(parts.path.strip("/")) or DATABASE,
        }
        self._passwords = engine_users(by=system(""), password=password)
        self._mine = threading.local()

    def ask(self, sql: str, given: Given | None = None) -> list[list[Any]]:
        """Rows of a question; asked again once when the connection was lost."""
        answer = self._again(
            READER,
            lambda client: client.raw_query(
                sql, parameters=dict(given or {}), fmt="JSONCompactEachRow"
            ),
        )
        return [orjson.loads(line) for line in answer.splitlines()]

    def order(self, sql: str, given: Given | None = None) -> None:
        """A statement that changes something; not repeated by itself."""
        self._client(WRITER).command(sql, parameters=dict(given or {}))

    def put(self, head: str, block: bytes, settings: Mapping[str, str]) -> None:
        """Insert an Arrow stream; repeated once, as the token in `settings` makes that harmless."""
        body = f"{head} FORMAT ArrowStream\n".encode() + block
        self._again(
            WRITER, lambda client: client.raw_insert(insert_block=body, settings=dict(settings))
        )

    def _again(self, user: str, act: Callable[[Any], T]) -> T:
        from clickhouse_connect.driver.exceptions import ClickHouseError

        try:
            return act(self._client(user))
        except ClickHouseError as error:
            if getattr(error, "code", None):  # the engine answered: asking again helps nothing
                raise
            self._forget(user)
            return act(self._client(user))

    def _client(self, user: str) -> Any:
        client = getattr(self._mine, user, None)
        if client is None:
            from clickhouse_connect import get_client

            client = get_client(
                **self._where,
                username=user,
                password=self._passwords[user],
                compress=False,
                connect_timeout=_CONNECT_S,
                send_receive_timeout=_ANSWER_S,
                autogenerate_session_id=False,
            )
            setattr(self._mine, user, client)
        return client

    def _forget(self, user: str) -> None:
        setattr(self._mine, user, None)


class _Patient:
    """Says in plain words that the engine is away, or that a question was too large."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def ask(self, sql: str, given: Given | None = None) -> list[list[Any]]:
        return self._plainly(lambda: self._store.ask(sql, given))

    def order(self, sql: str, given: Given | None = None) -> None:
        self._plainly(lambda: self._store.order(sql, given))

    def put(self, head: str, block: bytes, settings: Mapping[str, str]) -> None:
        self._plainly(lambda: self._store.put(head, block, settings))

    def _plainly(self, act: Callable[[], T]) -> T:
        try:
            return act()
        except Refused:
            raise
        except Exception as error:
            code = getattr(error, "code", None)
            if code in (_TIMEOUT, _MEMORY):
                raise Refused(
                    "too_large", "This would look through too many readings; choose less time."
                ) from error
            if code in _UNWRITTEN:
                raise Refused("unavailable", _DISK) from error
            if code in (None, 0, _BUSY):
                raise Refused("unavailable", _AWAY) from error
            raise


_urls: dict[tuple[str, str], HttpStore] = {}


def _by_url() -> HttpStore:
    key = (settings.TELEMETRY_URL, settings.TELEMETRY_PASSWORD)
    if key not in _urls:
        _urls[key] = HttpStore(*key)
    return _urls[key]
