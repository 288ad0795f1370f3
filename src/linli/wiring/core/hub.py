"""Core's one HTTP port: is it well, readings in, events out, and the telemetry engine's dialect."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import uvicorn
from h11 import LocalProtocolError

from linli.wiring.core.asgi import Application, Receive, Scope, Send, headers_of, reply
from linli.wiring.core.events import Events
from linli.wiring.core.ingest import Ingest, problem
from linli.wiring.core.origins import allowed_origin

log = logging.getLogger("linli.core")

_HANGING_UP = 1.0  # seconds
_PREFLIGHT = {"Access-Control-Allow-Methods": "GET", "Access-Control-Max-Age": "600"}


def hub_app(
    *, ingest: Ingest, events: Events, engine: Application | None, health: Callable[[], str]
) -> Application:
    """The application; `health` returns what is wrong, "" when nothing is."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path == "/healthz":
            wrong = health()
            body = (wrong or "ok").encode()
            await reply(send, (503 if wrong else 200, {"Content-Type": "text/plain"}, body))
        elif path == "/ingest/v1/readings":
            await reply(send, await ingest.answer(scope, receive))
        elif path == "/events" and scope["method"] == "OPTIONS":
            await reply(send, (204, {**_PREFLIGHT, **allowed_origin(headers_of(scope))}, b""))
        elif path == "/events":
            await events.serve(scope, receive, send)
        elif engine is not None and path in ("/", "/ping", "/replicas_status"):
            await engine(scope, receive, send)
        else:
            await reply(send, problem(404, "There is nothing here."))

    return _unshaken(application)


def _unshaken(application: Application) -> Application:
    """Survives who stops speaking HTTP in the middle; the server tells them and hangs up."""

    async def survive(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            if scope["method"] == "CONNECT":
                await reply(send, problem(405, "Nothing is passed on here."))
            else:
                await application(scope, receive, send)
        except LocalProtocolError as error:
            log.warning("a request could not be answered: %s", error)
            with suppress(TimeoutError):
                await asyncio.wait_for(_gone(receive), _HANGING_UP)

    return survive


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class Hub:
    """The server; it leaves the process's signals alone."""

    def __init__(self, application: Application, host: str, port: int) -> None:
        self._server = _Server(
            uvicorn.Config(
                application,
                host=host,
                port=port,
                lifespan="off",
                proxy_headers=False,
                log_level="warning",
                access_log=False,
                server_header=False,
                ws="none",
                timeout_keep_alive=75,
                timeout_graceful_shutdown=3,
                backlog=1_024,
            )
        )
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen; OSError when the port cannot be had."""
        self._task = asyncio.create_task(self._server.serve())
        while not self._server.started:
            if self._task.done():
                raise OSError("the hub's port cannot be had")
            await asyncio.sleep(0.01)

    async def close(self) -> None:
        """Finish what is under way, for three seconds at most."""
        self._server.should_exit = True
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
