"""ClickHouse's HTTP dialect before the embedded engine, as a plain ASGI application.

Enough of it for clickhouse-connect as it is: questions, parameters, inserts, settings, errors.
Two users: `writer` may do everything, `reader` only asks, within limits.
"""

import asyncio
import ipaddress
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson

from linli.foundation.telemetry.api import engine_users
from linli.kernel import new_id, system
from linli.wiring.engine import guard
from linli.wiring.engine.owner import DATABASE, Engine
from linli.wiring.engine.request import MOST_BODY, Statement, read_statement, who
from linli.wiring.engine.trouble import BUSY, READONLY, TOO_LARGE, EngineTrouble

_READER = "reader"
_THREADS = 6
_MOST_WAITING = 64
_FORMAT = re.compile(rb"\bFORMAT\s+([A-Za-z0-9]+)\s*$", re.IGNORECASE)
_TEXT = b"text/plain; charset=UTF-8"

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Answer = tuple[int, dict[str, str], bytes]


def engine_app(engine: Engine, *, password: str) -> Application:
    """The application; serve it on the loopback only (it refuses everyone else)."""
    front = _Front(engine, engine_users(by=system(""), password=password))

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "http":
            status, headers, body = await front.answer(scope, receive)
            await _send(send, status, headers, body)

    return application


class _Front:
    def __init__(self, engine: Engine, passwords: Mapping[str, str]) -> None:
        self._engine = engine
        self._passwords = passwords
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="engine")
        self._waiting = 0

    async def answer(self, scope: Scope, receive: Receive) -> Answer:
        headers = {
            name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]
        }
        try:
            _check_near(scope, headers)
            if scope["path"] in ("/ping", "/replicas_status"):
                return 200, {}, b"Ok.\n"
            query = scope["query_string"].decode("latin-1")
            user = who(query, headers, self._passwords)
            body = await _body(receive, headers)
            return await self._in_pool(user, query, headers, body, asks=scope["method"] == "GET")
        except EngineTrouble as trouble:
            return trouble.status, {"X-ClickHouse-Exception-Code": str(trouble.code)}, trouble.body

    async def _in_pool(
        self, user: str, query: str, headers: Mapping[str, str], body: bytes, *, asks: bool
    ) -> Answer:
        if self._waiting >= _MOST_WAITING:
            raise EngineTrouble(BUSY, "Too many simultaneous queries.")
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(
                self._pool, self._run, user, query, headers, body, asks
            )
        finally:
            self._waiting -= 1

    def _run(
        self, user: str, query: str, headers: Mapping[str, str], body: bytes, asks: bool
    ) -> Answer:
        asked = read_statement(query, headers, body)
        reading = asks or user == _READER
        if reading and asked.settings:
            name = next(iter(asked.settings))
            raise EngineTrouble(
                READONLY, f"Cannot modify '{name[:100]}' setting in readonly mode. (READONLY)"
            )
        insert = None if reading else guard.split_insert(asked.sql)
        database = asked.database if asked.database not in ("", "default") else DATABASE
        if insert:
            head, form, start = insert
            data = asked.sql[start:]
            summary = self._engine.insert(
                head, form, data, settings=asked.settings, database=database
            )
            return 200, _headers(asked, summary), b""
        return self._ask(asked, database, reading=reading)

    def _ask(self, asked: Statement, database: str, *, reading: bool) -> Answer:
        answers = guard.is_question(asked.sql)
        form = _format(asked) if answers else asked.default_format
        body, summary = self._engine.run(
            asked.sql,
            asked.parameters,
            settings=asked.settings,
            database=database,
            form=form,
            reading=reading,
        )
        if answers and not body and form == "Native":
            body = self._no_rows(asked, database)
        headers = _headers(asked, summary)
        return 200, headers | ({"X-ClickHouse-Format": form} if answers else {}), body

    def _no_rows(self, asked: Statement, database: str) -> bytes:
        """A server names the columns even of an empty answer; the embedded engine does not."""
        bare = _FORMAT.sub(b"", guard.checked(asked.sql, reading=True))
        try:
            answer, _ = self._engine.run(
                b"DESCRIBE TABLE (" + bare + b"\n)",
                asked.parameters,
                database=database,
                form="JSONCompactEachRow",
                reading=True,
            )
        except EngineTrouble:  # SHOW, DESCRIBE and the like cannot be described
            return b""
        columns = [orjson.loads(line)[:2] for line in answer.splitlines()]
        texts = (text.encode() for column in columns for text in column)
        return _varint(len(columns)) + b"\0" + b"".join(_varint(len(t)) + t for t in texts)


def _headers(asked: Statement, summary: Mapping[str, str]) -> dict[str, str]:
    return {
        "X-ClickHouse-Summary": orjson.dumps(dict(summary)).decode(),
        "X-ClickHouse-Query-Id": re.sub(r"[^A-Za-z0-9_.-]", "", asked.query_id)[:80] or new_id(),
    }


def _format(asked: Statement) -> str:
    found = _FORMAT.search(asked.sql.rstrip(b"; \n\t\r"))
    return found.group(1).decode() if found else asked.default_format


def _check_near(scope: Scope, headers: Mapping[str, str]) -> None:
    is_passed_on = "x-forwarded-for" in headers or "forwarded" in headers  # by a proxy beside us
    if is_passed_on or not _is_here(scope):
        raise EngineTrouble(0, "Only this machine may ask here.", status=403)


def _is_here(scope: Scope) -> bool:
    client, server = scope.get("client"), scope.get("server")
    if not client or (server and client[0] == server[0]):  # from our own address to itself
        return True
    return ipaddress.ip_address(client[0]).is_loopback


async def _body(receive: Receive, headers: Mapping[str, str]) -> bytes:
    said = headers.get("content-length", "0")
    if not said.isdigit() or int(said) > MOST_BODY:
        raise EngineTrouble(TOO_LARGE, "The body is too large.")
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise EngineTrouble(0, "The client went away.", status=499)
        part = message.get("body", b"")
        size += len(part)
        if size > MOST_BODY:
            raise EngineTrouble(TOO_LARGE, "The body is too large.")
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


async def _send(send: Send, status: int, headers: Mapping[str, str], body: bytes) -> None:
    # Both in one turn of the loop, so that they leave in one segment.
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [
                (b"content-type", _TEXT),
                (b"content-length", str(len(body)).encode()),
                *((name.lower().encode(), value.encode()) for name, value in headers.items()),
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)
